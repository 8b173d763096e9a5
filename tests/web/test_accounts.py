"""A person's page, follows by button, lists of people, pictures: as a browser meets them."""

import io
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from plenary.accounts import actions, queries
from plenary.accounts.models import Account, Block, Follow, FollowRequest, Mute
from plenary.lib import clock, media
from plenary.statuses.models import Attachment, Mention, Status, Visibility
from tests.factories import block, follow, make_account

pytestmark = pytest.mark.django_db


def page(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def post(author: Account, text: str, **columns: Any) -> Status:
    status = Status.objects.create(
        account=author, text=text, content_html=f"<p>{text}</p>", **columns
    )
    Status.objects.filter(pk=status.pk).update(thread_id=status.pk)
    return status


def picture() -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (300, 300), "teal").save(out, "PNG")
    out.seek(0)
    out.name = "../../evil.html"
    return out


@pytest.fixture
def maya() -> Account:
    return make_account("maya", display_name="Maya Okafor")


@pytest.fixture
def jonas() -> Account:
    return make_account("jonas", display_name="Jonas Lind")


def test_a_profile_says_who_someone_is(client: Client, maya: Account) -> None:
    actions.edit_profile(
        maya,
        {
            "pronouns": "she/her",
            "note": "Blood. <script>alert(1)</script>",
            "specialty": "haematology",
            "grade": "consultant",
            "workplace": "<b>St Elsewhere</b>",
            "region": "Wales",
            "fields": [{"name": "Papers", "value": "https://papers.example/maya"}],
            "interests": ["POCUS"],
        },
    )
    shown = page(client.get("/@MAYA"))
    for words in ("Maya Okafor", "she/her", "Haematology", "Consultant", "Wales", "POCUS"):
        assert words in shown
    assert "papers.example/maya" in shown
    assert "<script>alert" not in shown
    assert "<b>St" not in shown


def test_who_is_not_there_who_blocked_and_who_is_suspended_look_the_same(
    client_for: Any, maya: Account, jonas: Account
) -> None:
    block(maya, jonas)
    make_account("gone", suspended_at=clock.now())
    browser = client_for(jonas)
    answers = {
        re.sub(r"nobody|maya|gone|[A-Za-z0-9]{64}", "", browser.get(address).content.decode())
        for address in ("/@nobody", "/@maya", "/@gone")
    }
    assert len(answers) == 1
    assert browser.get("/@%00").status_code == 404
    for address in ("/@maya/followers", "/@maya/following", "/@maya/replies", "/@maya/media"):
        assert browser.get(address).status_code == 404
    for deed in ("follow", "unfollow", "mute", "unmute", "block", "remove_follower"):
        assert browser.post(reverse(deed, args=["maya"])).status_code == 404
    assert Block.objects.count() == 1


