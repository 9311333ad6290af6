"""From the dates of a sentence to dated predicates: each date to the predicate it governs, then to what shares it.

On Friday the ministers signed a pact in Riga and met investors, after talks in May.
   Friday -> signed (governs) -> met (coordinated);  May -> talks
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.engine import Parsed
from pipeline.events import grammar
from pipeline.events.binding import cost, head, opens
from pipeline.events.lexicon import lexicon
from pipeline.events.predicates import Predicate, names_happening
from pipeline.model import Interval, Timex

if TYPE_CHECKING:
    from spacy.tokens import Token

TOO_DEAR = 9.0  # beyond this price a date governs nothing in its sentence
SECOND_BEST = 4.0  # and beyond this one it does not go to the second best predicate
AGAINST_TENSE = 2.5


BRACKETED = re.compile(r"\)[,;]?(?: and)? [^()]{2,40}\(")


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


def date_predicates(
    parsed: Parsed, predicates: Sequence[Predicate], timexes: Sequence[Timex], published: Interval | None = None
) -> list[Dated]:
    """Every dated predicate of the sentence, in order; a list of dates gives one each.

    ``published`` is the article's own date: what lies after it governs no past tense, what lies before it no future.
    """
    direct = _direct(parsed, predicates, timexes, published)
    dated = [
        Dated(_own_noun(parsed, p, t, governed), t)
        for p in predicates
        for governed in [_narrowed(parsed, direct.get(p.token.i, []))]
        for t in governed
    ]
    known = {d.predicate.token.i for d in dated}
    progress = True
    while progress:
        progress = False
        for p in predicates:
            if p.token.i in known or p.role != "event":
                continue
            for d in list(dated):
                if how := _shares(p, d, parsed):
                    dated.append(Dated(p, d.timex, d.predicate, how))
                    known.add(p.token.i)
                    progress = True
                    break
    return sorted((d for d in dated if d.predicate.role == "event"), key=lambda d: (d.predicate.token.i, d.timex.start))


def date_line(predicates: Sequence[Predicate], dated: Sequence[Dated], line: Timex) -> list[Dated]:
    """ "Aug. 11: A tank bursts and floods the street": the line's date for what its main clause tells."""
    have = {d.predicate.token.i for d in dated}
    free = [p for p in predicates if p.token.i not in have and p.role == "event"]
    main = [p for p in free if p.verb is not None and _is_main(_first_conjunct(p.verb))]
    return [Dated(p, line) for p in main or free[:1]]


def _is_main(verb: Token) -> bool:
    """The root, or a clause set beside it without a word between: "FTX files, its founder resigns and Ray leads"."""
    if verb.dep_ == "ROOT":
        return True
    beside = verb.dep_ in {"ccomp", "parataxis"} and verb.head.dep_ == "ROOT" and verb.i < verb.head.i
    return beside and not any(c.dep_ == "mark" for c in verb.children)


def _own_noun(parsed: Parsed, p: Predicate, timex: Timex, governed: Sequence[Timex]) -> Predicate:
    """ "held an election on 14 May and a run-off on 28 May": each date its noun, under the one light verb."""
    n = governed.index(timex)
    if n == 0 or not p.is_noun or p.verb is None:
        return p
    for token in parsed.doc:
        between = governed[n - 1].end <= parsed.start(token) < timex.start
        if between and token != p.token and grammar.is_noun(token) and names_happening(token):
            return Predicate(token, p.verb, (token,))
    return p


