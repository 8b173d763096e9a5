"""Notifications, one by one and in groups, for lists and for live streams."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import msgspec

from plenary.accounts import queries as people
from plenary.mastodon_api.serializers import accounts, moments, statuses
from plenary.mastodon_api.serializers.conduct_notices import OF_CONDUCT, of_conduct
from plenary.timelines.queries.told import faces, keys_of
from plenary.timelines.rules.notifications import NAMES

if TYPE_CHECKING:
    from plenary.accounts.models import Account
    from plenary.timelines.queries import Bundle, Told
    from plenary.timelines.queries.policies import Waiting

TYPES = NAMES


def shown(viewer: Account, rows: Iterable[Told]) -> list[dict[str, Any]]:
    """Rows as Notifications; those about a post that may not be seen are left out."""
    rows = list(rows)
    posts = statuses.raw(viewer, dict.fromkeys(row.status_id for row in rows if row.status_id))
    known = accounts.faces(row.actor for row in rows)
    decided = of_conduct(viewer, {row.id: (row.kind, row.key) for row in rows})
    made = []
    for row in rows:
        if row.status_id and row.status_id not in posts:
            continue
        if row.kind in OF_CONDUCT and row.id not in decided:
            continue
        one = {
            "id": str(row.id),
            "type": TYPES.get(row.kind, row.kind),
            "group_key": row.group_key or f"ungrouped-{row.id}",
            "created_at": moments.moment(row.at),
            "account": msgspec.Raw(known[row.actor.id].encode()),
        }
        one |= decided.get(row.id, {})
        if row.status_id:
            one["status"] = posts[row.status_id]
        made.append(one)
    return made


def grouped(
    viewer: Account, bundles: Iterable[Bundle], *, partial: bool = False, paged: bool = True
) -> dict[str, Any]:
    """Groups with the accounts and posts they name, each once (two queries). `partial`: of most
    people no more than a picture (one more)."""
    bundles = list(bundles)
    posts = statuses.raw(viewer, dict.fromkeys(one.status_id for one in bundles if one.status_id))
    bundles = [one for one in bundles if not one.status_id or one.status_id in posts]
    conduct = {one.newest_id: one.kind for one in bundles if one.kind in OF_CONDUCT}
    keys = keys_of(viewer, conduct) if conduct else {}
    decided = of_conduct(viewer, {pk: (conduct[pk], key) for pk, key in keys.items()})
    bundles = [one for one in bundles if one.kind not in OF_CONDUCT or one.newest_id in decided]
    wanted = dict.fromkeys(pk for one in bundles for pk in one.actor_ids)
    whole = dict.fromkeys(one.actor_ids[0] for one in bundles) if partial else wanted
    texts = accounts.faces(faces(whole)) if whole else {}
    answer: dict[str, Any] = {
        "accounts": [msgspec.Raw(texts[pk].encode()) for pk in whole if pk in texts],
        "statuses": list(posts.values()),
        "notification_groups": [
            _group(one, paged) | decided.get(one.newest_id, {}) for one in bundles
        ],
    }
    if partial:
        rest = [pk for pk in wanted if pk not in whole]
        known = people.authors(rest) if rest else {}
        answer["partial_accounts"] = [accounts.partial(known[pk]) for pk in rest if pk in known]
    return answer


def _group(one: Bundle, paged: bool) -> dict[str, Any]:
    made: dict[str, Any] = {
        "group_key": one.key,
        "notifications_count": one.count,
        "type": TYPES.get(one.kind, one.kind),
        "most_recent_notification_id": str(one.newest_id),
        "sample_account_ids": [str(pk) for pk in one.actor_ids],
    }
    if paged:
        made["page_min_id"] = str(one.page_min_id)
        made["page_max_id"] = str(one.newest_id)
        made["latest_page_notification_at"] = moments.moment(one.newest_at)
    if one.status_id:
        made["status_id"] = str(one.status_id)
    return made


def requests(viewer: Account, waiting: Iterable[Waiting]) -> list[dict[str, Any]]:
    """NotificationRequests, each with the last post that was kept apart, if it may be seen."""
    waiting = list(waiting)
    last = [one.request.last_status_id for one in waiting if one.request.last_status_id]
    posts = statuses.raw(viewer, last)
    made = []
    for one in waiting:
        row = {
            "id": str(one.request.pk),
            "created_at": moments.moment(one.request.created_at),
            "updated_at": moments.moment(one.request.updated_at),
            "notifications_count": str(one.count),
            "account": accounts.account(one.request.actor),
        }
        if one.request.last_status_id in posts:
            row["last_status"] = posts[one.request.last_status_id]
        made.append(row)
    return made
