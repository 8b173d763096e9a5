"""A doctor comes to the congress with the account they have on another server."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.accounts.elsewhere.home import Home, home
from tests.journeys.conftest import DESKTOP, PHONE, Contexts
from tests.journeys.server import Server


@pytest.fixture
def there() -> Iterator[Home]:
    with home() as found:
        yield found


def go_home(page: Page, there: Home) -> None:
    page.goto("/auth/login/")
    page.get_by_label("Your Fediverse address").fill(there.handle)
    page.get_by_role("button", name="Go on to your server").click()


def test_on_a_phone_it_goes_there_and_back_by_itself(
    server: Server, contexts: Contexts, there: Home, axe
) -> None:
    page = contexts.open(PHONE)
    go_home(page, there)
    page.get_by_role("link", name="Authorize").click()  # the content policy let it come here
    page.wait_for_url(f"{server.url}/")
    expect(page.get_by_role("link", name="Write", exact=True)).to_be_visible()
    for path in ("/", "/settings/profile", "/settings/security", "/people"):
        page.goto(path)
        axe(page)


def test_without_javascript_too(server: Server, browser: Browser, there: Home) -> None:
    context = browser.new_context(base_url=server.url, java_script_enabled=False, **DESKTOP)
    context.set_default_timeout(20_000)
    page = context.new_page()
    go_home(page, there)
    page.get_by_role("link", name=f"Go on to {there.host}").click()
    page.get_by_role("link", name="Authorize").click()
    page.wait_for_url(f"{server.url}/")
    expect(page.get_by_role("link", name="Write", exact=True)).to_be_visible()
    context.close()


def test_what_went_wrong_is_said(contexts: Contexts, there: Home, axe) -> None:
    there.answers["/api/v1/apps"] = (403, {})
    page = contexts.open(PHONE)
    go_home(page, there)
    expect(page.get_by_role("alert")).to_contain_text("does not let people sign in")
    axe(page)
    page.get_by_role("link", name="Try again").click()
    expect(page.get_by_label("Your Fediverse address")).to_be_visible()
    axe(page)
