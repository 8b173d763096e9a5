"""Who may in: every method for moderators is registered here, so that none can forget to ask."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from plenary.api.call import Call
from plenary.api.routes import Handler, route
from plenary.conduct import queries
from plenary.lib.errors import NotFound
from plenary.lib.numbers import MOST, whole
from plenary.lib.pagination import Page


def moderating(
    method: str,
    path: str,
    noun: str,
    *,
    reads: bool | None = None,
    takes: type | None = None,
    gives: Any = None,
    scope: str = "",
) -> Callable[[Handler], Handler]:
    """As `route`, for who has the scope of `noun` and moderates; a scope alone opens nothing, for
    any app may ask for it. `scope`: another, where a family has none of its own."""
    verb = "read" if (method == "GET" if reads is None else reads) else "write"

    def keep(handler: Handler) -> Handler:
        @wraps(handler)
        def asked(call: Call, *values: Any) -> Any:
            queries.must_moderate(call.me)
            return handler(call, *values)

        needed = scope or f"admin:{verb}:{noun}"
        route(method, f"/api/{path}", scopes=needed, takes=takes, gives=gives, family="admin")(
            asked
        )
        return handler

    return keep


def page(call: Call, limit: int = 100, most: int = 200) -> Page:
    """The page asked for: moderators read longer ones."""
    asked = whole(str(call.given.get("limit", ""))) or limit
    return replace(call.page(), limit=min(asked, most))


def ident(given: int) -> int:
    """An id among the parameters, if a database could hold it."""
    if not 0 < given <= MOST:
        raise NotFound
    return given
