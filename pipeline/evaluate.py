"""How well the rules read a text whose gold records are known: precision, recall and F1, and every error by name.

A gold file is JSON: ``text`` (file beside it), ``published`` or ``published_true``, and ``records`` with kind, tier,
trigger, sentence, bounds, actors, place (docs/gold.md). Records and mentions are matched one to one within their
sentence, on trigger and dates. A mention in a gold sentence that no record asks for is wrong; records of tier
*optional* are neither asked nor wrong.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pipeline.events import extract
from pipeline.model import Extraction, Mention
from pipeline.text import fold
from sources import find, read_page

STATUS = {
    "event": {"happened", "ongoing", "reported"},
    "planned": {"planned", "cancelled"},
}  # unless a record says more


@dataclass(slots=True)
class Count:
    """True positives, and how many were given and asked."""

    right: float = 0
    given: float = 0
    asked: float = 0

    @property
    def precision(self) -> float:
        return self.right / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.asked if self.asked else 0.0

    @property
    def f1(self) -> float:
        total = self.given + self.asked
        return 2 * self.right / total if total else 0.0

    def add(self, other: Count) -> None:
        """Pool another count into this one."""
        self.right += other.right
        self.given += other.given
        self.asked += other.asked


MEASURES = ("events", "explicit", "contextual", "dates", "actors", "places", "status", "types", "figures", "merged")


@dataclass(slots=True)
class Report:
    """Counts by measure, and the errors as lines a person can read."""

    counts: dict[str, Count] = field(default_factory=lambda: {m: Count() for m in MEASURES})
    merged_wrongly: int = 0
    errors: list[str] = field(default_factory=list)

    def add(self, other: Report) -> None:
        """Pool another report into this one."""
        for name, count in other.counts.items():
            self.counts[name].add(count)
        self.merged_wrongly += other.merged_wrongly
        self.errors += other.errors

    def lines(self) -> Iterable[str]:
        """A table: measure, precision, recall, F1, right / given / asked."""
        yield f"{'':12} {'precision':>9} {'recall':>7} {'F1':>7}   right / given / asked"
        for name, c in self.counts.items():
            counted = f"{c.right:.0f} / {c.given:.0f} / {c.asked:.0f}"
            yield f"{name:12} {c.precision:9.3f} {c.recall:7.3f} {c.f1:7.3f}   {counted}"
        yield f"different events made one: {self.merged_wrongly}"


def evaluate(path: Path, published: str | None = None) -> Report:
    """Read the gold file's text with today's rules and compare. Raises ValueError naming a file that is no gold."""
    gold = load(path)
    return compare(gold, read(path, gold, published), path.stem)


def load(path: Path) -> dict[str, Any]:
    """The gold file, checked to be one."""
    try:
        gold = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ValueError(f"{path}: no gold file: {error}") from error
    if not isinstance(gold, dict) or not isinstance(gold.get("records"), list) or "text" not in gold:
        raise ValueError(f"{path}: no gold file: it needs 'text' and 'records'")
    return gold


def read(path: Path, gold: Mapping[str, Any], published: str | None = None) -> Extraction:
    """Extract from the gold file's article, dated by its true date."""
    file, _, line = str(gold["text"]).partition(":")
    source = path.parent / file
    body = source.read_bytes()
    if line:
        body = body.splitlines()[int(line) - 1]
    kind = "application/json" if source.suffix == ".jsonl" else None
    article = read_page(body, None, name=source.name, content_type=kind)
    given = published or gold.get("published") or gold.get("published_true")
    if given:
        article = replace(article, published=given, published_basis="given")
    outlet = find(str(gold.get("source") or source.stem.partition("-")[0]))
    if outlet is not None and article.country is None:
        article = replace(article, country=outlet.country)
    return extract(article)


