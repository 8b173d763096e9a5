"""Every page, as anybody and as somebody: nothing for axe to find in light and in dark, nothing
over the side of a phone or a desk, little script and style; and the main steps without JavaScript.
"""

import re
import sqlite3
from collections.abc import Callable

import pytest
from django.urls import URLPattern
from playwright.sync_api import Browser, Page, Response, expect

from plenary.web.urls import urlpatterns
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.server import Server
from tests.journeys.test_story import congress, friend_of, running_session

SignIn = Callable[..., None]
Open = Callable[[], Page]

# A page of each name; names that are missing here answer forms, files or programs.
EVENT = "/events/caltonmed27"
SIGNED_IN = {
    "home": "/",
    "local": "/local",
    "people": "/people?q=a",
    "notifications": "/notifications",
    "messages": "/messages",
    "bookmarks": "/bookmarks",
    "favourites": "/favourites",
    "compose": "/compose",
    "emojis": "/emoji",
    "status": "{status}",
    "status_edit": "/posts/{mine}/edit",
    "status_history": "{status}/history",
    "status_embed": "{status}/embed",
    "hashtag": "/tags/CaltonMed27",
    "profile": "/@maya",
    "profile_replies": "/@maya/replies",
    "profile_media": "/@maya/media",
    "followers": "/@maya/followers",
    "following": "/@maya/following",
    "follow_requests": "/follow-requests",
    "settings_profile": "/settings/profile",
    "settings_privacy": "/settings/privacy",
    "settings_notices": "/settings/notices",
    "settings_blocked": "/settings/blocked",
    "settings_security": "/settings/security",
    "settings_apps": "/settings/apps",
    "move": "/settings/move",
    "move_import": "{import}",
    "move_account": "/settings/move/account",
    "report": "{report}",
    "decisions": "/decisions",
    "severed": "/severed/1",
    "developers": "/developers",
    "authorize_interaction": "/authorize_interaction?uri=nobody@nowhere.invalid",
    "about": "/about",
    "oauth_authorize": "/oauth/authorize?client_id=none",
    "events": "/events",
    "event": EVENT,
    "event_people": f"{EVENT}/people",
    "programme": f"{EVENT}/programme",
    "speakers": f"{EVENT}/speakers",
    "session": "{session}",
    "session_room": "{session}/room",
    "agenda": f"{EVENT}/agenda",
    "event_meetups": f"{EVENT}/meetups",
    "event_faces": f"{EVENT}/faces",
    "event_recognise": f"{EVENT}/recognise",
    "event_met": f"{EVENT}/met",
    "met_all": "/met",
    "event_new": "/events/new",
    "event_edit": f"{EVENT}/edit",
    "programme_import": f"{EVENT}/programme/import",
    "organise_speakers": f"{EVENT}/organise/speakers",
    "organise_elsewhere": f"{EVENT}/organise/elsewhere",
}
# For moderators; last, what a report was made of is looked at.
MODERATING = {
    "moderation": "/moderation",
    "moderation_people": "/moderation/people?q=a",
    "moderation_domains": "/moderation/domains",
    "moderation_server": "/moderation/domains/spam.example",
    "moderation_list": "/moderation/domain-list",
    "moderation_emojis": "/moderation/emoji",
    "moderation_book": "/moderation/book",
    "moderation_person": "{person}",
    "moderation_report": "{answer}",
}
EXPECTED = {"/nothing/here": 404, "/oauth/authorize?client_id=none": 400}
# They answer forms, programs, or a piece of a page.
NO_PAGES = {
    "accept_notices", "accept_request", "account_statuses", "agenda_feed", "agenda_ics", "attend",
    "block", "cancel_event", "check_in", "check_out", "decide_event_post",
    "dismiss_announcement", "dismiss_notices", "face_review",
    "feed_hashtag", "feed_person", "feed_user", "follow", "invite_elsewhere", "link_speaker",
    "home_sign_in", "home_sign_in_back", "home_sign_in_go",  # looked at in test_home_sign_in.py
    "home_sign_in_wait", "from_home",  # for visitors, below
    "media", "meetup_act", "met", "met_answer", "met_note",
    "moderation_act", "moderation_list_csv", "move_alias_remove", "move_archive",
    "move_ask_archive", "move_back",
    "move_export", "move_failures", "move_import_confirm", "move_import_drop", "mute",
    "notifications_read",
    "reject_request", "remove_follower", "schedule_ics", "schedule_json", "schedule_xml",
    "set_boosting", "settings", "settings_app_revoke", "severed_table", "share", "star", "notice",
    "status_act",
    "status_delete", "status_vote", "unblock", "unfollow", "unmute", "unread", "wave",
}  # fmt: skip
SIGNED_OUT = {
    "home": "/",
    "about": "/about",
    "local": "/local",
    "events": "/events",
    "event": EVENT,
    "programme": f"{EVENT}/programme",
    "event_people": f"{EVENT}/people",
    "profile": "/@maya",
    "sign in": "/auth/login/",
    "from home": "/interact?uri=maya@plenary.example",
    "sign up": "/auth/signup/",
    "forgotten password": "/auth/password/reset/",
    "nothing here": "/nothing/here",
}


