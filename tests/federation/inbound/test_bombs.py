"""What is too much, and markup: by their numbers in the list of threats."""

import json
from collections import Counter

import pytest

from plenary.accounts.models import Account
from plenary.federation.actions import later, resolve
from plenary.federation.models import InboxItem
from plenary.federation.signatures import SigningKey
from plenary.jobs import worker
from plenary.jobs.models import Job
from plenary.statuses.models import Status
from tests.factories import follow
from tests.federation.inbound.elsewhere import Elsewhere
from tests.federation.inbound.makers import activity, note, send, take
from tests.federation.makers import THEIRS, ask

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("federating", "elsewhere")]

_HEAD = (
    b'{"id": "https://peer.example/1", "type": "Like", "actor": "https://peer.example/users/nia"'
)


@pytest.mark.parametrize(
    "more",
    [
        b', "object": ' + b"[" * 10_000 + b"]" * 10_000,
        b', "object": NaN',
        b', "object": ' + b"9" * 5_000,
        b', "object": "\\u0000"',
        b', "object": "\xff"',
        b"",
    ],
)
def test_28_what_cannot_be_read(nia: Account, more: bytes) -> None:
    body = _HEAD + more + (b"}" if more else b"")
    assert send(body, nia).status_code == 400
    assert not InboxItem.objects.exists()


def test_28_what_is_too_large(nia: Account) -> None:
    assert send(b" " * 256_001, nia).status_code == 413
    assert send(json.dumps(activity(nia, "Like", "x" * 300_000)).encode(), nia).status_code == 413


@pytest.mark.parametrize("body", [b"[]", b"1", b"null", b'"x"', b"{}", b'{"type": "Like"}'])
def test_28_what_is_no_activity(nia: Account, body: bytes) -> None:
    assert send(body, nia).status_code == 400


_ODD: list[object] = [
    *(None, 5, "", "x", [], {}, [[]], [None], {"type": 5}, {"id": 5}, {"type": ["Note", None]}),
    {"type": "Note", "id": "https://peer.example/1", "attributedTo": {"id": []}},
    {"type": "Note", "id": ["https://peer.example/1"], "attributedTo": 5, "content": 5},
    {"type": "Person"},
    {"type": "Follow", "id": 5, "object": 5, "actor": []},
    {"type": "QuoteRequest", "object": [], "instrument": 7},
]
_KINDS = [
    *("Accept", "Add", "Announce", "Block", "Create", "Delete", "EmojiReact", "Flag", "Follow"),
    *("Like", "Move", "QuoteRequest", "Reject", "Remove", "Undo", "Update", "View", "Listen"),
]


@pytest.mark.parametrize("kind", _KINDS)
def test_odd_shapes_are_dropped(ada: Account, nia: Account, kind: str) -> None:
    """Quietly: no job of theirs ever fails."""
    follow(ada, nia)
    for odd in _ODD:
        take(activity(nia, kind, odd, target=odd, to=odd, instrument=odd, result=odd), nia)
    assert not Job.objects.exists()
    assert not InboxItem.objects.filter(done_at=None).exists()
    assert not InboxItem.objects.exclude(body="").exists()


_FIELDS = [
    *("content", "summary", "published", "updated", "url", "inReplyTo", "tag", "attachment"),
    *("contentMap", "to", "cc", "quote", "interactionPolicy", "oneOf", "endTime", "sensitive"),
    *("votersCount", "name", "mediaType", "replies"),
]


