"""Which way a sentence looks, as a table: (text, the day that its weekday or yearless date means).

The article's day is Monday, 21 October 2024.
"""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.dates import tag

DAY = date(2024, 10, 21)

BACK = [
    ("The minister was in Riga on Friday.", "2024-10-18"),
    ("The airline could not be reached for comment on Sunday.", "2024-10-20"),
    ("Neither company could be reached on Saturday.", "2024-10-19"),
    ("The pilot may have left the airport on Thursday, police said.", "2024-10-17"),
    ("The thief could not have known on Wednesday that the vault was empty.", "2024-10-16"),
    ("The permit had been due to expire on Friday.", "2024-10-18"),
    ("The central bank predicted on Thursday that prices would rise.", "2024-10-17"),
    ("The envoy of the United States landed in Oslo on Friday.", "2024-10-18"),
    ("The missing hiker has not been seen since Nov. 3.", "2023-11-03"),
    ("The court ruled on Nov. 14 that the road is public.", "2023-11-14"),
    ("Nobody has flown the type since December.", "2023-12"),
    ("Until Friday, nobody had heard of the firm.", "2024-10-18"),
    ("The guards stayed at the gate until Saturday.", "2024-10-19"),
    ("In January the firm brought in a new director.", "2024-01"),
    ("The strike begun on Thursday has emptied the shops.", "2024-10-17"),
    ("A rescue plan was announced in London on Wednesday.", "2024-10-16"),
    ("The owner unveiled plans for a new bridge on Friday.", "2024-10-18"),
    ("Unemployment fell in January from 4.1 percent in December.", "2023-12"),
    ("The ministry vowed to answer an attack Friday with new sanctions.", "2024-10-18"),
    ("The team promised to learn from the defeat on Saturday.", "2024-10-19"),
    ("Thursday's jobless report: applications for benefits fell by 19,000.", "2024-10-17"),
    ("The fire was likely started on Friday by sparks from a train.", "2024-10-18"),
    ("The crew is unlikely to have seen the reef on Wednesday.", "2024-10-16"),
    ("The poet died over the Easter weekend.", "2024-W13-WE"),
    ("Investors hoped Friday that the bank would act.", "2024-10-18"),
    ("Friday's jobs report served as a reminder.", "2024-10-18"),
    ("The deadline passed on Saturday.", "2024-10-19"),
    ("It is the longest streak since the week-long rally that peaked on Jan. 21.", "2024-01-21"),
    ("Work on the dam started this spring.", "2024-SP"),
]

GOES_ON = [
    ("The airline stopped flying in July 2023 and resumed service in March.", "2024-03"),
    ("The mine was shut on June 4, 2023, and sold on May 2.", "2024-05-02"),
    ("Exports rose 4 percent in July 2023 from March.", "2023-03"),
    ("Prices rose in July 2023 after a fall in May.", "2023-05"),
]

BENT_ON = [
    ("Portugal is likely to host the summit in June.", "2025-06"),
    ("The plant is set to open in March.", "2025-03"),
    ("The bank looks certain to raise rates in February.", "2025-02"),
    ("The firm is poised to launch the telescope on Friday.", "2024-10-25"),
    ("The crews are ready to go on strike on Thursday.", "2024-10-24"),
    ("A verdict is likely Friday.", "2024-10-25"),
    ("Tuesday is a holiday in Cyprus, but shops may open.", "2024-10-22"),
    ("The crews were on track to restore power by Sunday.", "2024-10-27"),
]

NEWS_BESIDE_A_YEAR = [
    ("The team, champions in 2018, lost on October 12.", "2024-10-12"),
    ("The bridge, closed in 2019 after a flood, reopened on October 15.", "2024-10-15"),
    ("The company was founded in 2011. It filed for bankruptcy on October 7.", "2024-10-07"),
    ("In 2015 the company failed. On October 12 its owner fled.", "2015-10-12"),
    ("In 2023 alone, fires broke out on March 3 and October 12.", "2023-10-12"),
]

