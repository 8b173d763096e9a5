"""The reference of the API, for whoever makes an app."""

from itertools import groupby
from operator import attrgetter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from plenary.api import openapi, routes


def _shape(schema: dict[str, Any]) -> str:
    """A type in a word or two."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[1]
    if schema.get("type") == "array":
        return f"list of {_shape(schema.get('items', {}))}"
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_shape(one) for one in schema["anyOf"]))
    return str(schema.get("type", "anything"))


def _fields(schema: dict[str, Any]) -> list[dict[str, Any]]:
    required = set(schema.get("required", ()))
    return [
        {
            "name": name,
            "shape": _shape(one),
            "required": name in required,
            "words": one.get("description", ""),
        }
        for name, one in schema.get("properties", {}).items()
    ]


def _answer(operation: dict[str, Any], status: int) -> str:
    content = operation["responses"][str(status)].get("content", {})
    schema = content.get("application/json", {}).get("schema")
    return _shape(schema) if schema else ""


@require_safe
def developers(request: HttpRequest) -> HttpResponse:
    """Every method, by family; then every entity, field by field."""
    document = openapi.description()
    schemas = document["components"]["schemas"]
    families = []
    for family, found in groupby(
        sorted(routes.ROUTES, key=attrgetter("family", "path", "method")), attrgetter("family")
    ):
        methods = []
        for route in found:
            operation = document["paths"][route.path][route.method.lower()]
            takes = schemas.get(route.takes.__name__, {}) if route.takes is not None else {}
            methods.append(
                {
                    "route": route,
                    "summary": operation["summary"],
                    "words": operation["description"],
                    "takes": _fields(takes),
                    "gives": _answer(operation, route.status),
                }
            )
        families.append((family, methods))
    entities = [
        (name, schema.get("description", ""), _fields(schema))
        for name, schema in sorted(schemas.items())
    ]
    page = {"families": families, "entities": entities}
    return render(request, "developers/developers.html", page)


urlpatterns = [path("developers", developers, name="developers")]