@pytest.mark.parametrize("field", _FIELDS)
def test_odd_fields_are_left_out(ada: Account, nia: Account, field: str) -> None:
    follow(ada, nia)
    odd = [*_ODD, 1e308, -1, True, "\ud7ff", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z"]
    for number, one in enumerate(odd):
        made = {**note(nia, f"{field}{number}"), "type": "Question", field: one}
        take(activity(nia, "Create", made), nia)
    assert Status.objects.filter(account=nia).count() >= len(odd) - 1


def test_hashtags_that_are_none_are_left_out(ada: Account, nia: Account) -> None:
    follow(ada, nia)
    odd = ["a/b", "../x", "win a prize", "a\u202eb", "2026", "", "<b>", "x" * 150, "#"]
    names = [*odd, "Herz", "Köln_2026", "心臓", "भारत"]
    tags = [{"type": "Hashtag", "name": f"#{name}", "href": "https://a.example"} for name in names]
    take(activity(nia, "Create", note(nia, tag=[*tags, {"type": "Hashtag", "name": 5}])), nia)
    kept = Status.objects.get().status_hashtags.order_by("pk")
    assert {one.hashtag.display for one in kept} == {"Herz", "Köln_2026", "心臓", "भारत"}


_BAD = (
    '<p>Hi<script>alert(1)</script><img src=x onerror="alert(1)"><a href="javascript:alert(1)">x'
    '</a><a href="https://a.example" onclick="x()" style="position:fixed">y</a>'
    '<iframe src="//e"></iframe><style>*{}</style><svg onload=x></svg></p>'
)
_SIGNS = ("script", "onerror", "onclick", "onload", "javascript:", "style", "iframe", "svg", "<img")


def test_36_markup_in_posts(ada: Account, nia: Account) -> None:
    follow(ada, nia)
    take(activity(nia, "Create", note(nia, content=_BAD, summary=_BAD)), nia)
    kept = Status.objects.get(account=nia)
    assert not [sign for sign in _SIGNS if sign in kept.content_html]
    assert "https://a.example" in kept.content_html


def test_36_markup_in_profiles(elsewhere: Elsewhere) -> None:
    uri = "https://new.example/users/bo"
    rows = [{"type": "PropertyValue", "name": _BAD, "value": _BAD}]
    elsewhere.person(uri, "bo", summary=_BAD, name="Bo <script>", attachment=rows)
    found = resolve.actor(uri)
    assert found is not None
    shown = found.note_html + found.fields[0]["html"]
    assert not [sign for sign in _SIGNS if sign in shown]


def test_37_nothing_of_a_preview_is_taken_over(ada: Account, nia: Account) -> None:
    follow(ada, nia)
    card = {"type": "Link", "href": "https://a.example", "preview": {"html": "<script>1</script>"}}
    take(activity(nia, "Create", note(nia, attachment=[card], preview=card)), nia)
    kept = Status.objects.get(account=nia)
    assert kept.card is None
    assert not kept.attachments.exists()


def test_38_a_link_shows_its_host(elsewhere: Elsewhere) -> None:
    uri = "https://new.example/users/bo"
    hides = (
        '<a href="https://evil.example/x"><span class="invisible">https://evil.example/</span>'
        '<span style="display:none">no</span>good.example</a>'
    )
    rows = [{"type": "PropertyValue", "name": "Page", "value": hides}]
    elsewhere.person(uri, "bo", attachment=rows)
    found = resolve.actor(uri)
    assert found is not None
    assert "invisible" not in found.fields[0]["html"]
    assert "evil.example" in found.fields[0]["value"]


def test_39_shortcodes_within_attributes_stay_words(ada: Account, nia: Account) -> None:
    """Pictures are put into text by clients, from a list; what is kept holds none."""
    follow(ada, nia)
    emoji = {"type": "Emoji", "name": ":x:", "icon": {"url": "https://peer.example/x.png"}}
    words = '<p>:x: <a href="https://a.example/:x:">l</a></p>'
    take(activity(nia, "Create", note(nia, content=words, tag=[emoji])), nia)
    kept = Status.objects.get(account=nia)
    assert 'href="https://a.example/:x:"' in kept.content_html
    assert "<img" not in kept.content_html


@pytest.mark.parametrize("name", ["bо", "b o", "bo\u200b", "", "-", "b" * 65, "../x", "bo@evil"])
def test_40_handles_that_look_like_others(elsewhere: Elsewhere, name: str) -> None:
    uri = "https://new.example/users/bo"
    elsewhere.person(uri, name)
    assert resolve.actor(uri) is None


def test_the_same_through_all_inboxes_has_one_effect(
    ada: Account, nia: Account, elsewhere: Elsewhere
) -> None:
    """Also while the key is not known yet: once, and one notification."""
    uri = "https://new.example/users/bo"
    elsewhere.person(uri, "bo")
    begun = {"id": f"{uri}/1", "type": "Follow", "actor": uri, "object": ada.actor_uri}
    key = SigningKey(f"{uri}#main-key", THEIRS[0])
    for path in ("/inbox", "/users/ada/inbox", "/actor/inbox") * 3:
        assert send(begun, key, path=path).status_code == 202
    worker.run_until_empty(strict=True)
    for path in ("/inbox", "/users/ada/inbox"):
        assert send(begun, key, path=path).status_code == 202
    worker.run_until_empty(strict=True)
    assert ada.notifications.count() == 1
    ada.refresh_from_db()
    assert ada.followers_count == 1


def test_keys_of_readers_are_asked_for_within_bounds(
    monkeypatch: pytest.MonkeyPatch, ada: Account
) -> None:
    """A key that was made up costs its inventor nothing, and us and its host a question."""
    monkeypatch.setattr(later, "MOST_READERS_OF_A_HOST", 3)
    monkeypatch.setattr(later, "MOST_READERS", 5)
    for host in ("a.example", "b.example"):
        for number in range(5):
            key = SigningKey(f"https://{host}/users/{number}#main-key", THEIRS[0])
            answer = ask("/users/ada/statuses/1", key)
            assert answer.status_code == 401
    lanes = Counter(Job.objects.filter(key__startswith="learn_key").values_list("lane", flat=True))
    assert lanes == {"a.example": 3, "b.example": 2}
