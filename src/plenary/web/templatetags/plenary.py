"""Small pieces of every page: faces, icons, times."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from plenary.events import queries as events
from plenary.lib import clock, shortcodes, text
from plenary.web import at_home

if TYPE_CHECKING:
    from plenary.accounts.models import Account, CustomEmoji
    from plenary.events.models import Event
    from plenary.statuses.models import Status

register = template.Library()
_COLOURS = 8


def _initials(name: str) -> str:
    """'Dr Ana Pires' gives AP: titles are not what one is called by."""
    words = [
        word for word in name.split() if word.rstrip(".").lower() not in {"dr", "prof", "mr", "ms"}
    ]
    letters = [word[0] for word in words if word[0].isalpha()]
    return "".join(letters[:1] + letters[-1:] if len(letters) > 1 else letters[:1]).upper() or "?"


@register.simple_tag
def sign_in_elsewhere() -> bool:
    """Whether one may come in with an account of another server."""
    return bool(settings.SIGN_IN_ELSEWHERE)


@register.simple_tag
def write_at_home(me: Account, text: str = "") -> str:
    """Where whoever signs in with an account elsewhere writes."""
    return at_home.share_url(me, text)


@register.simple_tag
def to_name(me: Account, event: Event) -> str:
    """Whom they name there, for what they write under an event's hashtag to come here."""
    return events.to_name(me, event)


@register.filter
def original(thing: Account | Status) -> str:
    """The page of somebody or something elsewhere, on no other server than their own."""
    same = urlsplit(thing.page).netloc == urlsplit(thing.uri).netloc
    return thing.page if same and thing.page.startswith(("https://", "http://")) else thing.uri


@register.filter
def server_of(link: str) -> str:
    """Whose page a link leads to; '' for ours, which begin with a stroke."""
    return urlsplit(link).netloc


@register.filter
def host(address: str) -> str:
    """`https://ward.example` as people say it."""
    return address.partition("://")[2]


@register.filter
def as_hashtag(name: str, named: str = "") -> str:
    """A hashtag to begin a post with, and who else is named in it."""
    return f"#{name} {named} " if named else f"#{name} "


@register.simple_tag
def from_home(thing: Account | Status) -> str:
    """Where visitors whose account is elsewhere go to follow or answer."""
    named = at_home.status(thing) if hasattr(thing, "visibility") else at_home.person(thing)
    return f"{reverse('from_home')}?{urlencode({'uri': named})}"


@register.simple_tag
def follow_at_home(me: Account, account: Account) -> str:
    return at_home.interact_url(me, at_home.person(account))


@register.simple_tag
def answer_at_home(me: Account, status: Status) -> str:
    return at_home.interact_url(me, at_home.status(status))


@register.simple_tag
def avatar(account: Account, size: str = "m", alt: str = "") -> SafeString:
    """A face; sizes s (32 px), m (48), l (96), xl (160), full (as wide as its place).

    `alt` is empty where the name stands beside it.
    """
    url = account.avatar_url if size in {"s", "m"} else account.avatar_large_url
    if url:
        pixels = {"s": 32, "m": 48, "l": 96, "xl": 160}.get(size, 400)
        return format_html(
            '<img class="avatar avatar--{}" src="{}" alt="{}" width="{}" height="{}"'
            ' loading="lazy" decoding="async">',
            size,
            url,
            alt,
            pixels,
            pixels,
        )
    hidden = (
        format_html('role="img" aria-label="{}"', alt) if alt else mark_safe('aria-hidden="true"')
    )
    return format_html(
        '<span class="avatar avatar--{} avatar--c{}" {}>{}</span>',
        size,
        sum(account.username.encode()) % _COLOURS,
        hidden,
        _initials(account.name),
    )


@register.filter
def pictured(words: Any, emojis: Any) -> Any:
    """`words|pictured:emojis`: with pictures for the shortcodes that stand for one of `emojis`
    (lists of `lib.shortcodes.Picture`). Escaped as ever; not for attributes."""
    if not emojis:
        return words
    made = shortcodes.pictured(conditional_escape(words), emojis)
    return mark_safe(made)  # noqa: S308 — escaped above


@register.simple_tag
def emoji_picture(emoji: CustomEmoji) -> SafeString:
    """One custom emoji by itself."""
    made = shortcodes.pictured(f":{emoji.shortcode}:", [emoji.picture])
    return mark_safe(made)  # noqa: S308 — a shortcode is letters, digits and underscores


@register.simple_tag
@cache  # a page holds a hundred of them
def icon(name: str) -> SafeString:
    """A drawing from the one sprite; always beside words or in something with a label."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("plenary/icons.svg"),
        name,
    )


def _ago(seconds: float) -> str:
    if seconds < 60:
        return "now"
    if seconds < 3600:
        return f"{int(seconds // 60)} min"
    if seconds < 86400:
        return f"{int(seconds // 3600)} h"
    return f"{int(seconds // 86400)} d"


@register.simple_tag
def ago(moment: datetime) -> SafeString:
    """How long ago, up to a week; then the date."""
    seconds = (clock.now() - moment).total_seconds()
    if seconds < 7 * 86400:
        words = _ago(seconds)
    else:
        words = f"{moment.day} {moment:%b}" + (
            "" if moment.year == clock.now().year else f" {moment:%Y}"
        )
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        moment.isoformat(timespec="seconds"),
        f"{moment:%d %B %Y %H:%M} UTC",
        words,
    )


@register.simple_tag
def ahead(moment: datetime) -> str:
    """'in 3 h', 'in 2 d': how long until then."""
    left = (moment - clock.now()).total_seconds()
    return f"in {_ago(left)}" if left >= 60 else "in a minute"


@register.simple_tag
def clock_time(moment: datetime, zone: str) -> SafeString:
    """Hours and minutes in the event's zone."""
    there = moment.astimezone(ZoneInfo(zone))
    return format_html(
        '<time datetime="{}">{}</time>', there.isoformat(timespec="minutes"), f"{there:%H:%M}"
    )


@register.simple_tag
def day_time(moment: datetime, zone: str) -> SafeString:
    """'Thu 10 June, 10:15' in the event's zone."""
    there = moment.astimezone(ZoneInfo(zone))
    return format_html(
        '<time datetime="{}">{}</time>',
        there.isoformat(timespec="minutes"),
        f"{there:%a} {there.day} {there:%B}, {there:%H:%M}",
    )


@register.filter
def dates(event: object) -> str:
    """'9 to 11 June 2027' of anything with starts_on and ends_on."""
    first, last = event.starts_on, event.ends_on  # type: ignore[attr-defined]
    if first == last:
        return f"{first.day} {first:%B %Y}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {last.day} {last:%B %Y}"
    if first.year == last.year:
        return f"{first.day} {first:%B} to {last.day} {last:%B %Y}"
    return f"{first.day} {first:%B %Y} to {last.day} {last:%B %Y}"


@register.filter
def words(programme_text: str) -> SafeString:
    """Words of a programme as safe HTML."""
    return mark_safe(text.from_elsewhere(programme_text))  # noqa: S308 — that function's purpose


@register.filter
def is_long(status_text: str) -> bool:
    return len(status_text) > 900


@register.simple_tag
def visibility_label(visibility: int) -> str:
    return ("Public", "Unlisted", "Followers", "Direct")[visibility]


@register.simple_tag
def max_characters() -> int:
    return int(settings.MAX_POST_CHARACTERS)


@register.filter
def attr(mapping: dict[object, object], key: object) -> object:
    """`mapping|attr:key`: a look-up by a key that is itself a variable."""
    return mapping.get(key)
