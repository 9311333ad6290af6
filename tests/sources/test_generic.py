"""Any page: text without furniture, titles, dates that agree or abstain, hostile markup in bounded time."""

from __future__ import annotations

import json
import time
from contextlib import suppress

import pytest

from sources import UnreadableError, read_page
from sources.generic import MAX_ELEMENTS

PARAGRAPHS = (
    "The container ship Ever Given ran aground in the Suez Canal on 23 March 2021 and blocked it for six days.",
    "Tugs and dredgers refloated the vessel on 29 March, the Suez Canal Authority said in Ismailia that afternoon.",
    "More than 400 ships were waiting at both ends of the canal, which carries about 12 percent of world trade.",
)
TEXT = "\n".join(PARAGRAPHS)
TITLE = "Ever Given refloated in the Suez Canal after six days"


def page(body: str = "", head: str = "", title: str = TITLE, **ld: str) -> bytes:
    data = json.dumps({"@type": "NewsArticle", **ld}) if ld else "{}"
    prose = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    markup = f"""<!DOCTYPE html><html lang="en"><head><title>{title} | Harbour Post</title>{head}
    <script type="application/ld+json">{data}</script></head><body>
    <header><nav><ul><li><a href="/">Home</a></li></ul></nav></header>
    <main><article><h1>{title}</h1>{body or f'<div class="story">{prose}</div>'}</article></main></body></html>"""
    return markup.encode()


def text_of(body: str) -> str:
    return read_page(page(body), "https://harbourpost.example/1", content_type="text/html").text


PROSE = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
CARD = "<div><a href='/{0}'><img></a><h3><a href='/{0}'>Story {0} of the harbour</a></h3><p>{1}</p></div>"
SUMMARIES = (
    "Pilots in Ismailia told this newspaper on Monday how they had worked for six days and nights.",
    "Insurers expect claims of more than a billion dollars, an analyst in London said last week.",
)
FURNITURE: tuple[tuple[str, str], ...] = (
    ("cards", f"<section>{''.join(CARD.format(n, t) for n, t in enumerate(SUMMARIES))}</section>"),
    (
        "cards as items",
        "<ul>" + "".join(f"<li><a href='/a'>A story of the harbour</a><p>{t}</p></li>" for t in SUMMARIES) + "</ul>",
    ),
    (
        "a card that is a link",
        f"<a href='/2'><div><p>{' '.join(SUMMARIES)} Shares of the owner fell again on Friday.</p></div></a>",
    ),
    ("when it went out", "<div>Published Mar 29, 2021 • Last updated 1 day ago • 2 minute read</div>"),
    ("day, clock and names", "<p>29 March 2021, 15:04 / Ann Lee in Suez</p>"),
    ("address of the author", "<p>Suez, reporter Ann Lee ann.lee@harbourpost.example</p>"),
    (
        "caption two boxes deep",
        "<div class=m7><div><img src=a.jpg></div><div class=m8><p>The ship at Suez on 24 March.</p></div></div>",
    ),
    ("account", "<p>Create an account or sign in to continue with your reading experience.</p>"),
    ("account, Japanese", "<p>有料会員になると会員限定の有料記事もお読みいただけます。</p>"),
    (
        "caption",
        "<figure><img src=a.jpg><figcaption>The ship on 24 March, seen from a satellite.</figcaption></figure>",
    ),
    (
        "caption in a div",
        '<div class="image-wrapper"><img src=a.jpg><span>The ship, seen from a satellite.</span></div>',
    ),
    (
        "related",
        '<div class="related-articles"><p>Oil prices rise as canal stays closed for a fifth day.</p></div>',
    ),
    ("read also", '<p>READ ALSO: <a href="/2">Oil prices rise as canal stays closed for a fifth day</a></p>'),
    ("russian read also", '<p>Читайте также: <a href="/2">Нефть дорожает из-за закрытия канала</a></p>'),
    ("links", '<ul><li><a href="/2">Oil prices rise</a></li><li><a href="/3">Who owns the ship</a></li></ul>'),
    ("newsletter", "<p>Sign up to our newsletter and get the latest from the harbour every morning.</p>"),
    (
        "newsletter class",
        '<div class="newsletter-box"><p>Every morning the latest from the harbour, straight to you.</p></div>',
    ),
    (
        "cookie",
        '<div id="cookie-consent"><p>We use cookies so that you can read this page. Choose what you accept.</p></div>',
    ),
    (
        "ticker",
        '<div class="ticker"><p>09:41 Oil prices rise as the canal stays closed for a fifth day in a row.</p></div>',
    ),
    (
        "comments",
        '<section id="comments"><p>I was there and it was worse than they say, believe me, dear readers.</p></section>',
    ),
    ("script", "<script>document.write('<p>Oil prices rise as the canal stays closed for a fifth day.</p>')</script>"),
    (
        "hidden",
        '<div style="display:none"><p>Oil prices rise as the canal stays closed for a fifth day, they say.</p></div>',
    ),
    (
        "author",
        '<div class="author-bio"><p>Ann Lee covers ports and shipping for this newspaper. She lives in Suez.</p></div>',
    ),
    (
        "tweet",
        '<blockquote class="twitter-tweet"><p>The ship is afloat again, and we are all happy here.</p></blockquote>',
    ),
    ("external consent", "<p>An dieser Stelle finden Sie einen externen Inhalt, der den Artikel ergänzt.</p>"),
    ("agency caption", "<p>The ship at anchor in the Great Bitter Lake on Monday. (AP Photo/Ann Lee)</p>"),
    (
        "caption with a credit",
        "<p>The ship at anchor in the Great Bitter Lake. Foto: Bo Ek/Harbour Pictures</p>",
    ),
    ("who wrote a post", "<p>— Suez Canal Authority (@suezcanal) March 29, 2021</p>"),
    ("log in", "<p>You must be logged in to join the discussion or read more comments on this story.</p>"),
    ("rights", "<p>© Harbour Post. All rights reserved.</p>"),
)


