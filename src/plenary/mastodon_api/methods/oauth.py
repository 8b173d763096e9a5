"""OAuth endpoints that apps call (docs.joinmastodon.org/methods/oauth); the page where people
consent is in web/."""

from typing import Any, Literal

import msgspec
from django.conf import settings

from plenary.api import oauth_server
from plenary.api.call import Call
from plenary.api.routes import route
from plenary.mastodon_api.entities.accounts import Token
from plenary.mastodon_api.entities.apps import Introspection, ServerMetadata, UserInfo


class TokenRequest(msgspec.Struct):
    """A form, as RFC 6749 has it; the secret may come as HTTP Basic instead."""

    grant_type: Literal["authorization_code", "client_credentials", "refresh_token"]
    client_id: str = ""
    client_secret: str = ""
    code: str = ""
    code_verifier: str = ""
    redirect_uri: str = ""
    refresh_token: str = ""
    scope: str = ""


class Ended(msgspec.Struct):
    """A token, and the app that has it."""

    token: str
    client_id: str = ""
    client_secret: str = ""


@route("POST", "/oauth/token", who="anybody", takes=TokenRequest, gives=Token)
def token(call: Call) -> Any:
    """Exchange a code, a client secret or a refresh token for an access token."""
    return oauth_server.server.create_token_response(call.request)


@route("POST", "/oauth/revoke", who="anybody", takes=Ended, gives=dict[str, str])
def revoke(call: Call) -> Any:
    """End a token."""
    return oauth_server.server.create_endpoint_response("revocation", call.request)


@route("POST", "/oauth/introspect", who="anybody", gives=Introspection)
def introspect(call: Call) -> Any:
    """Whether a token of one's own holds, and what it may (RFC 7662); for apps with a secret."""
    return oauth_server.server.create_endpoint_response("introspection", call.request)


@route("GET", "/oauth/userinfo", scopes=("profile", "read:accounts"), gives=UserInfo)
def userinfo(call: Call) -> Any:
    """Who you are, as OpenID Connect names it."""
    me = call.me
    return UserInfo(
        iss=f"{settings.PUBLIC_URL}/",
        sub=me.uri or f"{settings.PUBLIC_URL}/users/{me.username}",
        name=me.name,
        preferred_username=me.username,
        profile=f"{settings.PUBLIC_URL}{me.url}",
        picture=f"{settings.PUBLIC_URL}{me.avatar_large_url}" if me.avatar else None,
    )


@route("POST", "/oauth/userinfo", scopes=("profile", "read:accounts"), gives=UserInfo)
def userinfo_posted(call: Call) -> Any:
    """The same, as OpenID Connect also allows to ask."""
    return userinfo(call)


@route("GET", "/.well-known/oauth-authorization-server", who="anybody", gives=ServerMetadata)
def metadata(call: Call) -> Any:
    """What this authorization server can do (RFC 8414)."""
    call.headers["Cache-Control"] = "public, max-age=3600"
    return oauth_server.metadata()
