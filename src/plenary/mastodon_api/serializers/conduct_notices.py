"""What notifications of reports and decisions hold."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from plenary.conduct import queries
from plenary.mastodon_api.serializers import admin, reports

if TYPE_CHECKING:
    from plenary.accounts.models import Account
    from plenary.timelines.models import Notification

OF_CONDUCT = {"admin.report", "moderation_warning"}


def of_conduct(viewer: Account, rows: Iterable[Notification]) -> dict[int, dict[str, Any]]:
    """By the notification's id, what such a one holds besides; missing where the report or the
    decision is gone, or not the viewer's to see any more. No query where there is none."""
    ours = {row.pk: row for row in rows if row.kind in OF_CONDUCT}
    if not ours:
        return {}
    about = {pk: int(row.key.rpartition("-")[2]) for pk, row in ours.items()}
    asked = {about[pk] for pk, row in ours.items() if row.kind == "admin.report"}
    told = queries.reports_by_ids(viewer, asked) if asked else []
    shown = admin.all_reports(viewer, told) if told else []
    by_id = {row.pk: one for row, one in zip(told, shown, strict=True)}
    strikes = queries.own_strikes(viewer, set(about.values()) - asked)
    made: dict[int, dict[str, Any]] = {}
    for pk, row in ours.items():
        if row.kind == "admin.report" and about[pk] in by_id:
            made[pk] = {"report": by_id[about[pk]]}
        elif row.kind == "moderation_warning" and about[pk] in strikes:
            made[pk] = {"moderation_warning": reports.warning(strikes[about[pk]])}
    return made
