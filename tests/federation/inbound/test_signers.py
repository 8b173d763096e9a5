"""Who says it: the attacks on signatures, by their numbers in the list of threats."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from plenary.accounts import actions as accounts
from plenary.accounts.models import Account, Follow
from plenary.conduct.models import DomainBlock
from plenary.federation.actions import inbox
from plenary.federation.models import InboxItem, RemoteActor
from plenary.federation.signatures import SigningKey, make_key_pair, sign
from plenary.jobs import worker
from plenary.jobs.models import Job
from plenary.lib import clock
from plenary.statuses.models import Status
from tests.factories import follow
from tests.federation.inbound.elsewhere import Elsewhere
from tests.federation.inbound.makers import activity, at, note, send, take
from tests.federation.makers import ACTIVITY, HERE, THEIRS, key_of, remote

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("federating", "elsewhere")]
OTHER = make_key_pair()


def nothing_happened() -> None:
    worker.run_until_empty(strict=True)
    assert not InboxItem.objects.exists()
    assert not Follow.objects.exists()


def test_1_unsigned_in_the_name_of_another(ada: Account, nia: Account) -> None:
    assert send(activity(nia, "Follow", ada.actor_uri)).status_code == 401
    nothing_happened()


@pytest.mark.parametrize("scheme", ["cavage", "rfc9421"])
def test_2_another_body_than_was_signed(ada: Account, nia: Account, scheme: str) -> None:
    wanted = activity(nia, "Follow", ada.actor_uri)
    other = json.dumps({**wanted, "type": "Block"}).encode()
    assert send(wanted, nia, scheme=scheme, sent=other).status_code == 401
    nothing_happened()


def test_2_a_digest_that_is_not_signed(ada: Account, nia: Account) -> None:
    body = json.dumps(activity(nia, "Follow", ada.actor_uri)).encode()
    signed = sign("POST", f"{HERE}/inbox", None, key_of(nia))
    digest = sign("POST", f"{HERE}/inbox", body, key_of(nia))["Digest"]
    headers = {"Host": "plenary.example", **signed, "Digest": digest}
    answer = Client().post("/inbox", body, content_type=ACTIVITY, secure=True, headers=headers)
    assert answer.status_code == 401
    nothing_happened()


def test_3_signed_for_another_host(ada: Account, nia: Account) -> None:
    body = json.dumps(activity(nia, "Follow", ada.actor_uri)).encode()
    signed = sign("POST", "https://other.example/inbox", body, key_of(nia))
    assert send(body, headers={**signed, "Host": "plenary.example"}).status_code == 401
    nothing_happened()


@pytest.mark.parametrize("path", ["/users/ada/inbox", "/inbox?a=1", "/actor/inbox"])
def test_4_signed_for_another_address(ada: Account, nia: Account, path: str) -> None:
    body = json.dumps(activity(nia, "Follow", ada.actor_uri)).encode()
    signed = {"Host": "plenary.example", **sign("POST", f"{HERE}/inbox", body, key_of(nia))}
    answer = Client().post(path, body, content_type=ACTIVITY, secure=True, headers=signed)
    assert answer.status_code == 401
    nothing_happened()


def test_5_the_same_again(ada: Account, nia: Account) -> None:
    body = json.dumps(activity(nia, "Follow", ada.actor_uri)).encode()
    signed = {"Host": "plenary.example", **sign("POST", f"{HERE}/inbox", body, key_of(nia))}
    for _ in range(3):
        assert send(body, headers=signed).status_code == 202
    assert InboxItem.objects.count() == 1
    worker.run_until_empty(strict=True)
    accounts.remove_follower(ada, nia)
    assert send(body, headers=signed).status_code == 202
    worker.run_until_empty(strict=True)
    assert not Follow.objects.exists()


def test_5_what_was_signed_long_ago(
    ada: Account, nia: Account, freeze: Callable[[datetime], None]
) -> None:
    body = json.dumps(activity(nia, "Follow", ada.actor_uri)).encode()
    signed = {"Host": "plenary.example", **sign("POST", f"{HERE}/inbox", body, key_of(nia))}
    freeze(datetime.now(UTC) + timedelta(hours=3))
    assert send(body, headers=signed).status_code == 401
    nothing_happened()


def test_6_signed_without_a_time(ada: Account, nia: Account) -> None:
    body = json.dumps(activity(nia, "Follow", ada.actor_uri)).encode()
    signed = sign("POST", f"{HERE}/inbox", body, key_of(nia))
    signed["Signature"] = signed["Signature"].replace(" date", "")
    assert send(body, headers={"Host": "plenary.example", **signed}).status_code == 401
    nothing_happened()


def test_7_a_key_of_another_host(ada: Account, nia: Account, elsewhere: Elsewhere) -> None:
    """It says that it is nia's; nia's own server does not."""
    bad = "https://evil.example/key"
    elsewhere.documents[bad] = {"id": bad, "owner": nia.uri, "publicKeyPem": OTHER[1]}
    answer = send(activity(nia, "Follow", ada.actor_uri), SigningKey(bad, OTHER[0]))
    assert answer.status_code == 401
    RemoteActor.objects.filter(account=nia).update(key_id=bad, public_key=OTHER[1])
    answer = send(activity(nia, "Follow", ada.actor_uri), SigningKey(bad, OTHER[0]))
    assert answer.status_code == 401
    nothing_happened()


def test_7_a_key_that_its_owner_does_not_name(
    ada: Account, nia: Account, elsewhere: Elsewhere
) -> None:
    """On the same server somebody else keeps a file that looks like a key."""
    bad = "https://peer.example/files/key"
    elsewhere.documents[bad] = {"id": bad, "owner": nia.uri, "publicKeyPem": OTHER[1]}
    elsewhere.person(nia.uri, "nia")
    answer = send(activity(nia, "Follow", ada.actor_uri), SigningKey(bad, OTHER[0]))
    assert answer.status_code == 202
    worker.run_until_empty(strict=True)
    nothing_happened()


def test_8_signed_twice(ada: Account, nia: Account) -> None:
    body = json.dumps(activity(nia, "Follow", ada.actor_uri)).encode()
    both = sign("POST", f"{HERE}/inbox", body, key_of(nia))
    both |= sign("POST", f"{HERE}/inbox", body, SigningKey("https://evil.example/k", OTHER[0]))
    both["Authorization"] = "Signature keyId=x"
    assert send(body, headers={"Host": "plenary.example", **both}).status_code == 401
    nothing_happened()


def test_9_a_key_that_is_pushed(nia: Account, elsewhere: Elsewhere) -> None:
    """Only what the actor's own server says is taken over."""
    elsewhere.person(nia.uri, "nia", name="Nia Lind")
    pushed = {"id": f"{nia.uri}#main-key", "owner": nia.uri, "publicKeyPem": OTHER[1]}
    changed = {**elsewhere.documents[nia.uri], "name": "Mallory", "publicKey": pushed}
    take(activity(nia, "Update", changed), nia)
    nia.refresh_from_db()
    assert nia.display_name == "Nia Lind"
    assert RemoteActor.objects.get(account=nia).public_key == THEIRS[1]


