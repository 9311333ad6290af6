"""The grammar of institutions' names: what stands before and after the word that says it is one.

"Bureau of National Statistics of the Agency for Strategic Planning", "Academy of Public Administration under the
President of the Republic", "Theatre named after M. Auezov", 'Institute of Manuscripts "Matenadaran"' are each one name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.entities.titles import title_at
from pipeline.entities.words import listed

if TYPE_CHECKING:
    from pipeline.entities.document import Document
    from pipeline.entities.gazetteer import Entry

OPEN, CLOSE = {'"', "“", "«", "„"}, {'"', "”", "»", "“"}
STATE = {
    "Parliament",
    "Government",
    "Ministry",
    "Senate",
    "Army",
    "Cabinet",
    "Court",
    "Police",
    "Embassy",
    "Assembly",
    "Treasury",
}
TOPICAL = {
    "Commission",
    "Committee",
    "Council",
    "Conference",
    "Group",
    "Center",
    "Centre",
    "Agency",
    "Institute",
    "Tribunal",
    "Organization",
}


def extend(
    document: Document, hits: dict[int, tuple[int, tuple[Entry, ...]]], head: int, a: int, b: int
) -> tuple[int, int] | None:
    """The tokens of the name whose head stands at ``head``, in the sentence [a, b); None where it is no name."""
    grammar = _Grammar(document, hits, a, b)
    first = grammar.left(head)
    last = grammar.right(head + 1, head)
    tokens = document.tokens
    if last == head + 1 and first == head:
        return None
    weak = tokens[head].text in listed("weak_heads")
    before = [k for k in range(first, head) if tokens[k].capital]
    if weak and last == head + 1:
        only = all(k in hits and hits[k][1][0].what == "demonym" for k in before)
        if only and tokens[head].text not in STATE:
            return None
    if weak and not before and not grammar.complemented:
        return None
    if (
        last < b
        and tokens[last].capital
        and last - 1 >= head
        and not grammar.complemented
        and works_follow(document, last, b)
    ):
        return None
    if tokens[head].text.endswith("s") and tokens[head].text in ("Governments", "Ministries", "Universities"):
        return None
    return first, last


def works_follow(document: Document, j: int, b: int) -> bool:
    """Whether the capitalised words from ``j`` on name a document or an event."""
    while j < b and document.tokens[j].capital:
        if document.tokens[j].text in listed("works"):
            return True
        j += 1
    return False


class _Grammar:
    def __init__(self, document: Document, hits: dict[int, tuple[int, tuple[Entry, ...]]], a: int, b: int) -> None:
        self.document, self.tokens, self.hits, self.a, self.b = document, document.tokens, hits, a, b
        self.heads, self.function = listed("heads"), listed("function")
        self.complemented = False

    def left(self, head: int) -> int:
        """Where the name begins: capitalised words before the head, hyphens and "&" between them."""
        i = head
        while i > self.a:
            token = self.tokens[i - 1]
            if token.text == "-" and i - 2 >= self.a and self.document.tight(i) and self.tokens[i - 2].capital:
                i -= 2
                continue
            if token.text == "&" and i - 2 >= self.a and self.tokens[i - 2].capital:
                i -= 2
                continue
            if (
                token.text == "and"
                and i - 2 >= self.a
                and self.tokens[i - 2].text in listed("domains")
                and self.tokens[i].text in listed("domains")
            ):
                i -= 2
                continue
            if not token.capital or not token.text[0].isalpha() or token.text in listed("honorifics"):
                break
            if token.text in self.function and not (
                token.text in ("New", "First", "Second", "Eastern", "Western", "Northern", "Southern")
                and i - 1 > self.a
            ):
                break
            if self.titled(i - 1):
                break
            i -= 1
        return i

    def titled(self, k: int) -> bool:
        """A title ends at token ``k``: it belongs to a person."""
        return any(
            (found := title_at(self.tokens, first, k + 1)) is not None and first + found[0] == k + 1
            for first in range(max(self.a, k - 3), k + 1)
        )  # fmt: skip

    def right(self, j: int, head: int) -> int:
        """Where the name ends."""
        end = j
        while j < self.b:
            word = self.tokens[j].text
            if (self.tokens[j].capital and word in self.heads and not self.document.tight(j)) or (
                not self.complemented
                and self.tokens[j].capital
                and self.document.label(j, j + 1) == "ORG"
                and self.same_ent(j)
                and not title_at(self.tokens, j, self.b)
                and word not in self.function
            ):
                end = j = j + 1
            elif word in ("of", "for", "on", "under", "against", "to"):
                stop = self.complement(j, head)
                if stop is None:
                    break
                self.complemented = True
                end = j = stop
            elif word == "named" and j + 2 < self.b and self.tokens[j + 1].text in ("after", "for"):
                stop = self.capitals(j + 2 + (self.tokens[j + 2].text == "the"), 4)
                if stop is None:
                    break
                self.complemented = True
                end = j = stop
            elif word in OPEN and j + 1 < self.b:
                close = next((k for k in range(j + 1, min(self.b, j + 6)) if self.tokens[k].text in CLOSE), None)
                if (
                    close is None
                    or close == j + 1
                    or not all(self.tokens[k].capital or self.tokens[k].text == "-" for k in range(j + 1, close))
                ):
                    break
                self.complemented = True
                end = j = close + 1
            else:
                break
        return end

    def same_ent(self, j: int) -> bool:
        """The parser has this word and the one before it in one name."""
        before, here = self.tokens[j - 1], self.tokens[j]
        return self.document.ent(before.start, before.end) == self.document.ent(here.start, here.end)

    def capitals(self, j: int, most: int) -> int | None:
        k = j
        while (
            k < self.b
            and k - j < most
            and (self.tokens[k].capital or (self.tokens[k].text == "-" and self.document.tight(k)))
        ):
            k += 1
        return k if k > j else None

    def complement(self, j: int, head: int) -> int | None:
        """The end of "of ...", "for ...", "under ..." at ``j``, or None where it is not part of the name."""
        link = self.tokens[j].text
        k = j + 1
        if k < self.b and self.tokens[k].text == "the":
            k += 1
        if k >= self.b or not self.tokens[k].capital or self.tokens[k].text in self.function:
            return None
        word = self.tokens[k].text
        if link == "under":
            found = title_at(self.tokens, k, self.b)
            if not found and word not in ("Government", "Ministry", "Cabinet", "Parliament", "Council"):
                return None
            end = k + (found[0] if found else 1)
            further = self.complement(end, head) if end < self.b and self.tokens[end].text == "of" else None
            return further or end
        if link == "on" and (
            self.tokens[head].text not in TOPICAL or (k in self.hits and self.hits[k][1][0].what == "country")
        ):
            return None
        if link == "to" and self.tokens[head].text not in ("Embassy", "Mission"):
            return None
        if word in listed("own") and self.tokens[j - 1].text not in listed("own"):
            return None
        titled = title_at(self.tokens, k, self.b) is not None and word not in listed("domains")
        if link == "of" and titled and word not in listed("collegia"):
            return None
        return self.list_end(k)

    def list_end(self, k: int) -> int:
        """The end of a list of capitalised words from ``k``: "Language, Culture and History"."""
        end = self.words(k)
        while end < self.b:
            word = self.tokens[end].text
            if (word == "-" and self.document.tight(end) and end + 1 < self.b and self.tokens[end + 1].capital) or (
                word in ("and", "&") and self.may_go_on(end + 1)
            ):
                end = self.words(end + 1)
            elif word == "," and (closed := self.closed_list(end)):
                end = closed
            else:
                break
        return end

    def words(self, k: int) -> int:
        while k < self.b and self.tokens[k].capital and self.tokens[k].text[0].isalpha():
            if title_at(self.tokens, k, self.b) and self.tokens[k].text not in listed("domains") | {
                "Ministers",
                "Deputies",
                "Commissioners",
                "Representatives",
                "Governors",
            }:
                break
            if (
                self.document.label(k, k + 1) == "PERSON"
                and self.tokens[k].text not in listed("domains")
                and k not in self.hits
                and self.tokens[k - 1].capital
            ):
                break
            if self.hits.get(k) and self.hits[k][1][0].what == "country":
                return k + self.hits[k][0]
            k += self.hits[k][0] if k in self.hits else 1
        return k

    def may_go_on(self, k: int) -> bool:
        """Whether the words from ``k`` still belong to the name after "and" or a comma."""
        if k >= self.b or not self.tokens[k].capital or self.tokens[k].text in self.function:
            return False
        if self.tokens[k].text in listed("domains"):
            return True
        if k in self.hits or title_at(self.tokens, k, self.b) or self.document.label(k, k + 1) == "PERSON":
            return False
        stop = self.words(k)
        return not (
            self.tokens[k].text in self.heads
            or (
                stop > k + 1
                and self.tokens[stop - 1].text in self.heads
                and self.tokens[stop - 1].text not in listed("domains")
            )
        )

    def closed_list(self, comma: int) -> int | None:
        """The end of ", Culture and History", None where the list does not close with "and"."""
        k = comma + 1
        while self.may_go_on(k):
            k = self.words(k)
            if k < self.b and self.tokens[k].text == "," and k + 1 < self.b and self.tokens[k + 1].text != "and":
                k += 1
                continue
            if k < self.b and self.tokens[k].text == ",":
                k += 1
            if k < self.b and self.tokens[k].text == "and" and self.may_go_on(k + 1):
                return self.words(k + 1)
            return None
        return None
