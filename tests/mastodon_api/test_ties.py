"""How one follows, and what one keeps about others."""

import pytest

from plenary.accounts import actions, queries
from plenary.accounts.models import Account, AccountNote, Endorsement, Follow, UserDomainBlock
from plenary.lib import clock
from plenary.statuses import actions as statuses
from plenary.statuses.actions.receiving import Arrival, receive
from plenary.statuses.models import Visibility
from plenary.statuses.rules import Draft
from tests.factories import block, follow, make_account

BASE = "/api/v1/accounts"


@pytest.fixture
def ana(phone):
    return phone("ana")


@pytest.fixture
def bo(db: None) -> Account:
    return make_account("bo")


def say(author: Account, text: str = "hello", **draft) -> int:
    return statuses.publish(author, Draft(text=text, **draft)).pk


def home(ana) -> list[int]:
    return [int(row["id"]) for row in ana.get("/api/v1/timelines/home")]


def test_how_one_follows_is_kept_and_told(ana, bo: Account) -> None:
    said = ana.post(f"{BASE}/{bo.pk}/follow")
    assert (said["showing_reblogs"], said["notifying"], said["languages"]) == (True, False, None)
    how = {"reblogs": False, "notify": True, "languages": ["en", "de", "en", ""]}
    said = ana.post(f"{BASE}/{bo.pk}/follow", json=how)
    assert (said["showing_reblogs"], said["notifying"]) == (False, True)
    assert said["languages"] == ["de", "en"]
    # What is not sent stays.
    said = ana.post(f"{BASE}/{bo.pk}/follow", data={"notify": "false"})
    assert (said["showing_reblogs"], said["notifying"]) == (False, False)
    assert said["languages"] == ["de", "en"]
    assert ana.post(f"{BASE}/{bo.pk}/follow", json={"languages": []})["languages"] is None
    assert Follow.objects.count() == 1
    ana.post(f"{BASE}/{bo.pk}/follow", 422, json={"reblogs": "perhaps"})
    ana.post(f"{BASE}/{bo.pk}/follow", 422, json={"languages": [{"a": 1}]})
    ana.post(f"{BASE}/{bo.pk}/follow", 400, json={"languages": ["a\x00"]})


def test_how_one_asked_to_follow_holds_once_allowed(ana, phone) -> None:
    locked = phone(make_account("locked", locked=True))
    how = {"reblogs": False, "languages": ["de"]}
    assert ana.post(f"{BASE}/{locked.account.pk}/follow", json=how)["requested"]
    ana.post(f"{BASE}/{locked.account.pk}/follow", json={"notify": True})
    locked.post(f"/api/v1/follow_requests/{ana.account.pk}/authorize")
    tie = Follow.objects.get()
    assert (tie.reblogs, tie.notify, tie.languages) == (False, True, ["de"])


def test_home_without_somebodys_boosts(ana, bo: Account) -> None:
    other = make_account("other")
    boosted = say(other)
    ana.post(f"{BASE}/{bo.pk}/follow")
    boost, own = statuses.boost(bo, boosted).pk, say(bo)
    assert home(ana) == [own, boost]
    ana.post(f"{BASE}/{bo.pk}/follow", json={"reblogs": False})
    assert home(ana) == [own]
    ana.post(f"{BASE}/{bo.pk}/follow", json={"reblogs": True})
    assert home(ana) == [own, boost]


def test_home_in_some_languages(ana, bo: Account) -> None:
    ana.post(f"{BASE}/{bo.pk}/follow", json={"languages": ["de", "fr"]})
    german, unknown = say(bo, "hallo", language="de"), say(bo, "?")
    say(bo, "hello", language="en")
    assert home(ana) == [unknown, german]
    mine = say(ana.account, "mine", language="en")
    assert home(ana) == [mine, unknown, german]


