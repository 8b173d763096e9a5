"""Push (docs.joinmastodon.org/methods/push)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from django.conf import settings

from plenary.api.call import Call
from plenary.api.door import token_of
from plenary.api.routes import route
from plenary.lib import web_push
from plenary.lib.errors import NotFound
from plenary.mastodon_api.entities.notifications import WebPushSubscription
from plenary.timelines import actions, queries

if TYPE_CHECKING:
    from plenary.timelines.models import PushSubscription

_PATH = "/api/v1/push/subscription"


class Keys(msgspec.Struct):
    """The app's own, in base64: a public key of P-256, and a secret of 16 bytes."""

    p256dh: str = ""
    auth: str = ""


class Target(msgspec.Struct):
    """`standard`: encrypted by RFC 8291; otherwise by the draft that older apps read."""

    endpoint: str = ""
    keys: Keys = msgspec.field(default_factory=Keys)
    standard: bool = False


class Data(msgspec.Struct):
    """Of what, and of whom: all, followed, follower or none."""

    alerts: dict[str, bool] = {}
    policy: str | None = None


class NewSubscription(msgspec.Struct):
    subscription: Target = msgspec.field(default_factory=Target)
    data: Data = msgspec.field(default_factory=Data)
    policy: str | None = None


class Changes(msgspec.Struct):
    data: Data = msgspec.field(default_factory=Data)
    policy: str | None = None


def _token(call: Call) -> int:
    assert call.bearer is not None
    return call.bearer.token_id


def _shown(row: PushSubscription) -> WebPushSubscription:
    return WebPushSubscription(
        id=str(row.pk),
        endpoint=row.endpoint,
        standard=row.standard,
        alerts=row.alerts,
        policy=row.policy,  # type: ignore[arg-type]  # rules let in no other
        server_key=web_push.public_key(settings.VAPID_KEY),
    )


@route("POST", _PATH, scopes="push", takes=NewSubscription, gives=WebPushSubscription)
def create(call: Call) -> WebPushSubscription:
    """Push to an address from now on, instead of where this token did before."""
    given = call.read(NewSubscription)
    made = actions.subscribe(
        call.me,
        _token(call),
        token_of(call.request),
        endpoint=given.subscription.endpoint,
        p256dh=given.subscription.keys.p256dh,
        auth=given.subscription.keys.auth,
        standard=given.subscription.standard,
        alerts=given.data.alerts,
        policy=given.data.policy or given.policy or "all",
    )
    return _shown(made)


@route("GET", _PATH, scopes="push", gives=WebPushSubscription)
def show(call: Call) -> WebPushSubscription:
    """Where this token pushes to."""
    found = queries.subscription(_token(call))
    if found is None:
        raise NotFound
    return _shown(found)


@route("PUT", _PATH, scopes="push", takes=Changes, gives=WebPushSubscription)
def change(call: Call) -> WebPushSubscription:
    """Change of what and of whom; for another address, subscribe anew."""
    given = call.read(Changes)
    policy = given.data.policy or given.policy or "all"
    return _shown(actions.change_subscription(_token(call), given.data.alerts, policy))


@route("DELETE", _PATH, scopes="push", gives=dict[str, str])
def remove(call: Call) -> dict[str, str]:
    """Push no more."""
    actions.unsubscribe(_token(call))
    return {}
