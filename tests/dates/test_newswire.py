"""Sentences of news from 1999 to 2014 by their article's day: every expression of time and its TIMEX3 value."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.dates import tag

NEWS = {
    "2013-03-22": [
        (
            "The airline, which filed for bankruptcy protection in November 2011, lost $1.9 billion last year and "
            "expects to close the deal in the third quarter.",
            ["2011-11", "2012", "2013-Q3"],
        ),
        (
            "Stocks fell sharply Wednesday morning after the Cyprus parliament threw out the levy late Tuesday.",
            ["2013-03-20TMO", "2013-03-19"],
        ),
        (
            "The bailout talks broke down overnight and are to resume at 9 a.m. Saturday.",
            ["2013-03-22TNI", "2013-03-23T09:00"],
        ),
        (
            "Banks will stay shut until Tuesday at the earliest, the finance ministry said, having closed since "
            "last Saturday.",
            ["2013-03-26", "2013-03-16"],
        ),
    ],
    "2012-11-02": [
        (
            "Sales in the September quarter rose 4 percent; growth in the October-December quarter will be slower.",
            ["2012-Q3", "2012-Q4"],
        ),
        (
            "Net income in the third quarter, which ended on Sept. 30, fell to $3 million from $4 million a year ago.",
            ["2012-Q3", "2012-09-30", "2011-Q3"],
        ),
        (
            "Output grew 1.1 percent in the second quarter of 2012, and 3 percent against the same period of 2011.",
            ["2012-Q2", "2011-Q2"],
        ),
        ("Exports fell in August compared with the same period a year earlier.", ["2012-08", "2011-08"]),
        ("Applications for benefits fell in the week that ended Oct. 20.", ["2012-W42"]),
        (
            "Gas prices rose over the Labor Day weekend; the Easter weekend had been quiet.",
            ["2012-W35-WE", "2012-W14-WE"],
        ),
        (
            "The storms struck late Friday-evening; at least 15 people died overnight Wednesday.",
            ["2012-11-02TEV", "2012-10-31TNI"],
        ),
        (
            "Stocks ended a monthlong advance on one of the busiest days of the year, a full week after the vote.",
            ["P1M", "P1W"],
        ),
        ("Light post-Thanksgiving trading had been foreseen.", []),
        ("Senators stood outside early Friday morning, Sept. 28, 2012.", ["2012-09-28TMO"]),
        (
            "She spoke on Friday of Nov. 11, 1918. A wreath will be laid on Nov. 11.",
            ["2012-11-02", "1918-11-11", "2012-11-11"],
        ),
        (
            "The mayor, who quit at the last minute, told the People's Daily that he would go by month's end.",
            ["2012-11"],
        ),
        ("Ukraine's Independence Day is no holiday there; markets were shut for Independence Day.", ["2012-07-04"]),
        (
            "The BBC Radio 4's Today programme said the former mayor and the king would meet today.",
            ["2012-11-02"],
        ),
    ],
    "2012-10-30": [
        (
            "The storm, which struck on Monday night, cut power to 8 million homes; subway service may not be "
            "restored for four to five days.",
            ["2012-10-29TNI", "P5D"],
        ),
        (
            "Trading on the exchange was halted for a second straight day, the first two-day weather closure "
            "since 1888, and will resume Wednesday at 9:30 a.m.",
            ["P2D", "1888", "2012-10-31T09:30"],
        ),
        (
            "A week before Election Day, early voting was suspended in Maryland through Wednesday.",
            ["P1W", "2012-11-06", "2012-10-31"],
        ),
    ],
    "2005-07-08": [
        (
            "Four explosions tore through London during Thursday's morning rush hour, a day after the city won "
            "the right to host the 2012 Olympics.",
            ["2005-07-07", "P1D", "2012"],
        ),
    ],
    "2011-05-02": [
        (
            "Bin Laden was killed early Monday local time, nearly 10 years after the attacks of Sept. 11, 2001.",
            ["2011-05-02", "P10Y", "2001-09-11"],
        ),
        (
            "Last August, officials learned of the compound, built six years ago; by mid-February they were convinced.",
            ["2010-08", "2005", "2011-02"],
        ),
        (
            "Starting in mid-March, the president led a series of meetings, and on April 29 at 8:20 a.m. he gave "
            "the order.",
            ["2011-03", "2011-04-29T08:20"],
        ),
    ],
    "2009-01-16": [
        (
            "The pilot had flown for the carrier since 1980 after seven years in the Air Force; Thursday's "
            "landing took less than six minutes.",
            ["1980", "P7Y", "2009-01-15", "PT6M"],
        ),
        (
            "Investigators hope to raise the plane this weekend, though temperatures are forecast to drop "
            "overnight to their lowest in four years.",
            ["2009-W03-WE", "2009-01-16TNI", "P4Y"],
        ),
    ],
    "2008-09-16": [
        (
            "Lehman, founded in 1850, sought court protection in the early hours of Monday, and by the afternoon "
            "its shares had lost 94 percent.",
            ["1850", "2008-09-15", "2008-09-15TAF"],
        ),
        (
            "The Dow had its worst day since July 2002, and analysts do not expect a rebound before early next year.",
            ["2002-07", "2009"],
        ),
        (
            "The bank, which a year ago was valued at $45 billion, wrote down $5.6 billion in the three months "
            "ended Aug. 31.",
            ["2007", "P3M", "2008-08-31"],
        ),
    ],
    "2007-06-29": [
        (
            "The phone goes on sale at 6 p.m. Friday; some fans had been camping outside the Fifth Avenue store "
            "since Monday.",
            ["2007-06-29T18:00", "2007-06-25"],
        ),
        (
            "The company aims to sell 10 million units by the end of 2008, its chief said in January, and to "
            "enter Asia sometime next year.",
            ["2008", "2007-01", "2008"],
        ),
        (
            "Sales typically dip every July and August before picking up in the fall.",
            ["XXXX-07", "XXXX-08", "2007-FA"],
        ),
    ],
    "2013-07-23": [
        (
            "The prince was born at 4:24 p.m. on Monday, July 22, and went home the following evening.",
            ["2013-07-22T16:24", "2013-07-23TEV"],
        ),
        (
            "The couple, who married in April 2011 and met at university a decade earlier, will spend the next "
            "few weeks with her parents.",
            ["2011-04", "2001", "PXW"],
        ),
    ],
    "2004-12-27": [
        (
            "The quake hit at 6:58 a.m. on Sunday; the waves reached Sri Lanka about two hours later and Somalia "
            "the same afternoon.",
            ["2004-12-26T06:58", "2004-12-26TXX", "2004-12-26TAF"],
        ),
        (
            "It was the strongest earthquake in 40 years and the fifth-largest since 1900, the survey said Monday.",
            ["P40Y", "1900", "2004-12-27"],
        ),
        (
            "Officials in Indonesia, where it was still the holiday weekend, said the toll would rise in the "
            "coming days.",
            ["2004-W52-WE", "PXD"],
        ),
    ],
    "2001-04-30": [
        (
            "Dennis Tito, 60, docked on Monday for a six-day stay, two days after lifting off; he is to return to "
            "Earth on Sunday.",
            ["2001-04-30", "P6D", "P2D", "2001-05-06"],
        ),
        (
            "Space tourism has been talked about for decades, but until now no one had paid his own way.",
            ["PXDE", "PRESENT_REF"],
        ),
    ],
    "2010-04-16": [
        (
            "Airspace over Britain will remain closed until at least 1 a.m. on Saturday; eruptions of the volcano "
            "in 1821 lasted more than a year.",
            ["2010-04-17T01:00", "1821", "P1Y"],
        ),
        (
            "The volcano first erupted on March 20 after almost 200 years of quiet, and again on Wednesday of "
            "this week.",
            ["2010-03-20", "P200Y", "2010-04-14"],
        ),
        (
            "Seventeen thousand flights a day were cancelled; normal service may not return before the middle of "
            "next week.",
            ["P1D", "2010-W16"],
        ),
    ],
    "2012-06-05": [
        (
            "Jubilee celebrations end Tuesday with a service at St. Paul's, the climax of a four-day holiday "
            "weekend that began on Saturday at the Derby.",
            ["2012-06-05", "P4D", "2012-06-02"],
        ),
        (
            "Victoria, who reigned from 1837 to 1901, is the only other monarch to mark 60 years; Philip, 90, "
            "fell ill on Monday afternoon.",
            ["1837", "1901", "P60Y", "2012-06-04TAF"],
        ),
    ],
    "2009-07-01": [
        (
            "Honda's U.S. sales fell 29.5 percent in June from the same month a year earlier, the smallest drop "
            "since last October.",
            ["2009-06", "2008-06", "2008-10"],
        ),
        (
            "GM said it would emerge from bankruptcy within 60 to 90 days and stop making the brand by the end of "
            "this year or early 2010.",
            ["P90D", "2009", "2010"],
        ),
    ],
    "2003-02-03": [
        (
            "Contact was lost shortly before 9 a.m. on Saturday, 16 minutes before the shuttle was due to land at "
            "9:16 a.m.",
            ["2003-02-01T09:00", "PT16M", "2003-02-01T09:16"],
        ),
        (
            "The disaster came 17 years and four days after the loss of Challenger on January 28, 1986.",
            ["P17Y4D", "1986-01-28"],
        ),
        (
            "Officials said it could be months, if not years, before flights resume; the next launch had been set "
            "for March 1.",
            ["PXM", "PXY", "2003-03-01"],
        ),
    ],
    "2013-01-08": [
        (
            "The figures, published every month, are the worst since the agency began keeping records in the "
            "mid-1990s.",
            ["P1M", "199"],
        ),
        (
            "Economists predict that the rate will peak in the second half of the year, then fall gradually "
            "through 2014 and beyond.",
            ["2013-H2", "2014"],
        ),
    ],
    "2006-08-25": [
        (
            "The union met twice this week in Prague; Thursday's vote strips Pluto of the status it has held "
            "since its discovery in 1930.",
            ["2006-W34", "2006-08-24", "1930"],
        ),
        (
            "The probe, launched in January on a nine-and-a-half-year journey, is to fly past it in July 2015 and "
            "not before.",
            ["2006-01", "P9Y6M", "2015-07"],
        ),
    ],
    "1999-09-03": [
        (
            "The two ministers, who last spoke in the summer of 1997, will meet on the 14th in Geneva and again "
            "in early October.",
            ["1997-SU", "1999-09-14", "1999-10"],
        ),
    ],
    "2014-03-10": [
        (
            "The jet vanished from radar at 1:30 a.m. on Saturday (1730 GMT on Friday), less than one hour into a "
            "six-hour flight.",
            ["2014-03-08T01:30", "2014-03-07T17:30", "PT1H", "PT6H"],
        ),
        (
            "Two passengers used passports stolen in Thailand in 2012 and 2013; the tickets had been bought the "
            "previous Thursday.",
            ["2012", "2013", "2014-03-06"],
        ),
        (
            "Searchers, now in their third day at sea, are working around the clock, 24 hours a day, seven days a "
            "week.",
            ["PRESENT_REF", "PT24H", "P1D", "P7D", "P1W"],
        ),
    ],
    "2002-01-02": [
        (
            "Half of all cash payments should be in euros within two weeks and virtually all of them by mid- January.",
            ["P2W", "2002-01"],
        ),
    ],
    "2000-11-09": [
        (
            "With Florida still too close to call two days after the election, a recount begun Wednesday is "
            "expected to be finished by the close of business Thursday.",
            ["P2D", "2000-11-08", "2000-11-09"],
        ),
        (
            "Absentee ballots postmarked by Nov. 7 will be counted if they arrive in the next 10 days; the new "
            "president takes office on Jan. 20.",
            ["2000-11-07", "P10D", "2001-01-20"],
        ),
    ],
    "2011-03-14": [
        (
            "A second reactor building exploded at 11:01 a.m. Monday, three days after the quake, and workers "
            "fought through the night to cool a third.",
            ["2011-03-14T11:01", "P3D", "2011-03-14TNI"],
        ),
        (
            "Rolling blackouts will last for weeks, possibly until the end of April, the utility said late in the day.",
            ["PXW", "2011-04", "2011-03-14"],
        ),
        (
            "The plant's oldest unit, in service since March 1971, was to have been shut down this month but won "
            "a 10-year extension in February.",
            ["1971-03", "2011-03", "P10Y", "2011-02"],
        ),
    ],
    "2013-10-17": [
        (
            "Federal employees, many of them idle for the past 16 days, return to work this morning; talks on a "
            "long-term budget must conclude by Dec. 13.",
            ["P16D", "2013-10-17TMO", "2013-12-13"],
        ),
    ],
}
CASES = [(day, text, values) for day, rows in NEWS.items() for text, values in rows]


@pytest.mark.parametrize(("day", "text", "values"), CASES)
def test_every_expression_of_a_sentence(day: str, text: str, values: list[str]) -> None:
    assert [t.value for t in tag(text, date.fromisoformat(day))] == values
