"""From a candidate to its meaning: one function for each kind of rule, all pure calendar arithmetic on the discourse.

A kind says how slots make a period; which words fill the slots is the language table's business. What cannot be placed
(a weekday where no article's day is known) still gets a TIMEX3 value, with X for what is unknown, and no period.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pipeline.dates.absolute import date
from pipeline.dates.amounts import duration, repeated, vague
from pipeline.dates.clock import beside, time
from pipeline.dates.grammar import Found
from pipeline.dates.holidays import holiday
from pipeline.dates.leaning import ago, deictic, relative, told
from pipeline.dates.meaning import Meaning
from pipeline.dates.nth import nth
from pipeline.dates.numeric import iso, slashed
from pipeline.dates.state import Discourse

__all__ = ["date", "resolve"]


def resolve(found: Found, at: Discourse) -> Meaning | None:
    """The meaning of a candidate, or None where it is no expression of time after all."""
    return KINDS[found.rule.kind](found.slots, found, at)


KINDS: dict[str, Callable[[dict[str, Any], Found, Discourse], Meaning | None]] = {
    "date": date,
    "iso": iso,
    "slashed": slashed,
    "holiday": holiday,
    "deictic": deictic,
    "relative": relative,
    "told": told,
    "ago": ago,
    "time": time,
    "beside": beside,
    "nth": nth,
    "duration": duration,
    "set": repeated,
    "ref": vague,
}
