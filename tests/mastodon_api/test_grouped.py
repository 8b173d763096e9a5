"""Notifications in groups, as an app reads them."""

from datetime import timedelta

import pytest

from plenary.accounts import actions as accounts
from plenary.accounts.models import Account
from plenary.accounts.visibility import apart
from plenary.jobs.worker import run_until_empty
from plenary.lib import clock
from plenary.statuses import actions as statuses
from plenary.timelines import actions
from plenary.timelines.models import Notification
from tests.factories import block, make_account
from tests.statuses.makers import post, reply

BASE = "/api/v2/notifications"


@pytest.fixture
def ana(phone):
    return phone("ana")


def liked(status, *people: Account) -> None:
    for person in people:
        statuses.favourite(person, status.pk)
        run_until_empty(strict=True)


def crowd(number: int) -> list[Account]:
    return [make_account() for _ in range(number)]


def keys(answer) -> list[str]:
    return [one["group_key"] for one in answer["notification_groups"]]


def test_several_who_like_one_post_are_one_group(ana) -> None:
    mine, people = post(ana.account, "mine"), crowd(3)
    liked(mine, *people)
    reply(people[0], mine, "indeed")
    run_until_empty(strict=True)
    found = ana.get(BASE)
    mention, likes = found["notification_groups"]
    assert mention["type"] == "mention" and mention["notifications_count"] == 1
    assert mention["group_key"] == f"ungrouped-{mention['most_recent_notification_id']}"
    assert likes["type"] == "favourite" and likes["notifications_count"] == 3
    assert likes["group_key"].startswith(f"favourite-{mine.pk}-")
    assert likes["sample_account_ids"] == [str(one.pk) for one in reversed(people)]
    assert likes["status_id"] == str(mine.pk)
    rows = [row for row in ana.get("/api/v1/notifications") if row["type"] == "favourite"]
    assert {row["group_key"] for row in rows} == {likes["group_key"]}, "v1 says the same"
    assert likes["most_recent_notification_id"] == likes["page_max_id"] == rows[0]["id"]
    assert likes["page_min_id"] == rows[2]["id"]
    assert likes["latest_page_notification_at"] == rows[0]["created_at"]
    assert {one["id"] for one in found["accounts"]} == {str(one.pk) for one in people}
    assert {one["id"] for one in found["statuses"]} == {str(mine.pk), mention["status_id"]}
    assert "partial_accounts" not in found


def test_follows_and_boosts_group_too_and_not_with_each_other(ana) -> None:
    one, two, people = post(ana.account, "one"), post(ana.account, "two"), crowd(2)
    for person in people:
        statuses.boost(person, one.pk)
        statuses.boost(person, two.pk)
        accounts.follow(person, ana.account)
    run_until_empty(strict=True)
    groups = ana.get(BASE)["notification_groups"]
    assert sorted((group["type"], group["notifications_count"]) for group in groups) == [
        ("follow", 2),
        ("reblog", 2),
        ("reblog", 2),
    ]
    assert "status_id" not in next(group for group in groups if group["type"] == "follow")


def test_a_group_spans_half_a_day(ana, freeze) -> None:
    mine, people, start = post(ana.account, "mine"), crowd(4), clock.now()
    for person, hours in zip(people, (0, 5, 11, 12.5), strict=True):
        freeze(start + timedelta(hours=hours))
        liked(mine, person)
    assert [one["notifications_count"] for one in ana.get(BASE)["notification_groups"]] == [1, 3]


