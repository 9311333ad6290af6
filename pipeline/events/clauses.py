"""Clauses and measure predicates of a sentence, by words: what states a value, and of what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from pipeline.events.amounts import Amount, either, lower, word_set, words

REACH = 55  # characters between a predicate and its amount


class Predicate(NamedTuple):
    """A word that may state a value. Kinds: level, copula, change, reach, aggregate."""

    start: int
    end: int
    form: str
    kind: str


class Clause(NamedTuple):
    """A stretch of the sentence with at most one statement of value; ``bracket`` where it stands in brackets."""

    start: int
    end: int
    bracket: bool
    predicates: tuple[Predicate, ...]
    measured: bool


@cache
def _predicate_pattern() -> re.Pattern[str]:
    kinds = "|".join(f"(?P<{kind}>{either(forms)})" for kind, forms in words()["measures"].items())
    return re.compile(rf"\b(?:{kinds})\b(?!-)")


def predicates(text: str, found: Sequence[Amount]) -> list[Predicate]:
    """The words of ``text`` that may state a value, in order, those inside amounts left out."""
    factors = words()["factors"]
    return [
        Predicate(m.start(), m.end(), m[0], m.lastgroup or "level")
        for m in _predicate_pattern().finditer(lower(text))
        if not any(a.start <= m.start() < a.end for a in found if m[0] not in factors)
    ]


def level_after(text: str, predicate: Predicate, found: Sequence[Amount]) -> bool:
    """Whether an amount follows the predicate closely enough to be what it states."""
    if predicate.form in words()["factors"]:
        return True
    following = next((a for a in found if a.start >= predicate.end), None)
    if following is None or following.start - predicate.end > REACH:
        return False
    between = text[predicate.end : following.start].lower()
    if re.search(r"[;()]", between):
        return False
    tokens = re.findall(r"[\w’'-]+", between)
    if predicate.kind == "copula":
        return not following.bare and all(t in word_set("words", "about") for t in tokens if t not in ("worth", "by"))
    if predicate.kind in ("change", "reach"):
        counted = re.search(r"\b(?:number|toll|total|count)\b", text[: predicate.start], re.IGNORECASE)
        if following.bare and not counted:
            return False
        fillers = word_set("words", "about") | {
            "by",
            "from",
            "an",
            "average",
            "all-time",
            "high",
            "low",
            "record",
            "mark",
        }
        return all(t in fillers or t.endswith("ly") for t in tokens) or len(tokens) <= 3
    if predicate.kind == "aggregate":
        return len(tokens) <= 4 and (not following.bare or following.value >= 20)
    if predicate.form in ("made", "makes", "came", "total", "registered", "recorded", "made"):
        return not following.bare and len(tokens) <= 3
    return len(tokens) <= 6


def stated_before(text: str, predicate: Predicate, found: Sequence[Amount]) -> bool:
    """Whether the predicate sums up an amount before it: "3,200 cases were registered", "800,000 tourists visited"."""
    if predicate.kind != "aggregate" and predicate.form not in ("registered", "recorded", "counted"):
        return False
    before = [a for a in found if a.end <= predicate.start]
    if not before or before[-1].bare:
        return False
    between = text[max(before[-1].noun_end, before[-1].end) : predicate.start]
    passive = re.fullmatch(r"(?:\s[\w-]+){0,6}\s(?:was|were|are|is|been)\s(?:[a-z]+ly\s)?", between)
    return bool(passive) or (between.strip() == "" and before[-1].value >= 1000)


def stating(text: str, found: Sequence[Amount]) -> list[Predicate]:
    """The words of ``text`` that do state one of the amounts."""
    return [p for p in predicates(text, found) if level_after(text, p, found) or stated_before(text, p, found)]


BOUNDARY = re.compile(
    r";|:(?=\s)|\s[—–]\s|,?\s(?:while|whereas|but|after|when|before)\s|,\s(?:which|who|and|up|down|compared)\s"
    r"|,?\sand\s(?=(?:the\s|its\s)?(?:[a-z]+\s){1,3}(?:was|were|is|are|to|at|by|PREDICATE)\b)"
    r"|(?P<joined>,?\sand\s)(?=(?:[a-z]+ly\s|then\s|now\s)?PREDICATE\b)"
)


@cache
def _boundary() -> re.Pattern[str]:
    every = (f for kind, entry in words()["measures"].items() if kind != "copula" for f in entry)
    forms = [f for f in every if f.endswith("ed") or f in word_set("words", "past")]
    return re.compile(BOUNDARY.pattern.replace("PREDICATE", rf"(?:{either(forms)})"))


def clauses(text: str, found: Sequence[Amount]) -> list[Clause]:
    """``text`` cut into clauses; together they cover it."""
    return list(_clauses(text, tuple(found)))


@lru_cache(maxsize=16)
def _clauses(text: str, found: tuple[Amount, ...]) -> tuple[Clause, ...]:
    low, every = lower(text), predicates(text, found)
    cuts: list[tuple[int, int, bool]] = []
    outside = 0
    for bracket in re.finditer(r"\([^()]*\)", text):
        cuts.append((outside, bracket.start(), False))
        cuts.append((bracket.start(), bracket.end(), True))
        outside = bracket.end()
    cuts.append((outside, len(text), False))
    parts: list[Clause] = []
    for start, end, bracket_ in cuts:
        at = start
        for boundary in [] if bracket_ else _boundary().finditer(low, start, end):
            told = any(at <= p.start < boundary.start() for p in every) or ";" in boundary[0]
            told = told or any(at <= a.start < boundary.start() and not a.bare for a in found)
            subordinate = boundary[0].strip(" ,") in ("after", "when", "before", "while", "which", "who")
            if told or subordinate or boundary["joined"]:
                parts.append(_clause(text, at, boundary.start(), bracket_, every, found))
                at = boundary.start()
        if at < end or at == start:
            parts.append(_clause(text, at, end, bracket_, every, found))
    return tuple(p for p in parts if p.end > p.start)


def _clause(
    text: str, start: int, end: int, bracket: bool, every: Sequence[Predicate], found: Sequence[Amount]
) -> Clause:
    mine = tuple(p for p in every if start <= p.start < end)
    inside = [a for a in found if start <= a.start < end]
    stating = tuple(p for p in mine if level_after(text, p, inside) or stated_before(text, p, inside))
    return Clause(start, end, bracket, stating, bool(stating))


def compared(text: str, at: int) -> bool:
    """Whether the date at ``at`` only says what a value is compared with: "than in 2022", "from $3 million in 2021"."""
    return bool(_comparison().search(text[:at]))


@cache
def _comparison() -> re.Pattern[str]:
    phrases = either(set(words()["words"]["comparison"]) - {"on", "over", "as", "from"})
    value = r"[$€£]?[\d.,]+%?\s(?:[a-z]+\s){0,3}?"
    return re.compile(rf"\b(?:(?:{phrases})\s(?:the\s|in\s|{value})*|from\s{value}(?:in\s|at\s)?)$", re.IGNORECASE)


@cache
def _heads() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{either(words()['subjects']['heads'])})\b", re.IGNORECASE)


def _is_head(text: str, at: int, head: str) -> bool:
    """Whether the word is a common noun there: "Trade" is none in "Ministry of Trade", but at a sentence's start."""
    return (
        head[0].islower()
        or head.isupper()
        or not text[:at].strip("“\"' ")
        or text[:at].rstrip().endswith((":", "–", "—"))
    )


