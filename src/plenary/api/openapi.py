"""The OpenAPI 3.1 description of the whole API, made from the table of routes: paths, parameters
and answers from the types that the methods themselves use, so that it cannot say anything else."""

import inspect
import re
from functools import cache
from typing import Any

import msgspec
from django.conf import settings

from plenary import __version__
from plenary.api import routes, scopes
from plenary.api.routes import Route

_REFERENCE = "#/components/schemas/{name}"
_WORDS = """The Mastodon client API as Plenary speaks it, and, under /api/plenary/v1/, Plenary's own
for conferences.

Parameters come in the address, as JSON or as a form. In addresses and forms a list is `name[]=a`,
what is within another thing `poll[options][]=a`, a row of several `fields_attributes[0][name]=a`.
Ids are numbers written as text; times are UTC, `2026-11-26T06:00:00.000Z`."""


class Error(msgspec.Struct):
    """Every refusal: what is wrong, in words. `details`: of a sign-up, by field;
    `existing_domain_block`: what stands in the way of a new one."""

    error: str
    error_description: str = ""
    details: dict[str, Any] = {}
    existing_domain_block: dict[str, Any] = {}


_REFUSALS = {
    400: ("Unreadable", "What was sent cannot be read."),
    401: ("NoToken", "The token does not hold, or one is needed."),
    403: ("OutOfScope", "The token lacks the scope, or this is not for you."),
    404: ("NotFound", "It is not there, or not for you to see, which is not told apart."),
    422: ("NotPossible", "It cannot be done as asked; the sentence says why."),
    429: ("TooMany", "Too many calls; X-RateLimit-Reset says when to come back."),
    503: ("Busy", "The server is busy; Retry-After says when to try again."),
}
_HEADERS = {
    "Link": "The pages beside: rel=next is older, rel=prev newer (RFC 8288).",
    "X-RateLimit-Limit": "How many calls are allowed in the time.",
    "X-RateLimit-Remaining": "How many of them are left.",
    "X-RateLimit-Reset": "When they are counted anew (ISO 8601).",
}
_LIMITS = [name for name in _HEADERS if name.startswith("X-")]
_ABOUT = {
    "described": "instance",
    "filters_v1": "filters",
    "grouped": "notifications",
    "instance_details": "instance",
    "keeping": "accounts",
    "policy": "notifications",
    "profile": "accounts",
    "relations": "accounts",
    "status_history": "statuses",
    "status_marks": "statuses",
}
_PAGING = {
    "limit": ({"type": "integer", "minimum": 1}, "How many at most."),
    "max_id": ({"type": "string"}, "Only those before this one."),
    "since_id": ({"type": "string"}, "Only those after this one, the newest first."),
    "min_id": ({"type": "string"}, "Those right after this one."),
}


def _types() -> list[Any]:
    found: list[Any] = [Error]
    for route in routes.ROUTES:
        found += [one for one in (route.takes, route.gives, route.or_gives) if one is not None]
    return found


@cache
def description() -> dict[str, Any]:
    """The document, as JSON would hold it."""
    types = _types()
    schemas, components = msgspec.json.schema_components(types, ref_template=_REFERENCE)
    names = {name: _short(name) for name in components}
    components = _renamed(components, names)
    components = {names[name]: schema for name, schema in components.items()}
    by_type = {
        repr(one): _renamed(schema, names) for one, schema in zip(types, schemas, strict=True)
    }
    paths: dict[str, dict[str, Any]] = {}
    for route in routes.ROUTES:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(
            route, by_type, components
        )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Plenary",
            "version": __version__,
            "description": _WORDS,
            "license": {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"},
        },
        "servers": [{"url": settings.PUBLIC_URL}],
        "tags": [{"name": name} for name in sorted({tag_of(route) for route in routes.ROUTES})],
        "paths": paths,
        "components": {
            "schemas": components,
            "responses": _refusals(by_type[repr(Error)]),
            "headers": {
                name: {"description": words, "schema": {"type": "string"}}
                for name, words in _HEADERS.items()
            },
            "securitySchemes": _security(),
        },
    }


def _short(name: str) -> str:
    """Where several types have one name they come with the whole of their modules': the last two
    words of it are enough."""
    return "".join(part[:1].upper() + part[1:] for part in name.split(".")[-2:])


def _renamed(schema: Any, names: dict[str, str]) -> Any:
    if isinstance(schema, dict):
        if "$ref" in schema:
            old = str(schema["$ref"]).rsplit("/", 1)[1]
            return {**schema, "$ref": _REFERENCE.format(name=names[old])}
        return {key: _renamed(one, names) for key, one in schema.items()}
    return [_renamed(one, names) for one in schema] if isinstance(schema, list) else schema


def _refusals(error: dict[str, Any]) -> dict[str, Any]:
    shape = {"content": {"application/json": {"schema": error}}}
    found: dict[str, Any] = {
        name: {"description": words, **shape} for name, words in _REFUSALS.values()
    }
    return {**found, "Refused": {"description": "A refusal.", **shape}}


