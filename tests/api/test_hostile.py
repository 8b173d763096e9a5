"""Nothing that is sent makes this server fall over: to every method a few calls of every odd sort,
the same ones each time. All answers are as described, and so are all refusals.

`HOSTILE_CALLS=500 HOSTILE_SEED=7 .venv/bin/pytest tests/api/test_hostile.py` sends more, and
others.
"""

import os
import random
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import msgspec
import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from plenary.accounts.models import Account, User
from plenary.api import openapi, routes
from plenary.conduct import actions as conduct
from plenary.events import actions as events
from plenary.lib import clock
from plenary.mastodon_api.entities.accounts import Error
from plenary.statuses import actions as statuses
from plenary.statuses.rules import Draft, Question
from plenary.timelines import actions as timelines
from tests.api.hostile import FORM, JSON, PARTS, Sent, calls
from tests.api.phones import EVERYTHING, Phone, run_all
from tests.factories import attend, befriend, check_in, make_account, make_event, make_session
from tests.statuses.makers import picture

CALLS = int(os.environ.get("HOSTILE_CALLS", "8"))
SEED = os.environ.get("HOSTILE_SEED", "plenary")
# What documents have for what is not here: Mastodon's, and oEmbed's own.
NOT_HERE = {503: "/translate", 501: "/oembed"}
STAFF = f"{EVERYTHING} profile admin:read admin:write"
# A stream never ends; nothing is read from it but its address.
ROUTES = [one for one in routes.ROUTES if "streaming" not in one.path]
FAMILIES = sorted({one.family for one in ROUTES})

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(phone: Callable[..., Phone]) -> Phone:
    """Who moderates, so that no door is shut to her."""
    made = phone("ana", scopes=STAFF)
    User.objects.filter(account=made.account).update(is_staff=True, is_superuser=True)
    return made


@pytest.fixture
def known(ana: Phone) -> dict[str, str]:
    """Values that lead somewhere, by the name of the parameter, or by family and name."""
    me = ana.account
    assert me is not None
    bo = make_account("bo")
    befriend(me, bo)
    soon = clock.now() + timedelta(hours=2)
    mine = statuses.publish(me, Draft(text="Hello @bo #ESC26"))
    poll = Question(options=("I", "Not I"), lasts=600)
    asked = statuses.publish(bo, Draft(text="@ana, who?", poll=poll))
    event = make_event("congress")
    session = make_session(event)
    for one in (me, bo):
        attend(event, one)
        check_in(session, one)
    meetup = events.propose_meetup(me, event, "Tea", "Café", clock.now())
    told = timelines.announce("Coffee!")
    report = conduct.make_report(me, bo.pk, status_ids=[asked.pk], comment="Unkind")
    block = conduct.block_domain(me, "bad.example", severity="silence")
    run_all()
    voted_at = ana.get(f"/api/v1/statuses/{asked.pk}")["url"]
    voted = ana.get(f"/api/v1/statuses/{asked.pk}")["poll"]
    ids = {
        "lists": ana.post("/api/v1/lists", json={"title": "Ward"}),
        "scheduled_statuses": ana.post(
            "/api/v1/statuses", json={"status": "Later", "scheduled_at": soon.isoformat()}
        ),
        "filters": ana.post("/api/v2/filters", json={"title": "x", "context": ["home"]}),
        "featured_tags": ana.post("/api/v1/featured_tags", json={"name": "ESC26"}),
        "notifications": ana.get("/api/v1/notifications")[0],
        "conversations": {"id": "1"},
        "media": ana.post("/api/v2/media", data={"file": picture()}),
    }
    group = ana.get("/api/v2/notifications")["notification_groups"][0]["group_key"]
    by_family = {f"{family}.id": one["id"] for family, one in ids.items()}
    return by_family | {
        "statuses.id": str(mine.pk), "status_marks.id": str(mine.pk),
        "status_history.id": str(asked.pk), "polls.id": voted["id"],
        "announcements.id": str(told.pk), "admin.id": str(report.pk), "id": str(bo.pk),
        "account_id": str(bo.pk), "session_id": str(session.pk), "meetup_id": str(meetup.pk),
        "quoting_status_id": str(asked.pk), "group_key": group, "slug": "congress",
        "section": "others", "hashtag": "ESC26", "name": "ESC26", "status_id": str(asked.pk),
        "in_reply_to_id": str(asked.pk), "quoted_status_id": str(asked.pk),
        "status": "Words", "comment": "Words", "title": "Words", "domain": block.domain,
        "choices": "0", "url": voted_at, "type": "silence", "q": "ana", "acct": "bo", "limit": "2",
    }  # fmt: skip


