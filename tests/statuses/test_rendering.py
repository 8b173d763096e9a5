"""What was left to be rendered later is, once."""

import pytest

from plenary.accounts.models import Account
from plenary.statuses import actions
from plenary.statuses.actions.tidying import render_some
from plenary.statuses.models import Status
from tests.factories import make_account
from tests.statuses.makers import post, reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> Account:
    return make_account("ana")


def test_an_answer_whose_parent_went_is_rendered_anew(ana: Account) -> None:
    parent = post(ana, "parent")
    answer = reply(ana, parent, "answer #MedEd")
    boost = actions.boost(ana, answer.pk)
    before = Status.objects.get(pk=answer.pk).rendered
    assert f'"in_reply_to_id":"{parent.pk}"' in before
    actions.delete(ana, parent.pk)
    assert Status.objects.get(pk=answer.pk).rendered == ""
    assert render_some() == 1 and render_some() == 0
    after = Status.objects.get(pk=answer.pk).rendered
    assert after == before.replace(
        f'"in_reply_to_id":"{parent.pk}","in_reply_to_account_id":"{ana.pk}"',
        f'"in_reply_to_id":null,"in_reply_to_account_id":"{ana.pk}"',
    )
    assert Status.objects.get(pk=boost.pk).rendered == ""


def test_many_cost_few_queries(ana: Account, django_assert_max_num_queries) -> None:
    for number in range(5):
        post(ana, f"post {number} #MedEd")
    Status.objects.update(rendered="")
    with django_assert_max_num_queries(4 + 2 + 5):  # reads, a transaction, one write each
        assert render_some() == 5
