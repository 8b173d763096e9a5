"""The jobs that bring in what a file says, some lines at a time. Each line is done in the same
transaction that says so of it, and doing one again changes nothing.

Whoever is known here is dealt with at once, by the ordinary worker; whom another server must be
asked about follows on the slow queue.
"""

import logging
import time

from django.db import IntegrityError, transaction
from django.db.models import F

from plenary.accounts.models import Account, Block
from plenary.archive.actions import clearing, lines
from plenary.archive.models import Import, ImportRow, ImportState
from plenary.archive.queries.imports import known_people, question_about
from plenary.jobs.tasks import finishing, task
from plenary.lib import clock, questions
from plenary.lib.errors import PlenaryError
from plenary.statuses.models import Status

log = logging.getLogger(__name__)
AT_ONCE = 20
ASK_SECONDS = 60  # in one job, which may take as long again for the last of its questions
NOT_FOUND = {
    "bookmarks": "There is no such post, or it is not for you to see.",
    "": "Nobody was found at this address.",
}
_State = ImportRow.State
_PEOPLE = {"follows", "lists", "mutes", "blocks"}


def begin(bringing: Import) -> None:
    work.using(key=f"import:{bringing.pk}").enqueue(bringing.pk)


@task
def work(import_id: int) -> None:
    """Some lines about whom this server knows, and the next job."""
    bringing = _held(import_id)
    if bringing is None:
        return
    if bringing.state == ImportState.CLEARING:
        if clearing.step(bringing):
            bringing.state = ImportState.RUNNING
            bringing.save(update_fields=["state"])
    else:
        _some(bringing)
    _on(bringing)


def _held(import_id: int) -> Import | None:
    """The import, while there is something to do, locked: of two jobs for it one waits."""
    under_way = [ImportState.CLEARING, ImportState.RUNNING]
    rows = Import.objects.select_for_update(of=("self",)).select_related("account")
    found = rows.filter(pk=import_id, state__in=under_way).first()
    if found is not None and found.account.suspended_at is not None:
        return None
    return found


def _on(bringing: Import) -> None:
    """Whatever comes next."""
    rows = ImportRow.objects.filter(bringing=bringing)
    if bringing.state == ImportState.CLEARING or rows.filter(state=_State.WAITING).exists():
        work.enqueue(bringing.pk)
    elif rows.filter(state=_State.UNKNOWN).exists():
        ask_some.enqueue(bringing.pk)
    else:
        bringing.state = ImportState.FINISHED
        bringing.finished_at = clock.now()
        bringing.save(update_fields=["state", "finished_at"])


def _some(bringing: Import) -> None:
    waiting = ImportRow.objects.filter(bringing=bringing, state=_State.WAITING)
    rows = list(waiting.order_by("pk")[:AT_ONCE])
    known = _known(bringing, rows)
    # By whom they are about, so that two who import at once lock people in one order.
    for row in sorted(rows, key=lambda row: _order(known.get(row.key))):
        target = known.get(row.key)
        if target is None and row.host and bringing.kind != "domains":
            _say(bringing, row, _State.UNKNOWN)
        else:
            _do(bringing, row, target)


def _order(target: Account | Status | None) -> int:
    return target.pk if target is not None else 0


def _known(bringing: Import, rows: list[ImportRow]) -> dict[str, Account | Status]:
    """Whom or what the lines are about, as far as this server knows. Whoever blocked the one who
    imports is as unknown as anybody who does not exist."""
    keys = {row.key for row in rows}
    if bringing.kind == "bookmarks":
        return lines.known_posts(keys)
    if bringing.kind not in _PEOPLE:
        return {}
    found = known_people(keys)
    ids = [one.pk for one in found.values()]
    hidden = Block.objects.filter(source__in=ids, target=bringing.account)
    hidden = hidden.exclude(source__blocked_by__source=bringing.account)
    gone = set(hidden.values_list("source_id", flat=True))
    return {key: one for key, one in found.items() if one.pk not in gone}


