"""Who may know of whom. Every reader in every room starts here: a blocked person (in either
direction) and a suspended one look exactly like someone who is not there."""

from typing import Any

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q

from plenary.accounts.models import Account, Follow, Mute
from plenary.lib import clock
from plenary.lib.rows import rows

# Whom a viewer (`{me}`) must not meet, by an account's id, when it was suspended, and its server.
# Spelled in SQL, not in Q objects: nearly every list asks, and the ORM takes a millisecond to put
# it together.
APART = """({suspended} IS NOT NULL
    OR EXISTS (SELECT 1 FROM plenary_block b WHERE b.source_id = {me} AND b.target_id = {id})
    OR EXISTS (SELECT 1 FROM plenary_block b WHERE b.source_id = {id} AND b.target_id = {me})
    OR ({domain} > '' AND EXISTS (SELECT 1 FROM plenary_userdomainblock d
                                  WHERE d.account_id = {me} AND d.domain = {domain})))"""
_SUSPENDED = "{suspended} IS NOT NULL"


def apart_sql(account: str) -> str:
    """The same on a table of accounts, for lists spelled in SQL; the viewer is its parameter `me`,
    0 for nobody in particular."""
    columns = {name: f"{account}.{name}" for name in ("id", "domain")}
    return APART.format(suspended=f"{account}.suspended_at", me="%(me)s", **columns)


class _Apart(Func):
    """True of accounts that a viewer (an account's id, None for anybody) must not meet."""

    output_field = BooleanField()

    def __init__(self, viewer_id: int | None, account: str, prefix: str) -> None:
        super().__init__(F(account), F(f"{prefix}suspended_at"), F(f"{prefix}domain"))
        self.viewer_id = viewer_id

    def as_sql(  # type: ignore[override]
        self, compiler: Any, connection: Any, **_: Any
    ) -> tuple[str, tuple[int, ...]]:
        names = [compiler.compile(column)[0] for column in self.get_source_expressions()]
        columns = dict(zip(("id", "suspended", "domain"), names, strict=True))
        if self.viewer_id is None:
            return _SUSPENDED.format(**columns), ()
        sql = APART.format(**columns, me="%s")
        return sql, (self.viewer_id,) * sql.count("%s")


def apart(viewer: Account | None, field: str = "account") -> Q:
    """Rows whose `field` (an account, or 'pk' on Account itself) the viewer must not meet.

    Use as `queryset.exclude(apart(viewer, "account"))` or `.filter(~apart(viewer))`.
    """
    own = field in {"pk", "id"}
    viewer_id = viewer.pk if viewer is not None else None
    return Q(_Apart(viewer_id, "pk" if own else f"{field}_id", "" if own else f"{field}__"))


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
    return not rows(_BLOCKED, {"me": viewer.pk, "they": other.pk})


_BLOCKED = """
    SELECT 1 FROM plenary_block WHERE source_id = %(me)s AND target_id = %(they)s
    UNION ALL SELECT 1 FROM plenary_block WHERE source_id = %(they)s AND target_id = %(me)s
"""
_KEPT_AWAY = """
    SELECT 1 FROM plenary_userdomainblock WHERE account_id = %(me)s AND domain = %(domain)s
"""


def keeps_away(viewer: Account, domain: str) -> bool:
    """Whether the viewer keeps a whole server away."""
    return bool(rows(_KEPT_AWAY, {"me": viewer.pk, "domain": domain}))
