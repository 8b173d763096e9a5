"""Media (docs.joinmastodon.org/methods/media). Pictures are ready when they are answered; films and
recordings are made ready by the worker (v2), or before the answer (v1)."""

from typing import TYPE_CHECKING, Any

import msgspec

from plenary.api import files, params
from plenary.api.call import Call
from plenary.api.door import ApiError
from plenary.api.routes import route
from plenary.lib.errors import Refused
from plenary.mastodon_api.entities.statuses import MediaAttachment
from plenary.mastodon_api.serializers import media
from plenary.statuses import actions, queries

if TYPE_CHECKING:
    from plenary.statuses.models import Attachment

_SCOPE = "write:media"
_WAITING, _FAILED = 1, 2


class Upload(msgspec.Struct):
    """A file, with words for whoever cannot see it, and what matters in it as "x,y" (-1 to 1). A
    film or a recording may come with a picture, `thumbnail`."""

    file: params.File = None
    thumbnail: params.File = None
    description: str = ""
    focus: str = ""


def _shown(call: Call, one: "Attachment") -> dict[str, Any]:
    return media.attachment(one, queries.pass_for(call.me.pk))


def _upload(call: Call, *, wait: bool) -> "Attachment":
    given = call.read(Upload)
    file = files.given(given.file)
    if file is None:
        raise Refused("Validation failed: File can't be blank")
    return actions.upload(
        call.me,
        file,
        given.description,
        focus=params.focus(given.focus),
        thumbnail=files.given(given.thumbnail),
        wait=wait,
    )


@route(
    "POST",
    "/api/v2/media",
    scopes=_SCOPE,
    takes=Upload,
    gives=MediaAttachment,
    limit="media",
    also=(202,),
)
def upload(call: Call) -> dict[str, Any]:
    """Upload a picture, a film or sound, to be posted with a status. 202 while it is still being
    made ready: ask for it again until it answers 200."""
    made = _upload(call, wait=False)
    if made.state == _WAITING:
        call.status = 202
    return _shown(call, made)


@route("POST", "/api/v1/media", scopes=_SCOPE, takes=Upload, gives=MediaAttachment, limit="media")
def upload_v1(call: Call) -> dict[str, Any]:
    """The same, as older apps call it: ready when it is answered."""
    return _shown(call, _upload(call, wait=True))


@route("GET", "/api/v1/media/{id}", scopes=_SCOPE, gives=MediaAttachment, also=(206,))
def show(call: Call, media_id: int) -> dict[str, Any]:
    """A file of yours; 206 while it is being made ready, 422 where that failed."""
    found = queries.upload(call.me, media_id)
    if found.state == _FAILED:
        raise ApiError(422, found.problem or "Error processing thumbnail for uploaded media")
    if found.state == _WAITING:
        call.status = 206
    return _shown(call, found)


class Description(msgspec.Struct):
    description: str | None = None
    focus: str | None = None


@route("PUT", "/api/v1/media/{id}", scopes=_SCOPE, takes=Description, gives=MediaAttachment)
def change(call: Call, media_id: int) -> dict[str, Any]:
    """Describe a file of yours anew, or say what matters in it."""
    given = call.read(Description)
    actions.describe(call.me, media_id, given.description, params.focus(given.focus or ""))
    return _shown(call, queries.upload(call.me, media_id))


@route("DELETE", "/api/v1/media/{id}", scopes=_SCOPE, gives=dict[str, str])
def delete(call: Call, media_id: int) -> dict[str, str]:
    """Remove a file of yours that is not posted."""
    if queries.upload(call.me, media_id).status_id is not None:
        raise ApiError(422, "Media attachment is currently used by a status")
    actions.discard_upload(call.me, media_id)
    return {}
