"""The OpenAPI 3.1 description of the whole API, made from the table of routes: paths, parameters
and answers from the types that the methods themselves use, so that it cannot say anything else."""

import inspect
import re
from functools import cache
from typing import Any

import msgspec
from django.conf import settings

from plenary.api import routes, scopes
from plenary.api.routes import Route

_REFERENCE = "#/components/schemas/{name}"


class Error(msgspec.Struct):
    """Every refusal: what is wrong, in words."""

    error: str
    error_description: str = ""


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
    by_type = {repr(one): schema for one, schema in zip(types, schemas, strict=True)}
    paths: dict[str, dict[str, Any]] = {}
    for route in routes.ROUTES:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(
            route, by_type, components
        )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Plenary",
            "version": "0.1.0",
            "description": "The Mastodon client API as Plenary speaks it, and, under"
            " /api/plenary/v1/, Plenary's own for conferences.",
            "license": {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"},
        },
        "servers": [{"url": settings.PUBLIC_URL}],
        "tags": [{"name": name} for name in sorted({route.family for route in routes.ROUTES})],
        "paths": paths,
        "components": {"schemas": components, "securitySchemes": _security()},
    }


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


def words_of(route: Route) -> tuple[str, str]:
    """What a method does: its first sentence, and all of it."""
    text = " ".join((inspect.getdoc(route.handler) or "").split())
    return re.split(r"(?<=[.!?]) ", text, maxsplit=1)[0].rstrip("."), text


def _operation(route: Route, by_type: dict[str, Any], components: dict[str, Any]) -> dict[str, Any]:
    summary, text = words_of(route)
    given = by_type.get(repr(route.takes)) if route.takes is not None else None
    operation: dict[str, Any] = {
        "operationId": f"{route.family}_{route.handler.__name__}_{_slug(route)}",
        "tags": [route.family],
        "summary": summary,
        "description": text,
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
            for name in routes.names(route.path)
        ],
        "responses": {
            str(route.status): {"description": "What was asked for.", **_content(route, by_type)},
            "default": {
                "description": "A refusal.",
                "content": {"application/json": {"schema": by_type[repr(Error)]}},
            },
        },
    }
    if given is not None and route.method in {"GET", "DELETE"}:
        operation["parameters"] += _query(given, components)
    elif given is not None:
        body = {"schema": given}
        operation["requestBody"] = {
            "content": {"application/json": body, "multipart/form-data": body}
        }
    if route.who != "anybody":
        operation["security"] = [{"oauth": list(route.scopes)}]
    elif route.scopes:
        operation["security"] = [{}, {"oauth": list(route.scopes)}]
    return operation


def _slug(route: Route) -> str:
    return re.sub(r"\W+", "_", f"{route.method}_{route.path}".lower()).strip("_")


def _content(route: Route, by_type: dict[str, Any]) -> dict[str, Any]:
    schema = by_type.get(repr(route.gives))
    if schema is not None and route.or_gives is not None:
        schema = {"oneOf": [schema, by_type[repr(route.or_gives)]]}
    return {"content": {"application/json": {"schema": schema}}} if schema is not None else {}


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
