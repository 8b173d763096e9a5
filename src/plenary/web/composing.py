"""The composer's form: what a page needs to show it, and what it sends."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest, QueryDict

from plenary.lib.errors import NotFound
from plenary.statuses import actions, queries
from plenary.statuses.rules import MAX_ATTACHMENTS, Draft, Visibility, objection

if TYPE_CHECKING:
    from plenary.accounts.models import Account
    from plenary.statuses.models import Attachment, Status

LABELS = {
    Visibility.PUBLIC: "Everyone",
    Visibility.UNLISTED: "Everyone, not listed",
    Visibility.PRIVATE: "My followers",
    Visibility.DIRECT: "Only people I mention",
}


def context(
    me: Account, *, reply: queries.Item | None = None, draft: dict[str, Any] | None = None
) -> dict[str, Any]:
    """What components/composer.html shows: an answer offers nothing more open than its parent."""
    least = reply.status.visibility if reply else Visibility.PUBLIC
    if draft is None:
        draft = {"text": _named(me, reply), "visibility": int(least)}
    return {
        "reply": reply,
        "draft": draft,
        "composer_key": secrets.token_urlsafe(12),
        "visibilities": [
            (int(value), label)
            for value, label in LABELS.items()
            if value >= least or least == Visibility.PUBLIC
        ],
    }


def _named(me: Account, reply: queries.Item | None) -> str:
    """An answer to a direct post goes to those in it: they are named from the start."""
    if reply is None or reply.status.visibility != Visibility.DIRECT:
        return ""
    people = queries.people_in(me, reply.status)
    return "".join(f"@{person.acct} " for person in people if person.pk != me.pk)


def begun(me: Account, params: QueryDict) -> dict[str, Any]:
    """A composer that a link began, such as 'write to Ana' or 'post under the hashtag'."""
    draft = {
        "text": params.get("text", "")[: settings.MAX_POST_CHARACTERS],
        "visibility": int(_visibility(params.get("visibility", ""))),
    }
    return context(me, draft=draft)


def _visibility(given: str) -> Visibility:
    return Visibility(int(given)) if given in {"0", "1", "2", "3"} else Visibility.PUBLIC


def _id(given: str) -> int | None:
    return int(given) if given.isdecimal() and len(given) < 20 else None


def typed(request: HttpRequest) -> dict[str, Any]:
    """The words of a form as they were sent, to be shown again."""
    return {
        "text": request.POST.get("text", ""),
        "spoiler_text": request.POST.get("spoiler_text", ""),
        "visibility": int(_visibility(request.POST.get("visibility", ""))),
        "sensitive": "sensitive" in request.POST,
    }


def _pictures(me: Account, request: HttpRequest, draft: Draft) -> Draft:
    """The draft with its pictures: kept ones by id, new ones uploaded now, each with its words."""
    kept = [pk for given in request.POST.getlist("attachment") if (pk := _id(given))]
    words = {pk: request.POST.get(f"words{pk}", "") for pk in kept}
    sent = [number for number in "1234" if request.FILES.get(f"image{number}")]
    planned = tuple(kept) + (0,) * len(sent)
    if objection(_with(draft, planned, {}), settings.MAX_POST_CHARACTERS) is None:
        for number in sent:
            description = request.POST.get(f"description{number}", "")
            made = actions.upload(me, request.FILES[f"image{number}"].file, description)
            kept.append(made.pk)
            words[made.pk] = description
    elif sent and not kept:
        return _with(draft, planned, {})  # refused for what it is; nothing is kept
    return _with(draft, tuple(kept), words)


def _with(draft: Draft, attachments: tuple[int, ...], descriptions: dict[int, str]) -> Draft:
    return Draft(
        text=draft.text,
        visibility=draft.visibility,
        spoiler_text=draft.spoiler_text,
        sensitive=draft.sensitive,
        in_reply_to_id=draft.in_reply_to_id,
        attachments=attachments,
        descriptions=descriptions,
    )


def _draft(request: HttpRequest) -> Draft:
    words = typed(request)
    return Draft(
        text=words["text"],
        visibility=Visibility(words["visibility"]),
        spoiler_text=words["spoiler_text"],
        sensitive=words["sensitive"],
        in_reply_to_id=_id(request.POST.get("in_reply_to_id", "")),
    )


def post(me: Account, request: HttpRequest) -> Status:
    """Publish what a composer sent. The same form sent twice is one post; the same form with other
    words, after going back, is another."""
    draft = _draft(request)
    key = request.POST.get("idempotency_key", "")[:40]
    if key:
        said = f"{draft.text}\0{draft.spoiler_text}\0{draft.in_reply_to_id}"
        key = f"web-{key}-{hashlib.sha256(said.encode()).hexdigest()[:24]}"
        if (first := queries.by_key(me, key)) is not None:
            return first  # before its pictures are kept a second time
    return actions.publish(me, _pictures(me, request, draft), idempotency_key=key)


def returned(me: Account, request: HttpRequest, error: str) -> dict[str, Any]:
    """The composer again, with what was typed and why it was refused."""
    reply = None
    if parent := _id(request.POST.get("in_reply_to_id", "")):
        reply = queries.item(me, parent)
    return {**context(me, reply=reply, draft=typed(request)), "error": error}


def of_status(item: queries.Item) -> dict[str, Any]:
    """What the editor begins with."""
    return {
        "text": item.status.text,
        "spoiler_text": item.status.spoiler_text,
        "sensitive": item.status.sensitive,
        "attachments": item.attachments,
        "free": "1234"[: MAX_ATTACHMENTS - len(item.attachments)],
    }


def change(me: Account, request: HttpRequest, item: queries.Item) -> None:
    """Save what the editor sent. Only pictures that are the post's may be kept."""
    own = {picture.pk for picture in item.attachments}
    draft = _pictures(me, request, _draft(request))
    if not own.issuperset(_given(request)):
        raise NotFound
    actions.edit(me, item.status.pk, draft)


def _given(request: HttpRequest) -> set[int]:
    return {pk for given in request.POST.getlist("attachment") if (pk := _id(given))}


def is_direct(status: Status) -> bool:
    return status.visibility == Visibility.DIRECT


def pictures_of(item: queries.Item) -> list[Attachment]:
    return item.attachments
