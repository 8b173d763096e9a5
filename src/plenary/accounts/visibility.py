"""Who may know of whom. Every reader in every room starts here: a blocked person (in either
direction) and a suspended one look exactly like someone who is not there."""

from django.db.models import Exists, OuterRef, Q

from plenary.accounts.models import Account, Block, Follow, Mute, UserDomainBlock
from plenary.lib import clock


def apart(viewer: Account | None, field: str = "account") -> Q:
    """Rows whose `field` (an account, or 'pk' on Account itself) the viewer must not meet.

    Use as `queryset.exclude(apart(viewer, "account"))` or `.filter(~apart(viewer))`.
    """
    prefix = "" if field in {"pk", "id"} else f"{field}__"
    suspended = Q(**{f"{prefix}suspended_at__isnull": False})
    if viewer is None:
        return suspended
    ref = OuterRef(field if field in {"pk", "id"} else f"{field}_id")
    return (
        suspended
        | Q(Exists(Block.objects.filter(source=viewer, target=ref)))
        | Q(Exists(Block.objects.filter(source=ref, target=viewer)))
        | _of_servers_kept_away(viewer, prefix)
    )


def _of_servers_kept_away(viewer: Account, prefix: str) -> Q:
    """Asked of people from elsewhere alone: '' is never kept away."""
    away = UserDomainBlock.objects.filter(account=viewer, domain=OuterRef(f"{prefix}domain"))
    return Q(**{f"{prefix}domain__gt": ""}) & Q(Exists(away))


def muted(viewer: Account, field: str = "account") -> Q:
    """Rows whose account the viewer muted: left out of what comes unasked, not of a visit."""
    ref = OuterRef(field if field in {"pk", "id"} else f"{field}_id")
    mutes = Mute.objects.filter(source=viewer, target=ref)
    return Q(Exists(mutes.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=clock.now()))))


def limited(viewer: Account | None, field: str = "account") -> Q:
    """Rows whose account the moderators limited: left out of what strangers are shown unasked."""
    column = "silenced_at" if field in {"pk", "id"} else f"{field}__silenced_at"
    silenced = Q(**{f"{column}__isnull": False})
    if viewer is None:
        return silenced
    own = Q(**{field if field in {"pk", "id"} else f"{field}_id": viewer.pk})
    return silenced & ~own & ~follows(viewer, field)


# The same as a condition on `s`, a row of statuses, for lists spelled in SQL; with a `{me}`.
NOT_LIMITED = """NOT EXISTS (SELECT 1 FROM plenary_account q
    WHERE q.id = s.account_id AND q.silenced_at IS NOT NULL AND q.id <> {me}
    AND NOT EXISTS (SELECT 1 FROM plenary_follow qf
                    WHERE qf.source_id = {me} AND qf.target_id = q.id))"""


def follows(viewer: Account, field: str = "account") -> Q:
    """Rows whose account the viewer follows."""
    ref = OuterRef(field if field in {"pk", "id"} else f"{field}_id")
    return Q(Exists(Follow.objects.filter(source=viewer, target=ref)))


def followed_by(viewer: Account, field: str = "account") -> Q:
    """Rows whose account follows the viewer."""
    ref = OuterRef(field if field in {"pk", "id"} else f"{field}_id")
    return Q(Exists(Follow.objects.filter(source=ref, target=viewer)))


def may_meet(viewer: Account | None, other: Account) -> bool:
    """Whether the two may know of each other at all (one query; two of somebody elsewhere)."""
    if other.suspended_at is not None:
        return False
    if viewer is None or viewer.pk == other.pk:
        return True
    if other.domain and keeps_away(viewer, other.domain):
        return False
    return not Block.objects.filter(
        Q(source=viewer, target=other) | Q(source=other, target=viewer)
    ).exists()


def keeps_away(viewer: Account, domain: str) -> bool:
    """Whether the viewer keeps a whole server away."""
    return UserDomainBlock.objects.filter(account=viewer, domain=domain).exists()
