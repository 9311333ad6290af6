"""The parser's model is the official one, and parsing keeps offsets."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc

from pipeline import engine
from pipeline.engine import vectors
from pipeline.engine.stages import Stages, stages
from pipeline.model import Span
from pipeline.text import sentences

ROOT = Path(__file__).resolve().parent.parent


def test_model_files_are_the_official_ones() -> None:
    assert engine.verify_model() == 24


def test_a_changed_model_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine.model, "table", lambda _: ({"path": "tagger/model", "sha256": "x"},))
    with pytest.raises(engine.EngineError, match="model"):
        engine.verify_model()


def test_offsets_are_the_articles() -> None:
    text = "First. The minister resigned on Monday."
    span = Span(7, len(text), text[7:])
    (parsed,) = engine.parse([span])
    for word in parsed.words:
        assert text[parsed.start(word) : parsed.end(word)] == word.text
    assert [t.text for t in parsed.at(11, 19)] == ["minister"]


SAID = """Let's say there are two: he ain't gonna go, you've gotta. Nothin' was done, and y'all can't know.
It has been done. He had had it. The one that he'd have. Is that it? "It is," she said; they're\tgetting what it got.
"""


def test_words_are_what_the_models_own_components_say() -> None:
    """Twice over each text: what was met for the first time, and what is remembered."""
    nlp = engine.load()
    texts = [SAID, *(path.read_text("utf-8") for path in sorted((ROOT / "sources" / "samples").glob("*.txt")))]
    for text in (*texts, *texts):
        for parsed in engine.parse(sentences(text)):
            ours = parsed.doc
            theirs = Doc(
                nlp.vocab,
                words=[t.text for t in ours],
                spaces=[bool(t.whitespace_) for t in ours],
                tags=[t.tag_ for t in ours],
                heads=[t.head.i for t in ours],
                deps=[t.dep_ for t in ours],
            )
            for name in ("attribute_ruler", "lemmatizer"):
                nlp.get_pipe(name)(theirs)
            assert [(w.text, w.pos_, w.tag_, w.lemma_) for w in parsed.words] == [
                (t.text, t.pos_, t.tag_, t.lemma_) for t in theirs
            ]
    assert len(stages().words.known) > 100


def test_words_are_taken_apart_as_spacy_does_it() -> None:
    """And say to the model what they say there."""
    ours, theirs = engine.load(), spacy.load(engine.model.installed())
    features = ("text", "lower_", "norm_", "prefix_", "suffix_", "shape_", "is_space", "whitespace_")
    for text in (
        ODD,
        SAID,
        *(path.read_text("utf-8") for path in sorted((ROOT / "sources" / "samples").glob("*.txt"))),
    ):
        mine, its = ([[getattr(t, name) for name in features] for t in nlp.make_doc(text)] for nlp in (ours, theirs))
        assert mine == its


def test_words_say_what_spacys_tokens_say() -> None:
    text = SAID + ODD + (ROOT / "sources" / "samples" / "gotthard-tunnel.txt").read_text("utf-8")
    plain = ("i", "idx", "text", "text_with_ws", "lower_", "tag_", "dep_", "ent_type_", "whitespace_")
    flags, english = ("like_num", "is_punct", "is_quote", "is_currency"), spacy.blank("en").vocab
    for parsed in engine.parse(sentences(text)):
        assert parsed.words.text == parsed.doc.text
        for word, token in zip(parsed.words, parsed.doc, strict=True):
            assert [getattr(word, name) for name in plain] == [getattr(token, name) for name in plain]
            lexeme = english[word.text]
            assert [getattr(word, name) for name in flags] == [getattr(lexeme, name) for name in flags]
            assert (word.head.i, word.left_edge.i) == (token.head.i, token.left_edge.i)
            for several in ("children", "lefts", "rights", "subtree"):
                assert [w.i for w in getattr(word, several)] == [t.i for t in getattr(token, several)]
        for start in range(len(parsed.doc.text)):
            for end in range(start + 1, min(start + 30, len(parsed.doc.text))):
                span = parsed.doc.char_span(start, end, alignment_mode="expand")
                assert [w.i for w in parsed.words.at(start, end)] == [t.i for t in span or ()]
        assert engine.told(parsed.words[1:3]) == parsed.doc[1:3].text
        with pytest.raises(IndexError):
            parsed.words[0].nbor(-1)


ODD = """Mr. O'Neill-Smith\u2019s firm, A.B.C. Holdings,\t paid $1.2 billion to the Bank of Nova Scotia.
\u00c5land? The University of California, Los Angeles, the European Court of Human Rights and
Jean-Claude van den Berg of Rotterdam
"""


def test_vectors_trees_and_names_are_what_the_models_own_components_say(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where words are forgotten in between, in batches of any size, and beside sentences that were parsed."""
    monkeypatch.setattr(vectors, "MOST_WORDS", 400)
    nlp = engine.load()
    texts = [ODD, SAID, *(path.read_text("utf-8") for path in sorted((ROOT / "sources" / "samples").glob("*.txt")))]
    found = 0
    for size, text in zip((1, 7, 40, 200, *[320] * len(texts)), texts, strict=False):
        monkeypatch.setattr(vectors, "BATCH", size)
        told = [*(s.text for s in sentences(text)), "", text[:1_500]]  # the last has several sentences
        ours, theirs = ([nlp.make_doc(words) for words in told] for _ in range(2))
        own = Stages(nlp)
        for name, run in own.run:
            run(ours)
            list(nlp.get_pipe(name).pipe(theirs))  # type: ignore[attr-defined]
        for mine, its in zip(ours, theirs, strict=True):
            assert np.allclose(mine.tensor.ravel(), its.tensor.ravel(), atol=1e-4)
            assert [(t.tag_, t.dep_, t.head.i, t.is_sent_start, t.ent_type_) for t in mine] == [
                (t.tag_, t.dep_, t.head.i, t.is_sent_start, t.ent_type_) for t in its
            ]
            assert [(e.text, e.label_) for e in mine.ents] == [(e.text, e.label_) for e in its.ents]
            found += len(mine.ents)
    assert found > 100


