"""What somebody does not want to see: made from an app, held against every post."""

from datetime import timedelta

import pytest

from plenary.lib import clock
from plenary.timelines.models import Filter
from plenary.timelines.rules.filters import words
from tests.factories import follow

V2, V1, POSTS = "/api/v2/filters", "/api/v1/filters", "/api/v1/statuses"


@pytest.fixture
def ana(phone):
    return phone("ana")


@pytest.fixture
def bo(phone, ana):
    made = phone("bo")
    follow(made.account, ana.account)
    return made


def add(who, status: int = 200, *keywords: str, **more) -> dict:
    given = {"title": "Results", "context": ["home", "public"], **more}
    given["keywords_attributes"] = [{"keyword": word, "whole_word": True} for word in keywords]
    return who.post(V2, status, json=given)


def say(who, words: str, **more) -> str:
    return who.post(POSTS, json={"status": words, **more})["id"]


def matches(who, status_id: str) -> list:
    return [
        (one["filter"]["title"], one["keyword_matches"], one["status_matches"])
        for one in who.get(f"{POSTS}/{status_id}")["filtered"]
    ]


@pytest.mark.parametrize(
    ("word", "whole", "text", "found"),
    [
        ("cat", True, "A cat sat", True),
        ("cat", True, "Category", False),
        ("cat", False, "Category", True),
        ("CAT", True, "a cat.", True),
        ("#MedEd", True, "so #MedEd it is", True),
        ("#MedEd", True, "so #MedEducation", False),
        (":-)", True, "yes :-)", True),
        ("Überdosis", True, "eine überdosis", True),
        ("a.b", True, "axb", False),
    ],
)
def test_words(word: str, whole: bool, text: str, found: bool) -> None:
    pattern = words([(word, whole)])
    assert pattern is not None and bool(pattern.search(text)) is found


def test_a_filter_is_held_against_all_that_a_post_says(ana, bo, nobody) -> None:
    made = add(bo, 200, "spoiler", "blurb", "option", filter_action="hide")
    assert made["filter_action"] == "hide" and len(made["keywords"]) == 3
    assert bo.get(V2) == [made] and bo.get(f"{V2}/{made['id']}") == made
    warned = say(ana, "harmless", spoiler_text="Spoiler ahead")
    polled = say(ana, "Which?", poll={"options": ["An option", "None"], "expires_in": 600})
    plain = say(ana, "<blurbs> & options")
    assert matches(bo, warned) == [("Results", ["Spoiler"], None)]
    assert matches(bo, polled) == [("Results", ["option"], None)]
    assert matches(bo, plain) == []
    boost = ana.post(f"{POSTS}/{warned}/reblog")["id"]
    assert matches(bo, boost) == [("Results", ["Spoiler"], None)]
    assert [len(one["filtered"]) for one in bo.get("/api/v1/timelines/home")] == [1, 0, 1, 1]
    assert ana.get(f"{POSTS}/{warned}")["filtered"] == []
    assert "filtered" not in nobody.get(f"{POSTS}/{warned}")


def test_nobodys_own_words_are_kept_from_them(ana) -> None:
    add(ana, 200, "mine")
    assert matches(ana, say(ana, "mine")) == []


def test_changing_and_removing(ana, bo) -> None:
    made = add(bo, 200, "one", "two")
    post = say(ana, "one and three")
    path = f"{V2}/{made['id']}"
    first, second = made["keywords"]
    changed = bo.put(
        path,
        json={
            "title": "Scores",
            "keywords_attributes": [
                {"id": first["id"], "_destroy": True},
                {"id": second["id"], "keyword": "three"},
            ],
        },
    )
    assert changed["title"] == "Scores" and changed["context"] == ["home", "public"]
    assert [one["keyword"] for one in changed["keywords"]] == ["three"]
    assert matches(bo, post) == [("Scores", ["three"], None)]
    bo.delete(path)
    assert matches(bo, post) == []
    bo.get(path, 404)


