"""Going in and out as a browser does, for the tests of sign-in."""

import re
from typing import Any

from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from django.urls import reverse

from plenary.accounts.models import Account

PASSWORD = "correct horse battery"
NEW = "another long sentence"


def sign_in(
    browser: Client, email: str = "maya@example.org", password: str = PASSWORD, **rest: Any
) -> Any:
    return browser.post(reverse("account_login"), {"login": email, "password": password}, **rest)


def signed_in(browser: Client) -> bool:
    return browser.get(reverse("settings_profile")).status_code == 200


def confirm(browser: Client) -> None:
    """Say the password once more, as what guards the sign-in asks."""
    assert (
        browser.post(reverse("account_reauthenticate"), {"password": PASSWORD}).status_code == 302
    )


def activate_totp(account: Account) -> str:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(account.user, secret)
    return secret


def code(secret: str) -> str:
    return totp.format_hotp_value(
        totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time())))
    )


def honest(answer: Any) -> None:
    """A page in our frame whose scripts and styles the content policy lets through."""
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert 'id="main"' in shown
    assert "<h1" in shown
    for tag in re.findall(r"<script\b[^>]*>", shown):
        assert "src=" in tag or 'type="application/json"' in tag, tag
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", shown)
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer["X-Frame-Options"] == "DENY"
    for control in re.findall(r"<(?:input|select|textarea)\b[^>]*>", shown):
        if 'type="hidden"' not in control and "disabled" not in control:
            given = re.search(r'\bid="([^"]+)"', control)
            named = given is not None and f'for="{given.group(1)}"' in shown
            assert named or re.search(r'\saria-label="[^"]+"', control), control
