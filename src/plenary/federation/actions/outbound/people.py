"""Accounts as a whole: changed, moved, gone, reported."""

from datetime import timedelta
from hashlib import sha256

from django.conf import settings

from plenary.accounts.facts import ProfileChanged
from plenary.accounts.models import Account
from plenary.archive.facts import AccountMoved
from plenary.conduct.facts import ReportMade
from plenary.conduct.models import Report
from plenary.federation import keys, queries
from plenary.federation.actions.sending import send
from plenary.federation.models import Tombstone
from plenary.federation.render import activities, actors
from plenary.jobs.tasks import task
from plenary.lib import clock
from plenary.statuses.models import Status

_A_LITTLE = timedelta(seconds=5)  # several changes in a row are told as one


def _held(account_id: int) -> Account | None:
    """Somebody of this server, held: so that a change is either in what is being told or asks to
    be told after it."""
    rows = Account.objects.select_for_update(no_key=True, of=("self",))
    return rows.filter(pk=account_id, domain="", suspended_at__isnull=True).first()


def on_profile_changed(fact: ProfileChanged) -> None:
    account = _held(fact.account_id) if settings.FEDERATION else None
    if account is not None and queries.followers_inboxes(account):
        later = tell_profile.using(run_after=_A_LITTLE, key=f"profile:{account.pk}")
        later.enqueue(account.pk)


@task
def tell_profile(account_id: int) -> None:
    if (account := _held(account_id)) is not None:
        actor = actors.actor(account, keys.public_key(account.actor_uri))
        made = activities.update_actor(actor, clock.now())
        send(made, queries.followers_inboxes(account), owner=account)


def on_account_moved(fact: AccountMoved) -> None:
    if not settings.FEDERATION:
        return
    account = Account.objects.select_related("moved_to").filter(pk=fact.account_id).first()
    if account is None or account.domain or account.moved_to is None:
        return
    if account.moved_to_id == fact.target_id:
        made = activities.move(account, account.moved_to.actor_uri, fact.move_id)
        send(made, queries.followers_inboxes(account), owner=account)


def farewell(account: Account) -> None:
    """Asked before an account is erased, in the same transaction: afterwards nobody would know
    whom to tell."""
    if not settings.FEDERATION or account.domain:
        return
    uri = account.actor_uri
    gone = Tombstone(digest=sha256(uri.encode()).hexdigest(), actor_uri=uri)
    Tombstone.objects.bulk_create([gone], ignore_conflicts=True)
    send(activities.delete_actor(uri), queries.acquainted_inboxes(account), owner=account)


def on_report_made(fact: ReportMade) -> None:
    """Passed on where whoever reports wished so: by the server, which tells nobody who that is."""
    if not settings.FEDERATION:
        return
    rows = Report.objects.select_related("target")
    report = rows.filter(pk=fact.report_id, forwarded=True, target__domain__gt="").first()
    if report is None:
        return
    target = report.target
    posts = Status.objects.filter(pk__in=report.status_ids, account=target).exclude(uri="")
    uris = list(posts.order_by("pk").values_list("uri", flat=True))
    made = activities.flag(report.pk, target.actor_uri, uris, report.comment)
    send(made, [queries.own_inbox(target)], owner=None)
