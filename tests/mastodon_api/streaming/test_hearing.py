"""Live streams for apps: who hears what, by which right, and who falls silent."""

import asyncio
from datetime import timedelta

import msgspec
import pytest

from plenary.accounts import actions as accounts
from plenary.accounts.models import AccessToken, Mute
from plenary.lib import clock, pubsub
from plenary.mastodon_api.entities.notifications import Conversation
from plenary.mastodon_api.entities.statuses import Status
from plenary.mastodon_api.streaming import hub as hubs
from plenary.statuses import actions as statuses
from plenary.statuses.rules import Draft
from plenary.timelines.actions import accept_requests, set_policy
from plenary.timelines.models import NotificationRequest
from tests.factories import block, follow, make_account
from tests.mastodon_api.streaming.listening import (
    Events,
    Wire,
    beside,
    happen,
    let_in,
    say,
    secret,
)
from tests.statuses.makers import DIRECT, PRIVATE, picture, post, reply

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_post_its_edit_and_its_end_reach_followers_and_the_author(play, maya, tom):
    mayas, toms = secret(maya), secret(tom)

    async def scene() -> None:
        reader = await Events("/user", mayas).open()
        author = await Events("/user", toms).open()
        written = await happen(post, tom, "Rounds at eight")
        event, shown = await reader.next()
        assert event == "update"
        msgspec.convert(shown, Status, strict=True)
        assert shown["id"] == str(written.pk)
        assert shown["favourited"] is False
        assert "pinned" not in shown
        event, own = await author.next()
        assert (event, own["id"], own["pinned"]) == ("update", str(written.pk), False)
        await happen(statuses.edit, tom, written.pk, Draft(text="Rounds at nine"))
        event, shown = await reader.next()
        assert event == "status.update"
        assert "nine" in shown["content"]
        await happen(statuses.delete, tom, written.pk)
        assert await reader.next() == ("delete", written.pk)

    play(scene)


def test_each_hears_only_what_home_would_show(play, maya, tom):
    stranger = make_account("stranger")
    bystander = make_account("bystander")
    follow(bystander, stranger)
    mayas, bystanders = secret(maya), secret(bystander)

    async def scene() -> None:
        reader = await Events("/user", mayas).open()
        other = await Events("/user", bystanders).open()
        await happen(post, stranger, "canary for others")
        question = await happen(post, stranger, "What do you think?")
        await happen(reply, tom, question, "canary to a stranger")
        await happen(post, tom, "@stranger canary", visibility=DIRECT)
        private = await happen(post, tom, "For followers", visibility=PRIVATE)
        event, shown = await reader.next()
        assert (event, shown["id"]) == ("update", str(private.pk))
        assert "canary" in (await other.next())[1]["content"]
        assert (await other.next())[1]["id"] == str(question.pk)
        assert await reader.silent()
        assert await other.silent()

    play(scene)


def test_what_one_marked_is_told_as_marked(play, maya, tom):
    ana = make_account("ana")
    follow(ana, tom)
    old = post(make_account("old"), "Worth reading")
    statuses.favourite(maya, old.pk)
    mayas, anas = secret(maya), secret(ana)

    async def scene() -> None:
        marked = await Events("/user", mayas).open()
        unmarked = await Events("/user", anas).open()
        await happen(statuses.boost, tom, old.pk)
        assert (await marked.next())[1]["reblog"]["favourited"] is True
        assert (await unmarked.next())[1]["reblog"]["favourited"] is False

    play(scene)


@pytest.mark.parametrize("change", ["block", "blocked", "mute", "unfollow"])
def test_who_was_sent_away_is_not_heard_from_that_moment(play, maya, tom, change):
    """59"""
    token = secret(maya)

    def apply() -> None:
        if change == "block":
            block(maya, tom)
        elif change == "blocked":
            block(tom, maya)
        elif change == "mute":
            Mute.objects.create(source=maya, target=tom)
        else:
            accounts.unfollow(maya, tom)

    async def scene() -> None:
        home = await Events("/user", token).open()
        public = await Events("/public", token).open()
        tagged = await Events("/hashtag", token, tag="ECMO").open()
        await beside(apply)
        await happen(post, tom, "canary #ecmo")
        if change == "unfollow":
            assert (await public.next())[0] == "update"
            assert (await tagged.next())[0] == "update"
        assert await home.silent()
        assert await public.silent(0.05)
        assert await tagged.silent(0.05)

    play(scene)


