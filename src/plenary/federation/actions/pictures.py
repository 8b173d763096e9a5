"""Pictures that live elsewhere: fetched once, made anew like everybody's, and shown from here, so
that no server learns who looks at what. None of servers whose pictures the moderators refuse, and
never because somebody looked."""

import contextlib
from datetime import timedelta

from django.conf import settings

from plenary.accounts import actions as accounts
from plenary.accounts.actions.emojis import show_remote_emoji
from plenary.accounts.facts import EmojiElsewhere
from plenary.accounts.models import CustomEmoji, Follow
from plenary.conduct.queries import decision_for
from plenary.federation import queries
from plenary.federation.actions import asking
from plenary.federation.actions.later import patient
from plenary.federation.facts import PicturesElsewhere
from plenary.federation.models import RemoteActor
from plenary.federation.reading import host_at
from plenary.jobs.schedule import every
from plenary.jobs.tasks import finishing, task
from plenary.lib import clock, media
from plenary.lib.errors import Refused
from plenary.statuses.actions import files_elsewhere as files
from plenary.statuses.facts import FilesElsewhere
from plenary.statuses.models import Mention, Status, StatusHashtag


def on_pictures_elsewhere(fact: PicturesElsewhere) -> None:
    row = RemoteActor.objects.filter(account=fact.account_id).first()
    if row is not None:
        lane = host_at(row.avatar_url or row.header_url)
        fetch_faces.using(key=f"faces:{row.pk}", lane=lane).enqueue(row.pk)


@task(slow=True)
@patient()
def fetch_faces(account_id: int) -> None:
    """The face and the wide picture of a profile."""
    rows = RemoteActor.objects.select_related("account").filter(account__suspended_at=None)
    row = rows.filter(pk=account_id).first()
    if row is None:
        return
    account = row.account
    refused = decision_for(account.domain).no_pictures
    for url, keep, remove, has in (
        (row.avatar_url, accounts.set_avatar, accounts.remove_avatar, account.avatar),
        (row.header_url, accounts.set_header, accounts.remove_header, account.header),
    ):
        found = asking.picture(url, settings.MAX_IMAGE_BYTES) if url and not refused else None
        if found is not None:
            with contextlib.suppress(Refused):
                keep(account, found)
        elif has and (refused or not url):
            remove(account)


def on_emoji_elsewhere(fact: EmojiElsewhere) -> None:
    key = f"emoji:{fact.domain}:{fact.shortcode}"[:200]
    fetch_emoji.using(key=key, lane=fact.domain).enqueue(fact.domain, fact.shortcode)


@task(slow=True)
@patient()
def fetch_emoji(domain: str, shortcode: str) -> None:
    row = CustomEmoji.objects.filter(domain=domain, shortcode=shortcode).first()
    if row is None or not row.remote_url or decision_for(domain).no_pictures:
        return
    found = asking.picture(row.remote_url, media.EMOJI_BYTES)
    if found is None:
        return
    try:
        stored = media.store_emoji(found)
    except Refused:
        return
    shown = False
    try:
        with finishing():
            shown = show_remote_emoji(domain, shortcode, row.remote_url, stored)
    finally:
        if not shown:
            media.delete(stored.file)


def on_files_elsewhere(fact: FilesElsewhere) -> None:
    """Fetched at once for those who will see it: who follows its author, is named in it, or reads
    of an event here that its author comes to. For others once one of them looks."""
    row = Status.objects.filter(pk=fact.status_id, local=False).select_related("account").first()
    if row is None or decision_for(row.account.domain).no_pictures:
        return
    here = Follow.objects.filter(target=row.account, source__domain="").exists()
    tags = list(StatusHashtag.objects.filter(status=row).values_list("hashtag__name", flat=True))
    named = Mention.objects.filter(status=row, account__domain="")
    if here or named.exists() or queries.is_awaited(row.account, tags):
        lane = row.account.domain
        fetch_files.using(key=f"files:{row.pk}", lane=lane).enqueue(row.pk)


@task(slow=True)
@patient()
def fetch_files(status_id: int) -> None:
    """The pictures of a post, one by one. Films and recordings stay where they are."""
    for one in files.waiting(status_id):
        if decision_for(one.account.domain).no_pictures:
            return
        found = asking.picture(one.remote_url, settings.MAX_IMAGE_BYTES)
        if found is None:
            continue
        with contextlib.suppress(Refused):
            files.show(one.pk, one.remote_url, media.store_attachment(found))


@every(timedelta(hours=6))
@task
def forget_old() -> None:
    """Pictures of others' posts do not stay for ever; they come back for who looks (`looking`)."""
    before = clock.now() - timedelta(days=settings.REMOTE_MEDIA_DAYS)
    while files.forget(before):
        pass
