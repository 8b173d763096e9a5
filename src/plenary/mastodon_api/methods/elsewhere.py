"""Parts of the API for what is not on this server: each answers as Mastodon does where there is
nothing of it."""

from typing import Any

import msgspec

from plenary.api.call import Call
from plenary.api.routes import route
from plenary.conduct import queries
from plenary.lib.errors import NotFound
from plenary.mastodon_api.entities.instance import (
    AnnualReports,
    AnnualReportState,
    AsyncRefreshed,
)


class PeerSearch(msgspec.Struct):
    """The beginning of a host's name."""

    q: str = ""


@route("GET", "/api/v1/peers/search", who="anybody", takes=PeerSearch, gives=list[str])
def peers_search(call: Call) -> list[str]:
    """Up to ten other servers this one knows, by the beginning of their names."""
    words = call.read(PeerSearch).q.strip().lower()
    found = queries.peers(call.viewer) if words else []
    return [domain for domain in found if domain.startswith(words)][:10]


@route("GET", "/api/v1_alpha/async_refreshes/{id}", scopes="read", gives=AsyncRefreshed)
def async_refresh(call: Call, refresh_id: int) -> Any:
    """How far work in the background is. No answer here leaves any to be asked after."""
    raise NotFound


@route("GET", "/api/v1/async_refreshes/{id}", scopes="read", gives=AsyncRefreshed)
def async_refresh_stable(call: Call, refresh_id: int) -> Any:
    """The same, under the name it is to have."""
    raise NotFound


@route("GET", "/api/v1/annual_reports", scopes="read:accounts", gives=AnnualReports)
def annual_reports(call: Call) -> dict[str, list[Any]]:
    """A year looked back on: none are made here."""
    return {"annual_reports": [], "accounts": [], "statuses": []}


@route("GET", "/api/v1/annual_reports/{year}", scopes="read:accounts", gives=AnnualReports)
def annual_report(call: Call, year: str) -> Any:
    """One of them; there is none."""
    raise NotFound


@route(
    "GET", "/api/v1/annual_reports/{year}/state", scopes="read:accounts", gives=AnnualReportState
)
def annual_report_state(call: Call, year: str) -> dict[str, str]:
    """Whether one is to be had: never."""
    return {"state": "ineligible"}


@route("POST", "/api/v1/annual_reports/{year}/read", scopes="write:accounts", gives=dict[str, str])
def annual_report_read(call: Call, year: str) -> Any:
    """Mark one as read; there is none."""
    raise NotFound


@route(
    "POST",
    "/api/v1/annual_reports/{year}/generate",
    scopes="write:accounts",
    gives=dict[str, str],
)
def annual_report_generate(call: Call, year: str) -> dict[str, str]:
    """Ask for one: nothing is made."""
    return {}