def test_home_is_still_one_query(ana, bo: Account, django_assert_num_queries) -> None:
    from plenary.lib.pagination import Page
    from plenary.timelines import queries as timelines

    ana.post(f"{BASE}/{bo.pk}/follow", json={"reblogs": False, "languages": ["en"]})
    for _ in range(3):
        say(bo)
    with django_assert_num_queries(1):
        assert len(timelines.home_parts(ana.account, Page(3))) == 3
    with django_assert_num_queries(1):
        assert len(timelines.home_ids(ana.account, Page(3))) == 3


def test_a_note_is_for_oneself(ana, phone, bo: Account) -> None:
    said = ana.post(f"{BASE}/{bo.pk}/note", json={"comment": "  met in Basel "})
    assert said["note"] == "met in Basel"
    assert ana.get(f"{BASE}/relationships?id[]={bo.pk}")[0]["note"] == "met in Basel"
    assert phone("cy").get(f"{BASE}/relationships?id[]={bo.pk}")[0]["note"] == ""
    assert ana.post(f"{BASE}/{bo.pk}/note", json={"comment": "Vienna"})["note"] == "Vienna"
    assert ana.post(f"{BASE}/{bo.pk}/note")["note"] == ""
    assert not AccountNote.objects.exists()
    ana.post(f"{BASE}/{bo.pk}/note", 422, json={"comment": "x" * 2001})
    ana.post(f"{BASE}/1/note", 404, json={"comment": "x"})
    block(bo, ana.account)
    ana.post(f"{BASE}/{bo.pk}/note", 404, json={"comment": "x"})


def test_endorsing_whom_one_follows(ana, nobody, bo: Account) -> None:
    ana.post(f"{BASE}/{bo.pk}/endorse", 422)
    follow(ana.account, bo)
    assert ana.post(f"{BASE}/{bo.pk}/pin")["endorsed"] is True
    assert ana.post(f"{BASE}/{bo.pk}/endorse")["endorsed"] is True
    acct = lambda rows: [row["acct"] for row in rows]  # noqa: E731
    assert acct(ana.get("/api/v1/endorsements")) == ["bo"]
    assert acct(nobody.get(f"{BASE}/{ana.account.pk}/endorsements")) == ["bo"]
    assert ana.post(f"{BASE}/{bo.pk}/unpin")["endorsed"] is False
    ana.post(f"{BASE}/{bo.pk}/endorse")
    ana.post(f"{BASE}/{bo.pk}/unfollow")
    assert not Endorsement.objects.exists()


def test_endorsements_page_and_hide_who_is_suspended(ana, nobody, bo: Account) -> None:
    people = [make_account() for _ in range(5)]
    for one in people:
        follow(ana.account, one)
        actions.endorse(ana.account, one)
    first = ana.ask("GET", "/api/v1/endorsements?limit=2")
    assert [row["id"] for row in first.json()] == [str(people[4].pk), str(people[3].pk)]
    older = first.headers["Link"].split("max_id=")[1].split(">")[0]
    rest = ana.get(f"/api/v1/endorsements?max_id={older}")
    assert [row["id"] for row in rest] == [str(people[at].pk) for at in (2, 1, 0)]
    actions.suspend(people[2])
    assert len(nobody.get(f"{BASE}/{ana.account.pk}/endorsements")) == 4


def test_keeping_a_server_away(ana, bo: Account) -> None:
    far = Account.objects.create(username="far", domain="far.example", skeleton="")
    tie = follow(far, ana.account)
    follow(ana.account, far)
    written = receive(
        Arrival(
            uri="https://far.example/statuses/1",
            account=far,
            content="<p>From afar</p>",
            created_at=clock.now(),
            visibility=Visibility.PUBLIC,
        )
    ).pk
    assert home(ana) == [written]
    assert ana.post("/api/v1/domain_blocks", json={"domain": " FAR.example. "}) == {}
    ana.post("/api/v1/domain_blocks", data={"domain": "far.example"})
    assert ana.get("/api/v1/domain_blocks") == ["far.example"]
    assert not Follow.objects.filter(pk=tie.pk).exists() and not Follow.objects.exists()
    assert Account.objects.get(pk=ana.account.pk).followers_count == 0
    assert home(ana) == []
    ana.get(f"{BASE}/{far.pk}", 404)
    ana.post(f"{BASE}/{far.pk}/follow", 404)
    ana.get(f"/api/v1/statuses/{written}", 404)
    assert ana.get("/api/v1/timelines/public") == []
    assert ana.get(f"{BASE}/relationships?id[]={far.pk}")[0]["domain_blocking"] is True
    # A boost by somebody else does not carry it in.
    follow(ana.account, bo)
    statuses.boost(bo, written)
    assert home(ana) == []
    # Others meet them, and whoever changes their mind.
    assert queries.by_ids(bo, [far.pk])
    assert ana.delete("/api/v1/domain_blocks?domain=far.example") == {}
    assert ana.get(f"{BASE}/{far.pk}")["acct"] == "far@far.example"
    assert not UserDomainBlock.objects.exists()


