"""The desk at work, against a server that answers as it is told (threats.md, faults: remote down,
410, 429, 5xx, TLS error, slow remote, kill between send and commit)."""

import socket
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError

from plenary.federation import delivery as desk_room
from plenary.federation import keys, signatures
from plenary.federation.actions import deliveries as actions
from plenary.federation.models import Activity, Delivery, Server
from plenary.jobs.models import Job
from plenary.lib import clock
from tests.factories import follow, make_account
from tests.federation.delivering.makers import ADA, BO, activity, deliveries, delivery, uris
from tests.federation.delivering.stub import Stub, until
from tests.federation.makers import PAIR, post, remote

pytestmark = pytest.mark.django_db(transaction=True)
Desk = Callable[[], Any]
Later = Callable[[timedelta], None]


def none_left() -> bool:
    return not Delivery.objects.exists()


def none_in_hand() -> bool:
    return not Delivery.objects.filter(lease_until__isnull=False).exists()


def failing(host: str) -> bool:
    return Server.objects.filter(domain=host, failing_since__isnull=False).exists()


def test_what_is_sent_is_signed_by_its_actor(stub: Stub, desk: Desk) -> None:
    host = stub.host(1)
    deliveries(host, [1])
    with desk():
        until(none_left)
    [got] = stub.got[host]
    claim = signatures.read(
        "POST", got["path"], got["headers"], got["body"],
        our_host=host, our_scheme="http", loopback_peers=True,
    )  # fmt: skip
    claim.verify(PAIR[1])
    assert claim.key_id == f"{ADA}#main-key"
    assert got["headers"]["content-type"] == "application/activity+json"
    server = Server.objects.get(domain=host)
    assert (server.signs_with, server.failing_since) == ("cavage", None)
    assert server.last_seen_at is not None


def test_from_the_post_to_the_inbox(stub: Stub, desk: Desk) -> None:
    from plenary.jobs.worker import run_until_empty

    host = stub.host(2)
    ada, fan = make_account("ada"), remote("fan", host)
    fan.actor.shared_inbox = f"http://{host}/inbox"
    fan.actor.save()
    follow(fan, ada)
    type(fan).objects.filter(pk=fan.pk).update(uri=f"http://{host}/users/fan")
    with desk():
        status = post(ada)
        run_until_empty(strict=True)
        until(none_left)
    assert stub.ids(host) == [f"{status.object_uri}/activity"]
    told = stub.got[host][0]["headers"]["collection-synchronization"]
    from plenary.federation import synchronising

    assert told == synchronising.header(ada, host)
    assert synchronising.digest([f"http://{host}/users/fan"]) in told


def test_order_is_kept_for_each_actor_and_no_host_is_crowded(stub: Stub, desk: Desk) -> None:
    host = stub.host(3)

    def slowly(request: Any) -> None:
        time.sleep(0.01)
        request.send_response(202)
        request.send_header("Content-Length", "0")
        request.end_headers()

    stub.answers[host] = slowly
    for number in range(12):
        for who in range(7):
            delivery(activity(number, f"{ADA}{who}"), host)
    with desk():
        until(none_left)
    for who in range(7):
        theirs = [one for one in stub.ids(host) if one.startswith(f"{ADA}{who}#")]
        assert theirs == uris(range(12), f"{ADA}{who}")
    assert 1 < stub.most_under_way[host] <= 4


def test_one_actor_has_one_under_way_at_a_host(stub: Stub, desk: Desk) -> None:
    host = stub.host(4)
    deliveries(host, range(30))
    with desk():
        until(none_left)
    assert stub.ids(host) == uris(range(30))
    assert stub.most_under_way[host] == 1