def test_10_who_is_suspended_has_no_effect(ada: Account, nia: Account) -> None:
    accounts.suspend(nia)
    assert send(activity(nia, "Follow", ada.actor_uri), nia).status_code == 202
    nothing_happened()


def test_10_who_is_suspended_between_the_two(ada: Account, nia: Account) -> None:
    send(activity(nia, "Follow", ada.actor_uri), nia)
    accounts.suspend(nia)
    worker.run_until_empty(strict=True)
    assert not Follow.objects.exists()


def test_10_a_server_that_is_suspended(ada: Account, nia: Account) -> None:
    DomainBlock.objects.create(domain="peer.example", severity="suspend")
    assert send(activity(nia, "Follow", ada.actor_uri), nia).status_code == 403
    stranger = SigningKey("https://sub.peer.example/u/x#main-key", OTHER[0])
    posted = {"id": "https://sub.peer.example/1", "type": "Follow", "object": ada.actor_uri}
    posted["actor"] = "https://sub.peer.example/u/x"
    assert send(posted, stranger).status_code == 403
    nothing_happened()


def test_11_signatures_within_documents_count_for_nothing(
    ada: Account, nia: Account, elsewhere: Elsewhere
) -> None:
    """What another passes on is at most a hint."""
    eve = remote("eve", "evil.example")
    signed = {"type": "RsaSignature2017", "creator": f"{nia.uri}#main-key", "signatureValue": "x"}
    follow(ada, nia)
    passed_on = activity(nia, "Create", note(nia), signature=signed)
    assert send(passed_on, eve).status_code == 202
    assert send({**passed_on, "type": "Like"}, eve).status_code == 401
    worker.run_until_empty(strict=True)
    assert not elsewhere.asked
    assert not Status.objects.exists() and not InboxItem.objects.exists()


def test_what_is_passed_on_is_asked_for_where_it_lives(
    ada: Account, nia: Account, elsewhere: Elsewhere
) -> None:
    eve = remote("eve", "evil.example")
    follow(ada, nia)
    take(activity(nia, "Create", note(nia)), nia)
    elsewhere.documents[note(nia)["id"]] = note(
        nia, content="<p>True</p>", updated="2026-01-02T10:00:00Z"
    )
    lie = note(nia, content="<p>False</p>", updated="2026-01-03T10:00:00Z")
    take(activity(nia, "Update", lie), eve)
    kept = at(lie["id"])
    assert kept is not None
    assert kept.text == "True"


