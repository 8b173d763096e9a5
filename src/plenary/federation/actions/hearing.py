"""Hearing of what people elsewhere write under the hashtag of an event here that they come to.
Their server sends it to whoever follows them, and that may be nobody here: so the server itself
does, as `/actor`, while an event awaits it. Of what comes by that, only what stands under such a
hashtag is kept (`arrivals.is_wanted`).

Whom somebody is followed by everybody sees: only those are who let everybody see that they come.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings

from plenary.accounts.models import Account
from plenary.events import facts
from plenary.events.queries.elsewhere import awaits
from plenary.federation.actions import later
from plenary.federation.actions.sending import send
from plenary.federation.models import RemoteActor
from plenary.federation.reading import id_of
from plenary.federation.render import activities, names
from plenary.jobs.schedule import every
from plenary.jobs.tasks import task
from plenary.lib.ids import new_id


def on_posts_awaited(fact: facts.PostsAwaited) -> None:
    if not settings.FEDERATION:
        return
    account = Account.objects.filter(pk=fact.account_id).exclude(domain="").first()
    if account is None or account.suspended_at is not None:
        return
    if not awaits(account.pk):
        settle(account.pk)
    elif not RemoteActor.objects.filter(account=account, heard__isnull=False).exists():
        later.hear(account)


def settle(account_id: int) -> None:
    """Follow, or no longer, whichever is right now. Call it inside a transaction."""
    held = RemoteActor.objects.select_for_update(of=("self",)).select_related("account")
    row = held.filter(account=account_id).first()
    if row is None or awaits(account_id) == (row.heard is not None):
        return
    if row.heard is None:
        number = new_id()
        if send(_follow(row, number), [row.inbox], owner=None):
            _keep(row, number)
    else:
        send(activities.undo(_follow(row, row.heard)), [row.inbox], owner=None)
        _keep(row, None)


def _follow(row: RemoteActor, number: int) -> dict[str, Any]:
    return activities.follow(names.server_actor(), number, row.account.uri)


def _keep(row: RemoteActor, number: int | None) -> None:
    RemoteActor.objects.filter(pk=row.pk).update(heard=number)


def is_asked(thing: Any) -> bool:
    """Whether it is a Follow of ours that is answered."""
    actor = names.server_actor()
    named = id_of(thing.get("actor")) if isinstance(thing, dict) else ""
    return named == actor or id_of(thing).startswith(f"{actor}#follows/")


def refused(account: Account) -> None:
    """They do not want it, or no longer. It is not asked for again before they say anew that they
    come."""
    RemoteActor.objects.filter(account=account).update(heard=None)


def followers(account: Account) -> set[str]:
    """The server itself, where it follows somebody: their server counts it."""
    heard = RemoteActor.objects.filter(account=account, heard__isnull=False).exists()
    return {names.server_actor()} if heard else set()


def counted(account: Account, theirs: set[str]) -> None:
    """Their server told who here follows somebody, as it counts."""
    row = RemoteActor.objects.select_related("account").filter(account=account).first()
    if row is None or (row.heard is not None) == (names.server_actor() in theirs):
        return
    if row.heard is not None:
        _keep(row, None)
    else:
        send(activities.undo(_follow(row, new_id())), [row.inbox], owner=None)


@every(timedelta(days=1))
@task
def hear_no_more() -> None:
    """Of events that are long over."""
    heard = RemoteActor.objects.filter(heard__isnull=False)
    for account_id in list(heard.order_by("pk").values_list("account_id", flat=True)):
        settle(account_id)
