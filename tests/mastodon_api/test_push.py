"""Push to apps that are closed, against a push service on this machine."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from plenary.accounts import actions as accounts
from plenary.accounts.models import AccessToken
from plenary.jobs import actions as jobs
from plenary.jobs.models import Job
from plenary.jobs.worker import attempt, run_until_empty
from plenary.lib import clock, web_push
from plenary.statuses import actions as statuses
from plenary.timelines.actions import notify
from plenary.timelines.actions import push as pushing
from plenary.timelines.models import Notification, PushSubscription
from tests.factories import block, follow, make_account
from tests.push_service import PushService, Subscriber, push_service, verified
from tests.statuses.makers import DIRECT, post

PATH = "/api/v1/push/subscription"
ALL = ("mention", "status", "reblog", "follow", "follow_request", "favourite", "poll", "update")


@pytest.fixture
def service(settings, monkeypatch) -> Iterator[PushService]:
    settings.LOOPBACK_PEERS = True
    monkeypatch.setattr(pushing, "_resting", {})
    with push_service() as one:
        yield one


@pytest.fixture
def reader() -> Subscriber:
    return Subscriber()


def form(reader: Subscriber, endpoint: str, *alerts: str, **more) -> dict:
    return {
        "subscription": {
            "endpoint": endpoint,
            "keys": {"p256dh": reader.p256dh, "auth": reader.auth_text},
            "standard": more.get("standard", True),
        },
        "data": {
            "alerts": dict.fromkeys(alerts or ALL, True),
            "policy": more.get("policy", "all"),
        },
    }


def subscribe(one, reader: Subscriber, service: PushService, *alerts: str, **more):
    return one.post(PATH, json=form(reader, f"{service.url}/to/it", *alerts, **more))


def got(service: PushService, reader: Subscriber) -> list[dict]:
    run_until_empty(strict=True)
    return [json.loads(reader.read(body, headers)) for _, headers, body in service.got]


@pytest.mark.parametrize("standard", [True, False])
def test_a_notification_arrives_encrypted_and_signed(
    phone, service, reader, settings, standard: bool
) -> None:
    ana, bo = phone("ana"), make_account("bo")
    made = subscribe(ana, reader, service, standard=standard)
    assert made["standard"] is standard and made["alerts"]["mention"] is True
    post(bo, f"@ana the <b>poster</b> {'x' * 300}")
    (told,) = got(service, reader)
    (row,) = ana.get("/api/v1/notifications")
    assert told["notification_id"] == int(row["id"])
    assert told["notification_type"] == "mention"
    assert told["title"] == "Dr Bo mentioned you"
    assert told["body"].startswith("@ana the <b>poster</b> xxx") and len(told["body"]) == 140
    assert told["access_token"] == ana.token and told["preferred_locale"] == "en"
    assert told["icon"].startswith("http")
    path, headers, body = service.got[0]
    assert path == "/to/it" and b"poster" not in body
    claims = verified(headers, made["server_key"])
    assert claims["aud"] == service.url and claims["sub"].startswith("mailto:")
    assert headers["Content-Encoding"] == ("aes128gcm" if standard else "aesgcm")
    assert 0 < int(headers["TTL"]) <= 48 * 3600 and headers["Urgency"] == "normal"
    assert len(headers["Topic"]) <= 32
    assert not Job.objects.exists()


def test_the_server_has_one_key(phone, nobody, reader, service) -> None:
    key = nobody.get("/api/v2/instance")["configuration"]["vapid"]["public_key"]
    made = nobody.post("/api/v1/apps", data={"client_name": "x", "redirect_uris": "x://y"})
    ana = phone("ana")
    assert made["vapid_key"] == key
    assert ana.get("/api/v1/apps/verify_credentials")["vapid_key"] == key
    assert subscribe(ana, reader, service)["server_key"] == key
    assert len(web_push.decoded(key)) == 65


def test_each_kind_is_pushed_only_if_asked_for(phone, service, reader) -> None:
    ana, bo = phone("ana"), make_account("bo")
    subscribe(ana, reader, service, "favourite", "reblog")
    mine = post(ana.account, "mine")
    post(bo, "@ana hello")
    accounts.follow(bo, ana.account)
    statuses.favourite(bo, mine.pk)
    statuses.boost(bo, mine.pk)
    notify(account=ana.account, actor=bo, kind="wave", key="w", text="waves")
    assert [told["notification_type"] for told in got(service, reader)] == ["favourite", "reblog"]


@pytest.mark.parametrize(
    ("policy", "heard"),
    [
        ("all", ["followed", "follower", "stranger"]),
        ("followed", ["followed"]),
        ("follower", ["follower"]),
        ("none", []),
    ],
)
def test_of_whom(phone, service, reader, policy: str, heard: list[str]) -> None:
    ana = phone("ana")
    people = {name: make_account(name) for name in ("followed", "follower", "stranger")}
    follow(ana.account, people["followed"])
    follow(people["follower"], ana.account)
    subscribe(ana, reader, service, "mention", policy=policy)
    for one in people.values():
        post(one, "@ana hello")
    titles = [told["title"].split()[1].lower() for told in got(service, reader)]
    assert sorted(titles) == sorted(heard)


def test_what_is_kept_apart_or_may_not_be_seen_is_not_pushed(phone, service, reader) -> None:
    ana, bo, cy = phone("ana"), make_account("bo"), make_account("cy")
    subscribe(ana, reader, service)
    ana.patch("/api/v2/notifications/policy", json={"for_private_mentions": "filter"})
    post(bo, "@ana psst", visibility=DIRECT)
    post(cy, "@ana hello")
    run_until_empty(strict=True)
    assert len(service.got) == 1
    post(cy, "@ana hello again")
    while not Job.objects.filter(task__endswith="push.deliver").exists():
        for job in jobs.claim(1):
            assert attempt(job, strict=True)
    block(cy, ana.account)  # while it is on its way
    assert len(got(service, reader)) == 1


def test_the_subscription_of_a_token(phone, service, reader) -> None:
    ana = phone("ana")
    ana.get(PATH, 404)
    ana.put(PATH, 404, json={"data": {"alerts": {"mention": True}}})
    assert ana.delete(PATH) == {}
    first = subscribe(ana, reader, service, "mention")
    assert ana.get(PATH) == first
    second = subscribe(ana, reader, service, "follow")
    assert second["id"] != first["id"] and PushSubscription.objects.count() == 1
    changed = ana.put(PATH, json={"data": {"alerts": {"poll": "1"}}, "policy": "follower"})
    assert [name for name, on in changed["alerts"].items() if on] == ["poll"]
    assert changed["policy"] == "follower" and changed["endpoint"] == second["endpoint"]
    other = phone(ana.account)
    other.get(PATH, 404)
    subscribe(other, reader, service)
    assert PushSubscription.objects.count() == 2, "one for each token"
    assert ana.delete(PATH) == {}
    ana.get(PATH, 404)
    assert len(other.get(PATH)["alerts"]) >= 10


def test_as_a_form(phone, service, reader) -> None:
    made = phone("ana").post(
        PATH,
        data={
            "subscription[endpoint]": f"{service.url}/x",
            "subscription[keys][p256dh]": reader.p256dh,
            "subscription[keys][auth]": reader.auth_text,
            "data[alerts][mention]": "true",
            "data[alerts][admin.sign_up]": "false",
            "data[policy]": "followed",
        },
    )
    assert made["alerts"]["mention"] is True and made["alerts"]["admin.sign_up"] is False
    assert made["policy"] == "followed" and made["standard"] is False


def test_it_ends_with_its_token(phone, service, reader) -> None:
    ana, bo = phone("ana"), make_account("bo")
    subscribe(ana, reader, service)
    accounts.revoke_token(ana.account, AccessToken.objects.get().pk)
    assert not PushSubscription.objects.exists()
    post(bo, "@ana hello")
    assert got(service, reader) == []
    other = phone(ana.account)
    subscribe(other, reader, service)
    AccessToken.objects.update(expires_at=clock.machine_now() - timedelta(seconds=1))
    post(bo, "@ana hello")
    assert got(service, reader) == [], "nor to a token that has run out"


def test_a_token_is_kept_for_its_own_messages_alone(phone, service, reader, settings) -> None:
    ana, bo = phone("ana"), make_account("bo")
    other = phone(ana.account)
    subscribe(ana, reader, service)
    subscribe(other, reader, service)
    post(bo, "@ana hello")
    assert [told["access_token"] for told in got(service, reader)] == [ana.token, other.token]
    first, second = PushSubscription.objects.order_by("pk")
    kept = json.dumps(list(PushSubscription.objects.values()), default=str)
    assert ana.token not in kept and len({first.sealed_token, second.sealed_token}) == 2
    # Whoever may write into the database gets no token sent to where they listen ...
    PushSubscription.objects.filter(pk=second.pk).update(sealed_token=first.sealed_token)
    post(bo, "@ana hello again")
    assert got(service, reader)[3]["access_token"] == ""
    # ... and none is opened with another key; what happened is told all the same.
    settings.SECRET_KEY = "another"
    post(bo, "@ana hello once more")
    assert [told["access_token"] for told in got(service, reader)[4:]] == ["", ""]


@pytest.mark.parametrize("status", [404, 410, 400, 403])
def test_a_subscription_that_is_gone_is_forgotten(phone, service, reader, status: int) -> None:
    ana, bo = phone("ana"), make_account("bo")
    subscribe(ana, reader, service)
    service.status = status
    post(bo, "@ana hello")
    run_until_empty(strict=True)
    assert len(service.got) == 1
    assert not PushSubscription.objects.exists() and not Job.objects.exists()


@pytest.mark.parametrize("status", [429, 500, 503, 302])
def test_a_busy_service_is_asked_again_later(phone, service, reader, status: int) -> None:
    ana, bo = phone("ana"), make_account("bo")
    subscribe(ana, reader, service)
    service.status = status
    post(bo, "@ana hello")
    run_until_empty()
    (job,) = Job.objects.all()
    assert job.run_at > clock.machine_now() and len(service.got) == 1
    service.status = 201
    Job.objects.update(run_at=clock.machine_now())
    assert len(got(service, reader)) == 2 and not Job.objects.exists()
    assert PushSubscription.objects.exists()
    topics = {headers["Topic"] for _, headers, _ in service.got}
    assert len(topics) == 1, "the service keeps one of both"


def test_a_service_that_is_away_holds_nobody_up(phone, service, reader, settings) -> None:
    ana, bo = phone("ana"), make_account("bo")
    ana.post(PATH, json=form(reader, "http://127.0.0.1:1/x"))
    other = phone("other")
    subscribe(other, reader, service)
    post(bo, "@ana @other hello")
    post(bo, "@ana hello")
    run_until_empty()
    assert len(service.got) == 1
    assert Job.objects.filter(dead_at=None, attempts=1).count() == 2
    Notification.objects.update(created_at=clock.now() - timedelta(hours=2))
    Job.objects.update(run_at=clock.machine_now())
    run_until_empty(strict=True)
    assert not Job.objects.exists(), "after an hour it is given up, not kept as a dead letter"
    assert PushSubscription.objects.count() == 2


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "x",
        "http://push.example/x",
        "https://push.example:22/x",
        "https://me:secret@push.example/x",
        "ftp://push.example",
        "https://[",
        "https://",
        f"https://push.example/{'x' * 3000}",
        "https://push.example/\n",
        "https://püsh.example/",
    ],
)
def test_odd_addresses_are_refused(phone, reader, endpoint: str) -> None:
    phone("ana").post(PATH, 422, json=form(reader, endpoint))
    assert not PushSubscription.objects.exists()


def test_odd_keys_and_policies_are_refused(phone, reader) -> None:
    ana = phone("ana")
    good = "https://push.example/x"
    assert ana.post(PATH, json=form(reader, good))["endpoint"] == good
    ana.post(PATH, 422, json=form(reader, good, policy="some"))
    ana.put(PATH, 422, json={"data": {"policy": "some"}})
    for keys in ({}, {"p256dh": "x", "auth": "y"}, {"p256dh": 1}, "x", {"p256dh": reader.p256dh}):
        sent = form(reader, good)
        sent["subscription"]["keys"] = keys
        ana.post(PATH, 422, json=sent)
    for odd in ({}, {"subscription": "x"}, {"subscription": []}, {"data": 1}):
        ana.post(PATH, 422, json=odd)
    assert PushSubscription.objects.count() == 1


def test_an_address_inside_is_never_dialled(phone, reader, service, settings) -> None:
    ana, bo = phone("ana"), make_account("bo")
    subscribe(ana, reader, service)
    settings.LOOPBACK_PEERS = False
    post(bo, "@ana hello")
    run_until_empty()
    PushSubscription.objects.update(endpoint="https://localhost/x")
    Job.objects.update(run_at=clock.machine_now())
    pushing._resting.clear()
    run_until_empty()
    assert service.got == []
    assert Job.objects.count() == 1


def test_telling_a_person_without_apps_costs_one_question(phone, django_assert_num_queries) -> None:
    ana, bo = phone("ana"), make_account("bo")
    row = Notification(account=ana.account, actor=bo, kind="follow")
    with django_assert_num_queries(1):
        assert pushing.queries.subscribed(row) == []


def test_without_the_scope(phone, reader) -> None:
    phone("ana", scopes="read write follow").post(PATH, 403, json=form(reader, "https://x.example"))
