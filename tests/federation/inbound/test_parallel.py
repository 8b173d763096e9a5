"""Many copies of one activity at once, by both kinds of inbox: one effect, one notice. And two that
belong together, by two workers at once."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections, transaction

from plenary.accounts.models import Account, Follow
from plenary.federation.actions import processing
from plenary.federation.actions.inbound import received
from plenary.federation.models import InboxItem
from plenary.jobs import worker
from plenary.jobs.models import Job
from plenary.statuses.actions import receiving
from plenary.statuses.models import Favourite, Status
from plenary.timelines.models import Notification
from tests.factories import follow
from tests.federation.inbound.makers import activity, note, send
from tests.federation.makers import post

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("federating", "elsewhere"),
]
COPIES, AT_ONCE = 1000, 8


def test_a_thousand_copies_have_one_effect(ada: Account, nia: Account) -> None:
    status = post(ada)
    liked = activity(nia, "Like", status.object_uri)
    worker.run_until_empty(strict=True)
    start = threading.Barrier(AT_ONCE)

    def copies(first: int) -> list[int]:
        start.wait(10)
        try:
            return [
                send(liked, nia, path="/inbox" if number % 2 else "/users/ada/inbox").status_code
                for number in range(first, COPIES, AT_ONCE)
            ]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = [one for some in pool.map(copies, range(AT_ONCE)) for one in some]
    assert (len(answers), set(answers)) == (COPIES, {202})
    assert InboxItem.objects.count() == 1
    worker.run_until_empty(strict=True)
    assert Favourite.objects.count() == 1
    assert Notification.objects.filter(account=ada).count() == 1
    status.refresh_from_db()
    assert status.favourites_count == 1


@pytest.mark.parametrize("kind", ["Create", "Follow"])
def test_an_end_beside_its_beginning(
    ada: Account, nia: Account, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    follow(ada, nia)
    begun = activity(nia, kind, note(nia) if kind == "Create" else ada.actor_uri)
    ended = activity(nia, *(("Delete", note(nia)["id"]) if kind == "Create" else ("Undo", begun)))
    for one in (begun, ended):
        assert send(one, nia).status_code == 202
    first, second = InboxItem.objects.order_by("pk").values_list("pk", flat=True)
    Job.objects.all().delete()
    half_done = threading.Event()

    def slowly(module: Any, name: str) -> None:
        real = getattr(module, name)

        def done(*args: Any, **more: Any) -> Any:
            found = real(*args, **more)
            half_done.set()
            time.sleep(0.3)
            return found

        monkeypatch.setattr(module, name, done)

    slowly(receiving, "receive")
    slowly(received, "keep")

    def work(item_id: int) -> None:
        try:
            with transaction.atomic():
                processing.process.call(item_id)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        beginning = pool.submit(work, first)
        assert half_done.wait(10)
        ending = pool.submit(work, second)
        beginning.result(20)
        ending.result(20)
    assert not Status.objects.filter(account=nia).exists()
    assert not Follow.objects.filter(source=nia).exists()
