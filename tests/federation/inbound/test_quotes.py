"""Quotes by leave (FEP-044f)."""

from typing import Any

import pytest

from plenary.accounts.models import Account
from plenary.federation.models import Activity
from plenary.statuses import actions as statuses
from plenary.statuses.models import QuotePolicy, QuoteState, Status
from tests.factories import follow
from tests.federation.inbound.elsewhere import Elsewhere
from tests.federation.inbound.makers import PUBLIC, activity, note, take
from tests.federation.makers import HERE, post, remote

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("federating", "elsewhere")]


def asked(nia: Account, ours: Status) -> None:
    quoting = note(nia, quote=ours.object_uri)
    take(activity(nia, "QuoteRequest", ours.object_uri, instrument=quoting), nia)


def test_who_may_quote_is_given_leave(ada: Account, nia: Account) -> None:
    ours = post(ada)
    asked(nia, ours)
    kept = Status.objects.get(account=nia)
    assert (kept.quote_of, kept.quote_state) == (ours, QuoteState.ACCEPTED)
    answer = Activity.objects.get(uri__contains="#accepts/quote_requests/")
    assert f'"result":"{HERE}/users/ada/quote_authorizations/{kept.pk}"' in answer.body
    ours.refresh_from_db()
    assert ours.quotes_count == 1


def test_who_may_not_is_told_so(ada: Account, nia: Account) -> None:
    ours = post(ada, quote_policy=QuotePolicy.NOBODY)
    asked(nia, ours)
    assert not Status.objects.filter(account=nia).exists()
    assert Activity.objects.filter(uri__contains="#rejects/quote_requests/").exists()


def test_a_quote_that_was_not_asked_for_waits(ada: Account, nia: Account) -> None:
    ours = post(ada)
    follow(ada, nia)
    take(activity(nia, "Create", note(nia, quote=ours.object_uri)), nia)
    kept = Status.objects.get(account=nia)
    assert (kept.quote_of, kept.quote_state) == (ours, QuoteState.PENDING)
    asked(nia, ours)
    kept.refresh_from_db()
    assert kept.quote_state == QuoteState.ACCEPTED


def test_who_quotes_themselves_needs_no_leave(ada: Account, nia: Account) -> None:
    follow(ada, nia)
    take(activity(nia, "Create", note(nia)), nia)
    take(activity(nia, "Create", note(nia, 2, quote=note(nia)["id"])), nia)
    assert Status.objects.get(uri=note(nia, 2)["id"]).quote_state == QuoteState.ACCEPTED


def test_a_leave_is_looked_at_where_it_is(ada: Account, nia: Account, elsewhere: Elsewhere) -> None:
    eve = remote("eve", "eve.example")
    follow(ada, nia)
    quoted = note(eve)
    elsewhere.documents[quoted["id"]] = quoted
    leave = f"{eve.uri}/leaves/1"
    quoting = note(nia, 2, quote=quoted["id"], quoteAuthorization=leave)
    elsewhere.documents[leave] = {
        "id": leave,
        "type": "QuoteAuthorization",
        "attributedTo": eve.uri,
        "interactingObject": quoting["id"],
        "interactionTarget": quoted["id"],
    }
    take(activity(nia, "Create", quoting), nia)
    kept = Status.objects.get(uri=quoting["id"])
    assert (kept.quote_state, kept.quote_authorization) == (QuoteState.ACCEPTED, leave)
    take(activity(eve, "Delete", leave), eve)
    kept.refresh_from_db()
    assert kept.quote_state == QuoteState.REVOKED


def test_a_leave_for_another_post_is_none(ada: Account, nia: Account, elsewhere: Elsewhere) -> None:
    eve = remote("eve", "eve.example")
    follow(ada, nia)
    elsewhere.documents[note(eve)["id"]] = note(eve)
    leave = f"{eve.uri}/leaves/1"
    elsewhere.documents[leave] = {
        "id": leave,
        "type": "QuoteAuthorization",
        "attributedTo": eve.uri,
        "interactingObject": f"{nia.uri}/statuses/7",
        "interactionTarget": note(eve)["id"],
    }
    quoting = note(nia, 2, quote=note(eve)["id"], quoteAuthorization=leave)
    take(activity(nia, "Create", quoting), nia)
    assert Status.objects.get(uri=quoting["id"]).quote_state == QuoteState.PENDING


def test_the_line_for_those_who_know_no_quotes_stays_marked(ada: Account, nia: Account) -> None:
    """By its class those who show the quote leave it out."""
    follow(ada, nia)
    line = '<p class="quote-inline bad">RE: <a href="https://a.example/1">a.example/1</a></p>'
    take(activity(nia, "Create", note(nia, content=f"{line}<p class='bad'>Hi</p>")), nia)
    shown = Status.objects.get().content_html
    assert shown.startswith('<p class="quote-inline">RE: <a ')
    assert "bad" not in shown