def _names() -> set[str]:
    return {str(one.name) for one in urlpatterns if isinstance(one, URLPattern)}


def test_every_page_is_looked_at() -> None:
    """A new page needs its line above."""
    assert _names() == set(SIGNED_IN) | set(MODERATING) | NO_PAGES


class Weight:
    """What a page loads of our own script and style, and of what is vendored."""

    def __init__(self, page: Page) -> None:
        self.own: dict[str, int] = {}
        page.on("response", self._heard)

    def _heard(self, response: Response) -> None:
        path = response.url.split("?")[0]
        if re.search(r"/static/.*\.(js|css)$", path) and "/vendor/" not in path and response.ok:
            self.own[path] = len(response.body())


def _look(page: Page, axe: Callable[..., None], path: str) -> None:
    """One page at both sizes, in both colours."""
    weight = Weight(page)
    answer = page.goto(path)
    assert answer is not None and answer.status == EXPECTED.get(path, 200), path
    assert sum(weight.own.values()) < 100_000, (path, weight.own)
    for shape in (PHONE, DESKTOP):
        size = shape["viewport"]
        page.set_viewport_size(size)  # type: ignore[arg-type]
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= size["width"], f"{path} is {wide} wide on {size['width']}"  # type: ignore[index]
        axe(page)


def test_pages_for_whoever_comes(desktop: Open, axe: Callable[..., None]) -> None:
    page = desktop()
    for path in SIGNED_OUT.values():
        _look(page, axe, path)


def _sever(server: Server) -> None:
    """As when moderators keep away a server on which people were followed."""
    with sqlite3.connect(server.data / "plenary.sqlite3", timeout=20) as database:
        database.execute(
            "INSERT INTO plenary_severance SELECT 1, id, 'domain_block', 'spam.example', 3, 2,"
            " '2026-11-26 09:00:00' FROM plenary_account WHERE username = 'maya' AND domain = ''"
        )
        database.execute(
            "INSERT INTO plenary_severedfollow"
            " (severance_id, other_id, outgoing, reblogs, notify, languages)"
            " SELECT 1, id, id % 2, 1, 0, NULL FROM plenary_account LIMIT 9"
        )


@pytest.fixture(scope="module")
def places(server: Server, browser: Browser) -> dict[str, str]:
    """Addresses that differ from demo to demo."""
    page = browser.new_context(base_url=server.url).new_page()
    email, password = server.sign_in_of()
    page.goto("/auth/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/auth/login" not in url)
    event = congress(page)
    session = running_session(page, event)
    page.goto("/")
    status = re.compile(r"^/@\w+/\d+$")
    found = [link.get_attribute("href") or "" for link in page.locator("article a").all()]
    theirs = next(one for one in found if status.match(one))
    page.goto("/@maya")
    found = [link.get_attribute("href") or "" for link in page.locator("article a").all()]
    mine = next(one for one in found if re.match(r"^/@maya/\d+$", one)).rpartition("/")[2]
    page.goto("/")
    report = page.locator("a[href^='/report/']").first.get_attribute("href") or ""
    page.goto("/settings/move")
    table = {"name": "follows.csv", "mimeType": "text/csv", "buffer": b"tom\nx@new.example\n???\n"}
    page.locator("input[type=file]").set_input_files(table)  # type: ignore[arg-type]
    page.get_by_role("button", name="Look at it").click()
    page.wait_for_url(re.compile(r"/settings/move/imports/"))
    brought = page.url.replace(server.url, "")
    page.context.close()
    _sever(server)
    return {
        "import": brought,
        "report": report,
        "session": session.replace(server.url, ""),
        "status": theirs,
        "mine": mine,
    }


