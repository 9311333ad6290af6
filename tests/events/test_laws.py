"""Laws of the extraction that hold for any text: spans, purity, ids, symmetry, bad input, time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipeline import engine
from pipeline.events import bind, classify, extract
from pipeline.events.merge import cluster, contradict, linked, score
from pipeline.events.titles import LONGEST
from pipeline.events.types import event_types
from pipeline.model import Article, Extraction, Mention, Span
from tests.events.reading import cases, read

FEW = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SENTENCES = [case.text for name in ("extract", "status", "offsets", "no_event") for case in cases(name)][::4]
STATUSES = {"happened", "planned", "ongoing", "cancelled", "reported"}


def article(text: str, published: str | None = "2024-10-21") -> Article:
    basis = "given" if published else "unknown"
    return Article(None, "Untitled", published, basis, (), "en", None, text)


def spans(extraction: Extraction) -> Iterator[Span]:
    """Every span that an extraction gives."""
    for t in extraction.timexes:
        yield Span(t.start, t.end, t.text)
    for m in extraction.mentions:
        yield m.sentence
        yield m.trigger
        if m.date is not None:
            yield m.date
        yield from (p.span for p in m.participants if p.span is not None)
    for f in extraction.figures:
        yield f.sentence
        yield f.span


def lawful(extraction: Extraction) -> None:
    """Assert what holds for every extraction."""
    text = extraction.article.text
    for span in spans(extraction):
        assert text[span.start : span.end] == span.text
        assert 0 <= span.start < span.end <= len(text)
    ids = [m.id for m in extraction.mentions]
    assert len(ids) == len(set(ids))
    assert sorted(i for e in extraction.events for i in e.mentions) == sorted(ids)
    known = set(ids)
    expressions = {f"{t.start}-{t.end}" for t in extraction.timexes}
    for m in extraction.mentions:
        assert m.sentence.start <= m.trigger.start < m.trigger.end <= m.sentence.end
        assert m.type in event_types()
        assert m.status in STATUSES
        assert len(m.title.split()) <= LONGEST
        assert m.anchor_id is None or m.anchor_id in known | expressions, (m.trigger, m.anchor_id)
        assert m.interval.earliest or m.interval.latest
        if m.interval.earliest and m.interval.latest and not m.interval.earliest.startswith("-"):
            assert m.interval.earliest <= m.interval.latest
        assert len([p for p in m.participants if p.role == "place"]) <= 1
    held = set(extraction.entities)
    assert all(p.entity in held for m in extraction.mentions for p in m.participants)


@pytest.mark.parametrize("name", ["extract", "status", "offsets", "no_event"])
def test_every_text_of_the_tables_is_lawful(name: str) -> None:
    for case in cases(name):
        lawful(read(case.text, case.published, case.country))


@FEW
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5, unique=True), st.sampled_from([" ", "\n", "\n\n"]))
def test_any_article_is_lawful_and_pure(sentences: list[str], gap: str) -> None:
    whole = article(gap.join(sentences))
    first = extract(whole)
    lawful(first)
    assert extract(replace(whole)) == first


def test_the_same_whatever_was_read_before() -> None:
    first = extract(article(SENTENCES[0]))
    for sentence in SENTENCES[1:6]:
        extract(article(sentence))
    assert extract(article(SENTENCES[0])) == first


def shape(mentions: tuple[Mention, ...]) -> list[tuple[object, ...]]:
    return [
        (m.trigger.text, m.type, m.interval, m.status, m.title, m.participants and len(m.participants))
        for m in mentions
    ]


URL = "https://example.org/news/1"


@pytest.mark.parametrize("before", ["A paragraph of nothing much.\n", "The roof is green. The walls are white.\n\n"])
def test_ids_stay_when_a_paragraph_is_put_before(before: str) -> None:
    text = " ".join(case.text for case in cases("extract")[:12])
    whole = replace(article(text), url=URL)
    moved = replace(whole, text=before + text)
    first, second = extract(whole), extract(moved)
    assert [m.id for m in first.mentions] == [m.id for m in second.mentions]
    assert [e.id for e in first.events] == [e.id for e in second.events]
    assert shape(first.mentions) == shape(second.mentions)


def test_ids_stay_when_a_sentence_is_added_at_the_end() -> None:
    text = "Finland joined NATO on 4 April 2023. Sweden joined NATO on 7 March 2024."
    whole = replace(article(text), url=URL)
    longer = replace(whole, text=text + " Albania joined NATO on 1 April 2009.")
    ids = [m.id for m in extract(whole).mentions]
    assert [m.id for m in extract(longer).mentions][: len(ids)] == ids


def test_a_sentence_told_twice_has_two_ids() -> None:
    (first, second) = read("The bridge fell on 3 May 2011. The bridge fell on 3 May 2011.").mentions
    assert first.id != second.id


def test_another_article_has_other_ids() -> None:
    text = "The bridge fell on 3 May 2011."
    one, two = (extract(replace(article(text), url=f"https://example.org/{n}")) for n in (1, 2))
    assert not {m.id for m in one.mentions} & {m.id for m in two.mentions}


@pytest.fixture(scope="module")
def mentions() -> list[Mention]:
    return [m for text in SENTENCES[:40] for m in read(text).mentions]


def test_linking_is_symmetric(mentions: list[Mention]) -> None:
    for a, b in combinations(mentions, 2):
        assert linked(a, b) == linked(b, a)
        assert contradict(a, b) == contradict(b, a)
        assert score(a, b) == score(b, a)


@given(data=st.data())
@FEW
def test_events_do_not_depend_on_the_order_of_mentions(mentions: list[Mention], data: st.DataObject) -> None:
    some = data.draw(st.lists(st.sampled_from(mentions), min_size=2, max_size=20, unique_by=lambda m: m.id))
    assert cluster(data.draw(st.permutations(some))) == cluster(some)


# Text as it comes from outside: anything at all.
HOSTILE = st.one_of(
    st.text(max_size=300),
    st.text(alphabet="()[]{}\"'“”«»,;:.-–— \n", max_size=200),
    st.lists(
        st.sampled_from(
            [
                "on Monday",
                "2024",
                "(",
                ")",
                "signed",
                "was",
                "the",
                "Paris",
                ";",
                "and",
                "\n",
                "--",
                "in May",
                "visit",
                "to",
            ]
        ),
        max_size=40,
    ).map(" ".join),
)


@FEW
@given(HOSTILE, st.sampled_from([None, "2024-10-21", "2024", "2024-10"]))
@example("", None)
@example("\ud800 on Monday \udfff", "2024-10-21")
@example("\x00\x01 signed on 3 May 2011 \x07", "2024-10-21")
@example("(((((((((( signed on 3 May 2011 ))))))))))", None)
@example("On on on on Monday Monday Monday.", "2024-10-21")
@example("‮signed on 3 May 2011‬ in مسقط", "2024-10-21")
@example("He signed it on 31 February 2011 and 0 May 0000.", "2024-10-21")
@example("It fell in 9999. It rose in 99999. It sank in year 0.", "2024-10-21")
@example("The firm closed on 31 December 9999 and reopened six days later.", "9999-12-31")
@example("The firm closed six days after the fire on 1 January 0001.", "2024-10-21")
def test_no_text_raises(text: str, published: str | None) -> None:
    lawful(extract(article(text, published)))


@FEW
@given(HOSTILE, st.sampled_from(["signed", "", "(", ".*", "Paris"]))
def test_bind_and_classify_never_raise(text: str, trigger: str) -> None:
    bind(text, trigger, date(2024, 10, 21))
    assert classify(text, trigger) in event_types()


LONG = [
    ("words without a stop", "word " * 10_000),
    ("one sentence of dates", "on 3 May 2011 " * 800),
    ("nested brackets", "(" * 3_000 + " signed on 3 May 2011 " + ")" * 3_000),
    ("quotes", '"' * 5_000 + " signed on Monday"),
    ("one long word", "a" * 50_000),
    ("many lines", "May 3: It fell.\n" * 100),
]


@pytest.mark.parametrize(("name", "text"), LONG, ids=[name for name, _ in LONG])
def test_long_and_broken_text_is_read_in_bounded_time(name: str, text: str) -> None:
    engine.load()
    start = time.process_time()
    lawful(extract(article(text)))
    assert time.process_time() - start < 10


def test_time_grows_with_length_and_no_faster() -> None:
    """Four times the text takes no more than eight times as long (four, and room for a busy machine)."""
    text = "The minister signed a treaty in Paris on 3 May 2011 and flew to Rome, where talks were held on 5 May.\n"

    def seconds(times: int) -> float:
        whole = article("".join(f"{n} {text}" for n in range(times)))
        start = time.process_time()
        extract(whole)
        return time.process_time() - start

    seconds(5)
    assert min(seconds(80) for _ in range(3)) < 8 * min(seconds(20) for _ in range(3))