def subject_before(text: str, part: Clause, amount: Amount) -> str | None:
    """What the amount measures, as its clause says: before the predicate, in a label, or beside the amount."""
    label = _label(text, part, amount)
    if label:
        return label
    beside = _beside(text, part, amount)
    if beside:
        return beside
    governing = [p for p in part.predicates if p.end <= amount.start or p.start == amount.start]
    if not governing:
        return None
    for match in _heads().finditer(text, part.start, governing[0].start):
        if not _is_head(text, match.start(), match[0]):
            continue
        return _phrase(text, part.start, match.start(), match.end(), governing[0].start)
    return None


def _is_edge(token: str) -> bool:
    """A possessive or an adverb, where a noun phrase begins; "monthly" is no adverb in one."""
    return token.endswith(("'s", "’s", "ly")) and token.lower() not in word_set("words", "not_adverb")


def _phrase(text: str, low: int, start: int, end: int, high: int) -> str:
    """The noun phrase around a head: the words before it, compound heads and one "of ..." after it."""
    first = start
    for word in reversed(list(re.finditer(r"[\w’'-]+", text[low:start]))):
        gap = text[low + word.end() : first]
        token = word[0]
        if (
            gap != " "
            or token.lower() in word_set("words", "outside_phrase")
            or token[0].isdecimal()
            or _is_edge(token)
        ):
            break
        if token[0].isupper() and token not in ("FDI", "GDP") and low + word.start() > 0:
            break
        first = low + word.start()
    last = end
    more = re.compile(rf"\s(?:{_heads().pattern[5:-3]})\b")
    while (found := more.match(text, last, high)) is not None:
        last = found.end()
    of = re.match(r"\sof\s(?!the\b|its\b|their\b|a\b|an\b)([\w’'-]+(?:\s[a-z][\w’'-]*){0,2})", text[last:high])
    if of:
        kept = []
        for token in of[1].split():
            if token.lower() in word_set("words", "outside_phrase") or (token[0].isupper() and not token.isupper()):
                break
            kept.append(token)
        if kept:
            last += len(" of ") + len(" ".join(kept))
    phrase = text[first:last]
    return phrase[0].lower() + phrase[1:] if first == 0 and not phrase[:2].isupper() else phrase


