"""What stands between any page and the world: no NUL comes in, refusals become pages."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, QueryDict, UnreadablePostError
from django.shortcuts import render

from plenary.lib.errors import NotFound, PlenaryError

NUL = "\x00"


class NoNulMiddleware:
    """No name, word or address holds a NUL and PostgreSQL keeps none: refused here, once, so that
    no view need think of it. A cookie that holds one is no cookie of ours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for name in [name for name, value in request.COOKIES.items() if NUL in value]:
            del request.COOKIES[name]
        if NUL in request.path_info:
            raise Http404
        if _holds_nul(request.GET) or (request.method == "POST" and _holds_nul(_posted(request))):
            raise BadRequest("A NUL was sent.")
        return self.get_response(request)


def _posted(request: HttpRequest) -> QueryDict:
    try:
        return request.POST
    except UnreadablePostError:  # whoever sent it is gone
        return QueryDict()


def _holds_nul(given: QueryDict) -> bool:
    return any(NUL in name or any(NUL in one for one in values) for name, values in given.lists())


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
