"""Reporting people to the moderators (docs.joinmastodon.org/methods/reports), and which servers
this one keeps away."""

from typing import Any

import msgspec

from plenary.api.call import Call
from plenary.api.routes import route
from plenary.conduct import actions, queries
from plenary.lib.errors import NotFound
from plenary.lib.numbers import MOST
from plenary.mastodon_api.entities.reports import DomainBlock, Report
from plenary.mastodon_api.serializers import reports


class NewReport(msgspec.Struct):
    """`category`: spam, legal, violation or other; naming rules makes it a violation."""

    account_id: int
    status_ids: list[int] = []
    comment: str = ""
    forward: bool = False
    category: str = ""
    rule_ids: list[str] = []


@route("POST", "/api/v1/reports", scopes="write:reports", takes=NewReport, gives=Report)
def report(call: Call) -> dict[str, Any]:
    """Tell the moderators of somebody, with some of their posts. They do not learn by whom."""
    given = call.read(NewReport)
    if not all(0 < pk <= MOST for pk in (given.account_id, *given.status_ids)):
        raise NotFound
    made = actions.make_report(
        call.me,
        given.account_id,
        status_ids=given.status_ids,
        comment=given.comment,
        category=given.category,
        rule_ids=given.rule_ids,
        forward=given.forward,
    )
    return reports.report(made)


@route("GET", "/api/v1/instance/domain_blocks", who="anybody", gives=list[DomainBlock])
def domain_blocks(call: Call) -> list[Any]:
    """Servers this one keeps away, and why; some names are told only in part."""
    return [reports.announced(row) for row in queries.announced(call.viewer)]
