"""The description of the API, and the page that shows it."""

import json
import re

import pytest
from django.test import Client
from openapi_spec_validator import OpenAPIV31SpecValidator

from plenary.api import openapi, routes

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(client: Client) -> dict:
    answer = client.get("/api/openapi.json")
    assert answer.status_code == 200
    again = client.get("/api/openapi.json", headers={"if-none-match": answer.headers["ETag"]})
    assert again.status_code == 304 and not again.content
    return json.loads(answer.content)


def test_it_is_openapi(document: dict) -> None:
    assert document["openapi"] == "3.1.0"
    assert [str(one)[:500] for one in OpenAPIV31SpecValidator(document).iter_errors()] == []


def test_every_route_is_in_it_in_words(document: dict) -> None:
    for route in routes.ROUTES:
        operation = document["paths"][route.path][route.method.lower()]
        assert operation["summary"] and operation["tags"] == [openapi.tag_of(route)]
        named = [one["name"] for one in operation["parameters"] if one["in"] == "path"]
        assert named == routes.names(route.path)
    ids = [one["operationId"] for path in document["paths"].values() for one in path.values()]
    assert len(ids) == len(set(ids))


def test_every_reference_leads_somewhere(document: dict) -> None:
    text = json.dumps(document)
    wanted = set(re.findall(r'"#/components/schemas/([^"]+)"', text))
    assert wanted and wanted <= set(document["components"]["schemas"])
    scopes = document["components"]["securitySchemes"]["oauth"]["flows"]["authorizationCode"]
    for path in document["paths"].values():
        for operation in path.values():
            for way in operation.get("security", []):
                assert set(way.get("oauth", [])) <= set(scopes["scopes"])


def test_what_a_method_takes_and_gives(document: dict) -> None:
    tag = document["paths"]["/api/v1/timelines/tag/{hashtag}"]["get"]
    assert {"any[]", "local", "hashtag"} <= {one["name"] for one in tag["parameters"]}
    given = tag["responses"]["200"]["content"]["application/json"]["schema"]
    assert given == {"type": "array", "items": {"$ref": "#/components/schemas/Status"}}
    status = document["components"]["schemas"]["Status"]
    assert "content" in status["required"] and "favourited" not in status["required"]
    posting = document["paths"]["/api/v1/statuses"]["post"]
    assert "application/json" in posting["requestBody"]["content"]
    assert posting["security"] == [{"oauth": ["write:statuses"]}]


def test_nothing_in_it_is_anything(document: dict) -> None:
    """Every parameter, field and answer says what it is."""
    loose = [
        f"{name}.{field}"
        for name, schema in document["components"]["schemas"].items()
        for field, one in schema.get("properties", {}).items()
        if not {"type", "$ref", "anyOf", "enum", "oneOf"} & set(one)
    ]
    assert loose == []
    for route in routes.ROUTES:
        operation = document["paths"][route.path][route.method.lower()]
        for one in operation["parameters"]:
            assert one["schema"], f"{route.path}: {one['name']}"
        assert operation["responses"][str(route.status)]["content"]


def test_how_a_method_refuses(document: dict) -> None:
    error = {"$ref": "#/components/schemas/Error"}
    for one in document["components"]["responses"].values():
        assert one["content"]["application/json"]["schema"] == error
    home = document["paths"]["/api/v1/timelines/home"]["get"]["responses"]
    assert {"200", "401", "403", "422", "429", "default"} <= set(home)
    assert "404" in document["paths"]["/api/v1/statuses/{id}"]["get"]["responses"]


def test_pages_and_files(document: dict) -> None:
    home = document["paths"]["/api/v1/timelines/home"]["get"]
    named = {one["name"]: one["schema"]["type"] for one in home["parameters"]}
    assert named == {
        "limit": "integer", "max_id": "string", "since_id": "string", "min_id": "string",
    }  # fmt: skip
    assert "Link" in home["responses"]["200"]["headers"]
    upload = document["paths"]["/api/v2/media"]["post"]
    (kind, *_) = upload["requestBody"]["content"]
    assert kind == "multipart/form-data" and {"200", "202"} <= set(upload["responses"])
    assert document["components"]["schemas"]["Upload"]["properties"]["file"]["contentMediaType"]
    posting = document["paths"]["/api/v1/statuses"]["post"]["requestBody"]["content"]
    assert "application/x-www-form-urlencoded" in posting


def test_the_page_names_every_method(client: Client) -> None:
    page = client.get("/developers").content.decode()
    for route in routes.ROUTES:
        assert f"<code>{route.path}</code>" in page
    for name in openapi.description()["components"]["schemas"]:
        assert f'id="entity-{name}"' in page
    for link in set(re.findall(r'href="#([^"]+)"', page)):
        assert f'id="{link}"' in page


def test_the_page_finds_without_a_script(client: Client) -> None:
    page = client.get("/developers", {"q": "POST status reblog"}).content.decode()
    assert "<code>/api/v1/statuses/{id}/reblog</code>" in page
    assert "/api/v1/timelines/home" not in page
    assert "Nothing has these words" in client.get("/developers", {"q": "<b>"}).content.decode()
    assert client.get("/developers", {"q": "x" * 5000}).status_code == 200