AHEAD = [
    ("The museum is to be opened by the king on Saturday.", "2024-10-26"),
    ("The two unions agreed to meet again on Wednesday.", "2024-10-23"),
    ("The judge ordered the owner to leave the island by Friday.", "2024-10-25"),
    ("The first trains could run as early as Thursday.", "2024-10-24"),
    ("The ferry could sail as soon as Tuesday, its owner said.", "2024-10-22"),
    ("The ban stays until at least Friday, the ministry said.", "2024-10-25"),
    ("The repairs are to be done by about Friday.", "2024-10-25"),
    ("Students planned a march through the centre for Saturday and were planning to camp there.", "2024-10-26"),
    ("The envoy will travel on to the United States on Friday.", "2024-10-25"),
    ("The players were due to fly home on Thursday.", "2024-10-24"),
    ("The president has decided to receive the crew in early November.", "2024-11"),
    ("The trial was adjourned until Thursday.", "2024-10-24"),
    ("The launch was postponed to Friday after a leak.", "2024-10-25"),
    ("The road was closed until Saturday.", "2024-10-26"),
    ("The league voted to start its next season on Feb. 8.", "2025-02-08"),
    ("The tourist, who docked on Monday, is to return to Earth on Sunday.", "2024-10-27"),
    ("Term was to end on Thursday.", "2024-10-24"),
    ("Frost was forecast for Thursday, and snow again on Saturday.", "2024-10-26"),
    ("The envoy, who planned to sail on Sunday, called it off.", "2024-10-27"),
    ("Under the pact signed on Friday, a vote was to be held no later than December.", "2024-12"),
    ("Voting was suspended through Wednesday.", "2024-10-23"),
    ("The country, invited in July 1997, will officially join on March 12.", "2025-03-12"),
    ("The ministers last spoke in the summer of 1997 and will meet on the 24th.", "2024-10-24"),
    ("The bank, which closed 40 branches in May 2019, expects to open two in March.", "2025-03"),
]


# The present tense of what is on the programme, and what only looks like it. Seen from Wednesday, 20 March 2013.
PROGRAMME = [
    ("Slovenia votes on Saturday in a runoff.", "2013-03-23"),
    ("Lawmakers vote on Thursday on the tax.", "2013-03-21"),
    ("The new law takes effect Monday.", "2013-03-25"),
    ("The team faces Brazil in Geneva on Thursday.", "2013-03-21"),
    ("The queen leaves for Rome on Friday.", "2013-03-22"),
    ("The funeral is on Friday in Belgrade.", "2013-03-22"),
    ("The results are published on Thursday.", "2013-03-21"),
    ("The minister said the vote takes place on Sunday.", "2013-03-24"),
    ("The council decides on Monday whether to renew the lease.", "2013-03-25"),
    ("The court hears the appeal on Thursday.", "2013-03-21"),
    ("The inquiry, which reports on Friday, has cost three million.", "2013-03-22"),
    ("The contract, signed after a long dispute, runs until December.", "2013-12"),
    ("He leaves office in January.", "2014-01"),
    ("A man is to appear in court on Thursday charged with theft.", "2013-03-21"),
    ("The move comes ahead of a summit on Thursday.", "2013-03-21"),
    ("Ahead of Friday's summit, ministers met in Brussels.", "2013-03-22"),
    ("Sunday's vote is the first since the war.", "2013-03-24"),
    ("The new rules on Sunday angered drivers.", "2013-03-17"),
    ("The company faces a lawsuit over the crash on Sunday.", "2013-03-17"),
    ("The win leaves the team top after a draw on Monday.", "2013-03-18"),
    ("News reports on Sunday put the toll at 20.", "2013-03-17"),
    ("The bill passed by 12 votes on Tuesday.", "2013-03-19"),
    ("The decision ends a dispute that began on Monday.", "2013-03-18"),
    ("The firm will appeal against Tuesday's ruling.", "2013-03-19"),
    ("The coach is confident after Sunday's game.", "2013-03-17"),
    ("Tuesday's crash is the worst for years.", "2013-03-19"),
    ("Neither the driver nor his two passengers could be reached on Monday.", "2013-03-18"),
    ("The president is accused of lying to parliament on Monday.", "2013-03-18"),
    ("Thousands turned out to vote on Sunday.", "2013-03-17"),
    ("The prize would be paid on an unspecified date in January.", "2014-01"),
    ("On Friday, when the mayor put off holiday plans for the rescue, nobody knew more.", "2013-03-15"),
]

