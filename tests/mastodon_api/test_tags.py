"""Hashtags one follows and shows, and how much they are used."""

from datetime import timedelta
from importlib import import_module

import pytest

from plenary.accounts import actions
from plenary.accounts.models import Account
from plenary.lib import clock
from plenary.lib.ids import moment_of
from plenary.statuses import actions as statuses
from plenary.statuses.models import Hashtag, HashtagDay, HashtagDayUse
from plenary.statuses.rules import Draft, Visibility
from plenary.timelines import queries
from plenary.timelines.actions.trends import tidy_counts
from tests.factories import block, follow, make_account


@pytest.fixture
def ana(phone):
    return phone("ana")


@pytest.fixture
def bo(db: None) -> Account:
    return make_account("bo")


def say(author: Account, text: str = "about #MedEd", **draft) -> int:
    return statuses.publish(author, Draft(text=text, **draft)).pk


def home(ana, more: str = "") -> list[int]:
    return [int(row["id"]) for row in ana.get(f"/api/v1/timelines/home{more}")]


def test_following_a_hashtag(ana, bo: Account) -> None:
    written = say(bo)
    assert home(ana) == []
    said = ana.post("/api/v1/tags/meded/follow")
    assert (said["name"], said["following"], said["featuring"]) == ("MedEd", True, False)
    assert home(ana) == [written]
    assert ana.get("/api/v1/tags/MEDED")["following"] is True
    assert [one["name"] for one in ana.get("/api/v1/followed_tags")] == ["MedEd"]
    say(bo, "few #MedEd", visibility=Visibility.UNLISTED)
    say(bo, "fewer #MedEd", visibility=Visibility.PRIVATE)
    say(bo, "nothing")
    statuses.boost(make_account(), written)
    assert home(ana) == [written]
    assert ana.post("/api/v1/tags/meded/unfollow")["following"] is False
    assert home(ana) == [] and ana.get("/api/v1/followed_tags") == []


def test_a_hashtag_nobody_used_yet(ana) -> None:
    said = ana.post("/api/v1/tags/Débat/follow")
    assert said["name"] == "Débat" and len(said["history"]) == 7
    for bad in ("%20", "123", "a%20b", "a%23b", "x" * 151, "%00", "a%00", "%FF", "a%2Fb"):
        answer = ana.client.post(
            f"/api/v1/tags/{bad}/follow", headers={"authorization": f"Bearer {ana.token}"}
        )
        assert answer.status_code in (400, 404, 422), bad
        answer = ana.client.get(f"/api/v1/tags/{bad}")
        assert answer.status_code in (400, 404), bad
    assert ana.get("/api/v1/tags/unheard")["history"][0]["uses"] == "0"
    assert ana.post("/api/v1/tags/unheard/unfollow")["following"] is False
    assert not Hashtag.objects.filter(name="unheard").exists()


def test_home_by_hashtag_keeps_away_whom_home_keeps_away(ana, bo: Account) -> None:
    ana.post("/api/v1/tags/meded/follow")
    written = say(bo)
    cy = make_account("cy")
    other = say(cy)
    assert home(ana) == [other, written]
    actions.mute(ana.account, bo)
    assert home(ana) == [other]
    block(cy, ana.account)
    assert home(ana) == []
    actions.unmute(ana.account, bo)
    actions.suspend(bo)
    assert home(ana) == []
    assert [part.id for part in queries.home_parts(cy, queries.Page())] == [other]


def test_home_by_hashtag_goes_on_page_by_page(ana, bo: Account, monkeypatch) -> None:
    """People and hashtags together, each post once: as one list, by both ways of asking."""
    module = import_module("plenary.timelines.queries.home")
    for name in ("one", "two", "three"):
        ana.post(f"/api/v1/tags/{name}/follow")
    follow(ana.account, bo)
    cy = make_account("cy")
    made = []
    for at in range(12):
        made.append(say(cy, f"{at} #one #two"))
        say(cy, "nothing")
        made.append(say(bo, f"{at} #three" if at % 2 else "plain"))
    made.reverse()
    for window in ("400", "1"):
        monkeypatch.setattr(
            module, "_AMONG_NEWEST", module._AMONG_NEWEST.replace("LIMIT 400", f"LIMIT {window}")
        )
        module._newest_sql.cache_clear()
        found, older = [], ""
        while page := home(ana, f"?limit=5{older}"):
            found += page
            older = f"&max_id={page[-1]}"
        assert found == made
        assert home(ana, f"?limit=3&min_id={made[10]}") == made[7:10]
        assert home(ana, f"?limit=40&since_id={made[10]}") == made[:10]
    monkeypatch.undo()
    module._newest_sql.cache_clear()
    me = Account.objects.get(pk=ana.account.pk)
    assert queries.home_ids(me, queries.Page(40)) == made


def test_home_by_hashtag_is_one_query(ana, bo: Account, django_assert_num_queries) -> None:
    actual = statuses.follow_hashtag(ana.account, "meded")
    assert actual.name == "meded" and ana.account.follows_hashtags
    for _ in range(3):
        say(bo)
    with django_assert_num_queries(1):
        assert len(queries.home_parts(ana.account, queries.Page(3))) == 3
    with django_assert_num_queries(1):
        assert len(queries.home_ids(ana.account, queries.Page(3))) == 3


