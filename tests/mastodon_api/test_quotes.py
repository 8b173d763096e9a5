"""Posts within posts, by leave of who wrote them."""

import pytest

from plenary.jobs.worker import run_until_empty
from plenary.statuses.models import Status
from tests.factories import block, follow

POSTS = "/api/v1/statuses"


@pytest.fixture
def ana(phone):
    return phone("ana")


@pytest.fixture
def bo(phone):
    return phone("bo")


def post(who, words: str = "Well put", status: int = 200, **more) -> dict:
    return who.post(POSTS, status, json={"status": words, **more})


def quote(who, quoted: dict, status: int = 200, **more) -> dict:
    return post(who, "Hear hear", status, quoted_status_id=quoted["id"], **more)


def test_quoting(ana, bo) -> None:
    said = post(ana)
    assert said["quote"] is None
    assert said["quote_approval"] == {
        "automatic": ["public"], "manual": [], "current_user": "automatic",
    }  # fmt: skip
    made = quote(bo, said)
    assert made["quote"]["state"] == "accepted"
    assert made["quote"]["quoted_status"]["id"] == said["id"]
    assert ana.get(f"{POSTS}/{said['id']}")["quotes_count"] == 1
    assert [one["id"] for one in ana.get(f"{POSTS}/{said['id']}/quotes")] == [made["id"]]
    run_until_empty()
    (notice,) = ana.get("/api/v1/notifications")
    assert notice["type"] == "quote" and notice["status"]["id"] == made["id"]
    # A quote within a quote is named only.
    outer = quote(ana, made)["quote"]["quoted_status"]
    assert outer["quote"] == {"state": "accepted", "quoted_status_id": said["id"]}


def test_a_quote_needs_no_words_and_a_boost_leads_to_what_it_boosts(ana, bo) -> None:
    said = post(ana)
    boost = bo.post(f"{POSTS}/{said['id']}/reblog")
    made = post(bo, "", quoted_status_id=boost["id"])
    assert made["quote"]["quoted_status"]["id"] == said["id"]


@pytest.mark.parametrize(
    ("policy", "stranger", "follower"),
    [("public", 200, 200), ("followers", 422, 200), ("nobody", 422, 422)],
)
def test_who_may_quote(ana, bo, phone, policy: str, stranger: int, follower: int) -> None:
    follow(bo.account, ana.account)
    said = post(ana, quote_approval_policy=policy)
    words = {200: "automatic", 422: "denied"}
    cy = phone("cy")
    for who, status in ((cy, stranger), (bo, follower), (ana, 200)):
        approval = who.get(f"{POSTS}/{said['id']}")["quote_approval"]
        assert approval["current_user"] == words[status]
        quote(who, said, status)


def test_a_changed_mind(ana, bo) -> None:
    said = post(ana)
    path = f"{POSTS}/{said['id']}/interaction_policy"
    bo.put(path, 403, json={"quote_approval_policy": "nobody"})
    ana.put(path, 422, json={"quote_approval_policy": "friends"})
    changed = ana.put(path, json={"quote_approval_policy": "nobody"})
    assert changed["quote_approval"]["automatic"] == []
    quote(bo, said, 422)
    ana.put(f"{POSTS}/{said['id']}", json={"status": "x", "quote_approval_policy": "public"})
    quote(bo, said)


def test_what_was_written_for_a_few(ana, bo) -> None:
    follow(bo.account, ana.account)
    few = post(ana, visibility="private")
    quote(bo, few, 422)
    assert quote(ana, few)["visibility"] == "private"
    direct = post(ana, "@bo hello", visibility="direct")
    quote(ana, direct, 422)
    quote(bo, direct, 422)


def test_taking_oneself_out(ana, bo, phone) -> None:
    said, other = post(ana), post(ana)
    made = quote(bo, said)
    path = f"{POSTS}/{said['id']}/quotes/{made['id']}/revoke"
    bo.post(path, 403)
    ana.post(f"{POSTS}/{other['id']}/quotes/{made['id']}/revoke", 404)
    assert ana.post(path)["quote"] == {"state": "revoked", "quoted_status": None}
    assert ana.post(path)["quote"]["state"] == "revoked"
    assert bo.get(f"{POSTS}/{said['id']}")["quotes_count"] == 0
    assert bo.get(f"{POSTS}/{said['id']}/quotes") == []
    bo.delete(f"{POSTS}/{made['id']}")
    assert bo.get(f"{POSTS}/{said['id']}")["quotes_count"] == 0


def test_what_it_quoted_is_gone(ana, bo) -> None:
    said = post(ana)
    made = quote(bo, said)
    ana.delete(f"{POSTS}/{said['id']}")
    shown = bo.get(f"{POSTS}/{made['id']}")
    assert shown["quote"] == {"state": "deleted", "quoted_status": None}
    said = post(ana)
    made = quote(bo, said)
    bo.delete(f"{POSTS}/{made['id']}")
    assert Status.objects.get(pk=said["id"]).quotes_count == 0


def test_a_quote_shows_nobody_what_they_may_not_see(ana, bo, phone, nobody) -> None:
    made = quote(bo, post(ana))
    cy = phone("cy")
    block(cy.account, ana.account)
    hidden = {"state": "unauthorized", "quoted_status": None}
    assert cy.get(f"{POSTS}/{made['id']}")["quote"] == hidden
    assert nobody.get(f"{POSTS}/{made['id']}")["quote"]["state"] == "accepted"
    few = quote(ana, post(ana, visibility="private"), visibility="private")
    follow(bo.account, ana.account)
    assert bo.get(f"{POSTS}/{few['id']}")["quote"]["state"] == "accepted"


def test_whoever_quotes_hears_of_a_change(ana, bo) -> None:
    said = post(ana)
    made = quote(bo, said)
    ana.put(f"{POSTS}/{said['id']}", json={"status": "On second thoughts"})
    run_until_empty()
    (notice,) = bo.get("/api/v1/notifications")
    assert notice["type"] == "quoted_update" and notice["status"]["id"] == made["id"]


def test_a_page_of_quotes_costs_one_query_more(ana, bo, django_assert_num_queries) -> None:
    follow(bo.account, ana.account)
    said = post(ana)
    for _ in range(3):
        quote(ana, said)
    bo.get("/api/v1/timelines/home")
    with django_assert_num_queries(4):  # token, the newest, all (a page not full), quoted
        assert len(bo.get("/api/v1/timelines/home")) == 4
