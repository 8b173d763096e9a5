"""Who wants what pushed, and what is sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q

from plenary.accounts.models import Account, Follow
from plenary.lib import clock, media, sealed
from plenary.statuses.visibility import may_see
from plenary.timelines.models import Notification, PushSubscription
from plenary.timelines.queries.notifications import notification
from plenary.timelines.rules import notifications as rules

_MOST_TITLE, _MOST_BODY, _MOST_TOKEN = 120, 140, 200
_PURPOSE = b"push token"
_TITLES = {
    "mention": "{name} mentioned you",
    "reply": "{name} answered you",
    "status": "{name} posted",
    "boost": "{name} boosted your post",
    "favourite": "{name} liked your post",
    "follow": "{name} follows you",
    "follow_request": "{name} asks to follow you",
    "poll": "A poll has ended",
    "update": "{name} edited a post you boosted",
    "quote": "{name} quoted you",
    "quoted_update": "{name} edited a post you quoted",
    "admin.sign_up": "{name} signed up",
    "admin.report": "{name} reported something",
    "moderation_warning": "A decision about your account",
    "severed": "Follows of yours ended",
}


@dataclass(frozen=True)
class Errand:
    """One message to one subscription."""

    subscription: PushSubscription
    notification: Notification


def subscription(token_id: int) -> PushSubscription | None:
    """The subscription made with a token."""
    return PushSubscription.objects.filter(token=token_id).first()


def subscribed(made: Notification) -> list[tuple[int, str]]:
    """Id and address of the subscriptions that want to hear of a notification: one query, or two
    where one asks for some people alone."""
    name = rules.NAMES.get(made.kind)
    rows = [
        (pk, endpoint, policy)
        for pk, endpoint, alerts, policy in PushSubscription.objects.filter(account=made.account_id)
        .order_by("pk")
        .values_list("pk", "endpoint", "alerts", "policy")
        if name is not None and alerts.get(name) is True
    ]
    audiences = {"all"}
    if any(policy in {"followed", "follower"} for _, _, policy in rows):
        audiences |= _between(made)
    return [(pk, endpoint) for pk, endpoint, policy in rows if policy in audiences]


def _between(made: Notification) -> set[str]:
    both = [made.account_id, made.actor_id]
    ties = Follow.objects.filter(source__in=both, target__in=both)
    sources = set(ties.values_list("source_id", flat=True))
    return ({"followed"} if made.account_id in sources else set()) | (
        {"follower"} if made.actor_id in sources else set()
    )


def errand(subscription_id: int, notification_id: int) -> Errand | None:
    """What is still to be sent; None where the subscription or its token ended, or the account may
    not hear of it any more."""
    held = PushSubscription.objects.filter(
        Q(token__expires_at__isnull=True) | Q(token__expires_at__gt=clock.machine_now()),
        pk=subscription_id,
        account__suspended_at__isnull=True,
    )
    found = held.select_related("account").first()
    if found is None:
        return None
    about = notification(found.account, notification_id)
    if about is None or (about.status_id and not may_see(found.account, about.status_id)):
        return None
    return Errand(found, about)


def sealed_token(token: str, token_id: int) -> str:
    """How a subscription keeps its token; '' for one that is too long to send."""
    return sealed.seal(token, _PURPOSE, str(token_id)) if len(token) <= _MOST_TOKEN else ""


def payload(errand: Errand) -> dict[str, Any]:
    """What an app shows. Apps with several accounts know by the token whose this is."""
    about, held = errand.notification, errand.subscription
    actor: Account = about.actor
    status = about.status
    icon = media.url(media.small(actor.avatar)) if actor.avatar else "/static/plenary/avatar.png"
    words = (status.spoiler_text or status.text) if status is not None else about.text or actor.note
    return {
        "access_token": sealed.opened(held.sealed_token, _PURPOSE, str(held.token_id)),
        "preferred_locale": "en",
        "notification_id": about.pk,
        "notification_type": rules.NAMES[about.kind],
        "icon": icon if "://" in icon else f"{settings.PUBLIC_URL}{icon}",
        "title": _short(_TITLES[about.kind].format(name=actor.name), _MOST_TITLE),
        "body": _short(words, _MOST_BODY),
    }


def _short(words: str, most: int) -> str:
    words = " ".join(words.split())
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"