@pytest.mark.parametrize("part", range(4))
def test_pages_for_whoever_signed_in(
    desktop: Open, sign_in: SignIn, axe: Callable[..., None], places: dict[str, str], part: int
) -> None:
    page = desktop()
    sign_in(page)
    for path in list(SIGNED_IN.values())[part::4]:
        _look(page, axe, path.format(**places))


def test_pages_for_moderators(
    desktop: Open, sign_in: SignIn, axe: Callable[..., None], places: dict[str, str], server: Server
) -> None:
    reporter, page = desktop(), desktop()
    sign_in(reporter)
    handle = friend_of(reporter, EVENT, 1)
    reporter.goto(places["report"])
    reporter.get_by_label("Something else").check()
    reporter.get_by_label("What should the moderators know?").fill("Please look at this.")
    reporter.get_by_role("button", name="Send the report").click()
    expect(reporter.locator("main")).to_contain_text("The moderators have your report")
    server.command("moderator", handle)
    sign_in(page, handle)
    page.goto("/moderation")
    answer = page.locator("main a[href^='/moderation/reports/']").first.get_attribute("href")
    page.goto("/moderation/people")
    person = page.locator("main a[href^='/moderation/people/']").first.get_attribute("href")
    for path in MODERATING.values():
        _look(page, axe, path.format(answer=answer, person=person))
    page.goto(str(answer))
    page.get_by_role("button", name="Close without a decision").click()
    expect(page.locator("main")).to_contain_text("Answered")
    server.command("moderator", handle, "--remove")


@pytest.fixture
def plain(browser: Browser, server: Server):
    """A phone without JavaScript."""
    context = browser.new_context(base_url=server.url, java_script_enabled=False, **PHONE)
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def test_the_main_steps_without_javascript(
    plain: Page, phone: Open, sign_in: SignIn, places: dict[str, str]
) -> None:
    sign_in(plain)
    event = EVENT
    handle = friend_of(plain, event, 2)
    plain.goto("/compose")
    plain.locator("textarea").first.fill("Written without a script. #CaltonMed27")
    plain.get_by_role("button", name=re.compile("^Post")).last.click()
    expect(plain.locator("main")).to_contain_text("Written without a script.")
    plain.goto(f"{event}/people")
    plain.locator("details", has_text="Going to").locator("summary").first.click()
    plain.get_by_label("Everyone", exact=True).check()
    plain.get_by_role("button", name="Change").click()
    expect(plain.locator("main")).to_contain_text("seen by: everyone")
    theirs = phone()
    sign_in(theirs, handle)
    theirs.goto(f"{places['session']}/room")
    theirs.get_by_label("Everyone in the room").check()
    theirs.get_by_role("button", name="Check in").click()
    plain.goto(f"{places['session']}/room")
    leaving = plain.get_by_role("button", name="I am leaving the room")
    if leaving.count():
        leaving.click()
        plain.goto(f"{places['session']}/room")
    plain.get_by_label("Everyone in the room").check()
    plain.get_by_role("button", name="Check in").click()
    here = plain.locator(".here", has=plain.locator(f"a[href='/@{handle}']"))
    here.get_by_role("button", name=re.compile("^Wave")).click()
    expect(plain.locator(".here", has=plain.locator(f"a[href='/@{handle}']"))).to_contain_text(
        "You waved"
    )
