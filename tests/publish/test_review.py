"""Review in the browser: off by default, the owner's alone, and the same rows as the command line writes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.publish.site import Asker

TOKEN = "let-me-in"


@pytest.fixture
def ask(hostile: Path, tmp_path: Path) -> Iterator[Asker]:
    path = tmp_path / "review.db"
    shutil.copyfile(hostile, path)
    asker = Asker(path, review=TOKEN)
    yield asker
    asker.close()


def enter(ask: Asker) -> dict[str, str]:
    """The owner's cookie."""
    answer = ask(f"/-/review?token={TOKEN}")
    assert answer.status_code == 302
    set_cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in set_cookie
    assert "samesite=strict" in set_cookie.lower()
    return {"chronofile_review": TOKEN}


def post(ask: Asker, cookies: dict[str, str], **fields: str) -> httpx.Response:
    """A form as a browser sends it: with Datasette's CSRF token, which 1.0 has replaced by the browser's own word."""
    event = ask.one("select id from events order by id desc limit 1")
    token = ask(f"/event/{event}", cookies=cookies).cookies.get("ds_csrftoken", "")
    sent = ask.datasette.client.post(
        "/-/review/decide",
        data={**fields, "csrftoken": token},
        cookies={**cookies, "ds_csrftoken": token},
        headers={"sec-fetch-site": "same-origin"},
    )
    answer: httpx.Response = ask.loop.run_until_complete(sent)
    return answer


def test_it_is_off_by_default(hostile: Path) -> None:
    asker = Asker(hostile)
    try:
        assert asker("/-/review").status_code == 404
        assert asker("/-/review?token=").status_code == 404
        assert "Correct this" not in asker(f"/event/{asker.one('select id from events limit 1')}").text
    finally:
        asker.close()


@pytest.mark.parametrize("address", ["/-/review", "/-/review?token=wrong", "/-/review?token="])
def test_it_wants_the_token(ask: Asker, address: str) -> None:
    answer = ask(address)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers or "chronofile_review" not in answer.headers["set-cookie"]


def test_a_stranger_decides_nothing(ask: Asker) -> None:
    event = ask.one("select id from events limit 1")
    fields = {"kind": "event", "action": "rename", "subject": event, "value": "Mine", "who": "x", "why": "y"}
    sent = ask.datasette.client.post("/-/review/decide", data=fields)
    assert ask.loop.run_until_complete(sent).status_code == 403
    elsewhere = {"origin": "https://elsewhere.example", "sec-fetch-site": "cross-site"}
    forged = ask.datasette.client.post("/-/review/decide", data=fields, cookies=enter(ask), headers=elsewhere)
    assert ask.loop.run_until_complete(forged).status_code == 403
    assert ask.one("select count(*) from decisions") == 0


def test_a_name_and_a_date_are_corrected_and_taken_back(ask: Asker) -> None:
    cookies = enter(ask)
    event, title = ask.rows.execute("select id, title from events where edtf like '____-__-__' limit 1").fetchone()
    page = ask(f"/event/{event}", cookies=cookies)
    assert "Correct this" in page.text
    common = {"kind": "event", "subject": event, "who": "A. Owner", "back": f"event/{event}"}
    answer = post(ask, cookies, **common, action="rename", value="A better title", why="clearer")
    assert (answer.status_code, answer.headers["location"]) == (302, f"/event/{event}")
    assert "A better title" in ask(f"/event/{event}").text
    assert post(ask, cookies, **common, action="redate", value="2001-02-03", why="typo").status_code == 302
    assert ask.one("select start_date from events where id = ?", event) == "2001-02-03"
    decisions = ask.rows.execute("select action, who, why from decisions order by at").fetchall()
    assert [tuple(row) for row in decisions] == [("rename", "A. Owner", "clearer"), ("redate", "A. Owner", "typo")]

    renamed = ask.one("select id from decisions where action = 'rename'")
    assert post(ask, cookies, action="undo", subject=renamed, who="A. Owner").status_code == 302
    assert ask.one("select title from events where id = ?", event) == title


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"action": "redate", "value": "yesterday", "why": "x"}, "yesterday"),
        ({"action": "rename", "value": "New", "why": ""}, "who took it and why"),
        ({"action": "explode", "value": "New", "why": "x"}, "no such decision"),
        ({"action": "undo"}, "no decision"),
    ],
)
def test_a_decision_that_makes_no_sense_is_told(ask: Asker, fields: dict[str, str], told: str) -> None:
    event = ask.one("select id from events limit 1")
    answer = post(ask, enter(ask), kind="event", subject=event, who="A. Owner", **fields)
    assert answer.status_code == 400
    assert told in answer.text


def suggest(ask: Asker, kind: str, left: str, right: str, reason: str) -> None:
    """Have the machine propose that two are one."""
    with ask.rows:
        ask.rows.execute(
            "insert into suggestions (id, kind, action, subject, object, score, reason)"
            " values (?, ?, 'merge', ?, ?, 0.8, ?)",
            (f"s-{kind}", kind, left, right, reason),
        )


def test_a_suggestion_is_accepted(ask: Asker) -> None:
    left, right = (row[0] for row in ask.rows.execute("select id from events order by id limit 2"))
    suggest(ask, "event", left, right, "same day and place")
    cookies = enter(ask)
    page = ask("/-/review", cookies=cookies)
    assert "same day and place" in page.text
    assert "<script>window" not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    answer = post(
        ask, cookies, kind="event", action="merge", subject=left, object=right, who="A. Owner", why="one visit"
    )
    assert answer.status_code == 302
    assert ask.one("select count(distinct event_id) from mentions where id in (?, ?)", left, right) == 1
    assert "same day and place" not in ask("/-/review", cookies=cookies).text


def test_two_entities_suggested_as_one_are_refused(ask: Asker) -> None:
    left, right = (
        row[0] for row in ask.rows.execute("select distinct entity_id from event_entities order by 1 limit 2")
    )
    suggest(ask, "entity", left, right, "read as one name")
    cookies = enter(ask)
    page = ask("/-/review", cookies=cookies).text
    assert "read as one name" in page
    assert 'value="apart"' in page
    fields = {"kind": "entity", "subject": left, "object": right, "who": "A. Owner", "why": "two people"}
    assert post(ask, cookies, **fields, action="apart").status_code == 302
    assert "read as one name" not in ask("/-/review", cookies=cookies).text
    row = ask.rows.execute("select kind, action, subject, object from decisions").fetchone()
    assert tuple(row) == ("entity", "apart", left, right)


def test_where_a_form_leads_back_is_one_of_our_pages(ask: Asker) -> None:
    event = ask.one("select id from events limit 1")
    fields = {"kind": "event", "action": "rename", "subject": event, "value": "T", "who": "x", "why": "y"}
    answer = post(ask, enter(ask), **fields, back="//evil.example/x")
    assert answer.headers["location"] == "/-/review"
