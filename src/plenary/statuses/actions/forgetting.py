"""Pictures of other servers, kept no more: their posts say that there was one, and where it is."""

from functools import partial

from django.db import transaction

from plenary.lib import media
from plenary.statuses.models import Attachment, Status


@transaction.atomic
def forget_pictures(account_ids: list[int], most: int) -> bool:
    """Remove the files of what these accounts of other servers attached, of so many at most;
    whether some are left. The posts are rendered anew by the sweep for what is not (tidying)."""
    kept = Attachment.objects.exclude(file="", small="").filter(account__in=account_ids)
    rows = list(kept.order_by("pk").values_list("pk", "status_id", "file", "small")[:most])
    Attachment.objects.filter(pk__in=[row[0] for row in rows]).update(file="", small="")
    posts = {row[1] for row in rows if row[1] is not None}
    Status.objects.filter(pk__in=posts).update(rendered="")
    gone = [path for row in rows for path in row[2:] if path]
    transaction.on_commit(partial(media.delete_all, gone), robust=True)
    return len(rows) == most
