"""Previews of links: as apps are shown them, and what the world can do to them."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as given
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from plenary.accounts.models import Account
from plenary.jobs.models import Job
from plenary.lib import clock, fetch
from plenary.statuses import actions
from plenary.statuses.actions.cards import make, tidy_cards
from plenary.statuses.models import CardState, PreviewCard, Status
from plenary.statuses.rules import Draft, previewed
from tests.factories import make_account
from tests.mastodon_api.linked import PAGE, URL, World, card, png, work
from tests.statuses.makers import DIRECT, PRIVATE, picture, post


@pytest.fixture
def ana() -> Account:
    return make_account("ana")


def test_the_first_link_of_a_post(nobody, world: World, ana: Account) -> None:
    status = post(ana, f"See {URL}#results and https://other.example")
    assert card(nobody, status) is None
    work()
    found = card(nobody, status)
    image = found.pop("image")
    assert found.pop("blurhash")
    assert found == {
        "url": URL, "title": "Sepsis", "description": "A trial", "type": "link", "language": "en",
        "authors": [{"name": "A. Pires", "url": "", "account": None}], "author_name": "A. Pires",
        "author_url": "", "provider_name": "journal.example",
        "provider_url": "https://journal.example/", "html": "", "width": 80, "height": 60,
        "image_description": "A curve", "embed_url": "", "published_at": None,
    }  # fmt: skip
    shown = Client().get(image.removeprefix(given.PUBLIC_URL))
    assert shown.status_code == 200 and shown["Content-Type"] == "image/webp"
    assert world.asked == [URL, "https://journal.example/curve.png"]
    assert nobody.get(f"/api/v1/statuses/{status.pk}/card")["title"] == "Sepsis"
    assert nobody.get(f"/api/v1/statuses/{post(ana, 'none').pk}/card") == {}
    actions.boost(make_account("bo"), status.pk)
    boost = Status.objects.get(reblog_of=status)
    assert card(nobody, boost) is None
    assert nobody.get(f"/api/v1/statuses/{boost.pk}")["reblog"]["card"]["title"] == "Sepsis"


def test_a_page_is_read_once_for_all(
    nobody, world: World, ana: Account, django_capture_on_commit_callbacks
) -> None:
    posts = [post(ana, URL) for _ in range(3)]
    work()
    posts.append(post(make_account("bo"), f"{URL}#else"))
    work()
    assert world.asked.count(URL) == 1
    assert [card(nobody, one)["title"] for one in posts] == ["Sepsis"] * 4
    PreviewCard.objects.update(fetched_at=clock.now() - timedelta(days=8))
    old = PreviewCard.objects.get().image
    world.pages[URL] = (URL, "text/html", PAGE.replace(b"Sepsis", b"Corrected"))
    posts.append(post(ana, URL))
    with django_capture_on_commit_callbacks(execute=True):
        work()
    assert world.asked.count(URL) == 2
    assert {card(nobody, one)["title"] for one in posts} == {"Corrected"}
    assert Client().get(f"/media/{old}").status_code == 404
    make.call(PreviewCard.objects.get().pk)
    assert world.asked.count(URL) == 2, "a job that comes twice reads once"


def test_what_cannot_be_had_is_tried_again_later(nobody, world: World, ana: Account) -> None:
    page = world.pages.pop(URL)
    status = post(ana, URL)
    work()
    assert card(nobody, status) is None
    post(ana, URL)
    work()
    assert world.asked == [URL]
    world.pages[URL] = page
    PreviewCard.objects.update(fetched_at=clock.now() - timedelta(days=2))
    post(ana, URL)
    work()
    assert card(nobody, status)["title"] == "Sepsis"
    world.pages.clear()
    PreviewCard.objects.update(fetched_at=clock.now() - timedelta(days=8))
    post(ana, URL)
    work()
    assert card(nobody, status)["title"] == "Sepsis", "what was there stays"


@pytest.mark.parametrize(
    ("kind", "body"),
    [("application/json", b'{"html": "<script>"}'), ("image/svg+xml", b"<svg/>"), ("", PAGE),
     ("text/html", b""), ("text/html", b"<body><title>late</title>"), ("text/plain", PAGE)],
)  # fmt: skip
def test_only_pages_make_a_card(nobody, world: World, ana: Account, kind: str, body: bytes) -> None:
    world.pages[URL] = (URL, kind, body)
    status = post(ana, URL)
    work()
    assert card(nobody, status) is None and PreviewCard.objects.get().state == CardState.NONE


@pytest.mark.parametrize(
    ("kind", "body"),
    [("image/svg+xml", b"<svg onload=alert(1)>"), ("image/png", b"<html>"), ("text/html", PAGE),
     ("image/png", png((9000, 9000))), ("image/png", b"\x89PNG" + b"x" * 5_000_000)],
    ids=["svg", "html", "page", "bomb", "large"],
)  # fmt: skip
def test_without_its_picture_it_stands(
    nobody, world: World, ana: Account, kind: str, body: bytes
) -> None:
    world.pages["https://journal.example/curve.png"] = ("", kind, body)
    status = post(ana, URL)
    work()
    found = card(nobody, status)
    assert found["title"] == "Sepsis" and found["image"] is None and found["blurhash"] is None
    assert (found["width"], found["height"], found["image_description"]) == (0, 0, "")


def test_it_leads_where_it_was_read(nobody, world: World, ana: Account, client_for) -> None:
    """A short link, and a page that calls itself somebody else."""
    final = "https://evil.example/login"
    page = (
        b'<title>Your bank</title><meta property="og:site_name" content="Bank">'
        b'<meta property="og:url" content="https://bank.example/"><script>alert(1)</script>'
        b'<meta property="og:video" content="https://evil.example/player">'
        b'<link rel="alternate" type="application/json+oembed" href="https://evil.example/oembed">'
    )
    world.pages["https://short.example/x"] = (final, "text/html", page)
    status = post(ana, "https://short.example/x")
    work()
    found = card(nobody, status)
    assert (found["url"], found["provider_name"]) == (final, "evil.example")
    assert (found["type"], found["html"], found["embed_url"]) == ("link", "", "")
    shown = Client().get(f"/@ana/{status.pk}").content.decode()
    piece = shown.split('class="link-card"')[1].split("</a>")[0]
    assert f'href="{final}"' in piece and "evil.example" in piece and "Bank" not in piece
    assert world.asked == ["https://short.example/x"]


def test_on_pages(world: World, ana: Account) -> None:
    world.pages[URL] = (URL, "text/html", b"<title>&lt;script&gt;alert(1)&lt;/script&gt;</title>")
    status = post(ana, URL)
    warned = post(ana, URL, spoiler_text="Surgery")
    image = actions.upload(ana, picture(), "")
    pictured = post(ana, URL, attachments=(image.pk,))
    work()
    page = Client().get(f"/@ana/{status.pk}").content.decode()
    assert "&lt;script&gt;alert(1)" in page and "<script>alert" not in page
    closed = Client().get(f"/@ana/{warned.pk}").content.decode()
    assert closed.index("<summary>Surgery") < closed.index("link-card") < closed.index("</details>")
    assert "link-card" not in Client().get(f"/@ana/{pictured.pk}").content.decode()


def test_an_edit_changes_the_card(nobody, world: World, ana: Account) -> None:
    other = "https://other.example/"
    world.pages[other] = (other, "text/html", b"<title>Other</title>")
    status = post(ana, URL)
    work()
    actions.edit(ana, status.pk, Draft(text=f"again {URL}"))
    assert card(nobody, status)["title"] == "Sepsis"
    actions.edit(ana, status.pk, Draft(text=f"now {other}"))
    assert card(nobody, status) is None
    work()
    assert card(nobody, status)["title"] == "Other"
    actions.edit(ana, status.pk, Draft(text="nothing"))
    work()
    assert card(nobody, status) is None
    actions.edit(ana, status.pk, Draft(text=other))
    actions.edit(ana, status.pk, Draft(text=URL))
    work()
    assert card(nobody, status)["title"] == "Sepsis"


def test_what_is_not_fetched(nobody, phone, world: World, ana: Account, settings) -> None:
    post(ana, f"@ana {URL}", visibility=DIRECT)
    for odd in (
        "http://journal.example/x", "https://user:pass@journal.example/", "https://a.example:8443/",
        f"{settings.PUBLIC_URL}/@ana", "https://[::1", "https://",
        f"https://a.example/{'x' * 2000}",
    ):  # fmt: skip
        Status.objects.filter(pk=post(ana, "x").pk).update(text=odd)
        assert previewed(odd, settings.PUBLIC_URL) == ""
    settings.LINK_PREVIEWS = False
    post(ana, URL)
    work()
    assert world.asked == [] and not PreviewCard.objects.exists()
    settings.LINK_PREVIEWS = True
    private = post(ana, URL, visibility=PRIVATE)
    post(ana, URL)
    settings.LINK_PREVIEWS = False
    work()
    assert world.asked == [], "switched off meanwhile"
    settings.LINK_PREVIEWS = True
    post(ana, URL)
    work()
    assert card(phone(ana), private)["title"] == "Sepsis"
    nobody.get(f"/api/v1/statuses/{private.pk}/card", 404)


def test_the_job_is_there_or_the_post_is_not(world: World, ana: Account, monkeypatch) -> None:
    def breaks(*_: Any) -> None:
        raise RuntimeError("in the middle")

    names = Job.objects.values_list("task", flat=True)
    post(ana, "no link")
    assert not any("cards" in one for one in names.all())
    post(ana, URL)
    assert sum("cards" in one for one in names.all()) == 1
    Job.objects.all().delete()
    monkeypatch.setattr("plenary.statuses.actions.publishing.rules.previewed", breaks)
    with pytest.raises(RuntimeError):
        post(ana, URL)
    assert Status.objects.count() == 2 and not names.all()


def test_apps_are_told(world: World, ana: Account, monkeypatch) -> None:
    told: list[tuple[Any, ...]] = []
    monkeypatch.setattr(
        "plenary.timelines.actions.post_notices.tap_followers",
        lambda *given, **_: told.append(given),
    )
    status = post(ana, URL)
    work()
    assert told == [(ana.pk, "edited", status.pk)]


def test_deleted_while_it_was_read(
    world: World, ana: Account, django_capture_on_commit_callbacks
) -> None:
    status = post(ana, URL)
    real = world.fetch

    def gone(url: str, **more: Any) -> fetch.Fetched:
        if url == URL:
            actions.delete(ana, status.pk)
        return real(url, **more)

    fetch.fetch = gone  # type: ignore[assignment]  (the fixture puts it back)
    work()
    assert PreviewCard.objects.get().state == CardState.READY
    kept = PreviewCard.objects.get().image
    tidy_cards.call()
    assert PreviewCard.objects.exists(), "young ones stay"
    PreviewCard.objects.update(created_at=clock.now() - timedelta(days=2))
    with django_capture_on_commit_callbacks(execute=True):
        tidy_cards.call()
    assert not PreviewCard.objects.exists()
    assert Client().get(f"/media/{kept}").status_code == 404


def test_home_asks_nothing_more(phone, world: World, ana: Account) -> None:
    me = phone(ana)

    def asked() -> int:
        me.get("/api/v1/timelines/home")
        with CaptureQueriesContext(connection) as found:
            me.get("/api/v1/timelines/home")
        return len(found)

    post(ana, "no link")
    before = asked()
    post(ana, URL)
    work()
    assert asked() == before
    assert me.get("/api/v1/timelines/home")[0]["card"]["title"] == "Sepsis"
