"""The sample articles' gold says what the articles say: a record that quotes wrongly would measure nothing."""

from __future__ import annotations

import calendar
import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from pipeline.knowledge import toml

GOLD = Path(__file__).parent / "gold"
SAMPLES = Path(__file__).parent.parent / "sources" / "samples"
FILES = sorted(p for p in GOLD.glob("*.json") if p.name != "pairs.json")
KINDS = {"event", "planned", "statistic", "state"}
TIERS = {"explicit", "contextual", "optional"}
STATES = {"term_of_office", "validity_period"}
KEYS = {
    "id",
    "kind",
    "tier",
    "type",
    "trigger",
    "sentence",
    "date_text",
    "edtf",
    "earliest",
    "latest",
    "actors",
    "place",
}
MORE = {"anchor", "same_as", "accept", "accept_actors", "accept_place", "note", "value", "status", "object"}
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

Gold = dict[str, Any]


def load(path: Path) -> Gold:
    gold: Gold = json.loads(path.read_text("utf-8"))
    return gold


def article(gold: Gold) -> tuple[str, str]:
    """The raw text of the gold's article, and what a reader sees of it, white space made one blank."""
    name, _, line = gold["text"].partition(":")
    path = (GOLD / name).resolve()
    raw = path.read_text("utf-8")
    if line:
        raw = raw.splitlines()[int(line) - 1]
        seen = json.loads(raw)["text"]
    elif path.suffix == ".html":
        soup = BeautifulSoup(raw, "lxml")
        for hidden in soup(["script", "style"]):
            hidden.decompose()
        seen = soup.get_text(" ")
    else:
        seen = raw
    return raw, " ".join(seen.split())


def edtf_bounds(edtf: str) -> tuple[str | None, str | None]:
    """First and last day of an EDTF date or interval, None where it is open."""

    def days(part: str) -> tuple[str, str]:
        year, month, day = [*part.split("-"), "", ""][:3]
        last = month and calendar.monthrange(int(year), int(month))[1]
        return f"{year}-{month or '01'}-{day or '01'}", f"{year}-{month or '12'}-{day or last or '31'}"

    first, _, second = edtf.partition("/")
    second = second or first
    return (None if first == ".." else days(first)[0]), (None if second == ".." else days(second)[1])


RECORDS = [pytest.param(record, id=record["id"]) for path in FILES for record in load(path)["records"]]


def by_id(gold: Gold) -> dict[str, Gold]:
    return {r["id"]: r for r in gold["records"]}


@pytest.mark.parametrize("record", RECORDS)
def test_a_record_keeps_the_format(record: Gold) -> None:
    assert KEYS <= record.keys() <= KEYS | MORE
    assert record["kind"] in KINDS
    assert record["tier"] in TIERS
    known = {t["id"] for t in toml("events/event_types.toml")["type"]}
    if record["kind"] in ("event", "planned"):
        assert record["type"] in known
    elif record["kind"] == "state":
        assert record["type"] in STATES
    else:
        assert record["value"]["measure"]
        assert record["value"].keys() & {"amount", "change"}
    assert record.get("status") in (None, "cancelled", "ongoing", "reported")
    assert len(set(record["actors"])) == len(record["actors"])
    assert not set(record["actors"]) & set(record.get("accept_actors", []))


@pytest.mark.parametrize("record", RECORDS)
def test_bounds_are_days_in_order_and_within_their_edtf(record: Gold) -> None:
    for first, last in [(record["earliest"], record["latest"]), *record.get("accept", [])]:
        for day in (first, last):
            assert day is None or (DAY.fullmatch(day) and dt.date.fromisoformat(day))
        assert first is None or last is None or first <= last
    low, high = edtf_bounds(record["edtf"])
    assert low is None or (record["earliest"] or "") >= low
    assert high is None or (record["latest"] or "9999") <= high
    assert [record["earliest"], record["latest"]] not in record.get("accept", [])


@pytest.mark.parametrize("record", RECORDS)
def test_a_trigger_and_a_date_are_words_of_their_sentence(record: Gold) -> None:
    for choice in record["trigger"].split("|"):
        assert re.search(rf"(?<!\w){re.escape(choice)}(?!\w)", record["sentence"]), choice
    assert record["date_text"] in record["sentence"]


@pytest.mark.parametrize("record", RECORDS)
def test_a_weekday_falls_on_its_day(record: Gold) -> None:
    told = [d for d in calendar.day_name if d in record["date_text"]]
    if told and record["kind"] != "state":
        assert calendar.day_name[dt.date.fromisoformat(record["earliest"]).weekday()] == told[0]


