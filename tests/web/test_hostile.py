"""No address and no field, however odd, makes the server stumble; a refusal changes nothing.

The addresses come from the URL configuration and the fields from the source of the views, so that
what is added later is tried as well.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.forms import Form
from django.test import Client
from django.urls import URLPattern

from plenary.accounts.models import Account
from plenary.archive import actions as archive
from plenary.conduct import actions as conduct
from plenary.conduct.models import Severance
from plenary.encounters.models import Encounter
from plenary.events.models import Meetup, Speaker
from plenary.lib import clock
from plenary.timelines.actions import announce
from plenary.timelines.models import NotificationRequest
from plenary.web import pages
from plenary.web.pages import meetups, moving, moving_away, notice_settings, organise, settings
from plenary.web.urls import urlpatterns
from tests.factories import (
    attend,
    befriend,
    check_in,
    make_account,
    make_event,
    make_session,
)
from tests.statuses.makers import post

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def elsewhere(settings: Any) -> None:
    settings.SIGN_IN_ELSEWHERE = True


HUGE = str(10**30)
NUMBERS = ["0", "-1", str(2**63 - 1), str(2**63), str(2**64), HUGE, "9" * 5000, "٣", "²", "1.5"]
WORDS = [
    "",
    "abc",
    "\x00",
    "a\x00b",
    "%00",
    "�",
    "\u202e",
    "x" * 3000,
    "../../etc/passwd",
    "<b>'\";--",
]
WORDS_IN_PATHS = [HUGE, *[word for word in WORDS if word]]


def odd(values: list[str]) -> list[str]:
    """All on SQLite; on PostgreSQL, where the same code asks, those that only it minds."""
    if connection.vendor == "sqlite":
        return values
    return [one for one in values if one in ("\x00", str(2**63), HUGE, "²", "�")]


# What lets a view go on to read the rest.
SENSIBLE = {
    "show": "speakers",
    "fragment": "count",
    "audience": "everyone",
    "state": "going",
    "rating": "good",
    "visibility": "0",
    "text": "Hello",
    "do": "boost",
}
_READ = re.compile(r"""(?:GET|POST|FILES|params|given)\b(?:\.get(?:list)?\(|\[)\s*f?"([^"]+)\"""")
_ASKED = re.compile(r"""(?:number|_id)\(\s*"(\w+)"\)""")


def fields_of(source: str) -> set[str]:
    """The names a view reads; a name with a number in braces as it is with 1."""
    found = {*_READ.findall(source), *_ASKED.findall(source)}
    return {re.sub(r"\{.*?\}", "1", name) for name in found}


WEB = Path(pages.__file__).parent.parent
SHARED = fields_of((WEB / "newest.py").read_text()) | {"max_id", "since_id", "min_id", "limit"}
COMPOSER = fields_of((WEB / "composing.py").read_text())
FORMS: dict[str, tuple[type[Form], ...]] = {
    "meetups": (meetups.MeetupForm,),
    "moving": (moving.BringForm,),
    "moving_away": (moving_away.AddressForm,),
    "notice_settings": (notice_settings.NoticesForm,),
    "organise": (organise.EventForm, organise.ProgrammeForm),
    "settings": (settings.ProfileForm, settings.PrivacyForm),
}


def fields_for(pattern: URLPattern) -> list[str]:
    """Every name that a view's module, and what it shares with others, reads."""
    module = pattern.callback.__module__.rpartition(".")[2]
    if not (WEB / "pages" / f"{module}.py").exists():
        module = "accounts"
    source = (WEB / "pages" / f"{module}.py").read_text()
    found = fields_of(source) | {"fragment", "next"}
    if "Page.of" in source or "newest" in source:
        found |= SHARED
    if "composing" in source:
        found |= COMPOSER
    for form in FORMS.get(module, ()):
        found |= set(form().fields)
    if module == "presence":
        found |= {"words", "row", "seat"}
    if module == "people":
        found |= {"q", "specialty", "grade", "region", "interest", "before"}
    return sorted(found)


