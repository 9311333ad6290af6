"""Events as iCalendar (RFC 5545): whole days, several of them where the interval has several.

iCalendar has no open end, no "about" and no year before Christ. The plain reading and the EDTF therefore stand in the
description and in ``X-EDTF``; what cannot have a day becomes a VJOURNAL, which needs none, so nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from pipeline.export.records import Record

STATUS = {"planned": "TENTATIVE", "reported": "TENTATIVE", "cancelled": "CANCELLED"}
_JOURNAL_STATUS = {"TENTATIVE": "DRAFT", "CONFIRMED": "FINAL", "CANCELLED": "CANCELLED"}


_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def text(value: str) -> str:
    """A TEXT value: backslash, semicolon, comma and line break escaped, other control characters dropped."""
    value = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    value = value.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return _CONTROL.sub("", value)


def fold(line: str) -> str:
    """A content line, folded after 75 octets and never inside a character, with its CRLF."""
    if line.isascii():  # nearly all lines, and much faster
        return "\r\n ".join([line[:75], *(line[at : at + 74] for at in range(75, len(line), 74))]) + "\r\n"
    octets = line.encode("utf-8", "replace")
    pieces, at, room = [], 0, 75
    while at < len(octets):
        end = min(at + room, len(octets))
        while end < len(octets) and octets[end] & 0xC0 == 0x80:  # inside a character
            end -= 1
        pieces.append(octets[at:end].decode("utf-8"))
        at, room = end, 74
    return "\r\n ".join(pieces) + "\r\n"


def day(iso: str | None) -> date | None:
    """The day, where a calendar can have it (years 1 to 9999)."""
    try:
        return date.fromisoformat(iso) if iso else None
    except ValueError:
        return None


def stamp(published: str | None) -> str:
    """When the entry was made: the first article's day. Fixed, so that two exports of one archive are equal."""
    known = day((published or "")[:10])
    return f"{known:%Y%m%d}T000000Z" if known and known.year >= 1000 else "19700101T000000Z"


def entry(record: Record, base: str | None, when: str) -> str:
    """One VEVENT, or a VJOURNAL where no day can be given."""
    first, last = day(record.start), day(record.end)
    dated = first or last
    status = STATUS.get(record.status, "CONFIRMED")
    told = "\n".join(f"“{t.sentence}” {t.source or t.title} {t.url or ''}".rstrip() for t in record.told)
    kind = "VEVENT" if dated else "VJOURNAL"
    lines = [f"BEGIN:{kind}", f"UID:{record.id}@chronofile", f"DTSTAMP:{stamp(record.first_published)}"]
    if dated:
        lines.append(f"DTSTART;VALUE=DATE:{dated.isoformat().replace('-', '')}")
        if first and last and last < date.max:
            lines.append(f"DTEND;VALUE=DATE:{(last + timedelta(days=1)).isoformat().replace('-', '')}")
        lines.append("TRANSP:TRANSPARENT")
    lines += [
        f"SUMMARY:{text(record.title)}",
        "DESCRIPTION:" + text("\n".join(filter(None, (when, told)))),
        f"STATUS:{status if dated else _JOURNAL_STATUS[status]}",
        f"CATEGORIES:{text(record.type_label)}",
        f"X-EDTF:{text(record.edtf)}",
    ]
    if record.place and dated:  # VJOURNAL has neither
        lines.append(f"LOCATION:{text(record.place.name)}")
        if record.place.latitude is not None and record.place.longitude is not None:
            lines.append(f"GEO:{record.place.latitude:.6f};{record.place.longitude:.6f}")
    if base:
        lines.append(f"URL:{base}/event/{record.id}")
    lines.append(f"END:{kind}")
    return "".join(fold(line) for line in lines)


def as_ics(records: Iterable[tuple[Record, str]], *, base: str | None, title: str) -> Iterator[str]:
    """A whole calendar from events with their dates in words."""
    yield "".join(
        fold(line)
        for line in (
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//chronofile//archive of dated events//EN",
            "CALSCALE:GREGORIAN",
            f"X-WR-CALNAME:{text(title)}",
        )
    )
    for record, when in records:
        yield entry(record, base, when)
    yield fold("END:VCALENDAR")
