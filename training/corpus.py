"""Texts with marked attributions, as tokens with labels and links.

Answers: which tokens does a text have, which role does each play, and to which cue does it belong? The Rust reader
makes the same tokens (`variorum-text`, module `encoding`); a test there compares both on a fixed set.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path

TOKEN = re.compile(r"\w+|[^\w\s]")
LABELS = ["O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content"]
ROLES = ("source", "cue", "content")
NO_LINK = -1
# A kind of the German corpus: speech acts retold without their content, which no other corpus marks.
LEFT_OUT = ("Reported",)


@dataclass
class Document:
    """One text: token spans in code points, the paragraph of each token."""

    name: str
    text: str
    tokens: list[tuple[int, int]]
    paragraphs: list[int]


@dataclass
class Marks:
    """One annotator's marks: a label per token, and the first token of the cue it belongs to (NO_LINK: none)."""

    labels: list[int]
    cues: list[int]


def tokenise(name: str, text: str) -> Document:
    """A paragraph ends at an empty line, as in the corpus."""
    tokens = [match.span() for match in TOKEN.finditer(text)]
    paragraphs, paragraph, last = [], 0, 0
    for start, end in tokens:
        if text[last:start].count("\n") > 1:
            paragraph += 1
        paragraphs.append(paragraph)
        last = end
    return Document(name, text, tokens, paragraphs)


def mark(document: Document, attributions: list[dict]) -> Marks:
    at = {}
    for number, (start, end) in enumerate(document.tokens):
        for code_point in range(start, end):
            at[code_point] = number
    labels = [0] * len(document.tokens)
    cues = [NO_LINK] * len(document.tokens)

    def members(spans):
        return sorted({at[c] for start, end in spans for c in range(start, end) if c in at})

    for role in ("content", "source", "cue"):
        begin = LABELS.index("B-" + role)
        for attribution in attributions:
            cue = members(attribution["cue"])
            last = None
            for token in members(attribution[role]):
                labels[token] = begin + 1 if last == token - 1 else begin
                cues[token] = cue[0] if cue else NO_LINK
                last = token
    return Marks(labels, cues)


def read(path: Path) -> list[tuple[Document, list[Marks]]]:
    """A line of the corpus files: {"doc", "text", "annotations": {annotator: [attribution]}}."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        document = tokenise(entry["doc"], entry["text"])
        versions = [[one for one in entry["annotations"][who] if one.get("type") not in LEFT_OUT] for who in sorted(entry["annotations"])]
        found.append((document, [mark(document, version) for version in versions]))
    return found
