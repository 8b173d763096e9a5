"""Timelines, as an app reads them."""

import sys

import pytest

from plenary.accounts import actions as accounts
from plenary.accounts.models import Account
from plenary.statuses import actions
from plenary.statuses.models import Visibility
from plenary.statuses.rules import Draft
from tests.factories import block, follow, make_account

HOME = "/api/v1/timelines/home"


@pytest.fixture
def bo(db: None) -> Account:
    return make_account("bo")


def post(author: Account, words: str) -> int:
    return actions.publish(author, Draft(text=words)).pk


def test_home_has_posts_and_boosts_of_whom_one_follows(phone, bo: Account) -> None:
    ana = phone("ana")
    follow(ana.account, bo)
    first = post(bo, "Hello @ana #MedEd https://example.org/x")
    cy = make_account("cy")
    boost = actions.boost(bo, post(cy, "boosted")).pk
    rows = ana.get(HOME)
    assert [row["id"] for row in rows] == [str(boost), str(first)]
    assert rows[0]["content"] == "" and rows[0]["reblog"]["content"] == "<p>boosted</p>"
    assert rows[0]["reblog"]["account"]["acct"] == "cy"
    assert rows[1]["mentions"][0]["acct"] == "ana" and rows[1]["tags"][0]["name"] == "MedEd"
    assert 'href="http' in rows[1]["content"] and 'href="/' not in rows[1]["content"]


def test_marks_of_the_viewer(phone, bo: Account) -> None:
    ana = phone("ana")
    follow(ana.account, bo)
    one = post(bo, "one")
    actions.favourite(ana.account, one)
    actions.bookmark(ana.account, one)
    row = ana.get(HOME)[0]
    assert row["favourited"] is True and row["bookmarked"] is True and row["reblogged"] is False
    assert row["favourites_count"] == 1


def test_pages_by_link(phone, bo: Account) -> None:
    ana = phone("ana")
    follow(ana.account, bo)
    ids = [str(post(bo, f"post {number}")) for number in range(5)]
    first = ana.ask("GET", f"{HOME}?limit=2")
    links = first.headers["Link"]
    assert [row["id"] for row in first.json()] == ids[:2:-1]
    assert f"max_id={ids[3]}" in links and 'rel="next"' in links
    assert f"min_id={ids[4]}" in links and 'rel="prev"' in links
    assert [row["id"] for row in ana.get(f"{HOME}?limit=2&max_id={ids[3]}")] == [ids[2], ids[1]]
    assert [row["id"] for row in ana.get(f"{HOME}?limit=2&min_id={ids[0]}")] == [ids[2], ids[1]]
    assert [row["id"] for row in ana.get(f"{HOME}?limit=2&since_id={ids[2]}")] == [ids[4], ids[3]]


def test_a_blocked_author_is_gone_at_once(phone, bo: Account) -> None:
    ana = phone("ana")
    follow(ana.account, bo)
    post(bo, "one")
    assert len(ana.get(HOME)) == 1
    block(bo, ana.account)
    assert ana.get(HOME) == []


def test_home_costs_a_constant_number_of_queries(
    phone, bo: Account, django_assert_num_queries
) -> None:
    ana = phone("ana")
    for number in range(20):
        author = make_account()
        follow(ana.account, author)
        post(author, f"post {number}")
    ana.get(HOME)
    with django_assert_num_queries(2):  # the token; the posts with the viewer's marks
        assert len(ana.get(HOME)) == 20


def test_a_page_of_quiet_people_is_found_beyond_the_newest_posts(
    phone, bo: Account, monkeypatch
) -> None:
    home = sys.modules["plenary.timelines.queries.home"]
    monkeypatch.setattr(home, "_WINDOW", 3)
    ana = phone("ana")
    follow(ana.account, bo)
    quiet = [str(post(bo, f"post {number}")) for number in range(3)]
    for number in range(5):
        post(make_account(), f"other {number}")
    assert [row["id"] for row in ana.get(HOME)] == quiet[::-1]
    assert [row["id"] for row in ana.get(f"{HOME}?min_id={quiet[0]}&limit=1")] == [quiet[1]]


def test_a_deleted_parent_is_named_no_more(phone, bo: Account) -> None:
    ana = phone("ana")
    follow(ana.account, bo)
    parent = post(ana.account, "parent")
    reply = actions.publish(bo, Draft(text="reply", in_reply_to_id=parent))
    assert ana.get(HOME)[0]["in_reply_to_id"] == str(parent)
    actions.delete(ana.account, parent)
    assert ana.get(HOME)[0]["id"] == str(reply.pk)
    assert ana.get(HOME)[0]["in_reply_to_id"] is None


