"""What people here did, as activities. Each has a stable id, by which others know it again however
often it comes.

`actor`, `object` and such are ids (`Account.actor_uri`, `Status.object_uri`); what is needed when
the thing itself is gone is taken as plain words.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from plenary.federation.render import names, objects, words
from plenary.federation.render.context import PUBLIC

if TYPE_CHECKING:
    from datetime import datetime

    from plenary.accounts.models import Account
    from plenary.statuses.models import Status


def of_post(status: Status) -> dict[str, Any]:
    """What an outbox has of it."""
    return create_post(status) if status.reblog_of_id is None else announce(status)


def create_post(status: Status) -> dict[str, Any]:
    return {
        "id": names.activity_of(status),
        "type": "Create",
        "actor": status.account.actor_uri,
        "published": words.moment(status.created_at),
        **objects.audience(status),
        "object": objects.note(status),
    }


def update_post(status: Status, at: datetime) -> dict[str, Any]:
    """An edited post, or a poll that was counted; `at` tells one update from another."""
    return {
        "id": f"{status.object_uri}#updates/{int(at.timestamp() * 1000)}",
        "type": "Update",
        "actor": status.account.actor_uri,
        "published": words.moment(at),
        **objects.audience(status),
        "object": objects.note(status),
    }


def update_actor(actor: dict[str, Any], at: datetime) -> dict[str, Any]:
    """A changed profile; `actor` is what `actors.actor` made."""
    return {
        "id": f"{actor['id']}#updates/{int(at.timestamp() * 1000)}",
        "type": "Update",
        "actor": actor["id"],
        "published": words.moment(at),
        "to": [PUBLIC],
        "object": actor,
    }


def delete_post(actor: str, object_uri: str, to: Iterable[str] = (PUBLIC,)) -> dict[str, Any]:
    """A post is gone. `to`: whom it was for; those it was not for never hear of it."""
    return {
        "id": f"{object_uri}#delete",
        "type": "Delete",
        "actor": actor,
        "to": list(to),
        "object": objects.tombstone(object_uri),
    }


def delete_actor(actor: str) -> dict[str, Any]:
    """The farewell of an account."""
    return {
        "id": f"{actor}#delete",
        "type": "Delete",
        "actor": actor,
        "to": [PUBLIC],
        "object": actor,
    }


def announce(boost: Status) -> dict[str, Any]:
    """A boost."""
    assert boost.reblog_of is not None
    return {
        "id": names.activity_of(boost),
        "type": "Announce",
        "actor": boost.account.actor_uri,
        "published": words.moment(boost.created_at),
        **objects.audience(boost),
        "object": boost.reblog_of.object_uri,
    }


def undo_announce(
    actor: str, boost_uri: str, object_uri: str, to: Iterable[str] = (PUBLIC,)
) -> dict[str, Any]:
    """`boost_uri`: the id that its Announce had."""
    undone = {"id": boost_uri, "type": "Announce", "actor": actor, "object": object_uri}
    return {**undo(undone), "to": list(to)}


def like(actor: str, favourite_id: int, object_uri: str) -> dict[str, Any]:
    return {
        "id": f"{actor}#likes/{favourite_id}",
        "type": "Like",
        "actor": actor,
        "object": object_uri,
    }


def follow(actor: str, follow_id: int, target: str) -> dict[str, Any]:
    return {
        "id": f"{actor}#follows/{follow_id}",
        "type": "Follow",
        "actor": actor,
        "object": target,
    }


def block(actor: str, block_id: int, target: str) -> dict[str, Any]:
    return {
        "id": f"{actor}#blocks/{block_id}",
        "type": "Block",
        "actor": actor,
        "object": target,
    }


def undo(activity: dict[str, Any]) -> dict[str, Any]:
    """Of a Like, Follow, Block or Announce, which goes along whole: who missed it knows what."""
    return {
        "id": f"{activity['id']}/undo" if "#" in activity["id"] else f"{activity['id']}#undo",
        "type": "Undo",
        "actor": activity["actor"],
        "object": activity,
    }


def received_follow(actor: str, activity_uri: str, target: str) -> dict[str, Any]:
    """Somebody else's Follow, as it is answered."""
    return {"id": activity_uri, "type": "Follow", "actor": actor, "object": target}


