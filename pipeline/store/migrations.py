"""Opening an archive: create, recognise, back up, upgrade, or refuse with a clear word.

``application_id`` says that a file is ours, ``user_version`` how many migrations it has had. A migration is an SQL file
beside this module (``0001_first.sql``), or a function where data must move; once released it never changes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib import resources
from pathlib import Path

from sqlite_utils import Database, Migrations

APPLICATION_ID = 0x4348524F  # "CHRO"
BUSY_SECONDS = 30.0
SCHEMA = Migrations("chronofile")
NEWEST = 7  # how many migrations there are: the schema version that this code writes


class ArchiveError(Exception):
    """The archive cannot be used; the message names it and says why."""


@SCHEMA(name="0001_first")
def _first(db: Database) -> None:
    run_script(db, "0001_first.sql")


@SCHEMA(name="0002_addresses")
def _second(db: Database) -> None:
    from pipeline.store import known_by

    run_script(db, "0002_addresses.sql")
    known_by.fill(db.conn)


@SCHEMA(name="0003_words_of_decisions")
def _third(db: Database) -> None:
    from pipeline.store import alike, refind, review

    run_script(db, "0003_words_of_decisions.sql")
    refind.keep_words(db.conn, review.load(db.conn))
    alike.fill(db.conn, review.decided(db.conn))


@SCHEMA(name="0004_facets")
def _fourth(db: Database) -> None:
    run_script(db, "0004_facets.sql")


@SCHEMA(name="0005_timeline")
def _fifth(db: Database) -> None:
    run_script(db, "0005_timeline.sql")  # the months' columns are written by the next


@SCHEMA(name="0006_timeline_links")
def _sixth(db: Database) -> None:
    from pipeline.store import months

    run_script(db, "0006_timeline_links.sql")
    months.keep(db.conn)


@SCHEMA(name="0007_event_links")
def _seventh(db: Database) -> None:
    from pipeline.events import merge
    from pipeline.store import merging, review

    run_script(db, "0007_event_links.sql")
    merging.link(db.conn, merge, review.decided(db.conn))


def run_script(db: Database, name: str) -> None:
    """Run an SQL file inside the open transaction (``executescript`` would commit it first)."""
    statement = ""
    for line in resources.files(__package__).joinpath(name).read_text("utf-8").splitlines():
        statement += line + "\n"
        if sqlite3.complete_statement(statement):
            db.conn.execute(statement)
            statement = ""
    if statement.strip():
        raise ValueError(f"{name} ends in the middle of a statement")


@contextmanager
def writing(db: Database) -> Iterator[None]:
    """One transaction that takes the write lock at its start, so that it cannot fail half way for want of it.

    (``db.atomic()`` opens a deferred one: a second writer would then get "database is locked" at once, unretried.)
    """
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        with db.atomic():
            yield
        db.conn.execute("COMMIT")
    except BaseException:
        if db.conn.in_transaction:
            db.conn.execute("ROLLBACK")
        raise


@contextmanager
def explained(path: Path | str) -> Iterator[None]:
    """Turn SQLite's errors into an ArchiveError that names the archive and the reason."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        told = str(error)
        if "readonly" in told:
            reason = "is read-only"
        elif "locked" in told or "busy" in told:
            reason = "is locked: another program is writing to it"
        elif "not a database" in told:
            reason = "is not a chronofile archive"
        elif "malformed" in told:
            reason = f"is damaged ({told}): run chronofile verify"
        elif "unable to open" in told:
            reason = "cannot be opened: no such folder, or no permission"
        elif "full" in told:
            reason = "cannot grow: the disk is full"
        elif "disk I/O" in told:  # also what SQLite says where a quota or a limit of file sizes is reached
            reason = "cannot be written or read (disk I/O error): is the disk full, a quota reached, the disk failing?"
        else:
            reason = f"answers: {told}"
        raise ArchiveError(f"{path} {reason}") from error


