"""Phrases for things with their kind word: "the container ship Ever Given", "the Danish group Maersk", "the probe"."""

from __future__ import annotations

from pipeline.entities.board import Chunk
from pipeline.entities.reader import POSSESSIVE, Draft, Reader, Scan
from pipeline.entities.words import mapped
from pipeline.model import Entity, slug

GAP = 3  # words between the determiner and the kind word
BETWEEN = ("ADJ", "NUM", "NOUN", "PUNCT", "SYM")
OTHERS = ("other", "another", "second", "third", "next", "new", "rival", "first", "own")


class KindReader(Reader):
    """Reads phrases for craft, and names behind a kind word."""

    def craft(self, i: int, chunk: Chunk, j: int = 0) -> Draft:
        """A named ship, spacecraft or train; ``label`` is its kind word, where told."""
        name = self.words(chunk.i, chunk.j)
        made = Entity(f"other-{slug(name)}", name, "other")
        kind = next((self.low(k) for k in (chunk.i - 1, chunk.j) if k >= 0 and self.craft_word(k)), "")
        return Draft(i, max(j, chunk.j), "other", [made], "name", (chunk.i, chunk.j), label=kind)

    def craft_word(self, k: int) -> bool:
        """A lower-case word for a ship or the like stands at ``k``."""
        word = self.low(k)
        if k < self.end and self.tokens[k].capital:
            return False
        return "craft" in (mapped("kind_before").get(word), mapped("kind_after").get(word))

    def kinded(self, i: int, scan: Scan) -> list[Draft] | None:
        """The phrase from its determiner to the name: the owner's country is no party of its own."""
        k = scan.k
        if not (scan.determined or scan.owners or self.low(k) in mapped("kind_before")):
            return None
        while k < self.end and k - scan.k < GAP and k not in self.starts and self.plain_word(k):
            if self.low(k) in mapped("kind_before") and k + 1 in self.starts:
                return self.named(i, k + 1, scan)
            k += 1
        if k in self.starts and scan.determined and self.starts[k].what in ("craft", "region"):
            chunk = self.starts[k]
            if self.low(chunk.j) in mapped("kind_after") and not self.tokens[chunk.j].capital:
                return self.named(i, k, scan, chunk.j + 1)
        return None

    def plain_word(self, k: int) -> bool:
        return self.tokens[k].text.isalpha() and not self.tokens[k].capital and self.low(k) not in POSSESSIVE

    def named(self, i: int, k: int, scan: Scan, j: int = 0) -> list[Draft] | None:
        chunk = self.starts[k]
        if chunk.what == "craft":
            return [self.craft(i, chunk, j)]
        if chunk.what == "region" and chunk.entry is None:
            made = [self.place_entity(chunk)]
            return [Draft(i, max(j, chunk.j), "place", [*made], "name", (chunk.i, chunk.j), label="region")]
        if chunk.what in ("org", "body") and not any(o.possessive for o in scan.owners):
            return self.body(i, chunk, self.code(scan.owners))
        return None

    def thing(self, i: int) -> list[Draft] | None:
        """ "The probe", "the 400-metre vessel": the last craft so called, else the last one of that family."""
        if self.low(i) not in ("the", "this", "that") or not self.memory.crafts:
            return None
        k = i + 1
        while k < self.end and k - i < 2 + GAP and k not in self.starts and not self.craft_word(k):
            text = self.tokens[k].text
            tag = self.document.tags.get(self.tokens[k].start, "ADJ")
            if text in OTHERS or tag not in BETWEEN or not (text.isdigit() or text == "-" or self.plain_word(k)):
                return None
            k += 1
        if k >= self.end or not self.craft_word(k) or k + 1 in self.starts or self.low(k + 1) in POSSESSIVE:
            return None
        if self.document.tags.get(self.tokens[k].start, "NOUN") != "NOUN" or (
            self.document.tags.get(self.tokens[min(k + 1, self.end - 1)].start) == "NOUN"
        ):
            return None
        word = self.low(k)
        family = next((f for f in mapped("crafts").values() if word in f.split()), word)
        told = list(reversed(self.memory.crafts))
        last = next((d for d in told if d.label == word), None) or next(
            (d for d in told if not d.label or d.label in family.split()), None
        )
        return [Draft(i, k + 1, "other", list(last.who), "descriptor", label=word)] if last else None
