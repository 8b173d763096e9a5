"""Reports, and what stands around one."""

from collections.abc import Iterable

from plenary.accounts.models import Account
from plenary.conduct import rules
from plenary.conduct.models import Report, ReportNote, Strike
from plenary.conduct.visibility import must_moderate, rank, reportable, reports_for
from plenary.lib.errors import NotFound
from plenary.lib.pagination import Page, Paged, ids_page

_FULL = ("account", "target", "assigned_to", "action_taken_by")


def someone(viewer: Account, account_id: int) -> Account:
    """Somebody whom the viewer may report: also one who blocked them, or whom they blocked."""
    rows = Account.objects.filter(pk=account_id, suspended_at__isnull=True)
    found = rows.exclude(pk=viewer.pk).first()
    if found is None:
        raise NotFound
    return found


def reportable_ids(viewer: Account, target: Account, ids: Iterable[int]) -> list[int]:
    """Those of `ids` that the viewer may report as the target's, oldest first."""
    rows = reportable(viewer, target).filter(pk__in=list(ids))
    return list(rows.order_by("pk").values_list("pk", flat=True))


def latest_ids(viewer: Account, target: Account, limit: int = 8) -> list[int]:
    """The target's latest posts that the viewer may report."""
    rows = reportable(viewer, target).order_by("-pk")
    return list(rows.values_list("pk", flat=True)[:limit])


def reports(
    viewer: Account,
    page: Page,
    *,
    resolved: bool | None = False,
    account_id: int | None = None,
    target_id: int | None = None,
) -> Paged[Report]:
    """Newest first; for moderators. `resolved` None: both (three queries)."""
    must_moderate(viewer)
    rows = reports_for(viewer)
    if resolved is not None:
        rows = rows.filter(action_taken_at__isnull=not resolved)
    if account_id is not None:
        rows = rows.filter(account=account_id)
    if target_id is not None:
        rows = rows.filter(target=target_id)
    ids = ids_page(rows, page)
    found = Report.objects.select_related(*_FULL).in_bulk(ids)
    return Paged(
        [found[pk] for pk in ids if pk in found],
        older=ids[-1] if len(ids) == page.limit else None,
        newer=ids[0] if ids else None,
    )


def report(viewer: Account, report_id: int) -> Report:
    must_moderate(viewer)
    found = reports_for(viewer).select_related(*_FULL).filter(pk=report_id).first()
    if found is None:
        raise NotFound
    return found


def reports_by_ids(viewer: Account, ids: Iterable[int]) -> list[Report]:
    """Some of them, as far as they are for the viewer; none for who does not moderate."""
    if rank(viewer) < rules.MODERATOR:
        return []
    return list(reports_for(viewer).select_related(*_FULL).filter(pk__in=list(ids)))


def open_reports(viewer: Account) -> int:
    """How many wait for an answer."""
    return reports_for(viewer).filter(action_taken_at__isnull=True).count()


def notes(viewer: Account, report: Report) -> list[ReportNote]:
    must_moderate(viewer)
    return list(report.notes.select_related("author").order_by("pk")[:200])


def strikes(viewer: Account, target: Account) -> list[Strike]:
    """What was decided against somebody before, the latest first."""
    must_moderate(viewer)
    return list(target.strikes.select_related("moderator").order_by("-pk")[:50])


def decisions(viewer: Account) -> list[Strike]:
    """What was decided against the viewer, the latest first."""
    return list(viewer.strikes.order_by("-pk")[:50])


def own_strikes(viewer: Account, ids: Iterable[int]) -> dict[int, Strike]:
    """Some of the decisions against the viewer themselves, by id."""
    rows = Strike.objects.filter(target=viewer).select_related("target")
    return rows.in_bulk(list(ids))
