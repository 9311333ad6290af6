"""Which way a sentence looks: the verb that governs an expression, by its words alone.

The nearest verb decides, one before the expression sooner than one after it. A participle goes with what stands
before it ("is scheduled", "to be opened", "had been due"), a modal with what follows ("could not be reached", "may
have left"), and an infinitive with the verb that looks forward to it ("agreed to meet"). The present tense of a verb
that programmes are made of looks ahead ("parliament votes on Friday"), and so does "the funeral is on Friday". Beside
"'s" the noun tells more than the verb: a ruling was, whoever will appeal "Wednesday's ruling".
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

from pipeline.dates.lexicon import STOPS, Lexicon, Tokens
from pipeline.knowledge import toml

REACH_BACK, REACH_AHEAD = 24, 12  # words in which a verb can govern an expression
GROUP = 3  # words of a verb group that are looked at beside the verb
SURELY_PAST, PAST, NONE, FUTURE, SURELY_AHEAD = -2, -1, 0, 1, 2
BESIDE = 2  # words from the expression at which a verb before it leaves no doubt: "showed on Oct. 7"
MONTH = "month"  # stands for "May", which is no verb
CLOSE_AHEAD = 8  # words within which "will" and "is to" need no verb after the expression
PHRASE = 8  # words from "ahead of" to the expression
APOSTROPHES = frozenset("'’")
PLURAL, NO_PLURAL = "s", "ss"
THAT = "that"
COMMA, SEMICOLON, ACROSS = ",", ";", 6  # what a comma adds to the distance of a verb behind it
MARKS = frozenset({COMMA, ":"})


@dataclass(frozen=True)
class Verbs:
    """The word classes of a language's ``[tense]`` table."""

    future: frozenset[str]
    past: frozenset[str]
    no_verb: frozenset[str]
    suffixes: tuple[str, ...]
    short: frozenset[str]  # abbreviations
    months: frozenset[str]  # that are verbs when small
    present: frozenset[str]
    ahead: frozenset[str]
    to: frozenset[str]
    be: frozenset[str]
    been: frozenset[str]
    have: frozenset[str]
    modal: frozenset[str]
    negated: frozenset[str]  # modals that look back when denied: "could not be reached"
    no: frozenset[str]
    nobody: frozenset[str]
    neither: frozenset[str]
    foretold: frozenset[str]
    aux: frozenset[str]
    nouns: frozenset[str]
    noun_after: frozenset[str]
    intent: frozenset[str]
    bent: frozenset[str]
    moved: frozenset[str]
    target: frozenset[str]
    determiner: frozenset[str]
    since: frozenset[str]
    deadline: frozenset[str]
    degree: frozenset[str]
    soon: frozenset[str]
    frame: frozenset[str]
    agenda: frozenset[str]
    agenda_plural: frozenset[str]
    plural_lead: frozenset[str]
    no_agenda: frozenset[str]
    to_come: frozenset[str]
    pronoun: frozenset[str]
    told_of: frozenset[str]
    planned: frozenset[str]
    joiner: frozenset[str]
    relative: frozenset[str]
    backward: frozenset[str]
    lead: frozenset[str]
    ahead_of: frozenset[str]
    fixture: frozenset[str]
    done: frozenset[str]

    @cached_property
    def leads(self) -> frozenset[str]:
        """What says a direction right before an expression, without a verb."""
        return self.since | self.frame | self.deadline | self.degree

    @cached_property
    def verbal(self) -> frozenset[str]:
        """What looks ahead and is no noun: "the deadline passed" does not."""
        return self.future - self.fixture


@cache
def verbs(language: str) -> Verbs:
    """The table of a language as sets, once a process; what it does not list is empty."""
    data = toml(f"dates/{language}.toml")
    rules = data["tense"]
    names = [name for name in Verbs.__annotations__ if name not in ("suffixes", "short", "months")]
    sets = {name: frozenset(rules.get(name, ())) for name in names}
    short, months = frozenset(data["no_stop_after"]), frozenset(data["before"]["ambiguous_month"])
    return Verbs(suffixes=tuple(data["past_suffixes"]), short=short, months=months, **sets)