def _direct(
    parsed: Parsed, predicates: Sequence[Predicate], timexes: Sequence[Timex], published: Interval | None
) -> dict[int, list[Timex]]:
    """Predicate token -> the dates that govern it.

    A predicate that two dates would govern keeps the cheaper one, unless they make a list or one holds the other;
    the dearer one goes to the next predicate that is free.
    """
    able = [p for p in predicates if not (p.role == "stative" and p.token.dep_ == "acl")]
    offers: list[tuple[float, int, Predicate, Timex]] = []
    for timex in timexes:
        tokens = parsed.at(timex.start, timex.end)
        if not tokens or timex.interval is None or document_period(tokens):
            continue
        prices = ((_price(p, tokens) + _against_tense(p, timex, published), p) for p in able)
        best = sorted(
            ((price, p) for price, p in prices if price <= TOO_DEAR), key=lambda row: (row[0], row[1].token.i)
        )
        offers += [(price, rank, p, timex) for rank, (price, p) in enumerate(best[:2])]
    found: dict[int, list[Timex]] = {}
    placed: set[tuple[int, int]] = set()
    pending: list[tuple[Predicate, Timex]] = []
    for price, rank, p, timex in sorted(offers, key=lambda o: (o[1], o[0], o[3].start)):
        key = (timex.start, timex.end)
        if key in placed or (rank and price > SECOND_BEST):
            continue
        tokens = parsed.at(timex.start, timex.end)
        best_for = _agreed_on(p, predicates, tokens)
        held = found.get(best_for.token.i, [])
        if held and not all(_together(parsed, timex, other) for other in held):
            continue
        placed.add(key)
        if best_for.role in {"saying", "intending"}:
            pending.append((best_for, timex))
        else:
            found.setdefault(best_for.token.i, []).append(timex)
    for predicate, timex in pending:
        target = _what_is_said(predicate, predicates, found)
        if target is not None:
            found.setdefault(target.token.i, []).append(timex)
    for governed in found.values():
        governed.sort(key=lambda t: t.start)
    return found


def _together(parsed: Parsed, a: Timex, b: Timex) -> bool:
    """True where both dates can govern one predicate: one holds the other, or they make a list."""
    first, second = (a, b) if a.start < b.start else (b, a)
    mine, yours = a.interval, b.interval
    if mine is None or yours is None:
        return False
    return mine.within(yours) or yours.within(mine) or _listed(parsed, first, second)


def _against_tense(p: Predicate, timex: Timex, published: Interval | None) -> float:
    """The price of a future date for a past tense, and of a past date for a future one."""
    interval = timex.interval
    if published is None or interval is None or p.verb is None:
        return 0.0
    auxes = {a.lower_ for a in grammar.auxiliaries(p.verb)}
    future = bool(auxes & {"will", "'ll", "shall"})
    if interval.earliest and published.latest and interval.earliest > published.latest:
        return AGAINST_TENSE if p.verb.tag_ == "VBD" and not future and p.lemma not in lexicon().planning_verbs else 0.0
    if interval.latest and published.earliest and interval.latest < published.earliest:
        return AGAINST_TENSE if future else 0.0
    return 0.0


def _price(predicate: Predicate, tokens: Sequence[Token]) -> float:
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
        price += 1.0  # "approved the accession on 13 December": the approving is what the date is about
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


def _agreed_on(best: Predicate, predicates: Sequence[Predicate], tokens: Sequence[Token]) -> Predicate:
    """ "agreed on a visit in October": the happening agreed on, where it stands between the verb and the date."""
    words = lexicon()
    if best.is_noun or best.lemma not in words.intending | words.announcing:
        return best
    for p in predicates:
        between = p.verb is None and best.token.i < p.token.i < tokens[0].i
        if between and p.token.dep_ == "pobj" and p.token.head.head == best.token:
            return p
    return best


def document_period(tokens: Sequence[Token]) -> bool:
    """ "the Programme for 2011-2013", "the 2015 agreement": the date of a paper or an office, not of a doing."""
    words = lexicon()
    root = head(tokens)
    above = root.head
    if above == root:
        return False
    if root.dep_ in {"compound", "nummod", "amod", "nmod"} and grammar.is_noun(above):
        # "the 2027 World Cup", "the 2022 tournament": the year tells which, not when.
        return root.text.isdecimal() or grammar.lemma(above) in words.documents
    if root.dep_ != "pobj":
        return False
    holder = above.head
    if above.lower_ == "for":
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


