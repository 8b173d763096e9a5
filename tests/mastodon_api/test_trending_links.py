"""Links that trend, and the posts behind them."""

from collections.abc import Callable

import pytest

from plenary.accounts import actions as accounts
from plenary.accounts.models import Account
from plenary.statuses.models import Status
from plenary.timelines.actions.trends import reckon_trends
from tests.factories import block, make_account
from tests.mastodon_api.linked import URL, World, work
from tests.statuses.makers import PRIVATE, UNLISTED, post


@pytest.fixture
def ana() -> Account:
    return make_account("ana")


@pytest.fixture
def shared(world: World, ana: Account) -> Callable[[], list[Status]]:
    """Two people link to the same page."""

    def made() -> list[Status]:
        found = [post(ana, f"read {URL}"), post(make_account("bo"), f"{URL} too")]
        work()
        reckon_trends.call()
        return found

    return made


def test_links_trend_by_people(nobody, phone, world: World, ana: Account, shared) -> None:
    alone = "https://alone.example/"
    world.pages[alone] = (alone, "text/html", b"<title>Alone</title>")
    for _ in range(4):
        post(ana, alone)
    post(make_account("cy"), alone, visibility=UNLISTED)
    first, second = shared()
    [found] = nobody.get("/api/v1/trends/links")
    assert found["title"] == "Sepsis" and len(found["history"]) == 7
    today, *before = found["history"]
    assert (today["uses"], today["accounts"]) == ("2", "2")
    assert {one["uses"] for one in before} == {"0"} and int(today["day"]) % 86_400 == 0
    assert nobody.get("/api/v1/trends/links?offset=1") == []
    feed = f"/api/v1/timelines/link?url={URL}"
    assert [one["id"] for one in nobody.get(feed)] == [str(second.pk), str(first.pk)]
    assert [one["id"] for one in nobody.get(f"{feed}&limit=1")] == [str(second.pk)]
    older = nobody.ask("GET", f"{feed}&limit=1").headers["Link"]
    assert f"max_id={second.pk}" in older and "url=" in older
    for other in (alone, "", "x", "javascript:alert(1)", URL.upper()):
        nobody.get(f"/api/v1/timelines/link?url={other}", 404)
    nobody.get("/api/v1/timelines/link", 422)


def test_who_is_not_in_it(nobody, phone, world: World, ana: Account, shared) -> None:
    first, second = shared()
    hidden = [post(ana, URL, visibility=one) for one in (UNLISTED, PRIVATE)]
    work()
    feed = f"/api/v1/timelines/link?url={URL}"
    seen = [one["id"] for one in nobody.get(feed)]
    assert seen == [str(second.pk), str(first.pk)]
    assert not {str(one.pk) for one in hidden} & set(seen)
    reader = phone("reader")
    accounts.mute(reader.account, ana)
    assert [one["id"] for one in reader.get(feed)] == [str(second.pk)]
    block(second.account, reader.account)
    assert reader.get(feed) == []
    Account.objects.filter(pk=ana.pk).update(discoverable=False)
    assert [one["id"] for one in nobody.get(feed)] == [str(second.pk)]
    accounts.silence(second.account)
    assert nobody.get(feed) == []
    reckon_trends.call()
    assert nobody.get("/api/v1/trends/links") == []
    nobody.get(feed, 404)


def test_reading_costs_the_same_however_many(
    nobody, phone, world: World, ana: Account, shared, django_assert_max_num_queries
) -> None:
    shared()
    for count in (1, 6):
        for _ in range(count):
            post(ana, URL)
        work()
        with django_assert_max_num_queries(1):
            nobody.get("/api/v1/trends/links")
        with django_assert_max_num_queries(4):
            assert len(nobody.get(f"/api/v1/timelines/link?url={URL}")) > count
