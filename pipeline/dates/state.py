"""What the resolver knows while it reads: the article's day, what was told last, where the text is a narrative."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.dates.calendar import Period, civil
from pipeline.dates.grammar import Found
from pipeline.dates.lexicon import STOPS, Lexicon, Tokens
from pipeline.dates.tense import tense

PARAGRAPH = re.compile(r"\n\s*")
LEADING = 7  # words and blanks within which a year leads its sentence
BULLET = 3  # characters of a bullet before the date of a line
LINE_MARKS = frozenset([":", "-", "–", "—", "--"])
LONGEST_HEADING = 90  # characters, with the blanks behind it
NEAR_TOKENS = 9  # a whole date, a comma and "a"
DIVIDED = ("week", "month", "quarter", "half", "season", "year")
COARSE = ("year", "decade", "century", "millennium")


class Sentences:
    """The sentences of a text; worked out when first asked for, as most short texts never need them."""

    def __init__(self, tokens: Tokens, lexicon: Lexicon) -> None:
        self.tokens = tokens
        self.lexicon = lexicon

    @cached_property
    def _ends(self) -> list[int]:
        """The tokens that end sentences: newlines, stops that no abbreviation needs."""
        words = self.tokens.words
        places = [match.start() for match in self.lexicon.stops.finditer(self.tokens.codes)]
        return [n for n in places if words[n] != "." or _is_full_stop(self.tokens, n, self.lexicon)]

    def number(self, token: int) -> int:
        """The number of the sentence that a token stands in."""
        return bisect_left(self._ends, token)

    def leads(self, token: int) -> bool:
        """Whether a token is among the first few of its sentence ("In 2024 alone, ...", a heading)."""
        first = token - LEADING + 1
        if first > 0 and not self.lexicon.stops.search(self.tokens.codes, first, token):
            return False
        before = 0
        for index in range(token - 1, -1, -1):
            before += 1 if self.tokens.touches_next(index) else 2
            if before >= LEADING:
                return False
            if self.tokens.words[index] in STOPS:
                return True
        return True

    def fronts(self, token: int) -> bool:
        """Whether a token ends what opens a clause: "..., and during the last war, in 1967, the bridge fell"."""
        words, table = self.tokens.words, self.lexicon.data["clause"]
        if words[token + 1 : token + 2] != [","]:  # "...: in 1967 the bridge fell"
            return token > 1 and words[token - 1] in table["fronting"] and words[token - 2] in table["opens"]
        place = token
        while place > 0 and token - place < FRONTED and words[place - 1] not in STOPS and words[place - 1] != ",":
            place -= 1
        place += words[place] in table["goes_on"]
        if words[place] not in table["fronting"]:
            return False
        return not self.lexicon.tells_tense.search(self.tokens.codes, place, token)


FRONTED = 10  # words of such an opening


@dataclass(slots=True, eq=False)
class Told:
    """A date told: its period, where, and whether its year was spelled out."""

    period: Period
    span: tuple[int, int]
    explicit: bool  # the year is its own, or came from an expression that spelled it out
    token: int
    paragraph: int
    sentences: Sentences

    @property
    def sentence(self) -> int:
        """The number of its sentence."""
        return self.sentences.number(self.token)

    @property
    def leads(self) -> bool:
        """Whether it is among the first words of its sentence."""
        return self.sentences.leads(self.token) or self.sentences.fronts(self.token)


@dataclass(eq=False)
class Discourse:
    """The state of reading, changed by each expression in turn."""

    tokens: Tokens
    text: str
    lexicon: Lexicon
    reference: Period | None
    narrative: list[bool]  # by paragraph
    paragraph_starts: list[int]
    last: Told | None = None  # of any grain
    day: Told | None = None  # of a day, week or month
    year: Told | None = None  # whose year was spelled out, or that led its sentence
    earlier: Told | None = None  # the one before that
    quarter: Told | None = None
    opened: Told | None = None  # the start of an open stretch, which takes no report on: "from July"
    days: dict[tuple[int, int], Told] = field(default_factory=dict)  # told, by month and day of the month
    weak: Told | None = None  # a bare year or decade
    today: bool = False  # the text as a whole speaks from its own day, whatever its paragraphs tell
    line: Told | None = None  # the date of the chronicle's line before: "Aug. 11: ..."
    section: Told | None = None  # the date of the heading above that names one year
    is_line: bool = False  # the expression being read is the date of a line
    token: int = 0  # that is being read
    paragraph: int = 0
    frame: Told | None = None  # the longer period that a sentence divides: "twice last year, in May and in July"
    is_story: bool = False  # the text as a whole is a narrative: most of its paragraphs are
    is_history: bool = False  # and one long enough to be no report's background
    _looked: tuple[int, int, int] = (-1, -1, 0)  # start, end and direction of the expression asked for last
    _heading: int = -1  # the paragraph of that heading

    def __post_init__(self) -> None:
        self.sentences = Sentences(self.tokens, self.lexicon)
        self.is_story = not self.today and 2 * sum(self.narrative) > len(self.narrative)

    def move(self, token: int, paragraph: int) -> None:
        """Go on to a token."""
        self.token = token
        self.paragraph = paragraph

    @property
    def is_narrative(self) -> bool:
        """Whether the paragraph being read is a narrative."""
        return self.narrative[min(self.paragraph, len(self.narrative) - 1)]

    @property
    def sentence(self) -> int:
        """The number of the sentence being read."""
        return self.sentences.number(self.token)

    def tell(self, period: Period, span: tuple[int, int], explicit: bool, token: int) -> None:
        """Remember a date as the last one told; a bare year reaches beyond its sentence only where it leads one."""
        told = self.told(period, span, explicit, token)
        self.last = told
        if period.unit == "quarter":
            self.quarter = told
        if period.unit == "day" and self.today:
            self.days[civil(period.index)[1:]] = told
        fine = period.unit not in COARSE
        if fine:
            self.day = told
        else:
            self.weak = told
        if explicit and (fine or told.leads):
            self.earlier, self.year = self.year, told
        if explicit and self.is_heading():
            one_year = self._heading != self.paragraph and period.unit not in COARSE[1:]
            self.section = told if one_year else None  # "1963-1969" is none
            self._heading = self.paragraph

    def told(self, period: Period, span: tuple[int, int], explicit: bool, token: int) -> Told:
        """A date of the paragraph being read."""
        return Told(period, span, explicit, token, self.paragraph, self.sentences)

    def framing(self, found: Found) -> Told | None:
        """The longer period that the sentence told and now divides: "twice last year, in May and in July"."""
        if self.frame is None or self.frame.sentence != self.sentence:
            self.frame = self.last if self._divides(found) else None
        gone_by = (
            self.frame is not None and self.reference is not None and self.frame.period.last < self.reference.first
        )
        return None if gone_by and self.tense(found) > 0 else self.frame

    def _divides(self, found: Found) -> bool:
        """Whether a mark and "in" or "on" lead from the period told last, or from "twice", to the expression."""
        last, words, table = self.last, self.tokens.words, self.lexicon.data["dividing"]
        if last is None or last.period.unit not in DIVIDED or last.sentence != self.sentence:
            return False
        place = found.start - 1
        if place < 2 or words[place] not in table["prepositions"]:
            return False
        while words[place - 1] in table["adverbs"]:
            place -= 1
        if words[place - 1] not in table["marks"]:
            return False
        told = not self.text[last.span[1] : self.tokens.starts[place - 1]].strip()
        return told or words[place - 2] in table["times"]

    def restated(self, found: Found) -> Told | None:
        """The date told just before, where only a comma, or that and "a", stands between: "on 3 May, a Sunday"."""
        last = self.last
        if last is None or not 0 < found.start - last.token <= NEAR_TOKENS:
            return None
        words = self.tokens.words
        place = found.start - (words[found.start - 1] in self.lexicon.data["before"]["any"])
        if words[place - 1] != "," or self.text[last.span[1] : self.tokens.starts[place]].strip() != ",":
            return None
        return last

    def is_quoted(self, token: int) -> bool:
        """Whether a token stands between quotation marks of its paragraph."""
        before = self.text[self.paragraph_starts[self.paragraph] : self.tokens.starts[token]]
        return before.count("“") > before.count("”") or before.count('"') % 2 == 1

    def is_heading(self) -> bool:
        """Whether the paragraph being read is short and ends without a stop."""
        start, *after = self.paragraph_starts[self.paragraph : self.paragraph + 2]
        end = after[0] if after else len(self.text)
        return end - start <= LONGEST_HEADING and self.text[start:end].rstrip()[-1:].isalnum()

    def opens_line(self, start: int, end: int) -> bool:
        """Whether the tokens [start, end) stand at the start of a paragraph and a colon or dash follows them."""
        words = self.tokens.words
        begin = self.paragraph_starts[self.paragraph]
        if self.tokens.starts[start] - begin > BULLET:
            return False
        after = end + (words[end : end + 1] == ["\n"])
        return after < len(words) and words[after] in LINE_MARKS

    def tense(self, found: Found) -> int:
        """1 where the nearest verb speaks of the future, -1 of the past, 0 where none says."""
        if self._looked[:2] != (found.start, found.end):  # asked several times for one expression
            looks = tense(self.tokens, self.text, found.start, found.end, self.lexicon)
            self._looked = (found.start, found.end, looks)
        return self._looked[2]


def _is_full_stop(tokens: Tokens, index: int, lex: Lexicon) -> bool:
    """Whether a stop follows a word that needs none, and a blank, a newline or nothing follows the stop."""
    if index == 0 or not tokens.touches_next(index - 1):
        return False
    before = tokens.words[index - 1]
    if len(before) == 1 or before in lex.abbreviations:
        return False
    return not tokens.touches_next(index) or tokens.words[index + 1 : index + 2] in ([], ["\n"])


def paragraphs(text: str) -> list[int]:
    """Where paragraphs start; a line is a paragraph."""
    if "\n" not in text:
        return [0]
    return [0, *(match.end() for match in PARAGRAPH.finditer(text) if match.end() < len(text))]