def _do(bringing: Import, row: ImportRow, target: Account | Status | None) -> None:
    """One line, and say what became of it."""
    person = target if isinstance(target, Account) else None
    try:
        with transaction.atomic():
            done = lines.bring_in(bringing, row, target)
    except PlenaryError as refusal:
        nothing = NOT_FOUND.get(bringing.kind, NOT_FOUND[""])
        problem = nothing if refusal.status == 404 else refusal.message
        _say(bringing, row, _State.FAILED, problem, person)
    except IntegrityError:  # gone at that moment
        _say(bringing, row, _State.FAILED, NOT_FOUND.get(bringing.kind, NOT_FOUND[""]))
    else:
        _say(bringing, row, done, target=person)


def _say(
    bringing: Import,
    row: ImportRow,
    state: "ImportRow.State",
    problem: str = "",
    target: Account | None = None,
) -> None:
    """What became of a line, unless that was said already."""
    still = ImportRow.objects.filter(pk=row.pk, state__in=[_State.WAITING, _State.UNKNOWN])
    if not still.update(state=state, problem=problem[:300], target=target):
        return
    if state in {_State.DONE, _State.ASKED}:
        Import.objects.filter(pk=bringing.pk).update(done=F("done") + 1)
    elif state == _State.FAILED:
        Import.objects.filter(pk=bringing.pk).update(failed=F("failed") + 1)


@task(slow=True)
def ask_some(import_id: int) -> None:
    """Ask other servers about some lines, for a minute or so; then do them, and go on. A server
    that does not answer is not asked again about the next line; one that did not the last time
    either, about none that are left."""
    bringing = Import.objects.filter(pk=import_id, state=ImportState.RUNNING).first()
    if bringing is None:
        return
    unknown = ImportRow.objects.filter(bringing=bringing, state=_State.UNKNOWN)
    found: dict[int, tuple[Account | Status | None, str]] = {}
    silent, before = set[str](), _silent_before(bringing)
    until = time.monotonic() + ASK_SECONDS
    for row in unknown.order_by("pk")[:AT_ONCE]:
        if found and time.monotonic() > until:
            break
        found[row.pk] = _asked(question_about(bringing.kind), row, silent)
    with finishing():
        held = _held(import_id)
        if held is None:
            return
        rows = ImportRow.objects.in_bulk(list(found))
        for pk in sorted(rows, key=lambda pk: _order(found[pk][0])):
            target, problem = found[pk]
            if problem:
                _say(held, rows[pk], _State.FAILED, problem)
            else:
                _do(held, rows[pk], target)
        for host in sorted(silent & before):
            _give_up(held, host)
        _on(held)


def _silent(host: str) -> str:
    return f"The server {host} does not answer."


def _silent_before(bringing: Import) -> set[str]:
    """Of the servers that are still to be asked, those that did not answer about other lines."""
    rows = ImportRow.objects.filter(bringing=bringing)
    left = rows.filter(state=_State.UNKNOWN).values_list("host", flat=True).distinct().order_by()
    gone = {_silent(host): host for host in left}
    failed = rows.filter(state=_State.FAILED).values_list("problem", flat=True)
    return {gone[words] for words in failed.distinct().order_by() if words in gone}


def _give_up(bringing: Import, host: str) -> None:
    rows = ImportRow.objects.filter(bringing=bringing, host=host, state=_State.UNKNOWN)
    failed = rows.update(state=_State.FAILED, problem=_silent(host))
    Import.objects.filter(pk=bringing.pk).update(failed=F("failed") + failed)


def _asked(question: str, row: ImportRow, silent: set[str]) -> tuple[Account | Status | None, str]:
    """Whom or what a line is about, or why that cannot be known."""
    if not questions.answered(question):
        return None, "This server does not know it, and asks no others."
    if row.host not in silent:
        try:
            return questions.ask(question, row.key), ""
        except questions.Unreachable:
            pass
        except PlenaryError as refusal:
            return None, refusal.message
        except Exception:  # what a stranger's answer leads to must not end the whole import
            log.exception("could not ask %s about a line of an import", row.host)
        silent.add(row.host)
    return None, _silent(row.host)