def test_who_stores_events_loads_no_parser() -> None:
    """The process that reads an archive's inputs hands texts on: half a second and 70 MB that it does not need."""
    code = "import sys; import pipeline.events, pipeline.ingest; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_bare_sentence_has_its_names_and_no_parse() -> None:
    text = "Angela Merkel flew to Paris. Emmanuel Macron met her."
    spans = sentences(text)
    first, second = engine.parse(spans, bare={spans[0].start})
    assert [e.text for e in first.doc.ents] == ["Angela Merkel", "Paris"]
    assert not first.doc.has_annotation("DEP")
    assert second.doc.has_annotation("DEP")


def test_words_met_are_forgotten_before_they_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine.model, "MOST_NEW", 300)
    own = engine.model._own()
    text = "The minister opened a school in {} on Monday."
    first, loads = None, set()
    for n in range(30):
        engine.bound()
        met = len(engine.load().vocab.strings)
        assert met <= own + 300
        loads.add(id(engine.load()))
        engine.parse([Span(0, len(told), told) for told in (text.format(f"Vil{n}x{i}") for i in range(20))])
        assert stages().nlp is engine.load()
        (parsed,) = engine.parse([Span(0, len(text), text)])
        said = [(w.text, w.tag_, w.dep_, w.pos_, w.lemma_, w.ent_type_) for w in parsed.words]
        first = first or said
        assert said == first
    assert len(engine.load().vocab.strings) > own
    assert len(loads) > 1


def test_sentences_parsed_before_stay_what_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Quorvessa's ministers were meeting the Zandrillians."
    (before,) = engine.parse([Span(0, len(text), text)])
    told = [(t.text, t.dep_) for t in before.doc]
    monkeypatch.setattr(engine.model, "MOST_NEW", -1)
    engine.bound()
    assert engine.load().vocab is not before.doc.vocab
    assert [(t.text, t.dep_) for t in before.doc] == told
