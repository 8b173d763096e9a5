"""The door of other servers: what is asked, how it is refused, what stays a page."""

from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client

from plenary.accounts.models import Account
from plenary.federation import keys, synchronising, verify
from plenary.federation.models import ActorKey, RemoteActor, Tombstone
from plenary.federation.signatures import SigningKey, sign
from plenary.lib import clock
from plenary.statuses.models import Visibility
from plenary.statuses.rules import Question
from tests.factories import follow, make_account
from tests.federation.makers import ACTIVITY, HERE, PAIR, THEIRS, ask, key_of, path_of, post, remote

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("federating")]
LD = 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"'
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture
def ada() -> Account:
    return make_account("Ada")


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        (ACTIVITY, True),
        (LD, True),
        (f"{ACTIVITY}, {LD}", True),
        (f"{ACTIVITY}, text/html;q=0.1", True),
        ("application/ld+json", False),
        (BROWSER, False),
        ("*/*", False),
        ("", False),
        (f"text/html, {ACTIVITY};q=0.5", False),
        (f"{ACTIVITY};q=0", False),
        ("," * 5000, False),
    ],
)
def test_pages_for_people_and_json_for_servers(ada: Account, accept: str, given: bool) -> None:
    status = post(ada)
    pairs = {"/users/Ada": "/@Ada", path_of(status): f"/@Ada/{status.pk}"}
    for path, page in pairs.items():
        answer = ask(path, accept=accept)
        assert "Accept" in answer["Vary"]
        if given:
            assert answer["Content-Type"] == f"{ACTIVITY}; charset=utf-8"
            assert answer.json()["id"] == HERE + path
            assert ask(page, accept=accept).json() == answer.json()
        else:
            assert (answer.status_code, answer["Location"]) == (302, page)
            shown = ask(page, accept=accept)
            assert shown["Content-Type"].startswith("text/html")
            assert "Accept" in shown["Vary"]


def test_handles_are_found_in_any_case_and_named_as_they_are(ada: Account) -> None:
    assert ask("/users/ada").json()["id"] == f"{HERE}/users/Ada"


def test_a_post_is_served_in_six_queries(ada: Account, django_assert_num_queries: Any) -> None:
    status = post(ada, "Hello #congress")
    with django_assert_num_queries(5):
        ask(path_of(status))
    asked = post(ada, "Which?", poll=Question(("A", "B")))
    with django_assert_num_queries(6):
        ask(path_of(asked))


def test_an_actor_is_served_in_two_queries(ada: Account, django_assert_num_queries: Any) -> None:
    ask("/users/ada")
    with django_assert_num_queries(1):
        ask("/users/ada")
    keys.forget()
    with django_assert_num_queries(2):
        ask("/users/ada")


def test_a_page_of_the_outbox_costs_the_same_however_full(
    ada: Account, django_assert_num_queries: Any
) -> None:
    for number in range(12):
        post(ada, f"Number {number} #tag")
    with django_assert_num_queries(6):
        assert len(ask("/users/ada/outbox?page=true").json()["orderedItems"]) == 12


