"""Writes stand in actions, and what follows from them is wired."""

import ast
from dataclasses import is_dataclass
from importlib import import_module

from tests.architecture.house import inside, none, sources

_MANAGER_WRITES = {
    "create",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "acreate",
    "aget_or_create",
}
_QUERYSET_WRITES = {"update", "delete", "aupdate", "adelete"}
_QUERYSET_STARTS = {"filter", "exclude", "all", "select_for_update", "order_by"}

# Who may write without being an action, and why.
_EXCEPTIONS = {
    ("jobs", "outbox"): "the ledger that actions write through",
    ("jobs", "schedule"): "the worker's own timetable",
    ("accounts", "models"): "Django's user manager",
    ("accounts", "adapter"): "makes the library's row and ours together, or neither",
    ("lib", "ids"): "draws a process's number, apart from what the caller is doing",
}


def _may_write(path_inside: tuple[str, ...]) -> bool:
    if path_inside[0] in {"demo", "migrations"} or "actions" in path_inside:
        return True
    return path_inside[:2] in _EXCEPTIONS


def _calls(node: ast.AST) -> list[str]:
    """Job.objects.filter(...).update(...) -> [Job, objects, filter, update]."""
    names: list[str] = []
    while True:
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Name):
            return [*reversed([*names, node.id])]
        else:
            return [*reversed(names)]


def _writes(call: ast.Call) -> bool:
    chain = _calls(call)
    if not chain:
        return False
    last, before = chain[-1], chain[:-1]
    if last in _MANAGER_WRITES:
        return True
    if last in _QUERYSET_WRITES:
        return "objects" in before or bool(_QUERYSET_STARTS & set(before))
    # `row.save()`: pictures and forms are saved with arguments.
    return last == "save" and (
        not call.args
        and all(keyword.arg in {"update_fields", "using"} for keyword in call.keywords)
    )


def test_writes_stand_in_actions() -> None:
    found = []
    for path, tree in sources():
        if _may_write(inside(path)):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _writes(node):
                found.append(f"{path}:{node.lineno}: {ast.unparse(node)[:80]}")
    none(found, "write in an action")


def test_transactions_stand_in_actions() -> None:
    """A door that opens a transaction has become an action."""
    found = []
    for path, tree in sources():
        where = inside(path)
        if where[0] in {"demo", "jobs", "management"} or "actions" in where:
            continue
        if where[:2] in _EXCEPTIONS:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr == "atomic":
                found.append(f"{path}:{node.lineno}")
    none(found, "transactions belong into actions")


# Facts that nothing follows yet, and why they are recorded all the same.
UNWIRED: dict[str, str] = {}


def _facts() -> dict[str, type]:
    found = {}
    for path, _ in sources():
        where = inside(path)
        if where[-1] != "facts" or where[0] == "jobs":
            continue
        module = import_module(".".join(["plenary", *where]))
        for thing in vars(module).values():
            if (
                isinstance(thing, type)
                and is_dataclass(thing)
                and thing.__module__ == module.__name__
            ):
                found[f"{where[0]}.{thing.__name__}"] = thing
    return found


def test_every_fact_is_followed_by_something() -> None:
    from plenary.config.wiring import REACTIONS

    facts = _facts()
    assert facts
    silent = {name for name, fact in facts.items() if not REACTIONS.get(fact)}
    none(silent - set(UNWIRED), "wire it in config/wiring.py, or say here why not")
    none(set(UNWIRED) - silent, "it is wired now: take it off the list")


def test_every_fact_is_recorded_somewhere() -> None:
    made = {
        name
        for _, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for name in _calls(node)[-1:]
    }
    none((name for name in _facts() if name.split(".")[1] not in made), "never recorded")


def test_wired_reactions_can_be_found_by_name() -> None:
    """The outbox stores a reaction by its dotted name, so it must be a plain function."""
    from plenary.config.wiring import REACTIONS

    for reactions in REACTIONS.values():
        for reaction in reactions:
            assert getattr(import_module(reaction.__module__), reaction.__name__) is reaction
