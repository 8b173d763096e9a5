"""Somebody moved: who follows them here follows the new account, who had blocked or muted them
blocks or mutes that, and what was noted about them is noted there. As Mastodon does it; in parts,
of which each may be done again.
"""

from collections.abc import Callable

from django.db import transaction
from django.db.models import F, Q

from plenary.accounts import actions as accounts
from plenary.accounts.actions.keeping import MAX_NOTE
from plenary.accounts.facts import AccountFollowed
from plenary.accounts.models import Account, AccountNote, Block, Follow, Mute
from plenary.archive.actions import lines
from plenary.archive.facts import AccountMoved
from plenary.archive.models import ImportRow
from plenary.jobs.tasks import task
from plenary.lib import clock
from plenary.lib.errors import PlenaryError
from plenary.timelines import actions as timelines
from plenary.timelines.models import ListMember

AT_ONCE = 10


@transaction.atomic
def follow_moved(old: Account, new: Account) -> None:
    """`old` says that it moved to `new`, and `new` that it was `old`: whoever calls this has seen
    both. Everything here follows, job by job. Saying it again changes nothing."""
    if old.pk == new.pk:
        return
    moved = Account.objects.filter(pk=old.pk).exclude(moved_to=new)
    moved.update(moved_to=new, version=F("version") + 1)
    _begin(old.pk, new.pk)


def on_account_moved(fact: AccountMoved) -> None:
    """An account of ours moved: the same here."""
    if Account.objects.filter(pk=fact.account_id, moved_to=fact.target_id).exists():
        _begin(fact.account_id, fact.target_id)


def _begin(old_id: int, new_id: int) -> None:
    carry.using(key=f"move:{old_id}:{new_id}").enqueue(old_id, new_id, "follows", 0)


@task
def carry(old_id: int, new_id: int, what: str, after: int) -> None:
    """Some of those who follow (or `what`) the old account, and the next job; none any more once
    the move is taken back."""
    both = Account.objects.select_related("moved_to").in_bulk([old_id, new_id])
    old, new = both.get(old_id), both.get(new_id)
    if old is None or new is None or old.moved_to_id != new_id or new.suspended_at is not None:
        return
    last = _PARTS[what](old, new, after)
    if last is not None:
        carry.enqueue(old_id, new_id, what, last)
        return
    following = _ORDER[what]
    if following:
        carry.enqueue(old_id, new_id, following, 0)


def _follows(old: Account, new: Account, after: int) -> int | None:
    ties = Follow.objects.filter(target=old, source__domain="", source__pk__gt=after)
    part = list(ties.select_related("source").order_by("source_id")[:AT_ONCE])
    for tie in part:
        _follow_on(tie, old, new)
    return part[-1].source_id if len(part) == AT_ONCE else None


def _follow_on(tie: Follow, old: Account, new: Account) -> None:
    """One follower. Where one of the two blocked the other, or keeps the new server away, they
    stay with the old account, which is still."""
    follower = tie.source
    if follower.pk == new.pk or follower.suspended_at is not None:
        return
    how = accounts.Following(tie.reblogs, tie.notify, tuple(tie.languages or ()))
    there = Follow.objects.filter(source=follower, target=new).exists()
    try:
        with transaction.atomic():
            if not there and accounts.follow(follower, new, how) == "requested" and not new.domain:
                # They were let in already, by the same person.
                accounts.accept_request(new, follower)
    except PlenaryError:
        return
    _settle(follower, old, new)


def _settle(follower: Account, old: Account, new: Account) -> None:
    """Lists take the new account in place of the old, once it is followed; until then, while a
    request waits, everything stays."""
    if not Follow.objects.filter(source=follower, target=new).exists():
        return
    lists = ListMember.objects.filter(list__account=follower, account=old)
    for list_id in list(lists.order_by("list_id").values_list("list_id", flat=True)):
        if not ListMember.objects.filter(list=list_id, account=new).exists():
            timelines.remove_from_list(follower, list_id, [old.pk])
            timelines.add_to_list(follower, list_id, [new])
    accounts.unfollow(follower, old)


def on_account_followed(fact: AccountFollowed) -> None:
    """Whoever was asked accepted: what waited for it, of moves and of lists brought in."""
    ties = Follow.objects.filter(source=fact.source_id, target=fact.target_id)
    tie = ties.select_related("source", "target").first()
    if tie is None or tie.source.domain:
        return
    left = Follow.objects.filter(source=fact.source_id, target__moved_to=fact.target_id)
    for one in left.select_related("target"):
        _settle(tie.source, one.target, tie.target)
    rows = ImportRow.objects.filter(
        target=fact.target_id, bringing__account=fact.source_id, state=ImportRow.State.ASKED
    )
    for row in rows.select_related("bringing__account", "target"):
        lines.finish_list(row)


def _blocks(old: Account, new: Account, after: int) -> int | None:
    ties = Block.objects.filter(target=old, source__domain="", source__pk__gt=after)
    part = list(ties.select_related("source").order_by("source_id")[:AT_ONCE])
    for tie in part:
        who = tie.source
        held = Q(source=who, target=new)
        if who.pk == new.pk or Follow.objects.filter(held).exists():
            continue  # whom they follow by their own choice is not blocked for them
        if not Block.objects.filter(held).exists():
            accounts.block(who, new)
            _note(who, new, f"You had blocked @{old.address}, who moved here.")
    return part[-1].source_id if len(part) == AT_ONCE else None


def _mutes(old: Account, new: Account, after: int) -> int | None:
    still = Q(expires_at__isnull=True) | Q(expires_at__gt=clock.now())
    ties = Mute.objects.filter(still, target=old, source__domain="", source__pk__gt=after)
    part = list(ties.select_related("source").order_by("source_id")[:AT_ONCE])
    for tie in part:
        who = tie.source
        if who.pk == new.pk or Mute.objects.filter(source=who, target=new).exists():
            continue
        rest = tie.expires_at - clock.now() if tie.expires_at else None
        accounts.mute(who, new, duration=rest, hide_notifications=tie.hide_notifications)
        _note(who, new, f"You had muted @{old.address}, who moved here.")
    return part[-1].source_id if len(part) == AT_ONCE else None


def _note(who: Account, new: Account, words: str) -> None:
    if not AccountNote.objects.filter(source=who, target=new).exists():
        accounts.write_note(who, new, words)


def _notes(old: Account, new: Account, after: int) -> int | None:
    notes = AccountNote.objects.filter(target=old, source__pk__gt=after)
    part = list(notes.select_related("source").order_by("source_id")[:AT_ONCE])
    for note in part:
        theirs = AccountNote.objects.filter(source=note.source, target=new).first()
        words = f"Of @{old.address}, who moved here: {note.comment}"
        if theirs is not None and words in theirs.comment:
            continue
        both = f"{words}\n\n{theirs.comment}" if theirs is not None else words
        if len(both) <= MAX_NOTE:
            accounts.write_note(note.source, new, both)
    return part[-1].source_id if len(part) == AT_ONCE else None


_PARTS: dict[str, Callable[[Account, Account, int], int | None]] = {
    "follows": _follows,
    "blocks": _blocks,
    "mutes": _mutes,
    "notes": _notes,
}
# Notes first: a note that says "you had blocked" is written only where there is none.
_ORDER = {"follows": "notes", "notes": "blocks", "blocks": "mutes", "mutes": ""}
