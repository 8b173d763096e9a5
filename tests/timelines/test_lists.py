"""Local, hashtag, account, thread, messages and what one kept."""

import pytest

from plenary.accounts.models import Account, Mute
from plenary.lib import clock
from plenary.lib.pagination import Page
from plenary.statuses import actions
from plenary.statuses import queries as statuses
from plenary.statuses.models import Status, Visibility
from plenary.timelines import queries
from tests.factories import block, follow, make_account
from tests.statuses.makers import DIRECT, PRIVATE, PUBLIC, UNLISTED, picture, post, reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def me() -> Account:
    return make_account("me")


@pytest.fixture
def ana() -> Account:
    return make_account("ana")


def keys(page: queries.Paged) -> list[int]:
    return [item.key for item in page.rows]


def everywhere(viewer: Account | None, author: Account) -> dict[str, list[int]]:
    """Each list that could show a post of `author` to somebody who did not ask for it."""
    found = {
        "local": keys(queries.local(viewer, Page())),
        "hashtag": keys(queries.hashtag(viewer, "Heart", Page())),
    }
    if viewer is not None:
        found["home"] = keys(queries.home(viewer, Page()))
    return found


@pytest.mark.parametrize("visibility", list(Visibility))
def test_only_public_posts_are_listed(me: Account, ana: Account, visibility: Visibility) -> None:
    """A private post is in no public list, whoever looks: not even its author or a follower."""
    status = post(ana, "#heart canary-7Q", visibility=visibility)
    follow(me, ana)
    for viewer in (None, me, ana):
        found = everywhere(viewer, ana)
        shown = [status.pk] if visibility == PUBLIC else []
        assert (found["local"], found["hashtag"]) == (shown, shown)


@pytest.mark.parametrize("how", ["blocks", "blocked", "muted", "suspended"])
def test_nobody_gets_round_a_block_or_mute_through_a_list(
    me: Account, ana: Account, how: str
) -> None:
    follow(me, ana)
    post(ana, "#heart")
    booster = make_account("booster")
    follow(me, booster)
    actions.boost(booster, Status.objects.get().pk)
    assert all(everywhere(me, ana).values())
    if how == "blocks":
        block(me, ana)
    elif how == "blocked":
        block(ana, me)
    elif how == "muted":
        Mute.objects.create(source=me, target=ana)
    else:
        Account.objects.filter(pk=ana.pk).update(suspended_at=clock.now())
        assert everywhere(None, ana) == {"local": [], "hashtag": []}
    assert everywhere(me, ana) == {"local": [], "hashtag": [], "home": []}


def test_local_leaves_out_boosts_and_conversations(me: Account, ana: Account) -> None:
    status = post(ana)
    actions.boost(me, status.pk)
    reply(me, status)
    own = reply(ana, status, "and another thing")
    assert keys(queries.local(me, Page())) == [own.pk, status.pk]


def test_a_hashtag_is_found_however_it_is_written(ana: Account) -> None:
    status = post(ana, "#ÉtudeCardio")
    for name in ("étudecardio", "ÉTUDECARDIO", "#ÉtudeCardio", "E\u0301tudeCardio"):
        assert keys(queries.hashtag(None, name, Page())) == [status.pk]
    assert keys(queries.hashtag(None, "never", Page())) == []


