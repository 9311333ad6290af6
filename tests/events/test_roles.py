"""Who took part in what role, and where; each traced to its words."""

from __future__ import annotations

import pytest

from tests.events.reading import Case, cases, mention, read


@pytest.mark.parametrize("case", cases("roles"), ids=str)
def test_roles(case: Case) -> None:
    trigger, *asked = case.lines
    people = [(p.entity.name, p.role) for p in mention(case, trigger).participants]
    for line in asked:
        roles, _, names = line.partition(": ")
        if roles == "not":
            name, _, role = names.partition("@")
            assert not [p for p in people if p[0] == name and role in ("", p[1])], people
        else:
            wanted = set(roles.split("/"))
            assert [p for p in people if p[0] in names.split("/") and (wanted == {"any"} or p[1] in wanted)], people


OBJECTS = [
    ("Ministers signed the Treaty of Maastricht on 7 February 1992.", "Treaty of Maastricht"),
    ("A memorandum on tourism was signed in Baku on 7 March 2024.", "memorandum on tourism"),
    ("The mayor opened a new library in May 2019.", "new library"),
    ("The volcano erupted in April 2010.", None),
]


@pytest.mark.parametrize(("text", "thing"), OBJECTS, ids=[o[0] for o in OBJECTS])
def test_the_object_is_what_was_signed_or_opened(text: str, thing: str | None) -> None:
    (only,) = read(text).mentions
    assert only.object == thing


def test_one_place_the_most_exact() -> None:
    (opened,) = read("Volkswagen opened a plant in Chattanooga in the United States on 24 May 2011.").mentions
    assert [p.entity.name for p in opened.participants if p.role == "place"] == ["Chattanooga"]
