"""Which date governs which predicate: the cheapest way through the parse from the date to the word.

A date and a predicate are joined by the path between them in the dependency tree. Each step has a price in
``knowledge/events/binding.toml``: staying in a clause is cheap, leaving a relative clause or the complement of a
saying is dear, words between them cost a little. The cheapest date governs. This is the nearest-date baseline with
the sentence's structure put in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date as Date
from functools import cache
from typing import TYPE_CHECKING

from pipeline import engine
from pipeline.dates import intervals, tag
from pipeline.engine import Parsed
from pipeline.events import grammar
from pipeline.events.lexicon import lexicon
from pipeline.knowledge import toml
from pipeline.model import Span, Timex

if TYPE_CHECKING:
    from spacy.tokens import Token


@cache
def _prices() -> tuple[dict[str, float], dict[str, float], dict[str, float]]:
    data = toml("events/binding.toml")
    return data["up"], data["down"], data["other"]


def head(tokens: Sequence[Token]) -> Token:
    """The token the others hang on: the first whose head lies outside of them."""
    inside = {t.i for t in tokens}
    return next((t for t in tokens if t.head.i not in inside or t.head == t), tokens[0])


def cost(predicate: Token, date: Sequence[Token], *, when_clause: bool = True) -> float:
    """The price of the way from the date's tokens to the predicate; the lower, the more surely it governs.

    ``when_clause`` False leaves out that a date governs the "when" clause after it, too.
    """
    up, down, other = _prices()
    words = lexicon()
    if when_clause and opens(date, predicate):
        return other["when_clause"]
    root = head(date)
    inside = {t.i for t in date}
    chain = list(grammar.ancestors(predicate))
    above = {t.i for t in chain}
    price = 0.0
    node = root
    while node.i not in above:
        step = up.get(node.dep_, up["default"])
        if node.i not in inside:
            if grammar.is_verb(node):
                base = grammar.lemma(node)
                if node.head == predicate and base in words.aspect_start | words.aspect_end | words.light:
                    price += other["carried"]  # "the trial that began in May"
                    node = node.head
                    continue
                if base in words.stative or node.lemma_ in words.stative:
                    step = min(step, other["leave_state"])  # "a chip based on the design, next year": hangs too low
                else:
                    price += other["pass_verb"]
            elif grammar.is_noun(node) and grammar.lemma(node) in words.nouns:
                price += other["pass_event_noun"]
        if node.head.i not in inside:
            price += step
        if node.head == node:  # the parser saw two sentences here: no way but the words between
            price += other["no_way"]
            break
        node = node.head
    meeting = node
    for node in chain:
        if node == meeting:
            break
        step = down.get(node.dep_, down["default"])
        if node.dep_ == "ccomp" and grammar.lemma(node.head) in words.saying:
            step = down["ccomp_of_saying"]
        if node.dep_ == "conj" and grammar.is_verb(node):
            has_own = any(c.dep_ in grammar.SUBJECTS for c in node.children)
            before = date[-1].i < meeting.i
            step = down["conj_clause"] if has_own else down["conj_verb"]
            if before:
                step -= other["fronted"]
        price += step
        if node.head != meeting and grammar.is_verb(node.head):
            price += other["pass_verb"]
    if predicate.i < date[0].i:
        between = predicate.doc[predicate.i + 1 : date[0].i]
    else:
        between = predicate.doc[date[-1].i + 1 : predicate.i]
    price += other["token"] * len(between)
    price += other["comma"] * sum(t.text in {",", ";", "(", ")", "—", "–"} for t in between)
    price += other["verb_between"] * sum(grammar.is_verb(t) for t in between)
    if predicate.i < date[0].i:
        price += other["date_after"]
    return price


def opens(date: Sequence[Token], predicate: Token) -> bool:
    """ "on October 13, when the plunge began": the date opens the clause that the predicate stands in."""
    doc, n = predicate.doc, date[-1].i + 1
    if n < len(doc) and doc[n].text == ",":
        n += 1
    if n >= len(doc) or doc[n].lower_ != "when" or predicate.i < n:
        return False
    verb = grammar.clause(doc[n])
    return verb == grammar.clause(predicate) and verb.i > n


def governing(parsed: Parsed, predicate: Token, timexes: Sequence[Timex]) -> tuple[Timex, float] | None:
    """The cheapest date of the sentence for the predicate and its price; None where the sentence has no date."""
    other = _prices()[2]
    priced = [
        (cost(predicate, tokens) + (other["duration"] if timex.type in {"DURATION", "SET"} else 0.0), n, timex)
        for n, timex in enumerate(timexes)
        if (tokens := parsed.at(timex.start, timex.end))
    ]
    if not priced:
        return None
    price, _, timex = min(priced, key=lambda row: row[:2])
    return timex, price


def bind(sentence: str, trigger: str, reference: Date | str | None) -> Timex | None:
    """The date that governs the predicate named by ``trigger`` (its first occurrence) in ``sentence``.

    None where the sentence has no date or does not have the trigger.
    """
    match = re.search(rf"(?<!\w){re.escape(trigger)}(?!\w)", sentence, re.IGNORECASE)
    timexes = intervals(tag(sentence, reference), sentence)
    if match is None or not timexes:
        return None
    (parsed,) = engine.parse([Span(0, len(sentence), sentence)], sorted((t.start, t.end) for t in timexes))
    tokens = parsed.at(match.start(), match.end())
    if not tokens:
        return None
    best = governing(parsed, tokens[0], timexes)
    return best[0] if best else None
