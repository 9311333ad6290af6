"""Names told by their kind ("the asteroid Bennu"), at the head of a sentence, and told again elsewhere."""

from __future__ import annotations

from pipeline.entities import gender
from pipeline.entities.board import Board, Chunk
from pipeline.entities.match_people import is_given
from pipeline.entities.titles import title_at
from pipeline.entities.words import listed, mapped

DASHES = ("-", "–")
OPEN, CLOSE = ("“", "«"), ("”", "»")
TITLE = 8  # words of a quoted title before a name
QUOTES = ('"', "“", "«", "„")
VERBS = ("VERB", "AUX")
APPOSED = ("the", "a", "an", "who", "which", "whose")
UNKNOWN = ("person", "org", "region", "craft")  # readings that no table need know


class Told(Board):
    """Finds craft, heavenly bodies and buildings, names that the parser missed, and every name again."""

    def run_end(self, i: int, b: int, never: str = "function") -> int:
        """The end of the capitalised words from ``i`` on, with hyphens inside and numbers behind: "Luna 9"."""
        j = i
        while j < b and not self.taken[j]:
            token = self.tokens[j]
            if token.capital and (j == i or token.text not in listed(never)):
                j += 1
            elif token.text in DASHES and j > i and self.document.tight(j) and j + 1 < b and self.document.tight(j + 1):
                if not (self.tokens[j + 1].capital or self.tokens[j + 1].text.isdigit()):
                    break
                j += 2
            elif token.text.isdigit() and j > i and len(token.text) < 4:
                return j + 1
            else:
                break
        return j

    def barred(self, i: int, never: str = "function") -> bool:
        """A word that opens no name of its own: function word, title, honorific, country or adjective."""
        text = self.tokens[i].text
        hit = self.hits.get(i)
        known = hit is not None and hit[1][0].what in ("country", "demonym", "body")
        return (
            text in listed(never) | listed("honorifics")
            or known
            or title_at(self.tokens, i, len(self.tokens)) is not None
        )

    def kind_words(self, a: int, b: int) -> None:
        """ "the spacecraft OSIRIS-REx", "the firm Marketo"; "the Vikram lander", "La Moneda palace"."""
        before, after = mapped("kind_before"), mapped("kind_after")
        for i in range(a, b):
            word = self.tokens[i].lower
            if self.tokens[i].capital or (word not in before and word not in after):
                continue
            if self.document.tags.get(self.tokens[i].start, "NOUN") not in ("NOUN", "PROPN", "ADJ"):
                continue
            if word in before and i + 1 < b and self.tokens[i + 1].capital and not self.barred(i + 1, "calendar"):
                self.take(i + 1, self.run_end(i + 1, b, "calendar"), before[word])
            elif word in after and after[word] == "place":
                self.scene(i, a)
            elif word in after:
                first = i
                while first > a and self.part_of_name(first - 1):
                    first -= 1
                while first < i and (self.barred(first) or self.tokens[first].text in DASHES):
                    first += 1
                plain = first > a or (first < i and self.tokens[first].text not in listed("function"))
                if first < i and plain and first not in self.hits:
                    self.take(first, i, after[word])

    def scene(self, i: int, a: int) -> None:
        """ "the Hatfield crash": a town that a disaster is called by, whatever the parser takes it for."""
        known = self.hits.get(i - 1)
        if i - 2 < a or known is None or known[0] != 1 or self.tokens[i - 2].capital:
            return
        town = next((e for e in known[1] if e.what == "city"), None)
        if town and self.tokens[i - 1].text not in self.surnames:
            self.take(i - 1, i, "city", town)

    def part_of_name(self, k: int) -> bool:
        token = self.tokens[k]
        return not self.taken[k] and (
            (token.capital and token.text not in listed("function"))
            or (token.text in DASHES and self.document.tight(k) and self.document.tight(k + 1))
        )

    def sites(self, a: int, b: int) -> None:
        """ "Meseberg Palace", "Arc de Triomphe": places by their head, and the heavenly bodies."""
        stop = a
        for i in self.capitals_in(a, b):
            if i < stop or self.taken[i]:
                continue
            text, j = self.tokens[i].text, i + 1
            if text in listed("landmarks"):
                while j < b and (
                    self.tokens[j].capital or self.tokens[j].text in listed("particles") | {"della", "des"}
                ):
                    j += 1
                if j > i + 1 and self.tokens[j - 1].capital:
                    self.take(i, j, "region")
            elif text in listed("celestial"):
                person = (
                    self.tokens[j : j + 1] and self.tokens[j].capital and self.tokens[j].text not in listed("function")
                )
                led = i > a and self.tokens[i - 1].capital and self.tokens[i - 1].text not in listed("function")
                if not person and not led and text not in self.surnames:
                    self.take(i, j, "region")
            stop = j

    def opening_names(self, a: int, b: int, whole: bool = False) -> None:
        """Capitalised words that open a sentence before a verb, or before a comma with who that is.

        ``whole``: those alone of which the parser took the end for a name. One word alone must be a proper noun to the
        parser, and stand nowhere in lower case.
        """
        i = a
        while i < b and not self.tokens[i].text[0].isalnum():
            i += 1
        if i >= b or self.taken[i] or not self.tokens[i].capital or self.barred(i):
            return
        j = self.run_end(i, b)
        words = [t.text for t in self.tokens[i:j]]
        if j >= b or not words or not self.document.tags or self.tokens[i].start not in self.document.tags:
            return
        follows = self.document.tags.get(self.tokens[j].start)
        apposed = self.tokens[j].text == "," and j + 1 < b and self.tokens[j + 1].text in APPOSED
        if follows not in VERBS and not apposed:
            return
        ent = self.document.ent(self.tokens[i].start, self.tokens[j - 1].end)
        if whole and (ent is None or len(words) == 1 or (ent[0] <= self.tokens[i].start)):
            return
        if set(words) & listed("works", "sites", "domains", "weak_heads"):
            return
        if len(words) == 1:
            if i in self.hits or not self.document.proper(i) or len(words[0]) < 3 or words[0].lower() in self.lower:
                return
        elif not any(self.document.proper(k) for k in range(i, j)):
            return
        human = apposed and self.tokens[j + 1].text in ("who", "whose")
        given = len(words) > 1 and (is_given(words[0]) or gender.of_name(words[0]) is not None)
        part = ent is not None and ent[2] == "PERSON" and i not in self.hits
        self.take(i, j, "person" if human or given or part else "org")

    def agents(self, a: int, b: int) -> None:
        """One name alone after a passive's "by": "signed by Maersk"."""
        for i in range(a + 2, b):
            token = self.tokens[i]
            if self.tokens[i - 1].text != "by" or not token.capital or self.taken[i] or i in self.hits:
                continue
            tags = [self.document.tags.get(self.tokens[k].start) for k in (i - 2, i, i + 1) if k < b]
            alone = i + 1 >= b or not (self.tokens[i + 1].capital or tags[-1] in ("NOUN", "NUM", "PART"))
            if tags[:2] != ["VERB", "PROPN"] or not alone or self.barred(i, "calendar") or self.barred(i):
                continue
            if token.text.isalpha() and len(token.text) > 2 and token.text.lower() not in self.lower:
                self.take(i, i + 1, "person" if is_given(token.text) else "org")

    def again(self, kinds: tuple[str, ...]) -> None:
        """Every name of these kinds wherever its words stand, the longest first, in place of parts of it.

        A single word again only where no other capitalised word stands beside it.
        """
        forms: dict[tuple[str, ...], Chunk] = {}
        for chunk in self.chunks:
            if chunk.what in kinds and chunk.entry is None:
                form = tuple(t.text for t in self.tokens[chunk.i : chunk.j])
                forms.setdefault(form, chunk)
        openers: dict[str, list[tuple[str, ...]]] = {}
        for form in sorted(forms, key=len, reverse=True):
            if len(form) > 1 or (len(form[0]) > 2 and form[0].lower() not in self.lower):
                openers.setdefault(form[0], []).append(form)
        owner = {k: c for c in self.chunks for k in range(c.i, c.j)}
        dropped: set[int] = set()
        for i in self.every(openers):
            for form in openers[self.tokens[i].text]:
                j = i + len(form)
                if tuple(t.text for t in self.tokens[i:j]) != form:
                    continue
                over = {id(owner[k]): owner[k] for k in range(i, j) if k in owner}
                if any(c.i < i or c.j > j or c.j - c.i == len(form) or c.entry for c in over.values()):
                    break
                if len(form) == 1 and not self.lone(i):
                    continue
                dropped |= set(over)
                for chunk in over.values():
                    self.taken[chunk.i : chunk.j] = [False] * (chunk.j - chunk.i)
                told = forms[form]
                if self.take(i, j, told.what, None, told.inner):
                    owner.update(dict.fromkeys(range(i, j), self.chunks[-1]))
                break
        self.chunks = [c for c in self.chunks if id(c) not in dropped]

    def lone(self, i: int) -> bool:
        """No other capitalised word of the same name stands beside token ``i``; it is in no quoted title."""
        if i and self.tokens[i - 1].text in QUOTES:
            return False
        marks = [t.text for t in self.tokens[max(0, i - TITLE) : i] if t.text in OPEN + CLOSE]
        if marks and marks[-1] in OPEN:
            return False
        sides = [k for k in (i - 1, i + 1) if 0 <= k < len(self.tokens)]
        return not any(
            self.tokens[k].capital and not self.taken[k] and self.tokens[k].text not in listed("function")
            for k in sides
        ) and not (i + 1 < len(self.tokens) and self.tokens[i + 1].text in DASHES and self.document.tight(i + 1))

    def agree(self) -> None:
        """One name, one kind: a form read both as a body and as a person or place is what it is most often."""
        readings: dict[str, list[Chunk]] = {}
        for chunk in self.chunks:
            if chunk.entry is None and chunk.what in UNKNOWN:
                form = " ".join(t.text for t in self.tokens[chunk.i : chunk.j])
                readings.setdefault(form, []).append(chunk)
        whole = {self.tokens[c.i].text for c in self.chunks if c.what == "person" and c.j - c.i > 1} | {
            self.tokens[c.j - 1].text for c in self.chunks if c.what == "person" and c.j - c.i > 1
        }
        for form, several in readings.items():
            kinds = [c.what for c in several]
            if len(set(kinds)) > 1 or (form in whole and kinds[0] != "person"):
                best = max(dict.fromkeys(kinds), key=lambda k: (k == "craft", kinds.count(k)))
                for chunk in several:
                    chunk.what = "person" if form in whole else best
