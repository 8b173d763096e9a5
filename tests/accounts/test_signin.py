"""Signing up, in and out; changes of e-mail and password; what attackers try."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.core import context
from django.contrib.auth import hashers
from django.core import mail
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse

from plenary.accounts.adapter import AccountAdapter
from plenary.accounts.models import AccessToken, Account, User
from plenary.lib import clock, pubsub
from tests.accounts.doors import (
    NEW,
    PASSWORD,
    confirm,
    sign_in,
    signed_in,
)
from tests.factories import make_account
from tests.mastodon_api.streaming.listening import let_in

pytestmark = pytest.mark.django_db


def joining(**changes: str) -> dict[str, str]:
    return {
        "email": "jonas@example.org",
        "password1": PASSWORD,
        "handle": "jonas",
        "display_name": "Jonas Lind",
        **changes,
    }


def sign_up(browser: Client, **changes: str) -> Any:
    return browser.post(reverse("account_signup"), joining(**changes))


def test_sign_up_makes_account_and_user_and_signs_in(client: Client) -> None:
    answer = sign_up(client)
    assert answer.status_code == 302
    account = Account.objects.get(username="jonas")
    assert account.display_name == "Jonas Lind"
    assert account.user.email == "jonas@example.org"
    assert account.name_words.filter(word="lind").exists()
    assert EmailAddress.objects.filter(user=account.user, email="jonas@example.org").exists()
    assert signed_in(client)
    assert mail.outbox[0].to == ["jonas@example.org"]


def test_nobody_promotes_themselves_at_sign_up(client: Client) -> None:
    """75"""
    sign_up(
        client, is_staff="1", is_superuser="1", verified_doctor="1", followers_count="9", id="1"
    )
    user = User.objects.get()
    assert not user.is_staff
    assert not user.is_superuser
    assert user.account is not None
    assert user.account.followers_count == 0
    assert user.account.pk > 1000


@pytest.mark.parametrize(
    "changes",
    [
        {"handle": "rnaya"},
        {"handle": "admin"},
        {"handle": "mаya2"},
        {"handle": ""},
        {"display_name": ""},
        {"password1": "short"},
        {"password1": "password12345"},
        {"email": "jonas"},
        {"email": "jonas@exämple.org"},
        {"email": "jonas@example.org\r\nBcc: all@example.org"},
        {"email": '"a b"@example.org'},
        {"email": "a,b@example.org"},
        {"email": "jonas\u202e@example.org"},
    ],
)
def test_sign_up_refuses_kindly(client: Client, maya: Account, changes: dict[str, str]) -> None:
    """40, 71"""
    answer = sign_up(client, **changes)
    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()
    assert User.objects.count() == Account.objects.count() == 1
    assert mail.outbox == []


def test_a_closed_server_takes_nobody(client: Client, settings: Any) -> None:
    settings.OPEN_REGISTRATION = False
    sign_up(client)
    assert not User.objects.exists()


def test_sign_up_tells_nobody_which_addresses_are_known(
    client: Client, settings: Any, maya: Account
) -> None:
    """73: where addresses are verified, known and unknown ones get the same answer."""
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    known = sign_up(Client(), email="maya@example.org")
    unknown = sign_up(Client(), email="new@example.org", handle="someone")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert Account.objects.filter(username="jonas").count() == 0
    assert [message.to for message in mail.outbox] == [["maya@example.org"], ["new@example.org"]]


def test_sign_in_rotates_the_session_and_out_ends_it(
    client: Client, maya: Account, told: list[Any]
) -> None:
    """47: a session id from before is worth nothing after."""
    client.get(reverse("account_login"))
    session = client.session
    session["planted"] = "x"
    session.save()
    client.cookies["sessionid"] = str(session.session_key)
    before = session.session_key
    assert sign_in(client).status_code == 302
    after = client.cookies["sessionid"].value
    assert after != before
    assert signed_in(client)
    thief = Client()
    thief.cookies["sessionid"] = str(before)
    assert not signed_in(thief)

    client.post(reverse("account_logout"))
    assert not signed_in(client)
    thief.cookies["sessionid"] = after
    assert not signed_in(thief)
    assert told == [([pubsub.account(maya.pk)], "session-ended")]


def test_signing_out_takes_a_press_and_not_a_link(client: Client, maya: Account) -> None:
    sign_in(client)
    client.get(reverse("account_logout"))
    assert signed_in(client)


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/people", "/people"),
        ("//evil.example/", "/"),
        ("https://evil.example/", "/"),
        ("https:evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("\\\\evil.example", "/"),
        ("https://localhost:8001/", "/"),
    ],
)
def test_sign_in_leads_nowhere_else(client: Client, maya: Account, asked: str, led: str) -> None:
    answer = client.post(
        reverse("account_login"),
        {"login": "maya@example.org", "password": PASSWORD, "next": asked},
    )
    assert answer["Location"] == led


def test_the_suspended_and_the_inactive_stay_outside(client: Client, maya: Account) -> None:
    """45: by no door, and sessions that were open are nobody's at once."""
    sign_in(client)
    Account.objects.filter(pk=maya.pk).update(suspended_at=clock.now())
    assert not signed_in(client)
    other = Client()
    answer = sign_in(other)
    assert answer["Location"] == reverse("account_inactive")
    assert not signed_in(other)
    Account.objects.filter(pk=maya.pk).update(suspended_at=None)
    User.objects.filter(account=maya).update(is_active=False)
    assert not signed_in(client)
    sign_in(other)
    assert not signed_in(other)


