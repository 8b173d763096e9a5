"""A moderator adds an emoji that moves, and a post shows it: standing still for who asks for it."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.emojis import drawn
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.server import Server

SignIn = Callable[..., None]
Open = Callable[[], Page]


def test_an_emoji_from_the_form_to_a_post(
    desktop: Open, sign_in: SignIn, axe: Callable[..., None], server: Server
) -> None:
    page = desktop()
    server.command("moderator", "maya")
    sign_in(page, "maya")
    page.goto("/moderation/emoji")
    picture = drawn("GIF", (96, 96), frames=3)
    page.get_by_label("Picture").set_input_files(
        {"name": "wave.gif", "mimeType": "image/gif", "buffer": picture.getvalue()}
    )
    page.get_by_label("Shortcode").fill("wave_hello")
    page.get_by_label("Category").fill("Greetings")
    page.get_by_role("button", name="Add it").click()
    expect(page.locator("main")).to_contain_text(":wave_hello: can be used")
    expect(page.get_by_role("img", name=":wave_hello:")).to_be_visible()
    for shape in (PHONE, DESKTOP):
        page.set_viewport_size(shape["viewport"])  # type: ignore[arg-type]
        axe(page)
    page.goto("/compose")
    text = page.locator("textarea").first
    text.fill("Good morning")
    page.locator("summary", has_text="Emoji").click()
    page.get_by_role("button", name=":wave_hello:").click()
    expect(text).to_have_value("Good morning :wave_hello: ")
    expect(text).to_be_focused()
    axe(page)
    page.get_by_role("button", name=re.compile("^Post")).last.click()
    image = page.locator("article", has_text="Good morning").first.get_by_role("img").last
    shown = page.get_by_role("img", name=":wave_hello:").first
    expect(shown).to_be_visible()
    expect(image).to_have_count(1)
    assert shown.evaluate("one => one.decode().then(() => one.currentSrc)").endswith("-small.webp")
    page.emulate_media(reduced_motion="no-preference")
    page.reload()
    source = shown.evaluate("one => one.decode().then(() => one.currentSrc)")
    assert source.endswith(".webp") and "-small" not in source
    server.command("emoji", "remove", "wave_hello")
    server.command("moderator", "maya", "--remove")
