"""One name or not, on our own pairs. The floors only rise."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.entities import same_name

FLOORS = {"PER": 0.98, "ORG": 0.96, "LOC": 0.98}


def pairs() -> list[list[str]]:
    lines = (Path(__file__).parent / "name_pairs.tsv").read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")][1:]


@pytest.mark.parametrize("kind", FLOORS)
def test_f1_on_our_pairs(kind: str) -> None:
    wrong, right, given, asked = [], 0, 0, 0
    for left, word, same, sort, tries in pairs():
        if sort != kind:
            continue
        said = same_name(left, word, kind) >= 0.5
        right += said and same == "1"
        given += said
        asked += same == "1"
        if said != (same == "1"):
            wrong.append((left, word, tries))
    assert 2 * right / (given + asked) >= FLOORS[kind], wrong


def test_symmetric_and_bounded() -> None:
    for left, right, _, kind, _ in pairs()[::5]:
        score = same_name(left, right, kind)
        assert 0 <= score <= 1
        assert score == pytest.approx(same_name(right, left, kind)), (left, right)


@pytest.mark.parametrize("kind", ["person", "organization", "place"])
def test_equal_names_are_one_and_empty_ones_none(kind: str) -> None:
    assert same_name("Yerevan", "Yerevan", kind) == 1.0
    assert same_name("", "Yerevan", kind) == 0.0
    assert same_name("Yerevan", "  ", kind) == 0.0


def test_unknown_kind_is_named() -> None:
    with pytest.raises(ValueError, match="animal"):
        same_name("Yerevan", "Erevan", "animal")


@pytest.mark.parametrize("text", ["\x00", "a" * 5000, "— — —", "🙂🙂", "((", "Ա" * 300, "O'" * 200])
def test_hostile_names_do_no_harm(text: str) -> None:
    for kind in ("person", "organization", "place"):
        assert 0 <= same_name(text, "Nikol Pashinyan", kind) <= 1
