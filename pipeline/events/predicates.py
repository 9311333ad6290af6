"""The words of a sentence that can name a happening: verbs and nouns, with light verbs giving way to their noun.

"paid a visit", "a fair was held", "the opening took place": the noun is the trigger. All else stands for itself.
Sayings, states and intentions are found too, marked by their ``role``: they are no events, but dates pass through
them to what they govern.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.engine import Word, Words
from pipeline.events import grammar
from pipeline.events.lexicon import lexicon

PredicateRole = Literal["event", "saying", "stative", "intending"]


@dataclass(frozen=True, slots=True)
class Predicate:
    """A word that names a happening (``token``) and the verb that carries it (``verb``; itself for a full verb).

    ``verb`` is None for a noun that no verb carries ("during the visit"). ``words`` are the tokens of the trigger.
    """

    token: Word
    verb: Word | None
    words: tuple[Word, ...]
    role: PredicateRole = "event"
    announces: bool = False  # of a saying: it tells what the speaker will do, and is a happening itself

    @property
    def lemma(self) -> str:
        """The trigger's lemma: ``visit``, ``round_table``, ``break_out``."""
        return grammar.lemma(self.token)

    @property
    def is_noun(self) -> bool:
        """True where the trigger is a noun."""
        return grammar.is_noun(self.token)


def find(doc: Words, named: Sequence[tuple[int, int]] = ()) -> list[Predicate]:
    """Every predicate of the sentence in order of its words; each token names one at most.

    ``named`` are token ranges of names (people, bodies, places): a word inside one is no predicate unless it is
    the name's last word and an event noun ("the Astana Economic Forum was held").
    """
    inside = {i for start, end in named for i in range(start, end - 1)}
    found: dict[int, Predicate] = {}
    carried: set[int] = set()
    for token in doc:
        if not grammar.is_verb(token) or (token.i in inside and not _has_clause(token)):
            continue
        noun = carried_noun(token)
        if noun is not None and noun.i not in inside:
            held = found.get(noun.i)
            if held is None or held.verb is None or held.verb.dep_ == "acl":
                found[noun.i] = Predicate(noun, token, _noun_words(noun))
                carried.add(token.i)  # "the vote, planned for April, was held": held
            elif token.dep_ == "acl":
                carried.add(token.i)
            else:  # "the war began in 1950 and ended in 1953": the second stands for itself
                found[token.i] = Predicate(token, token, _verb_words(token))
            for other in grammar.conjuncts(noun):
                if grammar.lemma(other) in lexicon().nouns:
                    found[other.i] = Predicate(other, token, _noun_words(other))
        elif token.i not in found:
            role, told = role_of(token), result(token)
            if role == "stative" and told is not None:
                found[token.i] = Predicate(token, token, (told,))
                continue
            found[token.i] = Predicate(token, token, _verb_words(token), role, role == "saying" and _commits(token))
    for token in doc:
        if token.i in found or token.i in carried or token.i in inside or not grammar.is_noun(token):
            continue
        if names_happening(token):
            found[token.i] = Predicate(token, None, _noun_words(token))
    return [found[i] for i in sorted(found)]


def _has_clause(verb: Word) -> bool:
    """True for a verb with a subject or auxiliary of its own, which no name can hold: "was elected president"."""
    return any(c.dep_ in grammar.SUBJECTS | grammar.AUXILIARIES for c in verb.children)


def names_happening(token: Word) -> bool:
    """True for a noun that names a happening: "the visit", not "visit programme" nor "the election commission"."""
    if token.dep_ in {"compound", "amod", "nmod", "npadvmod"} and token.head.i > token.i:
        return False
    return not _a_body(token) and grammar.lemma(token) in lexicon().nouns


def _a_body(noun: Word) -> bool:
    """ "the African National Congress", "the New York Stock Exchange": unless a verb holds it, no happening."""
    return noun.tag_ in {"NNP", "NNPS"} and noun.lower_ in lexicon().bodies_too