def compare(gold: Mapping[str, Any], found: Extraction, name: str = "") -> Report:
    """Match records and mentions sentence by sentence, and count."""
    report = Report()
    records: Sequence[dict[str, Any]] = gold["records"]
    event_of = {m: e.id for e in found.events for m in e.mentions}
    matched: dict[str, Mention] = {}
    for sentence in dict.fromkeys(r["sentence"] for r in records):
        asked = [r for r in records if r["sentence"] == sentence and r["kind"] in STATUS]
        given = [m for m in found.mentions if _same_sentence(m.sentence.text, sentence)]
        pairs = _match(asked, given)
        for record, mention in pairs:
            matched[record["id"]] = mention
        _count(report, name, asked, given, pairs)
        stats = [r for r in records if r["sentence"] == sentence and r["kind"] == "statistic"]
        _figures(report, name, stats, found)
    _merging(report, name, records, matched, event_of)
    return report


def _same_sentence(told: str, gold: str) -> bool:
    """The gold's sentence, or a piece of it, whatever the white space and the splitter."""
    a, b = fold(re.sub(r"\s+", " ", told)), fold(re.sub(r"\s+", " ", gold))
    return a in b or b in a


def trigger_matches(trigger: str, wanted: str) -> bool:
    """One of the choices ("took part|festival") shares its head words with the trigger found."""
    have = set(fold(trigger).split())
    return any(set(fold(choice).split()) & have for choice in wanted.split("|"))


def dates_match(mention: Mention, record: Mapping[str, Any]) -> bool:
    """The bounds asked for, or other bounds that the record accepts."""
    mine = [mention.interval.earliest, mention.interval.latest]
    return mine == [record["earliest"], record["latest"]] or mine in [list(a) for a in record.get("accept", [])]


def _match(asked: Sequence[dict[str, Any]], given: Sequence[Mention]) -> list[tuple[dict[str, Any], Mention]]:
    """One to one, asked records before optional ones."""
    pairs: list[tuple[dict[str, Any], Mention]] = []
    free = list(given)
    for record in sorted(asked, key=lambda r: r["tier"] == "optional"):
        for mention in free:
            if trigger_matches(mention.trigger.text, record["trigger"]) and dates_match(mention, record):
                pairs.append((record, mention))
                free.remove(mention)
                break
    return pairs


def _count(
    report: Report,
    name: str,
    asked: Sequence[dict[str, Any]],
    given: Sequence[Mention],
    pairs: Sequence[tuple[dict[str, Any], Mention]],
) -> None:
    counts = report.counts
    held = {id(m) for _, m in pairs}
    optional = [m for r, m in pairs if r["tier"] == "optional"]
    wanted = [r for r in asked if r["tier"] != "optional"]
    right = [(r, m) for r, m in pairs if r["tier"] != "optional"]
    extra = [m for m in given if id(m) not in held]
    # A mention of an optional happening with other dates is no error either.
    loose = [r for r in asked if r["tier"] == "optional" and r["id"] not in {p["id"] for p, _ in pairs}]
    for record in loose:
        neutral = next((m for m in extra if trigger_matches(m.trigger.text, record["trigger"])), None)
        if neutral is not None:
            extra.remove(neutral)
            optional.append(neutral)
    got = {r["id"] for r, _ in right}
    counts["events"].add(Count(len(right), len(given) - len(optional), len(wanted)))
    for tier in ("explicit", "contextual"):
        mine = [r for r in wanted if r["tier"] == tier]
        hit = sum(r["id"] in got for r in mine)
        counts[tier].add(Count(hit, hit, len(mine)))
    for record in wanted:
        spotted = [m for m in given if trigger_matches(m.trigger.text, record["trigger"])]
        counts["dates"].add(Count(record["id"] in got, bool(spotted), 1))
        if record["id"] not in got:
            near = "; ".join(f"{m.trigger.text} {m.interval.earliest}..{m.interval.latest}" for m in spotted)
            report.errors.append(
                f"{name} MISSED {record['id']} [{record['tier'][:4]}] {record['trigger']} {record['earliest']}.."
                f"{record['latest']} ({near or 'no such trigger'}): {record['sentence']}"
            )
    for mention in extra:
        report.errors.append(
            f"{name} UNASKED {mention.trigger.text} {mention.interval.earliest}..{mention.interval.latest} "
            f"{mention.status} {mention.date_basis}: {mention.sentence.text}"
        )
    for record, mention in right:
        _people(report, name, record, mention)


