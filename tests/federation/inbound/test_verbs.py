"""What each kind of activity does."""

from typing import Any

import pytest

from plenary.accounts import actions as accounts
from plenary.accounts.models import Account, Block, Follow, FollowRequest
from plenary.federation.models import InboxItem
from plenary.jobs import worker
from plenary.jobs.models import Job
from plenary.statuses.models import Favourite, Status
from tests.factories import follow
from tests.federation.inbound.makers import PUBLIC, activity, at, note, send, take
from tests.federation.makers import post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("federating", "elsewhere")]


def test_a_follow_and_its_undo(ada: Account, nia: Account) -> None:
    begun = activity(nia, "Follow", ada.actor_uri)
    take(begun, nia)
    assert Follow.objects.filter(source=nia, target=ada).exists()
    take(activity(nia, "Undo", begun), nia)
    assert not Follow.objects.exists()
    ada.refresh_from_db()
    assert ada.followers_count == 0


def test_who_is_locked_is_asked(ada: Account, nia: Account) -> None:
    Account.objects.filter(pk=ada.pk).update(locked=True)
    begun = activity(nia, "Follow", ada.actor_uri)
    take(begun, nia)
    assert FollowRequest.objects.filter(source=nia, target=ada).exists()
    take(activity(nia, "Undo", begun["id"]), nia)
    assert not FollowRequest.objects.exists()


def test_a_post_of_somebody_followed_comes_in(ada: Account, nia: Account) -> None:
    follow(ada, nia)
    take(activity(nia, "Create", note(nia)), nia)
    kept = Status.objects.get(account=nia)
    assert (kept.uri, kept.text, kept.local) == (f"{nia.uri}/statuses/1", "Good morning", False)


def test_a_post_that_nobody_here_has_use_for_does_not(nia: Account) -> None:
    take(activity(nia, "Create", note(nia)), nia)
    assert not Status.objects.exists()


def test_a_post_to_somebody_here_comes_in(ada: Account, nia: Account) -> None:
    named = {"type": "Mention", "href": ada.actor_uri, "name": "@ada@plenary.example"}
    take(activity(nia, "Create", note(nia, tag=[named], to=[ada.actor_uri], cc=[])), nia)
    kept = Status.objects.get(account=nia)
    assert kept.get_visibility_display() == "direct"
    assert [one.account for one in kept.mentions.all()] == [ada]


@pytest.mark.parametrize(
    ("around", "seen_by"),
    [({"to": PUBLIC}, "public"), ({"cc": [PUBLIC]}, "unlisted"), ({}, "direct")],
)
def test_for_whom_a_post_is_may_stand_around_it(
    ada: Account, nia: Account, around: dict[str, Any], seen_by: str
) -> None:
    follow(ada, nia)
    said = note(nia)
    del said["to"], said["cc"]
    take(activity(nia, "Create", said, **around), nia)
    assert Status.objects.get().get_visibility_display() == seen_by
    take(activity(nia, "Create", note(nia, 2, to=[], cc=[]), to=[PUBLIC]), nia)
    assert Status.objects.get(uri__endswith="/2").get_visibility_display() == "direct"


def test_a_poll_with_both_kinds_of_options_named(ada: Account, nia: Account) -> None:
    follow(ada, nia)
    options = [{"type": "Note", "name": one} for one in ("Tea", "Coffee")]
    asked = note(nia, type="Question", oneOf=options, anyOf=[], endTime="2026-12-01T10:00:00Z")
    take(activity(nia, "Create", asked), nia)
    poll = Status.objects.get().poll
    assert (poll.multiple, [one.title for one in poll.options.all()]) == (False, ["Tea", "Coffee"])


def test_an_answer_that_comes_with_what_it_answers(ada: Account, nia: Account) -> None:
    """By two workers at once: neither sees the other, but whoever looks up the thread sees both."""
    follow(ada, nia)
    take(activity(nia, "Create", note(nia)), nia)
    parent = Status.objects.get()
    Status.objects.update(uri=f"{nia.uri}/hidden")
    send(activity(nia, "Create", note(nia, 2, inReplyTo=note(nia)["id"])), nia)
    for job in Job.objects.filter(task__endswith=".process"):
        worker.run(job)
    Status.objects.filter(pk=parent.pk).update(uri=note(nia)["id"])
    worker.run_until_empty(strict=True)
    answer = Status.objects.get(uri=note(nia, 2)["id"])
    parent.refresh_from_db()
    assert (answer.in_reply_to, answer.thread_id) == (parent, parent.thread_id)
    assert parent.replies_count == 1


