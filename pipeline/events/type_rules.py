"""The tables that name event types, and a sentence as they see it: tokens, lemmas, phrases and steps between them.

Nothing here parses; a word's lemma is what the tables know of it once an ending is taken off. The tables are
``knowledge/events/type_nouns.csv``, ``type_verbs.csv``, ``type_cues.toml`` and ``type_words.toml``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import accumulate, pairwise

from pipeline.knowledge import table, toml

Phrase = tuple[str, ...]
Place = tuple[int, int]  # tokens, half open

REACH = 14  # steps at which a cue is still near
WORD = re.compile(r"[$€£]|\d[\d.,]*\d(?!\w)|[^\W_]+(?:[’'&.][^\W_]+)*(?:-[^\W_]+)*\+?|[,;:()–—-]")
DATED = "on a date"  # in place of a lemma
DATING = frozenset({"on", "in", "by"})
SEASONS = frozenset({"spring", "summer", "autumn", "winter", "early", "mid", "late"})
ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
ENDINGS = (
    ("ies", "y"), ("ied", "y"), ("es", ""), ("s", ""), ("ed", ""), ("ed", "e"), ("d", ""), ("ing", ""), ("ing", "e"),
    ("'s", ""),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cue:
    """A word, phrase or class that must stand near a trigger, and on which side."""

    group: str
    side: str = ""  # "<" before, ">" after, ">of" after and joined by "of", "+" and "-" right beside
    reach: int = REACH
    strong: bool = False  # counts as if it stood beside, wherever it is in reach


@dataclass(frozen=True, slots=True)
class Rule:
    """With one of ``cues`` near (or none asked for), the trigger names a happening of ``type``."""

    cues: tuple[Cue, ...]
    type: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What a parse knows of a trigger: whether it is a noun, the characters of its clause, and where heads start.

    ``doers`` are the heads of who does it, ``done`` of what is done or done to (the subject of a passive), pronouns
    included. Characters count from the sentence's start.
    """

    noun: bool
    clause: frozenset[int]
    doers: frozenset[int] = frozenset()
    done: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Tables:
    """All rules: of nouns and of verbs by phrase, the groups each cue phrase belongs to, and every word known."""

    nouns: dict[Phrase, tuple[Rule, ...]]
    verbs: dict[Phrase, tuple[Rule, ...]]
    groups: dict[Phrase, tuple[str, ...]]
    longest: dict[str, tuple[Phrase, ...]]  # trigger phrases of several words by their first, the longest first
    cue_starts: dict[str, tuple[Phrase, ...]]
    words: frozenset[str]


@cache
def tables() -> Tables:
    """Read and index the tables, once a process."""
    classes = toml("events/type_cues.toml")
    groups: dict[Phrase, dict[str, None]] = {}
    for name, entry in classes.items():
        for word in entry["words"]:
            groups.setdefault(tuple(word.split()), {})["@" + name] = None

    for country in table("entities/countries.csv"):
        for name in (country["name"], country["capital"], *country["names"].split("|")):
            groups.setdefault(tuple(WORD.findall(name.lower())), {})["@state"] = None
    groups.pop((), None)

    def cue(text: str) -> Cue:
        strong = text.startswith("!")
        text = text.removeprefix("!")
        if text.startswith("*"):
            return Cue(text, strong=strong)
        side = next((s for s in (">of ", "<", ">", "+", "-") if text.startswith(s)), "")
        group = text[len(side) :]
        if group.startswith("@"):
            return Cue(group, side.strip(), classes[group[1:]].get("reach", REACH), strong)
        groups.setdefault(tuple(group.split()), {})[group] = None
        return Cue(group, side.strip(), strong=strong)

    def rules(name: str) -> dict[Phrase, tuple[Rule, ...]]:
        found: dict[Phrase, list[Rule]] = {}
        for row in table(name):
            cues = row["cues"].split("|") if row["cues"] else []
            made = [Rule(tuple(cue(text) for text in cues if text), row["type"])]
            if "" in cues:  # "@sport|": a default with a cue of its own
                made.append(Rule((), row["type"]))
            for trigger in row["triggers"].split("|"):
                found.setdefault(tuple(trigger.split()), []).extend(made)
        return {phrase: tuple(rows) for phrase, rows in found.items()}

    nouns, verbs = rules("events/type_nouns.csv"), rules("events/type_verbs.csv")
    several = sorted({p for p in (*nouns, *verbs) if len(p) > 1}, key=lambda p: (-len(p), p))
    words = {w for phrase in (*nouns, *verbs, *groups) for w in phrase}
    return Tables(
        nouns,
        verbs,
        {phrase: tuple(names) for phrase, names in groups.items()},
        _by_first(several),
        _by_first(sorted(groups)),
        frozenset(words),
    )