@pytest.mark.parametrize(("name", "markup"), FURNITURE, ids=[row[0] for row in FURNITURE])
@pytest.mark.parametrize("place", ["before", "inside", "after"])
def test_furniture_is_no_text(name: str, markup: str, place: str) -> None:
    first, *rest = (f"<p>{p}</p>" for p in PARAGRAPHS)
    body = {
        "before": f'{markup}<div class="story">{PROSE}</div>',
        "inside": f'<div class="story">{first}{markup}{"".join(rest)}</div>',
        "after": f'<div class="story">{PROSE}</div>{markup}',
    }[place]
    assert text_of(body) == TEXT


KEPT: tuple[tuple[str, str, str], ...] = (
    (
        "boxes of text with a link each",
        "".join(
            f"<div><p>{p}</p><p><a href='/{n}'>Another story of the harbour</a></p></div>"
            for n, p in enumerate(PARAGRAPHS)
        ),
        TEXT,
    ),
    (
        "a text of linked titles",
        "".join(
            f"<div><h3><a href='/{n}'>Story {n} of the harbour</a></h3><p>{p}</p></div>"
            for n, p in enumerate(PARAGRAPHS)
        ),
        TEXT,
    ),
    ("a picture at the top", f"<div><div><img></div><div>{PROSE}</div></div>", TEXT),
    ("loose text and breaks", "<div>{}<br><br>{}<br><br>{}</div>".format(*PARAGRAPHS), TEXT),
    ("each in a div", "".join(f"<div><div><p>{p}</p></div></div>" for p in PARAGRAPHS), TEXT),
    ("sidebar in a class of the whole", f'<div class="article-with-sidebar">{PROSE}</div>', TEXT),
    ("inside a form", f"<form><div>{PROSE}</div></form>", TEXT),
    ("inside an aside", f"<aside class='hidden-xs'><div>{PROSE}</div></aside>", TEXT),
    ("inline markup", PROSE.replace("Suez Canal", "<b>Suez</b> <a href='/s'><i>Canal</i></a>"), TEXT),
    ("soft hyphens and spaces", PROSE.replace("container", "con\u00adtainer").replace(" ship", "\n  &nbsp;ship"), TEXT),
    (
        "subheading",
        f"<p>{PARAGRAPHS[0]}</p><h2>The rescue</h2><p>{PARAGRAPHS[1]}</p><p>{PARAGRAPHS[2]}</p>",
        "\n".join([PARAGRAPHS[0], "The rescue", *PARAGRAPHS[1:]]),
    ),
    ("headline again", f"<div><h2>{TITLE}</h2>{PROSE}</div>", TEXT),
    (
        "lead outside",
        f'<p class="standfirst">Salvage crews freed the ship at high tide.</p><div>{PROSE}</div>',
        "Salvage crews freed the ship at high tide.\n" + TEXT,
    ),
)


