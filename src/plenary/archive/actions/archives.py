"""Asking for an archive of one's account; making it is a slow job."""

import logging
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction

from plenary.accounts.models import Account
from plenary.archive import visibility
from plenary.archive.actions.packing import pack
from plenary.archive.facts import ArchiveReady
from plenary.archive.models import Archive, MakingState
from plenary.archive.queries.archives import next_archive_at
from plenary.archive.queries.parcel import how_many_posts
from plenary.jobs.facts import record
from plenary.jobs.tasks import finishing, task
from plenary.lib import clock
from plenary.lib.errors import Refused
from plenary.timelines import actions as timelines

log = logging.getLogger(__name__)
KEPT = timedelta(days=7)


@transaction.atomic
def ask_archive(actor: Account) -> Archive:
    """Have one made; one at a time, and not oftener than every so many days."""
    account = Account.objects.select_for_update().get(pk=actor.pk)
    if next_archive_at(account) is not None:
        raise Refused(f"You can have one archive in {settings.ARCHIVE_EVERY_DAYS} days.")
    visibility.archives(account).filter(state=MakingState.FAILED).delete()
    made = Archive.objects.create(account=account, total=how_many_posts(account))
    make_archive.using(key=f"archive:{made.pk}").enqueue(made.pk)
    return made


@task(slow=True, max_attempts=3)
def make_archive(archive_id: int) -> None:
    """Write it to disk, then say that it is there."""
    rows = Archive.objects.select_related("account__user")
    found = rows.filter(pk=archive_id, state=MakingState.WAITING).first()
    if found is None:
        return
    row = Archive.objects.filter(pk=archive_id, state=MakingState.WAITING)

    def heard(done: int) -> None:
        row.update(done=done)

    try:
        name, size = pack(found.account, archive_id, heard)
    except OSError:  # no room: they may ask again, and are not made to wait a week for it
        log.exception("could not write an archive")
        with finishing():
            row.update(state=MakingState.FAILED)
        return
    path = Path(settings.ARCHIVE_ROOT) / name
    try:
        with finishing():
            ready = {"state": MakingState.READY, "file": name, "size": size}
            if row.update(**ready, done=found.total, expires_at=clock.now() + KEPT):
                record(ArchiveReady(archive_id))
            else:
                path.unlink(missing_ok=True)
    except BaseException:  # another worker's job by now
        path.unlink(missing_ok=True)
        raise


def on_archive_ready(fact: ArchiveReady) -> None:
    """Tell its owner, here and by mail. The mail leads to the page, never to the file."""
    rows = Archive.objects.select_related("account__user")
    found = rows.filter(pk=fact.archive_id, state=MakingState.READY).first()
    if found is None:
        return
    told = timelines.notify(
        account=found.account,
        actor=found.account,
        kind="archive",
        key=f"archive-{found.pk}",
        link="/settings/move",
        text="The archive of your account is ready. It is kept for 7 days.",
    )
    user = getattr(found.account, "user", None)
    if told and user is not None:
        words = "The archive of your account is ready. Fetch it within 7 days, at"
        again = "If you did not ask for it, change your password there."
        where = f"{settings.PUBLIC_URL}/settings/move"
        subject = f"[{settings.SITE_NAME}] The archive of your account is ready"
        send_mail(subject, f"{words}\n\n{where}\n\n{again}", None, [user.email])
