#!/usr/bin/env python3
"""Writes the test vectors in this folder, from the formats' definitions and without our Rust code.

Run it in this folder. It needs Python 3.9 or later and, for Ed25519, the `cryptography` package. Keys and
salts here are public: never use them for a case.
"""

import base64
import hashlib
import json

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

LARGEST_TREE = 17


def sha256(data):
    return hashlib.sha256(data).digest()


def leaf(line):
    return sha256(b"\x00" + line)


def split(count):
    """The largest power of two below count."""
    return 1 << ((count - 1).bit_length() - 1)


def root(leaves):
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return leaves[0]
    at = split(len(leaves))
    return sha256(b"\x01" + root(leaves[:at]) + root(leaves[at:]))


def path(index, leaves):
    if len(leaves) == 1:
        return []
    at = split(len(leaves))
    if index < at:
        return path(index, leaves[:at]) + [root(leaves[at:])]
    return path(index - at, leaves[at:]) + [root(leaves[:at])]


def consistency(old, leaves, whole=True):
    if old == len(leaves):
        return [] if whole else [root(leaves)]
    at = split(len(leaves))
    if old <= at:
        return consistency(old, leaves[:at], whole) + [root(leaves[at:])]
    return consistency(old - at, leaves[at:], False) + [root(leaves[:at])]