@pytest.mark.parametrize("end", ["token", "app", "reset", "suspended", "inactive", "expired"])
def test_a_right_that_ended_ends_the_stream_within_a_second(play, maya, tom, end):
    """45"""
    made, token = let_in(maya)
    _, others = let_in(tom)

    def apply() -> None:
        if end == "token":
            accounts.revoke_token(maya, made.pk)
            return
        if end == "app":
            accounts.revoke_application(maya, made.application_id)
            return
        if end == "reset":
            accounts.change_password(maya.user, "another long sentence", keep_apps=False)
            return
        if end == "suspended":
            accounts.suspend(maya)
            return
        if end == "inactive":
            maya.user.is_active = False
            maya.user.save()
        else:
            AccessToken.objects.filter(pk=made.pk).update(
                expires_at=clock.machine_now() - timedelta(seconds=1)
            )
        pubsub.publish([pubsub.account(maya.pk)], "session-ended")

    async def scene() -> None:
        events, wire = await Events("/user", token).open(), await Wire(token, stream="user").open()
        untouched = await Events("/user", others).open()
        await beside(apply)
        began = asyncio.get_running_loop().time()
        await asyncio.wait_for(asyncio.gather(events.task, wire.task), 1)
        assert asyncio.get_running_loop().time() - began < 1
        assert "no longer valid" in (await wire.next())["error"]
        assert (await wire.message())["type"] == "websocket.close"
        assert [one.listener.account_id for one in hubs.hub.streams] == [tom.pk]
        await happen(post, tom, "canary")
        assert (await untouched.next())[0] == "update"
        assert (await Events("/user", token).refused())[0] == 401

    play(scene)


def test_a_right_that_ended_without_a_word_is_noticed(play, maya, monkeypatch):
    monkeypatch.setattr(hubs.Hub, "recheck_seconds", 0.3)
    made, token = let_in(maya)

    async def scene() -> None:
        events = await Events("/user", token).open()
        await beside(AccessToken.objects.filter(pk=made.pk).delete)
        await asyncio.wait_for(events.task, 2)

    play(scene)


def test_public_streams_carry_what_their_timelines_would(play, maya, tom):
    token = secret(maya)
    paths = {
        "/public": {},
        "/public/local": {},
        "/public/remote": {},
        "/public/local?media": {"only_media": "true"},
        "/hashtag": {"tag": "ECMO"},
        "/hashtag/local": {"tag": "ecmo"},
        "/hashtag?other": {"tag": "sepsis"},
    }

    async def scene() -> None:
        opened = {
            path: await Events(path.split("?")[0], token, **given).open()
            for path, given in paths.items()
        }
        first = await happen(post, tom, "On #Ecmo")
        await happen(reply, maya, first, "An answer about #ecmo")
        await happen(post, tom, "canary #ecmo", visibility=PRIVATE)
        heard: dict[str, list[str]] = {}
        await asyncio.sleep(0.3)
        for path, stream in opened.items():
            heard[path] = []
            while not stream.sent.empty():
                heard[path].append((await stream.next())[1]["content"])
        assert {path: len(texts) for path, texts in heard.items()} == {
            "/public": 1,
            "/public/local": 1,
            "/public/remote": 0,
            "/public/local?media": 0,
            "/hashtag": 2,
            "/hashtag/local": 2,
            "/hashtag?other": 0,
        }
        assert "canary" not in str(heard)
        await happen(statuses.delete, tom, first.pk)
        for path in ("/public", "/hashtag"):
            assert await opened[path].next() == ("delete", first.pk)

    play(scene)


def test_posts_with_pictures_are_told_where_only_those_are(play, maya, tom):
    token = secret(maya)

    def with_picture() -> int:
        made = statuses.upload(tom, picture(), "A slide")
        return post(tom, "Slide", attachments=(made.pk,)).pk

    async def scene() -> None:
        opened = [
            await Events("/public", token, only_media="true").open(),
            await Events("/public/local", token, only_media="1").open(),
            await Events("", token, stream="public:media").open(),
            await Events("", token, stream="public:local:media").open(),
        ]
        remote = await Events("/public/remote", token, only_media="true").open()
        await happen(post, tom, "Words alone")
        shown = await happen(with_picture)
        for stream in opened:
            event, told = await stream.next()
            assert (event, told["id"]) == ("update", str(shown))
            assert len(told["media_attachments"]) == 1
        assert await remote.silent(0.05)

    play(scene)


