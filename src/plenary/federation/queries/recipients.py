"""Where things are sent: the inboxes of people elsewhere. No viewer asks; what is sent there was
decided by whoever asks here."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Case, F, Min, Q, QuerySet, When

from plenary.accounts.models import Account, UserDomainBlock
from plenary.conduct import queries as conduct
from plenary.federation.models import Delivery, RemoteActor, Server
from plenary.lib import clock
from plenary.lib.hosts import host_of
from plenary.statuses.models import ConversationPair, Mention, PollVote, Status

_BEST = Case(When(shared_inbox="", then=F("inbox")), default=F("shared_inbox"))


def _inboxes(people: QuerySet[RemoteActor]) -> set[str]:
    """Each server's shared inbox once; never of somebody who is suspended here."""
    met = people.filter(account__suspended_at__isnull=True)
    return set(met.annotate(best=_BEST).values_list("best", flat=True).distinct().order_by())


def followers_inboxes(owner: Account) -> set[str]:
    return _inboxes(RemoteActor.objects.filter(account__following__target=owner))


def boosted_inboxes(boosters: Iterable[int]) -> set[str]:
    """Where a post came by boosts: of those elsewhere who boosted it, and of who follows those
    that did here."""
    ids = list(boosters)
    if not ids:
        return set()
    here = Q(account__following__target__in=ids, account__following__target__domain="")
    return _inboxes(RemoteActor.objects.filter(Q(account__in=ids) | here))


def reading_events(inboxes: set[str], post_enough: frozenset[str]) -> set[str]:
    """Those of servers that do not run one of some programs, as far as is known."""
    hosts = {}
    for inbox in inboxes:
        with suppress(ValueError):
            hosts[inbox] = host_of(inbox)
    rows = Server.objects.filter(domain__in=set(hosts.values())).exclude(software="")
    runs = dict(rows.values_list("domain", "software"))
    return {one for one, host in hosts.items() if runs.get(host, "").lower() not in post_enough}


def inboxes_of(ids: Iterable[int]) -> set[str]:
    """Of people by their accounts' ids; those of this server have none."""
    wanted = list(ids)
    return _inboxes(RemoteActor.objects.filter(account__in=wanted)) if wanted else set()


def own_inbox(account: Account) -> str:
    """What is for one person alone goes to their own; '' where they have none."""
    people = RemoteActor.objects.filter(account=account, account__suspended_at__isnull=True)
    return people.values_list("inbox", flat=True).first() or ""


def acquainted_inboxes(account: Account) -> set[str]:
    """Of all who may know of somebody here: who follows them or is followed, with whom they spoke,
    and whom boosts brought what they wrote."""
    pairs = ConversationPair.objects.filter(Q(low=account) | Q(high=account))
    spoken = {pk for pair in pairs.values_list("low_id", "high_id") for pk in pair}
    named = Mention.objects.filter(status__account=account).values("account")
    known = RemoteActor.objects.filter(
        Q(account__followers__source=account) | Q(account__in=named) | Q(account__in=spoken)
    )
    boosts = Status.objects.filter(reblog_of__account=account).exclude(account=account)
    passed_on = boosted_inboxes(boosts.values_list("account_id", flat=True).distinct())
    return followers_inboxes(account) | _inboxes(known) | passed_on


def boosters(status: Status) -> set[int]:
    return set(Status.objects.filter(reblog_of=status).values_list("account_id", flat=True))


def voters_elsewhere(poll_id: int) -> set[int]:
    rows = PollVote.objects.filter(poll=poll_id, account__domain__gt="")
    return set(rows.values_list("account_id", flat=True))


def reachable(inboxes: Iterable[str], owner: Account | None) -> dict[str, str]:
    """Inboxes with the canonical host of each, in order; without those of servers that the
    moderators suspended, or that `owner` keeps away (three queries at most)."""
    hosts: dict[str, str] = {}
    for inbox in sorted(set(inboxes) - {""}):
        try:
            hosts[inbox] = host_of(inbox)
        except ValueError:
            continue  # no address that is ever dialled
    if not hosts:
        return {}
    decided = conduct.decisions_for(set(hosts.values()))
    shunned: set[str] = set()
    if owner is not None:
        rows = UserDomainBlock.objects.filter(account=owner)
        shunned = set(rows.values_list("domain", flat=True))
    return {
        inbox: host
        for inbox, host in hosts.items()
        if host not in shunned and not decided[host].suspended
    }


def failing_among(domains: Iterable[str]) -> tuple[set[str], set[str]]:
    """Of some servers, those known, and of these those that do not answer."""
    rows = Server.objects.filter(domain__in=list(domains)).values_list("domain", "failing_since")
    found = dict(rows)
    return set(found), {domain for domain, since in found.items() if since is not None}


def inboxes_gone(inbox: str) -> list[Account]:
    """Whose own inbox it is."""
    rows = RemoteActor.objects.select_related("account").filter(inbox=inbox)
    return [row.account for row in rows[:2]]


@dataclass(frozen=True)
class Waiting:
    """Deliveries that are due with how long the oldest is, those whose server does not answer, and
    how many such servers there are."""

    due: int
    oldest: timedelta
    parked: int
    failing: int


def deliveries_waiting() -> Waiting:
    now = clock.machine_now()
    failing = Server.objects.filter(failing_since__isnull=False)
    parked = Delivery.objects.filter(domain__in=failing.values("domain"))
    rest = Delivery.objects.filter(run_at__lte=now).exclude(domain__in=failing.values("domain"))
    oldest = rest.aggregate(oldest=Min("run_at"))["oldest"]
    return Waiting(
        rest.count(), now - oldest if oldest else timedelta(), parked.count(), failing.count()
    )
