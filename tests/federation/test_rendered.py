"""What we say, property by property, as other servers read it."""

import re
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from django.test import Client

from plenary.accounts import actions as accounts
from plenary.accounts.models import Account
from plenary.federation import queries
from plenary.federation.render import activities, actors, encode, objects
from plenary.federation.render.context import CONTEXT, PUBLIC
from plenary.federation.signatures import understands_rfc9421
from plenary.lib import clock, media
from plenary.statuses import actions
from plenary.statuses.models import (
    Mention,
    PollOption,
    QuotePolicy,
    QuoteState,
    Status,
    Visibility,
)
from plenary.statuses.rules import Draft, Question
from tests.emojis import make_emoji
from tests.factories import follow, make_account
from tests.federation.makers import HERE, PAIR, ask, path_of, post, remote
from tests.statuses.makers import picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("federating")]
FOLLOWERS = f"{HERE}/users/ada/followers"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


@pytest.fixture
def ada() -> Account:
    return make_account("ada")


def note(status: Status) -> dict[str, Any]:
    """As it is sent: written and read again."""
    whole = queries.with_all(Status.objects.filter(pk=status.pk)).get()
    found: dict[str, Any] = msgspec.json.decode(encode(objects.note(whole)))
    _check(found)
    return found


def _terms() -> set[str]:
    return set(CONTEXT[2])


# What the vocabulary has (Activity Vocabulary 4, ActivityPub 4.1, security v1); the rest needs a
# term of our context.
_WORDS = """
    @context id type actor attachment attributedTo audience bcc bto cc closed content contentMap
    context duration endTime endpoints first followers following formerType generator height href
    icon image inReplyTo inbox instrument items last latitude likes mediaType name next object
    oneOf anyOf orderedItems outbox owner partOf preferredUsername prev published publicKey
    publicKeyPem replies result sharedInbox shares summary tag target to totalItems updated url
    value width
"""
_VOCABULARY = set(_WORDS.split())


def _check(thing: Any) -> None:
    """Everything in it has a type, every name a meaning, every id and time its form."""
    if isinstance(thing, list):
        for one in thing:
            _check(one)
    elif isinstance(thing, dict):
        unknown = set(thing) - _VOCABULARY - _terms()
        assert not unknown, unknown
        for name in ("published", "updated", "endTime", "closed"):
            assert name not in thing or MOMENT.fullmatch(thing[name])
        for name in ("to", "cc"):
            assert all(one == PUBLIC or one.startswith("https://") for one in thing.get(name, []))
        for name in ("id", "url", "href"):
            assert str(thing.get(name, "https://")).startswith("https://"), thing
        for name, value in thing.items():
            if name not in {"@context", "contentMap"}:
                _check(value)


@pytest.mark.parametrize(
    ("visibility", "to", "cc"),
    [
        (Visibility.PUBLIC, [PUBLIC], [FOLLOWERS, "https://peer.example/users/nia"]),
        (Visibility.UNLISTED, [FOLLOWERS], [PUBLIC, "https://peer.example/users/nia"]),
        (Visibility.PRIVATE, [FOLLOWERS], ["https://peer.example/users/nia"]),
        (Visibility.DIRECT, ["https://peer.example/users/nia"], []),
    ],
)
def test_whom_a_post_is_for(
    ada: Account, visibility: Visibility, to: list[str], cc: list[str]
) -> None:
    """Threat 56: what is for a few says nowhere that it is for all."""
    remote("nia")
    status = post(ada, "Hello @nia@peer.example", visibility)
    made = note(status)
    assert (made["to"], made["cc"]) == (to, cc)
    create = activities.create_post(queries.with_all(Status.objects.filter(pk=status.pk)).get())
    assert (create["to"], create["cc"]) == (to, cc)
    if visibility > Visibility.UNLISTED:
        audience = encode({"to": create["to"], "cc": create["cc"]} | {"of": create["object"]["to"]})
        assert b"#Public" not in audience


