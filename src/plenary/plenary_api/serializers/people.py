"""People, and how one knows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from plenary.api.moments import moment_or_none
from plenary.plenary_api.entities import people as entities

if TYPE_CHECKING:
    from plenary.accounts.models import Account
    from plenary.events.models import Attendance
    from plenary.events.queries import Acquaintance, Card, Section

_MOST_HASHTAGS = 5
# What the people page writes over a face; nothing over somebody who is simply going.
_STATES = {"": "going", "Maybe": "maybe", "Joining online": "online", "Speaker": "speaker"}


def absolute(url: str) -> str:
    """An address of ours as apps need it; one of elsewhere as it is."""
    return url if "://" in url else f"{settings.PUBLIC_URL}{url}"


def person(account: Account) -> entities.Person:
    return entities.Person(
        id=str(account.pk),
        acct=account.acct,
        display_name=account.name,
        pronouns=account.pronouns,
        url=absolute(account.url),
        avatar=absolute(account.avatar_url) if account.avatar else None,
        avatar_large=absolute(account.avatar_large_url) if account.avatar else None,
        specialty=account.specialty,
        specialty_name=account.specialty_label if account.specialty else "",
        grade=account.grade,
        grade_name=account.grade_label if account.grade else "",
        workplace=account.workplace,
        region=account.region,
    )


def acquaintance(how: Acquaintance) -> entities.Acquaintance:
    return entities.Acquaintance(
        mutual=how.mutual,
        following_since=moment_or_none(how.i_follow),
        followed_since=moment_or_none(how.they_follow),
        conversations=how.conversations,
        hashtags=how.hashtags[:_MOST_HASHTAGS],
        last_post_at=moment_or_none(how.last_post),
        words=str(how),
    )


def known(account: Account, how: Acquaintance) -> entities.Known:
    return entities.Known(person=person(account), how=acquaintance(how))


def attendee(card: Card) -> entities.Attendee:
    return entities.Attendee(
        person=person(card.account),
        how=acquaintance(card.how),
        state=_STATES[card.state],  # type: ignore[arg-type]
    )


def section(found: Section) -> entities.PeopleSection:
    return entities.PeopleSection(
        name=found.name,  # type: ignore[arg-type]
        title=found.title,
        people=[attendee(card) for card in found.cards],
        next_max_id=str(found.after) if found.after is not None else None,
    )


def attendance(row: Attendance | None) -> entities.Attendance:
    return entities.Attendance(
        attending=row is not None,
        state=row.state if row else None,  # type: ignore[arg-type]
        audience=row.audience if row else None,  # type: ignore[arg-type]
        updated_at=moment_or_none(row.updated_at if row else None),
    )
