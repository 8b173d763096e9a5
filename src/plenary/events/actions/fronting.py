"""The account as which an event speaks: made with it, and kept in step with it."""

from django.conf import settings
from django.db import transaction

from plenary.accounts.actions.profile import edit_profile
from plenary.accounts.actions.signup import new_local_account
from plenary.accounts.facts import ProfileChanged
from plenary.accounts.models import Account
from plenary.events.facts import EventAnnounced, EventCancelled, EventChanged
from plenary.events.models import Event
from plenary.events.rules import elsewhere as rules
from plenary.jobs.facts import record
from plenary.lib import clock
from plenary.lib.errors import NotFound, Refused
from plenary.statuses import actions as statuses
from plenary.statuses.rules import Draft


def front(event: Event) -> Account:
    """The event's account, made where it has none."""
    if event.account is not None:
        return event.account
    with transaction.atomic():
        held = Event.objects.select_for_update(of=("self",)).select_related("account", "hashtag")
        kept = held.get(pk=event.pk)
        if kept.account is None:
            kept.account = _new(kept)
            kept.save(update_fields=["account"])
            in_step(kept)
    event.account = kept.account
    assert event.account is not None
    return event.account


def front_of(slug: str) -> Account:
    """The same by the event's address."""
    event = Event.objects.select_related("account", "hashtag").filter(slug=slug).first()
    if event is None:
        raise NotFound
    return front(event)


def _new(event: Event) -> Account:
    """Its handle is kept by others for ever: it does not follow a later change of the hashtag."""
    for handle in rules.handles(event):
        try:
            account = new_local_account(handle, rules.display_name(event))
        except Refused:  # taken, or kept for the server
            continue
        # It is nobody who would be suggested or found in a list of people.
        account.actor_type, account.bot, account.discoverable = "Group", True, False
        account.save(update_fields=["actor_type", "bot", "discoverable"])
        return account
    raise Refused("No handle is free for this event.")


def in_step(event: Event) -> None:
    """Its profile says what the event's page says. Nothing is written where nothing changed."""
    account = event.account
    if account is None:
        return
    wanted = {"display_name": rules.display_name(event), "note": rules.note(event)}
    changed = {name: value for name, value in wanted.items() if getattr(account, name) != value}
    fields = [{"name": "Event", "value": f"{settings.PUBLIC_URL}/events/{event.slug}"}]
    if event.url and len(event.url) <= 300:
        fields.append({"name": "Web page", "value": event.url})
    if [(row["name"], row["value"]) for row in account.fields] != [
        (row["name"], row["value"]) for row in fields
    ]:
        changed["fields"] = fields  # type: ignore[assignment]
    if changed:
        event.account = account = edit_profile(account, changed)
    if account.header != event.picture:
        # The file is the event's, which removes it when it has another.
        account.header = event.picture
        account.version += 1
        account.save(update_fields=["header", "version"])
        record(ProfileChanged(account.pk))


def opened(event: Event) -> None:
    """A new event: it has an account, and its followers will hear of it."""
    front(event)
    record(EventAnnounced(event.pk))


def changed(event: Event) -> None:
    """What everybody may know of it is another now. Call it inside a transaction."""
    event.changed_at = clock.now()
    event.save(update_fields=["changed_at"])
    front(event)
    in_step(event)
    record(EventChanged(event.pk))


def cancelled(event: Event) -> None:
    event.cancelled_at = event.changed_at = clock.now()
    event.save(update_fields=["cancelled_at", "changed_at"])
    front(event)
    record(EventCancelled(event.pk))


def on_event_announced(fact: EventAnnounced) -> None:
    _announce(fact.event_id)


def on_event_changed(fact: EventChanged) -> None:
    _announce(fact.event_id)


def on_event_cancelled(fact: EventCancelled) -> None:
    _announce(fact.event_id)


def _announce(event_id: int) -> None:
    """One post of the event's account says what, when and where; a change is an edit of it. What
    was over when it came in is no news."""
    with transaction.atomic():
        held = Event.objects.select_for_update(of=("self",))
        event = (
            held.select_related("account", "hashtag", "announcement").filter(pk=event_id).first()
        )
        if event is None or event.account is None:
            return
        words = rules.announcement(event, f"{settings.PUBLIC_URL}/events/{event.slug}")
        if event.announcement is not None:
            statuses.edit(event.account, event.announcement.pk, Draft(text=words))
        elif event.ends_on >= clock.now().date() and event.cancelled_at is None:
            event.announcement = statuses.publish(event.account, Draft(text=words))
            event.save(update_fields=["announcement"])
