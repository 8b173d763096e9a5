"""Home and the other lists in a browser."""

import pytest
from django.test import Client

from plenary.accounts.models import Account
from plenary.statuses import actions
from tests.factories import attend, block, follow, make_account, make_event
from tests.statuses.makers import DIRECT, PRIVATE, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def me() -> Account:
    return make_account("me")


@pytest.fixture
def ana(me: Account) -> Account:
    account = make_account("ana")
    follow(me, account)
    return account


def page(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_a_newcomer_learns_what_this_is(ana: Account, settings, tmp_path) -> None:
    post(ana)
    make_event("congress", name="Congress of Hearts")
    settings.DATA = tmp_path
    text = page(Client(), "/")
    assert "Meet the colleagues you only know online" in text
    assert "Congress of Hearts" in text
    assert "This is the demo" not in text
    (tmp_path / "demo.json").write_text(
        '{"email": "ana@demo.example", "password": "open <sesame>"}'
    )
    text = page(Client(), "/")
    assert "ana@demo.example" in text
    assert "open &lt;sesame&gt;" in text
    (tmp_path / "demo.json").write_text("[]")
    assert "This is the demo" not in page(Client(), "/")


def test_home_holds_a_composer_and_what_those_i_follow_say(
    me: Account, ana: Account, client_for
) -> None:
    post(ana, "hello from ana")
    attend(make_event("congress", name="Congress of Hearts"), me)
    text = page(client_for(me), "/")
    assert "hello from ana" in text
    assert 'action="/compose"' in text
    assert "Congress of Hearts" in text
    assert "Find people" in page(client_for(make_account("new")), "/").split("<main")[1]


def test_older_posts_come_as_a_piece_or_as_a_page(me: Account, ana: Account, client_for) -> None:
    made = [post(ana, f"number {number:02}") for number in range(25)]
    browser = client_for(me)
    first = page(browser, "/")
    assert f"?max_id={made[5].pk}" in first
    assert "number 04" not in first
    whole = page(browser, f"/?max_id={made[5].pk}")
    piece = page(browser, f"/?max_id={made[5].pk}&fragment=1")
    for text in (whole, piece):
        assert "number 04" in text
        assert "number 05" not in text
    assert "<html" in whole
    assert "<html" not in piece


def test_new_posts_come_without_a_reload(me: Account, ana: Account, client_for) -> None:
    top = post(ana, "the top")
    browser = client_for(me)
    assert f"fragment=count&amp;since_id={top.pk}" in page(browser, "/")
    count, new = f"/?fragment=count&since_id={top.pk}", f"/?fragment=new&since_id={top.pk}"
    assert browser.get(count).status_code == 204
    newest = [post(ana, "the second"), post(ana, "the third")][-1]
    post(make_account(), "of no concern")
    assert "2 new posts" in page(browser, count)
    text = page(browser, new)
    assert text.index("the third") < text.index("the second")
    assert f"fragment=count&amp;since_id={newest.pk}" in text
    assert "the top" not in text
    for _ in range(21):
        post(ana)
    assert "More than 20 new posts" in page(browser, count)
    assert browser.get(new)["HX-Refresh"] == "true"


def test_the_first_post_ever_comes_too(me: Account, ana: Account, client_for) -> None:
    browser = client_for(me)
    assert "fragment=count&amp;since_id=0" in page(browser, "/")
    post(ana, "the very first")
    assert "the very first" in page(browser, "/?fragment=new&since_id=0")


def test_local_and_hashtags_are_open_to_everyone(ana: Account) -> None:
    post(ana, "public #Heart")
    post(ana, "canary-7Q #Heart", visibility=PRIVATE)
    event = make_event("congress", name="Congress of Hearts")
    for path in ("/local", "/tags/heart", "/tags/HEART"):
        text = page(Client(), path)
        assert "public" in text
        assert "canary" not in text
    assert "#Heart" in page(Client(), "/tags/heart")
    assert "Congress" not in page(Client(), "/tags/heart")
    from plenary.statuses.models import Hashtag

    event.hashtag = Hashtag.objects.get(name="heart")
    event.save()
    assert "Congress of Hearts" in page(Client(), "/tags/heart")
    assert "Nobody has used" in page(Client(), "/tags/neverused")
    assert "&lt;b&gt;" in page(Client(), "/tags/%3Cb%3E")


@pytest.mark.parametrize("path", ["/messages", "/bookmarks", "/favourites"])
def test_what_is_mine_is_mine(me: Account, ana: Account, client_for, path: str) -> None:
    assert Client().get(path).status_code == 302
    status = post(ana, "kept canary-7Q")
    actions.bookmark(me, status.pk)
    actions.favourite(me, status.pk)
    post(ana, "@me canary-7Q", visibility=DIRECT)
    assert "canary-7Q" in page(client_for(me), path)
    assert "canary-7Q" not in page(client_for(make_account()), path)


def test_messages_begin_as_messages(me: Account, client_for) -> None:
    assert '<option value="3" selected>' in page(client_for(me), "/messages")


def test_somebodys_posts_as_a_piece(me: Account, ana: Account, client_for) -> None:
    post(ana, "shown")
    piece = page(client_for(me), "/@ana/posts")
    assert "shown" in piece
    assert "<html" not in piece
    block(ana, me)
    assert client_for(me).get("/@ana/posts").status_code == 404


def test_home_costs_the_same_whatever_is_in_it(
    me: Account, ana: Account, client_for, django_assert_max_num_queries
) -> None:
    browser = client_for(me)
    for number in range(30):
        status = post(ana, f"#tag {number} @me")
        actions.favourite(me, status.pk)
    page(browser, "/")
    with django_assert_max_num_queries(9):
        page(browser, "/")


def test_local_is_live_too(ana: Account) -> None:
    top = post(ana, "the top")
    browser = Client()
    assert "plenary:local from:body" in page(browser, "/local")
    count = f"/local?fragment=count&since_id={top.pk}"
    assert browser.get(count).status_code == 204
    post(ana, "news")
    assert "1 new post<" in page(browser, count)
    assert "news" in page(browser, f"/local?fragment=new&since_id={top.pk}")
    older = page(browser, f"/local?max_id={top.pk}")
    assert "fragment=count" not in older, "what is new belongs on the first page"
