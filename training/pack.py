"""`python pack.py MODEL.pt INT8.onnx NAME OUT`: the folder that ships, its parts named by digest.

Writes model.onnx, vocabulary.txt, card.toml (dev scores are nought until somebody writes those of `cargo xtask eval`
into it) and fixed.json: scores of the int8 model on a few sentences of our own, which the Rust reader must reproduce.
"""

import hashlib
import json
import shutil
import sys
from pathlib import Path

import numpy as np
import onnxruntime
from corpus import LABELS, tokenise
from model import AttributionModel
from starts import STARTS
from windows import LONGEST, cut, pack

# Tuned by hand on the development part.
OUTSIDE, CUE, DISTANCE = 0.15, 0.15, 0.08

SENTENCES = [
    "Police fired first, neighbours say\n\nThe mayor, Ana Ruiz, told reporters that five people were hurt. ''Nobody gave an order,'' "
    "she said, “and nobody will.”\n\nAccording to a hospital log, two of them died. The ministry denies it.",
    "\"We wanted to surrender,\" a man who gave his name as Óscar is heard saying in the video. \"They kept shooting.\"\n\n"
    "He was believed to have planned the attack of June 27. Three officers were wounded.",
]


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def numbers(row) -> str:
    return "[" + ", ".join(f"{x:.6f}" for x in row) + "]"


def fixed(session, pieces) -> list[dict]:
    found = []
    for text in SENTENCES:
        document = tokenise("fixed", text)
        for window in pack(document, cut(document, pieces), pieces.marks, LONGEST):
            ids = np.array([window.ids], dtype=np.int64)
            labels, members, heads = session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})
            found.append({"text": text, "pieces": window.ids, "places": window.places,
                          "labels": [[round(float(x), 4) for x in row] for row in labels[0]],
                          "links": [round(float(x), 4) for x in (members[0] @ heads[0, 1])]})
    return found


def main(weights: str, onnx: str, name: str, out: str) -> None:
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(onnx, folder / "model.onnx")
    model, begun = AttributionModel.load(weights)
    pieces = STARTS[begun].pieces()
    pieces.write(folder / "vocabulary.txt")
    start, transition = model.transitions()
    rows = ",\n".join("    " + numbers(row) for row in transition.tolist())
    (folder / "card.toml").write_text(
        f'name = "{name}"\nmodel = "{digest(folder / "model.onnx")}"\n'
        f'vocabulary = "{digest(folder / "vocabulary.txt")}"\nlanguages = {json.dumps(STARTS[begun].languages)}\nwindow = {LONGEST}\n'
        f"labels = {json.dumps(LABELS)}\nstart = {numbers(start.tolist())}\ntransition = [\n{rows},\n]\n\n"
        f"[decoding]\noutside = {OUTSIDE}\ncue = {CUE}\ndistance = {DISTANCE}\n\n"
        "[dev]\nalpha = 0.0\noverlap = 0.0\nexact = 0.0\n", encoding="utf-8")
    session = onnxruntime.InferenceSession(onnx, providers=["CPUExecutionProvider"])
    (folder / "fixed.json").write_text(json.dumps(fixed(session, pieces), ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
