"""How a predicate without a date of its own comes to happen when another of its sentence does."""

from __future__ import annotations

from pipeline.engine import Parsed, Word
from pipeline.events import grammar
from pipeline.events.binding import Dated, opens
from pipeline.events.lexicon import lexicon
from pipeline.events.predicates import Predicate
from pipeline.model import Timex, days

MONTH = 31  # days: "studied law and joined the bar in 1943" says nothing of the studying


def shares(p: Predicate, d: Dated, parsed: Parsed) -> str:
    """How ``p``, without a date of its own, comes to happen when ``d`` does; empty where it does not."""
    giver = d.predicate
    if _opens_clause_of(parsed, d.timex, p):
        return "coordinated"
    inside = p.verb is not None and p.verb.dep_ in {"relcl", "advcl"}
    if inside and p.verb is not None and (_when_which(p.verb, giver.token) or _what_it_did(p.verb, giver.token)):
        return "during"
    if inside and p.verb is not None and _where_to(p.verb, d):
        return "during"
    if p.is_noun and (p.verb is None or p.verb.dep_ in {"acl", "relcl"}):
        began = p.verb is not None and giver.verb is not None and _when_clause(giver.verb, p.verb)
        return "during" if began else _within(p.token, giver)  # "a war that began when troops crossed the border"
    scene = giver.verb is None and not d.shared and p.lemma not in lexicon().joining
    if scene and (_within(giver.token, p) == "within" or _in_dated(giver.token, p, parsed, d.timex)):
        return "within"  # "at the summit on 2 May, leaders signed": the clause takes the date of what it stands inside
    verb = p.verb
    if verb is None:
        return ""
    if giver.verb is None:
        return ""
    carrier = giver.verb
    if _when_clause(verb, carrier) or _when_clause(carrier, verb) or _while_doing(carrier, verb):
        return "during"
    if verb.dep_ == "conj" and first_conjunct(verb) == first_conjunct(carrier):
        own_subject = any(c.dep_ in grammar.SUBJECTS for c in verb.children)
        tokens = parsed.at(d.timex.start, d.timex.end)
        fronted = bool(tokens) and tokens[-1].i < first_conjunct(carrier).i
        return "coordinated" if (not own_subject or fronted) and _same_time(carrier, verb) else ""
    if carrier.dep_ == "conj" and verb == first_conjunct(carrier) and not d.shared and days(d.interval) <= MONTH:
        own_subject = any(c.dep_ in grammar.SUBJECTS for c in carrier.children)
        return "coordinated" if not own_subject and _same_time(carrier, verb) else ""
    return ""


def _in_dated(noun: Word, p: Predicate, parsed: Parsed, timex: Timex) -> bool:
    """ "won a landslide in Thursday's election": the noun with its own date is where the verb's doing takes place."""
    tokens = parsed.at(timex.start, timex.end)
    prep = noun.head
    own = bool(tokens) and noun.left_edge.i <= tokens[0].i < noun.i
    return own and noun.dep_ == "pobj" and prep.lower_ == "in" and p.verb is not None and prep.head == p.verb


def _opens_clause_of(parsed: Parsed, timex: Timex, p: Predicate) -> bool:
    """ "won the cup on July 10, when they beat Brazil": the date is also that of the clause it opens."""
    tokens = parsed.at(timex.start, timex.end)
    return bool(tokens) and p.verb is not None and opens(tokens, p.verb)


def _same_time(a: Word, b: Word) -> bool:
    """One tense: "opened on Monday and will close", "was split off in 2005 and makes" share nothing."""
    return _tense(a) == _tense(b)


def _tense(verb: Word) -> str:
    auxes = grammar.auxiliaries(verb)
    if {a.lower_ for a in auxes} & {"will", "would", "shall", "'ll"}:
        return "future"
    return "present" if (auxes[0] if auxes else verb).tag_ in {"VBZ", "VBP"} else "past"


def first_conjunct(verb: Word) -> Word:
    while verb.dep_ == "conj" and grammar.is_verb(verb.head):
        verb = verb.head
    return verb


def _when_clause(inner: Word, outer: Word) -> bool:
    """ "three people died when the train hit stones on 12 August": one time.

    Also where the parser takes the clause's verb for a participle of its subject: "when a bus overturned".
    """
    top = inner.head if inner.dep_ == "acl" and inner.tag_ in {"VBN", "VBD"} else first_conjunct(inner)
    if top.dep_ != "advcl" or outer not in (top.head, first_conjunct(top.head)):
        return False
    if top in (inner, first_conjunct(inner)) and inner.tag_ not in ({"VBD"} if top == inner else {"VBD", "VBN"}):
        return False
    return grammar.simultaneous(top)


