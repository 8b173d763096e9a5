"""Confirming one's address (docs.joinmastodon.org/methods/emails)."""

import msgspec
from django.conf import settings
from django.core.exceptions import ValidationError

from plenary.accounts import actions
from plenary.api.call import Call
from plenary.api.door import ApiError
from plenary.api.routes import route
from plenary.lib.errors import Refused
from plenary.mastodon_api.methods.profile import check_address


class Confirmation(msgspec.Struct):
    """`email`: another address, if the first was mistyped."""

    email: str = ""


@route(
    "POST",
    "/api/v1/emails/confirmations",
    scopes="write:accounts",
    takes=Confirmation,
    gives=dict[str, str],
    limit="signup",
    login=False,
)
def confirm(call: Call) -> dict[str, str]:
    """Send the mail that confirms your address once more, while it is not confirmed."""
    email = call.read(Confirmation).email.strip()
    if email:
        try:
            check_address(email)
        except ValidationError:
            raise Refused("Validation failed: Email is not a valid address") from None
    actions.ask_to_confirm(call.me, call.request, email)
    return {}


@route("GET", "/api/v1/emails/check_confirmation", scopes="read:accounts", gives=bool, login=False)
def confirmed(call: Call) -> bool:
    """Whether your address is confirmed."""
    if call.bearer is None:
        raise ApiError(401, "The access token is invalid")
    return call.bearer.confirmed or settings.ACCOUNT_EMAIL_VERIFICATION == "none"
