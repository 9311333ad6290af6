"""Days told by distance ("six days after ...") or by pointing ("As part of the visit"), and distances themselves."""

from __future__ import annotations

import pytest

from pipeline import edtf
from pipeline.events.offsets import Distance, distances, shifted
from pipeline.model import Interval
from tests.events.reading import Case, cases, differences, read


@pytest.mark.parametrize("case", [*cases("offsets"), *cases("anchors")], ids=str)
def test_days_by_reference(case: Case) -> None:
    assert not differences(case), differences(case)


TOLD = [
    ("six days after the blast", [(6, "day", True)]),
    ("a year before the vote", [(1, "year", False)]),
    ("hours after the quake", [(1, "hour", True)]),
    ("Twelve weeks after the launch", [(12, "week", True)]),
    ("120 days after the crash, two months before the trial", [(120, "day", True), (2, "month", False)]),
    ("days after the blast", []),  # how many?
    ("the day after", []),
    ("six days after.", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), TOLD, ids=[t[0] or "empty" for t in TOLD])
def test_distances(text: str, expected: list[tuple[int, str, bool]]) -> None:
    found = list(distances(text))
    assert [(d.count, d.unit, d.after) for d in found] == expected
    assert all(0 <= d.start < d.end <= len(text) for d in found)


SHIFTS = [
    ("2024-03-01", 1, "day", True, "2024-02-29"),
    ("2024-03-01", 2, "week", True, "2024-02-16"),
    ("2023-12-30", 3, "day", False, "2024-01-02"),
    ("2022-06-23", 4, "month", True, "2022-02"),
    ("2024-01-31", 1, "month", False, "2024-02"),
    ("2019-03-10", 1, "year", True, "2018-03"),
    ("2019-03-10", 9, "year", True, "2010"),
    ("2019", 2, "year", False, "2021"),
    ("2019-03-10", 3, "hour", True, "2019-03-10"),
    ("2019-03", 5, "day", True, None),  # a month is too wide to count days from
    ("2019", 5, "month", True, None),
]


@pytest.mark.parametrize(("origin", "count", "unit", "after", "expected"), SHIFTS)
def test_a_distance_is_as_exact_as_its_words(
    origin: str, count: int, unit: str, after: bool, expected: str | None
) -> None:
    found = shifted(edtf.parse(origin), Distance(0, 1, count, unit, after))
    assert (found.edtf if found else None) == expected


@pytest.mark.parametrize(
    "origin", [Interval(None, "2020-01-01", "../2020-01-01"), Interval("-0043-03-15", "-0043-03-15", "-0043-03-15")]
)
def test_no_distance_from_an_open_or_ancient_day(origin: Interval) -> None:
    assert shifted(origin, Distance(0, 1, 3, "day", True)) is None


def test_what_points_says_at_what() -> None:
    text = "Emmanuel Macron visited Belgrade on 15 July 2019. As part of the visit, the two sides signed 22 agreements."
    visited, signed = read(text).mentions
    assert (visited.date_basis, visited.anchor_id) == ("explicit", None)
    assert (signed.date_basis, signed.anchor_id, signed.date) == ("reference", visited.id, None)
    assert signed.place == visited.place
