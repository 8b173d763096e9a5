"""What many people speak of just now, reckoned anew: from the counts of the last days and the posts
of the last two, so that it costs the same however many posts there are."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import Count, F

from plenary.jobs.schedule import every
from plenary.jobs.tasks import task
from plenary.lib import clock
from plenary.lib.ids import first_id_at, moment_of
from plenary.statuses.models import CardState, HashtagDay, HashtagDayUse, Status, Visibility
from plenary.timelines.models import HashtagTrend, LinkTrend, StatusTrend

MOST = 100
LEAST_PEOPLE = 2  # for a hashtag to trend
LEAST_LINKING = 2  # people, for a link to trend
LEAST_MARKS = 2  # for a post to trend
_TAG_DAYS = 3
_LINK_DAYS = 7  # as many as are shown of each
_KEPT_DAYS = 9
_STATUS_HOURS = 48
_HALF_LIFE_HOURS = 8
_DAY_SECONDS = 24 * 60 * 60
_TIDIED_AT_ONCE = 5000


@every(timedelta(minutes=10))
@task
def reckon_trends() -> None:
    """The tables anew; readers see the old until the new stand."""
    with transaction.atomic():
        scores = _hashtag_scores()
        HashtagTrend.objects.all().delete()
        HashtagTrend.objects.bulk_create(
            [HashtagTrend(hashtag_id=pk, score=score) for pk, score in scores]
        )
        links = _link_scores()
        LinkTrend.objects.all().delete()
        LinkTrend.objects.bulk_create(
            [LinkTrend(card_id=pk, score=score, history=days) for pk, score, days in links]
        )
        marks = _status_scores()
        StatusTrend.objects.all().delete()
        StatusTrend.objects.bulk_create(
            [StatusTrend(status_id=pk, score=score) for pk, score in marks]
        )


def _hashtag_scores() -> list[tuple[int, float]]:
    """By how many people used each, today counting most; of those alone who wish to be found."""
    today = int(clock.now().timestamp()) // _DAY_SECONDS
    uses = HashtagDayUse.objects.filter(
        day__gt=today - _TAG_DAYS,
        uses__gt=0,
        account__suspended_at__isnull=True,
        account__discoverable=True,
        account__indexable=True,
    )
    counted = uses.values("hashtag_id", "day").annotate(people=Count("account_id"))
    scores: dict[int, float] = defaultdict(float)
    most: dict[int, int] = defaultdict(int)
    for row in counted.order_by():
        scores[row["hashtag_id"]] += row["people"] / 2 ** (today - row["day"])
        most[row["hashtag_id"]] = max(most[row["hashtag_id"]], row["people"])
    found = [(pk, score) for pk, score in scores.items() if most[pk] >= LEAST_PEOPLE]
    return sorted(found, key=lambda one: (-one[1], one[0]))[:MOST]


def _link_scores() -> list[tuple[int, float, list[list[int]]]]:
    """As hashtags, from the posts of a week: what each day's public posts link to, and by how many
    people. A link one person spreads does not trend, however often."""
    today = int(clock.now().timestamp()) // _DAY_SECONDS
    days: dict[int, dict[int, tuple[int, int]]] = defaultdict(dict)
    for day in range(today, today - _LINK_DAYS, -1):
        begins = datetime.fromtimestamp(day * _DAY_SECONDS, UTC)
        linking = Status.objects.filter(
            pk__gte=first_id_at(begins),
            pk__lt=first_id_at(begins + timedelta(days=1)),
            visibility=Visibility.PUBLIC,
            card__state=CardState.READY,
            local=True,
            sensitive=False,
            account__suspended_at__isnull=True,
            account__silenced_at__isnull=True,
            account__discoverable=True,
            account__indexable=True,
        )
        counted = linking.values("card_id").annotate(
            uses=Count("pk"), people=Count("account_id", distinct=True)
        )
        for row in counted.order_by():
            days[row["card_id"]][day] = (row["uses"], row["people"])
    found = []
    for pk, seen in days.items():
        lately = {day: people for day, (_, people) in seen.items() if day > today - _TAG_DAYS}
        if max(lately.values(), default=0) < LEAST_LINKING:
            continue
        score = sum(people / 2 ** (today - day) for day, people in lately.items())
        history = [[today - ago, *seen.get(today - ago, (0, 0))] for ago in range(_LINK_DAYS)]
        found.append((pk, score, history))
    return sorted(found, key=lambda one: (-one[1], one[0]))[:MOST]


def _status_scores() -> list[tuple[int, float]]:
    """Public posts that were marked, the younger ahead; halved each few hours."""
    now = clock.now()
    rows = Status.objects.filter(
        pk__gt=first_id_at(now - timedelta(hours=_STATUS_HOURS)),
        visibility=Visibility.PUBLIC,
        local=True,
        reblog_of__isnull=True,
        in_reply_to__isnull=True,
        sensitive=False,
        account__suspended_at__isnull=True,
        account__discoverable=True,
        account__indexable=True,
    ).alias(marks=F("favourites_count") + F("reblogs_count"))
    rows = rows.filter(marks__gte=LEAST_MARKS)
    found = []
    for pk, marks in rows.values_list("pk", F("favourites_count") + F("reblogs_count")):
        age = max((now - moment_of(pk)).total_seconds() / 3600, 0)
        found.append((pk, marks / 2 ** (age / _HALF_LIFE_HOURS)))
    return sorted(found, key=lambda one: (-one[1], -one[0]))[:MOST]


@every(timedelta(hours=6))
@task
def tidy_counts() -> None:
    """Remove counts of days that nobody is shown any more, a bounded number at a time."""
    before = int(clock.now().timestamp()) // _DAY_SECONDS - _KEPT_DAYS
    for model in (HashtagDayUse, HashtagDay):
        old = model.objects.filter(day__lt=before).order_by("day")
        ids = list(old.values_list("pk", flat=True)[:_TIDIED_AT_ONCE])
        model.objects.filter(pk__in=ids).delete()
