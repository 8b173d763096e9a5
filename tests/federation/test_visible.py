"""Who is served which post: every kind of asker and every visibility. Threats 1, 10, 56, 61."""

from dataclasses import dataclass, field

import pytest

from plenary.accounts.models import Account, AccountNote, UserDomainBlock
from plenary.conduct.models import DomainBlock
from plenary.federation.keys import signing_key
from plenary.lib import clock
from plenary.statuses import actions
from plenary.statuses.models import Status, Visibility
from tests.factories import (
    attend,
    block,
    check_in,
    follow,
    make_account,
    make_event,
    make_session,
)
from tests.federation.makers import HERE, ask, path_of, post, remote

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("federating")]

PUBLIC, UNLISTED, PRIVATE, DIRECT = Visibility
ALL = [PUBLIC, UNLISTED, PRIVATE, DIRECT]
OPEN = [PUBLIC, UNLISTED]
# What each may see; what they may not is not there.
MATRIX: dict[str, list[Visibility]] = {
    "anonymous": OPEN,
    "stranger": OPEN,
    "follower": [PUBLIC, UNLISTED, PRIVATE],
    "named": [PUBLIC, UNLISTED, PRIVATE, DIRECT],
    "blocked": [],
    "blocked follower": [],
    "of a server its author keeps away": [],
    "of a suspended server": [],
    "of a server below a suspended one": [],
    "suspended": [],
    "the suspended server itself": [],
}
CANARY = "nightingale"


@dataclass
class Scene:
    ada: Account
    askers: dict[str, Account | None] = field(default_factory=dict)
    posts: dict[Visibility, Status] = field(default_factory=dict)


@pytest.fixture
def scene() -> Scene:
    made = Scene(make_account("ada"))
    domains = {
        "of a server its author keeps away": "away.example",
        "of a suspended server": "bad.example",
        "of a server below a suspended one": "deep.bad.example",
        "the suspended server itself": "bad.example",
    }
    for number, kind in enumerate(MATRIX):
        if kind == "anonymous":
            made.askers[kind] = None
        else:
            made.askers[kind] = remote(f"someone{number}", domains.get(kind, "peer.example"))
    for kind in ("follower", "blocked follower", "of a suspended server", "suspended"):
        follow(made.askers[kind], made.ada)
    for kind in ("blocked", "blocked follower"):
        block(made.ada, made.askers[kind])
    UserDomainBlock.objects.create(account=made.ada, domain="away.example")
    DomainBlock.objects.create(domain="bad.example", severity="suspend")
    suspended = made.askers["suspended"]
    suspended.suspended_at = clock.now()
    suspended.save()
    named = made.askers["named"]
    for visibility in ALL:
        made.posts[visibility] = post(made.ada, f"{CANARY} @{named.acct}", visibility)
    return made


ADDRESSES = ["", "/activity", "/replies", "/replies?page=true", "/likes", "/shares"]


@pytest.mark.parametrize("kind", MATRIX)
def test_who_is_served_what(scene: Scene, kind: str) -> None:
    asker = scene.askers[kind]
    for visibility, status in scene.posts.items():
        for more in ADDRESSES:
            answer = ask(f"{path_of(status)}{more}", asker)
            expected = 200 if visibility in MATRIX[kind] else 404
            assert answer.status_code == expected, (visibility, more)
            public = visibility in OPEN and (asker is None or more != "/replies?page=true")
            caching = "public, max-age=180" if public and expected == 200 else "private, no-store"
            assert answer["Cache-Control"] == caching


@pytest.mark.parametrize("kind", MATRIX)
def test_the_outbox_has_what_may_be_seen_and_never_messages(scene: Scene, kind: str) -> None:
    answer = ask("/users/ada/outbox?page=true", scene.askers[kind])
    if not MATRIX[kind]:
        assert answer.status_code == 404
        return
    listed = {one["object"]["id"] for one in answer.json()["orderedItems"]}
    wanted = [one for one in MATRIX[kind] if one != DIRECT]
    assert listed == {scene.posts[one].object_uri for one in wanted}


def test_what_may_not_be_seen_answers_as_what_does_not_exist(scene: Scene) -> None:
    hidden = ask(path_of(scene.posts[PRIVATE]))
    nothing = ask("/users/ada/statuses/1")
    assert hidden.content == nothing.content
    assert {**hidden.headers} == {**nothing.headers}


def test_a_page_of_people_leaves_out_who_asked_and_is_blocked(scene: Scene) -> None:
    for path in ("/users/ada", "/users/ada/followers", "/users/ada/collections/featured", "/@ada"):
        assert ask(path, scene.askers["blocked"]).status_code == 404
        assert ask(path, scene.askers["stranger"]).status_code == 200


