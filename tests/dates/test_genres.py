"""Newswire sentences by genre: every expression with its TIMEX3 value, spans as TimeML cuts them."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.dates import tag

MARKETS = [
    (
        "Shares in the bank closed down 4.2 percent on Wednesday, their lowest close since October 2011.",
        "Wednesday = 2013-02-13; October 2011 = 2011-10",
    ),
    ("By 12:25 p.m. local time the index had lost 210 points.", "12:25 p.m. local time = 2013-02-14T12:25"),
    ("The Dow finished the day at 13,982 points.", "the day = 2013-02-14"),
    ("The yen has lost about 15 percent in the past three months.", "the past three months = P3M"),
    ("Oil futures for March delivery settled at $97.31 a barrel.", "March = 2013-03"),
    ("Analysts expect the economy to shrink in the first quarter.", "the first quarter = 2013-Q1"),
    ("In the final quarter of 2012, output fell by 0.6 percent.", "the final quarter of 2012 = 2012-Q4"),
    (
        "The company will report fourth-quarter earnings next Tuesday.",
        "fourth-quarter = 2012-Q4; next Tuesday = 2013-02-19",
    ),
    (
        "Inflation slowed to 2.2 percent in January from 2.5 percent a month earlier.",
        "January = 2013-01; a month earlier = 2012-12",
    ),
    ("Unemployment rose for a sixth straight month in December.", "December = 2012-12"),
    (
        "The stock is up 12 percent so far this year and has doubled over the last 12 months.",
        "this year = 2013; the last 12 months = P12M",
    ),
    ("The fund lost a quarter of its value in 2008 and took four years to recover.", "2008 = 2008; four years = P4Y"),
    (
        "Trading was halted at 9:45 a.m. EST and resumed half an hour later.",
        "9:45 a.m. EST = 2013-02-14T09:45; half an hour later = 2013-02-14TXX",
    ),
    ("The euro traded at $1.3352 late Wednesday in New York.", "late Wednesday = 2013-02-13"),
    (
        "It was the sharpest fall since the third quarter of 2009, when the recession ended.",
        "the third quarter of 2009 = 2009-Q3",
    ),
    ("Gold hit a six-month low on Monday before recovering.", "six-month = P6M; Monday = 2013-02-11"),
    ("Fiscal 2014 revenue will be flat, the company forecast.", "Fiscal 2014 = 2014"),
    ("Over the past decade house prices have tripled.", "the past decade = P10Y"),
    ("The strike cost the airline 20 million euros a day.", "a day = P1D"),
]
SPORT = [
    (
        "The champions won 3-1 on Saturday night and play again on Wednesday.",
        "Saturday night = 2013-02-09TNI; Wednesday = 2013-02-20",
    ),
    ("He scored in the 89th minute to earn a 2-2 draw in Turin on Sunday.", "Sunday = 2013-02-10"),
    (
        "She broke the world record twice in 2009 and retired three years later.",
        "2009 = 2009; three years later = 2012",
    ),
    (
        "He has been out injured since mid-December and is expected back in two weeks.",
        "mid-December = 2012-12; two weeks = P2W",
    ),
    ("The season starts on 17 March in Melbourne.", "17 March = 2013-03-17"),
    ("It was their first title in 26 years.", "26 years = P26Y"),
    ("The second leg is on March 5.", "March 5 = 2013-03-05"),
    ("At the 2010 Winter Olympics he won two medals.", "2010 = 2010"),
]
COURT = [
    ("The trial, which began last April, is due to end this summer.", "last April = 2012-04; this summer = 2013-SU"),
    ("He was sentenced to 18 months in prison on Tuesday and fined $5,000.", "18 months = P18M; Tuesday = 2013-02-12"),
    ("She faces up to 25 years in jail when she is sentenced on May 3.", "up to 25 years = P25Y; May 3 = 2013-05-03"),
    ("The judge adjourned the hearing until Feb. 27.", "Feb. 27 = 2013-02-27"),
    ("The killings took place on the night of Nov. 12, 2011.", "the night of Nov. 12, 2011 = 2011-11-12TNI"),
    ("He had been arrested two days earlier at his home.", "two days earlier = 2013-02-12"),
    (
        "The jury deliberated for less than two hours before reaching a verdict on Friday afternoon.",
        "less than two hours = PT2H; Friday afternoon = 2013-02-08TAF",
    ),
    ("A 34-year-old man was being questioned on Thursday.", "Thursday = 2013-02-14"),
]
WEATHER = [
    (
        "Snow is forecast for Friday and Saturday, with up to 30 centimetres by Sunday morning.",
        "Friday = 2013-02-15; Saturday = 2013-02-16; Sunday morning = 2013-02-17TMO",
    ),
    ("The storm made landfall shortly after midnight on Monday.", "midnight on Monday = 2013-02-11T24:00"),
    ("It was the coldest January since 1987.", "January = 2013-01; 1987 = 1987"),
    ("Heavy rain over the weekend caused floods in the south.", "the weekend = 2013-W06-WE"),
    ("The hurricane season runs from June 1 to Nov. 30.", "June 1 = 2013-06-01; Nov. 30 = 2013-11-30"),
]
OBITUARY = [
    (
        "He was born on 4 July 1931 in Leeds and died on Tuesday aged 81.",
        "4 July 1931 = 1931-07-04; Tuesday = 2013-02-12",
    ),
    (
        "In the early 1960s she moved to Rome, where she lived for almost 30 years.",
        "the early 1960s = 196; almost 30 years = P30Y",
    ),
    ("He served in the Senate from 1978 until his retirement in 1996.", "1978 = 1978; 1996 = 1996"),
    ("In his later years he painted every day.", "every day = P1D"),
    ("They married in 1954; she died in 2001.", "1954 = 1954; 2001 = 2001"),
]
LIVE = [
    ("Just after 3 p.m. on Thursday the first buses left the village.", "3 p.m. on Thursday = 2013-02-14T15:00"),
    (
        "We are now hearing that the airport will reopen at 6 a.m. tomorrow.",
        "now = PRESENT_REF; 6 a.m. tomorrow = 2013-02-15T06:00",
    ),
    ("The minister is expected to speak later today.", "later today = 2013-02-14"),
    ("In the last 24 hours at least 14 people have been killed.", "the last 24 hours = PT24H"),
    (
        "This morning's meeting lasted less than ten minutes.",
        "This morning = 2013-02-14TMO; less than ten minutes = PT10M",
    ),
]
POLITICS = [
    ("Parliament votes on Friday on the budget.", "Friday = 2013-02-15"),
    ("The president visits Ankara on Monday.", "Monday = 2013-02-18"),
    ("The prime minister meets his Italian counterpart in Rome next week.", "next week = 2013-W08"),
    ("Talks resume on Tuesday in Almaty.", "Tuesday = 2013-02-19"),
    ("The summit takes place in Brussels on March 14 and 15.", "March 14 = 2013-03-14; 15 = 2013-03-15"),
    ("Voters go to the polls on Sunday.", "Sunday = 2013-02-17"),
    ("The treaty enters into force on July 1.", "July 1 = 2013-07-01"),
    ("His term expires in November.", "November = 2013-11"),
    ("Relations have improved in recent years.", "recent years = PAST_REF"),
    ("The two countries have not spoken for years.", "years = PXY"),
    ("She took office in January last year.", "January last year = 2012-01"),
    ("The law was passed in late 2012.", "late 2012 = 2012"),
    ("The party has ruled for more than half a century.", "more than half a century = P50Y"),
    ("Elections are held every four years.", "every four years = P4Y"),
    ("The ban was lifted in the mid-1990s.", "the mid-1990s = 199"),
    ("The government fell in the autumn.", "the autumn = 2012-FA"),
    ("The plan was announced the same day.", "the same day = 2013-02-14"),
    ("She will step down at the end of the year.", "the end of the year = 2013"),
    ("Until now the ministry has refused to comment.", "now = PRESENT_REF"),
    ("Last Friday's blast killed nine people.", "Last Friday = 2013-02-08"),
    (
        "On Feb. 1 the two sides met again; ten days later they signed.",
        "Feb. 1 = 2013-02-01; ten days later = 2013-02-11",
    ),
    ("The group was founded 20 years ago this month.", "20 years ago this month = 1993-02"),
    ("The army has been in power since a coup in September 2006.", "September 2006 = 2006-09"),
    ("The bridge was closed from Monday to Thursday.", "Monday = 2013-02-11; Thursday = 2013-02-14"),
    ("The next round of talks is planned for April 5-6 in Almaty.", "April 5 = 2013-04-05; 6 = 2013-04-06"),
]
COMPANIES = [
    ("Friday, October 17, 2008", "Friday, October 17, 2008 = 2008-10-17"),
    (
        "The Nikkei 225 fell 9.6 per cent to 8,276.43 on Friday, the biggest one-day drop since 1987's Black Monday.",
        "Friday = 2008-10-17; one-day = P1D; 1987 = 1987",
    ),
    (
        "As of 11:00 a.m. EDT (1500 UTC), the Dow was down 182.41 points, or 2 percent.",
        "11:00 a.m. EDT = 2008-10-17T11:00; 1500 UTC = 2008-10-17T15:00",
    ),
    ("At 13:20 UTC today the FTSE 100 index stood at 4,012 points.", "13:20 UTC today = 2008-10-17T13:20"),
    (
        "The exchange opened at 09:30 local time and trading was suspended twenty minutes later.",
        "09:30 local time = 2008-10-17T09:30; twenty minutes later = 2008-10-17TXX",
    ),
    (
        "The company announced on Tuesday, October 14 that it would cut 1,500 jobs by the end of 2009.",
        "Tuesday, October 14 = 2008-10-14; the end of 2009 = 2009",
    ),
    (
        "Yesterday's closing price was the lowest in more than five years.",
        "Yesterday = 2008-10-16; more than five years = P5Y",
    ),
    ("Chrysler lost $1.1 billion in the first half of 2008.", "the first half of 2008 = 2008-H1"),
    (
        "Sales in September were 27% lower than in the same month last year.",
        "September = 2008-09; the same month last year = 2007-09",
    ),
    ("General Motors had reported a loss of $15.5 billion for the second quarter.", "the second quarter = 2008-Q2"),
    (
        "The A380 made its first commercial flight on October 25, 2007, two years behind schedule.",
        "October 25, 2007 = 2007-10-25; two years = P2Y",
    ),
    ("Airbus expects to deliver 12 of the aircraft this year and 21 in 2009.", "this year = 2008; 2009 = 2009"),
    (
        "Apple introduced the iPod in October 2001 and the iPhone in January 2007.",
        "October 2001 = 2001-10; January 2007 = 2007-01",
    ),
    (
        "Jobs, 53, took medical leave in January, returning six months later.",
        "January = 2008-01; six months later = 2008-07",
    ),
    (
        "The conference will be held from June 8 to June 12 in San Francisco.",
        "June 8 = 2009-06-08; June 12 = 2009-06-12",
    ),
    (
        "For the fiscal fourth quarter ended Sept. 27, the company posted net profit of $1.14 billion.",
        "the fiscal fourth quarter = 2008-Q4; Sept. 27 = 2008-09-27",
    ),
    (
        "The plane, carrying 155 people, took off at 3:26 p.m. and came down in the river six minutes later.",
        "3:26 p.m. = 2008-10-17T15:26; six minutes later = 2008-10-17TXX",
    ),
    ("The index has lost nearly 40% since the beginning of the year.", "the beginning of the year = 2008"),
    ("In the past week alone it fell 22 percent, its worst week in 75 years.", "the past week = P1W; 75 years = P75Y"),
    (
        "European markets closed sharply lower on Thursday, a day after the Dow suffered its biggest percentage fall "
        "since the crash of 1987.",
        "Thursday = 2008-10-16; a day = P1D; 1987 = 1987",
    ),
    ("The group of seven industrialised nations met last weekend in Washington.", "last weekend = 2008-W41-WE"),
    ("Oil dropped below $70 a barrel for the first time since August 2007.", "August 2007 = 2007-08"),
    ("The government took control of the bank on the 29th of September.", "the 29th of September = 2008-09-29"),
    ("The rescue plan would be worth 700 billion dollars over two years.", "over two years = P2Y"),
    (
        "Employees will have to take one week of unpaid leave before the end of March.",
        "one week = P1W; the end of March = 2009-03",
    ),
    ("By mid-afternoon, the losses had been reversed.", "mid-afternoon = 2008-10-17TAF"),
    (
        "The maiden flight, originally planned for August 2007, has slipped to the second quarter of 2009.",
        "August 2007 = 2007-08; the second quarter of 2009 = 2009-Q2",
    ),
    (
        "The company, founded in 1908, celebrated its 100th birthday on September 16.",
        "1908 = 1908; September 16 = 2008-09-16",
    ),
    ("Ford has not made an annual profit since 2005.", "2005 = 2005"),
    ("It expects that sales will recover in 18 to 24 months.", "18 to 24 months = P24M"),
    ("The Hang Seng was down 5.1% by midday.", "midday = 2008-10-17T12:00"),
    ("The last time the Dow closed below 9,000 was in 2003.", "2003 = 2003"),
    ("The next day, the central banks of six countries cut interest rates.", "The next day = 2008-10-18"),
    ("Investors fear that the crisis will last well into next year.", "next year = 2009"),
    ("The new model will go on sale in late spring 2009.", "late spring 2009 = 2009-SP"),
    ("More than 80 days after the accident, the recorders were found.", "More than 80 days = P80D"),
]
AGENCY = [
    (
        "ISTANBUL, March 20 (AP) - Police detained 12 people Wednesday in dawn raids.",
        "March 20 = 2013-03-20; Wednesday = 2013-03-20",
    ),
    ("It marks the 10th anniversary of the invasion on Tuesday.", "Tuesday = 2013-03-19"),
    (
        "The army chief told reporters late Tuesday that the fighting could go on for months.",
        "late Tuesday = 2013-03-19; months = PXM",
    ),
    ("The blast came a day after the tenth anniversary of the war.", "a day = P1D"),
    ("In the year since the uprising began, more than 9,000 people have been killed.", "the year = P1Y"),
    ("She was the first woman to hold the post in the paper's 126-year history.", "126-year = P126Y"),
    (
        "The probe is expected to reach Pluto in July 2015 after a nine-year journey.",
        "July 2015 = 2015-07; nine-year = P9Y",
    ),
    (
        "Temperatures in the region are now higher than at any time in the last 4,000 years.",
        "now = PRESENT_REF; the last 4,000 years = P4000Y",
    ),
    ("Five years ago this week the bank collapsed.", "Five years ago this week = 2008-W12"),
    (
        "The island's parliament rejected the tax on Tuesday evening; banks will stay closed until at least Thursday.",
        "Tuesday evening = 2013-03-19TEV; Thursday = 2013-03-21",
    ),
    ("The comet was first spotted on the evening of 6 June 2011.", "the evening of 6 June 2011 = 2011-06-06TEV"),
    ("Currently, 17 countries use the euro.", "Currently = PRESENT_REF"),
    ("Nearly three weeks after the election no government has been formed.", "Nearly three weeks = P3W"),
    ("The pope will celebrate Mass at 9:30 a.m. Sunday.", "9:30 a.m. Sunday = 2013-03-24T09:30"),
    ("He will turn 80 next month.", "next month = 2013-04"),
    ("The ferry sank on Monday morning some 40 km off the coast.", "Monday morning = 2013-03-18TMO"),
    ("As recently as last month he had denied the report.", "last month = 2013-02"),
    ("The country has been without a president since the previous week.", "the previous week = 2013-W11"),
    ("During the 1990s, the two countries fought two wars.", "the 1990s = 199"),
    (
        "The museum is open daily except Mondays from 10 a.m. to 6 p.m.",
        "daily = P1D; Mondays = XXXX-WXX-1; 10 a.m. = 2013-03-20T10:00; 6 p.m. = 2013-03-20T18:00",
    ),
    ("Twice a week she drives 50 miles to the clinic.", "a week = P1W"),
    (
        "The number of deaths fell to 3,200 in 2012, half the figure of a decade earlier.",
        "2012 = 2012; a decade earlier = 2002",
    ),
    (
        "In February 2012, the then president resigned; a year later he was back.",
        "February 2012 = 2012-02; a year later = 2013",
    ),
    (
        "The firm employed 300 people at the end of last year, compared with 250 at the end of 2011.",
        "the end of last year = 2012; the end of 2011 = 2011",
    ),
    ("A decade of war has left the country in ruins.", "A decade = P10Y"),
    ("Sunday's election will be the first since the dictator's fall in 2011.", "Sunday = 2013-03-24; 2011 = 2011"),
    ("Earlier this year the company said it would close two plants.", "Earlier this year = 2013"),
    ("The vaccine should be ready within the next three to five years.", "the next three to five years = P5Y"),
    ("The village has been cut off for nearly a week.", "nearly a week = P1W"),
    ("The storm is expected to weaken by Friday night.", "Friday night = 2013-03-22TNI"),
    ("The suspect was last seen at around 02:30 GMT on 17 March.", "around 02:30 GMT on 17 March = 2013-03-17T02:30"),
    ("The oldest of the tablets dates from the third century BC.", "the third century BC = BC02"),
    ("The Senate is to take up the bill as early as next week.", "next week = 2013-W13"),
    ("Three days of mourning were declared.", "Three days = P3D"),
    ("He has until noon on Thursday to reply.", "noon on Thursday = 2013-03-21T12:00"),
]
GENRES = {
    "MARKETS": (date(2013, 2, 14), MARKETS),
    "SPORT": (date(2013, 2, 14), SPORT),
    "COURT": (date(2013, 2, 14), COURT),
    "WEATHER": (date(2013, 2, 14), WEATHER),
    "OBITUARY": (date(2013, 2, 14), OBITUARY),
    "LIVE": (date(2013, 2, 14), LIVE),
    "POLITICS": (date(2013, 2, 14), POLITICS),
    "COMPANIES": (date(2008, 10, 17), COMPANIES),
    "AGENCY": (date(2013, 3, 20), AGENCY),
}
CASES = [(day, text, expected) for day, rows in GENRES.values() for text, expected in rows]


@pytest.mark.parametrize(("day", "text", "expected"), CASES)
def test_every_expression_of_a_genre(day: date, text: str, expected: str) -> None:
    assert "; ".join(f"{t.text} = {t.value}" for t in tag(text, day)) == expected
