"""What an article has told so far, for the words that point back: "this country", "the two countries", "he"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.entities.reader import Draft
    from pipeline.model import Entity

FAR = 6  # sentences back that "they" still means a couple
ONCE = 2  # tellings that make nobody the topic
NEAR = 2  # sentences back that "the two countries" looks first


@dataclass(slots=True)
class Memory:
    """Lists in the order of telling; a sentence number with each."""

    home: str | None = None
    sentence: int = 0
    paragraph: int = 0  # the sentence that opened it
    countries: list[tuple[int, str, bool]] = field(default_factory=list)  # sentence, ISO code, told as a place
    people: list[tuple[int, Draft]] = field(default_factory=list)
    tellings: Counter[Entity | int] = field(default_factory=Counter)  # how often each person was told
    centre: tuple[int, Draft] | None = None  # the last person who was the subject of a main clause
    bodies: list[tuple[int, Draft]] = field(default_factory=list)
    cities: list[Draft] = field(default_factory=list)
    crafts: list[Draft] = field(default_factory=list)
    several: tuple[int, list[Entity | int]] | None = None  # the last two or more people told together
    opener: tuple[int, Draft] | None = None  # what opened the last sentence that opened with a name
    heads: list[Draft] = field(default_factory=list)  # those told as president or head of state

    def country(self, place: bool = False) -> str | None:
        """The country meant by "the country": the last one told in this sentence, else what the paragraph began with.

        With ``place``, the last one gone to comes first, if one was in this or the last sentence.
        """
        if place:
            for sentence, code, told in reversed(self.countries):
                if told and sentence >= self.sentence - 1:
                    return code
        if not self.countries:
            return self.home
        last, code, _ = self.countries[-1]
        if last == self.sentence:
            return code
        return next((c for s, c, _ in self.countries if s >= self.paragraph), code)

    def state(self) -> str | None:
        """The country whose "the government" is meant: one of this sentence, else the one told most, else as ever."""
        if self.countries and self.countries[-1][0] == self.sentence:
            return self.countries[-1][1]
        return self.mostly() or self.country()

    def pair(self) -> tuple[str, ...]:
        """ "The two countries": those of the last sentences if they tell two, else the two told most."""
        near = list(dict.fromkeys(code for s, code, _ in reversed(self.countries) if s >= self.sentence - NEAR))
        everywhere = Counter(code for _, code, _ in self.countries)
        if len(near) == 2:
            return tuple(reversed(near))
        pool = near if len(near) > 2 else list(everywhere)
        best = sorted(pool, key=lambda c: (-everywhere[c], c))[:2]
        return tuple(sorted(best, key=lambda c: [code for _, code, _ in self.countries].index(c)))

    def person(self, fits: Callable[[Draft], bool], other: bool = False) -> Draft | None:
        """The one "he" or "she" means: the first of this sentence, else of the last one or two that have people.

        The subject of the sentence before, then whom the text is about, come before names after a preposition.
        ``fits``: whether the gender may be meant. With ``other`` ("him", "her") the last one told here, the subject, is
        meant last of all. One told only as an owner ("Modi's trip") is meant where nobody else is.
        """
        single = [(s, d) for s, d in self.people if not several(d)]
        here = [d for s, d in single if s == self.sentence]
        before = [(s, d) for s, d in single if s < self.sentence]
        if other:
            subject = here[-1].who[:1] if here else None
            rest = [d for d in here if d.who[:1] != subject]
            told = [d.who[:1] for d in here]
            before = [(s, d) for s, d in before if d.who[:1] not in told]
            topic = self.topic()
            known = [topic] if topic and topic.who[:1] not in told else []
            tiers = [rest, known, *_sentences(before), here]
        else:
            centre = [self.centre[1]] if self.centre and self.centre[0] == self.sentence - 1 else []
            inner = [d for d in here if not d.oblique]
            topic = self.topic()
            tiers = [self.kept(), inner, centre, [topic] if topic else [], here, *_sentences(before)]
        fitting = [[d for d in tier if fits(d)] for tier in tiers]
        ordered = [d for tier in fitting for d in tier]
        return next((d for d in ordered if not self.owning(d)), next(iter(ordered), None))

    def kept(self) -> list[Draft]:
        """ "Ferguson sold *him* to Madrid; *he* won ...": still about the one whom a new name does something to."""
        told = [(s, d) for s, d in self.people if s >= self.sentence - 1 and not several(d)]
        last = [d for s, d in told if s == told[-1][0]]
        first = last[0] if last else None
        if first is None or first.how != "name" or first.owner or first.oblique:
            return []
        times = self.tellings[first.who[0]] if first.who else 0
        return [
            d for d in last[1:] if d.how == "pronoun" and d.who[:1] != first.who[:1] and self.tellings[d.who[0]] > times
        ]

    def tell(self, person: Draft) -> None:
        """Remember a person told in this sentence."""
        self.people.append((self.sentence, person))
        self.tellings.update(person.who[:1])

    def topic(self) -> Draft | None:
        """Whom the text is about: told in its first sentences, and more often than all other people together."""
        who, times = max(self.tellings.items(), key=lambda item: item[1], default=(None, 0))
        if times <= ONCE or 2 * times <= self.tellings.total():
            return None
        first, draft = next((s, d) for s, d in self.people if d.who[:1] == [who])
        return draft if first <= NEAR else None

    def owning(self, draft: Draft) -> bool:
        """Told as an owner alone so far."""
        return all(d.owner for _, d in self.people if d.who[:1] == draft.who[:1])

    def team(self) -> Draft | None:
        """The country or body that opened the last sentence: "They had lost to Japan", if it told no people."""
        if self.opener is None or self.opener[0] != self.sentence - 1:
            return None
        return self.opener[1] if all(s < self.sentence - 1 for s, _ in self.people) else None

    def group(self) -> list[Entity | int]:
        """The people of the last sentence that told several, or of the last "they"; near ones only."""
        return self.several[1] if self.several and self.sentence - self.several[0] <= FAR else []

    def couple(self, office: str | None) -> list[Entity | int]:
        """The two that "the two presidents" means: the last two told with such an office, else the last two people."""
        named = [d for _, d in self.people if d.who and isinstance(d.who[0], int)]
        held: dict[Entity | int, str] = {d.who[0]: d.office for d in named if d.office}
        fitting = [d for d in named if office and office.lower() in held.get(d.who[0], "").lower()]
        heads = ("President", "Prime Minister", "Chancellor", "Monarch", "Head of State")
        if office == "leader":
            fitting = [d for d in named if held.get(d.who[0]) in heads]
        for pool in (fitting, named[-6:]):
            who = list(dict.fromkeys(d.who[0] for d in reversed(pool)))[:2]
            if len(who) == 2:
                return who[::-1]
        return []

    def together(self) -> list[Draft]:
        """Those "they" means: the people of the last sentence that tells any."""
        single = [(s, d) for s, d in self.people if not several(d)]
        last = single[-1][0] if single else -1
        found: list[Draft] = []
        for s, draft in single:
            if s == last and all(draft.who != other.who for other in found):
                found.append(draft)
        return found

    def body(self, heads: list[str]) -> Draft | None:
        """The last body whose name has one of these words; any that is no state's where the list is empty."""
        for _, draft in reversed(self.bodies):
            name = draft.label
            if any(head in name for head in heads) if heads else not draft.of_state:
                return draft
        return None

    def here(self) -> Entity | None:
        """The last body told in this sentence or the one before: whose "its chief executive" is."""
        found = next((d.who[0] for s, d in reversed(self.bodies) if s >= self.sentence - 1), None)
        return found if not isinstance(found, int) else None

    def at_home(self) -> bool:
        """Whether this sentence tells of no country but the outlet's own."""
        return self.home is not None and all(c == self.home for s, c, _ in self.countries if s == self.sentence)

    def titled(self, office: str) -> Draft | None:
        """The last person told with this post: "the ambassador", "the minister"."""
        return next(
            (d for _, d in reversed(self.people) if d.office and (d.office == office or d.office.split()[0] == office)),
            None,
        )

    def mostly(self) -> str | None:
        """The country told at least as often as all others together, and more than once."""
        everywhere = Counter(code for _, code, _ in self.countries)
        code, times = max(everywhere.items(), key=lambda item: item[1], default=("", 0))
        return code if times > 1 and 2 * times >= sum(everywhere.values()) else None


def several(draft: Draft) -> bool:
    """Whether a phrase stands for more than one person."""
    return sum(isinstance(w, int) for w in draft.who) > 1


def _sentences(people: list[tuple[int, Draft]]) -> Iterator[list[Draft]]:
    """The people of the last two sentences that tell any, sentence by sentence, the last first."""
    for number in list(dict.fromkeys(s for s, _ in reversed(people)))[:2]:
        yield [d for s, d in people if s == number]