@pytest.mark.parametrize(("name", "body", "text"), KEPT, ids=[row[0] for row in KEPT])
def test_the_text_is_whole(name: str, body: str, text: str) -> None:
    assert text_of(body) == text


SENTENCES = (
    "The captain published 24 letters in 2019, at 10:30 in the morning each day, and nobody answered.",
    "He asked readers to write to suez@harbourpost.example before the end of March.",
    "Related charges against the captain were dropped in May.",
    "Copyright in the pictures was claimed by three agencies.",
    "Follow-up talks took place in Ismailia.",
    "The picture agency was sued by its rival Getty Images.",
    "He had photos: of the bow, of the stern and of the hole in the bank.",
    "The minister wrote to (@suezcanal) for an answer on Monday.",
    "Newsletter publishers complained that the closure had cost them paper from three mills and a week of printing, "
    "as the trade body said in a letter to both ministers on Friday, and it asked for help from the state.",
)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_that_begins_like_furniture_is_text(sentence: str) -> None:
    first, *rest = (f"<p>{p}</p>" for p in PARAGRAPHS)
    body = f"<div>{first}<p>{sentence}</p>{''.join(rest)}</div>"
    assert text_of(body) == "\n".join([PARAGRAPHS[0], sentence, *PARAGRAPHS[1:]])


@pytest.mark.parametrize(
    ("heading", "ends"),
    [("Latest developments in Suez", False), ("Related", True), ("Comments (3)", True), ("12 Comments", True)],
)
def test_what_heading_ends_an_article(heading: str, ends: bool) -> None:
    more = "Traders in London said that prices would fall again before the end of the month, as stocks were high."
    body = f"<div>{PROSE}<h2>{heading}</h2><p>{more}</p></div>"
    assert text_of(body) == (TEXT if ends else f"{TEXT}\n{heading}\n{more}")


SIGNED = (
    ("Ann Lee is a reporter for the Harbour Post. She has covered ports and shipping since 2009.", True),
    ("Our correspondent Ann Lee has covered ports and shipping for this newspaper since 2009.", True),
    ("More on the canal and on those who live by it:", True),
    ("“Ann Lee was on board when it happened,” said the pilot, who had come on duty at noon.", False),
    ("The pilot said that he had told Ann Lee, the reporter on board, all that he knew at noon.", False),
)


@pytest.mark.parametrize(("last", "gone"), SIGNED)
def test_what_is_told_of_the_author_at_the_end_is_no_text(last: str, gone: bool) -> None:
    body = page(f"<div>{PROSE}<p>{last}</p></div>", '<meta name="author" content="Ann Lee">')
    text = read_page(body, "https://harbourpost.example/1", content_type="text/html").text
    assert text == (TEXT if gone else f"{TEXT}\n{last}")


TITLES: tuple[tuple[str, str, str, str], ...] = (
    # og:title, JSON-LD headline, h1, expected
    (f"{TITLE} | Harbour Post", "", TITLE, TITLE),
    (f"{TITLE} - Harbour Post", "", "Harbour", TITLE),
    (f"{TITLE} | harbourpost.example", "", "Harbour", TITLE),
    ("Salvage crews pull at the ship - live updates", "", "Harbour", "Salvage crews pull at the ship - live updates"),
    ("Ship free", TITLE, TITLE, TITLE),
    ("", "", TITLE, TITLE),
    ("Q&amp;A: why the canal matters", "", "Q&amp;A: why the canal matters", "Q&A: why the canal matters"),
    (
        "Canal open - ships move - prices fall",
        "",
        "Canal open - ships move - prices fall",
        "Canal open - ships move - prices fall",
    ),
    (
        "",
        f"{TITLE} and what the owners of the 400 wait…",
        f"{TITLE} and what the owners of the 400 waiting ships say",
        f"{TITLE} and what the owners of the 400 waiting ships say",
    ),
)