def test_a_post(ada: Account) -> None:
    nia = remote("nia")
    bo = make_account("bo")
    status = post(
        ada,
        "See https://example.org/a?b=1&c=2 @nia@peer.example and @bo\n#CardioCongress <b>",
        spoiler_text="Long",
        language="en",
    )
    made = note(status)
    uri = f"{HERE}{path_of(status)}"
    assert made["@context"][0] == "https://www.w3.org/ns/activitystreams"
    assert (made["id"], made["type"]) == (uri, "Note")
    assert made["attributedTo"] == f"{HERE}/users/ada"
    assert made["url"] == f"{HERE}/@ada/{status.pk}"
    assert (made["summary"], made["sensitive"]) == ("Long", False)
    assert made["inReplyTo"] is None
    assert "updated" not in made
    assert made["contentMap"] == {"en": made["content"]}
    # A link leads somewhere from there too: people of elsewhere to where they are at home.
    links = re.findall(r'href="([^"]*)"', made["content"])
    assert links == [
        "https://example.org/a?b=1&amp;c=2",
        "https://peer.example/@nia",
        f"{HERE}/@bo",
        f"{HERE}/tags/CardioCongress",
    ]
    assert "&lt;b&gt;" in made["content"]
    assert sorted(made["tag"], key=lambda one: one["name"]) == [
        {"type": "Hashtag", "href": f"{HERE}/tags/cardiocongress", "name": "#CardioCongress"},
        {"type": "Mention", "href": bo.actor_uri, "name": "@bo@plenary.example"},
        {"type": "Mention", "href": nia.uri, "name": "@nia@peer.example"},
    ]
    assert made["interactionPolicy"] == {"canQuote": {"automaticApproval": [PUBLIC]}}
    assert made["replies"]["id"] == f"{uri}/replies"
    assert (made["likes"]["totalItems"], made["shares"]["totalItems"]) == (0, 0)


def test_it_is_served_as_it_is_sent(ada: Account) -> None:
    status = post(ada)
    assert ask(path_of(status)).json() == note(status)
    create = ask(f"{path_of(status)}/activity").json()
    assert create["id"] == f"{HERE}{path_of(status)}/activity"
    assert create["object"]["id"] == f"{HERE}{path_of(status)}"


def test_a_mention_that_names_nobody_is_told_and_not_shown(ada: Account) -> None:
    status = post(ada, "Hello", Visibility.PRIVATE)
    Mention.objects.create(status=status, account=remote("nia"), silent=True)
    made = note(status)
    assert made["cc"] == ["https://peer.example/users/nia"]
    assert made["tag"] == []


def test_an_answer_counts_those_that_anybody_may_see(ada: Account) -> None:
    first = post(ada)
    second = post(ada, "Indeed", in_reply_to_id=first.pk)
    post(ada, "Hush", Visibility.PRIVATE, in_reply_to_id=first.pk)
    assert note(second)["inReplyTo"] == f"{HERE}{path_of(first)}"
    first.refresh_from_db()
    assert note(first)["replies"]["totalItems"] == 1
    page = ask(f"{path_of(first)}/replies?page=true").json()
    assert page["items"] == [f"{HERE}{path_of(second)}"]
    _check(page)


def test_an_answer_to_what_is_not_known_here(ada: Account) -> None:
    status = post(ada)
    Status.objects.filter(pk=status.pk).update(in_reply_to_uri="https://peer.example/9")
    assert note(status)["inReplyTo"] == "https://peer.example/9"


def test_an_edit_says_when(ada: Account) -> None:
    status = post(ada)
    edited = actions.edit(ada, status.pk, Draft(text="Good evening"))
    made = note(edited)
    assert MOMENT.fullmatch(made["updated"])
    whole = queries.with_all(Status.objects.filter(pk=status.pk)).get()
    update = activities.update_post(whole, whole.edited_at)
    assert update["id"] == f"{made['id']}#updates/{int(whole.edited_at.timestamp() * 1000)}"
    assert "Good evening" in update["object"]["content"]


def test_pictures(ada: Account) -> None:
    upload = actions.upload(ada, picture(), "A teal wall", focus=(0.5, -0.25))
    made = note(post(ada, "Look", attachments=(upload.pk,)))
    (file,) = made["attachment"]
    assert (file["type"], file["mediaType"]) == ("Document", "image/webp")
    assert (file["name"], file["width"], file["height"]) == ("A teal wall", 60, 40)
    assert file["focalPoint"] == [0.5, -0.25]
    assert file["blurhash"]
    assert file["url"].endswith(".webp")
    assert _loads(file["url"])


