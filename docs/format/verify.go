// Checks a case or a dossier with code that is not ours: Go's transparency log (golang.org/x/mod/sumdb).
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run verify.go FOLDER
//
// Of a case, the signed head and the tree over the journal; of a dossier, the signed head and the proof of each
// entry in it, whose bytes are the record that tlog.CheckRecord asks about.
package main

import (
	"bufio"
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

// head opens a signed note and gives the size and root in it.
func head(signed []byte, verifier note.Verifier) (int64, tlog.Hash) {
	opened := must(note.Open(signed, note.VerifierList(verifier)))
	lines := strings.Split(opened.Text, "\n")
	return must(strconv.ParseInt(lines[1], 10, 64)), must(tlog.ParseHash(lines[2]))
}

func verifierIn(folder string) note.Verifier {
	vkey := strings.TrimSpace(string(must(os.ReadFile(filepath.Join(folder, "case.vkey")))))
	return must(note.NewVerifier(vkey))
}

func checkCase(folder string) {
	signed := must(os.ReadFile(filepath.Join(folder, "journal", "checkpoint")))
	size, expected := head(signed, verifierIn(folder))
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
	if root := must(tlog.TreeHash(size, reader)); root != expected {
		log.Fatalf("the root over %d entries is %v, not the signed %v", size, root, expected)
	}
	fmt.Printf("signature and root agree over %d entries\n", size)
}

func checkDossier(folder string) {
	verifier := verifierIn(folder)
	size, root := head(must(os.ReadFile(filepath.Join(folder, "checkpoint"))), verifier)
	entries := must(filepath.Glob(filepath.Join(folder, "entries", "*.json")))
	for _, path := range entries {
		seq := must(strconv.ParseInt(strings.TrimSuffix(filepath.Base(path), ".json"), 10, 64))
		text := string(must(os.ReadFile(strings.TrimSuffix(path, ".json") + ".tlog-proof")))
		proof, signed, _ := strings.Cut(text, "\n\n")
		lines := strings.Split(proof, "\n")
		if lines[0] != "c2sp.org/tlog-proof@v1" || lines[1] != fmt.Sprintf("index %d", seq) {
			log.Fatalf("%s: its proof is of another form or entry", path)
		}
		if ofSize, ofRoot := head([]byte(signed), verifier); ofSize != size || ofRoot != root {
			log.Fatalf("%s: its proof leads to another head", path)
		}
		var hashes tlog.RecordProof
		for _, line := range lines[2:] {
			hashes = append(hashes, must(tlog.ParseHash(line)))
		}
		record := tlog.RecordHash(must(os.ReadFile(path)))
		if err := tlog.CheckRecord(hashes, size, root, seq, record); err != nil {
			log.Fatalf("%s: %v", path, err)
		}
	}
	fmt.Printf("signature and %d proofs agree with the head over %d entries\n", len(entries), size)
}

func main() {
	folder := os.Args[1]
	if _, err := os.Stat(filepath.Join(folder, "bagit.txt")); err == nil {
		checkDossier(filepath.Join(folder, "data"))
	} else {
		checkCase(folder)
	}
}
