"""Signing up, in and out; second factors; changes of e-mail and password; what attackers try."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.mfa.adapter import get_adapter as mfa_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.socialaccount.helpers import complete_social_login
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.contrib.auth import hashers
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core import mail
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse

from plenary.accounts import actions
from plenary.accounts.adapter import AccountAdapter, SocialAccountAdapter
from plenary.accounts.models import Account, User
from plenary.lib import clock, pubsub

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
NEW = "another long sentence"


@pytest.fixture
def maya() -> Account:
    return actions.create_account(
        email="maya@example.org",
        password=PASSWORD,
        username="maya",
        display_name="Maya",
        email_verified=True,
    )


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], str]]:
    """What open pages were told."""
    seen: list[tuple[list[str], str]] = []
    monkeypatch.setattr(
        pubsub, "publish", lambda channels, event, data=None: seen.append((channels, event))
    )
    return seen


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
    client.cookies["sessionid"] = session.session_key
    before = session.session_key
    assert sign_in(client).status_code == 302
    after = client.cookies["sessionid"].value
    assert after != before
    assert signed_in(client)
    thief = Client()
    thief.cookies["sessionid"] = before
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
    assert ([pubsub.account(maya.pk)], "session-ended") in told
    again = Client().get(link.group(1), follow=True)
    assert "password1" not in again.content.decode()


def test_a_changed_password_ends_the_other_sessions_only(
    client: Client, maya: Account, told: list[Any]
) -> None:
    elsewhere = Client()
    sign_in(client)
    sign_in(elsewhere)
    key = client.cookies["sessionid"].value
    answer = client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW},
    )
    assert answer.status_code == 302
    assert signed_in(client)
    assert client.cookies["sessionid"].value != key
    assert not signed_in(elsewhere)
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


@pytest.mark.parametrize(
    "name", ["mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"]
)
def test_second_factors_need_the_password_again(client_for: Any, maya: Account, name: str) -> None:
    answer = client_for(maya).get(reverse(name))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_reauthenticate"))


def activate_totp(account: Account) -> str:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(account.user, secret)
    return secret


def code(secret: str) -> str:
    return totp.format_hotp_value(
        totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time())))
    )


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


def test_passwords_cannot_be_guessed_from_many_addresses(maya: Account) -> None:
    """74: counted for the person."""
    for attempt in range(8):
        sign_in(Client(REMOTE_ADDR=f"198.51.100.{attempt}"), password=f"guess number {attempt}")
    late = Client(REMOTE_ADDR="203.0.113.9")
    sign_in(late)
    assert not signed_in(late)


def test_nor_for_many_people_from_one_network(maya: Account) -> None:
    """74: an IPv6 network of 2^64 addresses counts as one."""
    for attempt in range(40):
        sign_in(
            Client(REMOTE_ADDR=f"2001:db8:1:2::{attempt:x}"),
            f"person{attempt}@example.org",
            "guess it",
        )
    near, far = Client(REMOTE_ADDR="2001:db8:1:2::ffff"), Client(REMOTE_ADDR="2001:db8:9:9::1")
    sign_in(near)
    sign_in(far)
    assert not signed_in(near)
    assert signed_in(far)


def test_nor_by_another_spelling_of_the_path(client: Client, maya: Account) -> None:
    """74: no suffix reaches the view around its limits."""
    path = reverse("account_login")
    for spelling in (f"{path}.json", f"{path.rstrip('/')}.json", f"{path}?format=json", f"/{path}"):
        answer = client.post(spelling, {"login": "maya@example.org", "password": PASSWORD})
        assert answer.status_code in {302, 404}
        if answer.status_code == 302:
            client.post(reverse("account_logout"))
    for attempt in range(8):
        sign_in(Client(), password=f"guess number {attempt}")
    client.post(f"{path}?x=.json", {"login": "maya@example.org", "password": PASSWORD})
    assert not signed_in(client)


def test_mail_cannot_be_made_to_flood(maya: Account) -> None:
    """74"""
    for attempt in range(12):
        Client(REMOTE_ADDR=f"198.51.100.{attempt}").post(
            reverse("account_reset_password"), {"email": "maya@example.org"}
        )
    assert len(mail.outbox) <= 5


def test_a_header_does_not_change_who_counts(maya: Account) -> None:
    for attempt in range(40):
        sign_in(
            Client(headers={"x-forwarded-for": f"198.51.100.{attempt}"}),
            f"person{attempt}@example.org",
            "guess it",
        )
    browser = Client()
    sign_in(browser)
    assert not signed_in(browser)


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
            assert given, control
            assert f'for="{given.group(1)}"' in shown or "aria-label" in control, control


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
    client.cookies["sessionid"] = session.session_key
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
