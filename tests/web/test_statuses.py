"""Writing, reading and changing posts in a browser, with and without JavaScript."""

import io
from urllib.parse import unquote

import pytest
from django.test import Client

from plenary.accounts.models import Account
from plenary.statuses.models import Favourite, Status
from tests.factories import block, follow, make_account
from tests.statuses.makers import DIRECT, PRIVATE, picture, post, reply

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def ana() -> Account:
    return make_account("ana")


@pytest.fixture
def bo() -> Account:
    return make_account("bo")


def address(status: Status) -> str:
    return f"/@{status.account.acct}/{status.pk}"


def test_a_post_is_written_and_read(ana: Account, client_for) -> None:
    browser = client_for(ana)
    sent = {"text": "On call #Night", "visibility": "0", "idempotency_key": "abc"}
    answer = browser.post("/compose", sent, follow=True)
    assert answer.redirect_chain == [("/", 302)]
    assert "On call" in answer.content.decode()
    browser.post("/compose", sent)
    assert Status.objects.count() == 1, "the form sent twice"
    browser.post("/compose", {**sent, "text": "Another, after going back"})
    assert Status.objects.count() == 2
    page = Client().get(address(Status.objects.earliest("pk"))).content.decode()
    assert '<a href="/tags/Night"' in page
    assert "Sign in to answer" in page


def test_pictures_come_with_the_form(ana: Account, client_for) -> None:
    browser = client_for(ana)
    browser.post(
        "/compose",
        {"text": "", "image1": picture(), "description1": "A <poster>", "image3": picture()},
    )
    status = Status.objects.get()
    first, second = status.attachments.order_by("position")
    assert (first.description, second.description) == ("A <poster>", "")
    page = browser.get(address(status)).content.decode()
    assert 'alt="A &lt;poster&gt;"' in page
    assert f"/media/{second.small}" in page


