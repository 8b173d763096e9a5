"""Who may see a status. The one decision: every list, page, search, stream and file asks here."""

from typing import Any

from django.db.models import BooleanField, F, Func, QuerySet

from plenary.accounts.models import Account
from plenary.accounts.visibility import apart_sql
from plenary.statuses.models import Status


# Spelled in SQL, not in Q objects: each list of posts asks, and the ORM takes three milliseconds
# to put as much together.
def _apart(account: str) -> str:
    return apart_sql(account).replace("%(me)s", "%s")


_SUSPENDED = "{account}.suspended_at IS NOT NULL"

_ANYBODY = f"""({{visibility}} <= 1
    AND NOT EXISTS (SELECT 1 FROM plenary_account a
                    WHERE a.id = {{author}} AND {_SUSPENDED.format(account="a")})
    AND NOT EXISTS (SELECT 1 FROM plenary_status o JOIN plenary_account oa ON oa.id = o.account_id
                    WHERE o.id = {{boosted}} AND {_SUSPENDED.format(account="oa")}))"""

# One's own; else of somebody one may meet what is for all, for followers, for those mentioned.
# A boost needs the boosted to be visible too: its author, and that it was not a direct post.
_VIEWER = f"""(({{author}} = %s OR (
        NOT EXISTS (SELECT 1 FROM plenary_account a
                    WHERE a.id = {{author}} AND {_apart("a")})
        AND ({{visibility}} <= 1
             OR ({{visibility}} = 2 AND EXISTS (SELECT 1 FROM plenary_follow f
                 WHERE f.source_id = %s AND f.target_id = {{author}}))
             OR EXISTS (SELECT 1 FROM plenary_mention m
                        WHERE m.status_id = {{id}} AND m.account_id = %s))))
    AND NOT EXISTS (SELECT 1 FROM plenary_status o JOIN plenary_account oa ON oa.id = o.account_id
                    WHERE o.id = {{boosted}} AND o.account_id <> %s
                    AND (o.visibility > 2 OR {_apart("oa")})))"""


class _MaySee(Func):
    """True of the statuses that a viewer (an account's id, None for anybody) may see."""

    output_field = BooleanField()

    def __init__(self, viewer_id: int | None) -> None:
        super().__init__(F("pk"), F("account_id"), F("visibility"), F("reblog_of_id"))
        self.viewer_id = viewer_id

    def as_sql(  # type: ignore[override]
        self, compiler: Any, connection: Any, **_: Any
    ) -> tuple[str, tuple[int, ...]]:
        names = [compiler.compile(column)[0] for column in self.get_source_expressions()]
        columns = dict(zip(("id", "author", "visibility", "boosted"), names, strict=True))
        if self.viewer_id is None:
            return _ANYBODY.format(**columns), ()
        sql = _VIEWER.format(**columns)
        return sql, (self.viewer_id,) * sql.count("%s")


def seen_sql(viewer_id: int | None, alias: str) -> str:
    """The same decision as a condition on a table named `alias`, for lists spelled in SQL; the
    viewer is its parameter `me`."""
    columns = {
        "id": f"{alias}.id",
        "author": f"{alias}.account_id",
        "visibility": f"{alias}.visibility",
        "boosted": f"{alias}.reblog_of_id",
    }
    if viewer_id is None:
        return _ANYBODY.format(**columns)
    return _VIEWER.format(**columns).replace("%s", "%(me)s")


def seen_by_sql(viewer: str, alias: str) -> str:
    """The same with a column for the viewer: which of several people may see one status."""
    return seen_sql(0, alias).replace("%(me)s", viewer)


def visible_to(statuses: QuerySet[Status], viewer: Account | None) -> QuerySet[Status]:
    """Statuses the viewer may see. A boost needs both the boost and the boosted to be visible."""
    return statuses.filter(_MaySee(viewer.pk if viewer is not None else None))


def may_see(viewer: Account | None, status_id: int) -> bool:
    return visible_to(Status.objects.filter(pk=status_id), viewer).exists()
