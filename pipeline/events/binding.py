"""Which date governs which predicate: the cheapest way through the parse from the date to the word.

A date and a predicate are joined by the path between them in the dependency tree. Each step has a price in
``knowledge/events/binding.toml``: staying in a clause is cheap, leaving a relative clause or the complement of a
saying is dear, words between them cost a little. The cheapest date governs. This is the nearest-date baseline with
the sentence's structure put in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.engine import Word
from pipeline.events import grammar, labels
from pipeline.events.grammar import head
from pipeline.events.lexicon import lexicon
from pipeline.events.predicates import Predicate, names_happening
from pipeline.knowledge import toml
from pipeline.model import Interval, Timex

AGAINST_TENSE = 2.5
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


def cost(predicate: Word, date: Sequence[Word], *, when_clause: bool = True) -> float:
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
    if labels.old_value(date):
        price += other["compared"]
    between = _between(predicate, date)
    price += other["token"] * len(between)
    price += other["comma"] * sum(t.text in {",", ";", "(", ")", "—", "–"} for t in between)
    price += other["verb_between"] * sum(grammar.is_verb(t) for t in between)
    if predicate.i < date[0].i:
        price += other["date_after"]
    return price


def _compares(node: Word, date: Sequence[Word]) -> bool:
    """The preposition of what a value is held against: "from $9 million *a year earlier*", "than *last year*"."""
    words = lexicon()
    if node.lower_ in words.comparing:
        return True
    if node.lower_ != "from" or node.dep_ != "prep":
        return False
    beside = any(c.dep_ == "pobj" and c not in date for c in node.children)
    return beside or date[-1].text.lower().endswith(("earlier", "ago", "before"))


def _between(predicate: Word, date: Sequence[Word]) -> Sequence[Word]:
    """The tokens between the two."""
    if predicate.i < date[0].i:
        return predicate.words[predicate.i + 1 : date[0].i]
    return predicate.words[date[-1].i + 1 : predicate.i]


def gap(predicate: Word, date: Sequence[Word]) -> int:
    """How many words stand between the predicate and the date."""
    return len(_between(predicate, date))


def opens(date: Sequence[Word], predicate: Word) -> bool:
    """ "on October 13, when the plunge began": the date opens the clause that the predicate stands in."""
    doc, n = predicate.words, date[-1].i + 1
    if n < len(doc) and doc[n].text in {",", "-", "–", "—", "_", "("}:
        n += 1
    if n >= len(doc) or doc[n].lower_ != "when" or predicate.i < n:
        return False
    verb = grammar.clause(doc[n])
    return verb == grammar.clause(predicate) and verb.i > n


def price(predicate: Predicate, tokens: Sequence[Word]) -> float:
    """The price of a date for a predicate: by its noun or by the verb that carries it, whichever is cheaper."""
    if predicate.role == "saying" and _right_after(predicate.token, tokens):
        return 0.0  # "said on Wednesday it would ...": the saying's day, whatever the parse
    price = cost(predicate.token, tokens, when_clause=False)
    if predicate.verb is not None and predicate.verb != predicate.token:
        price = min(price, cost(predicate.verb, tokens, when_clause=False))
    if labels.names_which(tokens):
        noun = labels.named(tokens)
        if not _of_its_noun(predicate, noun):
            scene = noun.dep_ == "pobj" and noun.head.lower_ in labels.SCENES  # "sank to a low in *Friday* trading"
            price += rates("other")["names_which" if scene else "names_which_thing"]
    elif predicate.verb == predicate.token and predicate.token.i + 1 == tokens[0].i and predicate.role == "event":
        price = min(price, 0.0)  # "gathered Wednesday to protest", whatever the parse
    if predicate.role == "intending":
        price += 0.5
    if _before_its_verb(predicate, tokens):
        price += rates("other")["of_the_subject"]
        if _ends_clause(predicate.token, tokens):
            price += rates("other")["of_the_clause"]
    if labels.bracketed(tokens) and predicate.token.i > tokens[-1].i:
        price += rates("other")["bracketed"]
    if predicate.verb == predicate.token and _asked_to(predicate.token):
        price += 4.5  # "was ordered to pay 10 million in 2005": the ordering, unless the day is still to come
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


def _of_its_noun(predicate: Predicate, noun: Word) -> bool:
    """The predicate itself or its subject: "*third-quarter earnings* fell"."""
    return noun in predicate.words or (noun.dep_ in grammar.SUBJECTS and noun.head in {predicate.verb, predicate.token})


def _right_after(verb: Word, tokens: Sequence[Word]) -> bool:
    """True where only a preposition or adverb stands between the verb and the date."""
    between = verb.words[verb.i + 1 : tokens[0].i]
    return tokens[0].i > verb.i and len(between) <= 2 and all(t.pos_ in {"ADP", "ADV"} for t in between)


def _asked_to(verb: Word) -> bool:
    """An infinitive that somebody was asked, ordered or agreed to do, in the past; not "said it would open"."""
    above = verb.head
    if verb.dep_ not in {"xcomp", "ccomp"} or verb.tag_ != "VB" or not grammar.is_verb(above):
        return False
    if any(a.tag_ == "MD" for a in grammar.auxiliaries(verb)):
        return False
    words = lexicon()
    return above.tag_ in {"VBD", "VBN"} and grammar.lemma(above) in words.announcing | words.choosing_verbs


def _hangs_on_noun(verb: Word) -> bool:
    """An infinitive under a noun: "an application *to join*", "the first man *to run*"."""
    infinitive = verb.tag_ == "VB" and any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)
    return infinitive and verb.dep_ in {"acl", "relcl"} and grammar.is_noun(verb.head)


def _subject_around(noun: Word, tokens: Sequence[Word]) -> bool:
    """True where the date stands between a subject and its verb."""
    return noun.dep_ in grammar.SUBJECTS and noun.i < tokens[0].i and tokens[-1].i < noun.head.i


def _before_its_verb(predicate: Predicate, tokens: Sequence[Word]) -> bool:
    """True where a date stands between a verb and a subject that holds a happening, and may be of that.

    "News of *the opening* on Thursday reached ..."; "the man *who shot* him in May died".
    """
    verb, first = predicate.verb, tokens[0].i
    if verb is None or verb != predicate.token or tokens[-1].i > verb.i or tokens[0].tag_ == "RB":
        return False
    told = (t for c in verb.children if c.dep_ in grammar.SUBJECTS and c.i < first for t in c.subtree if t.i < first)
    return any(names_happening(t) if grammar.is_noun(t) else t.dep_ in {"relcl", "acl"} for t in told)


def _ends_clause(verb: Word, tokens: Sequence[Word]) -> bool:
    """ "The gas *that exploded in Beirut* on Monday came by ship": no comma between the clause and the verb."""
    if tokens[-1].i + 1 != verb.i or verb.tag_ not in {"VBD", "VBZ", "VBP"}:
        return False
    clauses = [t for s in grammar.subjects(verb) for t in s.children if t.dep_ == "relcl" and t.i < tokens[0].i]
    return bool(clauses) and not any(t.text in {",", ";"} for t in verb.words[clauses[-1].i : tokens[0].i])


def _is_aspect(verb: Word) -> bool:
    words = lexicon()
    return grammar.lemma(verb) in words.aspect_start | words.aspect_end


def _object_of_event(noun: Word) -> bool:
    """True for the object of a verb that itself tells a happening."""
    if noun.dep_ not in grammar.OBJECTS or not grammar.is_verb(noun.head):
        return False
    words = lexicon()
    base = grammar.lemma(noun.head)
    return base not in words.stative | words.saying | words.intending or base in words.announcing


def _told_by(noun: Word) -> Word | None:
    """The verb whose tense is the noun's: "the uprising *broke out*", "*clinched* the nomination", not "announced"."""
    words = lexicon()
    verb = noun.head
    ahead = words.announcing | words.intending | words.saying | words.planning_verbs | words.setting_verbs
    done = noun.dep_ in grammar.OBJECTS and grammar.lemma(verb) not in ahead
    return verb if done or noun.dep_ in grammar.SUBJECTS else None


