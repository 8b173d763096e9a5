"""Pictures of servers whose pictures are not wanted."""

from typing import Any

import pytest
from django.db import transaction

from plenary.accounts.models import CustomEmoji
from plenary.conduct import actions
from plenary.jobs.facts import record
from plenary.jobs.worker import run_until_empty
from plenary.mastodon_api.serializers.media import attachment
from plenary.statuses.facts import FilesElsewhere
from plenary.statuses.models import Attachment, Status, UploadState
from tests.conduct.test_servers import far

pytestmark = pytest.mark.django_db


def test_pictures_of_a_server_are_kept_no_more(
    settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    def file(name: str) -> str:
        path = f"{name[0]}/ab/{name.ljust(30, '0').encode().hex()[:30]}.webp"
        whole = settings.MEDIA_ROOT / path
        whole.parent.mkdir(parents=True, exist_ok=True)
        whole.write_bytes(b"x")
        return path

    ana = far("ana", avatar=file("avatar"), header=file("header"))
    cy = far("cy", "good.example", avatar=file("cyavatar"))
    post = Status.objects.create(
        account=ana, local=False, uri="https://bad.example/1", rendered="x"
    )
    picture = Attachment.objects.create(
        account=ana, status=post, file=file("post"), remote_url="https://bad.example/1.png"
    )
    CustomEmoji.objects.create(
        shortcode="grin", domain="bad.example", file=file("emoji"), still="", remote_url="x"
    )
    paths = [ana.avatar, ana.header, picture.file]
    actions.block_domain(None, "bad.example", severity="noop", reject_media=True)
    with django_capture_on_commit_callbacks(execute=True):
        run_until_empty()
    for row in (ana, cy, picture, post):
        row.refresh_from_db()
    assert (ana.avatar, ana.header, picture.file, post.rendered) == ("", "", "", "")
    assert picture.remote_url and cy.avatar and (settings.MEDIA_ROOT / cy.avatar).exists()
    assert not CustomEmoji.objects.exists()
    assert not any((settings.MEDIA_ROOT / path).exists() for path in paths)
    assert attachment(picture)["type"] == "unknown" and attachment(picture)["url"] is None


def test_pictures_of_posts_to_come_are_not_wanted_either() -> None:
    ana = far("ana")
    actions.block_domain(None, "bad.example", severity="noop", reject_media=True)
    for account, wanted in ((ana, False), (far("cy", "good.example"), True)):
        post = Status.objects.create(account=account, local=False, uri=f"{account.uri}/1")
        picture = Attachment.objects.create(
            account=account, status=post, state=UploadState.ELSEWHERE, remote_url="https://x/1.png"
        )
        with transaction.atomic():
            record(FilesElsewhere(post.pk))
        run_until_empty()
        picture.refresh_from_db()
        assert (picture.state != UploadState.UNWANTED) == wanted


def test_pictures_stay_where_the_decision_was_taken_back_in_time() -> None:
    ana = far("ana", avatar="a/bb/cc.webp")
    made = actions.block_domain(None, "bad.example", severity="noop", reject_media=True)
    actions.unblock_domain(None, made.pk)
    run_until_empty()
    ana.refresh_from_db()
    assert ana.avatar
