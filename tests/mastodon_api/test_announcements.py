"""What everybody is told, in apps, on the web and on the command line."""

from datetime import timedelta
from io import StringIO
from urllib.parse import quote

import pytest
from django.core.management import CommandError, call_command

from plenary.lib import clock
from plenary.lib.errors import Refused
from plenary.timelines import actions
from plenary.timelines.models import Announcement, AnnouncementRead
from tests.factories import make_account

PATH = "/api/v1/announcements"


@pytest.fixture
def ana(phone):
    return phone("ana")


def test_reading_and_putting_aside(ana, phone) -> None:
    made = actions.announce("Welcome to #ESC26\n\nSee https://example.org", all_day=True)
    found = ana.get(PATH)
    assert len(found) == 1 and found[0]["id"] == str(made.pk)
    assert "tags/ESC26" in found[0]["content"] and found[0]["tags"][0]["name"] == "ESC26"
    assert found[0]["read"] is False and found[0]["all_day"] is True
    assert found[0]["starts_at"] is None and found[0]["reactions"] == []
    assert ana.post(f"{PATH}/{made.pk}/dismiss") == {}
    ana.post(f"{PATH}/{made.pk}/dismiss")
    assert AnnouncementRead.objects.count() == 1
    assert ana.get(PATH) == []
    assert ana.get(f"{PATH}?with_dismissed=true")[0]["read"] is True
    assert len(phone("bo").get(PATH)) == 1
    ana.post(f"{PATH}/1/dismiss", 404)


def test_what_is_not_out_or_over(ana, freeze) -> None:
    now = clock.now()
    actions.announce("Poster tour", starts_at=now, ends_at=now + timedelta(hours=2))
    Announcement.objects.create(text="x", html="<p>x</p>")
    assert len(ana.get(PATH)) == 1
    freeze(now + timedelta(hours=3))
    assert ana.get(f"{PATH}?with_dismissed=1") == []
    hidden = Announcement.objects.get(text="x").pk
    ana.post(f"{PATH}/{hidden}/dismiss", 404)
    ana.put(f"{PATH}/{hidden}/reactions/{quote('👍')}", 404)


def test_reactions(ana, phone) -> None:
    made = actions.announce("Coffee!")
    thumb = f"{PATH}/{made.pk}/reactions/{quote('👍')}"
    bo = phone("bo")
    assert ana.put(thumb) == {} and ana.put(thumb) == {}
    bo.put(thumb)
    bo.put(f"{PATH}/{made.pk}/reactions/{quote('☕')}")
    assert ana.get(PATH)[0]["reactions"] == [
        {"name": "👍", "count": 2, "me": True},
        {"name": "☕", "count": 1, "me": False},
    ]
    assert ana.delete(thumb) == {} and ana.delete(thumb) == {}
    assert bo.get(PATH)[0]["reactions"][0] == {"name": "👍", "count": 1, "me": True}
    for bad in ("x", "👍👍", ":blob:", "1", "%00", "👍" * 20, "<b>", "\u200d"):
        answer = ana.client.put(
            f"{PATH}/{made.pk}/reactions/{quote(bad)}",
            headers={"authorization": f"Bearer {ana.token}"},
        )
        assert answer.status_code in (400, 404, 422), bad


@pytest.mark.parametrize("name", ["👍🏽", "👩‍⚕️", "🏳️‍🌈", "🇨🇭", "1️⃣", "❤️", "👨‍👩‍👧‍👦", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"])
def test_what_is_an_emoji(ana, name: str) -> None:
    made = actions.announce("Hello")
    ana.put(f"{PATH}/{made.pk}/reactions/{quote(name)}")
    assert ana.get(PATH)[0]["reactions"][0]["name"] == name


def test_eight_kinds_are_enough(ana) -> None:
    made = actions.announce("Hello")
    for name in "😀😁😂😃😄😅😆😇":
        actions.react(ana.account, made.pk, name)
    ana.put(f"{PATH}/{made.pk}/reactions/{quote('😈')}", 422)
    ana.put(f"{PATH}/{made.pk}/reactions/{quote('😀')}")


def test_the_cost_is_the_same(ana, django_assert_max_num_queries) -> None:
    ana.get(PATH)
    for count in (1, 5):
        for _ in range(count):
            made = actions.announce("Hello")
            for name in "😀😁":
                actions.react(ana.account, made.pk, name)
        with django_assert_max_num_queries(4):
            ana.get(PATH)


def test_what_cannot_be_announced(db: None) -> None:
    now = clock.now()
    hour = timedelta(hours=1)
    for words, starts, ends in (
        ("", None, None),
        ("x" * 5001, None, None),
        ("x", now + hour, now + hour),
        ("x", None, now - hour),
    ):
        with pytest.raises(Refused):
            actions.announce(words, starts_at=starts, ends_at=ends)


def test_the_banner(db: None, client_for) -> None:
    maya = make_account("maya")
    made = actions.announce("Doors open <at> eight")
    browser = client_for(maya)
    page = browser.get("/").content.decode()
    assert "Doors open &lt;at&gt; eight" in page
    assert browser.get(f"/announcements/{made.pk}/dismiss").status_code == 405
    answer = browser.post(f"/announcements/{made.pk}/dismiss")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert "Doors open" not in browser.get("/").content.decode()
    assert browser.post("/announcements/1/dismiss").status_code == 404
    htmx = browser.post(f"/announcements/{made.pk}/dismiss", headers={"HX-Request": "true"})
    assert (htmx.status_code, htmx.content) == (200, b"")


def test_the_command(db: None) -> None:
    def run(*words: str) -> str:
        out = StringIO()
        call_command("announce", *words, stdout=out)
        return out.getvalue()

    assert "Nothing" in run()
    assert "Everybody is told" in run("Welcome", "--ends", "2999-05-04T09:00")
    made = Announcement.objects.get()
    assert made.ends_at is not None and made.ends_at.year == 2999
    assert str(made.pk) in run()
    assert "taken back" in run("--withdraw", str(made.pk))
    for wrong in (("x", "--ends", "soon"), ("--withdraw", "1"), ("--withdraw", "x"), (" ",)):
        with pytest.raises(CommandError):
            run(*wrong)
