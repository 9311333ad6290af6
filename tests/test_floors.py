"""Quality does not fall: today's figures on the repo's own gold are no lower than ``benchmarks/floors.toml`` says.

Read once a session; with several workers all of these tests go to one of them (``--dist loadgroup``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from benchmarks import floors, own, shown

pytestmark = pytest.mark.xdist_group("floors")
FLOORS = floors.read()
CLAIM = 0.015  # how far a figure in the pages may be ahead: rounding, and what another processor reads otherwise
NOT_FLOORS = {"digest", "merged_wrongly"}
FIGURES = [(corpus, name) for corpus, rows in FLOORS.items() for name in rows if name not in NOT_FLOORS]


@cache
def today(corpus: str) -> Mapping[str, float]:
    return floors.today(corpus)


def test_every_corpus_has_its_floors() -> None:
    assert set(FLOORS) == set(floors.CORPORA)
    for rows in FLOORS.values():
        assert {"events_f1", "events_precision", "events_recall", "dates_recall", "actors_f1"} <= rows.keys()
        assert {"places", "status", "types", "merged_wrongly", "digest"} <= rows.keys()


@pytest.mark.parametrize("corpus", FLOORS)
def test_the_floors_are_those_of_this_corpus(corpus: str) -> None:
    assert own.digest(floors.CORPORA[corpus]) == FLOORS[corpus]["digest"], (
        "gold or articles changed: python -m benchmarks.floors --raise, and look at what it prints"
    )


@pytest.mark.parametrize(("corpus", "name"), FIGURES)
def test_no_figure_falls(corpus: str, name: str) -> None:
    assert today(corpus)[name] >= float(FLOORS[corpus][name])


@pytest.mark.parametrize("corpus", FLOORS)
def test_two_happenings_are_never_made_one(corpus: str) -> None:
    assert FLOORS[corpus]["merged_wrongly"] == 0
    assert today(corpus)["merged_wrongly"] == 0


@pytest.mark.parametrize("page", ["README.md", "docs/quality.md"])
def test_a_page_claims_no_more_than_is_measured(page: str) -> None:
    """Its figures may be a step behind (``make docs`` writes today's), but not ahead."""
    told = (own.ROOT / page).read_text("utf-8")
    columns = [today(corpus) for corpus in shown.COLUMNS]
    for name, label in shown.MEASURES.items():
        match = re.search(rf"^\| {re.escape(label)}((?: \| [\d.]+){{{len(columns)}}}) \|$", told, re.MULTILINE)
        assert match, f"{label}: make docs"
        for claimed, measured in zip(match[1].split(" | ")[1:], (c[name] for c in columns), strict=True):
            honest = float(claimed) >= measured if name == "merged_wrongly" else float(claimed) <= measured + CLAIM
            assert honest, f"{label}: {claimed} told, {measured:.3f} measured: make docs"


def test_a_floor_rises_and_never_falls() -> None:
    old = {"digest": "x", "merged_wrongly": 0, "events_f1": 0.7, "places": 0.9}
    new = floors.risen(old, {"merged_wrongly": 0, "events_f1": 0.8, "places": 0.8, "types": 0.5})
    assert new == {"events_f1": 0.79, "places": 0.9, "types": 0.49}


def test_the_digest_notices_a_changed_article(tmp_path: Path) -> None:
    folder = tmp_path
    (folder / "a.json").write_text('{"text": "a.txt", "records": []}', "utf-8")
    (folder / "a.txt").write_text("The bridge opened on 9 May 2012.", "utf-8")
    before = own.digest(folder)
    (folder / "a.txt").write_text("The bridge opened on 8 May 2012.", "utf-8")
    assert own.digest(folder) != before
