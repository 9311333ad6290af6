"""``bind``: the date that governs one predicate of a sentence, for whoever asks of it by its word.

Where ``extract`` asks of each date which predicate it governs, this asks of one predicate which date governs it. Both
price the way between the two alike (``binding.price``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date as Date

from pipeline import engine
from pipeline.dates import intervals, tag
from pipeline.engine import Parsed, Word
from pipeline.events import grammar
from pipeline.events.binding import gap, price, rates
from pipeline.events.grammar import head
from pipeline.events.labels import closes_period, document_period
from pipeline.events.predicates import Predicate, find, role_of
from pipeline.knowledge import toml
from pipeline.model import Span, Timex


def bind(sentence: str, trigger: str, reference: Date | str | None) -> Timex | None:
    """The date that governs the predicate named by ``trigger`` in ``sentence``.

    ``trigger`` is a word or several, in any case; where it occurs more than once, the occurrence that a date governs
    most surely is meant. None where the sentence has no date or does not have the trigger.
    """
    spots = list(_spots(sentence, trigger))
    timexes = intervals(tag(sentence, reference), sentence) if spots else []
    if not timexes and not _modifiers().keys() & set(sentence.lower().split()):
        return None
    (parsed,) = engine.parse([Span(0, len(sentence), sentence)], sorted((t.start, t.end) for t in timexes))
    predicates = find(parsed.words)
    asked = [_predicate(tokens, predicates) for start, end in spots if (tokens := parsed.at(start, end))]
    scores = [row for p in asked for row in _scores(parsed, p, predicates, timexes)]
    if scores:
        return min(scores, key=lambda row: row[0])[1]
    place = spots[0][0]  # beyond what the parser takes of a very long sentence: the nearest date
    return min(timexes, key=lambda t: min(abs(t.start - place), abs(t.end - place)), default=None)


def _modifiers() -> dict[str, str]:
    """ "recent" and its like with their TIMEX3 values."""
    found: dict[str, str] = toml("events/binding.toml")["modifiers"]
    return found


def _spots(sentence: str, trigger: str) -> Iterator[tuple[int, int]]:
    """Where the trigger's words stand in the sentence, whole words in any case, any space between them."""
    words = trigger.split()
    if words:
        pattern = r"\s+".join(re.escape(w) for w in words)
        for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", sentence, re.IGNORECASE):
            yield match.start(), match.end()


def _predicate(tokens: Sequence[Word], predicates: Sequence[Predicate]) -> Predicate:
    """The predicate that the words name; made of them where they name none to ``extract`` ("held" of a summit)."""
    inside = {t.i for t in tokens}
    found = next((p for p in predicates if p.token.i in inside), None)
    if found is not None:
        return found
    token = next((t for t in tokens if grammar.is_verb(t)), head(tokens))
    verb = grammar.is_verb(token)
    return Predicate(token, token if verb else None, tuple(tokens), role_of(token) if verb else "event")


def _scores(
    parsed: Parsed, asked: Predicate, predicates: Sequence[Predicate], timexes: Sequence[Timex]
) -> Iterator[tuple[float, Timex]]:
    """Each date with its price for the predicate asked of, and what speaks against it (``[rank]`` in binding.toml)."""
    rank = rates("rank")
    placed = [(timex, tokens) for timex in timexes if (tokens := parsed.at(timex.start, timex.end))]
    nearest = min((gap(asked.token, tokens) for _, tokens in placed), default=0)
    mine = {asked.token.i} | ({asked.verb.i} if asked.verb is not None else set())
    others = [p for p in predicates if not mine & {p.token.i, p.verb.i if p.verb is not None else p.token.i}]
    for timex, tokens in placed:
        score = price(asked, tokens)
        rival = min((price(p, tokens) for p in others), default=score)
        score += rank["rival"] * max(0.0, score - rival)
        score += rank["farther"] * (gap(asked.token, tokens) > nearest)
        score += rank["duration"] * (timex.type in {"DURATION", "SET"})
        score += rank["vague"] * timex.value.endswith("_REF")
        score += rank["period_end"] * (closes_period(tokens) and tokens[0].nbor(-1) != asked.token)
        score += rank["document"] * (document_period(tokens) and head(tokens).head.head != asked.token)
        yield score, timex
    for child in asked.token.children:
        value = _modifiers().get(child.lower_)
        start, end = parsed.start(child), parsed.end(child)
        if value and child.dep_ in {"amod", "advmod"} and not any(t.start <= start < t.end for t in timexes):
            yield rank["modifier"], Timex(start, end, child.text, "DATE", value)
