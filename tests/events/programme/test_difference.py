"""What changed from one edition of a programme to the next."""

from __future__ import annotations

from dataclasses import replace

from plenary.events.programme import difference, read

from .makers import event, schedule


def test_added_changed_removed_and_unchanged() -> None:
    guids = [f"5f4d6b6e-1111-4222-8333-abcdefabcd0{number}" for number in range(4)]
    before = read(schedule(*(event(id=n, guid=guids[n]) for n in range(1, 4)))).sessions
    after = read(
        schedule(
            event(id=1, guid=guids[1]),
            event(id=2, guid=guids[2], title="Another", date="2031-05-04T11:00:00+02:00"),
            event(id=9, guid=guids[0]),
        )
    ).sessions
    found = difference(before, after)
    assert [session.guid for session in found.added] == [guids[0]]
    assert [session.guid for session in found.removed] == [guids[3]]
    assert [session.guid for session in found.unchanged] == [guids[1]]
    (change,) = found.changed
    assert change.before.guid == change.after.guid == guids[2]
    assert change.fields == ("title", "starts_at", "ends_at")
    assert found


def test_the_same_programme_does_not_differ() -> None:
    sessions = read(schedule(event(), event(id=2, guid=...))).sessions
    again = difference(sessions, tuple(reversed(sessions)))
    assert not again and len(again.unchanged) == 2


def test_what_nobody_sees_is_no_change() -> None:
    (session,) = read(schedule(event())).sessions
    assert not difference([session], [replace(session, extras={"odd": 1})])
