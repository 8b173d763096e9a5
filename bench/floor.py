"""What nothing can be faster than: the server's bare hello, and Django's empty view."""

from collections.abc import Callable, Iterable
from typing import Any

import django
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path

_FEW = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
]


def hello(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "5")])
    return [b"hello"]


def _view(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"{}", content_type="application/json")


def _empty() -> Any:
    """Django with the two middleware that nobody leaves out, and without a database."""
    if not settings.configured:
        settings.configure(
            ROOT_URLCONF="bench.floor", ALLOWED_HOSTS=["*"], MIDDLEWARE=_FEW, SECRET_KEY="bench"
        )
        django.setup()
    from django.core.wsgi import get_wsgi_application

    return get_wsgi_application()


urlpatterns = [path("empty", _view)]
empty = _empty()