@cache
def _topics() -> dict[str, tuple[str, ...]]:
    """The topics that each telling word speaks for."""
    found: dict[str, tuple[str, ...]] = {}
    for topic, words in toml("events/type_words.toml")["topics"].items():
        for word in words:
            found[word] = (*found.get(word, ()), "*" + topic)
    return found


def about(text: str, least: int = 1) -> frozenset[str]:
    """What a text is about: topics ("*war", "*sport") of which ``least`` words and one of a hundred at least tell.

    >>> sorted(about("The probe left its orbit in May."))
    ['*space']
    """
    words = re.findall(r"[a-z]+(?:-[a-z]+)*", text.lower())
    told = Counter(topic for word in words for topic in _topics().get(word, ()))
    return frozenset(topic for topic, count in told.items() if count >= max(least, len(words) / 100))


def _by_first(phrases: Iterable[Phrase]) -> dict[str, tuple[Phrase, ...]]:
    firsts: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        firsts.setdefault(phrase[0], []).append(phrase)
    return {first: tuple(found) for first, found in firsts.items()}


@cache
def small(name: str) -> frozenset[str]:
    """A word list of ``type_words.toml``."""
    return frozenset(toml("events/type_words.toml")["words"][name])


@cache
def _irregular() -> dict[str, str]:
    return {form: lemma for lemma, forms in toml("events/type_words.toml")["irregular"].items() for form in forms}


@cache
def _steps() -> dict[str, int]:
    return {w: int(cost) for cost, found in toml("events/type_words.toml")["steps"].items() for w in found}


@cache
def _given_names() -> frozenset[str]:
    """Given names, lower case: one before another capitalized word tells a person."""
    genders = toml("entities/genders.toml")
    groups = " ".join(row["names"].replace("|", " ") for row in table("entities/given_names.csv"))
    return frozenset(f"{genders['female']} {genders['male']} {groups}".lower().split())


@lru_cache(maxsize=20_000)
def lemmas(word: str) -> tuple[str, ...]:
    """What ``word`` (lower case) may be a form of, among the words the tables know; itself first.

    >>> lemmas("signed"), lemmas("struck"), lemmas("stopped")
    (('signed', 'sign'), ('struck', 'strike'), ('stopped', 'stop'))
    """
    known = tables().words
    found = [word]
    if ORDINAL.fullmatch(word):
        found.append("ordinal")
    if word in _irregular():
        found.append(_irregular()[word])
    for ending, instead in ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word[: -len(ending)] + instead
            if stem in known:
                found.append(stem)
            elif not instead and len(stem) > 2 and stem[-1] == stem[-2] and stem[:-1] in known:
                found.append(stem[:-1])
    return tuple(dict.fromkeys(found))


