"""A title as a headline says it: actor, verb in the present, object or place; at most twelve words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.engine import Word
from pipeline.events import grammar
from pipeline.events.lexicon import lexicon
from pipeline.events.predicates import Predicate
from pipeline.model import Participant

LONGEST = 12
NEAR = 5  # tokens from a verb to what it makes of somebody: "dismissed today *as* chief executive"


def title(
    predicate: Predicate,
    participants: tuple[Participant, ...],
    dates: frozenset[int] = frozenset(),
    hint: str = "",
    instead: Mapping[int, str] | None = None,
    preposition: str = "in",
    planned: bool = False,
) -> str:
    """ "Kassym-Jomart Tokayev visits Armenia", "Memorandum of Cooperation signed in Yerevan".

    ``dates`` are the tokens of dates, left out; ``hint`` is what "it" or "they" stands for, where nobody else is known;
    ``instead`` are names to say in place of the phrase at a token ("beat Spain on Monday, *Norway* on Friday");
    ``preposition`` stands before the place in the sentence; what is ``planned`` is "to be built".
    """
    words = _Title(predicate, participants, dates, hint, instead or {}, preposition, planned).words()
    if len(words) > LONGEST:
        words = words[:LONGEST]
    ends = _LOOSE_ENDS - {t.lower_ for t in predicate.words[1:]}  # "sworn in"
    while words and words[-1].lower() in ends:
        words.pop()
    if words and words[0] == "to":
        words = words[1:]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


_LOOSE_ENDS = frozenset(
    {
        "of",
        "in",
        "on",
        "at",
        "the",
        "a",
        "an",
        "and",
        "or",
        "to",
        "for",
        "with",
        "by",
        "between",
        "from",
        "as",
        "under",
        "into",
    }
)


_COMPLETING = frozenset({"at", "of", "with", "to", "into", "from", "against", "for", "off", "on", "over", "through"})
_COMPLETING_PASSIVE = frozenset({"of", "with", "to", "into", "from"})


@dataclass(frozen=True, slots=True)
class _Title:
    predicate: Predicate
    participants: tuple[Participant, ...]
    dates: frozenset[int]
    hint: str
    instead: Mapping[int, str]
    preposition: str
    planned: bool

    def words(self) -> list[str]:
        place = next((p.entity.name for p in self.participants if p.role == "place"), None)
        if self.predicate.is_noun:
            return self._noun(place)
        verb = self.predicate.token
        particle = [t.text for t in self.predicate.words[1:]] or _particle(verb)
        subject = grammar.subject(verb)
        if grammar.is_passive(verb):
            words = [*self._who(subject, "counterpart", 7), *(["to", "be"] if self.planned else []), verb.lower_]
            words += [*particle, *(self._made(verb) or self._complement(verb, _COMPLETING_PASSIVE))]
            doer = self._named("actor")
            if doer and len(words) + len(doer) < LONGEST - 2:
                words += ["by", *doer]
        else:
            words = [*self._who(subject, "actor", 5), present(verb, self._plural(subject)), *particle]
            words += self._object(verb, particle)
        return self._with_place(words, place)

    def _named(self, role: str) -> list[str]:
        return next((p.entity.name.split() for p in self.participants if p.role == role), [])

    def _who(self, subject: Word | None, role: str, longest: int) -> list[str]:
        """The subject by name where one is known, else as told; a pronoun gives way to what it stands for."""
        if subject is None or subject.pos_ == "PRON" or subject.dep_ in {"csubj", "csubjpass"}:
            return self._named(role) or self.hint.split()[:longest]
        if subject.i in self.instead:
            return self.instead[subject.i].split()
        if several := self._several(subject, longest + 2):
            return several
        named = self._named(role)
        heads = {subject.text, *(c.text for c in subject.children if c.dep_ == "appos")}
        if named and heads & set(named) and not grammar.conjuncts(subject) and subject.tag_ != "NNS":
            return named
        return self._phrase(subject, longest)

    def _several(self, subject: Word, longest: int) -> list[str]:
        """ "Emmanuel Macron and Angela Merkel", where all who are coordinated are known by name."""
        tokens = [subject, *grammar.conjuncts(subject)]
        people = [
            next((p.entity.name for p in self.participants if t.text in p.entity.name.split()), "") for t in tokens
        ]
        if len(tokens) < 2 or not all(people) or len(set(people)) < len(people):
            return []
        words = " ".join((", ".join(people[:-1]), "and", people[-1])).split()
        return words if len(words) <= longest else []

    def _object(self, verb: Word, particle: list[str]) -> list[str]:
        """What is done, by name where a pronoun stands for it; else what completes the verb."""
        targets = [o for o in grammar.objects(verb) if o.text not in particle and o.i not in self.dates]
        target = next((o for o in targets if o.dep_ != "dative"), None) or next(iter(targets), None)
        if target is not None and target.tag_ in {"WDT", "WP"}:
            target = verb.head
        if target is not None and (target.pos_ == "PRON" or target.text[0].isdecimal()):
            clauses = (c for c in verb.children if c.dep_ in {"ccomp", "xcomp"} and c.i > verb.i)
            done = next((c for c in clauses if grammar.is_verb(c)), None)
            return (
                self._named("counterpart")
                or (self._told(done) if done is not None else self._complement(verb))
                or self._meant(verb, target)
            )
        if target is not None:
            given = next((o for o in targets if o.dep_ == "dative" and o != target), None)
            words = [*self._phrase(target, 6), *self._made(verb)]
            if given is None or given.pos_ == "ADP":  # "awards the games to Qatar"
                return [*words, *(self._phrase(given, 5) if given is not None and len(words) < 5 else [])]
            return [*(self._named("counterpart") if given.pos_ == "PRON" else self._phrase(given, 4)), *words]
        doing = next((c for c in verb.children if c.dep_ == "xcomp" and grammar.is_verb(c)), None)
        if doing is not None:
            return [
                *_denied(doing),
                *[a.text for a in grammar.auxiliaries(doing)],
                doing.text,
                *self._object(doing, []),
            ]
        told = next((c for c in verb.children if c.dep_ == "ccomp" and grammar.is_verb(c) and c.i > verb.i), None)
        return self._made(verb) or self._complement(verb) or (self._told(told) if told is not None else [])

    def _meant(self, verb: Word, pronoun: Word) -> list[str]:
        """What "it" is, where the verb before had an object: "granted him asylum and later withdrew *it*"."""
        if verb.dep_ != "conj" or pronoun.lower_ not in {"it", "them"}:
            return []
        thing = next((o for o in grammar.objects(verb.head) if o.dep_ != "dative" and o.pos_ == "NOUN"), None)
        return self._phrase(thing, 5) if thing is not None else []

    def _told(self, clause: Word) -> list[str]:
        """What is announced or allowed, as a clause: "announces *he will leave*"."""
        kept = [t for t in clause.subtree if t.tag_ != "IN" or t.dep_ != "mark"]
        kept = [t for t in kept if not self._dropped(t, clause)]
        last = next((n for n, t in enumerate(kept) if t == clause), 0)
        words = [_LATER.get(t.lower_, t.text) for t in kept[: last + 1]]
        return [*words, *self._object(clause, [])][:9] if len(words) <= 9 else []

    def _made(self, verb: Word) -> list[str]:
        """What it makes of somebody: "named *secretary general*", "resigns *as chief executive*", "pleads *guilty*"."""
        for child in verb.children:
            if child.i < verb.i or child.i in self.dates:
                continue
            if child.dep_ in {"oprd", "acomp", "attr"}:
                denied = _denied(child) or (_denied(verb) if verb.i + 1 < child.i else [])
                return self._phrase(child, 5) if grammar.is_noun(child) else [*denied, child.text]
            if child.dep_ == "advmod" and child.lower_ in _RESULTS:
                return [child.text]
            if child.dep_ == "prep" and child.lower_ == "as" and child.i - verb.i <= NEAR:
                noun = next((c for c in child.children if c.dep_ == "pobj"), None)
                return [child.text, *words] if noun is not None and (words := self._phrase(noun, 6)) else []
        return []

    def _plural(self, subject: Word | None) -> bool:
        if subject is None:
            return False
        if subject.pos_ == "PRON":
            return subject.lower_ in {"they", "we", "these", "those"} and not self._named("actor")
        several = bool(grammar.conjuncts(subject))
        person = any(p.entity.kind == "person" and p.entity.name.split()[-1] == subject.text for p in self.participants)
        one = person or any(
            p.entity.kind == "organization" and subject.text in p.entity.name for p in self.participants
        )
        return (subject.tag_ in {"NNS", "NNPS"} and not one) or several

    def _noun(self, place: str | None) -> list[str]:
        base = self.predicate.lemma
        principal, other = self._named("actor"), self._named("counterpart")
        if base == "visit" and principal:
            return [*principal, "visits", *(place or " ".join(other)).split()]
        if base in {"meeting", "talk", "negotiation"} and principal and other:
            return self._with_place([*principal, "meets", *other], place)
        words = self._phrase(self.predicate.token, 8)
        carrier = self.predicate.verb
        if carrier is not None and grammar.lemma(carrier) in lexicon().aspect_start | lexicon().aspect_end:
            return self._with_place([*words, present(carrier, self._plural(self.predicate.token))], place)
        if len(words) == 1 and carrier is not None and grammar.is_passive(carrier) and not principal and not place:
            return [*words, carrier.lower_]  # "Trip postponed"
        told = " ".join(words)
        doer = next((p.entity.kind for p in self.participants if p.role == "actor"), "")
        gathers = base.split("_")[-1] in lexicon().families["meeting"] | lexicon().families["forum"] | _GATHERINGS
        object_only = carrier is None and self.predicate.token.dep_ in grammar.OBJECTS  # "attended *the swearing-in*"
        if (
            principal
            and principal[-1] not in told
            and len(words) <= 4
            and not object_only
            and not (gathers and doer != "organization")
        ):
            of = base in _OF or gathers
            if doer == "person" and not of:
                return self._with_place([*principal[:-1], f"{principal[-1]}'s", *words], place)
            words = [*words, "of" if of else "by", *principal]
        elif gathers and doer == "place" and not place and len(words) <= 4 and principal[-1] not in told:
            words = [*words, "in", *principal]  # "Elections in Nicaragua"
        elif other and other[-1] not in told and len(words) <= 3:
            words = [*words, "to" if base in _GOING else "with", *other]
        return self._with_place(words, place)

    def _with_place(self, words: list[str], place: str | None) -> list[str]:
        told = " ".join(words)
        if (
            place
            and place not in told
            and place.split()[0] not in words
            and len(words) + 1 + len(place.split()) <= LONGEST
        ):
            return [*words, self.preposition, *place.split()]
        return words

    def _phrase(self, token: Word, longest: int) -> list[str]:
        """The noun phrase's words without articles, clauses, dates and brackets; ``longest`` at most."""
        if token.i in self.instead:
            return self.instead[token.i].split()
        kept = [t for t in token.subtree if not self._dropped(t, token)]
        before = [t for t in kept if t.i <= token.i][-longest:]
        kept = _whole(before + [t for t in kept if t.i > token.i][: longest - len(before)], token)
        words: list[str] = []
        glue = False
        for t in kept:
            fast = t.i > 0 and not t.nbor(-1).whitespace_ and bool(words)
            if (t.text in {"-", "/", "'s", "’s", "'"} and fast) or glue:
                words[-1] += t.text
                glue = t.text in {"-", "/"} and not t.whitespace_
            elif t.is_currency and not t.whitespace_:
                words.append(t.text)
                glue = True
            elif t.text not in {"-", "/", "'s", "’s", "'"}:
                words.append(t.text)
        following = token.words[kept[-1].i + 1].text if kept and kept[-1].i + 1 < len(token.words) else ""
        if words and words[-1].isdecimal() and following in {"-", "–"}:
            words.pop()  # half a score
        while words and words[-1].lower() in _LOOSE_ENDS:
            words.pop()
        if words:
            words[-1] = words[-1].rstrip("-–/")
        return words

    def _dropped(self, token: Word, top: Word) -> bool:
        if token.i in self.dates or token.tag_ in {"PRP$", "WDT", "WP", "WP$", "WRB"}:
            return True
        if token.dep_ in {"det", "predet"} and token.lower_ in _DETERMINERS:
            return True
        if token.is_punct and token.text not in {"-", "/"}:
            return True
        for above in grammar.ancestors(token):
            if above == top:
                return False
            if above.dep_ in {"relcl", "acl", "appos", "parataxis", "advcl"}:
                return True
            if above.dep_ == "prep" and (
                any(c.i in self.dates for c in above.children)
                or (above.head == top and above.lower_ in {"during", "since", "after", "before", "until"})
            ):
                return True
        return False

    def _complement(self, verb: Word, completing: frozenset[str] = _COMPLETING) -> list[str]:
        """The first prepositional phrase that completes a verb without object: "collides *with a freight train*"."""
        for prep in verb.children:
            if prep.dep_ in {"prep", "dative"} and prep.i > verb.i and prep.lower_ in completing:
                for noun in prep.children:
                    if noun.dep_ == "pobj" and noun.i not in self.dates and (words := self._phrase(noun, 5)):
                        return [prep.text, *words]
        return []


