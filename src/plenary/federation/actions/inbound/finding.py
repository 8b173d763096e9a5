"""Whom and what an activity names. What is not known here is fetched first, elsewhere."""

from collections.abc import Container
from dataclasses import dataclass, field
from typing import Any

from plenary.accounts.models import Account
from plenary.federation import queries
from plenary.federation.reading import host_at
from plenary.statuses.models import Status


class NeedsFetch(Exception):
    """What must be asked for before the activity can be understood. `kind`: account or status."""

    def __init__(self, uri: str, kind: str) -> None:
        super().__init__(uri)
        self.uri = uri
        self.kind = kind


class Everything:
    """All that was not fetched by now is not to be had."""

    def __contains__(self, uri: object) -> bool:
        return True


@dataclass
class Finder:
    """`missing`: what could not be fetched."""

    missing: Container[str] = frozenset()

    def account(self, uri: str) -> Account | None:
        """Whoever has this id; None for who is not to be had, or is suspended."""
        found = queries.account_at(uri)
        if found is None:
            self._fetch(uri, "account")
            return None
        return found if found.suspended_at is None else None

    def status(self, uri: str) -> Status | None:
        found = queries.status_at(uri)
        if found is None:
            self._fetch(uri, "status")
            return None
        return found if found.account.suspended_at is None else None

    def _fetch(self, uri: str, kind: str) -> None:
        if host_at(uri) and not queries.is_ours(uri) and uri not in self.missing:
            raise NeedsFetch(uri, kind)


@dataclass(frozen=True)
class Incoming:
    """An activity whose sender is certain. `wanted`: a person here asked for what it brings."""

    uri: str
    actor: Account
    activity: dict[str, Any] = field(repr=False)
    find: Finder = field(default_factory=Finder)
    wanted: bool = False

    @property
    def object(self) -> Any:
        given = self.activity.get("object")
        return given[0] if isinstance(given, list) and given else given
