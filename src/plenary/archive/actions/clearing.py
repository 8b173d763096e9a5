"""Taking away what a file does not name, where it is to replace what is there: some at a time."""

from collections.abc import Callable
from typing import Any

from django.db.models import F, QuerySet

from plenary.accounts import actions as accounts
from plenary.accounts.models import Account, Block, Follow, Mute, UserDomainBlock
from plenary.archive.models import Import, ImportRow
from plenary.archive.queries.imports import address_of
from plenary.statuses.models import Bookmark
from plenary.timelines import actions as timelines
from plenary.timelines.models import AccountList, ListMember

AT_ONCE = 50


def step(bringing: Import) -> bool:
    """Look at some of what is there; True once all was looked at."""
    if bringing.kind == "lists":
        return _lists(bringing)
    rows, key_of, undo = _STEPS[bringing.kind](bringing.account)
    part = list(rows.filter(pk__gt=bringing.cursor).order_by("pk")[:AT_ONCE])
    named = _named(bringing, {key_of(one) for one in part})
    gone = [one for one in part if key_of(one) not in named]
    for one in gone:
        undo(one)
    _moved_on(bringing, part, len(gone))
    return len(part) < AT_ONCE


def _moved_on(bringing: Import, part: list[Any], gone: int) -> None:
    if part:
        bringing.cursor = part[-1].pk
        bringing.save(update_fields=["cursor"])
    Import.objects.filter(pk=bringing.pk).update(removed=F("removed") + gone)


def _named(bringing: Import, keys: set[str]) -> set[str]:
    rows = ImportRow.objects.filter(bringing=bringing, key__in=keys)
    return set(rows.values_list("key", flat=True))


Step = tuple[QuerySet[Any], Callable[[Any], str], Callable[[Any], Any]]


def _follows(actor: Account) -> Step:
    return (
        Follow.objects.filter(source=actor).select_related("target"),
        lambda tie: address_of(tie.target),
        lambda tie: accounts.unfollow(actor, tie.target),
    )


def _mutes(actor: Account) -> Step:
    return (
        Mute.objects.filter(source=actor).select_related("target"),
        lambda tie: address_of(tie.target),
        lambda tie: accounts.unmute(actor, tie.target),
    )


def _blocks(actor: Account) -> Step:
    return (
        Block.objects.filter(source=actor).select_related("target"),
        lambda tie: address_of(tie.target),
        lambda tie: accounts.unblock(actor, tie.target),
    )


def _domains(actor: Account) -> Step:
    return (
        UserDomainBlock.objects.filter(account=actor),
        lambda one: one.domain,
        lambda one: accounts.unblock_domain(actor, one.domain),
    )


def _bookmarks(actor: Account) -> Step:
    return (
        Bookmark.objects.filter(account=actor).select_related("status__account"),
        lambda mark: mark.status.object_uri,
        # Not `unbookmark`, which asks whether the post may be seen: it may be so no longer.
        lambda mark: Bookmark.objects.filter(pk=mark.pk).delete(),
    )


_STEPS: dict[str, Callable[[Account], Step]] = {
    "follows": _follows,
    "mutes": _mutes,
    "blocks": _blocks,
    "domains": _domains,
    "bookmarks": _bookmarks,
}


def _lists(bringing: Import) -> bool:
    """Lists that the file does not name go; from the others those it does not put there."""
    actor, rows = bringing.account, ImportRow.objects.filter(bringing=bringing)
    if bringing.cursor == 0:
        titles = set(rows.order_by().values_list("title", flat=True).distinct())
        for one in AccountList.objects.filter(account=actor).order_by("pk"):
            if one.title not in titles:
                timelines.delete_list(actor, one.pk)
                Import.objects.filter(pk=bringing.pk).update(removed=F("removed") + 1)
    members = ListMember.objects.filter(list__account=actor, pk__gt=bringing.cursor)
    part = list(members.select_related("list", "account").order_by("pk")[:AT_ONCE])
    keys = {address_of(one.account) for one in part}
    named = set(rows.filter(key__in=keys).values_list("title", "key"))
    gone = [one for one in part if (one.list.title, address_of(one.account)) not in named]
    for member in gone:
        timelines.remove_from_list(actor, member.list_id, [member.account_id])
    _moved_on(bringing, part, len(gone))
    return len(part) < AT_ONCE
