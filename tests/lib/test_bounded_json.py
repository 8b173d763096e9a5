"""Threat 28: what JSON from strangers may hold."""

import json

import pytest

from plenary.lib.bounded_json import MAX_DEPTH, loads


def nested(depth: int) -> bytes:
    """An object with so many levels, its own among them."""
    rest = depth - 1
    return b'{"a":' + b"[" * rest + b"]" * rest + b"}"


@pytest.mark.parametrize(
    "body",
    [
        *(
            b"",
            b"x",
            b"[]",
            b'"a"',
            b"1",
            b"null",
            b"{",
            b"{} x",
            b"\xef\xbb\xbf{}",
            b'{"a":"\xff"}',
        ),
        *(b'{"a":NaN}', b'{"a":Infinity}', b'{"a":-Infinity}', b'{"a":1e999}', b'{"a":"\\ud800"}'),
        *(
            b'{"a":9223372036854775808}',
            b'{"a":-' + b"9" * 400 + b"}",
            b'{"a":' + b"1" * 5000 + b"}",
        ),
        *(b'{"a":[1,{"b":18446744073709551616}]}', b'{"a":"x\\u0000"}', b'{"a\\u0000":1}'),
        *(nested(MAX_DEPTH + 1), nested(500), nested(10_000), b"[" * 900_000, b'{"a":' * 150_000),
        b'{"a":"' + b"x" * 1_000_000 + b'"}',
    ],
    ids=lambda body: repr(body[:20]),
)
def test_what_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError):
        loads(body, 1_000_000)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"a": 9223372036854775807, "b": -1.5e30, "c": [None, True, "é"], "d": 0.123456789012345678},
        {"a": "99999999999999999999999 {[" + "[" * 100, "b": '\\"{[[' * 40, "c": "\\\\"},
        {"a": "\\u0000", "b": '"' + "\\" * 7 + '"'},
        {"a": [[]] * 50, "b": [{"c": {}}] * 50},
    ],
)  # fmt: skip
def test_what_is_read(given: dict) -> None:
    assert loads(json.dumps(given).encode(), 10_000) == given
    assert loads(json.dumps(given, ensure_ascii=False).encode(), 10_000) == given


def test_of_a_key_given_twice_the_last() -> None:
    assert loads(b'{"a":1,"a":2}', 100) == {"a": 2}


def test_how_deep() -> None:
    assert loads(nested(MAX_DEPTH), 1000)
