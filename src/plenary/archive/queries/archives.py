"""The archive of an account, for its owner alone."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from django.conf import settings

from plenary.accounts.models import Account
from plenary.archive import visibility
from plenary.archive.models import Archive, MakingState
from plenary.lib import clock
from plenary.lib.errors import NotFound


def latest_archive(viewer: Account) -> Archive | None:
    return visibility.archives(viewer).order_by("-pk").first()


def my_archive(viewer: Account, archive_id: int) -> Archive:
    """One that can be fetched; NotFound for another's, and when its days are over."""
    found = visibility.kept_archives(viewer).select_related("account").filter(pk=archive_id).first()
    if found is None:
        raise NotFound
    return found


def archive_file(found: Archive) -> IO[bytes]:
    """The file itself, to read from; NotFound where it is gone."""
    try:
        return (Path(settings.ARCHIVE_ROOT) / found.file).open("rb")
    except OSError:
        raise NotFound from None


def next_archive_at(viewer: Account) -> datetime | None:
    """When the viewer may ask for one again; None for now. One that failed does not count."""
    rows = visibility.archives(viewer).exclude(state=MakingState.FAILED).order_by("-pk")
    last = rows.values_list("created_at", flat=True).first()
    if last is None:
        return None
    again = last + timedelta(days=settings.ARCHIVE_EVERY_DAYS)
    return again if again > clock.now() else None
