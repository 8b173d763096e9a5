"""One line of a file, done."""

import re
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction

from plenary.accounts import actions as accounts
from plenary.accounts.models import Account, Block
from plenary.accounts.visibility import may_meet
from plenary.archive.models import Import, ImportRow
from plenary.lib.errors import NotFound, Refused
from plenary.lib.numbers import whole
from plenary.statuses import actions as statuses
from plenary.statuses.models import Status
from plenary.timelines import actions as timelines
from plenary.timelines.models import AccountList, ListMember

_State = ImportRow.State


def bring_in(bringing: Import, row: ImportRow, target: Account | Status | None) -> "_State":
    """Do what a line says; NotFound and Refused say why not."""
    actor = bringing.account
    if bringing.kind == "domains":
        accounts.block_domain(actor, row.key)
    elif target is None:
        raise NotFound
    elif isinstance(target, Status):
        statuses.bookmark(actor, target.pk)
    elif bringing.kind == "follows":
        accounts.follow(actor, target, _how(row))
    elif bringing.kind == "lists":
        return _put_on_list(actor, row.title, target)
    elif bringing.kind == "mutes":
        if not may_meet(actor, target):
            raise NotFound
        accounts.mute(actor, target, hide_notifications=row.given.get("hide", True))
    else:
        _block(actor, target)
    return _State.DONE


def _how(row: ImportRow) -> accounts.Following:
    languages = row.given.get("languages")
    return accounts.Following(
        reblogs=row.given.get("reblogs"),
        notify=row.given.get("notify"),
        languages=tuple(languages) if languages is not None else None,
    )


def _block(actor: Account, target: Account) -> None:
    mine = Block.objects.filter(source=actor, target=target)
    if not mine.exists() and Block.objects.filter(source=target, target=actor).exists():
        raise NotFound
    accounts.block(actor, target)


def _put_on_list(actor: Account, title: str, target: Account) -> "_State":
    """On a list of that name, made where there is none. Only whom one follows is on a list: who
    decides that for themselves comes to stand there once they accept."""
    found = AccountList.objects.filter(account=actor, title=title).order_by("pk").first()
    if found is None:
        found = timelines.create_list(actor, title)
    if target.pk == actor.pk:
        raise Refused("You cannot stand on a list of your own.")
    if accounts.follow(actor, target) == "requested":
        return _State.ASKED
    _add(actor, found, target)
    return _State.DONE


def _add(actor: Account, which: AccountList, target: Account) -> None:
    if not ListMember.objects.filter(list=which, account=target).exists():
        timelines.add_to_list(actor, which.pk, [target])


def finish_list(row: ImportRow) -> None:
    """Somebody whom an import asked to follow is followed by now: the list that it was for."""
    assert row.target is not None
    try:
        with transaction.atomic():
            _put_on_list(row.bringing.account, row.title, row.target)
    except (NotFound, Refused):
        pass  # the list is full by now
    ImportRow.objects.filter(pk=row.pk).update(state=_State.DONE)


def known_posts(uris: Iterable[str]) -> dict[str, Account | Status]:
    """Posts by what they are called among servers; ours also by their page's address. Whether they
    may be seen is asked when they are marked (two queries)."""
    here = re.compile(rf"{re.escape(settings.PUBLIC_URL)}/(?:users/|@)[^/]+/(?:statuses/)?([0-9]+)")
    ours: dict[str, int] = {}
    theirs = set()
    for uri in uris:
        found = here.fullmatch(uri)
        number = whole(found[1]) if found else None
        if number is not None:
            ours[uri] = number
        else:
            theirs.add(uri)
    posts: dict[str, Account | Status] = {}
    if ours:
        local = Status.objects.filter(local=True).in_bulk(list(ours.values()))
        posts |= {uri: local[pk] for uri, pk in ours.items() if pk in local}
    if theirs:
        posts |= {one.uri: one for one in Status.objects.filter(local=False, uri__in=theirs)}
    return posts
