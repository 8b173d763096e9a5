"""What the delivery desk does to deliveries and servers: claim, settle, give back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q

from plenary.federation import queries, rules
from plenary.federation.actions import asking
from plenary.federation.actions.inbound import people
from plenary.federation.actions.later import patient
from plenary.federation.actions.sending import PARKED
from plenary.federation.models import Activity, Delivery, Server
from plenary.federation.rules import Verdict
from plenary.jobs.schedule import every
from plenary.jobs.tasks import finishing, task
from plenary.lib import clock, questions
from plenary.lib.rows import among, listed_words, moment, rows

LEASE = timedelta(minutes=2)
_SEEN = timedelta(hours=1)
_KEPT = timedelta(
    days=3
)  # by its id a repeated reaction is known, long after the last is delivered
_ERROR_LENGTH = 300


@dataclass(slots=True)
class Claimed:
    """A delivery in hand."""

    pk: int
    activity_id: int
    domain: str
    inbox: str
    synchronise: bool
    attempts: int
    fence: int
    signs_with: str
    probe: bool = False  # its server did not answer when last asked


@dataclass(slots=True)
class Outcome:
    """What became of one. `status` is None where the server could not be reached or did not answer;
    `signed` the scheme of the last try; `wait` what the server asked for."""

    delivery: Claimed
    status: int | None
    error: str = ""
    signed: str = ""
    wait: float | None = None


def is_failing(one: Outcome) -> bool:
    """Whether the server is not well."""
    return one.status is None or rules.verdict(one.status, 1) is Verdict.FAILING


_READY = """
    SELECT d.id, d.activity_id, d.domain, d.inbox, d.synchronise, d.attempts, d.fence,
           COALESCE(s.signs_with, '')
    FROM plenary_delivery d LEFT JOIN plenary_server s ON s.domain = d.domain
    WHERE d.run_at <= %(now)s AND (d.lease_until IS NULL OR d.lease_until <= %(now)s)
    AND s.failing_since IS NULL AND NOT (d.domain {full})
    ORDER BY d.run_at, d.id LIMIT %(limit)s
"""
_PROBES = """
    SELECT s.domain, s.signs_with FROM plenary_server s
    WHERE s.failing_since IS NOT NULL AND s.next_try_at <= %(now)s
    AND EXISTS (SELECT 1 FROM plenary_delivery d WHERE d.domain = s.domain)
    ORDER BY s.next_try_at LIMIT 200
