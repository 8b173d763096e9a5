"""Feeds for readers of news, as anybody fetches them."""

from typing import Any
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client

from plenary.accounts import actions
from plenary.accounts.models import Account
from plenary.statuses import actions as statuses
from plenary.statuses.models import Status
from tests.factories import follow, make_account
from tests.statuses.makers import DIRECT, PRIVATE, UNLISTED, picture, post, reply

pytestmark = pytest.mark.django_db
_MEDIA = "{http://search.yahoo.com/mrss/}"
_DC = "{http://purl.org/dc/elements/1.1/}"


@pytest.fixture
def ana() -> Account:
    return make_account("ana", display_name="Dr Ana <Pires> & Co")


@pytest.fixture
def bo() -> Account:
    return make_account("bo")


def read(path: str) -> Any:
    answer = Client().get(path)
    assert answer.status_code == 200, path
    assert answer["Content-Type"] == "application/rss+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)


def titles(path: str) -> list[str]:
    return [one.findtext("title") or "" for one in read(path).iter("item")]


def test_the_public_posts_of_a_person(ana: Account, bo: Account) -> None:
    first = post(ana, "First & <best> #Sepsis\n\nhttps://example.org/a")
    post(ana, "unlisted", visibility=UNLISTED)
    post(ana, "for followers", visibility=PRIVATE)
    post(ana, "@bo direct", visibility=DIRECT)
    reply(ana, post(bo, "a question"), "an answer")
    continued = reply(ana, first, "continued")
    statuses.boost(ana, post(bo, "boosted").pk)
    feed = read("/@ana.rss")
    assert feed.findtext("channel/title") == "Dr Ana <Pires> & Co"
    newest, oldest = feed.iter("item")
    assert newest.findtext("title") == "continued"
    assert newest.findtext("link") == f"{settings.PUBLIC_URL}/@ana/{continued.pk}"
    assert newest.findtext("guid") == newest.findtext("link")
    assert newest.findtext(f"{_DC}creator") == "Dr Ana <Pires> & Co (@ana)"
    assert oldest.findtext("title") == "First & <best> #Sepsis example.org/a"
    body = oldest.findtext("description") or ""
    assert "First &amp; &lt;best&gt;" in body
    assert f'href="{settings.PUBLIC_URL}/tags/Sepsis"' in body
    assert [one.text for one in oldest.iter("category")] == ["Sepsis"]
    assert titles("/users/ana.rss") == titles("/@ANA.rss") == [newest.findtext("title"), (
        oldest.findtext("title")
    )]  # fmt: skip


def test_pictures_come_along(ana: Account) -> None:
    one, two = (statuses.upload(ana, picture(), f"Slide {at}") for at in (1, 2))
    post(ana, "slides", attachments=(one.pk, two.pk))
    [item] = read("/@ana.rss").iter("item")
    [enclosure] = item.iter("enclosure")
    shown = list(item.iter(f"{_MEDIA}content"))
    assert enclosure.attrib["url"] == f"{settings.PUBLIC_URL}/media/{one.file}"
    assert enclosure.attrib["type"] == "image/webp" and int(enclosure.attrib["length"]) > 0
    assert [one.attrib["medium"] for one in shown] == ["image", "image"]
    assert [one.findtext(f"{_MEDIA}description") for one in shown] == ["Slide 1", "Slide 2"]


def test_behind_a_warning_is_only_the_warning(ana: Account) -> None:
    image = statuses.upload(ana, picture(), "blood")
    post(ana, "canary-3K", spoiler_text="Surgery", sensitive=True, attachments=(image.pk,))
    other = statuses.upload(ana, picture(), "")
    post(ana, "pictures alone", sensitive=True, attachments=(other.pk,))
    whole = Client().get("/@ana.rss").content.decode()
    assert "Surgery" in whole and "pictures alone" in whole
    assert "canary" not in whole and "blood" not in whole and "/media/" not in whole


