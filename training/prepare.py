"""`python prepare.py SHARED OUT [START]`: corpora to tokens, pieces, labels and links in one file."""

import pickle
import sys
from pathlib import Path

import corpus
from starts import STARTS
from windows import cut

DEV = "polnear/dev.jsonl"


def main(shared: str, out: str, start: str = "minilm") -> None:
    pieces = STARTS[start].pieces()
    parts = {"start": start}
    for part, paths in (("train", STARTS[start].corpora), ("dev", [DEV])):
        articles = [article for path in paths for article in corpus.read(Path(shared) / "corpora" / path)]
        parts[part] = [(document, cut(document, pieces), versions) for document, versions in articles]
        print(part, len(articles), "articles", sum(len(d.tokens) for d, _, _ in parts[part]), "tokens",
              sum(len(p) for _, ps, _ in parts[part] for p in ps), "pieces")
    with open(out, "wb") as file:
        pickle.dump(parts, file)


if __name__ == "__main__":
    main(*sys.argv[1:])
