"""Numbers in a sentence that measure something: value, unit, currency; never dates, ages, scores, labels or addresses.

All offsets count characters of the text handed in. The words are in ``knowledge/events/figures.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any, NamedTuple

from pipeline.knowledge import toml

Place = tuple[int, int]
Tree = dict[str, Any]  # by character, what may follow; "" where a phrase ends
STATES = frozenset({"US", "UK", "EU", "UN", "UAE", "USA", "IMF", "NATO"})  # "200 US soldiers"


class Amount(NamedTuple):
    """A number with what belongs to it; ``text[start:end]`` reads it, sign, scale and unit included."""

    start: int
    end: int
    value: float
    unit: str | None  # "USD", "percent", "times", "tonnes"; None for a bare number
    currency: str | None
    noun: str | None = None  # what is counted, as it stands: "legal entities, branches and representative offices"
    noun_end: int = 0
    bare: bool = False  # a small number without unit, currency or scale


def lower(text: str) -> str:
    """The text in small letters, as long as it was: patterns run on it several times as fast as with IGNORECASE."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower()[0] for c in text)


@cache
def words() -> dict[str, Any]:
    """``figures.toml``."""
    return toml("events/figures.toml")


@cache
def word_set(*path: str) -> frozenset[str]:
    """A list of ``figures.toml`` as a set; a table of lists as the set of all their words."""
    found: Any = words()
    for key in path:
        found = found[key]
    if isinstance(found, dict):
        return frozenset(w for entry in found.values() for w in (entry if isinstance(entry, list) else ()))
    return frozenset(found)


def either(phrases: Iterable[str]) -> str:
    """An alternation of phrases for a pattern, the longest first; what they begin with in common is tried once."""
    return _either(tuple(phrases))


@cache
def _either(phrases: tuple[str, ...]) -> str:
    root: Tree = {}
    for phrase in phrases:
        node = root
        for character in phrase:
            node = node.setdefault(character, {})
        node[""] = {}
    return _branches(root)


def _branches(node: Tree) -> str:
    branches = [_escaped(character) + _branches(rest) for character, rest in sorted(node.items()) if character]
    if not branches:
        return ""
    return f"(?:{'|'.join(branches)})" + ("?" if "" in node else "")


def _escaped(character: str) -> str:
    return r"\s" if character == " " else re.escape(character)


@cache
def _units() -> dict[str, str]:
    return {form: unit for unit, forms in words()["units"].items() for form in forms}


@cache
def _currency_names() -> dict[str, str]:
    names = {}
    for code, forms in words()["currencies"].items():
        for form in forms:
            names[form] = names[form + "s"] = code
    return names


@cache
def _pattern() -> re.Pattern[str]:
    """Of text in small letters."""
    signs, codes = ([form.lower() for form in words()[name]] for name in ("signs", "currencies"))
    number_words = either(words()["numbers"])
    scales = either(form for scale in words()["scales"] for form in (scale, scale + "s"))
    digits = r"\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?:\.\d+)?|\d{1,3}(?:\s\d{3})+(?![\d])|\d+(?:[.,]\d+)?"
    return re.compile(
        rf"""(?<![\w.,/:$€£¥₸₽+-])
        (?P<sign>(?:{either(signs)})\s?|(?:{either(codes)})\s)?
        (?P<number>{digits}|\b(?:half\sa|an?)(?=[\s](?:{scales})\b)|\b(?:{number_words})(?:[\s-](?:{number_words}))?\b)
        (?:(?P<short>[kmb])\b(?=[^\w]|$)|[\s-]?(?P<scale>{scales})\b)?
        (?P<more>(?:[\s-](?:million|billion|thousand))?)
        (?:(?P<sep>\s?-?)(?P<unit>{either(_units())})(?!\w)|\s(?P<currency>{either(_currency_names())})\b|\s(?P<code>{either(codes)})\b)?
        """,
        re.VERBOSE,
    )


def value_of(text: str) -> float:
    """``"33.3"`` -> 33.3, ``"1,250"`` -> 1250.0, ``"twenty-five"`` -> 25.0, ``"half a"`` -> 0.5."""
    plain = re.sub(r"[\s\u00a0\u202f]", " ", text.lower())
    if plain in ("a", "an"):
        return 1.0
    if plain == "half a":
        return 0.5
    if plain[0].isdecimal():
        digits = re.sub(r"(?<=\d)[, ](?=\d{3}(?!\d))", "", plain)
        return float(digits.replace(",", "."))
    return float(sum(words()["numbers"][part] for part in re.split(r"[\s-]", plain)))


def amounts(text: str, taken: Iterable[Place] = ()) -> list[Amount]:
    """The numbers of ``text`` that may be figures, in order; nothing that overlaps a place of ``taken`` (dates)."""
    return list(_amounts(text, tuple(taken)))


