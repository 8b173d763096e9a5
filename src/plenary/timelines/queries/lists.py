"""The other timelines: local, hashtag, account, thread, bookmarks, favourites, messages."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from plenary.accounts.models import Account
from plenary.accounts.visibility import apart, limited, muted
from plenary.lib import clock
from plenary.lib.ids import first_id_at
from plenary.lib.pagination import Page, Paged, ids_page
from plenary.lib.text import hashtag_key
from plenary.statuses.models import (
    Attachment,
    Bookmark,
    Favourite,
    Hashtag,
    Mention,
    Status,
    StatusHashtag,
    Visibility,
)
from plenary.statuses.queries import Item, items
from plenary.statuses.visibility import visible_to

_MOST_SIFTS = 8


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
    people = Account.objects.filter(domain="", suspended_at__isnull=True).exclude(
        actor_type="Group"  # what an event speaks as is nobody
    )
    return Figures(people.count(), public.count())


@dataclass(frozen=True)
class Week:
    """What happened in a week that began on `begins` (a Monday, UTC)."""

    begins: datetime
    statuses: int
    logins: int
    registrations: int


def weeks(count: int = 12) -> list[Week]:
    """The last weeks, the current one first: what anybody could count. The door keeps it."""
    now = clock.now()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    monday = midnight - timedelta(days=now.weekday())
    people = Account.objects.filter(domain="").exclude(actor_type="Group")
    made = []
    for number in range(count):
        begins = monday - timedelta(weeks=number)
        ends = begins + timedelta(weeks=1)
        between = {"pk__gte": first_id_at(begins), "pk__lt": first_id_at(ends)}
        public = Status.objects.filter(local=True, visibility=Visibility.PUBLIC, **between)
        signed_in = people.filter(user__last_login__gte=begins, user__last_login__lt=ends)
        joined = people.filter(**between)
        made.append(Week(begins, public.count(), signed_in.count(), joined.count()))
    return made


def local(viewer: Account | None, page: Page) -> Paged[Item]:
    """Public posts written here, without boosts and without replies to others."""
    rows = Status.objects.filter(
        visibility=Visibility.PUBLIC, local=True, reblog_of__isnull=True
    ).filter(Q(in_reply_to_account__isnull=True) | Q(in_reply_to_account=F("account")))
    rows = rows.exclude(apart(viewer)).exclude(limited(viewer))
    if viewer is not None:
        rows = rows.exclude(muted(viewer))
    return _paged(viewer, ids_page(rows, page), page)


def hashtag(viewer: Account | None, name: str, page: Page) -> Paged[Item]:
    """Public posts under a hashtag; a private one is in no hashtag's list, even its author's."""
    found = Hashtag.objects.filter(name=hashtag_key(name)).values_list("pk", flat=True).first()
    if found is None:
        return Paged([])
    return _sifted(viewer, StatusHashtag.objects.filter(hashtag=found, listed=True), page)


def _sifted(viewer: Account | None, rows: QuerySet[StatusHashtag], page: Page) -> Paged[Item]:
    """A page of the statuses of `rows`, without those not for the viewer or muted.

    Ids come from the index alone, some more than needed, and are sifted by a second query. Joined
    in one, PostgreSQL may walk all statuses to find those of a rare hashtag.
    """
    upward = page.min_id is not None
    kept: list[int] = []
    at, more = replace(page, limit=page.limit + 20), True
    for _ in range(_MOST_SIFTS):
        ids = ids_page(rows, at, "status_id")
        more = len(ids) == at.limit
        wanted = visible_to(Status.objects.filter(pk__in=ids), viewer).exclude(limited(viewer))
        if viewer is not None:
            wanted = wanted.exclude(muted(viewer))
        passed = set(wanted.values_list("pk", flat=True)) if ids else set()
        kept += [pk for pk in (reversed(ids) if upward else ids) if pk in passed]
        if not more or len(kept) >= page.limit:
            break
        at = replace(at, min_id=ids[0]) if upward else replace(at, max_id=ids[-1])
    else:
        # Little passed so far: a short page, that goes on from where the sifting ended.
        shown = items(viewer, kept[::-1] if upward else kept)
        return Paged(shown, older=at.max_id, newer=kept[0] if kept else None)
    more = more or len(kept) > page.limit
    kept = kept[: page.limit]
    if upward:
        kept.reverse()
    return Paged(
        items(viewer, kept),
        older=kept[-1] if kept and (more or upward) else None,
        newer=kept[0] if kept else None,
    )


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


def _marked(rows: QuerySet[Bookmark] | QuerySet[Favourite], page: Page) -> list[tuple[int, int]]:
    """Ids of marks and of the statuses marked, the latest mark first; pages go by the mark's id."""
    if page.max_id is not None:
        rows = rows.filter(pk__lt=page.max_id)
    if page.since_id is not None:
        rows = rows.filter(pk__gt=page.since_id)
    if page.min_id is not None:
        rows = rows.filter(pk__gt=page.min_id).order_by("pk")
        return list(rows.values_list("pk", "status_id")[: page.limit])[::-1]
    return list(rows.order_by("-pk").values_list("pk", "status_id")[: page.limit])


def bookmark_ids(viewer: Account, page: Page) -> list[tuple[int, int]]:
    return _marked(Bookmark.objects.filter(account=viewer), page)


def favourite_ids(viewer: Account, page: Page) -> list[tuple[int, int]]:
    return _marked(Favourite.objects.filter(account=viewer), page)


def _kept(
    viewer: Account, rows: QuerySet[Bookmark] | QuerySet[Favourite], page: Page
) -> Paged[Item]:
    pairs = _marked(rows, page)
    found = items(viewer, [status_id for _, status_id in pairs])
    return Paged(found, older=pairs[-1][0] if len(pairs) == page.limit else None)


def bookmarks(viewer: Account, page: Page) -> Paged[Item]:
    return _kept(viewer, Bookmark.objects.filter(account=viewer), page)


def favourites(viewer: Account, page: Page) -> Paged[Item]:
    return _kept(viewer, Favourite.objects.filter(account=viewer), page)
