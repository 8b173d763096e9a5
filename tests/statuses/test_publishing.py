"""Posting, editing and deleting, with all that is kept beside a post."""

import pytest

from plenary.accounts.models import Account
from plenary.jobs.models import Job
from plenary.lib import media, policies
from plenary.lib.errors import NotFound, Refused
from plenary.statuses import actions, queries
from plenary.statuses.models import (
    Attachment,
    ConversationPair,
    Hashtag,
    HashtagUse,
    Mention,
    Status,
    StatusEdit,
    StatusHashtag,
)
from plenary.statuses.rules import Draft
from tests.factories import block, follow, make_account
from tests.statuses.makers import DIRECT, PRIVATE, UNLISTED, picture, post, reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> Account:
    return make_account("ana")


@pytest.fixture
def bo() -> Account:
    return make_account("bo")


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def test_a_post_is_kept_rendered_and_counted(ana: Account, bo: Account) -> None:
    status = post(ana, "Hello @bo, see https://example.org #MedEd")
    assert status.content_html.startswith("<p>Hello <span")
    assert 'href="/@bo"' in status.content_html
    assert 'href="/tags/MedEd"' in status.content_html
    assert status.thread_id == status.pk
    assert [mention.account_id for mention in status.mentions.all()] == [bo.pk]
    assert (fresh(ana).statuses_count, fresh(ana).last_status_id) == (1, status.pk)
    assert Job.objects.filter(task__endswith="notices.on_status_published").count() == 1


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "javascript:alert(1)",
        'https://example.org/"onmouseover="alert(1)',
        "https://example.org/'><style>*{}</style>",
        '#tag"><b>x</b>',
        '@ana"><b>x</b>',
    ],
)
def test_what_is_typed_is_text(ana: Account, words: str) -> None:
    """Nothing typed becomes markup but links, mentions and hashtags of our own making."""
    import re

    html = post(ana, words).content_html
    tags = set(re.findall(r"<(/?\w+)", html))
    assert tags <= {"p", "/p", "a", "/a", "span", "/span", "br"}
    for tag in re.findall(r"<[^>]*>", html):
        names = set(re.findall(r"\s([\w-]+)=", re.sub(r'"[^"]*"', '""', tag)))
        assert names <= {"href", "class", "rel", "target"}
        assert 'href="javascript' not in tag


def test_hashtags_are_one_whatever_their_case_and_keep_their_first_shape(
    ana: Account, bo: Account
) -> None:
    first = post(ana, "#CardioUpdate twice #cardioUPDATE")
    post(bo, "#ＣＡＲＤＩＯＵＰＤＡＴＥ and #日本循環器学会 and #Çağrı")
    tag = Hashtag.objects.get(name="cardioupdate")
    assert tag.display == "CardioUpdate"
    assert StatusHashtag.objects.filter(status=first).count() == 1
    assert {use.account_id: use.uses for use in HashtagUse.objects.filter(hashtag=tag)} == {
        ana.pk: 1,
        bo.pk: 1,
    }
    assert Hashtag.objects.filter(name="日本循環器学会").exists()


@pytest.mark.parametrize("visibility", [UNLISTED, PRIVATE, DIRECT])
def test_only_public_posts_count_under_a_hashtag(ana: Account, visibility) -> None:
    status = post(ana, "#quiet canary", visibility=visibility)
    assert not StatusHashtag.objects.get(status=status).listed
    assert not HashtagUse.objects.exists()


def test_mentions_name_people_and_not_those_apart(ana: Account, bo: Account) -> None:
    cy, dee = make_account("cy"), make_account("dee")
    block(cy, ana)
    block(ana, dee)
    status = post(ana, "@bo @BO @cy @dee @nobody_here @ana")
    assert set(status.mentions.values_list("account_id", flat=True)) == {bo.pk, ana.pk}
    assert 'href="/@cy"' not in status.content_html
    assert 'href="/@dee"' not in status.content_html


