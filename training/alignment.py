"""Fits the weights of `crates/variorum-reconcile/src/alignment/likeness.rs` on reports of known incidents.

  alignment.py REPORTS.jsonl READINGS.jsonl

REPORTS has a line {"doc", "dct", "incidents"} a report, as the training part of the GVA corpus; READINGS one document of
`variorum read --json` a line under its "doc". Reports are split into six parts by incident, each about as large as the development
part, because rarity and chance likeness depend on how many reports there are; pairs of all six are fitted together by
logistic regression (Newton's method, ridge 1e-4). Printed are the weights in the order of `likeness.rs`. Standard library only.
"""
import collections
import datetime
import hashlib
import json
import math
import re
import sys

PARTS, UNSEEN, MOST_TERMS, MOST_TEXTS, LEADING, NEIGHBOURS = 6, 50, 160, 60, 60, 25
TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
NAMES = ["beginning", "names", "numbers", "telling names", "many names", "telling pairs", "root names", "root numbers",
         "published same day", "within 2", "after 7", "after 30", "after 120", "after 365",
         "day 0 apart", "1", "2-6", "7 and more", "same place", "inside", "near", "far",
         "same killed", "same injured", "other injured"]


def rows(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def day(text):
    return datetime.date.fromisoformat(text[:10]).toordinal()


def stretch(when):
    """First and last day."""
    if not when or not when["from"] or not when["to"]:
        return None
    first, last = day(when["from"]), day(when["to"])
    if when["to"][11:19] == "00:00:00" and last > first:
        last -= 1
    return first, last


class Family:
    """TF-IDF vectors of one kind of terms."""

    def __init__(self, counted):
        texts = collections.Counter(word for counts in counted for word in counts)
        self.texts, self.all = texts, len(counted) + UNSEEN
        self.vectors = [self.vector(counts) for counts in counted]

    def worth(self, word):
        return math.log2(self.all / self.texts[word])

    def vector(self, counts):
        weighed = {w: (1 + math.log2(n)) * self.worth(w) for w, n in counts.items() if self.texts[w] > 1}
        kept = dict(sorted(weighed.items(), key=lambda one: (-one[1], one[0]))[:MOST_TERMS])
        length = math.sqrt(sum(x * x for x in kept.values())) or 1
        return {word: weight / length for word, weight in kept.items()}

    def common(self, a, b):
        a, b = self.vectors[a], self.vectors[b]
        shared = [word for word in a if word in b]
        worth = sorted((self.worth(word) for word in shared), reverse=True)
        return sum(a[word] * b[word] for word in shared), sum(worth[:3]) / 16, min(len(worth), 10) / 10


def families(texts):
    tokens = [TOKEN.findall(text) for text in texts]
    small, large = collections.Counter(), collections.Counter()
    for words in tokens:
        small.update({w for w in words if w[0].islower()})
        large.update({w.lower() for w in words if w[0].isupper()})
    name = lambda w: w[0].isupper() and len(w) > 1 and large[w.lower()] > 3 * small[w.lower()]
    number = lambda w: w[0].isdigit() and not (len(w) == 4 and w[:2] in ("19", "20"))
    count = collections.Counter
    return (Family([count(w.lower() for w in words if name(w)) for words in tokens]),
            Family([count(f"{a} {b}".lower() for a, b in zip(words, words[1:]) if name(a) and name(b)) for words in tokens]),
            Family([count(w for w in words if number(w)) for words in tokens]))


def candidates(names, numbers, texts):
    weights = collections.Counter()
    for family in (names, numbers):
        index = collections.defaultdict(list)
        for text in range(texts):
            vector = family.vectors[text]
            rare = sorted((w for w in vector if family.texts[w] <= MOST_TEXTS), key=lambda w: (-vector[w], w))
            for word in rare[:LEADING]:
                index[word].append(text)
        for word, members in index.items():
            for place, b in enumerate(members):
                for a in members[:place]:
                    weights[a, b] += family.vectors[a][word] * family.vectors[b][word]
    near = collections.defaultdict(list)
    for (a, b), weight in weights.items():
        near[a].append((weight, b))
        near[b].append((weight, a))
    kept = set()
    for a, others in near.items():
        kept.update((min(a, b), max(a, b)) for weight, b in sorted(others, reverse=True)[:NEIGHBOURS] if weight > 0.02)
    return sorted(kept)


def setting(document, published):
    """Days, place and tolls of the main event."""
    main = next((event for event in document["events"] if event["main"]), None)
    if not main:
        return None, None, {}
    days = stretch((main.get("incident") or {}).get("when"))
    if not days or days[1] - days[0] > 1:
        fine = ("day", "part_of_day", "hour", "minute")
        told = [stretch(t) for t in document["times"] if t["type"] in ("date", "time") and t["precision"] in fine]
        named = collections.Counter(d for d in told if d and d[1] - d[0] <= 1 and d[1] <= published + 1)
        days = max(named, key=lambda d: (named[d], d)) if named else None
    place = main.get("place")
    spot = place and (place["id"] or place["name"].lower(), [h["id"] or h["name"].lower() for h in place["within"]],
                      place["name"].lower())
    return days, spot, {toll["predicate"]: toll["min"] for toll in main["tolls"]}


def settings(a, b):
    """Features of two settings."""
    days, places, tolls = [0.0] * 4, [0.0] * 4, [0.0] * 3
    if a[0] and b[0]:
        gap = max(0, a[0][0] - b[0][1], b[0][0] - a[0][1])
        days[min(gap, 2) if gap < 7 else 3] = 1.0
    if a[1] and b[1]:
        (one, within, name), (other, its, called) = a[1], b[1]
        unsure = name == called and name in (one, other)
        lying = 0 if one == other else 1 if unsure or one in its or other in within else 2 if within and its and within[0] == its[0] else 3
        places[lying] = 1.0
    killed, injured = (a[2].get("killed"), b[2].get("killed")), (a[2].get("injured"), b[2].get("injured"))
    tolls[0] = float(killed[0] is not None and killed[0] == killed[1])
    if None not in injured:
        tolls[1 if injured[0] == injured[1] else 2] = 1.0
    return days + places + tolls


def pairs(reports, documents):
    """Features and truth of the candidate pairs of one part."""
    names, beside, numbers = families([documents[report["doc"]]["text"] for report in reports])
    published = [day(report["dct"]) for report in reports]
    told = [setting(documents[report["doc"]], dct) for report, dct in zip(reports, published)]
    for a, b in candidates(names, numbers, len(reports)):
        (cosine, telling, many), (of_pairs, telling_pairs, _), (of_numbers, _, _) = (f.common(a, b) for f in (names, beside, numbers))
        apart = abs(published[a] - published[b])
        features = [1.0, cosine, of_numbers, telling, many, telling_pairs, math.sqrt(cosine), math.sqrt(of_numbers)]
        features += [float(apart == 0), float(apart <= 2), *(float(apart > days) for days in (7, 30, 120, 365))]
        yield features + settings(told[a], told[b]), float(bool(set(reports[a]["incidents"]) & set(reports[b]["incidents"])))


def solve(matrix, vector):
    rows_ = [list(row) + [value] for row, value in zip(matrix, vector)]
    for column in range(len(rows_)):
        pivot = max(range(column, len(rows_)), key=lambda row: abs(rows_[row][column]))
        rows_[column], rows_[pivot] = rows_[pivot], rows_[column]
        for row in range(len(rows_)):
            if row != column:
                share = rows_[row][column] / rows_[column][column]
                rows_[row] = [x - share * y for x, y in zip(rows_[row], rows_[column])]
    return [row[-1] / row[place] for place, row in enumerate(rows_)]


def fit(samples, ridge=1e-4, steps=30):
    width = len(samples[0][0])
    weights = [0.0] * width
    for _ in range(steps):
        gradient = [ridge * len(samples) * w for w in weights]
        hessian = [[ridge * len(samples) * (a == b) for b in range(width)] for a in range(width)]
        for features, truth in samples:
            used = [place for place, x in enumerate(features) if x]
            total = sum(weights[place] * features[place] for place in used)
            chance = 1 / (1 + math.exp(-max(-30, min(30, total))))
            for a in used:
                gradient[a] += (chance - truth) * features[a]
                for b in used:
                    hessian[a][b] += chance * (1 - chance) * features[a] * features[b]
        step = solve(hessian, gradient)
        weights = [w - s for w, s in zip(weights, step)]
        if max(map(abs, step)) < 1e-4:
            break
    return weights


def main():
    reports, documents = rows(sys.argv[1]), {document["doc"]: document for document in rows(sys.argv[2])}
    parts = [[] for _ in range(PARTS)]
    for report in reports:
        parts[int(hashlib.sha256(min(report["incidents"]).encode()).hexdigest()[8:16], 16) % PARTS].append(report)
    samples = [sample for part in parts for sample in pairs(part, documents)]
    print(f"{len(samples)} pairs, {int(sum(truth for _, truth in samples))} of one incident")
    for name, weight in zip(NAMES, fit(samples)):
        print(f"{name:20} {weight:6.2f}")


if __name__ == "__main__":
    main()
