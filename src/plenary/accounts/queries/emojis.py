"""Custom emoji: those people choose from, and those that some words name."""

from collections.abc import Iterable

from plenary.accounts.models import Account, CustomEmoji
from plenary.lib import shortcodes
from plenary.lib.pagination import Page, ids_page
from plenary.lib.shortcodes import Picture


def custom_emojis(viewer: Account | None) -> list[CustomEmoji]:
    """This server's, as one chooses among them: by category, then by name (one query)."""
    rows = CustomEmoji.objects.filter(domain="", disabled=False, visible_in_picker=True)
    return list(rows.order_by("category", "shortcode"))


def all_emojis(viewer: Account | None, page: Page) -> list[CustomEmoji]:
    """This server's, hidden and disabled ones among them, the newest first."""
    ids = ids_page(CustomEmoji.objects.filter(domain=""), page)
    found = CustomEmoji.objects.in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def emoji_named(viewer: Account | None, shortcode: str) -> CustomEmoji | None:
    """One of this server's, with or without its colons, disabled or not."""
    return CustomEmoji.objects.filter(domain="", shortcode=shortcode.strip(":")).first()


def pictures(domain: str, codes: Iterable[str]) -> dict[str, Picture]:
    """What some shortcodes stand for in the words of a server's people: one query, or none."""
    codes = list(codes)
    if not codes:
        return {}
    rows = CustomEmoji.objects.filter(domain=domain, shortcode__in=codes, disabled=False)
    return {row.shortcode: row.picture for row in rows if row.file}


def pictures_in(domain: str, *texts: str) -> list[Picture]:
    """The emoji that some words of a server's people name, in their order; to be kept with the
    words. One query, or none where there are no shortcodes."""
    codes = shortcodes.find(*texts)
    found = pictures(domain, codes)
    return [found[code] for code in codes if code in found]