def test_addresses_follow_the_server_when_it_moves(phone, bo: Account, settings) -> None:
    ana = phone("ana")
    follow(ana.account, bo)
    post(bo, "@ana #MedEd")
    settings.PUBLIC_URL = "https://moved.example"
    row = ana.get(HOME)[0]
    assert row["url"].startswith("https://moved.example/@bo/")
    assert 'href="https://moved.example/@ana"' in row["content"]
    assert row["tags"][0]["url"] == "https://moved.example/tags/meded"


def test_without_a_token(nobody) -> None:
    assert nobody.get(HOME, 401) == {"error": "The access token is invalid"}


def test_without_the_scope(phone) -> None:
    refused = phone("ana", scopes="read:accounts write").get(HOME, 403)
    assert refused == {"error": "This action is outside the authorized scopes"}


def test_with_the_token_of_an_app_alone(phone) -> None:
    refused = phone(None).get(HOME, 422)
    assert refused == {"error": "This method requires an authenticated user"}


PUBLIC = "/api/v1/timelines/public"
TAG = "/api/v1/timelines/tag/meded"


def test_public_has_no_boosts_replies_or_private_posts(nobody, bo: Account) -> None:
    one = actions.publish(bo, Draft(text="one"))
    actions.boost(bo, one.pk)
    cy = make_account("cy")
    actions.publish(cy, Draft(text="@bo a reply", in_reply_to_id=one.pk))
    actions.publish(bo, Draft(text="few", visibility=Visibility.PRIVATE))
    own = actions.publish(bo, Draft(text="going on", in_reply_to_id=one.pk))
    assert [row["id"] for row in nobody.get(PUBLIC)] == [str(own.pk), str(one.pk)]
    assert nobody.get(f"{PUBLIC}?remote=true") == []
    assert len(nobody.get(f"{PUBLIC}?local=1")) == 2
    assert nobody.get(f"{PUBLIC}?only_media=true") == []


def test_public_leaves_out_whom_one_muted(phone, bo: Account) -> None:
    ana = phone("ana")
    post(bo, "one")
    assert len(ana.get(PUBLIC)) == 1
    accounts.mute(ana.account, bo)
    assert ana.get(PUBLIC) == []


def test_hashtags_any_all_none(nobody, bo: Account) -> None:
    both = post(bo, "x #MedEd #Ward")
    one = post(bo, "y #meded")
    other = post(bo, "z #Night")
    assert [row["id"] for row in nobody.get(TAG)] == [str(one), str(both)]
    more = nobody.get(f"{TAG}?any[]=night")
    assert [row["id"] for row in more] == [str(other), str(one), str(both)]
    assert [row["id"] for row in nobody.get(f"{TAG}?all[]=ward")] == [str(both)]
    assert [row["id"] for row in nobody.get(f"{TAG}?none[]=ward")] == [str(one)]
    assert nobody.get(f"{TAG}?all[]=unknown") == []
    assert nobody.get("/api/v1/timelines/tag/unknown") == []


def test_a_full_page_though_many_may_not_be_seen(phone, bo: Account) -> None:
    ana = phone("ana")
    seen = [str(post(bo, f"{number} #MedEd")) for number in range(3)]
    rude = make_account("rude")
    for number in range(30):
        post(rude, f"{number} #MedEd")
    block(rude, ana.account)
    assert [row["id"] for row in ana.get(f"{TAG}?limit=2")] == seen[:0:-1]
    assert [row["id"] for row in ana.get(f"{TAG}?limit=2&min_id={seen[0]}")] == seen[:0:-1]


@pytest.mark.parametrize("path", [PUBLIC, TAG])
def test_feeds_cost_a_constant_number_of_queries(
    phone, bo: Account, path: str, django_assert_max_num_queries
) -> None:
    ana = phone("ana")
    for number in range(12):
        post(make_account(), f"post {number} #MedEd")
    ana.get(path)
    with django_assert_max_num_queries(5):
        assert len(ana.get(path)) == 12


def test_no_article_trends(nobody) -> None:
    nobody.get("/api/v1/timelines/link?url=https://a.example/", 404)
    assert "url" in nobody.get("/api/v1/timelines/link", 422)["error"]


@pytest.mark.parametrize(
    "query",
    [
        "limit=abc",
        "limit=-1",
        "max_id=99999999999999999999",
        "max_id[]=1",
        "any[x]=1",
        "local=perhaps",
    ],
)
def test_odd_parameters(nobody, bo: Account, query: str) -> None:
    post(bo, "y #meded")
    assert nobody.client.get(f"{TAG}?{query}").status_code in {200, 422}


def test_a_nul_is_refused(nobody) -> None:
    assert "NUL" in nobody.get(f"{TAG}?any[]=a%00b", 400)["error"]
    nobody.get("/api/v1/timelines/tag/a%00b", 404)
    app = {"client_name": "a\0b", "redirect_uris": "urn:x"}
    assert "NUL" in nobody.post("/api/v1/apps", 400, json=app)["error"]
