"""Whether two names are one body's."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from anyascii import anyascii

from pipeline.entities import fold, gazetteer
from pipeline.entities.institutions import MINISTRY, SPELLINGS, _adjectives
from pipeline.entities.latin import closeness, foreign, romanise
from pipeline.entities.words import listed, mapped
from pipeline.knowledge import table

SMALL = frozenset(
    [
        "of",
        "the",
        "for",
        "and",
        "in",
        "on",
        "at",
        "de",
        "la",
        "le",
        "du",
        "des",
        "et",
        "und",
        "der",
        "von",
        "di",
        "del",
        "a",
        "to",
        "s",
        "under",
        "by",
        "with",
    ]
)
# Words that may stand or be left out: "Kazinform News Agency", "Toyota Motor Corporation".
GENERIC = frozenset(
    [
        "news",
        "agency",
        "company",
        "co",
        "corp",
        "corporation",
        "inc",
        "incorporated",
        "ltd",
        "limited",
        "llc",
        "llp",
        "plc",
        "ag",
        "sa",
        "se",
        "nv",
        "gmbh",
        "spa",
        "jsc",
        "ojsc",
        "pjsc",
        "cjsc",
        "ab",
        "oy",
        "as",
        "asa",
        "bv",
        "kk",
        "pty",
        "srl",
        "oao",
        "zao",
        "pao",
        "ooo",
        "group",
        "holding",
        "holdings",
        "motor",
        "motors",
        "international",
        "press",
        "service",
        "the",
        "organization",
        "airlines",
        "republic",
        "state",
        "joint",
        "stock",
        "public",
        "online",
        "official",
        "global",
        "worldwide",
        "newspaper",
        "daily",
    ]
)
UNDER = re.compile(r"\s+under the (?:president|prime minister|government|cabinet|auspices|ministry).*$", re.IGNORECASE)
NAMED = re.compile(r"\s+named (?:after|for) (?P<who>.+)$", re.IGNORECASE)
QUOTED = re.compile(r"[\"“”«»„](?P<inner>[^\"“”«»„]+)[\"“”«»„]")


class Body(NamedTuple):
    """A body's name taken apart."""

    words: frozenset[str]  # folded, without small words and countries
    countries: tuple[str, ...]  # in order, each once
    named: str | None  # whose name it carries
    quoted: str | None
    plain: str


@lru_cache(maxsize=1)
def _countries() -> dict[tuple[str, ...], str]:
    found = {}
    for row in table("entities/countries.csv"):
        for name in (row["name"], *row["names"].split("|"), *row["adjectives"].split("|")):
            if name:
                found[tuple(re.findall(r"[a-z]+", anyascii(name).lower()))] = row["code"]
    return found


@lru_cache(maxsize=8192)
def take_apart(name: str) -> Body:
    """The parts of a body's name that are compared."""
    quoted = QUOTED.search(name)
    plain = re.sub(r"\([^)]*\)", " ", name).strip()
    under = UNDER.search(plain)
    above = {
        code
        for words, code in _countries().items()
        if under and len(words[0]) > 3 and f" {' '.join(words)}" in under.group().lower()
    }
    plain = UNDER.sub("", plain)
    named = NAMED.search(plain)
    plain = NAMED.sub("", plain)
    owner = None
    match = re.match(r"^(?:the )?(?P<owner>\S+(?: \S+){0,2})['’]s? (?P<rest>.+)$", plain)
    if match and tuple(re.findall(r"[a-z]+", match["owner"].lower())) in _countries():
        owner, plain = match["owner"], match["rest"]
    front, _, rest = plain.removeprefix("the ").partition(" ")
    base = rest if front in _adjectives() and rest else plain
    ministry = MINISTRY.match(base)
    if ministry:
        base = f"Ministry of {mapped('ministries').get(ministry['rest'], ministry['rest'])}"
        plain = f"{base} of {front}" if front in _adjectives() else base
    text = romanise(f"{plain} of {owner}" if owner else plain).lower()
    for other, usual in SPELLINGS:
        text = text.replace(other, usual)
    text = re.sub(r"(?<=\b[a-z])\.(?=[a-z]\b)", "", text).replace("'s ", " ")
    raw = re.findall(r"[a-z0-9]+", text)
    countries, words, k = sorted(above), [], 0
    while k < len(raw):
        for n in (5, 4, 3, 2, 1):
            code = _countries().get(tuple(raw[k : k + n])) if len(raw) >= k + n else None
            if code and not (n == 1 and raw[k] in ("us", "uk") and len(raw) == 1):
                countries.append(code)
                k += n
                break
        else:
            words.append(raw[k])
            k += 1
    folded = frozenset(fold.word(w) or w for w in words if w not in SMALL)
    who = fold.words(named["who"])[-1] if named and fold.words(named["who"]) else None
    return Body(folded, tuple(dict.fromkeys(countries)), who, fold.key(quoted["inner"]) if quoted else None, plain)


