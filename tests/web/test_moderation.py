"""Reporting and moderating in a browser, without JavaScript."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from plenary.accounts import actions as accounts
from plenary.accounts.models import Account, Block, Mute, User
from plenary.conduct import actions
from plenary.conduct.models import Deed, DomainBlock, Report, ReportNote, Strike
from plenary.jobs.worker import run_until_empty
from plenary.statuses import actions as statuses
from plenary.statuses.models import Attachment, Status, Visibility
from plenary.statuses.rules import Draft
from tests.factories import block, make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def rude() -> Account:
    return make_account("rude")


@pytest.fixture
def ana() -> Account:
    return make_account("ana")


@pytest.fixture
def mod() -> Account:
    account = make_account("mod")
    actions.appoint(account, "moderator")
    return account


def post(account: Account, text: str = "Words", **more: Any) -> int:
    return statuses.publish(account, Draft(text=text, **more)).pk


def text_of(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def test_a_post_is_reported(client_for: Any, rude: Account, ana: Account) -> None:
    one, other = post(rude, "First words"), post(rude, "Second words")
    browser = client_for(ana)
    page = text_of(browser.get(f"/@rude/{one}"))
    assert f"/report/{rude.pk}?status={one}" in page
    page = text_of(browser.get(f"/report/{rude.pk}?status={one}"))
    assert "First words" in page and "Second words" in page
    assert f'value="{one}" checked' in page and f'value="{other}" checked' not in page
    sent = {"category": "violation", "rule": ["1"], "status": [str(one)], "comment": "Look"}
    assert browser.post(f"/report/{rude.pk}", {**sent, "mute": "on", "block": "on"}).url == "/"
    made = Report.objects.get()
    assert (made.category, made.rule_ids, made.status_ids) == ("violation", ["1"], [str(one)])
    assert Block.objects.filter(source=ana, target=rude).exists()
    assert Mute.objects.filter(source=ana, target=rude).exists()
    assert "Report …" in text_of(browser.get("/settings/blocked"))


def test_a_profile_has_the_way_to_it(client_for: Any, rude: Account, ana: Account) -> None:
    page = text_of(client_for(ana).get("/@rude"))
    assert f'href="/report/{rude.pk}"' in page


def test_what_is_missing_is_said_and_what_was_typed_stays(
    client_for: Any, rude: Account, ana: Account
) -> None:
    one, browser = post(rude), client_for(ana)
    for sent in (
        {"comment": "Kept words", "status": str(one)},
        {"comment": "Kept words", "status": str(one), "category": "violation"},
        {"comment": "Kept words" + "x" * 1000, "status": str(one), "category": "spam"},
        {"comment": "Kept words", "status": str(one), "category": "gossip"},
    ):
        answer = browser.post(f"/report/{rude.pk}", sent)
        page = answer.content.decode()
        assert answer.status_code == 422 and 'role="alert"' in page
        assert "Kept words" in page and f'value="{one}" checked' in page
    assert not Report.objects.exists()


def test_who_blocked_one_can_be_reported(client_for: Any, rude: Account, ana: Account) -> None:
    one = post(rude)
    block(rude, ana)
    browser = client_for(ana)
    text_of(browser.get(f"/report/{rude.pk}"))
    assert (
        browser.post(f"/report/{rude.pk}", {"category": "spam", "status": one}).status_code == 302
    )
    assert Report.objects.get().status_ids == [str(one)]


def test_whom_one_cannot_report(
    client: Client, client_for: Any, rude: Account, ana: Account
) -> None:
    assert client.get(f"/report/{rude.pk}").status_code == 302
    browser = client_for(ana)
    hidden = post(rude, visibility=Visibility.PRIVATE)
    sent = {"category": "spam", "status": hidden}
    assert browser.post(f"/report/{rude.pk}", sent).status_code == 404
    assert browser.get(f"/report/{ana.pk}").status_code == 404
    assert browser.get("/report/12345").status_code == 404
    assert browser.get(f"/report/{rude.pk}?status=99999999999999999999").status_code == 200
    assert "Words" not in text_of(browser.get(f"/report/{rude.pk}?status={hidden}"))
    accounts.suspend(rude)
    assert browser.get(f"/report/{rude.pk}").status_code == 404


PAGES = ["", "/reports/1", "/people", "/people/1", "/domains", "/book"]


@pytest.mark.parametrize("page", PAGES)
def test_moderators_alone_come_in(client: Client, client_for: Any, ana: Account, page: str) -> None:
    assert client.get(f"/moderation{page}").status_code == 302
    browser = client_for(ana)
    assert browser.get(f"/moderation{page}").status_code == 403
    assert browser.post(f"/moderation{page}", {"do": "resolve"}).status_code in {403, 405}
    assert "/moderation" not in text_of(browser.get("/"))
    assert browser.post("/moderation/reports/1/act", {"do": "resolve"}).status_code == 403


def test_a_moderator_finds_the_way(client_for: Any, mod: Account) -> None:
    browser = client_for(mod)
    assert 'href="/moderation"' in text_of(browser.get("/"))
    assert 'href="/moderation"' in text_of(browser.get("/settings/profile"))
    assert "Nothing waits for you" in text_of(browser.get("/moderation"))
    for page in ("/moderation/reports/1", "/moderation/people/1"):
        assert browser.get(page).status_code == 404


def test_a_report_is_read_and_answered(
    client_for: Any, rude: Account, ana: Account, mod: Account
) -> None:
    one = post(rude, "@ana Hidden words", visibility=Visibility.DIRECT)
    Attachment.objects.create(account=rude, status_id=one, file="secret.jpg", small="s.jpg")
    made = actions.make_report(
        ana, rude.pk, status_ids=[one], comment="<b>Look</b>", rule_ids=["1"]
    )
    run_until_empty()
    browser = client_for(mod)
    assert "reports somebody" in text_of(browser.get("/notifications"))
    assert "About Dr Rude" in text_of(browser.get("/moderation"))
    path = f"/moderation/reports/{made.pk}"
    page = text_of(browser.get(path))
    assert "Hidden words" in page and "&lt;b&gt;Look" in page and "secret.jpg" not in page
    assert "1 picture of this private post is not shown" in page
    for do in ("assign", "unassign", "resolve", "reopen", "assign"):
        assert browser.post(f"{path}/act", {"do": do}).url == path
    browser.post(f"{path}/act", {"do": "note", "text": "Seen before"})
    browser.post(f"{path}/act", {"do": "note", "text": " "})
    assert ReportNote.objects.count() == 1
    assert "Seen before" in text_of(browser.get(path))
    assert browser.post(f"{path}/act", {"do": "dance"}).status_code == 404
    sent = {"do": "decide", "action": "mark_statuses_as_sensitive", "text": "Mind the pictures"}
    browser.post(f"{path}/act", sent)
    assert Status.objects.get(pk=one).sensitive
    page = text_of(browser.get(path))
    assert "Answered" in page and "Posts behind a warning" in page and "Mind the pictures" in page
    assert "About Dr Rude" in text_of(browser.get("/moderation?closed=1"))
    run_until_empty()
    theirs = client_for(rude)
    assert "Mind the pictures" in text_of(theirs.get("/notifications"))
    page = text_of(theirs.get("/decisions"))
    assert "Mind the pictures" in page and "ana" not in page and "Dr Mod" not in page
    book = text_of(browser.get("/moderation/book"))
    assert "Mark_statuses_as_sensitive" not in book and "resolve report" in book.lower()


def test_reported_posts_are_removed(
    client_for: Any, rude: Account, ana: Account, mod: Account
) -> None:
    one, kept = post(rude), post(rude)
    made = actions.make_report(ana, rude.pk, status_ids=[one])
    browser, path = client_for(mod), f"/moderation/reports/{made.pk}"
    browser.post(f"{path}/act", {"do": "decide", "action": "delete_statuses"})
    assert [row.pk for row in Status.objects.all()] == [kept]
    assert "1 reported post is gone" in text_of(browser.get(path))
    browser.post(f"{path}/act", {"do": "decide", "action": "maim"})
    assert Strike.objects.count() == 1


def test_a_person_is_found_decided_about_and_let_in_again(
    client_for: Any, rude: Account, mod: Account
) -> None:
    browser, path = client_for(mod), f"/moderation/people/{rude.pk}"
    for q in ("RUD", "@rude", "dr rude", "rude@example"):
        assert path in text_of(browser.get("/moderation/people", {"q": q})), q
    assert path not in text_of(browser.get("/moderation/people", {"q": "somebody else"}))
    for action, lift, tag in (
        ("silence", "unsilence", "Limited"),
        ("sensitive", "unsensitive", "Pictures behind a warning"),
        ("disable", "enable", "Sign-in closed"),
        ("suspend", "unsuspend", "Suspended"),
    ):
        assert browser.post(path, {"action": action, "text": "Why"}).url == path
        assert f'<span class="tag">{tag}</span>' in text_of(browser.get(path))
        browser.post(path, {"lift": lift})
        assert f'<span class="tag">{tag}</span>' not in text_of(browser.get(path))
    accounts.suspend(rude)
    assert path in text_of(browser.get("/moderation/people?state=suspended"))
    browser.post(path, {"action": "delete_statuses"})
    assert Strike.objects.count() == 4


def test_nobody_decides_about_those_above(client_for: Any, mod: Account) -> None:
    chief = make_account("chief")
    actions.appoint(chief, "admin")
    browser = client_for(mod)
    for target in (chief, mod):
        path = f"/moderation/people/{target.pk}"
        assert "You cannot decide about" in text_of(browser.get(path))
        answer = browser.post(path, {"action": "suspend"}, follow=True)
        assert "not allowed" in answer.content.decode()
        assert not Strike.objects.exists()


def test_servers_are_kept_away(client_for: Any, mod: Account) -> None:
    browser, path = client_for(mod), "/moderation/domains"
    sent = {"domain": "Spam.example", "severity": "suspend", "private_comment": "Among us"}
    assert browser.post(path, sent).status_code == 302
    again = browser.post(path, sent)
    assert again.status_code == 422 and "already" in again.content.decode()
    wrong = browser.post(path, {"domain": "nonsense", "public_comment": "Kept words"})
    assert wrong.status_code == 422 and "Kept words" in wrong.content.decode()
    made = DomainBlock.objects.get()
    assert "spam.example" in text_of(browser.get(path))
    assert browser.post(path, {"remove": made.pk}).status_code == 302
    assert browser.post(path, {"remove": made.pk}).status_code == 404
    assert not DomainBlock.objects.exists()
    assert Deed.objects.filter(actor=mod).count() == 2


@pytest.mark.parametrize("page", ["/moderation", "/moderation/people", "/moderation/domains"])
def test_odd_addresses_are_no_error_of_ours(client_for: Any, mod: Account, page: str) -> None:
    browser = client_for(mod)
    for query in ("max_id=x", "max_id=99999999999999999999", "limit=-1", "q=%25&state=none"):
        assert browser.get(f"{page}?{query}").status_code == 200


def test_lists_cost_the_same_however_long(
    client_for: Any, ana: Account, mod: Account, django_assert_max_num_queries: Any
) -> None:
    for number in range(8):
        other = make_account(f"other{number}")
        actions.make_report(ana, other.pk, status_ids=[post(other)])
    browser = client_for(mod)
    browser.get("/moderation")
    for page, most in (("/moderation", 10), ("/moderation/people", 12), ("/moderation/book", 10)):
        with django_assert_max_num_queries(most):
            browser.get(page)


def command(*arguments: str) -> str:
    out = StringIO()
    call_command("moderator", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_says_who_moderates(rude: Account) -> None:
    assert "is a moderator" in command("@Rude")
    user = User.objects.get(account=rude)
    assert user.is_staff and not user.is_superuser
    assert "administrator" in command("rude", "--admin")
    user.refresh_from_db()
    assert user.is_superuser
    assert "no more" in command("rude", "--remove")
    user.refresh_from_db()
    assert not user.is_staff and not user.is_superuser
    assert Deed.objects.filter(target=rude, actor=None).count() == 3
    with pytest.raises(CommandError, match="no account"):
        command("nobody")
