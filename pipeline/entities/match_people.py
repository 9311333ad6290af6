"""Whether two names of people are one name."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from pipeline.entities import fold
from pipeline.entities.latin import abjad, closeness, foreign, romanise, skeleton
from pipeline.entities.words import listed, titles
from pipeline.knowledge import table

SUFFIXES = {
    "armenian": ("ian", "iants", "ients"),
    "slavic": ("ov", "ev", "in", "off", "eff", "ova", "eva", "ina", "ski", "skai", "ska", "ovic", "ovich", "evich"),
    "ukrainian": ("enko", "chuk", "shin", "uk"),
    "georgian": ("shvili", "dze", "ava", "ia", "iani", "uri"),
}
FATHER = re.compile(r"\b(?:bin|ibn|ben)\b")
HEBREW = re.compile(r"[\u05d0-\u05ea]")
RUSSIAN_ENDING = re.compile(r"(?:ov|ev)a?$")
OWN_ENDING = re.compile(r"(?:in|ov|ev|ski|ian|ko|dze|vili)$")
PARTICLES = frozenset(
    {
        "al",
        "el",
        "ad",
        "as",
        "ash",
        "ar",
        "an",
        "at",
        "bin",
        "ibn",
        "ben",
        "bint",
        "de",
        "da",
        "do",
        "dos",
        "di",
        "van",
        "von",
        "der",
        "den",
        "la",
        "le",
        "ul",
        "ud",
        "ed",
        "es",
        "ould",
        "y",
        "e",
        "i",
        "zu",
        "ter",
        "du",
        "del",
        "della",
        "oglu",
        "ogli",
        "uli",
        "kizi",
        "st",
    }
)
GIVEN, SURNAME = 0.93, 0.86  # how close words must be; less where one name was romanised by us
GIVEN_ROMANISED, SURNAME_ROMANISED = 0.78, 0.74


@cache
def _groups() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, row in enumerate(table("entities/given_names.csv")):
        for name in row["names"].split("|"):
            found.setdefault(fold.word(name), set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


def is_given(word: str) -> bool:
    """Whether the table has ``word`` as a given name."""
    return fold.word(word) in _groups()


@cache
def _titles() -> frozenset[str]:
    words = {w for words in titles() for w in words if len(w) > 2 and w not in ("prince", "king", "general")}
    return frozenset(words | {h.lower().rstrip(".") for h in listed("honorifics")} - {"saint", "of"})


@cache
def _numerals() -> frozenset[str]:
    return frozenset(w.lower().rstrip(".") for w in listed("generation")) | {"i"}


@lru_cache(maxsize=8192)
def parts(name: str) -> tuple[tuple[str, ...], str]:
    """The folded words of a name in order, titles and particles left out, and its generation ("iii", "jr")."""
    plain = re.sub(r"\([^)]*\)|[\"“”«»]", " ", name)
    if HEBREW.search(plain):  # vav and yod within a word are mostly vowels
        plain = re.sub(r"(?<=\w)[וי]", "", plain)
    if plain.count(",") == 1 and not re.search(r",\s*(?:Jr|Sr|[IVX]+)\b", plain):
        last, first = plain.split(",")
        plain = f"{first} {last}"
    told = [w for w in re.split(r"[\s,\-‐–·./_]+", romanise(plain)) if re.search(r"[A-Za-z]", w)]
    raw = [w.lower() for w in told]
    generation = ""
    numeral = len(raw) > 1 and raw[-1] in _numerals() and (told[-1].isupper() or raw[-1] in ("jr", "sr"))
    if numeral and (len(raw[-1]) > 1 or re.search(r"\w\s+[IVX]$", name.strip())):
        generation = raw.pop()
    while len(raw) > 1 and raw[0].strip(".'") in _titles():
        raw.pop(0)
    kept = [w for w in raw if w not in PARTICLES] or raw
    kept = [re.sub(r"^(?:al|el)(?=[bcdfghjklmnpqrstvwxz]{2})", "", w) if "'" in w else w for w in kept]
    words = tuple(f for f in (w[0] if len(w) == 1 else fold.word(w) for w in kept) if f)
    return words, generation


GERMAN = (
    (r"schtsch|shch", "sh"),
    (r"tsch", "č"),
    (r"sch", "sh"),
    (r"(?<![scth])ch", "kh"),
    (r"\bj(?=[aeo])", "y"),
    (r"j(?=[aou])", "y"),
    (r"č", "ch"),
    (r"w", "v"),
    (r"z", "ts"),
    (r"\bs(?=[aeiou])", "z"),
)


@lru_cache(maxsize=8192)
def as_german(name: str) -> str | None:
    """A name as German spells Slavic and Eastern ones ("Chruschtschow"), respelled; None where nothing differs."""
    plain = name.lower()
    for pattern, to in GERMAN:
        plain = re.sub(pattern, to, plain)
    return plain if plain != name.lower() else None


def same_person(left: str, right: str) -> float:
    """0 to 1 whether ``left`` and ``right`` are one person's name."""
    score = _same(left, right)
    if score < 0.5 and not foreign(left) and (respelled := as_german(right)):
        score = max(score, _same(left, respelled) * 0.9)
    return score


