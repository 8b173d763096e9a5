"""Accounts, as an app reads and ties them."""

import pytest

from plenary.accounts import actions
from plenary.accounts.actions.profile import write_name_words
from plenary.accounts.models import Account, Follow, FollowRequest
from plenary.statuses import actions as statuses
from plenary.statuses.rules import Draft, Visibility
from tests.factories import block, follow, make_account, make_remote

BASE = "/api/v1/accounts"


@pytest.fixture
def ana(phone):
    return phone("ana")


@pytest.fixture
def bo(db: None) -> Account:
    return make_account("bo", display_name="Dr Bo Berg")


def test_a_profile(ana, nobody, bo: Account) -> None:
    assert nobody.get(f"{BASE}/{bo.pk}")["acct"] == "bo"
    assert ana.get(f"{BASE}/lookup?acct=@BO")["id"] == str(bo.pk)
    nobody.get(f"{BASE}/lookup?acct=none", 404)
    nobody.get(f"{BASE}/lookup", 422)
    nobody.get(f"{BASE}/1", 404)
    found = nobody.get(f"{BASE}?id[]={bo.pk}&id[]=1&id[]={ana.account.pk}")
    assert [one["acct"] for one in found] == ["bo", "ana"]


def test_what_somebody_wrote(ana, nobody, bo: Account) -> None:
    one = statuses.publish(bo, Draft(text="one #MedEd")).pk
    reply = statuses.publish(bo, Draft(text="@ana reply", in_reply_to_id=statuses.publish(
        ana.account, Draft(text="x")).pk)).pk  # fmt: skip
    boost = statuses.boost(bo, one).pk
    statuses.publish(bo, Draft(text="few", visibility=Visibility.PRIVATE))
    ids = lambda more: [row["id"] for row in nobody.get(f"{BASE}/{bo.pk}/statuses{more}")]  # noqa: E731
    assert ids("") == [str(boost), str(reply), str(one)]
    assert ids("?exclude_replies=true") == [str(boost), str(one)]
    assert ids("?exclude_reblogs=1") == [str(reply), str(one)]
    assert ids("?tagged=meded") == [str(one)]
    assert ids("?only_media=true") == [] and ids("?pinned=true") == []
    assert ids(f"?max_id={reply}") == [str(one)]


def test_following_and_what_it_says(ana, bo: Account) -> None:
    said = ana.post(f"{BASE}/{bo.pk}/follow")
    assert said["following"] is True and said["showing_reblogs"] is True
    assert Follow.objects.filter(source=ana.account, target=bo).exists()
    assert [one["acct"] for one in ana.get(f"{BASE}/{bo.pk}/followers")] == ["ana"]
    assert [one["acct"] for one in ana.get(f"{BASE}/{ana.account.pk}/following")] == ["bo"]
    assert ana.post(f"{BASE}/{bo.pk}/unfollow")["following"] is False
    ana.post(f"{BASE}/{ana.account.pk}/follow", 422)
    ana.post(f"{BASE}/1/follow", 404)


def test_asking_to_follow(ana, phone) -> None:
    locked = phone(make_account("locked", locked=True))
    assert ana.post(f"{BASE}/{locked.account.pk}/follow")["requested"] is True
    assert [one["acct"] for one in locked.get("/api/v1/follow_requests")] == ["ana"]
    mine = ana.account.pk
    assert locked.post(f"/api/v1/follow_requests/{mine}/authorize")["followed_by"] is True
    assert not FollowRequest.objects.exists()
    assert locked.post(f"{BASE}/{mine}/remove_from_followers")["followed_by"] is False
    ana.post(f"{BASE}/{locked.account.pk}/follow")
    assert locked.post(f"/api/v1/follow_requests/{mine}/reject")["requested_by"] is False


