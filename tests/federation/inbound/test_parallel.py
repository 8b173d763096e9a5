"""Many copies of one activity at once, by both kinds of inbox: one effect, one notice."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from plenary.accounts.models import Account
from plenary.federation.models import InboxItem
from plenary.jobs import worker
from plenary.statuses.models import Favourite
from plenary.timelines.models import Notification
from tests.federation.inbound.makers import activity, send
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