def _security() -> dict[str, Any]:
    url = settings.PUBLIC_URL
    return {
        "oauth": {
            "type": "oauth2",
            "flows": {
                "authorizationCode": {
                    "authorizationUrl": f"{url}/oauth/authorize",
                    "tokenUrl": f"{url}/oauth/token",
                    "scopes": dict(scopes.CONSENTS),
                },
                "clientCredentials": {
                    "tokenUrl": f"{url}/oauth/token",
                    "scopes": dict(scopes.CONSENTS),
                },
            },
        }
    }


def tag_of(route: Route) -> str:
    """What it is about, as a reader would look for it: several files may be about one thing."""
    return _ABOUT.get(route.family, route.family).replace("_", " ")


def words_of(route: Route) -> tuple[str, str]:
    """What a method does: its first sentence, and all of it."""
    text = " ".join((inspect.getdoc(route.handler) or "").split())
    return re.split(r"(?<=[.!?]) ", text, maxsplit=1)[0].rstrip("."), text


def _operation(route: Route, by_type: dict[str, Any], components: dict[str, Any]) -> dict[str, Any]:
    summary, text = words_of(route)
    given = by_type.get(repr(route.takes)) if route.takes is not None else None
    operation: dict[str, Any] = {
        "operationId": f"{route.family}_{route.handler.__name__}_{_slug(route)}",
        "tags": [tag_of(route)],
        "summary": summary,
        "description": text,
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": _in_path(name)}
            for name in routes.names(route.path)
        ],
        "responses": _responses(route, by_type),
    }
    if given is not None and route.method in {"GET", "DELETE"}:
        operation["parameters"] += _query(given, components)
    elif given is not None:
        operation["requestBody"] = _body(given, components)
    if route.paged:
        there = {one["name"] for one in operation["parameters"]}
        operation["parameters"] += [
            {"name": name, "in": "query", "description": words, "schema": schema}
            for name, (schema, words) in _PAGING.items()
            if name not in there
        ]
    if route.who != "anybody":
        operation["security"] = [{"oauth": list(route.scopes)}]
    elif route.scopes:
        operation["security"] = [{}, {"oauth": list(route.scopes)}]
    return operation


def _in_path(name: str) -> dict[str, Any]:
    number = name == "id" or name.endswith("_id")
    return {"type": "string", **({"pattern": r"^\d{1,19}$"} if number else {"minLength": 1})}


def _responses(route: Route, by_type: dict[str, Any]) -> dict[str, Any]:
    headers = [*(["Link"] if route.paged else []), *_LIMITS]
    good = {
        "description": "What was asked for.",
        "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in headers},
        **_content(route, by_type),
    }
    personal = route.who != "anybody"
    told = {
        400: route.takes is not None,
        401: personal or route.scopes,
        403: bool(route.scopes),
        404: "{" in route.path,
        422: personal or route.takes is not None,
        429: True,
        503: True,
    }
    return {
        **{str(status): good for status in (route.status, *route.also)},
        **{
            str(status): {"$ref": f"#/components/responses/{name}"}
            for status, (name, _) in _REFUSALS.items()
            if told[status]
        },
        "default": {"$ref": "#/components/responses/Refused"},
    }


def _body(given: dict[str, Any], components: dict[str, Any]) -> dict[str, Any]:
    """JSON or a form; with files, a form of several parts."""
    body = {"schema": given}
    struct = components[given["$ref"].rsplit("/", 1)[1]]
    properties = struct.get("properties", {})
    files = any("contentMediaType" in schema for schema in properties.values())
    kinds = ["multipart/form-data", "application/json"]
    if not files:
        kinds = ["application/json", "application/x-www-form-urlencoded", "multipart/form-data"]
    return {
        "required": bool(struct.get("required")),
        "content": dict.fromkeys(kinds, body),
    }


def _slug(route: Route) -> str:
    return re.sub(r"\W+", "_", f"{route.method}_{route.path}".lower()).strip("_")


def _content(route: Route, by_type: dict[str, Any]) -> dict[str, Any]:
    if route.gives is None:
        return {"content": {"text/event-stream": {"schema": {"type": "string"}}}}
    if route.gives is str:
        return {"content": {"text/plain": {"schema": {"type": "string"}}}}
    schema = by_type[repr(route.gives)]
    if route.or_gives is not None:
        schema = {"oneOf": [schema, by_type[repr(route.or_gives)]]}
    return {"content": {"application/json": {"schema": schema}}}


def _query(given: dict[str, Any], components: dict[str, Any]) -> list[dict[str, Any]]:
    """The fields of a Struct as parameters of the address; lists as Rails has them."""
    struct = components[given["$ref"].rsplit("/", 1)[1]]
    required = set(struct.get("required", ()))
    return [
        {
            "name": f"{name}[]" if schema.get("type") == "array" else name,
            "in": "query",
            "required": name in required,
            "schema": schema,
        }
        for name, schema in struct.get("properties", {}).items()
    ]
