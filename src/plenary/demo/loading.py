"""Writes the demo's world into an empty database: in bulk, since it is made, not typed.

What actions keep beside the rows they write (counts, words of names, uses of hashtags, pairs who
spoke) is reckoned here from the same rules, and `tests/journeys` recounts it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction

from plenary.accounts import rules as account_rules
from plenary.accounts.models import Account, Follow, Interest, NameWord, User
from plenary.accounts.vocabulary import GRADES, SPECIALTIES
from plenary.events.actions import fronting, import_programme
from plenary.events.models import Event, Session, Speaker
from plenary.events.programme import read
from plenary.lib import clock, text
from plenary.statuses.actions import hashtag_named

from . import congress, faces, gathering, talking
from .drawing.scenery import event_picture
from .making import Ids, render
from .people import Person
from .world import World

PASSWORD = "see you in Edinburgh"

Step = Callable[[str, Iterator[object] | None, int], None]

_SPECIALTIES = {label: code for code, label in SPECIALTIES.items()} | {
    "Anaesthetics": "anaesthesia",
    "Geriatrics": "geriatrics",
    "Intensive care": "intensive_care",
    "Oncology": "medical_oncology",
    "Orthopaedics": "orthopaedics",
    "Palliative medicine": "palliative",
    "Pathology": "histopathology",
}
_GRADES = {label: code for code, label in GRADES.items()} | {
    "Clinical fellow": "fellow",
    "Research fellow": "fellow",
    "Core trainee": "resident",
    "GP registrar": "registrar",
    "Specialty registrar": "registrar",
    "Foundation doctor": "intern",
    "Consultant": "consultant",
}


def load(
    world: World, now: datetime, media: Path, tell: Callable[[str, int], None]
) -> dict[str, str]:
    """Fill the database; `tell(step, done)` hears how far it is. Returns the demo's sign-in."""
    avatars = []
    for path in faces.draw(world.people, media, "1"):
        avatars.append(path)
        tell("Drawing 400 faces", 1)
    with clock.freeze(now), transaction.atomic():
        maker = Ids()
        accounts = _people(world.people, avatars, maker)
        tell("People", 1)
        _follows(world, accounts, maker)
        tell("Follows", 1)
        talking.load(world, accounts, maker)
        tell("Posts", 1)
        event = _event(world, accounts, media)
        tell("Programme", 1)
        sessions = _sessions(world, event)
        gathering.load(world, event, accounts, sessions, maker)
        tell("Who is going and who is there", 1)
    return {"email": world.people[0].email, "password": PASSWORD}


def _people(people: list[Person], avatars: list[str], maker: Ids) -> list[Account]:
    accounts = [
        _account(person, avatar, maker) for person, avatar in zip(people, avatars, strict=True)
    ]
    Account.objects.bulk_create(accounts)
    password = make_password(PASSWORD)  # one hash for all: they are nobody's secrets
    users = [
        User(email=person.email, account=account, password=password, date_joined=person.joined_at)
        for person, account in zip(people, accounts, strict=True)
    ]
    User.objects.bulk_create(users)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, primary=True, verified=True)
        for user in User.objects.filter(email__in=[user.email for user in users])
    )
    NameWord.objects.bulk_create(
        NameWord(account=account, word=word)
        for account in accounts
        for word in sorted(set(account_rules.name_words(account.display_name, account.username)))
    )
    Interest.objects.bulk_create(
        Interest(account=account, key=key, name=name)
        for person, account in zip(people, accounts, strict=True)
        for key, name in {text.fold(name): name for name in person.interests}.items()
    )
    return accounts


def _account(person: Person, avatar: str, maker: Ids) -> Account:
    return Account(
        pk=maker.at(person.joined_at),
        username=person.handle,
        skeleton=account_rules.skeleton(person.handle),
        created_at=person.joined_at,
        display_name=person.name,
        pronouns=person.pronouns,
        note=person.bio,
        note_html=render(person.bio),
        fields=[
            {
                "name": name,
                "value": value,
                "html": render(value).removeprefix("<p>").removesuffix("</p>"),
            }
            for name, value in person.fields
        ],
        avatar=avatar,
        specialty=_SPECIALTIES[person.specialty],
        grade=_GRADES[person.grade],
        workplace=person.workplace,
        region=person.region,
        locked=person.locked,
    )


def _follows(world: World, accounts: list[Account], maker: Ids) -> None:
    for tie in world.follows:
        accounts[tie.source].following_count += 1
        accounts[tie.target].followers_count += 1
    Follow.objects.bulk_create(
        [
            Follow(
                pk=maker.at(tie.at),
                source=accounts[tie.source],
                target=accounts[tie.target],
                created_at=tie.at,
            )
            for tie in world.follows
        ],
        batch_size=2_000,
    )


def _event(world: World, accounts: list[Account], media: Path) -> Event:
    """The programme comes in by the same door as any other; then what an organiser adds."""
    programme = read(json.dumps(world.schedule).encode(), "schedule.json")
    outcome = import_programme(None, programme, source="demo")
    event = outcome.event
    assert event is not None
    event.name = congress.NAME
    event.hashtag = hashtag_named(congress.HASHTAG)
    event.venue, event.address = congress.VENUE, congress.ADDRESS
    event.description = congress.DESCRIPTION
    event.organiser = accounts[0]
    event.picture = faces.path_of("headers", "congress")
    target = media / event.picture
    target.parent.mkdir(parents=True, exist_ok=True)
    event_picture().save(target, "WEBP", quality=85)
    event.save()
    by_number = {str(person.index + 1): accounts[person.index] for person in world.people}
    speakers = list(Speaker.objects.filter(event=event))
    for speaker in speakers:
        speaker.account = by_number.get(str(speaker.extras.get("id")))
    Speaker.objects.bulk_update(speakers, ["account"])
    fronting.in_step(event)
    return event


def _sessions(world: World, event: Event) -> dict[int, Session]:
    """Sessions as stored, by the world's number."""
    stored = {row.identity: row for row in Session.objects.filter(event=event)}
    return {draft.number: stored[str(draft.guid)] for draft in world.sessions}
