"""Live streams of the server as people run it: on its embedded defaults, on PostgreSQL and with
Redis; what is posted in one process is heard from another."""

import json
import socket
import time
from collections.abc import Iterator
from http.client import HTTPConnection

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from tests.mastodon_api.streaming.serving import (
    HOST,
    Server,
    Servers,
    heard,
    subscribed,
    told,
    unsubscribed,
)

pytestmark = pytest.mark.sqlite  # it brings its own databases: once is enough


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    made = Servers(tmp_path_factory.mktemp("streams"))
    yield made
    made.close()


@pytest.fixture(scope="module", params=["sqlite", "postgresql", "redis"])
def server(servers: Servers, request: pytest.FixtureRequest) -> Iterator[Server]:
    with servers.of(request.param) as made:
        yield made


embedded = pytest.mark.parametrize("server", ["sqlite"], indirect=True)


def test_a_post_arrives_over_both_and_unsubscribed_means_silent(server):
    with server.wire("maya-token") as wire, server.events("/user", "maya-token") as events:
        subscribed(wire, stream="user")
        subscribed(wire, stream="hashtag", tag="rounds")
        written = server.post("tom", "Hello #rounds")
        got = [told(wire), told(wire)]
        assert sorted(one["stream"] for one in got) == [["hashtag", "rounds"], ["user"]]
        assert {json.loads(one["payload"])["id"] for one in got} == {written["id"]}
        event, shown = events.next()
        assert (event, shown["id"]) == ("update", written["id"])
        unsubscribed(wire, stream="user")
        unsubscribed(wire, stream="hashtag", tag="rounds")
        server.ask("DELETE", f"/api/v1/statuses/{written['id']}", "tom-token")
        assert events.next() == ("delete", int(written["id"]))
        heard(wire)


def test_every_stream_of_posts_tells_of_one(server):
    ward = server.api("maya", "POST", "/v1/lists", title="Ward")["id"]
    account = server.id_of("tom")
    server.api("maya", "POST", f"/v1/lists/{ward}/accounts", **{"account_ids[]": [account]})
    streams = {
        "/user": ("user", {}),
        "/public": ("public", {}),
        "/public/local": ("public:local", {}),
        "/hashtag?tag=ecmo": ("hashtag", {"tag": "ecmo"}),
        "/hashtag/local?tag=ECMO": ("hashtag:local", {"tag": "ECMO"}),
        f"/list?list={ward}": ("list", {"list": ward}),
    }
    with server.wire("maya-token") as wire:
        for name, given in streams.values():
            subscribed(wire, stream=name, **given)
        for path, (name, given) in streams.items():
            with server.events(path, "maya-token") as events:
                written = server.post("tom", f"On #ecmo {path}")
                event, shown = events.next()
                assert (event, shown["id"]) == ("update", written["id"]), path
                names = [told(wire)["stream"] for _ in streams]
                expected = ([name, *given.values()] for name, given in streams.values())
                assert sorted(names) == sorted(expected)


def test_each_kind_of_event_of_a_person(server):
    with (
        server.wire("maya-token") as wire,
        server.events("/user/notification", "maya-token") as notices,
        server.events("/direct", "maya-token") as direct,
    ):
        for stream in ("user", "user:notification", "direct"):
            subscribed(wire, stream=stream)
        written = server.post("tom", "@maya psst", visibility="direct")
        got = {(one["stream"][0], one["event"]): one for one in (told(wire) for _ in range(3))}
        assert set(got) == {
            ("user", "notification"),
            ("user:notification", "notification"),
            ("direct", "conversation"),
        }
        payload = json.loads(got["user", "notification"]["payload"])
        assert (payload["type"], payload["status"]["id"]) == ("mention", written["id"])
        payload = json.loads(got["direct", "conversation"]["payload"])
        assert payload["last_status"]["id"] == written["id"]
        assert notices.next()[1]["account"]["acct"] == "tom"
        assert direct.next()[0] == "conversation"
        for stream in ("user:notification", "direct"):
            unsubscribed(wire, stream=stream)
        written = server.post("tom", "On rounds")
        assert told(wire)["event"] == "update"
        server.api("tom", "PUT", f"/v1/statuses/{written['id']}", status="On rounds!")
        changed = told(wire)
        assert (changed["event"], json.loads(changed["payload"])["id"]) == (
            "status.update",
            written["id"],
        )
        server.api("tom", "DELETE", f"/v1/statuses/{written['id']}")
        gone = told(wire)
        assert (gone["event"], gone["payload"]) == ("delete", written["id"])
        made = server.api("maya", "POST", "/v2/filters", title="x", **{"context[]": ["home"]})
        assert told(wire) == {"stream": ["user"], "event": "filters_changed"}
        server.api("maya", "DELETE", f"/v2/filters/{made['id']}")
        assert told(wire)["event"] == "filters_changed"


