"""Custom emoji in posts: kept with what names them, and made anew where an emoji changed."""

from collections.abc import Iterable

from django.db.models import Q

from plenary.accounts import queries as accounts
from plenary.accounts.facts import EmojiChanged
from plenary.jobs.tasks import task
from plenary.lib import rendering, shortcodes, text
from plenary.lib.shortcodes import Picture
from plenary.statuses.models import Poll, PollOption, Status
from plenary.statuses.queries import RENDERED_FROM

_AT_ONCE = 100


def in_words(domain: str, words: str, spoiler: str, options: Iterable[str] = ()) -> list[Picture]:
    """What a post names: in its words, in its warning, in the answers of its poll."""
    return accounts.pictures_in(domain, words, spoiler, *options)


def on_emoji_changed(fact: EmojiChanged) -> None:
    show_in_posts.enqueue(fact.domain, fact.shortcode)


@task
def show_in_posts(domain: str, shortcode: str, below: int | None = None) -> None:
    """Have the posts that name an emoji show it as it is now, the newest first, some at a time."""
    code = f":{shortcode}:"
    asked = PollOption.objects.filter(title__contains=code)
    rows = Status.objects.filter(account__domain=domain, reblog_of__isnull=True).filter(
        Q(content_html__contains=code)
        | Q(spoiler_text__contains=code)
        | Q(has_poll=True, pk__in=asked.values("poll__status_id"))
    )
    if below is not None:
        rows = rows.filter(pk__lt=below)
    ids = list(rows.order_by("-pk").values_list("pk", flat=True)[:_AT_ONCE])
    if ids:
        _show(domain, ids)
    if len(ids) == _AT_ONCE:
        show_in_posts.enqueue(domain, shortcode, ids[-1])


def _show(domain: str, ids: list[int]) -> None:
    """In one order, so that it never waits in a ring with who changes these posts. The queries do
    not grow with the posts; each that changes is one write, or two with a poll."""
    held = Status.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    held = held.select_related("account", "application").prefetch_related(*RENDERED_FROM)
    posts = list(held)
    options: dict[int, list[str]] = {}
    rows = PollOption.objects.filter(poll__status__in=ids).order_by("poll_id", "position")
    for status_id, title in rows.values_list("poll__status_id", "title"):
        options.setdefault(status_id, []).append(title)
    named = {
        one.pk: shortcodes.find(_words(one), one.spoiler_text, *options.get(one.pk, ()))
        for one in posts
    }
    known = accounts.pictures(domain, {code for codes in named.values() for code in codes})
    for one in posts:
        emojis = [known[code] for code in named[one.pk] if code in known]
        if emojis != one.emojis:
            one.emojis = emojis
            Status.objects.filter(pk=one.pk).update(
                emojis=emojis, rendered=rendering.render("status", one)
            )
            if one.has_poll:
                codes = shortcodes.find(*options.get(one.pk, ()))
                answers = [known[code] for code in codes if code in known]
                Poll.objects.filter(status=one).update(emojis=answers)


def _words(status: Status) -> str:
    """As it was typed; of another server's only the markup is known."""
    return status.text or text.plain(status.content_html)
