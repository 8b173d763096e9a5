"""Posts as Note and Question, and the leave to quote one.

A post comes with all that hangs on it at hand (`federation.queries.posts`): its account, whom it
names, hashtags, files, poll, and what it answers, quotes or passes on with their accounts.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

from django.conf import settings

from plenary.federation.render import names, words
from plenary.federation.render.context import PUBLIC
from plenary.lib import clock, media
from plenary.statuses import queries as statuses
from plenary.statuses.models import QuotePolicy, QuoteState, UploadState, Visibility

if TYPE_CHECKING:
    from plenary.accounts.models import Account
    from plenary.statuses.models import Attachment, Poll, Status


def audience(status: Status) -> dict[str, list[str]]:
    """Whom a post or boost is for: `to` and `cc`. The address of everybody stands only on what
    everybody may see."""
    named = [one.account.actor_uri for one in _mentions(status)]
    followers = names.followers(status.account)
    if status.reblog_of is not None:
        named = [status.reblog_of.account.actor_uri, *named]
    named = list(dict.fromkeys(named))
    if status.visibility == Visibility.PUBLIC:
        return {"to": [PUBLIC], "cc": [followers, *named]}
    if status.visibility == Visibility.UNLISTED:
        return {"to": [followers], "cc": [PUBLIC, *named]}
    if status.visibility == Visibility.PRIVATE:
        return {"to": [followers], "cc": named}
    return {"to": named, "cc": []}


def _mentions(status: Status) -> list[Any]:
    return list(status.mentions.all())


def note(status: Status) -> dict[str, Any]:
    """A post that was written here."""
    uri = status.object_uri
    people = [one.account for one in _mentions(status)]
    content = _quote_for_others(status) + words.markup(status.content_html, people)
    pictures = sorted(status.attachments.all(), key=lambda one: one.position)
    made: dict[str, Any] = {
        "id": uri,
        "type": "Question" if status.has_poll else "Note",
        "attributedTo": status.account.actor_uri,
        **audience(status),
        "published": words.moment(status.created_at),
        "url": names.page_of(status),
        "summary": status.spoiler_text or None,
        "sensitive": status.sensitive
        or bool(pictures and status.account.sensitized_at is not None),
        "content": content,
        "inReplyTo": _answered(status),
        "tag": _tags(status),
        "attachment": [_file(one, status) for one in pictures if one.state == UploadState.READY],
        "interactionPolicy": {"canQuote": {"automaticApproval": [_may_quote(status)]}},
        "replies": {
            "id": f"{uri}/replies",
            "type": "Collection",
            "totalItems": status.replies_count,
            "first": f"{uri}/replies?page=true",
        },
        "likes": {
            "id": f"{uri}/likes",
            "type": "Collection",
            "totalItems": status.favourites_count,
        },
        "shares": {
            "id": f"{uri}/shares",
            "type": "Collection",
            "totalItems": status.reblogs_count,
        },
        **_quote(status),
    }
    if status.language:
        made["contentMap"] = {status.language: content}
    if status.edited_at is not None:
        made["updated"] = words.moment(status.edited_at)
    if status.has_poll:
        made |= _question(status.poll)
    return made


def _answered(status: Status) -> str | None:
    if status.in_reply_to is not None:
        return status.in_reply_to.object_uri
    return status.in_reply_to_uri or None


def _tags(status: Status) -> list[dict[str, Any]]:
    """Who is named, by the whole handle; hashtags; custom emoji."""
    return [
        *(
            mention(one.account)
            for one in _mentions(status)
            if not one.silent  # it is for them, and says nothing of them
        ),
        *(hashtag(one.hashtag.display, one.hashtag.name) for one in status.status_hashtags.all()),
        *words.emojis(status.emojis),
    ]


def mention(account: Account) -> dict[str, str]:
    return {
        "type": "Mention",
        "href": account.actor_uri,
        "name": f"@{names.address(account)}",
    }


def hashtag(display: str, name: str) -> dict[str, str]:
    return {"type": "Hashtag", "href": names.hashtag(name), "name": f"#{display}"}


def _file(one: Attachment, status: Status) -> dict[str, Any]:
    """A picture, film or recording. Of what is not for everybody its address carries leave to load
    that one file, for a while: servers load files without saying who they are."""
    key = "" if status.visibility <= Visibility.UNLISTED else statuses.pass_for_file(one.file)
    made: dict[str, Any] = {
        "type": "Document",
        "mediaType": media.content_type(one.file),
        "url": f"{settings.PUBLIC_URL}{media.url(one.file)}{key}",
        "name": one.description or None,
    }
    if one.blurhash:
        made["blurhash"] = one.blurhash
    if one.focus_x is not None and one.focus_y is not None:
        made["focalPoint"] = [one.focus_x, one.focus_y]
    if one.width and one.height:
        made |= {"width": one.width, "height": one.height}
    if one.duration:
        made["duration"] = f"PT{one.duration:.2f}S"
    return made


def _question(poll: Poll) -> dict[str, Any]:
    """A poll: exactly one answer (`oneOf`) or several. What hides its totals tells none until it
    is over."""
    ended = poll.expires_at is not None and poll.expires_at <= clock.now()
    told = ended or not poll.hide_totals
    options = [
        {
            "type": "Note",
            "name": one.title,
            "replies": {"type": "Collection", "totalItems": one.votes_count if told else 0},
        }
        for one in sorted(poll.options.all(), key=lambda one: one.position)
    ]
    made: dict[str, Any] = {
        "anyOf" if poll.multiple else "oneOf": options,
        "votersCount": poll.voters_count,
    }
    if poll.expires_at is not None:
        made["endTime"] = words.moment(poll.expires_at)
        if ended:
            made["closed"] = made["endTime"]
    return made


# What its author was asked for and did not refuse.
_QUOTED = (QuoteState.ACCEPTED, QuoteState.PENDING)


def _quoted_uri(status: Status) -> str:
    if status.quote_state not in _QUOTED:
        return ""
    return status.quote_of.object_uri if status.quote_of is not None else status.quote_uri


def _quote(status: Status) -> dict[str, Any]:
    """What it quotes, by the three names that servers read; with the leave, where there is one."""
    if status.quote_state == QuoteState.DELETED:
        return {"quote": {"type": "Tombstone"}}
    uri = _quoted_uri(status)
    if not uri:
        return {}
    made: dict[str, Any] = {"quote": uri, "quoteUri": uri, "_misskey_quote": uri}
    if leave := _leave(status):
        made["quoteAuthorization"] = leave
    return made


def _leave(status: Status) -> str:
    """Of a post that lives here it is ours to give; nobody asks themselves."""
    quoted = status.quote_of
    if status.quote_state != QuoteState.ACCEPTED or quoted is None:
        return ""
    if not quoted.uri and quoted.account_id != status.account_id:
        return names.authorization(quoted, status.pk)
    return status.quote_authorization


def _quote_for_others(status: Status) -> str:
    """For servers that know no quotes, a line that leads to it; others leave it out by its
    class."""
    uri = _quoted_uri(status)
    if not uri:
        return ""
    page = html.escape(names.page_of(status.quote_of) if status.quote_of is not None else uri)
    return f'<p class="quote-inline">RE: <a href="{page}">{page}</a></p>'


def _may_quote(status: Status) -> str:
    """Who may quote without asking; nobody but its author what is not for everybody."""
    if status.visibility > Visibility.UNLISTED or status.quote_policy == QuotePolicy.NOBODY:
        return status.account.actor_uri
    if status.quote_policy == QuotePolicy.FOLLOWERS:
        return names.followers(status.account)
    return PUBLIC


def tombstone(uri: str) -> dict[str, Any]:
    return {"id": uri, "type": "Tombstone"}


def quote_authorization(quoting: Status) -> dict[str, Any]:
    """The leave that one of our posts may be quoted by `quoting` (FEP-044f). Anybody who sees the
    quote asks whether it is real."""
    quoted = quoting.quote_of
    assert quoted is not None
    return {
        "id": names.authorization(quoted, quoting.pk),
        "type": "QuoteAuthorization",
        "attributedTo": quoted.account.actor_uri,
        "interactingObject": quoting.object_uri,
        "interactionTarget": quoted.object_uri,
    }
