"""Ids of the public, hashtag and account timelines, as the API pages through them.

Ids come from one index alone, some more than needed, and are sifted in the same query by who may
see them. Joined without that bound, PostgreSQL may walk all statuses to find those of a rare
hashtag.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from plenary.accounts.models import Account
from plenary.accounts.visibility import NOT_LIMITED
from plenary.lib import clock
from plenary.lib.pagination import Page
from plenary.lib.rows import among, listed, rows, this_second
from plenary.lib.text import hashtag_key
from plenary.statuses.models import Status
from plenary.statuses.queries import Item, items
from plenary.statuses.rules import MAX_PINNED
from plenary.statuses.visibility import seen_sql, visible_to

_TOP = (1 << 63) - 1
_MORE = 20
_MOST_SIFTS = 8

_SIFT = """
    WITH near AS MATERIALIZED ({near} ORDER BY id {direction} LIMIT %(near_limit)s)
    SELECT near.id, CASE WHEN {passes} THEN 1 ELSE 0 END
    FROM near JOIN plenary_status s ON s.id = near.id ORDER BY near.id {direction}
"""
_BETWEEN = "{id} > %(floor)s AND {id} < %(ceiling)s"
NOT_MUTED = """NOT EXISTS (SELECT 1 FROM plenary_mute m WHERE m.source_id = %(me)s
    AND m.target_id = s.account_id AND (m.expires_at IS NULL OR m.expires_at > %(now)s))"""
_WITH_MEDIA = "EXISTS (SELECT 1 FROM plenary_attachment t WHERE t.status_id = s.id)"
_DISCOVERABLE = """EXISTS (SELECT 1 FROM plenary_account w
    WHERE w.id = s.account_id AND w.discoverable)"""
_NO_REPLIES = "(s.in_reply_to_account_id IS NULL OR s.in_reply_to_account_id = s.account_id)"


def _sift(
    viewer: Account | None, page: Page, near: str, passes: Sequence[str], params: dict[str, Any]
) -> list[int]:
    """One page of ids, newest first, of `near` (a SELECT of `id` by an index) that pass."""
    upward = page.min_id is not None
    me = viewer.pk if viewer is not None else None
    sql = _SIFT.format(
        near=near,
        direction="ASC" if upward else "DESC",
        passes=" AND ".join([seen_sql(me, "s"), *passes]),
    )
    params |= {"me": me, "now": this_second(clock.now())}
    kept: list[int] = []
    at = page
    for _ in range(_MOST_SIFTS):
        params |= {
            "floor": (at.min_id if upward else at.since_id) or 0,
            "ceiling": at.max_id or _TOP,
            "near_limit": page.limit + _MORE,
        }
        near_by = rows(sql, params)
        kept += [int(pk) for pk, passed in near_by if passed]
        if len(kept) >= page.limit or len(near_by) < page.limit + _MORE:
            break
        last = int(near_by[-1][0])
        at = replace(at, min_id=last) if upward else replace(at, max_id=last)
    kept = kept[: page.limit]
    return kept[::-1] if upward else kept


def public_ids(
    viewer: Account | None,
    page: Page,
    *,
    local: bool = False,
    remote: bool = False,
    only_media: bool = False,
) -> list[int]:
    """Public posts, without boosts and without replies to others."""
    where = "visibility = 0 AND reblog_of_id IS NULL AND " + _BETWEEN.format(id="id")
    if local:
        where += " AND local"
    elif remote:
        where += " AND NOT local"
    near = f"SELECT id FROM plenary_status s WHERE {where} AND {_NO_REPLIES}"
    return _sift(viewer, page, near, _passes(viewer, only_media), {})


def _passes(viewer: Account | None, only_media: bool) -> list[str]:
    # Without a viewer there is nobody with that id, nor one who follows.
    passes = [NOT_LIMITED.format(me="%(me)s" if viewer is not None else "0")]
    if viewer is not None:
        passes.append(NOT_MUTED)
    return [*passes, _WITH_MEDIA] if only_media else passes


@dataclass(frozen=True)
class Tags:
    """Which hashtags: one of `any`, each of `every`, none of `never`."""

    any: tuple[str, ...]
    every: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


def hashtag_ids(
    viewer: Account | None,
    tags: Tags,
    page: Page,
    *,
    local: bool = False,
    remote: bool = False,
    only_media: bool = False,
    discoverable: bool = False,
) -> list[int]:
    """Public posts under hashtags (two queries); with `discoverable`, of those who wish to be
    found."""
    keys = {name: hashtag_key(name) for name in (*tags.any, *tags.every, *tags.never)}
    names = {f"name{place}": key for place, key in enumerate(set(keys.values()))}
    asked = ", ".join(f"%({name})s" for name in names)
    known = dict(rows(f"SELECT name, id FROM plenary_hashtag WHERE name IN ({asked})", names))
    anyone = sorted({known[keys[name]] for name in tags.any if keys[name] in known})
    if not anyone or any(keys[name] not in known for name in tags.every):
        return []
    which = "hashtag_id = %(tag)s" if len(anyone) == 1 else f"hashtag_id {among('tags')}"
    near = (
        f"SELECT {'' if len(anyone) == 1 else 'DISTINCT'} status_id AS id"
        f" FROM plenary_statushashtag WHERE listed AND {which}"
        f" AND {_BETWEEN.format(id='status_id')}"
    )
    passes = _passes(viewer, only_media)
    if local or remote:
        passes.append("s.local" if local else "NOT s.local")
    if discoverable:
        passes.append(_DISCOVERABLE)
    params: dict[str, Any] = {"tag": anyone[0]} if len(anyone) == 1 else {"tags": listed(anyone)}
    under = "EXISTS (SELECT 1 FROM plenary_statushashtag h WHERE h.status_id = s.id"
    for number, name in enumerate(tags.every):
        params[f"every{number}"] = known[keys[name]]
        passes.append(f"{under} AND h.hashtag_id = %(every{number})s)")
    never = sorted({known[keys[name]] for name in tags.never if keys[name] in known})
    if never:
        params["never"] = listed(never)
        passes.append(f"NOT {under} AND h.hashtag_id {among('never')})")
    return _sift(viewer, page, near, passes, params)


def link_ids(viewer: Account | None, card_ids: Sequence[int], page: Page) -> list[int]:
    """Public posts that link to something, of those who wish to be found."""
    near = (
        f"SELECT id FROM plenary_status WHERE card_id {among('cards')}"
        f" AND card_id IS NOT NULL AND {_BETWEEN.format(id='id')}"
    )
    passes = ["s.visibility = 0", "s.reblog_of_id IS NULL", _DISCOVERABLE]
    return _sift(
        viewer, page, near, [*passes, *_passes(viewer, False)], {"cards": listed(card_ids)}
    )


def pinned_ids(viewer: Account | None, owner: Account) -> list[int]:
    """What somebody shows first on their profile, the latest pinned first."""
    pinned = Status.objects.filter(account=owner, pinned_at__isnull=False)
    shown = visible_to(pinned, viewer).order_by("-pinned_at")
    return list(shown.values_list("pk", flat=True)[:MAX_PINNED])


def pinned(viewer: Account | None, owner: Account) -> list[Item]:
    """The same as a page shows them."""
    return items(viewer, pinned_ids(viewer, owner))


def public_ids_of(owner: Account, page: Page) -> list[int]:
    """Somebody's public posts as anybody sees them, without boosts and replies to others."""
    near = f"SELECT id FROM plenary_status WHERE account_id = %(owner)s AND {_BETWEEN}".format(
        id="id"
    )
    passes = ["s.visibility = 0", "s.reblog_of_id IS NULL", _NO_REPLIES]
    return _sift(None, page, near, passes, {"owner": owner.pk})


def account_ids(
    viewer: Account | None,
    owner: Account,
    page: Page,
    *,
    only_media: bool = False,
    exclude_replies: bool = False,
    exclude_reblogs: bool = False,
    tagged: str = "",
) -> list[int]:
    """Somebody's posts and boosts as the viewer may see them; direct ones are messages, and are
    not here."""
    near = f"SELECT id FROM plenary_status WHERE account_id = %(owner)s AND {_BETWEEN}".format(
        id="id"
    )
    passes = ["s.visibility < 3"]
    if only_media:
        passes.append(_WITH_MEDIA)
    if exclude_replies:
        passes.append(_NO_REPLIES)
    if exclude_reblogs:
        passes.append("s.reblog_of_id IS NULL")
    params: dict[str, Any] = {"owner": owner.pk}
    if tagged:
        params["tagged"] = hashtag_key(tagged)
        passes.append(
            "EXISTS (SELECT 1 FROM plenary_statushashtag h JOIN plenary_hashtag t"
            " ON t.id = h.hashtag_id WHERE h.status_id = s.id AND t.name = %(tagged)s)"
        )
    return _sift(viewer, page, near, passes, params)
