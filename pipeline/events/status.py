"""Happened, planned, ongoing, cancelled, reported, or no event at all: from tense, modality, negation and the dates."""

from __future__ import annotations

from pipeline.engine import Word
from pipeline.events import grammar
from pipeline.events.lexicon import lexicon
from pipeline.events.predicates import Predicate
from pipeline.model import Interval, Status, days

YEAR = 366


def _a_doing(verb: Word) -> bool:
    """ "led a delegation to Havana in 2016", "ran for president": done once, whatever the date's vagueness."""
    objects = grammar.objects(verb)
    return any(c.dep_ == "det" and c.lower_ in {"a", "an"} for o in objects for c in o.children) or any(
        c.dep_ == "prep" and c.lower_ == "for" for c in verb.children
    )


def _cancelled_above(noun: Word) -> bool:
    """ "three concerts planned for August were cancelled": what the clause says of the noun."""
    verb = grammar.clause(noun)
    told_of = noun.dep_ in grammar.SUBJECTS | grammar.OBJECTS and noun.head == verb
    return told_of and any(grammar.lemma(v) in lexicon().cancelling for v in _chain(verb))


MONTH = 31  # days


def _goes_on(verb: Word) -> bool:
    """ "The fair runs until 8 August"; but "his term runs until March"."""
    words = lexicon()
    if grammar.lemma(verb) != "run" or grammar.objects(verb):
        return False
    return not any(grammar.lemma(s) in words.documents for s in grammar.subjects(verb))


def _only_changes(verb: Word) -> bool:
    """ "Trade grew in 2022", "the town shrank by a third between 2000 and 2010": a figure over its period."""
    words = lexicon()
    if grammar.lemma(verb) not in words.changing or grammar.is_passive(verb):
        return False
    if any(grammar.lemma(s) in words.measured for s in grammar.subjects(verb)):
        return True
    return any(
        p == "by" and (n.like_num or any(c.like_num for c in n.children) or n.lemma_ in {"third", "quarter", "half"})
        for p, n in grammar.prepositional(verb)
    )


TERM = 60  # days: whoever heads something for longer holds an office


def assess(
    predicate: Predicate, interval: Interval, published: Interval | None, *, delayed: bool = False
) -> Status | None:
    """The status that this mention gives its event; None where it tells of none (negated, conditional, habitual).

    ``interval`` is the event's, ``published`` the article's: what lies wholly after the article is planned, whatever
    the tense says; what the grammar plans is planned even where its day has passed. ``delayed`` is what is "not done
    until" those days: it is done then.
    """
    words = lexicon()
    verb = predicate.verb
    if verb is None:  # a bare noun: what is said about it does not undo it, only its own words and who plans it
        return _of_noun(predicate, interval, published)
    if any(grammar.lemma(s) in words.measures for s in grammar.subjects(verb)):
        return None
    held = grammar.lemma(verb) in words.office and not predicate.is_noun and days(interval) > TERM
    held = held and not _goes_on(verb) and not _is_infinitive(verb)  # "intends to rule by August"
    if held and (days(interval) > YEAR or not _a_doing(verb)):
        return None
    if days(interval) > MONTH and _only_changes(verb):
        return None
    if _not_told(verb):
        return None
    gone = bool(interval.latest and published and published.earliest and interval.latest < published.earliest)
    ahead = bool(interval.earliest and published and published.latest and interval.earliest > published.latest)
    to_come = bool(interval.latest and published and published.latest and interval.latest > published.latest)
    if (_negated(verb) and not delayed) or _conditional(verb, to_come) or _habitual(verb):
        return None
    if predicate.is_noun and any(c.dep_ == "det" and c.lower_ == "no" for c in predicate.token.children):
        return None
    name = grammar.lemma(verb)
    if predicate.is_noun and predicate.verb is not None and name in words.cancelling:
        return "cancelled"
    if predicate.is_noun and verb.dep_ == "acl" and _cancelled_above(predicate.token):
        return "cancelled"
    if any(
        grammar.lemma(a) in words.cancelling and (a == verb or not predicate.is_noun)
        for a in _chain(verb)
        if a != predicate.token
    ):
        return "cancelled"
    if _doubted(predicate, verb):
        return "reported"
    if _only_wished(verb):
        return None
    if ahead:
        return "planned"
    begun = bool(interval.earliest and published and published.latest and interval.earliest <= published.latest)
    if interval.latest is None and begun:
        return "ongoing" if _under_way(predicate, verb, interval, published) else "happened"
    if _planned(predicate, verb, gone):
        return "planned"
    if _under_way(predicate, verb, interval, published):
        return "ongoing"
    return "happened"


def _wished_or_marked(noun: Word) -> bool:
    """ "called for a ceasefire", "the 80th anniversary of the uprising": wished, or only remembered."""
    prep = noun.head
    if noun.dep_ != "pobj" or prep.dep_ != "prep":
        return False
    above = prep.head
    if prep.lower_ == "for" and grammar.is_verb(above) and grammar.lemma(above) in lexicon().calling_for:
        return True
    return prep.lower_ == "of" and above.lemma_.lower() in {"anniversary", "jubilee", "centenary", "bicentenary"}


