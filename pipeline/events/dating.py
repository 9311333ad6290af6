"""From the dates of a sentence to dated predicates: each date to the predicate it governs, then to what shares it.

On Friday the ministers signed a pact in Riga and met investors, after talks in May.
   Friday -> signed (governs) -> met (coordinated);  May -> talks
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date as Date
from itertools import pairwise

from pipeline import edtf
from pipeline.engine import Parsed, Word
from pipeline.events import grammar
from pipeline.events.binding import Dated, against_tense, opens, price
from pipeline.events.labels import closes_period, document_period, old_value
from pipeline.events.lexicon import lexicon
from pipeline.events.predicates import Predicate, names_happening
from pipeline.events.sharing import first_conjunct, shares
from pipeline.model import Interval, Timex, days

TOO_DEAR = 9.0  # beyond this price a date governs nothing in its sentence
SECOND_BEST = 4.0  # and beyond this one it does not go to the second best predicate


PLAIN = re.compile(r"\d{4}(?:-\d\d){0,2}")
WEEK = re.compile(r"(\d{4})-W(\d\d)")
BRACKETED = re.compile(r"\)[,;]?(?: and)? [^()]{2,40}\(")


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
    dated += _opened(parsed, predicates, timexes, dated)
    known = {d.predicate.token.i for d in dated}
    progress = True
    while progress:
        progress = False
        for p in predicates:
            if p.token.i in known or p.role != "event":
                continue
            for d in list(dated):
                how = shares(p, d, parsed)
                if how and not (how == "coordinated" and _own_period(parsed, p, d, timexes)):
                    dated.append(Dated(p, d.timex, d.predicate, how))
                    known.add(p.token.i)
                    progress = True
                    break
    told = (d for d in dated if d.predicate.role == "event" or d.predicate.announces)
    return sorted(told, key=lambda d: (d.predicate.token.i, d.timex.start))


def _opened(
    parsed: Parsed, predicates: Sequence[Predicate], timexes: Sequence[Timex], dated: Sequence[Dated]
) -> list[Dated]:
    """ "Closed since July 1993, when war broke out", "adjourned until Friday, when a verdict is due": that day itself.

    Only where the date bounds the main clause or dates nothing there ("the worst since 1953, when 1,800 died"); else
    the clause shares it (sharing.py).
    """
    known = {d.predicate.token.i for d in dated}
    found: list[Dated] = []
    for timex in timexes:
        interval, tokens = timex.interval, parsed.at(timex.start, timex.end)
        if interval is None or not tokens:
            continue
        bounds = "/" in interval.edtf and (".." in interval.edtf or PLAIN.fullmatch(timex.value) is not None)
        governs = any(d.timex is timex for d in dated)
        if governs and not bounds:
            continue
        own = _itself(timex, interval) if bounds else interval
        clause = (p for p in predicates if p.role == "event" and p.token.i not in known)
        opened = next((p for p in clause if p.verb is not None and opens(tokens, p.verb)), None)
        if opened is not None:
            day = replace(timex, edtf=own.edtf, earliest=own.earliest, latest=own.latest)
            found.append(Dated(opened, day))
    return found


def _itself(timex: Timex, interval: Interval) -> Interval:
    """The days that the expression names, without what its signal word leaves open."""
    week = WEEK.fullmatch(timex.value)
    if week:
        first, last = (str(Date.fromisocalendar(int(week[1]), int(week[2]), day)) for day in (1, 7))
        return Interval(first, last, f"{first}/{last}")
    if ".." not in interval.edtf:
        return edtf.parse(timex.value)  # the end of a range: "from 2003 until 2011, when ..."
    return edtf.parse(interval.edtf.removeprefix("../").removesuffix("/.."))


def date_line(parsed: Parsed, predicates: Sequence[Predicate], dated: Sequence[Dated], line: Timex) -> list[Dated]:
    """ "Aug. 11: A tank bursts and floods the street": the line's date for what its main clause tells.

    Also where the verb moves something to another date: "extends its bid to Sept. 30".
    """
    root = next((t for t in parsed.words if t.dep_ == "ROOT"), None)
    have = {d.predicate.token.i for d in dated if not _is_target(parsed, d.timex)}
    free = [p for p in predicates if p.token.i not in have and (p.role == "event" or p.announces)]
    main = [p for p in free if p.verb is not None and _is_main(first_conjunct(p.verb))]
    if not main and root is not None and grammar.lemma(root) in lexicon().saying:
        # "Oct. 29: The owner says it has sold the mine", not "says the restructuring is on track"
        says = next((p for p in predicates if p.token == root), None)
        said = _what_is_said(says, predicates, {}) if says is not None else None
        clause = (p for p in free if said is not None and p.verb is not None and said.verb == first_conjunct(p.verb))
        return [Dated(p, line) for p in clause]
    return [Dated(p, line) for p in main or free[:1]]


def _own_period(parsed: Parsed, p: Predicate, d: Dated, timexes: Sequence[Timex]) -> bool:
    """ "Starred in films of the 1940s and died on Monday": another date stands before the verb that has this one."""
    mine, yours = parsed.start(p.token), parsed.start(d.predicate.token)
    between = (t for t in timexes if mine < t.start < yours and t.start != d.timex.start)
    return any(not document_period(tokens) for t in between if (tokens := parsed.at(t.start, t.end)))


def _goes_to(verb: Word, thing: Word, preposition: Word) -> bool:
    """ "postponed the election to 26 October": the election's day; "adjourned the trial until Friday" dates neither."""
    things = (*grammar.objects(verb), *(grammar.subjects(verb) if grammar.is_passive(verb) else ()))
    return preposition.lower_ in {"to", "for"} and thing in things


