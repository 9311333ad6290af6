"""Sentences as tables of pieces, and folding."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text import fold, sentences

# Each row is the sentences as they should come out; the text is the row joined by blanks.
ROWS = [
    ["The U.S. Army left.", "Nobody saw it."],
    ["He flew to the U.S.", "The trip was long."],
    ["She lives in St. Louis.", "He does not."],
    ["The theatre is named after M. Auezov and I. Omarov.", "It opened in 1926."],
    ["On Aug. 11: the start.", "No. 5 won."],
    ["It ended at 5 p.m.", "Tokayev left."],
    ["He came at 5 p.m. Monday.", "It rained."],
    ["Trade grew 2.4 times.", "Exports rose 3.5 percent."],
    ['"Stop!" he said.', '"It is over."', "They left."],
    ["They left (for good.)", "It was late."],
    ["It rained... and rained.", "Then it stopped."],
    ["Was it so?", "Yes!", "It was."],
    ["Apple Inc. bought it.", "Dr. Smith et al. agreed."],
    ["He fought in World War I.", "The war ended."],
    ["Договор подписан в 1999 г. в Астане.", "Он действует."],
    ["1. Scope of work.", "It is wide."],
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_sentences(row: list[str]) -> None:
    assert [s.text for s in sentences(" ".join(row))] == row


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A headline\nThe first line. The second.", ["A headline", "The first line.", "The second."]),
        ("• One\n• Two • Three", ["One", "Two", "Three"]),
        ("- One\n– Two", ["One", "Two"]),
        ("   \n\n ", []),
        ("", []),
    ],
)
def test_lines_and_bullets(text: str, expected: list[str]) -> None:
    assert [s.text for s in sentences(text)] == expected


@given(st.text(alphabet=st.sampled_from('aB1 .!?…\n"”)(•-—ЖU'), max_size=80))
def test_spans_read_what_they_claim_and_lose_nothing(text: str) -> None:
    found = sentences(text)
    assert all(text[s.start : s.end] == s.text and s.text.strip() == s.text for s in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    kept = sum(c.isalnum() for s in found for c in s.text)
    assert kept == sum(c.isalnum() for c in text)


@pytest.mark.parametrize("piece", [".", ". ", " ", "\n", '."', "( ", "a. "])
def test_time_is_linear(piece: str) -> None:
    started = time.process_time()
    sentences(piece * (200_000 // len(piece)))
    assert time.process_time() - started < 2


FOLDS = [
    ("Kassym-Jomart  TOKAYEV’s", "kassym-jomart tokayev's"),
    ("Kraków, São Tomé, Łódź", "krakow, sao tome, lodz"),
    ("Қазақстан ЙОД", "қазақстан йод"),
    ("Ёлка", "елка"),
    ("“Straße” — Ærø", '"strasse" - aero'),
    ("İstanbul", "istanbul"),
]


@pytest.mark.parametrize(("text", "folded"), FOLDS)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
