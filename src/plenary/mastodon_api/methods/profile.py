"""One's own account: signing up, credentials, profile, preferences, markers
(docs.joinmastodon.org/methods/accounts, profile, preferences, markers)."""

from typing import Any

import msgspec
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, validate_email

from plenary.accounts import actions, queries
from plenary.accounts.queries import clients
from plenary.api import params
from plenary.api.call import Call
from plenary.api.door import ApiError
from plenary.api.routes import route
from plenary.conduct import queries as conduct
from plenary.lib.errors import Refused
from plenary.mastodon_api.entities.accounts import CredentialAccount, Token
from plenary.mastodon_api.entities.instance import Marker, Markers, Preferences
from plenary.mastodon_api.serializers import accounts, moments, reports
from plenary.timelines import actions as timeline_actions
from plenary.timelines import queries as timelines

_MAX_EMAIL = 254  # as the column has it
_encode = msgspec.json.Encoder().encode


class Registration(msgspec.Struct):
    """Who signs up. `agreement`: to the rules of this server."""

    username: str = ""
    email: str = ""
    password: str = ""
    agreement: bool = False
    locale: str = ""
    reason: str = ""


def _problems(given: Registration) -> dict[str, list[dict[str, str]]]:
    """What is wrong, by field, as the API has it."""
    found: dict[str, list[dict[str, str]]] = {}

    def wrong(field: str, code: str, words: str) -> None:
        found.setdefault(field, []).append({"error": code, "description": words})

    for field in ("username", "email", "password"):
        if not getattr(given, field).strip():
            wrong(field, "ERR_BLANK", "can't be blank")
    if not given.agreement:
        wrong("agreement", "ERR_ACCEPTED", "must be accepted")
    if given.email.strip():
        try:
            (_any_server if settings.DEV_SERVER else validate_email)(given.email.strip())
            if len(given.email.strip()) > _MAX_EMAIL:
                raise ValidationError("too long")
        except ValidationError:
            wrong("email", "ERR_INVALID", "is not a valid address")
    if given.password:
        try:
            validate_password(given.password)
        except ValidationError as error:
            wrong("password", "ERR_INVALID", " ".join(error.messages))
    return found


_any_server = RegexValidator(r"^[^@\s]+@[^@\s]+$")  # tests of apps use names that do not exist


@route(
    "POST",
    "/api/v1/accounts",
    who="app",
    scopes=("write:accounts",),
    takes=Registration,
    gives=Token,
    limit="signup",
)
def register(call: Call) -> Any:
    """Sign somebody up; the answer is a token of theirs for this app."""
    assert call.bearer is not None
    if not settings.OPEN_REGISTRATION:
        raise ApiError(403, "Registration is not open on this server.")
    given = call.read(Registration)
    problems = _problems(given)
    if not problems:
        try:
            account = actions.create_account(
                email=given.email,
                password=given.password,
                username=given.username,
                application=clients.application_of(call.bearer),
            )
        except Refused as refused:
            code = "ERR_TAKEN" if "already" in refused.message or "taken" in refused.message else ""
            field = refused.field or "username"
            words = {"error": code or "ERR_INVALID", "description": refused.message}
            problems = {field: [words]}
    if problems:
        parts = [f"{field} {one['description']}" for field, all in problems.items() for one in all]
        raise ApiError(422, f"Validation failed: {', '.join(parts)}", details=problems)
    scopes = " ".join(call.bearer.scopes)
    made, secret = actions.grant_token(clients.application_of(call.bearer), account, scopes)
    return Token(
        access_token=secret,
        token_type="Bearer",  # noqa: S106
        scope=scopes,
        created_at=int(made.created_at.timestamp()),
    )


def _own(call: Call) -> bytes:
    """The CredentialAccount, with counts as they are now."""
    me = queries.by_ids(call.me, [call.me.pk])[call.me.pk]
    posting = queries.posting_defaults(me)
    source = {
        "note": me.note,
        "fields": [
            {"name": row["name"], "value": row["value"], "verified_at": None} for row in me.fields
        ],
        "privacy": posting.visibility,
        "sensitive": posting.sensitive,
        "language": posting.language or None,
        "follow_requests_count": queries.request_count(me),
        "hide_collections": me.hide_collections,
        "discoverable": me.discoverable,
        "indexable": me.indexable,
        "attribution_domains": [],
        "quote_policy": posting.quotes,
    }
    more = _encode({"source": source, "role": reports.role(conduct.rank(me))})
    return accounts.text_of(me)[:-1].encode() + b"," + more[1:]


@route(
    "GET",
    "/api/v1/accounts/verify_credentials",
    scopes=("profile", "read:accounts"),
    gives=CredentialAccount,
)
def verify_credentials(call: Call) -> bytes:
    """Who you are."""
    return _own(call)


