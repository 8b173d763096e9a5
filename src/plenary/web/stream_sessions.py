"""Whose session a stream has, and whether it still holds. Runs in threads, beside the loop."""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.contrib import auth
from django.contrib.sessions.models import Session
from django.db import close_old_connections
from django.utils import timezone
from django.utils.crypto import constant_time_compare


@dataclass(frozen=True, slots=True)
class Listener:
    """An account behind a session."""

    account_id: int
    session_key: str


def identify(session_key: str) -> Listener | None:
    """The account whose session this is; None when it may not listen."""
    if not session_key.isalnum():  # an escape in a cookie can be a NUL, at which PostgreSQL balks
        return None
    close_old_connections()
    try:
        store = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
        user: Any = auth.get_user(SimpleNamespace(session=store))  # type: ignore[arg-type]
        if not user.is_authenticated or not _may_listen(user):
            return None
        return Listener(user.account_id, session_key)
    finally:
        close_old_connections()


def still_hold(listeners: Iterable[Listener]) -> set[Listener]:
    """Those whose session lives and fits the password, and who may listen: two queries."""
    close_old_connections()
    asked = {listener.session_key: listener for listener in listeners}
    # Sessions keep to the machine's clock, not to Plenary's.
    rows = Session.objects.filter(session_key__in=asked, expire_date__gt=timezone.now())
    sessions = {row.session_key: row.get_decoded() for row in rows}
    model = auth.get_user_model()
    ids = {str(data[auth.SESSION_KEY]) for data in sessions.values() if auth.SESSION_KEY in data}
    users = {
        str(user.pk): user for user in model.objects.select_related("account").filter(pk__in=ids)
    }
    return {asked[key] for key, data in sessions.items() if _holds(asked[key], data, users)}


def _holds(listener: Listener, data: dict[str, Any], users: dict[str, Any]) -> bool:
    user = users.get(str(data.get(auth.SESSION_KEY)))
    return (
        user is not None
        and user.account_id == listener.account_id
        and constant_time_compare(data.get(auth.HASH_SESSION_KEY, ""), user.get_session_auth_hash())
        and _may_listen(user)
    )


def _may_listen(user: Any) -> bool:
    return bool(user.is_active and user.account is not None and user.account.suspended_at is None)
