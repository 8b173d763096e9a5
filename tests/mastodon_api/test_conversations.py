"""Direct posts as conversations."""

import pytest

from plenary.accounts import actions as accounts
from plenary.accounts.models import Account
from plenary.jobs.worker import run_until_empty
from plenary.statuses import actions as statuses
from plenary.statuses.facts import StatusEdited, StatusPublished
from plenary.statuses.models import Status
from plenary.statuses.rules import Draft
from plenary.timelines.actions import notices as reactions
from plenary.timelines.models import Conversation
from tests.factories import block, make_account
from tests.statuses.makers import DIRECT, PRIVATE, post, reply

PATH = "/api/v1/conversations"


@pytest.fixture
def ana(phone):
    return phone("ana")


@pytest.fixture
def bo(phone):
    return phone("bo")


def letter(author: Account, text: str, to: Status | None = None) -> Status:
    made = (
        post(author, text, visibility=DIRECT)
        if to is None
        else reply(author, to, text, visibility=DIRECT)
    )
    run_until_empty(strict=True)
    return made


def test_both_have_it_and_only_one_has_not_read_it(ana, bo) -> None:
    first = letter(ana.account, "@bo hello")
    (mine,), (theirs,) = ana.get(PATH), bo.get(PATH)
    assert (mine["unread"], theirs["unread"]) == (False, True)
    assert [one["acct"] for one in mine["accounts"]] == ["bo"]
    assert [one["acct"] for one in theirs["accounts"]] == ["ana"]
    assert mine["last_status"]["id"] == theirs["last_status"]["id"] == str(first.pk)
    assert mine["id"] != theirs["id"]
    answer = letter(bo.account, "@ana yes?", first)
    (mine,), (theirs,) = ana.get(PATH), bo.get(PATH)
    assert (mine["unread"], theirs["unread"]) == (True, False), "who answers has read"
    assert mine["last_status"]["id"] == str(answer.pk)


def test_only_direct_posts_make_one(ana, bo) -> None:
    post(ana.account, "@bo hello")
    post(ana.account, "@bo hello", visibility=PRIVATE)
    run_until_empty(strict=True)
    assert ana.get(PATH) == [] and bo.get(PATH) == []


def test_threads_and_people_make_different_ones(ana, bo) -> None:
    make_account("cy")
    one = letter(ana.account, "@bo one")
    letter(ana.account, "@bo two")
    three = letter(ana.account, "@bo @cy and cy", one)
    assert len(ana.get(PATH)) == 3
    newest = ana.get(PATH)[0]
    assert {one["acct"] for one in newest["accounts"]} == {"bo", "cy"}
    letter(bo.account, "@ana @cy back", three)
    again = ana.get(PATH)
    assert len(again) == 3 and again[0]["id"] == newest["id"] and again[0]["unread"] is True


def test_a_note_to_oneself(ana) -> None:
    letter(ana.account, "remember the poster")
    (mine,) = ana.get(PATH)
    assert [one["acct"] for one in mine["accounts"]] == ["ana"] and mine["unread"] is False


def test_read_unread_and_removed(ana, bo, phone) -> None:
    first = letter(ana.account, "@bo hello")
    ident = bo.get(PATH)[0]["id"]
    assert bo.post(f"{PATH}/{ident}/read")["unread"] is False
    assert bo.post(f"{PATH}/{ident}/unread")["unread"] is True
    for method in ("read", "unread"):
        ana.post(f"{PATH}/{ident}/{method}", 404)
    ana.delete(f"{PATH}/{ident}", 404)
    assert bo.delete(f"{PATH}/{ident}") == {}
    assert bo.get(PATH) == [] and len(ana.get(PATH)) == 1
    bo.get(f"/api/v1/statuses/{first.pk}")
    letter(ana.account, "@bo again", first)
    assert len(bo.get(PATH)) == 1, "the next one brings it back"