def test_a_signed_in_page_reads_user_and_account_in_one_query(
    client: Client, maya: Account, django_assert_num_queries: Any
) -> None:
    from plenary.accounts.backend import AccountBackend

    with django_assert_num_queries(1):
        user = AccountBackend().get_user(maya.user.pk)
        assert user is not None
        assert user.account == maya
    assert AccountBackend().get_user("x") is None
    assert AccountBackend().get_user(10**30) is None


def test_a_wrong_address_costs_as_much_as_a_wrong_password(
    client: Client, maya: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """73: the slow part, hashing, is done once either way, and the answers are the same."""
    runs: list[str] = []
    hasher = type(hashers.get_hasher())
    real = hasher.encode

    def counted(self: Any, *args: Any, **rest: Any) -> str:
        runs.append("hash")
        return str(real(self, *args, **rest))

    monkeypatch.setattr(hasher, "encode", counted)
    answers = []
    for email in ("maya@example.org", "nobody@example.org"):
        runs.clear()
        cache.clear()
        answer = sign_in(Client(), email, "wrong password")
        answers.append(
            re.sub(r'value="[^"]*"', "", answer.content.decode().replace(email, "address"))
        )
        assert runs == ["hash"]
    assert answers[0] == answers[1]


def test_a_reset_says_the_same_for_every_address(maya: Account) -> None:
    """73"""
    answers = [
        Client().post(reverse("account_reset_password"), {"email": email})
        for email in ("maya@example.org", "nobody@example.org")
    ]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {
        (302, reverse("account_reset_password_done"))
    }


def test_a_reset_changes_the_password_and_ends_every_session(
    client: Client, maya: Account, told: list[Any]
) -> None:
    """45"""
    sign_in(client)
    let_in(maya)
    let_in(make_account("tom"))
    visitor = Client()
    visitor.post(reverse("account_reset_password"), {"email": "maya@example.org"})
    link = re.search(r"https?://[^/]+(/auth/password/reset/key/\S+)", str(mail.outbox[-1].body))
    assert link
    form = visitor.get(link.group(1), follow=True)
    visitor.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    assert maya.user.check_password(PASSWORD)  # as it was when loaded
    maya.user.refresh_from_db()
    assert maya.user.check_password(NEW)
    assert not signed_in(client)
    assert [one.account.username for one in AccessToken.objects.all()] == ["tom"]
    assert ([pubsub.account(maya.pk)], "session-ended") in told
    again = Client().get(link.group(1), follow=True)
    assert "password1" not in again.content.decode()


def test_a_changed_password_ends_the_other_sessions_only(
    client: Client, maya: Account, told: list[Any]
) -> None:
    elsewhere = Client()
    sign_in(client)
    sign_in(elsewhere)
    let_in(maya)
    key = client.cookies["sessionid"].value
    answer = client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW},
    )
    assert answer.status_code == 302
    assert signed_in(client)
    assert client.cookies["sessionid"].value != key
    assert not signed_in(elsewhere)
    assert AccessToken.objects.count() == 1, "apps are looked through apart"
    assert ([pubsub.account(maya.pk)], "session-ended") in told
    assert mail.outbox[-1].to == ["maya@example.org"]


def test_other_sessions_are_listed_and_ended(
    client: Client, maya: Account, told: list[Any]
) -> None:
    elsewhere = Client(headers={"user-agent": "An old telephone"})
    sign_in(client)
    sign_in(elsewhere)
    assert "An old telephone" in client.get(reverse("usersessions_list")).content.decode()
    client.post(reverse("usersessions_list"))
    assert signed_in(client)
    assert not signed_in(elsewhere)
    assert told == [([pubsub.account(maya.pk)], "session-ended")]


def test_a_new_address_needs_the_password_again_and_the_old_one_is_warned(
    client: Client, client_for: Any, maya: Account
) -> None:
    """72: a stolen session, old enough, changes nothing."""
    thief = client_for(maya)
    answer = thief.post(reverse("account_email"), {"email": "new@example.org", "action_add": ""})
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert not EmailAddress.objects.filter(email="new@example.org").exists()

    sign_in(client)
    confirm(client)
    client.post(reverse("account_email"), {"email": "new@example.org", "action_add": ""})
    link = re.search(r"https?://[^/]+(/auth/confirm-email/\S+)", str(mail.outbox[-1].body))
    assert link
    assert mail.outbox[-1].to == ["new@example.org"]
    maya.user.refresh_from_db()
    assert maya.user.email == "maya@example.org"
    client.post(link.group(1))
    maya.user.refresh_from_db()
    assert maya.user.email == "new@example.org"
    assert ["maya@example.org"] in [message.to for message in mail.outbox[1:]]


def test_mail_headers_take_no_second_line(rf: RequestFactory, maya: Account) -> None:
    """71"""
    request = rf.get("/")
    with context.request_context(request):
        message = AccountAdapter(request).render_mail(
            "account/email/password_changed",
            "maya@example.org",
            {"user": maya.user, "request": request, "current_site": "x\r\nBcc: all@example.org"},
        )
    assert "\n" not in message.subject
    assert "\r" not in message.subject
    assert message.recipients() == ["maya@example.org"]