def test_blocking_and_muting(ana, bo: Account) -> None:
    follow(ana.account, bo)
    assert ana.post(f"{BASE}/{bo.pk}/mute", json={"duration": 60})["muting"] is True
    assert ana.get("/api/v1/mutes")[0]["acct"] == "bo"
    assert ana.post(f"{BASE}/{bo.pk}/unmute")["muting"] is False
    said = ana.post(f"{BASE}/{bo.pk}/block")
    assert said["blocking"] is True and said["following"] is False
    ana.get(f"{BASE}/{bo.pk}", 404)
    assert ana.get("/api/v1/blocks")[0]["acct"] == "bo"
    assert ana.get(f"{BASE}/relationships?id[]={bo.pk}")[0]["blocking"] is True
    assert ana.post(f"{BASE}/{bo.pk}/unblock")["blocking"] is False
    assert ana.post(f"{BASE}/{bo.pk}/unblock")["blocking"] is False


def test_who_blocks_one_is_not_told(ana, bo: Account) -> None:
    block(bo, ana.account)
    assert ana.get(f"{BASE}/relationships?id[]={bo.pk}&id[]=1") == []
    for path in (f"{BASE}/{bo.pk}", f"{BASE}/{bo.pk}/statuses", f"{BASE}/{bo.pk}/followers"):
        ana.get(path, 404)
    ana.post(f"{BASE}/{bo.pk}/follow", 404)
    assert ana.get(f"{BASE}/search?q=berg") == []


def test_relationships_cost_the_same_for_many(ana, django_assert_max_num_queries) -> None:
    ids = "&".join(f"id[]={make_account().pk}" for _ in range(10))
    ana.get(f"{BASE}/relationships?{ids}")
    # The token, four kinds of ties, what is kept about them, who may be known.
    with django_assert_max_num_queries(7):
        assert len(ana.get(f"{BASE}/relationships?{ids}")) == 10


def test_searching(ana, bo: Account) -> None:
    actions.edit_profile(bo, {"display_name": "Dr Bo Berg"})
    assert [one["acct"] for one in ana.get(f"{BASE}/search?q=ber")] == ["bo"]
    assert [one["acct"] for one in ana.get(f"{BASE}/search?q=@bo")][0] == "bo"
    assert ana.get(f"{BASE}/search?q=ber&following=true") == []
    assert ana.get("/api/v2/search?q=berg")["accounts"][0]["acct"] == "bo"
    found = ana.get(f"/api/v2/search?q=http://127.0.0.1:8000/@bo&resolve=true")  # noqa: F541
    assert found["accounts"][0]["acct"] == "bo"


def test_who_went_elsewhere_is_found_by_their_exact_handle_alone(ana, bo: Account) -> None:
    new = make_remote("bo", "new.example", display_name="Dr Bo Berg", discoverable=True)
    write_name_words(new)
    bo.moved_to = new
    bo.save()
    write_name_words(bo)

    def found(q: str, **more: str) -> list[str]:
        return [one["acct"] for one in ana.get(f"{BASE}/search", data={"q": q, **more})]

    assert found("berg") == found("Bo B") == ["bo@new.example"]
    assert found("bo") == found("@bo") == ["bo", "bo@new.example"]
    assert ana.get("/api/v2/search?q=berg&type=accounts")["accounts"][0]["acct"] == "bo@new.example"
    follow(ana.account, bo)
    assert found("berg", following="true") == []


def test_finding_a_post_by_its_address_only_if_one_may_see_it(ana, bo: Account) -> None:
    one = statuses.publish(bo, Draft(text="one #Sepsis"))
    few = statuses.publish(bo, Draft(text="few", visibility=Visibility.PRIVATE))
    url = ana.get(f"/api/v1/statuses/{one.pk}")["url"]
    assert ana.get(f"/api/v2/search?q={url}")["statuses"][0]["id"] == str(one.pk)
    hidden = url.replace(str(one.pk), str(few.pk))
    assert ana.get(f"/api/v2/search?q={hidden}")["statuses"] == []
    assert ana.get("/api/v2/search?q=%23sepsis&type=hashtags")["hashtags"][0]["name"] == "Sepsis"


