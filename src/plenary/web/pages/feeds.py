"""Feeds for readers of news (RSS 2.0, with Media RSS): a person's posts, and those of a hashtag."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Enclosure, Rss201rev2Feed
from django.utils.html import escape
from django.utils.http import http_date
from django.utils.text import Truncator
from django.views.decorators.http import require_safe

from plenary.lib import media, text
from plenary.lib.ids import moment_of
from plenary.timelines import queries

if TYPE_CHECKING:
    from plenary.statuses.queries import Item

# What XML 1.0 cannot hold, escaped or not (2.2, Char); one such sign breaks all of a feed.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONGEST_TITLE = 80
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class _Feed(Rss201rev2Feed):
    """With pictures and films (rssboard.org/media-rss), and the same bytes for the same posts."""

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:media": "http://search.yahoo.com/mrss/"}

    def latest_post_date(self) -> datetime:
        return self.feed["changed"]

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        if url := self.feed.get("picture"):
            handler.startElement("image", {})
            handler.addQuickElement("url", url)
            handler.addQuickElement("title", self.feed["title"])
            handler.addQuickElement("link", self.feed["link"])
            handler.endElement("image")

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for attributes, words in item["files"]:
            handler.startElement("media:content", attributes)
            if words:
                handler.addQuickElement("media:description", words, {"type": "plain"})
            handler.endElement("media:content")


def _xml(words: str) -> str:
    return _NO_XML.sub("", words)


def _absolute(url: str) -> str:
    return f"{settings.PUBLIC_URL}{url}"


def _changed(items: list[Item]) -> datetime:
    moments = [one.status.edited_at or one.status.created_at for one in items]
    return max(moments, default=_NEVER)


def _add(feed: _Feed, item: Item) -> None:
    """One post. Of one with a warning, the warning alone: a reader shows all that it is given."""
    status = item.status
    address = _absolute(f"{status.account.url}/{status.pk}")
    if status.spoiler_text:
        words = status.spoiler_text
        body = f"<p>{escape(words)}</p>"
    else:
        words = text.plain(status.content_html)
        body = status.content_html.replace('href="/', f'href="{settings.PUBLIC_URL}/')
    hidden = status.spoiler_text or status.sensitive or status.account.sensitized_at is not None
    shown = [] if hidden else [one for one in item.attachments if one.state == 0]
    files = [_file(one) for one in shown]
    feed.add_item(
        title=Truncator(" ".join(_xml(words).split())).chars(_LONGEST_TITLE) or "Without words",
        link=address,
        description=_xml(body),
        author_name=_xml(f"{status.account.name} (@{status.account.acct})"),
        pubdate=moment_of(status.pk),
        unique_id=address,
        unique_id_is_permalink=True,
        categories=[_xml(name) for name in text.find_hashtags(status.text)],
        # RSS 2.0 knows one enclosure; of the others, readers of Media RSS are told.
        enclosures=[
            Enclosure(one["url"], one.get("fileSize", "0"), one["type"]) for one, _ in files[:1]
        ],
        files=files,
    )


def _file(one: Any) -> tuple[dict[str, str], str]:
    """The attributes of a media:content, and what the picture shows."""
    attributes = {
        "url": _absolute(media.url(one.file)),
        "type": media.content_type(one.file),
        "medium": one.kind,
    }
    if (found := media.find(one.file)) is not None:
        attributes["fileSize"] = str(found.stat().st_size)
    if one.width and one.height:
        attributes |= {"width": str(one.width), "height": str(one.height)}
    return attributes, _xml(one.description)


def _answer(request: HttpRequest, feed: _Feed, items: list[Item]) -> HttpResponseBase:
    for item in items:
        _add(feed, item)
    body = feed.writeString("utf-8")
    tag = f'"{hashlib.blake2b(body.encode(), digest_size=12).hexdigest()}"'
    answer = HttpResponse(body, content_type="application/rss+xml; charset=utf-8")
    changed = feed.latest_post_date()
    answer["ETag"] = tag
    answer["Cache-Control"] = "public, max-age=300"
    since = int(changed.timestamp()) if items else None
    if since is not None:
        answer["Last-Modified"] = http_date(since)
    found: HttpResponseBase | None = get_conditional_response(request, tag, since, answer)
    return found or answer


@require_safe
def person(request: HttpRequest, acct: str) -> HttpResponseBase:
    """The latest public posts of somebody who wishes to be found; others have no feed."""
    owner, items = queries.feed_of(acct)
    feed = _Feed(
        title=_xml(owner.name),
        link=_absolute(owner.url),
        description=_xml(text.plain(owner.note_html)) or f"Public posts of @{owner.acct}",
        feed_url=_absolute(f"{owner.url}.rss"),
        language=None,
        changed=_changed(items),
        picture=_absolute(owner.avatar_large_url) if owner.avatar else "",
    )
    return _answer(request, feed, items)


@require_safe
def hashtag(request: HttpRequest, name: str) -> HttpResponseBase:
    """The latest public posts under a hashtag; one nobody used yet is empty."""
    items = queries.feed_under(name)
    address = _absolute(f"/tags/{quote(name)}")
    feed = _Feed(
        title=_xml(f"#{name[:150]}"),
        link=address,
        description=_xml(f"Public posts under #{name[:150]}"),
        feed_url=f"{address}.rss",
        language=None,
        changed=_changed(items),
    )
    return _answer(request, feed, items)


urlpatterns = [
    path("@<str:acct>.rss", person, name="feed_person"),
    path("users/<str:acct>.rss", person),
    path("tags/<str:name>.rss", hashtag, name="feed_hashtag"),
]