@pytest.mark.parametrize("record", RECORDS)
def test_a_date_told_in_figures_is_the_date_recorded(record: Gold) -> None:
    """A day with its month, and a year, are those of the bounds."""
    words, days = record["date_text"], f"{record['earliest']} {record['latest']}"
    for number, name in enumerate(calendar.month_name):
        for before, after in (
            re.findall(rf"(?:(\d+) )?\b(?:{name}|{name[:3]}\.)(?: (\d{{1,2}})\b)?", words) if name else []
        ):
            if day := after or before:
                assert f"-{number:02d}-{int(day):02d}" in days
            elif "end of" not in words:
                assert f"-{number:02d}-" in days
    for year in re.findall(r"\b(?:19|20)\d\d\b", words):
        assert year in days


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_every_sentence_stands_in_the_article(path: Path) -> None:
    gold = load(path)
    _, seen = article(gold)
    for record in gold["records"]:
        assert record["sentence"] in seen, record["id"]
    for entity in gold["entities"]:
        assert entity["type"] in {"PERSON", "ORG", "PLACE", "OTHER"}
        for alias in entity["aliases"]:
            assert alias in seen, alias


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_references_lead_to_records_of_the_file(path: Path) -> None:
    known = by_id(load(path))
    assert len(known) == len(load(path)["records"])
    for record in known.values():
        assert record.get("anchor", record["id"]) in known
        target = known[record.get("same_as", record["id"])]
        assert "same_as" not in target, "one hop: the founding record is named"
        if "anchor" in record:
            assert record["anchor"] != record["id"]
        if record["tier"] == "contextual":
            assert "anchor" in record


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_an_article_is_worth_measuring_on(path: Path) -> None:
    gold = load(path)
    raw, seen = article(gold)
    found = gold["records"]
    by_sentence: dict[str, set[str]] = {}
    for record in found:
        by_sentence.setdefault(record["sentence"], set()).add(record["date_text"])
    assert len(seen.split()) >= 300
    assert len(found) >= 10
    assert sum(r["tier"] == "contextual" for r in found) >= 2
    assert sum(r["kind"] == "planned" and r["tier"] != "optional" for r in found) >= 1
    assert sum(r["kind"] == "statistic" for r in found) >= 1
    assert sum(len(dates - {""}) >= 2 for dates in by_sentence.values()) >= 3
    assert gold["published_basis"] in {"metadata", "given", "dateline", "inferred"}
    if gold["published_basis"] in ("metadata", "given"):
        assert gold["published"] in raw
    elif gold["published_basis"] == "dateline":
        day = dt.date.fromisoformat(gold["published"])
        assert f"{day:%B} {day.day}, {day.year} - " in seen or f"{day.day} {day:%B} {day.year} – " in seen
    else:
        assert gold["published"] is None
        assert gold["published_true"] is None
        assert gold["published_inferred"]


def test_every_sample_article_has_gold() -> None:
    asked = {(GOLD / load(p)["text"].partition(":")[0]).resolve() for p in FILES}
    assert asked == {p.resolve() for p in SAMPLES.iterdir()}
    lines = sum(len(p.read_text("utf-8").splitlines()) for p in SAMPLES.glob("*.jsonl"))
    assert len(FILES) == sum(p.suffix != ".jsonl" for p in asked) + lines


def test_ids_are_unique_across_files() -> None:
    ids = [r["id"] for p in FILES for r in load(p)["records"]]
    assert len(ids) == len(set(ids))


def test_pairs_name_records_that_exist_and_agree() -> None:
    """What is one happening overlaps in time, and lies in two articles; what is not, is of different events."""
    pairs = load(GOLD / "pairs.json")
    files = {p.stem: by_id(load(p)) for p in FILES}

    def record(name: str) -> Gold:
        stem, _, number = name.partition("#")
        return files[stem][number]

    same: dict[str, int] = {}
    for group, entry in enumerate(pairs["same"]):
        assert len({n.partition("#")[0] for n in entry["records"]}) >= 2
        told = [record(n) for n in entry["records"]]
        assert max(r["earliest"] for r in told) <= min(r["latest"] for r in told), entry["title"]
        same |= dict.fromkeys(entry["records"], group)
    assert len(pairs["same"]) >= 2
    for entry in pairs["different"]:
        assert entry["why"]
        told = [record(n) for n in entry["records"]]
        assert len({r.get("same_as", r["id"]) for r in told}) == len(told)
        groups = [same[n] for n in entry["records"] if n in same]
        assert len(groups) == len(set(groups))
