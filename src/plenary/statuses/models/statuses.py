"""Statuses and what hangs on them."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from plenary.accounts.models import Account, Application
from plenary.lib import clock
from plenary.lib.fields import SnowflakeField
from plenary.lib.shortcodes import Picture
from plenary.statuses.models.cards import PreviewCard
from plenary.statuses.models.scheduled import ScheduledStatus

__all__ = [
    "Attachment",
    "Bookmark",
    "ConversationPair",
    "Favourite",
    "Hashtag",
    "HashtagUse",
    "IdempotencyKey",
    "Mention",
    "Status",
    "StatusEdit",
    "StatusHashtag",
    "ThreadMute",
    "UploadState",
    "Visibility",
    "QuotePolicy",
    "QuoteState",
]


class Visibility(models.IntegerChoices):
    """Who may see a status, most open first (the names are the Mastodon API's)."""

    PUBLIC = 0, "public"
    UNLISTED = 1, "unlisted"
    PRIVATE = 2, "private"  # followers and those mentioned
    DIRECT = 3, "direct"  # those mentioned


class QuotePolicy(models.IntegerChoices):
    """Who may quote a status without asking (the names are the Mastodon API's)."""

    PUBLIC = 0, "public"
    FOLLOWERS = 1, "followers"
    NOBODY = 2, "nobody"


class QuoteState(models.IntegerChoices):
    """What became of a quote (docs.joinmastodon.org/entities/Quote)."""

    NONE = 0, ""  # it quotes nothing
    ACCEPTED = 1, "accepted"
    REVOKED = 2, "revoked"  # by the one who was quoted
    DELETED = 3, "deleted"  # what it quoted


class Status(models.Model):
    """A post, a reply, or (with `reblog_of` and no text of its own) a boost."""

    id = SnowflakeField()
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="statuses")
    uri = models.CharField(max_length=500, default="", blank=True)
    text = models.TextField(default="", blank=True)
    content_html = models.TextField(default="", blank=True)  # rendered once, at write
    # What clients are sent of it, without what depends on the viewer or changes often; by whoever
    # registered for it in `lib.rendering`. '' where that is still to be done.
    rendered = models.TextField(default="", blank=True)
    application = models.ForeignKey(
        Application, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    spoiler_text = models.CharField(max_length=500, default="", blank=True)
    # The custom emoji in its words and its poll's: a list of `lib.shortcodes.Picture`.
    emojis = models.JSONField(default=list, blank=True)
    visibility = models.PositiveSmallIntegerField(
        choices=Visibility.choices, default=Visibility.PUBLIC
    )
    sensitive = models.BooleanField(default=False)
    language = models.CharField(max_length=12, default="", blank=True)
    created_at = models.DateTimeField(default=clock.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    local = models.BooleanField(default=True)

    in_reply_to = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replies"
    )
    in_reply_to_account = models.ForeignKey(
        Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    thread_id = models.BigIntegerField(default=0)  # the id of the thread's first status
    reblog_of = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="reblogs"
    )

    quote_of = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="quotes"
    )
    quote_state = models.PositiveSmallIntegerField(
        choices=QuoteState.choices, default=QuoteState.NONE
    )
    quote_policy = models.PositiveSmallIntegerField(
        choices=QuotePolicy.choices, default=QuotePolicy.PUBLIC
    )
    has_poll = models.BooleanField(default=False)
    card = models.ForeignKey(  # of the first link in it; its index is below
        PreviewCard,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="statuses",
        db_index=False,
    )
    pinned_at = models.DateTimeField(null=True, blank=True)  # to its author's profile

    replies_count = models.IntegerField(default=0)
    reblogs_count = models.IntegerField(default=0)
    favourites_count = models.IntegerField(default=0)
    quotes_count = models.IntegerField(default=0)

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "reblog_of"],
                condition=models.Q(reblog_of__isnull=False),
                name="status_one_boost_each",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "-id"], name="status_account"),
            models.Index(fields=["thread_id", "id"], name="status_thread"),
            # What the home timeline asks of the newest posts, without the posts themselves.
            models.Index(
                fields=[
                    "-id",
                    "account",
                    "visibility",
                    "language",
                    "in_reply_to_account",
                    "reblog_of",
                ],
                name="status_newest",
            ),
            models.Index(
                fields=["card", "-id"],
                condition=models.Q(card__isnull=False),
                name="status_card",
            ),
            # Who linked where lately: what trends is reckoned from it.
            models.Index(
                fields=["-id"],
                condition=models.Q(card__isnull=False, visibility=0),
                name="status_linking",
            ),
            models.Index(
                fields=["account", "-pinned_at"],
                condition=models.Q(pinned_at__isnull=False),
                name="status_pinned",
            ),
            models.Index(
                fields=["-id"],
                condition=models.Q(rendered="", reblog_of__isnull=True),
                name="status_unrendered",
            ),
            models.Index(
                fields=["-id"],
                condition=models.Q(visibility=0, reblog_of__isnull=True, local=True),
                name="status_local_public",
            ),
        ]

    @property
    def object_uri(self) -> str:
        """What it is called among servers."""
        here = f"{settings.PUBLIC_URL}/users/{self.account.username}/statuses"
        return self.uri or f"{here}/{self.pk}"


