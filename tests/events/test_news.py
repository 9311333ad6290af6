"""Ordinary news of every kind: what is read right, and what is known not to be."""

from __future__ import annotations

import pytest

from tests.events.reading import Case, cases, differences


@pytest.mark.parametrize("case", cases("news"), ids=str)
def test_a_sentence_tells_these_events_and_no_others(case: Case) -> None:
    assert not differences(case), differences(case)


@pytest.mark.xfail(strict=True, reason="not read right yet; docs/quality.md names the kinds")
@pytest.mark.parametrize("case", cases("news_open"), ids=str)
def test_what_is_open(case: Case) -> None:
    assert not differences(case), differences(case)
