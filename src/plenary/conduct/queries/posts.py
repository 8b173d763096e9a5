"""Reported posts, as moderators read them: handed on by somebody who saw them."""

from dataclasses import dataclass

from plenary.accounts.models import Account
from plenary.conduct.models import Report
from plenary.conduct.visibility import must_moderate
from plenary.statuses.models import Attachment, Status, Visibility


@dataclass(frozen=True)
class Evidence:
    """`pictures`: of what anybody may see; of other posts only how many there are."""

    status: Status
    pictures: list[Attachment]
    hidden: int


def evidence(viewer: Account, report: Report) -> tuple[list[Evidence], int]:
    """The posts a report names, oldest first, and how many of them are gone."""
    must_moderate(viewer)
    ids = [int(pk) for pk in report.status_ids]
    rows = Status.objects.filter(pk__in=ids, account=report.target_id)
    found = list(rows.select_related("account").prefetch_related("attachments").order_by("pk"))
    made = []
    for status in found:
        pictures = sorted(status.attachments.all(), key=lambda one: one.position)
        anybody = status.visibility <= Visibility.UNLISTED
        made.append(Evidence(status, pictures if anybody else [], 0 if anybody else len(pictures)))
    return made, len(ids) - len(found)