def against_tense(p: Predicate, timex: Timex, published: Interval | None) -> float:
    """The price of a future date for a past tense, and of a past date for a future one."""
    interval = timex.interval
    verb = p.verb or _told_by(p.token)
    if published is None or interval is None or verb is None:
        return 0.0
    auxes = {a.lower_ for a in grammar.auxiliaries(verb)}
    future = bool(auxes & {"will", "'ll", "shall"})
    begins = interval.earliest or interval.latest  # "promised to cut them by 2030"
    if begins and published.latest and begins > published.latest:
        past = verb.tag_ == "VBD" or (verb.tag_ == "VBN" and bool(auxes & {"has", "have", "was", "were", "had"}))
        ahead = lexicon().planning_verbs | lexicon().setting_verbs | lexicon().putting_off
        if not past or future or p.lemma in ahead or grammar.lemma(verb) in ahead:
            return 0.0
        if verb.tag_ == "VBN" and p.role != "event":
            return 0.0  # "a second edition in 2034 has been considered"
        weekday = timex.text.lower().endswith("day")
        return AGAINST_TENSE if timex.basis == "explicit" else SOON_TURNED if weekday else TURNED
    if interval.latest and published.earliest and interval.latest < published.earliest:
        if p.verb == p.token and _hangs_on_noun(p.token):
            return MEANT_ONLY
        return AGAINST_TENSE if future else 0.0
    return 0.0
