"""Reading a programme: what is public of it, and the people behind the names."""

from collections.abc import Callable
from typing import Any

import pytest

from plenary.accounts.models import Account
from plenary.events import queries
from plenary.events.models import Event, Session, SessionSpeaker, Speaker
from plenary.lib import clock
from tests.factories import block, make_account, make_event, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return make_event("congress")


def speaks(session: Session, name: str, account: Account | None = None) -> Speaker:
    speaker = Speaker.objects.create(event=session.event, key=name, name=name, account=account)
    SessionSpeaker.objects.create(session=session, speaker=speaker)
    return speaker


def _accounts(viewer: Account | None, session: Session) -> list[list[Account | None]]:
    """Whom every reader shows behind the names."""
    event, day = session.event, session.day
    if viewer is not None:
        from plenary.events.actions import star

        star(viewer, session)
    rows = [
        queries.session_row(viewer, event, session.pk),
        *queries.day_programme(viewer, event, day),
        *queries.now_and_next(viewer, event),
        *(queries.agenda(viewer, event) if viewer else []),
    ]
    found = [[one.account for one in row.speakers] for row in rows]
    return [*found, [one.account for one in queries.speakers(viewer, event)]]


@pytest.mark.parametrize("why", ["blocks", "blocked", "suspended"])
def test_of_a_speaker_one_must_not_meet_only_the_name_is_left(event: Event, why: str) -> None:
    viewer, tom = make_account("viewer"), make_account("tom")
    session = make_session(event)
    speaks(session, "Tom", tom)
    assert all(row == [tom] for row in _accounts(viewer, session))
    if why == "suspended":
        Account.objects.filter(pk=tom.pk).update(suspended_at=clock.now())
    else:
        block(tom, viewer) if why == "blocked" else block(viewer, tom)
    assert len(_accounts(viewer, session)) == 5
    assert all(row == [None] for row in _accounts(viewer, session))
    stranger = [[None]] if why == "suspended" else [[tom]]
    assert _accounts(None, session)[:1] == stranger
    assert [one.name for one in queries.speakers(viewer, event)] == ["Tom"]


def test_a_day_costs_the_same_for_few_and_many(
    event: Event, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    me = make_account()
    for number in range(12):
        speaks(make_session(event, f"S{number}"), f"P{number}", make_account())
    (day,) = queries.days(me, event)
    with django_assert_max_num_queries(4):
        assert len(queries.day_programme(me, event, day)) == 12


def test_figures_count_the_programme_and_no_people(event: Event) -> None:
    for number, track in enumerate(["Heart", "Heart", "Lung", ""]):
        speaks(make_session(event, track=track), f"P{number}")
    make_session(make_event(), track="Elsewhere")
    found = queries.figures(None, event)
    assert found == queries.Figures(days=1, rooms=1, tracks=2, sessions=4, speakers=4)
    assert queries.tracks(None, event) == ["Heart", "Lung"]
    assert [room.name for room in queries.rooms(None, event)] == ["Hall 1"]