def test_the_author_may_read_with_a_key_of_ours(scene: Scene) -> None:
    """Servers on trial on one machine ask each other, and a server may ask itself."""
    key = signing_key(scene.ada.actor_uri)
    assert ask(path_of(scene.posts[DIRECT]), key).status_code == 200
    servers = signing_key(f"{HERE}/actor")
    assert ask(path_of(scene.posts[PUBLIC]), servers).status_code == 200
    assert ask(path_of(scene.posts[PRIVATE]), servers).status_code == 404


def test_by_both_kinds_of_signature(scene: Scene) -> None:
    path = path_of(scene.posts[PRIVATE])
    for scheme in ("cavage", "rfc9421"):
        answer = ask(path, scene.askers["follower"], scheme=scheme)
        assert answer.status_code == 200
        assert CANARY in answer.json()["content"]


def test_a_boost_of_what_became_private_is_not_served(scene: Scene) -> None:
    """Threat 60: a suspended author's words through another's boost."""
    bo = make_account("bo")
    boost = actions.boost(bo, scene.posts[PUBLIC].pk)
    assert ask(f"{path_of(boost)}/activity").json()["type"] == "Announce"
    assert ask(path_of(boost)).status_code == 404  # it is no post
    Account.objects.filter(pk=scene.ada.pk).update(suspended_at=clock.now())
    assert ask(f"{path_of(boost)}/activity").status_code == 404
    assert ask("/users/bo/outbox?page=true").json()["orderedItems"] == []


@pytest.mark.parametrize("asked", ["/users/bo/statuses/{pk}", "/@bo/{pk}"])
def test_a_post_stands_under_its_own_author_alone(scene: Scene, asked: str) -> None:
    make_account("bo")
    path = asked.format(pk=scene.posts[PUBLIC].pk)
    assert ask(path).status_code == 404


def test_posts_of_elsewhere_are_not_ours_to_serve(scene: Scene) -> None:
    nia = remote("nia")
    kept = Status.objects.create(
        account=nia, local=False, uri="https://peer.example/1", content_html="<p>Hi</p>"
    )
    assert ask(f"/users/nia/statuses/{kept.pk}").status_code == 404
    assert ask(f"/users/nia@peer.example/statuses/{kept.pk}").status_code == 404


def _everything(scene: Scene) -> list[str]:
    return [
        "/actor", "/actor/outbox", "/users/ada", "/users/ada/outbox", "/users/ada/outbox?page=true",
        "/users/ada/followers", "/users/ada/followers?page=true", "/users/ada/following",
        "/users/ada/following?page=true", "/users/ada/followers_synchronization",
        "/users/ada/collections/featured", "/users/ada/collections/tags", "/@ada",
        "/.well-known/webfinger?resource=acct:ada@plenary.example",
        *(f"{path_of(one)}{more}" for one in scene.posts.values() for more in ADDRESSES),
        *(f"/@ada/{one.pk}" for one in scene.posts.values()),
        *(f"/users/ada/quote_authorizations/{one.pk}" for one in scene.posts.values()),
    ]  # fmt: skip


def test_a_canary_is_never_served_to_whom_it_is_not_for(scene: Scene) -> None:
    """Presence, seats, private notes, and posts for a few: no address gives them away."""
    Status.objects.filter(pk__in=[scene.posts[one].pk for one in OPEN]).update(
        text="Hello", content_html="<p>Hello</p>", rendered=""
    )
    session = make_session(make_event("congress", name=f"Congress {CANARY}"))
    attend(session.day.event, scene.ada)
    check_in(session, scene.ada, audience="everyone")
    bo = make_account("bo")
    AccountNote.objects.create(source=bo, target=scene.ada, comment=CANARY)
    for kind in ("anonymous", "stranger", "blocked follower", "of a suspended server"):
        for path in _everything(scene):
            said = ask(path, scene.askers[kind])
            assert CANARY not in said.content.decode(), (kind, path)
            for uri in (scene.posts[PRIVATE].object_uri, scene.posts[DIRECT].object_uri):
                assert uri not in said.content.decode(), (kind, path)


def test_answers_are_listed_that_anybody_may_see(scene: Scene) -> None:
    """Also to somebody who may see more; and of nobody who was suspended."""
    asked = scene.posts[PUBLIC]
    bo = make_account("bo")
    shown = post(bo, "Indeed", in_reply_to_id=asked.pk)
    post(scene.ada, f"{CANARY}, hush", PRIVATE, in_reply_to_id=asked.pk)
    path = f"{path_of(asked)}/replies?page=true"
    follower = scene.askers["follower"]
    assert ask(path, follower).json()["items"] == [shown.object_uri]
    Account.objects.filter(pk=bo.pk).update(suspended_at=clock.now())
    assert ask(path, follower).json()["items"] == []