def test_a_dead_host_beside_fifty_delays_nobody(
    stub: Stub, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that never answers holds a few connections, and no other server."""
    monkeypatch.setattr(desk_room, "SECONDS", 60.0)
    monkeypatch.setattr(desk_room, "PATIENCE_SECONDS", 0.1)
    hang = socket.create_server(("127.0.2.1", 0))
    dead = f"127.0.2.1:{hang.getsockname()[1]}"
    for number in range(100):
        delivery(activity(number, f"{ADA}{number}"), dead)
    for number in range(50):
        delivery(activity(1000 + number), stub.host(10 + number))
    with desk():
        until(lambda: Delivery.objects.count() == 100)
        assert not failing(dead)  # it is waited for still: those beside it were not
    assert Delivery.objects.filter(lease_until__isnull=True).count() == 100
    hang.close()


@pytest.mark.parametrize("how", ["refused", "no tls", "drip", "silence", 500, 502])
def test_a_server_that_fails_is_left_alone_with_all_that_is_for_it(
    stub: Stub, desk: Desk, later: Later, monkeypatch: pytest.MonkeyPatch, how: Any
) -> None:
    monkeypatch.setattr(desk_room, "SECONDS", 0.3)
    host = stub.host(70)
    inbox = f"http://{host}/inbox"
    if how == "refused":
        with socket.create_server(("127.0.2.2", 0)) as unused:
            host = f"127.0.2.2:{unused.getsockname()[1]}"
        inbox = f"http://{host}/inbox"
    elif how == "no tls":
        inbox = f"https://{host}/inbox"
    elif how in ("drip", "silence"):

        def drip(request: Any) -> None:
            for _ in range(20):
                time.sleep(0.1)
                if how == "drip":
                    request.wfile.write(b"HTTP/1.1 202 OK\r\n"[_ % 10 : _ % 10 + 1])

        stub.answers[host] = drip
    else:
        stub.answers[host] = how
    deliveries(host, range(3))
    Delivery.objects.update(inbox=inbox)
    with desk():
        until(lambda: failing(host))
        until(none_in_hand)
    assert Delivery.objects.count() == 3
    assert len(stub.got[host]) <= 1
    # Until its time has come nothing is tried, and then one alone.
    server = Server.objects.get(domain=host)
    assert actions.claim(100, 16, {}) == []
    later(server.next_try_at - clock.machine_now() + timedelta(seconds=1))
    [probe] = actions.claim(100, 16, {})
    assert probe.probe
    assert len(actions.claim(100, 16, {host: 1})) == 0


def test_seven_days_down_and_everything_arrives_once(stub: Stub, desk: Desk, later: Later) -> None:
    host, well = stub.host(80), stub.host(81)
    stub.answers[host] = 503
    deliveries(host, range(10))
    with desk():
        for day in range(7):
            until(lambda: failing(host))
            delivery(activity(100 + day), well)
            deliveries(host, [10 + day], BO)
            until(lambda day=day: len(stub.got[well]) == day + 1)
            until(none_in_hand)  # a lease that ends before it is written down sends it twice
            later(timedelta(days=1))
            until(lambda day=day: len(stub.got[host]) > day + 1)
            until(none_in_hand)
        probes = len(stub.got[host])
        assert probes < 20
        stub.answers[host] = 202
        later(timedelta(hours=4))
        until(none_left)
    arrived = stub.ids(host)[probes:]
    assert sorted(arrived) == sorted([*uris(range(10)), *uris(range(10, 17), BO)])
    assert [one for one in arrived if one.startswith(f"{ADA}#")] == uris(range(10))
    assert not failing(host)


def test_what_a_server_asks_for_is_respected(stub: Stub, desk: Desk) -> None:
    soon, never = stub.host(90), stub.host(91)
    stub.answers[soon] = [(429, {"Retry-After": "1"}), 202]
    stub.answers[never] = (429, {"Retry-After": "999999"})
    deliveries(soon, [1, 2])
    deliveries(never, [3])
    with desk():
        until(lambda: Delivery.objects.count() == 1 and failing(never))
    assert stub.ids(soon) == uris([1, 1, 2])
    wait = Server.objects.get(domain=never).next_try_at - clock.machine_now()
    assert timedelta(hours=2) < wait <= timedelta(hours=3)


def test_what_is_gone_is_dropped_at_once_and_looked_into(stub: Stub, desk: Desk) -> None:
    host = stub.host(92)
    stub.answers[host] = [410, 202]
    deliveries(host, [1, 2])
    with desk():
        until(none_left)
    assert stub.ids(host) == uris([1, 2])
    job = Job.objects.get(task__endswith="look_again")
    assert job.payload["args"] == [f"http://{host}/inbox"]


@pytest.mark.parametrize(("status", "tries"), [(404, 4), (403, 2), (400, 2), (422, 2), (302, 2)])
def test_what_is_refused_is_tried_again_a_little_and_dropped(
    stub: Stub, desk: Desk, later: Later, status: int, tries: int
) -> None:
    host = stub.host(93)
    stub.answers[host] = status
    deliveries(host, [1])
    with desk():
        for number in range(tries):
            until(lambda number=number: len(stub.got[host]) == number + 1)
            until(none_in_hand)
            later(timedelta(hours=3))
        until(none_left)
    assert len(stub.got[host]) == tries
    assert not failing(host)


def test_the_other_signature_is_tried_at_once_and_remembered(stub: Stub, desk: Desk) -> None:
    host = stub.host(94)

    def only_rfc9421(request: Any) -> None:
        request.send_response(202 if "Signature-Input" in request.headers else 401)
        request.send_header("Content-Length", "0")
        request.end_headers()

    stub.answers[host] = only_rfc9421
    deliveries(host, [1])
    with desk():
        until(none_left)
        assert Server.objects.get(domain=host).signs_with == "rfc9421"
        deliveries(host, [2])
        until(none_left)
    assert stub.ids(host) == uris([1, 1, 2])
    assert ["signature-input" in one["headers"] for one in stub.got[host]] == [False, True, True]


def test_killed_between_sending_and_writing_down_it_is_sent_again(
    stub: Stub, desk: Desk, later: Later, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = stub.host(95)
    deliveries(host, [1])

    def dies(*args: Any) -> None:
        raise OperationalError("the machine lost power here")

    with monkeypatch.context() as broken:
        broken.setattr(desk_room, "_write_down", dies)
        with desk():
            until(lambda: stub.got[host])
    held = Delivery.objects.get()
    assert held.lease_until is not None
    assert actions.claim(10, 16, {}) == []  # it may be in somebody's hands
    later(actions.LEASE)
    with desk():
        until(none_left)
    assert stub.ids(host) == uris([1, 1])  # with the same id, by which it is known


def test_nothing_is_sent_to_a_server_suspended_meanwhile(stub: Stub, desk: Desk) -> None:
    from plenary.conduct.models import DomainBlock

    away, well = stub.host(96), stub.host(97)
    deliveries(away, [1])
    deliveries(well, [2])
    DomainBlock.objects.create(domain=away, severity="suspend")
    with desk():
        until(none_left)
    assert not stub.got[away]
    assert stub.ids(well) == uris([2])


def test_what_cannot_be_signed_is_dropped(stub: Stub, desk: Desk) -> None:
    keys.forget()
    one = Activity.objects.create(uri="x", actor_uri="https://elsewhere.example/a", body="{}")
    delivery(one, stub.host(98))
    with desk():
        until(none_left)
    assert not stub.got[stub.host(98)]
