"""Confirming one's mail address (docs.joinmastodon.org/methods/emails)."""

import msgspec

from plenary.accounts import actions
from plenary.accounts.queries import clients
from plenary.api.call import Call
from plenary.api.routes import route


class Confirmation(msgspec.Struct):
    """Another address, where the first was mistyped."""

    email: str | None = None


@route(
    "POST",
    "/api/v1/emails/confirmations",
    scopes="write:accounts",
    takes=Confirmation,
    gives=dict[str, str],
    limit="confirmation",
    login=False,
)
def confirmations(call: Call) -> dict[str, str]:
    """Have the mail sent again, by the app that signed you up, while the address is unconfirmed."""
    assert call.bearer is not None
    actions.ask_again(call.me, call.bearer.application_id, call.read(Confirmation).email)
    return {}


@route(
    "GET",
    "/api/v1/emails/check_confirmation",
    scopes="read:accounts",
    gives=bool,
    login=False,
)
def check_confirmation(call: Call) -> bytes:
    """Whether your address is confirmed."""
    return b"true" if clients.is_confirmed(call.me) else b"false"
