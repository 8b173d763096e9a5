"""The API for moderators: who may."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from plenary.accounts import actions as accounts
from plenary.accounts.models import Account
from plenary.api.routes import ROUTES
from plenary.conduct.models import Deed, Strike
from tests.mastodon_api.admin.scene import ADMIN, staff

pytestmark = pytest.mark.django_db
_ASKED_BY_POST = ("/measures", "/dimensions", "/retention", "/canonical_email_blocks/test")
_ROUTES = sorted((one.method, one.path) for one in ROUTES if "/admin/" in one.path)


def test_there_are_routes() -> None:
    assert len(_ROUTES) > 35


@pytest.mark.parametrize(("method", "path"), _ROUTES)
def test_who_may_not_is_refused(
    phone: Callable[..., Any], nobody: Any, mod: Any, rude: Account, method: str, path: str
) -> None:
    """Without a token, with one of somebody else, and of a moderator's without the scope."""
    path = path.replace("{id}", str(rude.pk))
    nobody.ask(method, path, 401)
    answer = phone("ana", scopes=ADMIN).ask(method, path, 403)
    assert b"This action is not allowed" in answer.content
    phone(mod.account, scopes="read write follow").ask(method, path, 403)
    if method != "GET" and not path.endswith(_ASKED_BY_POST):
        phone(mod.account, scopes="admin:read").ask(method, path, 403)


@pytest.mark.parametrize(("method", "path"), _ROUTES)
@pytest.mark.parametrize(
    "sent",
    [
        {"limit": "x", "max_id": "99999999999999999999", "min_id": "-1", "type": {"a": 1}},
        {"ip": "not an address", "username": "%", "role_ids": [["a"]], "domain": ["x"]},
        {"report_id": "99999999999999999999999", "type": "none", "account_id": 10**30},
        {"domain": "a" * 400 + ".example", "text": "x" * 9000, "severity": "maim", "category": 1},
    ],
)
def test_odd_parameters_are_never_an_error_of_ours(
    mod: Any, rude: Account, method: str, path: str, sent: dict[str, Any]
) -> None:
    for ident in (str(rude.pk), "999999999999999999999", "0"):
        address = path.replace("{id}", ident)
        headers = {"authorization": f"Bearer {mod.token}"}
        body = msgspec.json.encode(sent)
        answer = mod.client.generic(
            method, address, body, content_type="application/json", headers=headers
        )
        assert answer.status_code < 500, answer.content


def test_nobody_acts_on_themselves_or_above(mod: Any, phone: Callable[..., Any]) -> None:
    chief, peer = staff("chief", admin=True), staff("peer")
    for target in (mod.account, chief, peer):
        path = f"/api/v1/admin/accounts/{target.pk}"
        for action in ("none", "suspend", "disable"):
            mod.post(f"{path}/action", 403, json={"type": action})
        for back in ("enable", "unsilence", "unsuspend", "unsensitive"):
            mod.post(f"{path}/{back}", 403)
    assert not Strike.objects.exists() and not Deed.objects.exists()
    theirs = phone(chief, scopes=ADMIN)
    theirs.post(f"/api/v1/admin/accounts/{chief.pk}/action", 403, json={"type": "suspend"})
    theirs.post(f"/api/v1/admin/accounts/{mod.account.pk}/action", json={"type": "suspend"})
    mod.get("/api/v1/admin/accounts", 401)


def test_a_disabled_admin_is_still_above(mod: Any) -> None:
    chief = staff("chief", admin=True)
    accounts.disable(chief)
    mod.post(f"/api/v1/admin/accounts/{chief.pk}/enable", 403)


def test_ones_own_role(phone: Callable[..., Any], mod: Any) -> None:
    path = "/api/v1/accounts/verify_credentials"
    assert int(mod.get(path)["role"]["permissions"]) & (1 << 4)
    assert not int(mod.get(path)["role"]["permissions"]) & 1
    assert int(phone(staff("chief", admin=True)).get(path)["role"]["permissions"]) & 1
    assert phone("ana").get(path)["role"]["permissions"] == "65536"
