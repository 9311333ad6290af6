"""A text with its dates, events and names marked: spans that overlap and nest, flattened into runs.

``runs("Visited Oslo.", [Mark(0, 13, "sentence"), Mark(8, 12, "name", "/entity/x")])`` gives pieces that each carry the
marks over them, so that a template writes plain spans and links and never has to nest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

# Which mark gives a piece its link and its tooltip where several lie over it: the narrowest meaning first
ORDER = ("trigger", "name", "date", "timex", "figure", "sentence")


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of a text and what it is; ``href`` where it leads, ``title`` what it says of itself."""

    start: int
    end: int
    kind: str
    href: str | None = None
    title: str | None = None
    anchor: str | None = None  # id of the element that starts here


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text under the same marks."""

    text: str
    kinds: tuple[str, ...] = ()
    href: str | None = None
    title: str | None = None
    anchor: str | None = None

    @property
    def css(self) -> str:
        """Class names."""
        return " ".join(f"m-{kind}" for kind in self.kinds)


def runs(text: str, marks: Iterable[Mark], start: int = 0, end: int | None = None) -> list[Run]:
    """The text between ``start`` and ``end`` in runs. Marks count from the text's own start; those outside are cut."""
    end = len(text) if end is None else min(end, len(text))
    inside = sorted((m for m in marks if m.start < end and m.end > start and m.start < m.end), key=lambda m: m.start)
    edges = sorted({start, end, *(m.start for m in inside if m.start > start), *(m.end for m in inside if m.end < end)})
    found: list[Run] = []
    active: list[Mark] = []
    waiting = iter(inside)
    following = next(waiting, None)
    for left, right in pairwise(edges):
        active = [mark for mark in active if mark.end > left]
        while following is not None and following.start <= left:
            active.append(following)
            following = next(waiting, None)
        found.append(_run(text[left:right], left, active))
    return found


def _run(text: str, left: int, active: list[Mark]) -> Run:
    ranked = sorted(active, key=lambda mark: ORDER.index(mark.kind) if mark.kind in ORDER else len(ORDER))
    return Run(
        text,
        tuple(dict.fromkeys(mark.kind for mark in ranked)),
        next((mark.href for mark in ranked if mark.href), None),
        next((mark.title for mark in ranked if mark.title), None),
        next((mark.anchor for mark in ranked if mark.anchor and mark.start == left), None),
    )


def paragraphs(pieces: Iterable[Run]) -> Iterator[list[Run]]:
    """Runs broken at line ends; empty lines are dropped."""
    line: list[Run] = []
    for piece in pieces:
        first, *others = piece.text.split("\n")
        if first:
            line.append(_with(piece, first))
        for other in others:
            if line:
                yield line
            line = [_with(piece, other)] if other else []
    if line:
        yield line


def _with(run: Run, text: str) -> Run:
    return run if run.text == text else Run(text, run.kinds, run.href, run.title, run.anchor)
