"""Turns refusals raised by actions into pages."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from plenary.lib.errors import NotFound, PlenaryError


class RefusalMiddleware:
    """A PlenaryError that no view caught becomes its page; NotFound the same 404 as any other."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotFound):
            raise Http404(error.message)
        if isinstance(error, PlenaryError):
            return render(
                request, "errors/refused.html", {"message": error.message}, status=error.status
            )
        return None
