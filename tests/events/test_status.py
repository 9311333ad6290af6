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


def test_a_plan_told_as_done_is_one_event_that_happened() -> None:
    text = (
        "Recep Tayyip Erdogan planned to visit Athens on 7 December 2023. "
        "Recep Tayyip Erdogan visited Athens on 7 December 2023."
    )
    extraction = read(text)
    assert [m.status for m in extraction.mentions] == ["planned", "happened"]
    (event,) = extraction.events
    assert event.status == "happened"
    assert set(event.mentions) == {m.id for m in extraction.mentions}
