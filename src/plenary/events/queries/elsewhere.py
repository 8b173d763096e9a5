"""What other servers may know of an event, as plain values: what its page shows to anybody, and of
people nothing. And what its organisers see of it."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Max, Min, Q

from plenary.accounts.models import Account, Follow, User
from plenary.accounts.visibility import apart
from plenary.events.models import (
    Attendance,
    Audience,
    Event,
    EventInvitation,
    EventPost,
    Passing,
    Session,
)
from plenary.events.queries.programme import may_organise
from plenary.events.rules import elsewhere as rules
from plenary.lib import clock, text
from plenary.lib.errors import NotFound

SHOWN = 100


@dataclass(frozen=True)
class Face:
    """An event as anybody may know it."""

    pk: int
    uri: str
    slug: str
    name: str
    summary: str
    content: str  # HTML
    starts_at: datetime
    ends_at: datetime
    zone: str
    venue: str
    address: str
    url: str
    picture: str
    hashtag: tuple[str, str] | None  # as written, folded
    published: datetime
    updated: datetime | None
    cancelled: bool
    account: Account | None


@dataclass(frozen=True)
class Invited:
    """An Invite as it is sent: who asks whom, by the key of its row."""

    pk: int
    event_uri: str
    event_name: str
    by: Account
    account: Account


@dataclass(frozen=True)
class Organised:
    """What an organiser sees: posts that wait, those passed on, and whom somebody asked."""

    waiting: list[EventPost]
    boosted: list[EventPost]
    invited: list[EventInvitation]


def address(slug: str) -> str:
    return f"{settings.PUBLIC_URL}/events/{slug}"


def slug_of(uri: str) -> str:
    """The event of ours that is called so; '' for anything else."""
    start = address("")
    slug = uri.removeprefix(start) if uri.startswith(start) else ""
    return slug if slug and "/" not in slug and "?" not in slug and "#" not in slug else ""


def face(slug: str = "", *, pk: int | None = None) -> Face:
    """By its address, or by its key; NotFound where there is none (two queries)."""
    rows = Event.objects.select_related("hashtag", "account")
    event = rows.filter(pk=pk).first() if pk is not None else rows.filter(slug=slug).first()
    if event is None:
        raise NotFound
    span = rules.span(event.starts_on, event.ends_on, event.tz)
    sessions = Session.objects.filter(event=event)
    told = sessions.aggregate(first=Min("starts_at"), last=Max("ends_at"))
    return Face(
        pk=event.pk,
        uri=address(event.slug),
        slug=event.slug,
        name=event.name,
        summary=" · ".join(part for part in (rules.when(event), rules.where(event)) if part),
        content=text.render(event.description, lambda _: None, lambda tag: f"/tags/{tag}"),
        starts_at=(told["first"] or span.starts_at).astimezone(event.tz),
        ends_at=(told["last"] or span.ends_at).astimezone(event.tz),
        zone=event.zone,
        venue=event.venue,
        address=event.address,
        url=event.url,
        picture=event.picture,
        hashtag=(event.hashtag.display, event.hashtag.name) if event.hashtag else None,
        published=event.created_at,
        updated=event.changed_at,
        cancelled=event.cancelled_at is not None,
        account=event.account,
    )


def event_of_account(account: Account) -> Event | None:
    """The event that an account speaks for."""
    if account.actor_type != "Group" or account.domain:
        return None
    return Event.objects.filter(account=account).first()


def joined_from_elsewhere(event_id: int) -> list[int]:
    """Whose servers keep the event in a calendar."""
    joined = Attendance.objects.filter(event=event_id).exclude(join_uri="")
    return list(joined.order_by("pk").values_list("account_id", flat=True))


def awaits(account_id: int) -> bool:
    """Whether an event that is not long over awaits what somebody elsewhere writes under its
    hashtag: somebody who lets everybody see that they come. To listen to others would tell it."""
    shown = Q(audience=Audience.EVERYONE) | ~Q(join_uri="")
    comes = Attendance.objects.filter(shown, account=account_id, event__hashtag__isnull=False)
    return comes.filter(event__ends_on__gte=clock.now().date() - rules.AFTERGLOW).exists()


def to_name(viewer: Account, event: Event) -> str:
    """The handle that somebody who writes elsewhere names beside the event's hashtag, for their
    post to be sent here; '' where it is anyway: this server listens to them, or somebody here
    follows them (three queries at most)."""
    mine = Attendance.objects.filter(event=event, account=viewer).first()
    if mine is not None and rules.may_pass_on_of(mine):
        return ""
    if Follow.objects.filter(target=viewer, source__domain="").exists():
        return ""
    if event.account_id is None:
        return ""
    handle = Account.objects.filter(pk=event.account_id).values_list("username", flat=True).first()
    return f"@{handle}@{settings.DOMAIN}" if handle else ""


def invited(pk: int) -> Invited | None:
    rows = EventInvitation.objects.select_related("event", "by", "account")
    row = rows.filter(pk=pk).first()
    if row is None:
        return None
    return Invited(row.pk, address(row.event.slug), row.event.name, row.by, row.account)


def organised(viewer: Account, event: Event) -> Organised:
    """NotFound for who neither organises it nor moderates here."""
    staff = User.objects.filter(account=viewer, is_staff=True, is_active=True)
    if not may_organise(viewer, event) and not staff.exists():
        raise NotFound
    rows = EventPost.objects.filter(event=event).exclude(apart(viewer, "status__account"))
    rows = rows.select_related("status__account").prefetch_related("status__attachments")
    rows = rows.order_by("-status_id")
    asked = EventInvitation.objects.filter(event=event).exclude(apart(viewer, "account"))
    return Organised(
        waiting=list(rows.filter(state=Passing.WAITING)[:SHOWN]),
        boosted=list(rows.filter(state=Passing.BOOSTED)[:SHOWN]),
        invited=list(asked.select_related("account", "by").order_by("-pk")[:SHOWN]),
    )


def my_invitations(viewer: Account, event: Event) -> list[EventInvitation]:
    """Whom the viewer asked, with their answers."""
    rows = EventInvitation.objects.filter(event=event, by=viewer).exclude(apart(viewer, "account"))
    return list(rows.select_related("account").order_by("-pk")[:SHOWN])