class StatusEdit(models.Model):
    """What a status said before an edit."""

    status = models.ForeignKey(Status, on_delete=models.CASCADE, related_name="edits")
    created_at = models.DateTimeField(default=clock.now)  # when this version was written
    text = models.TextField(default="", blank=True)
    content_html = models.TextField(default="", blank=True)
    spoiler_text = models.CharField(max_length=500, default="", blank=True)
    sensitive = models.BooleanField(default=False)
    # [{"id": str, "description": str}] of the images as they were.
    attachments = models.JSONField(default=list, blank=True)
    poll = models.JSONField(default=list, blank=True)  # its options, as they were worded
    # Not kept: found by `queries.history`.
    codes: list[str]
    emojis: list[Picture]

    class Meta:
        app_label = "plenary"


class Hashtag(models.Model):
    """`name` is the case-folded key; `display` keeps the CamelCase it was first written in."""

    name = models.CharField(max_length=150, unique=True)
    display = models.CharField(max_length=150)

    class Meta:
        app_label = "plenary"

    def __str__(self) -> str:
        return f"#{self.display}"


class StatusHashtag(models.Model):
    """A hashtag on a status; `listed` only where the status is public: feeds are index scans."""

    status = models.ForeignKey(Status, on_delete=models.CASCADE, related_name="status_hashtags")
    hashtag = models.ForeignKey(Hashtag, on_delete=models.CASCADE, related_name="status_hashtags")
    listed = models.BooleanField(default=True)

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["status", "hashtag"], name="status_hashtag_unique")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["hashtag", "-status"],
                condition=models.Q(listed=True),
                name="hashtag_feed",
            )
        ]


class HashtagUse(models.Model):
    """Who uses which hashtag in public posts, how often and when last: kept at write, so that the
    people page costs the same however many posts there are."""

    hashtag = models.ForeignKey(Hashtag, on_delete=models.CASCADE, related_name="users")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="hashtags")
    uses = models.IntegerField(default=0)
    last_status_id = models.BigIntegerField(default=0)

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "hashtag"], name="hashtag_use_unique")
        ]
        indexes: ClassVar = [models.Index(fields=["hashtag", "-last_status_id"])]


class Mention(models.Model):
    status = models.ForeignKey(Status, on_delete=models.CASCADE, related_name="mentions")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="mentions")

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["status", "account"], name="mention_unique")
        ]
        indexes: ClassVar = [models.Index(fields=["account", "-status"])]


class UploadState(models.IntegerChoices):
    READY = 0, "ready"
    WAITING = 1, "waiting"
    FAILED = 2, "failed"


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
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        app_label = "plenary"


class Favourite(models.Model):
    id = SnowflakeField()
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="favourites")
    status = models.ForeignKey(Status, on_delete=models.CASCADE, related_name="favourites")

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "status"], name="favourite_unique")
        ]
        indexes: ClassVar = [models.Index(fields=["account", "-id"], name="favourite_list")]


class Bookmark(models.Model):
    id = SnowflakeField()
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="bookmarks")
    status = models.ForeignKey(Status, on_delete=models.CASCADE, related_name="bookmarks")

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "status"], name="bookmark_unique")
        ]
        indexes: ClassVar = [models.Index(fields=["account", "-id"], name="bookmark_list")]


class ThreadMute(models.Model):
    """A thread somebody wants to hear no more of."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    thread_id = models.BigIntegerField()

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "thread_id"], name="thread_mute_unique")
        ]


class ConversationPair(models.Model):
    """Two people who spoke in one thread (one replied to or mentioned the other): kept at write.
    `low` is the account with the smaller id."""

    low = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    high = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    thread_id = models.BigIntegerField()
    last_status_id = models.BigIntegerField(default=0)

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["low", "high", "thread_id"], name="conversation_pair_unique"
            )
        ]


class IdempotencyKey(models.Model):
    """A client's retry of the same post finds the first one."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    status = models.ForeignKey(Status, on_delete=models.CASCADE, related_name="idempotency_keys")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "key"], name="idempotency_unique")
        ]
