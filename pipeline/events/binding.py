"""Which date governs which predicate: the cheapest way through the parse from the date to the word.

A date and a predicate are joined by the path between them in the dependency tree. Each step has a price in
``knowledge/events/binding.toml``: staying in a clause is cheap, leaving a relative clause or the complement of a
saying is dear, words between them cost a little. The cheapest date governs. This is the nearest-date baseline with
the sentence's structure put in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from pipeline.events import grammar
from pipeline.events.lexicon import lexicon
from pipeline.events.predicates import Predicate, names_happening
from pipeline.knowledge import toml
from pipeline.model import Interval, Timex

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

AGAINST_TENSE = 2.5
YEARS = re.compile(r"\d{3,4}\s*[-–—]\s*\d{2,4}")
SOON_TURNED = 0.8  # of a weekday: a past tense turns it back (telling.py)
TURNED = 2.0  # of a day without its year
MEANT_ONLY = 6.0  # "handed in their application to join the club on Wednesday": the handing in


@dataclass(frozen=True, slots=True)
class Dated:
    """A predicate with the date that governs it."""

    predicate: Predicate
    timex: Timex
    giver: Predicate | None = None  # the predicate of the sentence it was taken over from
    how: str = ""  # and the way: within, joined, during (relative clause), coordinated

    @property
    def shared(self) -> bool:
        """True where another predicate of the sentence has the date."""
        return self.giver is not None

    @property
    def interval(self) -> Interval:
        """The date's days; Dated is only made of dates that have some."""
        interval = self.timex.interval
        assert interval is not None
        return interval


def rates(part: str) -> dict[str, float]:
    """A part of ``binding.toml``: name -> price."""
    found: dict[str, float] = toml("events/binding.toml")[part]
    return found


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
        if _compares(node, date):
            price += other["compared"]
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
    between = _between(predicate, date)
    price += other["token"] * len(between)
    price += other["comma"] * sum(t.text in {",", ";", "(", ")", "—", "–"} for t in between)
    price += other["verb_between"] * sum(grammar.is_verb(t) for t in between)
    if predicate.i < date[0].i:
        price += other["date_after"]
    return price


def _compares(node: Token, date: Sequence[Token]) -> bool:
    """The preposition of what a value is held against: "from $9 million *a year earlier*", "than *last year*"."""
    words = lexicon()
    if node.lower_ in words.comparing:
        return True
    if node.lower_ != "from" or node.dep_ != "prep":
        return False
    beside = any(c.dep_ == "pobj" and c not in date for c in node.children)
    return beside or date[-1].text.lower().endswith(("earlier", "ago", "before"))


def closes_period(date: Sequence[Token]) -> bool:
    """ "the quarter ended Sept. 30", "the six months ending June 30": the date tells which period, and when nothing."""
    if date[0].i < 2:
        return False
    verb, period = date[0].nbor(-1), date[0].nbor(-2)
    unit = period.text.lower().rpartition(" ")[2]
    closes = verb.lower_ in {"ended", "ending"} and verb.dep_ != "ROOT"
    return closes and (unit in lexicon().periods or unit.removesuffix("s") in lexicon().periods)


def _between(predicate: Token, date: Sequence[Token]) -> Span:
    """The tokens between the two."""
    if predicate.i < date[0].i:
        return predicate.doc[predicate.i + 1 : date[0].i]
    return predicate.doc[date[-1].i + 1 : predicate.i]


def gap(predicate: Token, date: Sequence[Token]) -> int:
    """How many words stand between the predicate and the date."""
    return len(_between(predicate, date))


def opens(date: Sequence[Token], predicate: Token) -> bool:
    """ "on October 13, when the plunge began": the date opens the clause that the predicate stands in."""
    doc, n = predicate.doc, date[-1].i + 1
    if n < len(doc) and doc[n].text == ",":
        n += 1
    if n >= len(doc) or doc[n].lower_ != "when" or predicate.i < n:
        return False
    verb = grammar.clause(doc[n])
    return verb == grammar.clause(predicate) and verb.i > n


