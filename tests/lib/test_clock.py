from datetime import UTC, datetime, timedelta, timezone

from plenary.lib import clock

MOMENT = datetime(2026, 5, 4, 11, 30, tzinfo=timezone(timedelta(hours=2)))


def test_now_is_the_machines_in_utc_unless_shifted(monkeypatch):
    monkeypatch.delenv("PLENARY_CLOCK_OFFSET", raising=False)
    assert clock.now().tzinfo is UTC
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=1)
    monkeypatch.setenv("PLENARY_CLOCK_OFFSET", "-3600.5")
    assert clock.offset() == timedelta(seconds=-3600.5)
    assert abs(clock.now() - datetime.now(UTC) - clock.offset()) < timedelta(seconds=1)


def test_the_machines_own_moment_is_never_shifted(monkeypatch):
    monkeypatch.setenv("PLENARY_CLOCK_OFFSET", "86400")
    with clock.freeze(MOMENT):
        assert abs(clock.machine_now() - datetime.now(UTC)) < timedelta(seconds=1)


def test_a_frozen_clock_stands_still_and_goes_on_afterwards():
    with clock.freeze(MOMENT):
        assert clock.now() == MOMENT
        assert clock.now().tzinfo is UTC
        assert clock.milliseconds() == int(MOMENT.timestamp() * 1000)
        with clock.freeze(MOMENT + timedelta(days=1)):
            assert clock.now() == MOMENT + timedelta(days=1)
        assert clock.now() == MOMENT
    assert clock.now() != MOMENT
