"""The same story on several sites is a copy; another story on the same event is not."""

from __future__ import annotations

import pytest

from pipeline.archive.copies import bands, is_copy, overlap, signature, similarity

STORY = (
    "ISMAILIA, Egypt (Reuters) - The container ship Ever Given was refloated in the Suez Canal on Monday, the canal "
    "authority said, six days after it ran aground and blocked one of the busiest waterways of the world. Eleven "
    "tugs and two dredgers had pulled and dug through the night to use the high tide. The chairman of the "
    "authority, Osama Rabie, said that shipping would resume at once. More than 400 vessels were waiting at both "
    "ends. About 12 percent of world trade passes through the canal, which was opened in 1869 and widened in 2015. "
    "The owner of the ship, Shoei Kisen of Japan, apologised to those whose cargo was late."
)
OTHER = (
    "Oil prices fell by two percent on Monday after news from Egypt that traffic through the Suez Canal would start "
    "again. Brent crude for May delivery was at 63.90 dollars a barrel in London. Traders had feared weeks of delay "
    "for tankers from the Gulf. Analysts said that demand in Europe, where new lockdowns were announced last week, "
    "mattered more for the price than the container ship Ever Given, which had run aground six days before and was "
    "refloated with the help of tugs and dredgers."
)
VARIANTS = {
    "another dateline": STORY.replace("ISMAILIA, Egypt (Reuters) - ", "Suez, 29 March. AGENCY. "),
    "a note before and after": "Good news from Egypt today. " + STORY + " Read more on our site tomorrow.",
    "cut": STORY[: len(STORY) * 2 // 3],
    "marks and case": STORY.upper().replace(",", "").replace("Egypt", "Égypt"),
    "a word changed": STORY.replace("apologised", "said sorry").replace("at once", "soon"),
}


@pytest.mark.parametrize("variant", VARIANTS.values(), ids=VARIANTS.keys())
def test_copies_are_recognised_and_found_by_their_keys(variant: str) -> None:
    assert is_copy(STORY, variant)
    assert set(bands(signature(STORY))) & set(bands(signature(variant)))


def test_another_story_on_the_same_day_is_none() -> None:
    assert not is_copy(STORY, OTHER)
    assert similarity(signature(STORY), signature(OTHER)) < 0.2
    assert not set(bands(signature(STORY))) & set(bands(signature(OTHER)))


def test_the_estimate_is_near_the_truth() -> None:
    assert similarity(signature(STORY), signature(STORY)) == 1.0
    cut = VARIANTS["cut"]
    assert abs(similarity(signature(STORY), signature(cut)) - 2 / 3) < 0.15
    assert overlap(STORY, cut) > 0.95


def test_short_texts_are_never_copies() -> None:
    assert signature("A short notice.") == ()
    assert not is_copy("A short notice.", "A short notice.")
    assert similarity((), ()) == 0.0
    assert bands(()) == ()


def test_signatures_are_the_same_in_any_process() -> None:
    assert len(signature(STORY)) == 128
    assert bands(signature(STORY))[0] == "0:" + bands(signature(STORY))[0].partition(":")[2]
    assert signature(STORY) == signature(STORY + "  ")