@pytest.mark.parametrize(("social", "ld", "heading", "expected"), TITLES)
def test_titles(social: str, ld: str, heading: str, expected: str) -> None:
    head = '<meta property="og:site_name" content="Harbour Post">'
    head += f'<meta property="og:title" content="{social}">' if social else ""
    told = {"headline": ld} if ld else {}
    article = read_page(
        page(head=head, title=heading, **told), "https://harbourpost.example/1", content_type="text/html"
    )
    assert article.title == expected


def meta(name: str, value: str) -> str:
    return f'<meta property="{name}" content="{value}">'


DATES: tuple[tuple[str, str, dict[str, str], str, str | None, str | None, float | None], ...] = (
    (
        "ld alone",
        "",
        {"datePublished": "2021-03-29T15:04:00+02:00"},
        "/1",
        "2021-03-29",
        "2021-03-29T15:04:00+02:00",
        0.9,
    ),
    (
        "meta alone",
        meta("article:published_time", "2021-03-29T13:04:00Z"),
        {},
        "/1",
        "2021-03-29",
        "2021-03-29T13:04:00+00:00",
        0.9,
    ),
    (
        "two agree",
        meta("article:published_time", "2021-03-29T13:04:00Z"),
        {"datePublished": "2021-03-29T15:04:00+02:00"},
        "/1",
        "2021-03-29",
        "2021-03-29T15:04:00+02:00",
        1.0,
    ),
    (
        "printed day wins over UTC",
        "",
        {"datePublished": "2021-03-30T00:30:00+06:00"},
        "/1",
        "2021-03-30",
        "2021-03-30T00:30:00+06:00",
        0.9,
    ),
    (
        "two disagree",
        meta("article:published_time", "2020-01-05T13:04:00Z"),
        {"datePublished": "2021-03-29T15:04:00+02:00"},
        "/1",
        None,
        None,
        None,
    ),
    (
        "address decides",
        meta("article:published_time", "2020-01-05T13:04:00Z"),
        {"datePublished": "2021-03-29T15:04:00+02:00"},
        "/2021/03/29/x",
        "2021-03-29",
        "2021-03-29T15:04:00+02:00",
        1.0,
    ),
    ("address alone", "", {}, "/2021/03/29/x", "2021-03-29", None, 0.5),
    ("day without a time", "", {"datePublished": "2021-03-29"}, "/1", "2021-03-29", None, 0.9),
    ("time without a zone", "", {"datePublished": "2021-03-29 15:04:00"}, "/1", "2021-03-29", None, 0.9),
    ("impossible", "", {"datePublished": "2021-02-30T15:04:00Z"}, "/1", None, None, None),
    ("empty field", "", {"datePublished": "0001-01-01T00:00:00Z"}, "/1", None, None, None),
    ("a name of its own", meta("content:publishDate", "2021-03-29"), {}, "/1", "2021-03-29", None, 0.9),
    ("an update only", meta("article:modified_time", "2021-03-29"), {}, "/1", None, None, None),
    ("epoch", meta("pubdate", "1617023040"), {}, "/1", "2021-03-29", "2021-03-29T13:04:00+00:00", 0.9),
    (
        "rfc 822",
        meta("date", "Mon, 29 Mar 2021 15:04:00 +0200"),
        {},
        "/1",
        "2021-03-29",
        "2021-03-29T15:04:00+02:00",
        0.9,
    ),
    ("nothing", "", {}, "/1", None, None, None),
    ("metadata and address disagree", meta("date", "2021-03-29"), {}, "/2020/01/05/x", None, None, None),
    ("metadata and address agree", meta("date", "2021-03-29"), {}, "/2021/03/29/x", "2021-03-29", None, 1.0),
)