def price(predicate: Predicate, tokens: Sequence[Token]) -> float:
    """The price of a date for a predicate: by its noun or by the verb that carries it, whichever is cheaper."""
    if predicate.role == "saying" and _right_after(predicate.token, tokens):
        return 0.0  # "said on Wednesday it would ...": the saying's day, whatever the parse
    price = cost(predicate.token, tokens, when_clause=False)
    if predicate.verb is not None and predicate.verb != predicate.token:
        price = min(price, cost(predicate.verb, tokens, when_clause=False))
    if predicate.role == "intending":
        price += 0.5
    if predicate.verb == predicate.token and _asked_to(predicate.token):
        price += 2.5  # "was ordered to pay 10 million in 2005": the ordering, unless the day is still to come
    if predicate.verb is None and _subject_around(predicate.token, tokens):
        price -= 1.5  # "Two derailments, in May near X and in June near Y, killed eight": the derailments'
    if predicate.verb is None and _object_of_event(predicate.token):
        # "announced their merger on 3 May": the announcing, above all
        price += (
            3.0 if grammar.lemma(predicate.token.head) == "announce" else 1.0
        )  # "approved the accession on 13 December": the approving is what the date is about
    if predicate.verb == predicate.token and predicate.token.dep_ == "xcomp" and _is_aspect(predicate.token.head):
        price += 4.0  # "stopped building the jet in January": the stopping
    return price


def _right_after(verb: Token, tokens: Sequence[Token]) -> bool:
    """True where only a preposition or adverb stands between the verb and the date."""
    between = verb.doc[verb.i + 1 : tokens[0].i]
    return tokens[0].i > verb.i and len(between) <= 2 and all(t.pos_ in {"ADP", "ADV"} for t in between)


def _asked_to(verb: Token) -> bool:
    """An infinitive that somebody was asked, ordered or agreed to do, in the past."""
    above = verb.head
    if verb.dep_ not in {"xcomp", "ccomp"} or verb.tag_ != "VB" or not grammar.is_verb(above):
        return False
    words = lexicon()
    return above.tag_ in {"VBD", "VBN"} and grammar.lemma(above) in words.announcing | words.choosing_verbs


def _hangs_on_noun(verb: Token) -> bool:
    """An infinitive under a noun: "an application *to join*", "the first man *to run*"."""
    infinitive = verb.tag_ == "VB" and any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)
    return infinitive and verb.dep_ in {"acl", "relcl"} and grammar.is_noun(verb.head)


def _subject_around(noun: Token, tokens: Sequence[Token]) -> bool:
    """True where the date stands between a subject and its verb."""
    return noun.dep_ in grammar.SUBJECTS and noun.i < tokens[0].i and tokens[-1].i < noun.head.i


def _is_aspect(verb: Token) -> bool:
    words = lexicon()
    return grammar.lemma(verb) in words.aspect_start | words.aspect_end


def _object_of_event(noun: Token) -> bool:
    """True for the object of a verb that itself tells a happening."""
    if noun.dep_ not in grammar.OBJECTS or not grammar.is_verb(noun.head):
        return False
    words = lexicon()
    base = grammar.lemma(noun.head)
    return base not in words.stative | words.saying | words.intending or base in words.announcing


def against_tense(p: Predicate, timex: Timex, published: Interval | None) -> float:
    """The price of a future date for a past tense, and of a past date for a future one."""
    interval = timex.interval
    if published is None or interval is None or p.verb is None:
        return 0.0
    auxes = {a.lower_ for a in grammar.auxiliaries(p.verb)}
    future = bool(auxes & {"will", "'ll", "shall"})
    if interval.earliest and published.latest and interval.earliest > published.latest:
        if p.verb.tag_ != "VBD" or future or p.lemma in lexicon().planning_verbs:
            return 0.0
        weekday = timex.text.lower().endswith("day")
        return AGAINST_TENSE if timex.basis == "explicit" else SOON_TURNED if weekday else TURNED
    if interval.latest and published.earliest and interval.latest < published.earliest:
        if p.verb == p.token and _hangs_on_noun(p.token):
            return MEANT_ONLY
        return AGAINST_TENSE if future else 0.0
    return 0.0


