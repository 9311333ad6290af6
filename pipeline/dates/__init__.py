"""Expressions of time in text: ``tag`` finds and resolves them."""

from __future__ import annotations

import re
from datetime import date

from pipeline import edtf
from pipeline.model import Timex

MONTHS = "January February March April May June July August September October November December".split()
PLAIN = re.compile(rf"\b(?:(?P<month>{'|'.join(MONTHS)}) (?:(?P<day>\d{{1,2}}), )?)?(?P<year>[12]\d{{3}})\b")


def tag(text: str, reference: date | str | None = None) -> list[Timex]:
    """Explicit English dates only: the tagger proper follows. ``reference``: a day or an EDTF string."""
    found = []
    for match in PLAIN.finditer(text):
        month = MONTHS.index(match["month"]) + 1 if match["month"] else None
        value = edtf.iso(int(match["year"]), month, int(match["day"]) if match["day"] else None)
        try:
            low, high = edtf.bounds(value)
        except edtf.EdtfError:
            continue
        found.append(Timex(match.start(), match.end(), match[0], "DATE", value, value, low, high))
    return found