def _what_is_said(
    predicate: Predicate, predicates: Sequence[Predicate], taken: dict[int, list[Timex]]
) -> Predicate | None:
    """The fact that a saying tells, where it is a doing of the past without a date of its own; else None.

    "The ministry said on Friday it had closed the mine": closed. Of an intention, what is intended.
    """
    verb = predicate.token
    for p in predicates:
        carrier = p.verb
        if (
            carrier is None
            or p.role != "event"
            or carrier == verb
            or carrier.dep_ not in {"ccomp", "xcomp", "parataxis"}
        ):
            continue
        above = carrier.head.head if carrier.head.dep_ == "acomp" else carrier.head
        if above != verb:
            continue
        if p.token.i in taken:
            return None
        if predicate.role == "intending":
            return p
        auxes = {a.lower_ for a in grammar.auxiliaries(carrier)}
        if carrier.tag_ == "VBG":
            return None  # "said that talks were going well": a state
        past = carrier.tag_ == "VBD" or auxes & {"had", "has", "have", "was", "were", "did"}
        return p if past and not auxes & {"will", "would", "could", "may", "might"} else None
    return None


def _narrowed(parsed: Parsed, timexes: Sequence[Timex]) -> list[Timex]:
    """The dates of one predicate without those that only hold or restate another: "In 2024 ... (April 9; ...)"."""
    kept: list[Timex] = []
    for timex in timexes:
        mine = timex.interval
        if mine is None:
            continue
        for n, other in enumerate(timexes):
            yours = other.interval
            if other is timex or yours is None:
                continue
            if yours.within(mine) and (yours != mine or n < timexes.index(timex)):
                break
        else:
            kept.append(timex)
    if len(kept) < 2 or all(_listed(parsed, a, b) for a, b in pairwise(kept)):
        return kept
    return kept[:1]


def _listed(parsed: Parsed, a: Timex, b: Timex) -> bool:
    """True where only list marks stand between two dates: commas, semicolons, "and", "or", a preposition."""
    between = parsed.span.text[a.end - parsed.span.start : b.start - parsed.span.start]
    words = re.sub(r"[,;()]", " ", between).split()
    if BRACKETED.fullmatch(between):
        return True  # "Paris (9-12 May), Lisbon (24-25 May) and Madrid (29-30 May)"
    if all(w.lower() in {"then", "on", "in", "again", "&", "as", "well", "the", "and", "or"} for w in words):
        return True
    # Gapping: "in Berlin on 3 May and in Paris on 5 May", "... on 23 August, and a few passenger trains on the 29th".
    tokens = [t for t in parsed.doc if a.end <= parsed.start(t) < b.start]
    marks = any(t.lower_ in {"and", ";"} for t in tokens) or (
        len(tokens) > 2 and tokens[0].text == "," and tokens[-1].pos_ == "ADP"
    )
    return marks and not any(grammar.is_verb(t) for t in tokens)


def _shares(p: Predicate, d: Dated, parsed: Parsed) -> str:
    """How ``p``, without a date of its own, comes to happen when ``d`` does; empty where it does not."""
    giver = d.predicate
    if _opens_clause_of(parsed, d.timex, p):
        return "coordinated"
    inside = p.verb is not None and p.verb.dep_ == "relcl"
    if inside and p.verb is not None and (_when_which(p.verb, giver.token) or _what_it_did(p.verb, giver.token)):
        return "during"
    if p.is_noun and (p.verb is None or p.verb.dep_ in {"acl", "relcl"}):
        return _within(p.token, giver)
    if giver.verb is None and not d.shared and p.lemma not in lexicon().joining and _within(giver.token, p) == "within":
        return "within"  # "at the summit on 2 May, leaders signed": the clause takes the date of what it stands inside
    verb = p.verb
    if verb is None:
        return ""
    if giver.verb is None:
        return ""
    carrier = giver.verb
    if _when_clause(verb, carrier) or _when_clause(carrier, verb) or _while_doing(carrier, verb):
        return "during"
    if verb.dep_ == "conj" and _first_conjunct(verb) == _first_conjunct(carrier):
        own_subject = any(c.dep_ in grammar.SUBJECTS for c in verb.children)
        tokens = parsed.at(d.timex.start, d.timex.end)
        fronted = bool(tokens) and tokens[-1].i < _first_conjunct(carrier).i
        return "coordinated" if (not own_subject or fronted) and _same_time(carrier, verb) else ""
    if carrier.dep_ == "conj" and verb == _first_conjunct(carrier) and not d.shared:
        own_subject = any(c.dep_ in grammar.SUBJECTS for c in carrier.children)
        return "coordinated" if not own_subject and _same_time(carrier, verb) else ""
    return ""


