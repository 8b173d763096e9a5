"""People, posts and pictures elsewhere, asked for."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from plenary.accounts import actions as accounts
from plenary.accounts.models import Account, CustomEmoji
from plenary.conduct.models import DomainBlock
from plenary.federation import signatures
from plenary.federation.actions import asking, pictures, resolve, seeking
from plenary.federation.models import RemoteActor, Server
from plenary.jobs import worker
from plenary.jobs.models import Job
from plenary.lib import clock
from plenary.statuses.models import Attachment, Status, UploadState
from tests.factories import follow
from tests.federation.inbound.elsewhere import Elsewhere
from tests.federation.inbound.makers import activity, note, take
from tests.federation.makers import remote

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("federating", "elsewhere")]
BO = "https://new.example/users/bo"


def png() -> bytes:
    out = BytesIO()
    Image.new("RGB", (20, 20), "red").save(out, "PNG")
    return out.getvalue()


def test_somebody_by_their_handle(elsewhere: Elsewhere) -> None:
    elsewhere.person(BO, "bo")
    found = resolve.account_by_handle("@Bo@NEW.example")
    assert found is None or found.uri == BO
    found = resolve.account_by_handle("bo@new.example")
    assert found is not None
    assert found.uri == BO
    asked = len(elsewhere.asked)
    assert resolve.account_by_handle("bo@new.example") == found
    assert len(elsewhere.asked) == asked


def test_a_post_by_its_address(elsewhere: Elsewhere) -> None:
    elsewhere.person(BO, "bo")
    made = {"type": "Note", "id": f"{BO}/1", "attributedTo": BO, "content": "<p>Hi</p>"}
    made["to"] = "as:Public"
    elsewhere.documents[made["id"]] = made
    found = resolve.status(f"{BO}/1")
    assert found is not None
    assert (found.text, found.account.acct) == ("Hi", "bo@new.example")


def test_nothing_of_a_server_that_is_suspended(elsewhere: Elsewhere) -> None:
    elsewhere.person(BO, "bo")
    DomainBlock.objects.create(domain="new.example", severity="suspend")
    assert resolve.account_by_handle("bo@new.example") is None
    assert resolve.actor(BO) is None
    assert not Account.objects.exists()


@pytest.mark.parametrize("asked", ["bo@new.example", "@bo@new.example", BO])
def test_who_searches_has_it_found_by_the_post_office(
    ada: Account, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    monkeypatch.setattr(seeking, "WAITS", 0.0)
    elsewhere.person(BO, "bo")
    assert seeking.seek(None, asked) is None
    assert not Job.objects.exists()
    assert seeking.seek(ada, asked) is None
    assert elsewhere.asked == []  # a web worker fetches nothing
    worker.run_until_empty(strict=True)
    assert seeking.seek(ada, asked) == ("account", Account.objects.get(uri=BO).pk)


def test_of_two_that_search_one_waits(ada: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[str] = []
    monkeypatch.setattr(seeking, "_awaited", lambda name: waited.append(name))
    with seeking._alone() as mine:
        assert mine
        seeking.seek(ada, "bo@new.example")
    assert not waited
    seeking.seek(ada, "bo@other.example")
    assert len(waited) == 1


@pytest.mark.parametrize("asked", ["ada", "@ada@plenary.example", "https://plenary.example/@ada"])
def test_what_is_ours_is_not_sought(ada: Account, asked: str) -> None:
    assert seeking.seek(ada, asked) is None
    assert not Job.objects.exists()


def test_faces_and_emoji_are_fetched(elsewhere: Elsewhere) -> None:
    face, emoji = "https://new.example/face", "https://new.example/x"
    elsewhere.pictures = {face: png(), emoji: png()}
    tag = {"type": "Emoji", "name": ":xy:", "icon": {"url": emoji}}
    elsewhere.person(BO, "bo", name="Bo :xy:", icon={"url": face}, tag=[tag])
    found = resolve.actor(BO)
    assert found is not None
    worker.run_until_empty(strict=True)
    found.refresh_from_db()
    assert found.avatar
    assert CustomEmoji.objects.get().file
    assert [one["shortcode"] for one in found.emojis] == ["xy"]


def with_picture(nia: Account) -> dict[str, Any]:
    file = {"type": "Document", "mediaType": "image/png", "url": "https://peer.example/p.png"}
    return activity(nia, "Create", note(nia, attachment=[{**file, "name": "A chart"}]))


def test_pictures_of_posts_are_fetched_and_forgotten(
    ada: Account, nia: Account, elsewhere: Elsewhere, freeze: Any
) -> None:
    elsewhere.pictures["https://peer.example/p.png"] = png()
    follow(ada, nia)
    take(with_picture(nia), nia)
    kept = Attachment.objects.get()
    assert (kept.state, kept.description) == (UploadState.READY, "A chart")
    assert kept.file in Status.objects.get(account=nia).rendered
    freeze(clock.now() + pictures.timedelta(days=31))
    pictures.forget_old.call()
    kept.refresh_from_db()
    assert (kept.state, kept.file) == (UploadState.ELSEWHERE, "")


def test_no_pictures_of_servers_whose_pictures_are_refused(
    ada: Account, nia: Account, elsewhere: Elsewhere
) -> None:
    elsewhere.pictures["https://peer.example/p.png"] = png()
    DomainBlock.objects.create(domain="peer.example", severity="noop", reject_media=True)
    follow(ada, nia)
    take(with_picture(nia), nia)
    assert Attachment.objects.get().state == UploadState.UNWANTED
    assert "https://peer.example/p.png" not in elsewhere.asked


def test_what_somebody_pinned_is_shown_once_they_are_followed(
    ada: Account, nia: Account, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = f"{nia.uri}/featured"
    RemoteActor.objects.filter(account=nia).update(featured=place)
    eve = remote("eve", "third.example")
    posts = [note(nia, 1), note(nia, 2), note(eve, 3)]
    for one in posts:
        elsewhere.documents[one["id"]] = one
    listed: list[object] = [posts[0]["id"], posts[1], posts[2]["id"]]
    monkeypatch.setattr(asking, "collection", lambda uri, most: listed if uri == place else [])
    accounts.follow(ada, nia)
    accounts.accept_request(nia, ada)
    worker.run_until_empty(strict=True)
    pinned = Status.objects.filter(pinned_at__isnull=False).order_by("uri")
    assert [one.uri for one in pinned] == [posts[0]["id"], posts[1]["id"]]


@pytest.mark.parametrize("says", [True, False])
def test_a_server_that_reads_the_standard_is_signed_to_by_it(
    elsewhere: Elsewhere, says: bool
) -> None:
    generator = {"type": "Application", "implements": signatures.IMPLEMENTS if says else []}
    # It was asked by the draft until now, and answered.
    Server.objects.create(domain="new.example", signs_with="cavage")
    elsewhere.person(BO, "bo", generator=generator)
    assert resolve.actor(BO) is not None
    assert Server.objects.get().signs_with == ("rfc9421" if says else "cavage")


def test_what_turned_out_otherwise_is_not_believed_again(elsewhere: Elsewhere) -> None:
    elsewhere.person(BO, "bo", generator={"implements": signatures.IMPLEMENTS})
    resolve.actor(BO)
    Server.objects.update(signs_with="cavage")  # as a delivery that was answered with 401 does
    ann = "https://new.example/users/ann"
    elsewhere.person(ann, "ann", generator={"implements": signatures.IMPLEMENTS})
    assert resolve.actor(ann) is not None
    assert Server.objects.get().signs_with == "cavage"
