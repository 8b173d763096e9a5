"""Pictures of other servers that are not wanted: their posts say that there was one, and where."""

from functools import partial

from django.db import transaction
from django.db.models import Q

from plenary.lib import media
from plenary.statuses.models import Attachment, Status, UploadState


def forget_pictures(account_ids: list[int], most: int) -> bool:
    """Keep none of what these accounts of other servers attached, of so many at most; whether some
    are left."""
    return _forget(Q(account__in=account_ids), most) == most


def forget_pictures_of(status_id: int) -> None:
    """Keep none of one post."""
    _forget(Q(status=status_id), None)


@transaction.atomic
def _forget(which: Q, most: int | None) -> int:
    """The posts are rendered anew by the sweep for those that are not (tidying)."""
    unlike = Attachment.objects.filter(which).exclude(state=UploadState.UNWANTED)
    rows = list(unlike.order_by("pk").values_list("pk", "status_id", "file", "small")[:most])
    Attachment.objects.filter(pk__in=[row[0] for row in rows]).update(
        state=UploadState.UNWANTED, file="", small=""
    )
    posts = {row[1] for row in rows if row[1] is not None}
    Status.objects.filter(pk__in=posts).update(rendered="")
    gone = [path for row in rows for path in row[2:] if path]
    transaction.on_commit(partial(media.delete_all, gone), robust=True)
    return len(rows)
