"""Reports, what was decided on them, servers kept away, and the book of moderators' deeds."""

from typing import ClassVar

from django.db import models

from plenary.accounts.models import Account
from plenary.lib import clock
from plenary.lib.fields import SnowflakeField

__all__ = [
    "Deed",
    "DomainAllow",
    "DomainBlock",
    "Report",
    "ReportNote",
    "Severance",
    "SeveredFollow",
    "Strike",
]


class Report(models.Model):
    """Somebody told the moderators of an account. Who told is never told on."""

    id = SnowflakeField()
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="reports_made")
    target = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="reports_about")
    status_ids = models.JSONField(default=list, blank=True)
    comment = models.TextField(default="", blank=True)
    category = models.CharField(max_length=20, default="other")
    rule_ids = models.JSONField(default=list, blank=True)
    forwarded = models.BooleanField(default=False)
    assigned_to = models.ForeignKey(
        Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    action_taken_at = models.DateTimeField(null=True, blank=True)
    action_taken_by = models.ForeignKey(
        Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        app_label = "plenary"
        indexes: ClassVar = [
            models.Index(fields=["target", "-id"], name="report_about"),
            models.Index(
                fields=["-id"], name="report_open", condition=models.Q(action_taken_at=None)
            ),
        ]


class ReportNote(models.Model):
    """What moderators write to one another about a report."""

    id = SnowflakeField()
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.TextField()
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        app_label = "plenary"


class Strike(models.Model):
    """A decision against an account (the API's AccountWarning)."""

    id = SnowflakeField()
    target = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="strikes")
    moderator = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    report = models.ForeignKey(
        Report, on_delete=models.SET_NULL, null=True, blank=True, related_name="strikes"
    )
    action = models.CharField(max_length=30)
    text = models.TextField(default="", blank=True)
    status_ids = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        app_label = "plenary"
        indexes: ClassVar = [models.Index(fields=["target", "-id"], name="strike_against")]


class DomainBlock(models.Model):
    """A server kept at a distance."""

    id = SnowflakeField()
    domain = models.CharField(max_length=253, unique=True)
    severity = models.CharField(max_length=10, default="silence")
    reject_media = models.BooleanField(default=False)
    reject_reports = models.BooleanField(default=False)
    private_comment = models.TextField(default="", blank=True)
    public_comment = models.TextField(default="", blank=True)
    obfuscate = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        app_label = "plenary"


class DomainAllow(models.Model):
    """A server that is met where only those on a list are (settings.ALLOW_LIST)."""

    id = SnowflakeField()
    domain = models.CharField(max_length=253, unique=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        app_label = "plenary"


class Deed(models.Model):
    """What a moderator did, to whom, when. Names stand beside the keys: a line outlives them."""

    id = SnowflakeField()
    actor = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    actor_name = models.CharField(max_length=320)
    action = models.CharField(max_length=40)
    target = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    target_name = models.CharField(max_length=320, default="", blank=True)
    text = models.CharField(max_length=300, default="", blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        app_label = "plenary"
        indexes: ClassVar = [models.Index(fields=["target", "-id"], name="deed_about")]


class Severance(models.Model):
    """Follows of somebody here that a decision about another server (`domain_block`) or about
    somebody there (`account_suspension`) ended: the API's RelationshipSeveranceEvent. The figures
    outlive the accounts that are listed."""

    id = SnowflakeField()
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="severances")
    kind = models.CharField(max_length=20)
    target_name = models.CharField(max_length=320)  # a server's name, or user@host
    followers_count = models.IntegerField(default=0)
    following_count = models.IntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        app_label = "plenary"
        indexes: ClassVar = [models.Index(fields=["account", "-id"], name="severance_of")]


class SeveredFollow(models.Model):
    """One of them, as it was."""

    severance = models.ForeignKey(Severance, on_delete=models.CASCADE, related_name="follows")
    other = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    outgoing = models.BooleanField()  # the person here followed the other
    reblogs = models.BooleanField(default=True)
    notify = models.BooleanField(default=False)
    languages = models.JSONField(null=True, blank=True)

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["severance", "outgoing", "other"], name="severed_follow_unique"
            )
        ]
