"""Whole reports, each with its article's day: every expression of time and its TIMEX3 value, in order."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.dates import tag

REPORTS = [
    (
        "2008-10-10",
        "Friday, October 10, 2008\n"
        "Stock markets around the world fell sharply today, ending their worst week since the crash of "
        "1987.\n"
        "The FTSE 100 closed 8.9% lower at 3932, having dropped below 4,000 for the first time in five "
        "years. At 12:01 GMT it had been down more than 10%.\n"
        "In New York, the Dow Jones Industrial Average opened 600 points lower and, by 10:30 a.m. local "
        "time, had recovered most of the loss. The index is down 18% for the week and 40% from its peak a "
        "year ago this week.\n"
        "Leaders of the G7 will meet in Washington on Saturday. Last month, the U.S. Congress approved a "
        "$700 billion rescue plan; a similar plan was announced in London on Wednesday.",
        "2008-10-10 2008-10-10 1987 P5Y 2008-10-10T12:01 2008-10-10T10:30 2008-W41 2007-W41 2008-10-11 "
        "2008-09 2008-10-08",
    ),
    (
        "2009-06-01",
        "General Motors filed for Chapter 11 bankruptcy protection on Monday morning in New York. The "
        "company, founded in 1908, lost $30.9 billion in 2008.\n"
        'Under the plan, a "new GM" would emerge in 60 to 90 days, owned 60% by the government. The '
        "automaker had received $19.4 billion since December, and the president said in March that it had "
        "60 days to come up with a better plan.\n"
        "Eleven plants will close by the end of 2010 and three more will be idled. GM has cut 47,000 jobs "
        "this year. Chrysler, which entered bankruptcy on April 30, could complete its sale to Fiat as "
        "early as this week.\n"
        "Bondholders had until Saturday at 5 p.m. to accept the offer. A hearing is scheduled for June 30; "
        "objections are due by June 19.",
        "2009-06-01TMO 1908 2008 P90D 2008-12 2009-03 P60D 2010 2009 2009-04-30 2009-W23 2009-05-30T17:00 "
        "2009-06-30 2009-06-19",
    ),
    (
        "2005-04-27",
        "The Airbus A380, the world's largest passenger jet, made its maiden flight today from Toulouse. It "
        "took off at 10:29 a.m. (0829 UTC) and landed at 2:23 p.m. after three hours and 54 minutes in the "
        "air.\n"
        "The aircraft, unveiled in January, will enter service with Singapore Airlines in the second half "
        "of 2006. Boeing, whose 747 first flew on 9 February 1969, delivered 285 aircraft in 2004, against "
        "320 for Airbus.\n"
        "Last week, Air Canada ordered 32 Boeing jets, the first of which are due in 2006. Boeing expects "
        "to sell 3,500 of its new 787s over the next 20 years. Its first flight is planned for the summer "
        "of 2007.\n"
        "Development began in 1994 and cost 12 billion euros. In December 2000, the supervisory board voted "
        "to launch the programme; the first wing was cut in January 2002.",
        "2005-04-27 2005-04-27T10:29 2005-04-27T08:29 2005-04-27T14:23 PT3H54M 2005-01 2006-H2 1969-02-09 "
        "2004 2005-W16 2006 P20Y 2007-SU 1994 2000-12 2002-01",
    ),
    (
        "2011-10-06",
        "Apple co-founder Steve Jobs died on Wednesday at the age of 56. He had been on medical leave since "
        "January 17 and resigned as chief executive on August 24.\n"
        "Jobs was diagnosed with cancer in 2003 and had surgery the following year. In 2009 he took six "
        "months off for a liver transplant.\n"
        "He founded Apple with Steve Wozniak on April 1, 1976, left in 1985 after a power struggle and came "
        "back in 1997, a year in which it lost $1 billion. In the quarter ended June 25, it earned $7.3 "
        "billion.\n"
        "A day before his death, the company introduced the iPhone 4S, which goes on sale on October 14. "
        "Pre-orders begin on Friday.\n"
        "Flags at the company's headquarters flew at half-staff on Thursday. A memorial is planned for "
        "later this month.",
        "2011-10-05 2011-01-17 2011-08-24 2003 2004 2009 P6M 1976-04-01 1985 1997 P1Y 2011-Q3 2011-06-25 "
        "P1D 2011-10-14 2011-10-07 2011-10-06 2011-10",
    ),
    (
        "2012-08-06",
        "NASA's Curiosity rover landed on Mars early Monday, ending a journey of more than eight months and "
        "352 million miles.\n"
        'The signal came at 1:32 a.m. EDT. "Seven minutes of terror" was how engineers had described the '
        "descent for months.\n"
        "Launched on Nov. 26, the rover is to spend a Martian year, or 98 weeks, at Gale Crater. Drilling "
        "will not begin until the fall at the earliest.\n"
        "The first images arrived within minutes; color pictures are expected in the next several days. "
        "NASA's previous rovers, Spirit and Opportunity, landed three weeks apart in January 2004 and were "
        "built to last 90 days. Spirit fell silent two years ago; Opportunity still works.\n"
        "The mission, first planned for 2009, slipped by two years and cost $2.5 billion. The next Mars "
        "launch, in late 2013, will put an orbiter around the planet the following September.",
        "2012-08-06 P8M 2012-08-06T01:32 PT7M PXM 2011-11-26 P98W 2012-FA PTXM PXD P3W 2004-01 P90D 2010 "
        "2009 P2Y 2013 2014-09",
    ),
    (
        "2013-07-19",
        "DETROIT — Detroit filed for bankruptcy late Thursday afternoon, the largest U.S. city ever to do "
        "so. Governor Rick Snyder, who took office in January 2011, approved the filing after decades of "
        "decline.\n"
        "The city's population has fallen from 1.8 million in 1950 to 700,000 today. In the 2000s alone it "
        "lost a quarter of its people. Debt payments of $39.7 million were missed on June 14.\n"
        "On Friday morning, a county judge ruled the filing illegal; an appeal was lodged the same day. A "
        "first hearing in federal court is set for next Wednesday at 10 a.m.\n"
        "The emergency manager, Kevyn Orr, was appointed in March for 18 months. He has said that the city "
        "hopes to be out of bankruptcy by the end of his term in the fall of 2014.\n"
        'Last month retirees were told that pensions would be cut. "I\'ve paid in for 30 years," said one, '
        "66, who retired four years ago.",
        "2013-07-18TAF 2011-01 PXDE 1950 2013-07-19 200 2013-06-14 2013-07-19TMO 2013-07-19 "
        "2013-07-24T10:00 2013-03 P18M 2014-FA 2013-06 P30Y 2009",
    ),
    (
        "2013-04-09",
        "LONDON — Margaret Thatcher, who led Britain from 1979 to 1990, died on Monday morning after a "
        "stroke. She was 87.\n"
        "A ceremonial funeral will take place next Wednesday, April 17, at St. Paul's. Parliament, in "
        "recess until Monday, was recalled for Wednesday.\n"
        "Born on October 13, 1925, she entered the Commons in 1959 and became party leader in February "
        "1975. On May 4, 1979, she moved into Downing Street. Three years later, in the spring of 1982, she "
        "sent a fleet to the Falklands; the war was won within ten weeks.\n"
        "She survived a bomb in Brighton in the early hours of October 12, 1984, and opened the conference "
        "at 9:30 that morning. A year-long miners' strike ended the following March.\n"
        "In recent years she was rarely seen in public. She had spent Christmas in hospital and had lived "
        "at the Ritz since then. Her husband, Denis, died a decade ago.",
        "1979 1990 2013-04-08TMO 2013-04-17 2013-04-15 2013-04-10 1925-10-13 1959 1975-02 1979-05-04 1982 "
        "1982-SP P10W 1984-10-12 1984-10-12T09:30 P1Y 1985-03 PAST_REF 2012-12-25 2003",
    ),
    (
        "2012-07-06",
        "GENEVA — Physicists said on Wednesday that they had found a particle that looks like the Higgs "
        "boson, first proposed in 1964. The data were gathered over the past 18 months, most of it since "
        "April.\n"
        "Peter Higgs, 83, said he had not expected it in his lifetime. In December, both teams had seen "
        "hints of it; by last month the signal had doubled.\n"
        "The collider, which started up in September 2008 and broke down nine days later, will run for "
        "three more months than planned. It is then to be shut from early 2013 until late 2014. The papers "
        "will be published by the end of July.\n"
        "The previous record holder, near Chicago, was switched off last September after 28 years. Its "
        "final results came out on Monday, two days ahead of the European announcement.",
        "2012-07-04 1964 P18M 2012-04 2011-12 2012-06 2008-09 2008-09-XX P3M 2013 2014 2012-07 2011-09 P28Y "
        "2012-07-02 P2D",
    ),
    (
        "2006-02-01",
        "WASHINGTON (Reuters) - The Federal Reserve raised interest rates for the 14th straight time on "
        "Tuesday, to 4.5 percent, in Alan Greenspan's last act after 18 1/2 years as chairman.\n"
        "Rates have risen a quarter point at each meeting since June 2004, when they stood at a 46-year "
        "low. Most economists expect one more increase on March 28, the next meeting, and none for the rest "
        "of the year.\n"
        "Ben Bernanke, confirmed by the Senate hours earlier, was sworn in at 9 a.m. EST today. His term as "
        "chairman runs four years, until Jan. 31, 2010.\n"
        "The economy grew at a 1.1 percent annual pace in the fourth quarter, the slowest in three years, "
        "but is thought to have picked up since the turn of the year. January payrolls are due on Friday; "
        "the median forecast is 240,000, after 108,000 in December.",
        "2006-01-31 P18Y6M 2004-06 P46Y 2006-03-28 2006 PAST_REF 2006-02-01T09:00 P4Y 2010-01-31 2005-Q4 "
        "P3Y 2006 2006-01 2006-02-03 2005-12",
    ),
    (
        "2016-06-24",
        "LONDON — Britain voted on Thursday to leave the European Union, 43 years after joining it. Prime "
        "Minister David Cameron said on Friday morning that he would step down by October. The pound fell "
        "overnight to its lowest since 1985.\n"
        "Article 50, never used since it came into force in December 2009, sets a limit of two years for "
        "the talks. Mr. Cameron, who promised the vote in January 2013, said his successor should decide "
        "when to start the clock.\n"
        "In Scotland, where voters rejected independence in September 2014, the first minister said a "
        'second vote was "highly likely" within the next two years. EU leaders meet in Brussels next '
        "Tuesday and Wednesday.\n"
        "The last time the British were asked, on 5 June 1975, two-thirds wanted to stay. The campaign was "
        "suspended for three days last week after the killing of Jo Cox on 16 June.",
        "2016-06-23 P43Y 2016-06-24TMO 2016-10 2016-06-24TNI 1985 2009-12 P2Y 2013-01 2014-09 P2Y "
        "2016-06-28 2016-06-29 1975-06-05 P3D 2016-W24 2016-06-16",
    ),
    (
        "2011-07-22",
        "CAPE CANAVERAL, Fla. — Atlantis touched down at 5:57 a.m. Thursday, ending the 30-year shuttle "
        "era. Its last crew had lifted off on July 8 for a 13-day mission, the 135th since Columbia first "
        "flew on April 12, 1981.\n"
        "NASA announced the end of the program in 2004, a year after Columbia was lost. For the next "
        "several years American astronauts will ride on Russian capsules at $56 million a seat, rising to "
        "$63 million in 2014.\n"
        "Some 2,000 workers get their layoff notices today. The first private ship is to visit the station "
        "by the end of the year, and crews could follow in three to five years.\n"
        "Atlantis made its maiden flight in October 1985. In the mid-1990s it docked seven times with Mir; "
        "in May 2009 it carried the crew that repaired the Hubble telescope for the last time. It will go "
        "on show in the summer of 2013, two miles from where it landed early yesterday.",
        "2011-07-21T05:57 P30Y 2011-07-08 P13D 1981-04-12 2004 P1Y PXY 2014 2011-07-22 2011 P5Y 1985-10 199 "
        "2009-05 2013-SU 2011-07-21",
    ),
]


@pytest.mark.parametrize(("day", "text", "values"), REPORTS, ids=[day for day, *_ in REPORTS])
def test_every_expression_of_a_report(day: str, text: str, values: str) -> None:
    assert [t.value for t in tag(text, date.fromisoformat(day))] == values.split()