def test_keywords_and_posts_one_by_one(ana, bo) -> None:
    made, post = add(bo), say(ana, "unlucky")
    word = bo.post(f"{V2}/{made['id']}/keywords", data={"keyword": "lucky", "whole_word": "false"})
    assert bo.get(f"{V2}/keywords/{word['id']}") == word
    assert bo.put(f"{V2}/keywords/{word['id']}", json={"keyword": "luck"})["keyword"] == "luck"
    assert bo.get(f"{V2}/{made['id']}/keywords")[0]["whole_word"] is True
    one = bo.post(f"{V2}/{made['id']}/statuses", json={"status_id": post})
    assert bo.post(f"{V2}/{made['id']}/statuses", json={"status_id": post}) == one
    assert bo.get(f"{V2}/{made['id']}/statuses") == [one]
    assert bo.get(f"{V2}/statuses/{one['id']}") == one
    assert matches(bo, post) == [("Results", None, [post])]
    bo.delete(f"{V2}/statuses/{one['id']}")
    bo.delete(f"{V2}/keywords/{word['id']}")
    assert matches(bo, post) == [] and bo.get(f"{V2}/{made['id']}")["keywords"] == []


def test_a_filter_ends(ana, bo, freeze) -> None:
    made, post = add(bo, 200, "words", expires_in=60), say(ana, "words")
    assert made["expires_at"] and matches(bo, post)
    freeze(clock.now() + timedelta(seconds=61))
    assert matches(bo, post) == []
    assert bo.put(f"{V2}/{made['id']}", json={"title": "x"})["expires_at"] == made["expires_at"]
    assert bo.put(f"{V2}/{made['id']}", json={"expires_in": ""})["expires_at"] is None
    assert matches(bo, post)


def test_filters_are_ones_own(ana, bo) -> None:
    made = add(bo, 200, "x")
    word = made["keywords"][0]["id"]
    for path in (f"{V2}/{made['id']}", f"{V2}/keywords/{word}", f"{V1}/{word}"):
        ana.get(path, 404)
        ana.put(path, 404, json={"keyword": "y", "phrase": "y"})
        ana.delete(path, 404)
    ana.post(f"{V2}/{made['id']}/statuses", 404, json={"status_id": say(ana, "a")})
    hidden = say(ana, "for few", visibility="direct")
    bo.post(f"{V2}/{made['id']}/statuses", 404, json={"status_id": hidden})
    assert ana.get(V2) == [] and Filter.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "x" * 257},
        {"context": []},
        {"context": ["everywhere"]},
        {"filter_action": "explode"},
        {"expires_in": "soon"},
    ],
)
def test_what_cannot_be_a_filter(bo, wrong: dict) -> None:
    assert add(bo, 422, "x", **wrong)["error"]
    assert add(bo, 422, "")["error"]
    assert add(bo, 422, "x" * 513)["error"]
    assert not Filter.objects.exists()


def test_older_apps_see_a_filter_for_each_word(ana, bo) -> None:
    both = add(bo, 200, "one", "two")
    made = bo.post(V1, data={"phrase": "three", "context[]": ["home"], "irreversible": "true"})
    assert made["irreversible"] and made["phrase"] == "three"
    assert [one["phrase"] for one in bo.get(V1)] == ["one", "two", "three"]
    changed = bo.put(f"{V1}/{made['id']}", json={"phrase": "four", "context": ["thread"]})
    assert changed["context"] == ["thread"] and not changed["irreversible"]
    bo.delete(f"{V1}/{made['id']}")
    assert [one["id"] for one in bo.get(V2)] == [both["id"]]
    bo.delete(f"{V1}/{both['keywords'][0]['id']}")
    assert [one["phrase"] for one in bo.get(V1)] == ["two"]


def test_filters_cost_a_page_no_query(ana, bo, django_assert_num_queries) -> None:
    add(bo, 200, "words")
    for _ in range(3):
        say(ana, "words")
    bo.get("/api/v1/timelines/home")
    with django_assert_num_queries(3):  # token, the newest, all (a page not full)
        assert bo.get("/api/v1/timelines/home")[0]["filtered"]


def test_scopes(phone) -> None:
    reader = phone("cy", scopes="read:statuses")
    reader.get(V2, 403)
    reader.post(V2, 403, json={"title": "x", "context": ["home"]})
    reader.get(V1, 403)