def _is_target(parsed: Parsed, timex: Timex) -> bool:
    """ "to Sept. 30", "until Friday": where something goes in time, not when it is done."""
    before = parsed.sentence.text[: timex.start - parsed.sentence.start].split()
    return bool(before) and before[-1].lower() in lexicon().targets


def _is_main(verb: Word) -> bool:
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
    for token in parsed.words:
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
    able = [p for p in predicates if not (p.role == "stative" and p.token.dep_ in {"acl", "oprd"})]
    offers: list[tuple[float, int, Predicate, Timex]] = []
    for n, timex in enumerate(timexes):
        tokens = parsed.at(timex.start, timex.end)
        if not tokens or timex.interval is None:
            continue
        before = timexes[n - 1] if n else None
        pair = parsed.at(before.start, before.end) if before and _paired(parsed, before, timex) else ()
        if document_period(pair or tokens) or closes_period(tokens) or old_value(tokens):
            continue
        if before and _restates(parsed, before, timex):
            continue
        prices = ((price(p, pair or tokens) + against_tense(p, timex, published), p) for p in able)
        best = sorted(((asked, p) for asked, p in prices if asked <= TOO_DEAR), key=lambda o: (o[0], o[1].token.i))
        if best and best[0][1].lemma in lexicon().putting_off and _is_target(parsed, timex):
            best = [(0.0, p) for p in able if tokens[0].i and _goes_to(best[0][1].token, p.token, tokens[0].nbor(-1))]
        offers += [(asked, rank, p, timex) for rank, (asked, p) in enumerate(best[:2])]
    found: dict[int, list[Timex]] = {}
    placed: set[tuple[int, int]] = set()
    pending: list[tuple[Predicate, Timex]] = []
    for asked, rank, p, timex in sorted(offers, key=lambda o: (o[1], o[0], o[3].start)):
        key = (timex.start, timex.end)
        if key in placed or (rank and asked > SECOND_BEST):
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
        if target is None and (predicate.announces or predicate.role == "saying"):
            target = predicate  # for what is coordinated with it: "On Friday he spoke in Leeds and opened a school"
        if target is not None:
            found.setdefault(target.token.i, []).append(timex)
    for governed in found.values():
        governed.sort(key=lambda t: t.start)
    return found


def _restates(parsed: Parsed, a: Timex, b: Timex) -> bool:
    """ "On Dec. 7 (Dec. 8 in Tokyo)", "at 10:35 p.m. (0735 GMT)": one time by another clock."""
    if a.interval is None or b.interval is None or days(b.interval) < days(a.interval):
        return False
    return parsed.span.text[a.end - parsed.span.start : b.start - parsed.span.start].strip() == "("


def _paired(parsed: Parsed, a: Timex, b: Timex) -> bool:
    """ "The late 1980s and early 1990s": nothing but an "and" between."""
    return parsed.span.text[a.end - parsed.span.start : b.start - parsed.span.start] in {" and ", " or ", " and the "}


def _together(parsed: Parsed, a: Timex, b: Timex) -> bool:
    """True where both dates can govern one predicate: one holds the other, or they make a list."""
    first, second = (a, b) if a.start < b.start else (b, a)
    mine, yours = a.interval, b.interval
    if mine is None or yours is None:
        return False
    return mine.within(yours) or yours.within(mine) or _listed(parsed, first, second)


def _agreed_on(best: Predicate, predicates: Sequence[Predicate], tokens: Sequence[Word]) -> Predicate:
    """ "agreed on a visit in October": the happening agreed on, where it stands between the verb and the date."""
    words = lexicon()
    if best.is_noun or best.lemma not in words.intending | words.announcing:
        return best
    for p in predicates:
        between = p.verb is None and best.token.i < p.token.i < tokens[0].i
        if between and p.token.dep_ == "pobj" and p.token.head.head == best.token:
            return p
    return best


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
    tokens = [t for t in parsed.words if a.end <= parsed.start(t) < b.start]
    marks = any(t.lower_ in {"and", ";"} for t in tokens) or (
        len(tokens) > 2 and tokens[0].text == "," and tokens[-1].pos_ == "ADP"
    )
    return marks and not any(grammar.is_verb(t) for t in tokens)
