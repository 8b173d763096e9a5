"""Mastodon.py, as its users use it: signing up, posting, reading, ties, notices, streaming."""

import io
import queue
from threading import Thread
from typing import Any

import pytest
from mastodon import (
    Mastodon,
    MastodonAPIError,
    MastodonIllegalArgumentError,
    StreamListener,
)
from PIL import Image

from tests.clients.people import SCOPES, sign_up, soon

pytestmark = pytest.mark.sqlite


@pytest.fixture(scope="module")
def newcomer(dev_server) -> Mastodon:
    """Somebody who signed up by API."""
    return sign_up(dev_server.url, "newcomer")


@pytest.fixture(scope="module")
def bo(dev_server) -> Mastodon:
    return Mastodon(access_token="bo-token", api_base_url=dev_server.url)


def test_signing_in_with_a_password(dev_server) -> None:
    app = Mastodon(client_id="test-id", client_secret="test-secret", api_base_url=dev_server.url)
    assert app.log_in("admin@localhost", "mastodonadmin", scopes=SCOPES, allow_http=True)
    assert app.me().username == "admin"


def test_signing_in_with_a_code(dev_server) -> None:
    app = Mastodon(client_id="test-id", client_secret="test-secret", api_base_url=dev_server.url)
    url = app.auth_request_url(scopes=SCOPES, allow_http=True)
    assert url.startswith(f"{dev_server.url}/oauth/authorize?")
    with pytest.raises(MastodonIllegalArgumentError, match="invalid_grant"):
        app.log_in(code="nonsense", scopes=SCOPES, allow_http=True)


def test_posting_and_reading(newcomer: Mastodon, bo: Mastodon) -> None:
    status = newcomer.status_post("Morning #Ward @bo", idempotency_key="one")
    assert newcomer.status_post("Morning #Ward @bo", idempotency_key="one").id == status.id
    assert newcomer.status(status).content.startswith("<p>Morning")
    reply = bo.status_reply(status, "Good morning")
    assert [one.id for one in newcomer.status_context(status).descendants] == [reply.id]
    edited = newcomer.status_update(status, "Good morning #Ward")
    assert edited.edited_at and len(newcomer.status_history(status)) == 2
    assert newcomer.status_source(status).text == "Good morning #Ward"
    assert newcomer.timeline_hashtag("ward")[0].id == status.id
    assert {one.id for one in newcomer.timeline_public()} >= {status.id}
    first = newcomer.timeline_home(limit=1)
    assert newcomer.fetch_next(first) is not None
    gone = newcomer.status_post("gone")
    newcomer.status_delete(gone)
    with pytest.raises(MastodonAPIError):
        newcomer.status(gone)


def test_marks(newcomer: Mastodon, bo: Mastodon) -> None:
    status = newcomer.status_post("to be marked")
    assert bo.status_favourite(status).favourited and bo.status_bookmark(status).bookmarked
    assert bo.status_reblog(status).reblog.id == status.id
    assert [one.acct for one in newcomer.status_favourited_by(status)] == ["bo"]
    assert [one.acct for one in newcomer.status_reblogged_by(status)] == ["bo"]
    assert bo.favourites()[0].id == bo.bookmarks()[0].id == status.id
    assert not bo.status_unfavourite(status).favourited
    assert not bo.status_unreblog(status).reblogged


def test_pictures(newcomer: Mastodon) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(buffer, "PNG")
    media = newcomer.media_post(buffer.getvalue(), mime_type="image/png", description="An ECG")
    status = newcomer.status_post("a picture", media_ids=[media])
    assert status.media_attachments[0].description == "An ECG"
    changed = newcomer.account_update_credentials(
        display_name="Dr New", fields=[("Ward", "7")], avatar=buffer.getvalue(),
        avatar_mime_type="image/png",
    )  # fmt: skip
    assert changed.display_name == "Dr New" and changed.fields[0].name == "Ward"
    assert "/media/" in changed.avatar


def test_ties(newcomer: Mastodon) -> None:
    other = newcomer.account_lookup("bo")
    assert newcomer.account_follow(other).following
    assert newcomer.account_relationships(other)[0].following
    assert [one.acct for one in newcomer.account_followers(other)] == ["newcomer"]
    assert newcomer.account_mute(other).muting and newcomer.mutes()[0].acct == "bo"
    assert not newcomer.account_unmute(other).muting
    assert newcomer.account_search("berg")[0].acct == "bo"
    assert newcomer.search_v2("berg").accounts[0].acct == "bo"
    assert newcomer.account_statuses(other)


def test_notices_and_markers(newcomer: Mastodon, bo: Mastodon) -> None:
    newcomer.status_post("@bo look")
    assert any(one.type == "mention" for one in soon(bo.notifications))
    assert bo.notifications_unread_count().count >= 1
    status = newcomer.status_post("marked")
    newcomer.markers_set("home", status)
    assert str(newcomer.markers_get("home")["home"].last_read_id) == str(status.id)


class _Heard(StreamListener):
    def __init__(self) -> None:
        self.said: queue.Queue[tuple[str, str]] = queue.Queue()

    def on_update(self, status: Any) -> None:
        self.said.put(("update", status.content))

    def on_notification(self, notification: Any) -> None:
        self.said.put(("notification", notification.type))


def test_streaming(newcomer: Mastodon, bo: Mastodon) -> None:
    heard = _Heard()
    handle = newcomer.stream_user(heard, run_async=True)
    try:
        assert newcomer.stream_healthy()
        soon(lambda: handle.is_receiving())
        mine = newcomer.status_post("streamed")
        assert heard.said.get(timeout=10) == ("update", "<p>streamed</p>")
        bo.status_favourite(mine)
        assert heard.said.get(timeout=10) == ("notification", "favourite")
    finally:
        closing = Thread(target=handle.close)  # it waits for something to come
        closing.start()
        newcomer.status_post("the last")
        closing.join()


def test_the_server(newcomer: Mastodon) -> None:
    assert newcomer.instance_v2().configuration.statuses.max_characters == 500
    assert newcomer.instance_v1().uri.startswith("localhost")
    assert newcomer.instance_rules()[0].text
    assert newcomer.preferences() and newcomer.custom_emojis() == []
    assert newcomer.app_verify_credentials().name == "tests"