def test_hidden_collections(ana, nobody, bo: Account) -> None:
    follow(ana.account, bo)
    Account.objects.filter(pk=bo.pk).update(hide_collections=True)
    assert nobody.get(f"{BASE}/{bo.pk}/followers") == []
    cy = make_account("cy")
    follow(ana.account, cy)
    follow(bo, cy)
    found = ana.get(f"{BASE}/familiar_followers?id[]={cy.pk}")
    assert [one["acct"] for one in found[0]["accounts"]] == ["bo"]


def test_oneself_and_changing_it(ana) -> None:
    assert ana.get(f"{BASE}/verify_credentials")["source"]["privacy"] == "public"
    changed = ana.patch(
        f"{BASE}/update_credentials",
        json={
            "display_name": "Dr Ana",
            "note": "See https://a.example",
            "locked": True,
            "fields_attributes": [{"name": "Ward", "value": "7"}],
        },
    )
    assert changed["display_name"] == "Dr Ana" and changed["locked"] is True
    assert changed["fields"][0]["name"] == "Ward" and changed["source"]["fields"][0]["value"] == "7"
    form = {"fields_attributes[0][name]": "A", "fields_attributes[0][value]": "b"}
    from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

    again = ana.patch(
        f"{BASE}/update_credentials",
        data=encode_multipart(BOUNDARY, form),
        content_type=MULTIPART_CONTENT,
    )
    assert [row["name"] for row in again["fields"]] == ["A"] and again["locked"] is True
    ana.patch(f"{BASE}/update_credentials", 422, json={"display_name": "x" * 200})
    ana.patch(f"{BASE}/update_credentials", 422, json={"fields_attributes": "x"})
    assert ana.get(f"{BASE}/verify_credentials")["display_name"] == "Dr Ana"


def test_markers_never_go_back(ana) -> None:
    said = ana.post("/api/v1/markers", json={"home": {"last_read_id": "100"}})
    assert said["home"]["last_read_id"] == "100"
    assert ana.post("/api/v1/markers", json={"home": {"last_read_id": "5"}})["home"][
        "last_read_id"
    ] == "100"  # fmt: skip
    assert said["home"]["version"] == 0
    again = ana.post("/api/v1/markers", data={"home[last_read_id]": "101"})["home"]
    assert (again["last_read_id"], again["version"]) == ("101", 1), "each move raises it"
    assert ana.get("/api/v1/markers?timeline[]=home")["home"]["version"] == 1
    ana.post("/api/v1/markers", 422, json={"home": {"last_read_id": "9" * 40}})
    assert set(ana.get("/api/v1/markers?timeline[]=home&timeline[]=notifications")) == {"home"}


GOOD = {
    "username": "newdoc",
    "email": "new@example.org",
    "password": "a long enough secret 7",
    "agreement": True,
    "locale": "en",
}


@pytest.mark.parametrize("how", ["json", "data"])
def test_signing_up_gives_a_token_that_works(phone, nobody, how: str) -> None:
    token = phone(None).post(BASE, **{how: GOOD})
    nobody.token = token["access_token"]
    assert nobody.get(f"{BASE}/verify_credentials")["username"] == "newdoc"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"username": ""}, "username"),
        ({"username": "bo"}, "username"),
        ({"username": "a b"}, "username"),
        ({"email": "nonsense"}, "email"),
        ({"password": "short"}, "password"),
        ({"agreement": False}, "agreement"),
    ],
)
def test_signing_up_wrongly(phone, bo: Account, wrong: dict, field: str) -> None:
    refused = phone(None).post(BASE, 422, json=GOOD | wrong)
    assert field in refused["details"] and refused["details"][field][0]["description"]
    assert not Account.objects.filter(username="newdoc").exists()


def test_signing_up_where_it_is_closed(phone, settings) -> None:
    settings.OPEN_REGISTRATION = False
    phone(None).post(BASE, 403, json=GOOD)
