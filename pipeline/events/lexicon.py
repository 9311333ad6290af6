"""The word lists of ``knowledge/events`` as frozen sets, read once a process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from pipeline.knowledge import read, toml


@dataclass(frozen=True, slots=True)
class Pointing:
    """What one noun can point back at: words and types of happenings; what comes after a slow one comes any day."""

    words: frozenset[str]
    types: frozenset[str]
    slow: bool
    lasting: bool  # it goes on after the day it is told to begin
    does: frozenset[str]  # verbs of what it did while it went on: "the blast killed", "the summit adopted"


@dataclass(frozen=True, slots=True)
class Occasion:
    """What tells an occasion, and the verbs, as told in the past, of what is done there."""

    words: frozenset[str]
    types: frozenset[str]
    done: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Lemmas, lower case; particles and multiword nouns joined by ``_`` ("take_place", "round_table")."""

    nouns: frozenset[str]
    light: frozenset[str]
    light_subject: frozenset[str]
    light_any: frozenset[str]
    light_with: Mapping[str, frozenset[str]]
    light_prep: Mapping[str, frozenset[str]]
    stative: frozenset[str]
    results: Mapping[str, frozenset[str]]  # copula -> what somebody or something comes to be
    kin: frozenset[str]  # who is called on the telephone
    doing: Mapping[str, frozenset[str]]  # verb of a state -> what makes it a doing: objects, "in:", "-", "@who"
    saying_or_doing: frozenset[str]
    wires: frozenset[str]  # means of a call or message
    no_happening: frozenset[str]
    measures: frozenset[str]
    changing: frozenset[str]  # verbs
    measured: frozenset[str]
    office: frozenset[str]  # verbs
    saying: frozenset[str]
    announcing: frozenset[str]
    intending: frozenset[str]
    held: frozenset[str]  # who and what is held by force
    charging: frozenset[str]  # verbs before what somebody did: "convicted of killing"
    aspect_start: frozenset[str]
    aspect_end: frozenset[str]
    planning_verbs: frozenset[str]
    setting_verbs: frozenset[str]
    days_set: frozenset[str]  # what is set is a day, as of a happening
    choosing_verbs: frozenset[str]
    planning_words: frozenset[str]
    cancelling: frozenset[str]
    doubting: frozenset[str]
    conditional: frozenset[str]
    negating: frozenset[str]
    habitual: frozenset[str]
    not_done: frozenset[str]
    hardly_done: frozenset[str]
    disbelieving: frozenset[str]
    wishing: frozenset[str]
    lengths: frozenset[str]  # units of time: "two days of talks"
    portions: frozenset[str]  # "a round of talks"
    documents: frozenset[str]
    periods: frozenset[str]  # units of which accounts are given: "the quarter ended Sept. 30"
    comparing: frozenset[str]  # before what a value is held against
    offices: frozenset[str]
    prepositions: Mapping[str, str]  # preposition -> role
    locative: frozenset[str]
    held_in_their_town: frozenset[str]
    parts_of_places: frozenset[str]
    motion: frozenset[str]
    done_to: frozenset[str]  # verbs that want an object: without one, they are passive
    ranked: frozenset[str]  # who is so of a year: "the champions of 2018"
    bodies_too: frozenset[str]  # nouns of happenings that, with a capital, are bodies: "the Stock Exchange"
    bodies: frozenset[str]  # nouns that stand for a body told before: "the company"
    persons: frozenset[str]
    titles: frozenset[str]  # contests: "the Spanish league"
    pairs: frozenset[str]  # and for several: "the couple", "the sides"
    joining: frozenset[str]
    generic: frozenset[str]
    coming: frozenset[str]  # words of a coming: what is done there need not be done that day
    turning: frozenset[str]  # nouns that something comes to be with: "With the win, ..."
    ways: frozenset[str]  # one is on them: "on the trip"
    targets: frozenset[str]  # prepositions before the day that something is moved to
    putting_off: frozenset[str]  # verbs of going to a later day
    sudden: frozenset[str]  # nouns whose year is that of what they did
    contending: frozenset[str]  # verbs that take a contest of the year
    other_than: frozenset[str]  # adjectives that tell a happening from the one told
    ordinals: frozenset[str]
    days_of: Mapping[str, int]  # "the second day of": days after the first, -1 for the last
    calling_for: frozenset[str]
    adding: tuple[str, ...]  # phrases that say: one more of the kind
    continuing: tuple[str, ...]
    frames: frozenset[str]  # nouns inside such phrases: "as part of", "on the sidelines of"
    within: tuple[str, ...]  # phrases, longest first
    after: tuple[str, ...]
    before: tuple[str, ...]
    families: Mapping[str, frozenset[str]]
    pointing: Mapping[str, Pointing]  # noun -> what it can point at
    elsewhen: frozenset[str]  # words that take a sentence to another time than the one before
    scenes: tuple[Occasion, ...]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(sorted((p.strip() for p in text.replace("\n", "").split("|")), key=len, reverse=True))


