"""What a client sends, as one dictionary: query, JSON, form or multipart, with Rails' brackets."""

import re
from datetime import UTC, datetime
from functools import cache
from typing import Annotated, Any, TypeVar, get_args, get_type_hints

import msgspec
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, QueryDict
from django.http.multipartparser import MultiPartParserError

from plenary.lib.errors import PlenaryError, Refused
from plenary.lib.numbers import MOST

T = TypeVar("T")
# What comes as a file, in multipart/form-data; anything else there is as if it were not.
_BYTES = {"type": ["string", "null"], "contentMediaType": "application/octet-stream"}
File = Annotated[Any, msgspec.Meta(extra_json_schema=_BYTES)]
# A line that broke, a form that is none, one in an alphabet that forms do not have.
_NOT_READ = (BadRequest, MultiPartParserError, SuspiciousOperation, OSError, ValueError)
_MOST_BYTES = 1_000_000
_MOST_DEPTH = 6
_KEY = re.compile(r"\[([^\[\]]*)\]")
_TRUE = {"1", "true", "t", "on", "yes"}
_FALSE = {"0", "false", "f", "off", "no"}


class Unreadable(PlenaryError):
    """The body is not what its type says (HTTP 400)."""

    status = 400


def focus(given: str) -> tuple[float, float] | None:
    """What matters in a picture, written as "x,y", each from -1 to 1; None for ''."""
    if not given:
        return None
    try:
        x, y = (float(one) for one in given.split(","))
    except ValueError:
        raise Refused("Validation failed: Focus must be two numbers, as 0.1,-0.5") from None
    if not (-1 <= x <= 1 and -1 <= y <= 1):
        raise Refused("Validation failed: Focus must be between -1 and 1")
    return x, y


class NotAMoment(Refused):
    """What is given as a time is none. Mastodon's very words, which its clients know; ours beside
    them."""

    def __init__(self, name: str) -> None:
        super().__init__("Record invalid", field=name)
        said = {"error": "ERR_INVALID", "description": "must be a date and time"}
        self.details = {name: [said]}


def of(request: HttpRequest) -> dict[str, Any]:
    """All parameters; those in the body win over those in the address."""
    found = _nested(request.GET) if request.META.get("QUERY_STRING") else {}
    if request.META.get("CONTENT_LENGTH") or request.method not in {"GET", "HEAD"}:
        try:
            found |= _body(request)
        except _NOT_READ as error:
            raise Unreadable("The request could not be read.") from error
    if _holds_nul(found):
        raise Unreadable("No text can hold a NUL.")
    return found


def _body(request: HttpRequest) -> dict[str, Any]:
    kind = request.content_type or ""
    if kind.endswith("json"):
        return _json(request.body)
    if kind not in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        return {}
    if request.method == "POST":
        return _nested(request.POST) | _nested(request.FILES)
    if kind == "multipart/form-data":
        posted, files = request.parse_file_upload(request.META, request)
        return _nested(posted) | _nested(files)
    return _nested(QueryDict(request.body))


def _holds_nul(given: Any) -> bool:
    """PostgreSQL keeps none; refused here once, so that no method need think of it."""
    if isinstance(given, str):
        return "\x00" in given
    if isinstance(given, dict):
        return any(_holds_nul(one) for pair in given.items() for one in pair)
    return isinstance(given, (list, tuple)) and any(_holds_nul(one) for one in given)


def _json(body: bytes) -> dict[str, Any]:
    if len(body) > _MOST_BYTES:
        raise Unreadable("The request is too long.")
    if not body.strip():
        return {}
    try:
        found = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Unreadable("This is not JSON that can be read.") from None
    if not isinstance(found, dict):
        raise Unreadable("Send a JSON object.")
    return {key: value for key, value in found.items() if value is not None}


def _nested(given: Any) -> dict[str, Any]:
    """`a[]=1`, `a[b]=2`, `a[0][c]=3` as lists and dictionaries."""
    found: dict[str, Any] = {}
    for key, values in given.lists():
        name, bracket, _ = key.partition("[")
        if not bracket or not name:
            found[key] = values[-1]
            continue
        inner = _KEY.findall(key[len(name) :])
        if len(inner) > _MOST_DEPTH:
            raise Unreadable("The request is nested too deeply.")
        for value in values:
            _put(found, [name, *inner], value)
    return found


