"""An event's account passes on what attendees post under its hashtag."""

from datetime import timedelta

import pytest

from plenary.accounts import actions as accounts
from plenary.accounts.models import Account, User
from plenary.accounts.queries import Filters
from plenary.conduct import actions as conduct
from plenary.events import actions, queries
from plenary.events.actions import boosting
from plenary.events.models import Event, EventPost
from plenary.events.rules import elsewhere as rules
from plenary.jobs.worker import run_until_empty
from plenary.lib import clock
from plenary.lib.errors import NotFound, Refused
from plenary.statuses import actions as statuses
from plenary.statuses.facts import StatusPublished
from plenary.statuses.models import Status, StatusHashtag, Visibility
from plenary.statuses.rules import Draft
from tests.factories import make_account
from tests.federation.makers import remote

pytestmark = pytest.mark.django_db


@pytest.fixture
def olga() -> Account:
    return make_account("olga")


@pytest.fixture
def event(olga: Account) -> Event:
    today = clock.now().date()
    draft = actions.EventDraft("Plenary Meet", "#PlenaryMeet", today, today, "UTC", venue="Hall")
    made = actions.create_event(olga, draft)
    run_until_empty(strict=True)
    return Event.objects.select_related("account", "hashtag", "announcement").get(pk=made.pk)


@pytest.fixture
def ana(event: Event) -> Account:
    """She lets everybody know that she goes."""
    ana = make_account("ana")
    actions.say(ana, event, "going", "everyone")
    return ana


def say(author: Account, words: str = "Hello #PlenaryMeet", **more: object) -> Status:
    made = statuses.publish(author, Draft(text=words, **more))  # type: ignore[arg-type]
    run_until_empty(strict=True)
    return made


def boosted(event: Event) -> list[int]:
    rows = Status.objects.filter(account=event.account, reblog_of__isnull=False)
    return list(rows.order_by("pk").values_list("reblog_of_id", flat=True))


def test_an_event_has_an_account_that_is_nobody(event: Event, olga: Account) -> None:
    account = event.account
    assert account is not None
    assert (account.username, account.name) == ("PlenaryMeet", "Plenary Meet")
    assert (account.actor_type, account.bot, account.discoverable) == ("Group", True, False)
    assert not hasattr(account, "user")
    assert not queries.people(olga, event, Filters())


def test_its_handle_is_another_where_that_one_is_kept_or_taken(olga: Account) -> None:
    make_account("amee")
    today = clock.now().date()
    taken = actions.create_event(olga, actions.EventDraft("X", "AMEE", today, today, "UTC"))
    kept = actions.create_event(olga, actions.EventDraft("Admin", "admin", today, today, "UTC"))
    taken_account, kept_account = taken.account, kept.account
    assert taken_account is not None and kept_account is not None
    assert taken_account.username not in ("amee", "AMEE")
    assert kept_account.username == "admin_event"


def test_it_announces_itself_and_a_change_is_an_edit(event: Event, olga: Account) -> None:
    post = event.announcement
    assert post is not None and post.account == event.account
    assert post.visibility == Visibility.PUBLIC
    assert "Plenary Meet" in post.text and "Hall" in post.text and "#PlenaryMeet" in post.text
    assert f"/events/{event.slug}" in post.text
    draft = actions.EventDraft(
        "Plenary Meet", "PlenaryMeet", event.starts_on, event.ends_on, "UTC", venue="Elsewhere"
    )
    actions.edit_event(olga, event, draft)
    run_until_empty(strict=True)
    post.refresh_from_db()
    assert "Elsewhere" in post.text and post.edited_at is not None
    actions.cancel_event(olga, event)
    run_until_empty(strict=True)
    post.refresh_from_db()
    assert post.text.startswith("Cancelled: ")
    assert Status.objects.filter(account=event.account).count() == 1


def test_what_nobody_needs_to_hear_of_is_not_told(event: Event, olga: Account) -> None:
    draft = actions.EventDraft(
        "Plenary Meet", "PlenaryMeet", event.starts_on, event.ends_on, "UTC", venue="Hall"
    )
    actions.edit_event(olga, event, draft)
    event.refresh_from_db()
    assert event.changed_at is None


def test_what_is_over_is_no_news(olga: Account) -> None:
    long_ago = clock.now().date() - timedelta(days=400)
    actions.create_event(olga, actions.EventDraft("Old", "old", long_ago, long_ago, "UTC"))
    run_until_empty(strict=True)
    assert not Status.objects.exists()


def test_an_attendees_post_is_passed_on_once(event: Event, ana: Account) -> None:
    post = say(ana)
    assert boosted(event) == [post.pk]
    statuses.edit(ana, post.pk, Draft(text="Hello again #PlenaryMeet"))
    run_until_empty(strict=True)
    assert boosted(event) == [post.pk]


def test_of_who_hides_that_they_go_nothing_is(event: Event) -> None:
    """A boost would tell it."""
    bo = make_account("bo")
    for audience in ("attendees", "followers", "following"):
        actions.say(bo, event, "going", audience)
        say(bo)
    say(make_account("nobody"))
    assert boosted(event) == []
    assert not EventPost.objects.exists()


@pytest.mark.parametrize(
    "more",
    [
        {"visibility": Visibility.UNLISTED},
        {"visibility": Visibility.PRIVATE},
        {"visibility": Visibility.DIRECT},
        {"sensitive": True},
        {"spoiler_text": "Blood"},
    ],
)
def test_what_is_not_for_everybody_is_not(
    event: Event, ana: Account, more: dict[str, object]
) -> None:
    say(ana, **more)
    say(ana, "Without it")
    assert boosted(event) == []