def test_likes_and_boosts(ada: Account, nia: Account) -> None:
    status = post(ada)
    liked = activity(nia, "Like", status.object_uri)
    boosted = activity(nia, "Announce", status.object_uri, to=[PUBLIC])
    take(liked, nia)
    take(boosted, nia)
    status.refresh_from_db()
    assert (status.favourites_count, status.reblogs_count) == (1, 1)
    boost = Status.objects.get(reblog_of=status)
    assert (boost.uri, boost.local) == (boosted["id"], False)
    take(activity(nia, "Undo", liked), nia)
    take(activity(nia, "Undo", boosted), nia)
    status.refresh_from_db()
    assert (status.favourites_count, status.reblogs_count) == (0, 0)
    assert not Favourite.objects.exists()


def test_an_edit_and_the_end_of_a_post(ada: Account, nia: Account) -> None:
    follow(ada, nia)
    take(activity(nia, "Create", note(nia)), nia)
    newer = note(nia, content="<p>Good evening</p>", updated="2026-01-02T10:00:00Z")
    take(activity(nia, "Update", newer), nia)
    assert Status.objects.get(account=nia).text == "Good evening"
    gone = {"id": newer["id"], "type": "Tombstone"}
    take(activity(nia, "Delete", gone), nia)
    assert at(newer["id"]) is None
    take(activity(nia, "Create", note(nia)), nia)
    assert at(newer["id"]) is None


def test_a_block_ends_what_tied_them(ada: Account, nia: Account) -> None:
    follow(ada, nia)
    blocked = activity(nia, "Block", ada.actor_uri)
    take(blocked, nia)
    assert Block.objects.filter(source=nia, target=ada).exists()
    assert not Follow.objects.exists()
    take(activity(nia, "Undo", blocked), nia)
    assert not Block.objects.exists()


def test_who_was_removed_does_not_come_back_by_what_is_old(ada: Account, nia: Account) -> None:
    begun = activity(nia, "Follow", ada.actor_uri)
    other = activity(nia, "Follow", ada.actor_uri)
    take(begun, nia)
    take(other, nia)
    accounts.remove_follower(ada, nia)
    take(activity(nia, "Undo", begun), nia)
    assert not Follow.objects.exists()


def test_an_accept_lets_follow_and_a_reject_does_not(ada: Account, nia: Account) -> None:
    accounts.follow(ada, nia)
    asked = FollowRequest.objects.get()
    take(activity(nia, "Accept", f"{ada.actor_uri}#follows/{asked.pk}"), nia)
    assert Follow.objects.get().pk == asked.pk
    take(activity(nia, "Reject", f"{ada.actor_uri}#follows/{asked.pk}"), nia)
    assert not Follow.objects.exists()


def test_a_copy_has_no_effect(ada: Account, nia: Account) -> None:
    begun = activity(nia, "Follow", ada.actor_uri)
    for path in ("/inbox", "/users/ada/inbox", "/inbox"):
        assert send(begun, nia, path=path).status_code == 202
    assert InboxItem.objects.count() == 1


def test_an_edit_that_does_not_say_so(ada: Account, nia: Account) -> None:
    """Of a server that tells a post once more, in other words."""
    follow(ada, nia)
    take(activity(nia, "Create", note(nia)), nia)
    take(activity(nia, "Update", note(nia)), nia)
    assert Status.objects.get(account=nia).edited_at is None
    take(activity(nia, "Update", note(nia, content="<p>Good evening</p>")), nia)
    kept = Status.objects.get(account=nia)
    assert kept.text == "Good evening" and kept.edited_at is not None
    take(activity(nia, "Create", note(nia)), nia)  # late, and no edit
    assert Status.objects.get(account=nia).text == "Good evening"


def test_a_block_that_was_made_here_is_not_ended_by_a_follow(ada: Account, nia: Account) -> None:
    """Whoever signs in here with an account elsewhere blocks here: their server knows nothing of
    it, and what it sends of follows says nothing about it."""
    accounts.block(nia, ada)
    asked = activity(nia, "Follow", ada.actor_uri)
    take(asked, nia)
    take(activity(nia, "Undo", asked), nia)
    assert Block.objects.filter(source=nia, target=ada).exists()
    blocked = activity(nia, "Block", ada.actor_uri)
    take(blocked, nia)
    take(activity(nia, "Undo", blocked), nia)
    assert not Block.objects.exists()
