"""Verbs that the parser took for something else are set right; sentences without such a fault stay as they are."""

from __future__ import annotations

import pytest

from pipeline import engine
from pipeline.engine.mend import mend
from pipeline.model import Span
from tests.events.reading import read, shown

MENDED = [
    ("The transfer window closes on Thursday.", "closes", "VERB", "close", "window"),
    ("The Paris Olympics open on Friday and run until August 11.", "open", "VERB", "open", "Olympics"),
    (
        "Physicists at CERN unveiled evidence of a new particle on Wednesday.",
        "unveiled",
        "VERB",
        "unveil",
        "Physicists",
    ),
    ("Germany, who lost to Mexico on 17 June, play South Korea in Kazan.", "play", "VERB", "play", "Germany"),
    ("Liz Truss quit on Thursday after 44 days in office.", "quit", "VERB", "quit", "Truss"),
]


@pytest.mark.parametrize(("text", "word", "pos", "lemma", "subject"), MENDED, ids=[m[1] for m in MENDED])
def test_a_verb_is_one(text: str, word: str, pos: str, lemma: str, subject: str) -> None:
    (parsed,) = engine.parse([Span(0, len(text), text)])
    token = next(w for w in parsed.words if w.text == word)
    assert (token.pos_, token.lemma_, token.head) == (pos, lemma, token)
    assert [c.text for c in token.children if c.dep_ == "nsubj"] == [subject]


def test_a_clause_and_a_subject_hang_on_what_they_are_about() -> None:
    texts = [
        "The Union's budget for 2021-2027, which was adopted on December 17, 2020, needs a successor.",
        "The bridge was closed to heavy traffic in June 2016.",
        "Real Madrid beat Bayern 4-3 on 12 April 2017.",
        "A magnitude 6.1 earthquake struck Herat on 7 October 2023.",
    ]
    budget, bridge, madrid, quake = (
        parsed.doc for parsed in engine.parse([Span(0, len(text), text) for text in texts])
    )
    assert next(t for t in budget if t.text == "adopted").head.text == "budget"
    assert next(t for t in bridge if t.text == "bridge").head.text == "closed"
    assert next(t for t in madrid if t.text == "Bayern").dep_ == "dobj"
    assert [t.text for t in quake if t.dep_ == "nsubj"] == ["earthquake"]


@pytest.mark.parametrize(
    "text",
    [
        "Peace talks on Friday.",
        "The flooded areas lie in the south.",
        "The court declared the law illegal.",
        "Damaged houses and two bridges.",
    ],
)
def test_what_is_right_stays(text: str) -> None:
    (parsed,) = engine.parse([Span(0, len(text), text)])
    tags = [(t.tag_, t.dep_, t.head.i) for t in parsed.doc]
    mend(parsed.doc)
    assert [(t.tag_, t.dep_, t.head.i) for t in parsed.doc] == tags


def test_a_mended_verb_tells_its_event() -> None:
    assert shown(read("The transfer window closes on Thursday.", "2017-08-30").mentions) == [
        "closes | 2017-08-31..2017-08-31 | planned"
    ]