def test_a_reply_joins_the_thread_and_is_no_more_open(ana: Account, bo: Account) -> None:
    root = post(ana, visibility=UNLISTED)
    answer = reply(bo, root)
    deeper = reply(ana, answer)
    assert (answer.thread_id, deeper.thread_id) == (root.pk, root.pk)
    assert answer.visibility == UNLISTED
    assert answer.in_reply_to_account_id == ana.pk
    assert fresh(root).replies_count == 1
    assert fresh(answer).replies_count == 1


def test_a_reply_to_a_boost_answers_what_was_boosted(ana: Account, bo: Account) -> None:
    root = post(ana)
    boost = actions.boost(bo, root.pk)
    assert reply(bo, boost).in_reply_to_id == root.pk


def test_a_private_answer_reaches_whom_it_answers(ana: Account, bo: Account) -> None:
    """Even unnamed, and even when they do not follow; and counts tell nobody of it."""
    root = post(ana, "anyone on call?")
    answer = reply(bo, root, "I am, canary", visibility=DIRECT)
    assert queries.get(ana, answer.pk) == answer
    assert fresh(root).replies_count == 0
    assert fresh(bo).statuses_count == 0
    actions.edit(bo, answer.pk, Draft(text="I am."))
    assert queries.get(ana, answer.pk) == answer
    actions.delete(bo, answer.pk)
    assert fresh(root).replies_count == 0
    assert fresh(bo).statuses_count == 0


def pairs() -> set[tuple[int, int, int, int]]:
    columns = ("low_id", "high_id", "thread_id", "last_status_id")
    return set(ConversationPair.objects.values_list(*columns))


def test_conversations_are_kept_exactly(ana: Account, bo: Account) -> None:
    low, high = sorted((ana.pk, bo.pk))
    root = post(ana, "hello @bo")
    assert pairs() == {(low, high, root.pk, root.pk)}
    answer = reply(bo, root)
    other = post(bo, "hi @ana")
    assert pairs() == {(low, high, root.pk, answer.pk), (low, high, other.pk, other.pk)}
    actions.delete(bo, other.pk)
    actions.delete(bo, answer.pk)
    assert pairs() == {(low, high, root.pk, root.pk)}
    actions.edit(ana, root.pk, Draft(text="hello all"))
    assert pairs() == set()
    actions.edit(ana, root.pk, Draft(text="hello @bo again"))
    assert pairs() == {(low, high, root.pk, root.pk)}


def test_the_same_key_gives_the_same_post(ana: Account, bo: Account) -> None:
    one = actions.publish(ana, Draft(text="once"), idempotency_key="k1")
    two = actions.publish(ana, Draft(text="once"), idempotency_key="k1")
    assert one.pk == two.pk
    assert fresh(ana).statuses_count == 1
    theirs = actions.publish(bo, Draft(text="once"), idempotency_key="k1")
    assert theirs.pk != one.pk, "keys are each account's own"


def test_pictures_are_claimed_once_and_only_ones_own(ana: Account, bo: Account) -> None:
    mine = actions.upload(ana, picture(), "Two colleagues at a poster")
    theirs = actions.upload(bo, picture())
    with pytest.raises(NotFound):
        post(ana, attachments=(mine.pk, theirs.pk))
    assert fresh(mine).status_id is None, "nothing half done"
    assert not Status.objects.exists()
    status = post(ana, "", attachments=(mine.pk,), descriptions={mine.pk: "At the poster"})
    assert fresh(mine).description == "At the poster"
    with pytest.raises(NotFound):
        post(ana, "again", attachments=(mine.pk,))
    with pytest.raises(NotFound):
        actions.describe(bo, mine.pk, "defaced")
    assert list(status.attachments.all()) == [mine]


def test_an_edit_keeps_what_was_said(ana: Account, bo: Account) -> None:
    upload = actions.upload(ana, picture(), "before")
    status = post(ana, "First #One @bo", attachments=(upload.pk,))
    draft = Draft(text="Second #Two", attachments=(upload.pk,), descriptions={upload.pk: "after"})
    actions.edit(ana, status.pk, draft)
    actions.edit(ana, status.pk, draft)  # changes nothing, keeps nothing
    changed = fresh(status)
    assert changed.edited_at is not None
    assert "Second" in changed.content_html
    assert not changed.mentions.exists()
    version = StatusEdit.objects.get()
    assert (version.text, version.created_at) == ("First #One @bo", status.created_at)
    assert version.attachments == [{"id": str(upload.pk), "description": "before"}]
    assert set(HashtagUse.objects.values_list("hashtag__name", "uses")) == {("two", 1)}
    assert fresh(upload).description == "after"
    assert fresh(ana).statuses_count == 1


