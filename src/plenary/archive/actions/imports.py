"""Bringing a file: it is read and shown; nothing happens before it is confirmed."""

from django.conf import settings
from django.db import transaction

from plenary.accounts.models import Account
from plenary.archive import visibility
from plenary.archive.actions import importing
from plenary.archive.models import Import, ImportRow, ImportState
from plenary.archive.rules import reading
from plenary.archive.rules.tables import TABLES
from plenary.lib.errors import NotFound, Refused

_AT_ONCE = 500
MOST_PROBLEMS = 50
UNDER_WAY = [ImportState.CLEARING, ImportState.RUNNING]


def bring(actor: Account, kind: str, data: bytes, *, name: str = "", overwrite: bool) -> Import:
    """Keep a file as a draft, in place of one that was not confirmed. Refused says what is wrong
    with it, in words for whoever brings it."""
    if kind not in TABLES:
        raise Refused("Say what this file holds.", field="kind")
    read = reading.read(kind, data, name, settings.DOMAIN, settings.MAX_IMPORT_ROWS)
    if not read.rows:
        raise Refused(_nothing(read.problems), field="file")
    drafts = [ImportState.READING, ImportState.DRAFT]
    visibility.imports(actor).filter(state__in=drafts).delete()
    made = Import.objects.create(
        account=actor,
        kind=kind,
        overwrite=overwrite,
        seems=read.seems,
        total=len(read.rows),
        problems=read.problems[:MOST_PROBLEMS],
        problems_count=len(read.problems),
    )
    # Part by part, each committed: nobody else waits to write until a long file is kept. One that
    # breaks off stays in READING, and is tidied away.
    for start in range(0, len(read.rows), _AT_ONCE):
        ImportRow.objects.bulk_create(
            ImportRow(
                bringing=made,
                line=row.line,
                key=row.key,
                host=row.host,
                title=row.title,
                given=row.given,
            )
            for row in read.rows[start : start + _AT_ONCE]
        )
    made.state = ImportState.DRAFT
    made.save(update_fields=["state"])
    return made


def _nothing(problems: list[tuple[int, str]]) -> str:
    if not problems:
        return "There is nothing in this file but its headings."
    number, words = problems[0]
    return f"No line of this file can be used. Line {number}: {words}"


@transaction.atomic
def confirm_import(actor: Account, import_id: int) -> Import:
    """Begin; saying so twice begins once."""
    found = visibility.imports(actor).select_for_update().filter(pk=import_id).first()
    if found is None or found.state == ImportState.READING:
        raise NotFound
    if found.state != ImportState.DRAFT:
        return found
    # One of a kind at a time: two that overwrite would undo each other.
    others = visibility.imports(actor).filter(kind=found.kind, state__in=UNDER_WAY)
    if others.exists():
        raise Refused("Another file of this kind is being brought in. Wait until it is done.")
    found.state = ImportState.CLEARING if found.overwrite else ImportState.RUNNING
    found.save(update_fields=["state"])
    importing.begin(found)
    return found


@transaction.atomic
def drop_import(actor: Account, import_id: int) -> None:
    """Forget a draft. What has begun goes on."""
    visibility.imports(actor).filter(pk=import_id, state=ImportState.DRAFT).delete()
