"""A post, whatever its server calls it."""

import html
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from plenary.federation.reading import events, tags
from plenary.federation.reading.values import (
    PUBLIC,
    Unreadable,
    addresses,
    host_at,
    id_of,
    ids_of,
    is_of,
    language,
    moment,
    number,
    things,
    words,
)
from plenary.lib import clock
from plenary.statuses.actions.receiving import MOST_OPTIONS, RemoteFile, RemotePoll
from plenary.statuses.models import QuotePolicy, Visibility

# What is a post as it stands, and what becomes one: its title, its words and where it is.
_PLAIN = ("Note", "Question")
_TITLED = ("Article", "Page", "Video", "Audio", "Image", "Event", "Document")
POSTS = (*_PLAIN, *_TITLED)
MAX_CONTENT = 60_000
_LONG = 5_000
_MOST_PEOPLE = 100


@dataclass(frozen=True)
class Post:
    """People, what it answers and what it quotes are ids. `addressed`: for whom it is, everybody
    and followers aside. `title`: the answer to a poll that a Note with a name is."""

    uri: str
    authors: tuple[str, ...]
    content: str
    created_at: datetime
    visibility: Visibility
    page: str = ""
    spoiler_text: str = ""
    sensitive: bool = False
    language: str = ""
    edited_at: datetime | None = None
    in_reply_to: str = ""
    mentioned: tuple[str, ...] = ()
    addressed: tuple[str, ...] = ()
    hashtags: tuple[tuple[str, str], ...] = ()
    emojis: tuple[tuple[str, str], ...] = ()
    files: tuple[RemoteFile, ...] = ()
    poll: RemotePoll | None = None
    quote: str = ""
    quote_authorization: str = ""
    quote_policy: QuotePolicy = QuotePolicy.NOBODY
    title: str = field(default="")


def post(document: dict[str, Any], followers: str = "") -> Post:
    """`followers`: what its author's server calls their followers. Raises Unreadable for what is
    no post, or is nobody's."""
    uri, authors = id_of(document), ids_of(document.get("attributedTo"))
    if not is_of(document, *POSTS) or not host_at(uri) or not authors:
        raise Unreadable("That is no post.")
    plain = is_of(document, *_PLAIN)
    page = _page(document)
    edited = moment(document.get("updated"))
    created = moment(document.get("published"))
    addressed = [*ids_of(document.get("to")), *ids_of(document.get("cc"))]
    hidden = {PUBLIC, followers}
    content = words(document, "content")[:MAX_CONTENT]
    return Post(
        uri=uri,
        authors=tuple(authors),
        content=content if plain else _titled(document, content, page or uri),
        created_at=min(created or clock.now(), clock.now()),
        visibility=audience(document, followers),
        page=page,
        spoiler_text=words(document, "summary")[:1000] if plain else "",
        sensitive=document.get("sensitive") is True,
        language=language(document),
        edited_at=edited if edited is not None and edited != created else None,
        in_reply_to=id_of(document.get("inReplyTo")),
        mentioned=tuple(dict.fromkeys(tags.mentions(document.get("tag"))))[:_MOST_PEOPLE],
        addressed=tuple(one for one in addressed if one not in hidden)[:_MOST_PEOPLE],
        hashtags=tuple(tags.hashtags(document.get("tag")))[:_MOST_PEOPLE],
        emojis=tuple(tags.emojis(document.get("tag"))),
        files=tuple(tags.files(document.get("attachment") or document.get("image"))),
        poll=_poll(document),
        quote=_quote(document),
        quote_authorization=id_of(document.get("quoteAuthorization")),
        quote_policy=_policy(document, followers),
        title=words(document, "name")[:200] if plain and not content else "",
    )


def audience(document: dict[str, Any], followers: str) -> Visibility:
    """Who may see it, by whom it is sent to."""
    to, cc = ids_of(document.get("to")), ids_of(document.get("cc"))
    if PUBLIC in to:
        return Visibility.PUBLIC
    if PUBLIC in cc:
        return Visibility.UNLISTED
    if followers and followers in (*to, *cc):
        return Visibility.PRIVATE
    return Visibility.DIRECT


def _page(document: dict[str, Any]) -> str:
    page = next(addresses(document.get("url"), ("text/html",)), "")
    return page if len(page) <= 500 else ""


def _titled(document: dict[str, Any], content: str, page: str) -> str:
    """Long texts are read where they are."""
    if is_of(document, "Event"):
        return events.words_of(document)
    title = html.escape(words(document, "name")[:300])
    said = content if len(content) <= _LONG else words(document, "summary")[:_LONG]
    link = html.escape(page)
    return "".join(
        (
            f"<p><strong>{title}</strong></p>" if title else "",
            said,
            f'<p><a href="{link}">{link}</a></p>',
        )
    )


def _poll(document: dict[str, Any]) -> RemotePoll | None:
    if not is_of(document, "Question"):
        return None
    several = bool(things(document.get("anyOf")))
    options = [
        (words(one, "name")[:200], number(_total(one.get("replies"))))
        for one in things(document.get("anyOf") if several else document.get("oneOf"))
        if isinstance(one, dict) and words(one, "name")
    ][:MOST_OPTIONS]
    if not options:
        return None
    voters = document.get("votersCount")
    return RemotePoll(
        tuple(options),
        multiple=several,
        ends_at=moment(document.get("endTime")) or moment(document.get("closed")),
        voters=number(voters) if isinstance(voters, int) else None,
    )


def _total(value: Any) -> Any:
    return value.get("totalItems") if isinstance(value, dict) else 0


def _quote(document: dict[str, Any]) -> str:
    for name in ("quote", "quoteUrl", "quoteUri", "quoteURL", "_misskey_quote"):
        if host_at(found := id_of(document.get(name))):
            return found
    return next((one for one in tags.links(document.get("tag")) if host_at(one)), "")


def _policy(document: dict[str, Any], followers: str) -> QuotePolicy:
    given = document.get("interactionPolicy")
    asked = given.get("canQuote") if isinstance(given, dict) else None
    allowed = ids_of(asked.get("automaticApproval")) if isinstance(asked, dict) else []
    if PUBLIC in allowed:
        return QuotePolicy.PUBLIC
    return QuotePolicy.FOLLOWERS if followers and followers in allowed else QuotePolicy.NOBODY