def carried_noun(verb: Word) -> Word | None:
    """The noun that a light verb carries; None where the verb stands for itself."""
    words = lexicon()
    base = grammar.lemma(verb)
    if base == "be":
        return _copula_noun(verb)
    for preposition, noun in grammar.prepositional(verb):
        allowed = words.light_prep.get(f"{verb.lemma_.lower()} {preposition}")
        if allowed is not None and _carries(noun, allowed):
            return noun
    allowed = words.light_with.get(base)
    if base not in words.light and allowed is None:
        return None
    if any(c.dep_ == "xcomp" and grammar.lemma(c) not in words.stative for c in verb.children):
        return None  # "the purchase is expected to be completed": the infinitive tells it
    for told in _candidates(verb, base):
        noun = told if base in words.aspect_end else _of_which(told)
        if base == "join" and _a_body(noun):
            continue
        if not grammar.is_noun(noun) or noun.ent_type_ == "PERSON" or grammar.lemma(noun) in words.offices:
            continue
        if _carries(noun, allowed if base not in words.light else (allowed or frozenset()) | {"*"}):
            return noun
        if (
            base in words.light_any
            and grammar.lemma(noun) not in words.no_happening
            and noun.ent_type_ not in {"ORG", "GPE", "NORP"}
            and grammar.lemma(noun) not in words.persons | words.held
        ):
            return noun
    return None


def _of_which(noun: Word) -> Word:
    """ "a round of talks", "a series of strikes", "two days of talks": the happening inside."""
    unit = noun.lower_.rpartition(" ")[2].removesuffix("s") if " " in noun.text else ""
    if grammar.lemma(noun) in lexicon().portions or unit in lexicon().lengths:
        for preposition, inner in grammar.prepositional(noun):
            if preposition == "of" and names_happening(inner):
                return inner
    return noun


def _candidates(verb: Word, base: str) -> list[Word]:
    """What a light verb may carry: its object; in the passive, and of verbs like "take place", its subject."""
    if grammar.is_passive(verb):
        return grammar.subjects(verb)
    found = [o for o in grammar.objects(verb) if o.lower_ not in base.split("_")]  # "took place": place is no object
    if not found and (base in lexicon().light_subject or verb.dep_ == "acl"):
        found = grammar.subjects(verb)
    return found


def _carries(noun: Word, allowed: frozenset[str] | None) -> bool:
    """True where the noun is in the list; "*" in it stands for every noun of happening."""
    if allowed is None:
        return False
    name = grammar.lemma(noun)
    return name in allowed or ("*" in allowed and name in lexicon().nouns)


def _copula_noun(verb: Word) -> Word | None:
    """ "The concert is on 5 May": the subject, where it names a happening and nothing else is predicated of it."""
    if any(c.dep_ == "expl" and c.lower_ == "there" for c in verb.children):
        return next((c for c in verb.children if c.dep_ == "attr" and names_happening(c)), None)
    for preposition, noun in grammar.prepositional(verb):
        if preposition == "on" and grammar.lemma(noun) in lexicon().light_prep["be on"]:
            return noun
    due = next((c for c in verb.children if c.dep_ == "acomp" and c.lower_ == "due"), None)
    if due is not None and not any(c.dep_ == "xcomp" for c in due.children):  # "The report is due on Friday"
        return next((s for s in grammar.subjects(verb) if names_happening(s)), None)
    if any(c.dep_ in {"attr", "acomp", "oprd", "xcomp"} for c in verb.children):
        return None  # "hearings are to resume": the infinitive carries or tells it
    return next((s for s in grammar.subjects(verb) if grammar.is_noun(s) and names_happening(s)), None)


def result(verb: Word) -> Word | None:
    """What a copula says that somebody or something came to be: "was *free* again", "will stay *shut* until May"."""
    known = lexicon().results.get(grammar.lemma(verb))
    ahead = any(a.lower_ in {"will", "'ll", "shall"} for a in grammar.auxiliaries(verb))
    if known is None or not (ahead or grammar.lemma(verb) == "be"):
        return None
    return next((c for c in verb.children if c.dep_ in RESULTS and c.lower_ in known), None)


RESULTS = frozenset({"acomp", "advmod", "oprd", "prt"})


def role_of(verb: Word) -> PredicateRole:
    words = lexicon()
    base = grammar.lemma(verb)
    if base in words.announcing:
        return "event"
    if base == "miss" and verb.tag_ == "VBG" and not any(p == "since" for p, _ in grammar.prepositional(verb)):
        return "stative"  # "were still missing on Friday"
    if base in {"go", "date"} and any(c.lower_ == "back" for c in verb.children) and not _returns(verb):
        return "stative"  # "the custom goes back to 1841"
    if base == "write" and any(c.dep_ == "prep" and c.lower_ == "to" for c in verb.children):
        return "event"  # a letter is sent, not a thing said
    if any(c.dep_ == "acomp" and c.lower_ in words.intending for c in verb.children):
        return "intending"  # "is due to travel"
    clause = any(c.dep_ in {"ccomp", "xcomp"} and grammar.is_verb(c) for c in verb.children)
    acted_on = grammar.objects(verb) or grammar.is_passive(verb)
    if clause and grammar.objects(verb):  # "it left in May; on Monday it reported a loss": said is what comes after
        clause = any(c.dep_ in {"ccomp", "xcomp"} and grammar.is_verb(c) and c.i > verb.i for c in verb.children)
    with_whom = any(p in {"with", "by"} for p, _ in grammar.prepositional(verb))  # "spoke by telephone", "talked with"
    if base in words.saying_or_doing and not clause and (acted_on or with_whom):
        return "event"
    if base in words.doing and not clause and _does(verb, words.doing[base]):
        return "event"
    if base == "call" and _calls(verb):
        return "event"
    if base in words.saying and not clause and _by_wire(verb):
        return "event"  # "congratulated him by telephone": a call was made
    if base in words.saying:
        return "saying"
    if base in words.light_any and any(grammar.lemma(o) in words.no_happening for o in grammar.objects(verb)):
        return "stative"
    if any(c.dep_ in {"xcomp", "ccomp"} and grammar.is_verb(c) for c in verb.children) and base in words.intending:
        return "intending"
    if base in words.stative or (verb.pos_ == "AUX"):
        return "stative"
    return "event"


