"""Review in the browser, for the archive's owner: suggestions to accept or refuse, names and dates to correct.

Off unless the server was started with a token. ``/-/review?token=...`` exchanges it for a cookie that scripts and
other sites cannot use; every form carries Datasette's CSRF token besides. What is decided is the same append-only row
that ``chronofile review`` writes, with who, when and why.
"""

from __future__ import annotations

import asyncio
import hmac
import sqlite3
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

from datasette.utils.asgi import Response

from pipeline.publish.links import Links
from pipeline.publish.lists import Context, lines, rows
from pipeline.publish.site import read, site_of
from pipeline.store import Archive, ArchiveError, Decision, DecisionError

COOKIE = "chronofile_review"
SHOWN = 50
_SUGGESTIONS = """
select s.*, x.name as left_name, y.name as right_name from suggestions s
left join entities x on x.id = s.subject left join entities y on y.id = s.object
where not exists (
  select 1 from decisions d where d.undone_at is null
  and ((d.subject = s.subject and d.object = s.object) or (d.subject = s.object and d.object = s.subject))
) order by s.score desc, s.id limit ?
"""


def allowed(datasette: Any, request: Any) -> bool:
    """Whether the request is the owner's. Compared in constant time."""
    site = site_of(datasette)
    if site is None or not site.review or request is None:
        return False
    return hmac.compare_digest(request.cookies.get(COOKIE, "").encode(), site.review.encode())


def review_page(connection: sqlite3.Connection, links: Links) -> Context:
    """Open suggestions, each with both sides, and the latest decisions."""
    found = rows(connection, _SUGGESTIONS, SHOWN)
    for suggestion in found:
        pair = (suggestion["subject"], suggestion["object"])
        for side, id in zip(("left", "right"), pair, strict=True):
            event = _event_of(connection, id)
            suggestion[side] = next(iter(lines(connection, "where e.id = ?", (event,))), None) if event else None
            suggestion[f"{side}_sentence"] = _sentence(connection, id)
    return {
        "suggestions": found,
        "decisions": rows(connection, "select * from decisions order by at desc limit 30"),
    }


def _event_of(connection: sqlite3.Connection, id: str) -> str | None:
    """The event of this id, or the one that holds the mention of this id."""
    row = connection.execute("select event_id from mentions where id = ?", (id,)).fetchone()
    return str(row[0]) if row and row[0] else None


def _sentence(connection: sqlite3.Connection, id: str) -> str | None:
    row = connection.execute("select sentence from mentions where id = ?", (id,)).fetchone()
    return str(row[0]) if row else None


async def review(datasette: Any, request: Any) -> Response:
    """``/-/review``: with the token, a cookie; with the cookie, the page; else 403, or 404 where review is off."""
    site = site_of(datasette)
    link = Links(datasette.setting("base_url"))
    if site is None or not site.review:
        return await _message(datasette, request, "Review is off", "Start the server with --review to use it.", 404)
    token = request.args.get("token")
    if token is not None and hmac.compare_digest(token.encode(), site.review.encode()):
        answer = Response.redirect(link.top("-/review"))
        answer.set_cookie(COOKIE, site.review, httponly=True, samesite="strict", path="/")
        return answer
    if not allowed(datasette, request):
        reason = "Open the address with the token that the server printed when it started."
        return await _message(datasette, request, "Not without the token", reason, 403)
    context = await read(datasette, review_page, link)
    return Response.html(await datasette.render_template("review.html", context, request=request))


async def decide(datasette: Any, request: Any) -> Response:
    """``POST /-/review/decide``: record one decision and go back to where it was taken."""
    if request.method != "POST":
        return await _message(datasette, request, "Not like this", "Decisions are taken with the forms.", 405)
    if not allowed(datasette, request):
        return await _message(datasette, request, "Not without the token", "Decisions are the owner's.", 403)
    form = await request.post_vars()
    link = Links(datasette.setting("base_url"))
    site = site_of(datasette)
    assert site is not None

    def write() -> None:
        with Archive.open(site.path) as archive:
            if form.get("action") == "undo":
                archive.undo(form.get("subject", ""), who=form.get("who", ""))
            else:
                archive.decide([_decision(form)])

    try:
        await asyncio.to_thread(write)
        site.forget()
    except (ArchiveError, DecisionError) as error:
        return await _message(datasette, request, "Not decided", f"{error}.", 400)
    back = form.get("back", "")
    kind, _, id = back.partition("/")
    safe = kind in ("event", "entity") and "/" not in id
    return Response.redirect(link.page(kind, unquote(id)) if safe else link.top("-/review"))


def _decision(form: dict[str, str]) -> Decision:
    """The form's fields as a decision; the store says what is wrong with it."""
    return Decision(
        kind=form.get("kind", ""),  # type: ignore[arg-type]
        action=form.get("action", ""),  # type: ignore[arg-type]
        subject=form.get("subject", ""),
        object=form.get("object") or None,
        value=(form.get("value") or "").strip() or None,
        who=form.get("who", "").strip(),
        at=_now(),
        why=form.get("why", "").strip(),
    )


def _now() -> str:
    return datetime.now(UTC).isoformat()


async def _message(datasette: Any, request: Any, heading: str, reason: str, status: int) -> Response:
    context = {"heading": heading, "reason": reason}
    return Response.html(await datasette.render_template("missing.html", context, request=request), status=status)
