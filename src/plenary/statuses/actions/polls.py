"""Polls: asking with a post, answering, and the moment they end."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import F

from plenary.accounts import queries as accounts
from plenary.accounts.models import Account
from plenary.jobs.facts import record
from plenary.jobs.tasks import task
from plenary.lib import clock, text
from plenary.lib.errors import NotFound, Refused
from plenary.lib.shortcodes import Picture
from plenary.statuses import queries
from plenary.statuses.facts import PollEnded, PollVoted
from plenary.statuses.models import Poll, PollOption, PollVote, Status
from plenary.statuses.rules import Question


def ask(status: Status, question: Question) -> None:
    """Put a poll to a new status, and have its end told."""
    poll = Poll.objects.create(
        status=status,
        expires_at=clock.now() + timedelta(seconds=question.lasts),
        multiple=question.multiple,
        hide_totals=question.hide_totals,
        emojis=_emojis(status, question),
    )
    _word(poll, question)
    end_at(poll)


def _word(poll: Poll, question: Question) -> None:
    PollOption.objects.bulk_create(
        PollOption(poll=poll, position=place, title=text.clean_line(title).strip())
        for place, title in enumerate(question.options)
    )


def _emojis(status: Status, question: Question) -> list[Picture]:
    return accounts.pictures_in(status.account.domain, *question.options)


def end_at(poll: Poll) -> None:
    """Have the end of a poll told."""
    end.using(run_after=poll.expires_at).enqueue(poll.pk)


def reword(status: Status, question: Question | None) -> bool:
    """Change the poll of an edited status; other options begin at nought. Whether anything did."""
    poll = Poll.objects.select_for_update().filter(status=status).first()
    if poll is None or question is None:
        if poll is not None:
            poll.delete()
        elif question is not None:
            ask(status, question)
        return poll is not None or question is not None
    titles = list(poll.options.order_by("position").values_list("title", flat=True))
    wanted = [text.clean_line(one).strip() for one in question.options]
    if (titles, poll.multiple) != (wanted, question.multiple):
        poll.votes.all().delete()
        poll.options.all().delete()
        poll.votes_count = poll.voters_count = 0
        poll.multiple = question.multiple
        poll.emojis = _emojis(status, question)
        _word(poll, question)
        changed = True
    else:
        changed = poll.hide_totals != question.hide_totals
    poll.hide_totals = question.hide_totals
    poll.expires_at = clock.now() + timedelta(seconds=question.lasts)
    poll.save()
    end_at(poll)
    return changed


def vote(actor: Account, poll_id: int, choices: Sequence[int]) -> None:
    """Answer: one choice, once; or several where the poll allows it, and further ones later."""
    with transaction.atomic():
        poll = Poll.objects.select_for_update().filter(pk=poll_id).first()
        if poll is None:
            raise NotFound
        status = queries.get(actor, poll.status_id)
        if status.account_id == actor.pk:
            raise Refused("You cannot vote in your own poll.")
        if poll.expires_at is not None and poll.expires_at <= clock.now():
            raise Refused("The poll has already ended.")
        picked = sorted(set(choices))
        options = poll.options.count()
        if not picked or not all(0 <= one < options for one in picked):
            raise Refused("The chosen vote option does not exist.")
        before = set(poll.votes.filter(account=actor).values_list("choice", flat=True))
        # Several choices where one is allowed are one too many votes: apps know these words for it.
        if before & set(picked) or (len(before) + len(picked) > 1 and not poll.multiple):
            raise Refused("You have already voted on this poll.")
        PollVote.objects.bulk_create(
            PollVote(poll=poll, account=actor, choice=one) for one in picked
        )
        poll.options.filter(position__in=picked).update(votes_count=F("votes_count") + 1)
        Poll.objects.filter(pk=poll.pk).update(
            votes_count=F("votes_count") + len(picked),
            voters_count=F("voters_count") + (0 if before else 1),
        )
        record(PollVoted(poll.pk, status.pk, actor.pk, tuple(picked)))


@task
def end(poll_id: int) -> None:
    """A poll is over: say so. One that was prolonged meanwhile has a later job of its own."""
    poll = Poll.objects.filter(pk=poll_id).first()
    if poll is not None and poll.expires_at is not None and poll.expires_at <= clock.now():
        with transaction.atomic():
            record(PollEnded(poll.pk, poll.status_id))
