"""verify.py FOLDER [VKEY]: checks a Variorum case or dossier with Python's standard library and openssl 3, by what
docs/format/case-1.md and dossier.md say and with their codes. VKEY is the key as it came by another road than the folder.
Not checked here: bag manifests (sha256sum does it), tables, the words that decisions quote."""
import base64, collections, contextlib, hashlib, json, pathlib, re, subprocess, sys, tempfile
SHAPES = [r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3])(:[0-5]\d){2}\.\d{3}Z", "key:[0-9a-f]{8}",
          r"[a-z0-9-]+(\.[a-z0-9-]+)*", "[0-9a-f]{32}", "[0-9a-f]{64}", "[0-9a-f]{64}"]
sha = lambda *parts: hashlib.sha256(b"".join(parts)).digest()
b64, unb64 = lambda raw: base64.b64encode(raw).decode(), base64.b64decode
half = lambda size: 1 << (size - 1).bit_length() - 1  # the largest power of two below size
def root(leaves):
    at = half(len(leaves)) if len(leaves) > 1 else 0
    return sha(b"\1", root(leaves[:at]), root(leaves[at:])) if at else leaves[0] if leaves else sha()
def climb(index, size, leaf, path):  # from an entry to the root, taking the hashes beside it off the end of the path
    at, beside = (half(size), path.pop()) if size > 1 else (0, b"")
    below = climb(index % at, at if index < at else size - at, leaf, path) if at else leaf
    return sha(b"\1", *((below, beside) if index < at else (beside, below))) if at else leaf
def is_plain(value, depth=0):  # objects with ASCII keys, lists, strings, small integers, true and false
    if type(value) not in (dict, list):
        return type(value) in (str, bool) or type(value) is int and abs(value) < 2**53
    keys, items = (value, value.values()) if type(value) is dict else ("", value)
    return depth < 127 and all(map(str.isascii, keys)) and all(is_plain(item, depth + 1) for item in items)
def read_entry(line, seq, key):
    entry = json.loads(line.decode())
    spelt = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    fields = [entry["at"], entry["by"], entry["kind"], entry["salt"], entry.get("sha256", "0" * 64), entry.get("within", "0" * 64)]
    fit = all(type(field) is str and re.fullmatch(shape, field, re.ASCII) for field, shape in zip(fields, SHAPES))
    placed = json.dumps([entry["v"], entry["seq"], entry.get("clock", "back")]) == f'[1, {seq}, "back"]'
    ours = not key or entry["by"] == f"key:{key[1]}"
    return is_plain(entry) and spelt == line and len(line) <= 65535 and fit and placed and ours and entry
def read_vkey(text):
    name, raw = text.split("+")[0], unb64(text.split("+", 2)[2])
    id = sha(name.encode(), b"\n", raw)[:4].hex()
    fits = raw[0] == 1 and len(raw) == 33 and re.fullmatch(r"[^\s\0-\x1f\x7f-\x9f]+", name)
    return fits and text == f"{name}+{id}+{b64(raw)}\n" and (name, id, raw[1:], text[:-1])
def read_head(note, name, id, public, _):
    size, top, mark = int(note.split("\n")[1]), unb64(note.split("\n")[2]), unb64(note.split(" ")[-1])
    text = f"{name}\n{abs(size)}\n{b64(top)}\n"
    with tempfile.TemporaryDirectory() as scratch:
        parts = {"pub": bytes.fromhex("302a300506032b6570032100") + public, "sig": mark[4:], "text": text.encode()}
        [pathlib.Path(scratch, part).write_bytes(data) for part, data in parts.items()]
        command = "openssl pkeyutl -verify -pubin -keyform DER -inkey pub -rawin -in text -sigfile sig".split()
        signed = subprocess.run(command, cwd=scratch, capture_output=True).returncode == 0
    return signed and note == f"{text}\n\u2014 {name} {b64(mark)}\n" and mark[:4].hex() == id and (size, top, note)
def holds(proof, line, seq, size, top, note):
    path = [unb64(hash) for hash in proof.split("\n\n")[0].split("\n")[2:]]
    spelt = f"c2sp.org/tlog-proof@v1\nindex {seq}\n" + "".join(b64(hash) + "\n" for hash in path) + "\n" + note
    return proof == spelt and seq < size and climb(seq, size, sha(b"\0", line), path) == top and not path

