"""The PLOVER root category of a happening, by its type and its words (``knowledge/events/plover.toml``)."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.events.type_rules import Words
from pipeline.events.types import classify
from pipeline.knowledge import toml


def plover(sentence: str, trigger: str) -> str | None:
    """The PLOVER root category of the happening, None where PLOVER has none (culture, sport, disasters, sayings).

    >>> plover("The parliament rejected the treaty on Monday.", "rejected")
    'REJECT'
    """
    kind = classify(sentence, trigger)
    mapping = toml("events/plover.toml")
    told = [set(found) for found in Words(trigger).lemmas]

    def first(listed: Iterable[str]) -> tuple[int, int] | None:
        """Where the first of these phrases stands in the trigger: its start, and minus its length."""
        found = [
            (start, -len(phrase))
            for phrase in (entry.split() for entry in listed)
            for start in range(len(told) - len(phrase) + 1)
            if all(word in told[start + n] for n, word in enumerate(phrase))
        ]
        return min(found, default=None)

    promised = mapping["promised"]
    if kind in promised["types"] and first(promised["words"]):
        return str(promised["root"])
    choices = [(place, c["root"]) for c in mapping["choice"] if kind in c["types"] and (place := first(c["words"]))]
    root = min(choices)[1] if choices else mapping["usual"].get(kind)
    return str(root) if root else None
