"""Expressions of time in text: ``tag`` finds and resolves them; ``infer_published`` dates an article by its own words.

    text -> tokens as classes -> candidates -> meanings in reading order -> intervals with their signals

One module a step: ``lexicon`` (words), ``grammar`` (forms), ``resolve`` (meanings, on ``state`` and ``calendar``),
``genre`` (report or narrative), ``signals`` and ``ranges`` (intervals). Words are data: ``knowledge/dates/LANG.toml``.
"""

from __future__ import annotations

from datetime import date

from pipeline.dates.infer import Inference, infer_published
from pipeline.dates.lexicon import language_of
from pipeline.dates.ranges import intervals
from pipeline.dates.tagger import tag_language
from pipeline.model import Timex

__all__ = ["Inference", "infer_published", "intervals", "tag"]


def tag(text: str, reference: date | str | None = None, language: str | None = None) -> list[Timex]:
    """The expressions of time in ``text``, in order, none overlapping.

    ``reference`` is the article's day, or an EDTF string where only its month or year is known: then "today" is that
    month. None leaves what leans on it without bounds; it never means the day of the run. ``language`` is ``"en"`` or
    ``"ru"``; by default the script of the text decides.

    ``text``, ``type`` and ``value`` follow TimeML. A range ("March 27-30", "from 2005 to 2024") is two expressions, as
    there, but both carry the bounds of the whole interval, ``signal`` "range", and the second ``anchor`` names the
    first; ``intervals`` makes them one. Raises ``pipeline.edtf.EdtfError`` for a reference that is no EDTF.

    >>> [(t.text, t.value, t.edtf) for t in tag("It has met since May 2019, and again on Friday.", date(2024, 10, 21))]
    [('May 2019', '2019-05', '2019-05/..'), ('Friday', '2024-10-18', '2024-10-18')]
    """
    return tag_language(text, reference, language or language_of(text))
