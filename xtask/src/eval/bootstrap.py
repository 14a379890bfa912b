"""bootstrap.py SCORER GOLD PREDICTIONS: 95 % intervals of the scorer's main figures, by bootstrap over documents.

Each document is counted once by the scorer itself (polnear_score.py, annotators weighted); then documents are drawn
with replacement, their counts are added, and the figures of each draw are sorted. Prints one JSON object. The seed is
fixed, so that the same predictions have the same intervals. Standard library only.
"""

import collections
import importlib.util
import json
import random
import sys

DRAWS = 1000
MODES = ("attribution overlap", "attribution exact")


def load(path):
    spec = importlib.util.spec_from_file_location("polnear_score", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def tallies(scorer, gold_path, predictions_path):
    gold, texts = scorer.load_gold(gold_path)
    with open(predictions_path, encoding="utf-8") as lines:
        predictions = {line["doc"]: line["attributions"] for line in map(json.loads, lines)}
    for name in sorted(gold):
        document, tally = scorer.Doc(texts[name]), scorer.Tally()
        for version in gold[name].values():
            tally.add(document, version, predictions.get(name, []), 1.0 / len(gold[name]))
        counts = {key: value for key, value in tally.c.items() if key[0] in MODES}
        yield counts, tally.coin


def figures(scorer, drawn):
    counts, coincidences = collections.Counter(), collections.Counter()
    for one, coin in drawn:
        for key, value in one.items():
            counts[key] += value
        for key, value in coin.items():
            coincidences[key] += value
    result = {"alpha": scorer.alpha(coincidences)}
    for mode in MODES:
        both = counts[mode, "g"] + counts[mode, "p"]
        result[mode] = 200 * counts[mode, "h"] / both if both else 0.0
    return result


def main():
    scorer = load(sys.argv[1])
    documents = list(tallies(scorer, sys.argv[2], sys.argv[3]))
    chance = random.Random(1)
    draws = [figures(scorer, chance.choices(documents, k=len(documents))) for _ in range(DRAWS)]
    intervals = {}
    for name in draws[0]:
        values = sorted(draw[name] for draw in draws)
        intervals[name] = [values[round(0.025 * (DRAWS - 1))], values[round(0.975 * (DRAWS - 1))]]
    print(json.dumps(intervals))


main()