def tense(tokens: Tokens, text: str, start: int, end: int, lex: Lexicon) -> int:
    """The direction of the verb nearest to the tokens [start, end) in their sentence; before counts more than after.

    1 for the future, 2 for what "is due", -1 for the past, -2 for a past beyond doubt, 0 where nothing says.
    """
    table = verbs(lex.language)
    word = tokens.words[start - 1] if start else ""
    owned = _owned(tokens.words, end)
    if owned in table.done and word not in table.since:
        return PAST
    if tokens.words[end : end + 1] == [THAT] and _looks_back(word, table):
        return PAST  # "hoped Friday that"
    place = start - 1 - (word in table.lead)
    if place > 0 and tokens.words[place] in table.bent and tokens.words[place - 1] in table.present:
        return FUTURE  # "a ruling is likely on Friday"
    if place > 0 and tokens.words[place] in table.done and _is_noun(tokens.words[place - 1], table):
        return PAST  # "vowed to answer an attack on Friday"
    if end < len(tokens.words) and tokens.words[end] in table.to_come:
        return FUTURE
    if word not in table.lead and end < len(tokens.words) and tokens.words[end] in table.present and word in STOPS:
        return FUTURE  # "Monday is a holiday"
    if word in table.lead and start > 1 and _is_programme(tokens.words, start - 2, table):
        return FUTURE
    found = _governing(tokens, text, start, end, lex, table)
    if found == NONE and owned in table.fixture:
        return PAST if word in table.backward else FUTURE  # "confident after Sunday's game"
    return found


def _governing(tokens: Tokens, text: str, start: int, end: int, lex: Lexicon, table: Verbs) -> int:
    """The direction of the verbs around the tokens [start, end), as ``tense`` gives it."""
    word = tokens.words[start - 1] if start else ""
    if word not in table.leads and not lex.tells_tense.search(
        tokens.codes, max(0, start - REACH_BACK), end + REACH_AHEAD
    ):
        return NONE
    low, high = _sentence(tokens, start, end, lex, table)
    sentence = tokens.words[low:start] + tokens.words[end:high]
    if not table.months.isdisjoint(sentence):
        sentence = [_no_month(tokens, text, n, table) for n in (*range(low, start), *range(end, high))]
    before = sentence[: start - low]
    if before and before[-1] in table.since:
        return SURELY_PAST
    if len(before) > 2 and before[-1] in table.frame and before[-2] in table.soon and before[-3] in table.frame:
        return FUTURE
    if not table.ahead_of.isdisjoint(before) and _is_ahead_of(before, table):
        return FUTURE
    told = [m.start() for m in lex.tells_tense.finditer(tokens.codes[low:start] + tokens.codes[end:high])]
    best, direction = 1_000, NONE
    for index in reversed(told):
        if index < len(before) and (direction := _verb(sentence, index, table)):
            best = len(before) - index + ACROSS * before[index:].count(SEMICOLON)
            if sentence[index] in table.since:
                return SURELY_PAST  # "since its peak on Jan. 21"
            if direction == PAST and _looks_on(before, index, table):
                direction = FUTURE
            elif _is_agenda(sentence[index], table) and (
                not table.backward.isdisjoint(before[index + 1 :]) or tokens.words[high : high + 1] in ([], ["\n"])
            ):
                direction = NONE  # "faces trial over the attack on Friday"; the headline "Moldova votes yes on Sunday"
                continue
            break
    lead = next((n for n in range(len(before) - 1, -1, -1) if before[n] not in table.degree), 0)
    elsewhere = direction == PAST and best < len(before) and _is_left(before[len(before) - best :], table)
    if lead and before[lead] in table.deadline and (direction != PAST or elsewhere):
        return FUTURE  # "stays until at least Friday, the ministry said"
    for index in told:
        if direction == SURELY_AHEAD and best <= CLOSE_AHEAD:
            return direction  # "is to appear on Thursday charged with theft"
        if index >= len(before) and (found := _verb(sentence, index, table)):
            between = sentence[len(before) : index]
            apart = not MARKS.isdisjoint(between) or len(between) > GROUP or not table.joiner.isdisjoint(between)
            if (apart or _owned(tokens.words, end)) and _is_agenda(sentence[index], table):
                continue  # "on Friday voters go to the polls", not "Friday's decision by the bank, which holds a stake"
            distance = 1 + 2 * len(between) + ACROSS * between.count(COMMA)
            return found if distance < best else _surely(direction, best)
    return _surely(direction, best)


