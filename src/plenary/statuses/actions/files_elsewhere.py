"""Files of other servers' posts: shown from here once they were fetched, until they are old."""

from datetime import datetime

from django.db import transaction

from plenary.lib import clock, media
from plenary.lib.media import StoredImage
from plenary.statuses.actions.publishing import keep_rendered
from plenary.statuses.models import Attachment, Status, UploadState

_AT_ONCE = 100


def waiting(status_id: int) -> list[Attachment]:
    """The pictures of a post that are not here."""
    rows = Attachment.objects.filter(status=status_id, state=UploadState.ELSEWHERE, kind="image")
    return list(rows.select_related("account").order_by("position"))


def show(attachment_id: int, url: str, stored: StoredImage) -> None:
    """The picture is here; it is removed again where the post has another by now."""
    kept = 0
    try:
        with transaction.atomic():
            rows = Attachment.objects.filter(pk=attachment_id, remote_url=url)
            kept = rows.filter(state=UploadState.ELSEWHERE).update(
                state=UploadState.READY,
                file=stored.file,
                small=stored.small,
                width=stored.width,
                height=stored.height,
                blurhash=stored.blurhash,
                created_at=clock.now(),
            )
            _render(list(rows.values_list("status_id", flat=True)))
    finally:
        if not kept:
            media.delete(stored.file)


def forget(before: datetime) -> int:
    """Some of the pictures that came before then stay no longer; how many."""
    rows = Attachment.objects.filter(state=UploadState.READY, created_at__lt=before)
    old = list(rows.exclude(remote_url="").order_by("pk")[:_AT_ONCE])
    with transaction.atomic():
        Attachment.objects.filter(pk__in=[one.pk for one in old]).update(
            state=UploadState.ELSEWHERE, file="", small=""
        )
        _render([one.status_id for one in old])
    media.delete_all([one.file for one in old])
    return len(old)


def _render(status_ids: list[int | None]) -> None:
    for status in Status.objects.select_related("account").filter(pk__in=filter(None, status_ids)):
        keep_rendered(status)