def open_for_writing(path: Path | str, *, busy_seconds: float = BUSY_SECONDS, must_exist: bool = False) -> Database:
    """Create the archive, or open it and bring it to the newest schema (after a backup beside it).

    Raises ArchiveError where the file is foreign, newer, locked, read-only or damaged.
    """
    path = Path(path)
    if path.is_dir():
        raise ArchiveError(f"{path} is a folder, not an archive")
    if must_exist:
        open_for_reading(path, busy_seconds=busy_seconds).close()
    with explained(path):
        db = _connect(path, busy_seconds)
        try:
            _upgrade(db, path)
        except BaseException:
            db.close()
            raise
    return db


def open_for_reading(path: Path | str, *, busy_seconds: float = BUSY_SECONDS) -> Database:
    """Open an archive that must exist; nothing can be written through it.

    Raises ArchiveError as above, and where there is none or its schema is older and has to be upgraded first.
    """
    path = Path(path)
    if path.is_dir():
        raise ArchiveError(f"{path} is a folder, not an archive")
    if not path.is_file():
        raise ArchiveError(f"there is no archive at {path}: chronofile ingest makes one")
    with explained(path):
        db = _connect(path, busy_seconds, "ro")
        try:
            version = _version(db, path)
        except sqlite3.OperationalError:
            # A folder without write permission cannot hold the shared-memory file that WAL wants.
            db.close()
            db = _connect(path, busy_seconds, "ro&immutable=1")
            version = _version(db, path)
    if version < NEWEST:
        db.close()
        if version == 0:
            raise ArchiveError(f"{path} is empty: chronofile ingest fills it")
        open_for_writing(path, busy_seconds=busy_seconds).close()
        return open_for_reading(path, busy_seconds=busy_seconds)
    return db


def _connect(path: Path, busy_seconds: float, mode: str = "rwc") -> Database:
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    conn = sqlite3.connect(uri, uri=True, timeout=busy_seconds)
    try:
        db = Database(conn, execute_plugins=False)
        conn.execute("PRAGMA foreign_keys = ON")
        conn.execute("PRAGMA synchronous = NORMAL")  # in WAL, a killed process still loses nothing
        # Ids are digests, so a batch touches pages all over the file: gather 100 MB of them before they are moved.
        conn.execute("PRAGMA wal_autocheckpoint = 25000")
        conn.execute("PRAGMA cache_size = -131072")
    except BaseException:
        conn.close()
        raise
    return db


def _version(db: Database, path: Path) -> int:
    """The schema version; 0 for a file with nothing in it. Refuses what is not ours or is newer than this code."""
    application: int = db.conn.execute("PRAGMA application_id").fetchone()[0]
    version: int = db.conn.execute("PRAGMA user_version").fetchone()[0]
    if application == 0 and version == 0 and not db.conn.execute("SELECT 1 FROM sqlite_master").fetchone():
        return 0
    if application != APPLICATION_ID:
        raise ArchiveError(f"{path} is not a chronofile archive")
    if version > NEWEST:
        raise ArchiveError(
            f"{path} was made by a newer chronofile (schema {version}; this one knows up to {NEWEST}): "
            "upgrade chronofile"
        )
    return version


def _upgrade(db: Database, path: Path) -> None:
    version = _version(db, path)
    if version == NEWEST:
        return
    if version:
        _back_up(db, path, version)
    else:
        db.conn.execute("PRAGMA journal_mode = WAL")
    with writing(db):
        if _version(db, path) == NEWEST:  # another process was faster
            return
        SCHEMA.apply(db)
        db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.conn.execute(f"PRAGMA user_version = {NEWEST}")


def _back_up(db: Database, path: Path, version: int) -> Path:
    """Copy the archive as it is to ``NAME.schemaN.bak`` beside it; a copy that is there already is kept."""
    copy = path.with_name(f"{path.name}.schema{version}.bak")
    if not copy.exists():
        partial = copy.with_name(copy.name + ".part")
        partial.unlink(missing_ok=True)
        with closing(sqlite3.connect(partial)) as target:
            db.conn.backup(target)
        partial.rename(copy)
    return copy