def _called_planned(noun: Word) -> bool:
    """ "the planned visit", "an upcoming vote"."""
    return any(c.dep_ == "amod" and c.i < noun.i and c.lower_ in lexicon().planning_words for c in noun.children)


def _of_noun(predicate: Predicate, interval: Interval, published: Interval | None) -> Status | None:
    words = lexicon()
    noun = predicate.token
    if any(c.dep_ == "det" and c.lower_ == "no" for c in noun.children) or _wished_or_marked(noun):
        return None
    if any(c.lower_ in words.doubting and c.dep_ in {"amod", "advmod"} for c in noun.children):
        return "reported"
    verb = grammar.clause(noun)
    done_to = noun.dep_ in grammar.OBJECTS or (noun.dep_ in grammar.SUBJECTS and grammar.is_passive(verb))
    if done_to and any(grammar.lemma(v) in words.cancelling for v in _chain(verb)):
        return "cancelled"
    if interval.earliest and published and published.latest and interval.earliest > published.latest:
        return "planned"
    if _called_planned(noun) or _agreed_on(noun):
        return "planned"
    if done_to and any(grammar.lemma(v) in words.planning_verbs for v in _chain(verb)):
        return "planned"
    return "happened"


def _chain(verb: Word) -> list[Word]:
    """The verb and the verbs it is a bare complement of: "is expected *to be held*", "plans *to open*"."""
    found = [verb]
    while found[-1].dep_ in {"xcomp", "ccomp"} and found[-1].head != found[-1] and grammar.is_verb(found[-1].head):
        if found[-1].dep_ == "ccomp" and not _is_infinitive(found[-1]):
            break
        found.append(found[-1].head)
    return found


def _is_infinitive(verb: Word) -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)


def _not_told(verb: Word) -> bool:
    """What is asked, ordered, feared, denied or nearly done is not told as done or planned."""
    words = lexicon()
    doc = verb.words
    if doc[-1].text == "?" and not any(t.is_quote for t in doc):
        return True
    if any(c.lower_ in words.hardly_done and c.dep_ == "advmod" for c in verb.children):
        return True
    if any(c.lower_ == "longer" for c in verb.children):
        return True
    if verb.dep_ == "ROOT" and verb.tag_ == "VB" and not grammar.subjects(verb) and not grammar.auxiliaries(verb):
        return True  # "Book your ticket by 1 December"
    if verb.tag_ == "VB" and any(c.dep_ == "mark" and c.lower_ == "for" for c in verb.children):
        # "called for him to go", not "arranged for him to go"
        return not any(grammar.lemma(a) in words.planning_verbs | words.setting_verbs for a in grammar.ancestors(verb))
    above = verb.head if verb.dep_ == "ccomp" else None
    return above is not None and grammar.lemma(above) in words.disbelieving


def _negated(verb: Word) -> bool:
    """Not done: a negation on it, or a verb of not doing above it ("failed to sign", "refused to attend")."""
    words = lexicon()
    for link in _chain(verb):
        for c in link.children:
            only = c.i + 1 < len(c.words) and c.nbor(1).lower_ == "only"  # "not only flooded Athens but ..."
            if not only and (c.dep_ == "neg" or (c.dep_ in {"advmod", "preconj"} and c.lower_ in words.negating)):
                return True
        if link != verb and link.lemma_.lower() in words.not_done:
            return True
    if any(c.dep_ == "det" and c.lower_ == "no" for o in grammar.objects(verb) for c in o.children):
        return True  # "received no reply"
    if any(s.lower_ in {"nobody", "none"} or any(c.lower_ == "no" for c in s.children) for s in grammar.subjects(verb)):
        return True
    return verb.dep_ == "pcomp" and verb.head.lower_ in {"without", "before", "instead"}


def _conditional(verb: Word, ahead: bool) -> bool:
    """Under "if", or in a might, could, would, can; "would" after a past saying is a plan and passes.

    Must and should are wishes, save where the day is still to come (``ahead``): then they plan.
    """
    words = lexicon()
    for link in _chain(verb):
        for child in link.children:
            if child.dep_ == "mark" and child.lower_ in {"if", "unless", "whether"}:
                return True
            if child.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in {"if", "unless"} for c in child.children):
                return True
        if link.dep_ == "advcl" and link.left_edge.lower_ in {"had", "were", "should"} and link.left_edge != link:
            return True  # "Had she been convicted, ..."
        for aux in grammar.auxiliaries(link):
            if aux.lower_ in {"must", "should"}:
                if not ahead:
                    return True
            elif aux.lower_ in words.conditional and aux.lower_ != "would":
                return True
            if aux.lower_ in {"would", "'d"} and not _told_plan(link):
                return True
    return False


def _told_plan(verb: Word) -> bool:
    """ "said it would open": future in the past."""
    head = verb.head if verb.dep_ in {"ccomp", "conj", "advcl", "relcl"} else None
    if verb.dep_ == "relcl":
        return True
    return head is not None and head != verb and grammar.is_verb(head)


