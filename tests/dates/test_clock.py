"""Times of day that share a day or a zone, as tables. The article's day is Monday, 21 October 2024."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.dates import tag

DAY = date(2024, 10, 21)

SHARED = [
    ("The quake struck at 10:35 a.m. (0735 GMT) on Friday.", ["2024-10-18T10:35", "2024-10-18T07:35", "2024-10-18"]),
    ("It struck at 5:15 p.m. (1015 GMT) Wednesday.", ["2024-10-16T17:15", "2024-10-16T10:15", "2024-10-16"]),
    ("Banks opened from 8 a.m. to 8 p.m. Thursday.", ["2024-10-17T08:00", "2024-10-17T20:00"]),
    ("Polls will be open from 7:00 to 20:00 on 27 October.", ["2024-10-27T07:00", "2024-10-27T20:00"]),
    ("The rover landed at 1635 GMT on Friday.", ["2024-10-18T16:35"]),
    ("The rover landed at 2055 UTC.", ["2024-10-21T20:55"]),
    ("The race starts at 1:10 p.m. AEDT.", ["2024-10-21T13:10"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "values"), SHARED)
def test_a_time_takes_the_day_named_with_it(text: str, values: list[str]) -> None:
    found = tag(text, DAY)
    assert [t.value for t in found] == values
    assert all(t.earliest == t.latest == t.value[:10] for t in found)


@pytest.mark.parametrize(
    "text",
    [
        "The 2010 Eastern Conference final was played there.",
        "Some 2030 MT of wheat were lost.",
        "He paid 4500 CET and went.",
        "The number is 9975 GMT.",
    ],
)
def test_four_digits_are_a_time_only_with_a_zone(text: str) -> None:
    assert all(t.type == "DATE" for t in tag(text, DAY))