def test_who_was_sent_away_falls_silent_at_once(server):
    """The next that is heard is what somebody else posts after: nothing comes between."""
    tom, maya = server.id_of("tom"), server.id_of("maya")
    ward = server.api("maya", "POST", "/v1/lists", title="Silent")["id"]
    for who in (tom, server.id_of("ana")):
        server.api("maya", "POST", f"/v1/lists/{ward}/accounts", **{"account_ids[]": [who]})
    of_tom, of_maya = f"/v1/accounts/{tom}", f"/v1/accounts/{maya}"
    listed = f"/v1/lists/{ward}/accounts"
    member = {"account_ids[]": [tom]}
    everywhere = ("user", "public", "hashtag", "list")
    changes = [
        ("maya", "POST", f"{of_tom}/mute", {}, everywhere),
        ("maya", "POST", f"{of_tom}/unmute", {}, ()),
        ("maya", "DELETE", listed, member, ("list",)),
        ("maya", "POST", listed, member, ()),
        ("maya", "POST", f"{of_tom}/unfollow", {}, ("user", "list")),
        ("maya", "POST", f"{of_tom}/follow", {}, ()),
        ("maya", "POST", listed, member, ()),
        ("tom", "POST", f"{of_maya}/block", {}, everywhere),
        ("tom", "POST", f"{of_maya}/unblock", {}, ()),
        ("maya", "POST", f"{of_tom}/follow", {}, ()),
        ("maya", "POST", f"{of_tom}/block", {}, everywhere),
        ("maya", "POST", f"{of_tom}/unblock", {}, ()),
        ("maya", "POST", f"{of_tom}/follow", {}, ()),
    ]
    with server.wire("maya-token") as wire:
        for stream in ("user", "public"):
            subscribed(wire, stream=stream)
        subscribed(wire, stream="hashtag", tag="silent")
        subscribed(wire, stream="list", list=ward)
        for who, method, path, form, silent in changes:
            answer, body = server.ask(method, f"/api{path}", f"{who}-token", **form)
            assert answer.status in (200, 422), body  # on the list already
            if not silent:
                continue
            canary = server.post("tom", "canary #silent")
            after = server.post("ana", "after #silent")
            got: set[tuple[str, str]] = set()
            while not got >= {(stream, after["id"]) for stream in everywhere}:
                one = told(wire)
                got.add((one["stream"][0], json.loads(one["payload"])["id"]))
            from_tom = {stream for stream, ident in got if ident == canary["id"]}
            assert from_tom == set(everywhere) - set(silent), path


def test_a_followers_post_is_not_heard_by_who_was_one(server):
    server.api("maya", "POST", f"/v1/accounts/{server.id_of('tom')}/follow")
    with server.events("/user", "maya-token") as events:
        written = server.post("tom", "for followers", visibility="private")
        assert events.next()[1]["id"] == written["id"]
        server.api("tom", "POST", f"/v1/accounts/{server.id_of('maya')}/remove_from_followers")
        server.post("tom", "canary", visibility="private")
        after = server.post("ana", "after")
        assert events.next()[1]["id"] == after["id"]
    server.api("maya", "POST", f"/v1/accounts/{server.id_of('tom')}/follow")


def test_a_filter_holds_from_the_moment_it_is_made(server):
    with server.events("/user", "maya-token") as events:
        server.post("ana", "a rarebit")
        assert events.next()[1]["filtered"] == []
        form = {"context[]": ["home"], "keywords_attributes[][keyword]": "rarebit"}
        made = server.api("maya", "POST", "/v2/filters", title="Rare", **form)
        assert events.next()[0] == "filters_changed"
        server.post("ana", "a rarebit again")
        event, shown = events.next()
        assert event == "update"
        assert [one["filter"]["title"] for one in shown["filtered"]] == ["Rare"]
        server.api("maya", "DELETE", f"/v2/filters/{made['id']}")
        assert events.next()[0] == "filters_changed"
        server.post("ana", "a rarebit at last")
        assert events.next()[1]["filtered"] == []


