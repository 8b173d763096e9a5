"""`plenary demo` writes what the actions would have kept, and leaves other people's data alone.

The portraits are not drawn here: `test_portraits` does that.
"""

import hashlib
import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, Max, Q

from plenary.accounts.models import Account, Follow, NameWord
from plenary.accounts.rules import name_words
from plenary.demo import congress, faces
from plenary.events.models import Event, Session
from plenary.lib import clock, ids
from plenary.statuses.models import (
    ConversationPair,
    Favourite,
    HashtagUse,
    Mention,
    Status,
    Visibility,
)
from plenary.timelines.models import Conversation, Notification
from plenary.timelines.queries import unread_count
from tests.factories import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def data(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder, and no time spent on drawing."""
    settings.DATA, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"

    def undrawn(people: list[Any], media: Path, *_: Any) -> Any:
        return (faces.path_of("avatars", person.handle) for person in people)

    monkeypatch.setattr(faces, "draw", undrawn)
    return tmp_path


def counted(model: Any, key: str, **only: Any) -> Counter[int]:
    rows = model.objects.filter(**only).order_by().values(key).annotate(n=Count("pk"))
    return Counter({row[key]: row["n"] for row in rows if row[key] is not None})


def kept(model: Any, column: str) -> Counter[int]:
    return Counter({pk: n for pk, n in model.objects.values_list("pk", column) if n})


def fingerprint() -> str:
    """Who they are, what they wrote and whom they follow, without ids or secrets."""
    rows = [
        *Account.objects.order_by("username").values_list("username", "note", "followers_count"),
        *Status.objects.order_by("pk").values_list("account__username", "text", "created_at"),
        *Session.objects.order_by("identity").values_list("identity", "title", "starts_at"),
        *Follow.objects.order_by("pk").values_list("source__username", "target__username"),
    ]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def shown(data: Path) -> datetime:
    """What Plenary's clock shows from now on."""
    seconds = json.loads((data / "clock.json").read_text())["offset_seconds"]
    return datetime.now(UTC) + timedelta(seconds=seconds)


def the_pairs_the_words_and_the_bell(data: Path) -> None:
    """Who spoke with whom, by what names people are found, and what is unread."""
    spoken: dict[tuple[int, int, int], int] = {}
    for status in Status.objects.filter(reblog_of=None).order_by("pk"):
        others = set(Mention.objects.filter(status=status).values_list("account_id", flat=True))
        others |= {status.in_reply_to_account_id} if status.in_reply_to_account_id else set()
        for other in others - {status.account_id}:
            low, high = sorted((status.account_id, other))
            spoken[low, high, status.thread_id] = status.pk
    assert spoken == {
        (pair.low_id, pair.high_id, pair.thread_id): pair.last_status_id
        for pair in ConversationPair.objects.all()
    }
    for account in Account.objects.all()[:40]:
        words = set(NameWord.objects.filter(account=account).values_list("word", flat=True))
        assert words == set(name_words(account.display_name, account.username))
    first = Account.objects.get(user__email=json.loads((data / "demo.json").read_text())["email"])
    marked = first.markers.get(timeline="notifications").last_read_id
    unread = Notification.objects.filter(account=first, pk__gt=marked).count()
    assert 0 < unread_count(first) == unread < 20


def the_ids_and_the_clock(data: Path) -> None:
    """Ids are of the moment they tell, and now falls inside the congress."""
    for status in Status.objects.all()[::50]:
        assert abs(ids.moment_of(status.pk) - status.created_at) < timedelta(seconds=2)
    assert clock.offset() == timedelta(0), "the command shifts the clock of the next one only"
    event = Event.objects.get()
    assert event.starts_on <= shown(data).date() <= event.ends_on
    assert abs(shown(data) - congress.NOW) < timedelta(minutes=2)


def the_groups_and_the_letters() -> None:
    grouped = Notification.objects.exclude(group_key=None)
    newest = grouped.values("account", "group_key").annotate(last=Max("pk"), n=Count("pk"))
    assert any(row["n"] > 1 for row in newest), "some did the same"
    heads = set(grouped.filter(head=True).values_list("pk", flat=True))
    assert heads == {row["last"] for row in newest}
    last: dict[tuple[int, int, tuple[int, ...]], int] = {}
    for status in Status.objects.filter(visibility=Visibility.DIRECT).order_by("pk"):
        people = {status.account_id, *status.mentions.values_list("account_id", flat=True)}
        for one in people:
            last[one, status.thread_id, tuple(sorted(people - {one}))] = status.pk
    assert last == {
        (row.account_id, row.thread_id, tuple(row.people)): row.last_status_id
        for row in Conversation.objects.all()
    }


def test_everything_kept_beside_the_rows_is_what_the_rows_say(data: Path) -> None:
    call_command("demo")
    assert kept(Account, "followers_count") == counted(Follow, "target_id")
    assert kept(Account, "following_count") == counted(Follow, "source_id")
    told = Q(visibility__lt=Visibility.DIRECT)
    lasts = Account.objects.annotate(
        n=Count("statuses", filter=Q(statuses__visibility__lt=Visibility.DIRECT)),
        last=Max("statuses__pk", filter=Q(statuses__visibility__lt=Visibility.DIRECT)),
    )
    wrong = [
        account.username
        for account in lasts
        if (account.statuses_count, account.last_status_id) != (account.n, account.last)
    ]
    assert wrong == []
    assert Status.objects.exclude(told).exists(), "direct posts are part of the demo"
    assert kept(Status, "favourites_count") == counted(Favourite, "status_id")
    assert kept(Status, "reblogs_count") == counted(Status, "reblog_of_id")
    assert kept(Status, "replies_count") == counted(
        Status, "in_reply_to_id", visibility__lte=Visibility.UNLISTED
    )
    uses = Counter(
        Account.objects.filter(statuses__status_hashtags__listed=True).values_list(
            "pk", "statuses__status_hashtags__hashtag_id"
        )
    )
    assert uses == {(row.account_id, row.hashtag_id): row.uses for row in HashtagUse.objects.all()}
    for total in (Follow, Favourite, HashtagUse, ConversationPair):
        assert total.objects.count() > 100, total
    the_pairs_the_words_and_the_bell(data)
    the_groups_and_the_letters()
    the_ids_and_the_clock(data)


@pytest.mark.sqlite  # it makes two, and what is drawn is drawn by us
@pytest.mark.django_db(transaction=True)
def test_the_same_seed_is_the_same_congress_and_the_clock_is_as_told(data: Path) -> None:
    call_command("demo", "--now", "2031-05-06T10:00:00+00:00")
    first = fingerprint()
    assert abs(shown(data) - datetime(2031, 5, 6, 10, tzinfo=UTC)) < timedelta(minutes=2)
    call_command("demo", "--reset", "--now", "real")
    assert fingerprint() == first
    assert not (data / "clock.json").exists()
    programmes = []
    for seed in ("27", "28"):
        call_command("demo", "--seed", seed, "--schedule", str(data / seed))
        programmes.append((data / seed).read_text())
    assert programmes[0] != programmes[1]


def test_people_who_are_there_already_are_left_alone(data: Path) -> None:
    maya = make_account("maya")
    for arguments, words in [
        ((), "There are people here already"),
        (("--reset",), "not a demo"),
        (("--now", "noon"), "is not a moment"),
    ]:
        with pytest.raises(CommandError, match=words):
            call_command("demo", *arguments)
    assert list(Account.objects.all()) == [maya]
    assert not (data / "demo.json").exists()


def test_the_programme_alone_is_what_is_imported(data: Path) -> None:
    call_command("demo", "--schedule", str(data / "schedule.json"))
    assert not Account.objects.exists()
    call_command("import_programme", str(data / "schedule.json"))
    assert Session.objects.count() > 100