def _put(into: dict[str, Any], keys: list[str], value: Any) -> None:
    key, rest = keys[0], keys[1:]
    if not rest:
        into[key] = value
    elif rest[0] == "":
        row = into.setdefault(key, [])
        if not isinstance(row, list):
            raise Unreadable(f"'{key}' is a list in one place and not in another.")
        if len(rest) == 1:
            row.append(value)
            return
        # a[][b]=1&a[][c]=2: a key that is there already begins the next one.
        if not row or not isinstance(row[-1], dict) or rest[1] in row[-1]:
            row.append({})
        _put(row[-1], rest[1:], value)
    else:
        inner = into.setdefault(key, {})
        if not isinstance(inner, dict):
            raise Unreadable(f"'{key}' is a list in one place and not in another.")
        _put(inner, rest, value)


@cache
def _shape(kind: type) -> dict[str, tuple[bool, bool, bool, bool]]:
    """Per field: whether it is a yes or no, a number, a list, a text."""

    def within(hint: Any) -> set[Any]:
        return {getattr(one, "__origin__", one) for one in (hint, *get_args(hint))}

    hints = {name: within(hint) for name, hint in get_type_hints(kind).items()}
    return {
        name: (
            bool in types,
            bool({int, float} & types),
            bool({list, tuple} & types),
            str in types,
        )
        for name, types in hints.items()
    }


def read(kind: type[T], given: dict[str, Any]) -> T:
    """`given` as a Struct, kindly: 'on' is yes, '' is no number, one value is a list of one, rows
    numbered in brackets are a list. Refused in the user's words otherwise."""
    shape = _shape(kind)  # type: ignore[arg-type]
    kept: dict[str, Any] = {}
    for name, value in given.items():
        if name not in shape or value is None:
            continue
        yes, number, row, words = shape[name]
        if row:
            if isinstance(value, dict) and all(key.isdecimal() for key in value):
                value = [value[key] for key in sorted(value, key=int)]
            elif not isinstance(value, (list, tuple)):
                value = [value] if value != "" else []
        elif yes and isinstance(value, str):
            lowered = value.lower()
            if lowered == "":
                continue
            value = True if lowered in _TRUE else False if lowered in _FALSE else value
        elif number and value == "":
            continue
        elif isinstance(value, list) and words and value:
            value = value[-1]
        kept[name] = value
    try:
        made = msgspec.convert(kept, kind, strict=False)
    except msgspec.ValidationError as error:
        raise Refused(_sentence(str(error))) from None
    for name, (_, number, _, _) in shape.items():
        if number and name in kept and not _kept_by_databases(getattr(made, name)):
            raise Refused(f"Validation failed: {name} is not valid")
    return made


def _kept_by_databases(value: Any) -> bool:
    """Whether a number, or each of a list, is one of those that a column holds."""
    if isinstance(value, int):
        return -MOST <= value <= MOST
    return not isinstance(value, (list, tuple)) or all(map(_kept_by_databases, value))


def moment(text: str, name: str) -> datetime:
    """A time as clients write it (ISO 8601); without a zone it is UTC."""
    try:
        at = datetime.fromisoformat(text.strip())
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise NotAMoment(name) from None


_WHERE = re.compile(r" - at `(?:key in )?\$\.?(.*?)`$")
_WORDS = {"int": "a number", "float": "a number", "bool": "yes or no", "str": "text"}


def _sentence(said: str) -> str:
    """'Expected `int`, got `str` - at `$.limit`' in words."""
    where = _WHERE.search(said)
    name = where.group(1) if where else ""
    expected = re.search(r"Expected `([a-z]+)", said)
    if expected and name:
        return (
            f"Validation failed: {name} must be {_WORDS.get(expected.group(1), 'of another kind')}"
        )
    missing = re.search(r"missing required field `(.*?)`", said)
    if missing:
        return f"Validation failed: {missing.group(1)} can't be blank"
    return f"Validation failed: {name} is not valid" if name else "Validation failed"