class Words:
    """A sentence as tokens with their lemmas, and how far they are from each other."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.forms: list[str] = []
        self.starts: list[int] = []
        self.tokens: list[str] = []
        for match in WORD.finditer(text):
            form = match[0]
            parts = [form]
            if "-" in form.strip("-") and form.lower() not in tables().words:
                parts = [p for p in form.split("-") if p]
            self.forms.extend(parts)
            self.starts.extend([match.start()] * len(parts))
        self.tokens = [f.lower().replace("’", "'") for f in self.forms]
        self.lemmas = [(DATED,) if self._dates(i) else lemmas(t) for i, t in enumerate(self.tokens)]
        costs = (_steps().get(t, 1) for t in self.tokens)
        self.cost = list(accumulate(costs, initial=0))

    def _dates(self, index: int) -> bool:
        """Whether the token stands before a date and is no particle: "insisted *on* Friday", "dropped *in* June"."""
        if self.tokens[index] not in DATING or index + 1 >= len(self.tokens):
            return False
        after = self.forms[index + 1]
        when = after[:1].isupper() and after.lower() in small("days_and_months")
        return when or after[:1].isdecimal() or after in SEASONS

    def is_month(self, index: int) -> bool:
        """Whether the token is a month's name, which is no march and no possibility."""
        return self.tokens[index] in small("months") and self.forms[index][0].isupper() and index > 0

    def matches(self, index: int, phrase: Phrase, gap: int = 0) -> int | None:
        """Where ``phrase`` ends if it starts at ``index``; up to ``gap`` tokens may stand between its words."""
        if phrase[0] not in self.lemmas[index] or self.is_month(index):
            return None
        at = index + 1
        for word in phrase[1:]:
            for skip in range(gap + 1):
                if at + skip >= len(self.tokens):
                    return None
                if word in self.lemmas[at + skip]:
                    at += skip + 1
                    break
                if _steps().get(self.tokens[at + skip], 1) > 1:
                    return None
            else:
                return None
        return at

    @cached_property
    def present(self) -> frozenset[str]:
        """Every lemma that occurs: no phrase with another word in it can."""
        return frozenset(lemma for candidates in self.lemmas for lemma in candidates)

    @cached_property
    def groups(self) -> dict[str, list[Place]]:
        """Where each group of cues occurs."""
        found: dict[str, list[Place]] = {}
        starts, groups = tables().cue_starts, tables().groups
        for index, candidates in enumerate(self.lemmas):
            if self._someone(index):
                found.setdefault("@someone", []).append((index, index + 2))
            for lemma in candidates:
                for phrase in starts.get(lemma, ()):
                    end = self.matches(index, phrase) if self.present.issuperset(phrase) else None
                    if end is not None:
                        for group in groups[phrase]:
                            if group != "@state" or self.forms[index][:1].isupper():
                                found.setdefault(group, []).append((index, end))
        states = found.get("@state", [])
        for left, right in pairwise(states):
            lone = [s for s in states if left[0] - 3 <= s[0] <= right[1] + 2] == [left, right]
            if self.tokens[left[1] : right[0]] == ["and"] and lone:
                found.setdefault("@pair", []).append((left[0], right[1]))
        return found

    def _someone(self, index: int) -> bool:
        """Whether a person's name starts at the token: a known given name before another capitalized word."""
        following = self.forms[index + 1] if index + 1 < len(self.forms) else ""
        return self.tokens[index] in _given_names() and self.forms[index][0].isupper() and following[:1].isupper()

    def phrases(self) -> Iterator[tuple[Phrase, Place]]:
        """The trigger phrases of several words that occur, the longest first at each place."""
        longest, verbs = tables().longest, tables().verbs
        for index, candidates in enumerate(self.lemmas):
            for lemma in candidates:
                for phrase in longest.get(lemma, ()):
                    if not self.present.issuperset(phrase):
                        continue
                    gap = 1 if "of" in phrase else 0  # "days of Kazakh culture"
                    if phrase in verbs:
                        gap = 0 if phrase[-1] in small("particles") else 2
                    end = self.matches(index, phrase, gap)
                    if end is not None:
                        yield phrase, (index, end)

    def distance(self, left: Place, right: Place) -> int:
        """Steps between two places; 0 where they overlap."""
        if left[0] > right[0]:
            left, right = right, left
        return 0 if left[1] > right[0] else self.cost[right[0]] - self.cost[left[1]] + 1

    def find(self, text: str, at: int = 0) -> list[int]:
        """The tokens that ``text`` names, from character ``at`` on: in one run if there is one, else one by one."""
        wanted = Words(text).tokens if text else []
        size = len(wanted)
        for start in range(len(self.tokens) - size + 1):
            if size and self.starts[start] >= at and self.tokens[start : start + size] == wanted:
                return list(range(start, start + size))
        found: list[int] = []
        for word in wanted:
            after = found[-1] + 1 if found else 0
            places = [i for i, t in enumerate(self.tokens) if t == word and i not in found]
            later = [i for i in places if i >= after]
            if places:
                found.append((later or places)[0])
        return found