def test_who_has_no_feed(ana: Account) -> None:
    post(ana, "canary #Sepsis")
    never = Client().get("/@nobody.rss")
    assert never.status_code == 404
    for column, value in (("discoverable", False), ("silenced_at", ana.created_at)):
        before = getattr(ana, column)
        Account.objects.filter(pk=ana.pk).update(**{column: value})
        assert Client().get("/@ana.rss").content == never.content.replace(b"nobody", b"ana")
        assert titles("/tags/sepsis.rss") == []
        assert b"application/rss+xml" not in Client().get("/@ana").content
        Account.objects.filter(pk=ana.pk).update(**{column: before})
    assert titles("/tags/sepsis.rss") == titles("/@ana.rss") == ["canary #Sepsis"]
    actions.suspend(ana)
    assert Client().get("/@ana.rss").status_code == 404
    assert titles("/tags/sepsis.rss") == []
    assert Client().post("/@nobody.rss").status_code == 405


def test_a_hashtag(ana: Account, bo: Account) -> None:
    post(ana, "#Sepsis one")
    post(bo, "#SEPSIS two")
    post(bo, "#Sepsis unlisted", visibility=UNLISTED)
    post(bo, "#Sepsis private", visibility=PRIVATE)
    away = post(bo, "#Sepsis from elsewhere")
    Status.objects.filter(pk=away.pk).update(local=False)
    assert titles("/tags/Sepsis.rss") == ["#SEPSIS two", "#Sepsis one"]
    assert titles("/tags/unheard.rss") == []
    for odd in ("%3Cscript%3E", "%01%ef%bf%bf", "%F0%9F%98%80"):
        assert list(read(f"/tags/{odd}.rss").iter("item")) == []


def test_no_sign_breaks_it(ana: Account) -> None:
    """Straight into the tables: an older version, or another server, may have kept what is now
    refused."""
    status = post(ana, "fine")
    odd = "a\x01b\x0b\x1f\ufffe\uffff]]>\u202e<b>"
    Status.objects.filter(pk=status.pk).update(content_html=f"<p>{odd}</p>")
    Account.objects.filter(pk=ana.pk).update(display_name=odd[:40], note_html=odd)
    assert titles("/@ana.rss") and read("/@ana.rss").findtext("channel/description")
    Status.objects.filter(pk=status.pk).update(spoiler_text=odd)
    assert titles("/@ana.rss") == ["ab]]>\u202e<b>"]


def test_nothing_new_is_answered_shortly(ana: Account) -> None:
    status = post(ana, "once")
    first = Client().get("/@ana.rss")
    assert first["ETag"] == Client().get("/@ana.rss")["ETag"]
    known = {"If-None-Match": first["ETag"]}
    dated = {"If-Modified-Since": first["Last-Modified"]}
    for headers in (known, dated):
        again = Client().get("/@ana.rss", headers=headers)
        assert (again.status_code, again.content) == (304, b"")
    assert Client().head("/@ana.rss").content == b""
    post(ana, "twice")
    assert Client().get("/@ana.rss", headers=known).status_code == 200
    statuses.delete(ana, status.pk)
    changed = Client().get("/@ana.rss", headers=known)
    assert changed.status_code == 200 and b"once" not in changed.content
    empty = Client().get("/tags/unheard.rss")
    again = Client().get("/tags/unheard.rss", headers={"If-None-Match": empty["ETag"]})
    assert again.status_code == 304


def test_nobody_is_asked_who_they_are(ana: Account, bo: Account, client_for) -> None:
    follow(bo, ana)
    post(ana, "public")
    post(ana, "canary", visibility=PRIVATE)
    signed_in = client_for(bo).get("/@ana.rss")
    assert signed_in.content == Client().get("/@ana.rss").content
    assert "Cookie" not in signed_in.get("Vary", "") and not signed_in.cookies


def test_it_costs_the_same_however_many(ana: Account, django_assert_max_num_queries) -> None:
    for count in (1, 8):
        for _ in range(count):
            image = statuses.upload(ana, picture(), "")
            post(ana, "#Sepsis", attachments=(image.pk,))
        with django_assert_max_num_queries(4):
            assert len(titles("/@ana.rss")) >= count
        with django_assert_max_num_queries(4):
            assert len(titles("/tags/Sepsis.rss")) >= count


def test_pages_name_their_feeds(ana: Account) -> None:
    post(ana, "#Sepsis")
    named = '<link rel="alternate" type="application/rss+xml" href="%s"'
    assert named % "/@ana.rss" in Client().get("/@ana").content.decode()
    assert named % "/tags/sepsis.rss" in Client().get("/tags/sepsis").content.decode().replace(
        "Sepsis.rss", "sepsis.rss"
    )
