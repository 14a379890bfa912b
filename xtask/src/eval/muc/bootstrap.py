"""bootstrap.py SCORER PREDICTIONS KEY..: 95 % intervals of F for each slot, by bootstrap over documents.

Each document is counted once by the scorer itself; then documents are drawn with replacement and their counts added.
Prints one JSON object. The seed is fixed. Standard library only.
"""

import collections
import importlib.util
import json
import random
import sys

DRAWS = 1000
COUNTS = ("COR", "PAR", "INC", "SPU", "MIS")


def load(path):
    spec = importlib.util.spec_from_file_location("muc4_score", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def f(counts):
    got = counts["COR"] + counts["PAR"] / 2
    wanted = counts["COR"] + counts["PAR"] + counts["INC"] + counts["MIS"]
    given = counts["COR"] + counts["PAR"] + counts["INC"] + counts["SPU"]
    return 200 * got / (wanted + given) if wanted + given else 0.0


def main(path, predictions, *keys):
    scorer = load(path)
    key = {}
    for one in keys:
        key.update(scorer.read_key(one))
    found = scorer.read_pred(predictions)
    documents = []
    for message, templates in key.items():
        report = scorer.score({message: templates}, {message: found.get(message, [])})
        slots = {slot: {count: rates.get(count, 0) for count in COUNTS} for slot, rates in report.items() if "F" in rates and slot != "relevant text"}
        documents.append(slots)
    chance, drawn = random.Random(4), collections.defaultdict(list)
    for _ in range(DRAWS):
        sums = collections.defaultdict(collections.Counter)
        for document in chance.choices(documents, k=len(documents)):
            for slot, counts in document.items():
                sums[slot].update(counts)
        for slot, counts in sums.items():
            drawn[slot].append(f(counts))
    low, high = int(0.025 * DRAWS), int(0.975 * DRAWS) - 1
    ranked = {slot: sorted(values) for slot, values in drawn.items() if len(values) == DRAWS}
    print(json.dumps({slot: [values[low], values[high]] for slot, values in ranked.items()}))


main(*sys.argv[1:])
