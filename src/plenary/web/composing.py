"""The composer's form: what a page needs to show it, and what it sends."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest, QueryDict

from plenary.lib.errors import NotFound, Refused
from plenary.lib.numbers import whole
from plenary.statuses import actions, queries
from plenary.statuses.rules import MAX_ATTACHMENTS, Draft, Question, Visibility, objection

if TYPE_CHECKING:
    from plenary.accounts.models import Account
    from plenary.statuses.models import Status

LABELS = {
    Visibility.PUBLIC: "Everyone",
    Visibility.UNLISTED: "Everyone, not listed",
    Visibility.PRIVATE: "My followers",
    Visibility.DIRECT: "Only people I mention",
}


POLL_LASTS = [(3600, "1 hour"), (21_600, "6 hours"), (86_400, "1 day"), (259_200, "3 days")]
POLL_LASTS += [(604_800, "7 days")]


def context(
    me: Account,
    *,
    reply: queries.Item | None = None,
    draft: dict[str, Any] | None = None,
    quoted: queries.Item | None = None,
) -> dict[str, Any]:
    """What components/composer.html shows: an answer offers nothing more open than its parent."""
    least = Visibility(reply.status.visibility) if reply else Visibility.PUBLIC
    if quoted is not None and quoted.status.visibility == Visibility.PRIVATE:
        least = Visibility.PRIVATE
    if draft is None:
        draft = {"text": _named(me, reply), "visibility": int(least)}
    return {
        "reply": reply,
        "quoted": quoted,
        "poll_lasts": POLL_LASTS,
        "draft": draft,
        "composer_key": secrets.token_urlsafe(12),
        "visibilities": [(int(value), label) for value, label in LABELS.items() if value >= least],
    }


def _named(me: Account, reply: queries.Item | None) -> str:
    """An answer to a direct post goes to those in it: they are named from the start."""
    if reply is None or reply.status.visibility != Visibility.DIRECT:
        return ""
    return "".join(f"@{person.acct} " for person in queries.people_in(me, reply.status))


def begun(me: Account, params: QueryDict) -> dict[str, Any]:
    """A composer that a link began, such as 'write to Ana' or 'post under the hashtag'."""
    draft = {
        "text": params.get("text", "")[: settings.MAX_POST_CHARACTERS],
        "visibility": int(_visibility(params.get("visibility", ""))),
    }
    return context(me, draft=draft, quoted=_quoted(me, params.get("quote", "")))


def _quoted(me: Account, given: str) -> queries.Item | None:
    pk = whole(given)
    return queries.item(me, pk) if pk else None


def _visibility(given: str) -> Visibility:
    return Visibility(int(given)) if given in {"0", "1", "2", "3"} else Visibility.PUBLIC


def typed(request: HttpRequest) -> dict[str, Any]:
    """The words of a form as they were sent, to be shown again."""
    return {
        "text": request.POST.get("text", ""),
        "spoiler_text": request.POST.get("spoiler_text", ""),
        "visibility": int(_visibility(request.POST.get("visibility", ""))),
        "sensitive": "sensitive" in request.POST,
        "options": request.POST.getlist("option"),
        "lasts": request.POST.get("lasts", ""),
        "multiple": "multiple" in request.POST,
    }


def _question(words: dict[str, Any]) -> Question | None:
    """The poll of a form: none where no option was written."""
    options = tuple(one.strip() for one in words["options"] if one.strip())
    if not options:
        return None
    lasts = whole(words["lasts"])
    return Question(options, lasts if lasts in dict(POLL_LASTS) else 86_400, words["multiple"])


def _draft(request: HttpRequest) -> Draft:
    words = typed(request)
    return Draft(
        text=words["text"],
        visibility=Visibility(words["visibility"]),
        spoiler_text=words["spoiler_text"],
        sensitive=words["sensitive"],
        in_reply_to_id=whole(request.POST.get("in_reply_to_id", "")),
        poll=_question(words),
        quote_of_id=whole(request.POST.get("quote_of_id", "")),
    )


def _with_pictures(
    me: Account, request: HttpRequest, draft: Draft, kept: tuple[int, ...] = ()
) -> Draft:
    """The draft with its pictures: those kept, and those sent with the form, each with its words.
    What will be refused anyway is refused before a picture is stored."""
    sent = [number for number in "1234" if request.FILES.get(f"image{number}")]
    planned = replace(draft, attachments=kept + (0,) * len(sent))
    if problem := objection(planned, settings.MAX_POST_CHARACTERS):
        raise Refused(problem[1], field=problem[0])
    words = {pk: request.POST.get(f"words{pk}", "") for pk in kept}
    for number in sent:
        picture: Any = request.FILES[f"image{number}"]
        description = request.POST.get(f"description{number}", "")
        words[actions.upload(me, picture.file, description).pk] = description
    return replace(draft, attachments=tuple(words), descriptions=words)


def post(me: Account, request: HttpRequest) -> Status:
    """Publish what a composer sent. The same form sent twice is one post; the same form with other
    words, after going back, is another."""
    draft = _draft(request)
    key = request.POST.get("idempotency_key", "")[:40]
    if key:
        said = f"{draft.text}\0{draft.spoiler_text}\0{draft.in_reply_to_id}"
        key = f"web-{key}-{hashlib.sha256(said.encode()).hexdigest()[:24]}"
        if (first := queries.by_key(me, key)) is not None:
            return first  # before its pictures are stored a second time
    return actions.publish(me, _with_pictures(me, request, draft), idempotency_key=key)


def returned(me: Account, request: HttpRequest, error: str) -> dict[str, Any]:
    """The composer again, with what was typed and why it was refused."""
    parent = whole(request.POST.get("in_reply_to_id", ""))
    reply = queries.item(me, parent) if parent else None
    quoted = _quoted(me, request.POST.get("quote_of_id", ""))
    return {**context(me, reply=reply, draft=typed(request), quoted=quoted), "error": error}


def of_status(item: queries.Item) -> dict[str, Any]:
    """What the editor begins with."""
    return {
        "text": item.status.text,
        "spoiler_text": item.status.spoiler_text,
        "sensitive": item.status.sensitive,
        "free": "1234"[: MAX_ATTACHMENTS - len(item.attachments)],
    }


def change(me: Account, request: HttpRequest, item: queries.Item) -> None:
    """Save what the editor sent. Only pictures that are the post's own can be kept."""
    given = tuple(pk for one in request.POST.getlist("attachment") if (pk := whole(one)))
    if not {picture.pk for picture in item.attachments}.issuperset(given):
        raise NotFound
    actions.edit(me, item.status.pk, _with_pictures(me, request, _draft(request), given))


def is_direct(status: Status) -> bool:
    return status.visibility == Visibility.DIRECT