def _habitual(verb: Word) -> bool:
    words = lexicon()
    if any(c.dep_ == "advmod" and c.lower_ in words.habitual for c in verb.children):
        return True
    return any(c.dep_ == "npadvmod" and any(g.lower_ in {"every", "each"} for g in c.children) for c in verb.children)


def _doubted(predicate: Predicate, verb: Word) -> bool:
    words = lexicon()
    near = [*predicate.token.children, *verb.children]
    return any(c.lower_ in words.doubting and c.dep_ in {"amod", "advmod", "acomp"} for c in near) or any(
        link.lemma_.lower() in {"allege", "accuse", "suspect", "rumor", "rumour"}
        for link in _chain(verb)
        if link != verb
    )


def tells_future(verb: Word) -> bool:
    """ "will open", "is to open", "is expected to open", and what a saying of the past plans ("said it would open").

    What was planned in the past ("was to open in June") may lie before the article, and is left out.
    """
    words = lexicon()
    for link in _chain(verb):
        auxes = {a.lower_ for a in grammar.auxiliaries(link)}
        told = link.dep_ == "ccomp" and grammar.lemma(link.head) in words.saying | words.announcing
        if auxes & {"will", "'ll", "shall"}:
            return True
        plans = link != verb and grammar.lemma(link) in words.planning_verbs | words.intending
        if told and (plans or "would" in auxes):
            return True
        if plans and (auxes & {"is", "are"} or (not auxes and link.tag_ in {"VBZ", "VBP"})):
            return True
        if _be_to(link) and link.head.tag_ in {"VBZ", "VBP"}:
            return True
        setting = (words.setting_verbs | words.planning_verbs) - words.putting_off
        if (
            link == verb
            and auxes & {"has", "have", "is", "are"}
            and link.tag_ == "VBN"
            and grammar.lemma(link) in setting
        ):
            return True  # "The hearing has been set for 28 March"
        if link.tag_ in {"VBZ", "VBP"} and any(c.dep_ == "acomp" and c.lower_ == "due" for c in link.children):
            return True  # "The report is due on Friday"
    return False


def _planned(predicate: Predicate, verb: Word, gone: bool) -> bool:
    words = lexicon()
    if predicate.is_noun and _called_planned(predicate.token):
        return True
    for link in _chain(verb):
        auxes = [a.lower_ for a in grammar.auxiliaries(link)]
        if {"will", "'ll", "wo", "shall", "should", "must"} & set(auxes):
            return True
        if {"would", "'d"} & set(auxes) and (link.dep_ == "ccomp" or not gone):
            return True  # "where he would die in 1989" looks back, if that day has passed
        base = grammar.lemma(link)
        carries = predicate.is_noun or link != verb
        if carries and base in words.planning_verbs:
            return True
        if link != verb and base in words.intending:
            return True
        if (
            link == verb
            and "to" in auxes
            and verb.dep_ in {"xcomp", "acl"}
            and link.head.lemma_ in {"be", "due", "set"}
        ):
            return True
        if _be_to(link):
            return True
    return False


def _be_to(verb: Word) -> bool:
    """ "is to open": the infinitive under a form of be, which spaCy hangs as xcomp of the copula."""
    return (
        _is_infinitive(verb)
        and verb.dep_ in {"xcomp", "ccomp"}
        and verb.head.lemma_ == "be"
        and verb.head.pos_ == "AUX"
    )


def _agreed_on(noun: Word) -> bool:
    """ "agreed on a visit", "invited to the summit", "preparations for the launch"."""
    words = lexicon()
    prep = noun.head
    if noun.dep_ == "pobj" and prep.dep_ == "prep":
        above = prep.head
        if prep.lower_ in {"on", "to", "for", "about"} and grammar.is_verb(above):
            return grammar.lemma(above) in words.intending | words.planning_verbs | {"discuss", "invite"}
        if prep.lower_ in {"for", "of"} and above.lower_ in {
            "preparations",
            "plans",
            "plan",
            "date",
            "preparation",
            "invitation",
        }:
            return True
    if noun.dep_ in grammar.OBJECTS and grammar.is_verb(prep):
        return grammar.lemma(prep) in words.planning_verbs | words.intending | {"announce", "discuss"}
    return False


def _only_wished(verb: Word) -> bool:
    """ "hopes to run for president in 2028", "hopes that the pact will be signed in May"."""
    if verb.dep_ == "xcomp" and not _is_infinitive(verb):
        return False
    return verb.dep_ in {"xcomp", "ccomp"} and grammar.lemma(verb.head) in lexicon().wishing


def _under_way(predicate: Predicate, verb: Word, interval: Interval, published: Interval | None) -> bool:
    """Present or perfect progressive, or an open end under a perfect ("has been closed since May")."""
    auxes = {a.lower_ for a in grammar.auxiliaries(verb)}
    progressive = verb.tag_ == "VBG" and bool(auxes & {"is", "are", "am", "'s", "'re"} or {"been"} <= auxes)
    if interval.latest is None and (progressive or auxes & {"has", "have"}):
        return True
    if not progressive or not published:
        return False
    one_day = interval.earliest == interval.latest
    return not one_day and interval.overlaps(published)
