"""The OAuth 2 server: Authlib's grants over our own tables (RFC 6749, 7636, 7009, 7662, 8414)."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from hmac import compare_digest
from typing import TYPE_CHECKING, Any

import msgspec
from authlib.oauth2 import AuthorizationServer, OAuth2Request
from authlib.oauth2.base import invalid_error_characters
from authlib.oauth2.rfc6749 import (
    ClientMixin,
    InvalidGrantError,
    InvalidScopeError,
    UnauthorizedClientError,
    grants,
)
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oauth2.rfc7662 import IntrospectionEndpoint
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from plenary.accounts import actions
from plenary.accounts.queries import clients
from plenary.api import params, scopes
from plenary.conduct import visibility
from plenary.lib.errors import NotFound

if TYPE_CHECKING:
    from plenary.accounts.models import AccessToken, Account, Application, AuthorizationCode

OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"
_SECRET_METHODS = ["client_secret_basic", "client_secret_post"]
_METHODS = [*_SECRET_METHODS, "none"]
_NAMED_IN_ERRORS = {"client_id", "grant_type", "redirect_uri", "response_type"}


class Client(ClientMixin):
    """An app, as Authlib asks about it."""

    def __init__(self, application: Application) -> None:
        self.application = application

    def get_client_id(self) -> str:
        return self.application.client_id

    def get_default_redirect_uri(self) -> str | None:
        return None  # it must be said, so that there is nothing to mistake

    def get_allowed_scope(self, scope: str | None) -> str | None:
        """All that is asked for, if the app registered for it; None refuses."""
        asked = scopes.split(scope or scopes.DEFAULT)
        if scopes.unknown(asked) or not scopes.within(asked, self.application.scopes.split()):
            return None
        return " ".join(asked)

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        """Letter for letter one of those registered."""
        return redirect_uri in self.application.redirect_uris.split()

    def check_client_secret(self, client_secret: str) -> bool:
        return compare_digest(clients.digest(client_secret), self.application.secret_hash)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return True  # without a secret only a code with PKCE gets further

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return True


class _Code:
    """A code that was redeemed, as Authlib asks about it."""

    def __init__(self, row: AuthorizationCode) -> None:
        self.row = row
        self.code_challenge = row.code_challenge
        self.code_challenge_method = "S256"

    def get_redirect_uri(self) -> str:
        return self.row.redirect_uri

    def get_scope(self) -> str:
        return self.row.scopes


class _Token:
    """A token that is to be revoked, renewed or told about, as Authlib asks about it."""

    def __init__(self, row: AccessToken) -> None:
        self.row = row

    def check_client(self, client: Client) -> bool:
        return self.row.application_id == client.application.pk

    def get_scope(self) -> str:
        return self.row.scopes

    def is_expired(self) -> bool:
        return False  # one that does not hold is not found

    def is_revoked(self) -> bool:
        return False


class _Request(OAuth2Request):
    """A request whose parameters may have come as JSON, as some apps send them. That the address
    is https is for the proxy to see to: Authlib would refuse every plain one."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(
            request.method or "",
            f"https://plenary{request.get_full_path()}",
            headers=request.headers,
        )
        given = {key: value for key, value in params.of(request).items() if isinstance(value, str)}
        for name in _NAMED_IN_ERRORS & given.keys():
            if invalid_error_characters(given[name]):
                given[name] = ""  # no such thing can be registered, and Authlib cannot quote it
        self.payload = BasicOAuth2Payload(given)
        # What comes twice may mean one thing to us and another to who checked the address before.
        for sent in (request.GET, request.POST):
            for name in sent:
                if name in given and len(sent.getlist(name)) > 1:
                    self.payload.datalist[name] = sent.getlist(name)

    @property
    def form(self) -> Mapping[str, str]:
        return self.payload.data

    @property
    def args(self) -> Mapping[str, str]:
        return self.payload.data