@pytest.mark.parametrize(
    ("name", "head", "ld", "path", "day", "instant", "confidence"), DATES, ids=[row[0] for row in DATES]
)
def test_dates(
    name: str, head: str, ld: dict[str, str], path: str, day: str | None, instant: str | None, confidence: float | None
) -> None:
    article = read_page(page(head=head, **ld), f"https://harbourpost.example{path}", content_type="text/html")
    assert (article.published, article.published_at, article.confidence) == (day, instant, confidence)
    assert article.published_basis == ("metadata" if day else "unknown")


TIMES: tuple[tuple[str, str, str | None], ...] = (
    ("beside the headline", "<time datetime='2021-03-29T15:04:00+02:00'>yesterday</time>", "2021-03-29"),
    ("printed beside the headline", "<div class='date'>29 March 2021, 15:04</div>", "2021-03-29"),
    ("printed in Russian", "<span>29 марта 2021 15:04</span>", "2021-03-29"),
    ("printed in numbers", "<span>15:04, 29.03.2021</span>", "2021-03-29"),
    ("a year of two digits", "<div>Mo 29.03.21 | 15:04 Uhr</div>", "2021-03-29"),
    ("two digits without a clock", "<div>Version 29.03.21</div>", None),
    ("two digits, no such day", "<div>31.02.21 15:04</div>", None),
    ("an update only", "<time class='updated' datetime='2021-03-30T10:00:00Z'>updated</time>", None),
    ("behind a label", "<p>Published: 29 March 2021 15:04 • Updated: 30 March 2021</p>", "2021-03-29"),
    ("label apart", "<b>Publikacja:</b><span>29 marca 2021, 15:04</span>", "2021-03-29"),
    ("label and update", "<p>Updated 30 March 2021</p><p>Veröffentlicht am 29. März 2021</p>", "2021-03-29"),
    ("class of the text", "<div class='article__pubDate'><i>29.03.2021</i></div><p>30.03.2021</p>", "2021-03-29"),
    ("ideographs", "<span>2021年3月29日 15時04分</span>", "2021-03-29"),
    ("Korean", "<span>입력 2021. 03. 29. 15:04</span><span>수정 2021. 03. 30. 10:00</span>", "2021-03-29"),
    ("Finnish November", "<span>Julkaistu 29. marraskuuta 2021</span>", "2021-11-29"),
    ("two days, no label", "<span>29 March 2021</span><span>30 March 2021</span>", None),
    ("two labelled days", "<p>Published 29 March 2021</p><p>Published 2 April 2021</p>", None),
    ("weak places that disagree", "<time datetime='2021-03-29'></time><p>2 April 2021, Suez</p>", None),
    ("a caption's day", "<div class='media__caption'><p>The ship on 24 March 2021. (AFP)</p></div>", None),
    ("a day in a figure", "<figure><p>The ship, 24 March 2021</p></figure><p>29 March 2021</p>", "2021-03-29"),
    ("a broadcast beside a label", "<p>Published 29 March 2021</p><p>On air: 24 March 2021</p>", "2021-03-29"),
    ("the paper's day alone", "<p>From the print edition of 30 March 2021, page 4</p>", None),
    ("the paper's day beside", "<p>29 March 2021</p><p>Ausgabe vom 30.03.2021, Seite 4</p>", "2021-03-29"),
    ("microdata", "<div itemprop='datePublished' content='2021-03-29T15:04:00+02:00'>15:04</div>", "2021-03-29"),
)


@pytest.mark.parametrize(("name", "markup", "day"), TIMES, ids=[row[0] for row in TIMES])
def test_times_on_the_page(name: str, markup: str, day: str | None) -> None:
    ticker = "".join(f"<li><time datetime='2022-05-{d:02d}T08:00:00Z'>08:00</time></li>" for d in range(1, 9))
    body = f"{markup}<div>{PROSE}</div><section class='other'><ul>{ticker}</ul></section>"
    article = read_page(page(body), "https://harbourpost.example/1", content_type="text/html")
    assert article.published == day