def test_pages_have_each_group_once(ana) -> None:
    posts, people = [post(ana.account, str(number)) for number in range(3)], crowd(2)
    for person in people:
        for one in posts:
            liked(one, person)
    first = ana.ask("GET", f"{BASE}?limit=2")
    assert len(keys(first.json())) == 2
    newest, oldest = (one["page_max_id"] for one in first.json()["notification_groups"])
    links = first.headers["Link"]
    assert f'max_id={oldest}>; rel="next"' in links and f'min_id={newest}>; rel="prev"' in links
    second = ana.get(f"{BASE}?limit=2&max_id={oldest}")
    assert len({*keys(first.json()), *keys(second)}) == 3
    assert ana.get(f"{BASE}?since_id={newest}")["notification_groups"] == []
    liked(posts[0], make_account())
    news = ana.get(f"{BASE}?min_id={newest}")["notification_groups"]
    assert [(one["status_id"], one["notifications_count"]) for one in news] == [
        (str(posts[0].pk), 3)
    ]
    assert news[0]["page_min_id"] == news[0]["page_max_id"], "but the others are on older pages"


def test_types_accounts_and_what_is_not_to_be_grouped(ana) -> None:
    mine, (bo, cy) = post(ana.account, "mine"), crowd(2)
    liked(mine, bo, cy)
    accounts.follow(bo, ana.account)
    accounts.follow(cy, ana.account)
    run_until_empty(strict=True)
    actions.notify(account=ana.account, actor=bo, kind="wave", key="w")

    def shown(query: str) -> list[tuple[str, int]]:
        groups = ana.get(f"{BASE}?{query}")["notification_groups"]
        return [(one["type"], one["notifications_count"]) for one in groups]

    assert shown("") == [("follow", 2), ("favourite", 2)]
    assert shown("types[]=favourite") == [("favourite", 2)]
    assert shown("exclude_types[]=favourite") == [("follow", 2)]
    assert shown("types[]=wave") == [("wave", 1)]
    assert shown("types[]=nonsense") == []
    assert shown("grouped_types[]=favourite") == [("follow", 1), ("follow", 1), ("favourite", 2)]
    assert shown("grouped_types[]=none") == [("follow", 1)] * 2 + [("favourite", 1)] * 2
    alone = ana.get(f"{BASE}?grouped_types[]=favourite")["notification_groups"][0]
    assert alone["group_key"] == f"ungrouped-{alone['most_recent_notification_id']}"
    assert shown(f"account_id={bo.pk}") == [("follow", 1), ("favourite", 1)]
    assert shown(f"account_id={ana.account.pk}") == []
    counted = "/api/v1/notifications/unread_count?account_id="
    assert ana.get(f"{counted}{bo.pk}")["count"] == 2
    ana.get(f"{counted}{'9' * 30}", 422)
    assert ana.get(f"{BASE}/unread_count?account_id={bo.pk}")["count"] == 2


def test_partial_accounts(ana) -> None:
    mine, people = post(ana.account, "mine"), crowd(3)
    liked(mine, *people)
    found = ana.get(f"{BASE}?expand_accounts=partial_avatars")
    assert [one["id"] for one in found["accounts"]] == [str(people[2].pk)]
    assert [one["id"] for one in found["partial_accounts"]] == [
        str(people[1].pk),
        str(people[0].pk),
    ]


def test_one_group_its_people_and_its_end(ana, phone) -> None:
    mine, people = post(ana.account, "mine"), crowd(10)
    liked(mine, *people)
    key = keys(ana.get(BASE))[0]
    shown = ana.get(f"{BASE}/{key}")["notification_groups"][0]
    assert shown["notifications_count"] == 10 and len(shown["sample_account_ids"]) == 8
    assert "page_min_id" not in shown
    assert len(ana.get(f"{BASE}/{key}/accounts")) == 10
    some = ana.ask("GET", f"{BASE}/{key}/accounts?limit=4")
    assert [one["id"] for one in some.json()] == [str(one.pk) for one in people[:5:-1]]
    assert 'rel="next"' in some.headers["Link"]
    other = phone("other")
    other.get(f"{BASE}/{key}", 404)
    assert other.get(f"{BASE}/{key}/accounts") == []
    other.post(f"{BASE}/{key}/dismiss")
    assert len(ana.get(f"{BASE}/{key}/accounts")) == 10
    ana.post(f"{BASE}/{key}/dismiss")
    ana.get(f"{BASE}/{key}", 404)
    assert ana.get(BASE)["notification_groups"] == []