def test_an_answer_to_another_is_not_but_a_thread_is(event: Event, ana: Account) -> None:
    other = say(make_account("cy"), "A question")
    say(ana, in_reply_to_id=other.pk)
    assert boosted(event) == []
    first = say(ana)
    second = say(ana, in_reply_to_id=first.pk)
    assert boosted(event) == [first.pk, second.pk]


def test_of_somebody_limited_nothing_is(event: Event, ana: Account) -> None:
    Account.objects.filter(pk=ana.pk).update(silenced_at=clock.now())
    say(ana)
    assert boosted(event) == []


def test_it_is_undone_where_the_reason_goes(event: Event, ana: Account) -> None:
    post = say(ana)
    statuses.edit(ana, post.pk, Draft(text="Hello"))
    run_until_empty(strict=True)
    assert boosted(event) == []
    statuses.edit(ana, post.pk, Draft(text="Hello #PlenaryMeet"))
    run_until_empty(strict=True)
    assert boosted(event) == [post.pk]
    actions.say(ana, event, "going", "attendees")
    run_until_empty(strict=True)
    assert boosted(event) == []


def test_it_is_undone_when_the_author_leaves_or_blocks(event: Event, ana: Account) -> None:
    say(ana)
    actions.withdraw(ana, event)
    run_until_empty(strict=True)
    assert boosted(event) == []
    actions.say(ana, event, "going", "everyone")
    post = say(ana)
    assert boosted(event) == [post.pk]
    assert event.account is not None
    accounts.block(ana, event.account)
    run_until_empty(strict=True)
    assert boosted(event) == []
    say(ana)
    assert boosted(event) == []
    post.refresh_from_db()
    assert post.reblogs_count == 0


def test_a_deleted_post_leaves_nothing(event: Event, ana: Account) -> None:
    post = say(ana)
    statuses.delete(ana, post.pk)
    run_until_empty(strict=True)
    assert boosted(event) == []
    assert not EventPost.objects.exists()


def test_organisers_accept_and_drop(event: Event, ana: Account, olga: Account) -> None:
    actions.set_boosting(olga, event, "approved")
    event.refresh_from_db()
    one, two = say(ana), say(ana)
    assert boosted(event) == []
    assert [row.status_id for row in queries.organised(olga, event).waiting] == [two.pk, one.pk]
    actions.accept_post(olga, event, one.pk)
    actions.drop_post(olga, event, two.pk)
    assert boosted(event) == [one.pk]
    actions.drop_post(olga, event, one.pk)
    for post in (one, two):
        statuses.edit(ana, post.pk, Draft(text="Anew #PlenaryMeet"))
    run_until_empty(strict=True)
    assert boosted(event) == []
    with pytest.raises(NotFound):
        actions.accept_post(olga, event, one.pk)


def test_nobody_else_decides_but_moderators(event: Event, ana: Account) -> None:
    post = say(ana)
    stranger = make_account("zed")
    for act in (actions.accept_post, actions.drop_post):
        with pytest.raises(NotFound):
            act(stranger, event, post.pk)
    with pytest.raises(NotFound):
        actions.set_boosting(stranger, event, "off")
    with pytest.raises(NotFound):
        actions.cancel_event(stranger, event)
    with pytest.raises(NotFound):
        queries.organised(stranger, event)
    stranger.user.is_staff = True
    stranger.user.save()
    actions.drop_post(stranger, event, post.pk)
    assert boosted(event) == []


def test_off_is_off_at_once(event: Event, ana: Account, olga: Account) -> None:
    say(ana)
    with pytest.raises(Refused):
        actions.set_boosting(olga, event, "loud")
    actions.set_boosting(olga, event, "off")
    run_until_empty(strict=True)
    assert boosted(event) == []


def test_more_than_enough_of_one_waits(
    event: Event, ana: Account, olga: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_A_DAY", 1)
    one, two = say(ana), say(ana)
    assert boosted(event) == [one.pk]
    assert [row.status_id for row in queries.organised(olga, event).waiting] == [two.pk]


@pytest.mark.parametrize("action", ["silence", "suspend", "sensitive"])
def test_it_is_undone_where_moderators_decide_about_the_author(
    event: Event, ana: Account, mod: Account, action: str
) -> None:
    bo = make_account("bo")
    actions.say(bo, event, "going", "everyone")
    say(ana)
    stays = say(bo)
    conduct.decide(mod, ana.pk, action)
    run_until_empty(strict=True)
    assert boosted(event) == [stays.pk]


@pytest.mark.parametrize("severity", ["silence", "suspend"])
def test_or_about_their_server(event: Event, ana: Account, mod: Account, severity: str) -> None:
    stays = say(ana)
    nia = remote("nia")
    actions.say(nia, event, "going", "everyone")
    theirs = Status.objects.create(account=nia, text="x", local=False, uri=f"{nia.uri}/1")
    StatusHashtag.objects.create(status=theirs, hashtag=event.hashtag)
    boosting.on_post_published(StatusPublished(theirs.pk, nia.pk))
    assert boosted(event) == [stays.pk, theirs.pk]
    conduct.block_domain(mod, "peer.example", severity=severity)
    run_until_empty(strict=True)
    assert boosted(event) == [stays.pk]


@pytest.fixture
def mod() -> Account:
    mod = make_account("mod")
    User.objects.filter(account=mod).update(is_staff=True)
    return mod
