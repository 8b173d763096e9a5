"""Statuses and what hangs on them."""

from typing import ClassVar

from django.db import models

from plenary.accounts.models import Account, Application
from plenary.lib import clock
from plenary.lib.fields import SnowflakeField
from plenary.lib.shortcodes import Picture
from plenary.statuses.models.cards import PreviewCard

__all__ = [
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
    PENDING = 4, "pending"  # the one who is quoted, elsewhere, was asked
    REJECTED = 5, "rejected"  # they said no


class Status(models.Model):
    """A post, a reply, or (with `reblog_of` and no text of its own) a boost."""

    id = SnowflakeField()
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="statuses")
    # What one of another server is called among servers (of a boost: the id of its activity), and
    # its page there; for ours both follow from the id (`object_uri`).
    uri = models.CharField(max_length=500, default="", blank=True)
    page = models.CharField(max_length=500, default="", blank=True)
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
    # What it answers, where that is not known here: tied when it comes.
    in_reply_to_uri = models.CharField(max_length=500, default="", blank=True)
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
    # What it quotes, where that is not known here; and the leave to quote it (FEP-044f), which is
    # kept by the server of whoever gave it.
    quote_uri = models.CharField(max_length=500, default="", blank=True)
    quote_authorization = models.CharField(max_length=500, default="", blank=True)
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
            ),
            models.UniqueConstraint(
                fields=["uri"], condition=~models.Q(uri=""), name="status_uri_unique"
            ),
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
            models.Index(
                fields=["in_reply_to_uri"],
                condition=~models.Q(in_reply_to_uri=""),
                name="status_answers_unknown",
            ),
            models.Index(
                fields=["quote_uri"],
                condition=~models.Q(quote_uri=""),
                name="status_quotes_unknown",
            ),
        ]

    @property
    def object_uri(self) -> str:
        """What it is called among servers: the id of its object. Needs its account at hand."""
        return self.uri or f"{self.account.actor_uri}/statuses/{self.pk}"


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
    silent = models.BooleanField(default=False)  # it is sent to them and does not name them

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["status", "account"], name="mention_unique")
        ]
        indexes: ClassVar = [models.Index(fields=["account", "-status"])]


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
