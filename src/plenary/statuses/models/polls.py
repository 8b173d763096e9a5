"""Polls: a question that a status asks, what can be answered, and who answered what."""

from typing import ClassVar

from django.db import models

from plenary.accounts.models import Account
from plenary.lib.fields import SnowflakeField
from plenary.statuses.models.statuses import Status

__all__ = ["Poll", "PollOption", "PollVote"]


class Poll(models.Model):
    """`hide_totals`: what was answered is told only when it is over. A poll of another server may
    have no end."""

    id = SnowflakeField()
    status = models.OneToOneField(Status, on_delete=models.CASCADE, related_name="poll")
    expires_at = models.DateTimeField(null=True, blank=True)
    multiple = models.BooleanField(default=False)
    hide_totals = models.BooleanField(default=False)
    votes_count = models.IntegerField(default=0)
    voters_count = models.IntegerField(default=0)
    emojis = models.JSONField(default=list, blank=True)  # of its options, as a status has them

    class Meta:
        app_label = "plenary"


class PollOption(models.Model):
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    votes_count = models.IntegerField(default=0)

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["poll", "position"], name="poll_option_unique")
        ]


class PollVote(models.Model):
    """One answer of one person; of several where the poll allows it."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="votes")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    choice = models.PositiveSmallIntegerField()  # the option's position

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["poll", "account", "choice"], name="poll_vote_unique")
        ]
