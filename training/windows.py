"""Tokens as word pieces, packed into windows of whole paragraphs.

Answers: what does the encoder see? Two things differ from plain BERT input: every double quotation mark becomes an
opening or a closing one, so that publishers' habits (`''`, `"`, “”, «») look alike, and a piece of its own stands
between paragraphs. The Rust reader does the same (`variorum-text`, module `encoding`).
"""

import random
from dataclasses import dataclass

from corpus import Document
from starts import Marks

LONGEST = 256
OPENING, CLOSING, ANGLED = "“„", "”", "«»"


def cut(document: Document, pieces) -> list[tuple[int, ...]]:
    """Pieces of each token; the second half of a doubled mark has none."""
    text, found, skip, low = document.text, [], False, False
    for number, (start, end) in enumerate(document.tokens):
        token = text[start:end]
        spaced = start == 0 or text[start - 1].isspace()
        if skip:
            found.append(())
            skip = False
            continue
        doubled = token in "'`’‘" and text[end : end + 1] == token
        if doubled or token in '"' + OPENING + CLOSING + ANGLED:
            after = end + 1 if doubled else end
            # German marks „so“: the second one opens everywhere else.
            opening = not (low and token == "“") and opens(text, start, after, token)
            low = token == "„" or low and opening
            found.append(pieces.of("“", spaced) if opening else pieces.of("”", spaced))
            skip = doubled
        else:
            found.append(pieces.of(token, spaced))
    return found


def opens(text: str, start: int, end: int, token: str) -> bool:
    """By its form; where that says nothing, by what is beside it (« and » are set either way round, and in French with
    spaces on both sides)."""
    if token in OPENING or token in "`‘":
        return True
    if token in CLOSING or token == "’":
        return False
    before, after = text[:start][-1:], text[end : end + 1]
    free = not before or before.isspace() or before in "([—–-"
    if token in ANGLED:
        touches = bool(after) and (after.isalnum() or after in "¿¡([“\"'…")
        return free if free == touches else token == "«"
    return free and bool(after) and not after.isspace()


@dataclass
class Window:
    """Input ids, and for each token of [first, last) the place of its first piece (0: none)."""

    first: int
    last: int
    ids: list[int]
    places: list[int]


def units(document: Document, pieces: list[tuple[int, ...]], longest: int) -> list[tuple[int, int]]:
    """Token ranges that stay together: paragraphs; of one too long, its sentences; of those, what fits."""
    found, first, size, stop = [], 0, 0, None
    for number in range(len(document.tokens)):
        if number > first and document.paragraphs[number] != document.paragraphs[number - 1]:
            found.append((first, number))
            first, size, stop = number, 0, None
        size += len(pieces[number])
        if size > longest:
            cut = stop if stop is not None and stop > first else number
            found.append((first, cut))
            first, stop = cut, None
            size = sum(len(pieces[n]) for n in range(cut, number + 1))
        start, end = document.tokens[number]
        if document.text[start:end] in (".", "!", "?", "”", '"') and document.text[end : end + 1].isspace():
            stop = number + 1
    if first < len(document.tokens):
        found.append((first, len(document.tokens)))
    return found


def pack(document: Document, pieces: list[tuple[int, ...]], marks: Marks, longest: int = LONGEST) -> list[Window]:
    """Windows of about equal size, none over `longest` pieces with its frame."""
    room = longest - 2
    ranges = units(document, pieces, room)
    sizes = [sum(len(pieces[n]) for n in range(*unit)) + 1 for unit in ranges]
    total = sum(sizes)
    goal = -(-total // max(1, -(-total // room)))
    groups, used = [], 0
    for unit, size in zip(ranges, sizes):
        if not groups or used + size - 1 > room or used >= goal:
            groups.append([])
            used = 0
        groups[-1].append(unit)
        used += size
    return [frame(document, pieces, marks, group[0][0], group[-1][1]) for group in groups]


def frame(document: Document, pieces: list[tuple[int, ...]], marks: Marks, first: int, last: int) -> Window:
    ids, places = [marks.first], []
    for number in range(first, last):
        if number > first and document.paragraphs[number] != document.paragraphs[number - 1]:
            ids.append(marks.paragraph)
        places.append(len(ids) if pieces[number] else 0)
        ids.extend(pieces[number])
    return Window(first, last, ids + [marks.last], places)


def shuffled_size(chance: random.Random) -> int:
    """Training sees windows of many sizes, so that no border is learnt by heart."""
    return chance.choice([128, 192, 224, 256, 256, 288, 320])