_OF = frozenset(
    {"death", "birth", "opening", "launch", "election", "arrest", "killing", "funeral", "resignation", "crash"}
)
_GOING = frozenset({"trip", "visit", "tour", "journey", "voyage"})
_GATHERINGS = frozenset(
    {"summit", "session", "festival", "conference", "ceremony", "election", "match", "assembly", "congress"}
)
_PARTICLES = frozenset({"out", "back", "off", "up", "down", "away", "together", "aground", "apart", "aside", "free"})
_RESULTS = frozenset(
    {"first", "second", "third", "fourth", "fifth", "last", "aground", "together", "silent", "guilty", "ahead"}
)
_LATER = {"would": "will", "had": "has", "was": "is", "were": "are", "could": "can"}
_DETERMINERS = frozenset({"the", "a", "an", "this", "that", "these", "those", "his", "her", "its", "their"})


def _particle(verb: Word) -> list[str]:
    """An adverb right after the verb that the parse does not call its particle: "pulls *out*", "runs *aground*"."""
    after = verb.nbor(1) if verb.i + 1 < len(verb.words) else None
    if after is None or after.lower_ not in _PARTICLES or after.head != verb or after.dep_ not in {"advmod", "prep"}:
        return []
    of = next((c for c in after.children if c.dep_ in {"prep", "pobj"}), None)
    if of is not None and of.dep_ == "pobj":
        return []  # "out the window"
    return [after.text]


def _denied(token: Word) -> list[str]:
    """ "decide *not* to charge", "pleads *not* guilty"."""
    return ["not"] if any(c.dep_ == "neg" for c in token.children) else []


def _whole(kept: list[Word], top: Word) -> list[Word]:
    """The tokens without those whose own phrase was cut off: no "of the same", no "with the"."""
    while True:
        held = {t.i for t in kept}
        loose = [
            t
            for t in kept
            if t != top
            and t.i > top.i
            and (t.head.i not in held or (t.dep_ == "prep" and not any(c.i in held for c in t.children)))
        ]
        if not loose:
            return kept
        kept = [t for t in kept if t not in loose]


def present(verb: Word, plural: bool = False) -> str:
    """The verb in the present: "visited" -> "visits"."""
    base = grammar.lemma(verb).partition("_")[0]
    if plural:
        return base
    if base in {"be", "have", "do", "go"}:
        return {"be": "is", "have": "has", "do": "does", "go": "goes"}[base]
    if base.endswith(("s", "x", "z", "ch", "sh")):
        return base + "es"
    if base.endswith("y") and base[-2:-1] not in "aeiou":
        return base[:-1] + "ies"
    return base + "s"
