"""Custom emoji on pages: in the text alone, never in an attribute or a title; and who looks after
them."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plenary.accounts import actions as accounts
from plenary.accounts.models import Account, CustomEmoji
from plenary.conduct import actions
from plenary.conduct.models import Deed
from plenary.jobs.worker import run_until_empty
from plenary.lib import media
from plenary.statuses import actions as statuses
from plenary.statuses.rules import Draft, Question
from plenary.timelines.actions import announce
from tests.emojis import drawn, make_emoji
from tests.factories import make_account
from tests.statuses.makers import post

pytestmark = pytest.mark.django_db
PAGE = "/moderation/emoji"


@pytest.fixture
def ana() -> Account:
    return make_account("ana")


@pytest.fixture
def mod() -> Account:
    account = make_account("mod")
    actions.appoint(account, "moderator")
    return account


def text_of(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.status_code
    return str(answer.content.decode())


def images(page: str, code: str) -> int:
    return len(re.findall(rf'<img class="emoji" src="[^"<>]+" alt=":{code}:"', page))


def in_attributes(page: str) -> list[str]:
    """Tags that have markup in an attribute, as a careless replacement makes them."""
    tags = re.findall(r"""<(?:"[^"]*"|'[^']*'|[^'">])*>""", page)
    return [tag for tag in tags if "<img" in tag[1:]]


def test_everything_people_write_shows_them(client_for: Any, ana: Account) -> None:
    for name in ("words", "warning", "answer", "name", "note", "label", "value", "told"):
        make_emoji(name, moving=name == "words")
    profile = {
        "display_name": 'Ana :name: <b title=":name:">',
        "note": "Note :note: https://example.org/:note:",
        "fields": [{"name": ":label:", "value": ":value:"}],
    }
    ana = accounts.edit_profile(ana, profile)
    made = post(
        ana,
        'Words :words: <i class=":words:"> https://example.org/:words:/x',
        spoiler_text='Warned ":warning:"',
        poll=Question(options=(":answer:", "B"), lasts=600),
    )
    announce("Told :told:")
    quoting = post(make_account("quoter"), "Look", quote_of_id=made.pk)
    browser = client_for(make_account("bo"))
    page = text_of(browser.get(f"/@ana/{made.pk}"))
    for name in ("words", "warning", "answer", "name"):
        assert images(page, name) >= 1, name
    # Typed markup is text like any other; what is within a link is not.
    assert images(page, "words") == 2 and 'href="https://example.org/:words:/x"' in page
    assert "prefers-reduced-motion" in page
    assert "<i class" not in page and "&lt;i class=&quot;" in page
    assert images(text_of(browser.get(f"/@quoter/{quoting.pk}")), "words") == 2
    profile_page = text_of(browser.get("/@ana"))
    for name in ("name", "note", "label", "value"):
        assert images(profile_page, name) >= 1, name
    assert images(profile_page, "note") == 1
    title = re.search(r"<title>(.*?)</title>", profile_page, re.DOTALL)
    assert title and ":name:" in title.group(1) and "<img" not in title.group(1)
    home = text_of(browser.get("/"))
    assert images(home, "told") == 1
    people = text_of(browser.get("/people?q=ana"))
    assert images(people, "name") >= 1
    for one in (page, profile_page, home, people):
        assert in_attributes(one) == []


def test_what_a_post_said_before(client_for: Any, ana: Account) -> None:
    make_emoji("one")
    made = post(ana, "First :one:", spoiler_text="W :one:")
    statuses.edit(ana, made.pk, Draft(text="Second"))
    page = text_of(client_for(ana).get(f"/@ana/{made.pk}/history"))
    assert images(page, "one") == 2


def test_hostile_names_are_words(client_for: Any, ana: Account) -> None:
    """What is between colons in a post is looked up, never believed."""
    for words in (':a"onerror=alert(1):', ":<script>alert(1)</script>:", ":a' b:", "::ab::"):
        made = post(ana, words)
        assert made.emojis == []
        page = text_of(client_for(ana).get(f"/@ana/{made.pk}"))
        assert 'class="emoji"' not in page and "<script>alert" not in page


def test_notices_and_tags_for_listeners_keep_the_words(client_for: Any, ana: Account) -> None:
    make_emoji("party")
    bo = accounts.edit_profile(make_account("bo"), {"display_name": "Bo :party:"})
    made = post(ana, "Come to the :party:")
    statuses.favourite(bo, made.pk)
    accounts.follow(bo, ana)
    run_until_empty()
    page = text_of(client_for(ana).get("/notifications"))
    assert images(page, "party") >= 3  # two names, one post
    assert in_attributes(page) == []
    page = text_of(client_for(ana).get("/@bo"))
    assert 'aria-label="Posts of Bo :party:"' in page and in_attributes(page) == []


def test_pages_cost_the_same(
    client_for: Any, ana: Account, django_assert_max_num_queries: Any
) -> None:
    for _ in range(3):
        post(ana, "plain")
    browser = client_for(make_account("bo"))
    browser.get("/local")
    with CaptureQueriesContext(connection) as seen:
        browser.get("/local")
    make_emoji("party")
    accounts.edit_profile(ana, {"display_name": ":party:"})
    for _ in range(3):
        post(ana, ":party:")
    with django_assert_max_num_queries(len(seen)):
        assert images(text_of(browser.get("/local")), "party") >= 6


def test_what_there_is_to_choose(client_for: Any, client: Any, ana: Account) -> None:
    browser = client_for(ana)
    assert "has none of its own" in text_of(browser.get("/emoji"))
    make_emoji("party", category="Joy & <b>")
    make_emoji("tucked", visible_in_picker=False)
    page = text_of(browser.get("/emoji"))
    assert images(page, "party") == 1 and "Joy &amp; &lt;b&gt;" in page and "tucked" not in page
    piece = text_of(browser.get("/emoji", headers={"HX-Request": "true"}))
    assert 'data-insert=":party:"' in piece and "<html" not in piece and "tucked" not in piece
    assert client.get("/emoji").status_code == 302
    assert browser.post("/emoji").status_code == 405


def test_moderators_add_disable_and_remove(client_for: Any, mod: Account) -> None:
    browser = client_for(mod)
    assert "None yet" in text_of(browser.get(PAGE))
    sent = {"shortcode": ":coffee:", "category": "Breaks", "visible_in_picker": "on"}
    assert browser.post(PAGE, {**sent, "picture": drawn("GIF", frames=2)}).url == PAGE
    made = CustomEmoji.objects.get()
    assert (made.shortcode, made.category, made.visible_in_picker) == ("coffee", "Breaks", True)
    page = text_of(browser.get(PAGE))
    assert images(page, "coffee") == 1 and "Breaks" in page and ":coffee: can be used" in page
    assert browser.post(PAGE, {"emoji": made.pk, "do": "disable"}).status_code == 302
    assert '<span class="tag">Disabled</span>' in text_of(browser.get(PAGE))
    browser.post(PAGE, {"emoji": made.pk, "do": "enable"})
    assert "Disabled" not in text_of(browser.get(PAGE))
    assert browser.post(PAGE, {"emoji": made.pk, "do": "eat"}).status_code == 404
    assert browser.post(PAGE, {"emoji": made.pk, "do": "remove"}).status_code == 302
    assert not CustomEmoji.objects.exists()
    assert browser.post(PAGE, {"emoji": made.pk, "do": "remove"}).status_code == 404
    deeds = list(
        Deed.objects.filter(actor=mod).order_by("pk").values_list("action", "text", "actor")
    )
    assert [(deed, words) for deed, words, _ in deeds] == [
        ("add emoji", ":coffee:"),
        ("disable emoji", ":coffee:"),
        ("enable emoji", ":coffee:"),
        ("remove emoji", ":coffee:"),
    ]
    assert {actor for _, _, actor in deeds} == {mod.pk}


def test_the_file_goes_with_it(
    client_for: Any, mod: Account, django_capture_on_commit_callbacks: Any
) -> None:
    made = make_emoji("party", moving=True)
    assert media.find(made.file) and media.find(made.still)
    with django_capture_on_commit_callbacks(execute=True):
        client_for(mod).post(PAGE, {"emoji": made.pk, "do": "remove"})
    assert media.find(made.file) is None and media.find(made.still) is None


@pytest.mark.parametrize(
    ("shortcode", "words"),
    [
        ("", "A shortcode has"),
        ("a", "A shortcode has"),
        ("é_é", "A shortcode has"),
        ('a"onerror=', "A shortcode has"),
        ("ab cd", "A shortcode has"),
        ("x" * 129, "A shortcode has"),
        ("ab\n", "picture"),
        ("taken", "There is an emoji called :taken: already."),
        ("good", "not a picture"),
        ("none", "Choose a picture."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    client_for: Any, mod: Account, shortcode: str, words: str, settings: Any
) -> None:
    make_emoji("taken")
    before = len(list(settings.MEDIA_ROOT.rglob("*.webp")))
    sent: dict[str, Any] = {"shortcode": shortcode, "category": "Kept words"}
    if shortcode != "none":
        sent["picture"] = drawn()
    if words in ("not a picture", "picture"):
        sent["picture"].seek(0)
        sent["picture"].truncate(30)
    page = text_of(client_for(mod).post(PAGE, sent), 422)
    assert words in page.replace("&#x27;", "'") and 'value="Kept words"' in page
    assert CustomEmoji.objects.count() == 1
    assert len(list(settings.MEDIA_ROOT.rglob("*.webp"))) == before
    assert not Deed.objects.filter(actor=mod).exists()


def test_for_moderators_alone(client_for: Any, ana: Account, client: Any) -> None:
    made = make_emoji("party")
    browser = client_for(ana)
    assert browser.get(PAGE).status_code == 403
    for sent in ({"emoji": made.pk, "do": "remove"}, {"shortcode": "mine", "picture": drawn()}):
        assert browser.post(PAGE, sent).status_code == 403
        assert client.post(PAGE, sent).status_code == 302  # to sign in
    assert CustomEmoji.objects.count() == 1


def test_odd_addresses_and_many(
    client_for: Any, mod: Account, django_assert_max_num_queries: Any
) -> None:
    browser = client_for(mod)
    for query in ("max_id=x", "max_id=99999999999999999999", "limit=-1"):
        assert browser.get(f"{PAGE}?{query}").status_code == 200
    for number in range(5):
        make_emoji(f"e{number}", visible_in_picker=False)
    with django_assert_max_num_queries(10):
        page = text_of(browser.get(f"{PAGE}?limit=2"))
    assert page.count("Not in lists") == 2
    older = re.search(r'href="(\?max_id=\d+)"', page)
    assert older and page.count("Older") == 1
