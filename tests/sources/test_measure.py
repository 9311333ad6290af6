"""The benchmark's own arithmetic: what counts as right, wrong, none; what F1 is."""

from __future__ import annotations

import pytest

from benchmarks.pages import below, body_scores, date_verdict, f1, same_title

TRUE = "one two three four five six"


@pytest.mark.parametrize(
    ("read", "scores"),
    [
        (TRUE, (1.0, 1.0)),
        ("one two three four", (1.0, 1 / 3)),
        (TRUE + " seven eight nine", (0.5, 1.0)),
        ("", (0.0, 0.0)),
        ("six five four three two one", (0.0, 0.0)),
    ],
)
def test_shingles_found_and_missed(read: str, scores: tuple[float, float]) -> None:
    assert body_scores(TRUE, read) == pytest.approx(scores)


def test_f1_is_of_the_means() -> None:
    assert f1([(1.0, 1.0), (0.0, 0.0)]) == pytest.approx(0.5)
    assert f1([(0.0, 0.0)]) == 0.0


def test_the_bootstrap_sees_which_is_lower() -> None:
    good, bad = [(1.0, 1.0)] * 20, [(0.5, 0.5)] * 20
    assert below(bad, good, 50) == 1.0
    assert below(good, bad, 50) == 0.0


@pytest.mark.parametrize(
    ("true", "day", "verdict"),
    [
        ("2024-08-26 23:27:57+00:00", "2024-08-26", "right"),
        ("2025-05-15 02:00:52+09:00", "2025-05-15", "right"),
        ("2025-05-15 02:00:52+09:00", "2025-05-14", "right"),
        ("2025-05-15 02:00:52+09:00", "2025-05-16", "wrong"),
        ("2024-08-26", None, "none"),
        (None, "2024-08-26", "unknown"),
    ],
)
def test_a_date_is_right_in_its_offset_or_in_utc(true: str | None, day: str | None, verdict: str) -> None:
    assert date_verdict(true, day) == verdict


def test_titles_are_the_same_words() -> None:
    assert same_title("Ship ‘free’, at last", "Ship 'free' at last")
    assert not same_title("Ship free", "Ship freed")
