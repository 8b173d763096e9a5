"""Direct posts as conversations (docs.joinmastodon.org/methods/conversations)."""

from typing import Any

from plenary.api.call import Call
from plenary.api.routes import route
from plenary.lib.errors import NotFound
from plenary.mastodon_api.entities.notifications import Conversation
from plenary.mastodon_api.serializers import conversations as serializer
from plenary.timelines import actions
from plenary.timelines.queries import conversations as queries

_PATH = "/api/v1/conversations"
_WRITE = "write:conversations"


@route("GET", _PATH, scopes="read:statuses", paged=True, gives=list[Conversation])
def conversations(call: Call) -> list[Any]:
    """Those you write to directly, the latest first."""
    found = queries.conversations(call.me, call.page())
    call.link(older=found.older, newer=found.newer)
    return serializer.shown(call.me, found.rows)


def _marked(call: Call, conversation_id: int, *, unread: bool) -> Any:
    actions.set_unread(call.me, conversation_id, unread=unread)
    made = serializer.shown(call.me, [queries.conversation(call.me, conversation_id)])
    if not made:
        raise NotFound
    return made[0]


@route("POST", f"{_PATH}/{{id}}/read", scopes=_WRITE, gives=Conversation)
def read(call: Call, conversation_id: int) -> Any:
    """You have read it."""
    return _marked(call, conversation_id, unread=False)


@route("POST", f"{_PATH}/{{id}}/unread", scopes=_WRITE, gives=Conversation)
def unread(call: Call, conversation_id: int) -> Any:
    """You will come back to it."""
    return _marked(call, conversation_id, unread=True)


@route("DELETE", f"{_PATH}/{{id}}", scopes=_WRITE, gives=dict[str, str])
def remove(call: Call, conversation_id: int) -> dict[str, str]:
    """Take it off your list; the posts stay."""
    actions.remove_conversation(call.me, conversation_id)
    return {}
