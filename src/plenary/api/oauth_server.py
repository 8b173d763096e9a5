"""The OAuth 2 server: Authlib's grants over our own tables (RFC 6749, 7636, 7009, 8414)."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from hmac import compare_digest
from typing import TYPE_CHECKING, Any

import msgspec
from authlib.oauth2 import AuthorizationServer, OAuth2Request
from authlib.oauth2.rfc6749 import ClientMixin, grants
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7636 import CodeChallenge
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from plenary.accounts import actions
from plenary.accounts.queries import clients
from plenary.api import params, scopes

if TYPE_CHECKING:
    from plenary.accounts.models import AccessToken, Account, Application, AuthorizationCode

OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"
_SECRET_METHODS = ["client_secret_basic", "client_secret_post"]
_METHODS = [*_SECRET_METHODS, "none"]


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
    """A token that is to be revoked, as Authlib asks about it."""

    def __init__(self, row: AccessToken) -> None:
        self.row = row

    def check_client(self, client: Client) -> bool:
        return self.row.application_id == client.application.pk


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
        self.payload = BasicOAuth2Payload(given)
        self.repeated = [name for name in request.GET if len(request.GET.getlist(name)) > 1]

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
        return _Refreshable(row) if row is not None else None

    def authenticate_user(self, refresh_token: Any) -> Account | None:
        return clients.may_act(refresh_token.row.account)

    def revoke_old_credential(self, refresh_token: Any) -> None:
        actions.revoke_token(refresh_token.row.account, refresh_token.row.pk)


class _Refreshable(_Token):
    def get_scope(self) -> str:
        return self.row.scopes


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

    def revoke_token(self, token: _Token, request: Any) -> None:
        actions.revoke_token(token.row.account, token.row.pk)


class _Server(AuthorizationServer):
    def query_client(self, client_id: str) -> Client | None:
        found = clients.application(client_id)
        return Client(found) if found is not None else None

    def save_token(self, token: dict[str, Any], request: Any) -> None:
        code = getattr(request, "authorization_code", None)
        actions.grant_token(
            request.client.application,
            request.user,
            token["scope"],
            token=token["access_token"],
            refresh_token=token.get("refresh_token", ""),
            seconds=token.get("expires_in"),
            code=code.row if code is not None else None,
        )

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
    granted = scope or scopes.DEFAULT
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
        "userinfo_endpoint": f"{url}/oauth/userinfo",
        "app_registration_endpoint": f"{url}/api/v1/apps",
        "service_documentation": "https://docs.joinmastodon.org/",
        "scopes_supported": list(scopes.SCOPES),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": grant_types + (["password"] if settings.PASSWORD_GRANT else []),
        "token_endpoint_auth_methods_supported": _METHODS,
        "revocation_endpoint_auth_methods_supported": _METHODS,
        "code_challenge_methods_supported": ["S256"],
    }
