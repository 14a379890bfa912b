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


def entries():
    good = [
        entry(0, "object.add", name="dépêche-7.txt", sha256=sha256(b"seven").hex(), size=5),
        entry(1, "note.add", text='quote " backslash \\ line\nfeed tab\t bell\x07 slash / del \x7f'),
        entry(2, "note.add", text="combining e\u0301, emoji \U0001f4f0, line separator \u2028"),
        entry(3, "source.add", nested={"b": [1, -2, True, False, []], "a": {}}, largest=2**53 - 1),
        entry(4, "note.add", clock_back=True),
    ]
    return [
        {"fields": fields, "line": canonical(fields), "leaf": leaf(canonical(fields).encode()).hex()}
        for fields in good
    ]


def refused_entries():
    line = canonical(entry(0, "note.add", text="é"))
    return [
        {"why": "a space after a colon", "line": line.replace('":', '": ', 1)},
        {"why": "keys in another order", "line": "{" + line[1:-1].split(",", 1)[1] + "," + line[1:].split(",", 1)[0] + "}"},
        {"why": "an escape that need not be", "line": line.replace("é", "\\u00e9")},
        {"why": "a line feed inside", "line": line + "\n"},
        {"why": "a byte order mark", "line": "\ufeff" + line},
        {"why": "a null", "line": line.replace('"é"', "null")},
        {"why": "a float", "line": line.replace('"é"', "1.5")},
        {"why": "an integer of 2^53", "line": line.replace('"é"', str(2**53))},
        {"why": "a key twice", "line": line.replace('"text":"é"', '"text":"é","text":"é"')},
        {"why": "a key that is not ASCII", "line": canonical(dict(entry(0, "note.add"), **{"é": 1}))},
        {"why": "no salt", "line": canonical({k: v for k, v in entry(0, "note.add").items() if k != "salt"})},
        {"why": "a salt of 31 digits", "line": canonical(dict(entry(0, "note.add"), salt="0" * 31))},
        {"why": "a time without milliseconds", "line": line.replace(".000Z", "Z")},
        {"why": "another version", "line": line.replace('"v":1', '"v":2')},
        {"why": "65,536 bytes", "line": line.replace("é", "x" * (65_536 - len(line.encode()) + 2))},
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


def write(name, value):
    with open(name, "w", encoding="utf-8", newline="\n") as file:
        json.dump(value, file, indent=1, ensure_ascii=False)
        file.write("\n")


write("merkle.json", merkle())
write("entries.json", {"good": entries(), "refused": refused_entries()})
write("checkpoint.json", checkpoint())
