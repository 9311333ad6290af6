"""Names in a text: which words belong to which, and of what sort.

The parser's names are one piece of evidence; the gazetteer and the grammar of institutions' and people's names correct
it. Stronger readings take their words first: bodies by table and grammar, people by title and table, places by table,
then what is left of the parser's names.
"""

from __future__ import annotations

from pipeline.entities.board import Chunk
from pipeline.entities.document import Document
from pipeline.entities.find_bodies import Bodies
from pipeline.entities.find_people import People
from pipeline.entities.find_places import Places
from pipeline.entities.find_told import UNKNOWN, Told


class _Finder(Bodies, People, Places, Told):
    def run(self) -> list[Chunk]:
        sentences = self.document.sentences
        for a, b in sentences:
            self.bodies(a, b)
            self.quoted(a, b)
            self.kind_words(a, b)
        self.again(("craft", "region", "org"))
        self.repeated_organizations()
        for a, b in sentences:
            self.sites(a, b)
            self.told_places(a, b)
            self.known_people(a, b)
            self.titled_people(a, b)
            self.opening_names(a, b, whole=True)
            self.parser_people(a, b)
            self.shaped_people(a, b)
        self.repeated_people()
        for a, b in sentences:
            self.parser_organizations(a, b)
            self.opening_names(a, b)
            self.agents(a, b)
        self.repeated_organizations()
        for a, b in sentences:
            self.places(a, b)
            self.parser_rest(a, b)
        self.again(UNKNOWN)
        self.agree()
        return sorted(self.chunks, key=lambda c: c.i)


def find(document: Document) -> list[Chunk]:
    """The names of the document, in order, none overlapping."""
    return _Finder(document).run()
