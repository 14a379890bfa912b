"""`python vocabulary.py SHARED`: which pieces of multilingual-e5-small stay; writes vocabulary-e5.txt.gz.

A piece stays if a language of ours uses it often: each language's commonest words (package `wordfreq`) are cut into
pieces as they stand, with a capital and in capitals, and every language has an equal say. What the training corpora use
stays too, and every single letter and mark of these scripts, so that any word can still be spelt.
"""

import gzip
import json
import sys
import unicodedata
from collections import Counter
from pathlib import Path

from tokenizers import Tokenizer
from wordfreq import iter_wordlist, word_frequency

from corpus import TOKEN
from starts import SPACE, STARTS, VOCABULARY, e5_tokenizer

SIZE = 56_000
WORDS = 60_000
SCRIPTS = ("LATIN", "CYRILLIC", "ARABIC")
# First rows: nothing, paragraph (the mask's row: a mark with no meaning of its own), unknown, first, last.
FIRST = [("<pad>", 1), ("<paragraph>", 250_001), ("<unk>", 3), ("<s>", 0), ("</s>", 2)]


def uses(tokenizer: Tokenizer, languages: list[str]) -> Counter:
    found = Counter()
    for language in languages:
        words = [word for word, _ in zip(iter_wordlist(language, "best"), range(WORDS))]
        total = sum(word_frequency(word, language) for word in words)
        for word in words:
            share = word_frequency(word, language) / total
            for form, weight in ((word, 0.78), (word.capitalize(), 0.2), (word.upper(), 0.02)):
                for piece in tokenizer.encode(SPACE + form, add_special_tokens=False).tokens:
                    found[piece] += share * weight
    return found


def corpus_uses(tokenizer: Tokenizer, shared: Path) -> Counter:
    found = Counter()
    for path in STARTS["e5"].corpora:
        for line in (shared / "corpora" / path).read_text(encoding="utf-8").splitlines():
            text = json.loads(line)["text"]
            for match in TOKEN.finditer(text):
                spaced = match.start() == 0 or text[match.start() - 1].isspace()
                found.update(tokenizer.encode(SPACE * spaced + match.group(), add_special_tokens=False).tokens)
    return found


def letter(piece: str) -> bool:
    """A single letter of our scripts, or a mark, with or without its space."""
    bare = piece.removeprefix(SPACE)
    if len(bare) != 1:
        return not bare
    category = unicodedata.category(bare)
    return category[0] in "NPS" and ord(bare) < 0x2200 or unicodedata.name(bare, "").split(" ")[0] in SCRIPTS


def main(shared: str) -> None:
    described = e5_tokenizer()
    described["pre_tokenizer"], described["normalizer"] = None, {"type": "NFKC"}
    tokenizer = Tokenizer.from_str(json.dumps(described))
    rows = {piece: (score, row) for row, (piece, score) in enumerate(described["model"]["vocab"])}
    common = uses(tokenizer, ["en", *STARTS["e5"].languages])
    kept = {piece for piece in rows if letter(piece)}
    kept |= {piece for piece, times in corpus_uses(tokenizer, Path(shared)).items() if times > 2 and piece in rows}
    for piece, _ in common.most_common():
        if len(kept) >= SIZE - len(FIRST):
            break
        if piece in rows:
            kept.add(piece)
    kept -= {piece for piece, _ in FIRST}
    lines = [(piece, 0.0, row) for piece, row in FIRST] + [(piece, *rows[piece]) for piece in sorted(kept, key=lambda p: rows[p][1])]
    # No time of writing in the file: the same bytes every time.
    with open(VOCABULARY, "wb") as file, gzip.GzipFile(fileobj=file, mode="wb", mtime=0, filename="") as packed:
        packed.write("".join(f"{piece}\t{score:.4f}\t{row}\n" for piece, score, row in lines).encode())
    total = sum(common.values())
    print(len(lines), "pieces;", f"{100 * sum(common[p] for p in kept) / total:.2f} % of uses kept whole")


if __name__ == "__main__":
    main(*sys.argv[1:])
