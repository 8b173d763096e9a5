"""Subscribing apps to what is pushed, and pushing it."""

import json
import logging
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from plenary.accounts.models import Account
from plenary.jobs import outbox
from plenary.jobs.tasks import finishing, task
from plenary.lib import clock, fetch, web_push
from plenary.lib.errors import NotFound, Refused
from plenary.timelines.models import Notification, PushSubscription
from plenary.timelines.queries import push as queries
from plenary.timelines.rules import notifications as rules

log = logging.getLogger(__name__)

KEPT = timedelta(hours=48)  # by the push service, for an app that is away
GIVEN_UP = timedelta(hours=1)  # so long an unwilling service is asked again
_MOST_ENDPOINT = 2000
_LATER = {408, 425, 429, *range(500, 600)}
_SECONDS = 5.0  # for one message: the next waits
_REST = timedelta(minutes=1)
_MOST_RESTING = 1000
_resting: dict[str, datetime] = {}  # push services that failed: no other message waits for them


def subscribe(
    actor: Account,
    token_id: int,
    token: str,
    *,
    endpoint: str,
    p256dh: str,
    auth: str,
    standard: bool,
    alerts: dict[str, bool],
    policy: str,
) -> PushSubscription:
    """Push to an address from now on; a subscription made with the same token before ends. The
    token goes along with each message, as apps expect, and is kept sealed for that alone."""
    _check_endpoint(endpoint)
    try:
        web_push.check_keys(p256dh, auth)
    except web_push.Unusable as error:
        raise Refused(f"Validation failed: Keys cannot be used. {error}") from None
    with transaction.atomic():
        PushSubscription.objects.filter(token=token_id).delete()
        return PushSubscription.objects.create(
            token_id=token_id,
            account=actor,
            endpoint=endpoint,
            p256dh=p256dh,
            auth=auth,
            sealed_token=queries.sealed_token(token, token_id),
            standard=standard,
            alerts=_alerts(alerts),
            policy=_policy(policy),
        )


def _check_endpoint(endpoint: str) -> None:
    if not endpoint:
        raise Refused("Validation failed: Endpoint can't be blank")
    if len(endpoint) > _MOST_ENDPOINT or not endpoint.isascii() or not endpoint.isprintable():
        raise Refused("Validation failed: Endpoint is not a valid URL")
    try:
        fetch.check_url(endpoint)
    except fetch.FetchRefused as error:
        raise Refused(f"Validation failed: Endpoint is not a valid URL. {error}") from None


def _alerts(given: dict[str, bool]) -> dict[str, bool]:
    return {name: given.get(name) is True for name in dict.fromkeys(rules.NAMES.values())}


def _policy(given: str) -> str:
    if given not in rules.AUDIENCES:
        raise Refused("Validation failed: Policy is not included in the list")
    return given


@transaction.atomic
def change_subscription(token_id: int, alerts: dict[str, bool], policy: str) -> PushSubscription:
    """Of what, and of whom; the address stays."""
    found = PushSubscription.objects.select_for_update().filter(token=token_id).first()
    if found is None:
        raise NotFound
    found.alerts, found.policy = _alerts(alerts), _policy(policy)
    found.save(update_fields=["alerts", "policy"])
    return found


def unsubscribe(token_id: int) -> None:
    PushSubscription.objects.filter(token=token_id).delete()


def enqueue(made: Notification) -> None:
    """One job for each subscription that wants it, in the notification's transaction."""
    outbox.put(
        deliver.using(lane=urlsplit(endpoint).hostname or "").job(pk, made.pk)
        for pk, endpoint in queries.subscribed(made)
    )


@task(slow=True)
def deliver(subscription_id: int, notification_id: int) -> None:
    """Send one message. At least once: an app that gets it twice shows it once, by its Topic or
    its id."""
    errand = queries.errand(subscription_id, notification_id)
    if errand is None:
        return
    age = clock.now() - errand.notification.created_at
    if age > KEPT:
        return
    held = errand.subscription
    words = json.dumps(queries.payload(errand), ensure_ascii=False).encode()
    sealed = web_push.seal(words, held.p256dh, held.auth, standard=held.standard)
    contact = f"mailto:{settings.DEFAULT_FROM_EMAIL}"
    headers = web_push.authorized(
        sealed, held.endpoint, settings.VAPID_KEY, contact, standard=held.standard
    ) | {
        "Content-Type": "application/octet-stream",
        "TTL": str(int((KEPT - max(age, timedelta(0))).total_seconds())),
        "Urgency": "normal",
        # Of two attempts at the same message the service keeps one (RFC 8030 5.4).
        "Topic": web_push.encoded(str(notification_id).encode())[:32],
    }
    status = _sent(held.endpoint, sealed.body, headers)
    if status < 300 or (status in _LATER and age > GIVEN_UP):
        return
    if status in _LATER:
        # Without the address: whoever knows it could push there, and errors are kept.
        host = urlsplit(held.endpoint).hostname
        raise fetch.FetchRefused(f"The push service {host} cannot take it now.")
    with finishing():
        # 404 and 410: the app is gone. Any other: it will never be taken (RFC 8030 7.3).
        PushSubscription.objects.filter(pk=held.pk, endpoint=held.endpoint).delete()


def _sent(endpoint: str, body: bytes, headers: dict[str, str]) -> int:
    """The status that a push service gave; 408 for none at all."""
    host, now = urlsplit(endpoint).netloc, clock.machine_now()
    if _resting.get(host, now) > now:
        return 408
    _resting.pop(host, None)
    try:
        status = fetch.send(endpoint, body, headers, seconds=_SECONDS)
    except fetch.FetchRefused as refused:
        log.info("not pushed: %s", refused)
        if len(_resting) >= _MOST_RESTING:
            _resting.clear()
        _resting[host] = now + _REST
        return 408
    return 503 if 300 <= status < 400 else status
