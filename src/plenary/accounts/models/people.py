"""Accounts and who relates to whom. Local accounts have a user who signs in; remote ones only where
their person signs in here with it."""

from typing import ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower

from plenary.accounts.vocabulary import GRADES, SPECIALTIES
from plenary.lib import clock, media
from plenary.lib.fields import SnowflakeField
from plenary.lib.prefix import Prefix  # noqa: F401 (registers the lookup)

__all__ = [
    "Account",
    "Block",
    "Follow",
    "FollowRequest",
    "Interest",
    "Mute",
    "NameWord",
    "User",
]


class Account(models.Model):
    """A person, an event or another server's group, with a handle, here or on another server."""

    id = SnowflakeField()
    username = models.CharField(max_length=64)
    domain = models.CharField(max_length=253, default="", blank=True)  # '' is this server
    # What a handle looks like to the eye; two local accounts never share one (rules.skeleton).
    skeleton = models.CharField(max_length=64, default="", blank=True)
    # What an account of another server is called among servers, and its page there; for one of ours
    # both follow from its handle (`actor_uri`, `url`).
    uri = models.CharField(max_length=500, default="", blank=True)
    page = models.CharField(max_length=500, default="", blank=True)
    actor_type = models.CharField(max_length=12, default="", blank=True)  # '' is a Person
    created_at = models.DateTimeField(default=clock.now)

    display_name = models.CharField(max_length=100, default="", blank=True)
    pronouns = models.CharField(max_length=40, default="", blank=True)
    note = models.TextField(default="", blank=True)
    note_html = models.TextField(default="", blank=True)
    # Up to four {"name": str, "value": str, "html": str}.
    fields = models.JSONField(default=list, blank=True)
    # The custom emoji in its name, note and fields: a list of `lib.shortcodes.Picture`.
    emojis = models.JSONField(default=list, blank=True)
    avatar = models.CharField(max_length=200, default="", blank=True)  # path in media, '' for none
    header = models.CharField(max_length=200, default="", blank=True)

    specialty = models.CharField(max_length=60, default="", blank=True)
    grade = models.CharField(max_length=60, default="", blank=True)
    workplace = models.CharField(max_length=120, default="", blank=True)
    region = models.CharField(max_length=80, default="", blank=True)

    locked = models.BooleanField(default=False)
    discoverable = models.BooleanField(default=True)
    bot = models.BooleanField(default=False)
    indexable = models.BooleanField(default=True)  # its public posts may be found by search
    hide_collections = models.BooleanField(default=False)  # whom it follows, and who follows it
    suspended_at = models.DateTimeField(null=True, blank=True)
    # Why: '' is what a moderator decided of this account, 'domain' what was of its server.
    suspended_because = models.CharField(max_length=10, default="", blank=True)
    # How it likes to post where an app does not say; by the API's names.
    posting_visibility = models.CharField(max_length=10, default="public", blank=True)
    posting_sensitive = models.BooleanField(default=False)
    posting_language = models.CharField(max_length=12, default="", blank=True)
    posting_quotes = models.CharField(max_length=10, default="public", blank=True)
    # Whether it follows any: home asks no further where it does not.
    follows_hashtags = models.BooleanField(default=False)
    # Decided in `conduct`: met only by those who follow them; their pictures behind a warning.
    silenced_at = models.DateTimeField(null=True, blank=True)
    silenced_because = models.CharField(max_length=10, default="", blank=True)
    sensitized_at = models.DateTimeField(null=True, blank=True)

    # Where it went: it is followed no more, and its page leads there.
    moved_to = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="moved_from"
    )
    # What it is called elsewhere (ids of actors): only an account that says so is moved to.
    also_known_as = models.JSONField(default=list, blank=True)

    followers_count = models.IntegerField(default=0)
    following_count = models.IntegerField(default=0)
    statuses_count = models.IntegerField(default=0)
    last_status_id = models.BigIntegerField(null=True, blank=True)
    # Raised by every change that others see, counts aside: what is rendered of it is kept by it.
    version = models.IntegerField(default=0)
    # Raised by every change of one's filters; 0 for who never made one.
    filters_version = models.IntegerField(default=0)

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("username"), "domain", name="account_handle_unique"),
            models.UniqueConstraint(
                fields=["skeleton"], condition=models.Q(domain=""), name="account_skeleton_unique"
            ),
            models.UniqueConstraint(
                fields=["uri"], condition=~models.Q(uri=""), name="account_uri_unique"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["specialty", "id"]),
            models.Index(fields=["grade", "id"]),
            models.Index(Lower("region"), "id", name="account_region"),
            models.Index(
                fields=["domain", "id"], condition=~models.Q(domain=""), name="account_of_domain"
            ),
            # Few; without it PostgreSQL looks through all accounts for those to leave out.
            models.Index(
                fields=["id"],
                condition=models.Q(suspended_at__isnull=False),
                name="account_suspended",
            ),
        ]

    def __str__(self) -> str:
        return f"@{self.acct}"

    @property
    def acct(self) -> str:
        """`user` here, `user@host` elsewhere."""
        return f"{self.username}@{self.domain}" if self.domain else self.username

    @property
    def name(self) -> str:
        return self.display_name or self.username

    @property
    def home(self) -> str:
        """The server that another server's account lives on, as a web address: the handle's host
        may be another."""
        parts = urlsplit(self.uri)
        return f"{parts.scheme}://{parts.netloc}" if self.domain and parts.netloc else ""

    @property
    def url(self) -> str:
        return f"/@{self.acct}"

    @property
    def actor_uri(self) -> str:
        """What it is called among servers (ActivityPub 3.1): the id of its actor."""
        return self.uri or f"{settings.PUBLIC_URL}/users/{self.username}"

    @property
    def address(self) -> str:
        """`user@host`, here too."""
        return f"{self.username}@{self.domain or settings.DOMAIN}"

    @property
    def specialty_label(self) -> str:
        return SPECIALTIES.get(self.specialty, self.specialty)

    @property
    def grade_label(self) -> str:
        return GRADES.get(self.grade, self.grade)

    @property
    def avatar_url(self) -> str:
        """The small face, '' for none."""
        return media.url(media.small(self.avatar)) if self.avatar else ""

    @property
    def avatar_large_url(self) -> str:
        return media.url(self.avatar)

    @property
    def header_url(self) -> str:
        return media.url(self.header)


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail; the account is made beside it by accounts.actions."""

    def create_user(self, email: str, password: str | None = None, **extra: object) -> "User":
        user = self.model(email=self.normalize_email(email), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: object) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **extra)


class User(AbstractBaseUser, PermissionsMixin):
    """Who signs in: e-mail, password, second factors. What others see is the account. Whoever signs
    in with an account elsewhere has none of them here: we ask for no address, and keep none."""

    email = models.EmailField(unique=True, null=True, blank=True)
    account = models.OneToOneField(
        Account, on_delete=models.CASCADE, related_name="user", null=True
    )
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=clock.now)
    # By which app: it alone may have an address confirmed that was mistyped.
    signed_up_with = models.ForeignKey(
        "plenary.Application", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = []

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="user_email_ci")]

    def __str__(self) -> str:
        return self.email or str(self.account)


class Interest(models.Model):
    """Something a doctor wants to be found by; `key` is its case-folded form."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="interests")
    key = models.CharField(max_length=60)
    name = models.CharField(max_length=60)

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "account"], name="interest_unique")
        ]


