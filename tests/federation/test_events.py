"""Conferences among servers: what is served and sent, who joins and leaves, what never leaves."""

import json
from itertools import permutations
from typing import Any

import pytest
from django.test import Client

from plenary.accounts import actions as accounts
from plenary.accounts.models import Account, AccountNote, Follow
from plenary.encounters.models import Encounter, EncounterNote
from plenary.events import actions
from plenary.events.models import Attendance, Event, EventInvitation
from plenary.federation.models import Activity, Server
from plenary.federation.reading.events import words_of
from plenary.jobs.worker import run_until_empty
from plenary.lib import clock
from plenary.statuses.models import Status
from plenary.timelines.models import Notification
from tests.factories import block, check_in, follow, make_account, make_session
from tests.federation.inbound.makers import activity, note, take
from tests.federation.makers import HERE, ask, remote

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("federating")]

SECRET = "canaryword"
HOST = {"Host": "plenary.example"}


def signed_in(account: Account) -> Client:
    browser = Client()
    browser.force_login(account.user)
    return browser


@pytest.fixture
def olga() -> Account:
    return make_account("olga")


@pytest.fixture
def nia() -> Account:
    return remote("nia")


def make(olga: Account, name: str = "Plenary Meet", tag: str = "PlenaryMeet") -> Event:
    today = clock.now().date()
    draft = actions.EventDraft(
        name, tag, today, today, "Europe/Berlin", venue="Hall", address="1 Street, Town"
    )
    made = actions.create_event(olga, draft)
    run_until_empty(strict=True)
    return Event.objects.select_related("account", "hashtag").get(pk=made.pk)


@pytest.fixture
def event(olga: Account) -> Event:
    return make(olga)


def uri(event: Event) -> str:
    return f"{HERE}/events/{event.slug}"


def told(kind: str) -> list[dict[str, Any]]:
    run_until_empty(strict=True)
    rows = [json.loads(row.body) for row in Activity.objects.order_by("pk")]
    return [row for row in rows if row["type"] == kind]


def test_an_event_is_served_as_an_event(event: Event) -> None:
    assert event.account is not None
    answer = ask(f"/events/{event.slug}")
    assert answer.status_code == 200
    body = json.loads(answer.content)
    assert (body["id"], body["type"], body["name"]) == (uri(event), "Event", "Plenary Meet")
    assert body["attributedTo"] == event.account.actor_uri
    assert body["timezone"] == "Europe/Berlin"
    assert body["startTime"].startswith(f"{event.starts_on}T00:00:00+0")
    assert body["endTime"] > body["startTime"]
    assert body["location"] == {"type": "Place", "name": "Hall", "address": "1 Street, Town"}
    assert body["to"] == ["https://www.w3.org/ns/activitystreams#Public"]
    assert body["tag"][0]["name"] == "#PlenaryMeet"
    assert body["ical:status"] == "CONFIRMED"
    assert "Accept" in answer["Vary"]