def test_the_profile_costs_the_same_however_busy(
    client_for: Any, maya: Account, jonas: Account, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        post(maya, f"Post {number}")
        follow(make_account(), maya)
    browser = client_for(jonas)
    browser.get("/@maya")
    with django_assert_max_num_queries(15):
        shown = page(browser.get("/@maya"))
    assert shown.count("<article") > 10


def test_a_profile_shows_posts_only_to_whom_they_are_for(
    client: Client, client_for: Any, maya: Account, jonas: Account
) -> None:
    post(maya, "CANARY-PUBLIC")
    post(maya, "CANARY-PRIVATE", visibility=Visibility.PRIVATE)
    direct = post(maya, "CANARY-DIRECT", visibility=Visibility.DIRECT)
    Mention.objects.create(status=direct, account=jonas)
    seen = page(client.get("/@maya"))
    assert "CANARY-PUBLIC" in seen
    assert "CANARY-PRIVATE" not in seen
    follow(jonas, maya)
    seen = page(client_for(jonas).get("/@maya"))
    assert "CANARY-PRIVATE" in seen
    assert "CANARY-DIRECT" not in seen


def test_following_by_button_with_and_without_javascript(
    client_for: Any, maya: Account, jonas: Account
) -> None:
    browser = client_for(jonas)
    assert "Follow" in page(browser.get("/@maya"))
    answer = browser.post("/@maya/follow")
    assert (answer.status_code, answer["Location"]) == (302, "/@maya")
    assert Follow.objects.filter(source=jonas, target=maya).exists()
    fragment = page(browser.post("/@maya/unfollow", headers={"HX-Request": "true"}))
    assert "<html" not in fragment
    assert reverse("follow", args=["maya"]) in fragment
    assert not Follow.objects.exists()


def test_nobody_follows_by_a_link_or_without_signing_in(
    client: Client, client_for: Any, maya: Account, jonas: Account
) -> None:
    assert client_for(jonas).get("/@maya/follow").status_code == 405
    answer = client.post("/@maya/follow")
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(jonas.user)
    assert strict.post("/@maya/follow").status_code == 403
    assert not Follow.objects.exists()


def test_requests_are_answered(client_for: Any, maya: Account, jonas: Account) -> None:
    actions.edit_profile(maya, {"locked": True})
    client_for(jonas).post("/@maya/follow")
    assert "Requested" in page(client_for(jonas).get("/@maya"))
    browser = client_for(maya)
    assert "1 asks to follow you" in page(browser.get("/@maya"))
    assert "Jonas Lind" in page(browser.get("/follow-requests"))
    browser.post("/follow-requests/jonas/accept")
    assert Follow.objects.filter(source=jonas, target=maya).exists()
    other = make_account("other")
    client_for(other).post("/@maya/follow")
    browser.post("/follow-requests/other/reject")
    assert not FollowRequest.objects.exists()
    assert Follow.objects.count() == 1


def test_blocking_muting_and_removing_from_the_menu(
    client_for: Any, maya: Account, jonas: Account
) -> None:
    follow(jonas, maya)
    browser = client_for(maya)
    browser.post("/@jonas/mute", {"for": "day", "keep_notifications": "on"})
    mute = Mute.objects.get()
    assert mute.expires_at is not None
    assert not mute.hide_notifications
    assert "Jonas Lind" in page(browser.get("/settings/blocked"))
    browser.post("/@jonas/unmute")
    assert not Mute.objects.exists()
    browser.post("/@jonas/remove-follower")
    assert not Follow.objects.exists()
    answer = browser.post("/@jonas/block")
    assert answer["Location"] == "/settings/blocked"
    assert "Jonas Lind" in page(browser.get("/settings/blocked"))
    assert browser.get("/@jonas").status_code == 404
    browser.post(f"/settings/blocked/{jonas.pk}/unblock")
    assert not Block.objects.exists()


def test_one_lifts_only_ones_own_blocks(client_for: Any, maya: Account, jonas: Account) -> None:
    block(maya, jonas)
    assert client_for(jonas).post(f"/settings/blocked/{maya.pk}/unblock").status_code == 404
    assert client_for(jonas).post(f"/settings/blocked/{jonas.pk}/unblock").status_code == 404
    assert Block.objects.count() == 1


def test_lists_go_on_from_page_to_page(client: Client, maya: Account) -> None:
    fans = [make_account() for _ in range(30)]
    for fan in fans:
        follow(fan, maya)
    first = page(client.get("/@maya/followers"))
    more = re.search(r'href="(\?before=\d+)"', first)
    assert more
    second = page(client.get(f"/@maya/followers{more.group(1)}", headers={"HX-Request": "true"}))
    assert "<html" not in second
    shown = re.findall(r'class="face-name"><a href="/@(\w+)"', first + second)
    assert shown == [fan.username for fan in fans[::-1]]
    assert "before=" not in second


def test_the_directory_is_searched_and_filtered(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    ana = actions.create_account(
        email="ana@example.org", password="x" * 12, username="ana", display_name="Ana Pires"
    )
    actions.edit_profile(ana, {"specialty": "neurology", "region": "Porto", "interests": ["Sleep"]})
    for number in range(40):
        make_account(display_name=f"Somebody {number}")
    with django_assert_max_num_queries(3):
        everyone = page(client.get("/people"))
    assert everyone.count('class="face"') == queries.people.PAGE
    for query in ("q=pir", "specialty=neurology", "region=porto", "interest=sleep", "q=an+pi"):
        fragment = page(client.get(f"/people?{query}", headers={"HX-Request": "true"}))
        assert "<html" not in fragment
        assert fragment.count('class="face"') == 1
        assert "Ana Pires" in fragment
    assert "Nobody was found" in page(client.get("/people?q=zzz"))
    for odd in ("before=x", "before=" + "9" * 40, "before=²"):
        assert client.get(f"/people?{odd}").status_code == 200


def test_pictures_are_served_as_nothing_but_pictures(client: Client, maya: Account) -> None:
    actions.set_avatar(maya, picture())
    answer = client.get(maya.avatar_url)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/webp"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "script-src" not in answer["Content-Security-Policy"]
    assert "immutable" in answer["Cache-Control"]
    assert answer.getvalue()[:4] == b"RIFF"
    assert maya.avatar_large_url in page(client.get("/people"))


@pytest.mark.parametrize(
    "path",
    ["", "avatars", "avatars/", "../secret-key", "%2e%2e/secret-key", "avatars/ab/x.webp", "x%00"],
)
def test_odd_addresses_of_pictures_find_nothing(client: Client, path: str) -> None:
    assert client.get(f"/media/{path}").status_code == 404


def test_a_picture_of_a_private_post_is_served_only_to_who_may_see_the_post(
    client: Client, client_for: Any, maya: Account, jonas: Account
) -> None:
    """54, 61: not by guessing the link, not before it is posted, not after the follow ended."""
    kept = media.store_attachment(picture())
    attachment = Attachment.objects.create(
        account=maya, file=kept.file, small=kept.small, width=kept.width, height=kept.height
    )
    addresses = [media.url(kept.file), media.url(kept.small)]

    def statuses(browser: Client) -> set[int]:
        return {browser.get(address).status_code for address in addresses}

    assert statuses(client_for(maya)) == {200}
    assert statuses(client_for(jonas)) == statuses(client) == {404}
    attachment.status = post(maya, "For followers", visibility=Visibility.PRIVATE)
    attachment.save()
    follow(jonas, maya)
    browser = client_for(jonas)
    assert statuses(browser) == {200}
    assert "private" in browser.get(addresses[0])["Cache-Control"]
    assert statuses(client) == {404}
    actions.unfollow(jonas, maya)
    assert statuses(browser) == {404}
