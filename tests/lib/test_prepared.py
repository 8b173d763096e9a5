"""A prepared query gives what Django's own gives."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Q

from plenary.accounts.models import Account
from plenary.jobs.models import Job
from plenary.lib import clock
from plenary.lib.prepared import Prepared, insert
from plenary.lib.rows import moment, rows, write
from plenary.statuses.actions import publish
from plenary.statuses.models import Status
from plenary.statuses.rules import Draft
from tests.factories import make_account

pytestmark = pytest.mark.django_db

BY_NAME = Prepared(
    lambda name, domain: Account.objects.filter(username=name, domain=domain, discoverable=True)
)
ANSWERS = Prepared(
    lambda account: (
        Status.objects.select_related("account", "in_reply_to__account")
        .filter(Q(account=account) | Q(in_reply_to__account=account), reblog_of__isnull=True)
        .order_by("-pk")[:2]
    )
)
DUE = Prepared(lambda now: Job.objects.filter(run_at__lte=now, dead_at__isnull=True))


def fields(row: Account | Status | Job) -> dict[str, object]:
    return {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields}


def test_each_field_is_as_django_reads_it():
    made = make_account("amina")
    made.fields = [{"name": "Ward", "value": "4 \N{WAVING HAND SIGN}"}]
    made.save()
    found = BY_NAME.first(name="amina", domain="")
    assert found is not None
    assert found == made
    assert fields(found) == fields(Account.objects.get(pk=made.pk))
    assert BY_NAME.first(name="amina", domain="elsewhere.example") is None


def test_related_rows_come_along_and_what_is_null_is_none(django_assert_num_queries):
    amina, ben = make_account("amina"), make_account("ben")
    first = publish(amina, Draft(text="One"))
    answer = publish(ben, Draft(text="Two", in_reply_to_id=first.pk))
    publish(amina, Draft(text="Three"))
    with django_assert_num_queries(1):
        third, second = ANSWERS.all(account=amina.pk)
        assert second.pk == answer.pk
        assert second.in_reply_to is not None
        assert second.in_reply_to.account.username == "amina"
        assert third.in_reply_to is None
    assert fields(second) == fields(Status.objects.get(pk=answer.pk))


def test_moments_and_json_go_in_and_out():
    now = clock.machine_now()
    Job.objects.create(task="a", payload={"args": [1, "é"]}, run_at=now - timedelta(seconds=1))
    Job.objects.create(task="b", run_at=now + timedelta(hours=1))
    (due,) = DUE.all(now=moment(now))
    assert (due.task, due.payload) == ("a", {"args": [1, "é"]})
    assert fields(due) == fields(Job.objects.get(task="a"))
    due.max_attempts = 3
    due.save()
    assert Job.objects.get(task="a").max_attempts == 3


def test_writing_says_of_how_many_rows_it_was():
    Job.objects.create(task="a")
    Job.objects.create(task="b")
    change = "UPDATE plenary_job SET fence = fence + 1 WHERE task = %(task)s OR task = %(other)s"
    assert write(change, {"task": "a", "other": "b"}) == 2
    assert write(change, {"task": "c", "other": "d"}) == 0
    assert rows("SELECT fence FROM plenary_job WHERE task = %(task)s", {"task": "a"}) == [(1,)]


def test_a_row_is_written_as_django_writes_it(django_assert_num_queries):
    amina = make_account("amina")
    row = Status(account=amina, text="Hello", emojis=[{"shortcode": "x", "url": "y"}], thread_id=1)
    with django_assert_num_queries(1):
        insert(row)
    kept = Status.objects.get(pk=row.pk)
    assert fields(kept) == fields(row)
    row.text = "Changed"
    row.save()
    assert Status.objects.get().text == "Changed"
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Status(pk=row.pk, account=amina, thread_id=1))