def test_one_alone_has_a_key_too(ana, phone) -> None:
    mine, (bo, cy) = post(ana.account, "mine"), crowd(2)
    liked(mine, bo, cy)
    newest = ana.get("/api/v1/notifications")[0]["id"]
    key = f"ungrouped-{newest}"
    assert ana.get(f"{BASE}/{key}")["notification_groups"][0]["sample_account_ids"] == [str(cy.pk)]
    assert [one["id"] for one in ana.get(f"{BASE}/{key}/accounts")] == [str(cy.pk)]
    phone("other").post(f"{BASE}/{key}/dismiss", 404)
    ana.post(f"{BASE}/{key}/dismiss")
    left = ana.get(BASE)["notification_groups"]
    assert [one["sample_account_ids"] for one in left] == [[str(bo.pk)]], "the group goes on"


@pytest.mark.parametrize("key", ["x", "ungrouped-", "ungrouped-x", "ungrouped-9" * 30, "%00", "'"])
def test_keys_that_are_none(ana, key: str) -> None:
    ana.get(f"{BASE}/{key}", 404)


@pytest.mark.parametrize(
    "query", ["limit=x", "limit=-1", "max_id=x", "types=mention", "expand_accounts=x"]
)
def test_odd_parameters_are_no_failure(ana, query: str) -> None:
    ana.get(f"{BASE}?{query}")


def test_odder_ones_are_refused(ana) -> None:
    ana.get(f"{BASE}?account_id=x", 422)
    ana.get(f"{BASE}/unread_count?limit=x", 422)
    ana.get(f"{BASE}?account_id={'9' * 40}", 422)


def test_whom_one_does_not_meet_leaves_the_group(ana) -> None:
    mine, (bo, cy, di) = post(ana.account, "mine"), crowd(3)
    liked(mine, bo, cy, di)
    block(di, ana.account)  # before the reaction has cleared up
    group = ana.get(BASE)["notification_groups"][0]
    assert group["sample_account_ids"] == [str(cy.pk), str(bo.pk)]
    accounts.block(ana.account, cy)
    accounts.block(ana.account, di)
    run_until_empty(strict=True)
    group = ana.get(BASE)["notification_groups"][0]
    assert (group["notifications_count"], group["sample_account_ids"]) == (1, [str(bo.pk)])
    Account.objects.filter(pk=bo.pk).update(suspended_at=clock.now())
    assert ana.get(BASE)["notification_groups"] == []


def test_a_deleted_post_takes_its_group_along(ana) -> None:
    mine = post(ana.account, "mine")
    liked(mine, *crowd(2))
    statuses.delete(ana.account, mine.pk)
    assert ana.get(BASE)["notification_groups"] == []


def test_unread_groups(ana) -> None:
    one, two, people = post(ana.account, "one"), post(ana.account, "two"), crowd(3)
    for status in (one, two):
        liked(status, *people)
    assert ana.get(f"{BASE}/unread_count") == {"count": 2}
    assert ana.get(f"{BASE}/unread_count?grouped_types[]=follow")["count"] == 6
    assert ana.get(f"{BASE}/unread_count?limit=1")["count"] == 1
    assert ana.get(f"{BASE}/unread_count?types[]=follow")["count"] == 0
    newest = ana.get(BASE)["notification_groups"][0]["page_max_id"]
    ana.post("/api/v1/markers", json={"notifications": {"last_read_id": newest}})
    assert ana.get(f"{BASE}/unread_count")["count"] == 0
    liked(one, make_account())
    assert ana.get(f"{BASE}/unread_count")["count"] == 1