def test_a_revoked_token_is_silent_within_a_second(server):
    with server.wire("maya-other") as wire, server.wire("maya-token") as other:
        subscribed(wire, stream="user")
        subscribed(other, stream="user")
        began = time.monotonic()
        app = {"client_id": "app-id", "client_secret": "app-secret"}
        answer, body = server.ask("POST", "/oauth/revoke", token="maya-other", **app)
        assert answer.status == 200, body
        assert "no longer valid" in told(wire)["error"]
        with pytest.raises(ConnectionClosed):
            wire.recv(timeout=5)
        assert time.monotonic() - began < 1
        server.post("ana", "Still here?")
        assert told(other)["event"] == "update"
    with pytest.raises(InvalidStatus) as refused, server.wire("maya-other"):
        pass
    assert refused.value.response.status_code == 401
    assert json.loads(refused.value.response.body) == {"error": "Invalid access token"}


def test_who_is_suspended_is_silent_within_a_second(server):
    with server.wire("eve-token") as wire, server.events("/public", "eve-token") as events:
        subscribed(wire, stream="public")
        server.manage("suspend", "@eve")
        assert "no longer valid" in told(wire)["error"]
        began = time.monotonic()
        with pytest.raises(ConnectionClosed):
            wire.recv(timeout=5)
        assert b"no longer valid" in events.answer.readline()
        assert events.answer.read() == b"\n"
        assert time.monotonic() - began < 1
    server.manage("suspend", "@eve", "--undo")


@embedded
def test_a_reader_that_never_reads_costs_no_more_than_its_queue(server):
    """It is let go in the end, and others hear on meanwhile."""
    stuck = socket.create_connection((HOST, server.streaming))
    stuck.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
    stuck.sendall(
        b"GET /api/v1/streaming/user?access_token=tom-token HTTP/1.1\r\nHost: localhost\r\n\r\n"
    )
    with server.wire("tom-token") as wire:
        subscribed(wire, stream="user")
        for number in range(60):
            written = server.post("tom", f"{number} " + "x" * 400)
            assert json.loads(told(wire)["payload"])["id"] == written["id"]
    stuck.close()


@embedded
def test_the_apis_own_port_answers_streams_too(server):
    """Of a test server: many clients look nowhere else."""
    offered = {"subprotocols": ["maya-token"]}
    with (
        server.wire("maya-token", port=server.port) as wire,
        server.wire(port=server.port, **offered) as other,
        server.events("/public/local", "maya-token", port=server.port) as events,
    ):
        assert other.subprotocol == "maya-token"
        subscribed(wire, stream="user")
        subscribed(other, stream="user")
        written = server.post("ana", "Everywhere at one port")
        for heard_it in (told(wire), told(other)):
            assert json.loads(heard_it["payload"])["id"] == written["id"]
        assert events.next()[1]["id"] == written["id"]
    with (
        pytest.raises(InvalidStatus) as refused,
        connect(f"ws://{HOST}:{server.port}/api/v1/streaming?access_token=wrong"),
    ):
        pass
    assert refused.value.response.status_code == 401


@embedded
def test_one_connection_to_that_port_serves_requests_and_streams(server):
    asking = HTTPConnection("127.0.0.1", server.port, timeout=10)
    headers = {"Host": "localhost", "Authorization": "Bearer maya-token"}

    def ask(path: str) -> tuple[int, bytes]:
        asking.request("GET", path, headers=headers)
        answer = asking.getresponse()
        return answer.status, answer.read()

    assert ask("/api/v1/accounts/verify_credentials")[0] == 200
    line = asking.sock
    assert ask("/api/v1/markers")[0] == 200 and asking.sock is line
    assert ask("/api/v1/streaming/health") == (200, b"OK")
    assert ask("/api/v1/streaming/nothing")[0] == 404
    assert ask("/api/v1/accounts/verify_credentials")[0] == 200


@embedded
def test_health_and_the_pages_own_stream_are_beside(server):
    answer, body = server.ask("GET", "/api/v1/streaming/health", port=server.streaming)
    assert (answer.status, body) == (200, b"OK")
    answer, _ = server.ask("GET", "/live", port=server.streaming)
    assert answer.status == 401
    with pytest.raises(InvalidStatus), connect(f"ws://{HOST}:{server.streaming}/live"):
        pass