def _owned(words: list[str], end: int) -> str:
    """The noun of "Sunday's vote" for the tokens that end before ``end``, empty where there is none."""
    return words[end + 2] if end + 2 < len(words) and words[end] in APOSTROPHES and words[end + 1] == "s" else ""


def _is_programme(words: list[str], index: int, table: Verbs) -> bool:
    """Whether "is" stands at ``index``, or before a participle there: "is on Friday", "are published on Friday"."""
    return words[index] in table.present or (
        index > 0 and words[index - 1] in table.present and _looks_back(words[index], table)
    )


def _is_ahead_of(before: list[str], table: Verbs) -> bool:
    """Whether the words end in "ahead of", or in that and a noun or two: "ahead of a summit on Thursday"."""
    last = max((n for n, word in enumerate(before) if word in table.ahead_of), default=-1)
    return last >= 0 and len(before) - last <= PHRASE


def _is_agenda(word: str, table: Verbs) -> bool:
    """Whether the present tense of a word tells what is on the programme."""
    return word in table.agenda or word in table.agenda_plural


def _sentence(tokens: Tokens, start: int, end: int, lex: Lexicon, table: Verbs) -> tuple[int, int]:
    """The first and last token (exclusive) of the sentence around the tokens [start, end), as far as a verb reaches."""
    low, high = max(0, start - REACH_BACK), min(len(tokens.words), end + REACH_AHEAD)
    for stop in lex.stops.finditer(tokens.codes, low, start):
        if _stops(tokens.words, stop.start(), table):
            low = stop.end()
    for stop in lex.stops.finditer(tokens.codes, end, high):
        if _stops(tokens.words, stop.start(), table):
            return low, stop.start()
    return low, high


def _stops(words: list[str], index: int, table: Verbs) -> bool:
    """Whether a token ends a sentence and no word: an initial, "Sept."."""
    if words[index] not in STOPS:
        return False
    last = words[index - 1] if index else ""
    return words[index] != "." or not ((len(last) == 1 and last.isalpha()) or last in table.short)


def _no_month(tokens: Tokens, text: str, index: int, table: Verbs) -> str:
    """The word at a token; a month that could be a verb is none ("May")."""
    word = tokens.words[index]
    return MONTH if word in table.months and text[tokens.starts[index]].isupper() else word


def _surely(direction: int, distance: int) -> int:
    return SURELY_PAST if direction == PAST and distance <= BESIDE else direction


