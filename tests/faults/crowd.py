"""People who all press at once, in processes and threads of their own, through the actions.

Run by `tests.faults.scene`, which has set Django up on the database of the scene.
"""

import json
import threading
import time
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection, connections

from plenary.accounts import actions as accounts
from plenary.accounts.models import Account, Follow
from plenary.events import actions as events
from plenary.events.models import Attendance, Event
from plenary.jobs.models import Job
from plenary.lib import clock
from plenary.statuses import actions as statuses
from plenary.statuses.models import Favourite, Hashtag, HashtagUse, Status
from plenary.statuses.rules import Draft
from plenary.timelines.models import Notification
from tests.factories import make_account

THREADS, ROUNDS = 2, 8


def prepare(writers: str) -> None:
    """All tables beside those of the jobs, an author and a post that everybody wants."""
    there = set(connection.introspection.table_names())
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.db_table not in there:
                editor.create_model(model)
    author = make_account("author")
    statuses.publish(author, Draft(text="Press here #congress"))
    today = clock.now().date()
    Event.objects.create(slug="congress", name="Congress", starts_on=today, ends_on=today)
    for number in range(int(writers) * THREADS):
        make_account(f"writer{number}")
    Job.objects.all().delete()


def press(first: str, folder: Path) -> None:
    """Some of the people, each in a thread; all processes begin when the file `go` is there."""
    failed: list[BaseException] = []

    def person(number: int) -> None:
        try:
            _round_after_round(Account.objects.get(username=f"writer{number}"))
        except BaseException as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=person, args=(int(first) + number,)) for number in range(THREADS)
    ]
    (folder / f"ready-{first}").touch()
    while not (folder / "go").exists():
        time.sleep(0.01)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]


def _round_after_round(me: Account) -> None:
    author = Account.objects.get(username="author")
    wanted = author.statuses.order_by("pk")[0]
    event = Event.objects.get()
    for number in range(ROUNDS):
        accounts.follow(me, author)
        statuses.publish(me, Draft(text=f"{number} @author #congress", in_reply_to_id=wanted.pk))
        statuses.favourite(me, wanted.pk)
        if number < ROUNDS - 1:
            accounts.unfollow(me, author)
            statuses.unfavourite(me, wanted.pk)
        events.say(me, event, "going", "everyone")


def told() -> dict[str, Any]:
    """What is there, and what the counts say of it."""
    author = Account.objects.get(username="author")
    wanted = author.statuses.order_by("pk")[0]
    tag = Hashtag.objects.get(name="congress")
    writers = Account.objects.filter(username__startswith="writer")
    return {
        "replies": Status.objects.filter(in_reply_to=wanted).count(),
        "replies_count": wanted.replies_count,
        "favourites": Favourite.objects.filter(status=wanted).count(),
        "favourites_count": wanted.favourites_count,
        "followers": Follow.objects.filter(target=author).count(),
        "followers_count": author.followers_count,
        "statuses_counts": sorted(set(writers.values_list("statuses_count", flat=True))),
        "uses": sorted(
            set(HashtagUse.objects.filter(hashtag=tag, account__in=writers).values_list("uses"))
        ),
        "going": Attendance.objects.count(),
        "replies_notified": Notification.objects.filter(account=author, kind="reply").count(),
        "jobs": Job.objects.count(),
    }


def main(what: str, folder: Path, *arguments: str) -> None:
    if what == "prepare":
        prepare(*arguments)
    elif what == "press":
        press(arguments[0], folder)
    else:
        print(json.dumps(told()))
