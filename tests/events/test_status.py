"""Happened, planned, ongoing, cancelled, reported: by mention, and for the event that several tell."""

from __future__ import annotations

import pytest

from tests.events.reading import Case, cases, differences, read


@pytest.mark.parametrize("case", cases("status"), ids=str)
def test_status(case: Case) -> None:
    assert not differences(case), differences(case)


@pytest.mark.parametrize(
    ("published", "status"), [("2013-12-20", "planned"), ("2014-01-01", "happened"), ("2014-06-01", "happened")]
)
def test_what_lies_after_the_article_is_planned(published: str, status: str) -> None:
    (mention,) = read("Latvia adopted the euro on 1 January 2014.", published).mentions
    assert mention.status == status
