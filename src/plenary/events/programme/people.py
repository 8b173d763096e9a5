"""The persons of a programme, told apart as well as the file allows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from . import values
from .document import Link, Person
from .source import Raw, Remarks, first, mapping, records

_NAMES = ("public_name", "name", "full_public_name", "display_name", "fullname", "full_name")
_PER_SESSION = 500


def _spoken_name(raw: Mapping[str, Any]) -> str:
    name = values.line(first(raw, _NAMES))
    if not name:
        given = [raw.get("first_name") or raw.get("given"), raw.get("last_name")]
        name = " ".join(part for part in (values.line(part) for part in given) if part)
    return name


class People:
    """Every person once: the first description wins, later ones fill its gaps."""

    def __init__(self, directory: list[Raw], base_url: str, remarks: Remarks) -> None:
        self._base_url = base_url
        self._remarks = remarks
        self._known: dict[str, Person] = {}
        self._directory: dict[str, Raw] = {}
        for raw in directory:
            for key in ("guid", "id", "code"):
                if raw.get(key) not in (None, ""):
                    self._directory.setdefault(values.line(raw[key]), raw)

    def keys_of(self, raw_persons: object, place: str) -> tuple[str, ...]:
        """The keys of a session's persons in order, each once."""
        found: dict[str, None] = {}
        if isinstance(raw_persons, str):
            raw_persons = [raw_persons] if raw_persons.strip() else []
        listed = records(raw_persons)
        for raw in listed[:_PER_SESSION]:
            person = self._read(raw, place)
            if person:
                found[person.key] = None
        if len(listed) > _PER_SESSION:
            self._remarks.add(place, f"more than {_PER_SESSION} persons, the rest left out")
        return tuple(found)

    def named(self, keys: tuple[str, ...]) -> tuple[Person, ...]:
        return tuple(self._known[key] for key in keys)

    def _read(self, raw: object, place: str) -> Person | None:
        if isinstance(raw, Mapping) and isinstance(raw.get("person"), Mapping):
            raw = raw["person"]
        if not isinstance(raw, Mapping):
            word = values.line(raw)
            raw = self._directory.get(word) or {"name": word}
        number, code = values.line(raw.get("id"), 80), values.line(raw.get("code"), 80)
        guid = values.uuid(raw.get("guid") or raw.get("uuid"))
        listed = next(
            (self._directory[k] for k in (guid, number, code) if k in self._directory), {}
        )
        name = _spoken_name(raw) or _spoken_name(listed)
        if not name:
            if number or code or guid:
                self._remarks.add(place, "a person without a name")
            return None
        person = Person(
            key="",
            name=name,
            id=number,
            code=code,
            guid=guid,
            url=self._address(raw, listed, ("url", "homepage")),
            avatar=self._address(
                raw, listed, ("avatar", "avatar_url", "image", "picture", "photo")
            ),
            biography=values.text(
                first(raw, ("biography", "bio", "abstract", "description"))
                or first(listed, ("biography", "bio", "abstract", "description"))
            ),
        )
        return self._remember(person)

    def _address(self, raw: Mapping[str, Any], listed: Mapping[str, Any], keys: Any) -> str:
        return values.url(first(raw, keys) or first(listed, keys), self._base_url)

    def _remember(self, person: Person) -> Person:
        key = next(
            f"{kind}:{value}"
            for kind, value in (
                ("guid", person.guid),
                ("id", person.id),
                ("code", person.code),
                ("name", person.name),
            )
            if value
        )
        known = self._known.get(key)
        if known is None:
            self._known[key] = replace(person, key=key)
        else:
            gaps = {
                field.name: getattr(person, field.name)
                for field in fields(Person)
                if not getattr(known, field.name) and getattr(person, field.name)
            }
            if gaps:
                self._known[key] = replace(known, **gaps)
        return self._known[key]


def links_of(value: object, base_url: str, place: str, remarks: Remarks) -> tuple[Link, ...]:
    found: list[Link] = []
    for raw in records([value] if isinstance(value, str) and value.strip() else value)[:200]:
        said = mapping(raw) or {"url": raw}
        address = first(said, ("url", "href", "link"))
        where = values.url(address, base_url)
        if where:
            title = values.line(first(said, ("title", "name", "description")))
            found.append(Link(where, title, values.line(said.get("type"), 40)))
        elif address:
            remarks.add(place, f"a link that is no web address ({values.line(address, 60)})")
    return tuple(found)