def _verb(words: list[str], index: int, table: Verbs) -> int:
    """The direction of the word at ``index`` if it is a verb, 0 if it is none or says nothing."""
    word = words[index]
    left = words[max(0, index - GROUP) : index]
    if word in table.nouns and left and _is_noun(left[-1], table):
        return NONE  # "approved the plan", "announced plans"
    if word in table.planned and index + 1 < len(words) and words[index + 1] in table.told_of:
        return NONE  # "set aside vacation plans when"
    if word in table.future:
        right = words[index + 1 : index + 1 + GROUP]
        if word in table.modal and right and (right[0] in table.have or (len(right) > 1 and right[1] in table.have)):
            return PAST  # "may have left", "could not have known"
        denied = (right and right[0] in table.no) or table.nobody.intersection(left)
        if word in table.negated and (denied or table.neither.intersection(words[:index])):
            return PAST
        if len(left) > 1 and left[-1] in table.been and left[-2] in table.past:
            return PAST  # "had been due to expire"
        if len(left) > 1 and left[-1] in table.to and left[-2] not in table.intent:
            return _verb(words, index - 2, table) or FUTURE  # "had been due to expire"
        if word in table.foretold and not table.past.intersection(left) and not table.present.intersection(left):
            return PAST  # "the office predicted on Monday"
        ahead = word in table.ahead or table.ahead.intersection(left) or (left and left[-1] in table.present)
        return SURELY_AHEAD if ahead else FUTURE
    if _is_agenda(word, table):
        return FUTURE if left and _is_on_agenda(word, left, table) else NONE
    if _looks_back(word, table):
        told = [
            _verb(words, index - back, table) for back in range(_own(left, table), 0, -1) if left[-back] in table.verbal
        ]
        if any(told):  # "the plan will be put": one word of two that leaves no doubt
            return SURELY_AHEAD if SURELY_AHEAD in told else next(filter(None, told))
        if len(left) > 1 and left[-1] in table.be and left[-2] in table.to:
            return FUTURE
        if any(w in table.present for w in left) or (left[1:] and left[-2] in APOSTROPHES and left[0] in table.pronoun):
            return NONE  # "is done", "it's done"
        right = words[index + 1 : index + GROUP]
        if word in table.aux and table.future.intersection(right) and not table.been.intersection(right):
            return NONE  # "was expected to", "were planning": the next word says it
        return PAST
    if word in table.to and left and left[-1] in table.bent:
        return PAST if words[index + 1 : index + 2] and words[index + 1] in table.have else FUTURE
    if word in table.to and left and left[-1] in table.present:
        return SURELY_AHEAD  # "is to return"
    if word in table.to and left and left[-1] in table.aux and words[index + 1 : index + 2] != []:
        return PAST if words[index + 1] in table.have else FUTURE  # "was to end", "was to have ended"
    if word in table.to and index + 1 < len(words) and words[index + 1] in table.be:
        return FUTURE
    return NONE


def _is_on_agenda(word: str, left: list[str], table: Verbs) -> bool:
    """Whether a word that can tell a programme is a verb there, by the words before it."""
    last = left[-1]
    if _is_noun(last, table) or last in table.no_agenda or last in table.aux or table.modal.intersection(left):
        return False
    if word in table.agenda_plural:
        return last in table.plural_lead or (len(last) > 3 and last.endswith(PLURAL) and not last.endswith(NO_PLURAL))
    clause = left[len(left) - left[::-1].index(COMMA) :] if COMMA in left else left
    return word not in table.nouns or table.no_agenda.isdisjoint(clause)


def _is_noun(before: str, table: Verbs) -> bool:
    """Whether the word before one that could be a noun or a verb makes it a noun; "were forecast" is a verb."""
    return (
        before in table.noun_after or before[:1].isdecimal() or (before not in table.aux and _looks_back(before, table))
    )


def _own(left: list[str], table: Verbs) -> int:
    """How many of the words before a verb are of its own clause: none of "the plan which they accepted"."""
    return next((back for back in range(len(left)) if left[-1 - back] in table.joiner), len(left))


def _looks_back(word: str, table: Verbs) -> bool:
    """Whether the word looks like a verb in the past."""
    return word in table.past or (len(word) > 4 and word.endswith(table.suffixes) and word not in table.no_verb)


def _is_left(words: list[str], table: Verbs) -> bool:
    """Whether a relative clause begins among the words: "a pact signed in 2015, which runs until Friday"."""
    return any(one == COMMA and other in table.relative for one, other in pairwise(words))


def _looks_on(before: list[str], index: int, table: Verbs) -> bool:
    """Whether the verb at ``index`` looks forward to an infinitive before the expression, or moves something to it."""
    if before[index] in table.moved:  # "adjourned the trial until Monday", "deferred to the June session"
        return before[-1] in table.target or (before[-1] in table.determiner and before[-2] in table.target)
    return before[index] in table.intent and any(word in table.to for word in before[index + 1 : -1])
