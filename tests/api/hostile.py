"""What nobody in their right mind sends: made from the description of the API, for every method."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from plenary.api import openapi, routes
from plenary.api.routes import Route

DEEP = 10_000
# As text; in the path, in the address, in forms.
TEXTS = (
    "",
    "0",
    "-1",
    "1",
    "x",
    " ",
    "\x00",
    "a\x00b",
    str(2**31),
    str(2**63),
    str(2**63 - 1),
    "9" * 300,
    "1e400",
    "NaN",
    "Infinity",
    "-0",
    "٣",
    "²",
    "0x10",
    "1.5",
    "true",
    "null",
    "[]",
    "{}",
    "undefined",
    "\u202e",
    "\ud7ff",
    "\ufdd0",
    "\ufdd1",
    "\uffff",
    "𝕏",
    "e\u0301" * 50,
    "\r\nX-Evil: 1",
    "../../etc/passwd",
    "%00",
    "%ff",
    "a/b",
    "a%2Fb",
    "'; DROP TABLE x; --",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "javascript:alert(1)",
    "http://[::1",
    "http://localhost:5432/",
    "a@b",
    "@",
    "#",
    "@@@@",
    "x" * 5000,
    "2026-13-45T99:99:99Z",
    "0000-00-00",
    "9999-12-31T23:59:59+14:00",
    "0001-01-01T00:00:00+14:00",
    "2026-01-01T00:00:00+99:99",
    "1,2",
    "1,2,x",
    ",",
    "on",
    "public",
    "xx",
    "en",
)
# As JSON.
VALUES: tuple[Any, ...] = (
    *TEXTS,
    None,
    True,
    False,
    0,
    -1,
    1,
    2**31,
    2**53 + 1,
    2**63,
    2**64,
    -(2**63) - 1,
    10**400,
    0.5,
    -0.0,
    1e308,
    [],
    {},
    [[]],
    [{}],
    {"": ""},
    [None],
    {"a": None},
    [1, "x", None, {}],
    ["\x00"],
    {"\x00": 1},
    [[[[[[[[1]]]]]]]],
    list(range(500)),
    {"0": {"name": [], "value": {}}},
    {"options": "x"},
    {"options": [{}], "expires_in": []},
    {"options": ["a", "b"], "expires_in": 10**30},
    {"home": {"last_read_id": "x"}},
    {"endpoint": 1, "keys": []},
    {"privacy": {}, "language": []},
    [{"keyword": None, "whole_word": "x", "_destroy": {}}],
    {"a": {"b": {"c": {"d": {"e": {"f": 1}}}}}},
)
# Whole bodies that are no body: content type and bytes.
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=x"
_PART = b'--x\r\nContent-Disposition: form-data; name="%b"\r\n\r\n%b\r\n--x--\r\n'
_FILE = (
    b'--x\r\nContent-Disposition: form-data; name="%b"; filename="%b"\r\n\r\nGIF89a\r\n--x--\r\n'
)
BODIES: tuple[tuple[str, bytes], ...] = (
    (JSON, b""),
    (JSON, b"null"),
    (JSON, b"[]"),
    (JSON, b"1"),
    (JSON, b'"x"'),
    (JSON, b"{"),
    (JSON, b"\xff\xfe"),
    (JSON, b'{"a":NaN}'),
    (JSON, b'{"id":1e999}'),
    (JSON, b'{"limit":' + b"9" * 5000 + b"}"),
    (JSON, b'{"status":"a","status":"b"}'),
    (JSON, b'{"status":"\\ud800"}'),
    (JSON, b'{"a":"\\u0000"}'),
    (JSON, b"[" * DEEP + b"]" * DEEP),
    (JSON, b'{"a":' * DEEP + b"1" + b"}" * DEEP),
    (JSON, b'{"status":' + b"[" * DEEP + b"]" * DEEP + b"}"),
    (JSON, b"\xef\xbb\xbf{}"),
    (JSON + "; charset=utf-16", '{"status":"x"}'.encode("utf-16")),
    ("application/json; charset=nonsense", b"{}"),
    ("text/plain", b"status=x"),
    ("", b"status=x"),
    ("nonsense", b"\x00"),
    ("application/xml", b"<a/>"),
    (FORM, b"%"),
    (FORM, b"%ff=%fe"),
    (FORM, b"status=%ff"),
    (FORM, b"a[=1&]=2&[]=3&a[[b]=4"),
    (FORM, b"a=1&a[]=2&a[b]=3"),
    (FORM, b"a[0]=1&a[]=2"),
    (FORM, b"poll[options]=x&poll[options][]=y"),
    (FORM, b"fields_attributes[0][name]=x"),
    (FORM, b"fields_attributes[x][name]=x&fields_attributes[-1]=y"),
    (FORM, b"source[privacy][]=x&source=1"),
    (FORM, b"fields_attributes[" + b"9" * 5000 + b"][name]=x"),
    (FORM, b"a" + b"[b]" * 2000 + b"=1"),
    (FORM, b"id[]=1&id[]=x&id[]=" + b"9" * 40),
    (FORM, b"media_ids=1,2&media_ids[a]=1"),
    (FORM, b"&" * 2000),
    (FORM, "&".join(f"a{n}=1" for n in range(3000)).encode()),
    (FORM + "; charset=utf-7", b"status=x"),
    (PARTS, b""),
    (PARTS, b"--x"),
    (PARTS, b"--x\r\n\r\n\r\n--x--"),
    ("multipart/form-data", b"--x--"),
    (PARTS, _PART % (b"status", b"\xff\xfe")),
    (PARTS, _FILE % (b"file", b"../../x")),
    (PARTS, _FILE % (b"status", b"a")),
    (PARTS, _FILE % (b"id[]", b"a")),
    (PARTS, _FILE % (b"avatar", b"a.png")),
    (
        PARTS,
        _PART.replace(b"\r\n\r\n", b"\r\nContent-Transfer-Encoding: base64\r\n\r\n") % (b"a", b"!"),
    ),
)


@dataclass(frozen=True)
class Sent:
    """One call: what stands behind the path, and the body."""

    route: Route
    path: str
    body: bytes = b""
    kind: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.route.method} {self.path[:300]!r} {self.kind!r} {self.body[:300]!r}"


def fields(route: Route) -> list[str]:
    """What the description says may be sent."""
    document = openapi.description()
    operation = document["paths"][route.path][route.method.lower()]
    names = [one["name"].removesuffix("[]") for one in operation["parameters"]]
    names = [name for name in names if name not in routes.names(route.path)]
    for one in operation.get("requestBody", {}).get("content", {}).values():
        schema = document["components"]["schemas"][one["schema"]["$ref"].rsplit("/", 1)[1]]
        names += schema.get("properties", {})
    return list(dict.fromkeys(names))


def calls(route: Route, known: dict[str, str], dice: random.Random, many: int) -> Iterator[Sent]:
    """`many` calls of a method, of all sorts; `known` are values that lead somewhere, by name."""
    names = fields(route) or ["limit"]
    if route.method == "GET":  # one that nothing is wrong with
        good = {name: known[name] for name in names if name in known}
        yield Sent(route, f"{_path(route, known, None)}?{urlencode(good)}")
    for _ in range(many):
        path = _path(route, known, dice)
        if route.method in {"GET", "HEAD", "DELETE"} or dice.random() < 0.15:
            yield Sent(route, f"{path}?{_query(names, known, dice)}", *_odd_body(dice, 0.1))
        elif dice.random() < 0.3:
            yield Sent(route, path, *_odd_body(dice, 1))
        elif dice.random() < 0.5:
            yield Sent(route, path, _query(names, known, dice).encode("latin-1"), FORM)
        else:
            yield Sent(route, path, _json(names, known, dice), JSON)


def _odd_body(dice: random.Random, chance: float) -> tuple[bytes, str]:
    if dice.random() >= chance:
        return b"", ""
    kind, body = dice.choice(BODIES)
    return body, kind


def _path(route: Route, known: dict[str, str], dice: random.Random | None) -> str:
    path = route.path
    for name in routes.names(path):
        good = known.get(f"{route.family}.{name}") or known.get(name, "1")
        text = good if dice is None or dice.random() < 0.75 else dice.choice(TEXTS) or "x"
        path = path.replace("{" + name + "}", quote(text, safe=""), 1)
    return path


def _query(names: list[str], known: dict[str, str], dice: random.Random) -> str:
    pairs = []
    for name in dice.sample(names, dice.randint(1, min(len(names), 4))):
        text = known.get(name, "1") if dice.random() < 0.4 else dice.choice(TEXTS)
        suffix = dice.choice(
            ("", "", "", "[]", "[0]", "[a]", "[a][b]", "[][c]", "[", "]", "[0][name]")
        )
        pairs.append((name + suffix, text))
    return (
        urlencode(pairs)
        if dice.random() < 0.95
        else "&".join("=".join(one) for one in pairs if one[1].isascii() and one[1].isalnum())
    )


def _json(names: list[str], known: dict[str, str], dice: random.Random) -> bytes:
    found: dict[str, Any] = {}
    for name in dice.sample(names, dice.randint(1, min(len(names), 5))):
        found[name] = known.get(name, "1") if dice.random() < 0.4 else dice.choice(VALUES)
    if dice.random() < 0.1:
        found |= {"is_staff": True, "verified_doctor": True, "author": 1, "account_id": 1}
    return json.dumps(found).encode()
