"""The people page: sections, filters and search by address alone, fragments for scripts."""

import re
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.test import Client

from plenary.accounts.models import Account
from plenary.events.models import Attendance, Event
from plenary.lib import clock
from plenary.statuses.models import Hashtag, HashtagUse
from tests.factories import attend, befriend, block, follow, make_account, make_event

pytestmark = pytest.mark.django_db
Browser = Callable[[Account], Client]
PAGE = "/events/congress/people"


@pytest.fixture
def event() -> Event:
    tag = Hashtag.objects.create(name="congress27", display="Congress27")
    return make_event("congress", hashtag=tag)


def _going(event: Event, name: str, audience: str = "everyone", **columns: Any) -> Account:
    person = make_account(name, **columns)
    person.name_words.create(word=name)
    attend(event, person, audience)
    return person


def test_faces_by_how_i_know_them(client_for: Browser, event: Event) -> None:
    me = _going(event, "me")
    befriend(me, _going(event, "friend"))
    follow(me, _going(event, "idol"))
    follow(_going(event, "fan"), me)
    writer = _going(event, "writer")
    HashtagUse.objects.create(hashtag=event.hashtag, account=writer, uses=1, last_status_id=7)
    page = client_for(me).get(PAGE).content.decode()
    headings = [
        "You follow each other", "You follow", "They follow you", "Posting under #Congress27",
        "Everyone else",
    ]  # fmt: skip
    places = [page.index(f">{heading}<") for heading in headings]
    assert places == sorted(places)
    assert "Mutual since" in page


def test_signed_out_sees_only_what_is_for_everyone(event: Event) -> None:
    _going(event, "open")
    for audience in ("followers", "following", "attendees"):
        _going(event, f"hidden{audience}", audience)
    page = Client().get(PAGE)
    assert page.status_code == 200
    assert "Dr Open" in page.content.decode()
    assert "Dr Hidden" not in page.content.decode()


def test_search_answers_a_fragment_and_a_page(client_for: Browser, event: Event) -> None:
    me = _going(event, "me")
    _going(event, "zara")
    _going(event, "omar")
    browser = client_for(me)
    for headers in ({}, {"HX-Request": "true"}):
        body = browser.get(PAGE, {"q": "zar"}, headers=headers).content.decode()
        assert "Dr Zara" in body
        assert "Dr Omar" not in body
        assert ("<html" in body) is not headers
    assert "Nobody" in browser.get(PAGE, {"q": "nobodyatall"}).content.decode()


def test_more_goes_on_and_keeps_the_filters(
    client_for: Browser, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = import_module("plenary.events.queries.people")
    monkeypatch.setattr(people, "FULL", 5)
    monkeypatch.setattr(people, "SIZE", 5)
    me = _going(event, "me")
    names = {f"Dr Wales{n}" for n in range(12)}
    for n in range(12):
        _going(event, f"wales{n}", region="Wales")
        _going(event, f"london{n}", region="London")
    browser, seen, url = client_for(me), set(), f"{PAGE}?region=Wales"
    for _ in range(5):
        body = browser.get(url).content.decode()
        assert "Dr London" not in body
        seen |= {name for name in names if f"{name}<" in body}
        part = body.split('data-next="')
        if len(part) == 1:
            break
        url = PAGE + part[1].split('"')[0].replace("&amp;", "&")
    assert seen == names


@pytest.mark.parametrize(
    "query",
    ["?after=99999999999999999999999", "?show=others&after=9999999999999999999", "?show=nothing",
     "?show=others&after=x", "?q=%F0%9F%99%82", "?specialty=nonsense", "?interest=%23"],
)  # fmt: skip
def test_odd_addresses_are_answered(client_for: Browser, event: Event, query: str) -> None:
    assert client_for(_going(event, "me")).get(PAGE + query).status_code == 200


def test_saying_it_changing_it_and_taking_it_back(client_for: Browser, event: Event) -> None:
    me = make_account()
    browser = client_for(me)
    said = browser.post(
        "/events/congress/attend",
        {"state": "maybe", "audience": "following", "next": "people"},
        follow=True,
    )
    assert said.redirect_chain == [(PAGE, 302)]
    row = Attendance.objects.get(account=me)
    assert (row.state, row.audience) == ("maybe", "following")
    refused = browser.post("/events/congress/attend", {"state": "maybe", "audience": "god"})
    assert refused.status_code == 422
    browser.post("/events/congress/attend", {"do": "withdraw"})
    assert not Attendance.objects.exists()


@pytest.mark.parametrize("gone", ["they block", "I block", "suspended"])
def test_the_page_is_as_if_they_did_not_go(client_for: Browser, event: Event, gone: str) -> None:
    me, other = _going(event, "me"), _going(event, "canarydoc")
    befriend(me, other)
    HashtagUse.objects.create(hashtag=event.hashtag, account=other, uses=1, last_status_id=7)
    if gone == "they block":
        block(other, me)
    elif gone == "I block":
        block(me, other)
    else:
        Account.objects.filter(pk=other.pk).update(suspended_at=clock.now())
    browser = client_for(me)
    for query in ("", "?q=canarydoc", "?show=mutuals", "?show=hashtag", "?show=others"):
        assert "Canarydoc" not in browser.get(PAGE + query).content.decode()
    shown = browser.get(PAGE).content
    other.delete()
    strip = re.compile(rb'(csrfmiddlewaretoken" value|data-live)="[^"]*"')
    assert strip.sub(b"", shown) == strip.sub(b"", browser.get(PAGE).content)


def test_queries_do_not_grow_with_the_people(
    client_for: Browser, event: Event, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    me = _going(event, "me")
    browser = client_for(me)
    counts = []
    for batch in (4, 40):
        for n in range(batch):
            one = _going(event, f"b{batch}n{n}")
            if n % 2:
                befriend(me, one)
            else:
                follow(one, me)
        with django_assert_max_num_queries(26) as captured:
            assert browser.get(PAGE).status_code == 200
        counts.append(len(captured.captured_queries))
    assert counts[0] == counts[1]
