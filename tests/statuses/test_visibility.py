"""Who may see a post: every kind of viewer, every visibility, one decision."""

import pytest
from django.utils import timezone

from plenary.accounts import actions as accounts
from plenary.accounts.models import Account
from plenary.lib.errors import NotFound, Refused
from plenary.statuses import actions, queries
from plenary.statuses.models import Status, Visibility
from plenary.statuses.visibility import may_see, visible_to
from tests.factories import block, follow, make_account
from tests.statuses.makers import DIRECT, PRIVATE, PUBLIC, UNLISTED, picture, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def author() -> Account:
    return make_account("author")


@pytest.fixture
def people(author: Account) -> dict[str, Account | None]:
    found: dict[str, Account | None] = {"nobody": None, "author": author}
    for name in ("stranger", "follower", "named", "blocked", "blocking"):
        found[name] = make_account(name)
    follow(found["follower"], author)
    return found


SEEN = {
    PUBLIC: {"nobody", "author", "stranger", "follower", "named"},
    UNLISTED: {"nobody", "author", "stranger", "follower", "named"},
    PRIVATE: {"author", "follower", "named"},
    DIRECT: {"author", "named"},
}


@pytest.mark.parametrize("visibility", list(Visibility))
def test_who_sees_what(
    author: Account, people: dict[str, Account | None], visibility: Visibility
) -> None:
    status = post(author, "For @named, and @blocked and @blocking", visibility=visibility)
    block(author, people["blocked"])
    block(people["blocking"], author)
    seen = {name for name, who in people.items() if may_see(who, status.pk)}
    assert seen == SEEN[visibility]
    for name, who in people.items():
        listed = visible_to(Status.objects.all(), who).filter(pk=status.pk).exists()
        assert listed is (name in seen)


@pytest.mark.parametrize("visibility", list(Visibility))
def test_a_suspended_author_is_not_there(
    author: Account, people: dict[str, Account | None], visibility: Visibility
) -> None:
    status = post(author, "For @named", visibility=visibility)
    Account.objects.filter(pk=author.pk).update(suspended_at=timezone.now())
    seen = {name for name, who in people.items() if may_see(who, status.pk)}
    assert seen == {"author"}


def test_a_boost_shows_nothing_of_whom_one_must_not_meet(author: Account) -> None:
    status = post(author)
    booster, reader = make_account("booster"), make_account("reader")
    boost = actions.boost(booster, status.pk)
    assert may_see(reader, boost.pk)
    block(author, reader)
    assert not may_see(reader, boost.pk)
    assert may_see(None, boost.pk)
    Account.objects.filter(pk=author.pk).update(suspended_at=timezone.now())
    assert not may_see(None, boost.pk)


def test_somebody_unfollowed_sees_private_posts_no_longer(author: Account) -> None:
    reader = make_account("reader")
    accounts.follow(reader, author)
    status = post(author, visibility=PRIVATE)
    assert may_see(reader, status.pk)
    accounts.remove_follower(author, reader)
    assert not may_see(reader, status.pk)


@pytest.mark.parametrize("visibility", [PRIVATE, DIRECT])
@pytest.mark.parametrize(
    "do",
    ["favourite", "unfavourite", "boost", "unboost", "bookmark", "unbookmark", "edit", "delete"],
)
def test_what_one_may_not_see_cannot_be_touched(
    author: Account, visibility: Visibility, do: str
) -> None:
    """The answer is that of a post that never was."""
    from plenary.statuses.rules import Draft

    status = post(author, "canary-7Q", visibility=visibility)
    stranger = make_account("stranger")
    answers = []
    for pk in (status.pk, 12345):
        with pytest.raises(NotFound) as refused:
            if do == "edit":
                actions.edit(stranger, pk, Draft(text="mine now"))
            else:
                getattr(actions, do)(stranger, pk)
        answers.append(refused.value.message)
    assert answers[0] == answers[1]
    assert "canary" not in answers[0]
    status.refresh_from_db()
    assert (status.favourites_count, status.reblogs_count, status.text) == (0, 0, "canary-7Q")


def test_nobody_replies_to_what_they_cannot_see(author: Account) -> None:
    status = post(author, visibility=PRIVATE)
    stranger = make_account("stranger")
    with pytest.raises(NotFound):
        post(stranger, "Hm", in_reply_to_id=status.pk)
    assert not Status.objects.filter(account=stranger).exists()


def test_private_posts_are_not_passed_on(author: Account) -> None:
    follower = make_account("follower")
    follow(follower, author)
    private = post(author, visibility=PRIVATE)
    with pytest.raises(Refused):
        actions.boost(follower, private.pk)
    own = actions.boost(author, private.pk)
    assert own.visibility == PRIVATE
    assert may_see(follower, own.pk)
    assert not may_see(make_account("stranger"), own.pk)
    direct = post(author, "@follower", visibility=DIRECT)
    with pytest.raises(Refused):
        actions.boost(author, direct.pk)


def test_a_picture_follows_its_post(author: Account) -> None:
    follower, stranger = make_account("follower"), make_account("stranger")
    follow(follower, author)
    upload = actions.upload(author, picture())
    small = upload.small

    def seen_by(*people: Account | None) -> list[bool]:
        return [queries.may_see_file(who, path) for who in people for path in (upload.file, small)]

    assert seen_by(author) == [True, True]
    assert not any(seen_by(follower, stranger, None)), "not posted yet"
    post(author, visibility=PRIVATE, attachments=(upload.pk,))
    assert all(seen_by(author, follower))
    assert not any(seen_by(stranger, None))
    assert not queries.may_see_file(author, "posts/00/nothing.webp")


def test_the_decision_agrees_with_who_may_meet_whom() -> None:
    """Among people of all kinds, public posts are seen by exactly those who may meet their author;
    what is one's own is another matter."""
    from plenary.accounts.visibility import apart

    people = [make_account() for _ in range(5)]
    for number, one in enumerate(people):
        post(one)
        if number:
            actions.boost(one, people[number - 1].statuses.first().pk)
    block(people[0], people[1])
    block(people[3], people[1])
    Account.objects.filter(pk=people[4].pk).update(suspended_at=timezone.now())
    for viewer in [None, *people]:
        met = Status.objects.exclude(apart(viewer)).exclude(
            apart(viewer, "reblog_of__account"), reblog_of__isnull=False
        )
        seen = set(visible_to(Status.objects.all(), viewer).values_list("pk", flat=True))
        own = set(Status.objects.filter(account=viewer).values_list("pk", flat=True))
        assert seen - own == set(met.values_list("pk", flat=True)) - own


def test_it_may_stand_inside_another_query() -> None:
    """As a subquery its columns get other names; it must follow them."""
    from django.db.models import Exists, OuterRef

    author, reader = make_account(), make_account()
    post(author)
    post(make_account(), visibility=PRIVATE)
    mine = visible_to(Status.objects.filter(account=OuterRef("pk")), reader)
    assert list(Account.objects.filter(Exists(mine))) == [author]
    inside = Status.objects.filter(pk__in=visible_to(Status.objects.all(), None))
    assert list(inside.values_list("account_id", flat=True)) == [author.pk]
