"""What everybody is told (docs.joinmastodon.org/methods/announcements)."""

import msgspec

from plenary.api.call import Call
from plenary.api.routes import route
from plenary.mastodon_api.entities.announcements import Announcement
from plenary.mastodon_api.serializers import announcements as serializer
from plenary.timelines import actions, queries

_PATH = "/api/v1/announcements"


class Which(msgspec.Struct):
    with_dismissed: bool = False


@route("GET", _PATH, takes=Which, gives=list[Announcement])
def announcements(call: Call) -> list[Announcement]:
    """What whoever runs this server tells everybody."""
    found = queries.announcements(call.me, dismissed=call.read(Which).with_dismissed)
    return [serializer.shown(one) for one in found]


@route("POST", f"{_PATH}/{{id}}/dismiss", scopes="write:accounts", gives=dict[str, str])
def dismiss(call: Call, announcement_id: int) -> dict[str, str]:
    """Put one aside."""
    actions.dismiss_announcement(call.me, announcement_id)
    return {}


@route("PUT", f"{_PATH}/{{id}}/reactions/{{name}}", scopes="write:favourites", gives=dict[str, str])
def react(call: Call, announcement_id: int, name: str) -> dict[str, str]:
    """Put an emoji under one."""
    actions.react(call.me, announcement_id, name)
    return {}


@route(
    "DELETE", f"{_PATH}/{{id}}/reactions/{{name}}", scopes="write:favourites", gives=dict[str, str]
)
def unreact(call: Call, announcement_id: int, name: str) -> dict[str, str]:
    """Take it away again."""
    actions.unreact(call.me, announcement_id, name)
    return {}
