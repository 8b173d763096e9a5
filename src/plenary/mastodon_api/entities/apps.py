"""Apps and sign-in (docs.joinmastodon.org/entities/Application)."""

from msgspec import UNSET, UnsetType

from plenary.mastodon_api.entities.base import Entity


class Application(Entity, kw_only=True):
    id: str
    name: str
    website: str | None
    scopes: list[str]
    redirect_uri: str
    redirect_uris: list[str]
    vapid_key: str


class CredentialApplication(Application, kw_only=True):
    client_id: str
    client_secret: str
    client_secret_expires_at: int


class UserInfo(Entity, kw_only=True):
    iss: str
    sub: str
    name: str
    preferred_username: str
    profile: str
    picture: str | None


class Introspection(Entity, kw_only=True):
    active: bool
    scope: str | UnsetType = UNSET
    client_id: str | UnsetType = UNSET
    token_type: str | UnsetType = UNSET
    iat: int | UnsetType = UNSET
    exp: int | UnsetType = UNSET
    iss: str | UnsetType = UNSET
    sub: str | UnsetType = UNSET
    username: str | UnsetType = UNSET


class ServerMetadata(Entity, kw_only=True):
    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    revocation_endpoint: str
    introspection_endpoint: str
    userinfo_endpoint: str
    app_registration_endpoint: str
    service_documentation: str
    scopes_supported: list[str]
    response_types_supported: list[str]
    response_modes_supported: list[str]
    grant_types_supported: list[str]
    token_endpoint_auth_methods_supported: list[str]
    revocation_endpoint_auth_methods_supported: list[str]
    introspection_endpoint_auth_methods_supported: list[str]
    code_challenge_methods_supported: list[str]
