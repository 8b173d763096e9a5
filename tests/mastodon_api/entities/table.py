"""The table of what is documented: how its words are read, and how an answer is held against them.
It knows nothing of our types."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FORMS = {
    "id": re.compile(r"-?\d+"),
    "moment": re.compile(r"\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d\.\d{3}Z"),
    "date": re.compile(r"\d{4}-[01]\d-[0-3]\d"),
    "url": re.compile(r"https?://[^\s/]+(/\S*)?"),
}


@dataclass(frozen=True)
class Kind:
    """`word`: id, text, …, 'list', 'hash', 'one of', or the name of an entity."""

    word: str
    of: "Kind | None" = None
    choices: tuple[str, ...] = ()
    null: bool = False
    maybe: bool = False


def read(text: str) -> Kind:
    """'maybe list of id or null' and the like."""
    maybe, text = text.startswith("maybe "), text.removeprefix("maybe ")
    null, text = text.endswith(" or null"), text.removesuffix(" or null")
    for word in ("list", "hash"):
        if text.startswith(f"{word} of "):
            return Kind(word, read(text.removeprefix(f"{word} of ")), null=null, maybe=maybe)
    if text.startswith("one of "):
        choices = tuple(text.removeprefix("one of ").split(", "))
        return Kind("one of", choices=choices, null=null, maybe=maybe)
    return Kind(text, null=null, maybe=maybe)


@cache
def documented() -> dict[str, dict[str, Kind]]:
    """Entity to field to kind."""
    tables: dict[str, dict[str, str]] = {}
    for path in sorted((Path(__file__).parent / "documented").glob("*.toml")):
        found = tomllib.loads(path.read_text())
        assert not set(found) & set(tables), f"{path.name} has one that is there already"
        tables |= found
    return {
        name: {field: read(text) for field, text in _whole(tables, name).items()} for name in tables
    }


def _whole(tables: dict[str, dict[str, str]], name: str) -> dict[str, str]:
    fields = dict(tables[name])
    base = fields.pop("...", None)
    return (_whole(tables, base) if base else {}) | fields


Seen = set[tuple[str, str]]


def hold(name: str, answer: Any, seen: Seen, at: str = "") -> None:
    """An answer is the entity `name`, field by field; what was there is added to `seen`."""
    at = at or name
    assert isinstance(answer, dict), f"{at} is no object: {answer!r}"
    fields = documented()[name]
    unknown = set(answer) - set(fields)
    assert not unknown, f"{at} has {sorted(unknown)}, of which the documents know nothing"
    for field, kind in fields.items():
        if field not in answer:
            assert kind.maybe, f"{at}.{field} is missing"
            continue
        if answer[field] not in (None, []):
            seen.add((name, field))
        _hold(kind, answer[field], seen, f"{at}.{field}")


def _hold(kind: Kind, value: Any, seen: Seen, at: str) -> None:
    told = f"{at} is {value!r}, not {kind.word}"
    if value is None:
        assert kind.null or kind.word in {"null", "anything"}, told
    elif kind.word in _FORMS:
        assert isinstance(value, str) and _FORMS[kind.word].fullmatch(value), told
    elif kind.word == "text":
        assert isinstance(value, str), told
    elif kind.word == "flag":
        assert isinstance(value, bool), told
    elif kind.word in {"number", "amount"}:
        assert type(value) is int and (value >= 0 or kind.word == "number"), told
    elif kind.word == "decimal":
        assert type(value) in {int, float}, told
    elif kind.word == "one of":
        assert value in kind.choices, f"{at} is {value!r}, none of {kind.choices}"
    elif kind.word == "list":
        assert isinstance(value, list) and kind.of is not None, told
        for number, one in enumerate(value):
            _hold(kind.of, one, seen, f"{at}[{number}]")
    elif kind.word == "hash":
        assert isinstance(value, dict) and kind.of is not None, told
        for key, one in value.items():
            _hold(kind.of, one, seen, f"{at}[{key}]")
    elif kind.word != "anything":
        hold(kind.word, value, seen, at)
