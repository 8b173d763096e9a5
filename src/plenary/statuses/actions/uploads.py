"""Pictures, films and recordings, uploaded before the post they go with."""

from functools import partial
from typing import IO

from django.db import DatabaseError, transaction

from plenary.accounts.models import Account
from plenary.jobs.tasks import finishing, task
from plenary.lib import media, recordings, text
from plenary.lib.errors import NotFound, Refused
from plenary.statuses.actions.publishing import keep_rendered
from plenary.statuses.models import Attachment, Status, UploadState
from plenary.statuses.rules import MAX_DESCRIPTION

Focus = tuple[float, float]


def upload(
    actor: Account,
    file: IO[bytes],
    description: str = "",
    *,
    focus: Focus | None = None,
    thumbnail: IO[bytes] | None = None,
    wait: bool = True,
) -> Attachment:
    """Keep a file; it is free until a post of the same account claims it. A film or a recording is
    made ready now (`wait`) or by the worker, and may come with a `thumbnail` of its own."""
    _check(description)
    made = Attachment(account=actor, description=text.clean(description).strip())
    _point(made, focus)
    if recordings.is_recording(file):
        return _record(made, file, thumbnail, wait=wait)
    stored = media.store_attachment(file)
    made.file, made.small, made.blurhash = stored.file, stored.small, stored.blurhash
    made.width, made.height = stored.width, stored.height
    try:
        made.save(force_insert=True)
    except DatabaseError:
        media.delete(stored.file)  # no file without its row
        raise
    return made


def _record(
    made: Attachment, file: IO[bytes], thumbnail: IO[bytes] | None, *, wait: bool
) -> Attachment:
    made.file, made.kind, made.state = recordings.keep(file), "video", UploadState.WAITING
    if thumbnail is not None:
        try:
            made.small, made.blurhash = recordings.keep_poster(thumbnail, made.file)
        except BaseException:
            media.delete(made.file)
            raise
    try:
        with transaction.atomic():
            made.save(force_insert=True)
            if not wait:
                # A film takes a processor for minutes; previews and messages go on beside it.
                prepare.using(lane="recordings").enqueue(made.pk)
    except DatabaseError:
        media.delete_all([made.file, made.small])
        raise
    if wait:
        prepare.call(made.pk)
        made.refresh_from_db()
        if made.state == UploadState.FAILED:
            made.delete()
            raise Refused(made.problem, field="file")
    return made


@task(slow=True)
def prepare(attachment_id: int) -> None:
    """Make what waits ready, or say why it never will be."""
    row = Attachment.objects.filter(pk=attachment_id, state=UploadState.WAITING).first()
    if row is None:
        return
    sent = row.file
    changes: dict[str, object]
    try:
        made = recordings.remake(sent, own_poster=bool(row.small))
        changes = {
            "state": UploadState.READY,
            "kind": made.kind,
            "file": made.file,
            "small": row.small or made.small,
            "width": made.width,
            "height": made.height,
            "blurhash": row.blurhash or made.blurhash,
            "duration": made.duration,
            "frame_rate": made.frame_rate,
            "bit_rate": made.bit_rate,
        }
    except Refused as refused:
        changes = {"state": UploadState.FAILED, "problem": refused.message[:300], "file": ""}
        media.delete(row.small)
    with finishing():
        waiting = Attachment.objects.filter(pk=attachment_id, state=UploadState.WAITING)
        useless = [sent] if waiting.update(**changes) else [sent, str(changes["file"])]
        transaction.on_commit(partial(media.delete_all, useless), robust=True)


def describe(
    actor: Account,
    attachment_id: int,
    description: str | None = None,
    focus: Focus | None = None,
) -> None:
    """Set the alternative text of one's own file, and what matters in it."""
    _check(description or "")
    with transaction.atomic():
        row = Attachment.objects.filter(pk=attachment_id, account=actor).first()
        if row is None:
            raise NotFound
        if description is not None:
            row.description = text.clean(description).strip()
        _point(row, focus)
        row.save(update_fields=["description", "focus_x", "focus_y"])
        for status in Status.objects.select_for_update().filter(attachments=row):
            keep_rendered(status)


def _point(row: Attachment, focus: Focus | None) -> None:
    if focus is not None:
        row.focus_x, row.focus_y = (min(max(one, -1.0), 1.0) for one in focus)


def discard_upload(actor: Account, attachment_id: int) -> None:
    """Remove a file of one's own that no post holds."""
    with transaction.atomic():
        free = Attachment.objects.select_for_update().filter(
            pk=attachment_id, account=actor, status=None, scheduled=None
        )
        found = free.first()
        if found is None:
            raise NotFound
        found.delete()
        transaction.on_commit(lambda: media.delete(found.file), robust=True)


def _check(description: str) -> None:
    if len(description) > MAX_DESCRIPTION:
        raise Refused(f"A description has up to {MAX_DESCRIPTION} characters.", field="description")
