"""The server hears of what attendees from elsewhere write, though nobody here follows them."""

import json
from datetime import timedelta
from typing import Any

import pytest

from plenary.accounts.models import Account, User
from plenary.events import actions
from plenary.events.models import Event
from plenary.events.rules import elsewhere as rules
from plenary.federation.actions import hearing, in_step
from plenary.federation.models import Activity, Delivery, RemoteActor
from plenary.federation.synchronising import digest
from plenary.jobs.worker import run_until_empty
from plenary.lib import clock
from plenary.statuses.models import Attachment, Status, UploadState
from tests.factories import make_account
from tests.federation.inbound.elsewhere import Elsewhere, elsewhere
from tests.federation.inbound.makers import activity, at, note, take
from tests.federation.makers import HERE, remote
from tests.mastodon_api.linked import png

__all__ = ["elsewhere"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("federating")]
SERVER = f"{HERE}/actor"


@pytest.fixture
def event() -> Event:
    today = clock.now().date()
    draft = actions.EventDraft("Plenary Meet", "PlenaryMeet", today, today, "UTC")
    made = actions.create_event(make_account("olga"), draft)
    run_until_empty(strict=True)
    return Event.objects.select_related("account", "hashtag").get(pk=made.pk)


@pytest.fixture
def nia(event: Event) -> Account:
    """She signs in here with an account elsewhere."""
    nia = remote("nia")
    user = User(email=None, account=nia)
    user.set_unusable_password()
    user.save()
    return nia


def say(who: Account, event: Event, audience: str = "everyone") -> None:
    actions.say(who, event, "going", audience)
    run_until_empty(strict=True)


def told() -> list[dict[str, Any]]:
    """What the server itself said, in order."""
    rows = Activity.objects.filter(actor_uri=SERVER).order_by("pk")
    return [json.loads(row.body) for row in rows]


def under_the_hashtag(author: Account, number: int, **more: Any) -> dict[str, Any]:
    tag = {"type": "Hashtag", "name": "#plenarymeet", "href": "https://peer.example/tags/x"}
    now = f"{clock.now():%Y-%m-%dT%H:%M:%SZ}"
    return note(author, number, tag=[tag], published=now, **more)


def test_who_shows_that_they_come_is_followed_by_the_server(event: Event, nia: Account) -> None:
    say(nia, event)
    [asked] = told()
    assert (asked["type"], asked["actor"], asked["object"]) == ("Follow", SERVER, nia.uri)
    assert Delivery.objects.get(activity__uri=asked["id"]).inbox == f"{nia.uri}/inbox"
    say(nia, event)
    assert len(told()) == 1, "once is enough"
    take(activity(nia, "Create", under_the_hashtag(nia, 1)), nia)
    assert at(f"{nia.uri}/statuses/1") is not None
    assert Status.objects.filter(account=event.account, reblog_of__account=nia).exists()


def test_of_what_comes_by_that_only_the_hashtags_posts_are_kept(event: Event, nia: Account) -> None:
    say(nia, event)
    take(activity(nia, "Create", note(nia, 1)), nia)
    followers = {"to": [f"{nia.uri}/followers"], "cc": []}
    take(activity(nia, "Create", under_the_hashtag(nia, 2, **followers)), nia)
    assert not Status.objects.filter(account=nia).exists()


@pytest.mark.parametrize("audience", ["attendees", "followers", "following"])
def test_who_shows_it_to_some_is_not(event: Event, nia: Account, audience: str) -> None:
    """Whom somebody is followed by everybody sees, and a boost tells it too."""
    say(nia, event, audience)
    assert told() == []
    take(activity(nia, "Create", under_the_hashtag(nia, 1)), nia)
    assert at(f"{nia.uri}/statuses/1") is not None
    assert not Status.objects.filter(account=event.account, reblog_of__isnull=False).exists()


def test_people_of_this_server_are_not(event: Event) -> None:
    say(make_account("ada"), event)
    assert told() == []


@pytest.mark.parametrize("why", ["withdrawn", "hidden", "over"])
def test_it_ends_with_its_reason(event: Event, nia: Account, why: str) -> None:
    say(nia, event)
    if why == "withdrawn":
        actions.withdraw(nia, event)
    elif why == "hidden":
        actions.say(nia, event, "going", "followers")
    else:
        long_ago = clock.now().date() - rules.AFTERGLOW - timedelta(days=1)
        Event.objects.filter(pk=event.pk).update(starts_on=long_ago, ends_on=long_ago)
        hearing.hear_no_more.enqueue()
    run_until_empty(strict=True)
    asked, undone = told()
    assert (undone["type"], undone["object"]["id"]) == ("Undo", asked["id"])
    assert undone["object"]["object"] == nia.uri


def test_who_joined_elsewhere_is_heard_until_they_leave(event: Event) -> None:
    tom = remote("tom")
    uri = f"{HERE}/events/{event.slug}"
    take(activity(tom, "Join", uri), tom)
    assert [one["type"] for one in told()] == ["Follow"]
    take(activity(tom, "Leave", uri), tom)
    assert [one["type"] for one in told()] == ["Follow", "Undo"]


def test_who_is_known_by_sign_in_alone_is_looked_up_first(
    event: Event, nia: Account, elsewhere: Elsewhere
) -> None:
    RemoteActor.objects.all().delete()
    elsewhere.person(nia.uri, "nia")
    say(nia, event)
    [asked] = told()
    assert Delivery.objects.get(activity__uri=asked["id"]).inbox == f"{nia.uri}/inbox"


def test_a_server_that_knows_no_actors_is_left_alone(
    event: Event, nia: Account, elsewhere: Elsewhere
) -> None:
    RemoteActor.objects.all().delete()
    say(nia, event)
    assert told() == []


def test_who_says_no_is_not_asked_again_unasked(event: Event, nia: Account) -> None:
    say(nia, event)
    [asked] = told()
    take(activity(nia, "Accept", asked), nia)
    take(activity(nia, "Reject", asked["id"]), nia)
    assert RemoteActor.objects.get(account=nia).heard is None
    hearing.hear_no_more.enqueue()
    run_until_empty(strict=True)
    assert len(told()) == 1


def test_their_server_counts_the_server_among_followers(
    event: Event, nia: Account, elsewhere: Elsewhere
) -> None:
    """FEP-8fcf: it is no odd one out, and who was thrown out knows."""
    say(nia, event)
    url = f"{nia.uri}/sync"

    def tell(uris: list[str]) -> None:
        elsewhere.documents[url] = {"id": url, "type": "OrderedCollection", "orderedItems": uris}
        parts = f'collectionId="{nia.uri}/followers", digest="{digest(uris)}", url="{url}"'
        in_step.told(nia, parts)
        run_until_empty(strict=True)

    tell([SERVER])
    assert url not in elsewhere.asked
    tell([])
    assert url in elsewhere.asked
    assert RemoteActor.objects.get(account=nia).heard is None
    tell([SERVER])
    assert [one["type"] for one in told()] == ["Follow", "Undo"]


def test_its_pictures_are_shown_to_who_reads_of_the_event(
    event: Event, nia: Account, elsewhere: Elsewhere
) -> None:
    elsewhere.pictures["https://peer.example/p.png"] = png()
    file = {"type": "Document", "mediaType": "image/png", "url": "https://peer.example/p.png"}
    say(nia, event)
    take(activity(nia, "Create", under_the_hashtag(nia, 1, attachment=[file])), nia)
    assert Attachment.objects.get().state == UploadState.READY
