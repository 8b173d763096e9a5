"""Lists, followed hashtags, how one follows, and announcements, as they happen."""

import msgspec
import pytest

from plenary.accounts import actions as accounts
from plenary.accounts.models import Follow
from plenary.mastodon_api.entities.announcements import Announcement
from plenary.statuses import actions as statuses
from plenary.statuses.rules import Draft
from plenary.timelines import actions as timelines
from plenary.timelines.actions import add_to_list, create_list
from tests.factories import follow, make_account
from tests.mastodon_api.streaming.listening import Events, Wire, beside, happen, secret
from tests.statuses.makers import PRIVATE, post, reply

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ward(maya, tom) -> int:
    made = create_list(maya, "Ward").pk
    add_to_list(maya, made, [tom])
    return made


def test_a_list_as_it_happens(play, maya, tom, ward):
    token, other = secret(maya), make_account("other")
    follow(maya, other)

    async def scene() -> None:
        reader = await Events("/list", token, list=str(ward)).open()
        await happen(post, other, "not on it")
        written = await happen(post, tom, "on it", visibility=PRIVATE)
        event, shown = await reader.next()
        assert (event, shown["id"]) == ("update", str(written.pk))
        question = await happen(post, other, "not on it either")
        await happen(reply, tom, question, "to somebody who is not on it")
        await happen(statuses.edit, tom, written.pk, Draft(text="changed"))
        assert (await reader.next())[0] == "status.update"
        await happen(statuses.delete, tom, written.pk)
        assert await reader.next() == ("delete", written.pk)
        await happen(accounts.mute, maya, tom)
        await happen(post, tom, "canary")
        assert await reader.silent()

    play(scene)


def test_who_is_taken_off_a_list_is_heard_there_no_more(play, maya, tom, ward):
    """59, 61: nor whom one follows no more, nor on a list that is gone."""
    token, other = secret(maya), make_account("other")
    follow(maya, other)
    add_to_list(maya, ward, [other])
    add_to_list(maya, create_list(maya, "Another").pk, [tom])
    follow(tom, other)

    async def scene() -> None:
        reader = await Events("/list", token, list=str(ward)).open()
        await beside(timelines.remove_from_list, maya, ward, [tom.pk])
        await happen(post, tom, "canary")
        after = await happen(post, other, "after")
        assert (await reader.next())[1]["id"] == str(after.pk)
        await beside(Follow.objects.filter(source=maya).delete)  # still on the list
        await happen(post, other, "canary")
        await beside(accounts.follow, maya, other)
        await beside(timelines.delete_list, maya, ward)
        await happen(post, other, "canary")
        assert await reader.silent()
        assert (await Events("/list", token, list=str(ward)).refused())[0] == 401

    play(scene)


def test_a_list_is_its_owners_alone(play, maya, tom, ward):
    toms = secret(tom)

    async def scene() -> None:
        status, _ = await Events("/list", toms, list=str(ward)).refused()
        assert status == 401
        status, _ = await Events("/list", toms, list="7").refused()
        assert status == 401
        wire = await Wire(toms).open()
        await wire.ask(type="subscribe", stream="list", list=str(ward))
        assert (await wire.next())["status"] == 401
        await happen(post, tom, "canary")
        assert await wire.silent()

    play(scene)


def test_a_list_over_a_socket(play, maya, tom, ward):
    token = secret(maya)

    async def scene() -> None:
        wire = await Wire(token).open()
        await wire.ask(type="subscribe", stream="list", list=ward)
        written = await happen(post, tom, "on it")
        told = await wire.next()
        assert told["stream"] == ["list", str(ward)]
        assert msgspec.json.decode(told["payload"])["id"] == str(written.pk)
        await wire.ask(type="unsubscribe", stream="list", list=str(ward))
        await happen(post, tom, "no more")
        assert await wire.silent()

    play(scene)


def test_followed_hashtags_come_home(play, maya, tom):
    token, stranger = secret(maya), make_account("stranger")
    statuses.follow_hashtag(maya, "MedEd")

    async def scene() -> None:
        reader = await Events("/user", token).open()
        await happen(post, stranger, "nothing")
        await happen(post, stranger, "few #MedEd", visibility=PRIVATE)
        written = await happen(post, stranger, "about #meded")
        event, shown = await reader.next()
        assert (event, shown["id"]) == ("update", str(written.pk))
        both = await happen(post, tom, "followed twice #meded")
        assert (await reader.next())[1]["id"] == str(both.pk)
        await happen(accounts.mute, maya, stranger)
        await happen(post, stranger, "canary #meded")
        assert await reader.silent()

    play(scene)


def test_how_one_follows_holds_for_streams(play, maya, tom):
    token, other = secret(maya), make_account("other")
    accounts.follow(maya, tom, accounts.Following(reblogs=False, languages=("de",)))
    boosted = post(other, "boosted")

    async def scene() -> None:
        reader = await Events("/user", token).open()
        await happen(statuses.boost, tom, boosted.pk)
        await happen(post, tom, "hello", language="en")
        written = await happen(post, tom, "hallo", language="de")
        assert (await reader.next())[1]["id"] == str(written.pk)
        assert await reader.silent()

    play(scene)


def test_what_is_read_apart_stays_out_of_the_home_stream(play, maya, tom):
    made = create_list(maya, "Apart", exclusive=True).pk
    add_to_list(maya, made, [tom])
    token = secret(maya)

    async def scene() -> None:
        home = await Events("/user", token).open()
        apart = await Events("/list", token, list=str(made)).open()
        written = await happen(post, tom, "apart")
        assert (await apart.next())[1]["id"] == str(written.pk)
        assert await home.silent()

    play(scene)


def test_announcements_as_they_happen(play, maya, tom):
    token = secret(maya)

    async def scene() -> None:
        reader = await Events("/user", token).open()
        made = await beside(timelines.announce, "Doors open")
        event, shown = await reader.next()
        assert event == "announcement"
        msgspec.convert(shown, Announcement, strict=True)
        assert "read" not in shown
        await beside(timelines.react, tom, made.pk, "👍")
        told = {"name": "👍", "count": 1, "announcement_id": str(made.pk)}
        assert await reader.next() == ("announcement.reaction", told)
        await beside(timelines.unreact, tom, made.pk, "👍")
        assert (await reader.next())[1]["count"] == 0
        await beside(timelines.withdraw, made.pk)
        assert await reader.next() == ("announcement.delete", made.pk)

    play(scene)


def test_many_listeners_cost_no_more_than_one(maya, tom, django_assert_max_num_queries):
    from plenary.mastodon_api.streaming import payloads

    owners = [make_account() for _ in range(20)]
    lists = []
    for one in owners:
        follow(one, tom)
        lists.append(create_list(one, "x").pk)
        add_to_list(one, lists[-1], [tom])
    written = post(tom, "For all")
    everybody = [one.pk for one in owners]
    with django_assert_max_num_queries(13):
        told = payloads.telling.__wrapped__(written.pk, everybody, everybody, lists)
    assert set(told.lists) == set(lists) and told.homes == set(everybody)