def canonical(value):
    """RFC 8785 for objects, arrays, strings, integers and booleans with ASCII keys."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def b64(data):
    return base64.b64encode(data).decode()


def merkle():
    lines = [f"line {number}" for number in range(LARGEST_TREE)]
    leaves = [leaf(line.encode()) for line in lines]
    return {
        "lines": lines,
        "leaves": [hash.hex() for hash in leaves],
        "roots": [root(leaves[:size]).hex() for size in range(LARGEST_TREE + 1)],
        "inclusion": [
            {"index": index, "size": size, "path": [hash.hex() for hash in path(index, leaves[:size])]}
            for size in range(1, LARGEST_TREE + 1)
            for index in range(size)
        ],
        "consistency": [
            {"old": old, "new": new, "path": [hash.hex() for hash in consistency(old, leaves[:new])]}
            for new in range(1, LARGEST_TREE + 1)
            for old in range(1, new + 1)
        ],
    }


def entry(seq, kind, clock_back=False, **body):
    fields = dict(body, seq=seq, kind=kind, v=1, by="key:00000000")
    fields["at"] = f"2026-11-22T18:00:{seq:02d}.000Z"
    fields["salt"] = sha256(f"salt {seq}".encode()).hex()[:32]
    if clock_back:
        fields["clock"] = "back"
    return fields


def nested_lists(depth):
    """Lists in lists; with the object of the line around them they are one deeper."""
    value = []
    for _ in range(depth - 1):
        value = [value]
    return value


def envelope(fields):
    """Without the deepest field, which as part of this file would be deeper than some readers go."""
    return {name: value for name, value in fields.items() if name != "deepest"}


def entries():
    good = [
        entry(0, "object.add", name="dépêche-7.txt", sha256=sha256(b"seven").hex(), size=5),
        entry(1, "note.add", text='quote " backslash \\ line\nfeed tab\t bell\x07 slash / del \x7f'),
        entry(2, "note.add", text="combining e\u0301, emoji \U0001f4f0, line separator \u2028"),
        entry(3, "source.add", nested={"b": [1, -2, True, False, []], "a": {}}, largest=2**53 - 1),
        entry(4, "note.add", clock_back=True),
        entry(5, "a-kind.of.2040", deepest=nested_lists(126)),
    ]
    return [
        {"fields": envelope(fields), "line": canonical(fields), "leaf": leaf(canonical(fields).encode()).hex()}
        for fields in good
    ]


def refused_entries():
    """Lines that are no entry, each with what is wrong: `canonical`, `length`, `version`, or a field."""
    good = entry(3, "note.add", text="é")
    line = canonical(good)
    nested = lambda depth: canonical(dict(good, text="")).replace('""', "[" * depth + "]" * depth)
    change = lambda **fields: canonical(dict(good, **fields))
    without = lambda field: canonical({name: value for name, value in good.items() if name != field})
    return [
        {"why": why, "finding": finding, "line": line}
        for finding, why, line in [
            ("canonical", "a space after a colon", line.replace('":', '": ', 1)),
            ("canonical", "a space at the end", line + " "),
            ("canonical", "keys in another order", "{" + line[1:-1].split(",", 1)[1] + "," + line[1:].split(",", 1)[0] + "}"),
            ("canonical", "an escape that need not be", line.replace("é", "\\u00e9")),
            ("canonical", "an escaped slash", line.replace("é", "\\/")),
            ("canonical", "a control character in capital hexadecimal", line.replace("é", "\\u001F")),
            ("canonical", "a line feed that is not in its short form", line.replace("é", "\\u000a")),
            ("canonical", "a control character as it is", line.replace("é", "\x07")),
            ("canonical", "half of a surrogate pair", line.replace("é", "\\ud83d")),
            ("canonical", "a line feed inside", line + "\n"),
            ("canonical", "a byte order mark", "\ufeff" + line),
            ("canonical", "nothing at all", ""),
            ("canonical", "half a line", line[: len(line) // 2]),
            ("canonical", "two objects", line + line),
            ("canonical", "a null", line.replace('"é"', "null")),
            ("canonical", "a fraction", line.replace('"é"', "1.5")),
            ("canonical", "a whole number written as a fraction", line.replace('"é"', "1.0")),
            ("canonical", "an exponent", line.replace('"é"', "1e2")),
            ("canonical", "a negative zero", line.replace('"é"', "-0")),
            ("canonical", "a leading zero", line.replace('"é"', "01")),
            ("canonical", "an integer of 2^53", line.replace('"é"', str(2**53))),
            ("canonical", "an integer of -2^53", line.replace('"é"', str(-(2**53)))),
            ("canonical", "a key twice", line.replace('"text":"é"', '"text":"é","text":"é"')),
            ("canonical", "a key that is not ASCII", canonical(dict(good, **{"é": 1}))),
            ("canonical", "arrays and objects 128 deep", nested(127)),
            ("v", "an array instead of an object", canonical([good])),
            ("v", "no version", without("v")),
            ("v", "a version that is true", change(v=True)),
            ("v", "version 0", change(v=0)),
            ("version", "a later version", change(v=2)),
            ("seq", "no number", without("seq")),
            ("seq", "a negative number", change(seq=-3)),
            ("seq", "a number in quotation marks", change(seq="3")),
            ("at", "no time", without("at")),
            ("at", "a time without milliseconds", line.replace(".000Z", "Z")),
            ("at", "a time with an offset", line.replace(".000Z", ".000+00:00")),
            ("at", "a month of 13", line.replace("-11-", "-13-")),
            ("at", "a leap second", line.replace("18:00:03", "18:59:60")),
            ("by", "no writer", without("by")),
            ("by", "a key id in capitals", change(by="key:ABCDEF01")),
            ("kind", "no kind", without("kind")),
            ("kind", "a kind with a capital", change(kind="Note.add")),
            ("kind", "a kind with an empty word", change(kind="note..add")),
            ("salt", "no salt", without("salt")),
            ("salt", "a salt of 31 digits", change(salt="0" * 31)),
            ("salt", "a salt in capitals", change(salt="A" * 32)),
            ("clock", "a clock that went forth", change(clock="forth")),
            ("length", "65,536 bytes", line.replace("é", "x" * (65_536 - len(line.encode()) + 2))),
        ]
    ]


def key(name, seed):
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    id = sha256(name.encode() + b"\n\x01" + public)[:4]
    return private, id, name + "+" + id.hex() + "+" + b64(b"\x01" + public)


def checkpoint():
    origin = "variorum.invalid/00112233445566778899aabbccddeeff"
    seed = bytes(range(32))
    private, id, vkey = key(origin, seed)
    lines = [item["line"].encode() for item in entries()]
    leaves = [leaf(line) for line in lines]
    text = f"{origin}\n{len(leaves)}\n{b64(root(leaves))}\n"
    note = f"{text}\n\u2014 {origin} {b64(id + private.sign(text.encode()))}\n"
    proofs = [
        "c2sp.org/tlog-proof@v1\n"
        + f"index {index}\n"
        + "".join(b64(hash) + "\n" for hash in path(index, leaves))
        + "\n"
        + note
        for index in range(len(leaves))
    ]
    return {"seed": seed.hex(), "vkey": vkey, "text": text, "note": note, "proofs": proofs}


class Case:
    """A whole case as texts by path; signed as it stands, however wrong its lines are."""

    def __init__(self, seed=b"\x07"):
        self.origin = "variorum.invalid/ffeeddccbbaa99887766554433221100"
        self.private, self.id, self.vkey = key(self.origin, seed * 32)
        self.original, self.config = "Seven people died.\n", 'title = "A case"\n'
        self.lines = []
        self.add("case.open", format="variorum-case/1", origin=self.origin, tool="vectors", vkey=self.vkey)
        self.add("config.set", **stored(self.config))
        self.add("object.add", name="report.txt", **stored(self.original))
        self.add("note.add", text="é")

    def add(self, kind, **body):
        self.lines.append(canonical(dict(entry(len(self.lines), kind, **body), by="key:" + self.id.hex())))
        return self

    def head(self, lines, origin=None):
        return f"{origin or self.origin}\n{len(lines)}\n{b64(root([leaf(as_bytes(line)) for line in lines]))}\n"

    def signature(self, text):
        return f"\u2014 {self.origin} {b64(self.id + self.private.sign(text.encode()))}\n"

    def note(self, text):
        return f"{text}\n{self.signature(text)}"

    def files(self, signed=None, **changes):
        """The files; `signed` lines are under the head (all, if not given); a change of None takes a file away."""
        lines = b"".join(as_bytes(line) + b"\n" for line in self.lines)
        files = {
            "FORMAT": "variorum-case/1\n",
            "case.vkey": self.vkey + "\n",
            "case.toml": self.config,
            original_path(self.config): self.config,
            original_path(self.original): self.original,
            "journal/000000.jsonl": lines,
            "journal/checkpoint": self.note(self.head(self.lines if signed is None else signed)),
        }
        files.update(changes.get("put", {}))
        return {path: content for path, content in files.items() if content is not None}


def as_bytes(text):
    return text if isinstance(text, bytes) else text.encode()


def stored(text):
    return {"sha256": sha256(text.encode()).hex(), "size": len(text.encode())}


def original_path(text):
    name = stored(text)["sha256"]
    return f"originals/{name[:2]}/{name}"


def good_cases():
    plain = Case()
    cut = len(plain.lines[0].encode() + plain.lines[1].encode()) + 2
    whole = plain.files()["journal/000000.jsonl"]
    unsigned = Case().add("note.add", text="not signed yet")
    other = "An original that no entry names.\n"
    return [
        ("as it should be", plain.files()),
        ("two segments", plain.files(put={"journal/000000.jsonl": whole[:cut], "journal/000001.jsonl": whole[cut:]})),
        ("an empty last segment", plain.files(put={"journal/000001.jsonl": ""})),
        ("an entry past the signed head", unsigned.files(signed=unsigned.lines[:-1])),
        ("nothing signed but entry 0", plain.files(signed=plain.lines[:1])),
        ("a kind of a later program", Case().add("future.kind", anything=[{"deep": True}]).files()),
        ("a decision of a later program", Case().add("decision.dance", decision={"act": "dance"}).files()),
        ("a whole original that no entry names", plain.files(put={original_path(other): other})),
        ("an entry that names an original again", Case().add("source.add", name="x", **stored(plain.original)).files()),
        ("a file that is no part of a case", plain.files(put={"case.toml~": "old"})),
    ]


def bad_lines():
    """Each signed as it stands, so that only reading the line finds it."""
    for refused in refused_entries():
        if refused["finding"] != "length" and "\n" not in refused["line"]:
            case = Case()
            case.lines[3] = refused["line"].replace("key:00000000", "key:" + case.id.hex())
            yield refused["why"], case.files()
    changed = lambda **fields: Case().lines[:3] + [canonical(dict(json.loads(Case().lines[3]), **fields))]
    for why, lines in [
        ("a line that is not UTF-8", Case().lines[:3] + [Case().lines[3].encode().replace("é".encode(), b"\xe9")]),
        ("a number left out", changed(seq=4)),
        ("a number twice", changed(seq=2)),
        ("another writer", changed(by="key:00000000")),
        ("an original whose name is no digest", changed(sha256="AB" * 32)),
        ("a container whose name is no digest", changed(within=7)),
        ("another size for the same original", changed(**dict(stored(Case().original), size=7))),
    ]:
        case = Case()
        case.lines = lines
        yield why, case.files()


def bad_cases():
    plain = Case()
    lines = plain.files()["journal/000000.jsonl"]
    head = plain.head(plain.lines)
    last = len(plain.lines[3].encode()) + 1
    cut = len(plain.lines[0].encode() + plain.lines[1].encode()) + 2
    journal = lambda lines: plain.files(put={"journal/000000.jsonl": lines})
    note = lambda text: plain.files(put={"journal/checkpoint": text})
    put = lambda path, text: plain.files(put={path: text})
    swapped = Case()
    swapped.lines[2:] = swapped.lines[:1:-1]
    stranger, opened = Case(seed=b"\x08"), Case()
    opened.lines = [line.replace(plain.id.hex(), stranger.id.hex()) for line in opened.lines]
    opened.lines[0] = canonical(dict(json.loads(opened.lines[0]), vkey=plain.vkey))
    resigned = {"case.vkey": stranger.vkey + "\n", "journal/checkpoint": stranger.note(stranger.head(opened.lines))}
    tree, torn = ("journal.tree",), ("journal.torn_tail",)
    no_head, line_and_tree = ("checkpoint.signature", *tree), ("journal.line", *tree)
    path, text = original_path(plain.original), plain.original
    name = path.rsplit("/", 1)[1]
    bad_base64 = head[:-3] + chr(ord(head[-3]) + 1) + head[-2:]
    return [
        (tree, "an entry was changed after it was signed", journal(lines.replace("é".encode(), b"e"))),
        (tree, "the last signed entry is gone", journal(lines[:-last])),
        (line_and_tree, "an entry in the middle is gone", journal(lines.replace(as_bytes(plain.lines[2]) + b"\n", b""))),
        (("journal.line",), "two entries changed places before they were signed", swapped.files()),
        (torn, "half a line past the signed head", journal(lines + b'{"at":"2026')),
        (torn, "zeros past the signed head", journal(lines + bytes(512))),
        ((*torn, *tree), "the last signed line has no line feed", journal(lines[:-1])),
        (("journal.line",), "a broken line past the signed head", journal(lines + b"{}\n")),
        (("journal.segments", *tree), "a segment is missing", plain.files(put={"journal/000000.jsonl": lines[:cut], "journal/000002.jsonl": lines[cut:]})),
        (("journal.segments",), "something else beside the segments", put("journal/notes.txt", "x")),
        (no_head, "no checkpoint", put("journal/checkpoint", None)),
        (no_head, "a checkpoint that another key signed", note(stranger.note(head))),
        (no_head, "a size with a leading zero", note(plain.note(head.replace("\n4\n", "\n04\n")))),
        (no_head, "a root in another base64 of the same bytes", note(plain.note(bad_base64))),
        (no_head, "an extension line", note(plain.note(head + "extension\n"))),
        (no_head, "a head of another journal", note(plain.note(plain.head(plain.lines, "variorum.invalid/other")))),
        (no_head, "a second signature", note(plain.note(head) + plain.signature(head))),
        (no_head, "no line feed at the end", note(plain.note(head)[:-1])),
        (no_head, "a carriage return", note(plain.note(head).replace("\n", "\r\n"))),
        (no_head, "a head that was changed after it was signed", note(plain.note(head).replace("\n4\n", "\n3\n"))),
        (tree, "a head over more entries than there are", plain.files(signed=[*plain.lines, plain.lines[3]])),
        (("vkey", *no_head), "a vkey without a line feed", put("case.vkey", plain.vkey)),
        (("vkey", *no_head), "a vkey whose id does not follow", put("case.vkey", plain.vkey.replace(f"+{plain.id.hex()}+", "+00000000+") + "\n")),
        (("vkey",), "entry 0 opened the case with another key", opened.files(put=resigned)),
        (("format",), "a later format", put("FORMAT", "variorum-case/2\n")),
        (("format",), "no line feed in FORMAT", put("FORMAT", "variorum-case/1")),
        (("original.digest",), "an original with one letter changed", put(path, text.replace("S", "s"))),
        (("original.digest", "original.missing"), "an original that was cut", put(path, text[:-1])),
        (("original.missing",), "an original is gone", put(path, None)),
        (("original.digest", "original.unknown", "original.missing"), "an original in another folder", plain.files(put={path: None, f"originals/00/{name}": text})),
        (("original.digest", "original.unknown"), "a file among the originals", put("originals/notes.txt", "x")),
        (("config.unrecorded",), "case.toml was edited", put("case.toml", "title = 'Another'\n")),
        (("config.unrecorded",), "case.toml is gone", put("case.toml", None)),
    ]


def cases():
    """Whole cases with the codes of the checks that must fail, and no others."""
    found = [((), why, files) for why, files in good_cases()]
    found += [(("journal.line",), why, files) for why, files in bad_lines()]
    return [
        {
            "why": why,
            "findings": sorted(codes),
            "files": {path: as_bytes(text).decode() for path, text in files.items() if is_text(text)},
            "base64": {path: b64(text) for path, text in files.items() if not is_text(text)},
        }
        for codes, why, files in found + bad_cases()
    ]


def is_text(content):
    try:
        return as_bytes(content).decode() is not None
    except UnicodeDecodeError:
        return False


def write(name, value):
    with open(name, "w", encoding="utf-8", newline="\n") as file:
        json.dump(value, file, indent=1, ensure_ascii=False)
        file.write("\n")


write("merkle.json", merkle())
write("entries.json", {"good": entries(), "refused": refused_entries()})
write("checkpoint.json", checkpoint())
write("cases.json", cases())
