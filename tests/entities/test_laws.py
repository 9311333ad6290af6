"""What holds of any text: spans read what they claim, do not overlap, and no soup of words breaks the rules."""

from __future__ import annotations

import time
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.entities import identify, recognise
from pipeline.model import Interval

WORDS = [*(Path(__file__).parent / "soup.txt").read_text("utf-8").split(), "\n"]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=40), st.sampled_from([None, "KZ"]))
def test_laws_of_references(words: list[str], home: str | None) -> None:
    text = " ".join(words)
    last = 0
    for reference in recognise(text, [], home):
        assert text[reference.start : reference.end] == reference.text
        assert reference.start >= last
        assert reference.entities
        if reference.name:
            assert reference.start <= reference.name.start < reference.name.end <= reference.end
            assert text[reference.name.start : reference.name.end] == reference.name.text
        known = identify(reference, Interval("2024-10-21", "2024-10-21", "2024-10-21"))
        assert set(reference.entities) <= set(known)
        last = reference.end
    assert recognise(text, [], home) == recognise(text, [], home)


def test_long_hostile_text_takes_no_time() -> None:
    started = time.process_time()
    for piece in (
        "(",
        "Ministry of ",
        "Kazakh-",
        "President of the ",
        "A. ",
        '"X ',
        "Republic of Armenia and ",
        "Foo, ",
    ):
        recognise(piece * 2000, [])
    assert time.process_time() - started < 15
