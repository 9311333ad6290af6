"""A language's words as character classes: a text becomes a string with one character a token.

Every token gets one private-use character for the set of classes it belongs to ("may" is a month and nothing else,
"second" is an ordinal and a unit); blanks belong to the token before them, and what the language's table does not know
becomes ``x``. Patterns of time expressions are then plain regular expressions over that short string, whatever the
language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from typing import Any, NamedTuple

from pipeline.knowledge import toml

UNKNOWN = "x"
FIRST_CHAR = 0xE000
# Numeric tokens, longest first. The classes each belongs to are given in ``_number_classes``.
NUMERIC = (
    r"\d{4}-\d\d?-\d\d?(?:t\d\d(?::?\d\d(?::?\d\d(?:\.\d+)?)?)?(?:z|[+-]\d\d(?::?\d\d)?)?)?(?![\w-])"
    r"|(?:\d{1,2}\.\d{1,2}\.|\d{1,2}/\d{1,2}/|\d{1,2}-\d{1,2}-)(?:\d{4}|\d\d)(?![\w/]|[.,-]\d)"
    r"|(?:\d{4}\.\d\d?\.\d\d?|\d{4}/\d\d?/\d\d?)(?![\w/]|[.,-]\d)"
    r"|\d{1,2}:\d\d(?::\d\d)?(?![:\d])"
    r"|\d++(?:[.,]\d++)++"
    r"|\d++"
)
DIGITS = frozenset("0123456789")
LONGEST_NUMBER = 9
LARGEST = 10**15  # that number words say; a long row of "hundred" grows no further
FIRST_YEAR, LAST_YEAR = 1000, 2199  # what four digits can be as a year without more evidence
REMEMBERED, LONGEST_REMEMBERED = 60_000, 24  # words met that are kept: memory stays flat
WORD = re.compile(r"[^\W\d_]+|[-–—,.:;/'’%]")  # a literal in a form
INTEGER = re.compile(r"-?[1-9]\d*|0")
Value = str | int | float


@dataclass(frozen=True)
class Lexicon:
    """One language's table (``knowledge/dates/LANG.toml``), ready to tokenise and to look words up."""

    language: str
    data: dict[str, Any]
    values: dict[tuple[str, str], Value]  # (class, word) -> what it means
    signatures: dict[str, frozenset[str]]  # word -> its classes
    chars: dict[frozenset[str], str]  # classes -> the character that stands for them
    members: dict[str, str]  # class -> the characters of the sets it is in
    codes: _Codes
    token: re.Pattern[str]  # with the blanks after it
    wrapped_token: re.Pattern[str]  # the same where a newline is a blank
    stops: re.Pattern[str]  # over class strings: what can end a sentence
    tells_tense: re.Pattern[str]  # over class strings: that, and what can say when a sentence speaks of
    compound: re.Pattern[str]  # over class strings: two number words or more in a row
    ordinal_suffix: re.Pattern[str]
    abbreviations: frozenset[str]  # after which a stop ends no sentence

    def chars_of(self, name: str) -> str:
        """The characters that tokens of the class can have."""
        if name not in self.members:
            raise ValueError(f"{self.language}.toml: no word belongs to {name!r}")
        return self.members[name]

    def value(self, name: str, word: str) -> Value:
        """What ``word`` means as a member of the class: 5 for May, "year" for years."""
        found = self.values.get((name, word))
        return found if found is not None else number(word, self)


@dataclass
class _Codes(dict[str, str]):
    """word -> character; numbers and unknown words are classified when met, and remembered up to a limit."""

    lexicon_chars: dict[frozenset[str], str] = field(default_factory=dict)
    ordinal_suffix: re.Pattern[str] | None = None
    decade_suffix: re.Pattern[str] | None = None
    past_suffixes: tuple[str, ...] = ()

    def __missing__(self, token: str) -> str:
        if token[0] in DIGITS:
            code = self.lexicon_chars[number_classes(token, self.ordinal_suffix, self.decade_suffix)]
        elif is_participle(token, self.past_suffixes):
            code = self.lexicon_chars[PAST]
        else:
            code = UNKNOWN
        if len(self) < REMEMBERED and len(token) < LONGEST_REMEMBERED:
            self[token] = code
        return code


