"""Previews of links: fetched by the worker, once for each address however many posts link there."""

import io
import logging
import random
from datetime import timedelta
from functools import partial
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from plenary.jobs.facts import record
from plenary.jobs.schedule import every
from plenary.jobs.tasks import finishing, task
from plenary.lib import clock, fetch, media, preview
from plenary.lib.errors import PlenaryError
from plenary.lib.ids import first_id_at
from plenary.statuses import rules
from plenary.statuses.actions.publishing import keep_rendered
from plenary.statuses.facts import CardShown, LinkPosted
from plenary.statuses.models import CardState, PreviewCard, Status, Visibility

log = logging.getLogger(__name__)

# A page is read again when somebody links to it after so long; one that gave nothing, sooner.
LASTS = {CardState.READY: timedelta(days=7), CardState.NONE: timedelta(days=1)}
MOST_AN_HOUR = 30  # new pages that are read for one account
KEPT_UNUSED = timedelta(days=1)
_AGENT = "Plenary (link preview)"
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_IMAGES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
_IMAGE_BYTES = 4 * 1024 * 1024
_SECONDS = 5.0  # for a page, and for its picture: other work waits
_JITTER = 4.0  # seconds: not everybody asks at the moment a link is posted
_RENDERED_AT_ONCE = 200
_TIDIED_AT_ONCE = 500


def on_link_posted(fact: LinkPosted) -> None:
    """Tie the post to the card of its link, and have that made where it is not there or is old."""
    status = Status.objects.select_for_update().filter(pk=fact.status_id).first()
    if status is None or status.visibility == Visibility.DIRECT:
        return
    address = rules.previewed(status.text, settings.PUBLIC_URL)
    if not address:
        return
    digest = sha256(address.encode()).hexdigest()
    card = PreviewCard.objects.filter(digest=digest).first()
    if card is None:
        if _linked_lately(status.account_id) >= MOST_AN_HOUR:
            return
        card, _ = PreviewCard.objects.get_or_create(digest=digest, defaults={"address": address})
    if status.card_id != card.pk:
        Status.objects.filter(pk=status.pk).update(card=card)
        if card.is_ready:
            _show(card, [status.pk])
    if _is_due(card):
        wait = timedelta(seconds=random.uniform(0, _JITTER))
        host = urlsplit(card.address).hostname or ""
        make.using(key=f"card:{card.pk}", run_after=wait, lane=host).enqueue(card.pk)


def _linked_lately(account_id: int) -> int:
    """Reading what does not answer takes the worker's time: nobody has much of it."""
    since = first_id_at(clock.now() - timedelta(hours=1))
    rows = Status.objects.filter(account=account_id, pk__gt=since, card__isnull=False)
    return rows.values("card").distinct().count()


def _is_due(card: PreviewCard) -> bool:
    if card.fetched_at is None:
        return True
    return card.fetched_at < clock.now() - LASTS[CardState(card.state)]


@task(slow=True, max_attempts=3)
def make(card_id: int) -> None:
    """Read the page behind a card, and its picture; the posts that link there show it then."""
    card = PreviewCard.objects.filter(pk=card_id).first()
    if card is None or not settings.LINK_PREVIEWS or not _is_due(card):
        return
    changes = _read(card.address)
    try:
        with finishing():
            _keep(card_id, changes)
    except BaseException:
        media.delete(changes.get("image", ""))
        raise


def _keep(card_id: int, changes: dict[str, Any]) -> None:
    held = PreviewCard.objects.select_for_update().filter(pk=card_id).first()
    if held is None:
        transaction.on_commit(partial(media.delete, changes.get("image", "")), robust=True)
        return
    useless = held.image if changes else ""
    if not changes:  # what was there stays
        changes = {} if held.is_ready else {"state": CardState.NONE}
    rows = PreviewCard.objects.filter(pk=card_id)
    rows.update(**changes, fetched_at=clock.now())
    transaction.on_commit(partial(media.delete, useless), robust=True)
    if "title" in changes:
        linking = Status.objects.filter(card=card_id).order_by("-pk")
        newest = list(linking.values_list("pk", flat=True)[:_RENDERED_AT_ONCE])
        _show(rows.get(), newest)
        if len(newest) == _RENDERED_AT_ONCE:  # the rest when it is read, or by and by
            linking.filter(pk__lt=newest[-1]).update(rendered="")


def _show(card: PreviewCard, status_ids: list[int]) -> None:
    """Render anew the posts that show it, and say so."""
    held = Status.objects.select_for_update(of=("self",)).select_related("account", "application")
    for status in held.filter(pk__in=status_ids, card=card).order_by("pk"):
        status.card = card
        keep_rendered(status)
        record(CardShown(status.pk))


def _read(address: str) -> dict[str, Any]:
    """The columns of a card; none where nothing is to be had."""
    try:
        page = fetch.fetch(
            address,
            max_bytes=preview.MAX_BYTES,
            seconds=_SECONDS,
            accept="text/html,application/xhtml+xml",
            agent=_AGENT,
            only=_PAGES,
            cut=True,
        )
    except fetch.FetchRefused as refused:
        log.info("no preview: %s", refused)
        return {}
    found = preview.read(page.body, page.url, page.charset)
    if found is None or len(page.url) > rules.MAX_LINK:
        return {}
    return {
        "state": CardState.READY,
        "url": page.url,
        "title": found.title,
        "description": found.description,
        "author": found.author,
        # Its own, and not the name that it gives itself: that may be anybody's.
        "host": (urlsplit(page.url).hostname or "")[:255],
        "language": found.language,
        "published_at": found.published_at,
        **_picture(found),
    }


def _picture(found: preview.Preview) -> dict[str, Any]:
    """The picture, made anew and kept here; without it the card stands as well."""
    none = {"image": "", "image_description": "", "width": 0, "height": 0, "blurhash": ""}
    if not found.image:
        return none
    try:
        given = fetch.fetch(
            found.image,
            max_bytes=_IMAGE_BYTES,
            seconds=_SECONDS,
            accept="image/*",
            agent=_AGENT,
            only=_IMAGES,
        )
        kept = media.store_preview(io.BytesIO(given.body))
    except (fetch.FetchRefused, PlenaryError) as refused:
        log.info("a preview without its picture: %s", refused)
        return none
    return {
        "image": kept.file,
        "image_description": found.image_description,
        "width": kept.width,
        "height": kept.height,
        "blurhash": kept.blurhash,
    }


@every(timedelta(days=1))
@task
def tidy_cards() -> None:
    """Remove cards that no post shows any more, a bounded number at a time."""
    with transaction.atomic():
        unused = PreviewCard.objects.filter(
            statuses__isnull=True, created_at__lt=clock.now() - KEPT_UNUSED
        )
        found = dict(unused.order_by("pk").values_list("pk", "image")[:_TIDIED_AT_ONCE])
        PreviewCard.objects.filter(pk__in=found).delete()
        transaction.on_commit(partial(media.delete_all, list(found.values())), robust=True)
