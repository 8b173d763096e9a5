"""Every piece of a page, with what it asks for and nothing missing."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.forms import CharField, Form
from django.template import Engine, engines
from django.template.context import make_context
from django.test import Client, RequestFactory

from plenary.accounts.models import Account
from plenary.events import queries as events
from plenary.events.queries.acquaintance import Acquaintance
from plenary.lib import clock
from plenary.lib.pagination import Paged
from plenary.statuses import actions, queries
from plenary.statuses.models import PreviewCard
from plenary.statuses.rules import Question
from plenary.web import composing
from plenary.web.templatetags import plenary as tags
from tests.factories import make_account, make_event, make_session
from tests.statuses.makers import DIRECT, PRIVATE, picture, post

pytestmark = pytest.mark.django_db
MISSING = "MISSING:%s"


class Balance(HTMLParser):
    """Every element that opens closes, in order; no id stands twice."""

    VOID = frozenset(
        {"img", "input", "use", "path", "circle", "rect", "line", "br", "meta", "link", "hr"}
    )

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value or "" for name, value in attrs if name == "id"]

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open and self.open.pop() == tag, f"</{tag}> closes nothing"


def draw(name: str, **context: Any) -> str:
    """The component as pages get it, except that what it misses is named."""
    given = engines["django"].engine  # type: ignore[attr-defined]
    engine = Engine(
        dirs=given.dirs,
        app_dirs=True,
        libraries=given.libraries,
        builtins=given.builtins,
        string_if_invalid=MISSING,
    )
    request = RequestFactory().get("/")
    context = {"csrf_token": "token", "site_name": "Plenary", "request": request, **context}
    html = engine.get_template(f"components/{name}.html").render(
        make_context(context, autoescape=True)
    )
    assert "MISSING:" not in html, re.findall(r"MISSING:\S*", html)
    balance = Balance()
    balance.feed(html)
    assert not balance.open, f"never closed: {balance.open}"
    assert len(balance.ids) == len(set(balance.ids)), f"an id stands twice: {balance.ids}"
    return html


@pytest.fixture
def ana() -> Account:
    return make_account(
        "ana",
        display_name="Dr Ana Pires",
        pronouns="she/her",
        specialty="cardiology",
        region="Portugal",
        workplace="Hospital da Serra",
    )


def item(
    viewer: Account | None, author: Account, text: str = "Good morning", **draft: Any
) -> queries.Item:
    return queries.item(viewer, post(author, text, **draft).pk)


def test_person_card_and_row(ana: Account) -> None:
    how = Acquaintance(i_follow=clock.now(), they_follow=clock.now(), conversations=2)
    card = draw("person_card", account=ana, how=how, state="Maybe")
    for words in (
        "Dr Ana Pires",
        "/@ana",
        "Hospital da Serra",
        "Mutual since",
        "2 conversations",
        "Maybe",
    ):
        assert words in card
    row = draw("person_row", account=ana, note="Speaks at 10:15")
    assert "Speaks at 10:15" in row
    assert "@ana" in row


def test_names_are_words_not_markup(ana: Account) -> None:
    ana.display_name = "<b onclick=x>Ana</b>"
    card = draw("person_card", account=ana, how=None, state="")
    row = draw("person_row", account=ana, note="")
    assert "<b" not in card + row
    assert "&lt;b onclick" in card
    assert "&lt;b onclick" in row


def test_a_post_says_whom_it_is_for(ana: Account) -> None:
    bo = make_account("bo")
    assert "For followers" in draw(
        "post", item=item(ana, ana, visibility=PRIVATE), me=ana, focus=False
    )
    direct = draw("post", item=item(ana, ana, "@bo hello", visibility=DIRECT), me=bo, focus=False)
    assert "Direct message" in direct
    assert "is-direct" in direct
    folded = draw("post", item=item(ana, ana, spoiler_text="A wound"), me=ana, focus=True)
    assert "<summary>A wound</summary>" in folded
    assert "is-focus" in folded


def test_what_one_did_with_a_post_is_pressed(ana: Account) -> None:
    bo = make_account("bo")
    status = post(ana)
    buttons = draw("post_actions", item=queries.item(bo, status.pk), me=bo)
    assert buttons.count('aria-pressed="false"') == 3
    actions.favourite(bo, status.pk)
    buttons = draw("post_actions", item=queries.item(bo, status.pk), me=bo)
    assert 'value="unfavourite" aria-pressed="true" aria-label="Favourite, 1 so far"' in buttons
    assert "Edit or delete" not in buttons
    assert "Edit or delete" in draw("post_actions", item=queries.item(ana, status.pk), me=ana)


def test_posts_lead_on(ana: Account) -> None:
    page = Paged([item(ana, ana), item(ana, ana)], older=7)
    html = draw("posts", posts=page, more="/local", empty="Nothing", me=ana)
    assert 'href="/local?max_id=7"' in html
    assert "Nothing" not in html
    assert "Nothing yet" in draw(
        "posts", posts=Paged([]), more="/local", empty="Nothing yet", me=ana
    )


def test_composer_works_as_a_form_alone(ana: Account) -> None:
    draft = {"text": "a <draft>", "spoiler_text": "Careful", "visibility": int(PRIVATE)}
    context = composing.context(ana, reply=item(ana, ana), draft=draft)
    html = draw("composer", me=ana, error="Too long.", **context)
    assert "a &lt;draft&gt;</textarea>" in html
    assert f'<option value="{int(PRIVATE)}" selected>' in html
    assert html.count('name="description') == 4, "words for each of four pictures"
    assert 'role="alert">Too long.' in html
    for field in re.findall(
        r'<(?:textarea|select|input(?! type="hidden"))[^>]*\bid="([^"]+)"', html
    ):
        assert f'for="{field}"' in html, f"{field} has no label"


def test_session_in_its_phases(ana: Account) -> None:
    event = make_event("congress")
    session = make_session(event, "Sepsis", track="Acute care")
    row = events.session_row(ana, event, session.pk)
    html = draw("session", row=row, event=event, me=ana)
    assert "Now</span>" in html
    assert f"/events/congress/sessions/{session.pk}" in html
    later = replace(row, clash=True, phase="next")
    html = draw("session", row=later, event=event, me=None)
    assert "Clash</span>" in html
    assert "Next</span>" in html
    assert "<form" not in html, "a star for somebody who has no agenda"


def test_where_one_is_on_the_way_around(ana: Account) -> None:
    event = make_event("congress")
    context = {"me": ana, "unread_count": 3, "current_event": event}
    tabs = draw("tabs", **context)
    assert tabs.count("aria-current") == 1
    assert "/events/congress" in tabs
    assert '3<span class="sr"> unread</span>' in tabs
    assert "Sign in" in draw("tabs", me=None, current_event=None)
    assert 'aria-current="page">People' in draw("event_nav", event=event, tab="people", me=ana)
    beside = draw("aside", **context)
    assert "/events/congress/people" in beside
    assert "data-theme-choice" in beside


class Sample(Form):
    name = CharField(help_text="As on your badge.")
    region = CharField(required=False)


def test_form_ties_help_and_errors_to_their_fields() -> None:
    form = Sample({"name": ""})
    assert not form.is_valid()
    html = draw("form_fields", form=form)
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert html.count("(optional)") == 1


def test_avatar_without_a_picture_has_initials_and_a_colour(ana: Account) -> None:
    face = tags.avatar(ana, "m")
    assert ">AP</span>" in face
    assert re.search(r"avatar--c[0-7]\b", face)
    assert 'aria-hidden="true"' in face
    assert 'aria-label="Who is this?"' in tags.avatar(ana, "full", "Who is this?")


def test_ages_of_posts(freeze: Callable[..., None]) -> None:
    now = datetime(2027, 6, 10, 10, 0, tzinfo=UTC)
    freeze(now)
    ages = {20: "now", 120: "2 min", 7200: "2 h", 3 * 86400: "3 d", 30 * 86400: "11 May"}
    for seconds, words in ages.items():
        html = tags.ago(now - timedelta(seconds=seconds))
        assert f">{words}</time>" in html
        assert 'datetime="2027-' in html
    assert ">10 Jun 2025</time>" in tags.ago(now - timedelta(days=730))


def test_the_frame_of_a_page(ana: Account, client_for: Callable[[Account], Client]) -> None:
    for browser, live in ((client_for(ana), True), (Client(), False)):
        answer = browser.get("/local")
        page = answer.content.decode()
        assert page.index('class="skip" href="#main"') < page.index("<header")
        for landmark in ('<main id="main"', "<nav", "<aside", '<html lang="en">'):
            assert landmark in page
        assert page.count("<h1") == 1
        assert ("data-live=" in page) is live
        assert '"allowEval":false' in page
        assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_refusals_say_why_where_the_page_can_find_it(
    ana: Account, client_for: Callable[[Account], Client]
) -> None:
    """static/plenary/js/notes.js shows [data-refusal] when a press is refused."""
    refused = client_for(ana).post("/@ana/follow", headers={"HX-Request": "true"})
    assert refused.status_code == 422
    assert "<p data-refusal>" in refused.content.decode()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ana.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    stale = strict.post("/compose", {"text": "Hello"})
    assert stale.status_code == 403
    assert "data-refusal>This page was open for long" in stale.content.decode()


def test_nothing_here_looks_the_same_to_everybody(
    ana: Account, client_for: Callable[[Account], Client]
) -> None:
    answer = client_for(ana).get("/nowhere")
    assert answer.status_code == 404
    assert "There is nothing here" in answer.content.decode()


def test_pictures_carry_their_words(ana: Account) -> None:
    told, untold = actions.upload(ana, picture()), actions.upload(ana, picture())
    shown = item(
        ana,
        ana,
        attachments=(told.pk, untold.pk),
        descriptions={told.pk: 'A "poster"'},
        sensitive=True,
    )
    html = draw("post", item=shown, me=ana, focus=False)
    assert "has-2" in html
    assert 'alt="A &quot;poster&quot;"' in html
    assert html.count('aria-label="Picture without a description"') == 1
    assert "<summary>Pictures marked as sensitive</summary>" in html


def test_a_poll_asks_until_it_is_answered(ana: Account) -> None:
    bo = make_account("bo")
    asked = item(ana, ana, poll=Question(("Yes", "No"), multiple=True))
    status = asked.status
    shown = queries.item(bo, status.pk)
    form = draw("poll", item=shown, poll=shown.poll, status=status, me=bo)
    assert 'type="checkbox"' in form and "0 people answered" in form and "ends in" in form
    assert shown.poll is not None
    actions.vote(bo, shown.poll.id, [1])
    shown = queries.item(bo, status.pk)
    bars = draw("poll", item=shown, poll=shown.poll, status=status, me=bo)
    assert "<form" not in bars and "1 person answered" in bars and "100 %" in bars
    assert "Your answer" in draw("post", item=shown, me=bo, focus=False)


def test_a_quote_stands_within_its_post(ana: Account) -> None:
    said = item(ana, ana, "Well <put>", spoiler_text="Opinion")
    shown = item(ana, ana, "Hear hear", quote_of_id=said.status.pk)
    assert "Well &lt;put&gt;" in draw("quoted", quoted=shown.quoted)
    html = draw("post", item=shown, me=ana, focus=False)
    assert "<blockquote" in html and "<summary>Opinion</summary>" in html
    actions.delete(ana, said.status.pk)
    gone = draw("post", item=queries.item(ana, shown.status.pk), me=ana, focus=False)
    assert "was deleted" in gone


def test_a_card_says_where_it_leads() -> None:
    card = PreviewCard(
        url="https://a.example/<x>", title="<b>Sepsis", host="a.example", image="cards/aa/b.webp"
    )
    html = draw("card", card=card)
    assert 'href="https://a.example/&lt;x&gt;"' in html and "&lt;b&gt;Sepsis" in html
    assert 'src="/media/cards/aa/b.webp"' in html and 'rel="nofollow noopener' in html
    assert "a.example</span>" in html
    assert "<img" not in draw("card", card=PreviewCard(url="https://a.example/", title="x"))


def test_components_are_all_tried() -> None:
    """A new component comes with its test."""
    folder = Path(str(settings.TEMPLATES[0]["DIRS"][0])) / "components"
    tried = set(re.findall(r'draw\("(\w+)"', Path(__file__).read_text()))
    inside_others = {"form_field", "unread", "theme"}
    assert {path.stem for path in folder.glob("*.html")} - tried - inside_others == set()
