"""small_bootstrap.py TASK GOLD PREDICTIONS: 95 % intervals for `small_scores.py`, by bootstrap over documents.

The sentences of the factuality corpora name no document; twenty in a row stand for one. Prints one JSON object. The
seed is fixed. Standard library only.
"""

import collections
import json
import random
import sys

DRAWS, ROW = 1000, 20
ACTIONS = ("KILL", "ARREST", "FAIL", "FORCE", "ANY_ACTION")


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def factuality(gold, found):
    """Sums from which error and r follow, document by document."""
    for first in range(0, len(gold), ROW):
        sums = collections.Counter()
        for sentence, values in zip(gold[first : first + ROW], found[first : first + ROW]):
            for target, y in zip(sentence["targets"], values):
                x = target["label"]
                for key, value in (("n", 1), ("off", abs(x - y)), ("x", x), ("y", y), ("xx", x * x), ("yy", y * y), ("xy", x * y)):
                    sums[key] += value
        yield sums


def error_and_r(s):
    n = s["n"]
    spread = ((s["xx"] - s["x"] ** 2 / n) * (s["yy"] - s["y"] ** 2 / n)) ** 0.5
    return {"MAE": s["off"] / n, "r": (s["xy"] - s["x"] * s["y"] / n) / spread if spread else 0.0}


def police(gold, found):
    told = {str(line["doc"]): line["sents"] for line in found}
    for document in gold:
        counts = collections.Counter()
        for sentence in document["sents"]:
            here = told.get(str(document["doc"]), {}).get(str(sentence["sent"]), [])
            for action in ACTIONS:
                counts[action, action in sentence["labels"], action in here] += 1
        yield counts


def f1(counts):
    return {action: 200 * counts[action, True, True] / max(1, 2 * counts[action, True, True] + counts[action, True, False] + counts[action, False, True])
            for action in ACTIONS}


def main(task, gold, predictions):
    tallies, figures = {"factuality": (factuality, error_and_r), "police": (police, f1)}[task]
    documents = list(tallies(lines(gold), lines(predictions)))
    chance, drawn = random.Random(7), []
    for _ in range(DRAWS):
        whole = collections.Counter()
        for document in chance.choices(documents, k=len(documents)):
            for key, value in document.items():
                whole[key] += value
        drawn.append(figures(whole))
    low, high = int(0.025 * DRAWS), int(0.975 * DRAWS) - 1
    ranked = {name: sorted(one[name] for one in drawn) for name in drawn[0]}
    print(json.dumps({name: [values[low], values[high]] for name, values in ranked.items()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
