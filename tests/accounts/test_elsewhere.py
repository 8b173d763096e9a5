"""Signing in with an account of ORCID or any OpenID provider."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.socialaccount.helpers import complete_social_login
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.test import Client, RequestFactory
from django.urls import reverse

from plenary.accounts.adapter import SocialAccountAdapter
from plenary.accounts.models import Account, User
from tests.accounts.doors import honest, signed_in

pytestmark = pytest.mark.django_db


def elsewhere(
    request: Any, email: str, uid: str = "0000-0001", verified: bool = True
) -> SocialLogin:
    """Somebody comes back from a provider that calls this address theirs."""
    provider = SocialAccountAdapter(request).get_provider(request, "orcid")
    login = SocialLogin(
        user=User(email=email),
        provider=provider,
        account=SocialAccount(provider="orcid", uid=uid, extra_data={}),
        email_addresses=[EmailAddress(email=email, verified=verified, primary=True)],
    )
    login.state = {}
    return login


def test_the_same_address_elsewhere_opens_no_account_here(
    rf: RequestFactory, settings: Any, maya: Account
) -> None:
    """46"""
    settings.SOCIALACCOUNT_PROVIDERS = {
        "orcid": {"APPS": [{"client_id": "x", "secret": "y"}], "EMAIL_AUTHENTICATION": True}
    }
    request = rf.get("/")
    SessionMiddleware(lambda _: None).process_request(request)  # type: ignore[arg-type, return-value]
    MessageMiddleware(lambda _: None).process_request(request)  # type: ignore[arg-type, return-value]
    from django.contrib.auth.models import AnonymousUser

    request.user = AnonymousUser()
    with context.request_context(request):
        answer = complete_social_login(request, elsewhere(request, "maya@example.org"))
    assert answer.status_code == 302
    assert answer["Location"] == reverse("socialaccount_signup")
    assert not request.user.is_authenticated
    assert not SocialAccount.objects.exists()
    login = elsewhere(request, "maya@example.org")
    assert SocialAccountAdapter(request).authenticate_by_email(login) is None
    assert not SocialAccountAdapter(request).can_authenticate_by_email(login, "maya@example.org")


def test_providers_are_offered_only_where_configured(client: Client, settings: Any) -> None:
    assert "Continue with" not in client.get(reverse("account_login")).content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = {
        "orcid": {"APPS": [{"client_id": "x", "secret": "y"}], "BASE_DOMAIN": "orcid.org"},
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "college",
                    "name": "The College",
                    "client_id": "x",
                    "secret": "y",
                    "settings": {"server_url": "https://id.college.example"},
                }
            ]
        },
    }
    for page in ("account_login", "account_signup"):
        shown = client.get(reverse(page)).content.decode()
        assert "Continue with The College" in shown
        assert "Continue with Orcid" in shown


def test_who_comes_from_elsewhere_chooses_a_handle(
    client: Client, settings: Any, maya: Account
) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {"orcid": {"APPS": [{"client_id": "x", "secret": "y"}]}}
    request = RequestFactory().get("/")
    client.get(reverse("account_login"))
    session = client.session
    with context.request_context(request):
        session["socialaccount_sociallogin"] = elsewhere(request, "jonas@example.org").serialize()
    session.save()
    client.cookies["sessionid"] = str(session.session_key)
    honest(client.get(reverse("socialaccount_signup")))
    form = {"email": "jonas@example.org", "display_name": "Jonas"}
    for handle in ("maya", "admin", ""):
        client.post(reverse("socialaccount_signup"), {**form, "handle": handle})
        assert Account.objects.count() == 1
    client.post(reverse("socialaccount_signup"), {**form, "handle": "jonas"})
    account = Account.objects.get(username="jonas")
    assert SocialAccount.objects.get().user == account.user
    assert not account.user.has_usable_password()
    assert signed_in(client)