def test_what_has_not_changed_is_not_sent_again(ada: Account) -> None:
    first = ask("/users/ada")
    again = ask("/users/ada", **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    Account.objects.filter(pk=ada.pk).update(display_name="Ada L.")
    assert ask("/users/ada", **{"If-None-Match": first["ETag"]}).status_code == 200


# --- Signatures ------------------------------------------------------------------------------


def test_a_wrong_signature_is_refused_though_anybody_may_read(ada: Account) -> None:
    """Threats 1 and 4."""
    nia = remote()
    forged = SigningKey(f"{nia.uri}#main-key", PAIR[0])
    for path in ("/users/ada", path_of(post(ada))):
        assert ask(path).status_code == 200
        assert ask(path, forged).status_code == 401
        elsewhere = Client().get(path, secure=True, headers=_signed_for("/users/bo", nia))
        assert elsewhere.status_code == 401
        assert "error" in elsewhere.json()


def _signed_for(path: str, signer: Account) -> dict[str, str]:
    made = sign("GET", f"{HERE}{path}", None, key_of(signer))
    return {**made, "Accept": ACTIVITY}


@pytest.mark.parametrize(
    "headers",
    [
        {"Signature": "nonsense"},
        {"Signature-Input": "sig1=()"},
        {"Authorization": 'Signature keyId="https://peer.example/a"'},
    ],
)
def test_half_a_signature_is_a_signature(ada: Account, headers: dict[str, str]) -> None:
    """Whether a request is signed is asked of its headers, and not of the request's lines."""
    assert ask("/users/ada", **headers).status_code == 401


def test_a_stale_signature_is_refused(ada: Account, freeze: Any) -> None:
    """Threat 5."""
    headers = _signed_for("/users/ada", remote())
    assert Client().get("/users/ada", secure=True, headers=headers).status_code == 200
    freeze(clock.now() + timedelta(hours=2))
    assert Client().get("/users/ada", secure=True, headers=headers).status_code == 401


def test_a_key_of_one_server_speaks_for_nobody_of_another(ada: Account) -> None:
    """Threat 7."""
    nia = remote()
    RemoteActor.objects.filter(account=nia).update(key_id="https://evil.example/key")
    stolen = SigningKey("https://evil.example/key", THEIRS[0])
    assert ask("/users/ada", stolen).status_code == 401


def test_a_key_that_is_not_known_opens_nothing_and_is_asked_for(
    ada: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted: list[str] = []
    monkeypatch.setattr(verify, "on_unknown", [wanted.append])
    new = SigningKey("https://new.example/users/x#main-key", THEIRS[0])
    private = post(ada, "For a few", Visibility.PRIVATE)
    # Anybody may read it, so that a first meeting needs no second try.
    assert ask("/users/ada", new).status_code == 200
    assert wanted == []
    hidden, nothing = ask(path_of(private), new), ask("/users/ada/statuses/1", new)
    assert (hidden.status_code, nothing.status_code) == (401, 401)
    assert hidden.content == nothing.content
    assert wanted == [new.key_id, new.key_id]


def test_who_has_another_key_by_now_still_reads(
    ada: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that was set up anew asks with its new key before it ever sends anything."""
    wanted: list[str] = []
    monkeypatch.setattr(verify, "on_unknown", [wanted.append])
    nia = remote()
    changed = SigningKey(f"{nia.uri}#main-key", PAIR[0])
    assert ask("/users/ada", changed).status_code == 401
    RemoteActor.objects.update(fetched_at=clock.now() - timedelta(minutes=6))
    assert ask("/users/ada", changed).status_code == 200
    assert wanted == []
    assert ask("/users/ada/statuses/1", changed).status_code == 401
    assert wanted == [changed.key_id]


def test_a_key_of_ours_that_was_never_made_is_nobodys(ada: Account) -> None:
    ghost = SigningKey(f"{HERE}/users/ada#main-key", THEIRS[0])
    private = post(ada, "For a few", Visibility.PRIVATE)
    assert ask(path_of(private), ghost).status_code == 401
    assert not ActorKey.objects.exists()  # asking makes none
    ask("/users/ada")
    assert ask(path_of(private), ghost).status_code == 401
    misnamed = SigningKey(f"{HERE}/users/Ada#other", PAIR[0])
    assert ask(path_of(private), misnamed).status_code == 401
    named = SigningKey(f"{HERE}/users/Ada#main-key", PAIR[0])
    assert ask(path_of(private), named).status_code == 200


def test_authorized_fetch_lets_only_those_read_who_say_who_they_are(
    ada: Account, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.AUTHORIZED_FETCH = True
    wanted: list[str] = []
    monkeypatch.setattr(verify, "on_unknown", [wanted.append])
    nia = remote()
    status = post(ada)
    for path in ("/users/ada", path_of(status), "/users/ada/outbox", "/@ada"):
        assert ask(path).status_code == 401, path
        signed = ask(path, nia)
        assert signed.status_code == 200
        assert signed["Cache-Control"] == "private, no-store"
    # Else two such servers would never learn each other's keys.
    for path in ("/actor", "/.well-known/webfinger?resource=acct:ada@plenary.example"):
        assert ask(path).status_code == 200
    assert ask("/users/ada", SigningKey("https://new.example/k", THEIRS[0])).status_code == 401
    assert wanted == ["https://new.example/k"]


def test_the_servers_own_actor_is_served_whoever_asks(ada: Account) -> None:
    assert ask("/actor", Signature="nonsense").json()["type"] == "Application"


# --- What is gone, what is not here ------------------------------------------------------------


def test_suspended_and_deleted_is_gone(ada: Account) -> None:
    status = post(ada)
    path = path_of(status)
    gone = f"{HERE}/users/ada/statuses/77"
    for uri in (f"{HERE}/users/Ada/statuses/77", f"{HERE}/users/late"):
        Tombstone.objects.create(digest=sha256(uri.encode()).hexdigest(), actor_uri=gone)
    assert ask("/users/ada/statuses/77").status_code == 410
    assert ask("/users/ada/statuses/78").status_code == 404
    assert ask("/users/late").status_code == 410
    assert ask("/.well-known/webfinger?resource=acct:late@plenary.example").status_code == 410
    Account.objects.filter(pk=ada.pk).update(suspended_at=clock.now())
    for gone in ("/users/ada", path, "/users/ada/outbox"):
        answer = ask(gone)
        assert answer.status_code == 410
        assert answer.json() == {"error": "This is gone."}
    assert ask("/.well-known/webfinger?resource=acct:ada@plenary.example").status_code == 410


@pytest.mark.parametrize(
    "path",
    [
        "/users/nobody",
        "/users/ada/statuses/9999999999999999999",
        "/users/ada/statuses/0",
        "/users/ada/quote_authorizations/5",
        "/emojis/nothing",
        "/@nobody",
    ],
)
def test_what_is_not_here_is_not_found(ada: Account, path: str) -> None:
    answer = ask(path)
    assert (answer.status_code, answer.json()) == (404, {"error": "Record not found"})


@pytest.mark.parametrize("path", ["/users/ada/secrets", "/users/a%00", "/users/", "/users/ä"])
def test_other_addresses_are_pages_that_are_not_there(ada: Account, path: str) -> None:
    assert ask(path).status_code == 404


def test_only_reading_is_possible(ada: Account) -> None:
    for path in ("/users/ada", "/actor", "/.well-known/webfinger", path_of(post(ada))):
        headers = {"Host": "plenary.example", "Accept": ACTIVITY}
        answer = Client().post(path, secure=True, headers=headers)
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")


def test_an_unknown_host_is_refused(ada: Account) -> None:
    answer = Client().get(
        "/users/ada", secure=True, headers={"Host": "evil.example", "Accept": ACTIVITY}
    )
    assert answer.status_code == 400


def test_without_federation_there_is_nothing(ada: Account, settings: Any) -> None:
    settings.FEDERATION = False
    status = post(ada)
    for path in (
        "/actor",
        "/users/ada",
        path_of(status),
        "/.well-known/webfinger?resource=acct:ada@plenary.example",
        "/.well-known/host-meta",
    ):
        assert ask(path).status_code == 404
    assert ask("/nodeinfo/2.1").json()["protocols"] == []
    settings.FEDERATION = True
    assert ask("/nodeinfo/2.1").json()["protocols"] == ["activitypub"]


# --- Followers in step ----------------------------------------------------------------------------


def test_a_server_is_told_its_own_followers(ada: Account) -> None:
    nia, tom, eve = remote("nia"), remote("tom"), remote("eve", "elsewhere.example")
    for one in (nia, tom, eve, remote("lee", "peer.example.evil.example")):
        follow(one, ada)
    path = "/users/ada/followers_synchronization"
    assert ask(path).status_code == 401
    assert ask(path, nia).json()["orderedItems"] == sorted([nia.uri, tom.uri])
    assert ask(path, eve).json()["orderedItems"] == [eve.uri]
    assert ask(path, nia)["Cache-Control"] == "private, no-store"


def test_sums_of_followers(ada: Account) -> None:
    """The example of FEP-8fcf: any order gives the same, and nobody gives nothing."""
    nia, tom = remote("nia"), remote("tom")
    follow(nia, ada)
    follow(tom, ada)
    one, two = (int(sha256(each.uri.encode()).hexdigest(), 16) for each in (nia, tom))
    assert synchronising.digest([tom.uri, nia.uri, nia.uri]) == f"{one ^ two:064x}"
    assert synchronising.digest([]) == "0" * 64
    assert synchronising.header(ada, "peer.example") == (
        f'collectionId="{HERE}/users/Ada/followers", digest="{one ^ two:064x}",'
        f' url="{HERE}/users/Ada/followers_synchronization"'
    )
