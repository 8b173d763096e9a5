"""The story, played: two doctors who know each other online meet at a congress, each with a phone.

They follow each other; one learns the other's face; both sit in the same session; a wave reaches
the other's open page by itself, is returned, and the meeting is remembered with a note for each.
"""

import re
import sqlite3
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.server import Server

SignIn = Callable[..., None]
Open = Callable[[], Page]
_PERSON = re.compile(r"^/@(\w+)$")


def congress(page: Page) -> str:
    """The address of the demo's congress."""
    page.goto("/events")
    page.locator("a.event-card").first.click()
    page.wait_for_url("**/events/*")
    return page.url.split("?")[0]


def running_session(page: Page, event: str, which: int = 0) -> str:
    """The address of a session that runs now."""
    page.goto(event)
    links = page.locator("a[href*='/sessions/']").all()
    addresses = [(link.get_attribute("href") or "").removesuffix("/room") for link in links]
    running = []
    for address in dict.fromkeys(addresses):
        page.goto(address)
        if page.get_by_role("link", name="Check in").count():
            running.append(address)
        if len(running) > which:
            return running[which]
    raise AssertionError(f"too few sessions run now at {event}: {addresses}")


def friend_of(page: Page, event: str, which: int = 0) -> str:
    """The handle of somebody who is going and follows back whoever is signed in."""
    page.goto(f"{event}/people?show=mutual")
    links = page.locator("#sections a[href^='/@']")
    found = [_PERSON.match(link.get_attribute("href") or "") for link in links.all()]
    handles = list(dict.fromkeys(match.group(1) for match in found if match))
    return handles[which]


def check_in(page: Page, session: str, audience: str, seat: str) -> None:
    page.goto(f"{session}/room")
    leaving = page.get_by_role("button", name="I am leaving the room")
    if leaving.count():  # the demo may have put them here already
        leaving.click()
        page.goto(f"{session}/room")
    page.get_by_label(audience).check()
    page.get_by_role("button", name="Check in").click()
    expect(page.get_by_text("You are here, seen by")).to_be_visible()
    page.get_by_role("button", name=re.compile(f"^I sit {seat}")).click()
    expect(page.get_by_role("button", name=re.compile(f"^I sit {seat}"))).to_have_attribute(
        "aria-pressed", "true"
    )


def test_the_story(phone: Open, sign_in: SignIn) -> None:
    maya, theirs = phone(), phone()
    sign_in(maya)
    event = congress(maya)
    handle = friend_of(maya, event)
    sign_in(theirs, handle)

    # Who is going: I say that I am, and see them by their face, with how I know them.
    maya.goto(f"{event}/people")
    expect(maya.get_by_role("heading", name="You follow each other")).to_be_visible()
    card = maya.locator("li", has=maya.locator(f"a[href='/@{handle}']")).first
    expect(card.locator("img").first).to_be_visible()
    name = card.locator(".face-name").inner_text()
    expect(card).to_contain_text(re.compile("Mutual since"))
    maya.locator("#q").press_sequentially(name.split()[-1][:4])
    expect(maya.locator("#sections")).to_contain_text(name)

    # Learn the faces: the picture first, the name on the turn.
    maya.goto(f"{event}/faces")
    deck = maya.locator("#deck")
    expect(deck.locator("img").first).to_be_visible()
    before = deck.locator("label[for=learned]").inner_text()
    maya.get_by_role("link", name="Turn the card").click()
    expect(deck.locator("h2")).not_to_have_text("Who is this?")
    maya.get_by_role("button", name="Easy").click()
    expect(deck.locator("label[for=learned]")).not_to_have_text(before)

    # In the same room, each says where they sit.
    session = running_session(maya, event)
    check_in(maya, session, "People I follow", "front left")
    check_in(theirs, session, "People I follow", "back right")
    here = maya.locator(".here", has_text=name)
    expect(here).to_be_visible()  # by itself: maya's page was open before they came
    expect(here).to_contain_text("behind you, far to your right")

    # A wave reaches the other's open page by itself; waving back makes it mutual.
    here.get_by_role("button", name=re.compile("^Wave")).click()
    expect(here).to_contain_text("You waved")
    incoming = theirs.locator(".incoming")
    expect(incoming).to_contain_text("waves at you")
    expect(incoming).to_contain_text(re.compile("front.*left", re.IGNORECASE))
    incoming.get_by_role("button", name=re.compile("^Wave back")).click()
    expect(maya.locator(".here", has_text=name)).to_contain_text("You waved at each other")

    # Both say that they met; then it is kept, with a note for each alone.
    maya.locator(".here", has_text=name).get_by_role("button", name="We met").click()
    expect(maya.locator(".here", has_text=name)).to_contain_text("Waiting for their word")
    theirs.goto(f"{event}/met")
    expect(theirs.get_by_role("heading", name="Did you meet?")).to_be_visible()
    theirs.locator(".card.is-warm").first.get_by_role("button", name="We met").click()
    maya.goto(f"{event}/met")
    kept = maya.locator("article", has_text=name)
    kept.get_by_label("Note, for you alone").fill("Asked about our sepsis bundle.")
    kept.get_by_role("button", name="Keep the note").click()
    expect(maya.get_by_label("Note, for you alone").first).to_have_value(
        "Asked about our sepsis bundle."
    )
    theirs.goto(f"{event}/met")
    expect(theirs.locator("article").first).to_be_visible()
    assert "sepsis bundle" not in theirs.content()