def _sets_a_value(holder: Token) -> bool:
    """ "set the quota for 2024": not "set the election for 2024" nor "set the deadline for 2024"."""
    verb = holder if grammar.is_verb(holder) else holder.head
    words = lexicon()
    if grammar.lemma(verb) not in words.setting_verbs:
        return False
    things = grammar.subjects(verb) if grammar.is_passive(verb) else grammar.objects(verb)
    return bool(things) and not any(names_happening(t) or grammar.lemma(t) in words.days_set for t in things)


def _of_a_life(tokens: Sequence[Token]) -> bool:
    """ "Edvard Munch (1863-1944)": years in brackets after a name."""
    first, last = tokens[0], tokens[-1]
    if first.i < 2 or last.i + 1 >= len(first.doc) or not YEARS.fullmatch(first.doc[first.i : last.i + 1].text):
        return False
    return first.nbor(-1).text == "(" and last.nbor().text == ")" and first.nbor(-2).pos_ == "PROPN"


def _holds_office(since: Token) -> bool:
    """ "a successor to Angela Merkel, chancellor since 2005", whatever the parse."""
    before = since.doc[since.i - 1] if since.i else None
    return before is not None and grammar.is_noun(before) and grammar.lemma(before) in lexicon().offices


def _first_since(since: Token) -> bool:
    """ "the first resignation of a pope since 1415": a rank, back to that year and no further."""
    for token in reversed(list(since.doc[max(0, since.i - REACH) : since.i])):
        if token.tag_ in {"VBD", "VBZ", "VBP", "MD"} or token.text in {",", ";", ":"}:
            return False
        if token.tag_ in {"JJS", "RBS"} or token.lower_ in {"first", "last", "only"}:
            return token.dep_ in {"amod", "advmod", "attr", "nsubj"} and token.i + 1 < since.i
    return False


REACH = 12  # words that a rank may stand before its "since"
WITHIN = frozenset({"in", "during", "by"})  # that lead from what happened to the sudden happening it was part of


def _tells_when(noun: Token) -> bool:
    """Whether the year before a noun tells when and not only which: "a 1994 eruption", "died in the 1988 earthquake",
    "won the 2014 World Cup"; not "since the 1998 final", "qualified for the 2022 tournament".
    """
    words, name = lexicon(), grammar.lemma(noun)
    if any(c.dep_ == "det" and c.lower_ in {"a", "an"} for c in noun.children):
        return names_happening(noun)
    if noun.dep_ in grammar.SUBJECTS:
        return name in words.sudden or grammar.lemma(noun.head) in words.light
    if noun.dep_ == "pobj" and grammar.is_verb(noun.head.head):
        preposition = noun.head.lower_
        return names_happening(noun) if preposition == "at" else name in words.sudden and preposition in WITHIN
    return noun.dep_ == "dobj" and grammar.lemma(noun.head) in words.contending


def document_period(tokens: Sequence[Token]) -> bool:
    """ "the Programme for 2011-2013", "the 2015 agreement": the date of a paper or an office, not of a doing."""
    words = lexicon()
    root = head(tokens)
    above = root.head
    if _of_a_life(tokens):
        return True
    if above == root:
        return False
    if root.dep_ in {"compound", "nummod", "amod", "nmod"} and grammar.is_noun(above):
        if grammar.lemma(above) in words.documents:
            return True
        return root.text.isdecimal() and not _tells_when(above)
    if root.dep_ != "pobj":
        return False
    if above.lower_ == "since" and (_holds_office(above) or _first_since(above)):
        return True
    holder = above.head
    if above.lower_ == "for":
        if root.text.isdecimal() and _sets_a_value(holder):
            return True
        setting = words.planning_verbs | words.cancelling | words.setting_verbs
        return not any(grammar.lemma(v) in setting for v in grammar.ancestors(holder))
    if above.lower_ in {"of", "from"} and grammar.is_noun(holder) and grammar.lemma(holder) in words.documents:
        # "closed the site by a decree of 29 August": the doing's date after all
        return not (holder.dep_ == "pobj" and holder.head.lower_ in {"by", "with", "through"})
    return (
        above.lower_ in {"from", "between", "until", "since"}
        and grammar.is_noun(holder)
        and grammar.lemma(holder) in words.offices
    )
