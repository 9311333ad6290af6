"""Events as an Atom feed (RFC 4287): one entry an event, the sentences that tell it as its content."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from pipeline.export.records import Record, Told

# What XML 1.0 cannot hold, however escaped
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NEVER = "1970-01-01T00:00:00Z"


def xml(value: str) -> str:
    """Text between tags."""
    return escape(_ILLEGAL.sub("", value))


def attribute(value: str) -> str:
    """A quoted attribute."""
    return quoteattr(_ILLEGAL.sub("", value))


def instant(edtf: str | None) -> str:
    """``"2024-10"`` -> ``"2024-10-01T00:00:00Z"``: the first moment of what is known."""
    found = re.match(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?", edtf or "")
    if found is None:
        return _NEVER
    return f"{found[1]}-{found[2] or '01'}-{found[3] or '01'}T00:00:00Z"


def identifier(record_id: str, base: str | None) -> str:
    """The event's address, or a URN where the archive has none."""
    return f"{base}/event/{record_id}" if base else f"urn:x-chronofile:event:{record_id}"


def web(address: str | None) -> str | None:
    """An address that a link may have: http or https, nothing that runs."""
    return address if address and re.match(r"(?i)https?://", address) else None


def _via(told: Told) -> str:
    if (address := web(told.url)) is None:
        return ""
    return f'<link rel="via" href={attribute(address)} title={attribute(told.title)}/>\n'


def entry(record: Record, base: str | None, when: str) -> str:
    """One entry; it is as old as the first article that told it."""
    told = "\n\n".join(
        f"{t.sentence}\n({t.source or t.title}{', ' + t.published if t.published else ''})" for t in record.told
    )
    updated = instant(record.first_published)
    link = web(f"{base}/event/{record.id}" if base else next((t.url for t in record.told if web(t.url)), None))
    return (
        f"<entry>\n<id>{xml(identifier(record.id, base))}</id>\n<title>{xml(record.title)}</title>\n"
        f"<updated>{updated}</updated>\n"
        + (f'<link rel="alternate" href={attribute(link)}/>\n' if link else "")
        + "".join(_via(t) for t in record.told)
        + f"<category term={attribute(record.type)} label={attribute(record.type_label)}/>\n"
        f"<summary>{xml(f'{when} ({record.edtf}), {record.status}')}</summary>\n"
        f"<content>{xml(told)}</content>\n</entry>\n"
    )


def as_atom(
    records: Iterable[tuple[Record, str]], *, base: str | None, title: str, updated: str | None, self_url: str | None
) -> Iterator[str]:
    """A whole feed. ``updated`` is the newest article's date."""
    address = self_url or base
    yield (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<id>{xml(address or 'urn:x-chronofile:events')}</id>\n<title>{xml(title)}</title>\n"
        f"<updated>{instant(updated)}</updated>\n<author><name>{xml(title)}</name></author>\n"
        + (f'<link rel="self" href={attribute(self_url)}/>\n' if self_url else "")
        + (f'<link rel="alternate" href={attribute(base + "/timeline")}/>\n' if base else "")
    )
    for record, when in records:
        yield entry(record, base, when)
    yield "</feed>\n"
