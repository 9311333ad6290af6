"""What is no event: what is negated, conditional, wished, habitual; states, terms, ages, periods, figures, sayings."""

from __future__ import annotations

import pytest

from tests.events.reading import Case, cases, differences, read


@pytest.mark.parametrize("case", [*cases("no_event"), *cases("periods")], ids=str)
def test_nothing_happens(case: Case) -> None:
    assert not differences(case), differences(case)


# The same words, once as a happening and once not: what makes the difference is the one thing the name says.
PAIRS = [
    ("negation", "The court convicted him in 2015.", "The court did not convict him in 2015."),
    ("never", "The ship returned in 1912.", "The ship never returned in 1912."),
    ("no one", "A man died in the fire on 3 May 2021.", "Nobody died in 2021."),
    ("if", "The law was passed in June 2023.", "If the law is passed in June 2025, the tax will fall."),
    ("could", "The mine closed in 2023.", "The mine could close in 2025."),
    ("every", "The fair was held in May 2023.", "The fair is held every May."),
    ("usually", "The race took place in June 2023.", "The race usually takes place in June."),
    ("term", "He became mayor in 2014.", "He was mayor from 2014 to 2020."),
    ("period of a paper", "The plan was adopted in 2021.", "The plan for 2021-2025 has four parts."),
    ("measure", "The firm sold its plant in 2019.", "Sales were $3 billion in 2019."),
    ("refusal", "The party signed the pact in 2018.", "The party failed to sign the pact in 2018."),
    ("saying", "The minister resigned on Tuesday.", "The minister said on Tuesday that the road is safe."),
]


@pytest.mark.parametrize(("name", "event", "none"), PAIRS, ids=[p[0] for p in PAIRS])
def test_one_thing_makes_the_difference(name: str, event: str, none: str) -> None:
    assert len(read(event).mentions) >= 1
    assert read(none).mentions == ()
