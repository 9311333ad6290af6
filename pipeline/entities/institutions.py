"""Bodies as entities: one id for the ways a body is told, its country, and the acronyms a document gives it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from anyascii import anyascii

from pipeline.entities import gazetteer
from pipeline.entities.words import listed, mapped
from pipeline.knowledge import table
from pipeline.model import Entity

FORMAL = re.compile(r"\b(?:the )?(?:Republic|Kingdom|State) of (?=[A-Z])")
SPELLINGS = (
    ("organisation", "organization"),
    ("theatre", "theater"),
    ("centre", "center"),
    ("defense", "defence"),
    ("labour", "labor"),
    ("programme", "program"),
    (" & ", " and "),
)
ORGANS = frozenset({"Parliament", "Assembly", "Government", "Senate", "Cabinet"})
MINISTRY = re.compile(r"^(?P<rest>.+) Ministry$")


@cache
def _adjectives() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in table("entities/countries.csv"):
        for name in filter(None, row["adjectives"].split("|")):
            found.setdefault(name, row["code"])
    return found


def owner_first(name: str) -> tuple[str, str | None]:
    """``"Armenian National Assembly"`` -> (``"National Assembly"``, ``"AM"``); other names stay, with None."""
    first, _, rest = name.partition(" ")
    code = _adjectives().get(first)
    if code is None and rest:
        code = next((c for c, e in gazetteer.countries().items() if e.name == first), None)
    return (rest, code) if code and rest else (name, None)


def of_state(name: str) -> bool:
    """Whether a body acts for its country: ministries, parliaments, governments."""
    return bool(set(name.split()) & listed("state_heads")) or name in listed("state_bodies")


def canonical(name: str, code: str | None) -> tuple[str, str | None]:
    """The name with its country behind: "Armenian Foreign Ministry" -> "Ministry of Foreign Affairs of Armenia"."""
    rest, owner = owner_first(name)
    if owner and not ((rest.split()[-1] in ORGANS and len(rest.split()) < 3) or MINISTRY.match(rest)):
        return name, code or owner
    base = rest
    match = MINISTRY.match(base)
    if match and " of " not in base:
        base = f"Ministry of {mapped('ministries').get(match['rest'], match['rest'])}"
    code = owner or code
    country = gazetteer.country(code)
    if country and base in listed("one_each"):
        return f"{base} of {country.name}", code
    if country and of_state(base) and (base != name or not _mentions(base, code)) and not _mentions(base, code):
        return f"{base} of {country.name}", code
    return base, code


def _mentions(name: str, code: str | None) -> bool:
    entry = gazetteer.countries().get(code or "")
    if entry is None:
        return False
    names = [entry.name, *(a for a, c in _adjectives().items() if c == code)]
    return any(re.search(rf"\b{re.escape(n)}\b", name) for n in names)


@lru_cache(maxsize=32_768)
def identity(name: str) -> str:
    """The id of a body: folded, formal country names short, one spelling of theatre and centre."""
    plain = FORMAL.sub("", name)
    plain = re.sub(r"^the\s+|[\"“”«»]", "", plain, flags=re.IGNORECASE).lower()
    for other, usual in SPELLINGS:
        plain = plain.replace(other, usual)
    plain = re.sub(r"\b(?:co|corp|inc|ltd|llc|plc)\b\.?,?$", "", plain.rstrip(". ")).strip(" ,.")
    return "organization-" + "-".join(re.findall(r"\w+", anyascii(plain).lower()))


def entity(name: str, code: str | None) -> Entity:
    """A body that no table has, as an entity."""
    name, code = canonical(name, code)
    return Entity(identity(name), name, "organization", None, code)


def initials(name: str) -> Iterable[str]:
    """Acronyms a name may have: with and without its small words."""
    words = re.findall(r"\w+", name)
    yield "".join(w[0] for w in words if w[0].isupper())
    yield "".join(w[0] for w in words).upper()
