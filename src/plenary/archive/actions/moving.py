"""Saying what else one is called, and going to another account.

What another server must be asked first is asked on the slow queue: the page shows it as under way.
"""

import logging
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from plenary.accounts.facts import ProfileChanged
from plenary.accounts.models import Account
from plenary.accounts.queries import by_handles
from plenary.accounts.visibility import may_meet
from plenary.archive import visibility
from plenary.archive.facts import AccountMoved
from plenary.archive.models import Alias, Move
from plenary.archive.queries.moving import next_move_at
from plenary.archive.rules.addresses import address
from plenary.jobs.facts import record
from plenary.jobs.tasks import finishing, task
from plenary.lib import questions
from plenary.lib.errors import NotFound, PlenaryError, Refused

log = logging.getLogger(__name__)
MOST_ALIASES = 10
NOBODY = "Nobody was found at this address."
NOT_LISTED = (
    "That account does not say yet that it was this one. Add the address of this account"
    " there, in the settings of that server, and try again."
)


def _spelled(acct: str) -> str:
    username, host = address(acct, settings.DOMAIN)
    return f"{username}@{host or settings.DOMAIN}"


def _local(acct: str) -> bool:
    return acct.endswith(f"@{settings.DOMAIN}")


@transaction.atomic
def add_alias(actor: Account, acct: str) -> Alias:
    """Say that one is known by another address too, which lets that account move here."""
    acct = _spelled(acct)
    account = Account.objects.select_for_update().get(pk=actor.pk)
    if acct == account.address.lower():
        raise Refused("This is the very account you are signed in to.", field="acct")
    mine = visibility.aliases(account)
    if not mine.filter(acct=acct).exists() and mine.count() >= MOST_ALIASES:
        raise Refused(f"You can name {MOST_ALIASES} accounts.", field="acct")
    alias, made = Alias.objects.get_or_create(account=account, acct=acct)
    if not made and alias.uri:
        return alias
    known = by_handles(account, [acct]).get(acct)
    if known is not None:
        _found(alias, known)
    elif _local(acct):
        raise Refused(NOBODY, field="acct")
    else:
        Alias.objects.filter(pk=alias.pk).update(problem="")
        find_alias.using(key=f"alias:{alias.pk}").enqueue(alias.pk)
    return alias


def _found(alias: Alias, known: Account) -> None:
    """Write down what an alias is called among servers."""
    alias.uri, alias.problem = known.actor_uri, ""
    alias.save(update_fields=["uri", "problem"])
    _tell_aliases(alias.account)


def _tell_aliases(account: Account) -> None:
    rows = visibility.aliases(account).exclude(uri="").order_by("pk")
    uris = list(rows.values_list("uri", flat=True))
    columns = {"also_known_as": uris, "version": F("version") + 1}
    Account.objects.filter(pk=account.pk).update(**columns)
    record(ProfileChanged(account.pk))


@transaction.atomic
def remove_alias(actor: Account, alias_id: int) -> None:
    gone, _ = visibility.aliases(actor).filter(pk=alias_id).delete()
    if not gone:
        raise NotFound
    _tell_aliases(actor)


@task(slow=True, max_attempts=4)
def find_alias(alias_id: int) -> None:
    """Ask the other server who is at an address."""
    rows = Alias.objects.select_related("account")
    alias = rows.filter(pk=alias_id, uri="").first()
    if alias is None:
        return
    known, problem = _asked("resolve_account", alias.acct, alias.acct)
    with finishing():
        still = rows.select_for_update(of=("self",)).filter(pk=alias_id, uri="").first()
        if still is not None and known is not None and may_meet(still.account, known):
            _found(still, known)
        elif still is not None:
            Alias.objects.filter(pk=alias_id).update(problem=problem or NOBODY)


def _asked(question: str, about: Any, acct: str) -> tuple[Account | None, str]:
    """An account as another server knows it, or why there is none."""
    if not questions.answered(question):
        return None, "This server does not know this account, and asks no others."
    try:
        found = questions.ask(question, about)
        return found, "" if found is not None else NOBODY
    except PlenaryError as refusal:
        return None, NOBODY if refusal.status == 404 else refusal.message
    except questions.Unreachable:
        pass
    except Exception:  # what a stranger answers must not be tried for hours while somebody waits
        log.exception("could not ask who %s is", acct)
    return None, "The other server does not answer. Try again later."


@transaction.atomic
def move_away(actor: Account, acct: str) -> Move:
    """Go to another account: followers are led there. Whoever calls this has had the password
    asked for. The other account must name this one, which its server is asked for first."""
    acct = _spelled(acct)
    account = Account.objects.select_for_update().get(pk=actor.pk)
    if acct == account.address.lower():
        raise Refused("This is the very account you are signed in to.", field="acct")
    if next_move_at(account) is not None:
        raise Refused("You moved lately: between two moves there must be 30 days.", field="acct")
    asked = visibility.moves(account).filter(state=Move.State.ASKED)
    asked.update(state=Move.State.REFUSED, problem="You named another account.")
    made = Move.objects.create(account=account, acct=acct)
    if _local(acct):
        problem = _go(made, by_handles(account, [acct]).get(acct))
        if problem:
            raise Refused(problem, field="acct")
    else:
        check_move.using(key=f"move-check:{made.pk}").enqueue(made.pk)
    return made


def _go(move: Move, target: Account | None) -> str:
    """Go, if the other account lets it; else why not."""
    account = move.account
    if target is None or not may_meet(account, target):
        return NOBODY
    if target.pk == account.pk:
        return "This is the very account you are signed in to."
    if account.actor_uri not in target.also_known_as:
        return NOT_LISTED
    if target.moved_to_id is not None:
        return "That account has moved on itself."
    columns = {"moved_to": target, "version": F("version") + 1}
    Account.objects.filter(pk=account.pk).update(**columns)
    move.state, move.target = Move.State.DONE, target
    move.save(update_fields=["state", "target"])
    record(AccountMoved(account.pk, target.pk, move.pk))
    return ""


@task(slow=True, max_attempts=4)
def check_move(move_id: int) -> None:
    """Ask the other server for its account as it is now: what is known of it here may be older
    than its word that it was ours."""
    move = Move.objects.filter(pk=move_id, state=Move.State.ASKED).first()
    if move is None:
        return
    target, problem = _asked("resolve_account", move.acct, move.acct)
    if target is not None:
        target, problem = _asked("refetch_account", target, move.acct)
    with finishing():
        rows = Move.objects.select_for_update(of=("self",)).select_related("account")
        still = rows.filter(pk=move_id, state=Move.State.ASKED).first()
        if still is None:
            return
        problem = problem or _go(still, target)
        if problem:
            still.state, still.problem = Move.State.REFUSED, problem
            still.save(update_fields=["state", "problem"])


@transaction.atomic
def move_back(actor: Account) -> None:
    """Be here again: the page leads nowhere any more. Who followed on stays with the other
    account, and the thirty days go on."""
    account = Account.objects.select_for_update().get(pk=actor.pk)
    waiting = visibility.moves(account).filter(state=Move.State.ASKED)
    waiting.update(state=Move.State.REFUSED, problem="You took it back.")
    if account.moved_to_id is None:
        return
    visibility.moves(account).filter(state=Move.State.DONE).update(state=Move.State.TAKEN_BACK)
    columns = {"moved_to": None, "version": F("version") + 1}
    Account.objects.filter(pk=account.pk).update(**columns)
    record(ProfileChanged(account.pk))
