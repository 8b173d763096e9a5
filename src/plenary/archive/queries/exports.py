"""The viewer's own tables, line by line: however long, no more than a part of one is held."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet

from plenary.accounts.models import Account, Block, Follow, Mute, UserDomainBlock
from plenary.accounts.visibility import apart, follows
from plenary.archive.rules.tables import TABLES, line, said
from plenary.conduct import queries as conduct
from plenary.lib import clock
from plenary.statuses.models import Bookmark, Status
from plenary.statuses.visibility import visible_to
from plenary.timelines.models import AccountList, ListMember

AT_ONCE = 500


def table(viewer: Account, kind: str) -> Iterator[str]:
    """The lines of a table of this kind (a KeyError for any other), the latest first."""
    made, rows = TABLES[kind], _TABLES[kind]
    if made.titled:
        yield line(made.headings)
    for cells in rows(viewer):
        yield line(cells)


def severed(viewer: Account, severance_id: int, *, outgoing: bool) -> Iterator[str]:
    """Whom one followed, or who followed one, until a decision ended it: as the table of follows,
    so that it may be brought in again, or as addresses alone. Raises NotFound before it begins."""
    rows = conduct.severed(viewer, severance_id, outgoing=outgoing)
    return _severed(rows, outgoing)


def _severed(rows: QuerySet[Any], outgoing: bool) -> Iterator[str]:
    headings = TABLES["follows"].headings
    yield line(headings if outgoing else headings[:1])
    for tie in _each(rows):
        cells = [tie.other.address, said(tie.reblogs), said(tie.notify)]
        languages = ", ".join(tie.languages or [])
        yield line([*cells, languages] if outgoing else cells[:1])


def chunks(rows: QuerySet[Any], size: int = AT_ONCE) -> Iterator[list[Any]]:
    """Rows by falling id, so many at a time: what comes or goes meanwhile shifts none."""
    after = None
    while True:
        part = rows if after is None else rows.filter(pk__lt=after)
        found = list(part.order_by("-pk")[:size])
        if found:
            yield found
        if len(found) < size:
            return
        after = found[-1].pk


def _each(rows: QuerySet[Any]) -> Iterator[Any]:
    for part in chunks(rows):
        yield from part


def _people(rows: QuerySet[Any]) -> Iterator[Any]:
    columns = ("target__username", "target__domain")
    own = [one.name for one in rows.model._meta.concrete_fields if one.name != "source"]
    return _each(rows.select_related("target").only(*own, *columns))


def _follows(viewer: Account) -> Iterator[list[str]]:
    rows = Follow.objects.filter(source=viewer).exclude(apart(viewer, "target"))
    for tie in _people(rows):
        languages = ", ".join(tie.languages or [])
        yield [tie.target.address, said(tie.reblogs), said(tie.notify), languages]


def _mutes(viewer: Account) -> Iterator[list[str]]:
    still = Q(expires_at__isnull=True) | Q(expires_at__gt=clock.now())
    rows = Mute.objects.filter(still, source=viewer).exclude(apart(viewer, "target"))
    for tie in _people(rows):
        yield [tie.target.address, said(tie.hide_notifications)]


def _blocks(viewer: Account) -> Iterator[list[str]]:
    for tie in _people(Block.objects.filter(source=viewer)):
        yield [tie.target.address]


def _lists(viewer: Account) -> Iterator[list[str]]:
    for one in AccountList.objects.filter(account=viewer).order_by("pk"):
        rows = ListMember.objects.filter(list=one).filter(follows(viewer)).exclude(apart(viewer))
        for member in _each(rows.select_related("account")):
            yield [one.title, member.account.address]


def _domains(viewer: Account) -> Iterator[list[str]]:
    for one in _each(UserDomainBlock.objects.filter(account=viewer)):
        yield [one.domain]


def _bookmarks(viewer: Account) -> Iterator[list[str]]:
    for uri in uris(viewer, Bookmark.objects.filter(account=viewer)):
        yield [uri]


def uris(viewer: Account, marks: QuerySet[Any]) -> Iterator[str]:
    """What marked posts are called among servers, of those the viewer may see still."""
    for part in chunks(marks):
        ids = [mark.status_id for mark in part]
        seen = visible_to(Status.objects.filter(pk__in=ids), viewer).select_related("account")
        found = seen.only("uri", "account__username").in_bulk()
        yield from (found[pk].object_uri for pk in ids if pk in found)


_TABLES = {
    "follows": _follows,
    "lists": _lists,
    "mutes": _mutes,
    "blocks": _blocks,
    "domains": _domains,
    "bookmarks": _bookmarks,
}
