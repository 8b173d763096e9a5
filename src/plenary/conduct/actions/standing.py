"""What follows from decisions about servers. At once, in the transaction of the decision: how their
accounts stand, and so who meets them. Then, by the worker, some at a time: what tied them to people
here, and pictures that are not to be kept."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction

from plenary.accounts import actions as accounts
from plenary.accounts import queries as known
from plenary.accounts.models import Account
from plenary.conduct.actions import severing
from plenary.conduct.facts import ServersDecided, StrikeGiven
from plenary.conduct.models import Strike
from plenary.conduct.queries.domains import decision_for, decisions_for
from plenary.conduct.rules import Decision, concerned
from plenary.jobs.facts import record
from plenary.jobs.schedule import every
from plenary.jobs.tasks import task
from plenary.statuses.actions import forgetting
from plenary.statuses.facts import FilesElsewhere
from plenary.statuses.models import Status

_ACCOUNTS, _TIES, _PICTURES = 200, 100, 200  # at once
_NAMES = 500  # in a fact; more are as if all were meant


@transaction.atomic
def stand(names: Iterable[str]) -> int:
    """Have the accounts of these servers, and of those below them, stand as is decided now; how
    many changed. One statement for each of four kinds: a reader sees all of it or nothing."""
    named = tuple(names)
    changed = accounts.servers_stand(_severities(_concerned(named)))
    record(ServersDecided(named if len(named) <= _NAMES else ()))
    return changed


def _concerned(names: tuple[str, ...]) -> dict[str, Decision]:
    """What is decided of the servers known here that these names concern; no names: all."""
    domains = known.domains_known()
    return decisions_for(concerned(names, domains) if names else domains)


def _severities(found: dict[str, Decision]) -> dict[str, str]:
    return {domain: one.severity for domain, one in found.items()}


def on_keep_account(account: Account) -> None:
    """A policy: an account of another server that is about to be kept for the first time stands as
    its server does."""
    if account.domain:
        accounts.stand_from_now(account, decision_for(account.domain).severity)


def on_servers_decided(fact: ServersDecided) -> None:
    """Accounts that were on their way in while it was decided are found here; then the rest."""
    found = _concerned(fact.domains)
    accounts.servers_stand(_severities(found))
    if suspended := [name for name, one in found.items() if one.suspended]:
        part_from_servers.enqueue(suspended)
    if bare := [name for name, one in found.items() if one.reject_media]:
        remove_pictures.enqueue(bare)


@task
def part_from_servers(domains: list[str], after: int = 0) -> None:
    """End what ties people here to suspended servers, account by account."""
    ids = known.suspended_with_server(domains, after, _ACCOUNTS)
    if not ids:
        return
    parted = accounts.part(ids, _TIES)
    severing.write_down("domain_block", ids, parted.ended)
    part_from_servers.enqueue(domains, after if parted.left else ids[-1])


@task
def remove_pictures(domains: list[str], after: int = 0) -> None:
    """Keep no picture of servers whose pictures are not wanted. Each picture is asked about anew:
    the decision may have been taken back meanwhile."""
    still = [name for name, one in decisions_for(domains).items() if one.reject_media]
    found = known.accounts_of(still, after, _ACCOUNTS)
    if not after:
        accounts.forget_emojis(still)
    if not found:
        return
    left = forgetting.forget_pictures([one.pk for one in found], _PICTURES)
    accounts.forget_faces([one for one in found if one.avatar or one.header])
    remove_pictures.enqueue(still, after if left else found[-1].pk)


def on_files_elsewhere(fact: FilesElsewhere) -> None:
    """A new post's pictures, where those of its server are not wanted."""
    rows = Status.objects.filter(pk=fact.status_id).values_list("account__domain", flat=True)
    if (domain := rows.first()) and decision_for(domain).no_pictures:
        forgetting.forget_pictures_of(fact.status_id)


def on_remote_suspended(fact: StrikeGiven) -> None:
    """Somebody of another server who is suspended is parted from everybody here."""
    strike = Strike.objects.select_related("target").filter(pk=fact.strike_id).first()
    if strike is not None and strike.action == "suspend" and strike.target.domain:
        part_from_account.enqueue(strike.target_id)


@task
def part_from_account(account_id: int) -> None:
    suspended = Account.objects.filter(pk=account_id, suspended_at__isnull=False)
    if not suspended.exists():
        return
    parted = accounts.part([account_id], _TIES)
    severing.write_down("account_suspension", [account_id], parted.ended)
    if parted.left:
        part_from_account.enqueue(account_id)


def stand_everywhere() -> int:
    """Every account stands as its server does, whatever came in between: a list that was turned on
    or off (settings.ALLOW_LIST), an account kept in the same moment as the decision was taken. How
    many changed. Whom that may be is looked for before anything is held."""
    decided = {domain for domain, one in _concerned(()).items() if one.severity != "noop"}
    domains = sorted(decided.union(known.domains_marked()))
    if not domains:
        return 0
    with transaction.atomic():
        changed = accounts.servers_stand(_severities(decisions_for(domains)))
        if changed:
            record(ServersDecided(()))
    return changed


@every(timedelta(hours=1))
@task
def stand_as_decided() -> None:
    stand_everywhere()
