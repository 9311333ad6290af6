"""Kinds of which one phrasing is not enough, five each, as tables. The article's day is Monday, 21 October 2024."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.dates import tag

DAY = date(2024, 10, 21)

WEEKENDS = [
    ("The gallery reopens next weekend.", ["2024-W44-WE"]),
    ("The ferry broke down last weekend.", ["2024-W42-WE"]),
    ("The ferry broke down at the weekend.", ["2024-W42-WE"]),
    ("Snow will fall this weekend.", ["2024-W43-WE"]),
    ("Over the weekend the river rose.", ["2024-W42-WE"]),
]

FISCAL = [
    ("Sales rose in fiscal 2022.", ["2022"]),
    ("Sales rose in the fiscal year 2021.", ["2021"]),
    ("Sales rose in fiscal year 2020.", ["2020"]),
    ("Profit fell in the second fiscal quarter of 2019.", ["2019-Q2"]),
    ("The budget for the current fiscal year is spent.", ["2024"]),
]

FROM_NOW = [
    ("The comet returns 75 years from now.", ["2099"]),
    ("The lease ends two months from now.", ["2024-12"]),
    ("The talks resume three days from now.", ["2024-10-24"]),
    ("The bridge will open a year from now.", ["2025"]),
    ("The vote is five weeks from today.", ["2024-W48"]),
]

AGO_AND_BESIDE = [
    ("The mine closed on 5 May 2019. It had flooded three days before.", ["2019-05-05", "2019-05-02"]),
    ("The mine closed on 5 May 2019. It was sold two years after.", ["2019-05-05", "2021"]),
    ("The mine closed on 5 May 2019. A decade earlier it had flooded.", ["2019-05-05", "2009"]),
    ("The mine closed on 5 May 2019. Six weeks later it was sold.", ["2019-05-05", "2019-W24"]),
    ("The mine closed half a century ago.", ["1974"]),
    (
        "The union said today that the strike had begun on Friday.\nThree days later the mine was shut.",
        ["2024-10-21", "2024-10-18", "2024-10-21"],
    ),
]

EVES = [
    ("The vote was on 3 May 2019. On the eve of the vote he resigned.", ["2019-05-03", "2019-05-02"]),
    ("The parade was on 9 May 2021. On the day before it rained.", ["2021-05-09", "2021-05-08"]),
    ("The shop shut on Christmas Eve 2019.", ["2019-12-24"]),
    ("The shop shut on New Year's Eve 2020.", ["2020-12-31"]),
    ("The fair opened on 1 June 2022. The previous day the tents had blown down.", ["2022-06-01", "2022-05-31"]),
]

PARTIAL = [
    ("On the 25th, talks begin.", ["2024-10-25"]),
    ("The match was on Sept. 3.", ["2024-09-03"]),
    ("The match was on 3 September.", ["2024-09-03"]),
    ("The class of '99 met.", ["1999"]),
    ("On Friday the 18th the dam broke.", ["2024-10-18"]),
]

PRESENT = [
    ("The bridge is now open.", ["PRESENT_REF"]),
    ("The bridge is currently shut.", ["PRESENT_REF"]),
    ("The bridge reopens tonight.", ["2024-10-21TNI"]),
    ("The bridge reopens today.", ["2024-10-21"]),
    ("The bridge is shut at present.", ["PRESENT_REF"]),
]

BEFORE_1900 = [
    ("The Bastille fell on 14 July 1789.", ["1789-07-14"]),
    ("The fleet sailed in August 1588.", ["1588-08"]),
    ("The temple was begun in 447 BC.", ["BC0447"]),
    ("The city was sacked in AD 410.", ["0410"]),
    ("The league was founded in the 5th century BC.", ["BC04"]),
]

BESIDE_A_DAY = [
    ("The vote was held the day before last Tuesday's hearing.", ["2024-10-14"]),
    ("He arrived on the eve of Saturday's match.", ["2024-10-18"]),
    ("The army left the day after Friday's blast.", ["2024-10-19"]),
    ("The museum opened the week before last.", ["2024-W41"]),
    ("The envoys dined the night before last.", ["2024-10-19TNI"]),
    ("The two sides meet the week after next.", ["2024-W45"]),
    ("He resigned on the eve of the visit.", ["XXXX-XX-XX"]),
]

SAME_OF_ANOTHER_YEAR = [
    ("Exports fell in August from the same month a year earlier.", ["2024-08", "2023-08"]),
    ("Exports rose in August over the same month of 2019.", ["2024-08", "2019-08"]),
    ("Profit doubled in the third quarter from the same quarter last year.", ["2024-Q3", "2023-Q3"]),
    ("In July it rained more than in the corresponding month of the previous year.", ["2024-07", "2023-07"]),
    ("In September it sold more than in the same month the year before.", ["2024-09", "2023-09"]),
]

QUARTERS = [
    ("For the quarter ended Sept. 30, the bank earned $5 million.", ["2024-Q3", "2024-09-30"]),
    ("In the last quarter of 2012 the bank lost money.", ["2012-Q4"]),
    ("Orders fell in the final quarter of last year.", ["2023-Q4"]),
    ("Sales have fallen for the past several quarters.", ["PXQ"]),
    ("It won with a quarter of the votes.", []),
]

LENGTHS = [
    ("He ruled for a quarter of a century.", ["P25Y"]),
    ("The wall stood for a quarter-century.", ["P25Y"]),
    ("The siege lasted half a decade.", ["P5Y"]),
    ("The blackout lasted a quarter of an hour.", ["PT15M"]),
    ("It set out on a nine-and-a-half-year journey.", ["P9Y6M"]),
    ("Rain is forecast for the days ahead.", ["PXD"]),
]

SETS = [
    ("Sales dip every July and August.", ["XXXX-07", "XXXX-08"]),
    ("The court sits every Monday and Thursday.", ["XXXX-WXX-1", "XXXX-WXX-4"]),
    ("The ferry sails on Tuesdays and Saturday.", ["XXXX-WXX-2", "XXXX-WXX-6"]),
    ("The choir sings each Friday night.", ["XXXX-WXX-5TNI"]),
    ("The prize is given every May or June.", ["XXXX-05", "XXXX-06"]),
]

DAYS_WITH_CLOCKS = [
    ("Trading resumes Wednesday at 9:30 a.m.", ["2024-10-23T09:30"]),
    ("The vote ended on Friday at about 6 p.m. local time.", ["2024-10-18T18:00"]),
    ("The rocket lifts off tomorrow at 10:15 a.m. EDT.", ["2024-10-22T10:15"]),
    ("He fled at dawn on Wednesday.", ["2024-10-16TMO"]),
    ("By mid-afternoon on 3 May 2019 the square was empty.", ["2019-05-03TAF"]),
]

FEASTS = [
    ("Polls will open early on Election Day.", ["2024-11-05"]),
    ("The fair closed on Labor Day.", ["2024-09-02"]),
    ("She died on Memorial Day 2010.", ["2010-05-31"]),
    ("Few voted on Election Day, 8 November 2022.", ["2022-11-08"]),
    ("The parade is held on the Fourth of July.", ["2024-07-04"]),
    ("Shops will open early on Black Friday.", ["2024-11-29"]),
    ("The Good Friday Agreement was signed in 1998.", ["1998"]),
]

WEEKS_AND_NAMES = [
    ("The bank meets on Tuesday and Wednesday of next week.", ["2024-10-29", "2024-10-30"]),
    ("The bill was passed on Friday of last week.", ["2024-10-18"]),
    ("The ferries stopped last week - and this week the trains.", ["2024-W42", "2024-W43"]),
    ("Prices rose 2.2 percent in the year to August.", ["P1Y", "2024-08"]),
    ("It is cheapest to fly on a Tuesday, Wednesday or Sunday.", ["XXXX-WXX-2", "XXXX-WXX-3", "XXXX-WXX-7"]),
    ("He was in the theatre on the night Lincoln died.", ["XXXX-XX-XXTNI"]),
    ("Sunday is the best of all days of the week.", ["2024-10-20"]),
]

ONE_OF_SEVERAL = [
    ("The market opens on the first Monday of May.", ["2025-05-05"]),
    ("The market closed on the last Friday in June 2014.", ["2014-06-27"]),
    ("The mine flooded in the last week of 2012.", ["2012-W52"]),
    ("It snowed on the last day of last year.", ["2023-12-31"]),
    ("The dam broke in the final month of 1999.", ["1999-12"]),
    ("It hailed on the third weekend of March.", ["2024-W11-WE"]),
    ("The guests left on the second day of the month.", ["2024-10-02"]),
    ("He wept on the first day of the trial.", ["P1D"]),
]

STORIES = [
    ("The siege lasted from 19 September 1870 until 28 January of the next year.", ["1870-09-19", "1871-01-28"]),
    ("The city was ringed by May 1992. On the 27th of that month a shell fell.", ["1992-05", "1992-05-27"]),
    ("He crossed the Alps in 218 BC. He left in 203 and in the next year lost.", ["BC0218", "BC0203", "BC0202"]),
    ("The road was built in the 1st century AD.", ["00"]),
    (
        "The war began on June 25, 1950. Seoul fell in January 1951. To this day there is no treaty.",
        ["1950-06-25", "1951-01", "PRESENT_REF"],
    ),
    ("In late 2013 it rained, and again the following September.", ["2013", "2014-09"]),
    (
        "On 3 March 1913 the island, a part of the empire since 1571, was ceded. The following year war came.",
        ["1913-03-03", "1571", "1914"],
    ),
    (
        "On 4 May 1951 the siege began. May was quiet compared to November and January. In August it ended.",
        ["1951-05-04", "1951-05", "1950-11", "1951-01", "1951-08"],
    ),
    ("In June 1916 ships sank. Fewer were lost than in April. In July none was.", ["1916-06", "1916-04", "1916-07"]),
    ("On 2 May 1871 the town fell. Another loss of this year was that of the fort.", ["1871-05-02", "1871"]),
    (
        'On 9 April 1917 he said: "They lost it two years ago and will lose it again next summer."',
        ["1917-04-09", "1915", "1918-SU"],
    ),
    ("On 2 May 1871 the town fell. At the same time the fort was stormed.", ["1871-05-02", "1871-05-02"]),
    ("The army rested until 1 March 1916 and launched a spring offensive.", ["1916-03-01", "1916-SP"]),
]

# What says a date again, or by another calendar, takes no story on.
RESTATED = [
    (
        "On July 17, 1936, the fort fell. On 26 April 1937, a Monday, the town was bombed. By June it was lost.",
        ["1936-07-17", "1937-04-26", "1937-04-26", "1937-06"],
    ),
    (
        "The siege began in September 1941 and was lifted on 27 January 1944, 872 days later. In May trains ran.",
        ["1941-09", "1944-01-27", "1944-01-27", "1944-05"],
    ),
    (
        "On 8 March 1917 (23 February in the old calendar) workers struck. A week later the tsar was gone.",
        ["1917-03-08", "1917-02-23", "1917-W11"],
    ),
    ("In the night of 6 to 7 November 1917 the bridges were seized.", ["1917-11-06TNI", "1917-11-07"]),
    ("On 30 November 1939 the Winter War began.", ["1939-11-30"]),
    ("The war began on 7 May 1920. On the 18th the front broke.", ["1920-05-07", "1920-05-18"]),
    (
        "The shots fell on April 12, 1861. The next day, Saturday, it was over.",
        ["1861-04-12", "1861-04-13", "1861-04-13"],
    ),
]

# Parts of a month and year, halves of a decade or century, first and last days.
PARTS_OF_PERIODS = [
    ("The last half of the 1980s was wet.", "198", "1985-01-01", "1989-12-31"),
    ("Trade grew in the first half of the 19th century.", "18", "1800-01-01", "1849-12-31"),
    ("Trade fell in the second half of the 18th century.", "17", "1750-01-01", "1799-12-31"),
    ("Sales rose in the last half of 1989.", "1989-H2", "1989-07-01", "1989-12-31"),
    ("He fled in the last days of April 1945.", "1945-04", "1945-04-21", "1945-04-30"),
    ("It was built in the first months of 1944.", "1944", "1944-01-01", "1944-03-31"),
    ("It was sold in the closing weeks of 1929.", "1929", "1929-10-01", "1929-12-31"),
    ("It sank in the opening days of May 1982.", "1982-05", "1982-05-01", "1982-05-10"),
]
OVER_NEW_YEAR = [
    ("The town was besieged from 2 November until 28 February 1900.", ["1899-11-02", "1900-02-28"]),
    ("The fair ran from December 10 to January 5, 2019.", ["2018-12-10", "2019-01-05"]),
    ("He was in prison from March 3 to April 5, 2019.", ["2019-03-03", "2019-04-05"]),
    ("On 9 October 1899 a note was sent. It ran out 48 hours later.", ["1899-10-09", "1899-10-11"]),
    ("On 6 June 1944 they landed. By nightfall the town was theirs.", ["1944-06-06", "1944-06-06TNI"]),
]

CLOCKS_ON_DAYS = [
    ("The fort fell on 11 June 1982. Guns fell silent at noon on the 14th.", ["1982-06-11", "1982-06-14T12:00"]),
    ("The strike began on 2 May 1926. By 9 a.m. on the 4th no train ran.", ["1926-05-02", "1926-05-04T09:00"]),
]

# A winter that begins late in a year has the next one's name; spring comes after it.
WINTERS = [
    ("In autumn 1480 they came to Otranto. They stayed for the winter.", ["1480-FA", "1481-WI"]),
    (
        "In October 1812 they left Moscow. Winter caught them. In spring the Prussians rose.",
        ["1812-10", "1813-WI", "1813-SP"],
    ),
    ("The winter of 1914 was hard.", ["1914-WI"]),
    ("On 5 May 1864 they met. Early in summer the siege began.", ["1864-05-05", "1864-SU"]),
]
# Lengths that nobody counts, beside what happened; one noun for two members.
BARE_LENGTHS = [
    ("He was arrested hours after the blast.", ["PTXH"]),
    ("The deal came just minutes before the deadline.", ["PTXM"]),
    ("In the days before the vote prices rose.", ["PXD"]),
    ("Weeks after the storm thousands are homeless.", ["PXW"]),
    ("The list was drawn up years before he was born.", ["PXY"]),
    ("The launch is only days from now.", ["FUTURE_REF"]),
    ("Nearly 20 years on, no one has been charged.", ["P20Y"]),
]
ONE_NOUN = [
    ("Output fell in the second and third quarters of 2012.", ["2012-Q2", "2012-Q3"]),
    ("Sales fell in the first and second quarters of last year.", ["2023-Q1", "2023-Q2"]),
    ("Trade flourished in the 17th and 18th centuries.", ["16", "17"]),
    ("The script was used from the 5th to the 3rd centuries BC.", ["BC04", "BC02"]),
    ("The third and fourth quarters were weak.", ["2024-Q3", "2024-Q4"]),
]
NUMBERS_AFTER_STOPS = [
    ("The truce failed. 2007 saw a new war.", ["2007"]),
    ("He lives at No. 1999 on the hill.", []),
    ("See p. 1984 for more.", []),
    ("They won. 2000 fans cheered.", []),
    ("The fee is 3.1999 euros.", []),
]

# A time by the clocks of a place.
CLOCKS_OF_PLACES = [
    ("Trading ended at 3 p.m. Tokyo time.", ["2024-10-21T15:00"]),
    ("Voting ends at 8 p.m. New York time on Friday.", ["2024-10-25T20:00"]),
    ("It struck at 2:46 p.m. local time on Monday.", ["2024-10-21T14:46"]),
    ("The doors open at 10 a.m. Central European Time.", ["2024-10-21T10:00"]),
    ("At 5 p.m. local residents gathered outside.", ["2024-10-21T17:00"]),
    ("He will leave at 4 in the morning.", ["2024-10-21T04:00"]),
    ("The alarm rang at three in the morning on Friday.", ["2024-10-18T03:00"]),
    ("Of the two shows the one in the evening was better.", ["2024-10-21TEV"]),
    ("The call begins at 9 a.m. Eastern Daylight Time Thursday.", ["2024-10-24T09:00"]),
]

# What has no day, and no length that could be counted.
VAGUE = [
    ("In recent years sales have fallen.", ["PAST_REF"]),
    ("Sales have fallen in recent weeks and months.", ["PAST_REF"]),
    ("The animals died out about 65 million years ago.", ["PAST_REF"]),
    ("The rocks are 3.5 million years old.", []),
    ("The valley was dry for two million years.", ["P2000000Y"]),
    ("It was the third fire in as many days.", []),
    ("He was hurt in the crash and died two days later.", ["XXXX-XX-XX"]),
    ("In the year since the war began, prices have doubled.", ["P1Y"]),
    ("Sales rose 4 percent in the year to the end of June.", ["P1Y", "2024-06"]),
    ("Sales fell to nine million euros in the latest fiscal year.", ["2023"]),
    ("Oil for December delivery rose.", ["2024-12"]),
    ("September sales were lower than in the same month last year.", ["2024-09", "2023-09"]),
]

TO_THE_DAY = [
    ("The theatre burnt down 50 years ago today.", ["1974-10-21"]),
    ("The wall was opened 35 years ago next month.", ["1989-11"]),
    ("The ferry sank a year ago this week.", ["2023-W43"]),
    ("A month ago tomorrow the dam broke.", ["2024-09-22"]),
    ("Sunday a decade ago was colder.", ["2024-10-20", "2014"]),
]

NO_DATES = [
    ("She saved it from a summer job.", []),
    ("The summer camp and the winter coats were lost.", []),
    ("In summer camp he learnt to swim.", []),
    ("The pact ended weeks of talks.", ["PXW"]),
    ("He won 200 votes on Friday.", ["2024-10-18"]),
]

KINDS = WEEKENDS + FISCAL + FROM_NOW + AGO_AND_BESIDE + EVES + PARTIAL + PRESENT + BEFORE_1900
KINDS += (
    TO_THE_DAY
    + NO_DATES
    + CLOCKS_OF_PLACES
    + VAGUE
    + RESTATED
    + OVER_NEW_YEAR
    + WINTERS
    + NUMBERS_AFTER_STOPS
    + BARE_LENGTHS
    + ONE_NOUN
)
KINDS += (
    BESIDE_A_DAY
    + SAME_OF_ANOTHER_YEAR
    + QUARTERS
    + LENGTHS
    + SETS
    + DAYS_WITH_CLOCKS
    + FEASTS
    + WEEKS_AND_NAMES
    + ONE_OF_SEVERAL
)


@pytest.mark.parametrize(("text", "values"), KINDS)
def test_every_phrasing_of_a_kind(text: str, values: list[str]) -> None:
    assert [t.value for t in tag(text, DAY)] == values


@pytest.mark.parametrize(("text", "value", "earliest", "latest"), PARTS_OF_PERIODS)
def test_parts_of_periods(text: str, value: str, earliest: str, latest: str) -> None:
    assert [(t.value, t.earliest, t.latest) for t in tag(text, DAY)] == [(value, earliest, latest)]


ASIDES = [
    "The law was passed 25 years ago - on September 2, 1999 - in Astana.",
    "The bridge fell 11 years ago, on 14 May 2013, in a storm.",
    "The club was founded 60 years ago (on 3 March 1964) in Oslo.",
    "The pact was signed two years ago, on 5 July 2022, in Bern.",
    "The ship sank 112 years ago – on 15 April 1912 – off Newfoundland.",
]


@pytest.mark.parametrize("text", ASIDES)
def test_an_aside_agrees_with_what_it_restates(text: str) -> None:
    ago, told = tag(text, DAY)
    assert (ago.earliest, ago.latest) == (told.earliest, told.latest)
    assert ago.anchor == (told.start, told.end)
