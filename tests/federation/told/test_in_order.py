"""What is told of one post by two workers at once."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections, transaction

from plenary.accounts.models import Account
from plenary.federation.actions.outbound import posts as told_posts
from plenary.federation.models import Delivery
from plenary.federation.render import activities
from plenary.jobs.models import Job
from plenary.statuses import actions as statuses
from plenary.statuses import facts
from plenary.statuses.models import Status
from plenary.statuses.rules import Draft
from tests.federation.makers import post

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("federating")]


@pytest.mark.parametrize("after", ["Update", "Delete"])
def test_a_post_is_told_before_what_became_of_it(
    ada: Account, people: dict[str, Account], monkeypatch: pytest.MonkeyPatch, after: str
) -> None:
    status = post(ada)
    Job.objects.all().delete()
    pk, uri, real = status.pk, status.object_uri, activities.create_post
    half_done = threading.Event()

    def late(found: Status) -> Any:
        made = real(found)
        half_done.set()
        time.sleep(0.3)
        return made

    monkeypatch.setattr(activities, "create_post", late)

    tells = {"Update": told_posts.on_status_edited, "Delete": told_posts.on_status_deleted}

    def tell(what: Any, fact: Any) -> None:
        try:
            with transaction.atomic():
                what(fact)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(tell, told_posts.on_status_published, facts.StatusPublished(pk, ada.pk))
        assert half_done.wait(10)
        if after == "Update":
            statuses.edit(ada, pk, Draft(text="Better"))
            fact: Any = facts.StatusEdited(pk)
        else:
            statuses.delete(ada, pk)
            fact = facts.StatusDeleted(pk, ada.pk, 0, uri)
        second = pool.submit(tell, tells[after], fact)
        first.result(20)
        second.result(20)
    told = Delivery.objects.order_by("pk").values_list("activity__body", flat=True)
    assert [f'"type":"{after}"' in one for one in told] == [False, True]
