"""Custom emoji, from an app: in everything that words are, and gone with the emoji."""

from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plenary.accounts.actions import create_account
from plenary.accounts.models import Account
from plenary.conduct import actions
from plenary.jobs.worker import run_until_empty
from plenary.statuses import actions as statuses
from plenary.statuses.actions import emojis
from plenary.statuses.models import Status
from plenary.statuses.rules import Draft
from plenary.timelines.actions import announce
from tests.emojis import make_emoji
from tests.mastodon_api.conftest import run_all
from tests.statuses.makers import post

LIST = "/api/v1/custom_emojis"
POSTS = "/api/v1/statuses"
ANNOUNCED = "/api/v1/announcements"


@pytest.fixture
def ana(phone):
    return phone("ana")


def codes(entity) -> list[str]:
    return [one["shortcode"] for one in entity["emojis"]]


def test_the_list(nobody, settings) -> None:
    assert nobody.get(LIST) == []
    party = make_emoji("party", moving=True, category="Joy")
    coffee = make_emoji("Coffee_2")
    make_emoji("secret", visible_in_picker=False)
    off = make_emoji("off")
    actions.change_emoji(None, off.pk, disabled=True)
    first, second = nobody.get(LIST)
    at = f"{settings.PUBLIC_URL}/media/"
    assert first == {
        "shortcode": "Coffee_2",
        "url": at + coffee.file,
        "static_url": at + coffee.file,
        "visible_in_picker": True,
    }
    assert (second["shortcode"], second["category"]) == ("party", "Joy")
    assert second["url"] == at + party.file and second["static_url"] == at + party.still
    for path in (second["url"], second["static_url"]):
        answer = nobody.client.get(path.removeprefix(settings.PUBLIC_URL))
        assert answer["Content-Type"] == "image/webp"
        assert answer["Access-Control-Allow-Origin"] == "*"


def test_the_list_costs_one_query(nobody, django_assert_num_queries) -> None:
    for number in range(4):
        make_emoji(f"e{number}")
    with django_assert_num_queries(1):
        assert len(nobody.get(LIST)) == 4


def test_in_a_post(ana, nobody) -> None:
    for name in ("words", "warning", "answer", "unused", "link"):
        make_emoji(name)
    made = ana.post(
        POSTS,
        json={
            "status": "Hello :words: :nothere: https://example.org/:link:/",
            "spoiler_text": "About :warning:",
            "poll": {"options": [":answer:", "No"], "expires_in": 600},
        },
    )
    assert sorted(codes(made)) == ["answer", "warning", "words"]
    assert codes(made["poll"]) == ["answer"]
    assert ":words:" in made["content"] and "<img" not in made["content"]
    assert made["spoiler_text"] == "About :warning:"
    seen = nobody.get(f"{POSTS}/{made['id']}")
    assert seen["emojis"] == made["emojis"] and seen["poll"]["emojis"] == made["poll"]["emojis"]
    boosted = ana.post(f"{POSTS}/{made['id']}/reblog")
    assert codes(boosted) == [] and len(codes(boosted["reblog"])) == 3


def test_an_edit_and_what_was_before(ana) -> None:
    for name in ("one", "two", "old", "new"):
        make_emoji(name)
    poll = {"options": [":old:", "B"], "expires_in": 600}
    made = ana.post(POSTS, json={"status": ":one:", "poll": poll})
    path = f"{POSTS}/{made['id']}"
    kept = ana.put(path, json={"status": ":two:", "poll": poll})
    assert sorted(codes(kept)) == ["old", "two"] and codes(kept["poll"]) == ["old"]
    poll = {"options": [":new:", "B"], "expires_in": 600}
    changed = ana.put(path, json={"status": ":two:", "poll": poll})
    assert sorted(codes(changed)) == ["new", "two"] and codes(changed["poll"]) == ["new"]
    plain = ana.put(path, json={"status": ":two: alone"})
    assert codes(plain) == ["two"] and plain["poll"] is None
    told = [sorted(codes(one)) for one in ana.get(f"{path}/history")]
    assert told == [["old", "one"], ["old", "two"], ["new", "two"], ["two"]]


def test_in_a_profile(ana, nobody) -> None:
    for name in ("name", "note", "label", "value"):
        make_emoji(name)
    sent = {
        "display_name": "Ana :name:",
        "note": "I like :note:",
        "fields_attributes": {"0": {"name": ":label:", "value": "x :value:"}},
    }
    found = ana.patch("/api/v1/accounts/update_credentials", json=sent)
    assert sorted(codes(found)) == ["label", "name", "note", "value"]
    made = ana.post(POSTS, json={"status": "x"})
    assert sorted(codes(nobody.get(f"{POSTS}/{made['id']}")["account"])) == sorted(codes(found))
    ana.patch("/api/v1/accounts/update_credentials", json={"display_name": "Ana"})
    assert "name" not in codes(nobody.get(f"/api/v1/accounts/{ana.account.pk}"))


