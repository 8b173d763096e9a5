"""The library's pages in our frame, within the content policy."""

import pytest
from django.test import Client
from django.urls import reverse

from plenary.accounts.models import Account
from tests.accounts.doors import activate_totp, confirm, honest, sign_in

pytestmark = pytest.mark.django_db


PAGES = [
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_email_verification_sent",
    "account_inactive",
]
OWN_PAGES = [
    "account_logout",
    "account_email",
    "account_change_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
    "usersessions_list",
    "socialaccount_connections",
    "settings_security",
]


@pytest.mark.parametrize("name", PAGES)
def test_pages_before_sign_in_are_ours_and_keep_to_the_policy(client: Client, name: str) -> None:
    honest(client.get(reverse(name)))


def test_pages_after_sign_in_are_ours_and_keep_to_the_policy(client: Client, maya: Account) -> None:
    sign_in(client)
    confirm(client)
    for name in OWN_PAGES:
        honest(client.get(reverse(name)))
    activate_totp(maya)
    for name in ("mfa_deactivate_totp", "mfa_generate_recovery_codes"):
        honest(client.get(reverse(name)))
    client.post(reverse("mfa_generate_recovery_codes"))
    honest(client.get(reverse("mfa_view_recovery_codes")))
    other = Client()
    sign_in(other)
    honest(other.get(reverse("mfa_authenticate")))
