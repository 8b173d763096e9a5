"""The description of the API, for programs; people read it at /developers."""

from functools import cache
from hashlib import blake2b
from typing import Any

import msgspec
from django.http import HttpResponse, HttpResponseNotModified

from plenary.api import openapi
from plenary.api.call import Call
from plenary.api.routes import route


@cache
def _document() -> tuple[bytes, str]:
    body = msgspec.json.encode(openapi.description())
    return body, f'"{blake2b(body, digest_size=12).hexdigest()}"'


@route("GET", "/api/openapi.json", who="anybody", gives=dict[str, Any])
def document(call: Call) -> HttpResponse:
    """This API as an OpenAPI 3.1 document."""
    body, tag = _document()
    unchanged = call.request.headers.get("If-None-Match") == tag
    answer = (
        HttpResponseNotModified()
        if unchanged
        else HttpResponse(body, content_type="application/json; charset=utf-8")
    )
    answer.headers["ETag"] = tag
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer
