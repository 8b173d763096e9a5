"""A congress, and apps on the phones of those who go."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from plenary.accounts.models import Account
from plenary.events.models import Event, Session, SessionSpeaker, Speaker
from plenary.statuses.actions import hashtag_named
from tests.api.phones import Phone, nobody, phone, ward_round
from tests.factories import attend, befriend, make_account, make_event, make_session

__all__ = ["nobody", "phone", "ward_round"]
V1 = "/api/plenary/v1"


@dataclass
class Scene:
    """Maya and Tom, mutuals who go; `at` is the event's address, `room` that of its session."""

    event: Event
    session: Session
    maya: Phone
    tom: Phone

    @property
    def at(self) -> str:
        return f"{V1}/events/{self.event.slug}"

    @property
    def room(self) -> str:
        return f"{self.at}/sessions/{self.session.pk}"

    @property
    def she(self) -> Account:
        assert self.maya.account is not None
        return self.maya.account

    @property
    def he(self) -> Account:
        assert self.tom.account is not None
        return self.tom.account


@pytest.fixture
def event(db: None) -> Event:
    return make_event(
        "congress",
        name="The Congress",
        hashtag=hashtag_named("Congress26"),
        url="https://congress.example",
        picture="events/x.webp",
    )


@pytest.fixture
def session(event: Event) -> Session:
    return make_session(event, "Heart failure now", track="Heart", abstract="All of it.")


@pytest.fixture
def scene(event: Event, session: Session, phone: Callable[..., Phone]) -> Scene:
    people = [make_account(name, avatar=f"a/{name}.webp") for name in ("maya", "tom")]
    befriend(*people)
    for one in people:
        attend(event, one)
    return Scene(event, session, phone(people[0]), phone(people[1]))


def speaks(session: Session, name: str, account: Account | None = None) -> Speaker:
    speaker = Speaker.objects.create(event=session.event, key=name, name=name, account=account)
    SessionSpeaker.objects.create(session=session, speaker=speaker)
    return speaker
