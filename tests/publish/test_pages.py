"""What the pages are made of: marks in a text, charts, colours, the timeline's columns, and the copy as files."""

from __future__ import annotations

import json
import re
import sqlite3
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from pipeline.export import ExportError
from pipeline.export.query import connect
from pipeline.publish.charts import bars, locate
from pipeline.publish.colours import shades
from pipeline.publish.links import FileLinks, Links, file_name
from pipeline.publish.marks import Mark, paragraphs, runs
from pipeline.publish.site import HERE
from pipeline.publish.static_site import MODULES, bundle, export_site
from pipeline.publish.timeline import BLOCK, LETTERS, read_columns, written
from pipeline.publish.timeline import names as words_of
from pipeline.store.months import MARKS
from tests.publish.site import asking

EPOCH = date(1970, 1, 1)
TEXT = "Kenya opened a port.\nIt was in 2019."


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([], [(TEXT, "")]),
        ([Mark(0, 5, "name")], [("Kenya", "m-name"), (TEXT[5:], "")]),
        ([Mark(0, 20, "sentence"), Mark(6, 12, "trigger")],
         [("Kenya ", "m-sentence"), ("opened", "m-trigger m-sentence"), (" a port.", "m-sentence"), (TEXT[20:], "")]),
        ([Mark(0, 12, "name"), Mark(6, 20, "date")],
         [("Kenya ", "m-name"), ("opened", "m-name m-date"), (" a port.", "m-date"), (TEXT[20:], "")]),
        ([Mark(30, 99, "date"), Mark(5, 5, "name")], [(TEXT[:30], ""), (TEXT[30:], "m-date")]),
    ],
)  # fmt: skip
def test_marks_become_runs(marks: list[Mark], expected: list[tuple[str, str]]) -> None:
    found = runs(TEXT, marks)
    assert [(run.text, run.css) for run in found] == expected
    assert "".join(run.text for run in found) == TEXT


def test_the_narrowest_mark_gives_the_link() -> None:
    found = runs(
        TEXT, [Mark(0, 20, "sentence", "/s"), Mark(6, 12, "trigger", "/t", anchor="a"), Mark(0, 12, "name", "/n")]
    )
    assert [(run.href, run.anchor) for run in found] == [("/n", None), ("/t", "a"), ("/s", None), (None, None)]


def test_lines_become_paragraphs() -> None:
    found = [["".join(run.text for run in line)] for line in paragraphs(runs(TEXT + "\n\nEnd", [Mark(15, 25, "name")]))]
    assert found == [["Kenya opened a port."], ["It was in 2019."], ["End"]]


def test_bars() -> None:
    assert bars({}) is None
    made = bars({2000: 4, 2001: 2, 1850: 1, **dict.fromkeys(range(2002, 2010), 100)})
    assert made is not None
    assert sum(bar.count for bar in made.bars) == 806  # 1850 holds too little to squeeze the rest for
    assert made.bars[-1].label == "2009: 100"
    assert all(bar.x >= 0 and bar.x + bar.width <= 100.001 and bar.height <= made.height for bar in made.bars)
    long = bars(dict.fromkeys(range(0, 2000, 3), 1))
    assert long is not None
    assert len(long.bars) <= 120


def test_a_map_shows_its_point() -> None:
    for latitude, longitude in ((40.2, 44.5), (-41.3, 174.8), (89.9, -179.9), (0.0, 0.0)):
        found = locate(latitude, longitude)
        assert found is not None
        left, top, width, height = (float(part) for part in found.view.split())
        assert left <= found.x <= left + width
        assert top <= found.y <= top + height
    assert locate(None, 3.0) is None
    assert locate(91.0, 3.0) is None


def test_every_type_has_a_colour_of_its_own() -> None:
    assert len(shades()) >= 26
    assert len(set(shades().values())) == len(shades())


DATES = [
    ("1970-01-01", "1970-01-01", "1970-01-01", 0, (0, 0, 0)),
    ("2021-06-01", "2021-06-03", "2021-06-01/2021-06-03", 0, (18779, 2, 0)),
    ("2021-06-01", "2021-06-30", "2021-06", 0, (18779, 29, MARKS["WITHIN"])),
    ("2021-01-01", "2021-12-31", "2021~", 1, (18628, 364, MARKS["WITHIN"] + MARKS["ABOUT"] + MARKS["DISPUTED"])),
    ("2021-01-01", None, "2021/..", 0, (18628, 0, MARKS["OPEN_END"])),
    (None, "2021-12-31", "../2021", 0, (18992, 0, MARKS["OPEN_START"])),
    ("0001-01-01", "0001-01-01", "0001-01-01", 0, (-719162, 0, 0)),
    ("0000-12-31", "0000-12-31", "0000-12-31", 0, (-719163, 0, 0)),
    ("-0043-03-15", "-0043-03-15", "-0043-03-15", 0, (-735160, 0, 0)),
    ("9999-12-31", "9999-12-31", "9999-12-31", 0, (2932896, 0, 0)),
    (None, None, "..", 0, None),
    ("never", "never", "never", 0, None),
]