def test_an_edit_obeys_the_same_rules(ana: Account, bo: Account) -> None:
    status = post(ana)
    with pytest.raises(Refused):
        actions.edit(ana, status.pk, Draft(text="x" * 501))
    with pytest.raises(NotFound):
        actions.edit(bo, status.pk, Draft(text="mine"))
    with pytest.raises(NotFound):
        actions.delete(bo, status.pk)
    assert fresh(status).text == "Good morning"


def test_deleting_takes_everything_with_it(
    ana: Account, bo: Account, django_capture_on_commit_callbacks
) -> None:
    before = post(ana, "before #Tag")
    upload = actions.upload(ana, picture())
    status = post(ana, "#Tag #Other @bo", attachments=(upload.pk,))
    answer = reply(bo, status)
    actions.boost(bo, status.pk)
    actions.boost(ana, status.pk)
    actions.favourite(bo, status.pk)
    actions.bookmark(bo, status.pk)
    assert (fresh(ana).statuses_count, fresh(bo).statuses_count) == (3, 2)
    with django_capture_on_commit_callbacks(execute=True):
        actions.delete(ana, status.pk)
    assert (fresh(ana).statuses_count, fresh(bo).statuses_count) == (1, 1)
    assert fresh(ana).last_status_id == before.pk
    assert set(HashtagUse.objects.values_list("hashtag__name", "uses", "last_status_id")) == {
        ("tag", 1, before.pk)
    }
    assert fresh(answer).in_reply_to_id is None
    assert not Mention.objects.exists()
    assert not Attachment.objects.exists()
    assert media.find(upload.file) is None
    assert media.find(upload.small) is None


def test_files_stay_until_the_deletion_is_certain(
    ana: Account, django_capture_on_commit_callbacks
) -> None:
    upload = actions.upload(ana, picture())
    status = post(ana, attachments=(upload.pk,))
    with django_capture_on_commit_callbacks(execute=False):
        actions.delete(ana, status.pk)
    assert media.find(upload.file) is not None


def test_a_policy_may_object(ana: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_names(actor: Account, draft: Draft) -> None:
        if "NHS" in draft.text:
            raise Refused("That looks like a patient's number.", field="text")

    monkeypatch.setitem(policies._registered, "publish", [no_names])
    with pytest.raises(Refused):
        post(ana, "NHS 943 476 5919")
    status = post(ana, "fine")
    with pytest.raises(Refused):
        actions.edit(ana, status.pk, Draft(text="NHS 943 476 5919"))
    assert Status.objects.count() == 1


def test_posting_costs_the_same_however_many_follow(
    ana: Account, django_assert_max_num_queries
) -> None:
    for _ in range(5):
        follow(make_account(), ana)
    post(ana, "warm #MedEd")
    with django_assert_max_num_queries(20):
        post(ana, "Morning #MedEd @bo")


def test_uploads_nobody_posted_are_removed(
    ana: Account, freeze, django_capture_on_commit_callbacks
) -> None:
    from datetime import timedelta

    from plenary.lib import clock
    from plenary.statuses.actions.tidying import tidy

    now = clock.now()
    lost, kept = actions.upload(ana, picture()), actions.upload(ana, picture())
    actions.publish(ana, Draft(text="x", attachments=(kept.pk,)), idempotency_key="k")
    freeze(now + timedelta(hours=20))
    fresh_one = actions.upload(ana, picture())
    freeze(now + timedelta(days=3) - timedelta(hours=36))
    with django_capture_on_commit_callbacks(execute=True):
        tidy.call()
    assert set(Attachment.objects.all()) == {kept, fresh_one}
    assert media.find(lost.file) is None
    assert media.find(kept.file) is not None
    assert actions.publish(ana, Draft(text="x"), idempotency_key="k").text == "x"
    assert Status.objects.count() == 1