def _while_doing(inner: Word, outer: Word) -> bool:
    """ "While visiting Rwanda in April, he laid a wreath", "speaking at the fair on Monday, he announced"."""
    if inner.dep_ not in {"advcl", "pcomp"} or inner.tag_ != "VBG" or inner.i > outer.i:
        return False
    if grammar.lemma(inner) in lexicon().joining and not any(c.i < inner.i for c in inner.children):
        return inner.head == outer
    return any(
        c.lower_ in {"while", "on", "upon"} for c in (*inner.children, inner.head)
    ) and outer in grammar.ancestors(inner)


FEW = 7  # days: who is in a town for longer does not do there on the day of going what is told next


def _where_to(verb: Word, d: Dated) -> bool:
    """ "Flew to Moscow on 23 August, where he signed a pact": done on that visit; not "where he had studied"."""
    giver, place = d.predicate, verb.head
    words = lexicon()
    goes = giver.lemma in words.families["visit"] | words.families["meeting"]
    if not goes or d.shared or days(d.interval) > (FEW if giver.lemma in words.coming else MONTH):
        return False
    past = verb.tag_ == "VBD" or (
        verb.tag_ == "VBN" and {a.lower_ for a in grammar.auxiliaries(verb)} <= {"was", "were"}
    )
    if not past or not any(c.dep_ == "advmod" and c.lower_ == "where" for c in verb.children):
        return False
    above = (t for t in (place.head, place.head.head) if t in {giver.token, giver.verb})
    return place.dep_ in {"pobj", "dobj"} and next(above, None) is not None


def _what_it_did(verb: Word, noun: Word) -> bool:
    """ "a conference that raised 3 million euros": an active past clause whose subject is the happening."""
    if verb.head != noun or verb.tag_ != "VBD" or grammar.is_passive(verb):
        return False
    return any(c.dep_ == "nsubj" and c.tag_ in {"WDT", "WP"} for c in verb.children)


AWAY = 8  # words between a happening and "in which", at most


def _when_which(verb: Word, noun: Word) -> bool:
    """ "a visit, during which he met ...": the relative clause happens inside the noun's happening.

    "Sunday's election to the parliament, in which the party won ...": whatever word between the parser hangs it on.
    """
    if not grammar.is_noun(noun):
        return False
    for child in verb.children:
        relative = any(c.tag_ in {"WDT", "WP"} for c in child.children)
        if child.dep_ == "prep" and child.lower_ in {"during", "at", "in"} and relative:
            between = verb.words[noun.i + 1 : child.i]
            near = len(between) <= AWAY and not any(grammar.is_verb(t) for t in between)
            return (verb.head == noun or near) and (child.lower_ != "in" or verb.tag_ == "VBD")
        if verb.head == noun and child.dep_ == "advmod" and child.lower_ in {"when", "where"}:
            return True
    return False


def _within(noun: Word, outer: Predicate) -> str:
    """ "within" where the noun's phrase sets the scene of ``outer`` ("during the visit"), "joined" where ``outer`` is
    the coming to it ("visited Armenia to take part in the session"), else empty."""
    words = lexicon()
    targets = {outer.token.i} | ({outer.verb.i} if outer.verb is not None else set())
    phrase: list[Word] = []
    joined = False
    for node in grammar.ancestors(noun):
        if node.i in targets:
            break
        if node != noun and grammar.is_verb(node):
            if grammar.lemma(node) not in words.joining or noun.dep_ in grammar.SUBJECTS:
                return ""
            joined = True
        elif node.dep_ in {"prep", "pobj"} and node != noun and not grammar.is_noun(node):
            phrase.append(node)
        elif node != noun and grammar.is_noun(node):
            if grammar.lemma(node) not in words.frames:
                return ""
            phrase.append(node)
    else:
        return ""
    if joined:
        return "joined"
    first = min((t.i for t in phrase), default=noun.i)
    lead = " ".join(t.lower_ for t in noun.words[first : noun.left_edge.i]).strip()
    return "within" if any(lead == w or lead.startswith(w + " ") for w in words.within) else ""