def test_a_picture_for_a_few_can_be_loaded_by_whom_it_was_sent_to(
    ada: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server says nobody's name when it loads a file; what it was sent opens that one."""
    one, two = (
        note(post(ada, "Hush", Visibility.PRIVATE, attachments=(upload.pk,)))["attachment"][0]
        for upload in (actions.upload(ada, picture()), actions.upload(ada, picture()))
    )
    path, given = one["url"].split("?")
    assert not _loads(path)
    assert _loads(one["url"])
    assert not _loads(f"{two['url'].split('?')[0]}?{given}")
    assert not _loads(one["url"][:-1] + ("0" if one["url"][-1] != "0" else "1"))
    later = clock.machine_now() + timedelta(days=17)
    monkeypatch.setattr(clock, "machine_now", lambda: later)
    assert not _loads(one["url"])


def _loads(url: str) -> bool:
    path = url.removeprefix(HERE)
    answer = Client().get(path, secure=True, headers={"Host": "plenary.example"})
    return answer.status_code == 200 and bool(answer.getvalue())


def test_emoji_and_their_pictures(ada: Account) -> None:
    make_emoji("heart_beat")
    (emoji,) = note(post(ada, "Yes :heart_beat:"))["tag"]
    assert (emoji["type"], emoji["name"]) == ("Emoji", ":heart_beat:")
    assert emoji["icon"]["mediaType"] == "image/webp"
    assert _loads(emoji["icon"]["url"])
    served = ask("/emojis/heart_beat").json()
    assert {name: served[name] for name in emoji} == emoji


@pytest.mark.parametrize(("multiple", "name"), [(False, "oneOf"), (True, "anyOf")])
def test_a_poll(ada: Account, multiple: bool, name: str) -> None:
    status = post(ada, "Which?", poll=Question(("A", "B"), lasts=3600, multiple=multiple))
    PollOption.objects.filter(poll__status=status, position=1).update(votes_count=3)
    made = note(status)
    assert made["type"] == "Question"
    assert [(one["name"], one["replies"]["totalItems"]) for one in made[name]] == [
        ("A", 0),
        ("B", 3),
    ]
    assert "closed" not in made
    with clock.freeze(clock.now() + timedelta(hours=2)):
        assert note(status)["closed"] == made["endTime"]


def test_a_poll_that_hides_its_totals_tells_them_when_it_is_over(ada: Account) -> None:
    status = post(ada, "Which?", poll=Question(("A", "B"), lasts=3600, hide_totals=True))
    PollOption.objects.filter(poll__status=status).update(votes_count=3)
    assert [one["replies"]["totalItems"] for one in note(status)["oneOf"]] == [0, 0]
    with clock.freeze(clock.now() + timedelta(hours=2)):
        assert [one["replies"]["totalItems"] for one in note(status)["oneOf"]] == [3, 3]


# --- Quotes (FEP-044f) -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("policy", "visibility", "who"),
    [
        (QuotePolicy.PUBLIC, Visibility.PUBLIC, PUBLIC),
        (QuotePolicy.FOLLOWERS, Visibility.UNLISTED, FOLLOWERS),
        (QuotePolicy.NOBODY, Visibility.PUBLIC, f"{HERE}/users/ada"),
        (QuotePolicy.PUBLIC, Visibility.PRIVATE, f"{HERE}/users/ada"),
    ],
)
def test_who_may_quote(ada: Account, policy: Any, visibility: Any, who: str) -> None:
    made = note(post(ada, "Hello", visibility, quote_policy=policy))
    assert made["interactionPolicy"]["canQuote"]["automaticApproval"] == [who]


def test_a_quote_comes_with_the_leave_to_quote(ada: Account) -> None:
    quoted = post(make_account("bo"), "Quote me")
    quoting = post(ada, "Listen", quote_of_id=quoted.pk)
    made = note(quoting)
    uri = f"{HERE}{path_of(quoted)}"
    assert (made["quote"], made["quoteUri"], made["_misskey_quote"]) == (uri, uri, uri)
    assert made["content"].startswith('<p class="quote-inline">RE: <a href="')
    leave = ask(made["quoteAuthorization"].removeprefix(HERE)).json()
    _check(leave)
    assert leave == {
        "@context": CONTEXT,
        "id": f"{HERE}/users/bo/quote_authorizations/{quoting.pk}",
        "type": "QuoteAuthorization",
        "attributedTo": f"{HERE}/users/bo",
        "interactingObject": f"{HERE}{path_of(quoting)}",
        "interactionTarget": uri,
    }


