"""Every kind of expression, as tables: (text, what is read). The article's day is Monday, 21 October 2024."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.dates import intervals, tag
from pipeline.model import Timex

DAY = date(2024, 10, 21)


def read(text: str, reference: date | str | None = DAY) -> list[Timex]:
    return intervals(tag(text, reference), text)


def only(text: str, reference: date | str | None = DAY) -> Timex:
    found = read(text, reference)
    assert len(found) == 1, found
    return found[0]


EXPLICIT = [
    ("The treaty was signed on 2 September 1999 in Astana.", "2 September 1999", "1999-09-02"),
    ("The treaty was signed on September 2, 1999.", "September 2, 1999", "1999-09-02"),
    ("It was signed on 2 Sept. 1999.", "2 Sept. 1999", "1999-09-02"),
    ("Signed: 1999-09-02.", "1999-09-02", "1999-09-02"),
    ("Signed: 1999/09/02.", "1999/09/02", "1999-09-02"),
    ("Signed: 02.09.1999.", "02.09.1999", "1999-09-02"),
    ("Signed: 9/2/1999.", "9/2/1999", "1999-09-02"),
    ("Signed: 13/9/1999.", "13/9/1999", "1999-09-13"),
    ("It was Thursday, September 2, 1999.", "Thursday, September 2, 1999", "1999-09-02"),
    ("It happened on the 2nd of September, 1999.", "the 2nd of September, 1999", "1999-09-02"),
    ("The Bastille fell on 14 July 1789.", "14 July 1789", "1789-07-14"),
    ("Caesar died on 15 March 44 BC.", "15 March 44 BC", "BC0044-03-15"),
    ("The class of '99 met.", "'99", "1999"),
]


@pytest.mark.parametrize(("text", "words", "value"), EXPLICIT)
def test_explicit(text: str, words: str, value: str) -> None:
    found = only(text)
    assert (found.text, found.type, found.value, found.basis) == (words, "DATE", value, "explicit")


# phrase, value, first day, last day
PERIODS = [
    ("March 2021", "2021-03", "2021-03-01", "2021-03-31"),
    ("1987", "1987", "1987-01-01", "1987-12-31"),
    ("the 1980s", "198", "1980-01-01", "1989-12-31"),
    ("the early 1950s", "195", "1950-01-01", "1953-12-31"),
    ("the late '90s", "199", "1997-01-01", "1999-12-31"),
    ("the mid-1970s", "197", "1974-01-01", "1976-12-31"),
    ("the nineties", "199", "1990-01-01", "1999-12-31"),
    ("the 19th century", "18", "1800-01-01", "1899-12-31"),
    ("the early 20th century", "19", "1900-01-01", "1933-12-31"),
    ("the late 18th century", "17", "1767-01-01", "1799-12-31"),
    ("the nineteenth century", "18", "1800-01-01", "1899-12-31"),
    ("the 5th century BC", "BC04", "-0499-01-01", "-0400-12-31"),
    ("the 470s BC", "BC047", "-0478-01-01", "-0469-12-31"),
    ("the third quarter of 2023", "2023-Q3", "2023-07-01", "2023-09-30"),
    ("Q3 2023", "2023-Q3", "2023-07-01", "2023-09-30"),
    ("the fourth quarter of last year", "2023-Q4", "2023-10-01", "2023-12-31"),
    ("the second quarter of this year", "2024-Q2", "2024-04-01", "2024-06-30"),
    ("the first-quarter of 2020", "2020-Q1", "2020-01-01", "2020-03-31"),
    ("the first half of 2024", "2024-H1", "2024-01-01", "2024-06-30"),
    ("the second half of 2008", "2008-H2", "2008-07-01", "2008-12-31"),
    ("the latter half of 2008", "2008-H2", "2008-07-01", "2008-12-31"),
    ("the second half of last year", "2023-H2", "2023-07-01", "2023-12-31"),
    ("H1 2022", "2022-H1", "2022-01-01", "2022-06-30"),
    ("fiscal 2019", "2019", "2019-01-01", "2019-12-31"),
    ("fiscal year 2020", "2020", "2020-01-01", "2020-12-31"),
    ("the fiscal year 2021", "2021", "2021-01-01", "2021-12-31"),
    ("the summer of 2012", "2012-SU", "2012-06-01", "2012-08-31"),
    ("spring 2020", "2020-SP", "2020-03-01", "2020-05-31"),
    ("the fall of 2007", "2007-FA", "2007-09-01", "2007-11-30"),
    ("autumn 1942", "1942-FA", "1942-09-01", "1942-11-30"),
    ("winter 2019", "2019-WI", "2019-12-01", "2020-02-29"),
    ("early June 2021", "2021-06", "2021-06-01", "2021-06-10"),
    ("mid-April 2024", "2024-04", "2024-04-11", "2024-04-20"),
    ("late May 2020", "2020-05", "2020-05-21", "2020-05-31"),
    ("the beginning of June 2021", "2021-06", "2021-06-01", "2021-06-10"),
    ("the middle of July 2019", "2019-07", "2019-07-11", "2019-07-20"),
    ("the end of February 2024", "2024-02", "2024-02-21", "2024-02-29"),
    ("early 2020", "2020", "2020-01-01", "2020-03-31"),
    ("mid-2018", "2018", "2018-04-01", "2018-09-30"),
    ("late 2023", "2023", "2023-10-01", "2023-12-31"),
    ("the start of 2021", "2021", "2021-01-01", "2021-03-31"),
    ("the end of 2022", "2022", "2022-10-01", "2022-12-31"),
    ("nineteen ninety-six", "1996", "1996-01-01", "1996-12-31"),
    ("September the eleventh, 2001", "2001-09-11", "2001-09-11", "2001-09-11"),
    ("the first of May, 2004", "2004-05-01", "2004-05-01", "2004-05-01"),
]


@pytest.mark.parametrize(("phrase", "value", "earliest", "latest"), PERIODS)
def test_periods(phrase: str, value: str, earliest: str, latest: str) -> None:
    found = only(f"The bridge was built in {phrase}, engineers said.")
    assert (found.text, found.value, found.earliest, found.latest) == (phrase, value, earliest, latest)


RANGES = [
    ("30 April - 2 May 2023", "2023-04-30", "2023-05-02"),
    ("March 27-30, 2024", "2024-03-27", "2024-03-30"),
    ("27–30 March 2024", "2024-03-27", "2024-03-30"),
    ("between May 4 and 11, 2023", "2023-05-04", "2023-05-11"),
    ("from 3 to 5 May 2020", "2020-05-03", "2020-05-05"),
    ("from March 1 to March 5, 2021", "2021-03-01", "2021-03-05"),
    ("April 9, 2018 to February 1, 2022", "2018-04-09", "2022-02-01"),
    ("from 2005 to 2024", "2005-01-01", "2024-12-31"),
    ("between 1914 and 1918", "1914-01-01", "1918-12-31"),
    ("2023-2025", "2023-01-01", "2025-12-31"),
    ("1998-99", "1998-01-01", "1999-12-31"),
    ("January-July 2024", "2024-01-01", "2024-07-31"),
    ("from June to August 2022", "2022-06-01", "2022-08-31"),
    ("the first eleven months of 2021", "2021-01-01", "2021-11-30"),
    ("the last two months of 2020", "2020-11-01", "2020-12-31"),
    ("493-490 BC", "-0492-01-01", "-0489-12-31"),
]


@pytest.mark.parametrize(("phrase", "earliest", "latest"), RANGES)
def test_a_range_is_one_interval(phrase: str, earliest: str, latest: str) -> None:
    text = f"Exports grew {phrase} by a third."
    found = only(text)
    assert (found.earliest, found.latest, found.signal) == (earliest, latest, "range")
    parts = tag(text, DAY)  # TimeML wants both ends; each carries the whole interval, the second names the first
    assert [(p.earliest, p.latest) for p in parts] == [(earliest, latest)] * 2
    assert parts[1].anchor == (parts[0].start, parts[0].end)


LISTS = [
    ("In 2024 alone, three fairs were held (April 9; March 27-30; August 26-28).", date(2026, 3, 1),
     ["2024", "2024-04-09", "2024-03-27/2024-03-30", "2024-08-26/2024-08-28"]),
    ("The talks were on April 3 and 4, 2023.", DAY, ["2023-04-03", "2023-04-04"]),
    ("They met on May 4, 5 and 6, 2020.", DAY, ["2020-05-04", "2020-05-05", "2020-05-06"]),
    ("They met on 4, 5 and 6 May 2020.", DAY, ["2020-05-04", "2020-05-05", "2020-05-06"]),
    ("It fell in June and August 2022.", DAY, ["2022-06", "2022-08"]),
    ("In April 2024 a plan was signed. And in May, it was adopted.", date(2026, 3, 1), ["2024-04", "2024-05"]),
    ("In 2023 alone the ground shook twice (July 4-10; October 25). The road will open in May.", DAY,
     ["2023", "2023-07-04/2023-07-10", "2023-10-25", "2025-05"]),
    ("On September 30, 2019, he paid a visit. In October, a forum was held.", DAY, ["2019-09-30", "2019-10"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "reference", "values"), LISTS)
def test_lists_inherit(text: str, reference: date, values: list[str]) -> None:
    assert [t.value for t in read(text, reference)] == values


FROM_THE_DAY = [
    ("The minister arrived on Monday.", "2024-10-21"),
    ("The court ruled Thursday.", "2024-10-17"),
    ("The minister will arrive on Friday.", "2024-10-25"),
    ("A meeting is scheduled for Tuesday.", "2024-10-22"),
    ("They must decide by Friday.", "2024-10-25"),
    ("Last week prices rose.", "2024-W42"),
    ("This week prices rose.", "2024-W43"),
    ("Next week prices will rise.", "2024-W44"),
    ("It closed last month.", "2024-09"),
    ("It will open next year.", "2025"),
    ("He left last Friday.", "2024-10-18"),
    ("She leaves next Monday.", "2024-10-28"),
    ("The park opens this coming summer.", "2025-SU"),
    ("It burned last summer.", "2024-SU"),
    ("It closed last December.", "2023-12"),
    ("It opened this September.", "2024-09"),
    ("Over the weekend the club won.", "2024-W42-WE"),
    ("He quit three years ago.", "2021"),
    ("He quit a couple of years ago.", "2022"),
    ("He quit a couple of days ago.", "2024-10-19"),
    ("He quit two days ago.", "2024-10-19"),
    ("It was founded a decade ago.", "2014"),
    ("It was founded half a century ago.", "1974"),
    ("It was founded twenty-five years ago.", "1999"),
    ("It opens two months from now.", "2024-12"),
    ("The match was on Sept. 3.", "2024-09-03"),
    ("He died on a Tuesday.", "XXXX-WXX-2"),
    ("He spoke in a Friday interview.", "2024-10-18"),
    ("It opened this past April.", "2024-04"),
    ("That Saturday evening it rained.", "2024-10-19TEV"),
    ("I will never forget that Saturday evening.", "2024-10-19TEV"),
    ("It will one day be shut.", "FUTURE_REF"),
    ("A shell killed a man in the town in March.", "2024-03"),
    ("The match was on 3 September.", "2024-09-03"),
    ("The vote was held in December.", "2023-12"),
    ("The vote will be held in March.", "2025-03"),
    ("On the 25th, talks begin.", "2024-10-25"),
    ("The president arrived today.", "2024-10-21"),
    ("He resigned yesterday.", "2024-10-20"),
    ("They meet tomorrow.", "2024-10-22"),
    ("They met last night.", "2024-10-20TNI"),
    ("They meet tonight.", "2024-10-21TNI"),
    ("They met this morning.", "2024-10-21TMO"),
    ("They meet tomorrow morning.", "2024-10-22TMO"),
    ("The rate is currently low.", "PRESENT_REF"),
    ("It has recently closed.", "PAST_REF"),
    ("It will soon close.", "FUTURE_REF"),
]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (
            "The prime minister visited Baku twice last year, in February and again in October.",
            ["2022", "2022-02", "2022-10"],
        ),
        (
            "The bank raised rates three times in 2022, in March, June and September.",
            ["2022", "2022-03", "2022-06", "2022-09"],
        ),
        ("She won twice last year: first in May and then in December.", ["2022", "2022-05", "2022-12"]),
        ("This year the club will travel twice, in January and in November.", ["2023", "2023-01", "2023-11"]),
        ("Voters were called three times in 2019 (in April, in September and in October).",
         ["2019", "2019-04", "2019-09", "2019-10"]),
        ("Tremors were felt twice last week, on Monday and on Thursday.", ["2023-W10", "2023-03-06", "2023-03-09"]),
        ("He was arrested twice last month, on the 3rd and the 28th.", ["2023-02", "2023-02-03", "2023-02-28"]),
        ("The river rose last year, in May, and the town will vote in June.", ["2022", "2022-05", "2023-06"]),
        ("Prices rose last year and again in February.", ["2022", "2023-02"]),
        ("One tunnel was cut through on October 15, 2010, and the western one five months later.",
         ["2010-10-15", "2011-03"]),
    ],
)  # fmt: skip
def test_a_period_divided_lends_itself(text: str, values: list[str]) -> None:
    assert [t.value for t in tag(text, date(2023, 3, 14))] == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("The bridge, which opened in June 2015, was closed on February 12.", ["2015-06", "2023-02-12"]),
        ("The minister, who has held the post since May 2019, resigned on March 3.", ["2019-05", "2023-03-03"]),
        ("Anna Berg, whose party won in May 2016, will visit Oslo on 4 June.", ["2016-05", "2023-06-04"]),
        ("In 2018 the port grew. The pier, which was built in July 1994 by a firm from Brest, burnt down on 9 May.",
         ["2018", "1994-07", "2018-05-09"]),
        # what goes on with the clause, or stands before its end, is still of its year
        ("The bridge, which opened in June 2015, and closed on September 12, was torn down.",
         ["2015-06", "2015-09-12"]),
        ("The bridge, which opened on 3 June 2015 and closed on September 12, was torn down.",
         ["2015-06-03", "2015-09-12"]),
        ("The club won the cup in May 2018, and lost it on October 22.", ["2018-05", "2018-10-22"]),
    ],
)  # fmt: skip
def test_a_year_in_a_relative_clause_that_is_over(text: str, values: list[str]) -> None:
    assert [t.value for t in tag(text, date(2023, 3, 14))] == values


@pytest.mark.parametrize(("text", "value"), FROM_THE_DAY)
def test_from_the_articles_day(text: str, value: str) -> None:
    assert only(text).value == value


FROM_THE_TOLD = [
    ("On 5 May 2019 the dam broke. Two days later it rained.", ["2019-05-05", "2019-05-07"]),
    ("On 5 May 2019 the dam broke. The next day people left.", ["2019-05-05", "2019-05-06"]),
    ("On 5 May 2019 the dam broke. Three years later it was rebuilt.", ["2019-05-05", "2022"]),
    ("On 5 May 2019 the dam broke. Five days afterwards the army came.", ["2019-05-05", "2019-05-10"]),
    ("On 5 May 2019 the dam broke. On that same evening a fire started.", ["2019-05-05", "2019-05-05TEV"]),
    ("On 5 May 2019 the dam broke. A year earlier it had leaked.", ["2019-05-05", "2018"]),
    ("The war began in May 1940. That spring Paris fell.", ["1940-05", "1940-SP"]),
    ("The war began in May 1940. The following year he died.", ["1940-05", "1941"]),
    ("The war began in May 1940. The previous month was quiet.", ["1940-05", "1940-04"]),
    ("The war began in May 1940. Later that year he left.", ["1940-05", "1940"]),
    ("He left on 5 March 2020. The Tuesday before, he had been ill.", ["2020-03-05", "2020-03-03"]),
    ("The vote was on 3 May 2019. On the eve of the vote he resigned.", ["2019-05-03", "2019-05-02"]),
    ("The war began in 264 BC. In 218, the passes were crossed.", ["BC0264", "BC0218"]),
    ("Rome was sacked in AD 410. In 455, it was sacked again.", ["0410", "0455"]),
    ("He lives on a pension of 455. In 218, it was less.", []),
    ("It was tested in the 1970s and 80s.", ["197", "198"]),
    ("He was born in 1930. He taught there in the 1950s and 60s.", ["1930", "195", "196"]),
    ("He was born in 1830. He taught there in the 1870s and 80s, and wrote in 1890.", ["1830", "187", "188", "1890"]),
    ("It grew in the late 1980s and early 90s.", ["198", "199"]),
    ("The 2016/2017 season was long.", ["2016/2017"]),
    ("On 5 May 2019 the dam broke. The day before it gave way, it had rained.", ["2019-05-05", "XXXX-XX-XX"]),
    ("The mill closed in 1913. Less than a week later it burned.", ["1913", "1913-WXX"]),
    ("The mill closed in 1913. Two days later it burned.", ["1913", "1913-XX-XX"]),
    ("The siege began in December 1941. In January the city fell.", ["1941-12", "1942-01"]),
]


@pytest.mark.parametrize(("text", "values"), FROM_THE_TOLD)
def test_from_the_date_told_last(text: str, values: list[str]) -> None:
    assert [t.value for t in read(text)] == values


# phrase, first day, last day, EDTF, signal; None is open
SIGNALS = [
    ("since May 2019", "2019-05-01", None, "2019-05/..", "since"),
    ("since 2010", "2010-01-01", None, "2010/..", "since"),
    ("from 2026", "2026-01-01", None, "2026/..", "from"),
    ("as of 1 January 2023", "2023-01-01", None, "2023-01-01/..", "from"),
    ("until 2030", None, "2030-12-31", "../2030", "until"),
    ("through June 2022", None, "2022-06-30", "../2022-06", "until"),
    ("by the end of 2025", "2024-10-21", "2025-12-31", "2024-10-21/2025", "by"),
    ("by the end of 2023", None, "2023-12-31", "../2023", "by"),
    ("within the month", "2024-10-21", "2024-10-31", "2024-10-21/2024-10", "within"),
    ("before 1990", None, "1989-12-31", "../1989-12-31", "before"),
    ("prior to 5 May 2020", None, "2020-05-04", "../2020-05-04", "before"),
    ("after June 2022", "2022-07-01", None, "2022-07-01/..", "after"),
    ("not before March 2026", "2026-03-01", None, "2026-03/..", "not_before"),
    ("no earlier than 2027", "2027-01-01", None, "2027/..", "not_before"),
    ("in June 2025 at the earliest", "2025-06-01", None, "2025-06/..", "since"),
    ("about 1500", "1500-01-01", "1500-12-31", "1500~", None),
    ("circa 1200 BC", "-1199-01-01", "-1199-12-31", "-1199~", None),
    ("around 1910", "1910-01-01", "1910-12-31", "1910~", None),
    ("in 1950 or so", "1950-01-01", "1950-12-31", "1950~", None),
    ("in approximately 1620", "1620-01-01", "1620-12-31", "1620~", None),
    ("later this month", "2024-10-21", "2024-10-31", "2024-10", None),
    ("earlier this month", "2024-10-01", "2024-10-21", "2024-10", None),
    ("later this year", "2024-10-21", "2024-12-31", "2024", None),
]


@pytest.mark.parametrize(("phrase", "earliest", "latest", "edtf", "signal"), SIGNALS)
def test_signals(phrase: str, earliest: str | None, latest: str | None, edtf: str, signal: str | None) -> None:
    found = only(f"The road is closed {phrase}.")
    assert (found.earliest, found.latest, found.edtf, found.signal) == (earliest, latest, edtf, signal)
    assert found.text.split()[0] not in ("since", "until", "by", "from", "before", "after", "within")


UNPLACED = [
    ("It took two weeks.", "DURATION", "P2W"),
    ("It was a six-month ban.", "DURATION", "P6M"),
    ("It took three and a half years.", "DURATION", "P3Y6M"),
    ("It has grown over the past two months.", "DURATION", "P2M"),
    ("It took several years.", "DURATION", "PXY"),
    ("It took two days and 21 hours.", "DURATION", "P2DT21H"),
    ("It took two years and six months.", "DURATION", "P2Y6M"),
    ("It lasted an hour and a half.", "DURATION", "PT1H30M"),
    ("It lasted 2 1/2 days.", "DURATION", "P2DT12H"),
    ("It took one hour and 40 minutes.", "DURATION", "PT1H40M"),
    ("It has been shut for half a century.", "DURATION", "P50Y"),
    ("It will take a decade.", "DURATION", "P10Y"),
    ("Seas will rise over the next century.", "DURATION", "P100Y"),
    ("It will grow over the coming year.", "DURATION", "P1Y"),
    ("The next hour is crucial.", "DURATION", "PT1H"),
    ("A month after the flood the dam was mended.", "DURATION", "P1M"),
    ("They paddled following five days of rain.", "DURATION", "P5D"),
    ("It lasted half an hour.", "DURATION", "PT30M"),
    ("They meet every Tuesday.", "SET", "XXXX-WXX-2"),
    ("They meet twice a week.", "SET", "P1W"),
    ("It is paid annually.", "SET", "P1Y"),
    ("They vote each year.", "SET", "P1Y"),
    ("Daily flights have resumed.", "SET", "P1D"),
    ("It floods every few years.", "SET", "PXY"),
    ("It has grown over several years.", "DURATION", "PXY"),
    ("He swims daily.", "SET", "P1D"),
]


@pytest.mark.parametrize(("text", "kind", "value"), UNPLACED)
def test_durations_and_sets_have_no_bounds(text: str, kind: str, value: str) -> None:
    found = only(text)
    assert (found.type, found.value, found.interval) == (kind, value, None)
    assert found.earliest is None
    assert found.latest is None


TIMES = [
    ("The quake struck at 4:17 a.m. on 6 February 2023.", "2023-02-06T04:17", "2023-02-06", "T04:17"),
    ("It starts at 23:30 GMT on Friday.", "2024-10-25T23:30", "2024-10-25", "T23:30Z"),
    ("Polls closed at 10 p.m. Wednesday.", "2024-10-16T22:00", "2024-10-16", "T22:00"),
    ("It began at noon on Tuesday.", "2024-10-15T12:00", "2024-10-15", "T12:00"),
    ("It ended at midnight on 31 December 1999.", "1999-12-31T24:00", "1999-12-31", "T24:00"),
    ("Shelling began at 9:34 p.m., March 19, 2003.", "2003-03-19T21:34", "2003-03-19", "T21:34"),
    ("It closed at 5 p.m. EST on 6 November 2023.", "2023-11-06T17:00", "2023-11-06", "T17:00-05"),
    ("It landed on the night of 13 May 1958.", "1958-05-13TNI", "1958-05-13", "TNI"),
]


@pytest.mark.parametrize(("text", "value", "day", "time"), TIMES)
def test_times_keep_their_day_and_zone(text: str, value: str, day: str, time: str) -> None:
    found = only(text)
    assert (found.type, found.value, found.earliest, found.latest, found.time) == ("TIME", value, day, day, time)


NOT_DATES = [
    "It is worth $33.3 million.",
    "It grew 2.4 times.",
    "The flight 2024 landed.",
    "Cars queued along Highway 1984.",
    "It was a 3-1 score.",
    'He read "Abai-175".',
    "It was the 9th meeting.",
    "It marked its 30th anniversary.",
    "It may rain.",
    "May said so.",
    "Theresa May resigned.",
    "They march to the square.",
    "He was the second man.",
    "Call 555-2019-1999.",
    "Version 2.0.1999 is out.",
    "It stands at 1600 Pennsylvania Avenue.",
    "Route 66 is closed.",
    "See No. 1945.",
    "She lives in room 1408.",
    "The Airbus A320 landed.",
    "A Boeing 737-800 landed.",
    "He sat in the sun.",
    "It is 1,999 people strong.",
    "Some 2024 people came.",
    "The fall of the city shook them.",
    "It cost EUR 2019.",
    "He stood at 1500 metres.",
    "It lost 10.5 percent.",
    "It was a 2-1 win.",
    "They won 21-14.",
    "The march of progress went on.",
    "Second, he lied.",
    "The Daily Mail reported it.",
    "About 2000 pages were released.",
    "She is in her late 20s.",
    "He stood behind the fall in smoking.",
    "Mr Winter said so.",
    "The Winter Palace is shut.",
    "She was named Person of the Year.",
    "He was born on Christmas Island.",
    "It stands at 1775 Naramata Rd.",
]


@pytest.mark.parametrize("text", NOT_DATES)
def test_not_dates(text: str) -> None:
    assert tag(text, DAY) == []


@pytest.mark.parametrize(
    "text", ["a 33-year-old man", "He is 45 years old.", "the two-year-old law", "aged 45", "a girl of 9"]
)
def test_an_age_is_no_date(text: str) -> None:
    assert all(t.type == "DURATION" and t.interval is None for t in tag(text, DAY))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("On February 30, 2024 nothing happened.", "2024-02"),
        ("On 31/02/2024 nothing happened.", "2024-02"),
        ("On April 31, 2020 he left.", "2020-04"),
        ("On 29 February 2023 he left.", "2023-02"),
        ("Signed 2023-02-30.", "2023-02"),
    ],
)
def test_an_impossible_day_is_its_month_at_most(text: str, value: str) -> None:
    assert only(text).value == value


def test_an_aside_restates_its_date() -> None:
    ago, told = tag("The law was passed 25 years ago - on September 2, 1999 - in Astana.", DAY)
    assert (ago.value, told.value) == ("1999", "1999-09-02")
    assert (ago.earliest, ago.latest) == (told.earliest, told.latest)
    assert ago.anchor == (told.start, told.end)


BASES = [
    ("He left on 5 May 2020.", "explicit"),
    ("He left today.", "article"),
    ("He left on Friday.", "article"),
]


@pytest.mark.parametrize(("text", "basis"), BASES)
def test_basis(text: str, basis: str) -> None:
    assert only(text).basis == basis


def test_what_leans_on_another_expression_names_it() -> None:
    first, second, third = tag("It began in May 1940. The next year it ended. In June he died.", date(2024, 1, 1))
    assert (second.basis, second.anchor) == ("reference", (first.start, first.end))
    assert third.basis == "inherited"
    assert third.anchor is not None


def test_without_an_articles_day_nothing_is_guessed() -> None:
    for text in ("He left today.", "He left on Friday.", "It closed last month.", "It opens in March."):
        found = only(text, None)
        assert (found.edtf, found.earliest, found.latest) == (None, None, None)


def test_an_articles_month_is_the_bound_of_its_today() -> None:
    found = only("He arrived today.", "2024-10")
    assert (found.value, found.edtf) == ("2024-10", "2024-10")
    assert only("It closed last year.", "2024-10").edtf == "2023"
    assert only("He arrived today.", "2024-10/..").edtf is None


SECTIONS = [
    (
        "1863: the river\nThe dam of 1858 had burst twice. The town was rebuilt by 1866.\nOn 4 July the bridge fell.",
        ["1863", "1858", "1866", "1863-07-04"],
    ),
    (
        "Siege of 1565\nA first fleet had come in 1551.\nIn May the fleet landed.\nIn September it left.",
        ["1565", "1551", "1565-05", "1565-09"],
    ),
    (
        "Reign, 1740-1786\nHe was crowned in 1740. In 1763 the war ended.\nIn May he went to Potsdam.",
        ["1740/1786", "1740", "1763", "1763-05"],
    ),
]


@pytest.mark.parametrize(("text", "values"), SECTIONS)
def test_the_years_of_a_story(text: str, values: list[str]) -> None:
    """A heading's year is its section's."""
    assert [t.value for t in read(text)] == values


def test_a_narrative_and_a_report_read_a_bare_month_apart() -> None:
    story = "In 1863 the river was crossed. On 4 July 1863 the town fell. In September the army stood at the ridge."
    assert read(story)[-1].value == "1863-09"
    assert only("Retail sales rose in September, the office said.", DAY).value == "2024-09"