class NameWord(models.Model):
    """A word of a name or handle, folded: a prefix search that an index answers on both engines."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="name_words")
    word = models.CharField(max_length=100)

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["word", "account"], name="nameword_unique")
        ]
        # For PostgreSQL, whose ordinary indexes follow a language's order and not the letters'.
        indexes: ClassVar = [
            models.Index(
                fields=["word", "account"],
                opclasses=["varchar_pattern_ops", "int8_ops"],
                name="nameword_prefix",
            )
        ]


class _Tie(models.Model):
    """One account's stance towards another; the id tells when."""

    id = SnowflakeField()
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        abstract = True


class Follow(_Tie):
    source = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="following")
    target = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="followers")
    reblogs = models.BooleanField(default=True)  # whether boosts show in home
    notify = models.BooleanField(default=False)
    languages = models.JSONField(null=True, blank=True)  # of posts in home; None for all

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "target"], name="follow_unique"),
            models.CheckConstraint(
                condition=~models.Q(source=models.F("target")), name="follow_not_self"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["target", "source"]),
            models.Index(
                fields=["source", "target"],
                condition=models.Q(reblogs=False) | models.Q(languages__isnull=False),
                name="follow_narrowed",
            ),
        ]


class FollowRequest(_Tie):
    source = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="requests_sent")
    target = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="requests_received")
    # What the follow will have.
    reblogs = models.BooleanField(default=True)
    notify = models.BooleanField(default=False)
    languages = models.JSONField(null=True, blank=True)

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "target"], name="follow_request_unique")
        ]


class Block(_Tie):
    source = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="blocking")
    target = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="blocked_by")

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "target"], name="block_unique")
        ]
        indexes: ClassVar = [models.Index(fields=["target", "source"])]


class Mute(_Tie):
    source = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="muting")
    target = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="muted_by")
    hide_notifications = models.BooleanField(default=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "target"], name="mute_unique")
        ]
