"""What notifications of reports and decisions hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from plenary.conduct import queries
from plenary.mastodon_api.serializers import reports

if TYPE_CHECKING:
    from plenary.accounts.models import Account

KINDS = ("admin.report", "moderation_warning", "severed")
OF_CONDUCT = frozenset(KINDS)


def of_conduct(viewer: Account, told: Mapping[int, tuple[str, str]]) -> dict[int, dict[str, Any]]:
    """Of notifications (id to kind and key) what such a one holds besides; missing where the report
    or the decision is gone, or not the viewer's to see any more. No query where there is none."""
    ours = {pk: kind for pk, (kind, _) in told.items() if kind in OF_CONDUCT}
    if not ours:
        return {}
    about = {pk: int(told[pk][1].rpartition("-")[2]) for pk in ours}
    asked = {kind: {about[pk] for pk in ours if ours[pk] == kind} for kind in set(ours.values())}
    wanted, struck, lost = (asked.get(kind) for kind in KINDS)
    rows = queries.reports_by_ids(viewer, wanted) if wanted else []
    by_id = {row.pk: row for row in rows}
    strikes = queries.own_strikes(viewer, struck) if struck else {}
    severed = queries.own_severances(viewer, lost) if lost else {}
    made: dict[int, dict[str, Any]] = {}
    for pk, kind in ours.items():
        if kind == "admin.report" and about[pk] in by_id:
            made[pk] = {"report": reports.report(by_id[about[pk]])}
        elif kind == "moderation_warning" and about[pk] in strikes:
            made[pk] = {"moderation_warning": reports.warning(strikes[about[pk]])}
        elif kind == "severed" and about[pk] in severed:
            made[pk] = {"event": reports.severance(severed[about[pk]])}
    return made