def test_the_fields_are_found() -> None:
    by_name = {str(pattern.name): fields_for(pattern) for pattern in urlpatterns}
    assert {"session"} <= set(by_name["met"])
    assert {"subject", "rating"} <= set(by_name["face_review"])
    assert {"max_id", "since_id", "limit", "fragment"} <= set(by_name["home"])
    assert {"text", "in_reply_to_id", "image1", "visibility"} <= set(by_name["compose"])
    assert {"audience", "block"} <= set(by_name["check_in"])
    assert {"before"} <= set(by_name["people"])
    assert {"token", "url", "file"} <= set(by_name["programme_import"])


class Scene:
    """One of everything, and what each part of an address is when it is right."""

    def __init__(self) -> None:
        self.maya, self.tom = make_account("maya"), make_account("tom")
        befriend(self.maya, self.tom)
        conduct.appoint(self.maya, "moderator")
        event = make_event("congress", organiser=self.maya)
        session = make_session(event)
        for one in (self.maya, self.tom):
            attend(event, one)
            check_in(session, one)
        meetup = Meetup.objects.create(
            event=event, host=self.tom, title="Tea", place="Café", starts_at=clock.now()
        )
        speaker = Speaker.objects.create(event=event, name="Dr Speaker", key="one")
        one, two = sorted((self.maya, self.tom), key=lambda account: account.pk)
        encounter = Encounter.objects.create(event=event, low=one, high=two, met_at=clock.now())
        lost = Severance.objects.create(
            account=self.maya, kind="domain_block", target_name="bad.example"
        )
        self.right = {
            "slug": "congress",
            "session_id": session.pk,
            "meetup_id": meetup.pk,
            "server_id": 1,
            "speaker_id": speaker.pk,
            "encounter_id": encounter.pk,
            "status_id": post(self.maya, "Hello #congress").pk,
            "account_id": self.tom.pk,
            "announcement_id": announce("Welcome").pk,
            "request_id": NotificationRequest.objects.create(account=self.maya, actor=self.tom).pk,
            "application_id": self.tom.pk,
            "report_id": conduct.make_report(self.maya, self.tom.pk).pk,
            "severance_id": lost.pk,
            "which": "following",
            "import_id": archive.bring(self.maya, "follows", b"tom", overwrite=True).pk,
            "archive_id": archive.ask_archive(self.maya).pk,
            "alias_id": archive.add_alias(self.maya, "tom").pk,
            "kind": "follows",
            "domain": "clinic.example",
            "acct": "tom",
            "name": "congress",
            "token": "nosuchtoken",
            "path": "avatars/none.webp",
        }

    def at(self, pattern: URLPattern, **odd: str) -> str:
        """The address of a view, with what is odd about it percent-encoded."""

        def part(match: re.Match[str]) -> str:
            name = match.group(1)
            given = odd.get(name, str(self.right[name]))
            raw = b"\xed\xa0\x80" if given == "�" else given.encode()  # half a pair
            return "".join(f"%{byte:02X}" if name in odd else chr(byte) for byte in raw)

        acct = "maya" if "status_id" in str(pattern.pattern) else self.right["acct"]
        self.right["acct"] = acct
        made = "/" + re.sub(r"<(?:\w+:)?(\w+)>", part, str(pattern.pattern))
        self.right["acct"] = "tom"
        return made


@pytest.fixture
def scene() -> Scene:
    return Scene()


