"""One-time codes, recovery codes and passkeys."""

from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter as mfa_adapter
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from plenary.accounts.models import Account
from tests.accounts.doors import activate_totp, code, confirm, sign_in, signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "name", ["mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"]
)
def test_second_factors_need_the_password_again(client_for: Any, maya: Account, name: str) -> None:
    answer = client_for(maya).get(reverse(name))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_reauthenticate"))


def test_a_second_factor_is_asked_for(client: Client, maya: Account) -> None:
    secret = activate_totp(maya)
    answer = sign_in(client)
    assert answer["Location"].startswith(reverse("mfa_authenticate"))
    assert not signed_in(client)
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert not signed_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert signed_in(client)


def test_a_code_is_good_once(client: Client, maya: Account) -> None:
    secret = activate_totp(maya)
    used = code(secret)
    sign_in(client)
    client.post(reverse("mfa_authenticate"), {"code": used})
    assert signed_in(client)
    other = Client()
    sign_in(other)
    other.post(reverse("mfa_authenticate"), {"code": used})
    assert not signed_in(other)


def test_codes_cannot_be_guessed(client: Client, maya: Account) -> None:
    """74: the true attempts are counted, for the person and not for the browser or address."""
    secret = activate_totp(maya)
    for attempt in range(12):
        guesser = Client(REMOTE_ADDR=f"198.51.100.{attempt}")
        sign_in(guesser)
        guesser.post(reverse("mfa_authenticate"), {"code": f"{attempt:06d}"})
    late = Client(REMOTE_ADDR="203.0.113.9")
    sign_in(late)
    late.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert not signed_in(late)


def test_recovery_codes_open_once(client: Client, maya: Account) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    activate_totp(maya)
    codes = RecoveryCodes.activate(maya.user).get_unused_codes()
    for browser, inside in ((client, True), (Client(), False)):
        sign_in(browser)
        browser.post(reverse("mfa_authenticate"), {"code": codes[0]})
        assert signed_in(browser) is inside
    stored = Authenticator.objects.get(user=maya.user, type="recovery_codes").data
    assert codes[0] not in str(stored)


def test_passkeys_are_offered(client: Client, maya: Account) -> None:
    assert "passkey_login" in client.get(reverse("account_login")).content.decode()
    options = client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    assert "challenge" in options.json()["request_options"]["publicKey"]
    sign_in(client)
    confirm(client)
    assert 'id="mfa_webauthn_add"' in client.get(reverse("mfa_add_webauthn")).content.decode()


def test_what_proves_a_second_factor_is_no_plain_text_in_the_database(maya: Account) -> None:
    secret = activate_totp(maya)
    stored = Authenticator.objects.get(user=maya.user).data["secret"]
    assert secret not in str(stored)
    assert mfa_adapter().decrypt(stored) == secret
