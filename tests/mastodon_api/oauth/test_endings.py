"""What comes twice, and what ends with what (threats 43 and 45); apps that nobody used."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from plenary.accounts import actions
from plenary.accounts.actions.tidying import tidy_sign_ins
from plenary.accounts.models import (
    AccessToken,
    Account,
    Application,
    SpentRefresh,
)
from plenary.lib import clock
from plenary.lib.errors import NotFound
from tests.accounts.doors import NEW, PASSWORD, sign_in
from tests.mastodon_api.oauth.conftest import HOME, secret
from tests.mastodon_api.test_oauth import consent, exchange


def test_43_a_code_that_comes_twice_at_once_gives_nothing(
    ana: Account, client_for: Any, app: Any
) -> None:
    """The second comes after the first was looked up, before its token is written."""
    code = consent(client_for(ana), app)
    application = Application.objects.get(client_id=app["client_id"])
    first = actions.redeem_code(application, code)
    assert actions.redeem_code(application, code) is None
    with pytest.raises(NotFound):
        actions.grant_token(application, ana, "read", code=first)
    assert not AccessToken.objects.filter(account=ana).exists()


def test_43_what_renewed_twice_ends_the_grant(
    ana: Account, client_for: Any, nobody: Any, app: Any, registered: Any
) -> None:
    first = exchange(nobody, app, consent(client_for(ana), app, scope="read offline_access"))
    sent = {"grant_type": "refresh_token", "client_id": app["client_id"]}
    renewed = nobody.post("/oauth/token", data={**sent, "refresh_token": first["refresh_token"]})
    nobody.token = first["access_token"]
    nobody.get(HOME, 401)
    nobody.token = renewed["access_token"]
    nobody.get(HOME)
    nobody.token = ""
    other = registered()  # somebody else's app ends nothing
    strange = {**sent, "client_id": other["client_id"], "refresh_token": first["refresh_token"]}
    nobody.post("/oauth/token", 400, data=strange)
    nobody.token = renewed["access_token"]
    nobody.get(HOME)
    nobody.token = ""
    again = {**sent, "refresh_token": first["refresh_token"]}
    assert nobody.post("/oauth/token", 400, data=again)["error"] == "invalid_grant"
    nobody.token = renewed["access_token"]
    nobody.get(HOME, 401)
    nobody.token = ""
    nobody.post("/oauth/token", 400, data={**sent, "refresh_token": renewed["refresh_token"]})


def test_43_renewing_keeps_the_grant_and_widens_nothing(
    ana: Account, client_for: Any, nobody: Any, app: Any
) -> None:
    first = exchange(nobody, app, consent(client_for(ana), app, scope="read offline_access"))
    kept = AccessToken.objects.get(account=ana)
    sent = {**secret(app), "grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    refused = nobody.post("/oauth/token", 400, data={**sent, "scope": "read write:statuses"})
    assert refused["error"] == "invalid_scope"
    nobody.post("/oauth/token", data=sent)
    assert AccessToken.objects.get(account=ana).pk == kept.pk
    assert first["refresh_token"] not in str(SpentRefresh.objects.values())


def _let_in(ana: Account, client_for: Any, nobody: Any, app: Any) -> tuple[str, str]:
    """A token, and a code not redeemed yet."""
    browser = client_for(ana)
    token = exchange(nobody, app, consent(browser, app))["access_token"]
    return token, consent(browser, app)


def test_45_a_reset_takes_every_app_back(
    ana: Account, client_for: Any, nobody: Any, app: Any
) -> None:
    token, code = _let_in(ana, client_for, nobody, app)
    visitor = Client()
    visitor.post(reverse("account_reset_password"), {"email": "ana@example.org"})
    link = re.search(r"https?://[^/]+(/auth/password/reset/key/\S+)", str(mail.outbox[-1].body))
    assert link
    form = visitor.get(link.group(1), follow=True)
    visitor.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    assert exchange(nobody, app, code, 400)["error"] == "invalid_grant"
    nobody.token = token
    nobody.get(HOME, 401)


def test_45_a_password_changed_by_its_owner_keeps_the_apps(ana: Account, phone: Any) -> None:
    mine, browser = phone(ana), Client()
    sign_in(browser, "ana@example.org")
    sent = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    browser.post(reverse("account_change_password"), sent)
    assert Account.objects.get(pk=ana.pk).user.check_password(NEW)
    mine.get(HOME)


@pytest.mark.parametrize("end", ["revoked", "suspended", "disabled", "app"])
def test_45_neither_token_nor_code_outlives_its_right(
    ana: Account, client_for: Any, nobody: Any, app: Any, end: str
) -> None:
    token, code = _let_in(ana, client_for, nobody, app)
    if end == "revoked":
        pk = Application.objects.get(client_id=app["client_id"]).pk
        client_for(ana).post(f"/settings/apps/{pk}/revoke")
    elif end == "suspended":
        actions.suspend(ana)
        actions.unsuspend(ana)  # what was given before does not come back
    elif end == "disabled":
        actions.disable(ana)
    else:
        Application.objects.get(client_id=app["client_id"]).delete()
    exchange(nobody, app, code, 400)
    nobody.token = token
    nobody.get(HOME, 401)


def test_apps_that_nobody_used_go_after_a_day(
    ana: Account, client_for: Any, nobody: Any, app: Any, registered: Any
) -> None:
    used, waiting, young = app, registered(), registered()
    exchange(nobody, used, consent(client_for(ana), used))
    about = registered()
    consent(client_for(ana), about)
    brought = registered()
    ana.user.signed_up_with = Application.objects.get(client_id=brought["client_id"])
    ana.user.save()
    old = Application.objects.exclude(client_id=young["client_id"])
    old.update(created_at=clock.now() - timedelta(days=2))
    tidy_sign_ins.func()
    kept = set(Application.objects.values_list("client_id", flat=True))
    assert kept == {one["client_id"] for one in (used, about, brought, young)}
    assert waiting["client_id"] not in kept