@pytest.mark.parametrize(("start", "end", "edtf", "disputed", "expected"), DATES)
def test_a_date_as_the_timeline_has_it(
    start: str | None, end: str | None, edtf: str, disputed: int, expected: tuple[int, int, int] | None
) -> None:
    connection = sqlite3.connect(":memory:")
    connection.executescript(
        "create table event_types (id, label); insert into event_types values ('visit', 'Visit');"
        "create table events (id, type, start_date, end_date, edtf, status, disputed, place_id, sort_date);"
    )
    connection.execute(
        "insert into events values ('x', 'visit', ?, ?, ?, 'planned', ?, null, ?)",
        (start, end, edtf, disputed, start or end or ""),
    )
    data = json.loads(read_columns(connection, {}, "none", "now").body)
    connection.close()
    if expected is None:
        assert (data["count"], data["undated"], data["start"]) == (0, 1, [])
    else:
        assert (data["start"], data["length"], LETTERS.index(data["marks"])) == (
            [expected[0]],
            [expected[1]],
            expected[2],
        )
        assert data["statuses"][int(data["status"])] == "planned"


@pytest.mark.parametrize(
    "numbers",
    [[], [0], [7, -1, 0], [10, 100, 999, 1000, -10, -719163, 2932896, 99999, 100000], [-(2**31), 2**31 - 1, 2**40]],
)
def test_numbers_are_written_as_json_has_them(numbers: list[int]) -> None:
    assert f"[{written(np.array(numbers, np.int64))}]" == json.dumps(numbers, separators=(",", ":"))


def test_columns_say_what_the_table_says(archive: Path) -> None:
    connection = connect(archive)
    found = read_columns(connection, {"type": ["visit"]}, "entity", "now")
    data = json.loads(found.body)
    expected = connection.execute(
        "select id, coalesce(start_date, end_date), status from events where type = 'visit'"
    ).fetchall()
    assert data["count"] == len(expected) == len(found.rowids)
    words = [row for block in range(data["count"] // BLOCK + 1) for row in words_of(connection, found, block)]
    day, days = 0, []
    for step in data["start"]:
        day += step
        days.append(day)
    assert days == sorted(days)
    told = {id: ((date.fromisoformat(day) - EPOCH).days, status) for id, day, status in expected}
    for (id, *_), start, status in zip(words, days, data["status"], strict=True):
        assert told[id] == (start, data["statuses"][int(status)])
    lane = data["lanes"][0]
    members, at = [], 0
    for step in lane["members"]:
        at += step
        members.append(words[at][0])
    with_entity = connection.execute(
        "select distinct event_id from event_entities x join events e on e.id = x.event_id"
        " where entity_id = ? and e.type = 'visit'",
        (lane["id"],),
    )
    assert sorted(members) == sorted(row[0] for row in with_entity)
    connection.close()


def test_the_timelines_data_is_cached_and_told_apart(archive: Path) -> None:
    with asking(archive) as ask:
        first = ask("/-/timeline.json?type=visit")
        tag = first.headers["etag"]
        assert ask("/-/timeline.json?type=visit", headers={"if-none-match": tag}).status_code == 304
        stamp = first.json()["stamp"]
        assert len(ask(f"/-/timeline/names.json?type=visit&block=0&stamp={stamp}").json()) > 0
        assert ask("/-/timeline/names.json?type=visit&block=0&stamp=older").status_code == 409
        assert ask(f"/-/timeline/names.json?type=visit&block=99&stamp={stamp}").json() == []


def test_links() -> None:
    assert Links("/base/").page("entity", "person-É/x") == "/base/entity/person-%C3%89%2Fx"
    assert Links().top("timeline", type="a b", q=None) == "/timeline?type=a+b"
    assert FileLinks("../").page("event", "ab12") == "../event/ab12.html"
    assert FileLinks().top("timeline", entity="X Y") == "timeline.html#entity=X+Y"
    assert file_name("person-É") != file_name("person-E")
    assert re.fullmatch(r"[0-9a-f]+\.html", file_name("../../etc/passwd"))


def test_the_bundle_is_one_plain_script() -> None:
    text = bundle()
    assert not re.search(r"(?m)^\s*(import|export)\b", text)
    given = re.findall(r"(?m)^Object\.assign\(all, \{ (.*) \}\);$", text)
    names = ", ".join(given).split(", ")
    assert len(given) == len(MODULES)
    assert len([name for name in names if name]) == len({name for name in names if name}), "two modules give one name"
    taken = re.findall(r"(?m)^const \{ (.*) \} = all;$", text)
    assert {name for line in taken for name in line.split(", ")} <= set(names)


def test_the_bundle_has_every_module_after_those_it_takes_from() -> None:
    seen: set[str] = set()
    for name in MODULES:
        wanted = re.findall(r'(?m)^import .* from "\./(.*)";$', (HERE / "static" / name).read_text("utf-8"))
        assert set(wanted) <= seen, name
        seen.add(name)


def test_a_copy_is_whole_and_its_links_lead_to_files(hostile: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    count = export_site(hostile, folder)
    pages = list(folder.rglob("*.html"))
    assert len(pages) == count
    for page in pages:
        text = page.read_text("utf-8")
        assert "<script>window" not in text
        assert 'href="javascript:' not in text
        for href in re.findall(r'(?:href|src|action)="([^"#?:]+)[#?"]', text):
            assert (page.parent / href).exists(), f"{page.relative_to(folder)} leads to {href}"
    assert export_site(hostile, folder) == count  # again, over the earlier copy
    assert len(json.loads((folder / "data" / "events.json").read_text())) == 160


def test_a_public_copy_has_no_article(hostile: Path, tmp_path: Path) -> None:
    export_site(hostile, tmp_path / "copy", public=True)
    for page in (tmp_path / "copy" / "article").glob("*.html"):
        assert "not whole articles" in page.read_text("utf-8")


def test_a_folder_of_other_things_is_left_alone(hostile: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(ExportError, match="not empty"):
        export_site(hostile, tmp_path)
    with pytest.raises(ExportError, match="is a file"):
        export_site(hostile, tmp_path / "thesis.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
