"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from plenary.events import queries as events
from plenary.timelines import queries as timelines
from plenary.web.viewer import viewer


def live_url(request: HttpRequest) -> str:
    """Where the page listens for what is new."""
    if settings.STREAMING_URL:
        return f"{settings.STREAMING_URL}/live"
    host = request.get_host().rsplit(":", 1)[0] if ":" in request.get_host() else request.get_host()
    return f"{request.scheme}://{host}:{settings.STREAMING_PORT}/live"


def page(request: HttpRequest) -> dict[str, Any]:
    me = viewer(request)
    context: dict[str, Any] = {
        "me": me,
        "site_name": settings.SITE_NAME,
        "live_url": "",
        "federates": settings.FEDERATION,
    }
    if me is not None:
        context["live_url"] = live_url(request)
        context["unread_count"] = SimpleLazyObject(lambda: timelines.unread_count(me))
        context["current_event"] = SimpleLazyObject(lambda: events.current_event(me))
    return context