WEIGHED: tuple[tuple[str, dict[str, str], str, str, str | None, float | None], ...] = (
    # JSON-LD (where there is none, meta says 29 March 2021), address, what is printed, the day, how sure
    ("JSON-LD and something later", {"datePublished": "2021-03-29"}, "/1", "<p>5 May 2021</p>", "2021-03-29", 0.7),
    ("JSON-LD and something earlier", {"datePublished": "2021-03-29"}, "/1", "<p>5 May 2020</p>", "2021-03-29", 0.7),
    ("meta and something later", {}, "/1", "<p>5 May 2021</p>", "2021-03-29", 0.7),
    ("meta and something earlier", {}, "/1", "<p>5 March 2021</p>", None, None),
    ("meta and a label before it", {}, "/1", "<p>Published 5 March 2021</p>", "2021-03-05", 0.7),
    ("meta and the label of its day", {}, "/1", "<p>Published 29 March 2021</p>", "2021-03-29", 1.0),
    ("meta and a label after it", {}, "/1", "<p>Published 5 May 2021</p>", "2021-03-29", 0.7),
    ("meta of the paper", {}, "/1", "<p>In print on 29 March 2021, page 4</p>", None, None),
    ("meta, a label, a live page", {}, "/live/1", "<time datetime='2021-03-01'>", "2021-03-29", 0.9),
    ("three places", {"datePublished": "2021-03-30"}, "/2021/03/30/1", "<p>5 May 2021</p>", "2021-03-30", 1.0),
)


@pytest.mark.parametrize(
    ("name", "ld", "path", "markup", "day", "confidence"), WEIGHED, ids=[row[0] for row in WEIGHED]
)
def test_places_that_disagree_are_weighed(
    name: str, ld: dict[str, str], path: str, markup: str, day: str | None, confidence: float | None
) -> None:
    head = "" if ld else meta("date", "2021-03-29")
    told = page(f"{markup}<div>{PROSE}</div>", head, **ld)
    article = read_page(told, f"https://harbourpost.example{path}", content_type="text/html")
    assert (article.published, article.confidence) == (day, confidence)


@pytest.mark.parametrize(
    ("head", "path", "day"),
    [
        ("", "/1", "2021-03-29"),
        ("", "/world/live/1", None),
        ("", "/suez-liveticker-1.html", None),
        ("", "/where-pilots-live", "2021-03-29"),
        ('<meta name="news_keywords" content="Suez, Live, Ships">', "/1", None),
        (meta("date", "2021-03-23"), "/world/live/1", "2021-03-23"),
    ],
)
def test_a_live_page_is_not_dated_by_its_last_entry(head: str, path: str, day: str | None) -> None:
    told = page(f"<time datetime='2021-03-29T15:04:00Z'>29 March 2021</time><div>{PROSE}</div>", head)
    assert read_page(told, f"https://harbourpost.example{path}", content_type="text/html").published == day


def test_metadata_of_the_page() -> None:
    head = '<link rel="canonical" href="https://harbourpost.example/ships/ever-given?utm_source=x">'
    head += '<meta name="author" content="By Ann Lee and Bo Ek">'
    article = read_page(page(head=head), None, name="saved.html")
    assert article.url == "https://harbourpost.example/ships/ever-given"
    assert article.authors == ("Ann Lee", "Bo Ek")
    assert (article.source, article.language) == ("harbourpost-example", "en")


def test_json_ld_that_is_broken_or_nested_is_still_read() -> None:
    nested = '{"@graph": [{"@type": "WebPage"}, {"@type": ["NewsArticle"], "datePublished": "2021-03-29"}]}'
    broken = '{"@type": "NewsArticle", "description": "He said "yes"", "datePublished": "2021-03-29"}'
    for script in (nested, broken):
        body = page().replace(b"{}</script>", script.encode() + b"</script>")
        assert read_page(body, None, name="a.html").published == "2021-03-29"