class _Pkce(CodeChallenge):
    """S256 alone: a plain challenge protects nothing. Whoever has no secret must use it."""

    DEFAULT_CODE_CHALLENGE_METHOD = "S256"
    SUPPORTED_CODE_CHALLENGE_METHOD = ["S256"]


class _CodeGrant(grants.AuthorizationCodeGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = _METHODS

    def validate_authorization_request(self) -> str:
        """Without a moderator's scopes, where somebody else asks."""
        to: str = super().validate_authorization_request()
        asked = self.request.scope.split()
        if scopes.moderates(asked) and not visibility.rank(self.request.user):
            self.request.scope = " ".join(one for one in asked if not scopes.moderates([one]))
            if not self.request.scope:
                raise InvalidScopeError(redirect_uri=to)
        return to

    def save_authorization_code(self, code: str, request: Any) -> None:
        actions.issue_code(
            request.user,
            request.client.application,
            code=code,
            redirect_uri=request.payload.redirect_uri,
            scopes=request.scope,
            code_challenge=request.payload.data.get("code_challenge", ""),
        )

    def query_authorization_code(self, code: str, client: Client) -> _Code | None:
        row = actions.redeem_code(client.application, code)
        return _Code(row) if row is not None else None

    def delete_authorization_code(self, authorization_code: _Code) -> None:
        """Nothing: it was used up when it was redeemed, and is kept to notice a second try."""

    def authenticate_user(self, authorization_code: _Code) -> Account | None:
        return clients.may_act(authorization_code.row.account)


class _ClientGrant(grants.ClientCredentialsGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = _SECRET_METHODS


class _RefreshGrant(grants.RefreshTokenGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = _METHODS
    INCLUDE_NEW_REFRESH_TOKEN = True

    def authenticate_refresh_token(self, refresh_token: str) -> Any:
        row = clients.refreshable(refresh_token)
        if row is None:
            actions.stolen(self.request.client.application, refresh_token)
            return None
        return _Token(row)

    def authenticate_user(self, refresh_token: Any) -> Account | None:
        return clients.may_act(refresh_token.row.account)

    def revoke_old_credential(self, refresh_token: Any) -> None:
        """Nothing: it was replaced when the new one was kept."""


class _PasswordGrant(grants.ResourceOwnerPasswordCredentialsGrant):
    """For the server that clients are tested against, and nowhere else."""

    TOKEN_ENDPOINT_AUTH_METHODS = _SECRET_METHODS

    def authenticate_user(self, username: str, password: str) -> Account | None:
        return clients.by_password(username, password)


class _Revocation(RevocationEndpoint):
    CLIENT_AUTH_METHODS = _METHODS

    def query_token(self, token_string: str, token_type_hint: str | None) -> _Token | None:
        row = clients.token(token_string)
        return _Token(row) if row is not None else None

    def authenticate_token(self, request: Any, client: Client) -> _Token | None:
        try:
            found: _Token | None = super().authenticate_token(request, client)
        except InvalidGrantError:
            refused = UnauthorizedClientError("You are not authorized to revoke this token")
            refused.status_code = 403  # as Mastodon's
            raise refused from None
        return found

    def revoke_token(self, token: _Token, request: Any) -> None:
        actions.revoke_token(token.row.account, token.row.pk)


class _Introspection(IntrospectionEndpoint):
    """An app with a secret asks about a token of its own; of others' it learns nothing."""

    CLIENT_AUTH_METHODS = _SECRET_METHODS

    def query_token(self, token_string: str, token_type_hint: str | None) -> _Token | None:
        held = clients.bearer(token_string)
        row = clients.token(token_string) if held is not None else None
        return _Token(row) if row is not None else None

    def check_permission(self, token: _Token, client: Client, request: Any) -> bool:
        return token.check_client(client)

    def introspect_token(self, token: _Token) -> dict[str, Any]:
        row = token.row
        told: dict[str, Any] = {
            "active": True,
            "scope": row.scopes,
            "client_id": row.application.client_id,
            "token_type": "Bearer",
            "iat": int(row.created_at.timestamp()),
            "iss": f"{settings.PUBLIC_URL}/",
        }
        if row.expires_at is not None:
            told["exp"] = int(row.expires_at.timestamp())
        if row.account is not None:
            told |= {"sub": str(row.account.pk), "username": row.account.username}
        return told


class _Server(AuthorizationServer):
    def query_client(self, client_id: str) -> Client | None:
        found = clients.application(client_id)
        return Client(found) if found is not None else None

    def save_token(self, token: dict[str, Any], request: Any) -> None:
        code = request.authorization_code
        kept: dict[str, Any] = {
            "token": token["access_token"],
            "refresh_token": token.get("refresh_token", ""),
            "seconds": token.get("expires_in"),
        }
        application, granted = request.client.application, token["scope"]
        try:
            if request.refresh_token is not None:
                old = request.form["refresh_token"]
                actions.renew_token(application, old, granted, **kept)
            else:
                row = code.row if code is not None else None
                actions.grant_token(application, request.user, granted, code=row, **kept)
        except NotFound:  # it came twice, at the same moment
            raise InvalidGrantError from None

    def create_oauth2_request(self, request: Any) -> Any:
        return request if isinstance(request, _Request) else _Request(request)

    def handle_response(self, status: int, body: Any, headers: Any) -> HttpResponse:
        content = msgspec.json.encode(body) if isinstance(body, (dict, list)) else body
        answer = HttpResponse(content, status=status)
        for name, value in headers:
            answer.headers[name] = value
        return answer

    def send_signal(self, name: str, *args: Any, **kwargs: Any) -> None:
        """Nobody listens: what follows from a change is recorded as a fact."""


_ACCESS_SECONDS = 2 * 60 * 60  # of a token that can be renewed; others hold until revoked


def _new_token(
    grant_type: str,
    client: Client,
    user: Account | None = None,
    scope: str | None = None,
    expires_in: int | None = None,
    include_refresh_token: bool = True,
) -> dict[str, Any]:
    granted = client.get_allowed_scope(scope)
    if granted is None:
        raise InvalidScopeError
    made = {
        "access_token": secrets.token_urlsafe(32),
        "token_type": "Bearer",
        "scope": granted,
        "created_at": int(time.time()),
    }
    if user is not None and "offline_access" in granted.split():
        made |= {"refresh_token": secrets.token_urlsafe(32), "expires_in": _ACCESS_SECONDS}
    return made


def _made() -> _Server:
    made = _Server(scopes_supported=list(scopes.SCOPES))
    made.register_token_generator("default", _new_token)
    made.register_grant(_CodeGrant, [_Pkce(required=True)])
    made.register_grant(_ClientGrant)
    made.register_grant(_RefreshGrant)
    if settings.PASSWORD_GRANT:
        made.register_grant(_PasswordGrant)
    made.register_endpoint(_Revocation)
    made.register_endpoint(_Introspection)
    return made


server = _made()


def metadata() -> dict[str, Any]:
    """What the server can do (RFC 8414)."""
    url = settings.PUBLIC_URL
    grant_types = ["authorization_code", "client_credentials", "refresh_token"]
    return {
        "issuer": f"{url}/",
        "authorization_endpoint": f"{url}/oauth/authorize",
        "token_endpoint": f"{url}/oauth/token",
        "revocation_endpoint": f"{url}/oauth/revoke",
        "introspection_endpoint": f"{url}/oauth/introspect",
        "userinfo_endpoint": f"{url}/oauth/userinfo",
        "app_registration_endpoint": f"{url}/api/v1/apps",
        "service_documentation": "https://docs.joinmastodon.org/",
        "scopes_supported": list(scopes.SCOPES),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": grant_types + (["password"] if settings.PASSWORD_GRANT else []),
        "token_endpoint_auth_methods_supported": _METHODS,
        "revocation_endpoint_auth_methods_supported": _METHODS,
        "introspection_endpoint_auth_methods_supported": _SECRET_METHODS,
        "code_challenge_methods_supported": ["S256"],
    }