def test_who_comes_with_one_in_their_name(db: None) -> None:
    make_emoji("party")
    made = create_account(
        email="x@example.org", password="x" * 12, username="xenia", display_name="X :party:"
    )
    assert [one["shortcode"] for one in Account.objects.get(pk=made.pk).emojis] == ["party"]


def test_what_was_written_before_shows_it_and_shows_it_no_more(ana, nobody) -> None:
    poll = {"options": ["A :party:", "B"], "expires_in": 600}
    polled = ana.post(POSTS, json={"status": "Which?", "poll": poll})
    warned = ana.post(POSTS, json={"status": "x", "spoiler_text": ":party:"})
    named = ana.post(POSTS, json={"status": ":party: @ana", "visibility": "direct"})
    other = ana.post(POSTS, json={"status": ":Party: :partyy:"})
    boost = ana.post(f"{POSTS}/{warned['id']}/reblog")
    ana.patch("/api/v1/accounts/update_credentials", json={"note": ":party:"})
    announce("Come to the :party:")
    run_all()

    def everywhere() -> set[bool]:
        shown = [ana.get(f"{POSTS}/{one['id']}") for one in (polled, warned, named)]
        shown += [shown[0]["poll"], shown[0]["account"], ana.get(ANNOUNCED)[0]]
        shown += [ana.get(f"{POSTS}/{boost['id']}")["reblog"]]
        assert codes(ana.get(f"{POSTS}/{other['id']}")) == []
        return {bool(codes(one)) for one in shown}

    assert everywhere() == {False}
    made = make_emoji("party")
    run_all()
    assert everywhere() == {True}
    assert ana.get(f"{POSTS}/{polled['id']}")["edited_at"] is None
    actions.change_emoji(None, made.pk, category="Joy")
    run_all()
    assert ana.get(f"{POSTS}/{polled['id']}")["emojis"][0]["category"] == "Joy"
    actions.change_emoji(None, made.pk, disabled=True)
    run_all()
    assert everywhere() == {False}
    actions.change_emoji(None, made.pk, disabled=False)
    run_all()
    assert everywhere() == {True}
    actions.remove_emoji(None, made.pk)
    run_all()
    assert everywhere() == {False}


def test_many_posts_are_made_anew_a_few_at_a_time(
    ana, monkeypatch, django_assert_max_num_queries
) -> None:
    ids = [post(ana.account, f"{number} :party:").pk for number in range(7)]
    run_until_empty()
    make_emoji("party")
    monkeypatch.setattr(emojis, "_AT_ONCE", 3)
    run_until_empty()
    assert Status.objects.filter(pk__in=ids).exclude(emojis=[]).count() == 7
    monkeypatch.setattr(emojis, "_AT_ONCE", 100)
    Status.objects.update(emojis=[])
    # The ids, the posts, what they are rendered from (3), polls, the emoji; one write each.
    with django_assert_max_num_queries(7 + 7):
        emojis.show_in_posts.call("", "party")
    assert Status.objects.filter(pk__in=ids).exclude(emojis=[]).count() == 7


def test_writing_and_reading_cost_nothing_more(ana, django_assert_num_queries) -> None:
    make_emoji("party")
    statuses.publish(ana.account, Draft(text="warm"))

    def cost(words: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            statuses.publish(ana.account, Draft(text=words))
        return len(seen)

    plain = cost("no shortcode at 10:30:15")
    assert cost("with :party:") == plain + 1
    ana.get("/api/v1/timelines/public")
    with CaptureQueriesContext(connection) as seen:
        ana.get("/api/v1/timelines/public")
    before = len(seen)
    for _ in range(5):
        post(ana.account, ":party:")
    with django_assert_num_queries(before):
        ana.get("/api/v1/timelines/public")


def test_under_an_announcement(ana, phone, settings) -> None:
    made = announce("Hello :party:")
    at = f"{ANNOUNCED}/{made.pk}/reactions"
    ana.put(f"{at}/party", 422)
    party = make_emoji("party", moving=True)
    for wrong in (":party:", "Party", "party ", "nothing", "%00", 'party"'):
        path = f"{at}/{quote(wrong)}"
        answer = ana.client.put(path, headers={"authorization": f"Bearer {ana.token}"})
        assert answer.status_code in (400, 404, 422), wrong
    ana.put(f"{at}/party")
    phone("bo").put(f"{at}/party")
    shown = {
        "name": "party",
        "count": 2,
        "me": True,
        "url": f"{settings.PUBLIC_URL}/media/{party.file}",
        "static_url": f"{settings.PUBLIC_URL}/media/{party.still}",
    }
    assert ana.get(ANNOUNCED)[0]["reactions"] == [shown]
    actions.change_emoji(None, party.pk, disabled=True)
    assert ana.get(ANNOUNCED)[0]["reactions"] == []
    actions.change_emoji(None, party.pk, disabled=False)
    ana.delete(f"{at}/party")
    assert ana.get(ANNOUNCED)[0]["reactions"][0]["count"] == 1
    actions.remove_emoji(None, party.pk)
    assert ana.get(ANNOUNCED)[0]["reactions"] == []
