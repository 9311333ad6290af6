"""The timeline's filters and lanes, from columns: what SQL says of the same events."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from itertools import accumulate
from pathlib import Path

import pytest

from pipeline.export.query import FILTERS, ExportError, connect, event_filter, given
from pipeline.publish.columns import Columns, one_state
from pipeline.publish.timeline import LANES, read_columns
from pipeline.store import months

ASKED: list[dict[str, list[str]]] = [
    {},
    {"type": ["visit"]},
    {"type": ["visit", "meeting", "none-such"]},
    {"status": ["planned", "cancelled"]},
    {"status": ["none-such"]},
    {"disputed": ["1"]},
    {"disputed": ["no"]},
    {"place": ["Yerevan"]},
    {"place": ["yerevan", "place-lisbon"]},
    {"entity": ["Yerevan", "Solaris Energy"]},
    {"entity": ["nobody"]},
    {"source": ["andes-daily"]},
    {"q": ["flood"]},
    {"q": ['"no such words"']},
    {"since": ["2019"]},
    {"until": ["2019-02"]},
    {"since": ["2015"], "until": ["2020-02-29"]},
    {"until": ["-0043-03-15"]},
    {"type": ["visit"], "since": ["2010"], "source": ["andes-daily"], "q": ["visit*"]},
]


@pytest.fixture(scope="module", params=["kept", "due", "of before"])
def held(archive: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """An archive whose months are written, due in part, or that has none, as one of an earlier schema."""
    path = tmp_path_factory.mktemp("columns") / "archive.db"
    shutil.copy(archive, path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("update events set place_id = null where rowid = 3")
        due = connection.execute("select count(*) from timeline_months where packed is null").fetchone()
        assert due == (1,), "its month has other lanes now"
        if request.param == "kept":
            months.keep(connection)
        elif request.param == "due":
            connection.execute("update timeline_months set packed = null where events % 2")
        else:
            connection.execute("drop table timeline_links")
    return path


def test_the_filters_of_the_timeline_are_those_of_exports() -> None:
    assert {name for asked in ASKED for name in asked} == set(FILTERS) - {"id"}


@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_columns_pick_what_sql_picks(held: Path, asked: dict[str, list[str]]) -> None:
    with closing(connect(held)) as connection, one_state(connection):
        where, params = event_filter(connection, asked)
        expected = {rowid for (rowid,) in connection.execute(f"select e.rowid from events e where {where}", params)}
        columns = Columns(connection)
        assert set(columns.rowids[columns.picked(given(asked))].tolist()) == expected
        assert expected or any("no" in value for values in asked.values() for value in values) or "until" in asked


def test_an_event_is_picked_by_its_id(held: Path) -> None:
    with closing(connect(held)) as connection, one_state(connection):
        ids = [id for (id,) in connection.execute("select id from events limit 2")]
        columns = Columns(connection)
        assert len(columns.rowids[columns.picked(given({"id": [*ids, "none"]}))]) == 2


MEMBERS = {
    "place": "select place_id, rowid from events where place_id is not null",
    "entity": "select distinct x.entity_id, e.rowid from events e join event_entities x on x.event_id = e.id"
    " where x.role in ('actor', 'counterpart', 'participant')",
}


@pytest.mark.parametrize("asked", [{}, {"type": ["visit"]}, {"entity": ["nobody"]}], ids=str)
@pytest.mark.parametrize("lanes", MEMBERS)
def test_lanes_are_the_most_frequent(held: Path, lanes: str, asked: dict[str, list[str]]) -> None:
    with closing(connect(held)) as connection:
        found = read_columns(connection, asked, lanes, "now")
        told: dict[str, set[int]] = {}
        for id, rowid in connection.execute(MEMBERS[lanes]):
            told.setdefault(id, set()).add(rowid)
    sent = set(found.rowids.tolist())
    told = {id: rowids & sent for id, rowids in told.items() if rowids & sent}
    longest = sorted(told, key=lambda id: (-len(told[id]), id))[:LANES]
    made = json.loads(found.body)["lanes"]
    assert [lane["id"] for lane in made] == longest
    for lane in made:
        assert {int(found.rowids[place]) for place in accumulate(lane["members"])} == told[lane["id"]]


def test_a_day_that_cannot_be_read_is_named(archive: Path) -> None:
    with closing(connect(archive)) as connection, pytest.raises(ExportError, match="soon: not a day"):
        read_columns(connection, {"since": "soon"}, "none", "now")
