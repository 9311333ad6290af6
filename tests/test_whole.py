"""The laws of the whole, on the real rules and the sample articles: any order, any place, killed at any moment."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pipeline import archive as incoming
from pipeline import ingest, work
from pipeline.archive.copies import is_copy
from pipeline.model import Page
from pipeline.store import NOTHING, Archive, Entry
from pipeline.store.verify import verify
from tests.store.dump import dump

pytestmark = pytest.mark.xdist_group("whole")  # the sample articles are read once for all
SAMPLES = Path(__file__).parent.parent / "sources" / "samples"


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    """The sample articles as the rules read them."""
    found = []
    for page in incoming.pages([str(SAMPLES)]):
        assert isinstance(page, Page)
        derived = work.derive(page, NOTHING)
        assert derived.extraction is not None, (page.name, derived.reason)
        found.append(Entry(page, NOTHING, derived.extraction, work.rules_version(), derived.bands))
    return found


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive.db") as opened:
        yield opened


def run(archive: Archive, inputs: list[str], held: work.Pool) -> ingest.Report:
    report = ingest.Report(archive.start_run("ingest", work.rules_version()))
    ingest.ingest(archive, incoming.pages(inputs), NOTHING, held, report)
    archive.finish_run(report.run)
    return report


def test_any_order_gives_the_same_archive_and_a_whole_one(
    entries: list[Entry], archive: Archive, tmp_path: Path
) -> None:
    archive.add(entries, is_copy=is_copy)
    expected = dump(archive)
    for seed, size in ((1, 1), (2, 3), (3, 7)):
        shuffled = random.Random(seed).sample(entries, len(entries))
        with Archive.open(tmp_path / f"{seed}.db") as other:
            for start in range(0, len(shuffled), size):
                other.add(shuffled[start : start + size], is_copy=is_copy)
            assert dump(other) == expected
    assert [c.problems for c in verify(str(archive.path)) if c.problems] == []


def test_doing_it_all_again_changes_nothing(entries: list[Entry], archive: Archive) -> None:
    archive.add(entries, is_copy=is_copy)
    before = dump(archive, clock=True)
    archive.add(entries, force=True, is_copy=is_copy)
    assert dump(archive, clock=True) == before


def test_taking_all_down_leaves_tombstones_only(entries: list[Entry], archive: Archive) -> None:
    archive.add(entries, is_copy=is_copy)
    for id in archive.articles():
        archive.remove(id, why="a test", who="desk")
    left = {name: len(rows) for name, rows in dump(archive).items() if rows}
    assert left == {"tombstones": len(entries), "event_types": left["event_types"], "sources": left["sources"]}
    assert [c.problems for c in verify(str(archive.path)) if c.problems] == []


def some(entries: list[Entry]) -> list[Entry]:
    """The shortest ones: enough to share out."""
    return sorted((e for e in entries if ":" not in e.page.name), key=lambda e: len(e.article.text))[:5]


def test_two_processes_give_what_one_gives(entries: list[Entry], archive: Archive, tmp_path: Path) -> None:
    few = some(entries)
    archive.add(few, is_copy=is_copy)
    with Archive.open(tmp_path / "two.db") as two, work.pool(workers=2) as held:
        report = run(two, [e.page.name for e in few], held)
        assert dict(report.outcomes) == {"new": len(few)}
        assert report.run.engine is not None
        assert dump(two) == dump(archive)


@pytest.mark.filterwarnings("ignore")  # of distributed's own threads and loops
def test_a_cluster_that_loses_a_worker_gives_what_one_process_gives(
    entries: list[Entry], archive: Archive, tmp_path: Path
) -> None:
    distributed = pytest.importorskip("distributed")
    few = some(entries)
    archive.add(few, is_copy=is_copy)
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
        ) as cluster,
        Archive.open(tmp_path / "cluster.db") as other,
    ):
        victim = cluster.workers[0].process.pid
        with work.pool(scheduler=cluster.scheduler_address) as held:
            report = ingest.Report(other.start_run("ingest", work.rules_version()))
            killed: list[int] = []

            def kill(now: ingest.Report) -> None:
                if not killed:
                    killed.append(victim)
                    os.kill(victim, signal.SIGKILL)

            report.on_step = kill
            ingest.ingest(other, incoming.pages([e.page.name for e in few]), NOTHING, held, report)
        assert killed == [victim]
        assert dict(report.outcomes) == {"new": len(few)}
        assert dump(other) == dump(archive)


WIRE = (
    "The leaders of Norway and Iceland met in Oslo on 3 March 2021 and signed a treaty on fisheries in the north.",
    "The talks, which had begun in January 2020, were held in the castle above the harbour and lasted nine hours.",
    "Iceland's foreign minister will visit Bergen on 12 April 2021, where a joint office is to be opened in spring.",
    "Fishermen in both countries had waited for the agreement since the last one ran out at the end of the decade.",
)
SITES = ("harbourpost", "northernecho", "fjordtimes", "saltdaily", "quaynews")


def on_site(number: int) -> Page:
    """The wire story as a site sets it: a headline, furniture and a line of its own."""
    site = SITES[number]
    text = WIRE[:3] if number == 4 else WIRE  # one cut it
    body = (
        f"<html><head><title>{site}: Norway and Iceland sign treaty, version {number}</title></head><body>"
        f"<nav><a href=/>Home of {site}</a></nav><h1>Norway and Iceland sign treaty, version {number}</h1>"
        f'<div class="story{number}">{"".join(f"<p>{line}</p>" for line in text)}'
        f"<p>Readers of {site} told their own story of the cod to our reporter number {number} in the market hall.</p>"
        f'</div><div class="related"><p>Read also: <a href=/x>Cod is dearer</a></p></div></body></html>'
    )
    return Page(body.encode(), site, f"https://{site}.example/{number}", "text/html; charset=utf-8")


def test_a_wire_story_on_five_sites_is_one_story_with_five_sources(archive: Archive) -> None:
    with work.pool() as held:
        for number in (3, 0, 4, 2, 1):  # in any order, each in a run of its own
            report = ingest.Report(archive.start_run("ingest", work.rules_version()))
            ingest.ingest(archive, iter([on_site(number)]), NOTHING, held, report)
            assert dict(report.outcomes) == {"new": 1}
    rows = archive.conn.execute("SELECT source_id, copy_of FROM articles").fetchall()
    assert len({source for source, _ in rows}) == 5
    assert sorted(copy is None for _, copy in rows) == [False] * 4 + [True]
    told = archive.conn.execute(
        "SELECT start_date, articles_count, sources_count, stories_count FROM events WHERE start_date = '2021-03-03'"
    ).fetchall()
    assert told
    assert all(row == ("2021-03-03", 5, 5, 1) for row in told)
    once = archive.count("events")
    alone = work.derive(on_site(0), NOTHING).extraction
    assert alone is not None
    assert once == len(alone.events)


CITIES = ("Oslo", "Rome", "Paris", "Madrid", "Vienna", "Lisbon", "Athens", "Dublin", "Warsaw", "Prague")
SMALL_BATCHES = "import sys; from pipeline import ingest, cli; ingest.BATCH = 3; cli.main(sys.argv[1:])"
ARTICLES = 18
KILLS = 10


def write_articles(folder: Path) -> Path:
    """A folder of short articles that tell the same days of several cities."""
    folder.mkdir()
    for n in range(ARTICLES):
        city = CITIES[n % len(CITIES)]
        lines = [f"Leaders met in {city} on {day} March 2021 and signed a treaty on trade." for day in range(1, 4)]
        (folder / f"{n:02}.txt").write_text(f"Report {n} from {city}\n\n" + "\n".join(lines), "utf-8")
    return folder


def never_killed(folder: Path, path: Path) -> dict[str, list[object]]:
    """What an archive of the folder holds when nothing happens."""
    with Archive.open(path) as archive, work.pool() as held:
        run(archive, [str(folder)], held)
        assert archive.count("articles") == ARTICLES
        return dump(archive)


def kill_at(moment: Callable[[], bool], *command: str | Path) -> bool:
    """Run the command in a process, kill it at the moment; True where it had not ended before."""
    process = subprocess.Popen(
        [sys.executable, "-c", SMALL_BATCHES, *command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    while process.poll() is None and not moment():
        time.sleep(0.005)
    process.kill()
    _, told = process.communicate()
    assert process.returncode in (0, -signal.SIGKILL), told.decode()
    return process.returncode == -signal.SIGKILL


def done_again(folder: Path, path: Path) -> dict[str, list[object]]:
    """Ingest the folder into an archive that a killed process left; what it holds then, after it was found whole."""
    subprocess.run(
        [sys.executable, "-c", SMALL_BATCHES, "ingest", str(folder), "--db", str(path)], check=True, capture_output=True
    )
    return held_whole(path)


def held_whole(path: Path) -> dict[str, list[object]]:
    """What an archive holds, after it was found whole."""
    assert [c.problems for c in verify(str(path)) if c.problems] == []
    with Archive.open(path) as archive:
        return dump(archive)


def count(path: Path, table: str, where: str = "1") -> int:
    """How many rows a table has now, 0 while there is none."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as conn:
            return int(conn.execute(f"SELECT count(*) FROM {table} WHERE {where}").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def test_killed_at_any_moment_and_done_again(tmp_path: Path) -> None:
    folder, broken = write_articles(tmp_path / "articles"), tmp_path / "broken.db"
    expected = never_killed(folder, tmp_path / "whole.db")
    for n in range(KILLS):  # by turns as soon as the run is there, and in the middle of its articles
        before = count(broken, "runs"), min(count(broken, "articles"), 12)
        assert kill_at(
            lambda n=n, b=before: (count(broken, "runs") > b[0], count(broken, "articles") > b[1])[n % 2],
            "ingest",
            folder,
            "--db",
            broken,
        )  # type: ignore[misc]
    assert 0 < count(broken, "articles") < ARTICLES
    assert done_again(folder, broken) == expected
    assert count(broken, "runs", "finished IS NULL") == KILLS


def test_reprocessing_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    folder, path = write_articles(tmp_path / "articles"), tmp_path / "archive.db"
    expected = never_killed(folder, path)
    with closing(sqlite3.connect(path)) as conn, conn:
        conn.execute("UPDATE extractions SET rules = 'of yesterday'")
    assert kill_at(lambda: count(path, "extractions", "rules <> 'of yesterday'") >= 6, "reprocess", "--db", path)
    left = count(path, "extractions", "rules = 'of yesterday'")
    assert 0 < left < ARTICLES
    again = [sys.executable, "-c", SMALL_BATCHES, "reprocess", "--db", str(path)]
    told = subprocess.run(again, check=True, capture_output=True, text=True).stdout
    assert f"{left} articles read again" in told
    assert held_whole(path) == expected
