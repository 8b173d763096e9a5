"""What becomes of a delivery, without a network."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plenary.federation import rules
from plenary.federation.actions import deliveries as actions
from plenary.federation.actions.deliveries import Outcome
from plenary.federation.actions.sending import PARKED
from plenary.federation.models import Activity, Delivery, Server
from plenary.lib import clock
from tests.federation.delivering.makers import BO, activity, deliveries, delivery

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("federating")]
HOST = "slow.example"
Later = Callable[[timedelta], None]


def one(probe: bool = False) -> actions.Claimed:
    [claimed] = actions.claim(1, 16, {})
    assert claimed.probe is probe
    return claimed


def next_try(later: Later) -> None:
    at = Server.objects.get(domain=HOST).next_try_at
    assert at is not None
    later(at - clock.machine_now() + timedelta(seconds=1))


def test_given_up_after_ten_days(later: Later) -> None:
    deliveries(HOST, range(3))
    looks = 0
    actions.settle([Outcome(one(), None, "refused")])
    for _ in range(500):
        if not Delivery.objects.exists():
            break
        next_try(later)
        actions.settle([Outcome(one(probe=True), None, "refused")])
        looks += 1
    else:
        pytest.fail("it is never given up")
    server = Server.objects.get(domain=HOST)
    gone = clock.machine_now() - server.failing_since
    assert timedelta(days=10) <= gone < timedelta(days=10, hours=4)
    assert looks < 120
    # It is looked at further on, with what comes new, one at a time.
    delivery(activity(9), HOST)
    next_try(later)
    actions.settle([Outcome(one(probe=True), 202, signed="cavage")])
    assert Server.objects.get(domain=HOST).failing_since is None


def test_several_that_fail_together_are_one_failure() -> None:
    for number in range(4):
        delivery(activity(number, f"{BO}{number}"), HOST)
    claimed = actions.claim(10, 16, {})
    assert len(claimed) == 4
    actions.settle([Outcome(each, None) for each in claimed])
    server = Server.objects.get(domain=HOST)
    assert server.failures == 1
    assert set(Delivery.objects.values_list("run_at", "attempts")) == {(PARKED, 0)}


def test_one_that_a_server_always_fails_at_hides_no_other(later: Later) -> None:
    bad, *good = deliveries(HOST, range(4))
    for _ in range(200):
        if not Delivery.objects.exists():
            break
        for claimed in actions.claim(10, 16, {}):
            status = 500 if claimed.pk == bad.pk else 202
            actions.settle([Outcome(claimed, status, signed="cavage")])
        later(timedelta(hours=1))
        if not Delivery.objects.filter(pk__in=[each.pk for each in good]).exists():
            delivery(activity(100 + _), HOST)
            good = list(Delivery.objects.exclude(pk=bad.pk))
        if not Delivery.objects.filter(pk=bad.pk).exists():
            return
    pytest.fail("it is tried for ever")


def test_whoever_lost_the_lease_has_no_effect(later: Later) -> None:
    deliveries(HOST, [1])
    first = one()
    later(actions.LEASE)
    second = one()
    actions.settle([Outcome(first, 202, signed="cavage")])
    assert Delivery.objects.count() == 1
    actions.settle([Outcome(second, 202, signed="cavage")])
    assert not Delivery.objects.exists()


def test_behind_a_host_that_has_enough_are_others() -> None:
    deliveries(HOST, range(60))
    delivery(activity(99), "well.example")
    claimed = actions.claim(50, 16, {})
    assert {each.domain for each in claimed} == {HOST, "well.example"}
    assert sum(each.domain == HOST for each in claimed) == 16
    assert [each.pk for each in claimed] == sorted(each.pk for each in claimed)


def test_claims_cost_the_same_however_many_wait() -> None:
    for number in range(40):
        delivery(activity(number), f"h{number}.example")
    with CaptureQueriesContext(connection) as captured:
        assert len(actions.claim(100, 16, {})) == 40
    queries = [each["sql"] for each in captured if "SAVEPOINT" not in each["sql"]]
    assert len(queries) == 4


def test_what_was_parked_in_the_wrong_moment_is_let_go() -> None:
    for number, host in enumerate((HOST, "well.example")):
        delivery(activity(number), host)
    Server.objects.create(domain=HOST, failing_since=clock.machine_now())
    Delivery.objects.update(run_at=PARKED)
    actions.let_go.call()
    assert Delivery.objects.get(run_at__lt=PARKED).domain == "well.example"


def test_old_activities_are_forgotten_once_delivered() -> None:
    for number in (1, 2, 3):
        activity(number)
    delivery(Activity.objects.all()[0], HOST)
    Activity.objects.filter(uri__endswith="3").update(created_at=clock.now())
    Activity.objects.exclude(uri__endswith="3").update(created_at=clock.now() - timedelta(days=9))
    actions.tidy.call()
    assert sorted(each.uri[-1] for each in Activity.objects.all()) == ["1", "3"]


def test_waits_grow_to_an_hour_and_then_to_three() -> None:
    hours = [
        rules.wait_for_server(failures, timedelta(), chance=0.99) / timedelta(hours=1)
        for failures in range(1, 40)
    ]
    assert hours == sorted(hours)
    assert 0.9 < hours[-1] <= 1
    late = rules.wait_for_server(60, timedelta(days=2), chance=0.99)
    assert timedelta(hours=2.9) < late <= timedelta(hours=3)
    spread = {rules.wait_for_server(60, timedelta()) for _ in range(20)}
    assert len(spread) > 10