def test_what_a_suspended_person_wrote_comes_by_no_boost(play, maya, tom):
    """60"""
    token, gone = secret(maya), make_account("gone")
    follow(maya, gone)
    written = post(gone, "canary")

    async def scene() -> None:
        reader = await Events("/user", token).open()
        # Between the boost and its telling.
        boosted = await beside(statuses.boost, tom, written.pk)
        await beside(accounts.suspend, gone)
        await say(pubsub.account(maya.pk), "home", status=str(boosted.pk))
        after = await happen(post, tom, "after")
        assert (await reader.next())[1]["id"] == str(after.pk)
        assert await reader.silent(0.1)

    play(scene)


def test_notifications_go_to_those_with_the_scope_alone(play, maya, tom):
    both, posts, notices = (
        secret(maya),
        secret(maya, "read:statuses"),
        secret(maya, "read:notifications"),
    )

    async def scene() -> None:
        all_of_it = await Events("/user", both).open()
        only_posts = await Events("/user", posts).open()
        only_notices = await Events("/user/notification", notices).open()
        assert (await Events("/user", notices).refused())[0] == 403
        assert (await Events("/user/notification", posts).refused())[0] == 403
        written = await happen(post, tom, "@maya look", visibility=DIRECT)
        for stream in (all_of_it, only_notices):
            event, told = await stream.next()
            assert (event, told["type"]) == ("notification", "mention")
            assert told["account"]["acct"] == "tom"
            assert told["status"]["id"] == str(written.pk)
        assert await only_posts.silent()

    play(scene)


def test_filters_changed_is_told_without_more(play, maya):
    token = secret(maya)

    async def scene() -> None:
        events, wire = await Events("/user", token).open(), await Wire(token, stream="user").open()
        await say(pubsub.account(maya.pk), "filters_changed")
        assert await events.next() == ("filters_changed", {})
        assert await wire.next() == {"stream": ["user"], "event": "filters_changed"}

    play(scene)


def test_heartbeats_keep_proxies_from_cutting(play, maya, monkeypatch):
    monkeypatch.setattr(hubs.Hub, "heartbeat_seconds", 0.2)
    token = secret(maya)

    async def scene() -> None:
        events, wire = await Events("/user", token).open(), await Wire(token, stream="user").open()
        for _ in range(2):
            assert (await events.message())["body"] == b":thump\n"
        assert await wire.silent(0), "a socket is pinged by the server"

    play(scene)


def test_many_listeners_cost_no_more_queries_than_one(maya, tom, django_assert_max_num_queries):
    from plenary.mastodon_api.streaming import payloads

    readers = [make_account() for _ in range(30)]
    for one in readers:
        follow(one, tom)
    written = post(tom, "For all")
    everybody = [one.pk for one in readers]
    with django_assert_max_num_queries(12):
        told = payloads.telling.__wrapped__(written.pk, everybody, everybody)
    assert told.homes == told.readers == set(everybody)
    assert told.own == {}


def test_conversations_are_told_on_their_own_channel(play, maya, tom):
    other = make_account("other")
    mayas, toms, others = secret(maya), secret(tom), secret(other)

    async def scene() -> None:
        reader = await Events("/direct", mayas).open()
        author = await Events("/direct", toms).open()
        bystander = await Events("/direct", others).open()
        user = await Events("/user", others).open()
        written = await happen(post, tom, "@maya psst", visibility=DIRECT)
        for stream, unread in ((reader, True), (author, False)):
            event, told = await stream.next()
            assert event == "conversation"
            msgspec.convert(told, Conversation, strict=True)
            assert told["unread"] is unread
            assert told["last_status"]["id"] == str(written.pk)
        await happen(block, maya, tom)
        await happen(reply, tom, written, "more", visibility=DIRECT)
        assert await bystander.silent()
        assert user.sent.empty() and reader.sent.empty(), "nor whom one blocked"

    play(scene)


def test_what_a_policy_keeps_apart_is_not_told_until_it_is_let_in(play, maya, tom):
    mayas = secret(maya)
    stranger = make_account("stranger")
    set_policy(maya, {"for_not_following": "filter"})

    async def scene() -> None:
        reader = await Events("/user/notification", mayas).open()
        await happen(post, stranger, "@maya hello")
        assert await reader.silent()
        user = await Events("/user", mayas).open()
        asked = await beside(NotificationRequest.objects.get)
        await happen(accept_requests, maya, [asked.pk])
        assert (await user.next())[0] == "notifications_merged"
        await happen(post, stranger, "@maya hello again")
        event, told = await reader.next()
        assert (event, told["account"]["username"]) == ("notification", "stranger")

    play(scene)
