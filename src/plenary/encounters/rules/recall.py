"""When a face is due again: FSRS, a published spaced-repetition algorithm, by its own library.

Source: Ye, Su, Cao 2022, KDD, doi:10.1145/3534678.3539081; the library `fsrs`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from fsrs import Card, Rating, Scheduler

RATINGS = {
    "again": Rating.Again,
    "hard": Rating.Hard,
    "good": Rating.Good,
    "easy": Rating.Easy,
}

# A conference is days away, not years: a face not known comes back within the minute, one that was
# known again before the coffee is over, and nothing is put off past a month. No fuzz: a person who
# repeats the deck on two devices gets one answer.
_scheduler = Scheduler(
    learning_steps=(timedelta(minutes=1), timedelta(minutes=10)),
    relearning_steps=(timedelta(minutes=5),),
    maximum_interval=30,
    enable_fuzzing=False,
)


@dataclass(frozen=True)
class Recall:
    """What is kept after a turn: `state` is the library's card as a plain dict."""

    state: dict[str, Any]
    due_at: datetime


def review(state: dict[str, Any], rating: str, now: datetime) -> Recall:
    """Schedule a card after a turn. `state` is {} for a face never seen; `rating` of RATINGS."""
    card = Card.from_dict(cast(Any, state)) if state else Card(card_id=1, due=now)
    card, _ = _scheduler.review_card(card, RATINGS[rating], now)
    return Recall(state=dict(card.to_dict()), due_at=card.due)


def in_words(wait: timedelta) -> str:
    """'1 min', '10 min', '3 h', '5 days': what a rating button promises."""
    minutes = max(1, round(wait.total_seconds() / 60))
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 36 * 60:
        return f"{round(minutes / 60)} h"
    return f"{round(minutes / 1440)} days"
