"""Apps (docs.joinmastodon.org/methods/apps)."""

import re
from typing import Any
from urllib.parse import urlsplit

import msgspec
from django.conf import settings

from plenary.accounts import actions
from plenary.accounts.queries import clients
from plenary.api import scopes
from plenary.api.call import Call
from plenary.api.oauth_server import OUT_OF_BAND
from plenary.api.routes import route
from plenary.lib import text, web_push
from plenary.lib.errors import Refused
from plenary.mastodon_api.entities.apps import Application, CredentialApplication

_MOST = 2000
_LONGEST_NAME = 60
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*")
# As the consent page names it in its content policy, where `;` and `,` would begin another rule.
_PLACE = re.compile(r"(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*\.?|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?", re.I)
_FORBIDDEN = {"javascript", "data", "vbscript", "file", "about", "blob", "mailto"}


class NewApp(msgspec.Struct):
    """What an app says of itself."""

    client_name: str = ""
    redirect_uris: list[str] = []
    scopes: str = scopes.DEFAULT
    website: str | None = None


def _redirect_uris(given: list[str]) -> str:
    found = [uri for line in given for uri in line.split()]
    if not found:
        raise Refused("Validation failed: Redirect URI can't be blank")
    for uri in found:
        if uri != OUT_OF_BAND and not _leads_somewhere(uri):
            raise Refused("Validation failed: Redirect URI must be an absolute URI.")
    joined = "\n".join(found)
    if len(joined) > _MOST:
        raise Refused(
            f"Validation failed: Redirect URI is too long (maximum is {_MOST} characters)"
        )
    return joined


def _leads_somewhere(uri: str) -> bool:
    """Whether an address is whole, leads to a page or an app, and runs nothing by itself."""
    if not (uri.isascii() and uri.isprintable()) or set(uri) & set('#\\<>"`'):
        return False
    scheme, colon, rest = uri.partition(":")
    if not colon or not rest or not _SCHEME.fullmatch(scheme.lower()):
        return False
    if scheme.lower() in {"http", "https"}:
        try:
            return bool(rest.startswith("//") and _PLACE.fullmatch(urlsplit(uri).netloc))
        except ValueError:
            return False
    return scheme.lower() not in _FORBIDDEN


def _website(given: str) -> str:
    try:
        parts = urlsplit(given)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and len(given) <= _MOST
    except ValueError:
        good = False
    if not good:
        raise Refused("Validation failed: Website is not a valid URL")
    return given


@route(
    "POST", "/api/v1/apps", who="anybody", takes=NewApp, gives=CredentialApplication, limit="apps"
)
def create(call: Call) -> Any:
    """Register an app; its secret is shown this once."""
    given = call.read(NewApp)
    name = text.clean_line(given.client_name)
    if not name:
        raise Refused("Validation failed: Application name can't be blank")
    if len(name) > _LONGEST_NAME:
        raise Refused(
            "Validation failed: Application name is too long"
            f" (maximum is {_LONGEST_NAME} characters)"
        )
    asked = scopes.split(given.scopes) or (scopes.DEFAULT,)
    if scopes.unknown(asked):
        raise Refused("Validation failed: Scopes doesn't match configured on the server.")
    made, secret = actions.register_application(
        name=name,
        redirect_uris=_redirect_uris(given.redirect_uris),
        scopes=" ".join(asked),
        website=_website(given.website) if given.website else "",
    )
    uris = made.redirect_uris.split("\n")
    return CredentialApplication(
        id=str(made.pk),
        name=made.name,
        website=made.website or None,
        scopes=made.scopes.split(),
        redirect_uri=made.redirect_uris,
        redirect_uris=uris,
        vapid_key=web_push.public_key(settings.VAPID_KEY),
        client_id=made.client_id,
        client_secret=secret,
        client_secret_expires_at=0,
    )


@route("GET", "/api/v1/apps/verify_credentials", who="app", gives=Application)
def verify(call: Call) -> Any:
    """The app that a token belongs to."""
    assert call.bearer is not None
    found = clients.application_of(call.bearer)
    return Application(
        id=str(found.pk),
        name=found.name,
        website=found.website or None,
        scopes=found.scopes.split(),
        redirect_uris=found.redirect_uris.split("\n"),
        vapid_key=web_push.public_key(settings.VAPID_KEY),
        redirect_uri=found.redirect_uris,
    )