@pytest.mark.parametrize(
    "domain", ["", " ", "http://a", "a b", "x" * 300, "-a", ".", "a/b", "ä" * 80]
)
def test_what_is_no_server(ana, domain: str) -> None:
    ana.post("/api/v1/domain_blocks", 422, json={"domain": domain})
    ana.delete("/api/v1/domain_blocks", 422, json={"domain": domain})


def test_how_one_likes_to_post(ana) -> None:
    path = f"{BASE}/update_credentials"
    before = ana.get("/api/v1/preferences")
    assert before["posting:default:visibility"] == "public"
    assert before["posting:default:language"] is None
    source = {"privacy": "private", "sensitive": True, "language": "de", "quote_policy": "nobody"}
    found = ana.patch(path, json={"source": source})["source"]
    assert {name: found[name] for name in source} == source
    after = ana.get("/api/v1/preferences")
    assert after["posting:default:visibility"] == "private"
    assert after["posting:default:sensitive"] is True
    assert after["posting:default:language"] == "de"
    assert after["posting:default:quote_policy"] == "nobody"
    assert ana.get(f"{BASE}/verify_credentials")["source"]["privacy"] == "private"
    given = queries.posting_defaults(Account.objects.get(pk=ana.account.pk))
    assert (given.visibility, given.sensitive, given.language) == ("private", True, "de")
    form = "source[language]=&source[sensitive]=false"
    kind = "application/x-www-form-urlencoded"
    found = ana.patch(path, data=form, content_type=kind)["source"]
    assert (found["language"], found["sensitive"], found["privacy"]) == ("", False, "private")
    for bad in (
        {"privacy": "x"},
        {"language": 'en"x'},
        {"quote_policy": "all"},
        {"sensitive": "?"},
    ):
        ana.patch(path, 422, json={"source": bad})
    ana.patch(path, 422, json={"source": "x"})
    ana.patch(path, 422, json={"source": [1]})


def test_a_mute_tells_its_end(ana, bo: Account) -> None:
    said = ana.post(f"{BASE}/{bo.pk}/mute", json={"duration": 3600, "notifications": False})
    assert said["muting_notifications"] is False
    assert said["muting_expires_at"].endswith("Z")
    assert ana.get("/api/v1/mutes")[0]["mute_expires_at"] == said["muting_expires_at"]


def test_the_directory(ana, nobody, bo: Account) -> None:
    quiet = make_account("quiet")
    Account.objects.create(username="far", domain="far.example", skeleton="")
    say(bo)
    order = lambda more: [row["acct"] for row in ana.get(f"/api/v1/directory{more}")]  # noqa: E731
    assert order("") == ["bo", "far@far.example", "quiet", "ana"]
    assert order("?order=new&local=true") == ["quiet", "bo", "ana"]
    assert order("?offset=1&limit=1") == ["far@far.example"]
    actions.block_domain(ana.account, "far.example")
    block(quiet, ana.account)
    assert order("") == ["bo", "ana"]
    actions.suspend(quiet)
    assert len(nobody.get("/api/v1/directory")) == 3
    nobody.get("/api/v1/directory?limit=-5&offset=-1&order=%FF")
    nobody.get(f"/api/v1/directory?offset={10**30}", 422)
