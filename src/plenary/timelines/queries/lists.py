"""The other timelines: local, hashtag, account, thread, bookmarks, favourites, messages."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from plenary.accounts.models import Account
from plenary.accounts.visibility import apart, muted
from plenary.lib import clock
from plenary.lib.errors import NotFound
from plenary.lib.ids import first_id_at
from plenary.lib.pagination import Page, Paged, ids_page
from plenary.lib.text import hashtag_key
from plenary.statuses.models import (
    Attachment,
    Bookmark,
    Favourite,
    Mention,
    Status,
    StatusHashtag,
    Visibility,
)
from plenary.statuses.queries import Item, items
from plenary.statuses.visibility import visible_to

MAX_THREAD = 400  # a thread beyond this is cut, newest replies last


def _paged(viewer: Account | None, ids: list[int], page: Page) -> Paged[Item]:
    return Paged(
        items(viewer, ids),
        older=ids[-1] if len(ids) == page.limit else None,
        newer=ids[0] if ids else None,
    )


@dataclass(frozen=True)
class Figures:
    """How much life there is here: what anybody could count."""

    people: int
    posts_this_week: int


def figures() -> Figures:
    """Two counts, for the page that greets a newcomer (which keeps them for a while)."""
    week = first_id_at(clock.now() - timedelta(days=7))
    public = Status.objects.filter(
        visibility=Visibility.PUBLIC, local=True, reblog_of__isnull=True, pk__gt=week
    )
    people = Account.objects.filter(domain="", suspended_at__isnull=True)
    return Figures(people.count(), public.exclude(apart(None)).count())


def local(viewer: Account | None, page: Page) -> Paged[Item]:
    """Public posts written here, without boosts and without replies to others."""
    rows = Status.objects.filter(
        visibility=Visibility.PUBLIC, local=True, reblog_of__isnull=True
    ).filter(Q(in_reply_to_account__isnull=True) | Q(in_reply_to_account=F("account")))
    rows = rows.exclude(apart(viewer))
    if viewer is not None:
        rows = rows.exclude(muted(viewer))
    return _paged(viewer, ids_page(rows, page), page)


def hashtag(viewer: Account | None, name: str, page: Page) -> Paged[Item]:
    """Public posts under a hashtag; a private one is in no hashtag's list, even its author's."""
    rows = StatusHashtag.objects.filter(hashtag__name=hashtag_key(name), listed=True)
    rows = rows.exclude(apart(viewer, "status__account"))
    if viewer is not None:
        rows = rows.exclude(muted(viewer, "status__account"))
    return _paged(viewer, ids_page(rows, page, "status_id"), page)


def account(
    viewer: Account | None,
    owner: Account,
    page: Page,
    *,
    replies: bool = False,
    media: bool = False,
) -> Paged[Item]:
    """Somebody's posts and boosts as the viewer may see them; with `media`, those with pictures."""
    rows = visible_to(Status.objects.filter(account=owner), viewer)
    rows = rows.exclude(visibility=Visibility.DIRECT)
    if media:
        rows = rows.filter(Exists(Attachment.objects.filter(status=OuterRef("pk"))))
    elif not replies:
        rows = rows.filter(Q(in_reply_to_account__isnull=True) | Q(in_reply_to_account=owner))
    return _paged(viewer, ids_page(rows, page), page)


def messages(viewer: Account, page: Page) -> Paged[Item]:
    """Direct posts to and from the viewer. Two index scans, then the newest of both: one query
    with OR would read all direct posts there are."""
    sent = Status.objects.filter(account=viewer, visibility=Visibility.DIRECT)
    received = Mention.objects.filter(account=viewer, status__visibility=Visibility.DIRECT)
    received = received.exclude(apart(viewer, "status__account"))
    ids = {*ids_page(sent, page), *ids_page(received, page, "status_id")}
    if page.min_id is not None:
        return _paged(viewer, sorted(ids)[: page.limit][::-1], page)
    return _paged(viewer, sorted(ids, reverse=True)[: page.limit], page)


def _kept(
    viewer: Account, rows: QuerySet[Bookmark] | QuerySet[Favourite], page: Page
) -> Paged[Item]:
    """Statuses by when the viewer marked them; pages go by the mark's id."""
    if page.max_id is not None:
        rows = rows.filter(pk__lt=page.max_id)
    pairs = list(rows.order_by("-pk").values_list("pk", "status_id")[: page.limit])
    found = items(viewer, [status_id for _, status_id in pairs])
    return Paged(found, older=pairs[-1][0] if len(pairs) == page.limit else None)


def bookmarks(viewer: Account, page: Page) -> Paged[Item]:
    return _kept(viewer, Bookmark.objects.filter(account=viewer), page)


def favourites(viewer: Account, page: Page) -> Paged[Item]:
    return _kept(viewer, Favourite.objects.filter(account=viewer), page)


@dataclass(frozen=True)
class Thread:
    """A status between what it answers (oldest first) and what answers it (each under its parent,
    with how deep)."""

    ancestors: list[Item]
    item: Item
    descendants: list[tuple[int, Item]]


def thread(viewer: Account | None, status: Status) -> Thread:
    """The conversation around a status the viewer may see, as far as they may see it.

    One query for the shape of the whole thread, then one page of items; cut at MAX_THREAD.
    """
    status = status.reblog_of or status
    rows = Status.objects.filter(thread_id=status.thread_id, reblog_of__isnull=True)
    if viewer is not None:
        rows = rows.exclude(muted(viewer) & ~Q(pk=status.pk))
    shape = dict(
        visible_to(rows, viewer).order_by("pk").values_list("pk", "in_reply_to_id")[:MAX_THREAD]
    )
    above: list[int] = []
    parent = shape.get(status.pk, status.in_reply_to_id)
    while parent in shape and parent not in above and parent != status.pk:
        above.append(parent)
        parent = shape[parent]
    children: dict[int | None, list[int]] = {}
    for pk, to in shape.items():
        children.setdefault(to, []).append(pk)
    below: list[tuple[int, int]] = []
    seen = {status.pk, *above}  # another server may have sent a ring
    stack = [(1, pk) for pk in reversed(children.get(status.pk, []))]
    while stack:
        depth, pk = stack.pop()
        if pk in seen:
            continue
        seen.add(pk)
        below.append((depth, pk))
        stack += [(depth + 1, child) for child in reversed(children.get(pk, []))]
    wanted = [*reversed(above), status.pk, *(pk for _, pk in below)]
    found = {item.key: item for item in items(viewer, wanted)}
    if status.pk not in found:
        raise NotFound  # deleted at this moment
    return Thread(
        ancestors=[found[pk] for pk in reversed(above) if pk in found],
        item=found[status.pk],
        descendants=[(depth, found[pk]) for depth, pk in below if pk in found],
    )
