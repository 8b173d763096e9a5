"""What is over: archives after their days or never made, drafts nobody confirmed, imports long
done."""

from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

from plenary.archive.models import Archive, Import, ImportRow, ImportState, MakingState
from plenary.jobs.schedule import every
from plenary.jobs.tasks import task
from plenary.lib import clock

DRAFTS_WAIT = timedelta(days=1)
IMPORTS_KEPT = timedelta(days=30)
_AT_ONCE = 20
_ROWS_AT_ONCE = 2000


@every(timedelta(hours=1))
@task
def tidy() -> None:
    """A bounded number at a time; files only once their rows are surely gone."""
    now = clock.now()
    over = Archive.objects.filter(state=MakingState.READY, expires_at__lt=now).order_by("pk")
    files = dict(over.values_list("pk", "file")[:_AT_ONCE])
    Archive.objects.filter(pk__in=files).update(state=MakingState.GONE, file="")
    transaction.on_commit(partial(_remove, list(files.values())), robust=True)
    drafts = [ImportState.READING, ImportState.DRAFT]
    unmade = Import.objects.filter(state__in=drafts, created_at__lt=now - DRAFTS_WAIT)
    done = Import.objects.filter(state=ImportState.FINISHED, finished_at__lt=now - IMPORTS_KEPT)
    for rows in (unmade, done):
        for pk in rows.order_by("pk").values_list("pk", flat=True)[:_AT_ONCE]:
            _forget(pk)
    # Its job was tried and gave up: they are told so, and may ask again.
    stuck = Archive.objects.filter(state=MakingState.WAITING, created_at__lt=now - DRAFTS_WAIT)
    stuck.update(state=MakingState.FAILED)
    _sweep()


def _forget(import_id: int) -> None:
    """Its lines first, some of them; the rest of a long one the next time."""
    rows = ImportRow.objects.filter(bringing=import_id).order_by("pk")
    part = list(rows.values_list("pk", flat=True)[:_ROWS_AT_ONCE])
    ImportRow.objects.filter(pk__in=part).delete()
    if len(part) < _ROWS_AT_ONCE:
        Import.objects.filter(pk=import_id).delete()


def _remove(names: list[str]) -> None:
    for name in names:
        (Path(settings.ARCHIVE_ROOT) / name).unlink(missing_ok=True)


def _sweep() -> None:
    """Files that no row speaks of: of an account that is gone, or of a job that broke off."""
    folder = Path(settings.ARCHIVE_ROOT)
    if not folder.is_dir():
        return
    known = set(Archive.objects.exclude(file="").values_list("file", flat=True))
    lately = clock.machine_now().timestamp() - 2 * 60 * 60
    for path in folder.iterdir():
        with suppress(OSError):
            if path.name not in known and path.stat().st_mtime < lately:
                path.unlink()
