"""What kind of happening a word names: one of the vocabulary's types, and its PLOVER root.

``classify`` reads words only, so that it is fast and works without a parse; a caller that has one can pass the
trigger's lemma and the head of its object. The knowledge is in ``knowledge/events/type_*.{csv,toml}``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from pipeline.events.type_rules import Cue, Frame, Phrase, Place, Rule, Words, about, small, tables
from pipeline.knowledge import toml

OTHER = "other"
DELEGATE = "@noun"
BESIDE = 2  # tokens: what "+" and "-" call right beside
WRONG_SIDE = 4  # steps added to a cue on the side where the object does not stand
NEAR_OBJECT = 1
DOER = 2  # steps to the head of the subject: what is done to says more than who does it
OPEN = ("to", "for", "from", "with", "in", "on", "at")  # such a phrase says less than what its verb is joined to
TOPIC = 30  # steps to what the text is about: farther than any word of the sentence
BY = 6  # tokens from "by" to the word that tells the doer of a passive
SUBJECT = 3  # steps from a passive to the head of its subject
PLURALS = (("ies", "y"), ("es", ""), ("s", ""))


@cache
def event_types() -> Mapping[str, Mapping[str, Any]]:
    """The vocabulary by id: ``label group definition plover cameo schema_org``, in order."""
    return {entry["id"]: entry for entry in toml("events/event_types.toml")["type"]}


@lru_cache(maxsize=256)
def _words(sentence: str) -> Words:
    return Words(sentence)


def classify(
    sentence: str,
    trigger: str,
    *,
    lemma: str | None = None,
    near: Sequence[str] = (),
    at: int | None = None,
    frame: Frame | None = None,
    topics: frozenset[str] | None = None,
) -> str:
    """The type of the happening that ``trigger`` names in ``sentence``; "other" where no rule knows.

    ``trigger`` is a word or phrase of the sentence (words that stand apart are fine). ``lemma`` and ``near`` are what
    a parse knows: the trigger's lemma, and the head words of its subject and object, or all of it as a ``frame``;
    ``at`` is the character where the trigger starts, for a word that the sentence has twice; ``topics`` are those of
    the article (``type_rules.about``), else the sentence's.

    >>> classify("The presidents signed a treaty of friendship on 2 May 1997.", "signed")
    'agreement_signed'
    >>> classify("The striker signed a three-year contract with Ajax on Monday.", "signed")
    'sport'
    """
    reading = _Reading(_words(sentence), trigger, lemma, near, at, frame)
    reading.topics = about(sentence) if topics is None else topics
    return reading.type()


class _Reading:
    """One trigger in one sentence."""

    def __init__(
        self,
        words: Words,
        trigger: str,
        lemma: str | None,
        near: Sequence[str],
        at: int | None,
        frame: Frame | None = None,
    ) -> None:
        self.words = words
        self.at = words.find(trigger, at or 0)
        if not self.at:  # not a phrase of the sentence: read the phrase alone
            self.words = words = Words(trigger)
            self.at = list(range(len(words.tokens)))
            frame = None
        self.lemma = lemma.lower() if lemma else None
        heads = {word.lower() for word in near}
        self.near = {i for i, found in enumerate(words.lemmas) if heads & set(found)}
        self.outside: set[int] = set()
        self.frame = frame
        self.topics: frozenset[str] = frozenset()
        self.doers: set[int] = set()
        if frame is not None:
            self.near |= {i for i, start in enumerate(words.starts) if start in frame.done}
            self.doers = {i for i, start in enumerate(words.starts) if start in frame.doers}
            self.outside = {i for i, start in enumerate(words.starts) if start not in frame.clause}
        self.inside = set(self.at) if len(self.at) > 1 else set()
        told = self.near | self.doers
        self.told = frame is not None and any(words.tokens[i] not in small("pronouns") for i in told)

    def type(self) -> str:
        if not self.at:
            return OTHER
        base = self.plain()
        return self.modal(base) if self.inside else base

    def plain(self) -> str:
        """The type without regard to will, would, must: the first word that says one, sayings and light verbs last."""
        phrases = sorted(self.covering(), key=lambda found: -len(found[0]))
        weak: str | None = None
        light: list[Place] = []
        for index in self.content():
            place = (index, index + 1)
            covering = [(phrase, where) for phrase, where in phrases if where[0] <= index < where[1]]
            decided = (self.phrased(phrase, where, place) for phrase, where in covering)
            found = next((kind for kind in decided if kind), None)
            if not found and self._is_light(index):
                found = self.cued(self.rules_at(index), place)
                if not found:
                    light.append(place)
            elif not found:
                found = self.decide(self.rules_at(index), place)
                if found == OTHER and not self.cued(self.rules_at(index), place) and not self._certain(index):
                    said = self.headed()  # of a verb that says nothing by itself
                    found = said if said and said not in small("staged") else OTHER
            strong = found and found not in (OTHER, "statement")
            if strong and (weak != "statement" or self._verb(index)):  # "called the forum historic" stays a saying
                return found or OTHER
            weak = weak or found
        for place in light:
            found = self.decide(self.rules_at(place[0]), place)
            if found and weak in (None, OTHER):
                return found
        return weak or self.context()

    def phrased(self, phrase: Phrase, where: Place, word: Place) -> str | None:
        """The type of a phrase; before the default of a mere passive ("be named") come the cues of its verb."""
        rules = _rules(phrase, None)
        verb = self.cued(self.rules_at(word[0]), word) if phrase[0] == "be" or phrase[-1] in OPEN else None
        return self.cued(rules, where) or verb or self.decide(rules, where)

    def covering(self) -> Iterator[tuple[Phrase, Place]]:
        """Phrases of several words that begin or end with a word of the trigger."""
        for phrase, (start, end) in self.words.phrases():
            if start in self.at or end - 1 in self.at:
                yield phrase, (start, end)

    def content(self) -> list[int]:
        """The words of the trigger that carry meaning; a particle after a verb has none of its own."""
        first, *others = [i for i in self.at if self.words.tokens[i] not in small("empty")] or self.at
        return [first, *(i for i in others if self.words.tokens[i] not in small("particles"))]

    def _certain(self, index: int) -> bool:
        return not small("certain").isdisjoint(self.words.lemmas[index])

    def _is_light(self, index: int) -> bool:
        return any(rule.type == DELEGATE for rule in self.rules_at(index))

    def rules_at(self, index: int) -> tuple[Rule, ...]:
        """The rules of one word of the trigger, under the lemma given or the first that has any."""
        candidates = self.words.lemmas[index]
        if self.lemma and len(self.at) == 1:
            candidates = (self.lemma, *candidates)
        elif len(candidates) > 1 and not self._noun_form(index):
            candidates = (*candidates[1:], candidates[0])  # "found" is of "find" before it is itself
        found = (_rules((c,), self._noun_form(index)) for c in candidates)
        return next((rules for rules in found if rules), ())

    def _noun_form(self, index: int) -> bool | None:
        """True where the word must be a noun, False where a verb, None where it may be either."""
        token = self.words.tokens[index]
        if self.frame is not None and len(self.at) == 1:
            return self.frame.noun
        if any((lemma,) in tables().nouns for lemma in noun_lemmas(token)):
            return True if index and self.words.tokens[index - 1] in small("determiners") else None
        return False

    def _verb(self, index: int) -> bool:
        return any((lemma,) in tables().verbs for lemma in self.words.lemmas[index])

    def decide(self, rules: Iterable[Rule], place: Place) -> str | None:
        """The type of the rule whose cue stands nearest; else of the first rule without cues that gives one."""
        rules = tuple(rules)
        kind = self.cued(rules, place)
        if kind:
            return kind
        for rule in rules:
            if not rule.cues:
                named = self.delegate(place) if rule.type == DELEGATE else rule.type
                if named:
                    return named
        return None

    def cued(self, rules: Iterable[Rule], place: Place) -> str | None:
        """The type of the rule whose cue stands nearest, the earlier row where two are as near."""
        scored = [(d, n, rule.type) for n, rule in enumerate(rules) if rule.cues and (d := self.score(rule, place))]
        kind = min(scored)[2] if scored else None
        return None if kind == DELEGATE else kind

    def score(self, rule: Rule, place: Place) -> int | None:
        """Steps (from 1) to the nearest cue of the rule, None where none is in reach."""
        found = [
            steps
            for cue in rule.cues
            for where in self.words.groups.get(cue.group, ())
            if (steps := self.steps(cue, place, where)) is not None
        ]
        found += [NEAR_OBJECT if cue.strong else TOPIC for cue in rule.cues if cue.group in self.topics]
        found += [NEAR_OBJECT for cue in rule.cues if cue.group == "@alone" and self.alone(place)]
        return min(found, default=None)

    def alone(self, place: Place) -> bool:
        """Whether nothing is done to: "she took over *in* April"."""
        following = self.words.tokens[place[1] : place[1] + 1]
        joined = not following or following[0] in small("prepositions") or following[0] in small("subordinators")
        return joined and following != ["by"] and not self.is_passive(place) and not self.near

    def steps(self, cue: Cue, place: Place, where: Place) -> int | None:
        """Steps from the trigger to one cue, None where it stands on the wrong side or too far."""
        before, after = where[1] <= place[0], where[0] >= place[1]
        if not before and not after:
            return None
        if cue.side in ("+", "-"):
            gap = where[0] - place[1] if cue.side == "+" else place[0] - where[1]
            right = after if cue.side == "+" else before
            return 1 if right and gap <= BESIDE else None
        role = self.role(where)
        if cue.side and not (cue.side[0] == role if role else self.stands(cue.side, place, where)):
            return None
        if any(i in self.near for i in range(*where)):
            return NEAR_OBJECT
        if any(i in self.doers for i in range(*where)):
            return NEAR_OBJECT if cue.side == "<" or cue.strong else DOER
        if any(i in self.inside for i in range(*where)):
            return NEAR_OBJECT
        between = self.words.tokens[place[1] : where[0]]
        if cue.side == ">of" and ("of" not in between or "with" in between or "between" in between):
            return None
        steps = self.gap(place, where)
        if steps > cue.reach + 3:
            return None
        return NEAR_OBJECT if cue.strong else steps

    def role(self, where: Place) -> str:
        """ "<" for a head of who does it, ">" for one of what is done to, as the parse has it; else nothing."""
        if self.frame is None or self.frame.noun:
            return ""
        places = set(range(*where))
        return ">" if places & self.near else "<" if places & self.doers else ""

    def stands(self, side: str, place: Place, where: Place) -> bool:
        """Whether a cue stands where the doer ("<") or what is done to (">") does; a passive has them the other way."""
        before = where[1] <= place[0]
        if not self.is_passive(place):
            return before if side == "<" else not before
        by = "by" in self.words.tokens[max(place[1], where[0] - BY) : where[0]]
        return by if side == "<" else not by

    def gap(self, place: Place, where: Place) -> int:
        """Steps to a word: a passive has its object before it, an active verb after; nouns have no side.

        The head of a passive's subject is near however long the phrases that hang on it.
        """
        words, before = self.words, where[1] <= place[0]
        steps = words.distance(place, where)
        if not self.is_verb(place):
            return steps
        if not before:
            return steps + (WRONG_SIDE if self.object_before(place) else 0)
        if not self.object_before(place):
            return steps + WRONG_SIDE
        if words.tokens[place[0] - 1] in (",", "(") and where[1] < place[0]:  # ", concluded in 2006"
            return steps - 3
        if any(t in small("prepositions") for t in words.tokens[max(0, where[0] - 3) : where[0]]):
            return steps + WRONG_SIDE
        clause = words.tokens[where[1] : place[0]]
        return steps if any(t in small("subordinators") for t in clause) else min(steps, SUBJECT)

    def is_verb(self, place: Place) -> bool:
        """Whether the word at the place is read as a verb: no noun has its form."""
        return (self.words.tokens[place[0]],) not in tables().nouns and self._verb(place[0])

    def is_passive(self, place: Place) -> bool:
        preceding = self.words.tokens[max(0, place[0] - 3) : place[0]]
        return any(t in small("passive") for t in preceding[-2:]) and self.words.tokens[place[0]].endswith(
            ("ed", "n", "t", "ld", "d", "nk", "ng", "un", "ck")
        )

    def object_before(self, place: Place) -> bool:
        if self.is_passive(place):
            return True
        phrase = " ".join(self.words.lemmas[i][-1] for i in range(*place))
        return phrase in small("intransitive") and not self.has_object(place)

    def has_object(self, place: Place) -> bool:
        following = self.words.tokens[place[1] : place[1] + 1]
        return bool(following) and following[0] in ("a", "an", "the", "its", "his", "her", "their")

    def delegate(self, place: Place) -> str | None:
        """The type of the event noun nearest to a light verb."""
        best: tuple[int, str] | None = None
        for where, rules in self.event_nouns():
            if where[0] < place[1] and where[1] > place[0]:
                continue
            close = any(i in self.near or i in self.inside or i in self.doers for i in range(*where))
            if self.told and not close and where[0] in self.outside:
                continue  # of another clause
            steps = NEAR_OBJECT if close else self.gap(place, where)
            if best and steps >= best[0]:
                continue
            kind = self.decide((r for r in rules if r.type != DELEGATE), where)
            if kind:
                best = (steps, kind)
        return best[1] if best else None

    def event_nouns(self) -> Iterator[tuple[Place, tuple[Rule, ...]]]:
        """Event nouns of the sentence, phrases before their parts."""
        nouns = tables().nouns
        taken: set[int] = set()
        for phrase, place in self.words.phrases():
            if phrase in nouns and not taken & set(range(*place)):
                taken |= set(range(*place))
                yield place, nouns[phrase]
        for index, token in enumerate(self.words.tokens):
            if index in taken or self.words.is_month(index):
                continue
            for lemma in noun_lemmas(token):
                if (lemma,) in nouns:
                    yield (index, index + 1), nouns[(lemma,)]
                    break

    def modal(self, base: str) -> str:
        """A trigger that says will promises or threatens; one that says must demands."""
        modal = toml("events/type_words.toml")["modal"]
        said = " ".join(self.words.tokens[i] for i in self.at)
        padded = f" {said} "

        def has(name: str) -> bool:
            return any(f" {w} " in padded for w in modal[name])

        if has("must") or (has("negation") and (has("future") or base == "coercion_restriction")):
            return "dispute_statement"
        if has("future"):
            verbs = {lemma for i in self.at for lemma in self.words.lemmas[i]}
            lifting = base != "coercion_restriction" or verbs & set(modal["lifting"])
            if verbs & set(modal["gentle"]) and lifting:
                return "agreement_reached"
            if base in modal["hostile"]:
                return "dispute_statement"
            if base in modal["kind"]:
                return "agreement_reached"
        return base

    def headed(self) -> str | None:
        """The type of the event noun that is done, done to or does: "the *verdict* fell"."""
        for where, rules in self.event_nouns():
            if any(i in self.near or i in self.doers for i in range(*where)):
                kind = self.decide((r for r in rules if r.type != DELEGATE), where)
                if kind:
                    return kind
        return None

    def context(self) -> str:
        """For a trigger that no rule knows: the nearest event noun or telling word says what the sentence is about."""
        place = (self.at[0], self.at[-1] + 1)
        if self.frame is not None:
            return self.headed() or OTHER
        table = toml("events/type_words.toml")["context"]
        found = [
            (self.words.distance(place, where), kind)
            for kind, groups in table.items()
            if kind not in ("reach", "types")
            for group in groups
            for where in self.words.groups.get("@" + group, ())
        ]
        for where, rules in self.event_nouns():
            kind = self.decide((r for r in rules if r.type != DELEGATE), where)
            if kind in table["types"]:
                found.append((self.words.distance(place, where), kind))
        near = min(((steps, kind) for steps, kind in found if 0 < steps <= table["reach"]), default=None)
        return near[1] if near else OTHER


def _rules(phrase: Phrase, noun: bool | None) -> tuple[Rule, ...]:
    """The rules of a phrase as a noun, as a verb, or (None) as both."""
    known = tables()
    names, verbs = known.nouns.get(phrase, ()), known.verbs.get(phrase, ())
    if noun is True:
        return names or verbs
    if noun is False:
        return verbs or names
    return (*names, *verbs)


def noun_lemmas(token: str) -> tuple[str, ...]:
    """The token as a noun: itself, or its singular."""
    singular = [token[: -len(end)] + put for end, put in PLURALS if token.endswith(end) and len(token) > len(end) + 2]
    return (token, *singular)
