"""What only a browser shows of every page: colours by choice, what fails, the deck by keyboard."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import PHONE
from tests.journeys.server import Server

SignIn = Callable[..., None]
Open = Callable[[], Page]


@pytest.fixture
def unruly(browser: Browser, server: Server) -> Iterator[Page]:
    """A phone whose console may complain: requests fail on purpose."""
    context = browser.new_context(base_url=server.url, reduced_motion="reduce", **PHONE)
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def _ground(page: Page) -> str:
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_colours_are_the_devices_until_one_chooses(phone: Open, sign_in: SignIn) -> None:
    page = phone()
    sign_in(page)
    page.emulate_media(color_scheme="light")
    page.goto("/settings/privacy")
    light = _ground(page)
    page.emulate_media(color_scheme="dark")
    dark = _ground(page)
    assert light != dark
    choice = page.get_by_label("Colours on this device").locator("visible=true")
    choice.select_option("light")
    assert _ground(page) == light
    page.goto("/")
    assert _ground(page) == light, "kept on this device"
    page.goto("/settings/privacy")
    choice.select_option("")
    assert _ground(page) == dark


def test_a_press_that_does_not_arrive_is_not_lost_unseen(unruly: Page, sign_in: SignIn) -> None:
    sign_in(unruly)
    unruly.goto("/")
    notes = unruly.get_by_role("status").and_(unruly.locator("#notes"))
    like = unruly.locator(".post-action[aria-label^=Favourite]").first
    pressed = like.get_attribute("aria-pressed")
    unruly.context.set_offline(True)
    expect(notes).to_contain_text("No connection. What you see may be old")
    like.click()
    expect(notes).to_contain_text("That did not arrive")
    assert like.get_attribute("aria-pressed") == pressed
    unruly.context.set_offline(False)
    expect(notes).not_to_contain_text("What you see may be old")
    unruly.get_by_role("button", name="Close").click()
    expect(notes).to_be_empty()


def test_a_refusal_says_why(unruly: Page, sign_in: SignIn) -> None:
    sign_in(unruly)
    unruly.goto("/")
    unruly.context.clear_cookies(name="csrftoken")
    unruly.locator(".post-action[aria-label^=Favourite]").first.click()
    expect(unruly.locator("#notes")).to_contain_text("This page was open for long")


def test_the_deck_by_keyboard_and_only_in_the_deck(desktop: Open, sign_in: SignIn) -> None:
    page = desktop()
    sign_in(page)
    page.goto("/events")
    page.locator("a.event-card").first.click()
    page.goto(page.url + "/faces")
    expect(page.get_by_role("link", name="Turn the card")).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator(".ratings")).to_be_visible()
    name = page.locator(".deck-back h2").inner_text()
    page.locator(".tabs a").first.focus()
    page.keyboard.press("3")
    expect(page.locator(".deck-back h2")).to_have_text(name)  # a stray key elsewhere rates nobody
    page.locator(".ratings button").first.focus()
    page.keyboard.press("3")
    expect(page.get_by_role("link", name="Turn the card")).to_be_focused()
