"""A post as pages of others show it: alone, without a script, and the same for whoever looks."""

from csp.constants import NONE, SELF
from csp.decorators import csp
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import path
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from plenary.statuses import queries

_POLICY = {
    "default-src": [NONE],
    "style-src": [SELF],
    "img-src": [SELF],
    "media-src": [SELF],
    "form-action": [NONE],
    "base-uri": [NONE],
    "frame-ancestors": ["*"],
}


@require_safe
@xframe_options_exempt
@csp(_POLICY)  # type: ignore[arg-type]
def embed(request: HttpRequest, acct: str, status_id: int) -> HttpResponse:
    """A post that anybody may see. Nobody is asked who they are, so that a page around it learns
    nothing of them."""
    status = queries.embeddable(acct, status_id)
    item = queries.item(None, status.pk)
    context = {"item": item, "status": item.status, "site_name": settings.SITE_NAME}
    answer = HttpResponse(render_to_string("statuses/embed.html", context))
    answer["Cache-Control"] = "public, max-age=60"  # deleted, it must not stand there for long
    return answer


urlpatterns = [path("@<str:acct>/<id:status_id>/embed", embed, name="status_embed")]
