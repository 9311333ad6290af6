"""What the resolver knows while it reads: the article's day, what was told last, where the text is a narrative."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.dates.calendar import Period
from pipeline.dates.grammar import Found
from pipeline.dates.lexicon import Lexicon, Tokens

PARAGRAPH = re.compile(r"\n\s*")
REACH_BACK, REACH_AHEAD = 48, 24  # tokens, blanks included, in which a verb can govern an expression
LEADING = 7  # tokens, blanks included, within which a year leads its sentence
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
    _place: int = 0

    def move(self, token: int, paragraph: int) -> None:
        """Go on to a token, counting sentences."""
        words, codes = self.tokens.words, self.tokens.codes
        for index in range(self._place, min(token, len(words))):
            word = words[index]
            if word in SENTENCE_STOPS and codes[index] != " " and (word != "." or self._ends_sentence(index)):
                self.sentence += 1
        self._place = max(self._place, token)
        self.paragraph = paragraph

    def _ends_sentence(self, index: int) -> bool:
        words = self.tokens.words
        before = words[index - 1] if index else ""
        after = words[index + 1] if index + 1 < len(words) else " "
        return len(before) > 1 and before not in self.lexicon.data["no_stop_after"] and after.isspace()

    @property
    def is_narrative(self) -> bool:
        """Whether the paragraph being read is a narrative."""
        return self.narrative[min(self.paragraph, len(self.narrative) - 1)]

    @property
    def is_story(self) -> bool:
        """Whether the text as a whole is a narrative: most of its paragraphs are."""
        return not self.today and 2 * sum(self.narrative) > len(self.narrative)

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
        after = end + 1 if end < len(words) and words[end].isspace() else end
        return after < len(words) and words[after] in LINE_MARKS

    def leads(self, token: int) -> bool:
        """Whether a token is among the first few of its sentence ("In 2024 alone, ...", a heading)."""
        words = self.tokens.words
        for index in range(token - 1, max(-1, token - LEADING), -1):
            if words[index] in SENTENCE_STOPS:
                return True
        return token < LEADING

    def tense(self, found: Found) -> int:
        """1 where the nearest verb speaks of the future, -1 of the past, 0 where none says."""
        return tense(self.tokens, found.start, found.end, self.lexicon)


SENTENCE_STOPS = frozenset([".", "!", "?", "\n"])


def tense(tokens: Tokens, start: int, end: int, lex: Lexicon) -> int:
    """The direction of the verb nearest to the tokens [start, end) in their sentence; before counts more than after."""
    words, codes, rules = tokens.words, tokens.codes, lex.data["tense"]
    future, past, suffixes = lex.tense_future, lex.tense_past, tuple(lex.data["past_suffixes"])
    best, direction = 1_000.0, 0
    index = start - 1
    while index >= max(0, start - REACH_BACK):
        word = words[index]
        if (word in SENTENCE_STOPS and codes[index] != " ") and not (word == "." and len(words[index - 1]) <= 3):
            break
        found = _verb(words, index, future, past, suffixes, rules)
        if found:
            best, direction = start - index, found
            break
        index -= 1
    index = end
    while index < min(len(words), end + REACH_AHEAD):
        word = words[index]
        if word in SENTENCE_STOPS and codes[index] != " ":
            break
        found = _verb(words, index, future, past, suffixes, rules)
        if found:
            return found if (index - end) * 2 + 2 < best else direction
        index += 1
    return direction


def _verb(
    words: list[str],
    index: int,
    future: frozenset[str],
    past: frozenset[str],
    suffixes: tuple[str, ...],
    rules: dict[str, list[str]],
) -> int:
    word = words[index]
    if word in future:
        return 1
    if word in past or (len(word) > 4 and word.endswith(suffixes)):
        # "is scheduled", "to be opened": the participle follows what decides
        for back in range(index - 1, max(-1, index - 5), -1):
            if words[back] in future:
                return 1
            if words[back] in rules["present"]:
                return 0
        return -1
    if word in rules["to"] and index + 2 < len(words) and words[index + 2] in rules["be"]:
        return 1
    return 0


def paragraphs(text: str) -> list[int]:
    """Where paragraphs start; a line is a paragraph."""
    return [0, *(match.end() for match in PARAGRAPH.finditer(text) if match.end() < len(text))]
