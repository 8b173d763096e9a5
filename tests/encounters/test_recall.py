"""When a face is due again."""

from datetime import UTC, datetime, timedelta

import pytest

from plenary.encounters.rules import recall

NOW = datetime(2027, 6, 10, 9, 40, tzinfo=UTC)


def test_a_face_not_known_comes_back_within_minutes() -> None:
    assert recall.review({}, "again", NOW).due_at - NOW <= timedelta(minutes=2)


def test_better_ratings_never_come_back_sooner() -> None:
    waits = [recall.review({}, rating, NOW).due_at for rating in ("again", "hard", "good", "easy")]
    assert waits == sorted(waits)
    assert waits[-1] - NOW >= timedelta(days=1)


def test_remembering_again_and_again_stretches_the_wait_up_to_a_month() -> None:
    state: dict[str, object] = {}
    moment, waits = NOW, []
    for _ in range(12):
        kept = recall.review(state, "good", moment)
        waits.append(kept.due_at - moment)
        state, moment = kept.state, kept.due_at
    assert waits[0] < waits[1] < waits[2] <= waits[5]
    assert max(waits) <= timedelta(days=30)


def test_the_same_turn_gives_the_same_answer() -> None:
    assert recall.review({}, "good", NOW) == recall.review({}, "good", NOW)


@pytest.mark.parametrize(
    ("wait", "words"),
    [
        (timedelta(seconds=20), "1 min"),
        (timedelta(minutes=10), "10 min"),
        (timedelta(hours=5), "5 h"),
        (timedelta(days=8), "8 days"),
    ],
)
def test_waits_in_words(wait: timedelta, words: str) -> None:
    assert recall.in_words(wait) == words
