"""Reporting somebody, and what moderators do with a report."""

from collections.abc import Iterable

from django.db import transaction

from plenary.accounts.models import Account
from plenary.conduct import queries, rules
from plenary.conduct.actions import book
from plenary.conduct.facts import ReportMade
from plenary.conduct.models import Report, ReportNote
from plenary.conduct.visibility import must_moderate, reports_for
from plenary.jobs.facts import record
from plenary.lib import clock
from plenary.lib.errors import NotFound, Refused


def make_report(
    actor: Account,
    target_id: int,
    *,
    status_ids: Iterable[int] = (),
    comment: str = "",
    category: str = "",
    rule_ids: Iterable[str] = (),
    forward: bool = False,
) -> Report:
    """Tell the moderators of somebody; the one told of never learns by whom."""
    target = queries.someone(actor, target_id)
    wanted = sorted(set(status_ids))
    if len(wanted) > rules.MAX_STATUSES:
        raise Refused(f"Validation failed: at most {rules.MAX_STATUSES} posts go into one report")
    kept, broken = rules.check_category(category, list(rule_ids))
    said = rules.check_comment(comment)
    if queries.reportable_ids(actor, target, wanted) != wanted:
        raise NotFound
    with transaction.atomic():
        made = Report.objects.create(
            account=actor,
            target=target,
            status_ids=[str(pk) for pk in wanted],
            comment=said,
            category=kept,
            rule_ids=broken,
            forwarded=bool(forward and target.domain),
        )
        record(ReportMade(made.pk))
    return made


def held(actor: Account, report_id: int) -> Report:
    """A report to be changed, locked; for moderators, and not one about themselves."""
    must_moderate(actor)
    # Of itself alone: PostgreSQL locks no row of an outer join.
    found = reports_for(actor).select_for_update(of=("self",)).filter(pk=report_id).first()
    if found is None:
        raise NotFound
    return found


def _keep(report: Report, *columns: str) -> None:
    report.updated_at = clock.now()
    report.save(update_fields=[*columns, "updated_at"])


@transaction.atomic
def assign(actor: Account, report_id: int, to: Account | None) -> None:
    """Say who looks after it, or that nobody does."""
    report = held(actor, report_id)
    report.assigned_to = to
    _keep(report, "assigned_to")
    book.write(actor, "assign report" if to else "unassign report", report.target, _name(report))


@transaction.atomic
def resolve(actor: Account, report_id: int) -> None:
    close(actor, held(actor, report_id))


def close(actor: Account, report: Report) -> None:
    """Done with, by the actor; inside a transaction that holds the report."""
    if report.action_taken_at is not None:
        return
    report.action_taken_at, report.action_taken_by = clock.now(), actor
    _keep(report, "action_taken_at", "action_taken_by")
    book.write(actor, "resolve report", report.target, _name(report))


@transaction.atomic
def reopen(actor: Account, report_id: int) -> None:
    report = held(actor, report_id)
    report.action_taken_at = report.action_taken_by = None
    _keep(report, "action_taken_at", "action_taken_by")
    book.write(actor, "reopen report", report.target, _name(report))


@transaction.atomic
def change_report(
    actor: Account, report_id: int, *, category: str | None, rule_ids: list[str] | None
) -> None:
    """Put a report into its proper category."""
    report = held(actor, report_id)
    given = report.category if category is None else category
    if rule_ids is None:
        rule_ids = report.rule_ids if given == "violation" else []
    report.category, report.rule_ids = rules.check_category(given, rule_ids)
    _keep(report, "category", "rule_ids")
    book.write(actor, "change report", report.target, f"{_name(report)}: {report.category}")


@transaction.atomic
def add_note(actor: Account, report_id: int, text: str) -> None:
    """Write something for the other moderators."""
    words = rules.check_note(text)
    report = held(actor, report_id)
    ReportNote.objects.create(report=report, author=actor, text=words)


def _name(report: Report) -> str:
    return f"#{report.pk}"
