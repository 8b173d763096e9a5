"""Apps and sign-in (docs.joinmastodon.org/entities/Application)."""

from msgspec import UNSET, UnsetType

from plenary.mastodon_api.entities.base import Entity, Id, Url


class Application(Entity, kw_only=True):
    id: Id
    name: str
    website: Url | None
    scopes: list[str]
    redirect_uri: str
    redirect_uris: list[str]
    vapid_key: str


class CredentialApplication(Application, kw_only=True):
    client_id: str
    client_secret: str
    client_secret_expires_at: int


class UserInfo(Entity, kw_only=True):
    iss: Url
    sub: Url
    name: str
    preferred_username: str
    profile: Url
    picture: Url | None


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
    issuer: Url
    authorization_endpoint: Url
    token_endpoint: Url
    revocation_endpoint: Url
    introspection_endpoint: Url
    userinfo_endpoint: Url
    app_registration_endpoint: Url
    service_documentation: Url
    scopes_supported: list[str]
    response_types_supported: list[str]
    response_modes_supported: list[str]
    grant_types_supported: list[str]
    token_endpoint_auth_methods_supported: list[str]
    revocation_endpoint_auth_methods_supported: list[str]
    introspection_endpoint_auth_methods_supported: list[str]
    code_challenge_methods_supported: list[str]
