"""Scores to attributions: the best legal labels, then each source and content to its cue.

The Rust reader (`variorum-text`, modules `tagging` and `linking`) is the product; this is the same search in its
plainest form, for choosing weights.
"""

import numpy as np
import torch

from corpus import LABELS, ROLES, Document
from windows import pack


def viterbi(emission: np.ndarray, start: np.ndarray, transition: np.ndarray) -> list[int]:
    best = start + emission[0]
    back = []
    for row in emission[1:]:
        through = best[:, None] + transition
        back.append(through.argmax(0))
        best = through.max(0) + row
    path = [int(best.argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return path[::-1]


def runs(labels: list[int]) -> list[tuple[str, int, int]]:
    """(role, first, last + 1) of the tokens that go together."""
    found = []
    for at, number in enumerate(labels):
        label = LABELS[number]
        if label == "O":
            continue
        if label.startswith("I-") and found and found[-1][0] == label[2:] and found[-1][2] == at:
            found[-1] = (found[-1][0], found[-1][1], at + 1)
        else:
            found.append((label[2:], at, at + 1))
    return found


@torch.no_grad()
def attributions(model, document: Document, pieces, marks, longest: int) -> list[dict]:
    """Attributions with spans in code points."""
    start, transition = (t.numpy() for t in model.transitions())
    found = []
    for window in pack(document, pieces, marks, longest):
        ids = torch.tensor([window.ids])
        emission, member, head = model(ids, torch.ones_like(ids))
        tokens = [n for n, place in enumerate(window.places) if place]
        places = [window.places[n] for n in tokens]
        labels = viterbi(emission[0, places].numpy(), start, transition)
        whole = [0] * len(window.places)
        for token, label in zip(tokens, labels):
            whole[token] = label
        for token, place in enumerate(window.places):
            if not place and token:
                label = LABELS[whole[token - 1]]
                whole[token] = LABELS.index("I-" + label[2:]) if label != "O" else 0
        spans = runs(whole)
        cues = [span for span in spans if span[0] == "cue"]
        if not cues:
            continue
        heads = [0] + [window.places[span[1]] for span in cues]
        scores = (member[0] @ head[0][heads].T).numpy()
        groups = [{"source": [], "cue": [(cue[1], cue[2])], "content": []} for cue in cues]
        sources = {}
        for role, first, last in spans:
            if role == "cue":
                continue
            rows = [window.places[n] for n in range(first, last) if window.places[n]]
            score = scores[rows, 1:]
            score = (score - np.logaddexp.reduce(score, axis=1, keepdims=True)).mean(0)
            cue = int(score.argmax())
            if role == "content":
                groups[cue]["content"].append((first, last))
            elif cue not in sources or sources[cue][0] < score[cue]:
                sources[cue] = (score[cue], (first, last))
        for cue, (_, span) in sources.items():
            groups[cue]["source"] = [span]
        for group in groups:
            if group["content"]:
                found.append({role: [[document.tokens[window.first + a][0], document.tokens[window.first + b - 1][1]]
                                     for a, b in sorted(group[role])] for role in ROLES})
    return found
