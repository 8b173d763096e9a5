"""Posts of other servers, woven into what is there."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from plenary.accounts.models import Account
from plenary.lib import clock
from plenary.lib.ids import moment_of
from plenary.statuses import queries
from plenary.statuses.actions import publish, receiving
from plenary.statuses.actions.receiving import Arrival, RemoteFile, RemotePoll
from plenary.statuses.models import (
    Attachment,
    Mention,
    PollOption,
    QuoteState,
    Status,
    StatusEdit,
    Visibility,
)
from plenary.statuses.rules import Draft
from tests.factories import make_account, make_remote

pytestmark = pytest.mark.django_db


@pytest.fixture
def lin() -> Account:
    return make_remote("lin")


def arrival(account: Account, number: int = 1, **given: Any) -> Arrival:
    given.setdefault("content", "<p>A new paper</p>")
    given.setdefault("created_at", clock.now() - timedelta(minutes=5))
    given.setdefault("visibility", Visibility.PUBLIC)
    return Arrival(uri=f"{account.uri}/statuses/{number}", account=account, **given)


def test_a_post_is_kept_once_at_the_moment_it_was_written(lin: Account) -> None:
    at = clock.now() - timedelta(days=2)
    first = receiving.receive(arrival(lin, created_at=at))
    again = receiving.receive(arrival(lin, content="<p>Other words</p>"))
    assert first.pk == again.pk
    assert abs(moment_of(first.pk) - at) < timedelta(milliseconds=2)
    lin.refresh_from_db()
    assert (lin.statuses_count, lin.last_status_id) == (1, first.pk)


def test_nobody_writes_in_the_future(lin: Account) -> None:
    status = receiving.receive(arrival(lin, created_at=clock.now() + timedelta(days=400)))
    assert moment_of(status.pk) <= clock.now() + timedelta(seconds=1)


def test_only_harmless_markup_is_kept_and_links_to_people_lead_here(lin: Account) -> None:
    maya = make_account("maya")
    words = (
        '<p onclick="x()">Hello <span class="h-card"><a href="https://clinic.example/@lin" '
        'class="u-url mention evil" style="position:fixed">@<span>lin</span></a></span>'
        '<script>alert(1)</script><a href="javascript:alert(1)">x</a>'
        '<a href="https://bad.example/long"><span class="invisible">https://</span>'
        "<span>bad.example/long</span></a></p><iframe src='https://bad.example'></iframe>"
    )
    places = (("https://clinic.example/@lin", "/@lin@clinic.example"),)
    status = receiving.receive(arrival(lin, content=words, named=(maya,), places=places))
    html = status.content_html
    for bad in ("onclick", "script", "javascript", "style=", "evil", "invisible", "iframe"):
        assert bad not in html
    assert 'href="/@lin@clinic.example"' in html
    assert 'class="u-url mention"' in html
    assert "https://bad.example/long" in status.text  # the host is always shown
    assert queries.items(maya, [status.pk])


def test_only_those_it_is_sent_to_see_a_message(lin: Account) -> None:
    maya, jonas, ada = make_account("maya"), make_account("jonas"), make_account("ada")
    status = receiving.receive(
        arrival(lin, visibility=Visibility.DIRECT, named=(maya,), silent=(ada,))
    )
    assert queries.items(maya, [status.pk])
    assert queries.items(ada, [status.pk])
    assert not queries.items(jonas, [status.pk])
    assert not queries.items(None, [status.pk])
    assert Mention.objects.get(account=ada).silent


def test_for_followers_alone_its_server_says_who_they_are(lin: Account) -> None:
    """An answer to somebody that is for others is not shown to them."""
    maya = make_account("maya")
    question = publish(maya, Draft(text="Who knows?"))
    answer = receiving.receive(arrival(lin, visibility=Visibility.PRIVATE, in_reply_to=question))
    assert not queries.items(maya, [answer.pk])
    question.refresh_from_db()
    assert question.replies_count == 0


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 2, 1), (2, 3, 1), (3, 1, 2)])
def test_a_thread_comes_in_any_order(lin: Account, order: tuple[int, ...]) -> None:
    for number in order:
        parent = receiving.known(f"{lin.uri}/statuses/{number - 1}")
        receiving.receive(
            arrival(
                lin,
                number,
                in_reply_to=parent,
                in_reply_to_uri=f"{lin.uri}/statuses/{number - 1}" if number > 1 else "",
            )
        )
    first, second, third = (receiving.known(f"{lin.uri}/statuses/{n}") for n in (1, 2, 3))
    assert first and second and third
    assert second.in_reply_to_id == first.pk and third.in_reply_to_id == second.pk
    assert {first.thread_id, second.thread_id, third.thread_id} == {first.pk}
    assert [first.replies_count, second.replies_count, third.replies_count] == [1, 1, 0]
    assert third.in_reply_to_uri == ""


def test_a_quote_finds_what_it_quotes_when_that_comes(lin: Account) -> None:
    quoting = receiving.receive(
        arrival(lin, 2, quote_uri=f"{lin.uri}/statuses/1", quote_state=QuoteState.ACCEPTED)
    )
    quoted = receiving.receive(arrival(lin, 1))
    quoting.refresh_from_db()
    quoted.refresh_from_db()
    assert quoting.quote_of_id == quoted.pk
    assert quoted.quotes_count == 1


def test_an_edit_keeps_what_was_said_and_an_old_one_changes_nothing(lin: Account) -> None:
    now = clock.now()
    one = RemoteFile("https://clinic.example/1.png", "image", description="A scan")
    two = RemoteFile("https://clinic.example/2.png", "image")
    first = arrival(lin, hashtags=("ESCC26",), files=(one,))
    status = receiving.receive(first)
    later = replace(
        first,
        content="<p>Better</p>",
        edited_at=now,
        hashtags=("ISICEM",),
        files=(replace(one, description="An X-ray"), two),
        visibility=Visibility.DIRECT,
    )
    receiving.change(status, later)
    receiving.change(status, replace(later, content="<p>Old</p>", edited_at=now - timedelta(1)))
    receiving.change(status, later)
    status.refresh_from_db()
    assert status.text == "Better"
    assert status.visibility == Visibility.PUBLIC
    assert [edit.text for edit in StatusEdit.objects.all()] == ["A new paper"]
    assert [tie.hashtag.name for tie in status.status_hashtags.all()] == ["isicem"]
    files = Attachment.objects.order_by("position").values_list("remote_url", "description")
    assert list(files) == [(one.url, "An X-ray"), (two.url, "")]


def test_a_polls_figures_are_its_servers(lin: Account) -> None:
    asked = RemotePoll((("Yes", 1), ("No", 2)), ends_at=clock.now() + timedelta(days=1))
    first = arrival(lin, poll=asked)
    status = receiving.receive(first)
    receiving.change(status, replace(first, poll=replace(asked, options=(("Yes", 5), ("No", 2)))))
    votes = PollOption.objects.order_by("position").values_list("votes_count", flat=True)
    assert list(votes) == [5, 2]
    assert not StatusEdit.objects.exists()


def test_what_is_old_is_kept_and_nobody_told(lin: Account, recorded_facts: list[Any]) -> None:
    receiving.receive(arrival(lin, created_at=clock.now() - timedelta(days=400)))
    assert recorded_facts == []
    receiving.receive(arrival(lin, 2))
    assert [type(fact).__name__ for fact in recorded_facts] == ["StatusPublished"]


def test_its_author_alone_removes_it(lin: Account) -> None:
    from plenary.lib.errors import NotFound
    from plenary.statuses.actions import delete

    status = receiving.receive(arrival(lin))
    with pytest.raises(NotFound):
        delete(make_remote("eve"), status.pk)
    delete(lin, status.pk)
    assert not Status.objects.exists()
    lin.refresh_from_db()
    assert lin.statuses_count == 0


@pytest.fixture
def recorded_facts(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    kept: list[Any] = []
    monkeypatch.setattr(receiving, "record", lambda *facts: kept.extend(facts))
    return kept


def test_a_slip_mended_within_the_same_second_is_mended_here_too(lin: Account) -> None:
    at = clock.now() - timedelta(minutes=1)
    first = arrival(lin, created_at=at)
    status = receiving.receive(first)
    mended = replace(first, content="<p>Mended</p>", edited_at=at.replace(microsecond=0))
    receiving.change(status, mended)
    receiving.change(status, replace(mended, content="<p>Again</p>"))
    status.refresh_from_db()
    assert status.text == "Mended"
