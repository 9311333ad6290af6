"""What the resolver knows while it reads: the article's day, what was told last, where the text is a narrative."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from pipeline.dates.calendar import Period
from pipeline.dates.grammar import Found
from pipeline.dates.lexicon import STOPS, Lexicon, Tokens

PARAGRAPH = re.compile(r"\n\s*")
REACH_BACK, REACH_AHEAD = 48, 24  # words and blanks in which a verb can govern an expression
REACH_AUXILIARY = 4  # words and blanks before a participle in which its auxiliary stands
LEADING = 7  # words and blanks within which a year leads its sentence
BULLET = 3  # characters of a bullet before the date of a line
LINE_MARKS = frozenset([":", "-", "–", "—", "--"])
COARSE = ("year", "decade", "century", "millennium")


@dataclass
class Told:
    """A date told: its period, where, and whether its year was spelled out."""

    period: Period
    span: tuple[int, int]
    explicit: bool  # the year is its own, or came from an expression that spelled it out
    sentence: int
    paragraph: int
    leads: bool = False  # among the first words of its sentence


@dataclass
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
    weak: Told | None = None  # a bare year or decade
    today: bool = False  # the text as a whole speaks from its own day, whatever its paragraphs tell
    line: Told | None = None  # the date of the chronicle's line before: "Aug. 11: ..."
    is_line: bool = False  # the expression being read is the date of a line
    sentence: int = 0
    paragraph: int = 0
    is_story: bool = False  # the text as a whole is a narrative: most of its paragraphs are
    _sentence_ends: list[int] = field(default_factory=list)  # tokens

    def __post_init__(self) -> None:
        self.is_story = not self.today and 2 * sum(self.narrative) > len(self.narrative)
        self._sentence_ends = sentence_ends(self.tokens, self.lexicon)

    def move(self, token: int, paragraph: int) -> None:
        """Go on to a token, counting sentences."""
        self.sentence = bisect_left(self._sentence_ends, token)
        self.paragraph = paragraph

    @property
    def is_narrative(self) -> bool:
        """Whether the paragraph being read is a narrative."""
        return self.narrative[min(self.paragraph, len(self.narrative) - 1)]

    def tell(self, period: Period, span: tuple[int, int], explicit: bool, leads: bool) -> None:
        """Remember a date as the last one told; a bare year reaches beyond its sentence only where it leads one."""
        told = Told(period, span, explicit, self.sentence, self.paragraph, leads)
        self.last = told
        fine = period.unit not in COARSE
        if fine:
            self.day = told
        else:
            self.weak = told
        if explicit and (fine or leads):
            self.year = told

    def opens_line(self, start: int, end: int) -> bool:
        """Whether the tokens [start, end) stand at the start of a paragraph and a colon or dash follows them."""
        words = self.tokens.words
        begin = self.paragraph_starts[self.paragraph]
        if self.tokens.starts[start] - begin > BULLET:
            return False
        after = end + (words[end : end + 1] == ["\n"])
        return after < len(words) and words[after] in LINE_MARKS

    def leads(self, token: int) -> bool:
        """Whether a token is among the first few of its sentence ("In 2024 alone, ...", a heading)."""
        before = 0
        for index in range(token - 1, -1, -1):
            before += 1 if self.tokens.touches_next(index) else 2
            if before >= LEADING:
                return False
            if self.tokens.words[index] in STOPS:
                return True
        return True

    def tense(self, found: Found) -> int:
        """1 where the nearest verb speaks of the future, -1 of the past, 0 where none says."""
        return tense(self.tokens, found.start, found.end, self.lexicon)


def sentence_ends(tokens: Tokens, lex: Lexicon) -> list[int]:
    """The tokens that end sentences: newlines, stops that no abbreviation needs."""
    words, keeps = tokens.words, lex.data["no_stop_after"]

    def is_end(index: int) -> bool:
        if words[index] != ".":
            return True
        if index == 0 or not tokens.touches_next(index - 1) or len(words[index - 1]) == 1 or words[index - 1] in keeps:
            return False
        return index + 1 == len(words) or not tokens.touches_next(index) or words[index + 1] == "\n"

    return [index for match in lex.stops.finditer(tokens.codes) if is_end(index := match.start())]


def tense(tokens: Tokens, start: int, end: int, lex: Lexicon) -> int:
    """The direction of the verb nearest to the tokens [start, end) in their sentence; before counts more than after."""
    back, direction = _verb_before(tokens, start, lex)
    for match in lex.tells_tense.finditer(tokens.codes, end, end + REACH_AHEAD):
        index = match.start()
        if tokens.words[index] in STOPS:
            break
        found = _direction(tokens, index, lex)
        if found:
            ahead = tokens.distance(end - 1, index) - 1
            nearer = ahead < REACH_AHEAD and (not direction or ahead * 2 + 2 < tokens.distance(back, start))
            return found if nearer else direction
    return direction


def _verb_before(tokens: Tokens, start: int, lex: Lexicon) -> tuple[int, int]:
    """The nearest verb before a token in its sentence, and its direction; 0 where none says."""
    words = tokens.words
    near = list(lex.tells_tense.finditer(tokens.codes, max(0, start - REACH_BACK), start))
    for match in reversed(near):
        index = match.start()
        if words[index] in STOPS:
            short = index > 0 and (len(words[index - 1]) <= 3 or not tokens.touches_next(index - 1))
            if words[index] != "." or not short:
                break
        elif direction := _direction(tokens, index, lex):
            return (index, direction) if tokens.distance(index, start) <= REACH_BACK else (index, 0)
    return start, 0


def _direction(tokens: Tokens, index: int, lex: Lexicon) -> int:
    """The direction of the verb at a token: 1 for the future, -1 for the past, 0 for none or the present."""
    words, rules = tokens.words, lex.data["tense"]
    if words[index] in rules["to"]:
        return int(index + 1 < len(words) and words[index + 1] in rules["be"])
    if words[index] in rules["future"]:
        return 1
    # "is scheduled", "to be opened": the participle follows what decides
    for back in range(index - 1, max(-1, index - 1 - REACH_AUXILIARY), -1):
        if words[back] in rules["future"] or words[back] in rules["present"]:
            return int(words[back] in rules["future"]) if tokens.distance(back, index) <= REACH_AUXILIARY else -1
    return -1


def paragraphs(text: str) -> list[int]:
    """Where paragraphs start; a line is a paragraph."""
    return [0, *(match.end() for match in PARAGRAPH.finditer(text) if match.end() < len(text))]