@lru_cache(maxsize=16)  # a sentence is asked for its periods, then for its figures
def _amounts(text: str, blocked: tuple[Place, ...]) -> tuple[Amount, ...]:
    found: list[Amount] = []
    low = lower(text)
    for match in _pattern().finditer(low):
        start, end = match.start(), match.end()
        number = match["number"]
        if any(s < end and start < e for s, e in blocked) or _is_label(text, match):
            continue
        short = match["short"] if match["sign"] else None
        if match["short"] and not short:
            continue  # "5m" without currency is five metres
        scale = words()["scales"].get((match["scale"] or "").rstrip("s"), None)
        value = value_of(number) * (words()["short_scales"][short] if short else scale or 1.0)
        if match["more"]:
            value *= words()["scales"][match["more"].strip(" -")]
        currency = _currency(text, match)
        unit = currency or (_units()[re.sub(r"\s", " ", match["unit"])] if match["unit"] else None)
        bare = not (currency or unit or scale or short) and value < 1000
        noun = _counted(text, end) if not currency and unit is None else None
        found.append(
            Amount(
                start,
                end,
                round(value, 6),
                unit,
                currency,
                noun[0] if noun else (unit if unit == "people" else None),
                noun[1] if noun else end,
                bare,
            )
        )
    for match in _factors().finditer(low) if any(word in low for word in words()["factors"]) else ():
        if not any(s < match.end() and match.start() < e for s, e in blocked):
            value = words()["factors"][match[1]]
            found.append(Amount(match.start(1), match.end(1), value, "times", None))
    for match in _fractions().finditer(low):
        if not any(s < match.end() and match.start() < e for s, e in [*blocked, *((a.start, a.end) for a in found)]):
            value = float(words()["fractions"][re.sub(r"\s", " ", match[1])])
            found.append(Amount(match.start(1), match.end(1), value, "percent", None))
    return tuple(sorted(found, key=lambda a: a.start))


@cache
def _fractions() -> re.Pattern[str]:
    """ "Fell by more than *a fifth*": a part of something ("two thirds of the seats") is no figure."""
    about = r"(?:more\sthan|less\sthan|nearly|almost|about|around|over|roughly|some)"
    return re.compile(rf"\bby\s(?:{about}\s)?({either(words()['fractions'])})\b(?!-)")


@cache
def _factors() -> re.Pattern[str]:
    return re.compile(
        rf"\b((?:twice|thrice)(?=\sas\s|\sthe\s)|{either(set(words()['factors']) - {'twice', 'thrice'})})\b"
    )


def _currency(text: str, match: re.Match[str]) -> str | None:
    sign = text[match.start("sign") : match.end("sign")].strip() if match["sign"] else ""
    if sign:
        signs: dict[str, str] = words()["signs"]
        return signs.get(sign) or signs.get(sign.upper()) or sign.upper()
    if match["currency"]:
        return _currency_names()[re.sub(r"\s", " ", match["currency"])]
    return match["code"].upper() if match["code"] else None


def _is_label(text: str, match: re.Match[str]) -> bool:
    """Whether the number is an age, an ordinal, a year, a score, a duration, a time, part of a name or an address."""
    number, after = match["number"], text[match.end() :]
    before = re.findall(r"[\w’'.№#]+[-–]?", text[max(0, match.start() - 30) : match.start()])
    last = before[-1].lower() if before else ""
    measured = bool(match["sign"] or match["unit"] or match["currency"] or match["code"])
    if re.match(
        r"(?:st|nd|rd|th)\b|[-–:/]\d|[-–](?:year|month|day|week|hour|minute|mile|nation|member|strong)|[’']", after
    ):
        return not measured
    if re.search(r"\d[-–:/.]$", text[: match.start()]) and not measured:
        return True
    if not measured and re.match(r"\s\d{2,}|[-–][A-Za-z]", after):  # a telephone; "two-thirds", "10-member"
        return True
    if measured:
        return False
    if last.rstrip(".") in word_set("words", "label_before") and not match["scale"]:
        return True
    if before and text[match.start() - 1 : match.start()] in ("-", "–", "#", "№"):
        return True
    following = re.match(r"[\s-]+([\w.’']+)", after)
    second = re.match(r"\s+[A-Z]\w+\s([A-Z]\w*)", after)
    if second and second[1].lower() in word_set("words", "street_after"):
        return True
    word = following[1].lower().rstrip(".") if following else ""
    if word in word_set("words", "duration") or word in ("old", "of") or re.match(r"\s+years?[\s-]old", after):
        return True
    if word in word_set("words", "street_after") and following and following[1][0].isupper():
        return True
    if re.fullmatch(r"1\d{3}|20\d\d", number) and not match["scale"]:
        return True
    name = re.match(r"\s([A-Z]{2,})\b", after)
    if name and not match["scale"] and number[0].isdecimal() and "," not in number and name[1] not in STATES:
        return True  # "the 737 MAX"
    proper = before and before[-1][0].isupper() and not _starts_sentence(text, match.start(), before[-1])
    return bool(
        proper
        and not match["scale"]
        and number[0].isdecimal()
        and "," not in number
        and not _plural(_counted(text, match.end()))
    )


def _plural(counted: tuple[str, int] | None) -> bool:
    """Whether a counted noun is one: "Sweden 950 soldiers", but "a Strata 950 drill" is a name."""
    return counted is not None and any(
        word.endswith("s") or word in ("people", "men", "women") for word in counted[0].split()
    )


def _starts_sentence(text: str, end: int, word: str) -> bool:
    return text[:end].strip() == word


def _counted(text: str, end: int) -> tuple[str, int] | None:
    """The noun phrase after a number, up to the first word that cannot belong to it: text and where it ends."""
    stop = word_set("words", "stop")
    match = re.match(r"\s+(?:new\s|other\s|more\s)?", text[end:])
    if not match:
        return None
    at = end + match.end()
    start, last = at, at
    for token in re.finditer(r"(?P<word>[\w’'-]+)(?P<gap>,?\s*)", text[at:]):
        if token.start() != last - at:
            break
        word = token["word"].lower()
        if word in stop or word[0].isdecimal() or word.endswith("ly"):
            break
        if word in word_set("words", "verbish") or (word.endswith("ed") and word not in ("united", "armed", "limited")):
            break
        last = at + token.end()
        if token["gap"] != " " and token["gap"] != ", ":
            break
    noun = text[start:last].strip(" ,\n")
    noun = re.sub(r"(?:,?\s(?:and|or))+$", "", noun)
    return (noun, start + len(noun)) if noun else None
