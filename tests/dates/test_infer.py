"""When an article was written, by its own words: (text, EDTF, basis, words the evidence names)."""

from __future__ import annotations

import pytest

from pipeline.dates import infer_published, tag

CASES = [
    ("LONDON, 12 March 2021 - Shares fell.", "2021-03-12", "dateline", "LONDON, 12 March 2021"),
    ("WASHINGTON, Jan. 5, 1998 (AP) — Talks resumed.", "1998-01-05", "dateline", "WASHINGTON, Jan. 5, 1998"),
    (
        "Floods in the north\nALMATY. 5 June 2021. AGENCY - The river rose.",
        "2021-06-05",
        "dateline",
        "ALMATY. 5 June 2021",
    ),
    ("ALMATY. 5 June. AGENCY - The river, which rose in May 2021, fell.", "2021-06-05?", "dateline", "May 2021"),
    ("Today, May 5, 2021, the port reopened.", "2021-05-05", "inferred", "Today, May 5, 2021"),
    ("The treaty was signed 25 years ago - on September 2, 1999.", "2024", "inferred", "25 years ago"),
    (
        "The bridge was opened in June 2019. It will be closed in 2021.",
        "2019-06/2021-12",
        "inferred",
        "'2021' is still to come",
    ),
    ("The mine was shut in June 2019. Nobody has worked there since.", "2019-06/..", "inferred", "told as past"),
    (
        "The King of Norway is paying a state visit to Iceland today. The visit was agreed in Oslo. "
        "The two ministries planned a state visit of the King of Norway to Iceland in May 2022.",
        "2022-05",
        "inferred",
        "planned for what is told as today",
    ),
]


@pytest.mark.parametrize(("text", "edtf", "basis", "evidence"), CASES)
def test_inferred(text: str, edtf: str, basis: str, evidence: str) -> None:
    found = infer_published(text, tag(text))
    assert (found.edtf, found.basis) == (edtf, basis)
    assert evidence in found.evidence


UNKNOWN = [
    "A man walked home. He was tired.",
    "He arrived today and leaves on Friday.",
    "PARIS, March 3 (AGENCY) — The tower was closed.",
    "The strategy for 2030 is ready.",
    "A programme for 2023-2025 was signed.",
    "",
]


@pytest.mark.parametrize("text", UNKNOWN)
def test_unknown_stays_unknown(text: str) -> None:
    found = infer_published(text, tag(text))
    assert (found.edtf, found.basis) == (None, "unknown")


def test_the_dateline_outranks_what_is_planned() -> None:
    text = "OSLO, 3 May 2022 - The King of Norway is in Iceland today. A visit of the King is planned for 2023."
    assert infer_published(text, tag(text)).edtf == "2022-05-03"
