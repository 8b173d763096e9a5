"""Pictures, as the server itself wrote them."""

from django.http import FileResponse, Http404, HttpRequest
from django.urls import path as at
from django.views.decorators.http import require_GET

from plenary.lib import media
from plenary.statuses import queries as statuses
from plenary.web.viewer import viewer


@require_GET
def picture(request: HttpRequest, path: str) -> FileResponse:
    """A stored picture. One of a post only for those who may see the post."""
    found = media.find(path)
    if found is None:
        raise Http404
    public = not path.startswith("posts/")
    if not public and not statuses.may_see_file(viewer(request), path):
        raise Http404
    answer = FileResponse(found.open("rb"), content_type="image/webp")
    # A name is never used twice, so what it names never changes; but who may see a post does.
    answer["Cache-Control"] = (
        "public, max-age=31536000, immutable" if public else "private, max-age=300"
    )
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


urlpatterns = [at("media/<path:path>", picture, name="media")]