def test_followed_hashtags_by_the_page(ana, django_assert_max_num_queries) -> None:
    for at in range(6):
        statuses.follow_hashtag(ana.account, f"tag{at}")
    ana.get("/api/v1/followed_tags")
    with django_assert_max_num_queries(6):
        first = ana.ask("GET", "/api/v1/followed_tags?limit=4")
    assert [one["name"] for one in first.json()] == ["tag5", "tag4", "tag3", "tag2"]
    older = first.headers["Link"].split("max_id=")[1].split(">")[0]
    rest = ana.get(f"/api/v1/followed_tags?max_id={older}")
    assert [one["name"] for one in rest] == ["tag1", "tag0"]


def test_there_is_an_end_to_following(ana, monkeypatch) -> None:
    from plenary.statuses.actions import followed_tags

    monkeypatch.setattr(followed_tags, "MAX_FOLLOWED", 1)
    ana.post("/api/v1/tags/one/follow")
    ana.post("/api/v1/tags/one/follow")
    ana.post("/api/v1/tags/two/follow", 422)


def test_how_much_a_hashtag_is_used(ana, nobody, bo: Account, freeze) -> None:
    now = clock.now()
    freeze(now - timedelta(days=2))
    say(bo)
    freeze(now)
    say(bo)
    last = say(bo, "again #MedEd")
    say(ana.account)
    say(ana.account, "few #MedEd", visibility=Visibility.UNLISTED)

    def days() -> list[tuple[str, str]]:
        found = nobody.get("/api/v1/tags/meded")
        assert "following" not in found
        moments = [int(one["day"]) for one in found["history"]]
        assert moments == sorted(moments, reverse=True) and len(moments) == 7
        assert all(one % 86400 == 0 for one in moments)
        return [(one["uses"], one["accounts"]) for one in found["history"]]

    assert days() == [("3", "2"), ("0", "0"), ("1", "1"), *[("0", "0")] * 4]
    statuses.delete(bo, last)
    assert days()[0] == ("2", "2")
    edited = say(bo, "#MedEd")
    statuses.edit(bo, edited, Draft(text="no hashtag now"))
    assert days()[0] == ("2", "2")
    statuses.delete(
        ana.account, int(ana.get(f"/api/v1/accounts/{ana.account.pk}/statuses")[1]["id"])
    )
    assert days()[0] == ("1", "1")
    assert ana.get("/api/v2/search?q=meded")["hashtags"][0]["history"][0]["uses"] == "1"


def test_old_counts_go(bo: Account, freeze) -> None:
    now = clock.now()
    freeze(now - timedelta(days=20))
    say(bo)
    freeze(now)
    say(bo)
    tidy_counts.call()
    assert HashtagDay.objects.count() == HashtagDayUse.objects.count() == 1


def test_showing_hashtags(ana, nobody, bo: Account) -> None:
    written = say(ana.account, "#MedEd #Rounds")
    say(ana.account, "#Rounds")
    path = "/api/v1/featured_tags"
    assert [one["name"] for one in ana.get(f"{path}/suggestions")] == ["Rounds", "MedEd"]
    made = ana.post(path, json={"name": "#meded"})
    assert (made["name"], made["statuses_count"]) == ("MedEd", "1")
    assert made["last_status_at"] == f"{moment_of(written):%Y-%m-%d}"
    assert ana.post(path, json={"name": "MedEd"}) == made
    assert ana.get(path) == [made]
    assert nobody.get(f"/api/v1/accounts/{ana.account.pk}/featured_tags") == [made]
    assert [one["name"] for one in ana.get(f"{path}/suggestions")] == ["Rounds"]
    assert ana.get("/api/v1/tags/meded")["featuring"] is True
    unused = ana.post(path, json={"name": "Unused"})
    assert (unused["statuses_count"], unused["last_status_at"]) == ("0", None)
    for bad in ("", "a b", "1", "x" * 200, "#"):
        ana.post(path, 422, json={"name": bad})
    assert ana.delete(f"{path}/{made['id']}") == {}
    ana.delete(f"{path}/{made['id']}", 404)
    assert ana.post("/api/v1/tags/rounds/feature")["featuring"] is True
    assert ana.post("/api/v1/tags/rounds/unfeature")["featuring"] is False
    block(ana.account, bo)
    from tests.mastodon_api.conftest import Phone

    _, token = actions.grant_token(ana.account.tokens.get().application, bo, "read")
    Phone(bo, token).get(f"/api/v1/accounts/{ana.account.pk}/featured_tags", 404)


def test_not_more_than_ten_are_shown(ana) -> None:
    for at in range(10):
        ana.post(f"/api/v1/tags/tag{at}/feature")
    ana.post("/api/v1/tags/tag10/feature", 422)
    assert len(ana.get("/api/v1/featured_tags")) == 10
