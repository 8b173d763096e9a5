"""Accounts. What of one does not change from call to call is kept by its version."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import msgspec
from django.conf import settings

from plenary.accounts import queries
from plenary.lib import media
from plenary.lib.ids import SHIFT
from plenary.mastodon_api.serializers import emojis, moments

if TYPE_CHECKING:
    from plenary.accounts.models import Account
    from plenary.statuses.queries.rendered import Face

_KEPT = 8192
_kept: OrderedDict[tuple[int, int], str] = OrderedDict()
_encode = msgspec.json.Encoder().encode


@cache
def _missing(name: str) -> str:
    return f"{settings.PUBLIC_URL}/static/plenary/{name}"


def absolute(url: str) -> str:
    """An address of ours as clients need it; one of elsewhere as it is."""
    return url if "://" in url else f"{settings.PUBLIC_URL}{url}"


def absolute_links(html: str) -> str:
    return html.replace('href="/', f'href="{settings.PUBLIC_URL}/')


def uri(account: Account) -> str:
    """What the account is called among servers."""
    return account.actor_uri


def fields(account: Account) -> list[dict[str, Any]]:
    return [
        {"name": row["name"], "value": absolute_links(row["html"]), "verified_at": None}
        for row in account.fields
    ]


def _static(account: Account) -> str:
    """All but the counts, as the beginning of a JSON object."""
    avatar = media.url(account.avatar) if account.avatar else _missing("avatar.png")
    header = media.url(account.header) if account.header else _missing("header.png")
    # Who is suspended is shown to moderators alone.
    standing = {"limited": True} if account.silenced_at else {}
    standing |= {"suspended": True} if account.suspended_at else {}
    return _encode(
        {
            "id": str(account.pk),
            "username": account.username,
            "acct": account.acct,
            "url": account.page or absolute(account.url),
            "uri": uri(account),
            "display_name": account.display_name,
            "note": absolute_links(account.note_html),
            "avatar": absolute(avatar),
            "avatar_static": absolute(avatar),
            "header": absolute(header),
            "header_static": absolute(header),
            "locked": account.locked,
            "fields": fields(account),
            "emojis": emojis.emojis(account.emojis),
            "bot": account.bot,
            "group": account.actor_type == "Group",
            "discoverable": account.discoverable,
            "indexable": account.indexable,
            "hide_collections": account.hide_collections,
            "noindex": not account.indexable,
            "roles": [],
            "created_at": moments.day(account.created_at),
            **standing,
        }
    ).decode()[:-1]


class _Moved(str):
    """What is kept of an account that moved: whither is told as that account now is."""

    __slots__ = ("to",)
    to: int


def _keep(account: Account) -> str:
    key = (account.pk, account.version)
    made = _kept.get(key)
    if made is None:
        made = _static(account)
        if account.moved_to_id is not None:
            made = _Moved(made)
            made.to = account.moved_to_id
        _kept[key] = made
        if len(_kept) > _KEPT:
            _kept.popitem(last=False)
    return made


_DAY = (24 * 60 * 60 * 1000) << SHIFT  # of ids


@lru_cache(maxsize=1000)
def _date(day: int) -> str:
    """The date of so many days since 1970, in JSON."""
    return f'"{date(1970, 1, 1) + timedelta(days=day):%Y-%m-%d}"'


def _counted(static: str, last: int | None, statuses: int, followers: int, following: int) -> str:
    at = _date(last // _DAY) if last else "null"
    if type(static) is _Moved:
        static += _whither(static.to)
    return (
        f'{static},"last_status_at":{at},"statuses_count":{statuses}'
        f',"followers_count":{followers},"following_count":{following}}}'
    )


def _whither(account_id: int) -> str:
    """Of one that moved on in turn no further is told (a query each: they are few)."""
    there = queries.by_ids(None, [account_id]).get(account_id)
    if there is None:  # suspended: it looks as if there were none
        return ',"moved":null'
    shown = _counted(
        str(_keep(there)),
        there.last_status_id,
        there.statuses_count,
        there.followers_count,
        there.following_count,
    )
    return f',"moved":{shown}'


def text_of(account: Account) -> str:
    """An Account as JSON text."""
    return _counted(
        _keep(account),
        account.last_status_id,
        account.statuses_count,
        account.followers_count,
        account.following_count,
    )


def _with_face(static: str, face: Face) -> str:
    return _counted(static, face.last_status_id, face.statuses, face.followers, face.following)


def account(one: Account) -> msgspec.Raw:
    """An Account, for a place in a larger answer."""
    return msgspec.Raw(text_of(one).encode())


def partial(one: Account) -> dict[str, Any]:
    """What a row of faces needs of somebody."""
    avatar = absolute(media.url(one.avatar) if one.avatar else _missing("avatar.png"))
    return {
        "id": str(one.pk),
        "acct": one.acct,
        "url": absolute(one.url),
        "avatar": avatar,
        "avatar_static": avatar,
        "locked": one.locked,
        "bot": one.bot,
    }


def accounts(many: Iterable[Account]) -> bytes:
    """A list of Accounts."""
    return f"[{','.join(text_of(one) for one in many)}]".encode()


def faces(wanted: Iterable[Face]) -> Mapping[int, str]:
    """The Accounts of a page by id, as JSON text; one query if some are not kept yet."""
    found: dict[int, str] = {}
    unknown: dict[int, Face] = {}
    for face in wanted:
        if face.id in found or face.id in unknown:
            continue
        static = _kept.get((face.id, face.version))
        if static is None:
            unknown[face.id] = face
        else:
            found[face.id] = _with_face(static, face)
    if unknown:
        for pk, row in queries.authors(unknown).items():
            found[pk] = _with_face(_keep(row), unknown[pk])
    return found
