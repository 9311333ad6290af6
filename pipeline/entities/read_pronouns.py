"""Words that point back at people: "he", "her", "they", "the couple", "the two prime ministers"."""

from __future__ import annotations

from pipeline.entities import gender
from pipeline.entities.reader import POSSESSIVE, Draft, Reader
from pipeline.entities.titles import title_at
from pipeline.entities.words import listed
from pipeline.model import Entity

COUPLES = frozenset(
    {
        "the two leaders",
        "both leaders",
        "the leaders",
        "the presidents",
        "the heads of state",
        "the two men",
        "the two women",
        "the couple",
        "the pair",
        "the duo",
    }
)
NOMINAL = ("NOUN", "ADJ", "NUM", "PROPN", "VERB")


class PronounReader(Reader):
    """Reads pronouns and words for two people."""

    def pronoun(self, i: int) -> list[Draft] | None:
        """ "he", "him", "they"."""
        first = self.low(i)
        if first in listed("pronouns_one") and first != "his":
            if first == "her" and not self.objective(i):
                return None
            person = self.meant(first, other=first in ("him", "her"))
            if person is None:
                return None
            who: list[Entity | int] = [w for w in person.who if isinstance(w, int)] or list(person.who)
            if isinstance(who[0], int) and self.people.all[who[0]].gender is None:
                self.people.all[who[0]].gender = gender.PRONOUNS[first]  # told so once, it holds for what follows
            return [Draft(i, i + 1, "person", who, "pronoun", None, person.office, person.of)]
        if first in ("they", "them"):
            if first == "they" and self.subject_here(i):
                return None
            team = self.memory.team() if first == "they" else None
            if team:
                return [Draft(i, i + 1, team.kind, list(team.who), "pronoun")]
            return self.plural(i, i + 1, "pronoun")
        return None

    def meant(self, pronoun: str, other: bool = False) -> Draft | None:
        """Whom "he", "his", "her" mean, by gender; ``other`` as in ``Memory.person``."""
        sex = gender.PRONOUNS[pronoun]
        return self.memory.person(lambda d: self.gender(d) in (sex, None), other)

    def possessive(self, i: int) -> list[Draft] | None:
        """ "his visit", "her arrest", "their talks": whose it is."""
        first = self.low(i)
        if first == "their":
            return self.plural(i, i + 1, "pronoun")
        if first != "his" and (first != "her" or self.objective(i)):
            return None
        person = self.meant(first)
        if person is None:
            return None
        return [Draft(i, i + 1, "person", list(person.who), "pronoun", None, person.office, person.of, owner=True)]

    def subject_here(self, i: int) -> bool:
        """Some people without a name are the subject before "they": "voters approved it; they accepted"."""
        tags = [self.document.tags.get(t.start) for t in self.tokens[self.begin : i]]
        words = [t.text for t in self.tokens[self.begin : i]]
        return any(
            tag == "NOUN" and following in ("VERB", "AUX") and (word.endswith("s") or word == "people")
            for word, tag, following in zip(words, tags, tags[1:], strict=False)
        )

    def objective(self, i: int) -> bool:
        """ "met her there", not "her government"."""
        after = self.document.tags.get(self.tokens[i + 1].start) if i + 1 < self.end else None
        return self.document.tags.get(self.tokens[i].start) == "PRON" and after not in NOMINAL

    def gender(self, draft: Draft) -> gender.Gender | None:
        """Of the person a draft stands for, None where nothing says."""
        number = draft.who[0]
        return self.people.gender(number) if isinstance(number, int) else None

    def learn_gender(self, draft: Draft) -> None:
        """From the words before a name: "his wife, Jeanne-Claude", "Queen Letizia"."""
        number = draft.who[0]
        if draft.name is None or not isinstance(number, int) or self.people.all[number].gender is not None:
            return
        for k in range(max(draft.name[0] - 3, 0), draft.name[0]):
            found = gender.of_word(self.tokens[k].text)
            near = draft.name[0] - k == 1 or self.tokens[k + 1].text == "," or k >= draft.i
            if found and near:
                self.people.all[number].gender = found

    def plural(self, i: int, j: int, how: str) -> list[Draft] | None:
        """The people of the last sentence if it tells several, else the group told last."""
        who = list(dict.fromkeys(w for d in self.memory.together() for w in d.who[:1]))
        if len(who) < 2:
            who = list(self.memory.group())
        if len(who) < 2:
            return None
        return [Draft(i, j, "person", who, "pronoun" if how == "pronoun" else "descriptor")]

    def couple(self, i: int) -> list[Draft] | None:
        """ "the two leaders", "the two prime ministers", "the couple"."""
        if self.low(i) not in ("the", "both"):
            return None
        k = i + 1 + (self.low(i + 1) == "two")
        title = title_at(self.tokens, k, self.end)
        if title and (k > i + 1 or self.low(i) == "both") and self.low(k + title[0] - 1).endswith("s"):
            j = k + title[0]
            if self.low(j) == "of" or self.low(j) in POSSESSIVE:
                return None
            found = self.memory.couple("leader" if title[1] in ("Leader", "Head of State") else title[1])
            return [Draft(i, j, "person", found, "descriptor")] if found else None
        for n in (4, 3, 2):
            phrase = self.ahead(i, n)
            if phrase not in COUPLES or i + n in self.starts or self.low(i + n) in POSSESSIVE:
                continue
            if phrase.split()[-1] in ("couple", "pair", "duo") and (made := self.plural(i, i + n, "descriptor")):
                return made
            found = self.memory.couple("leader" if "leader" in phrase or "heads" in phrase else None)
            return [Draft(i, i + n, "person", found, "descriptor")] if found else None
        return None
