"""Media (docs.joinmastodon.org/methods/media). Pictures; they are ready when they are answered."""

from typing import Any

import msgspec

from plenary.api.call import Call
from plenary.api.door import ApiError
from plenary.api.routes import route
from plenary.lib.errors import Refused
from plenary.mastodon_api.entities.statuses import MediaAttachment
from plenary.mastodon_api.serializers import media
from plenary.statuses import actions, queries

_SCOPE = "write:media"


class Upload(msgspec.Struct):
    """A file, with words for whoever cannot see it."""

    file: Any = None
    description: str = ""
    focus: str = ""


def _upload(call: Call) -> dict[str, Any]:
    given = call.read(Upload)
    if not hasattr(given.file, "read"):
        raise Refused("Validation failed: File can't be blank")
    return media.attachment(actions.upload(call.me, given.file, given.description))


@route("POST", "/api/v2/media", scopes=_SCOPE, takes=Upload, gives=MediaAttachment, limit="media")
def upload(call: Call) -> dict[str, Any]:
    """Upload a picture, to be posted with a status."""
    return _upload(call)


@route("POST", "/api/v1/media", scopes=_SCOPE, takes=Upload, gives=MediaAttachment, limit="media")
def upload_v1(call: Call) -> dict[str, Any]:
    """The same, as older apps call it."""
    return _upload(call)


@route("GET", "/api/v1/media/{id}", scopes=_SCOPE, gives=MediaAttachment)
def show(call: Call, media_id: int) -> dict[str, Any]:
    """A file of yours."""
    return media.attachment(queries.upload(call.me, media_id))


class Description(msgspec.Struct):
    description: str | None = None
    focus: str | None = None


@route("PUT", "/api/v1/media/{id}", scopes=_SCOPE, takes=Description, gives=MediaAttachment)
def change(call: Call, media_id: int) -> dict[str, Any]:
    """Describe a file of yours anew."""
    given = call.read(Description)
    if given.description is not None:
        actions.describe(call.me, media_id, given.description)
    return media.attachment(queries.upload(call.me, media_id))


@route("DELETE", "/api/v1/media/{id}", scopes=_SCOPE, gives=dict[str, str])
def delete(call: Call, media_id: int) -> dict[str, str]:
    """Remove a file of yours that is not posted."""
    if queries.upload(call.me, media_id).status_id is not None:
        raise ApiError(422, "Media attachment is currently used by a status")
    actions.discard_upload(call.me, media_id)
    return {}
