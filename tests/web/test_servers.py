"""Other servers on the pages of moderators, and what the public is told; without JavaScript."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from plenary.accounts.models import Account
from plenary.conduct import actions
from plenary.conduct.models import DomainAllow, DomainBlock
from plenary.federation.models import Server
from plenary.lib import clock
from plenary.statuses.models import Status
from tests.factories import make_account

pytestmark = pytest.mark.django_db
LIST = "/moderation/domain-list"


@pytest.fixture
def browser(client_for: Any) -> Client:
    account = make_account("mod")
    actions.appoint(account, "moderator")
    return client_for(account)


def far(username: str, domain: str) -> Account:
    return Account.objects.create(
        username=username, domain=domain, uri=f"https://{domain}/users/{username}"
    )


def text_of(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.status_code
    return str(answer.content.decode())


@pytest.mark.parametrize("page", ["/domains/bad.example", "/domain-list", "/domain-list.csv"])
def test_moderators_alone_come_in(client: Client, client_for: Any, page: str) -> None:
    assert client.get(f"/moderation{page}").status_code == 302
    ana = client_for(make_account("ana"))
    assert ana.get(f"/moderation{page}").status_code == 403
    assert ana.post(f"/moderation{page}", {"do": "decide"}).status_code in {403, 405}
    assert not DomainBlock.objects.exists()


def test_what_is_known_of_servers_is_shown(browser: Client) -> None:
    ana = far("ana", "good.example")
    Status.objects.create(account=ana, local=False, uri="https://good.example/1")
    since = clock.now() - timedelta(days=3)
    Server.objects.create(domain="good.example", software="mastodon", version="4.5")
    Server.objects.create(domain="gone.example", failing_since=since)
    actions.block_domain(None, "bad.example", severity="suspend", private_comment="Among us all")
    page = text_of(browser.get("/moderation/domains"))
    for words in ("3 servers", "1 account, 1 post", "mastodon 4.5", "not answering since"):
        assert words in page
    assert "Suspended" in page and "Among us all" in page
    assert "gone.example" not in text_of(browser.get("/moderation/domains?q=GOOD"))
    for state, name in (("failing", "gone.example"), ("suspend", "bad.example")):
        found = text_of(browser.get(f"/moderation/domains?state={state}"))
        assert name in found and "1 server<" in found


def test_the_list_of_servers_costs_the_same_however_long(
    browser: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(50):
        far("ana", f"s{number:02}.example")
        Server.objects.create(domain=f"s{number:02}.example")
    browser.get("/moderation/domains")
    with django_assert_max_num_queries(20):
        page = text_of(browser.get("/moderation/domains"))
    assert "s39.example" in page and "s40.example" not in page
    assert "s40.example" in text_of(browser.get("/moderation/domains?after=s39.example"))


def test_a_server_is_decided_about_on_its_page(browser: Client) -> None:
    ana, path = far("ana", "bad.example"), "/moderation/domains/bad.example"
    sent = {"do": "decide", "severity": "suspend", "public_comment": "Why", "reject_media": "on"}
    assert browser.post(path, sent).status_code == 302
    ana.refresh_from_db()
    assert ana.suspended_at is not None
    page = text_of(browser.get(path))
    assert 'value="suspend" checked' in page and "Lift the decision" in page and "Why" in page
    assert browser.post(path, {"do": "decide", "severity": "silence"}).status_code == 302
    made = DomainBlock.objects.get()
    assert (made.severity, made.reject_media, made.public_comment) == ("silence", False, "")
    below = text_of(browser.get("/moderation/domains/sub.bad.example"))
    assert "This follows from the decision about" in below
    refused = browser.post(path, {"do": "decide", "severity": "maim", "public_comment": "Kept"})
    assert "Kept" in text_of(refused, 422)
    assert browser.post(path, {"do": "lift"}).status_code == 302
    assert browser.post(path, {"do": "lift"}).status_code == 404
    ana.refresh_from_db()
    assert ana.suspended_at is None and not DomainBlock.objects.exists()


def test_the_list_of_those_that_are_met(browser: Client, settings: Any) -> None:
    ana, path = far("ana", "good.example"), "/moderation/domains/good.example"
    assert "Put it on the list" not in text_of(browser.get(path))
    settings.ALLOW_LIST = True
    page = text_of(browser.get(path))
    assert "Not on the list" in page and "Put it on the list" in page
    actions.stand_everywhere()
    assert browser.post(path, {"do": "allow"}).status_code == 302
    ana.refresh_from_db()
    assert ana.suspended_at is None and DomainAllow.objects.count() == 1
    assert "good.example" in text_of(browser.get("/moderation/domains?state=listed"))
    assert browser.post(path, {"do": "disallow"}).status_code == 302
    assert browser.post(path, {"do": "disallow"}).status_code == 404


def test_a_list_is_looked_at_before_anything_is_done(browser: Client) -> None:
    actions.block_domain(None, "strong.example", severity="suspend")
    words = "#domain,#severity\nbad.example,suspend\nstrong.example,silence\nx*.example,noop\n"
    file = SimpleUploadedFile("list.csv", words.encode())
    page = text_of(browser.post(LIST, {"file": file, "do": "import"}))
    assert "Nothing is changed yet" in page and DomainBlock.objects.count() == 1
    for said in ("1 new", "1 stronger here", "Line 4", "It is suspended here"):
        assert said in page
    assert browser.post(LIST, {"list": words}).status_code == 200
    assert DomainBlock.objects.count() == 1
    assert browser.post(LIST, {"list": words, "do": "import"}).status_code == 302
    assert DomainBlock.objects.count() == 2
    assert DomainBlock.objects.get(domain="strong.example").severity == "suspend"
    done = browser.post(LIST, {"list": words, "do": "import", "weaken": "on"})
    assert done.status_code == 302
    assert DomainBlock.objects.get(domain="strong.example").severity == "silence"


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b'"', b"x" * 1_000_001])
def test_what_is_no_list_is_said(browser: Client, data: bytes) -> None:
    page = text_of(browser.post(LIST, {"file": SimpleUploadedFile("a.csv", data)}), 422)
    assert 'role="alert"' in page
    assert browser.post(LIST).status_code == 422


def test_decisions_are_saved_as_a_file(browser: Client) -> None:
    actions.block_domain(None, "bad.example", severity="silence", public_comment="=1+1")
    answer = browser.get("/moderation/domain-list.csv")
    assert "attachment" in answer["Content-Disposition"]
    assert "bad.example,silence,false,false,'=1+1,false" in text_of(answer)


@pytest.mark.parametrize("name", ["no dots", "a..example", "-", "a" * 300, "%00", "a%2Fb.example"])
def test_what_is_no_server_has_no_page(browser: Client, name: str) -> None:
    assert browser.get(f"/moderation/domains/{name}").status_code in {400, 404}
    assert browser.get(f"/moderation/domains?q={name}&after={name}&state=x").status_code in {
        200,
        400,
    }


def test_the_public_is_told(client: Client, client_for: Any, settings: Any) -> None:
    far("ana", "good.example")
    actions.block_domain(None, "spam.example", severity="suspend", public_comment="Spam <b>")
    actions.block_domain(
        None, "secretly.example", severity="silence", obfuscate=True, private_comment="Hush"
    )
    actions.block_domain(None, "noted.example", severity="noop", reject_media=True)
    page = text_of(client.get("/about"))
    assert "spam.example" in page and "Spam &lt;b&gt;" in page and "good.example" in page
    for hidden in ("secretly.example", "Hush", "noted.example"):
        assert hidden not in page
    settings.ALLOW_LIST = True
    actions.allow_domain(None, "good.example")
    assert "good.example" not in text_of(client.get("/about"))
    assert "good.example" in text_of(client_for(make_account("bo")).get("/about"))
