"""Blocking and muting."""

from datetime import timedelta

from django.db import transaction

from plenary.accounts.actions.ties import end_request, lock_pair, untie
from plenary.accounts.facts import AccountBlocked, AccountUnblocked
from plenary.accounts.models import Account, Block, Mute
from plenary.jobs.facts import record
from plenary.lib import clock
from plenary.lib.errors import Refused


@transaction.atomic
def block(actor: Account, target: Account) -> None:
    """From now on neither meets the other; what tied them is undone."""
    source, blocked = lock_pair(actor, target)
    if source.pk == blocked.pk:
        raise Refused("You cannot block yourself.")
    tie, made = Block.objects.get_or_create(source=source, target=blocked)
    for one, other in ((source, blocked), (blocked, source)):
        untie(one, other, by=source)
        end_request(one, other, by=source)
    if made:
        record(AccountBlocked(tie.source_id, tie.target_id, tie.pk))


@transaction.atomic
def unblock(actor: Account, target: Account) -> None:
    tie = Block.objects.filter(source=actor, target=target).first()
    if tie is not None and Block.objects.filter(pk=tie.pk).delete()[0]:
        record(AccountUnblocked(tie.source_id, tie.target_id, tie.pk))


@transaction.atomic
def mute(
    actor: Account,
    target: Account,
    *,
    duration: timedelta | None = None,
    hide_notifications: bool = True,
) -> None:
    """Hear no more of someone unasked, for a while or until unmuted; they are not told."""
    if actor.pk == target.pk:
        raise Refused("You cannot mute yourself.")
    Mute.objects.update_or_create(
        source=actor,
        target=target,
        defaults={
            "hide_notifications": hide_notifications,
            "expires_at": clock.now() + duration if duration else None,
        },
    )


@transaction.atomic
def unmute(actor: Account, target: Account) -> None:
    Mute.objects.filter(source=actor, target=target).delete()