def _opens_clause_of(parsed: Parsed, timex: Timex, p: Predicate) -> bool:
    """ "won the cup on July 10, when they beat Brazil": the date is also that of the clause it opens."""
    tokens = parsed.at(timex.start, timex.end)
    return bool(tokens) and p.verb is not None and opens(tokens, p.verb)


def _same_time(a: Token, b: Token) -> bool:
    """One tense: "opened on Monday and will close", "was split off in 2005 and makes" share nothing."""
    return _tense(a) == _tense(b)


def _tense(verb: Token) -> str:
    auxes = grammar.auxiliaries(verb)
    if {a.lower_ for a in auxes} & {"will", "would", "shall", "'ll"}:
        return "future"
    return "present" if (auxes[0] if auxes else verb).tag_ in {"VBZ", "VBP"} else "past"


def _first_conjunct(verb: Token) -> Token:
    while verb.dep_ == "conj" and grammar.is_verb(verb.head):
        verb = verb.head
    return verb


def _when_clause(inner: Token, outer: Token) -> bool:
    """ "three people died when the train hit stones on 12 August": one time."""
    if inner.dep_ != "advcl" or inner.head != outer or inner.tag_ != "VBD":
        return False
    return any(c.dep_ in {"advmod", "mark"} and c.lower_ in {"when", "as", "while"} for c in inner.children)


def _while_doing(inner: Token, outer: Token) -> bool:
    """ "While visiting Rwanda in April, the minister laid a wreath": one time."""
    if inner.dep_ not in {"advcl", "pcomp"} or inner.tag_ != "VBG" or inner.i > outer.i:
        return False
    return any(
        c.lower_ in {"while", "on", "upon"} for c in (*inner.children, inner.head)
    ) and outer in grammar.ancestors(inner)


def _what_it_did(verb: Token, noun: Token) -> bool:
    """ "a conference that raised 3 million euros": an active past clause whose subject is the happening."""
    if verb.head != noun or verb.tag_ != "VBD" or grammar.is_passive(verb):
        return False
    return any(c.dep_ == "nsubj" and c.tag_ in {"WDT", "WP"} for c in verb.children)


def _when_which(verb: Token, noun: Token) -> bool:
    """ "a visit, during which he met ...": the relative clause happens inside the noun's happening."""
    if verb.head != noun:
        return False
    for child in verb.children:
        relative = any(c.tag_ in {"WDT", "WP"} for c in child.children)
        if child.dep_ == "prep" and child.lower_ in {"during", "at"} and relative:
            return True
        if child.dep_ == "advmod" and child.lower_ in {"when", "where"}:
            return True
    return False


def _within(noun: Token, outer: Predicate) -> str:
    """ "within" where the noun's phrase sets the scene of ``outer`` ("during the visit"), "joined" where ``outer`` is
    the coming to it ("visited Armenia to take part in the session"), else empty."""
    words = lexicon()
    targets = {outer.token.i} | ({outer.verb.i} if outer.verb is not None else set())
    phrase: list[Token] = []
    joined = False
    for node in grammar.ancestors(noun):
        if node.i in targets:
            break
        if node != noun and grammar.is_verb(node):
            if grammar.lemma(node) not in words.joining:
                return ""
            joined = True
        elif node.dep_ in {"prep", "pobj"} and node != noun and not grammar.is_noun(node):
            phrase.append(node)
        elif node != noun and grammar.is_noun(node):
            if grammar.lemma(node) not in words.frames:
                return ""
            phrase.append(node)
    else:
        return ""
    if joined:
        return "joined"
    first = min((t.i for t in phrase), default=noun.i)
    lead = " ".join(t.lower_ for t in noun.doc[first : noun.left_edge.i]).strip()
    return "within" if any(lead == w or lead.startswith(w + " ") for w in words.within) else ""