def test_a_stranger_waits_for_their_key(ada: Account, elsewhere: Elsewhere) -> None:
    uri = "https://new.example/users/bo"
    elsewhere.person(uri, "bo")
    begun = {"id": f"{uri}/1", "type": "Follow", "actor": uri, "object": ada.actor_uri}
    for _ in range(2):
        assert send(begun, SigningKey(f"{uri}#main-key", THEIRS[0])).status_code == 202
    worker.run_until_empty(strict=True)
    assert Follow.objects.get().source.acct == "bo@new.example"
    assert InboxItem.objects.count() == 1


def test_a_stranger_who_signs_with_another_key_is_forgotten(
    ada: Account, elsewhere: Elsewhere
) -> None:
    uri = "https://new.example/users/bo"
    elsewhere.person(uri, "bo")
    begun = {"id": f"{uri}/1", "type": "Follow", "actor": uri, "object": ada.actor_uri}
    assert send(begun, SigningKey(f"{uri}#main-key", OTHER[0])).status_code == 202
    worker.run_until_empty(strict=True)
    nothing_happened()


def test_what_nobody_signed_does_not_stand_in_the_way(ada: Account, nia: Account) -> None:
    """An activity with a made-up key does not use up the id of the real one."""
    begun = activity(nia, "Follow", ada.actor_uri)
    bad = SigningKey("https://peer.example/made-up", OTHER[0])
    assert send(begun, bad).status_code == 202
    take(begun, nia)
    assert Follow.objects.filter(source=nia).exists()


def test_a_changed_key_is_fetched_but_not_every_minute(
    ada: Account, nia: Account, elsewhere: Elsewhere
) -> None:
    key = SigningKey(f"{nia.uri}#main-key", OTHER[0])
    assert send(activity(nia, "Follow", ada.actor_uri), key).status_code == 401
    assert not InboxItem.objects.exists()
    person = elsewhere.person(nia.uri, "nia")
    person["publicKey"]["publicKeyPem"] = OTHER[1]
    RemoteActor.objects.update(fetched_at=clock.now() - timedelta(minutes=6))
    assert send(activity(nia, "Follow", ada.actor_uri), key).status_code == 202
    worker.run_until_empty(strict=True)
    assert Follow.objects.filter(source=nia).exists()


def test_which_of_several_keys(ada: Account, elsewhere: Elsewhere) -> None:
    uri = "https://new.example/users/bo"
    person = elsewhere.person(uri, "bo")
    second = {"id": f"{uri}#second", "owner": uri, "publicKeyPem": OTHER[1]}
    of_another = {**second, "id": f"{uri}#third", "owner": f"{uri}/2"}
    person["publicKey"] = [of_another, person["publicKey"], second]
    for name, pem in (("second", OTHER[0]), ("main-key", THEIRS[0])):
        begun = {"id": f"{uri}/{name}", "type": "Follow", "actor": uri, "object": ada.actor_uri}
        assert send(begun, SigningKey(f"{uri}#{name}", pem)).status_code == 202
        worker.run_until_empty(strict=True)
        assert RemoteActor.objects.get().key_id == f"{uri}#{name}"
        assert Follow.objects.get().source.uri == uri
        Follow.objects.all().delete()
    begun = {"id": f"{uri}/3", "type": "Follow", "actor": uri, "object": ada.actor_uri}
    send(begun, SigningKey(f"{uri}#third", OTHER[0]))
    worker.run_until_empty(strict=True)
    assert not Follow.objects.exists()


def test_the_farewell_of_who_was_never_here(elsewhere: Elsewhere) -> None:
    uri = "https://new.example/users/bo"
    gone = {"id": f"{uri}#delete", "type": "Delete", "actor": uri, "object": uri}
    assert send(gone, SigningKey(f"{uri}#main-key", OTHER[0])).status_code == 202
    assert not InboxItem.objects.exists()
    assert not Job.objects.exists()


def test_what_waits_is_bounded(
    ada: Account, monkeypatch: pytest.MonkeyPatch, elsewhere: Elsewhere
) -> None:
    monkeypatch.setattr(inbox, "MOST_OF_A_HOST", 3)
    monkeypatch.setattr(inbox, "MOST_UNVERIFIED", 5)

    def said(host: str, number: int) -> Any:
        uri = f"https://{host}/users/bo"
        made = {"id": f"{uri}/{number}", "type": "Follow", "actor": uri, "object": ada.actor_uri}
        return send(made, SigningKey(f"{uri}#main-key", OTHER[0]))

    assert [said("a.example", one).status_code for one in range(4)] == [202, 202, 202, 503]
    answers = [said("b.example", one) for one in range(3)]
    assert [one.status_code for one in answers] == [202, 202, 503]
    assert answers[-1]["Retry-After"]


def test_four_queries_for_somebody_known(
    ada: Account, nia: Account, django_assert_max_num_queries: Any
) -> None:
    send(activity(nia, "Like", "https://plenary.example/x"), nia)
    with django_assert_max_num_queries(6):  # two of them the savepoint within a test
        assert send(activity(nia, "Follow", ada.actor_uri), nia).status_code == 202