def test_a_hashtag_goes_on_past_whom_one_keeps_away(
    me: Account, ana: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages up and down meet without gap, however many posts between are not for the viewer."""
    loud = make_account("loud")
    made = []
    for number in range(12):
        made.append(post(ana, f"#heart {number}").pk)
        for _ in range(7):
            post(loud, "#heart me me me")
    made.reverse()
    block(me, loud)

    def walked(limit: int) -> list[int]:
        found, page = [], queries.hashtag(me, "heart", Page(limit=limit))
        while True:
            found += keys(page)
            if page.older is None:
                return found
            page = queries.hashtag(me, "heart", Page(limit=limit, max_id=page.older))

    for limit in (1, 3, 5, 12, 40):
        assert walked(limit) == made
    assert keys(queries.hashtag(me, "heart", Page(limit=4, min_id=made[8]))) == made[4:8]
    assert keys(queries.hashtag(me, "heart", Page(limit=40, since_id=made[8]))) == made[:8]
    monkeypatch.setattr("plenary.timelines.queries.lists._MOST_SIFTS", 1)
    assert walked(5) == made, "a short page still says where to go on"


def test_an_account_as_each_viewer_may_see_it(me: Account, ana: Account) -> None:
    public, unlisted = post(ana), post(ana, visibility=UNLISTED)
    private = post(ana, visibility=PRIVATE)
    post(ana, "@me", visibility=DIRECT)
    answer = reply(ana, post(me))
    boost = actions.boost(ana, post(me).pk)
    upload = actions.upload(ana, picture())
    shown = post(ana, attachments=(upload.pk,))
    everyone = [shown.pk, boost.pk, unlisted.pk, public.pk]

    assert keys(queries.account(None, ana, Page())) == everyone
    assert keys(queries.account(me, ana, Page())) == everyone
    assert answer.pk in keys(queries.account(me, ana, Page(), replies=True))
    assert keys(queries.account(me, ana, Page(), media=True)) == [shown.pk]
    follow(me, ana)
    assert private.pk in keys(queries.account(me, ana, Page()))
    assert private.pk in keys(queries.account(ana, ana, Page()))


def test_messages_are_those_to_me_and_from_me(me: Account, ana: Account) -> None:
    bo = make_account("bo")
    sent = post(me, "@ana", visibility=DIRECT)
    received = post(ana, "@me", visibility=DIRECT)
    post(ana, "@bo not for me", visibility=DIRECT)
    post(ana, "@me in the open")
    noted = post(me, "a note to myself", visibility=DIRECT)
    assert keys(queries.messages(me, Page())) == [noted.pk, received.pk, sent.pk]
    assert keys(queries.messages(me, Page(limit=1, max_id=noted.pk))) == [received.pk]
    assert keys(queries.messages(me, Page(limit=1, min_id=sent.pk))) == [received.pk]
    block(me, ana)
    assert keys(queries.messages(me, Page())) == [noted.pk, sent.pk]
    assert len(keys(queries.messages(bo, Page()))) == 1


def test_what_one_kept_goes_by_when_it_was_kept(me: Account, ana: Account) -> None:
    first, second, third = post(ana), post(ana), post(ana)
    for status in (second, first, third):
        actions.bookmark(me, status.pk)
        actions.favourite(me, status.pk)
    for read in (queries.bookmarks, queries.favourites):
        page = read(me, Page(limit=2))
        assert keys(page) == [third.pk, first.pk]
        assert page.older is not None
        assert keys(read(me, Page(limit=2, max_id=page.older))) == [second.pk]
        assert keys(read(ana, Page())) == []


def test_what_one_kept_and_may_no_longer_see_is_gone(me: Account, ana: Account) -> None:
    status = post(ana)
    actions.bookmark(me, status.pk)
    block(ana, me)
    assert keys(queries.bookmarks(me, Page())) == []


def test_a_thread_as_the_viewer_may_see_it(me: Account, ana: Account) -> None:
    root = post(ana)
    first = reply(me, root)
    second = reply(ana, first)
    aside = reply(ana, root, "aside")
    hidden = reply(ana, root, "@ana secret canary", visibility=DIRECT)
    below_hidden = reply(ana, hidden, visibility=DIRECT)

    thread = queries.thread(me, statuses.get(me, first.pk))
    assert [item.key for item in thread.ancestors] == [root.pk]
    assert [(depth, item.key) for depth, item in thread.descendants] == [(1, second.pk)]
    thread = queries.thread(None, statuses.get(None, root.pk))
    assert [(depth, item.key) for depth, item in thread.descendants] == [
        (1, first.pk),
        (2, second.pk),
        (1, aside.pk),
    ]
    own = queries.thread(ana, statuses.get(ana, root.pk))
    assert {item.key for _, item in own.descendants} > {hidden.pk, below_hidden.pk}


def test_a_long_thread_is_cut_and_still_opens_anywhere(
    me: Account, ana: Account, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries
) -> None:
    monkeypatch.setattr("plenary.timelines.queries.threads.MAX_THREAD", 20)
    status = root = post(ana)
    for number in range(40):
        status = reply(me if number % 2 else ana, status)
    assert status.thread_id == root.pk
    thread = queries.thread(me, statuses.get(me, root.pk))
    assert len(thread.descendants) == 19
    assert max(depth for depth, _ in thread.descendants) == 19
    last = queries.thread(me, statuses.get(me, status.pk))
    assert last.item.key == status.pk
    found = statuses.get(me, root.pk)
    with django_assert_num_queries(5):
        queries.thread(me, found)


def test_replies_in_a_ring_end(ana: Account) -> None:
    """Another server may send what cannot be; reading it must end."""
    one, two = post(ana), post(ana)
    Status.objects.filter(pk=two.pk).update(in_reply_to=one, thread_id=one.pk)
    Status.objects.filter(pk=one.pk).update(in_reply_to=two)
    thread = queries.thread(None, statuses.get(None, one.pk))
    assert thread.item.key == one.pk


@pytest.mark.parametrize("name", ["local", "hashtag", "account", "messages", "bookmarks"])
def test_every_list_costs_the_same_however_long(
    me: Account, ana: Account, name: str, django_assert_max_num_queries
) -> None:
    reads = {
        "local": lambda: queries.local(me, Page()),
        "hashtag": lambda: queries.hashtag(me, "heart", Page()),
        "account": lambda: queries.account(me, ana, Page()),
        "messages": lambda: queries.messages(me, Page()),
        "bookmarks": lambda: queries.bookmarks(me, Page()),
    }
    for _ in range(25):
        actions.bookmark(me, post(ana, "#heart").pk)
        post(ana, "@me", visibility=DIRECT)
    with django_assert_max_num_queries(6):
        assert len(reads[name]().rows) == 20


def test_absurd_page_bounds_are_as_if_not_given() -> None:
    for given in ("-1", "x", "9" * 19, "9" * 40, "", "1e9", "٣" * 25):
        page = Page.of({"max_id": given, "limit": given})
        assert page.max_id is None
        assert 1 <= page.limit <= 80
    assert Page.of({"max_id": str((1 << 63) - 1)}).max_id == (1 << 63) - 1
