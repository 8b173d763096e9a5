"""What trends, and for whom."""

import pytest

from plenary.accounts import actions
from plenary.accounts.models import Account
from plenary.statuses import actions as statuses
from plenary.statuses.rules import Draft, Visibility
from plenary.timelines.actions.trends import reckon_trends
from tests.factories import block, make_account

TAGS, POSTS = "/api/v1/trends/tags", "/api/v1/trends/statuses"


@pytest.fixture
def people(db: None) -> list[Account]:
    return [make_account() for _ in range(4)]


def say(author: Account, text: str, **draft) -> int:
    return statuses.publish(author, Draft(text=text, **draft)).pk


def names(asker, more: str = "") -> list[str]:
    return [one["name"] for one in asker.get(f"{TAGS}{more}")]


def posts(asker, more: str = "") -> list[int]:
    return [int(one["id"]) for one in asker.get(f"{POSTS}{more}")]


def test_hashtags_of_many_people(nobody, phone, people: list[Account]) -> None:
    for one in people[:3]:
        say(one, "#Sepsis")
    for one in people[:2]:
        say(one, "#MedEd")
    for _ in range(5):
        say(people[0], "#Alone")
    say(people[1], "#Hidden", visibility=Visibility.UNLISTED)
    say(people[2], "#Hidden", visibility=Visibility.PRIVATE)
    assert names(nobody) == []
    reckon_trends.call()
    assert names(nobody) == ["Sepsis", "MedEd"]
    assert nobody.get("/api/v1/trends")[0]["history"][0] | {"day": ""} == {
        "day": "", "uses": "3", "accounts": "3"
    }  # fmt: skip
    assert names(nobody, "?limit=1") == ["Sepsis"] and names(nobody, "?offset=1") == ["MedEd"]
    ana = phone("ana")
    ana.post("/api/v1/tags/sepsis/follow")
    assert [one["following"] for one in ana.get(TAGS)] == [True, False]
    actions.suspend(people[1])
    reckon_trends.call()
    assert names(nobody) == ["Sepsis"]
    Account.objects.filter(pk=people[0].pk).update(discoverable=False)
    reckon_trends.call()
    assert names(nobody) == []


def test_posts_that_are_marked(nobody, phone, people: list[Account]) -> None:
    author, *readers = people
    most, some, one = say(author, "most"), say(readers[0], "some"), say(author, "one")
    apart = [
        say(author, "unlisted", visibility=Visibility.UNLISTED),
        say(author, "private", visibility=Visibility.PRIVATE),
        say(author, "cw", spoiler_text="cw", sensitive=True),
        say(author, "answer", in_reply_to_id=some),
    ]
    for pk in (most, *apart):
        for reader in readers[:2]:
            if pk != apart[1]:
                statuses.favourite(reader, pk)
    statuses.boost(readers[2], most)
    for reader in (author, readers[1]):
        statuses.favourite(reader, some)
    statuses.favourite(readers[0], one)
    reckon_trends.call()
    assert posts(nobody) == [most, some]
    assert posts(nobody, "?limit=1&offset=1") == [some]
    ana = phone("ana")
    assert posts(ana) == [most, some]
    actions.mute(ana.account, readers[0])
    assert posts(ana) == [most]
    block(author, ana.account)
    assert posts(ana) == []
    actions.suspend(readers[0])
    assert posts(nobody) == [most]
    statuses.delete(author, most)
    assert posts(nobody) == []


def test_who_does_not_wish_to_be_found(nobody, people: list[Account]) -> None:
    pk = say(people[0], "found")
    for reader in people[1:]:
        statuses.favourite(reader, pk)
    reckon_trends.call()
    assert posts(nobody) == [pk]
    Account.objects.filter(pk=people[0].pk).update(indexable=False)
    assert posts(nobody) == []
    reckon_trends.call()
    assert posts(nobody) == []


def test_reading_costs_the_same_however_many(
    nobody, people: list[Account], django_assert_max_num_queries
) -> None:
    for count in (1, 6):
        for at in range(count):
            pk = say(people[0], f"#Tag{at}")
            say(people[1], f"#Tag{at}")
            for reader in people[1:]:
                statuses.favourite(reader, pk)
        reckon_trends.call()
        with django_assert_max_num_queries(2):
            assert len(names(nobody)) == count
        with django_assert_max_num_queries(3):
            assert len(posts(nobody)) >= count


def test_links_and_odd_stretches(nobody) -> None:
    assert nobody.get("/api/v1/trends/links") == []
    for path in (TAGS, POSTS, "/api/v1/trends"):
        assert nobody.get(f"{path}?limit=-1&offset=-9") == []
        assert nobody.get(f"{path}?limit=&offset=100000") == []
        nobody.get(f"{path}?limit=x", 422)
        nobody.get(f"{path}?offset={10**40}", 422)