def accept(actor: str, number: int, activity: dict[str, Any]) -> dict[str, Any]:
    """`number` tells one answer from another, such as the id of the follow."""
    return _answer("Accept", actor, number, activity)


def reject(actor: str, number: int, activity: dict[str, Any]) -> dict[str, Any]:
    return _answer("Reject", actor, number, activity)


def _answer(kind: str, actor: str, number: int, activity: dict[str, Any]) -> dict[str, Any]:
    what = "follows" if activity["type"] == "Follow" else "quote_requests"
    return {
        "id": f"{actor}#{kind.lower()}s/{what}/{number}",
        "type": kind,
        "actor": actor,
        "to": [activity["actor"]],
        "object": activity,
    }


def flag(report_id: int, target: str, posts: Iterable[str], comment: str) -> dict[str, Any]:
    """A report that is passed on. The server itself says it: who reported is never told."""
    actor = names.server_actor()
    return {
        "id": f"{actor}#flags/{report_id}",
        "type": "Flag",
        "actor": actor,
        "to": [target],
        "content": comment,
        "object": [target, *posts],
    }


def move(account: Account, target: str, number: int) -> dict[str, Any]:
    """`account` says that it goes on as `target`, which must name it among its `alsoKnownAs`."""
    actor = account.actor_uri
    return {
        "id": f"{actor}#moves/{number}",
        "type": "Move",
        "actor": actor,
        "to": [names.followers(account)],
        "object": actor,
        "target": target,
    }


def add_featured(status: Status, number: int) -> dict[str, Any]:
    """A post is pinned. `number` tells one time from another."""
    return _featured("Add", status, number)


def remove_featured(status: Status, number: int) -> dict[str, Any]:
    return _featured("Remove", status, number)


def _featured(kind: str, status: Status, number: int) -> dict[str, Any]:
    actor = status.account.actor_uri
    return {
        "id": f"{status.object_uri}#{kind.lower()}/{number}",
        "type": kind,
        "actor": actor,
        "to": [PUBLIC],
        "object": status.object_uri,
        "target": f"{actor}/collections/featured",
    }


def vote(voter: str, vote_id: int, title: str, question: str, asker: str) -> dict[str, Any]:
    """One answer to another server's poll, for whoever asked and nobody else."""
    uri = f"{voter}#votes/{vote_id}"
    return {
        "id": f"{uri}/activity",
        "type": "Create",
        "actor": voter,
        "to": [asker],
        "object": {
            "id": uri,
            "type": "Note",
            "name": title,
            "attributedTo": voter,
            "inReplyTo": question,
            "to": [asker],
        },
    }


def quote_request(quoting: Status, quoted_uri: str, asked: str) -> dict[str, Any]:
    """May this post of ours quote that one (FEP-044f)? With the post, so that who is asked can
    judge it before anybody else sees the quote."""
    actor = quoting.account.actor_uri
    return {
        "id": f"{actor}#quote_requests/{quoting.pk}",
        "type": "QuoteRequest",
        "actor": actor,
        "to": [asked],
        "object": quoted_uri,
        "instrument": objects.note(quoting),
    }


def received_quote_request(
    actor: str, activity_uri: str, quoted_uri: str, quoting_uri: str
) -> dict[str, Any]:
    """Somebody else's request, as it is answered."""
    return {
        "id": activity_uri,
        "type": "QuoteRequest",
        "actor": actor,
        "object": quoted_uri,
        "instrument": quoting_uri,
    }


def accept_quote(quoting: Status, request: dict[str, Any]) -> dict[str, Any]:
    """One of our posts may be quoted: `result` is where the leave can be read from now on."""
    quoted = quoting.quote_of
    assert quoted is not None
    answer = accept(quoted.account.actor_uri, quoting.pk, request)
    return {**answer, "result": names.authorization(quoted, quoting.pk)}


def revoke_quote(quoted: Status, quoting_id: int, to: Iterable[str]) -> dict[str, Any]:
    """The leave is taken back."""
    uri = names.authorization(quoted, quoting_id)
    return {
        "id": f"{uri}#delete",
        "type": "Delete",
        "actor": quoted.account.actor_uri,
        "to": list(to),
        "object": uri,
    }
