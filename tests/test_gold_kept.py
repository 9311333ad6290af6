"""The held-out and unseen gold keeps its format. A fault names the record and the rule, never the text: nobody is to
read these texts by running tests."""

from __future__ import annotations

import calendar
import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline import edtf
from pipeline.knowledge import toml
from tests.test_gold_files import DAY, KINDS, STATES, TIERS

GOLD = Path(__file__).parent / "gold"
FOLDERS = ("heldout", "unseen")
FILES = [path for folder in FOLDERS for path in sorted((GOLD / folder).glob("*.json"))]
KEYS = {
    *("id", "kind", "tier", "type", "trigger", "sentence", "date_text", "edtf", "earliest", "latest", "actors"),
    *("place", "anchor", "same_as", "accept", "note"),
}
MORE = {"accept_actors", "accept_place", "accept_type", "accept_kind", "value", "status"}
TYPES = {known["id"] for known in toml("events/event_types.toml")["type"]}
COLUMNS = ("explicit", "contextual", "optional", "event", "planned", "statistic", "state")

Gold = dict[str, Any]


def is_day(day: object) -> bool:
    """An ISO day that the calendar has, or None for an open end."""
    if day is None:
        return True
    try:
        return bool(DAY.fullmatch(str(day)) and dt.date.fromisoformat(str(day)))
    except ValueError:
        return False


def within(record: Gold) -> bool:
    """The bounds lie within what the EDTF says."""
    if not record["edtf"]:  # a happening that the text does not date: to find it is neither asked nor wrong
        return record["tier"] == "optional" and record["earliest"] is None and record["latest"] is None
    low, high = edtf.bounds(record["edtf"])
    after = low is None or (record["earliest"] or "") >= low
    return after and (high is None or (record["latest"] or "9999") <= high)


def stands(word: str, sentence: str) -> bool:
    """The word or words stand whole in the sentence."""
    return bool(word) and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", sentence) is not None


def record_faults(record: Gold, text: str, known: dict[str, Gold]) -> Iterator[str]:
    """What is wrong with a record, in words that quote nothing of it."""
    if not KEYS <= record.keys() <= KEYS | MORE:
        yield "keys"
        return
    kind, spans = record["kind"], [(record["earliest"], record["latest"]), *record["accept"]]
    rules = {
        "kind": kind in KINDS and set(record.get("accept_kind", [])) <= KINDS - {kind},
        "tier": record["tier"] in TIERS,
        "type": record["type"] in {"statistic": {"figure"}, "state": STATES}.get(kind, TYPES),
        "accepted type": set(record.get("accept_type", [])) <= TYPES - {record["type"]},
        "status": record.get("status") in (None, "cancelled", "ongoing", "reported"),
        "value": "value" not in record or (kind == "statistic" and bool(record["value"])),
        "sentence not in the text": record["sentence"] in text,
        "trigger not in the sentence": all(stands(t, record["sentence"]) for t in record["trigger"].split("|")),
        "date not in the sentence": record["date_text"] in record["sentence"],
        "an actor twice": len(set(record["actors"])) == len(record["actors"]),
        "no day": all(is_day(day) for span in spans for day in span),
        "bounds in order": all(not a or not b or a <= b for a, b in spans),
        "the bounds accepted": [record["earliest"], record["latest"]] not in record["accept"],
        "bounds outside the EDTF": within(record),
        "anchor unknown": record["anchor"] in {"", *known} - {record["id"]},
        "same_as unknown": record["same_as"] in {"", *known} - {record["id"]},
        "same_as leads on": not record["same_as"] or not known.get(record["same_as"], record)["same_as"],
        "contextual without an anchor": record["tier"] != "contextual" or bool(record["anchor"]),
        "weekday": kind == "state" or weekday_falls(record),
    }
    yield from (name for name, holds in rules.items() if not holds)