# All the sets that ``number_classes`` can give, so that each has its character before the patterns are compiled.
NUMBER_SETS = tuple(
    frozenset(names.split())
    for names in (
        "num", "num year", "num year3", "num yy", "num yy minute", "num yy minute day", "num yy minute day hour",
        "num minute day hour",
        "bignum", "decimal num", "iso", "slashed", "clock", "ord dayord day", "ord", "decade", "decade2", "decade3",
    )
)  # fmt: skip

SPOKEN_NUMBER, SPOKEN_YEAR = frozenset({"num", "spoken"}), frozenset({"num", "year", "spoken"})
SPOKEN_ORDINAL = frozenset({"ord", "dayord", "spoken"})
# Classes that no form names: verbs that say when a sentence speaks of, and where sentences end.
TENSES = ("future", "past", "present", "to", "agenda", "agenda_plural", "ahead_of")
SAY_WHEN = frozenset(f"tense {name}" for name in TENSES if name != "present")  # "is" alone tells no time
STOPS = frozenset(".!?\n")
PAST = frozenset({"tense past"})
SHORTEST_PARTICIPLE = 5  # letters: "need" and "red" are none


def is_participle(word: str, suffixes: tuple[str, ...]) -> bool:
    """Whether a word looks like a verb in the past by its ending."""
    return word.endswith(suffixes) and len(word) >= SHORTEST_PARTICIPLE


def number_classes(token: str, ordinal: re.Pattern[str] | None, decade: re.Pattern[str] | None) -> frozenset[str]:
    """The classes of a token that starts with a digit, by its shape and size."""
    if not token.isdecimal():
        if decade is not None and decade.fullmatch(token):
            digits = sum(char.isdecimal() for char in token)
            return frozenset({{4: "decade", 3: "decade3"}.get(digits, "decade2")})
        if ordinal is not None and (match := ordinal.fullmatch(token)):
            return frozenset({"ord", "dayord", "day"}) if 1 <= int(match[1]) <= 31 else frozenset({"ord"})
        if "-" in token or "/" in token or (token.count(".") == 2 and token.replace(".", "").isdecimal()):
            kind = "iso" if re.match(r"\d{4}", token) else "slashed"
            return frozenset({kind})
        if ":" in token:
            return frozenset({"clock"})
        if len(token) <= LONGEST_NUMBER and re.fullmatch(r"[\d.,]+", token):
            return frozenset({"decimal", "num"})
        return frozenset({"bignum"})
    size = len(token)
    if size > 6:
        return frozenset({"bignum"})
    amount = int(token)
    if size > 2:
        is_year = size == 4 and FIRST_YEAR <= amount <= LAST_YEAR
        return frozenset({"num", "year"} if is_year else {"num", "year3"} if size == 3 else {"num"})
    names = {"num"}
    if size == 2:
        names.add("yy")
    if 0 < amount < 60:
        names.add("minute")
        names.update({"day"} if amount <= 31 else ())
        names.update({"hour"} if amount <= 24 else ())
    elif size == 1:
        return frozenset({"num"})
    return frozenset(names)


def number(word: str, lexicon: Lexicon) -> Value:
    """The value of a number, an ordinal or a number word ("25th", "2.5", "twenty-five", "1980s")."""
    if word.isdecimal():
        return int(word)
    if match := lexicon.ordinal_suffix.fullmatch(word):
        return int(match[1])
    if re.fullmatch(r"\d+\.\d+", word):
        return float(word)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+", word):
        return int(word.replace(",", ""))
    digits = re.match(r"\d{1,9}", word)
    if digits:
        return int(digits[0])
    return spoken(word, lexicon)


def spoken(words: str, lexicon: Lexicon) -> int:
    """The number that number words say: "twenty-five", "two hundred", "nineteen ninety-six" (a year)."""
    total, current = 0, 0
    for word in re.findall(r"[^\W\d_]+", words):
        part = lexicon.values.get(("numword", word), lexicon.values.get(("ord", word)))
        scale = lexicon.values.get(("multiplier", word))
        if isinstance(scale, int):
            current = min(max(current, 1) * scale, LARGEST)
            if scale >= 1000:
                total, current = total + current, 0
        elif isinstance(part, int):
            if 10 <= current < 100 and part >= 10 and not (current % 10 == 0 and part < 10):
                current = current * 100 + part  # nineteen ninety-six
            else:
                current += part
    return total + current


# The script of a text decides its language, unless the caller names one; the last where none prevails.
SCRIPTS = (("ru", re.compile(r"[\u0400-\u04ff]+")), ("en", re.compile(r"[A-Za-z]+")))
SAMPLE = 5_000