def test_a_page_costs_the_same_however_many(ana, django_assert_num_queries) -> None:
    def fill(number: int) -> None:
        people = crowd(number)
        for status in [post(ana.account, "x") for _ in range(number)]:
            for person in people:
                actions.notify(
                    account=ana.account,
                    actor=person,
                    kind="favourite",
                    key=f"f-{status.pk}-{person.pk}",
                    status=status,
                )

    fill(2)
    for number in (0, 6):
        fill(number)
        ana.get(BASE)  # whose faces are kept then
        # The token; heads, samples, counts; posts; people.
        with django_assert_num_queries(6):
            ana.get(BASE)
        with django_assert_num_queries(7):
            ana.get(f"{BASE}?expand_accounts=partial_avatars")
    assert Notification.objects.filter(head=True).count() == 8
    with django_assert_num_queries(2):
        ana.get(f"{BASE}/unread_count")


def test_without_the_scope(phone) -> None:
    phone("ana", scopes="read:statuses").get(BASE, 403)
    phone("bo", scopes="read").post(f"{BASE}/x/dismiss", 403)


def test_one_by_one_costs_the_same_however_many(ana, django_assert_num_queries) -> None:
    for number in (3, 8):
        mine, people = post(ana.account, "mine"), crowd(number)
        liked(mine, *people)
        reply(people[0], mine, "indeed")
        run_until_empty(strict=True)
        for path in ("/api/v1/notifications", "/api/v1/notifications?types[]=mention"):
            ana.get(path)
            with django_assert_num_queries(3):  # the token; rows; posts
                ana.get(path)


def test_a_few_types_page_as_all_do(ana) -> None:
    mine, people = post(ana.account, "mine"), crowd(3)
    for person in people:
        liked(mine, person)
        statuses.boost(person, mine.pk)
        accounts.follow(person, ana.account)
        run_until_empty(strict=True)
    everything = ana.get("/api/v1/notifications")
    wanted = [row["id"] for row in everything if row["type"] in {"favourite", "follow"}]
    assert len(everything) == 9 and len(wanted) == 6
    some = "/api/v1/notifications?types[]=favourite&types[]=follow"
    assert [row["id"] for row in ana.get(some)] == wanted
    assert [row["id"] for row in ana.get(f"{some}&limit=2&max_id={wanted[1]}")] == wanted[2:4]
    assert [row["id"] for row in ana.get(f"{some}&limit=2&min_id={wanted[4]}")] == wanted[2:4]
    assert [row["id"] for row in ana.get(f"{some}&since_id={wanted[2]}")] == wanted[:2]
    theirs = ana.get(f"{some}&account_id={people[1].pk}")
    assert {row["account"]["id"] for row in theirs} == {str(people[1].pk)} and len(theirs) == 2
    link = ana.ask("GET", f"{some}&limit=2").headers["Link"]
    assert "types%5B%5D=favourite" in link and f"max_id={wanted[1]}" in link


def test_the_same_people_are_kept_away_as_everywhere(ana) -> None:
    """What is spelled in SQL here agrees with `accounts.visibility.apart`."""
    people = crowd(4)
    for person in people:
        actions.notify(account=ana.account, actor=person, kind="follow", key=str(person.pk))
    block(ana.account, people[0])
    block(people[1], ana.account)
    Account.objects.filter(pk=people[2].pk).update(suspended_at=clock.now())
    rows = Notification.objects.exclude(apart(ana.account, "actor"))
    assert [row["id"] for row in ana.get("/api/v1/notifications")] == [str(one.pk) for one in rows]
    (group,) = ana.get(BASE)["notification_groups"]
    assert group["sample_account_ids"] == [str(people[3].pk)]
    for path in ("/api/v1/notifications", BASE):
        gone = Notification.objects.get(actor=people[0]).pk
        end = "/ungrouped-" if path == BASE else "/"
        ana.get(f"{path}{end}{gone}", 404)
