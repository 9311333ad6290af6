"""Pages without metadata, as content systems make them: headline, day and text as a reader sees them.

The pages in ``layouts/`` are written after the markup of the systems they are named for; none was fetched. Each has a
text of three paragraphs and, where ``lead`` says so, a lead; dates and words beside it are there to mislead.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from sources import read_page

FOLDER = Path(__file__).parent / "layouts"
EXPECTED: dict[str, dict[str, str]] = tomllib.loads((FOLDER / "expected.toml").read_text("utf-8"))


def article(name: str, markup: str | None = None) -> Any:
    body = markup.encode() if markup else (FOLDER / f"{name}.html").read_bytes()
    return read_page(body, f"https://news.example/{name}", content_type="text/html")


def test_every_page_says_what_is_expected_of_it() -> None:
    assert {path.stem for path in FOLDER.glob("*.html")} == EXPECTED.keys()


@pytest.mark.parametrize("name", EXPECTED)
def test_a_page_is_read_as_its_reader_sees_it(name: str) -> None:
    told = EXPECTED[name]
    read = article(name)
    assert (read.title, read.published) == (told["title"], told["published"])
    *lead, _, _, _ = read.text.split("\n")
    assert lead == ([told["lead"]] if "lead" in told else [])


@pytest.mark.parametrize("name", EXPECTED)
def test_class_names_are_not_needed_for_headline_and_day(name: str) -> None:
    """Nor are they trusted: a day may be missing without them, never wrong."""
    markup = re.sub(r"""\s(?:class|id)=(?:"[^"]*"|'[^']*')""", "", (FOLDER / f"{name}.html").read_text("utf-8"))
    read = article(name, markup)
    assert read.published in (EXPECTED[name]["published"], None)


PROSE = (
    "The container ship Ever Given ran aground in the Suez Canal on 23 March 2021 and blocked it for six days.",
    "Tugs and dredgers refloated the vessel on 29 March, the Suez Canal Authority said in Ismailia that afternoon.",
    "More than 400 ships were waiting at both ends of the canal, which carries about 12 percent of world trade.",
)


def page(beside: str, *, lang: str = "en", head: str = "", after: str = "") -> str:
    first, *rest = (f"<p>{p}</p>" for p in PROSE)
    return (
        f'<html lang="{lang}"><head><title>Ship refloated in the Suez Canal</title>{head}</head><body><main>'
        f"<h1>Ship refloated in the Suez Canal</h1>{beside}<div>{first}{after}{''.join(rest)}</div></main></body>"
    )


DATES: tuple[tuple[str, str, str | None], ...] = (
    # what stands beside the headline, the page's language, the day
    ("<p>06/05/2018</p>", "en", None),
    ("<p>06/05/2018</p>", "en-US", "2018-06-05"),
    ("<p>06/05/2018</p>", "en-GB", "2018-05-06"),
    ("<p>06/05/2018</p>", "fr", "2018-05-06"),
    ("<p>Tue, 06/05/2018 - 09:15</p>", "en", "2018-06-05"),
    ("<p>Sunday 06/05/2018</p>", "en", "2018-05-06"),
    ("<p>06/25/2018</p>", "en", "2018-06-25"),
    ("<p>25/06/2018</p>", "en", "2018-06-25"),
    ("<p>Updated 9 April 2021 - Published 29 March 2021</p>", "en", "2021-03-29"),
    ("<p>29.03.2021 (обновлено: 05.04.2021)</p>", "ru", "2021-03-29"),
    ("<p>Last updated 9 April 2021</p>", "en", None),
    ("<p>Available until 9 April 2022</p>", "en", None),
    ("<p>From 1 to 8 May 2021 for all</p><p>29 March 2021, 15:04</p>", "en", "2021-03-29"),
    ("<time class='entry-date published updated' datetime='2021-03-29T15:04:00Z'>Monday</time>", "en", "2021-03-29"),
    ("<bsp-timestamp data-timestamp='1617030240000'>Monday</bsp-timestamp>", "en", "2021-03-29"),
)


@pytest.mark.parametrize(("beside", "lang", "day"), DATES)
def test_the_day_beside_the_headline(beside: str, lang: str, day: str | None) -> None:
    assert article("x", page(beside, lang=lang)).published == day


AFTER_A_LEAD = (
    ("<p><span>29.03.2021</span> - <b>15:04</b></p>", "2021-03-29"),
    ("<figure><img src=a.jpg><figcaption>The ship on 27 March 2021.</figcaption></figure>", None),
    ("<p><a href='/2'>Canal closed, 24 March 2021</a></p>", None),
)


@pytest.mark.parametrize(("after", "day"), AFTER_A_LEAD)
def test_a_byline_after_the_lead(after: str, day: str | None) -> None:
    assert article("x", page("", after=after)).published == day


@pytest.mark.parametrize(
    ("meta", "day"),
    [
        ("2021-03-30T09:00:00Z", "2021-03-29"),  # the last change: days move forward only
        ("2021-04-30T09:00:00Z", "2021-03-29"),
        ("2021-03-28T21:00:00Z", "2021-03-28"),
    ],
)
def test_what_meta_calls_published_may_be_the_last_change(meta: str, day: str) -> None:
    beside = "<p>Published: <time datetime='2021-03-29T15:04:00Z'>15:04</time></p>"
    head = f'<meta property="article:published_time" content="{meta}">'
    assert article("x", page(beside, head=head)).published == day


def test_an_armenian_sentence_ends() -> None:
    told = "Նավը ջրանցքից դուրս բերեցին մարտի 29-ին, հայտնեցին ջրանցքի վարչությունից նույն օրը՝ կեսօրից հետո։"
    markup = (
        f"<html><body><h1>Նավը կրկին ջրի վրա է</h1>{f'<p>{told} Ավելի քան 400 նավ էր սպասում։</p>' * 2}<p>{told}</p>"
    )
    assert article("x", markup).text.endswith(told)
