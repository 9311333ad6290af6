"""Rows as CSV, JSON, JSON lines and Parquet: generators, so that a result of any length needs little memory.

CSV is read by spreadsheets, and a spreadsheet runs a cell that begins with one of ``= + - @``, a tab or a carriage
return as a formula. Such a text gets an apostrophe before it (OWASP, "CSV Injection"); numbers stay as they are.
"""

from __future__ import annotations

import base64
import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from pipeline.export.query import BATCH, ExportError, Row

_FORMULA = re.compile(r"[=+\-@\t\r\n\0＝＋－＠]")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


def safe_cell(value: Any) -> Any:
    """A value that no spreadsheet runs: ``=1+1`` becomes ``'=1+1``; ``-5.2`` and other numbers stay."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, str) and _FORMULA.match(value.lstrip(" ")) and not _NUMBER.fullmatch(value):
        return "'" + value
    return value


def plain(value: Any) -> Any:
    """A value as JSON has it; bytes as Datasette writes them, ``{"$base64": true, "encoded": ...}``."""
    if isinstance(value, bytes):
        return {"$base64": True, "encoded": base64.b64encode(value).decode("ascii")}
    return value


def dumps(value: Any) -> str:
    """JSON on one line, letters of every script as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))


def as_csv(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """RFC 4180 with a header line; lines end in CRLF."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([safe_cell(name) for name in columns])
    for number, row in enumerate(rows, 1):
        writer.writerow([safe_cell(value) for value in row])
        if number % BATCH == 0:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def as_jsonl(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """One object a line."""
    for row in rows:
        yield dumps({name: plain(value) for name, value in zip(columns, row, strict=True)}) + "\n"


def as_json(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """One array of objects, an object a line."""
    yield from array(dumps({name: plain(v) for name, v in zip(columns, row, strict=True)}) for row in rows)


def array(items: Iterable[str], before: str = "[", after: str = "]\n") -> Iterator[str]:
    """JSON texts joined to a list as they come."""
    separator = before + "\n"
    empty = True
    for item in items:
        yield separator + item
        separator, empty = ",\n", False
    yield ("\n" if not empty else before) + after


def unique(names: Sequence[str]) -> list[str]:
    """Column names, a second one of the same name numbered: ``id, id_2``."""
    found: list[str] = []
    for name in names:
        number, wanted = 2, name
        while wanted in found:
            wanted, number = f"{name}_{number}", number + 1
        found.append(wanted)
    return found


class _Sink:
    """What Parquet writes, to be taken away piece by piece."""

    closed = False

    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self.position = 0

    def write(self, data: Any) -> int:
        self.pieces.append(bytes(data))
        self.position += len(self.pieces[-1])
        return len(self.pieces[-1])

    def tell(self) -> int:
        return self.position

    def flush(self) -> None:
        """Nothing waits here."""

    def take(self) -> bytes:
        data = b"".join(self.pieces)
        self.pieces.clear()
        return data


def as_parquet(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    """Parquet, compressed with zstd, in row groups of 10,000; needs ``pyarrow`` (the extra ``[parquet]``).

    A column has the narrowest type that fits the whole result (integer, real, text, bytes), so the rows wait in
    memory as Arrow columns until the last one is known. Mixed columns become text.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise ExportError('Parquet needs pyarrow: pip install "chronofile[parquet]"') from None

    names = unique(columns)
    parts: list[list[Any]] = []
    source = iter(rows)
    while batch := list(islice(source, BATCH * 10)):
        parts.append([_arrow(pyarrow, list(values)) for values in zip(*batch, strict=True)])
    types = [_widest(pyarrow, [part[n].type for part in parts]) for n in range(len(names))]
    schema = pyarrow.schema(list(zip(names, types, strict=True)))

    sink = _Sink()
    with pyarrow.parquet.ParquetWriter(sink, schema, compression="zstd") as writer:
        for part in parts:
            arrays = [values.cast(type_) for values, type_ in zip(part, types, strict=True)]
            writer.write_batch(pyarrow.record_batch(arrays, schema=schema))
            yield sink.take()
    yield sink.take()


def _arrow(pyarrow: Any, values: list[Any]) -> Any:
    """An Arrow column; values of several kinds become text."""
    try:
        return pyarrow.array(values)
    except (pyarrow.ArrowInvalid, pyarrow.ArrowTypeError):
        return pyarrow.array([None if value is None else str(value) for value in values], type=pyarrow.string())


def _widest(pyarrow: Any, types: list[Any]) -> Any:
    """One type that all fit in."""
    kinds = {type_ for type_ in types if type_ != pyarrow.null()}
    if len(kinds) > 1:
        return pyarrow.float64() if kinds <= {pyarrow.int64(), pyarrow.float64()} else pyarrow.string()
    return kinds.pop() if kinds else pyarrow.string()
