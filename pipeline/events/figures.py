"""Measured values: what, how much, of whom, for which period, who says so. A figure is no event.

``figures`` reads one sentence after the other with a ``FigureContext`` that remembers what "this figure" and "he" are.
``periods`` says which dates of a sentence are periods of measured values, so that no event is made of them. Reading is
by words and clauses, without a parse; the words are in ``knowledge/events/figures.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.entities import Reference
from pipeline.events.amounts import Amount, Place, amounts, either, word_set, words
from pipeline.events.clauses import Clause, clauses, compared, level_after, predicates, subject_before
from pipeline.events.figure_dates import interval_of, total, year_before
from pipeline.events.figure_words import any_of, last_subject_verb, lead_of_change, toll_verbs
from pipeline.events.told import Parties, countries, parties, speaker
from pipeline.model import Article, Entity, Figure, Interval, Span, Timex, digest

TOLLS = ("deaths", "injured", "missing", "evacuated", "displaced", "arrests")
DISTANCES = frozenset({"kilometres", "metres", "miles"})
BESIDE = 1_000  # nearer than any character of a sentence
LINK = 6  # characters from a value to its date: " in ", " on the "


@dataclass(slots=True)
class FigureContext:
    """What the sentences before have told; ``figures`` reads and writes it."""

    subject: str | None = None
    party: Entity | None = None
    counterparty: Entity | None = None
    interval: Interval | None = None
    speaker: Entity | None = None  # of the last figure
    person: Entity | None = None  # who spoke last: "He emphasized"


def figures(
    article: Article,
    sentence: Span,
    timexes: Sequence[Timex],
    references: Sequence[Reference],
    context: FigureContext | None = None,
) -> list[Figure]:
    """The figures of one sentence, in order. ``timexes`` and ``references`` are those inside the sentence.

    Numbers whose subject cannot be told are left out.
    """
    return _Sentence(article, sentence, timexes, references, context or FigureContext()).read()


def periods(sentence: Span, timexes: Sequence[Timex]) -> set[tuple[int, int]]:
    """The dates (``start, end`` in the article) that are periods of measured values: no event happened then.

    A doing with an amount ("raised $5 million on May 3") keeps its date.
    """
    if not timexes:
        return set()
    places = [(t.start - sentence.start, t.end - sentence.start) for t in timexes]
    text = sentence.text
    found = amounts(text, places)
    parts = clauses(text, found)
    measured: set[tuple[int, int]] = set()
    for timex, place in zip(timexes, places, strict=True):
        part = next((c for c in parts if c.start <= place[0] < c.end), None)
        if part and _is_period(text, parts, part, place, timex, found):
            measured.add((timex.start, timex.end))
    return measured


def is_measure_predicate(lemma: str, sentence: Span) -> bool:
    """Whether the verb ``lemma`` states a measured value in the sentence: "amounted to $5 million", "fell 3%"."""
    forms = {lemma, *words()["lemmas"].get(lemma, ()), lemma + "s", lemma + "ed", lemma + "d"}
    text = sentence.text
    found = amounts(text)
    return any(p.form in forms and level_after(text, p, found) for p in predicates(text, found))


def _is_period(
    text: str, parts: Sequence[Clause], part: Clause, place: Place, timex: Timex, found: Sequence[Amount]
) -> bool:
    inside = [a for a in found if part.start <= a.start < part.end]
    if part.bracket and any(not a.bare for a in inside):
        return True
    if compared(text, place[0]) and any(c.measured for c in parts):
        return any(not a.bare for a in found)
    if not part.measured:
        return False
    # "who were killed in the attack on 3 May" is told of the subject, not of its value
    predicate = next((p for p in part.predicates if p.start >= place[1]), None)
    if predicate is not None:
        told = text[part.start : place[0]]
        if re.search(r"\b(?:who|which|whose)\b", told):
            return False
        if _is_day(timex) and re.search(r"\b[a-z]+\s(?:on|of)\s$", told):
            return False
    return not (_is_day(timex) and all(p.kind == "aggregate" for p in part.predicates))


def _is_day(timex: Timex) -> bool:
    return timex.earliest is not None and timex.earliest == timex.latest


class _Sentence:
    """One sentence being read for figures; places count from its start."""

    def __init__(
        self,
        article: Article,
        sentence: Span,
        timexes: Sequence[Timex],
        references: Sequence[Reference],
        context: FigureContext,
    ) -> None:
        self.article = article
        self.span = sentence
        self.text = sentence.text
        self.context = context
        self.timexes = [(t.start - sentence.start, t.end - sentence.start, t) for t in timexes if t.interval]
        self.references = [(r.start - sentence.start, r.end - sentence.start, r) for r in references]
        told = speaker(self.text, self.references, context.person, interval_of(article.published))
        self.speaker = told.entity
        places = [(t.start - sentence.start, t.end - sentence.start) for t in timexes]
        self.amounts = amounts(self.text, places)
        self.clauses = clauses(self.text, self.amounts) if self.amounts else []
        self.countries = countries(self.references, told.place)
        self.main: Interval | None = None

    def read(self) -> list[Figure]:
        found: list[Figure] = []
        context = self.context
        back = bool(self.amounts) and self._goes_back()
        for amount in self.amounts:
            part = self._clause(amount)
            elided = bool(found) and not found[-1].currency and found[-1].unit != "percent" and self._elided(amount)
            if not elided and not self._counts(amount, part):
                continue
            subject = found[-1].subject if elided else self._subject(amount, part, found, back)
            if not subject:
                continue
            party, counterparty = self._parties(part, back, subject)
            interval = self._interval(amount, part)
            unit, currency = amount.unit or amount.noun, amount.currency
            if elided:
                unit, currency = found[-1].unit, found[-1].currency
            elif unit is None and not amount.bare:  # "from 15.5 billion a year earlier" is of what came before it
                whole = next((f for f in reversed(found) if f.unit not in ("percent", "times", None)), None)
                unit, currency = (whole.unit, whole.currency) if whole else (None, None)
            if unit is None and (subject.endswith("population") or subject in TOLLS):
                unit = "people"
            figure = Figure(
                id=digest("figure", self.article.id, self.text, str(amount.start), subject),
                article_id=self.article.id,
                sentence=self.span,
                span=Span(
                    self.span.start + amount.start, self.span.start + amount.end, self.text[amount.start : amount.end]
                ),
                subject=subject,
                value=amount.value,
                unit=unit,
                currency=currency,
                interval=interval,
                change=self._change(amount, part),
                party=party,
                counterparty=counterparty,
                speaker=self.speaker or (context.speaker if back else None),
            )
            found.append(figure)
            self.main = self.main or interval
        self._remember(found)
        return found

    def _remember(self, found: Sequence[Figure]) -> None:
        context = self.context
        if found:
            first = found[0]
            context.subject, context.interval, context.speaker = first.subject, first.interval, first.speaker
            context.party, context.counterparty = first.party, first.counterparty
        elif len(self.countries) > 1:
            context.party, context.counterparty = self.countries[0][1], self.countries[1][1]
        if self.speaker:
            context.person = self.speaker

    def _parties(self, part: Clause, back: bool, subject: str) -> Parties:
        both = r"\b(?:two|both)\s(?:countries|states|nations|sides)|\b(?:mutual|bilateral)\b"
        if not self.countries and (back or re.search(both, self.text)):
            return self.context.party, self.context.counterparty
        return parties(self.text, self.clauses, part, self.countries, subject)

    def _clause(self, amount: Amount) -> Clause:
        return next(c for c in self.clauses if c.start <= amount.start < c.end)

    def _goes_back(self) -> bool:
        """Whether the sentence speaks of the figure before it: "this figure was $6 million"."""
        found = any_of("back").search(self.text)
        opens = re.match(
            r"(?:it|this|that)\s(?:was|is|amounted|stood|totall?ed|rose|fell|reached)\b", self.text, re.IGNORECASE
        )
        return self.context.subject is not None and bool(found or opens)

    # --- what counts

    def _counts(self, amount: Amount, part: Clause) -> bool:
        """Whether the number is a figure: it measures, or counts what a statistic or a toll would count."""
        if amount.unit in DISTANCES:
            if re.match(rf"\s(?:{either(words()['extents'])})\b", self.text[amount.end :]):
                return True
            return part.measured and subject_before(self.text, part, amount) is not None
        if not amount.bare:
            return True
        before = self.text[part.start : amount.start]
        if self._toll(amount, part):
            return True
        digits = self.text[amount.start].isdecimal()
        if re.search(
            r"\b(?:there\s(?:are|were|is)|a\stotal\sof|numbered|numbering)\s(?:[\w,]+\s){0,3}$", before, re.IGNORECASE
        ):
            return digits and amount.noun is not None
        governed = any(p.end <= amount.start and p.kind != "copula" for p in part.predicates)
        return digits and ((governed and part.measured) or (amount.value >= 100 and amount.noun is not None))

    def _elided(self, amount: Amount) -> bool:
        """ "528 jets in 2023, *after 480* in 2022": what is counted stands with the number before."""
        if amount.unit or amount.noun:
            return False
        before = re.search(
            r"\b(?:after|against|from|than|versus|compared\s(?:with|to)|and)\s$", self.text[: amount.start]
        )
        dated = any(0 <= t[0] - amount.end <= LINK for t in self.timexes)
        return bool(before) and dated and re.match(r"\s(?:in|on|for|at)\s", self.text[amount.end :]) is not None

    def _toll(self, amount: Amount, part: Clause) -> str | None:
        """The toll the number is of: "killing 218 people", "12 dead"."""
        after = self.text[amount.end : min(part.end, amount.end + 40)]
        before = self.text[max(part.start, amount.start - 45) : amount.start]
        near: list[tuple[int, str]] = []
        for name in TOLLS:
            leading, following, beside = toll_verbs(name)
            for told in leading.finditer(before):
                near.append((told.start(), name))  # the nearest counts: "killed 218 people and injured 1,200"
            after_it = following.match(after)
            if after_it:
                near.append((BESIDE if beside.match(after) else -after_it.end(), name))
        return max(near)[1] if near else None

    # --- subject

    def _subject(self, amount: Amount, part: Clause, found: Sequence[Figure], back: bool) -> str | None:
        toll = self._toll(amount, part) if amount.unit in (None, "people") else None
        if toll:
            return toll
        if amount.unit in DISTANCES and (extent := self._thing(amount, part)):
            return extent
        own = subject_before(self.text, part, amount)
        if own in word_set("words", "generic"):
            own = self.context.subject if back else amount.noun or (found[-1].subject if found else own)
        if own:
            return own
        if self.text[amount.start : amount.end].lower() in words()["factors"] and not (back or found):
            return None
        if amount.noun and amount.unit is None:
            return amount.noun
        if back and not (self.context.subject in TOLLS and amount.unit not in (None, "people")):
            return self.context.subject
        if amount.unit == "percent" and (thing := self._thing(amount, part)):
            return thing
        verb = last_subject_verb(self.text[max(part.start, amount.start - 60) : amount.start])
        if verb:
            return verb
        thing = self._thing(amount, part)
        if thing:
            return thing
        if found:
            return found[-1].subject
        return "sum" if amount.currency else None

    def _thing(self, amount: Amount, part: Clause) -> str | None:
        """What the words right after the value name: "1.2 million containers", "tonnes *of food*", "57 km *long*"."""
        after = self.text[amount.end : part.end]
        if amount.unit in ("people", "containers"):
            return amount.unit
        extent = re.match(rf"\s({either(words()['extents'])})\b", after)
        if extent and amount.unit in DISTANCES:
            return str(words()["extents"][extent[1]])
        if amount.unit == "percent":
            voted = re.match(r"\s(?:were\s|was\s|voted\s|of\s\w+\svoted\s)?(in favou?r|for|yes|against|no)\b", after)
            if voted:
                return "votes against" if voted[1] in ("against", "no") else "votes in favour"
            part_of = re.match(r"\sof\s(?:all\s|the\s|its\s|their\s)*([a-zA-Z][\w’'-]*)", after)
            return f"share of {part_of[1]}" if part_of else None
        of = re.match(r"\sof\s(?:the\s|its\s)?([a-z][\w’'-]*)", after)
        if of and amount.unit and not amount.currency and of[1] not in word_set("words", "stop"):
            return of[1]
        return None

    def _change(self, amount: Amount, part: Clause) -> str | None:
        """Whether the value is a change: "by 12%", "up 3%", "twice as much as"."""
        before = self.text[part.start : amount.start]
        after = self.text[amount.end : amount.end + 40]
        text = self.text[amount.start : amount.end].lower()
        factors = words()["factors"]
        if text in factors:
            if text in ("twice", "thrice"):
                return "ratio"
            return "decrease" if text == "halved" else "increase"
        lead = lead_of_change().search(before)
        for name in ("increase", "decrease"):
            forms = word_set("change", name)
            if lead and lead["word"].lower() in forms and lead["by"] in (None, "by", "of"):
                relative = amount.unit in ("percent", "times", "percentage points", "basis points")
                if lead["by"] in ("by", "of") or relative:
                    return name
            if re.match(rf"\s(?:{either(words()['after_change'][name])})\b", after):
                return name
        if amount.unit == "times":
            return "ratio"
        if re.search(r"\bby\s(?:[\w]+\s){0,2}$", before) and part.predicates and part.predicates[-1].kind == "change":
            form = part.predicates[-1].form
            return "decrease" if form in word_set("change", "decrease") else "increase"
        return None

    # --- period

    def _interval(self, amount: Amount, part: Clause) -> Interval | None:
        text = self.text
        near = [t for t in self.timexes if part.start <= t[0] < part.end]
        versus = {t[0] for t in self.timexes if compared(self.text, t[0])}
        earlier = re.match(
            rf"[^,;()]{{0,12}}?\b(?:{either(words()['words']['earlier'])})", text[amount.end :], re.IGNORECASE
        )
        if earlier and self.main and not any(amount.end <= t[0] <= amount.end + earlier.end() for t in self.timexes):
            return year_before(self.main)
        own = re.compile(r"\s(?:in|on|for|at)\s(?:the\s)?")  # "from 2.6 percent *in July*"
        following = [
            t for t in near if t[0] >= amount.end and (t[0] not in versus or own.fullmatch(text[amount.end : t[0]]))
        ]
        others = [a.start for a in self.amounts if a.start > amount.start]
        after = [t for t in following if not any(amount.end < o < t[0] for o in others)]
        direct = [
            t
            for t in after
            if re.fullmatch(
                r"\s*(?:[\w%-]+\s){0,6}?(?:in|for|at|by|as of|during|of|over|on)?\s?(?:the\s)?", text[amount.end : t[0]]
            )
        ]
        if direct:
            return total(direct[0][2])
        leading = [t for t in near if t[1] <= amount.start and (t[0] not in versus or part.bracket)]
        sure = [t for t in leading if not re.search(r"\b(?:later|earlier)$", t[2].text)]
        leading = sure or leading  # "on March 10, less than five months later"
        if leading:
            return total(leading[-1][2])
        if part.bracket:  # "2022 ($3 million)"
            outside = [t for t in self.timexes if t[1] <= part.start and not text[t[1] : part.start].strip(" (")]
            if outside:
                return total(outside[-1][2])
        if after:
            return total(after[0][2])
        if self.main:
            return self.main
        rest = [t for t in self.timexes if t[0] not in versus and self._free(t[0])]
        before = [t for t in rest if t[1] <= amount.start]
        if before or rest:
            return total((before[-1] if before else rest[0])[2])
        told = [t for t in self.timexes if t[0] not in versus]
        lasting = any(p.form.endswith("s") or p.form in ("are", "have") for p in part.predicates)  # "employs", "is"
        if len(told) == 1 and not lasting and not self._of_saying(told[0][:2]):
            return total(told[0][2])
        if any_of("now").search(text):
            return interval_of(self.article.published)
        return None

    def _of_saying(self, place: Place) -> bool:
        """Whether the date is the day of a saying: "said on Friday", "on Friday the ministry reported"."""
        around = self.text[max(0, place[0] - 20) : place[0]] + self.text[place[1] : place[1] + 30]
        return any_of("speaking").search(around) is not None

    def _free(self, at: int) -> bool:
        """Whether a date outside the clause may be its period: it opens the sentence, or is a period itself."""
        part = next(c for c in self.clauses if c.start <= at < c.end)
        before = re.findall(r"[\w’'-]+", self.text[:at].lower())
        return part.measured or all(word in word_set("words", "opening") for word in before)