def leave_of(eve: Account, quoting: dict[str, Any], elsewhere: Elsewhere) -> str:
    """She lets a post quote her first one."""
    quoted, leave = note(eve), f"{eve.uri}/leaves/1"
    elsewhere.documents[quoted["id"]] = quoted
    elsewhere.documents[leave] = {
        "id": leave,
        "type": "QuoteAuthorization",
        "attributedTo": eve.uri,
        "interactingObject": quoting["id"],
        "interactionTarget": quoted["id"],
    }
    return leave


@pytest.mark.parametrize("more", [{}, {"updated": "2026-01-02T10:00:00Z"}])
def test_a_leave_that_comes_later(
    ada: Account, nia: Account, elsewhere: Elsewhere, more: dict[str, str]
) -> None:
    """Servers tell of a quote at once, and once more when it was let."""
    eve = remote("eve", "eve.example")
    follow(ada, nia)
    quoting = note(nia, 2, quote=note(eve)["id"])
    leave = leave_of(eve, quoting, elsewhere)
    take(activity(nia, "Create", quoting), nia)
    assert Status.objects.get(uri=quoting["id"]).quote_state == QuoteState.PENDING
    take(activity(nia, "Update", {**quoting, "quoteAuthorization": leave, **more}), nia)
    kept = Status.objects.get(uri=quoting["id"])
    assert (kept.quote_state, kept.quote_authorization) == (QuoteState.ACCEPTED, leave)


@pytest.mark.parametrize("by", ["another", "themself"])
def test_a_quote_in_what_was_fetched(
    ada: Account, nia: Account, elsewhere: Elsewhere, by: str
) -> None:
    """Of a post that was boosted what it quotes is fetched too, with the leave."""
    eve = remote("eve", "eve.example")
    author = nia if by == "another" else eve
    quoting = note(author, 2, quote=note(eve)["id"])
    leave = leave_of(eve, quoting, elsewhere)
    if by == "another":
        quoting["quoteAuthorization"] = leave
    elsewhere.documents[quoting["id"]] = quoting
    booster = remote("bo", "third.example")
    follow(ada, booster)
    take(activity(booster, "Announce", quoting["id"], to=[PUBLIC]), booster)
    kept = Status.objects.get(uri=quoting["id"])
    assert kept.quote_of == Status.objects.get(uri=note(eve)["id"])
    assert kept.quote_state == QuoteState.ACCEPTED


def test_30_quotes_without_an_end(ada: Account, nia: Account, elsewhere: Elsewhere) -> None:
    follow(ada, nia)
    for number in range(9):
        quoting = note(nia, number, quote=f"{nia.uri}/statuses/{number + 1}")
        elsewhere.documents[quoting["id"]] = quoting
    take(activity(nia, "Announce", f"{nia.uri}/statuses/0", to=[PUBLIC]), nia)
    assert Status.objects.filter(reblog_of=None).count() == 2


def test_a_leave_that_was_taken_back_before_it_came(ada: Account, nia: Account) -> None:
    follow(ada, nia)
    take(activity(nia, "Create", note(nia)), nia)
    ours = post(ada)
    Status.objects.filter(pk=ours.pk).update(
        quote_of=Status.objects.get(account=nia), quote_state=QuoteState.PENDING
    )
    leave = f"{nia.uri}/leaves/1"
    take(activity(nia, "Delete", leave), nia)
    take(activity(nia, "Accept", f"{ada.actor_uri}#quote_requests/{ours.pk}", result=leave), nia)
    ours.refresh_from_db()
    assert ours.quote_state == QuoteState.REVOKED


def test_our_own_question_is_answered_by_who_was_asked(ada: Account, nia: Account) -> None:
    follow(ada, nia)
    take(activity(nia, "Create", note(nia)), nia)
    theirs = Status.objects.get(account=nia)
    ours = post(ada)
    Status.objects.filter(pk=ours.pk).update(quote_of=theirs, quote_state=QuoteState.PENDING)
    question = f"{ada.actor_uri}#quote_requests/{ours.pk}"
    leave = f"{nia.uri}/leaves/1"
    other = remote("mallory")
    take(activity(other, "Accept", question, result=f"{other.uri}/leaves/1"), other)
    ours.refresh_from_db()
    assert ours.quote_state == QuoteState.PENDING
    take(activity(nia, "Accept", question, result=leave), nia)
    ours.refresh_from_db()
    assert (ours.quote_state, ours.quote_authorization) == (QuoteState.ACCEPTED, leave)


def test_revoked_by_us_it_stays_revoked(ada: Account, nia: Account) -> None:
    ours = post(ada)
    asked(nia, ours)
    kept = Status.objects.get(account=nia)
    statuses.revoke_quote(ada, ours.pk, kept.pk)
    asked(nia, ours)
    kept.refresh_from_db()
    assert kept.quote_state == QuoteState.REVOKED
