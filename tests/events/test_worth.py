"""Which sentences are parsed: with a date, or able to lean on one told before."""

from __future__ import annotations

import pytest

from pipeline.dates import intervals, tag
from pipeline.events.worth import may_lean, worth_parsing, worth_reading
from pipeline.text import sentences


@pytest.mark.parametrize(
    ("sentence", "lean"),
    [
        ("During the visit, the ministers opened a bridge.", True),
        ("A treaty was signed as part of this trip.", True),
        ("After the two-day summit the leaders flew home.", True),
        ("The high-level talks will go on in Geneva.", True),
        ("On the sidelines of NATO’s meeting, both sides spoke.", True),
        ("The presidents’ visits were cut short.", True),
        ("In addition, five memoranda were signed.", True),
        ("He resigned two days after losing the vote.", True),
        ("The river is 230 kilometres long.", False),
        ("“We are glad,” the mayor said.", False),
        ("A visit is always welcome.", False),
        ("Its ports handle grain, coal and ore.", False),
    ],
)
def test_what_may_lean(sentence: str, lean: bool) -> None:
    assert may_lean(sentence) is lean


def test_a_date_is_reason_enough() -> None:
    text = "Ports\nThe port lies on the Black Sea. It opened on 3 May 2011.\nMore"
    dated = [t for t in intervals(tag(text, None), text) if t.interval is not None]
    spans = worth_reading(sentences(text), dated)
    assert [s.text for s in spans] == ["The port lies on the Black Sea.", "It opened on 3 May 2011."]
    assert worth_parsing(spans, dated) == {spans[1].start}