def test_a_leave_that_was_taken_back_is_not_there(ada: Account) -> None:
    bo = make_account("bo")
    quoted = post(bo, "Quote me")
    quoting = post(ada, "Listen", quote_of_id=quoted.pk)
    path = f"/users/bo/quote_authorizations/{quoting.pk}"
    assert ask(path).status_code == 200
    assert ask(f"/users/ada/quote_authorizations/{quoting.pk}").status_code == 404
    actions.revoke_quote(bo, quoted.pk, quoting.pk)
    assert ask(path).status_code == 404
    assert not {"quote", "quoteUri", "_misskey_quote", "quoteAuthorization"} & set(note(quoting))


def test_a_leave_for_what_is_for_a_few_is_shown_to_them(ada: Account) -> None:
    nia, eve = remote("nia"), remote("eve")
    follow(nia, ada)
    quoted = post(ada, "For a few", Visibility.PRIVATE)
    quoting = Status.objects.create(
        account=nia, local=False, uri="https://peer.example/q", quote_of=quoted,
        quote_state=QuoteState.ACCEPTED,
    )  # fmt: skip
    path = f"/users/ada/quote_authorizations/{quoting.pk}"
    assert [ask(path, who).status_code for who in (None, eve, nia)] == [404, 404, 200]


def test_of_elsewhere_the_leave_is_theirs(ada: Account) -> None:
    nia = remote("nia")
    quoted = Status.objects.create(account=nia, local=False, uri="https://peer.example/1")
    status = post(ada, "Listen")
    kept = Status.objects.filter(pk=status.pk)
    kept.update(quote_of=quoted, quote_state=QuoteState.PENDING)
    assert "quoteAuthorization" not in note(status)
    kept.update(quote_state=QuoteState.ACCEPTED, quote_authorization="https://peer.example/leave")
    assert note(status)["quoteAuthorization"] == "https://peer.example/leave"
    kept.update(quote_of=None, quote_state=QuoteState.DELETED)
    assert note(status)["quote"] == {"type": "Tombstone"}


# --- Actors ----------------------------------------------------------------------------------


def test_an_actor(ada: Account) -> None:
    accounts.edit_profile(
        ada,
        {
            "display_name": "Ada",
            "note": "Heart. #cardio https://ada.example",
            "fields": [{"name": "Site", "value": "https://ada.example"}],
            "locked": True,
            "discoverable": False,
        },
    )
    made = ask("/users/ada").json()
    _check(made)
    uri = f"{HERE}/users/ada"
    assert (made["id"], made["type"], made["preferredUsername"]) == (uri, "Person", "ada")
    assert made["inbox"] == f"{uri}/inbox"
    assert made["endpoints"] == {"sharedInbox": f"{HERE}/inbox"}
    for name, path in (
        ("outbox", "outbox"),
        ("followers", "followers"),
        ("following", "following"),
        ("featured", "collections/featured"),
        ("featuredTags", "collections/tags"),
    ):
        assert made[name] == f"{uri}/{path}"
        assert ask(made[name].removeprefix(HERE)).status_code == 200
    assert made["publicKey"] == {
        "id": f"{uri}#main-key",
        "owner": uri,
        "publicKeyPem": PAIR[1],
    }
    assert f'href="{HERE}/tags/cardio"' in made["summary"]
    assert made["attachment"][0]["name"] == "Site"
    assert (made["manuallyApprovesFollowers"], made["discoverable"]) == (True, False)
    assert made["published"].endswith("T00:00:00.000Z")
    assert "icon" not in made


def test_faces_and_kinds_of_actors(ada: Account) -> None:
    ada.avatar = media.store_avatar(picture())
    ada.bot = True
    made = actors.actor(ada, PAIR[1])
    assert made["type"] == "Service"
    assert made["icon"]["mediaType"] == "image/webp"
    assert _loads(made["icon"]["url"])
    ada.actor_type = "Group"
    assert actors.actor(ada, PAIR[1])["type"] == "Group"


def test_the_server_says_what_signatures_it_reads(ada: Account) -> None:
    server = ask("/actor").json()
    _check(server)
    assert server["preferredUsername"] == "plenary.example"
    assert understands_rfc9421(server)
    assert understands_rfc9421(ask("/users/ada").json())
    assert ask("/actor/outbox").json()["totalItems"] == 0
