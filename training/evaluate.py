"""`python evaluate.py PREPARED MODEL.pt`: dev scores by the project's scorer (VARIORUM_SHARED/scoring)."""

import json
import os
import pickle
import sys

from decode import attributions
from model import AttributionModel
from starts import STARTS
from windows import LONGEST

sys.path.insert(0, os.path.join(os.environ.get("VARIORUM_SHARED", "../../shared"), "scoring"))
import polnear_score as scorer  # noqa: E402


def gold(path: str) -> dict:
    return scorer.load_gold(path)[0]


def evaluate(model, start: str, part, longest: int = LONGEST) -> dict:
    model.eval()
    marked = gold(os.path.join(os.environ.get("VARIORUM_SHARED", "../../shared"), "corpora/polnear/dev.jsonl"))
    tally = scorer.Tally()
    for document, pieces, _ in part:
        found = attributions(model, document, pieces, STARTS[start].pieces.marks, longest)
        scored = scorer.Doc(document.text)
        versions = marked[document.name]
        for version in versions.values():
            tally.add(scored, version, found, 1.0 / len(versions))
    report = tally.report()
    short = {"alpha": round(report["alpha"], 1)}
    for kind in ("token", "run"):
        short[kind] = [round(report[f"{kind} {role}"]["F1"], 1) for role in ("source", "cue", "content")]
    for mode in ("overlap", "exact"):
        short[mode] = [round(report[f"attribution {mode}"][x], 1) for x in ("P", "R", "F1")]
    return short


if __name__ == "__main__":
    with open(sys.argv[1], "rb") as file:
        parts = pickle.load(file)
    model, start = AttributionModel.load(sys.argv[2])
    for longest in [int(x) for x in sys.argv[3:]] or [LONGEST]:
        print(longest, json.dumps(evaluate(model, start, parts["dev"], longest)))
