"""What holds for every route: tokens and scopes, hostile parameters, no seat told to whom it was
not told, and a description of every field."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from plenary.accounts import actions as accounts
from plenary.accounts.models import Application
from plenary.api import openapi, routes, scopes
from plenary.api.routes import Route
from plenary.events import actions
from plenary.events.models import Event, Presence
from plenary.lib import clock
from tests.api.phones import Phone
from tests.architecture.house import ROOT
from tests.factories import (
    attend,
    befriend,
    block,
    check_in,
    make_account,
    make_session,
)
from tests.plenary_api.conftest import V1, Scene, speaks

pytestmark = pytest.mark.django_db
OURS = [one for one in routes.ROUTES if one.path.startswith(V1)]
EVERY = pytest.mark.parametrize("route", OURS, ids=lambda one: f"{one.method} {one.path}")
CANARY = "zyxcanaryseat"


def filled(path: str, **values: object) -> str:
    """The path with values for its parameters; those not given are 1."""
    return re.sub(r"\{(\w+)\}", lambda found: str(values.get(found.group(1), 1)), path)


def test_there_are_routes() -> None:
    assert len(OURS) > 35


# --- tokens and scopes ---------------------------------------------------------------------------


@EVERY
def test_it_needs_its_scope(
    scene: Scene, phone: Callable[..., Phone], nobody: Phone, route: Route
) -> None:
    path = filled(route.path, slug="congress", session_id=scene.session.pk)
    verb = "read" if route.method == "GET" else "write"
    needed = [one for one in route.scopes if one.startswith("plenary:")]
    assert len(needed) == 1 and needed[0].endswith(f":{verb}")
    family = needed[0].rpartition(":")[0]
    other = "write" if verb == "read" else "read"
    strangers = " ".join(
        one
        for one in scopes.SCOPES
        if one.startswith("plenary:") and not one.startswith(family) and one.count(":") == 1
    )
    refused = [f"{family}:{other}", f"write follow push profile {strangers}"]
    if "read:statuses" not in route.scopes:
        refused.append("read")
    for granted in refused:
        answer = phone(scene.she, scopes=granted).ask(route.method, path, 403)
        assert answer.json()["error"] == "This action is outside the authorized scopes"
    for granted in (needed[0], family, "plenary"):
        token = phone(scene.she, scopes=granted).token
        answer = getattr(nobody.client, route.method.lower())(
            path, headers={"authorization": f"Bearer {token}"}
        )
        assert answer.status_code in {200, 404, 422}, answer.content
    if route.who == "user":
        nobody.ask(route.method, path, 401)
    else:
        assert route.method == "GET"


@EVERY
def test_an_app_without_a_person_is_nobody(
    scene: Scene, ward_round: Application, route: Route
) -> None:
    _, token = accounts.grant_token(ward_round, None, "plenary")
    path = filled(route.path, slug="congress", session_id=scene.session.pk, section="others")
    Phone(None, token).ask(route.method, path, 422 if route.who == "user" else 200)


def test_what_a_person_is_told_of_a_scope() -> None:
    for one in scopes.SCOPES:
        if one.startswith("plenary"):
            assert scopes.CONSENTS[one][0].isupper() and "below" not in scopes.CONSENTS[one]
            assert scopes.changes(one) == (not one.endswith(":read"))
    assert scopes.covers("plenary", "plenary:presence:write")
    assert scopes.covers("plenary:presence", "plenary:presence:write")
    assert not scopes.covers("plenary:presence:read", "plenary:presence:write")
    assert not scopes.covers("write", "plenary:presence:write")
    for one, acts in (("read", False), ("write:lists", True), ("follow", True)):
        assert scopes.changes(one) == acts


# --- hostile parameters --------------------------------------------------------------------------

_VALUES = ["", "x" * 5000, "\x00", "\ud7ff\u202e𝕏", "'; --", "-1", str(2**70), "1e400", "NaN"]
_BODIES: list[Any] = [
    *({"v": value} for value in _VALUES),
    {"v": 2**63},
    {"v": 1e308},
    {"v": -1},
    {"v": []},
    {"v": [[1], {"a": 2}]},
    {"v": {"a": {"b": None}}},
    {"v": True},
]


@EVERY
def test_nothing_hostile_breaks_it(scene: Scene, route: Route) -> None:
    """An exception behind a 500 would be raised here."""
    for one in (scene.maya, scene.tom):
        check_in(scene.session, one.account)
    meetup = actions.propose_meetup(scene.she, scene.event, "Tea", "Café", clock.now())
    values = {
        "slug": "congress",
        "session_id": scene.session.pk,
        "account_id": scene.he.pk,
        "meetup_id": meetup.pk,
        "section": "others",
    }
    path = filled(route.path, **values)
    names = list(route.takes.__struct_fields__) if route.takes else []  # type: ignore[attr-defined]
    names += ["limit", "max_id", "since_id", "min_id"]
    headers = {"authorization": f"Bearer {scene.maya.token}"}
    call = getattr(scene.maya.client, route.method.lower())
    for body in _BODIES:
        given = dict.fromkeys(names, body["v"])
        if route.method == "GET":
            answers = [call(path, given, headers=headers)]
        else:
            answers = [call(path, given, "application/json", headers=headers)]
        for name in names:
            if route.method == "GET":
                answers.append(call(f"{path}?{name}[a][]=1&{name}[]=x", headers=headers))
        assert all(answer.status_code < 500 for answer in answers)
    for wrong in ("0", "-1", str(2**63), "9" * 30, "x", "%00", "%ff", "a%2Fb", "\u202e"):
        for name in routes.names(route.path):
            odd = filled(route.path, **{**values, name: wrong})
            answer = call(odd, headers=headers)
            assert answer.status_code in {404, 405, 422, 400}, (odd, answer.content)


# --- the canary ----------------------------------------------------------------------------------

OUTSIDERS = (
    "blocked by the person",
    "blocks the person",
    "not checked in",
    "in another room",
    "only followed by the person",
    "stranger in the room",
    "expired",
    "nobody",
)


@pytest.mark.parametrize("who", OUTSIDERS)
def test_no_seat_is_told_to_whom_it_was_not_told(
    phone: Callable[..., Phone], nobody: Phone, event: Event, who: str
) -> None:
    """Every address that answers, asked by each who may not see; the right ones see it."""
    session = make_session(event)
    tom, viewer = make_account("tom"), make_account("viewer")
    speaks(session, "Dr Tom", tom)
    for one in (tom, viewer):
        attend(event, one)
    check_in(session, tom, "mutuals", words=CANARY, row=CANARY[:10], seat=CANARY[3:13])
    if who == "only followed by the person":
        tom.following.create(target=viewer)
    elif who != "stranger in the room":
        befriend(tom, viewer)
    if who != "not checked in":
        check_in(make_session(event) if who == "in another room" else session, viewer, "room")
    if who == "blocked by the person":
        block(tom, viewer)
    if who == "blocks the person":
        block(viewer, tom)
    if who == "expired":
        Presence.objects.filter(account=tom).update(expires_at=clock.now() - timedelta(seconds=1))
    asking = nobody if who == "nobody" else phone(viewer)
    assert not _heard(asking, session.pk)


def _heard(asking: Phone, session_id: int) -> set[str]:
    """The addresses in whose answers the canary sings."""
    found, answered = set(), 0
    for route in routes.ROUTES:
        if route.method != "GET" or "streaming" in route.path:
            continue
        values = {"slug": "congress", "session_id": session_id, "section": "others"}
        path = filled(route.path, **values)
        headers = {"authorization": f"Bearer {asking.token}"} if asking.token else {}
        answer = asking.client.get(path, headers=headers)
        body = answer.content.decode() + str(answer.headers)
        if any(part in body for part in (CANARY, CANARY[:10], CANARY[3:13])):
            found.add(route.path.rpartition("/")[2])
        answered += answer.status_code == 200
    assert answered > 10
    return found


def test_the_canary_sings_where_it_may(scene: Scene) -> None:
    check_in(scene.session, scene.he, "mutuals", words=CANARY)
    check_in(scene.session, scene.she, "mutuals")
    assert _heard(scene.maya, scene.session.pk) == {"room"}
    assert _heard(scene.tom, scene.session.pk) == {"room", "presence"}
    scene.tom.post(f"{scene.room}/wave/{scene.she.pk}")
    assert _heard(scene.maya, scene.session.pk) == {"room", "waves"}


# --- described -----------------------------------------------------------------------------------


def _named(schema: Any) -> set[str]:
    return set(re.findall(r"#/components/schemas/(\w+)", str(schema)))


def test_every_field_is_described() -> None:
    document = openapi.description()
    schemas = document["components"]["schemas"]
    wanted = set()
    for route in OURS:
        wanted |= _named(document["paths"][route.path][route.method.lower()])
        if route.takes:
            wanted.add(route.takes.__name__)
    wanted -= {"Status", "Error"}
    seen: set[str] = set()
    while wanted - seen:
        name = (wanted - seen).pop()
        seen.add(name)
        schema = schemas[name]
        assert schema.get("description"), name
        for field, one in schema["properties"].items():
            assert one.get("description", "").endswith((".", "'.")), f"{name}.{field}"
        wanted |= _named(schema)
    assert len(seen) > 30


def test_the_page_for_developers_tells_of_fields(nobody: Phone) -> None:
    page = nobody.client.get("/developers").content.decode()
    assert "Which way to turn to see them; may be empty." in page


def test_the_reference_names_every_route_and_no_other() -> None:
    text = (ROOT / "docs" / "reference" / "plenary-api.md").read_text()
    named = set(re.findall(r"^\| `(GET|POST|PUT|DELETE) (/\S*)`", text, re.M))
    assert named == {(one.method, one.path.removeprefix(V1)) for one in OURS}
    for scope in {one for route in OURS for one in route.scopes}:
        assert f"`{scope}`" in text
