"""Pictures, films and recordings, as the server itself wrote them."""

import re
from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path as at
from django.views.decorators.http import require_safe

from plenary.lib import media
from plenary.statuses import queries as statuses
from plenary.web.viewer import viewer

_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


@require_safe
def file(request: HttpRequest, path: str) -> HttpResponseBase:
    """A stored file. One of a post only for those who may see the post: the person signed in, or
    whose pass the address carries; or with a pass for that one file."""
    found = media.find(path)
    if found is None:
        raise Http404
    public = not path.startswith("posts/")
    given = request.GET.get("pass", "")
    if not public and not statuses.opens_file(given, path):
        who = viewer(request) or statuses.bearer_of(given)
        if not statuses.may_see_file(who, path):
            raise Http404
    answer = _answer(request, found, media.content_type(path))
    # A name is never used twice, so what it names never changes; but who may see a post does.
    answer["Cache-Control"] = (
        "public, max-age=31536000, immutable" if public else "private, max-age=300"
    )
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    # Apps in browsers show it on pages of their own; no cookie goes along (SameSite).
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _answer(request: HttpRequest, found: Path, kind: str) -> HttpResponseBase:
    """All of it, or the one range asked for (RFC 9110 14.2), as players do."""
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    whole: HttpResponseBase
    if kind.startswith("image/") or asked is None or not any(asked.groups()):
        whole = FileResponse(found.open("rb"), content_type=kind)
        if not kind.startswith("image/"):
            whole["Accept-Ranges"] = "bytes"
        return whole
    size = found.stat().st_size
    first, last = asked.groups()
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last), size - 1) if first and last else size - 1
    if start > end:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    end = min(end, start + _MOST_AT_ONCE - 1)
    with found.open("rb") as source:
        source.seek(start)
        part = HttpResponse(source.read(end - start + 1), status=206, content_type=kind)
    part["Content-Range"] = f"bytes {start}-{end}/{size}"
    part["Accept-Ranges"] = "bytes"
    return part


# A range may be answered with less than was asked for; players ask on.
_MOST_AT_ONCE = 2 * 1024 * 1024

urlpatterns = [at("media/<path:path>", file, name="media")]
