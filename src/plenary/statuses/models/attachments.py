"""Pictures, films and recordings of statuses."""

from django.db import models

from plenary.accounts.models import Account
from plenary.lib import clock
from plenary.lib.fields import SnowflakeField
from plenary.statuses.models.scheduled import ScheduledStatus
from plenary.statuses.models.statuses import Status

__all__ = ["Attachment", "UploadState"]


class UploadState(models.IntegerChoices):
    READY = 0, "ready"
    WAITING = 1, "waiting"
    FAILED = 2, "failed"
    ELSEWHERE = 3, "elsewhere"  # of another server's post, and not fetched from there
    UNWANTED = 4, "unwanted"  # the same, and moderators decided that it is not to be


class Attachment(models.Model):
    """A picture, film or recording; uploaded first, then tied to a status of the same account.

    While a film waits to be made ready `file` is what was sent, which is never served.
    """

    id = SnowflakeField()
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="attachments")
    status = models.ForeignKey(
        Status, on_delete=models.CASCADE, null=True, blank=True, related_name="attachments"
    )
    # Held for a post to come, so that it is not tidied away.
    scheduled = models.ForeignKey(
        ScheduledStatus,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="attachments",
    )
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=10, default="image")  # or video, audio
    state = models.PositiveSmallIntegerField(choices=UploadState.choices, default=UploadState.READY)
    problem = models.CharField(max_length=300, default="", blank=True)  # why it FAILED
    # Path in media; the server chooses it. By it the door asks who may see the picture.
    file = models.CharField(max_length=200, db_index=True)
    remote_url = models.CharField(max_length=2000, default="", blank=True)  # of another server's
    media_type = models.CharField(max_length=100, default="", blank=True)  # as that server says
    small = models.CharField(max_length=200, blank=True)
    width = models.IntegerField(default=0)
    height = models.IntegerField(default=0)
    blurhash = models.CharField(max_length=100, default="", blank=True)
    # What matters of a picture that is cut, from -1 (left, bottom) to 1.
    focus_x = models.FloatField(null=True, blank=True)
    focus_y = models.FloatField(null=True, blank=True)
    duration = models.FloatField(null=True, blank=True)  # seconds
    frame_rate = models.CharField(max_length=20, default="", blank=True)  # "25/1"
    bit_rate = models.IntegerField(null=True, blank=True)
    description = models.CharField(max_length=1500, default="", blank=True)
    created_at = models.DateTimeField(default=clock.now)  # of another server's: when it came here

    class Meta:
        app_label = "plenary"