def _same(left: str, right: str) -> float:
    (a, generation), (b, other) = parts(left), parts(right)
    if not a or not b:
        return 0.0
    if generation and other and generation != other:
        return 0.1
    romanised = foreign(left) or foreign(right)
    if abjad(left) != abjad(right):
        return _consonants(a, b)
    if "".join(a) == "".join(b) or sorted(a) == sorted(b):
        return 0.98
    if len(a) > len(b):
        a, b = b, a
    if len(a) == 1:
        return 0.3 if len(b) > 1 and (generation or other) else _single(a[0], b, romanised)
    if (
        FATHER.search(left.lower())
        and FATHER.search(right.lower())
        and a[0] != b[0]
        and not _given(a[0], b[0], romanised)
    ):
        return 0.2  # father and son: "Hamad bin Isa", "Salman bin Hamad"
    score = max(_aligned(x, b, romanised) for x in (a, (*a[1:], a[0]), (a[-1], *a[:-1])))
    joined = max(closeness("".join(a), "".join(b)), closeness("".join((*a[1:], a[0])), "".join(b)))
    if len(a) != len(b) and joined > 0.97 and all(len(w) > 1 for w in (*a, *b)):
        score = max(score, 0.8)
    if len(a) == 2 < len(b) and a == b[:2] and not _groups().get(a[1]) and len(a[1]) > 3:
        score = max(score, 0.6)  # two surnames more: "Pedro Sánchez Pérez-Castejón"
    return score


def _single(word: str, other: tuple[str, ...], romanised: bool) -> float:
    """A surname alone, or a given name alone."""
    if len(word) < 2:
        return 0.0
    if len(other) == 1:
        near = closeness(word, other[0])
        return near if near >= (0.8 if romanised else 0.9) else near * 0.5
    last = _surname(word, other[-1])
    if last >= (SURNAME_ROMANISED if romanised else 0.88):
        return 0.8 * last
    first = _given(word, other[0], romanised)
    if first and len(word) > 2:
        return 0.6
    return 0.55 if word in other and len(word) > 3 else 0.2


def _aligned(a: tuple[str, ...], b: tuple[str, ...], romanised: bool) -> float:
    """The shorter name's words in the longer one's, in order; the worst of them decides."""
    near = _surname(a[-1], b[-1])
    long = min(len(a[-1]), len(b[-1])) > 10
    spelled = min(len(a[-1]), len(b[-1])) > 1 and _given(a[-1], b[-1], False) == 1.0
    if near < (SURNAME_ROMANISED if romanised or long else SURNAME) and not spelled:
        two = _surname(a[-1], b[-2]) if len(b) > 2 else 0.0  # a second surname: "Gabriel Boric Font"
        if two < 0.93:
            return near * 0.4
        near, b = two * 0.95, b[:-1]
    worst = near
    position = 0
    given_b = b[:-1]
    for index, word in enumerate(a[:-1]):
        for k in range(position, len(given_b)):
            close = _given(word, given_b[k], romanised)
            if close and not (index == 0 and k > 0 and len(word) == 1):
                worst = min(worst, close)
                position = k + 1
                break
            if index > 0 and len(word) == 1 and len(given_b[k]) == 1:
                return 0.3  # George H. W. and George W.
        else:
            if index > 0 and len(a) == len(b) and len(a) > 2 and len(word) > 2:
                return 0.35
            return min(0.4, near * 0.4)
    if position and a[0] != given_b[0] and not _given(a[0], given_b[0], romanised):
        worst *= 0.75  # the first given name is left out: "Jomart Tokayev"
    return worst


