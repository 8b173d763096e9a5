"""Who may see what moderators see, and what a report may name."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from plenary.accounts.models import Account
from plenary.conduct import rules
from plenary.conduct.models import Report
from plenary.lib.errors import Forbidden
from plenary.lib.rows import rows
from plenary.statuses.models import Mention, Status
from plenary.statuses.visibility import visible_to

_RANK = """
    SELECT u.is_staff, u.is_superuser FROM plenary_user u
    WHERE u.account_id = %(me)s AND u.is_active
"""


def rank(account: Account | None) -> int:
    """Nobody, moderator or administrator (one query)."""
    if account is None:
        return rules.NOBODY
    found = rows(_RANK, {"me": account.pk})
    return rank_of(*map(bool, found[0])) if found else rules.NOBODY


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
    posts = Status.objects.filter(account=target, reblog_of__isnull=True)
    sent = Mention.objects.filter(account=viewer, status=OuterRef("pk"))
    either = Q(pk__in=visible_to(posts, viewer).values("pk"))
    either |= Q(pk__in=visible_to(posts, None).values("pk")) | Q(Exists(sent))
    return posts.filter(either)