def test_serving_it_asks_little(event: Event, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(3):
        assert ask(f"/events/{event.slug}").status_code == 200


def test_people_get_the_page(event: Event) -> None:
    page = Client().get(f"/events/{event.slug}", secure=True, headers={"Accept": "text/html"})
    assert page["Content-Type"].startswith("text/html")
    assert "Accept" in page["Vary"]
    assert ask("/events/nowhere").status_code == 404


def test_an_event_of_before_gets_its_account_when_it_is_asked_for(event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(account=None)
    body = json.loads(ask(f"/events/{event.slug}").content)
    event.refresh_from_db()
    assert event.account is not None and body["actor"] == event.account.actor_uri


def test_its_actor_is_a_group_that_webfinger_finds(event: Event) -> None:
    asked = "/.well-known/webfinger?resource=acct:PlenaryMeet@plenary.example"
    found = json.loads(ask(asked).content)
    self_link = next(link["href"] for link in found["links"] if link["rel"] == "self")
    actor = json.loads(ask(self_link.removeprefix(HERE)).content)
    assert (actor["type"], actor["preferredUsername"]) == ("Group", "PlenaryMeet")
    assert actor["manuallyApprovesFollowers"] is False
    answer = Client().get("/@PlenaryMeet", secure=True, headers={"Accept": "text/html"})
    assert f"/events/{event.slug}" in answer.content.decode()


def test_somebody_elsewhere_follows_it_and_hears_of_it(
    event: Event, nia: Account, olga: Account
) -> None:
    assert event.account is not None
    take(activity(nia, "Follow", event.account.actor_uri), nia)
    assert Follow.objects.filter(source=nia, target=event.account).exists()
    assert told("Accept")[0]["actor"] == event.account.actor_uri
    ana = make_account("ana")
    actions.say(ana, event, "going", "everyone")
    actions.cancel_event(olga, event)
    updates = {one["object"]["type"]: one["object"] for one in told("Update")}
    assert updates["Event"]["ical:status"] == "CANCELLED"
    assert "Cancelled" in updates["Note"]["content"]


def test_a_server_that_reads_posts_gets_the_post_alone(
    event: Event, nia: Account, olga: Account
) -> None:
    assert event.account is not None
    follow(nia, event.account)
    Server.objects.update_or_create(domain=nia.domain, defaults={"software": "mastodon"})
    actions.cancel_event(olga, event)
    assert [one["object"]["type"] for one in told("Update")] == ["Note"]


def test_a_join_is_attendance_and_is_answered(event: Event, nia: Account) -> None:
    assert event.account is not None
    joined = activity(nia, "Join", uri(event))
    take(joined, nia)
    row = Attendance.objects.get(account=nia)
    assert (row.state, row.audience, row.join_uri) == ("going", "attendees", joined["id"])
    answer = told("Accept")[0]
    assert answer["actor"] == event.account.actor_uri
    assert (answer["object"]["id"], answer["object"]["type"]) == (joined["id"], "Join")
    assert answer["to"] == [nia.actor_uri]


@pytest.mark.parametrize("why", ["blocked", "organiser", "over", "cancelled"])
def test_who_is_not_welcome_is_told_so(event: Event, nia: Account, olga: Account, why: str) -> None:
    assert event.account is not None
    if why == "blocked":
        accounts.block(event.account, nia)
    elif why == "organiser":
        accounts.block(olga, nia)
    elif why == "cancelled":
        actions.cancel_event(olga, event)
    else:
        Event.objects.filter(pk=event.pk).update(starts_on="2020-01-01", ends_on="2020-01-02")
    take(activity(nia, "Join", uri(event)), nia)
    assert not Attendance.objects.exists()
    assert told("Reject")[0]["object"]["actor"] == nia.actor_uri
    assert not [one for one in told("Accept") if one["object"]["type"] == "Join"]


@pytest.mark.parametrize("order", list(permutations(["join", "leave", "again", "leave"])))
def test_join_and_leave_in_any_order(event: Event, nia: Account, order: tuple[str, ...]) -> None:
    """Each comes twice; however they come, who left last is gone."""
    made = {
        "join": activity(nia, "Join", uri(event)),
        "leave": activity(nia, "Leave", uri(event)),
    }
    made["again"] = made["join"]
    for one in order:
        take(made[one], nia)
    assert not Attendance.objects.exists()


def test_an_undone_join_is_none_whichever_comes_first(event: Event, nia: Account) -> None:
    first = activity(nia, "Join", uri(event))
    take(first, nia)
    take(activity(nia, "Undo", first), nia)
    assert not Attendance.objects.exists()
    late = activity(nia, "Join", uri(event))
    take(activity(nia, "Undo", late["id"]), nia)
    take(late, nia)
    assert not Attendance.objects.exists()
    take(activity(nia, "Join", uri(event)), nia)
    assert Attendance.objects.filter(account=nia).exists()


def test_nobody_leaves_for_another(event: Event, nia: Account) -> None:
    joined = activity(nia, "Join", uri(event))
    take(joined, nia)
    eve = remote("eve", "eve.example")
    take(activity(eve, "Leave", uri(event)), eve)
    take(activity(eve, "Leave", joined["id"]), eve)
    take(activity(eve, "Leave", joined), eve)
    assert Attendance.objects.filter(account=nia).exists()


def test_a_post_of_somebody_who_joined_is_passed_on(event: Event, nia: Account) -> None:
    take(activity(nia, "Join", uri(event)), nia)
    tag = {"type": "Hashtag", "name": "#plenarymeet", "href": "https://peer.example/tags/x"}
    now = f"{clock.now():%Y-%m-%dT%H:%M:%SZ}"
    take(activity(nia, "Create", note(nia, tag=[tag], published=now)), nia)
    assert Status.objects.filter(account=event.account, reblog_of__account=nia).exists()
    assert told("Announce")[0]["object"] == f"{nia.uri}/statuses/1"


def test_somebody_elsewhere_is_asked_and_answers(event: Event, nia: Account, olga: Account) -> None:
    actions.invite(olga, event, nia)
    actions.invite(olga, event, nia)
    asked = told("Invite")
    assert len(asked) == 1
    thing = asked[0]["object"]
    assert (asked[0]["actor"], thing["id"]) == (olga.actor_uri, uri(event))
    assert (thing["type"], thing["name"]) == ("Event", "Plenary Meet")
    assert asked[0]["target"] == nia.actor_uri
    eve = remote("eve", "eve.example")
    take(activity(eve, "Accept", asked[0]), eve)
    assert EventInvitation.objects.get().answer == ""
    take(activity(nia, "Reject", asked[0]["id"]), nia)
    assert EventInvitation.objects.get().answer == "rejected"
    take(activity(nia, "Accept", asked[0]), nia)
    assert EventInvitation.objects.get().answer == "accepted"


def test_who_was_asked_and_signs_in_here_has_answered(
    event: Event, nia: Account, olga: Account
) -> None:
    actions.invite(olga, event, nia)
    actions.say(nia, event, "going", "attendees")
    assert EventInvitation.objects.get().answer == "accepted"


def test_somebody_here_is_asked_to_an_event_elsewhere(nia: Account) -> None:
    ada = make_account("ada")
    theirs = {"id": "https://peer.example/events/1", "type": "Event", "name": "Rounds <b>"}
    for _ in range(2):
        take(activity(nia, "Invite", theirs, target=ada.actor_uri, to=[ada.actor_uri]), nia)
    notice = Notification.objects.get(account=ada)
    assert (notice.kind, notice.link) == ("invite", theirs["id"])
    page = signed_in(ada).get("/notifications", secure=True, headers=HOST).content.decode()
    assert "asks you to come to Rounds &lt;b&gt;" in page
    assert "See it on peer.example" in page, "a button to another server says so"
    others = {"id": "https://else.example/events/1", "type": "Event", "name": "Not theirs"}
    take(activity(nia, "Invite", others, target=ada.actor_uri), nia)
    block(ada, nia)
    more = {"id": "https://peer.example/events/2", "type": "Event", "name": "Again"}
    take(activity(nia, "Invite", more, target=ada.actor_uri), nia)
    assert Notification.objects.count() == 1


def test_a_conference_elsewhere_is_a_readable_post() -> None:
    words = words_of(
        {
            "id": "https://peer.example/events/1",
            "type": "Event",
            "name": "Rounds & <more>",
            "startTime": "2027-03-03T09:00:00+01:00",
            "endTime": "2027-03-03T17:30:00+01:00",
            "timezone": "Europe/Berlin",
            "content": "<p>Come</p>",
            "location": {
                "type": "Place",
                "name": "Hall",
                "address": {"type": "PostalAddress", "addressLocality": "Berlin"},
            },
            "ical:status": "CANCELLED",
        }
    )
    assert "Cancelled: Rounds &amp; &lt;more&gt;" in words
    assert "3 March 2027 09:00 – 17:30 (Europe/Berlin)" in words
    assert "Hall, Berlin" in words and "<p>Come</p>" in words
    assert 'href="https://peer.example/events/1"' in words


@pytest.mark.parametrize("odd", [None, 7, [], "x" * 99, {"a": 1}, "2027-99-99T00:00:00Z"])
def test_odd_events_are_read_too(odd: Any) -> None:
    names = ("name", "startTime", "endTime", "timezone", "content", "location", "url")
    assert isinstance(words_of({"id": "https://peer.example/1", **dict.fromkeys(names, odd)}), str)


def test_nothing_of_people_leaves(event: Event, nia: Account, olga: Account) -> None:
    """Who goes, who is where, whom they met, what they noted: in nothing that is served or sent."""
    assert event.account is not None
    follow(nia, event.account)
    people = []
    for audience in ("attendees", "followers", "following", "everyone"):
        hidden = make_account(f"{SECRET}{audience}", display_name=f"{SECRET} {audience}")
        actions.say(hidden, event, "going", audience)
        people.append(hidden)
    session = make_session(event, room=None)
    for person in people:
        check_in(session, person, seat=SECRET, words=SECRET)
    met = Encounter.objects.create(event=event, low=people[0], high=people[1])
    EncounterNote.objects.create(encounter=met, account=people[0], text=SECRET)
    AccountNote.objects.create(source=people[0], target=people[1], comment=SECRET)
    actions.cancel_event(olga, event)
    run_until_empty(strict=True)
    sent = "".join(Activity.objects.values_list("body", flat=True))
    assert uri(event) in sent
    assert SECRET not in sent
    account = event.account
    paths = [
        f"/events/{event.slug}",
        *(
            f"/users/{account.username}{end}"
            for end in (
                "",
                "/outbox?page=true",
                "/followers?page=true",
                "/following?page=true",
                "/collections/featured",
            )
        ),
    ]
    for path in paths:
        for asker in (None, nia):
            answer = ask(path, asker)
            assert answer.status_code == 200, path
            assert SECRET not in answer.content.decode()
            assert "Count" not in json.loads(answer.content)


def test_whom_it_blocked_finds_nothing_and_learns_nothing(event: Event, nia: Account) -> None:
    assert event.account is not None
    accounts.block(event.account, nia)
    nothing = ask("/events/there-is-none", nia)
    answer = ask(f"/events/{event.slug}", nia)
    assert (answer.status_code, answer.content) == (nothing.status_code, nothing.content)
    actions.cancel_event(Account.objects.get(username="olga"), event)
    assert not [one for one in told("Update") if "peer.example" in json.dumps(one)]
