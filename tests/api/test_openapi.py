"""The description of the API, and the page that shows it."""

import json
import re

import pytest
from django.test import Client

from plenary.api import openapi, routes

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(client: Client) -> dict:
    answer = client.get("/api/openapi.json")
    assert answer.status_code == 200
    again = client.get("/api/openapi.json", headers={"if-none-match": answer.headers["ETag"]})
    assert again.status_code == 304 and not again.content
    return json.loads(answer.content)


def test_every_route_is_in_it_in_words(document: dict) -> None:
    for route in routes.ROUTES:
        operation = document["paths"][route.path][route.method.lower()]
        assert operation["summary"] and operation["tags"] == [route.family]
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


def test_the_page_names_every_method(client: Client) -> None:
    page = client.get("/developers").content.decode()
    for route in routes.ROUTES:
        assert f"<code>{route.path}</code>" in page
    assert all(name in page for name in openapi.description()["components"]["schemas"])