def _calls(verb: Word) -> bool:
    """ "called for a ceasefire", "called his wife": not "called it a mistake", "is called Stavanger"."""
    if any(c.dep_ in {"oprd", "attr", "xcomp", "acomp"} for c in verb.children) or grammar.is_passive(verb):
        return False
    if any(p == "for" for p, _ in grammar.prepositional(verb)):
        return True
    named = any(o.pos_ == "PRON" or grammar.lemma(o) in lexicon().kin for o in grammar.objects(verb))
    return named and not any(c.dep_ == "ccomp" for c in verb.children)


def _returns(verb: Word) -> bool:
    """ "went back to the table", not "went back to 1841" nor "goes back to the 1990s"."""
    nouns = (n for p, n in grammar.prepositional(verb) if p.endswith("to"))
    back = (n for c in verb.children if c.lower_ == "back" for p, n in grammar.prepositional(c) if p == "to")
    return verb.tag_ != "VBZ" and any(n.pos_ in {"NOUN", "PROPN"} and n.text.isalpha() for n in (*nouns, *back))


def _does(verb: Word, signs: frozenset[str]) -> bool:
    """True for a verb of a state with one of the signs of a doing: "earned a degree", "appeared in court"."""
    things = grammar.subjects(verb) if grammar.is_passive(verb) else grammar.objects(verb)
    if any(c.dep_ == "acomp" for c in verb.children):
        return False
    return (
        ("-" in signs and not things)
        or ("@who" in signs and any(o.dep_ == "dative" or o.pos_ == "PRON" for o in things))
        or any(grammar.lemma(o) in signs for o in things)
        or any(f"{p}:" in signs or grammar.lemma(n) + ":" in signs for p, n in grammar.prepositional(verb))
    )


def _commits(verb: Word) -> bool:
    """ "said that it would close the plant", "says it plans to": who says what they themselves will do announces it."""
    for clause in verb.children:
        if clause.dep_ != "ccomp" or not grammar.is_verb(clause):
            continue
        ahead = any(a.lower_ in {"will", "would", "'ll"} for a in grammar.auxiliaries(clause))
        ahead = ahead or grammar.lemma(clause) in PLANNING
        denied = any(c.dep_ == "neg" for c in clause.children)
        for subject in grammar.subjects(clause):
            owner = any(c.dep_ == "poss" and c.lower_ in OWN_POSSESSIVE for c in subject.children)
            if ahead and not denied and (owner or subject.lower_ in OWN):
                return True
    return False


PLANNING = frozenset({"intend", "plan"})
OWN = frozenset({"he", "she", "it", "they", "we", "i"})
OWN_POSSESSIVE = frozenset({"his", "her", "its", "their", "our", "my"})


def _by_wire(verb: Word) -> bool:
    """ "By telephone", "over the phone", "in a letter": the saying is a call or a message sent."""
    words = lexicon()
    return any(p in {"by", "over", "via"} and grammar.lemma(n) in words.wires for p, n in grammar.prepositional(verb))


def _verb_words(verb: Word) -> tuple[Word, ...]:
    """The verb with its particle, or "took part", where they stand side by side."""
    after = [
        c
        for c in verb.children
        if c.i == verb.i + 1 and (c.dep_ == "prt" or (verb.lemma_ == "take" and c.lower_ in {"part", "place"}))
    ]
    return (verb, *after)


def _noun_words(noun: Word) -> tuple[Word, ...]:
    """The noun, with the word before it where both make one ("round table")."""
    if "_" in grammar.lemma(noun):
        return (noun.nbor(-1), noun)
    return (noun,)