def language_of(text: str) -> str:
    """The language whose script prevails at the start of the text."""
    sample = text[:SAMPLE]
    if sample.isascii():
        return SCRIPTS[-1][0]
    return max(reversed(SCRIPTS), key=lambda script: sum(map(len, script[1].findall(sample))))[0]


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of a language, read once a process. Raises FileNotFoundError for a language without a table."""
    data = toml(f"dates/{language}.toml")
    classes: dict[str, set[str]] = {}
    values: dict[tuple[str, str], Value] = {}
    for name, table in data["words"].items():
        for meaning, words in table.items():
            for word in words:
                classes.setdefault(word, set()).add(name)
                if name == "numword":
                    classes[word].add("num")
                values[name, word] = int(meaning) if INTEGER.fullmatch(meaning) else meaning
    for word in literals(data):
        classes.setdefault(word, set()).add(f"={word}")
    for name in TENSES:
        for word in data["tense"].get(name, ()):
            classes.setdefault(word, set()).add(f"tense {name}")
    suffixes = tuple(data["past_suffixes"])
    for word in filter(lambda word: is_participle(word, suffixes), classes):
        classes[word] |= PAST
    for word in sorted(STOPS):
        classes.setdefault(word, set()).add("stop")

    signatures = {word: frozenset(found) for word, found in classes.items()}
    sets = dict.fromkeys([*NUMBER_SETS, *signatures.values(), SPOKEN_NUMBER, SPOKEN_YEAR, SPOKEN_ORDINAL, PAST])
    chars = {s: chr(FIRST_CHAR + i) for i, s in enumerate(sets)}
    members = {name: "".join(c for s, c in chars.items() if name in s) for name in frozenset[str]().union(*chars)}

    ordinal = re.compile(rf"(\d{{1,4}})(?:{data['suffixes']['ordinal']})")
    decade = re.compile(rf"\d{{1,3}}(?:{data['suffixes']['decade']})")
    codes = _Codes(lexicon_chars=chars, ordinal_suffix=ordinal, decade_suffix=decade, past_suffixes=suffixes)
    codes.update({word: chars[s] for word, s in signatures.items()})
    suffix = f"(?:{data['suffixes']['ordinal']}|{data['suffixes']['decade']})(?![^\\W_])"
    joined = "|".join(data["joined"])
    letter = r"[^\W\d_]"
    number = rf"\d{{1,4}}{suffix}|(?:{NUMERIC})(?=(?:{data['glued']})(?!{letter})|(?!{letter}))|\d++\w*+"
    # The commonest first, ASCII words above all. A joined word has a mark after its first letter: two are a plain word.
    plain = rf"[a-z]{{2,}}+(?!\w)|{letter}\w++|\d++(?![^\s)])"
    token = rf"(?:{plain}|(?=\d)(?:{number})|(?:{joined})(?!{letter})|{letter}|\n|.)"
    scales = "".join(sorted(c for s, c in chars.items() if "multiplier" in s))
    both = "".join(sorted(c for s, c in chars.items() if "numword" in s)) + scales
    one = "".join(chars[signatures[w]] for w in data["number_one"] if w in signatures) or UNKNOWN
    ords = "".join(sorted(c for s, c in chars.items() if "ord" in s and "num" not in s))
    linker = chars.get(signatures.get(data["number_and"], frozenset()), UNKNOWN)
    hyphen = chars[signatures["-"]]
    more, last = rf"(?:[{hyphen}{linker}]?[{both}])", rf"(?:{hyphen}?[{ords}])"
    compound = re.compile(
        rf"[{one}{both}](?:(?<=[{one}])[{scales}]{more}*{last}?|(?<=[{both}])(?:{more}+{last}?|{last}))"
    )
    verbs = "".join(c for s, c in chars.items() if s & SAY_WHEN)
    return Lexicon(
        language=language,
        data=data,
        values=values,
        signatures=signatures,
        chars=chars,
        members=members,
        codes=codes,
        token=re.compile(f"{token}{BLANK}*+"),
        wrapped_token=re.compile(f"{token}{BLANK_OR_WRAP}*+"),
        stops=re.compile(f"[{members['stop']}]"),
        tells_tense=re.compile(f"[{members['stop']}{verbs}]"),
        compound=compound,
        ordinal_suffix=ordinal,
        abbreviations=frozenset(data["no_stop_after"]),
    )


def literals(data: dict[str, Any]) -> Iterable[str]:
    """The words that the forms and macros of a table spell out, and the punctuation they use."""
    forms = [form for rule in data["rule"] for form in rule["forms"]] + list(data["macros"].values())
    for form in forms:
        yield from WORD.findall(re.sub(r"\{[^}]*\}|<[^>]*>", " ", form))
    yield from (data["number_and"], *data["number_one"], *data["join"]["range"], *data["join"]["list"], "-")


class Tokens(NamedTuple):
    """A text as tokens: ``codes`` has one character for each of ``words``, blanks left out; offsets into the text."""

    codes: str
    words: list[str]
    starts: list[int]  # and, last, the end of the text

    def end(self, index: int) -> int:
        """Where the token ends in the text."""
        return self.starts[index] + len(self.words[index])

    def touches_next(self, index: int) -> bool:
        """Whether no blank stands between the token and the next."""
        return self.starts[index] + len(self.words[index]) == self.starts[index + 1]

    def distance(self, start: int, end: int) -> int:
        """Words and blanks from one token to a later one: 2 to the next word, 1 to a comma."""
        return 2 * (end - start) - sum(map(self.touches_next, range(start, end)))


BLANK = r"[^\S\n]"
BLANK_OR_WRAP = rf"(?:{BLANK}|(?<!\n)\n(?!{BLANK}*+\n))"  # a single newline, where lines are broken for width

BLANKS = re.compile(f"{BLANK}*+")


def tokenize(text: str, lex: Lexicon) -> Tokens:
    """Linear in the text. A word glued to digits ("A320", "10th-floor" not) is one unknown token."""
    lower = lower_same_length(text)
    token = lex.wrapped_token if is_hard_wrapped(text) else lex.token
    first = BLANKS.match(lower).end()  # type: ignore[union-attr]
    pieces = token.findall(lower, first)
    starts = list(accumulate(map(len, pieces), initial=first))
    words = [word or "\n" for word in map(str.rstrip, pieces)]
    codes = "".join(map(lex.codes.__getitem__, words))
    tokens = Tokens(codes, words, starts)
    return _merge_numbers(tokens, lower, lex) if lex.compound.search(codes) else tokens


def is_hard_wrapped(text: str) -> bool:
    """Whether lines are broken for width, so that a newline says nothing: most go on in lower case."""
    sample = text[:20_000]
    lines = sample.count("\n")
    return lines > 2 and len(CONTINUED.findall(sample)) * 3 > lines


CONTINUED = re.compile(r"\n(?<=[^\W\d_]\n)[^\W\d_A-Z]")  # the newline first: it is what the search looks for


def _merge_numbers(tokens: Tokens, lower: str, lex: Lexicon) -> Tokens:
    """Number words in a row as one token: "twenty-five", "two hundred", "nineteen ninety-six", "twenty-first"."""
    codes: list[str] = []
    words: list[str] = []
    starts: list[int] = []
    at = 0
    for match in lex.compound.finditer(tokens.codes):
        start, end = match.span()
        if _stands_alone(tokens.words, start, lex):  # "in the western *one five* months later", "two and three"
            start += 1 + (tokens.words[start + 1] in {"-", lex.data["number_and"]})
            if start + 1 >= end:
                continue
        word = lower[tokens.starts[start] : tokens.end(end - 1)]
        codes += tokens.codes[at:start], lex.chars[_spoken_classes(word, tokens.words[end - 1], lex)]
        words += tokens.words[at:start]
        words.append(word)
        starts += tokens.starts[at : start + 1]
        at = end
    return Tokens("".join(codes) + tokens.codes[at:], words + tokens.words[at:], starts + tokens.starts[at:])


def _stands_alone(words: list[str], start: int, lex: Lexicon) -> bool:
    """Whether a number word below ten begins a row that it cannot belong to: no "hundred" comes after it."""
    value = lex.values.get(("numword", words[start]))
    return isinstance(value, int) and 0 < value < 10 and ("multiplier", words[start + 1]) not in lex.values


def _spoken_classes(word: str, last: str, lex: Lexicon) -> frozenset[str]:
    """The classes of number words in a row, the last of which is ``last``."""
    if ("ord", last) in lex.values:
        return SPOKEN_ORDINAL
    if 1100 <= spoken(word, lex) <= 2099 and not any(("multiplier", w) in lex.values for w in word.split()):
        return SPOKEN_YEAR
    return SPOKEN_NUMBER


def lower_same_length(text: str) -> str:
    """Lower case without moving an offset (a few capitals, like İ, get longer)."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return lower
