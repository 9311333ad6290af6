"""Dates that only tell which: a paper's year, a term of office, the value that a change began at, a date in brackets.

"The 2015 agreement", "chancellor since 2005", "from 2 million in 2019 to 3 million", "the quarter ended Sept. 30":
such a date is no other word's, or dearly so (``binding.price``), and dates no happening of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.engine import Word, told
from pipeline.events import grammar
from pipeline.events.lexicon import lexicon
from pipeline.events.predicates import names_happening

PERIOD = re.compile(r"[a-z]+-(?:quarter|half|year|month)")
DECADES = re.compile(r"(?:the )?(?:early |mid-?|late )?(?:\d{4}s|'?\d0s|[a-z]+ies)")
YEARS = re.compile(r"\d{3,4}\s*[-–—]\s*\d{2,4}")
REACH = 12  # words that a rank may stand before its "since"
SCENES = frozenset({"in", "during", "at"})
WITHIN = frozenset({"in", "during", "by"})  # that lead from what happened to the sudden happening it was part of


def old_value(tokens: Sequence[Word]) -> bool:
    """The date of the value that a change began at: "rose *from* 10,000 *in 2019* to 30,000", "to 5% from 3% *in May*".

    Read by words: the parser hangs such a date on the verb.
    """
    doc, first, last = tokens[0].words, tokens[0].i, tokens[-1].i
    lead = next((i for i in range(first - 1, max(-1, first - 8), -1) if doc[i].lower_ == "from"), None)
    if lead is None or not _amount(doc[lead + 1 : first]):
        return False
    after = last + 1 < len(doc) and doc[last + 1].lower_ == "to" and _amount(doc[last + 2 : last + 6])
    before = any(doc[i].lower_ == "to" and _amount(doc[i + 1 : i + 5]) for i in range(max(0, lead - 8), lead))
    return after or before or doc[lead - 1 if lead else 0].lower_ in {"up", "down"}


def _amount(words: Sequence[Word]) -> bool:
    """True where the words tell an amount and no doing."""
    return any(t.like_num for t in words) and not any(grammar.is_verb(t) or t.text in {",", ";"} for t in words)


def closes_period(date: Sequence[Word]) -> bool:
    """ "the quarter ended Sept. 30", "the six months ending June 30": the date tells which period, and when nothing."""
    if date[0].i < 2:
        return False
    verb, period = date[0].nbor(-1), date[0].nbor(-2)
    unit = period.text.lower().rpartition(" ")[2]
    closes = verb.lower_ in {"ended", "ending"} and verb.dep_ != "ROOT"
    return closes and (unit in lexicon().periods or unit.removesuffix("s") in lexicon().periods)


def bracketed(tokens: Sequence[Word]) -> bool:
    """A date alone in brackets, which belongs to what stands before them."""
    first, last = tokens[0], tokens[-1]
    return bool(first.i) and first.nbor(-1).text == "(" and last.i + 1 < len(last.words) and last.nbor().text == ")"


def names_which(tokens: Sequence[Word]) -> bool:
    """A date as a modifier of a noun: "reported *third-quarter* earnings", "in the *October* killing"."""
    root = grammar.head(tokens)
    if PERIOD.fullmatch(root.lower_) and root.i + 1 < len(root.words) and grammar.is_noun(root.nbor()):
        return True  # whatever the parse
    before = tokens[0].nbor(-1) if tokens[0].i else None
    if root.head.pos_ == "PROPN" and (before is None or before.tag_ not in {"DT", "PRP$", "POS"}):
        return False  # "on 26 April General Johnston surrendered"
    return root.dep_ in {"compound", "nummod", "amod", "nmod"} and root.i < root.head.i and grammar.is_noun(root.head)


def named(tokens: Sequence[Word]) -> Word:
    """The noun that such a date goes with."""
    root = grammar.head(tokens)
    return root.head if grammar.is_noun(root.head) and root.head.i > root.i else root.nbor()


def _sets_a_value(holder: Word) -> bool:
    """ "set the quota for 2024": not "set the election for 2024" nor "set the deadline for 2024"."""
    verb = holder if grammar.is_verb(holder) else holder.head
    words = lexicon()
    if grammar.lemma(verb) not in words.setting_verbs:
        return False
    things = grammar.subjects(verb) if grammar.is_passive(verb) else grammar.objects(verb)
    return bool(things) and not any(names_happening(t) or grammar.lemma(t) in words.days_set for t in things)


def _of_a_life(tokens: Sequence[Word]) -> bool:
    """ "Edvard Munch (1863-1944)": years in brackets after a name."""
    first, last = tokens[0], tokens[-1]
    if first.i < 2 or last.i + 1 >= len(first.words) or not YEARS.fullmatch(told(first.words[first.i : last.i + 1])):
        return False
    return first.nbor(-1).text == "(" and last.nbor().text == ")" and first.nbor(-2).pos_ == "PROPN"


def _holds_office(since: Word) -> bool:
    """ "a successor to Angela Merkel, chancellor since 2005", whatever the parse."""
    before = since.words[since.i - 1] if since.i else None
    return before is not None and grammar.is_noun(before) and grammar.lemma(before) in lexicon().offices


def _in_a_state_since(since: Word) -> bool:
    """ ", in power since 1969, was caught", ", on the run since May": set beside a name, it dates no doing."""
    state = since.words[since.i - 1] if since.i else None
    lead = state.head if state is not None and state.dep_ == "pobj" else None
    return lead is not None and lead.i > 0 and lead.lower_ in {"in", "on", "under"} and lead.nbor(-1).text == ","


def _first_since(since: Word) -> bool:
    """ "the first resignation of a pope since 1415": a rank, back to that year and no further."""
    for token in reversed(list(since.words[max(0, since.i - REACH) : since.i])):
        if token.tag_ in {"VBD", "VBZ", "VBP", "MD"} or token.text in {",", ";", ":"}:
            return False
        if token.tag_ in {"JJS", "RBS"} or token.lower_ in {"first", "last", "only"}:
            return token.dep_ in {"amod", "advmod", "attr", "nsubj"} and token.i + 1 < since.i
    return False


def _tells_when(noun: Word) -> bool:
    """Whether the year before a noun tells when and not only which: "a 1994 eruption", "died in the 1988 earthquake",
    "won the 2014 World Cup"; not "since the 1998 final", "qualified for the 2022 tournament".
    """
    words, name = lexicon(), grammar.lemma(noun)
    if any(c.dep_ == "det" and c.lower_ in {"a", "an"} for c in noun.children):
        return names_happening(noun)
    if noun.dep_ in grammar.SUBJECTS:
        return name in words.sudden or grammar.lemma(noun.head) in words.light
    if noun.dep_ == "pobj" and grammar.is_verb(noun.head.head):
        preposition = noun.head.lower_
        return names_happening(noun) if preposition == "at" else name in words.sudden and preposition in WITHIN
    return noun.dep_ == "dobj" and grammar.lemma(noun.head) in words.contending


def document_period(tokens: Sequence[Word]) -> bool:
    """ "the Programme for 2011-2013", "the 2015 agreement": the date of a paper or an office, not of a doing."""
    words = lexicon()
    root = grammar.head(tokens)
    above = root.head
    if _of_a_life(tokens):
        return True
    if above == root:
        return False
    if root.dep_ in {"compound", "nummod", "amod", "nmod"} and grammar.is_noun(above):
        if grammar.lemma(above) in words.documents:
            return True
        return root.text.isdecimal() and not _tells_when(above)
    if root.dep_ != "pobj":
        return False
    if above.lower_ == "since" and (_holds_office(above) or _first_since(above) or _in_a_state_since(above)):
        return True
    holder = above.head
    if above.lower_ == "for":
        if root.text.isdecimal() and _sets_a_value(holder):
            return True
        setting = words.planning_verbs | words.cancelling | words.setting_verbs
        return not any(grammar.lemma(v) in setting for v in grammar.ancestors(holder))
    if above.lower_ == "of" and grammar.is_noun(holder) and DECADES.fullmatch(root.lower_):
        return not names_happening(holder)  # "films of the 1940s"
    if above.lower_ == "of" and grammar.lemma(holder) in words.ranked and root.text.isdecimal():
        return True  # "the champions of 2018"
    if above.lower_ in {"of", "from"} and grammar.is_noun(holder) and grammar.lemma(holder) in words.documents:
        # "closed the site by a decree of 29 August": the doing's date after all
        return not (holder.dep_ == "pobj" and holder.head.lower_ in {"by", "with", "through"})
    return (
        above.lower_ in {"from", "between", "until", "since"}
        and grammar.is_noun(holder)
        and grammar.lemma(holder) in words.offices
    )
