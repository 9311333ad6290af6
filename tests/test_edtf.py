"""EDTF: bounds as tables, and the PyPI package as a second opinion."""

from __future__ import annotations

import edtf as peer
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import edtf

BOUNDS = [
    ("2024", "2024-01-01", "2024-12-31"),
    ("2024-02", "2024-02-01", "2024-02-29"),
    ("1999-09-02", "1999-09-02", "1999-09-02"),
    ("198X", "1980-01-01", "1989-12-31"),
    ("19XX", "1900-01-01", "1999-12-31"),
    ("2024-21", "2024-03-01", "2024-05-31"),
    ("2024-22", "2024-06-01", "2024-08-31"),
    ("2024-33", "2024-01-01", "2024-03-31"),
    ("2024-41", "2024-07-01", "2024-12-31"),
    ("2024~", "2024-01-01", "2024-12-31"),
    ("-0043-03-15", "-0043-03-15", "-0043-03-15"),
    ("-0492", "-0492-01-01", "-0492-12-31"),
    ("-049X", "-0499-01-01", "-0490-12-31"),
    ("2024-01/2024-07", "2024-01-01", "2024-07-31"),
    ("2005/..", "2005-01-01", None),
    ("../2030", None, "2030-12-31"),
    ("2024-05-04T12:00:00+05:00", "2024-05-04", "2024-05-04"),
    ("1999-XX-03", "1999-01-03", "1999-12-03"),
]


@pytest.mark.parametrize(("text", "earliest", "latest"), BOUNDS)
def test_bounds(text: str, earliest: str | None, latest: str | None) -> None:
    assert edtf.bounds(text) == (earliest, latest)
    found = edtf.parse(text)
    assert (found.earliest, found.latest, found.edtf) == (earliest, latest, text)


@pytest.mark.parametrize(("text", "earliest", "latest"), [row for row in BOUNDS if row[1] and row[2]])
def test_the_peer_agrees(text: str, earliest: str, latest: str) -> None:
    parsed = peer.parse_edtf(text)
    assert parsed.lower_strict()[:3] == edtf.order(earliest)
    assert parsed.upper_strict()[:3] == edtf.order(latest)


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "2023-02-29", "2024-13", "2024-00", "2024-04-31", "2024/2023", "24", "2024-21-05", "a/b/c"],
)
def test_what_is_no_edtf_is_named(text: str) -> None:
    with pytest.raises(edtf.EdtfError, match="not EDTF"):
        edtf.bounds(text)


FROM_DAYS = [
    ("2024-01-01", "2024-07-31", "2024-01/2024-07"),
    ("2024-01-01", "2024-12-31", "2024"),
    ("2024-02-01", "2024-02-29", "2024-02"),
    ("1999-09-02", "1999-09-02", "1999-09-02"),
    ("2024-10-14", "2024-10-20", "2024-10-14/2024-10-20"),
    ("2005-01-01", None, "2005/.."),
    (None, "2030-12-31", "../2030"),
    (None, "2030-06-15", "../2030-06-15"),
    ("-0478-01-01", "-0469-12-31", "-0478/-0469"),
]


@pytest.mark.parametrize(("first", "last", "text"), FROM_DAYS)
def test_from_days_is_short_and_exact(first: str | None, last: str | None, text: str) -> None:
    assert edtf.from_days(first, last) == text
    assert edtf.bounds(text) == (first, last)


@given(st.integers(-9000, 9000), st.integers(1, 12), st.integers(1, 28))
def test_iso_and_order_round_trip(year: int, month: int, day: int) -> None:
    assert edtf.order(edtf.iso(year, month, day)) == (year, month, day)
    assert edtf.bounds(edtf.iso(year, month, day)) == (edtf.iso(year, month, day),) * 2


def test_order_sorts_days_before_christ() -> None:
    days = ["-0490-09-12", "-0043-03-15", "0079-08-24", "2024-10-21"]
    assert sorted({*days}, key=edtf.order) == days


@pytest.mark.parametrize(
    ("text", "marked"), [("1500", "1500~"), ("1500~", "1500~"), ("2005/..", "2005~/.."), ("2005/2006", "2005~/2006~")]
)
def test_approximate(text: str, marked: str) -> None:
    assert edtf.approximate(text) == marked
