"""Live streams for apps: WebSockets, tokens and refusals."""

import asyncio
from typing import Any

import msgspec
import pytest

from plenary.mastodon_api.streaming import hub as hubs
from tests.mastodon_api.streaming.listening import Events, Wire, happen, secret
from tests.statuses.makers import post

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_socket_takes_up_and_leaves_streams(play, maya, tom):
    token = secret(maya)

    async def scene() -> None:
        wire = await Wire(token).open()
        await wire.ask(type="subscribe", stream="user")
        await wire.ask(type="subscribe", stream="user")
        await wire.ask(type="subscribe", stream="hashtag", tag="ECMO")
        written = await happen(post, tom, "On #ecmo")
        told = [await wire.next(), await wire.next()]
        assert sorted(one["stream"] for one in told) == [["hashtag", "ECMO"], ["user"]]
        for one in told:
            assert one["event"] == "update"
            assert msgspec.json.decode(one["payload"])["id"] == str(written.pk)
        await wire.ask(type="unsubscribe", stream="hashtag", tag="ecmo")
        await wire.ask(type="unsubscribe", stream="public")
        await happen(post, tom, "More on #ecmo")
        assert (await wire.next())["stream"] == ["user"]
        await wire.ask(type="unsubscribe", stream="user")
        await happen(post, tom, "Yet more on #ecmo")
        assert await wire.silent()
        wire.leave()
        await asyncio.wait_for(wire.task, 1)
        assert hubs.hub.streams == []

    play(scene)


def test_a_socket_answers_what_it_cannot_do_and_goes_on(play, maya):
    token = secret(maya, "read:statuses")
    cases: list[tuple[dict[str, Any], int]] = [
        ({"type": "subscribe", "stream": "everything"}, 400),
        ({"type": "subscribe", "stream": "hashtag"}, 400),
        ({"type": "subscribe", "stream": "hashtag", "tag": "\x00" * 400}, 400),
        ({"type": "subscribe", "stream": "list", "list": "1" * 40}, 400),
        ({"type": "subscribe", "stream": "user:notification"}, 403),
        ({"type": "dance"}, 400),
        ({"stream": "user"}, 400),
        ({"type": "subscribe", "stream": ["user"]}, 400),
        ({"type": "x" * 5000}, 400),
    ]

    async def scene() -> None:
        wire = await Wire(token).open()
        for asked, status in cases:
            await wire.ask(**asked)
            assert (await wire.next())["status"] == status, asked
        wire.coming.put_nowait({"type": "websocket.receive", "bytes": b"\xff\x00"})
        assert (await wire.next())["status"] == 400
        await wire.ask(type="subscribe", stream="user")
        assert len(hubs.hub.streams) == 1

    play(scene)


def test_a_token_is_taken_from_wherever_clients_put_it(play, maya):
    token = secret(maya)

    async def scene() -> None:
        await Events("/user", access_token=token).open()
        await Events("", token, stream="user").open()
        await Wire(access_token=token, stream="user").open()
        offered = {"sec-websocket-protocol": token}
        wire = await Wire(headers=offered, subprotocols=[token], stream="user").open()
        assert wire.accepted["subprotocol"] == token

    play(scene)


def test_refusals_are_in_the_apis_shape(play, maya):
    """44: as Mastodon's streaming answers, with 401."""
    token, narrow = secret(maya), secret(maya, "write")
    cases = [
        (("/user",), {}, 401),
        (("/user", "nosuch\x00token"), {}, 401),
        (("/user", narrow), {}, 403),
        (("/everything", token), {}, 404),
        (("/hashtag", token), {}, 400),
        (("/list", token), {"list": "x"}, 400),
        (("", token), {"stream": "nothing"}, 400),
        (("/user", token), {"method": "POST"}, 405),
        (("/user", token), {"headers": {"host": "evil.example"}}, 400),
    ]

    async def scene() -> None:
        for arguments, more, status in cases:
            refused, words = await Events(*arguments, **more).refused()
            assert (refused, bool(words)) == (status, True), arguments
        for wire in (Wire(), Wire("wrong"), Wire(narrow, stream="user"), Wire(token, stream="x")):
            assert (await wire.message())["type"] == "websocket.close"
        assert hubs.hub.streams == []
        health = Events("/health")
        assert (await health.message())["status"] == 200
        assert (await health.message())["body"] == b"OK"
        asked = Events("/user", method="OPTIONS", headers={"origin": "https://app.example"})
        assert dict((await asked.message())["headers"])[b"access-control-allow-origin"] == b"*"

    play(scene)


def test_who_does_not_keep_up_is_let_go(play, maya):
    token = secret(maya)

    async def scene() -> None:
        wire = await Wire(token, stream="user").open()
        (stream,) = hubs.hub.streams
        for number in range(hubs.streams.MOST_WAITING + 1):
            stream.put(f"{number}")
        assert len(stream.frames) == 2, "the last word, and the end"
        await asyncio.wait_for(wire.task, 1)
        assert (await wire.next())["error"] == "Too slow"

    play(scene)


def test_the_pages_port_says_where_streams_are(client, settings):
    """An event source is led there; a WebSocket, which follows nobody, is told."""
    settings.STREAMING_API_URL = "wss://streams.example:444"
    path = "/api/v1/streaming/public/local?only_media=true"
    answer = client.get(path)
    assert answer.status_code == 307
    assert answer["Location"] == f"https://streams.example:444{path}"
    answer = client.get("/api/v1/streaming", headers={"upgrade": "websocket"})
    assert answer.status_code == 426
    assert "wss://streams.example:444/api/v1/streaming" in answer.json()["error"]