GENERIC_KEYS = frozenset(fold.word(w) for w in GENERIC)


def same_body(left: str, right: str) -> float:
    """0 to 1 whether ``left`` and ``right`` name one body."""
    known = gazetteer.body(left), gazetteer.body(right)
    if known[0] and known[1]:
        return 1.0 if known[0].id == known[1].id else 0.05
    a, b = take_apart(left), take_apart(right)
    if _acronym(left, right, b) or _acronym(right, left, a):
        return 0.85
    if a.countries and b.countries and not set(a.countries) & set(b.countries):
        return 0.1
    if (
        len(a.countries) > 1
        and len(b.countries) > 1
        and a.countries != b.countries
        and {"embasi", "konsulate", "consulate"} & a.words
    ):
        return 0.1
    if a.quoted and (a.quoted == fold.key(right) or a.quoted == b.quoted):
        return 0.9
    if a.named or b.named:
        return _named(a, b)
    if not a.words or not b.words:
        return 0.9 if set(a.countries) == set(b.countries) and a.words == b.words else 0.1
    only_a, only_b = (
        _unmatched(a.words, b.words, foreign(left) or foreign(right)),
        _unmatched(b.words, a.words, foreign(left) or foreign(right)),
    )
    if not only_a and not only_b:
        return 0.98 if set(a.countries) == set(b.countries) else 0.75
    if only_a and only_b and not (only_a | only_b <= GENERIC_KEYS):
        joined = closeness("".join(sorted(a.words)), "".join(sorted(b.words)))
        return (
            0.6
            if joined > 0.93
            and len(only_a) == len(only_b) == 1
            and min(map(len, only_a | only_b)) > 6
            and closeness(*only_a, *only_b) > 0.85
            else 0.25
        )
    extra = only_a | only_b
    shared = a.words & b.words
    if extra <= GENERIC_KEYS:
        return 0.85 if shared - GENERIC_KEYS or a.words == b.words else 0.3
    return 0.3


def _named(a: Body, b: Body) -> float:
    """ "National Theatre named after M. Auezov" and "Auezov Theatre"."""
    if a.named and b.named:
        if closeness(a.named, b.named) < 0.9:
            return 0.1
        return 0.9 if a.words & b.words else 0.2
    carrier, other = (a, b) if a.named else (b, a)
    near = {w for w in other.words if closeness(w, carrier.named or "") >= 0.9}
    if near and other.words - near <= carrier.words:
        return 0.85
    left_over = _unmatched(carrier.words, other.words, False) | _unmatched(other.words, carrier.words, False)
    return 0.7 if not left_over else 0.2


def _unmatched(words: frozenset[str], others: frozenset[str], romanised: bool) -> frozenset[str]:
    """The words that have no equal or near one on the other side."""
    needed = 0.8 if romanised else 0.9
    return frozenset(
        w
        for w in words
        if w not in others
        and not any(len(w) > 4 and len(o) > 4 and w[0] == o[0] and closeness(w, o) >= needed for o in others)
    )


def _acronym(short: str, long: str, body: Body) -> bool:
    """Whether ``short`` is made of the initials (or first letters) of ``long``'s words."""
    letters = re.sub(r"[.\s]", "", short)
    if not 2 <= len(letters) <= 10 or " " in short.strip() or sum(c.isupper() for c in letters) < 2:
        return False
    words = re.findall(r"[^\W\d_]+", romanise(NAMED.sub("", UNDER.sub("", long))))
    if len(words) < 2:
        return False
    content = [w for w in words if w.lower() not in SMALL]
    target = letters.lower()
    for chosen in (words, content):
        if "".join(w[0] for w in chosen).lower() == target:
            return True
    # without the country at the end, or with part of the first words: KazISS, MFA
    code = [w for w in content if (w.lower(),) not in _countries()]
    if len(code) > 1 and "".join(w[0] for w in code).lower() == target:
        return True
    return not letters.isupper() and _pieces(target, [w.lower() for w in content])


def _pieces(target: str, words: list[str]) -> bool:
    """Whether ``target`` is the beginnings of all the words, in order."""
    if not words:
        return not target
    return any(
        target.startswith(words[0][:n]) and _pieces(target[n:], words[1:])
        for n in range(1, min(len(words[0]), len(target)) + 1)
    )


__all__ = ["Body", "listed", "same_body", "take_apart"]
