"""What was decided about a server, where it is read: on each of its accounts. Who decides stands
above; here it is stored, and undone as exactly as it was done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from itertools import islice

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet

from plenary.accounts.actions.emojis import remove_emoji
from plenary.accounts.actions.ties import end_request, untie
from plenary.accounts.models import (
    AccessToken,
    Account,
    AuthorizationCode,
    CustomEmoji,
    Follow,
    FollowRequest,
)
from plenary.lib import clock, media, policies, pubsub

DOMAIN = "domain"  # why an account is suspended or limited, where its server is
_AT_ONCE = 500
_COLUMNS = {"suspend": "suspended", "silence": "silenced"}


def _parts(names: Iterable[str]) -> Iterable[list[str]]:
    left = iter(names)
    while part := list(islice(left, _AT_ONCE)):
        yield part


def _mark(rows: QuerySet[Account], column: str) -> int:
    free = rows.filter(**{f"{column}_at__isnull": True})
    marks = {f"{column}_at": clock.now(), f"{column}_because": DOMAIN}
    return free.update(**marks, version=F("version") + 1)


def _unmark(rows: QuerySet[Account], column: str) -> int:
    marked = rows.filter(**{f"{column}_because": DOMAIN})
    marks = {f"{column}_at": None, f"{column}_because": ""}
    return marked.update(**marks, version=F("version") + 1)


@transaction.atomic
def servers_stand(severities: Mapping[str, str]) -> int:
    """Have every account of these servers stand as was decided (noop, silence or suspend, by the
    server's name), but for what moderators decided of an account itself; how many that changed.
    Whoever signed in from a server that is suspended is out, with their apps and open pages."""
    changed = 0
    for severity, column in _COLUMNS.items():
        held = [name for name, one in severities.items() if one == severity]
        free = [name for name, one in severities.items() if one != severity]
        for part in _parts(held):
            if severity == "suspend":
                _sign_out(part)
            changed += _mark(Account.objects.filter(domain__in=part), column)
        for part in _parts(free):
            changed += _unmark(Account.objects.filter(domain__in=part), column)
    return changed


def _sign_out(domains: list[str]) -> None:
    outside = Account.objects.filter(
        domain__in=domains, user__isnull=False, suspended_at__isnull=True
    )
    ids = list(outside.values_list("pk", flat=True))
    if not ids:
        return
    AuthorizationCode.objects.filter(account__in=ids).delete()
    AccessToken.objects.filter(account__in=ids).delete()
    sessions = UserSession.objects.filter(user__account__in=ids)
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for key in sessions.values_list("session_key", flat=True):
        store(key).delete()
    sessions.delete()
    pubsub.publish([pubsub.account(pk) for pk in ids], "session-ended")


def stand_from_now(account: Account, severity: str) -> None:
    """The marks of an account that is about to be kept for the first time. It is not saved here."""
    column = _COLUMNS.get(severity)
    if column is not None and getattr(account, f"{column}_at") is None:
        setattr(account, f"{column}_at", clock.now())
        setattr(account, f"{column}_because", DOMAIN)


def stand_anew(account: Account) -> tuple[str, ...]:
    """The marks of an account that has another server's name from now on, and the columns they are
    in. It is not saved here."""
    for column in _COLUMNS.values():
        if getattr(account, f"{column}_because") == DOMAIN:
            setattr(account, f"{column}_at", None)
            setattr(account, f"{column}_because", "")
    policies.ask("keep_account", account)
    return tuple(f"{one}_{what}" for one in _COLUMNS.values() for what in ("at", "because"))


def stand_again(account: Account, severity: str) -> None:
    """What the decision about its server makes of an account that a moderator let go."""
    if severity in _COLUMNS:
        _mark(Account.objects.filter(pk=account.pk), _COLUMNS[severity])


@dataclass(frozen=True)
class Parted:
    """The follows that ended, with both accounts; whether some of it is left to do."""

    ended: list[Follow]
    left: bool


@transaction.atomic
def part(account_ids: list[int], most: int) -> Parted:
    """End what ties these accounts of other servers to anybody, and what is asked for, as the
    people of this server would."""
    either = Q(source__in=account_ids) | Q(target__in=account_ids)
    # In one order, so that two who do the same never wait for each other in a ring.
    ties = Follow.objects.filter(either).order_by("source_id", "target_id")
    found = list(ties.select_related("source", "target")[:most])
    ended = [
        tie for tie in found if untie(tie.source, tie.target, by=_here(tie.source, tie.target))
    ]
    asked = FollowRequest.objects.filter(either).order_by("source_id", "target_id")
    requests = list(asked.select_related("source", "target")[: most - len(found)])
    for request in requests:
        here = _here(request.source, request.target)
        end_request(request.source, request.target, by=here)
    return Parted(ended, left=len(found) + len(requests) == most)


def _here(one: Account, other: Account) -> Account:
    return other if one.domain else one


def forget_faces(found: Iterable[Account]) -> None:
    """Keep no picture of these accounts of other servers, and say so to what is rendered of them.
    They are not told to other servers: theirs does that."""
    rows = list(found)
    gone = [path for one in rows for path in (one.avatar, one.header) if path]
    bare = Account.objects.filter(pk__in=[one.pk for one in rows])
    bare.update(avatar="", header="", version=F("version") + 1)
    transaction.on_commit(partial(media.delete_all, gone), robust=True)


@transaction.atomic
def forget_emojis(domains: Iterable[str]) -> None:
    """Have none of these servers' emoji: what names one keeps its shortcode as a word."""
    named = CustomEmoji.objects.filter(domain__in=list(domains)).exclude(domain="")
    for pk in list(named.values_list("pk", flat=True)):
        remove_emoji(pk)
