"""Tables of sentences and what they tell, and the reading of them; each text is read once a test session.

A table is a text file of blocks, an empty line between them:

    [relative clause] 2023-04-05
    Finland, which had applied for membership in May 2022, joined NATO on Tuesday.
      applied | 2022-05
      joined | 2023-04-04

that is: kind, day of the article and, if it matters, the outlet's country; the text (``\\n`` for a new line); every
mention it has. A mention is trigger, days (EDTF, or first..last where EDTF is too coarse) and status, ``happened``
where nothing stands. ``a/b`` leaves the choice where the contract does; ``?`` before a mention says that the contract
neither asks for it nor forbids it. What is not in the table must not come.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline import edtf
from pipeline.events import extract
from pipeline.model import Article, Extraction, Mention

TABLES = Path(__file__).with_name("tables")


@dataclass(frozen=True, slots=True)
class Told:
    """One mention as the table has it."""

    triggers: frozenset[str]
    days: tuple[str | None, str | None]
    statuses: frozenset[str]
    asked: bool

    @classmethod
    def read(cls, line: str) -> Told:
        trigger, days, *status = (part.strip() for part in line.lstrip("?").split("|"))
        first, dots, last = days.partition("..")
        bounds = (first or None, last or None) if dots else edtf.bounds(days)
        statuses = frozenset(status[0].split("/")) if status else frozenset({"happened"})
        return cls(frozenset(trigger.split("/")), bounds, statuses, not line.startswith("?"))

    def fits(self, mention: Mention) -> bool:
        days = (mention.interval.earliest, mention.interval.latest)
        return mention.trigger.text in self.triggers and days == self.days and mention.status in self.statuses


@dataclass(frozen=True, slots=True)
class Case:
    """A block of a table. ``lines`` are what follows the text, as written."""

    kind: str
    published: str
    country: str | None
    text: str
    lines: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.kind}: {self.text[:50]}"


@cache
def cases(name: str) -> tuple[Case, ...]:
    """The blocks of ``tables/NAME.txt``."""
    lines = (TABLES / f"{name}.txt").read_text("utf-8").splitlines()
    body = "\n".join(line for line in lines if not line.startswith("#"))
    found = []
    for block in body.strip().split("\n\n"):
        head, text, *told = block.strip().split("\n")
        kind, _, where = head.removeprefix("[").partition("] ")
        published, _, country = where.partition(" ")
        found.append(Case(kind, published, country or None, text.replace("\\n", "\n"), tuple(t.strip() for t in told)))
    return tuple(found)


@cache
def read(text: str, published: str | None = "2024-10-21", country: str | None = None) -> Extraction:
    """Everything found in ``text`` as the article of that day."""
    basis = "given" if published else "unknown"
    return extract(Article(None, "Untitled", published, basis, (), "en", None, text, country=country))


def shown(mentions: tuple[Mention, ...] | list[Mention]) -> list[str]:
    """Mentions as a table would have them, with plain days."""
    return [f"{m.trigger.text} | {m.interval.earliest}..{m.interval.latest} | {m.status}" for m in mentions]


def differences(case: Case) -> str:
    """What is missing and what came unasked, as a message; empty where the text is read as the table says."""
    came = list(read(case.text, case.published, case.country).mentions)
    left, missing = list(came), []
    for line in sorted(case.lines, key=lambda line: line.startswith("?")):
        told = Told.read(line)
        match = next((m for m in left if told.fits(m)), None)
        if match is not None:
            left.remove(match)
        elif told.asked:
            missing.append(line)
    if not missing and not left:
        return ""
    return f"{case.text}\n  missing {missing}\n  unasked {shown(left)}"


def mention(case: Case, trigger: str) -> Mention:
    """The mention with this trigger; ``trigger@1`` is the second of several."""
    word, _, number = trigger.partition("@")
    extraction = read(case.text, case.published, case.country)
    found = [m for m in extraction.mentions if m.trigger.text in word.split("/")]
    assert len(found) > int(number or 0), f"{case.text}\n  no {trigger} in {shown(extraction.mentions)}"
    return found[int(number or 0)]
