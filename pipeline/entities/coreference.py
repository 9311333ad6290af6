"""Who is the same person in one document: full names, surnames alone, other spellings.

A surname or given name alone is the last person told in full who has it. "Erkin Tukumov" after "Yerkin Tukumov" is one.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from rapidfuzz.fuzz import ratio

from pipeline.entities import fold, offices
from pipeline.entities.gender import Gender, of_name
from pipeline.entities.match import same_name
from pipeline.entities.match_people import is_given
from pipeline.entities.words import listed
from pipeline.model import Entity

RECENT = 40  # persons with whom another spelling is compared
NEAR = 70  # per cent of a surname's letters in common, before two names are compared with care


@dataclass(slots=True)
class Person:
    """One person of a document: the names told, and the countries and bodies that titles or adjectives gave."""

    names: list[str]
    served: list[str] = field(default_factory=list)  # ISO codes and entity ids, in order of telling
    gender: Gender | None = None  # as a title or a pronoun told it

    @property
    def by_given(self) -> bool:
        """Told first by one word that is the first of the full name, and no usual given name."""
        first = fold.words(self.names[0]) if self.names else ()
        longer = [fold.words(n) for n in self.names[1:]]
        return len(first) == 1 and any(len(n) > 1 and n[0] == first[0] for n in longer) and not is_given(self.names[0])

    @property
    def full(self) -> str:
        """The first name told with more than one word and no initial, else the longest.

        Whom a text tells by one given name first bears that name: "Christo", later "Christo Javacheff".
        """
        if self.by_given:
            return self.names[0]
        whole = [n for n in self.names if len(fold.words(n)) > 1]
        spelled = [n for n in whole if "." not in n]
        return (spelled or whole or [max(self.names, key=len)])[0]


class People:
    """The persons of a document, in the order in which they are told."""

    def __init__(self) -> None:
        self.all: list[Person] = []
        self.by_word: dict[str, list[int]] = {}

    def add(self, name: str) -> int:
        """The number of the person so called; a new one where none told before fits.

        Compared are those who share a word and the last RECENT ones, the last told first.
        """
        words = _plain(name)
        sharing = {number for word in words for number in self.by_word.get(word, ())}
        recent = range(max(0, len(self.all) - RECENT), len(self.all))
        for number in sorted(sharing.union(recent), reverse=True):
            if self._same(self.all[number], name, words):
                self._learn(number, name, words)
                return number
        self.all.append(Person([]))
        self._learn(len(self.all) - 1, name, words)
        return len(self.all) - 1

    def _learn(self, number: int, name: str, words: tuple[str, ...]) -> None:
        if name not in self.all[number].names:
            self.all[number].names.append(name)
            for word in words:
                if number not in self.by_word.setdefault(word, [])[-1:]:
                    self.by_word[word].append(number)

    def gender(self, number: int) -> Gender | None:
        """As told, else by the given name; a surname alone says nothing."""
        person = self.all[number]
        whole = next((n for n in person.names if len(n.split()) > 1), None)
        return person.gender or (of_name(whole.split()[0]) if whole else None)

    @staticmethod
    def _same(person: Person, name: str, words: tuple[str, ...]) -> bool:
        full = _plain(person.full)
        if not words or not full:
            return person.full == name
        numerals = (
            {w for w in fold.words(name) if w in GENERATION},
            {w for w in fold.words(person.full) if w in GENERATION},
        )
        if numerals[0] and numerals[1] and numerals[0] != numerals[1]:
            return False
        if words == full:
            return True
        if len(words) == 1:
            return len(full) > 1 and words[0] in (full[-1], full[0])
        if len(full) == 1:  # "Tukumov" in the headline
            return full[0] == words[-1] or (full[0] == words[0] and not is_given(person.full))
        if len(full) < 2 or (not set(words) & set(full) and ratio(words[-1], full[-1]) < NEAR):
            return False
        return same_name(person.full, name, "person") >= 0.5

    def entity(self, number: int, told: frozenset[str]) -> Entity:
        """The person as an entity. ``told``: the countries the document tells of.

        A name of the office tables is that person unless titles give another country; a surname alone needs the country
        to agree. Anybody else's id is the folded name, with the country that titles gave: equal names of two countries
        stay two people.
        """
        person = self.all[number]
        codes = [code for code in person.served if len(code) == 2]
        for name in dict.fromkeys((person.full, *person.names)):
            known = offices.known(name) if len(fold.words(name)) > 1 else None
            if known and (not codes or not _codes(known.served) or set(codes) & known.served):
                return known.entity()
        if len(fold.words(person.full)) == 1:
            agree = set(person.served) or told
            fitting = [k for k in offices.surnamed(person.full) if k.served & agree]
            if len(fitting) == 1:
                return fitting[0].entity()
        code = codes[0] if codes else None
        identity = "person-" + fold.key(person.full) + (f"-{code.lower()}" if code else "")
        return Entity(identity, person.full, "person", None, code)


def _plain(name: str) -> tuple[str, ...]:
    return tuple(w for w in fold.words(name) if w not in GENERATION)


GENERATION = frozenset(fold.word(w) for w in listed("generation"))


def _codes(served: frozenset[str]) -> bool:
    return any(len(code) == 2 for code in served)