def _label(text: str, part: Clause, amount: Amount) -> str | None:
    """``exports - $33.3 million`` and ``imports: $19.8 million``, in brackets or lists."""
    before = text[part.start : amount.start]
    if not before.rstrip().endswith(("-", "–", "—", ":")):
        return None
    found = re.search(r"(?:^|[(,;:]|\band)\s*([A-Za-z][\w’' -]*?)\s?[-–—:]\s*$", before)
    return found[1].strip() if found and _heads().search(found[1].lower()) else None


@cache
def _worth() -> re.Pattern[str]:
    about = either(word_set("words", "about") - {"of"})
    return re.compile(rf"\b(?:of|worth|totall?ing|at)\s(?:(?:{about})\s)*$", re.IGNORECASE)


def _beside(text: str, part: Clause, amount: Amount) -> str | None:
    before = text[part.start : amount.start]
    of = _worth().search(before)
    if of:
        head = next((m for m in _heads().finditer(before) if before[m.end() : of.start()] in (" ", ", ")), None)
        if head:
            at = part.start
            return _phrase(text, at, at + head.start(), at + head.end(), at + head.end())
    in_ = re.match(r"\s(?:worth\s)?(?:in|of)\s((?:[a-z-]+\s)?)", text[amount.end : part.end])
    if in_:
        rest = text[amount.end : part.end]
        head = _heads().match(rest, in_.end()) or _heads().match(rest, in_.start(1))
        if head and amount.currency:
            return rest[in_.start(1) : head.end()].strip()
    adjective = re.match(r"[\s-]((?:[a-z]+\s)?)", text[amount.end : part.end])
    if adjective and amount.currency:
        rest = text[amount.end : part.end]
        own = adjective[1].strip() not in word_set("words", "outside_phrase")
        head = (_heads().match(rest, adjective.end()) if own else None) or _heads().match(rest, 1)
        if head:
            return rest[1 : head.end()].strip()
    return None