def test_who_is_blocked_sees_what_they_would_if_one_were_not_there(
    phone: Open, sign_in: SignIn
) -> None:
    maya, theirs = phone(), phone()
    sign_in(maya)
    event = congress(maya)
    handle = friend_of(maya, event, 1)
    sign_in(theirs, handle)
    session = running_session(maya, event, 1)
    check_in(maya, session, "Everyone in the room", "middle centre")
    check_in(theirs, session, "Everyone in the room", "front centre")
    expect(theirs.locator(".here", has=theirs.locator("a[href='/@maya']"))).to_be_visible()

    maya.goto(f"/@{handle}")
    for folded in maya.locator("details", has=maya.locator("form[action$='/block']")).all():
        if not folded.evaluate("one => one.open"):
            folded.locator("> summary").click()
    maya.locator("form[action$='/block'] button").click()
    maya.wait_for_load_state()

    theirs.goto(f"{session}/room")
    assert "/@maya" not in theirs.content()
    assert theirs.goto("/@maya").status == theirs.goto("/@nobody_of_this_name").status == 404


def test_the_session_starred_stands_in_the_agenda(phone: Open, sign_in: SignIn) -> None:
    page = phone()
    sign_in(page)
    event = congress(page)
    page.goto(f"{event}/programme")
    star = page.locator(".star[aria-pressed=false]").first
    label = star.get_attribute("aria-label") or ""
    star.click()
    expect(page.get_by_role("button", name=label, exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    page.goto(f"{event}/agenda")
    title = label.partition(": ")[2]
    expect(page.locator("main").get_by_text(title, exact=True).first).to_be_visible()


def test_somebody_new_signs_up_and_says_that_they_go(phone: Open) -> None:
    page = phone()
    page.goto("/auth/signup/")
    page.locator("input[name=email]").fill("new.doctor@example.org")
    page.locator("input[name=handle]").fill("newdoctor")
    page.locator("input[name=display_name]").fill("Dr New Arrival")
    page.locator("input[name=password1]").fill("a long enough secret 7")
    for box in page.locator("form input[type=checkbox][required]").all():
        box.check()
    page.locator("input[name=password1]").press("Enter")
    page.wait_for_url(lambda url: "/auth/signup" not in url)
    event = congress(page)
    page.goto(f"{event}/people")
    page.get_by_role("button", name="Say so").click()
    expect(page.get_by_text(re.compile("Going to")).first).to_be_visible()


@pytest.mark.parametrize("path", ["", "/people", "/programme", "/faces", "/met", "/agenda"])
def test_the_same_pages_on_a_desk(desktop: Open, sign_in: SignIn, path: str) -> None:
    page = desktop()
    sign_in(page)
    page.goto(f"{congress(page)}{path}")
    expect(page.locator("h1").first).to_be_visible()
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 1280, "nothing reaches over the side"


COUNTS = {
    "plenary_account.followers_count": "SELECT COUNT(*) FROM plenary_follow WHERE target_id = r.id",
    "plenary_account.following_count": "SELECT COUNT(*) FROM plenary_follow WHERE source_id = r.id",
    "plenary_account.statuses_count": "SELECT COUNT(*) FROM plenary_status WHERE account_id = r.id"
    " AND visibility < 3",
    "plenary_status.favourites_count": "SELECT COUNT(*) FROM plenary_favourite"
    " WHERE status_id = r.id",
    "plenary_status.reblogs_count": "SELECT COUNT(*) FROM plenary_status WHERE reblog_of_id = r.id",
    "plenary_status.replies_count": "SELECT COUNT(*) FROM plenary_status"
    " WHERE in_reply_to_id = r.id AND visibility < 2",
}


@pytest.mark.parametrize("column", COUNTS)
def test_what_is_counted_is_right_after_all_of_that(server: Server, column: str) -> None:
    """The demo's counts, and those that the stories above moved, recounted from the rows."""
    table, name = column.split(".")
    base = sqlite3.connect(f"file:{server.data / 'plenary.sqlite3'}?mode=ro", uri=True)
    try:
        total = base.execute(f"SELECT SUM({name}) FROM {table}").fetchone()[0]
        wrong = base.execute(
            f"SELECT r.id, r.{name}, ({COUNTS[column]}) AS real FROM {table} r"
            f" WHERE r.{name} <> ({COUNTS[column]}) LIMIT 5"
        ).fetchall()
    finally:
        base.close()
    assert total > 50 and wrong == []


def test_the_server_said_nothing_unkind(server: Server) -> None:
    """After all of the above: no exception in the server's own log."""
    assert "Traceback" not in server.said()