def _pointing(families: Mapping[str, frozenset[str]]) -> dict[str, Pointing]:
    """The classes of ``pointing.toml`` by noun; nouns of a family of ``predicates.toml`` point at it as well."""
    found: dict[str, Pointing] = {}
    classes = toml("events/pointing.toml").values()
    for row in classes:
        nouns = _words(row["nouns"])
        words, types = nouns | _words(row.get("words", "")), _words(row.get("types", ""))
        for noun in nouns:
            held = found.get(noun, Pointing(frozenset({noun}), frozenset(), False, False, frozenset()))
            slow, lasting = (bool(row.get(key)) for key in ("slow", "lasting"))
            does = held.does | _words(row.get("does", ""))
            found[noun] = Pointing(
                held.words | words, held.types | types, held.slow or slow, held.lasting or lasting, does
            )
    for members in families.values():
        for noun in members:
            held = found.get(noun, Pointing(frozenset(), frozenset(), False, False, frozenset()))
            found[noun] = replace(held, words=held.words | members)
    return found


@cache
def lexicon() -> Lexicon:
    """Read ``predicates.toml``, ``pointing.toml``, ``scenes.toml`` and ``event_nouns.txt``."""
    data = toml("events/predicates.toml")
    lines = (line for line in read("events/event_nouns.txt").splitlines() if not line.startswith("#"))
    never, status, anchors = data["never"], data["status"], data["anchors"]
    families = {name: _words(words) for name, words in data["families"].items()}
    return Lexicon(
        nouns=_words(" ".join(lines)),
        light=_words(data["light"]),
        light_subject=_words(data["light_subject"]),
        light_any=_words(data["light_any"]),
        light_with={verb: _words(nouns) for verb, nouns in data["light_with"].items()},
        light_prep={verb: _words(nouns) for verb, nouns in data["light_prep"].items()},
        stative=_words(never["stative"]),
        results={verb: _words(words) for verb, words in data["results"].items()},
        kin=_words(data["nouns"]["kin"]),
        doing={verb: _words(signs) for verb, signs in data["doing"].items()},
        saying_or_doing=_words(never["saying_or_doing"]),
        wires=_words(never["wires"]),
        no_happening=_words(never["no_happening"]),
        measures=_words(never["measures"]),
        changing=_words(never["changing"]),
        measured=_words(never["measured"]),
        office=_words(never["office"]),
        saying=_words(never["saying"]),
        announcing=_words(never["announcing"]),
        intending=_words(never["intending"]),
        held=_words(never["held"]),
        charging=_words(never["charging"]),
        aspect_start=_words(never["aspect_start"]),
        aspect_end=_words(never["aspect_end"]),
        planning_verbs=_words(status["planning_verbs"]),
        setting_verbs=_words(status["setting_verbs"]),
        days_set=_words(status["days_set"]),
        choosing_verbs=_words(status["choosing_verbs"]),
        planning_words=_words(status["planning_words"]),
        cancelling=_words(status["cancelling_verbs"]),
        doubting=_words(status["doubting"]),
        conditional=_words(status["conditional"]),
        negating=_words(status["negating"]),
        habitual=_words(status["habitual"]),
        not_done=_words(status["not_done"]),
        hardly_done=_words(status["hardly_done"]),
        disbelieving=_words(status["disbelieving"]),
        wishing=_words(status["wishing"]),
        lengths=_words(anchors["lengths"]),
        portions=_words(anchors["portions"]),
        documents=_words(data["nouns"]["documents"]),
        periods=_words(data["nouns"]["periods"]),
        comparing=_words(data["nouns"]["comparing"]),
        offices=_words(data["nouns"]["offices"]),
        ranked=_words(data["nouns"]["ranked"]),
        bodies_too=_words(data["nouns"]["bodies_too"]),
        bodies=_words(data["nouns"]["bodies"]),
        persons=_words(data["nouns"]["persons"]),
        titles=_words(data["nouns"]["titles"]),
        pairs=_words(data["nouns"]["pairs"]),
        prepositions={p: role for role, ps in data["prepositions"].items() if role != "locative" for p in ps.split()},
        locative=_words(data["prepositions"]["locative"]),
        motion=_words(data["nouns"]["motion"]),
        done_to=_words(data["nouns"]["done_to"]),
        held_in_their_town=_words(data["nouns"]["held_in_their_town"]),
        parts_of_places=_words(data["nouns"]["parts_of_places"]),
        joining=_words(anchors["joining"]),
        generic=_words(anchors["generic"]),
        coming=_words(anchors["coming"]),
        turning=_words(anchors["turning"]),
        ways=_words(anchors["ways"]),
        targets=_words(anchors["targets"]),
        putting_off=_words(anchors["putting_off"]),
        sudden=_words(anchors["sudden"]),
        contending=_words(anchors["contending"]),
        other_than=_words(anchors["other_than"]),
        ordinals=_words(anchors["ordinals"]),
        days_of=data["days_of"],
        calling_for=_words(anchors["calling_for"]),
        adding=_phrases(anchors["adding"]),
        continuing=_phrases(anchors["continuing"]),
        frames=_words(anchors["frames"]),
        within=_phrases(anchors["within"]),
        after=_phrases(anchors["after"]),
        before=_phrases(anchors["before"]),
        families=families,
        pointing=_pointing(families),
        elsewhen=_words(anchors["elsewhen"]),
        scenes=tuple(
            Occasion(*(_words(row.get(key, "")) for key in ("words", "types", "done")))
            for row in toml("events/scenes.toml").values()
        ),
    )
