"""Documents of ActivityPub come from where they belong. Threats 12 to 14, 19, 20, 28 and 29."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from plenary.lib import objects
from plenary.lib.guard import FetchRefused
from plenary.lib.objects import fetch_collection, fetch_object
from tests.lib.answering import Answering, answer, answering

LD = 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"'


@pytest.fixture
def peer(settings) -> Iterator[Answering]:
    settings.LOOPBACK_PEERS = True
    with answering() as made:
        yield made


@pytest.fixture
def other(peer: Answering) -> Iterator[Answering]:
    with answering() as made:
        yield made


def put(peer: Answering, path: str, kind: str = "application/activity+json", **given: Any) -> str:
    """A document there, which says of itself that it is there unless `id` is given."""
    url = f"{peer.url}{path}"
    peer.answers[path] = answer(json.dumps({"id": url} | given).encode(), kind)
    return url


def refused(url: str, status: int | None = None) -> str:
    with pytest.raises(FetchRefused) as refusal:
        fetch_object(url)
    assert refusal.value.status == status
    return str(refusal.value)


def test_an_object(peer: Answering, settings) -> None:
    url = put(peer, "/users/a", type="Person", name="é")
    seen: list[tuple[str, str]] = []

    def sign(method: str, asked: str) -> dict[str, str]:
        seen.append((method, asked))
        return {"Signature": "s"}

    assert fetch_object(f"{url}#main-key", sign=sign) == {"id": url, "type": "Person", "name": "é"}
    assert seen == [("GET", url)]
    told = peer.asked[0].headers
    assert told["accept"] == f"application/activity+json, {LD}"
    assert told["user-agent"].endswith(f"(+{settings.PUBLIC_URL}/)") and told["signature"] == "s"


@pytest.mark.parametrize(
    "kind",
    [
        *("application/activity+json", "Application/Activity+JSON; charset=utf-8", LD),
        LD.replace('"', "").upper().replace("HTTPS://WWW.W3.ORG/NS/ACTIVITYSTREAMS", "")
        + "https://www.w3.org/ns/activitystreams",
        'application/ld+json; charset=utf-8; profile="x https://www.w3.org/ns/activitystreams"',
    ],
)
def test_media_types_that_are_taken(peer: Answering, kind: str) -> None:
    assert fetch_object(put(peer, "/a", kind))


@pytest.mark.parametrize(
    "kind",
    [
        *("application/json", "application/ld+json", "text/html", "text/plain", "image/png", ""),
        *('application/ld+json; profile="https://example.org/"', "application/activity+jsonx"),
        'application/ld+json; profile="https://www.w3.org/ns/activitystreams.txt"',
        "application/octet-stream; x=application/activity+json",
        f"text/html, {LD}",
    ],
)
def test_13_what_was_uploaded_is_no_object(peer: Answering, kind: str) -> None:
    assert "something else" in refused(put(peer, "/a", kind), 200)


def test_12_an_id_on_another_server(peer: Answering, other: Answering) -> None:
    victim = put(other, "/users/victim")
    assert "another server" in refused(put(peer, "/a", id=victim))
    assert other.asked == []


@pytest.mark.parametrize("named", [None, 1, "", "x", [], {"id": "x"}, "acct:a@b", "javascript:0"])
def test_12_an_id_that_is_none(peer: Answering, named: Any) -> None:
    refused(put(peer, "/a", id=named))
    assert len(peer.asked) == 1


def test_12_a_page_leads_to_its_object(peer: Answering) -> None:
    url = put(peer, "/users/a/statuses/1", type="Note")
    page = put(peer, "/@a/1", id=url, type="Lie")
    assert fetch_object(page)["type"] == "Note"
    assert [one.path for one in peer.asked] == ["/@a/1", "/users/a/statuses/1"]


def test_12_what_it_leads_to_must_say_the_same(peer: Answering) -> None:
    third = put(peer, "/c")
    second = put(peer, "/b", id=third)
    assert "not what it says" in refused(put(peer, "/a", id=second))
    assert len(peer.asked) == 2, "it is asked once more, not for ever"


def test_14_the_final_address_decides(peer: Answering, other: Answering) -> None:
    """A server whose redirects anybody may set, such as one that shortens links."""
    url = put(other, "/real")
    peer.answers["/users/trusted"] = answer(status=302, location=url)
    assert fetch_object(f"{peer.url}/users/trusted")["id"] == url
    put(other, "/posing", id=f"{peer.url}/users/trusted")
    peer.answers["/users/trusted"] = answer(status=302, location=f"{other.url}/posing")
    refused(f"{peer.url}/users/trusted")


def test_14_nor_does_its_name_lead_away(peer: Answering, other: Answering) -> None:
    away = put(other, "/x", id=f"{peer.url}/users/b")
    peer.answers["/users/b"] = answer(status=302, location=away)
    assert "not what it says" in refused(put(peer, "/a", id=f"{peer.url}/users/b"))


def test_19_nobody_names_what_is_ours(peer: Answering, other: Answering, settings) -> None:
    settings.DOMAIN = f"localhost:{other.port}"
    ours = put(other, "/users/ana")
    refused(put(peer, "/a", id=ours))
    refused(ours)
    assert other.asked == [], "and we do not ask ourselves"
    peer.answers["/b"] = answer(status=302, location=ours)
    refused(f"{peer.url}/b")


def test_20_an_id_is_spelled_one_way(peer: Answering) -> None:
    host = f"localhost:{peer.port}"
    for odd in (f"http://LOCALHOST:{peer.port}/a", f"http://localhost.:{peer.port}/a",
                f"http://{host}/a#b", f"HTTP://{host}/a", f"http://x@{host}/a",
                f"http://{host}/a?", f"http://{host}/b/../a", f" http://{host}/a"):  # fmt: skip
        refused(put(peer, "/a", id=odd))
    put(peer, "/%C3%A9", id=f"http://{host}/é")
    assert fetch_object(f"http://{host}/é")["id"] == f"http://{host}/é"
    put(peer, "/", id=f"http://{host}")
    assert fetch_object(f"http://{host}/")


@pytest.mark.parametrize("body", [b"[]", b"{", b'{"a":' * 5000 + b"1" + b"}" * 5000, b'{"a":NaN}'])
def test_28_bombs(peer: Answering, body: bytes) -> None:
    peer.answers["/a"] = answer(body)
    assert "cannot be read" in refused(f"{peer.url}/a", 200)


def test_28_ten_megabytes(peer: Answering) -> None:
    peer.answers["/a"] = answer(b'{"a":"' + b"x" * 10_000_000 + b'"}')
    assert "larger" in refused(f"{peer.url}/a", 200)


def test_gone_is_told(peer: Answering) -> None:
    peer.answers["/a"] = answer(status=410)
    refused(f"{peer.url}/a", 410)


def test_31_one_deadline_for_both(peer: Answering, monkeypatch) -> None:
    given: list[float] = []
    real = objects.fetch.fetch
    monkeypatch.setattr(
        objects.fetch, "fetch", lambda *a, **k: given.append(k["seconds"]) or real(*a, **k)
    )
    fetch_object(put(peer, "/page", id=put(peer, "/a")))
    assert 10.0 >= given[0] > given[1] > 0


# --- Collections


def test_a_collection_of_pages(peer: Answering) -> None:
    first, second = f"{peer.url}/p1", f"{peer.url}/p2"
    url = put(peer, "/c", type="OrderedCollection", first=first)
    put(peer, "/p1", orderedItems=["https://a.example/1", {"id": f"{peer.url}/n"}], next=second)
    put(peer, "/p2", orderedItems=["https://a.example/2"], prev=first)
    assert list(fetch_collection(url)) == [
        "https://a.example/1", {"id": f"{peer.url}/n"}, "https://a.example/2"
    ]  # fmt: skip


def test_a_collection_that_is_all_there(peer: Answering) -> None:
    page = {"id": f"{peer.url}/c?page=1", "items": "https://a.example/1", "next": f"{peer.url}/p2"}
    put(peer, "/p2", items=["https://a.example/2"], first=f"{peer.url}/c")
    assert list(fetch_collection(put(peer, "/c", first=page))) == [
        "https://a.example/1", "https://a.example/2"
    ]  # fmt: skip
    assert list(fetch_collection(put(peer, "/d", items=["https://a.example/3"]))) == [
        "https://a.example/3"
    ]


def test_12_what_others_said_is_named_only(peer: Answering) -> None:
    items = [{"id": "https://a.example/1", "content": "forged"}, {"x": 1}, None, 1, [], "b:1"]
    items += [{"id": "https://a.example/1\\@x", "content": "odd"}]
    assert list(fetch_collection(put(peer, "/c", items=items))) == [
        "https://a.example/1", "b:1", "https://a.example/1\\@x"
    ]  # fmt: skip


def test_29_pages_that_lead_in_circles(peer: Answering) -> None:
    first, second = f"{peer.url}/p1", f"{peer.url}/p2"
    url = put(peer, "/c", first=first)
    put(peer, "/p1", items=["https://a.example/1"], next=first)
    assert list(fetch_collection(url)) == ["https://a.example/1"]
    put(peer, "/p1", items=["https://a.example/1"], next=second)
    put(peer, "/p2", items=["https://a.example/2"], next=first, first=first)
    assert len(list(fetch_collection(url))) == 2
    inside = {"items": ["https://a.example/1"], "next": url}
    assert len(list(fetch_collection(put(peer, "/c", first=inside)))) == 1
    assert list(fetch_collection(put(peer, "/c", first=url))) == []
    inside = {"items": ["https://a.example/1"], "next": inside}
    assert len(list(fetch_collection(put(peer, "/c", first=inside)))) == 1


def test_29_pages_without_end(peer: Answering) -> None:
    url = put(peer, "/c", first=f"{peer.url}/0")
    for number in range(30):
        put(peer, f"/{number}", items=[f"x:{number}", "y:1"], next=f"{peer.url}/{number + 1}")
    assert len(list(fetch_collection(url, pages=3))) == 6
    assert len(peer.asked) == 4
    assert len(list(fetch_collection(url, most=5))) == 5
    assert len(peer.asked) == 8


def test_29_pages_elsewhere_or_gone(peer: Answering, other: Answering) -> None:
    there = put(other, "/p", items=["x:1"])
    assert list(fetch_collection(put(peer, "/c", items=["x:0"], next=there))) == ["x:0"]
    assert other.asked == []
    peer.answers["/gone"] = answer(status=404)
    url = put(peer, "/c", items=["x:0"], next=f"{peer.url}/gone")
    assert list(fetch_collection(url)) == ["x:0"]
    peer.answers["/away"] = answer(status=302, location=there)
    assert list(fetch_collection(put(peer, "/c", next=f"{peer.url}/away"))) == []
    with pytest.raises(FetchRefused):
        list(fetch_collection(f"{peer.url}/away"))
    with pytest.raises(FetchRefused):
        list(fetch_collection(f"{peer.url}/gone"))