def check(folder, expected=None):  # what is wrong, each with its code, and how many entries there are of each kind
    folder, wrong, entries, named = pathlib.Path(folder), [], {}, collections.defaultdict(list)
    def need(code, act):
        with contextlib.suppress(ValueError, LookupError, TypeError, RecursionError):
            if result := act():
                return result
        wrong.append(code)
    dossier = (folder / "bagit.txt").exists() and not (folder / "FORMAT").exists()
    data, stem, note = ("data/", "data/entries/", "data/checkpoint") if dossier else ("", "journal/", "journal/checkpoint")
    own = lambda name: dossier or not name.startswith(("derived/", "tmp/", "lock", "catalogue.sqlite"))
    paths = {name: folder / name for name in (path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*"))) if own(name)}
    files = {name: path for name, path in paths.items() if path.is_file() and not path.is_symlink()}
    need("file.irregular", lambda: all(name in files or path.is_dir() and not path.is_symlink() for name, path in paths.items()))
    read, digest = lambda name: files[name].read_bytes(), lambda name: sha(read(name)).hex()
    key = need("vkey", lambda: read_vkey(read(data + "case.vkey").decode()))
    need("vkey.expected", lambda: expected in (None, key and key[3]))
    head = need("checkpoint.signature", lambda: read_head(read(note).decode(), *key)) or (-1, b"", "")
    if dossier:
        lines = {int(name[13:-5]): read(name) for name in files if re.fullmatch(r"data/entries/[0-9]{6,}\.json", name)}
        for seq in lines:
            need(f"entry.proof {seq}", lambda: holds(read(f"{stem}{seq:06}.tlog-proof").decode(), lines[seq], seq, *head))
        rest = lambda: re.fullmatch(r"seq,kind\n(([0-9]+,[a-z0-9.-]+\n)*)", read(stem + "withheld.csv").decode())[1].split()
        seqs = need("entry.withheld", lambda: sorted([*lines, *(int(row.split(",")[0]) for row in rest())])) or []
        need("entry.withheld", lambda: len(seqs) == head[0] and all(place == seq for place, seq in enumerate(seqs)))
    else:
        need("format", lambda: read("FORMAT") == b"variorum-case/1\n")
        there = sorted({name for name in files if name.startswith(stem)} - {note})
        pieces = [read(name).split(b"\n") for number, name in enumerate(there) if name == f"{stem}{number:06}.jsonl"]
        need("journal.segments", lambda: len(pieces) == len(there) > 0)
        need("journal.torn_tail", lambda: not any([piece.pop() for piece in pieces]))
        lines = dict(enumerate(sum(pieces, [])))
        need("journal.tree", lambda: root([sha(b"\0", lines[seq]) for seq in range(head[0])]) == head[1])
    for seq in sorted(lines):
        entries[seq] = need(f"journal.line {seq}", lambda: read_entry(lines[seq], seq, key)) or {"kind": "no-entry"}
        [named[entries[seq][field]].append((field, entries[seq])) for field in {"sha256", "within"} & set(entries[seq])]
    need("vkey", lambda: not key or [entries[0][field] for field in ("kind", "vkey", "origin")] == ["case.open", key[3], key[0]])
    configs = [entry.get("sha256") for entry in entries.values() if entry["kind"] == "config.set"]
    need("config.unrecorded", lambda: configs[-1:] == [digest(name) for name in files if name == data + "case.toml"])
    place = lambda name: f"{data}originals/{name[:2]}/{name}"
    for name in (name for name in files if name.startswith(data + "originals/")):
        need(f"original.digest {name}", lambda: name == place(digest(name)))
        need(f"original.unknown {name}", lambda: name == place(name[-64:]) and (name[-64:] in named or not dossier))
    for name, by in named.items():
        sizes = [entry["size"] for field, entry in by if field == "sha256" and type(entry.get("size")) is int]
        there, kept = files.get(place(name)), "document.keep" in [entry["kind"] for _, entry in by]
        need(f"journal.line {name}", lambda: len(set(sizes)) < 2)
        need(f"original.missing {name}", lambda: sizes[:1] in ([], [there.stat().st_size]) if there else dossier and not kept)
    return wrong, collections.Counter(entry["kind"] for entry in entries.values())
if __name__ == "__main__":
    wrong, kinds = check(*sys.argv[1:])
    print(*wrong, *(f"{count} {kind}" for kind, count in sorted(kinds.items())), sep="\n")
    sys.exit("NOT VERIFIED" if wrong else print("VERIFIED"))
