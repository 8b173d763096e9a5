"""Who is going: sections, filters, the search by name, and how the viewer knows each."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest

from plenary.accounts.models import Account
from plenary.accounts.queries import Filters
from plenary.events import queries
from plenary.events.models import Event, Speaker
from plenary.events.queries import Acquaintance
from plenary.lib import clock, ids
from plenary.statuses import actions as statuses
from plenary.statuses.models import ConversationPair, Hashtag, HashtagUse, Visibility
from tests.factories import attend, befriend, block, follow, make_account, make_event
from tests.statuses.makers import post

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    tag = Hashtag.objects.create(name="bench27", display="Bench27")
    return make_event("congress", hashtag=tag)


def _going(event: Event, *names: str, **columns: Any) -> list[Account]:
    people = [make_account(name, **columns) for name in names]
    for person in people:
        person.name_words.create(word=person.username)
        attend(event, person)
    return people


def _by_section(viewer: Account | None, event: Event, **filters: str) -> dict[str, list[str]]:
    found = queries.people(viewer, event, Filters(**filters))
    return {part.name: [card.account.username for card in part.cards] for part in found}


def test_each_stands_in_the_section_of_how_the_viewer_knows_them(event: Event) -> None:
    me, friend, idol, fan, writer, _ = _going(
        event, "me", "friend", "idol", "fan", "writer", "other"
    )
    befriend(me, friend)
    follow(me, idol)
    follow(fan, me)
    HashtagUse.objects.create(hashtag=event.hashtag, account=writer, uses=1, last_status_id=5)
    star = make_account("star")
    Speaker.objects.create(event=event, key="1", name="Dr Star", account=star)
    Speaker.objects.create(event=event, key="2", name="Not here")
    assert _by_section(me, event) == {
        "mutuals": ["friend"],
        "following": ["idol"],
        "followers": ["fan"],
        "hashtag": ["writer"],
        "speakers": ["star"],
        "others": ["other", "writer"],
    }
    assert set(_by_section(None, event)) == {"hashtag", "speakers", "others"}


def test_a_blocked_or_suspended_speaker_is_not_shown(event: Event) -> None:
    me, blocker, suspended = make_account(), make_account(), make_account()
    for number, one in enumerate((blocker, suspended)):
        Speaker.objects.create(event=event, key=str(number), name="X", account=one)
    block(blocker, me)
    Account.objects.filter(pk=suspended.pk).update(suspended_at=clock.now())
    assert _by_section(me, event) == {}
    assert _by_section(None, event) == {"speakers": [blocker.username]}


def test_filters_narrow_together(event: Event) -> None:
    me = make_account()
    here = {"specialty": "cardiology", "grade": "consultant", "region": "Wales"}
    (match,) = _going(event, "match", **here)
    match.interests.create(key="meded", name="MedEd")
    (indifferent,) = _going(event, "indifferent", **here)
    for name, value in (("specialty", "neurology"), ("grade", "registrar"), ("region", "London")):
        (one,) = _going(event, f"other{name}", **here | {name: value})
        one.interests.create(key="meded", name="MedEd")
    assert _by_section(me, event, **here) == {"others": ["indifferent", "match"]}
    assert _by_section(me, event, **here, interest="#MedEd") == {"others": ["match"]}
    assert _by_section(me, event, **here | {"region": "wales"}, interest="meded") == {
        "others": ["match"]
    }
    found = queries.people_found(me, event, Filters(q="indiff", specialty="neurology"))
    assert not found.cards
    found = queries.people_found(me, event, Filters(q="indiff", specialty="cardiology"))
    assert [card.account for card in found.cards] == [indifferent]


def test_the_search_finds_whom_one_knows_first(event: Event) -> None:
    me, stranger, friend, namesake = _going(event, "me", "ana", "anabel", "anton")
    for one in (stranger, friend, namesake):
        one.name_words.create(word="smith")
    befriend(me, friend)
    found = queries.people_found(me, event, Filters(q="an smi")).cards
    assert [card.account for card in found] == [friend, namesake, stranger]
    assert not queries.people_found(me, event, Filters(q="smi zed")).cards
    assert not queries.people_found(me, event, Filters(q="!?")).cards


def test_pages_of_a_section_follow_on_without_gap_or_repeat(
    event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    # By its name in sys.modules: 'queries.people' is also the function.
    monkeypatch.setattr(import_module("plenary.events.queries.people"), "FULL", 4)
    me, *people = _going(event, "me", *[f"person{number}" for number in range(10)])
    for number, one in enumerate(people):
        HashtagUse.objects.create(
            hashtag=event.hashtag, account=one, uses=1, last_status_id=100 + number
        )
        Speaker.objects.create(event=event, key=str(number), name=one.name, account=one)
    for name in ("hashtag", "speakers", "others"):
        seen: list[int] = []
        after = None
        for _ in range(4):
            part = queries.section(me, event, name, Filters(), after)
            seen += [card.account.pk for card in part.cards]
            after = part.after
            if after is None:
                break
        assert sorted(seen) == sorted(one.pk for one in people), name


def test_users_of_the_hashtag_who_do_not_attend_are_passed_over(event: Event) -> None:
    """Also when there are more of them than one part holds."""
    (last,) = _going(event, "last")
    away = [make_account() for _ in range(40)]
    for number, account in enumerate([last, *away]):
        HashtagUse.objects.create(
            hashtag=event.hashtag, account=account, uses=1, last_status_id=number + 1
        )
    assert _by_section(None, event)["hashtag"] == ["last"]


def test_the_newest_under_the_hashtag_come_first(event: Event) -> None:
    early, late = _going(event, "early", "late")
    for account, last in ((late, 20), (early, 10)):
        HashtagUse.objects.create(
            hashtag=event.hashtag, account=account, uses=1, last_status_id=last
        )
    assert _by_section(None, event)["hashtag"] == ["late", "early"]


def test_how_i_know_somebody_in_a_line(event: Event, freeze: Callable[[datetime], None]) -> None:
    now = datetime(2027, 6, 10, 12, tzinfo=UTC)
    freeze(now)
    me, person = make_account(), make_account()
    mine, theirs = follow(me, person), follow(person, me)
    mine.created_at, theirs.created_at = datetime(2024, 3, 2, tzinfo=UTC), now - timedelta(days=9)
    mine.save()
    theirs.save()
    low, high = sorted([me.pk, person.pk])
    for thread in (1, 2, 3):
        ConversationPair.objects.create(low_id=low, high_id=high, thread_id=thread)
    both = Hashtag.objects.create(name="meded", display="MedEd")
    only_mine = Hashtag.objects.create(name="mine", display="mine")
    posted = ids.first_id_at(now - timedelta(hours=3))
    for tag, account in ((both, me), (both, person), (only_mine, me), (event.hashtag, me)):
        HashtagUse.objects.create(hashtag=tag, account=account, uses=2)
    HashtagUse.objects.create(hashtag=event.hashtag, account=person, uses=1, last_status_id=posted)
    known = queries.acquaintance(me, [person], event)[person.pk]
    assert str(known) == (
        "Mutual since Jun 2027, you first · 3 conversations · both #MedEd · posted #Bench27 3 h ago"
    )
    stranger = make_account()
    nothing = queries.acquaintance(me, [stranger], event)[stranger.pk]
    assert not nothing
    assert str(nothing) == ""


@pytest.mark.parametrize(
    ("i_follow", "they_follow", "words"),
    [
        (2024, None, "You follow since May 2024"),
        (None, 2025, "Follows you since May 2025"),
        (2024, 2025, "Mutual since May 2025, you first"),
        (2026, 2025, "Mutual since May 2026, they first"),
    ],
)
def test_who_followed_whom_and_when(
    i_follow: int | None, they_follow: int | None, words: str
) -> None:
    def may(year: int | None) -> datetime | None:
        return datetime(year, 5, 3, tzinfo=UTC) if year else None

    assert str(Acquaintance(i_follow=may(i_follow), they_follow=may(they_follow))) == words


@pytest.mark.parametrize("visibility", list(Visibility))
def test_only_public_posts_tell_of_the_hashtag(event: Event, visibility: Visibility) -> None:
    me, author = make_account(), make_account()
    attend(event, author)
    post(author, "Soon at #Bench27", visibility=visibility)
    known = queries.acquaintance(me, [author], event)[author.pk]
    assert (known.last_post is not None) is (visibility == Visibility.PUBLIC)
    assert ("hashtag" in _by_section(me, event)) is (visibility == Visibility.PUBLIC)


def test_a_deleted_post_tells_no_more(event: Event) -> None:
    me, author = make_account(), make_account()
    attend(event, author)
    status = post(author, "Soon at #Bench27")
    statuses.delete(author, status.pk)
    assert queries.acquaintance(me, [author], event)[author.pk].last_post is None
    assert "hashtag" not in _by_section(me, event)


def test_the_page_costs_the_same_for_ten_times_the_people(
    event: Event, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    me = make_account()
    counts = []
    for batch in (3, 30):
        for _ in range(batch):
            (person, fan) = _going(event, "", "")
            befriend(me, person)
            follow(fan, me)
            low, high = sorted([me.pk, person.pk])
            ConversationPair.objects.create(low_id=low, high_id=high, thread_id=1)
            HashtagUse.objects.create(
                hashtag=event.hashtag, account=person, uses=1, last_status_id=person.pk
            )
        with django_assert_max_num_queries(16) as captured:
            queries.people(me, event, Filters())
        counts.append(len(captured.captured_queries))
    assert counts[0] == counts[1]
    with django_assert_max_num_queries(10):
        queries.people_found(me, event, Filters(q="doctor"))
