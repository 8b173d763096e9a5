"""What each address gives, as ActivityPub. Whoever asks is asked for in the visibility of the rooms
below: anybody, or the account that signed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from plenary.accounts import queries as accounts
from plenary.accounts.models import Account
from plenary.accounts.visibility import keeps_away, may_meet
from plenary.events.actions import fronting
from plenary.events.queries import elsewhere as seen_from_elsewhere
from plenary.federation import keys, queries, synchronising
from plenary.federation.errors import Gone, SignFirst
from plenary.federation.render import (
    activities,
    actors,
    collections,
    events,
    names,
    objects,
    words,
)
from plenary.federation.verify import Signer
from plenary.lib.errors import NotFound
from plenary.lib.numbers import whole
from plenary.statuses import queries as statuses
from plenary.statuses.models import Status, Visibility
from plenary.timelines import queries as timelines

_PEOPLE_ON_A_PAGE = 40


@dataclass(frozen=True)
class Asked:
    """A question: by whom, and which page of what they want."""

    signer: Signer | None
    page: bool = False
    before: int | None = None
    after: int | None = None

    @classmethod
    def of(cls, signer: Signer | None, params: Any) -> "Asked":
        return cls(
            signer,
            page=params.get("page") in {"true", "1"},
            before=whole(params.get("max_id")),
            after=whole(params.get("min_id")),
        )

    @property
    def viewer(self) -> Account | None:
        return self.signer.account if self.signer is not None else None


@dataclass(frozen=True)
class Served:
    """`public`: anybody is served the same."""

    document: dict[str, Any]
    public: bool = False


def owner(asked: Asked, username: str) -> Account:
    """The local account an address belongs to. For whom it blocked there is nobody (one query; up
    to three for somebody who signed)."""
    found = queries.local_actor(username)
    if found is None:
        raise _missing(f"{settings.PUBLIC_URL}/users/{username}")
    if found.suspended_at is not None:
        raise Gone
    if asked.signer is not None and (
        not may_meet(asked.viewer, found) or keeps_away(found, asked.signer.domain)
    ):
        raise NotFound
    return found


def _missing(uri: str) -> Exception:
    return Gone() if queries.was_here(uri) else NotFound()


def server(asked: Asked) -> Served:
    return Served(actors.server_actor(keys.public_key(names.server_actor())), public=True)


def server_outbox(asked: Asked) -> Served:
    """The server says nothing of its own accord."""
    uri = f"{names.server_actor()}/outbox"
    return Served(collections.collection(uri, 0, items=[]), public=True)


def actor(asked: Asked, username: str) -> Served:
    """Two queries at most."""
    account = owner(asked, username)
    return Served(actors.actor(account, keys.public_key(account.actor_uri)), public=True)


def _post(asked: Asked, account: Account, status_id: int) -> Status:
    try:
        return queries.post(asked.viewer, account, status_id)
    except NotFound:
        raise _missing(f"{account.actor_uri}/statuses/{status_id}") from None


def _is_public(status: Status) -> bool:
    return status.visibility <= Visibility.UNLISTED


def status(asked: Asked, username: str, status_id: int) -> Served:
    """A post; a boost is an activity, and no post. Six queries at most."""
    found = _post(asked, owner(asked, username), status_id)
    if found.reblog_of_id is not None:
        raise NotFound
    return Served(objects.note(found), public=_is_public(found))


def activity(asked: Asked, username: str, status_id: int) -> Served:
    found = _post(asked, owner(asked, username), status_id)
    return Served(activities.of_post(found), public=_is_public(found))


def outbox(asked: Asked, username: str) -> Served:
    account = owner(asked, username)
    uri = f"{account.actor_uri}/outbox"
    if not asked.page:
        first = f"{uri}?page=true"
        return Served(collections.collection(uri, account.statuses_count, first=first), public=True)
    ids = queries.activity_ids(asked.viewer, account, asked.before)
    made = [activities.of_post(found) for found in queries.posts(asked.viewer, ids)]
    here = f"{uri}?page=true" + (f"&max_id={asked.before}" if asked.before else "")
    more = f"{uri}?page=true&max_id={ids[-1]}" if len(ids) == queries.MOST_ON_A_PAGE else ""
    return Served(collections.page(here, uri, made, next_=more), public=asked.signer is None)


def followers(asked: Asked, username: str) -> Served:
    account = owner(asked, username)
    uri = names.followers(account)
    return _people(asked, account, uri, account.followers_count, accounts.followers)


def following(asked: Asked, username: str) -> Served:
    account = owner(asked, username)
    uri = f"{account.actor_uri}/following"
    return _people(asked, account, uri, account.following_count, accounts.following)


def _people(asked: Asked, account: Account, uri: str, total: int, read: Any) -> Served:
    """Of who hides whom they know, only how many."""
    if account.hide_collections:
        if asked.page:
            raise NotFound
        return Served(collections.collection(uri, total), public=True)
    if not asked.page:
        return Served(collections.collection(uri, total, first=f"{uri}?page=true"), public=True)
    found = read(asked.viewer, account, before=asked.before, limit=_PEOPLE_ON_A_PAGE)
    here = f"{uri}?page=true" + (f"&max_id={asked.before}" if asked.before else "")
    more = f"{uri}?page=true&max_id={found.next}" if found.next else ""
    page = collections.page(here, uri, [one.actor_uri for one in found.accounts], next_=more)
    return Served(page, public=asked.signer is None)


def followers_synchronization(asked: Asked, username: str) -> Served:
    """The followers on the server that asks, and of no other (FEP-8fcf)."""
    if asked.signer is None:
        raise SignFirst("Followers are told to their own server.")
    account = owner(asked, username)
    there = queries.followers_on(account, asked.signer.domain)
    return Served(collections.collection(synchronising.address(account), len(there), items=there))


def featured(asked: Asked, username: str) -> Served:
    """Pinned posts, whole: who shows a profile needs no further question."""
    account = owner(asked, username)
    ids = timelines.pinned_ids(asked.viewer, account)
    pinned = [one for one in queries.posts(asked.viewer, ids) if _may_be_listed(asked, one)]
    uri = f"{account.actor_uri}/collections/featured"
    shown = [objects.note(one) for one in pinned]
    return Served(collections.collection(uri, len(shown), items=shown), public=asked.signer is None)


def _may_be_listed(asked: Asked, status: Status) -> bool:
    """Messages are in no list."""
    return status.visibility != Visibility.DIRECT and status.reblog_of_id is None


def tags(asked: Asked, username: str) -> Served:
    account = owner(asked, username)
    shown = [
        objects.hashtag(one.hashtag.display, one.hashtag.name)
        for one in statuses.featured_hashtags(account)
    ]
    uri = f"{account.actor_uri}/collections/tags"
    return Served(collections.collection(uri, len(shown), items=shown, ordered=False), public=True)


def replies(asked: Asked, username: str, status_id: int) -> Served:
    """Answers that anybody may see."""
    found = _post(asked, owner(asked, username), status_id)
    uri = f"{found.object_uri}/replies"
    if not asked.page:
        made = collections.collection(
            uri, found.replies_count, first=f"{uri}?page=true", ordered=False
        )
        return Served(made, public=_is_public(found))
    answers = queries.reply_uris(asked.viewer, found, asked.after or 0)
    here = f"{uri}?page=true" + (f"&min_id={asked.after}" if asked.after else "")
    full = len(answers) == queries.MOST_ON_A_PAGE
    more = f"{uri}?page=true&min_id={answers[-1][0]}" if full else ""
    page = collections.page(here, uri, [uri for _, uri in answers], next_=more, ordered=False)
    return Served(page, public=asked.signer is None)


def likes(asked: Asked, username: str, status_id: int) -> Served:
    """How many; who is nobody's business."""
    found = _post(asked, owner(asked, username), status_id)
    made = collections.collection(
        f"{found.object_uri}/likes", found.favourites_count, ordered=False
    )
    return Served(made, public=_is_public(found))


def shares(asked: Asked, username: str, status_id: int) -> Served:
    found = _post(asked, owner(asked, username), status_id)
    made = collections.collection(f"{found.object_uri}/shares", found.reblogs_count, ordered=False)
    return Served(made, public=_is_public(found))


def quote_authorization(asked: Asked, username: str, quoting_id: int) -> Served:
    """Not cached: it may be taken back."""
    account = owner(asked, username)
    quoting = queries.authorized_quote(asked.viewer, account, quoting_id)
    return Served(objects.quote_authorization(quoting))


def conference(asked: Asked, slug: str) -> Served:
    """An event, for whoever may meet the account it speaks as. Three queries at most, five for who
    signed."""
    face = seen_from_elsewhere.face(slug)
    if face.account is None:
        fronting.front_of(slug)
        face = seen_from_elsewhere.face(slug)
    assert face.account is not None
    owner(asked, face.account.username)
    return Served(events.conference(face), public=True)


def emoji(asked: Asked, shortcode: str) -> Served:
    for found in _pictures([shortcode]):
        return Served(words.emoji(found["shortcode"], found["file"]), public=True)
    raise NotFound


def _pictures(codes: Iterable[str]) -> list[Any]:
    return list(accounts.pictures("", codes).values())
