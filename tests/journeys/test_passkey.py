"""A passkey, made and used with the authenticator that the browser itself plays."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.conftest import PHONE
from tests.journeys.server import Server

# Somebody of the demo who plays in no other test: from now on a password alone is not enough.
WHO = "mhairi_public"


@pytest.fixture
def device(browser: Browser, server: Server):
    """A phone with a fingerprint reader. Passkeys belong to a name, and an address is none."""
    context: BrowserContext = browser.new_context(
        base_url=f"http://localhost:{server.port}", reduced_motion="reduce", **PHONE
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options: dict[str, Any] = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield page
    context.close()


def test_a_passkey_is_made_and_signs_in(
    device: Page, server: Server, sign_in: Callable[..., None]
) -> None:
    sign_in(device, WHO)
    device.goto("/auth/2fa/webauthn/add/")
    if "reauthenticate" in device.url:
        device.locator("input[name=password]").fill(server.sign_in_of(WHO)[1])
        device.locator("input[name=password]").press("Enter")
        device.wait_for_url("**/webauthn/add/**")
    device.locator("input[name=name]").fill("A speaker's phone")
    box = device.locator("input[name=passwordless]")
    if box.count():
        box.check()
    device.locator("main form button").last.click()
    device.wait_for_url(lambda url: "/webauthn/add" not in url)
    expect(device.locator("main")).to_contain_text("Security key added")
    device.goto("/auth/2fa/webauthn/")
    expect(device.locator("main")).to_contain_text("A speaker's phone")
    device.context.clear_cookies()
    device.goto("/auth/login/")
    device.get_by_role("button", name="passkey").or_(device.get_by_text("passkey")).first.click()
    device.wait_for_url(lambda url: "/auth/login" not in url)
    device.goto("/settings/profile")
    expect(device.get_by_role("link", name="Back to your profile")).to_have_attribute(
        "href", f"/@{WHO}"
    )
