"""One call of the API: who makes it, what they send, and the page they ask for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlencode

from django.conf import settings

from plenary.api import params
from plenary.lib.pagination import Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.http import HttpRequest

    from plenary.accounts.models import Account
    from plenary.accounts.queries.clients import Bearer
    from plenary.api.routes import Route

T = TypeVar("T")
_PAGING = {"max_id", "since_id", "min_id", "offset"}


class Call:
    """What a handler is given. `headers` are added to the answer; `status` is its status."""

    __slots__ = ("__dict__", "bearer", "headers", "request", "route", "status")

    def __init__(self, request: HttpRequest, route: Route, bearer: Bearer | None) -> None:
        self.request = request
        self.route = route
        self.bearer = bearer
        self.headers: dict[str, str] = {}
        self.status = route.status

    @property
    def viewer(self) -> Account | None:
        """The person behind the token, if any."""
        return self.bearer.account if self.bearer is not None else None

    @property
    def me(self) -> Account:
        """The person behind the token of a route for people."""
        account = self.viewer
        assert account is not None, "the door lets nobody else in here"
        return account

    @cached_property
    def given(self) -> dict[str, Any]:
        """All parameters, as sent."""
        return params.of(self.request)

    def read(self, kind: type[T]) -> T:
        """The parameters as a Struct; Refused in the user's words where they do not fit."""
        return params.read(kind, self.given)

    def page(self, limit: int = 20, most: int = 40) -> Page:
        """The page asked for; what is not a number is as if it were not there."""
        given = {
            name: str(value)
            for name, value in self.given.items()
            if name in _PAGING or name == "limit"
        }
        page = Page.of(given, limit=limit)
        return page if page.limit <= most else Page(most, page.max_id, page.since_id, page.min_id)

    def flag(self, name: str) -> bool:
        """A yes or no in the query."""
        return str(self.given.get(name, "")).lower() in {"1", "true", "t", "on", "yes"}

    def link(self, *, older: int | str | None, newer: int | str | None) -> None:
        """Name the pages beside this one (RFC 8288), as Mastodon does: next is older."""
        parts = []
        if older is not None:
            parts.append(f'<{self._address(max_id=older)}>; rel="next"')
        if newer is not None:
            parts.append(f'<{self._address(min_id=newer)}>; rel="prev"')
        if parts:
            self.headers["Link"] = ", ".join(parts)

    def link_ids(self, ids: Sequence[int], page: Page) -> None:
        """As `link`, from the ids of a page, newest first: older ones only if the page is full."""
        self.link(
            older=ids[-1] if ids and len(ids) >= page.limit else None,
            newer=ids[0] if ids else None,
        )

    def link_offset(self, offset: int, limit: int, shown: int) -> None:
        """As `link`, for lists that are paged by how many came before."""
        parts = []
        if shown >= limit:
            parts.append(f'<{self._address(offset=offset + limit)}>; rel="next"')
        if offset > 0:
            parts.append(f'<{self._address(offset=max(offset - limit, 0))}>; rel="prev"')
        if parts:
            self.headers["Link"] = ", ".join(parts)

    def _address(self, **changes: int | str) -> str:
        if not self.request.META.get("QUERY_STRING"):
            (name, value), *_ = changes.items()
            return f"{settings.PUBLIC_URL}{self.request.path}?{name}={value}"
        kept: list[tuple[str, str]] = [
            (name, value)
            for name, values in self.request.GET.lists()
            if name not in _PAGING
            for value in values
        ]
        asked: Iterable[tuple[str, str]] = ((name, str(value)) for name, value in changes.items())
        return f"{settings.PUBLIC_URL}{self.request.path}?{urlencode([*kept, *asked])}"

    @property
    def address(self) -> str:
        """The client's address, past the proxies we trust."""
        forwarded = self.request.META.get("HTTP_X_FORWARDED_FOR", "")
        hops = [part.strip() for part in forwarded.split(",") if part.strip()]
        trusted = settings.ALLAUTH_TRUSTED_PROXY_COUNT
        if trusted and len(hops) >= trusted:
            return hops[-trusted]
        return str(self.request.META.get("REMOTE_ADDR", ""))
