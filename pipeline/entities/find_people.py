"""People among the words: by table, after titles, as the parser sees them, told again by surname."""

from __future__ import annotations

from functools import cache

from pipeline.entities import offices
from pipeline.entities.board import Board
from pipeline.entities.document import Document
from pipeline.entities.match_people import is_given
from pipeline.entities.organizations import works_follow
from pipeline.entities.people import person_end, trim_person
from pipeline.entities.titles import title_at
from pipeline.entities.words import first_words, listed


@cache
def known_names() -> dict[str, list[tuple[str, ...]]]:
    """First word of a known person's full name -> all its words."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for words in offices.spellings():
        titled = words[0].lower() in first_words() or words[0] in listed("honorifics")
        if sum(w != "-" for w in words) > 1 and not titled and "of" not in words:
            found.setdefault(words[0], []).append(words)
    for options in found.values():
        options.sort(key=len, reverse=True)
    return found


class People(Board):
    """Finds people."""

    def known_people(self, a: int, b: int) -> None:
        names = known_names()
        for i in range(a, b):
            for words in names.get(self.tokens[i].text, ()):
                j = i + len(words)
                if j <= b and all(self.tokens[i + k].text == words[k] for k in range(len(words))):
                    if j < b and self.tokens[j].text in listed("generation"):
                        j += 1
                    self.take(i, j, "person")
                    break

    def titled_people(self, a: int, b: int) -> None:
        """People after a title, an honorific or a calling, whatever the parser makes of them."""
        opening = listed("honorifics", "callings")
        i = a
        while i < b:
            word = self.tokens[i].text
            if self.tokens[i].stem not in first_words() and word not in opening:
                i += 1
                continue
            found = title_at(self.tokens, i, b)
            if found:
                after = self.after_title(i + found[0], b, found[2])
                if after is not None:
                    self.after_words(after, b, sure=self.tokens[i].capital)
                i += found[0]
                continue
            if word in listed("honorifics") and i + 1 < b:
                self.after_words(i + 1, b, sure=True)
            elif word in listed("callings") and i + 1 < b:
                self.after_words(i + 1, b, sure=False)
            i += 1

    def after_words(self, j: int, b: int, sure: bool) -> None:
        """The name at ``j`` after words that announce one; ``sure``: one word is enough for a name."""
        while j < b:
            title = title_at(self.tokens, j, b)
            if self.tokens[j].text not in listed("honorifics") and not (title and title[2] == "post"):
                break
            j += 1
        stop = person_end(self.document, j, b, self.hits)
        if stop <= j or self.taken[j] or self.place_at(j):
            return
        label = self.document.label(j, stop)
        several = sum(t.capital for t in self.tokens[j:stop]) > 1
        if label == "PERSON" or several or (sure and label is None):
            noble = j and not several and self.tokens[j - 1].text in listed("nobility") and not self.taken[j - 1]
            self.take(j - 1 if noble else j, stop, "person")

    def after_title(self, j: int, b: int, kind: str) -> int | None:
        """Where a name could begin after a title: past its domain and its country or body."""
        tokens = self.tokens
        if kind == "minister" and j < b and tokens[j].text in ("of", "for"):
            j = domain_end(self.document, j, b)
        while j < b and tokens[j].text in ("of", "for", "to"):
            k = j + 1
            if k < b and tokens[k].lower == "the":
                k += 1
            if k < b and self.taken[k]:
                while k < b and self.taken[k]:
                    k += 1
            elif k in self.hits:
                k += self.hits[k][0]
            elif k < b and tokens[k].text in (
                "Republic",
                "Senate",
                "Parliament",
                "Government",
                "State",
                "House",
                "country",
                "republic",
            ):
                k += 1
            else:
                return None
            j = k
        if j < b and tokens[j].text == ",":
            j += 1
        return j if j < b else None

    def parser_people(self, a: int, b: int) -> None:
        """The parser's people, trimmed of titles and places, grown by what it cut off."""
        for start, end, label in self.entities(a, b):
            if label != "PERSON":
                continue
            i, j = trim_person(self.document, *self.document.span(start, end), self.hits)
            while i < j and self.place_at(i):
                i += self.hits[i][0]
                while i < j and not self.tokens[i].capital:
                    i += 1
            if i >= j or self.tokens[j - 1].text in listed("heads") or works_follow(self.document, i, j):
                continue
            i = self.given_before(i, a, j)
            if j - i == 1 and i in self.hits and not self.tokens[i].text.isupper() and self.sole_place(i):
                continue
            if j - i == 1 and i == a and self.opens_only(i):
                continue
            if self.document.label(i, j) == "PERSON":
                j = max(j, person_end(self.document, i, min(b, j + 3), self.hits))
            self.take(i, next((k for k in range(i, j) if self.taken[k]), j), "person")

    def given_before(self, i: int, a: int, j: int) -> int:
        """``i``, or the given name before it that the parser left out: "Jordan Henderson", "Aliya Nazarbayeva"."""
        if i <= a or self.taken[i - 1] or not self.tokens[i - 1].capital:
            return i
        before = self.tokens[i - 1].text
        if i - 1 in self.hits:
            return i - 1 if before in listed("given") else i
        plain = before not in listed("function", "honorifics") and not title_at(self.tokens, i - 1, i)
        return i - 1 if plain and j - i == 1 and before.isalpha() and self.document.proper(i - 1) else i

    def opens_only(self, i: int) -> bool:
        """A lone word at the head of a sentence before a preposition, in no other person's name: "Turnout in ..."."""
        following = self.tokens[i + 1].text if i + 1 < len(self.tokens) else ""
        return following in ("in", "of", "for", "on", "at", "among") and self.tokens[i].text not in self.surnames

    def sole_place(self, i: int) -> bool:
        """A lone word that is a known place, whatever the parser thinks: a large one, after "in", or in a list."""
        entry = self.hits[i][1][0]
        before = self.tokens[i - 1].lower if i else ""
        ends = (i - 1 - n for n in (1, 2, 3))
        places = any(
            k in self.hits and k + self.hits[k][0] == i - 1 and self.hits[k][1][0].kind == "place" for k in ends
        )
        listed_too = before in (",", "and", "or") and places
        return not entry.guarded or before in listed("locative") or listed_too

    def shaped_people(self, a: int, b: int) -> None:
        """Two or three words that begin with a given name or end as surnames do, whatever the parser says."""
        other = listed("sites", "suffixes", "heads")
        stop = a
        for i in self.capitals_in(a, b):
            if i < stop or self.taken[i] or i in self.hits:
                continue
            stop = person_end(self.document, i, b, self.hits)
            if stop - i < 2:
                continue
            words = [t.text for t in self.tokens[i:stop] if t.capital]
            after = {t.text for t in self.tokens[i : min(stop + 1, b)]}
            if 1 < len(words) < 4 and not after & other and not title_at(self.tokens, i, stop):
                ends = len(words[-1]) > 4 and words[-1].lower().endswith(tuple(listed("surname_ends")))
                given = len(words[0]) > 2 and is_given(words[0]) and words[0] not in listed("works")
                if (ends or given) and not works_follow(self.document, i, min(stop + 1, b)):
                    self.take(i, stop, "person")

    def repeated_people(self) -> None:
        """Surnames and given names of people told in full, standing alone elsewhere."""
        surnames = set()
        for chunk in self.chunks:
            if chunk.what == "person":
                words = [self.tokens[k].text for k in range(chunk.i, chunk.j) if self.tokens[k].capital]
                if len(words) > 1:
                    surnames.add(words[-1] if words[-1] not in listed("generation") else words[-2])
        surnames = {s for s in surnames if len(s) > 2 and s not in listed("function")}
        for k in self.every(surnames):
            if (
                k in self.hits
                and self.tokens[k - 1].lower in listed("locative")
                and not all(e.guarded for e in self.hits[k][1])
            ):
                continue
            if not self.taken[k] and not (
                k + 1 < len(self.tokens)
                and self.tokens[k + 1].capital
                and not self.taken[k + 1]
                and not title_at(self.tokens, k + 1, len(self.tokens))
                and self.tokens[k + 1].text not in listed("function")
            ):
                self.take(k, k + 1, "person")


def domain_end(document: Document, j: int, b: int) -> int:
    """The end of a minister's domain that "of" or "for" at ``j`` opens."""
    tokens, domains = document.tokens, listed("domains")
    k = j + 1
    if k < b and tokens[k].lower == "the":
        k += 1
    end = j
    while k < b:
        word = tokens[k].text
        if word in domains or (word.capitalize() in domains and not tokens[k].capital):
            end = k + 1
        elif word not in ("and", ",", "&", "-", "for", "the") or not (
            k + 1 < b and (tokens[k + 1].text.capitalize() in domains or tokens[k + 1].text in ("and", "the"))
        ):
            break
        k += 1
    return end if end > j else j
