"""Which function answers which method and path; the doors fill the table by `@route`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Handler = Callable[..., Any]
WHO = ("anybody", "app", "user")


@dataclass(frozen=True)
class Route:
    """One method of the API. `who`: anybody, app (any token) or user (a token of a person).
    `scopes`: one of them is needed of a token; without any, every token will do."""

    method: str
    path: str
    handler: Handler
    who: str
    scopes: tuple[str, ...]
    takes: type | None
    gives: Any
    or_gives: Any
    family: str
    limit: str
    status: int
    login: bool
    paged: bool
    also: tuple[int, ...]


@dataclass
class _Node:
    """A place in the tree of paths."""

    children: dict[str, "_Node"] = field(default_factory=dict)
    any: "_Node | None" = None
    routes: dict[str, Route] = field(default_factory=dict)


ROUTES: list[Route] = []
_root = _Node()
_exact: dict[str, dict[str, Route]] = {}


def route(
    method: str,
    path: str,
    *,
    who: str = "user",
    scopes: tuple[str, ...] | str = (),
    takes: type | None = None,
    gives: Any = None,
    or_gives: Any = None,
    family: str = "",
    limit: str = "",
    status: int = 200,
    login: bool = True,
    paged: bool = False,
    also: tuple[int, ...] = (),
) -> Callable[[Handler], Handler]:
    """Register a function `(call, *path parameters)`. `{name}` stands for one segment of the path;
    `{id}` and names that end in `_id` for a number, anything else there is a 404. `takes` is the
    msgspec.Struct that `call.read()` gives, `gives` the type of the answer, for the description;
    `or_gives` another type it may have.
    `paged`: `limit`, `max_id`, `since_id` and `min_id` are heeded, and a `Link` names the pages
    beside; `also`: other statuses with the same answer.
    `login=False` lets those in whose address is not confirmed yet."""

    def keep(handler: Handler) -> Handler:
        needed = ((scopes,) if scopes else ()) if isinstance(scopes, str) else tuple(scopes)
        made = Route(
            method, path, handler, who, needed, takes, gives, or_gives,
            family or handler.__module__.rsplit(".", 1)[-1], limit, status, login, paged, also,
        )  # fmt: skip
        _place(made)
        ROUTES.append(made)
        return handler

    if who not in WHO:
        raise ValueError(who)
    return keep


def _place(made: Route) -> None:
    node = _root
    for part in made.path.strip("/").split("/"):
        if part.startswith("{"):
            node.any = node.any or _Node()
            node = node.any
        else:
            node = node.children.setdefault(part, _Node())
    if made.method in node.routes:
        raise ValueError(f"{made.method} {made.path} is there twice")
    node.routes[made.method] = made
    if "{" not in made.path:
        _exact[made.path] = node.routes


def find(path: str) -> tuple[dict[str, Route], list[str]]:
    """The routes of a path by method, and the values of its parameters; ({}, []) for none."""
    routes = _exact.get(path)
    if routes is not None:
        return routes, []
    return _find(_root, path.strip("/").split("/"), 0)


def _find(node: _Node, parts: list[str], at: int) -> tuple[dict[str, Route], list[str]]:
    if at == len(parts):
        return node.routes, []
    child = node.children.get(parts[at])
    if child is not None:
        routes, values = _find(child, parts, at + 1)
        if routes:
            return routes, values
    if node.any is not None and parts[at]:
        routes, values = _find(node.any, parts, at + 1)
        if routes:
            return routes, [parts[at], *values]
    return {}, []


def names(path: str) -> list[str]:
    """The parameters in a path, in order."""
    return [part[1:-1] for part in path.split("/") if part.startswith("{")]