def _given(a: str, b: str, romanised: bool) -> float:
    """How sure two given names are one; 0 for no."""
    if a == b:
        return 1.0
    if len(a) == 1 or len(b) == 1:
        return 0.85 if a[0] == b[0] else 0.0
    if _groups().get(a, frozenset()) & _groups().get(b, frozenset()):
        return 0.92
    if _voiceless(a) == _voiceless(b):
        return 0.85
    near = closeness(a, b)
    if near >= (GIVEN_ROMANISED if romanised else GIVEN) and (romanised or len(a) > 4):
        return near
    if (min(len(a), len(b)) > 7 and near > 0.85) or (min(len(a), len(b)) > 6 and near > 0.92):
        return 0.85
    if len(a) < 6 and len(b) < 6 and _korean(a) == _korean(b):
        return 0.9
    short, long = sorted((a, b), key=len)
    if len(short) > 5 and long.startswith(short) and len(long) - len(short) < 2 and long[-1] not in "ai":
        return 0.8
    return 0.0


def _korean(word: str) -> str:
    """Vowels as the romanisations of Korean vary: Suk and Seok, Un and Eun, Yeol and Youl."""
    return re.sub(r"eo|o", "u", word.replace("eu", "u").replace("ieo", "io"))


def _voiceless(word: str) -> str:
    """Western and Eastern Armenian swap voice: Kevork and Gevorg, Bedros and Petros."""
    return word.translate(str.maketrans("gbdvzj", "kptfss")) if re.search(r"[kgbpdt]", word) and len(word) > 4 else word


def _kind(word: str) -> str | None:
    for kind, endings in SUFFIXES.items():
        if word.endswith(endings) and len(word) > 5:
            return kind
    return None


def _surname(a: str, b: str) -> float:
    """How sure two surnames are one."""
    if a == b:
        return 1.0
    if len(a) == 1 or len(b) == 1:
        return 0.6 if a[0] == b[0] and len(a) != len(b) else 0.0
    if len(a) < 6 and len(b) < 6 and _korean(a) == _korean(b):
        return 0.92
    short, long = sorted((a, b), key=len)
    stem = RUSSIAN_ENDING.sub("", long)
    if stem == short and len(short) > 5 and not OWN_ENDING.search(short):
        return 0.87
    if a[:3] == b[:3] and (_voiceless(a) == _voiceless(b) or _sark(a) == _sark(b)):
        return 0.95
    near = closeness(a, b)
    kinds = _kind(a), _kind(b)
    if kinds[0] and kinds[1] and kinds[0] != kinds[1]:
        near -= 0.2
    if a[0] != b[0] and frozenset((a[0], b[0])) not in FIRST:
        near -= 0.1
    return near


FIRST = {
    frozenset(p)
    for p in (
        "kg",
        "kh",
        "hg",
        "sz",
        "cs",
        "ck",
        "jg",
        "ie",
        "vw",
        "uv",
        "ou",
        "jz",
        "fv",
        "ei",
        "ai",
        "ae",
        "ij",
        "dt",
        "bp",
        "ts",
        "jd",
        "jh",
        "ks",
        "zd",
        "uo",
    )
}


def _sark(word: str) -> str:
    return re.sub(r"^sarg[iy]?s", "sarkis", re.sub(r"^sark[iy]?s", "sarkis", word))


def _consonants(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """A name without vowels against one with them."""
    left, right = skeleton("".join(w for w in a)), skeleton("".join(w for w in b))
    if any("j" in w for w in (*a, *b)):
        options = [tuple(w.replace("j", "") for w in x) for x in (a, b)]
        if options != [a, b] and (near := _consonants(*options)) >= 0.75:
            return near
    left, right = re.sub(r"^l|(?<=.)l(?=l)", "", left), re.sub(r"^l", "", right)
    if not left or not right:
        return 0.0
    near = max(closeness(left, right), closeness(left.replace("l", ""), right.replace("l", "")) - 0.05)
    if near < 0.75 and len(a) > 1 and len(b) > 1:
        ends = (
            closeness(skeleton(a[-1]).lstrip("l"), skeleton(b[-1]).lstrip("l")),
            closeness(skeleton(a[0]), skeleton(b[0])),
        )
        near = max(near, min(ends) - 0.05)
    return near if near >= 0.75 else near * 0.5
