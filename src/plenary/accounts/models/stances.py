"""What one keeps for oneself about others: notes, endorsements, servers kept away, suggestions put
aside."""

from typing import ClassVar

from django.db import models

from plenary.accounts.models.people import Account
from plenary.lib import clock
from plenary.lib.fields import SnowflakeField

__all__ = ["AccountNote", "Endorsement", "SuggestionDismissal", "UserDomainBlock"]


class AccountNote(models.Model):
    """What one noted about somebody; nobody else ever reads it."""

    source = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    target = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    comment = models.TextField()

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "target"], name="account_note_unique")
        ]


class Endorsement(models.Model):
    """Somebody one follows, shown on one's profile."""

    id = SnowflakeField()
    source = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="endorsements")
    target = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "target"], name="endorsement_unique")
        ]
        indexes: ClassVar = [models.Index(fields=["source", "-id"], name="endorsement_list")]


class UserDomainBlock(models.Model):
    """A server whose people one does not wish to meet."""

    id = SnowflakeField()
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="domain_blocks")
    domain = models.CharField(max_length=253)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "domain"], name="user_domain_block_unique")
        ]
        indexes: ClassVar = [models.Index(fields=["account", "-id"], name="user_domain_block_list")]


class SuggestionDismissal(models.Model):
    """Somebody one does not wish to be suggested again."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    target = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "target"], name="suggestion_dismissal_unique"
            )
        ]