NO_ARTICLE = (
    "<html><body></body></html>",
    "<html><body><nav><a href=/a>News</a><a href=/b>Sport</a></nav></body></html>",
    "<html><body>"
    + "".join(f"<div><h3><a href=/{i}>Story number {i} of the day</a></h3></div>" for i in range(60))
    + "</body></html>",
    "<html><head><title>404</title></head><body><h1>Page not found</h1><p>Sorry.</p></body></html>",
)


@pytest.mark.parametrize("markup", NO_ARTICLE)
def test_a_page_without_an_article_says_so(markup: str) -> None:
    with pytest.raises(UnreadableError, match="no article"):
        read_page(markup.encode(), "https://harbourpost.example/", content_type="text/html")


HOSTILE: tuple[tuple[str, str, float], ...] = (
    ("50,000 nested divs", "<div>" * 50_000 + PROSE, 5.0),
    ("100,000 paragraphs", "<p>A short line of text that repeats.</p>" * 100_000, 20.0),
    ("open tags", "<b><i>" * 30_000 + PROSE, 8.0),
    ("one long attribute", f"<div data-x='{'y' * 3_000_000}'>{PROSE}</div>", 5.0),
    ("one long class", f"<div class='{'related ' * 100_000}'>{PROSE}</div>", 5.0),
    ("half tags", "<" * 200_000 + PROSE, 5.0),
    ("entities", "&amp;" * 300_000 + PROSE, 5.0),
    ("one long word", "x" * 3_000_000 + PROSE, 8.0),
    ("100,000 breaks", "<br>" * 100_000 + PROSE, 8.0),
    ("60,000 full paragraphs", "<p>A line of text that has all the words of a paragraph.</p>" * 60_000, 20.0),
    ("60,000 items", f"<ul>{'<li>An item that is long enough to count as a paragraph.</li>' * 60_000}</ul>", 20.0),
    ("the headline 80,000 times", f"<p>{TITLE}</p>" * 80_000 + PROSE, 20.0),
    ("80,000 headings that end", "<div><h2>Comments</h2></div>" * 80_000 + PROSE, 20.0),
    ("80,000 pictures", "<div><img>A short line.</div>" * 80_000 + PROSE, 20.0),
    ("20,000 cards", f"<section>{CARD.format(1, SUMMARIES[0]) * 20_000}</section>" + PROSE, 20.0),
    ("a text of loose lines", f"<div><img>{'Loose line of text.<br><br>' * 90_000}</div>", 20.0),
    ("deep and long", "<div>" * 240 + "<p>A line of text that has all the words of one.</p>" * 60_000, 20.0),
    ("tables in tables", "<table><tr><td>" * 3_000 + PROSE, 8.0),
)


@pytest.mark.parametrize(("name", "body", "seconds"), HOSTILE, ids=[row[0] for row in HOSTILE])
def test_hostile_markup_takes_bounded_time(name: str, body: str, seconds: float) -> None:
    started = time.process_time()
    with suppress(UnreadableError):
        read_page(page(body), "https://harbourpost.example/1", content_type="text/html")
    assert time.process_time() - started < seconds


def test_a_headline_has_an_end() -> None:
    head = f'<meta property="og:title" content="{"word " * 500_000}">'
    assert len(read_page(page(head=head, title="w"), None, content_type="text/html").title) <= 1_000


def test_too_many_elements_is_said() -> None:
    with pytest.raises(UnreadableError, match="elements"):
        read_page(b"<p>" * (MAX_ELEMENTS + 1), None, content_type="text/html")


def test_markup_in_text_is_text() -> None:
    body = f"<div>{PROSE}<p>He wrote &lt;script&gt;alert(1)&lt;/script&gt; on the wall of the old house.</p></div>"
    assert "<script>alert(1)</script>" in text_of(body)


def test_a_language_without_rules_is_read_and_named() -> None:
    prose = (
        "<p>"
        + "Konteinerlaev Ever Given sõitis 23. märtsil 2021 Suessi kanalis kaldale ja sulges selle kuueks päevaks. " * 3
        + "</p>"
    )
    article = read_page(
        page(f"<div>{prose}</div>", title="Laev vabastati Suessi kanalist"), None, content_type="text/html"
    )
    assert article.language == "et"
    assert article.text.startswith("Konteinerlaev")
