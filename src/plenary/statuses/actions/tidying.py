"""What nobody came back for: uploads that no post claimed, keys of posts long answered; and what
is still to be rendered."""

from datetime import timedelta
from functools import partial

from django.db import transaction

from plenary.jobs.schedule import every
from plenary.jobs.tasks import task
from plenary.lib import clock, media, rendering
from plenary.statuses.models import Attachment, IdempotencyKey, Status
from plenary.statuses.queries import RENDERED_FROM

UPLOADS_WAIT = timedelta(days=1)
KEYS_LAST = timedelta(days=2)
_AT_ONCE = 500


@every(timedelta(hours=1))
@task
def tidy() -> None:
    """Remove both, a bounded number at a time; files only once their rows are surely gone."""
    now = clock.now()
    with transaction.atomic():
        free = Attachment.objects.filter(
            status=None, scheduled=None, created_at__lt=now - UPLOADS_WAIT
        )
        held = free.select_for_update().order_by("pk")[:_AT_ONCE]
        files = dict(held.values_list("pk", "file"))
        Attachment.objects.filter(pk__in=files).delete()
        transaction.on_commit(partial(media.delete_all, list(files.values())), robust=True)
        old = IdempotencyKey.objects.filter(created_at__lt=now - KEYS_LAST).order_by("pk")
        IdempotencyKey.objects.filter(
            pk__in=list(old.values_list("pk", flat=True)[:_AT_ONCE])
        ).delete()


@every(timedelta(minutes=10))
@task
def render_missing() -> None:
    """Render what was left to it: by an update that changed the form, or a parent that went."""
    render_some()


def render_some(most: int = _AT_ONCE) -> int:
    """Up to so many, the newest first; how many there were."""
    rows = Status.objects.filter(rendered="", reblog_of__isnull=True).order_by("-pk")
    rows = rows.select_related("account", "application", "card").prefetch_related(*RENDERED_FROM)
    found = list(rows[:most])
    with transaction.atomic():
        for row in found:
            # Unless it was edited, and rendered, meanwhile.
            still = Status.objects.filter(pk=row.pk, rendered="", edited_at=row.edited_at)
            still.update(rendered=rendering.render("status", row))
    return len(found)
