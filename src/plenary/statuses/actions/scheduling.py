"""Posts to come: kept as drafts, and posted when it is time."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.db import IntegrityError, transaction

from plenary.accounts.models import Account
from plenary.jobs.tasks import task
from plenary.lib import clock
from plenary.lib.errors import NotFound, PlenaryError, Refused
from plenary.statuses import rules
from plenary.statuses.actions import publishing
from plenary.statuses.models import Attachment, ScheduledStatus
from plenary.statuses.rules import Draft

log = logging.getLogger(__name__)


def schedule(
    actor: Account, draft: Draft, at: datetime, *, idempotency_key: str = ""
) -> ScheduledStatus:
    """Have a draft posted at a moment; all that could be refused then is refused now. A repeated
    `idempotency_key` of the same account gives the first one again."""
    draft = publishing.checked(actor, draft)
    _check_moment(at)
    key = idempotency_key[:200] or None
    kept = ScheduledStatus.objects.filter(account=actor, key=key)
    if key and (first := kept.first()):
        return first
    try:
        with transaction.atomic():
            _check_room(actor, at)
            publishing.check_ties(actor, draft)
            made = ScheduledStatus.objects.create(
                account=actor,
                application_id=draft.application_id,
                scheduled_at=at,
                draft=_kept(draft),
                key=key,
            )
            held = Attachment.objects.filter(
                pk__in=draft.attachments, account=actor, status=None, scheduled=None
            )
            if held.update(scheduled=made) < len(draft.attachments):
                raise NotFound("That picture is not here any more. Please add it again.")
            _due_at(made)
    except IntegrityError:
        if key and (first := kept.first()):  # the same key at the same moment
            return first
        raise
    return made


def _kept(draft: Draft) -> Any:
    kept = msgspec.to_builtins(draft, str_keys=True)
    del kept["application_id"]
    return kept


def _draft(row: ScheduledStatus) -> Draft:
    draft = msgspec.convert(row.draft, Draft, strict=False)
    return replace(draft, application_id=row.application_id)


def _check_moment(at: datetime) -> None:
    if at < clock.now() + rules.SCHEDULED_AHEAD:
        raise Refused(
            "Scheduled at must be at least five minutes from now",
            field="scheduled_at",
        )


def _check_room(actor: Account, at: datetime, but: int = 0) -> None:
    Account.objects.select_for_update(no_key=True).get(pk=actor.pk)
    waiting = ScheduledStatus.objects.filter(account=actor).exclude(pk=but)
    if waiting.count() >= rules.MAX_SCHEDULED:
        raise Refused(f"Up to {rules.MAX_SCHEDULED} posts can wait.", field="scheduled_at")
    day = at.replace(hour=0, minute=0, second=0, microsecond=0)
    same_day = waiting.filter(scheduled_at__gte=day, scheduled_at__lt=day + timedelta(days=1))
    if same_day.count() >= rules.MAX_SCHEDULED_A_DAY:
        raise Refused(
            f"Up to {rules.MAX_SCHEDULED_A_DAY} posts can wait for one day.", field="scheduled_at"
        )


def reschedule(actor: Account, scheduled_id: int, at: datetime) -> ScheduledStatus:
    """Another moment for one's own post to come."""
    _check_moment(at)
    with transaction.atomic():
        row = _own(actor, scheduled_id)
        _check_room(actor, at, but=row.pk)
        row.scheduled_at = at
        row.save(update_fields=["scheduled_at"])
        _due_at(row)
    return row


def unschedule(actor: Account, scheduled_id: int) -> None:
    """It will not be posted; its files are free again."""
    with transaction.atomic():
        _own(actor, scheduled_id).delete()


def _own(actor: Account, scheduled_id: int) -> ScheduledStatus:
    row = ScheduledStatus.objects.select_for_update().filter(pk=scheduled_id, account=actor).first()
    if row is None:
        raise NotFound
    return row


def _due_at(row: ScheduledStatus) -> None:
    post_scheduled.using(run_after=row.scheduled_at).enqueue(row.pk)


@task
def post_scheduled(scheduled_id: int) -> None:
    """Post what is due. One that was moved has a later job of its own; one that cannot be posted
    any more (what it answers is gone) is dropped, as nobody is there to mend it."""
    row = (
        ScheduledStatus.objects.select_for_update(of=("self",))
        .select_related("account")
        .filter(pk=scheduled_id, scheduled_at__lte=clock.now())
        .first()
    )
    if row is None:
        return
    if row.account.suspended_at is None:
        try:
            with transaction.atomic():
                row.attachments.update(scheduled=None)
                publishing.publish(row.account, _draft(row))
        except PlenaryError as refused:
            log.warning("a scheduled post of account %s is dropped: %s", row.account_id, refused)
    row.delete()
