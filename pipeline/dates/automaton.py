"""One automaton for all forms of a language: where they match, and which, in one walk over a class string.

Its places are the tokens of all forms; a state is the set of places that the tokens read so far can have led to (the
position automaton of Glushkov, made deterministic as it goes). A state and its successors are worked out when first
met and then are one look-up a token, however many forms there are.
"""

from __future__ import annotations

from collections.abc import Iterable

MOST_STATES = 5_000  # kept; then they are worked out anew, so that memory stays flat whatever is read
BEGINNING, MOST_BEGINNINGS = 3, 50_000  # tokens after which most walks are over; how many of these are kept


class State(dict[str, "State"]):
    """What can come next after some tokens, by the character of the next token; filled when asked for."""

    __slots__ = ("automaton", "forms", "places")

    def __init__(self, automaton: Automaton, places: frozenset[int]) -> None:
        super().__init__()
        self.automaton = automaton
        self.places = places
        self.forms = tuple(sorted({automaton.ends[place] for place in places if place in automaton.ends}))

    def __missing__(self, char: str) -> State:
        state = self[char] = self.automaton.after(self.places, char)
        return state


Ends = tuple[tuple[int, tuple[int, ...]], ...]  # how many tokens forms take, fewest first, with the forms' numbers


class Beginnings(dict[str, Ends | None]):
    """The ends after a few tokens, filled when asked for; None where the tokens after them may matter."""

    def __init__(self, automaton: Automaton) -> None:
        super().__init__()
        self.automaton = automaton

    def __missing__(self, beginning: str) -> Ends | None:
        ends, goes_on = self.automaton.walk(beginning)
        known = None if goes_on and len(beginning) == BEGINNING else ends
        if len(self) < MOST_BEGINNINGS:
            self[beginning] = known
        return known


class Automaton:
    """The places of forms; ``START`` is before the first token of all of them."""

    START = 0

    def __init__(self) -> None:
        self.chars: list[frozenset[str]] = [frozenset()]  # by place: what its token can be
        self.follow: list[set[int]] = [set()]  # by place: the places that can come next
        self.ends: dict[int, int] = {}  # the last places of forms, with the form's number
        self.longest = 0  # tokens in a form
        self.nowhere = State(self, frozenset())
        self.beginnings = Beginnings(self)
        self.clear()

    def clear(self) -> None:
        """Forget all states."""
        self.states: dict[frozenset[int], State] = {}
        self.start = State(self, frozenset({self.START}))

    def add(self, chars: Iterable[str]) -> int:
        """A new place for a token of one of these characters."""
        self.chars.append(frozenset(chars))
        self.follow.append(set())
        return len(self.chars) - 1

    def add_form(self, number: int, first: frozenset[int], last: frozenset[int], longest: int) -> None:
        """Say which places a form starts and ends with."""
        self.follow[self.START] |= first
        self.ends |= dict.fromkeys(last, number)
        self.longest = max(self.longest, longest)

    def after(self, places: frozenset[int], char: str) -> State:
        """The state that a token leads to."""
        reached = frozenset(n for place in places for n in self.follow[place] if char in self.chars[n])
        if not reached:
            return self.nowhere
        if len(self.states) >= MOST_STATES:
            self.clear()
        if reached not in self.states:
            self.states[reached] = State(self, reached)
        return self.states[reached]

    def matches(self, codes: str, start: int) -> Ends:
        """The ends that forms can have that begin with the token at ``start``."""
        known = self.beginnings[codes[start : start + BEGINNING]]
        return self.walk(codes[start : start + self.longest])[0] if known is None else known

    def walk(self, codes: str) -> tuple[Ends, bool]:
        """The ends of forms that begin with the first token, and whether tokens after the last could make others."""
        ends: list[tuple[int, tuple[int, ...]]] = []
        state, nowhere = self.start, self.nowhere
        for count, char in enumerate(codes, 1):
            state = state[char]
            if state is nowhere:
                break
            if state.forms:
                ends.append((count, state.forms))
        return tuple(ends), state is not nowhere

    def first_tokens(self) -> tuple[str, str, str]:
        """The characters that forms begin with, those that are a form alone, and those that can come second."""
        first = self.follow[self.START]
        second = {n for place in first for n in self.follow[place]}
        alone = {place for place in first if place in self.ends}
        return self._written(first), self._written(alone), self._written(second)

    def _written(self, places: Iterable[int]) -> str:
        return "".join(sorted(frozenset[str]().union(*(self.chars[place] for place in places))))
