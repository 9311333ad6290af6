"""One event however often told, and never two made one."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import combinations, permutations

import pytest

from pipeline.events import merge
from pipeline.events.merge import Suggestion, cluster, contradict, keys, linked, score, suggest
from pipeline.model import Interval, Mention
from tests.events.reading import Case, cases, read

PAIRS = cases("merge")


def both(case: Case) -> tuple[list[Mention], list[Mention]]:
    published, _, text = case.lines[0].partition(" ")
    return list(read(case.text, case.published).mentions), list(read(text, published).mentions)


@pytest.mark.parametrize("case", PAIRS, ids=str)
def test_two_articles(case: Case) -> None:
    left, right = both(case)
    assert left
    assert right
    mine, yours = {m.id for m in left}, {m.id for m in right}
    joined = [e for e in cluster(left + right) if mine & set(e.mentions) and yours & set(e.mentions)]
    assert bool(joined) == (case.kind == "one")


@pytest.fixture(scope="module")
def everything() -> list[Mention]:
    """The mentions of all pairs."""
    found = [m for case in PAIRS for side in both(case) for m in side]
    return list({m.id: m for m in found}.values())


def test_symmetric(everything: list[Mention]) -> None:
    for a, b in combinations(everything, 2):
        assert linked(a, b) == linked(b, a)
        assert contradict(a, b) == contradict(b, a)
        assert score(a, b) == score(b, a)


def test_nothing_contradicts_itself(everything: list[Mention]) -> None:
    told_again = [(m, replace(m, id=f"{m.id}2", article_id="another article")) for m in everything]
    assert [a.title for a, b in told_again if contradict(a, b)] == []


def test_the_same_sentence_in_another_article_tells_the_same(everything: list[Mention]) -> None:
    for m in everything:
        if m.interval.earliest == m.interval.latest:
            assert linked(m, replace(m, id=f"{m.id}2", article_id="another article")), m.title


def test_linked_mentions_share_a_blocking_key(everything: list[Mention]) -> None:
    for a, b in combinations(everything, 2):
        if linked(a, b):
            assert keys(a) & keys(b), (a.title, b.title)


def test_any_order_gives_the_same_events(everything: list[Mention]) -> None:
    first = cluster(everything)
    for seed in range(5):
        shuffled = list(everything)
        random.Random(seed).shuffle(shuffled)
        assert cluster(shuffled) == first


def test_events_part_the_mentions(everything: list[Mention]) -> None:
    told = [m for e in cluster(everything) for m in e.mentions]
    assert sorted(told) == sorted(m.id for m in everything)
    assert len({e.id for e in cluster(everything)}) == len(cluster(everything))


def test_an_event_is_named_by_its_founding_mention(everything: list[Mention]) -> None:
    assert all(e.id == e.mentions[0] for e in cluster(everything))


def test_each_alone_is_an_event_of_its_own(everything: list[Mention]) -> None:
    for m in everything:
        (event,) = cluster([m])
        assert (event.id, event.title, event.type, event.status) == (m.id, m.title, m.type, m.status)
        assert (event.interval, event.disputed) == (m.interval, False)
    assert cluster([]) == []


def test_a_persons_word_outranks_the_rules() -> None:
    case = next(c for c in PAIRS if c.kind == "one")
    (a, *_), (b, *_) = both(case)
    assert len(cluster([a, b])) == 1
    assert len(cluster([a, b], apart=[(b.id, a.id)])) == 2
    other = next(c for c in PAIRS if c.kind == "two")
    (c, *_), (d, *_) = both(other)
    assert len(cluster([c, d])) == 2
    assert len(cluster([c, d], together=[(d.id, c.id)])) == 1


def test_a_persons_merges_chain_in_any_order() -> None:
    told = read("Elon Musk bought Twitter on 27 October 2022.", "2022-11-01").mentions[0]
    days = ("2011-05-24", "2016-06-23", "2020-01-31")
    some = [replace(told, id=d, article_id=d, interval=Interval(d, d, d)) for d in days]
    assert len(cluster(some)) == 3
    for a, b, c in permutations(days):
        assert len(cluster(some, together=[(a, b), (b, c)])) == 1


def test_a_happening_told_by_thousands_is_one_event_in_bounded_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    told = read("Elon Musk bought Twitter on 27 October 2022.", "2022-11-01").mentions[0]
    many = [replace(told, id=f"{n:04}", article_id=f"{n:04}") for n in range(1_000)]
    compared = 0

    def counted(a: Mention, b: Mention) -> bool:
        nonlocal compared
        compared += 1
        return contradict(a, b)

    monkeypatch.setattr(merge, "contradict", counted)
    (event,) = cluster(many)
    assert len(event.mentions) == 1_000
    assert compared <= (merge.COMPARED + 1) * 1_000


def test_the_narrowest_days_that_all_allow() -> None:
    exact = read("Elon Musk bought Twitter on 27 October 2022.", "2022-11-01").mentions[0]
    vague = read("Elon Musk bought Twitter in October 2022.", "2023-07-01").mentions[0]
    (event,) = cluster([vague, exact])
    assert (event.interval.edtf, event.disputed) == ("2022-10-27", False)


def test_suggestions_never_contradict_and_come_best_first(everything: list[Mention]) -> None:
    known = {m.id: m for m in everything}
    found = suggest(everything)
    assert found == sorted(found, key=lambda s: (-s.score, s.left, s.right))
    for s in found:
        assert isinstance(s, Suggestion)
        assert 0 < s.score <= 1
        assert s.reason
        assert not contradict(known[s.left], known[s.right])


VISIT = "Emmanuel Macron visited Belgrade on 15 July 2019."
BOMB = "A bomb exploded in Brighton on 12 October 1984."
INSIDE = [
    ("told twice", f"{VISIT} The visit of Emmanuel Macron on 15 July 2019 was the first in 18 years.", 1),
    ("another", f"{BOMB} Another bomb exploded in Brighton on 12 October 1984.", 2),
    ("its day alone", f"{BOMB} The hotel stood for years as it was after the device blew up on 12 October 1984.", 1),
    ("its day, one more", f"{BOMB} A second device blew up on 12 October 1984.", 2),
    ("two visitors", f"{VISIT} Angela Merkel visited Belgrade on 14 September 2021.", 2),
    ("two days", "Talks were held in Geneva on 3 May 2021. Talks were held in Geneva on 7 May 2021.", 2),
    ("one sentence, two predicates", "The queen opened the tunnel on 6 May 1994 and left Calais on 6 May 1994.", 2),
]


@pytest.mark.parametrize(("name", "text", "number"), INSIDE, ids=[i[0] for i in INSIDE])
def test_inside_one_article(name: str, text: str, number: int) -> None:
    assert len(read(text).events) == number
