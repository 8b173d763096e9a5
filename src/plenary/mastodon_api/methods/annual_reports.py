"""Looking back at a year (docs.joinmastodon.org/methods/annual_reports): none are made here, and
apps that ask are told so in the shape they know."""

from plenary.api.call import Call
from plenary.api.routes import route
from plenary.lib.errors import NotFound
from plenary.mastodon_api.entities.instance import AnnualReports, AnnualReportState

_PATH, _READ, _WRITE = "/api/v1/annual_reports", "read:accounts", "write:accounts"


@route("GET", _PATH, scopes=_READ, gives=AnnualReports)
def reports(call: Call) -> AnnualReports:
    """None, ever."""
    return AnnualReports(annual_reports=[], accounts=[], statuses=[])


@route("GET", f"{_PATH}/{{id}}", scopes=_READ, gives=AnnualReports)
def report(call: Call, year: int) -> AnnualReports:
    """One year's: there is none."""
    raise NotFound


@route("GET", f"{_PATH}/{{id}}/state", scopes=_READ, gives=AnnualReportState)
def state(call: Call, year: int) -> AnnualReportState:
    """Whether there will be one: no."""
    return AnnualReportState(state="ineligible")


@route("POST", f"{_PATH}/{{id}}/generate", scopes=_WRITE, gives=dict[str, str])
def generate(call: Call, year: int) -> dict[str, str]:
    """Ask for one; whoever is not eligible gets none, and no refusal."""
    return {}


@route("POST", f"{_PATH}/{{id}}/read", scopes=_WRITE, gives=dict[str, str])
def read(call: Call, year: int) -> dict[str, str]:
    """Note that it was read: there is none."""
    raise NotFound