"""


def claim(limit: int, per_host: int, in_hand: dict[str, int]) -> list[Claimed]:
    """Deliveries that are due, the oldest first, with no more of a host in hand than `per_host`; of
    servers that do not answer one each, when its time has come."""
    now = clock.machine_now()
    found = _due(now, limit, per_host, in_hand)
    found += _probes(now, in_hand)
    if not found:
        return []
    with transaction.atomic():
        ids = [one.pk for one in found]
        free = Q(lease_until__isnull=True) | Q(lease_until__lte=now)
        # Locked in one order, and looked at again: another post office may have been quicker.
        held = Delivery.objects.select_for_update(skip_locked=True).filter(free, pk__in=ids)
        fences = dict(held.order_by("pk").values_list("pk", "fence"))
        Delivery.objects.filter(pk__in=list(fences)).update(
            lease_until=now + LEASE, fence=F("fence") + 1
        )
    for one in found:
        one.fence = fences.get(one.pk, -1) + 1
    return [one for one in found if one.pk in fences]


def _due(now: datetime, limit: int, per_host: int, in_hand: dict[str, int]) -> list[Claimed]:
    counts = dict(in_hand)
    found: dict[int, Claimed] = {}
    full = _full(counts, per_host)
    while True:
        params = {"now": moment(now), "limit": limit, "full": listed_words(full)}
        candidates = rows(_READY.format(full=among("full")), params)
        for row in candidates:
            domain = row[2]
            if row[0] in found or len(found) >= limit or counts.get(domain, 0) >= per_host:
                continue
            counts[domain] = counts.get(domain, 0) + 1
            found[row[0]] = _claimed(row)
        # Behind those of hosts that have enough in hand now may be others.
        before, full = full, _full(counts, per_host)
        if len(found) >= limit or len(candidates) < limit or full == before:
            return list(found.values())


def _claimed(row: Sequence[Any], *, probe: bool = False) -> Claimed:
    made = Claimed(*row)
    made.probe = probe
    return made


def _full(counts: dict[str, int], per_host: int) -> list[str]:
    return sorted(domain for domain, count in counts.items() if count >= per_host)


def _probes(now: datetime, in_hand: dict[str, int]) -> list[Claimed]:
    """Of each server that is to be looked at again the delivery that was tried least, the oldest of
    these: one that it fails at does not hide that it takes the others."""
    found: list[Claimed] = []
    for domain, signs_with in rows(_PROBES, {"now": moment(now)}):
        if in_hand.get(domain):
            continue
        free = Q(lease_until__isnull=True) | Q(lease_until__lte=now)
        columns = ("pk", "activity_id", "domain", "inbox", "synchronise", "attempts", "fence")
        waiting = Delivery.objects.filter(free, domain=domain).order_by("attempts", "id")
        row = waiting.values_list(*columns).first()
        if row is not None:
            found.append(_claimed((*row, signs_with), probe=True))
    return found


def bodies(ids: Iterable[int]) -> dict[int, tuple[str, bytes]]:
    """Activities by id: whose they are, and their bytes."""
    columns = ("pk", "actor_uri", "body")
    found = Activity.objects.filter(pk__in=list(ids)).values_list(*columns)
    return {pk: (actor, body.encode()) for pk, actor, body in found}


def settle(outcomes: Sequence[Outcome]) -> None:
    """Write down what became of some deliveries: one transaction for many, so that others write in
    between. What was claimed by another meanwhile is theirs."""
    with transaction.atomic():
        names = sorted({one.delivery.domain for one in outcomes})
        held = Server.objects.select_for_update().filter(domain__in=names).order_by("domain")
        settling = _Settling(clock.machine_now(), {one.domain: one for one in held})
        for one in outcomes:
            settling.add(one)
        settling.write()


class _Settling:
    """One transaction's worth of outcomes."""

    def __init__(self, now: datetime, servers: dict[str, Server]) -> None:
        self.now = now
        self.servers = servers
        self.changed: dict[str, Server] = {}
        self.gone: list[Claimed] = []

    def add(self, one: Outcome) -> None:
        delivery = one.delivery
        server = self.servers.setdefault(delivery.domain, Server(domain=delivery.domain))
        tries = delivery.attempts + 1
        verdict = Verdict.FAILING if one.status is None else rules.verdict(one.status, tries)
        if verdict is Verdict.FAILING:
            self._failed(one, server)
            return
        self._answered(server, one.signed if verdict is Verdict.DONE else "")
        if verdict is Verdict.LATER:
            self._again(one, self.now + rules.wait_for_one(tries))
            return
        self.gone.append(delivery)
        if one.status == 410:
            later = look_again.using(key=f"inbox-gone:{delivery.inbox}"[:200], lane=delivery.domain)
            later.enqueue(delivery.inbox)

    def write(self) -> None:
        _remove(self.gone)
        Server.objects.bulk_create(
            self.changed.values(),
            update_conflicts=True,
            unique_fields=["domain"],
            update_fields=_OF_SERVER,
        )

    def _again(self, one: Outcome, at: datetime) -> None:
        # How often a server was too busy, or away, is held against no delivery.
        counts = one.status is not None and one.status not in rules.BUSY
        Delivery.objects.filter(pk=one.delivery.pk, fence=one.delivery.fence).update(
            attempts=F("attempts") + int(counts),
            run_at=at,
            lease_until=None,
            last_error=one.error[:_ERROR_LENGTH],
        )

    def _answered(self, server: Server, signed: str) -> None:
        """A server is well. What waited for that is let go, in its order."""
        was_failing = server.failing_since is not None
        fresh = server.last_seen_at is not None and self.now - server.last_seen_at < _SEEN
        if fresh and not was_failing and signed in ("", server.signs_with):
            return
        server.last_seen_at = self.now
        server.failing_since = server.next_try_at = None
        server.failures = 0
        server.signs_with = signed or server.signs_with
        self.changed[server.domain] = server
        if was_failing:
            parked = Delivery.objects.filter(domain=server.domain, run_at=PARKED)
            parked.update(run_at=self.now)

    def _failed(self, one: Outcome, server: Server) -> None:
        """A server is not well: all that is for it waits, and after ten days is given up. Several
        that were under way together when it fell ill are one failure."""
        begins = server.failing_since is None
        since = server.failing_since or self.now
        if begins or one.delivery.probe:
            server.failing_since = since
            server.failures += 1
            asked = None if one.wait is None else timedelta(seconds=one.wait)
            wait = rules.wait_for_server(server.failures, self.now - since, asked)
            server.next_try_at = self.now + wait
            self.changed[server.domain] = server
        waiting = Delivery.objects.filter(domain=server.domain)
        if self.now - since >= rules.GIVEN_UP_AFTER:
            waiting.delete()
            return
        if begins:
            waiting.filter(run_at__lte=self.now, lease_until=None).update(run_at=PARKED)
        tries = one.delivery.attempts + 1
        if one.status is not None and tries >= rules.MOST_FAILURES_AT_ONE:
            row = waiting.filter(pk=one.delivery.pk).first()
            # It takes all but this one.
            if row is not None and server.last_seen_at and server.last_seen_at > row.created_at:
                self.gone.append(one.delivery)
                return
        self._again(one, PARKED)


_OF_SERVER = ["last_seen_at", "failing_since", "next_try_at", "failures", "signs_with"]


def _remove(gone: Iterable[Claimed]) -> None:
    if pairs := [(one.pk, one.fence) for one in gone]:
        with connection.cursor() as cursor:
            sql = "DELETE FROM plenary_delivery WHERE id = %s AND fence = %s"
            cursor.executemany(sql, pairs)


def give_back(deliveries: Iterable[Claimed]) -> None:
    """What was claimed and not begun."""
    for one in deliveries:
        Delivery.objects.filter(pk=one.pk, fence=one.fence).update(lease_until=None)


def drop(deliveries: Iterable[Claimed]) -> None:
    """What can never be sent."""
    _remove(deliveries)


@task(slow=True)
@patient()
def look_again(inbox: str) -> None:
    """An inbox is gone for good: is whose it was still there? If not, that is their farewell."""
    lost = []
    for account in queries.inboxes_gone(inbox):
        if questions.ask("refetch_account", account) is None and asking.is_gone(account.uri):
            lost.append(account)
    with finishing():
        for account in lost:
            people.gone(account)


@every(timedelta(hours=6))
@task
def tidy() -> None:
    """Activities that everybody got long since."""
    old = Activity.objects.filter(created_at__lt=clock.now() - _KEPT, deliveries__isnull=True)
    ids = list(old.order_by("pk").values_list("pk", flat=True)[:5000])
    Activity.objects.filter(pk__in=ids).delete()


@every(timedelta(minutes=10))
@task
def let_go() -> None:
    """What was written for a server that did not answer, at the moment at which it did again."""
    failing = Server.objects.filter(failing_since__isnull=False).values("domain")
    left = Delivery.objects.filter(run_at=PARKED).exclude(domain__in=failing)
    left.update(run_at=clock.machine_now())
