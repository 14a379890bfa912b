// Checks a case's journal with code that is not ours: Go's transparency log (golang.org/x/mod/sumdb).
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run verify.go CASE
package main

import (
	"bufio"
	"encoding/base64"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}

func main() {
	folder := os.Args[1]
	vkey := strings.TrimSpace(string(must(os.ReadFile(filepath.Join(folder, "case.vkey")))))
	signed := must(os.ReadFile(filepath.Join(folder, "journal", "checkpoint")))
	verifier := must(note.NewVerifier(vkey))
	opened := must(note.Open(signed, note.VerifierList(verifier)))
	head := strings.Split(opened.Text, "\n")
	size := must(strconv.ParseInt(head[1], 10, 64))

	var hashes []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		found := make([]tlog.Hash, len(indexes))
		for place, index := range indexes {
			found[place] = hashes[index]
		}
		return found, nil
	})
	segments := must(filepath.Glob(filepath.Join(folder, "journal", "*.jsonl")))
	sort.Strings(segments)
	var count int64
	for _, segment := range segments {
		file := must(os.Open(segment))
		lines := bufio.NewScanner(file)
		lines.Buffer(make([]byte, 0, 1<<16), 1<<20)
		for lines.Scan() && count < size {
			hashes = append(hashes, must(tlog.StoredHashes(count, lines.Bytes(), reader))...)
			count++
		}
		file.Close()
	}
	root := must(tlog.TreeHash(size, reader))
	if base64.StdEncoding.EncodeToString(root[:]) != head[2] {
		log.Fatalf("the root over %d entries is not the signed one", size)
	}
	fmt.Printf("signature and root agree over %d entries\n", size)
}
