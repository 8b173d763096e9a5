"""Pictures, uploaded before the post they go with."""

from typing import IO

from django.db import DatabaseError, transaction

from plenary.accounts.models import Account
from plenary.lib import media, text
from plenary.lib.errors import NotFound, Refused
from plenary.statuses.actions.publishing import keep_rendered
from plenary.statuses.models import Attachment, Status
from plenary.statuses.rules import MAX_DESCRIPTION


def upload(actor: Account, file: IO[bytes], description: str = "") -> Attachment:
    """Keep a picture; it is free until a post of the same account claims it."""
    _check(description)
    stored = media.store_attachment(file)
    try:
        return Attachment.objects.create(
            account=actor,
            file=stored.file,
            small=stored.small,
            width=stored.width,
            height=stored.height,
            blurhash=stored.blurhash,
            description=text.clean(description).strip(),
        )
    except DatabaseError:
        media.delete(stored.file)  # no file without its row
        raise


def describe(actor: Account, attachment_id: int, description: str) -> None:
    """Set the alternative text of one's own picture."""
    _check(description)
    words = text.clean(description).strip()
    own = Attachment.objects.filter(pk=attachment_id, account=actor)
    with transaction.atomic():
        if not own.update(description=words):
            raise NotFound
        for status in Status.objects.select_for_update().filter(attachments__in=own):
            keep_rendered(status)


def discard_upload(actor: Account, attachment_id: int) -> None:
    """Remove a picture of one's own that no post holds."""
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
