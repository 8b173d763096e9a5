"""Statuses: rendered at write without what changes, spliced at read with what does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec
from django.conf import settings

from plenary.lib.ids import moment_of
from plenary.mastodon_api.serializers import accounts, cards, emojis, media, moments
from plenary.mastodon_api.serializers.around import Around
from plenary.statuses import queries

if TYPE_CHECKING:
    from plenary.accounts.models import Account
    from plenary.statuses.models import Status
    from plenary.statuses.queries.rendered import Part

VISIBILITIES = ("public", "unlisted", "private", "direct")
_encode = msgspec.json.Encoder().encode
# Stand in what is kept for this server's address, which may change, and for the reader's pass in
# addresses of files that not everybody may see. JSON escapes control characters, so that no text
# holds these; and unlike others they leave a page of plain letters at a byte for each.
_HERE = "\x01"
_KEY = "\x02"
_KEY_WITHIN = "\ufdd1"  # before it is encoded: a code point that is no character


def uri(status: Status) -> str:
    """What the status is called among servers."""
    return status.object_uri


def render(status: Status) -> str:
    """The part that neither viewer nor counts change, as the beginning of a JSON object. Kept with
    the status; what is added here must make `statuses.actions` render anew where it changes."""
    pictures = sorted(status.attachments.all(), key=lambda one: one.position)
    key = _KEY_WITHIN if status.visibility > 1 else ""
    mentioned = [one.account for one in status.mentions.all()]
    tags = [one.hashtag for one in status.status_hashtags.all()]
    app = status.application
    told = {"application": {"name": app.name, "website": app.website or None}} if app else {}
    return (
        _encode(
            {
                "id": str(status.pk),
                "created_at": moments.moment(status.created_at),
                "in_reply_to_id": _id(status.in_reply_to_id),
                "in_reply_to_account_id": _id(status.in_reply_to_account_id),
                "sensitive": status.sensitive
                or bool(pictures and status.account.sensitized_at is not None),
                "spoiler_text": status.spoiler_text,
                "visibility": VISIBILITIES[status.visibility],
                "language": status.language or None,
                "uri": uri(status),
                "url": status.page or f"{settings.PUBLIC_URL}/@{status.account.acct}/{status.pk}",
                "content": accounts.absolute_links(status.content_html),
                "edited_at": moments.moment_or_none(status.edited_at),
                "media_attachments": [media.attachment(one, key) for one in pictures],
                "mentions": [
                    {
                        "id": str(one.pk),
                        "username": one.username,
                        "url": accounts.absolute(one.url),
                        "acct": one.acct,
                    }
                    for one in mentioned
                ],
                "tags": [
                    {"name": tag.display, "url": f"{settings.PUBLIC_URL}/tags/{tag.name}"}
                    for tag in tags
                ],
                "emojis": emojis.emojis(status.emojis),
                "card": cards.card_or_none(status.card),
                **told,
            }
        )
        .decode()[:-1]
        .replace(settings.PUBLIC_URL, _HERE)
        .replace(_KEY_WITHIN, _KEY)
    )


def _id(value: int | None) -> str | None:
    return str(value) if value is not None else None


_NO, _YES = "false", "true"
_UNMARKED = ',"favourited":false,"reblogged":false,"muted":false,"bookmarked":false'


def _flags(part: Part) -> str:
    if not (part.favourited or part.boosted or part.muted or part.bookmarked):
        return _UNMARKED
    return (
        f',"favourited":{_YES if part.favourited else _NO}'
        f',"reblogged":{_YES if part.boosted else _NO}'
        f',"muted":{_YES if part.muted else _NO}'
        f',"bookmarked":{_YES if part.bookmarked else _NO}'
    )


class _Splicer:
    """One page of statuses being put together: its people and what hangs on it. `viewer` None with
    `known`: for several readers at once."""

    def __init__(self, viewer: Account | None, found: Sequence[Part], *, known: bool) -> None:
        self._viewer_id = viewer.pk if viewer is not None else 0
        self._known = known
        shown = [part.reblog or part for part in found]
        self._around = around = Around(viewer, shown, known=known)
        authors = [part.account for part in found]
        authors += [part.reblog.account for part in found if part.reblog is not None]
        authors += [part.account for part in around.quoted()]
        self._people = accounts.faces(authors)

    def text(self, part: Part, *, quoted: bool = False) -> str:
        """One status that is no boost. `quoted`: within another, so that what it quotes itself is
        named only."""
        around = self._around
        flags = ""
        if self._known:
            flags = f'{_flags(part)},"filtered":{around.filtered(part)}'
            if part.account.id == self._viewer_id:
                flags += f',"pinned":{_YES if part.pinned else _NO}'
        quote = around.shallow_quote(part) if quoted else around.quote(part, self._quoted)
        return (
            f'{part.rendered},"account":{self._people[part.account.id]}'
            f',"replies_count":{part.replies},"reblogs_count":{part.reblogs}'
            f',"favourites_count":{part.favourites},"quotes_count":{part.quotes}{flags}'
            f',"reblog":null,"poll":{around.poll(part)},"quote":{quote}'
            f"{around.approval(part)}}}"
        )

    def _quoted(self, part: Part) -> str:
        return self.text(part, quoted=True)

    def boost(self, part: Part, inner: Part) -> str:
        """A boost: no words of its own, around what it passes on."""
        at = moments.moment(moment_of(part.id))
        flags = ""
        if self._known:
            flags = f'{_flags(inner)},"filtered":{self._around.filtered(inner)}'
        # Its uri is an activity's; nobody follows it, but it must be its own.
        name = f"{_HERE}/statuses/{part.id}/activity"
        return (
            f'{{"id":"{part.id}","created_at":"{at}","in_reply_to_id":null'
            ',"in_reply_to_account_id":null,"sensitive":false,"spoiler_text":""'
            f',"visibility":"{VISIBILITIES[part.visibility]}","language":null,"uri":"{name}"'
            f',"url":"{name}","content":"","edited_at":null'
            ',"media_attachments":[],"mentions":[],"tags":[],"emojis":[]'
            f',"account":{self._people[part.account.id]},"replies_count":0'
            f',"reblogs_count":{inner.reblogs},"favourites_count":{inner.favourites}'
            f',"quotes_count":0{flags}'
            f',"reblog":{self.text(inner)},"poll":null,"card":null,"quote":null'
            f"{self._around.approval(inner)}}}"
        )


def texts(viewer: Account | None, ids: Iterable[int]) -> dict[int, str]:
    """Statuses by id, each as JSON text; those the viewer may not see are left out."""
    found = _spliced(viewer, queries.parts(viewer, ids))
    return {pk: _placed(viewer, text) for pk, text in found.items()}


def _placed(viewer: Account | None, text: str) -> str:
    """With this server's address, and the reader's pass to files."""
    text = text.replace(_HERE, settings.PUBLIC_URL)
    if _KEY in text:
        text = text.replace(_KEY, queries.pass_for(viewer.pk) if viewer is not None else "")
    return text


def for_reader(text: str, account_id: int) -> str:
    """What `for_many` gave, with the pass of one of them."""
    return text.replace(_KEY, queries.pass_for(account_id))


def is_personal(text: str) -> bool:
    """Whether what `for_many` gave needs `for_reader`."""
    return _KEY in text


def page_of(viewer: Account | None, parts: Sequence[Part]) -> bytes:
    """A list of Statuses from the parts that a query of a timeline gave."""
    text = f"[{','.join(_spliced(viewer, parts).values())}]"
    return _placed(viewer, text).encode()


def _spliced(
    viewer: Account | None, found: Sequence[Part], *, many: bool = False
) -> dict[int, str]:
    splicer = _Splicer(viewer, found, known=many or viewer is not None)
    return {
        part.id: splicer.boost(part, part.reblog) if part.reblog else splicer.text(part)
        for part in found
    }


def for_many(status_id: int) -> str:
    """One Status, as JSON text for several readers at once: for those who marked nothing of it,
    did not write it and may see what it quotes. Who may see it has been asked before. See
    `is_personal`."""
    found = _spliced(None, queries.parts_for_many([status_id]), many=True)
    return "".join(found.values()).replace(_HERE, settings.PUBLIC_URL)


def shown_by_others(ids: Iterable[int]) -> dict[int, msgspec.Raw]:
    """Statuses that somebody who saw them handed on, in a report: with what anybody sees around
    them, and without a pass to private files. It asks nobody's permission."""
    found = _spliced(None, queries.parts_for_many(ids))
    return {pk: msgspec.Raw(_placed(None, text).encode()) for pk, text in found.items()}


def statuses(viewer: Account | None, ids: Iterable[int]) -> bytes:
    """A list of Statuses, in the order given."""
    return page_of(viewer, queries.parts(viewer, ids))


def raw(viewer: Account | None, ids: Iterable[int]) -> dict[int, msgspec.Raw]:
    """Statuses by id, for places in a larger answer."""
    return {pk: msgspec.Raw(text.encode()) for pk, text in texts(viewer, ids).items()}


def status(viewer: Account | None, status_id: int) -> bytes:
    """One Status that the viewer may see."""
    found = texts(viewer, [status_id])
    if status_id not in found:
        queries.get(viewer, status_id)  # raises what a reader is told
    return found[status_id].encode()
