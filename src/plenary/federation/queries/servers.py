"""Other servers as moderators see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count

from plenary.accounts import queries as accounts
from plenary.accounts.models import Account
from plenary.conduct import queries as conduct
from plenary.conduct.models import DomainAllow, DomainBlock
from plenary.conduct.rules import Decision
from plenary.federation.models import Server
from plenary.statuses.models import Status

if TYPE_CHECKING:
    from datetime import datetime

STATES = ("", "silence", "suspend", "failing", "listed")


@dataclass(frozen=True, slots=True)
class KnownServer:
    """A server with what is kept of it, and what holds for it. `block` is the decision about itself
    (None: what holds, if anything, is one about a domain above it), `allow` its place on the list
    of those that are met."""

    domain: str
    decision: Decision
    block: DomainBlock | None
    allow: DomainAllow | None
    accounts: int = 0
    statuses: int = 0
    software: str = ""
    first_seen_at: datetime | None = None
    last_seen_at: datetime | None = None
    failing_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Servers:
    """A page by name; `next` is what the following one comes after, '' at the end."""

    rows: list[KnownServer]
    next: str
    total: int


def known_servers(
    viewer: Account, words: str = "", state: str = "", after: str = "", limit: int = 40
) -> Servers:
    """Servers of which anything is kept or decided, whose names have these words; for moderators.
    A constant number of queries."""
    conduct.must_moderate(viewer)
    names = sorted(name for name in _names(state) if words.lower() in name)
    if state in {"silence", "suspend"}:
        found = conduct.decisions_for(names)
        names = [name for name in names if found[name].severity == state]
    page = [name for name in names if name > after][: limit + 1]
    rows = _described(page[:limit])
    return Servers(rows, page[limit - 1] if len(page) > limit else "", len(names))


def _names(state: str) -> set[str]:
    if state == "failing":
        failing = Server.objects.filter(failing_since__isnull=False)
        return set(failing.values_list("domain", flat=True))
    if state == "listed":
        return set(DomainAllow.objects.values_list("domain", flat=True))
    found = set(accounts.domains_known())
    for model in (Server, DomainBlock, DomainAllow):
        found.update(model.objects.values_list("domain", flat=True))
    return found


def known_server(viewer: Account, domain: str) -> KnownServer:
    """One of them; a server of which nothing is kept yet can be decided about as well."""
    conduct.must_moderate(viewer)
    return _described([domain])[0]


def _described(names: Iterable[str]) -> list[KnownServer]:
    names = list(names)
    decided = conduct.decisions_for(names)
    blocks = {row.domain: row for row in DomainBlock.objects.filter(domain__in=names)}
    allows = {row.domain: row for row in DomainAllow.objects.filter(domain__in=names)}
    servers = Server.objects.in_bulk(names)
    people = accounts.accounts_by_domain(names)
    posts = Status.objects.filter(account__domain__in=names).values_list("account__domain")
    kept = dict(posts.annotate(Count("pk")).order_by())
    made = []
    for name in names:
        server = servers.get(name)
        made.append(
            KnownServer(
                domain=name,
                decision=decided[name],
                block=blocks.get(name),
                allow=allows.get(name),
                accounts=people.get(name, 0),
                statuses=kept.get(name, 0),
                software=f"{server.software} {server.version}".strip() if server else "",
                first_seen_at=server.first_seen_at if server else None,
                last_seen_at=server.last_seen_at if server else None,
                failing_since=server.failing_since if server else None,
            )
        )
    return made
