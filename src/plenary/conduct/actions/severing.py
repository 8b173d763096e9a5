"""What decisions about other servers and their people cost people here: they are told, and may read
whom they lost. Whoever calls is in the transaction in which the follows ended."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

from django.db.models import F

from plenary.accounts.models import Account, Follow, User
from plenary.conduct.facts import TiesSevered
from plenary.conduct.models import Severance, SeveredFollow
from plenary.conduct.queries.domains import decisions_for
from plenary.jobs.facts import record
from plenary.lib import clock

_ONE = timedelta(days=1)  # what ends within it, by one decision, is one loss


def write_down(kind: str, gone: Iterable[int], ended: Iterable[Follow]) -> None:
    """For each person who signs in here: which follows between them and those who are gone
    ended."""
    left = set(gone)
    lost: dict[int, list[tuple[Account, Follow]]] = defaultdict(list)
    for tie in ended:
        if tie.target_id in left and tie.source_id not in left:
            lost[tie.source_id].append((tie.target, tie))
        elif tie.source_id in left and tie.target_id not in left:
            lost[tie.target_id].append((tie.source, tie))
    users = User.objects.filter(account__in=list(lost)).values_list("account_id", flat=True)
    readers = sorted(pk for pk in users if pk is not None)
    others = {other.domain for pk in readers for other, _ in lost[pk]}
    because = {domain: one.because for domain, one in decisions_for(others).items()}
    for pk in readers:
        named: dict[str, list[tuple[Account, Follow]]] = defaultdict(list)
        for other, tie in lost[pk]:
            server = because.get(other.domain) or other.domain
            named[server if kind == "domain_block" else other.acct].append((other, tie))
        for name, ties in named.items():
            _add(_severance(pk, kind, name), ties)


def _severance(account_id: int, kind: str, name: str) -> Severance:
    """The one that goes on, or a new one, of which its person is told."""
    lately = Severance.objects.filter(created_at__gte=clock.now() - _ONE)
    found = lately.filter(account=account_id, kind=kind, target_name=name).first()
    if found is None:
        found = Severance.objects.create(account_id=account_id, kind=kind, target_name=name)
        record(TiesSevered(found.pk))
    return found


def _add(severance: Severance, ties: list[tuple[Account, Follow]]) -> None:
    rows = [
        SeveredFollow(
            severance=severance,
            other=other,
            outgoing=tie.target_id == other.pk,
            reblogs=tie.reblogs,
            notify=tie.notify,
            languages=tie.languages,
        )
        for other, tie in ties
    ]
    SeveredFollow.objects.bulk_create(rows, ignore_conflicts=True)
    following = sum(row.outgoing for row in rows)
    Severance.objects.filter(pk=severance.pk).update(
        following_count=F("following_count") + following,
        followers_count=F("followers_count") + len(rows) - following,
    )