def test_what_is_refused_comes_back_with_its_words(ana: Account, client_for) -> None:
    from plenary.statuses.models import Attachment

    long = "word " * 200
    answer = client_for(ana).post(
        "/compose", {"text": long, "visibility": "2", "image1": picture()}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "too long" in page
    assert long.strip() in page
    assert '<option value="2" selected>' in page
    assert not Attachment.objects.exists(), "no picture is stored for a post that is refused"
    broken = io.BytesIO(b"<svg onload=alert(1)>")
    broken.name = "x.jpg"
    answer = client_for(ana).post("/compose", {"text": "short", "image1": broken})
    assert answer.status_code == 422
    assert not Status.objects.exists()


def test_a_link_can_begin_a_post(ana: Account, client_for) -> None:
    page = client_for(ana).get("/compose?text=%40bo%20%3Cb%3E&visibility=3").content.decode()
    assert "@bo &lt;b&gt;" in page
    assert '<option value="3" selected>' in page


def test_a_thread_reads_from_the_top_with_a_place_to_answer(
    ana: Account, bo: Account, client_for
) -> None:
    root = post(ana, "the question")
    middle = reply(bo, root, "the answer")
    reply(ana, middle, "the thanks")
    page = client_for(ana).get(address(middle)).content.decode().split("<main")[1]
    assert page.index("the question") < page.index("the answer") < page.index("the thanks")
    assert 'name="in_reply_to_id"' in page
    answer = client_for(ana).post("/compose", {"text": "also", "in_reply_to_id": middle.pk})
    made = Status.objects.latest("pk")
    assert answer["Location"] == address(made)
    assert made.in_reply_to_id == middle.pk


def test_an_answer_offers_nothing_more_open_and_names_all_in_it(
    ana: Account, bo: Account, client_for
) -> None:
    make_account("cy")
    direct = post(ana, "@bo @cy quietly", visibility=DIRECT)
    page = client_for(bo).get(address(direct)).content.decode()
    assert "@ana @cy " in page
    assert '<option value="3" selected>' in page
    assert '<option value="0"' not in page.split('id="reply"')[1]
    assert "is-direct" in page


@pytest.mark.parametrize("visibility", [PRIVATE, DIRECT])
def test_what_one_may_not_see_is_not_there(ana: Account, client_for, visibility) -> None:
    """The same answer, byte for byte, as for a post that never was."""
    status = post(ana, "canary-7Q", visibility=visibility)
    for browser in (Client(), client_for(make_account("stranger"))):
        for path in (address(status), address(status) + "/history"):
            hidden = browser.get(path)
            never = browser.get(path.replace(str(status.pk), "12345"))
            assert (hidden.status_code, never.status_code) == (404, 404)
            assert hidden.content.replace(str(status.pk).encode(), b"12345") == never.content
    stranger = client_for(make_account("other"))
    for path in ("act", "edit", "delete"):
        answer = stranger.post(f"/posts/{status.pk}/{path}", {"do": "favourite", "text": "x"})
        assert answer.status_code == 404
        assert b"canary" not in answer.content
    assert stranger.post("/compose", {"text": "x", "in_reply_to_id": status.pk}).status_code == 404
    assert Status.objects.count() == 1


def test_a_post_stands_only_at_its_own_address(ana: Account, bo: Account) -> None:
    status = post(ana)
    assert Client().get(f"/@bo/{status.pk}").status_code == 404
    assert Client().get(f"/@ANA/{status.pk}").status_code == 200
    assert Client().get(f"/@ana/{10**30}").status_code == 404


def test_a_blocked_person_gets_nothing(ana: Account, bo: Account, client_for) -> None:
    status = post(ana)
    block(ana, bo)
    assert client_for(bo).get(address(status)).status_code == 404


def test_marks_with_and_without_javascript(ana: Account, bo: Account, client_for) -> None:
    status = post(ana)
    browser = client_for(bo)
    plain = browser.post(f"/posts/{status.pk}/act", {"do": "favourite"})
    assert plain["Location"] == address(status)
    piece = browser.post(f"/posts/{status.pk}/act", {"do": "boost", "key": status.pk}, headers=HTMX)
    text = piece.content.decode()
    assert text.count('aria-pressed="true"') == 2
    assert "<html" not in text
    assert browser.post(f"/posts/{status.pk}/act", {"do": "explode"}).status_code == 404
    assert browser.get(f"/posts/{status.pk}/act").status_code == 405


def test_signed_out_one_is_asked_to_sign_in(ana: Account) -> None:
    status = post(ana)
    plain = Client().post(f"/posts/{status.pk}/act", {"do": "favourite"})
    assert plain.status_code == 302
    headers = {**HTMX, "HX-Current-URL": f"http://testserver{address(status)}"}
    piece = Client().post(f"/posts/{status.pk}/act", {"do": "favourite"}, headers=headers)
    assert unquote(piece["HX-Redirect"]).endswith(f"?next={address(status)}")
    assert not Favourite.objects.exists()


def test_forms_need_their_token(ana: Account, settings) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(ana.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    assert browser.post("/compose", {"text": "forged"}).status_code == 403
    assert not Status.objects.exists()


def test_editing_shows_what_it_said(ana: Account, client_for) -> None:
    browser = client_for(ana)
    browser.post("/compose", {"text": "first", "image1": picture(), "description1": "old"})
    status = Status.objects.get()
    upload = status.attachments.get()
    form = browser.get(f"/posts/{status.pk}/edit").content.decode()
    assert f'value="{upload.pk}" checked' in form
    sent = {"text": "second", "attachment": upload.pk, f"words{upload.pk}": "new"}
    assert browser.post(f"/posts/{status.pk}/edit", sent)["Location"] == address(status)
    page = browser.get(address(status) + "/history").content.decode()
    assert "first" in page
    assert "second" in page
    assert status.attachments.get().description == "new"
    refused = browser.post(f"/posts/{status.pk}/edit", {"text": "x" * 600})
    assert refused.status_code == 422
    assert "x" * 600 in refused.content.decode()
    browser.post(f"/posts/{status.pk}/edit", {"text": "third"})
    assert not status.attachments.exists()


def test_nobody_edits_with_anothers_picture(ana: Account, bo: Account, client_for) -> None:
    from plenary.statuses import actions

    theirs = actions.upload(bo, picture())
    status = post(ana)
    sent = {"text": "mine", "attachment": theirs.pk}
    assert client_for(ana).post(f"/posts/{status.pk}/edit", sent).status_code == 404
    assert client_for(bo).get(f"/posts/{status.pk}/edit").status_code == 404


def test_deleting_takes_a_second_tap(ana: Account, client_for) -> None:
    status = post(ana)
    browser = client_for(ana)
    assert browser.get(f"/posts/{status.pk}/delete").status_code == 405
    assert browser.post(f"/posts/{status.pk}/delete").status_code == 302
    assert not Status.objects.exists()


def test_a_thread_costs_the_same_however_long(
    ana: Account, bo: Account, client_for, django_assert_max_num_queries
) -> None:
    follow(bo, ana)
    root = post(ana)
    for number in range(30):
        reply(bo if number % 2 else ana, root, f"answer {number}")
    browser = client_for(ana)
    with django_assert_max_num_queries(16):
        assert browser.get(address(root)).status_code == 200


def test_a_poll_is_asked_and_answered_without_javascript(ana: Account, bo: Account, client_for):
    sent = {"text": "Where to eat?", "option": ["Leith", "", "Grassmarket", ""], "lasts": "3600"}
    answer = client_for(ana).post("/compose", {**sent, "option": ["Leith"]})
    assert answer.status_code == 422 and 'value="Leith"' in answer.content.decode()
    client_for(ana).post("/compose", sent)
    status = Status.objects.get()
    browser = client_for(bo)
    assert 'type="radio"' in browser.get(address(status)).content.decode()
    voted = browser.post(f"/posts/{status.pk}/vote", {"choice": "1"}, follow=True)
    assert "Your answer" in voted.content.decode()
    again = browser.post(f"/posts/{status.pk}/vote", {"choice": "0"}, follow=True)
    assert "already voted" in again.content.decode()
    part = browser.post(f"/posts/{status.pk}/vote", {"choice": "x", "key": "7"}, headers=HTMX)
    assert 'id="poll-7"' in part.content.decode()
    assert browser.post(f"/posts/{post(ana).pk}/vote", {"choice": "0"}).status_code == 404


def test_a_post_is_quoted(ana: Account, bo: Account, client_for) -> None:
    said = post(ana, "Ward rounds work")
    browser = client_for(bo)
    page = browser.get(address(said)).content.decode()
    assert f"/compose?quote={said.pk}" in page
    page = browser.get(f"/compose?quote={said.pk}").content.decode()
    assert "Ward rounds work" in page and f'name="quote_of_id" value="{said.pk}"' in page
    browser.post("/compose", {"text": "They do", "quote_of_id": said.pk})
    assert Status.objects.get(account=bo).quote_of == said
    block(ana, bo)
    assert browser.get(f"/compose?quote={said.pk}").status_code == 404
    assert (
        "not for you to see"
        in browser.get(address(Status.objects.get(account=bo))).content.decode()
    )


def test_pinning_and_muting_a_conversation(ana: Account, bo: Account, client_for) -> None:
    first, _ = post(ana, "How to find me"), post(ana, "Lunch")
    browser = client_for(ana)
    browser.post(f"/posts/{first.pk}/act", {"do": "pin"})
    profile = client_for(bo).get("/@ana").content.decode()
    assert profile.index("How to find me") < profile.index("Lunch")
    assert profile.count("How to find me") == 1 and "Pinned" in profile
    assert "Unpin" in browser.get(address(first)).content.decode()
    browser.post(f"/posts/{first.pk}/act", {"do": "mute"})
    assert "Hear of this conversation again" in browser.get(address(first)).content.decode()
