"""An event and its programme: days, rooms, sessions, speakers."""

from typing import ClassVar
from zoneinfo import ZoneInfo

from django.db import models

from plenary.accounts.models import Account
from plenary.lib import clock
from plenary.lib.fields import SnowflakeField
from plenary.statuses.models import Hashtag, Status


class Boosting(models.TextChoices):
    """What an event's own account does with posts under its hashtag."""

    AUTOMATIC = "automatic", "Passed on at once"
    APPROVED = "approved", "Passed on when an organiser accepts them"
    OFF = "off", "Not passed on"


class Event(models.Model):
    """A conference. Dates are calendar dates in `zone` (an IANA name)."""

    id = SnowflakeField()
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    hashtag = models.ForeignKey(
        Hashtag, on_delete=models.SET_NULL, null=True, blank=True, related_name="events"
    )
    organiser = models.ForeignKey(
        Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="organised_events"
    )
    description = models.TextField(default="", blank=True)
    description_html = models.TextField(default="", blank=True)
    venue = models.CharField(max_length=200, default="", blank=True)
    address = models.CharField(max_length=300, default="", blank=True)
    url = models.CharField(max_length=500, default="", blank=True)
    picture = models.CharField(max_length=200, default="", blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    zone = models.CharField(max_length=60, default="UTC")
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(null=True, blank=True)  # what others are told of it
    cancelled_at = models.DateTimeField(null=True, blank=True)

    # As whom it speaks, here and among servers: followed as anybody is. It has no user.
    account = models.OneToOneField(
        Account,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="conference_behind",
    )
    # Its own post of what, when and where, for servers that know no events.
    announcement = models.ForeignKey(
        Status, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    boosting = models.CharField(max_length=10, choices=Boosting.choices, default=Boosting.AUTOMATIC)

    # Of the programme as imported, kept so that what we publish says what we read.
    acronym = models.TextField(default="", blank=True)
    programme_source = models.TextField(default="", blank=True)
    programme_version = models.TextField(default="", blank=True)
    programme_extras = models.JSONField(default=dict, blank=True)
    imported_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "plenary"
        indexes: ClassVar = [models.Index(fields=["ends_on", "starts_on"])]

    def __str__(self) -> str:
        return self.name

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


class Day(models.Model):
    """A programme day; it may end after midnight."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="days")
    index = models.PositiveSmallIntegerField()
    date = models.DateField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "index"], name="day_unique")
        ]


class Room(models.Model):
    id = SnowflakeField()
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="rooms")
    name = models.TextField()
    guid = models.TextField(default="", blank=True)
    description = models.TextField(default="", blank=True)
    capacity = models.IntegerField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "name"], name="room_unique")
        ]


class Speaker(models.Model):
    """A person of the programme; `account` once they are known to be someone here."""

    id = SnowflakeField()
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="speakers")
    key = models.TextField()
    name = models.TextField()
    biography = models.TextField(default="", blank=True)
    extras = models.JSONField(default=dict, blank=True)
    account = models.ForeignKey(
        Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="speaking"
    )

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "key"], name="speaker_unique")
        ]


class Session(models.Model):
    """A session. `identity` is what a re-import finds it by; `extras` what it must give back."""

    id = SnowflakeField()
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="sessions")
    day = models.ForeignKey(Day, on_delete=models.CASCADE, related_name="sessions")
    room = models.ForeignKey(
        Room, on_delete=models.SET_NULL, null=True, blank=True, related_name="sessions"
    )
    identity = models.CharField(max_length=64)
    code = models.TextField(default="", blank=True)
    slug = models.TextField(default="", blank=True)
    title = models.TextField()
    subtitle = models.TextField(default="", blank=True)
    track = models.TextField(default="", blank=True)
    kind = models.TextField(default="", blank=True)
    language = models.TextField(default="", blank=True)
    abstract = models.TextField(default="", blank=True)
    description = models.TextField(default="", blank=True)
    url = models.TextField(default="", blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    position = models.IntegerField(default=0)  # in the file as read
    extras = models.JSONField(default=dict, blank=True)
    speakers = models.ManyToManyField(Speaker, through="SessionSpeaker", related_name="sessions")

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "identity"], name="session_identity_unique")
        ]
        indexes: ClassVar = [models.Index(fields=["event", "starts_at"])]

    def __str__(self) -> str:
        return self.title


class SessionSpeaker(models.Model):
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="session_speakers")
    speaker = models.ForeignKey(Speaker, on_delete=models.CASCADE, related_name="session_speakers")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "speaker"], name="session_speaker_unique")
        ]
