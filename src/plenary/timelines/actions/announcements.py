"""Telling everybody something, and what they do with it."""

import re
import unicodedata
from datetime import datetime
from urllib.parse import quote

from django.db import transaction

from plenary.accounts import queries as accounts
from plenary.accounts.facts import EmojiChanged
from plenary.accounts.models import Account
from plenary.lib import clock, pubsub, text
from plenary.lib.errors import NotFound, Refused
from plenary.timelines.models import Announcement, AnnouncementReaction, AnnouncementRead

MAX_TEXT = 5000
MOST_KINDS = 8  # of emoji under one
_KEYCAP = re.compile("[0-9#*]\ufe0f?\u20e3")
# What may stand beside the pictures of an emoji: joiners, variations, tags of flags.
_BESIDE = {"\u200d", "\ufe0f", "\u20e3"}


def is_emoji(name: str) -> bool:
    """Whether it is one emoji, or several that are shown as one."""
    if _KEYCAP.fullmatch(name):
        return True
    pictures = 0
    for char in name:
        if unicodedata.category(char) == "So":
            pictures += 1
        elif not (
            char in _BESIDE
            or unicodedata.category(char) == "Sk"
            or "\U000e0020" <= char <= "\U000e007f"
        ):
            return False
    joined = name.count("\u200d")
    flag = pictures == 2 and all("\U0001f1e6" <= char <= "\U0001f1ff" for char in name)
    return len(name) <= 15 and (flag or pictures == joined + 1)


@transaction.atomic
def announce(
    words: str,
    *,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    all_day: bool = False,
) -> Announcement:
    """Tell everybody, at once."""
    words = text.clean(words).strip()
    if not words or len(words) > MAX_TEXT:
        raise Refused(f"An announcement has 1 to {MAX_TEXT} characters.")
    if starts_at and ends_at and ends_at <= starts_at:
        raise Refused("It must end after it starts.")
    now = clock.now()
    if ends_at and ends_at <= now:
        raise Refused("It must end in the future: nobody would see it.")
    made = Announcement.objects.create(
        text=words,
        html=text.render(words, lambda handle: None, lambda tag: f"/tags/{quote(tag)}"),
        emojis=accounts.pictures_in("", words),
        starts_at=starts_at,
        ends_at=ends_at,
        all_day=all_day,
        published_at=now,
        updated_at=now,
    )
    pubsub.publish([pubsub.PUBLIC], "announcement", {"id": str(made.pk)})
    return made


@transaction.atomic
def withdraw(announcement_id: int) -> None:
    """Take it back, with all reactions."""
    gone, _ = Announcement.objects.filter(pk=announcement_id).delete()
    if not gone:
        raise NotFound
    pubsub.publish([pubsub.PUBLIC], "announcement.delete", {"id": str(announcement_id)})


def _shown(announcement_id: int) -> Announcement:
    """One that is out; held, so that of its reactions two are not added at once."""
    rows = Announcement.objects.select_for_update().filter(published_at__isnull=False)
    found = rows.filter(pk=announcement_id).first()
    if found is None:
        raise NotFound
    return found


@transaction.atomic
def dismiss_announcement(actor: Account, announcement_id: int) -> None:
    """Put it aside."""
    AnnouncementRead.objects.get_or_create(announcement=_shown(announcement_id), account=actor)


@transaction.atomic
def react(actor: Account, announcement_id: int, name: str) -> None:
    """Put an emoji under it: one of everybody's, or a custom one by its shortcode."""
    found = _shown(announcement_id)
    emoji = None if is_emoji(name) else accounts.emoji_named(actor, name)
    if not is_emoji(name) and (emoji is None or emoji.disabled or emoji.shortcode != name):
        raise Refused("Validation failed: Name is not a recognized emoji")
    kinds = set(AnnouncementReaction.objects.filter(announcement=found).values_list(
        "name", flat=True).distinct())  # fmt: skip
    if name not in kinds and len(kinds) >= MOST_KINDS:
        raise Refused("Validation failed: Limit of different reactions reached")
    AnnouncementReaction.objects.get_or_create(announcement=found, account=actor, name=name,
        defaults={"emoji": emoji})  # fmt: skip
    _tell(announcement_id, name)


@transaction.atomic
def unreact(actor: Account, announcement_id: int, name: str) -> None:
    found = _shown(announcement_id)
    gone, _ = AnnouncementReaction.objects.filter(
        announcement=found, account=actor, name=name
    ).delete()
    if gone:
        _tell(announcement_id, name)


def on_emoji_changed(fact: EmojiChanged) -> None:
    """Show it as it is now where it stands in an announcement."""
    if fact.domain:
        return
    rows = Announcement.objects.select_for_update().filter(text__contains=f":{fact.shortcode}:")
    for row in rows.order_by("pk"):
        emojis = accounts.pictures_in("", row.text)
        if emojis != row.emojis:
            Announcement.objects.filter(pk=row.pk).update(emojis=emojis)
            if row.published_at is not None:
                pubsub.publish([pubsub.PUBLIC], "announcement", {"id": str(row.pk)})


def _tell(announcement_id: int, name: str) -> None:
    told = {"id": str(announcement_id), "name": name}
    pubsub.publish([pubsub.PUBLIC], "announcement.reaction", told)
