"""What `pipeline.entities` gives: names, and references (any phrase that stands for somebody or a place)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipeline.model import Entity, Kind, Span

How = Literal["name", "demonym", "office", "descriptor", "pronoun"]


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands in a text, without title, article or possessive.

    ``canonical`` is the entity's English short name, or the best form the text has ("Tukumov" -> "Yerkin Tukumov").
    """

    start: int
    end: int
    kind: Kind
    canonical: str
    text: str


@dataclass(frozen=True, slots=True)
class Reference:
    """One phrase of an article that stands for somebody or some place; the outermost phrase only.

    ``start``, ``end`` and ``text`` cover the whole phrase with its title: "the President of Kazakhstan Kassym-Jomart
    Tokayev". ``entities`` is the fixed part, true whatever the date: the principal first, then the country or body it
    brings with it. ``identify`` adds the holder of an office at a date.
    """

    start: int
    end: int
    text: str
    kind: Kind
    name: Span | None = None  # the bare name inside; None for "the President of Armenia", "this country", "he"
    entities: tuple[Entity, ...] = ()
    office: str | None = None  # canonical: "President", "Prime Minister", "Minister of Economy"
    of: str | None = None  # ISO country code, or entity id, of that office
    how: How = "name"
    told: tuple[Entity, ...] = ()  # who holds that office elsewhere in the text: asked where the tables do not know