def _people(report: Report, name: str, record: Mapping[str, Any], mention: Mention) -> None:
    counts = report.counts
    wanted = {_key(a) for a in record.get("actors", [])}
    accepted = record.get("accept_actors") or ()
    loose = {_key(a) for a in accepted} if isinstance(accepted, list) else set()
    told = {_key(e.name) for e in mention.entities("actor", "counterpart", "participant")} - (loose - wanted)
    counts["actors"].add(Count(len(wanted & told), len(told), len(wanted)))
    if wanted != told:
        report.errors.append(
            f"{name} ACTORS {record['id']} {record['trigger']}: missing {sorted(wanted - told)} extra "
            f"{sorted(told - wanted)}: {record['sentence']}"
        )
    place = _key(record.get("place") or "")
    mine = _key(mention.place.name) if mention.place else ""
    other = record.get("accept_place") or []
    right = mine == place or mine in {_key(p) for p in ([other] if isinstance(other, str) else other)}
    counts["places"].add(Count(right, 1, 1))
    if not right:
        report.errors.append(f"{name} PLACE {record['id']} wanted {place!r} got {mine!r}: {record['sentence']}")
    fits = mention.status == record["status"] if "status" in record else mention.status in STATUS[record["kind"]]
    counts["status"].add(Count(fits, 1, 1))
    if not fits:
        report.errors.append(
            f"{name} STATUS {record['id']} {record['kind']} got {mention.status}: {record['sentence']}"
        )
    types = record.get("accept_type") or []
    typed = mention.type in {record["type"], *([types] if isinstance(types, str) else types)}
    counts["types"].add(Count(typed, 1, 1))
    if not typed:
        report.errors.append(
            f"{name} TYPE {record['id']} {record['trigger']} wanted {record['type']} got {mention.type}: "
            f"{record['sentence']}"
        )


def _key(name: str) -> str:
    plain = re.sub(r"[^\w ]+", " ", fold(name))
    return re.sub(r"^(?:the|republic of)\s+", "", plain).strip()


def _figures(report: Report, name: str, stats: Sequence[dict[str, Any]], found: Extraction) -> None:
    for record in stats:
        if record["tier"] == "optional":
            continue
        mine = [f for f in found.figures if _same_sentence(f.sentence.text, record["sentence"])]
        hit = any(
            f.interval and [f.interval.earliest, f.interval.latest] == [record["earliest"], record["latest"]]
            for f in mine
        )
        report.counts["figures"].add(Count(hit, bool(mine), 1))
        if not hit:
            told = [(f.subject, f.value, f.unit, f.interval.edtf if f.interval else None) for f in mine]
            report.errors.append(f"{name} FIGURE {record['id']} {record['edtf']} got {told}: {record['sentence']}")


def _merging(
    report: Report,
    name: str,
    records: Sequence[Mapping[str, Any]],
    matched: Mapping[str, Mention],
    event_of: Mapping[str, str],
) -> None:
    """Told again: one event. Not told again: never one."""
    chain = {r["id"]: r.get("same_as") or r["id"] for r in records}
    ids = list(matched)
    for n, a in enumerate(ids):
        for b in ids[n + 1 :]:
            same = chain[a] == chain[b]
            one = event_of[matched[a].id] == event_of[matched[b].id]
            if same:
                report.counts["merged"].add(Count(one, 1, 1))
                if not one:
                    report.errors.append(f"{name} APART {a} {b}: {matched[a].title} / {matched[b].title}")
            elif one:
                report.merged_wrongly += 1
                report.errors.append(
                    f"{name} MADE ONE {a} {b}: {matched[a].sentence.text} / {matched[b].sentence.text}"
                )
