"""Figures: one table of sentences with what they measure, one of numbers that are no figures, one of periods."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline import edtf
from pipeline.entities.values import Reference
from pipeline.events.amounts import amounts
from pipeline.events.figures import FigureContext, figures, is_measure_predicate, periods
from pipeline.model import Article, Entity, Figure, Kind, Span, Timex, slug
from tests.events.reading import read as whole_reading

TABLE = Path(__file__).with_name("figures.tsv")

ARTICLE = Article("https://example.org/1", "Trade", "2024-10-21", "given", (), "en", "example", "")
COUNTRIES = {
    "Kazakhstan": "KZ", "Armenia": "AM", "China": "CN", "Georgia": "GE", "Turkey": "TR", "Iraq": "IQ", "Spain": "ES",
    "Hungary": "HU", "Russia": "RU", "Tajikistan": "TJ", "Iceland": "IS", "Uzbekistan": "UZ", "Japan": "JP",
}  # fmt: skip
DEMONYMS = {"Turkish": "Turkey", "Armenian": "Armenia", "Kazakh": "Kazakhstan", "Chinese": "China"}
SPEAKERS: dict[str, Kind] = {
    "World Bank": "organization", "National Bank": "organization", "Bureau of Statistics": "organization",
    "Elvira Nabiullina": "person", "Ministry of Energy": "organization",
}  # fmt: skip

Dates = dict[str, str]


def entity(name: str) -> Entity:
    name = DEMONYMS.get(name, name)
    if name in COUNTRIES:
        return Entity(f"place-{slug(name)}", name, "place", country=COUNTRIES[name])
    kind = SPEAKERS[name]
    return Entity(f"{kind}-{slug(name)}", name, kind)


def timexes(text: str, dates: Dates) -> list[Timex]:
    """The dates of the sentence, each "text" or "signal|text" with its EDTF."""
    found = []
    for told, value in dates.items():
        signal, _, words = told.rpartition("|")
        start = text.index(words)
        earliest, latest = edtf.bounds(value)
        found.append(Timex(start, start + len(words), words, "DATE", value, value, earliest, latest, signal or None))
    return sorted(found, key=lambda t: t.start)


def references(text: str) -> list[Reference]:
    found = []
    for name in (*COUNTRIES, *DEMONYMS, *SPEAKERS):
        at = text.find(name)
        if at >= 0:
            span = Span(at, at + len(name), name)
            known = entity(name)
            found.append(Reference(span.start, span.end, name, known.kind, span, (known,)))
    return sorted(found, key=lambda r: r.start)


def read(text: str, dates: Dates | None = None, context: FigureContext | None = None) -> list[Figure]:
    return figures(ARTICLE, Span(0, len(text), text), timexes(text, dates or {}), references(text), context)


Row = tuple[str, Dates, list[tuple[float, str | None, str, str | None]]]

# sentence, its dates, and each figure as (value, unit, subject, EDTF of its period)
LEVELS: list[Row] = [
    (
        "By the end of 2022, trade turnover between Kazakhstan and Georgia amounted to $250.4 million "
        "(exports - $120.1 million, imports - $130.3 million).",
        {"by|the end of 2022": "2022-10/2022-12"},
        [
            (250.4e6, "USD", "trade turnover", "2022"),
            (120.1e6, "USD", "exports", "2022"),
            (130.3e6, "USD", "imports", "2022"),
        ],
    ),
    (
        "Foreign trade reached KZT 3 trillion in the first half of 2024 (exports: 2 trillion, imports: 1 trillion).",
        {"the first half of 2024": "2024-01/2024-06"},
        [
            (3e12, "KZT", "foreign trade", "2024-01/2024-06"),
            (2e12, "KZT", "exports", "2024-01/2024-06"),
            (1e12, "KZT", "imports", "2024-01/2024-06"),
        ],
    ),
    (
        "The population of Iceland stood at 387,758 on January 1, 2023.",
        {"January 1, 2023": "2023-01-01"},
        [(387758, "people", "population", "2023-01-01")],
    ),
    ("Inflation was 9.8 percent in 2023.", {"2023": "2023"}, [(9.8, "percent", "inflation", "2023")]),
    ("In 2019 unemployment averaged 4.1%.", {"2019": "2019"}, [(4.1, "percent", "unemployment", "2019")]),
    (
        "The country's external debt stood at €41.2bn as of June 2022.",
        {"June 2022": "2022-06"},
        [(41.2e9, "EUR", "external debt", "2022-06")],
    ),
    (
        "In 2021 the plant produced 5.2 million tonnes of steel.",
        {"2021": "2021"},
        [(5.2e6, "tonnes", "production", "2021")],
    ),
    (
        "The average monthly wage was 350,000 tenge in 2023.",
        {"2023": "2023"},
        [(350000, "KZT", "average monthly wage", "2023")],
    ),
    ("The film earned $40 million in 2019.", {"2019": "2019"}, [(40e6, "USD", "earnings", "2019")]),
    (
        "The share of renewables was 6.4 percent in 2024.",
        {"2024": "2024"},
        [(6.4, "percent", "share of renewables", "2024")],
    ),
    (
        "Last year's budget deficit, at 2.7 percent of GDP, was the lowest in a decade.",
        {},
        [(2.7, "percent", "budget deficit", None)],
    ),
    (
        "Gold reserves totalled 2,300 tonnes at the end of 2023.",
        {"the end of 2023": "2023-10/2023-12"},
        [(2300, "tonnes", "gold reserves", "2023")],
    ),
    ("Revenue hit a record £3.4bn in 2022.", {"2022": "2022"}, [(3.4e9, "GBP", "revenue", "2022")]),
    (
        "Oil output averaged 1.8 million barrels per day in May 2024.",
        {"May 2024": "2024-05"},
        [(1.8e6, "barrels per day", "oil output", "2024-05")],
    ),
]

CHANGES: list[tuple[str, Dates, list[tuple[float, str | None, str, str | None, str | None]]]] = [
    (
        "Exports to China rose 12% to $4.1 billion in 2022.",
        {"2022": "2022"},
        [(12, "percent", "exports", "2022", "increase"), (4.1e9, "USD", "exports", "2022", None)],
    ),
    (
        "Gold reserves fell by 3.4 tonnes to 368 tonnes in 2023.",
        {"2023": "2023"},
        [(3.4, "tonnes", "gold reserves", "2023", "decrease"), (368, "tonnes", "gold reserves", "2023", None)],
    ),
    (
        "By the end of 2021 the mutual trade turnover increased by 1.7 times compared to the previous year.",
        {"by|the end of 2021": "2021-10/2021-12"},
        [(1.7, "times", "mutual trade turnover", "2021", "increase")],
    ),
    (
        "Remittances amounted to $2.5 billion in 2021, which is twice as much as 2020 ($1.2 billion).",
        {"2021": "2021", "2020": "2020"},
        [
            (2.5e9, "USD", "remittances", "2021", None),
            (2, "times", "remittances", "2021", "ratio"),
            (1.2e9, "USD", "remittances", "2020", None),
        ],
    ),
    (
        "Unemployment fell to 11.8 percent in 2023, down from 12.9 percent a year earlier.",
        {"2023": "2023"},
        [(11.8, "percent", "unemployment", "2023", None), (12.9, "percent", "unemployment", "2022", None)],
    ),
    (
        "Trade totalled 19.9 billion dollars in 2023, up from 15.5 billion a year earlier.",
        {"2023": "2023"},
        [(19.9e9, "USD", "trade", "2023", None), (15.5e9, "USD", "trade", "2022", None)],
    ),
    ("Exports doubled in 2022.", {"2022": "2022"}, [(2, "times", "exports", "2022", "increase")]),
    (
        "Tourist arrivals more than tripled in 2022.",
        {"2022": "2022"},
        [(3, "times", "tourist arrivals", "2022", "increase")],
    ),
    (
        "Gross domestic product shrank 2.1 per cent in 2020.",
        {"2020": "2020"},
        [(2.1, "percent", "gross domestic product", "2020", "decrease")],
    ),
    (
        "In 2023, the airline carried 12.3 million passengers, 18% more than in 2022.",
        {"2023": "2023", "2022": "2022"},
        [
            (12.3e6, "passengers", "passengers", "2023", None),
            (18, "percent", "passengers", "2023", "increase"),
        ],
    ),
    ("Wages increased by 350 euros in 2023.", {"2023": "2023"}, [(350, "EUR", "wages", "2023", "increase")]),
]

COUNTS: list[Row] = [
    (
        "Currently, there are 1,340 companies and branches with Turkish capital registered in Kazakhstan.",
        {},
        [(1340, "companies and branches", "companies and branches", "2024-10-21")],
    ),
    (
        "Some 3,200 cases of measles were registered in 2023.",
        {"2023": "2023"},
        [(3200, "cases", "cases", "2023")],
    ),
    (
        "About 800,000 tourists visited Armenia in 2021.",
        {"2021": "2021"},
        [(800000, "tourists", "tourists", "2021")],
    ),
    (
        "The quake on May 3, 2001 killed 218 people and injured 1,200.",
        {"May 3, 2001": "2001-05-03"},
        [(218, "people", "deaths", "2001-05-03"), (1200, "people", "injured", "2001-05-03")],
    ),
    ("The plant was opened in 2003 and employs 500 people.", {"2003": "2003"}, [(500, "people", "employees", None)]),
    (
        "The fund raised $5 million on May 3, 2023.",
        {"May 3, 2023": "2023-05-03"},
        [(5e6, "USD", "funds raised", "2023-05-03")],
    ),
]


@pytest.mark.parametrize(("text", "dates", "expected"), LEVELS + COUNTS)
def test_levels_and_counts(text: str, dates: Dates, expected: list[tuple[float, str | None, str, str | None]]) -> None:
    found = read(text, dates)
    told = [(f.value, f.unit, f.subject, f.interval.edtf if f.interval else None) for f in found]
    assert told == expected


@pytest.mark.parametrize(("text", "dates", "expected"), CHANGES)
def test_changes(text: str, dates: Dates, expected: Sequence[object]) -> None:
    found = read(text, dates)
    told = [(f.value, f.unit, f.subject, f.interval.edtf if f.interval else None, f.change) for f in found]
    assert told == expected


@pytest.mark.parametrize(
    ("text", "party", "counterparty"),
    [
        ("Trade between Turkey and Iraq totalled $19.9 billion.", "Turkey", "Iraq"),
        ("Kazakhstan's exports to China reached $14 billion.", "Kazakhstan", "China"),
        ("Remittances from Russia to Tajikistan amounted to $2.5 billion.", "Russia", "Tajikistan"),
        ("The gross inflow of FDI into Georgia from Turkey amounted to $2 million.", "Turkey", "Georgia"),
        ("Exports to Japan rose 4%.", None, "Japan"),
        ("The population of Spain was 48 million.", "Spain", None),
        ("Turkey invested $5 million in Hungary.", "Turkey", "Hungary"),
        ("The firm invested $5 million in a plant in Hungary.", None, "Hungary"),
        ("Inflation was 3 percent.", None, None),
    ],
)
def test_parties(text: str, party: str | None, counterparty: str | None) -> None:
    (figure,) = read(text)
    assert (figure.party and figure.party.name, figure.counterparty and figure.counterparty.name) == (
        party,
        counterparty,
    )


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("According to the World Bank, inflation in Georgia was 3 percent.", "World Bank"),
        ("The National Bank said reserves stood at $12 billion.", "National Bank"),
        ("Elvira Nabiullina noted that lending had grown by 20 percent.", "Elvira Nabiullina"),
        ("Output fell 3 percent, said the Ministry of Energy.", "Ministry of Energy"),
        ("Output fell 3 percent.", None),
    ],
)
def test_speaker(text: str, speaker: str | None) -> None:
    (figure,) = read(text)
    assert (figure.speaker.name if figure.speaker else None) == speaker


def test_context_carries_subject_parties_and_speaker() -> None:
    context = FigureContext()
    read("According to the National Bank, the inflow of FDI into Georgia from Turkey was $20 million.", context=context)
    (figure,) = read("In 2023, this figure was $6 million.", {"2023": "2023"}, context)
    assert (figure.subject, figure.value) == ("inflow of FDI", 6e6)
    told = (figure.party, figure.counterparty, figure.speaker)
    assert [e and e.name for e in told] == ["Turkey", "Georgia", "National Bank"]
    (after,) = read("The price of gas was 90 dollars.", context=context)
    assert after.speaker is None


def test_he_is_who_spoke_last() -> None:
    context = FigureContext()
    assert read("Elvira Nabiullina noted that the forum was useful.", context=context) == []
    (figure,) = read("She stressed that lending had grown by 20 percent.", context=context)
    assert figure.speaker == entity("Elvira Nabiullina")


@pytest.mark.parametrize(
    "text",
    [
        "The minister, 45, lives at 10 Downing Street.",
        "The 12th session of the council took place in Room 5.",
        "A 33-year-old driver was questioned for two hours.",
        "Spain won 3-1 in front of a home crowd.",
        "A Boeing 737 and a Tu-154 stood on the runway.",
        "Article 5 and Resolution 1244 were quoted.",
        "Call +7 701 555 1234 before 2:30 p.m.",
        "One of the two countries signed.",
        "The talks lasted three days.",
        "The three-day visit of the ten-member delegation ended.",
        "Two-thirds of the seats were empty.",
        "The programme for 2023-2025 was approved.",
        "Flight 370 vanished; COVID-19 spread; Apollo 11 landed.",
        "The G20 and the Group of 77 met.",
        "They met at 5 p.m.",
        "The road is 45 km from the city.",
    ],
)
def test_no_figures(text: str) -> None:
    assert read(text, {"2023-2025": "2023/2025"} if "2023-2025" in text else {}) == []


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("$33.3 million", 33.3e6, "USD"),
        ("US$5bn", 5e9, "USD"),
        ("€300m", 3e8, "EUR"),
        ("400 billion tenge", 4e11, "KZT"),
        ("KZT 3 billion", 3e9, "KZT"),
        ("12 per cent", 12, "percent"),
        ("0.5 percentage points", 0.5, "percentage points"),
        ("$1,250.50", 1250.5, "USD"),
        ("150 000 tonnes", 150000, "tonnes"),
        ("half a million people", 5e5, "people"),
        ("three million people", 3e6, "people"),
        ("twenty-five percent", 25, "percent"),
        ("2 million Swiss francs", 2e6, "CHF"),
        ("1.5 crore rupees", 1.5e7, "INR"),
        ("5 hundred thousand euros", 5e5, "EUR"),
        ("¥70 trillion", 7e13, "JPY"),
    ],
)
def test_amounts(text: str, value: float, unit: str) -> None:
    (amount,) = amounts(f"It was {text}.")
    assert (amount.value, amount.unit) == (value, unit)
    assert f"It was {text}."[amount.start : amount.end] == text


@pytest.mark.parametrize(
    ("text", "dates", "measured"),
    [
        ("In 2023, exports amounted to $3 million.", {"2023": "2023"}, ["2023"]),
        ("Exports grew by 5% in 2023.", {"2023": "2023"}, ["2023"]),
        ("The number of users reached 3 million in 2022.", {"2022": "2022"}, ["2022"]),
        (
            "In 2022 the figure was $6 million, up from $3 million in 2021.",
            {"2022": "2022", "2021": "2021"},
            ["2022", "2021"],
        ),
        ("Trade grew (2021 - $5 million).", {"2021": "2021"}, ["2021"]),
        ("As of May 1, 2024, reserves stood at $12 billion.", {"May 1, 2024": "2024-05-01"}, ["May 1, 2024"]),
        ("The fund raised $5 million on May 3, 2023.", {"May 3, 2023": "2023-05-03"}, []),
        ("Berlin delivered 20 tanks in June 2023.", {"June 2023": "2023-06"}, []),
        ("The plant was opened in 2003 and employs 500 people.", {"2003": "2003"}, []),
        ("The bank was founded in 1999.", {"1999": "1999"}, []),
        ("On May 3, 2023 gunmen killed 20 people.", {"May 3, 2023": "2023-05-03"}, []),
        ("The premier rose to power in 1999.", {"1999": "1999"}, []),
        (
            "The number of people who were killed in the attack on May 3, 2023 rose to 218.",
            {"May 3, 2023": "2023-05-03"},
            [],
        ),
    ],
)
def test_periods(text: str, dates: Dates, measured: list[str]) -> None:
    shifted = [
        Timex(t.start + 7, t.end + 7, t.text, t.type, t.value, t.edtf, t.earliest, t.latest, t.signal)
        for t in timexes(text, dates)
    ]
    found = periods(Span(7, 7 + len(text), text), shifted)
    assert sorted(found) == sorted((t.start, t.end) for t in shifted if t.text in measured)


@pytest.mark.parametrize(
    ("lemma", "text", "measures"),
    [
        ("amount", "Exports amounted to $3 million.", True),
        ("be", "The figure was $6 million.", True),
        ("be", "The office was opened in May.", False),
        ("rise", "Prices rose 4 percent.", True),
        ("rise", "He rose to power.", False),
        ("reach", "Sales reached 3 million cars.", True),
        ("reach", "Rescuers reached the village.", False),
        ("raise", "The fund raised $5 million.", False),
    ],
)
def test_measure_predicates(lemma: str, text: str, measures: bool) -> None:
    assert is_measure_predicate(lemma, Span(0, len(text), text)) is measures


def test_spans_and_ids() -> None:
    text = "Exports were $3 million and imports were $3 million."
    found = figures(ARTICLE, Span(100, 100 + len(text), text), [], [], None)
    assert [f.span.start - 100 for f in found] == [text.index("$3"), text.rindex("$3")]
    assert [f.subject for f in found] == ["exports", "imports"]
    assert len({f.id for f in found}) == 2
    again = figures(ARTICLE, Span(500, 500 + len(text), text), [], [], None)
    assert [f.id for f in again] == [f.id for f in found]


def whole() -> list[tuple[str, list[list[str]]]]:
    """The rows of ``figures.tsv``: a sentence, and value, unit, subject and period of each figure."""
    lines = (line for line in TABLE.read_text("utf-8").splitlines() if not line.startswith("#"))
    rows = (line.partition("\t") for line in lines)
    return [(text, [told.strip().split("|") for told in wanted.split(";") if told.strip()]) for text, _, wanted in rows]


@pytest.mark.parametrize(("text", "wanted"), whole(), ids=[text[:50] for text, _ in whole()])
def test_figures_of_whole_sentences(text: str, wanted: list[list[str]]) -> None:
    found = whole_reading(text).figures
    told = [(str(f.unit), f.subject, f.interval.edtf if f.interval else "-") for f in found]
    assert [f.value for f in found] == [float(value) for value, *_ in wanted], told
    for (_, *asked), have in zip(wanted, told, strict=True):
        assert all(a in ("*", b) for a, b in zip(asked, have, strict=True)), told