def send(phone: Phone, one: Sent) -> HttpResponse:
    """One call, of which nothing stays."""
    headers = {"authorization": f"Bearer {phone.token}"} if phone.token else {}
    with transaction.atomic():
        try:
            answer = phone.client.generic(
                one.route.method,
                one.path,
                one.body,
                one.kind or "application/octet-stream",
                headers=headers | one.headers,
            )
        except Exception as error:
            pytest.fail(f"{one} fell over: {error!r}")
        transaction.set_rollback(True)
    return answer


def hold(one: Sent, answer: HttpResponse) -> None:
    """The answer is what is described: an entity, or an error."""
    status, said = answer.status_code, f"{one} -> {answer.status_code} {answer.content[:300]!r}"
    assert status < 500 or one.route.path.endswith(NOT_HERE.get(status, "-")), said
    assert "X-Evil" not in answer.headers, said
    described = openapi.description()["paths"][one.route.path][one.route.method.lower()]
    if status >= 400:
        assert answer["Content-Type"].startswith("application/json"), said
        assert msgspec.json.decode(answer.content, type=Error).error, said
        return
    assert str(status) in described["responses"], said
    if answer["Content-Type"].startswith("text/plain"):
        assert one.route.gives is str
        return
    kinds = [kind for kind in (one.route.gives, one.route.or_gives) if kind is not None]
    assert any(_is(answer.content, kind) for kind in kinds), said
    if answer.has_header("Link"):
        named = {parameter["name"] for parameter in described["parameters"]}
        assert named & {"max_id", "offset"}, f"{said}: pages, and does not say so"


def _is(body: bytes, kind: object) -> bool:
    try:
        msgspec.json.decode(body, type=kind, strict=True)
    except msgspec.ValidationError:
        return False
    return True


@pytest.mark.parametrize("part", range(6))
def test_whatever_is_sent_is_answered(
    ana: Phone, nobody: Phone, known: dict[str, str], part: int
) -> None:
    for family in FAMILIES[part::6]:
        _try(ana, nobody, known, family)


def _try(ana: Phone, nobody: Phone, known: dict[str, str], family: str) -> None:
    dice = random.Random(f"{SEED} {family}")
    good = 0
    for route in [one for one in ROUTES if one.family == family]:
        for one in calls(route, known, dice, CALLS):
            answer = send(ana if dice.random() < 0.9 else nobody, one)
            hold(one, answer)
            good += answer.status_code < 300
    assert good, f"{family}: all was refused, so nothing was tried"


_DEAR: tuple[tuple[str, bytes], ...] = (
    (JSON, b'{"status":"' + b"x" * 10_000_000 + b'"}'),
    (JSON, b"[" * 10_000_000),
    (FORM, b"status=" + b"x" * 10_000_000),
    (PARTS, b'--x\r\nContent-Disposition: form-data; name="status"\r\n\r\n' + b"x" * 10_000_000),
)


@pytest.mark.parametrize(("kind", "body"), _DEAR, ids=["json", "depth", "form", "parts"])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/v1/statuses"),
        ("PATCH", "/api/v1/accounts/update_credentials"),
        ("POST", "/oauth/token"),
        ("POST", "/api/v1/apps"),
        ("PUT", "/api/v2/notifications/policy"),
    ],
)
def test_ten_megabytes_are_refused(
    ana: Phone, method: str, path: str, kind: str, body: bytes
) -> None:
    (route,) = [one for one in ROUTES if (one.method, one.path) == (method, path)]
    sent = Sent(route, path, body, kind)
    answer = send(ana, sent)
    hold(sent, answer)
    assert answer.status_code in {400, 413}


def test_what_is_in_a_body_makes_nobody_more_than_they_are(phone: Callable[..., Phone]) -> None:
    """Names of columns are no parameters."""
    one = phone("cy")
    more = {"is_staff": True, "is_superuser": True, "verified_doctor": True, "id": 1, "pk": 1}
    more |= {"author": 1, "account": 1, "account_id": 1, "silenced_at": None, "role": "admin"}
    posted = one.post("/api/v1/statuses", json={"status": "Mine", **more})
    assert posted["account"]["username"] == "cy"
    one.patch("/api/v1/accounts/update_credentials", json={"display_name": "Cy", **more})
    user = User.objects.get(account__username="cy")
    assert not user.is_staff and not user.is_superuser
    assert Account.objects.filter(username="cy").count() == 1


def test_a_body_that_ends_too_soon(ana: Phone) -> None:
    """As when a phone leaves the network: the length says more than comes."""

    class Cut(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError("the line went")

    answer = Client().generic(
        "POST",
        "/api/v1/statuses",
        b"status=x",
        content_type=FORM,
        headers={"authorization": f"Bearer {ana.token}"},
        **{"wsgi.input": Cut(), "CONTENT_LENGTH": "100"},
    )
    assert answer.status_code == 400 and answer.json()["error"]


def test_no_method_is_left_out() -> None:
    left = [one.path for one in routes.ROUTES if one not in ROUTES]
    assert all(path.startswith("/api/v1/streaming") for path in left)
