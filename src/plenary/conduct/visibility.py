"""Who may see what moderators see, and what a report may name."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from plenary.accounts.models import Account, User
from plenary.conduct import rules
from plenary.conduct.models import Report
from plenary.lib.errors import Forbidden
from plenary.statuses.models import Mention, Status
from plenary.statuses.visibility import visible_to


def rank(account: Account | None) -> int:
    """Nobody, moderator or administrator (one query)."""
    if account is None:
        return rules.NOBODY
    row = (
        User.objects.filter(account=account, is_active=True)
        .values_list("is_staff", "is_superuser")
        .first()
    )
    return rank_of(*row) if row else rules.NOBODY


def rank_of(is_staff: bool, is_superuser: bool) -> int:
    return rules.ADMIN if is_superuser else rules.MODERATOR if is_staff else rules.NOBODY


def must_moderate(viewer: Account | None) -> int:
    """The viewer's rank, if they moderate; Forbidden otherwise."""
    found = rank(viewer)
    if found < rules.MODERATOR:
        raise Forbidden(rules.NOT_ALLOWED)
    return found


def reports_for(viewer: Account) -> QuerySet[Report]:
    """All but those about the viewer: a moderator who is reported is not told by whom."""
    return Report.objects.exclude(target=viewer)


def reportable(viewer: Account, target: Account) -> QuerySet[Status]:
    """Posts the viewer may report: what they see, what anybody sees, and what was sent to them,
    also where one of the two has blocked the other since."""
    rows = Status.objects.filter(account=target, reblog_of__isnull=True)
    sent = Mention.objects.filter(account=viewer, status=OuterRef("pk"))
    either = Q(pk__in=visible_to(rows, viewer).values("pk"))
    either |= Q(pk__in=visible_to(rows, None).values("pk")) | Q(Exists(sent))
    return rows.filter(either)
