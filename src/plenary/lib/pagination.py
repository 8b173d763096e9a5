"""Pages by key: a page costs the same however deep it lies, and none shifts when rows are added."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet

from plenary.lib.numbers import whole

Row = TypeVar("Row")
MAX_LIMIT = 80


@dataclass(frozen=True)
class Page:
    """Ids as the Mastodon API has them: older than `max_id`, newer than `since_id` (newest first),
    or just newer than `min_id` (the page right above it)."""

    limit: int = 20
    max_id: int | None = None
    since_id: int | None = None
    min_id: int | None = None

    @classmethod
    def of(cls, params: Any, limit: int = 20) -> "Page":
        """From query parameters; what is not a number is as if it were not there."""

        asked = whole(params.get("limit")) or limit
        return cls(
            limit=max(1, min(asked, MAX_LIMIT)),
            max_id=whole(params.get("max_id")),
            since_id=whole(params.get("since_id")),
            min_id=whole(params.get("min_id")),
        )


@dataclass(frozen=True)
class Paged(Generic[Row]):
    """A page of rows; `older` and `newer` are the ids to page on from, None at an end."""

    rows: list[Row]
    older: int | None = None
    newer: int | None = None

    def __bool__(self) -> bool:
        return bool(self.rows)


def ids_page(rows: QuerySet[Model], page: Page, key: str = "pk") -> list[int]:
    """The ids (`key`) of one page, newest first (one query)."""
    if page.max_id is not None:
        rows = rows.filter(**{f"{key}__lt": page.max_id})
    if page.since_id is not None:
        rows = rows.filter(**{f"{key}__gt": page.since_id})
    if page.min_id is not None:
        upward = rows.filter(**{f"{key}__gt": page.min_id}).order_by(key)
        return list(upward.values_list(key, flat=True)[: page.limit])[::-1]
    return list(rows.order_by(f"-{key}").values_list(key, flat=True)[: page.limit])