def test_a_reaction_may_run_twice_and_late(ana, bo) -> None:
    first = letter(ana.account, "@bo one")
    second = letter(ana.account, "@bo two", first)
    bo.post(f"{PATH}/{bo.get(PATH)[0]['id']}/read")
    for status in (second, first):
        reactions.on_status_published(StatusPublished(status.pk, ana.account.pk))
        reactions.on_status_edited(StatusEdited(status.pk))
    (theirs,) = bo.get(PATH)
    assert theirs["last_status"]["id"] == str(second.pk) and theirs["unread"] is False


def test_a_deleted_post_gives_way_to_the_one_before(ana, bo) -> None:
    first = letter(ana.account, "@bo one")
    second = letter(bo.account, "@ana two", first)
    statuses.delete(bo.account, second.pk)
    assert ana.get(PATH) == [], "until the reaction has looked"
    run_until_empty(strict=True)
    assert ana.get(PATH)[0]["last_status"]["id"] == str(first.pk)
    statuses.delete(ana.account, first.pk)
    run_until_empty(strict=True)
    assert ana.get(PATH) == [] and not Conversation.objects.exists()


def test_an_edit_that_names_somebody_else(ana, bo) -> None:
    cy = make_account("cy")
    first = letter(ana.account, "@bo one")
    second = letter(ana.account, "@bo two", first)
    statuses.edit(ana.account, second.pk, Draft(text="@bo @cy two"))
    run_until_empty(strict=True)
    three, two = bo.get(PATH)
    assert {one["acct"] for one in three["accounts"]} == {"ana", "cy"}
    assert [one["acct"] for one in two["accounts"]] == ["ana"]
    assert (three["last_status"]["id"], two["last_status"]["id"]) == (
        str(second.pk),
        str(first.pk),
    )
    assert Conversation.objects.get(account=cy).unread is True
    statuses.edit(ana.account, first.pk, Draft(text="@bo @cy one"))
    run_until_empty(strict=True)
    assert len(bo.get(PATH)) == 1, "nothing is left between the two alone"


def test_whom_one_does_not_meet_is_gone(ana, bo) -> None:
    letter(ana.account, "@bo hello")
    block(bo.account, ana.account)
    assert ana.get(PATH) == [] and bo.get(PATH) == []
    ident = Conversation.objects.get(account=bo.account).pk
    bo.post(f"{PATH}/{ident}/read", 404)
    accounts.unblock(bo.account, ana.account)
    assert len(ana.get(PATH)) == 1


def test_pages(ana, bo, django_assert_num_queries) -> None:
    sent = [letter(ana.account, f"@bo {number}") for number in range(5)]
    first = bo.ask("GET", f"{PATH}?limit=2")
    assert [row["last_status"]["id"] for row in first.json()] == [
        str(sent[4].pk),
        str(sent[3].pk),
    ]
    assert f'max_id={sent[3].pk}>; rel="next"' in first.headers["Link"]
    assert f'min_id={sent[4].pk}>; rel="prev"' in first.headers["Link"]
    rest = bo.get(f"{PATH}?max_id={sent[3].pk}")
    assert [row["last_status"]["id"] for row in rest] == [str(one.pk) for one in sent[2::-1]]
    up = bo.get(f"{PATH}?min_id={sent[0].pk}&limit=1")
    assert [row["last_status"]["id"] for row in up] == [str(sent[1].pk)]
    for limit in (1, 5):
        with django_assert_num_queries(5):  # token; ids, rows; posts; people
            assert len(bo.get(f"{PATH}?limit={limit}")) == limit


@pytest.mark.parametrize("ident", ["x", "0", "9" * 30, "-1"])
def test_odd_ids(ana, ident: str) -> None:
    ana.post(f"{PATH}/{ident}/read", 404)
    ana.delete(f"{PATH}/{ident}", 404)


def test_without_the_scope(phone) -> None:
    phone("x", scopes="read:notifications").get(PATH, 403)
    phone("y", scopes="read write:statuses").post(f"{PATH}/1/read", 403)
