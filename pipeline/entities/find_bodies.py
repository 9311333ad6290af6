"""Bodies among the words: by table, by the grammar of their names, in quotation marks, told again in short."""

from __future__ import annotations

from pipeline.entities.board import Board
from pipeline.entities.gazetteer import Entry
from pipeline.entities.organizations import extend, works_follow
from pipeline.entities.titles import title_at
from pipeline.entities.words import listed

EDGES = frozenset({"The", "A", "An", "In", "At", "On", "For", "From", "By", "And", "But", "As"})
QUOTES = {'"', "“", "”", "«", "»", "„"}


class Bodies(Board):
    """Finds bodies."""

    def bodies(self, a: int, b: int) -> None:
        spans: list[tuple[int, int, Entry | None]] = []
        for i in range(a, b):
            hit = self.hits.get(i)
            if not hit or (
                hit[0] == 1
                and i + 1 < b
                and self.tokens[i + 1].text in listed("documents")
                and not self.tokens[i].text.isupper()
            ):
                continue
            entry = next((e for e in hit[1] if e.what == "body"), None)
            if entry and self.body_meant(i, hit[0], b) and not self.of_another(i, hit[0], entry):
                spans.append((i, i + hit[0], entry))
        heads, either = listed("heads"), listed("heads", "suffixes")
        i = a
        while i < b:
            if self.tokens[i].text not in either:
                i += 1
                continue
            if self.tokens[i].text in heads:
                span = extend(self.document, self.hits, i, a, b)
                if span:
                    spans.append((*span, None))
                    i = max(i + 1, span[1])
                    continue
            elif i > a and self.tokens[i - 1].capital:
                first = i
                while (
                    first > a
                    and (self.tokens[first - 1].capital or self.tokens[first - 1].text in "-&")
                    and (self.tokens[first - 1].text not in listed("function"))
                ):
                    first -= 1
                if first < i:
                    spans.append((first, i + 1, None))
            i += 1
        spans = [(*self.widened(first, last, a), entry) for first, last, entry in spans]
        for first, last, entry in sorted(spans, key=lambda s: (s[0] - s[1], s[2] is None)):
            self.take(first, last, "body" if entry else "org", entry, self.inner(first, last) if not entry else ())

    def widened(self, i: int, j: int, a: int) -> tuple[int, int]:
        """The parser's longer name of a body around tokens [i, j), if nothing in it speaks against."""
        ent = self.document.ent(self.tokens[i].start, self.tokens[j - 1].end)
        if ent is None or ent[2] != "ORG":
            return i, j
        first = max(self.document.span(ent[0], ent[1])[0], a)
        while first < i and (not self.tokens[first].capital or self.tokens[first].text in EDGES):
            first += 1
        left = range(first, i)
        joins = ("and", "of", "&", "-", "for", "the")
        if first < i and not any(
            (not self.tokens[k].capital and self.tokens[k].text not in joins)
            or title_at(self.tokens, k, i)
            or self.tokens[k].text == "the"
            or (k in self.hits and self.hits[k][1][0].what == "body")
            for k in left
        ):
            i = first
        return i, j

    def body_meant(self, i: int, n: int, b: int) -> bool:
        """A body's name that is also an ordinary word is one only where the parser or the context agrees."""
        text = self.tokens[i].text
        if self.one_of_many(i, i + n, b):
            return False
        post = title_at(self.tokens, i + 1, b) if n == 1 and text in listed("domains") else None
        if post is not None and post[2] == "minister":
            return False  # "Labour Minister"
        if n > 1 or (text.isupper() and len(text) > 2):
            return True
        label = self.document.label(i, i + 1)
        if text.isupper():  # two letters: AP, EU, UN
            return label in ("ORG", "GPE", "NORP") or text in ("EU", "UN", "G7", "G8")
        if text in listed("guarded", "weak_heads", "ordinary"):
            article = self.tokens[i - 1].lower == "the" and text not in listed("bare")
            return label == "ORG" or (article and label not in ("PERSON", "GPE"))
        return label != "PERSON" or i + 1 >= b or not self.tokens[i + 1].capital

    def of_another(self, i: int, n: int, entry: Entry) -> bool:
        """ "The Senate" where countries are told and not that of the one known by this name alone."""
        shared = n == 1 and self.tokens[i].text in listed("shared")
        return shared and bool(self.countries) and entry.country not in self.countries

    def quoted(self, a: int, b: int) -> None:
        """A short name in quotation marks beside a noun that says it is a body."""
        if QUOTES.isdisjoint(self.places_of):
            return
        i = a
        while i < b:
            if self.tokens[i].text not in QUOTES:
                i += 1
                continue
            j = i + 1
            while (
                j < b
                and j - i <= 4
                and self.tokens[j].text not in QUOTES
                and (self.tokens[j].capital or self.tokens[j].text in "-")
            ):
                j += 1
            if j < b and self.tokens[j].text in QUOTES and i + 1 < j <= i + 4:
                before = [t.lower for t in self.tokens[max(a, i - 5) : i]]
                after = [t.lower for t in self.tokens[j + 1 : j + 6]]
                near = before[-1:] + after[:1]
                ahead = after[
                    : next((k for k, w in enumerate(after) if w in ("of", "in", ",", ".", "by", "was", "is")), 5)
                ]
                named = {t.text for t in self.tokens[j + 1 : j + 5] if t.capital}
                if named & listed("works"):  # "Armmono" International Theatre Festival
                    i = j + 1
                    continue
                if (
                    set(near) & listed("quoted_nouns")
                    or set(ahead) & listed("quoted_nouns")
                    or (set(before) & listed("quoted_nouns") and not set(before) & {",", "("})
                ):
                    self.take(i + 1, j, "org")
                i = j + 1
            else:
                i += 1

    def repeated_organizations(self) -> None:
        """Companies without their suffix, by their first word where the parser sees a name, and acronyms."""
        short: dict[tuple[str, ...], bool] = {}  # words -> whether the parser must agree
        for chunk in self.chunks:
            if chunk.what != "org":
                continue
            words = [self.tokens[k].text for k in range(chunk.i, chunk.j)]
            while len(words) > 1 and words[-1] in listed("suffixes"):
                words.pop()
                short[tuple(words)] = False
            if len(words) < chunk.j - chunk.i and len(words) > 1 and words[0] not in listed("function"):
                short.setdefault((words[0],), True)
            if len(words) == 1 and words[0].isupper() and len(words[0]) > 2:
                short[tuple(words)] = False
        openers = {form[0] for form in short}
        for k in self.every(openers):
            if self.taken[k]:
                continue
            for form in sorted((f for f in short if f[0] == self.tokens[k].text), key=len, reverse=True):
                j = k + len(form)
                agreed = not short[form] or (self.document.label(k, j) is not None and k not in self.hits)
                if agreed and tuple(t.text for t in self.tokens[k:j]) == form:
                    self.take(k, j, "org")
                    break

    def parser_organizations(self, a: int, b: int) -> None:
        for start, end, label in self.entities(a, b):
            if label != "ORG":
                continue
            i, j = self.trimmed(start, end)
            if i >= j or any(self.taken[i:j]):
                continue
            i = self.past_titles(i, j)
            words = [k for k in range(i, j) if self.tokens[k].capital]
            covered = {k + x for k in range(i, j) if (hit := self.hits.get(k)) for x in range(hit[0])}
            free = words if self.acts(i, j, b) else [k for k in words if k not in covered]
            if not free or (self.hits.get(words[-1], (0, ()))[0] == 1 and self.hits[words[-1]][1][0].what == "demonym"):
                continue
            if all(self.tokens[k].text in listed("weak_heads") for k in free):
                continue
            if (len(words) == 1 and not self.single(i)) or self.is_product(i, j, b):
                continue
            if all(self.tokens[k].text in listed("domains") for k in words) and title_at(self.tokens, words[-1] + 1, b):
                continue  # "Finance Minister"
            if any(self.tokens[k].text in listed("works") for k in range(i, j)) or (
                j + 1 < b and works_follow(self.document, j + (self.tokens[j].text in QUOTES), b)
            ):
                continue
            if self.is_person_after_country(i, j, covered):
                continue
            if len(words) > 1 and self.tokens[words[-1]].text in listed("sites"):
                self.take(i, j, "region")
                continue
            if any(self.tokens[k].text in (",", ";", "(") for k in range(i, j)):
                j = next(k for k in range(i, j) if self.tokens[k].text in (",", ";", "("))
            self.take(i, j, "org", None, self.inner(i, j))

    def acts(self, i: int, j: int, b: int) -> bool:
        """One word that does something, as a small town of that name would not: "*Nokia* sold", "bought by *Onex*"."""
        hit = self.hits.get(i)
        if hit is None or j - i != 1 or any(e.what != "city" or not e.guarded for e in hit[1]):
            return False
        before = self.tokens[i - 1].text.lower() if i else ""
        follows = self.document.tags.get(self.tokens[j].start) if j < b else None
        return before == "by" or (follows in ("VERB", "AUX") and before not in listed("locative"))

    def is_person_after_country(self, i: int, j: int, covered: set[int]) -> bool:
        """ "Kazakhstan Kassym-Jomart Tokayev" after a title: the country and a person."""
        if i in self.hits and i + self.hits[i][0] < j and self.hits[i][1][0].what in ("country", "demonym"):
            k = i + self.hits[i][0]
            titled = any(title_at(self.tokens, x, i) for x in range(max(0, i - 5), i))
            return k not in covered and j - k > 1 and titled and self.take(k, j, "person")
        return False

    def is_product(self, i: int, j: int, b: int) -> bool:
        """A product by its number: "Falcon 9"."""
        ahead = [self.tokens[j - 1].text] * (j - i > 1) + [t.text for t in self.tokens[j : min(j + 1, b)]]
        return any(c.isdecimal() for text in ahead for c in text) or self.one_of_many(i, j, b)

    def one_of_many(self, i: int, j: int, b: int) -> bool:
        """ "a Boeing 737 crashed", "an Airbus of the airline": a product, no maker; not "a Reuters reporter"."""
        if j >= b or not i or self.tokens[i - 1].lower not in ("a", "an"):
            return False
        after = self.tokens[j]
        return any(c.isdecimal() for c in after.text) or self.document.tags.get(after.start) in ("VERB", "AUX", "ADP")

    def single(self, i: int) -> bool:
        """Whether one word alone may be a body: no title, function word or month, nor what only opens a sentence."""
        token = self.tokens[i]
        if (
            token.text in listed("function")
            or title_at(self.tokens, i, i + 1)
            or token.text in listed("weak_heads", "acronyms") | {"State"}
        ):
            return False
        return self.document.proper(i) or token.text.isupper()

    def past_titles(self, i: int, j: int) -> int:
        while i < j:
            found = title_at(self.tokens, i, j)
            if not found:
                break
            i += found[0]
            while i < j and not self.tokens[i].capital:
                i += 1
        return i
