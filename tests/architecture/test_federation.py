"""What never leaves this server: presence, waves, seats, notes, decks. Nothing that speaks to other
servers can so much as read them."""

import ast
from collections.abc import Iterator

from django.db import models

from plenary.accounts import models as accounts
from plenary.encounters import models as encounters
from plenary.events import facts as event_facts
from plenary.events import models as events
from tests.architecture.house import inside, none, sources

_ROOMS = ("plenary.events", "plenary.encounters", "plenary.learning", "plenary.groups")
# An event itself may be told: through these, which give plain values and take somebody's word that
# they come, and through nothing else.
_OPEN = (
    "plenary.events.facts",
    "plenary.events.actions.elsewhere",
    "plenary.events.actions.fronting",
    "plenary.events.queries.elsewhere",
)
_TOLD = {
    "EventAnnounced",
    "EventCancelled",
    "EventChanged",
    "InvitedElsewhere",
    "JoinReceived",
    "PostsAwaited",
}
_KEPT_HERE = (events, encounters)
_ALSO = (accounts.AccountNote,)


def _models() -> list[type[models.Model]]:
    found = [
        thing
        for room in _KEPT_HERE
        for thing in vars(room).values()
        if isinstance(thing, type) and issubclass(thing, models.Model)
        if thing.__module__.startswith(room.__name__)
    ]
    return [*found, *_ALSO]


def _federation() -> Iterator[tuple[str, ast.AST]]:
    for path, tree in sources():
        if inside(path)[0] == "federation":
            for node in ast.walk(tree):
                yield str(path), node


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module}.{one.name}" for one in node.names]
    return [one.name for one in node.names] if isinstance(node, ast.Import) else []


def test_federation_has_no_door_to_presence_notes_and_decks() -> None:
    found = [
        f"{path}: {name}"
        for path, node in _federation()
        for name in _imported(node)
        if name.startswith(_ROOMS) and not name.startswith(_OPEN)
    ]
    none(found, "what a congress knows of people stays here")


def test_federation_names_none_of_them() -> None:
    """By class, by table, or through what hangs on an account or a post."""
    kept = _models()
    assert len(kept) > 10
    names = {model.__name__ for model in kept} - {"Event"}  # told as such; and asyncio's
    tables = {model._meta.db_table for model in kept}
    through = {
        relation.name
        for relation in (*accounts.Account._meta.related_objects,)
        if relation.related_model in kept and not relation.hidden
    }
    assert {"Presence", "Wave"} <= names
    assert through
    found = []
    for path, node in _federation():
        if isinstance(node, ast.Name) and node.id in names:
            found.append(f"{path}: {node.id}")
        elif isinstance(node, ast.Attribute) and node.attr in names | through:
            found.append(f"{path}: .{node.attr}")
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            said = set(node.value.replace("__", " ").split())
            found += [f"{path}: {name}" for name in said & (tables | through)]
    none(found, "what a congress knows of people stays here")


def test_of_what_happens_at_an_event_federation_hears_only_what_may_be_told() -> None:
    found = [
        f"{path}: {node.attr}"
        for path, node in _federation()
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "facts"
        and hasattr(event_facts, node.attr)
        and node.attr not in _TOLD
    ]
    none(found, "what people do at a congress stays here")


def test_the_rooms_of_a_congress_have_one_opening() -> None:
    """What is open to federation reads nothing of presence, stars and meet-ups."""
    kept = {"Presence", "PresenceAudience", "Wave", "Star", "AgendaFeed", "Meetup", "MeetupGuest"}
    doors = {"queries/elsewhere", "actions/fronting", "rules/elsewhere"}
    found = []
    for path, tree in sources():
        if inside(path)[0] == "events" and "/".join(inside(path)[1:]) in doors:
            doors.discard("/".join(inside(path)[1:]))
            found += [
                f"{path}: {node.id}"
                for node in ast.walk(tree)
                if isinstance(node, ast.Name) and node.id in kept
            ]
    none(found, "what a congress knows of people stays here")
    none(doors, "a door that is not there")
