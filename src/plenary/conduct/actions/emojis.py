"""Custom emoji: moderators decide which there are, or who runs the server (no actor)."""

from typing import IO, Any

from django.db import transaction

from plenary.accounts import actions as accounts
from plenary.accounts import rules as account_rules
from plenary.accounts.models import Account, CustomEmoji
from plenary.conduct.actions import book
from plenary.conduct.visibility import must_moderate
from plenary.lib import media


def add_emoji(
    actor: Account | None,
    shortcode: str,
    file: IO[bytes],
    *,
    category: str = "",
    visible_in_picker: bool = True,
) -> CustomEmoji:
    """A new one of this server, of a PNG, GIF or WebP; Refused says what is wrong with it."""
    _may(actor)
    account_rules.check_emoji({"shortcode": shortcode, "category": category})
    stored = media.store_emoji(file)
    try:
        with transaction.atomic():
            made = accounts.add_emoji(
                shortcode, stored, category=category, visible_in_picker=visible_in_picker
            )
            book.write(actor, "add emoji", text=str(made))
    except BaseException:
        media.delete(stored.file)  # no file without its row
        raise
    return made


@transaction.atomic
def change_emoji(actor: Account | None, emoji_id: int, **given: Any) -> CustomEmoji:
    """`category`, `visible_in_picker`, `disabled`: what is not given stays."""
    _may(actor)
    row = accounts.change_emoji(emoji_id, **given)
    disabled = given.get("disabled")
    deed = "change" if disabled is None else "disable" if disabled else "enable"
    book.write(actor, f"{deed} emoji", text=str(row))
    return row


@transaction.atomic
def remove_emoji(actor: Account | None, emoji_id: int) -> None:
    _may(actor)
    row = accounts.remove_emoji(emoji_id)
    book.write(actor, "remove emoji", text=str(row))


def _may(actor: Account | None) -> None:
    if actor is not None:
        must_moderate(actor)
