"""The reference of the API, for whoever makes an app."""

from functools import cache
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from plenary.api import openapi, routes

_FORMATS = {"date-time": "time", "date": "day", "uri": "address"}


def _shape(schema: dict[str, Any]) -> SafeString | str:
    """A type in a word or two; entities lead to where they are described."""
    if "$ref" in schema:
        name = str(schema["$ref"]).rsplit("/", 1)[1]
        return format_html('<a href="#entity-{0}">{0}</a>', name)
    if "enum" in schema:
        return format_html_join(" | ", "<code>{}</code>", ((one,) for one in schema["enum"]))
    if schema.get("type") == "array":
        return format_html("list of {}", _shape(schema.get("items", {})))
    if schema.get("type") == "object" and schema.get("additionalProperties"):
        return format_html("names to {}", _shape(schema["additionalProperties"]))
    if "anyOf" in schema:
        parts = dict.fromkeys(_shape(one) for one in schema["anyOf"])
        return format_html_join(" or ", "{}", ((one,) for one in parts))
    if "contentMediaType" in schema:
        return "file"
    kind = schema.get("type", "anything")
    kind = " or ".join(kind) if isinstance(kind, list) else str(kind)
    return _FORMATS.get(schema.get("format", ""), kind)


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


def _answer(operation: dict[str, Any], status: int) -> SafeString | str:
    ((_, found),) = operation["responses"][str(status)]["content"].items()
    schema = found["schema"]
    kinds = schema.get("oneOf", [schema])
    return format_html_join(" or ", "{}", ((_shape(one),) for one in kinds))


def _takes(operation: dict[str, Any], schemas: dict[str, Any]) -> list[dict[str, Any]]:
    """What is sent: the fields of the body, or the parameters of the address."""
    found = [
        {
            "name": one["name"],
            "shape": _shape(one["schema"]),
            "required": one.get("required", False),
            "words": one.get("description") or one["schema"].get("description", ""),
        }
        for one in operation["parameters"]
        if one["in"] == "query"
    ]
    if "requestBody" in operation:
        content = next(iter(operation["requestBody"]["content"].values()))
        found += _fields(schemas[content["schema"]["$ref"].rsplit("/", 1)[1]])
    return found


@cache
def _reference() -> dict[str, Any]:
    """Families of methods, and entities: nothing of it changes while the server runs."""
    document = openapi.description()
    schemas = document["components"]["schemas"]
    families = []
    ordered = sorted(routes.ROUTES, key=lambda one: (openapi.tag_of(one), one.path, one.method))
    for family, found in groupby(ordered, openapi.tag_of):
        methods = []
        for route in found:
            operation = document["paths"][route.path][route.method.lower()]
            summary, said = operation["summary"], operation["description"]
            methods.append(
                {
                    "route": route,
                    "summary": summary,
                    "words": "" if said in (summary, f"{summary}.") else said,
                    "takes": _takes(operation, schemas),
                    "gives": _answer(operation, route.status),
                }
            )
        families.append((family, methods))
    entities = [
        (name, schema.get("description", ""), _fields(schema))
        for name, schema in sorted(schemas.items())
    ]
    return {"families": families, "entities": entities, "count": len(routes.ROUTES)}


def _matching(reference: dict[str, Any], words: str) -> dict[str, Any]:
    """What of the reference has all these words in its name or its first sentence."""
    wanted = words.lower().split()

    def fits(*texts: str) -> bool:
        text = " ".join(texts).lower()
        return all(word in text for word in wanted)

    families = [
        (family, kept)
        for family, methods in reference["families"]
        if (
            kept := [
                one
                for one in methods
                if fits(family, one["route"].method, one["route"].path, one["summary"])
            ]
        )
    ]
    entities = [one for one in reference["entities"] if fits("entities", one[0])]
    return {**reference, "families": families, "entities": entities}


@require_safe
@gzip_page
def developers(request: HttpRequest) -> HttpResponse:
    """Every method, by family; then every entity, field by field. `q` leaves what has its words."""
    words = request.GET.get("q", "").strip()[:100]
    found = _matching(_reference(), words) if words else _reference()
    return render(request, "developers/developers.html", {**found, "q": words})


urlpatterns = [path("developers", developers, name="developers")]