def weekday_falls(record: Gold) -> bool:
    """A weekday named alone or with its date is the day recorded."""
    told = [day for day in calendar.day_name if stands(day, record["date_text"])]
    if not told or record["earliest"] is None or record["earliest"] != record["latest"]:
        return True
    return calendar.day_name[dt.date.fromisoformat(record["earliest"]).weekday()] in told


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_records_keep_the_format(path: Path) -> None:
    gold: Gold = json.loads(path.read_text("utf-8"))
    text = path.with_suffix(".txt").read_text("utf-8")
    known = {record["id"]: record for record in gold["records"]}
    faults = [f"{record['id']}: {fault}" for record in known.values() for fault in record_faults(record, text, known)]
    if len(known) != len(gold["records"]):
        faults.append("an id stands twice")
    if gold.keys() != {"text", "published", "published_true", "about", "traps", "records"}:
        faults.append("keys of the file")
    if gold["text"] != path.with_suffix(".txt").name:
        faults.append("its text is another one")
    if not is_day(gold["published_true"]) or gold["published"] not in (None, gold["published_true"]):
        faults.append("published")
    if len(gold["records"]) < 20 or len(gold["traps"]) < 4 or len(text.split()) < 200:
        faults.append("too short to measure on")
    assert faults == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_table_of_a_folder_counts_its_records(folder: str) -> None:
    table = {
        cells[0]: cells[1:]
        for line in (GOLD / folder / "README.md").read_text("utf-8").splitlines()
        if line.startswith("| ") and len(cells := [cell.strip() for cell in line.strip("| ").split("|")]) > 8
    }
    head, total = table["text"], Counter[str]()
    for path in (path for path in FILES if path.parent.name == folder):
        gold = json.loads(path.read_text("utf-8"))
        count = Counter(value for record in gold["records"] for value in (record["tier"], record["kind"]))
        count["records"] = len(gold["records"])
        count["cancelled"] = sum(record.get("status") == "cancelled" for record in gold["records"])
        count["told again"] = sum(bool(record["same_as"]) for record in gold["records"])
        told = dict(zip(head, table[path.stem], strict=True))
        assert told.pop("published") == ("given" if gold["published"] else "in the text"), path.stem
        assert told.keys() >= {"records", *COLUMNS}
        assert told == {name: str(count[name]) for name in told}, path.stem
        total += count
    assert dict(zip(head[1:], table["all"][1:], strict=True)) == {name: str(total[name]) for name in head[1:]}
    assert len(table) - len({"text", "---", "all"}) == sum(path.parent.name == folder for path in FILES)


def test_every_text_has_its_records() -> None:
    for folder in FOLDERS:
        texts = {path.stem for path in (GOLD / folder).glob("*.txt")}
        assert texts == {path.stem for path in FILES if path.parent.name == folder}
        assert len(texts) >= 10


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"kind": "wish"}, "kind"),
        ({"trigger": "sank"}, "trigger not in the sentence"),
        ({"earliest": "2021-02-30"}, "no day"),
        ({"earliest": "2021-03-05"}, "bounds in order"),
        ({"latest": "2021-04-01"}, "bounds outside the EDTF"),
        ({"date_text": "Monday"}, "date not in the sentence"),
        ({"anchor": "r9"}, "anchor unknown"),
        ({"tier": "contextual"}, "contextual without an anchor"),
    ],
)
def test_a_fault_is_noticed(change: Gold, fault: str) -> None:
    sentence = "The ferry reached Oslo on Wednesday, 3 March 2021."
    record = dict.fromkeys(KEYS, "") | {"id": "r1", "kind": "event", "tier": "explicit", "sentence": sentence}
    record |= {"trigger": "reached", "type": next(iter(TYPES)), "date_text": "Wednesday, 3 March 2021"}
    record |= {"edtf": "2021-03-03", "earliest": "2021-03-03", "latest": "2021-03-03", "actors": [], "accept": []}
    assert list(record_faults(record, sentence, {"r1": record})) == []
    changed = record | change
    assert fault in list(record_faults(changed, sentence, {"r1": changed}))