class ProfileChange(msgspec.Struct):
    """What is to change; what is not sent stays."""

    display_name: str | None = None
    note: str | None = None
    avatar: Any = None
    header: Any = None
    locked: bool | None = None
    bot: bool | None = None
    discoverable: bool | None = None
    indexable: bool | None = None
    hide_collections: bool | None = None
    fields_attributes: Any = None
    source: Any = None


@route(
    "PATCH",
    "/api/v1/accounts/update_credentials",
    scopes="write:accounts",
    takes=ProfileChange,
    gives=CredentialAccount,
)
def update_credentials(call: Call) -> bytes:
    """Change your profile."""
    given = call.read(ProfileChange)
    names = ("display_name", "note", "locked", "bot", "discoverable", "indexable")
    changes = {
        name: value
        for name in (*names, "hide_collections")
        if (value := getattr(given, name)) is not None
    }
    if given.fields_attributes is not None:
        changes["fields"] = _fields(given.fields_attributes)
    if changes:
        actions.edit_profile(call.me, changes)
    if given.source is not None:
        _set_posting(call, given.source)
    if hasattr(given.avatar, "read"):
        actions.set_avatar(call.me, given.avatar)
    if hasattr(given.header, "read"):
        actions.set_header(call.me, given.header)
    return _own(call)


class Source(msgspec.Struct):
    """How you like to post, where an app does not say."""

    privacy: str | None = None
    sensitive: bool | None = None
    language: str | None = None
    quote_policy: str | None = None


def _set_posting(call: Call, given: Any) -> None:
    if not isinstance(given, dict):
        raise Refused("Validation failed: source must be a set of named values")
    source = params.read(Source, given)
    actions.set_posting_defaults(
        call.me,
        visibility=source.privacy,
        sensitive=source.sensitive,
        language=source.language,
        quotes=source.quote_policy,
    )


def _fields(given: Any) -> list[dict[str, str]]:
    """From a list, or from a hash of numbered rows, as forms send it."""
    if isinstance(given, dict):
        given = [given[key] for key in sorted(given, key=lambda key: (len(key), key))]
    if not isinstance(given, list) or not all(isinstance(row, dict) for row in given):
        raise Refused("Validation failed: fields_attributes must be rows of name and value")
    rows = [{"name": str(row.get("name", "")), "value": str(row.get("value", ""))} for row in given]
    return [row for row in rows if row["name"] or row["value"]]


@route("DELETE", "/api/v1/profile/avatar", scopes="write:accounts", gives=CredentialAccount)
def delete_avatar(call: Call) -> bytes:
    """Remove your picture."""
    actions.remove_avatar(call.me)
    return _own(call)


@route("DELETE", "/api/v1/profile/header", scopes="write:accounts", gives=CredentialAccount)
def delete_header(call: Call) -> bytes:
    """Remove your wide picture."""
    actions.remove_header(call.me)
    return _own(call)


@route("GET", "/api/v1/preferences", scopes="read:accounts", gives=Preferences)
def preferences(call: Call) -> dict[str, Any]:
    """How you like to post; how you like to read, apps keep."""
    posting = queries.posting_defaults(call.me)
    return {
        "posting:default:visibility": posting.visibility,
        "posting:default:sensitive": posting.sensitive,
        "posting:default:language": posting.language or None,
        "posting:default:quote_policy": posting.quotes,
        "reading:expand:media": "default",
        "reading:expand:spoilers": False,
        "reading:autoplay:gifs": False,
    }


class WhichMarkers(msgspec.Struct):
    timeline: list[str] = []


def _markers(call: Call, wanted: list[str]) -> dict[str, Marker]:
    return {
        row.timeline: Marker(
            last_read_id=str(row.last_read_id),
            version=row.version,
            updated_at=moments.moment(row.updated_at),
        )
        for row in timelines.markers(call.me, wanted)
    }


@route("GET", "/api/v1/markers", scopes="read:statuses", takes=WhichMarkers, gives=Markers)
def markers(call: Call) -> dict[str, Marker]:
    """How far you have read."""
    return _markers(call, call.read(WhichMarkers).timeline)


class ReadUpTo(msgspec.Struct):
    last_read_id: int


class NewMarkers(msgspec.Struct):
    home: ReadUpTo | None = None
    notifications: ReadUpTo | None = None


@route("POST", "/api/v1/markers", scopes="write:statuses", takes=NewMarkers, gives=Markers)
def mark(call: Call) -> dict[str, Marker]:
    """Say how far you have read; a marker never goes back."""
    given = call.read(NewMarkers)
    wanted = {"home": given.home, "notifications": given.notifications}
    said = {name: up_to for name, up_to in wanted.items() if up_to is not None}
    for name, up_to in said.items():
        timeline_actions.mark_read(call.me, name, up_to.last_read_id)
    return _markers(call, list(said))