@contextmanager
def undone() -> Iterator[None]:
    """What happens within did not happen: the next request finds the same scene."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def everything() -> list[Any]:
    """Every row of ours."""
    return [
        (model.__name__, list(model._default_manager.order_by("pk").values_list()))
        for model in apps.get_app_config("plenary").get_models()
    ]


class Attempts:
    """Asks, and keeps what went wrong."""

    def __init__(self) -> None:
        self.before = everything()
        self.wrote = False
        self.stumbles: list[str] = []

    def __call__(self, browser: Client, method: str, at: str, data: Any = (), **how: Any) -> int:
        words = f"{method} {at[:90]} {str(dict(data))[:60]!r} {how or ''}"
        self.wrote = False
        with undone(), connection.execute_wrapper(self._watch):
            try:
                status = getattr(browser, method)(at, dict(data), **how).status_code
            except Exception as error:
                self.stumbles.append(f"{words}: {type(error).__name__} {str(error)[:100]}")
                return 500
            if status >= 500:
                self.stumbles.append(f"{words}: {status}")
            elif status >= 400 and self.wrote and everything() != self.before:
                self.stumbles.append(f"{words}: refused with {status}, but something changed")
        return status

    def _watch(self, execute: Any, sql: str, *rest: Any) -> Any:
        """To look at every row takes long; where nothing was written it need not be done."""
        self.wrote |= (
            not sql.lstrip().upper().startswith(("SELECT", "WITH", "SAVEPOINT", "RELEASE"))
        )
        return execute(sql, *rest)


@pytest.fixture
def maya(scene: Scene, client_for: Callable[[Account], Client]) -> Client:
    return client_for(scene.maya)


@pytest.fixture
def attempt(maya: Client) -> Iterator[Attempts]:
    made = Attempts()
    yield made
    assert made.stumbles == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_odd_addresses(scene: Scene, attempt: Attempts, maya: Client, method: str) -> None:
    for pattern in urlpatterns:
        if attempt(maya, method, scene.at(pattern)) == 405:
            continue
        for kind, name in re.findall(r"<(?:(\w+):)?(\w+)>", str(pattern.pattern)):
            for value in odd(NUMBERS if kind == "id" else WORDS_IN_PATHS):
                attempt(maya, method, scene.at(pattern, **{name: value}))
            for value in ("\x00", str(2**63)):
                attempt(Client(), method, scene.at(pattern, **{name: value}))


@pytest.mark.parametrize("method", ["get", "post"])
def test_odd_fields(scene: Scene, attempt: Attempts, maya: Client, method: str) -> None:
    """Missing, all of them at once (repeated, each with another odd value, seven times), then each
    alone (once is enough: on SQLite, where a number of more than 64 bits fails as well)."""
    values = odd([*NUMBERS, *WORDS])
    for pattern in urlpatterns:
        at, names = scene.at(pattern), fields_for(pattern)
        if attempt(maya, method, at) == 405:
            continue
        for turn in range(0, len(values), 3):
            given = {name: values[(turn + place) % len(values)] for place, name in enumerate(names)}
            attempt(maya, method, at, {name: [value, value] for name, value in given.items()})
        for value in ("\x00", str(2**63)):
            every = dict.fromkeys(names, value)
            attempt(Client(), method, at, every)
            attempt(maya, method, at, every, headers={"hx-request": "true"})
            attempt(maya, method, at, every | SENSIBLE)
        for name in names if connection.vendor == "sqlite" else ():
            attempt(maya, method, at, SENSIBLE | {name: str(2**63)})


def test_odd_headers(scene: Scene, attempt: Attempts, maya: Client) -> None:
    """Where one comes from, and cookies: an escape in one can be a NUL."""
    room = f"/events/congress/sessions/{scene.right['session_id']}"
    for odd in ("http://[", "//", "javascript:alert(1)", "x" * 3000, "\\000"):
        came = {"hx-request": "true", "hx-current-url": odd, "referer": odd, "origin": odd}
        for browser in (Client(), maya):
            attempt(browser, "post", f"{room}/star", headers=came)
            attempt(browser, "get", f"{room}/room", headers=came)
    for name in ("sessionid", "csrftoken", "messages", "other"):
        spoilt = Client()
        spoilt.cookies[name] = "a\x00nd-more-of-it"
        assert "\\000" in spoilt.cookies[name].coded_value
        attempt(spoilt, "get", "/")
        attempt(spoilt, "get", f"{room}/room")


def test_a_nul_is_refused_with_a_page(maya: Client) -> None:
    answer = maya.get("/people?q=a%00b")
    assert answer.status_code == 400
    assert 'id="main"' in answer.content.decode()
    assert maya.get("/@a%00b").status_code == 404
