"""The references of an article. First version: the parser's own names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.engine import Parsed, parse
from pipeline.entities.values import Name, Reference
from pipeline.model import Entity, Interval, Kind, Span, slug

KINDS: dict[str, Kind] = {
    "PERSON": "person", "ORG": "organization", "GPE": "place", "LOC": "place", "FAC": "place",
    "WORK_OF_ART": "work", "NORP": "place",
}  # fmt: skip


def recognise(
    text: str, sentences: Sequence[Parsed], home: str | None = None, published: str | None = None
) -> tuple[Reference, ...]:
    """Every phrase that stands for somebody or some place, in document order."""
    found = []
    for sentence in sentences:
        for ent in sentence.doc.ents:
            kind = KINDS.get(ent.label_)
            if kind is None:
                continue
            surface = re.sub(r"^the |['’]s?$", "", ent.text)
            start = sentence.span.start + ent.start_char + ent.text.find(surface)
            span = Span(start, start + len(surface), surface)
            entity = Entity(f"{kind}-{slug(surface)}", surface, kind)
            how = "demonym" if ent.label_ == "NORP" else "name"
            found.append(Reference(span.start, span.end, surface, kind, span, (entity,), how=how))
    return tuple(found)


def identify(reference: Reference, when: Interval | None) -> tuple[Entity, ...]:
    """The entities the reference stands for at ``when``."""
    return reference.entities


def names(text: str) -> list[Name]:
    """The names of a text, in order."""
    from pipeline.text import sentences

    references = recognise(text, list(parse(sentences(text))))
    return [
        Name(r.name.start, r.name.end, r.kind, r.entities[0].name, r.name.text)
        for r in references
        if r.name and r.entities and r.how == "name"
    ]