# Days and months without a year, in several sentences or clauses. Seen from the same Wednesday.
CLAUSES = [
    ("The comet will be closest to the sun on Nov. 28. It was found last September.", ["2013-11-28", "2012-09"]),
    ("The season runs from October through April.", ["2013-10", "2014-04"]),
    ("The road was shut from December until March.", ["2012-12", "2013-03"]),
    (
        "The ship left on Feb. 7 and was to return on the 11th, but a fire on the 10th left it adrift.",
        ["2013-02-07", "2013-02-11", "2013-02-10"],
    ),
    ("The queen was crowned in 1980 after her mother abdicated; next month her son will follow.", ["1980", "2013-04"]),
    ("In the weeks that followed, the war began.", ["PXW"]),
    (
        "The launch was moved on Monday to February 28. The probe would reach orbit on February 28.",
        ["2013-03-18", "2014-02-28", "2014-02-28"],
    ),
    ("The talks were deferred to the August session.", ["2013-08"]),
    (
        "Ministers meet on Friday. The vote could come anytime from July to December.",
        ["2013-03-22", "2013-07", "2013-12"],
    ),
    (
        "The premier spoke on Friday. It was no part of the plan which Spain accepted on Tuesday.",
        ["2013-03-15", "2013-03-19"],
    ),
    (
        "The party meets on Sunday, and during the last change of its leaders, in 2002, the vote was held in November.",
        ["2013-03-24", "2002", "2002-11"],
    ),
    ("As long as it's done by May, nobody will complain.", ["2013-05"]),
    (
        "Pilots met on Monday. They have stood on the brink before: in 2011 they called off a walkout on May 19.",
        ["2013-03-18", "2011", "2011-05-19"],
    ),
    (
        "The union said on Monday that it breaks a pact signed in 2010, which does not run out until September 14.",
        ["2013-03-18", "2010", "2013-09-14"],
    ),
    ("The harvest ended last autumn. The mill was meant to shut in June.", ["2012-FA", "2013-06"]),
    ("The talks will have ended before this summer.", ["2013-SU"]),
    ("The outbreak lasted from May 8 to July 24 of last year.", ["2012-05-08", "2012-07-24"]),
    ("It cost 33 lives in the spring and summer of 2010.", ["2010-SP", "2010-SU"]),
    ("She won on the sixth of May last year.", ["2012-05-06"]),
    ("In the fiscal year ended April 30, the shop lost two million.", ["2013", "2012-04-30"]),
    ("OSLO, March 20 (NTB) - A wave killed a sailor in October, an inquiry found.", ["2013-03-20", "2012-10"]),
    ("She takes over from a man who quit on Monday.", ["2013-03-18"]),
]


@pytest.mark.parametrize(("text", "values"), CLAUSES)
def test_clauses(text: str, values: list[str]) -> None:
    assert [t.value for t in tag(text, date(2013, 3, 20))] == values


# Two weekdays side by side lie close together, whatever the article's day between them.
PAIRS = [
    ("The semifinals are on Saturday and Sunday.", ["2013-03-23", "2013-03-24"]),
    ("The strike will go on on Monday and Tuesday.", ["2013-03-25", "2013-03-26"]),
    ("Rain fell on Tuesday and Wednesday.", ["2013-03-19", "2013-03-20"]),
    ("He spoke on Friday and Thursday.", ["2013-03-15", "2013-03-14"]),
    ("The sale could be held on Thursday or Friday.", ["2013-03-21", "2013-03-22"]),
    ("Shops were shut on Sunday and Monday.", ["2013-03-17", "2013-03-18"]),
]


@pytest.mark.parametrize(("text", "value"), PROGRAMME)
def test_programme(text: str, value: str) -> None:
    assert [t.value for t in tag(text, date(2013, 3, 20)) if t.value[:1] == "2"] == [value]


@pytest.mark.parametrize(("text", "values"), PAIRS)
def test_weekdays_side_by_side(text: str, values: list[str]) -> None:
    assert [t.value for t in tag(text, date(2013, 3, 20))] == values


@pytest.mark.parametrize(("text", "value"), BACK + NEWS_BESIDE_A_YEAR + AHEAD + BENT_ON + GOES_ON)
def test_the_verb_says_which_way(text: str, value: str) -> None:
    assert [t.value for t in tag(text, DAY)][-1] == value


def test_a_chronicles_first_line_may_lie_most_of_a_year_back() -> None:
    text = "January 29 - The two ports merge.\nMarch 4 - The new owner cuts staff.\nJune 30: The last ferry sails."
    assert [t.value for t in tag(text, DAY)] == ["2024-01-29", "2024-03-04", "2024-06-30"]


def test_a_calendar_of_what_is_to_come_lies_ahead() -> None:
    text = "Nov. 5: presidential election\nNov. 11: climate conference\nDec. 7: cathedral"
    assert [t.value for t in tag(text, DAY)] == ["2024-11-05", "2024-11-11", "2024-12-07"]
