"""Reading statuses one by one, and what stands around them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet, Value

from plenary.accounts.models import Account, Follow
from plenary.accounts.queries import pictures
from plenary.accounts.visibility import apart
from plenary.lib import shortcodes, text
from plenary.lib.errors import NotFound
from plenary.lib.pagination import Page, ids_page
from plenary.lib.prepared import Prepared
from plenary.statuses.models import (
    Attachment,
    Bookmark,
    Favourite,
    Hashtag,
    QuoteState,
    Status,
    StatusEdit,
    ThreadMute,
    Visibility,
)
from plenary.statuses.queries.polls import Answers, polls
from plenary.statuses.visibility import visible_to

_NO_SUCH = "There is no such post, or it is not for you to see."


@dataclass
class Item:
    """A status as a list shows it: what is shown (`status`), who boosted it, and the viewer's own
    marks on it. `key` is the id to page on from: the boost's where it is one."""

    key: int
    status: Status
    booster: Account | None
    attachments: list[Attachment]
    favourited: bool = False
    boosted: bool = False
    bookmarked: bool = False
    mine: bool = False
    poll: Answers | None = None
    quoted: "Item | None" = None  # None too where it may not be seen


def get(viewer: Account | None, status_id: int) -> Status:
    """A status the viewer may see, with its author; NotFound for all others alike."""
    found = (
        visible_to(Status.objects.filter(pk=status_id), viewer)
        .select_related("account", "reblog_of", "reblog_of__account")
        .first()
    )
    if found is None:
        raise NotFound(_NO_SUCH)
    return found


def is_embeddable(status: Status) -> bool:
    """Whether a post may stand on pages of others: written here, for anybody to see, by somebody
    whom strangers are shown."""
    return bool(
        status.local
        and status.reblog_of_id is None
        and status.visibility <= Visibility.UNLISTED
        and status.account.silenced_at is None
        and status.account.suspended_at is None
    )


def embeddable(acct: str, status_id: int) -> Status:
    """That post, whoever asks, by its author's handle; NotFound for all others alike."""
    status = get(None, status_id)
    if not is_embeddable(status) or status.account.acct.lower() != acct.lower():
        raise NotFound(_NO_SUCH)
    return status


def items(viewer: Account | None, ids: Iterable[int], *, with_quotes: bool = True) -> list[Item]:
    """Statuses by id, in the order given: rows and authors, pictures, and the viewer's marks, in
    a number of queries that does not grow. What the viewer may not see is left out, whatever
    list the ids come from."""
    ids = list(ids)
    if not ids:
        return []
    found = _full(visible_to(Status.objects.all(), viewer)).in_bulk(ids)
    rows = [found[pk] for pk in ids if pk in found]
    shown = [row.reblog_of or row for row in rows]
    pictures: dict[int | None, list[Attachment]] = {}
    for picture in Attachment.objects.filter(status__in=shown).order_by("position"):
        pictures.setdefault(picture.status_id, []).append(picture)
    marks = _marks(viewer, [status.pk for status in shown])
    polled = [status.pk for status in shown if status.has_poll]
    answers = polls(viewer, polled) if polled else {}
    quotes = {
        status.quote_of_id
        for status in shown
        if status.quote_of_id and status.quote_state == QuoteState.ACCEPTED
    }
    quoted: dict[int | None, Item] = {}
    if quotes and with_quotes:
        quoted = {one.key: one for one in items(viewer, quotes, with_quotes=False)}
    return [
        Item(
            key=row.pk,
            status=status,
            booster=row.account if row.reblog_of_id else None,
            attachments=pictures.get(status.pk, []),
            favourited=status.pk in marks[0],
            boosted=status.pk in marks[1],
            bookmarked=status.pk in marks[2],
            mine=viewer is not None and status.account_id == viewer.pk,
            poll=answers.get(status.pk),
            quoted=quoted.get(status.quote_of_id)
            if status.quote_state == QuoteState.ACCEPTED
            else None,
        )
        for row, status in zip(rows, shown, strict=True)
    ]


def _full(rows: QuerySet[Status]) -> QuerySet[Status]:
    return rows.select_related(
        "account",
        "card",
        "in_reply_to_account",
        "reblog_of__account",
        "reblog_of__card",
        "reblog_of__in_reply_to_account",
    )


def _marks(viewer: Account | None, ids: list[int]) -> tuple[set[int], set[int], set[int]]:
    """Which the viewer favourited, boosted and bookmarked (one query)."""
    marks: tuple[set[int], set[int], set[int]] = (set(), set(), set())
    if viewer is None or not ids:
        return marks
    favourites = Favourite.objects.filter(account=viewer, status__in=ids)
    boosts = Status.objects.filter(account=viewer, reblog_of__in=ids)
    bookmarks = Bookmark.objects.filter(account=viewer, status__in=ids)
    rows = (
        favourites.annotate(which=Value(0))
        .values_list("which", "status_id")
        .union(
            boosts.annotate(which=Value(1)).values_list("which", "reblog_of_id"),
            bookmarks.annotate(which=Value(2)).values_list("which", "status_id"),
            all=True,
        )
    )
    for which, status_id in rows:
        marks[int(which)].add(int(status_id))
    return marks


def item(viewer: Account | None, status_id: int) -> Item:
    """One status the viewer may see, as a list shows it."""
    return items(viewer, [get(viewer, status_id).pk])[0]


def people_in(viewer: Account, status: Status) -> list[Account]:
    """Whom an answer to a direct post must name to reach all in it, the viewer aside."""
    named = Account.objects.filter(mentions__status=status) | Account.objects.filter(
        pk=status.account_id
    )
    return list(named.exclude(pk=viewer.pk).exclude(apart(viewer, "pk")).distinct().order_by("pk"))


def by_key(viewer: Account, key: str) -> Status | None:
    """What the viewer posted with this idempotency key."""
    return Status.objects.filter(
        idempotency_keys__account=viewer, idempotency_keys__key=key
    ).first()


def history(viewer: Account | None, status: Status) -> list[StatusEdit]:
    """Earlier versions of a status the viewer may see, oldest first, with the emoji there are
    today (one query, two where shortcodes stand in them)."""
    rows = list(StatusEdit.objects.filter(status=status).order_by("created_at", "pk"))
    for row in rows:
        words = row.text or text.plain(row.content_html)
        row.codes = shortcodes.find(words, row.spoiler_text, *row.poll)
    known = pictures(status.account.domain, {code for row in rows for code in row.codes})
    for row in rows:
        row.emojis = [known[code] for code in row.codes if code in known]
    return rows


def hashtag(name: str) -> Hashtag | None:
    return Hashtag.objects.filter(name=text.hashtag_key(name)).first()


def boosted_by(viewer: Account | None, status: Status, page: Page) -> list[tuple[int, Account]]:
    """Who passed a status on, the latest first, each with the key to page by."""
    rows = Status.objects.filter(reblog_of=status, visibility__lte=Visibility.UNLISTED)
    rows = rows.exclude(apart(viewer))
    ids = ids_page(rows, page)
    found = Status.objects.select_related("account").in_bulk(ids)
    return [(pk, found[pk].account) for pk in ids if pk in found]


def favourited_by(viewer: Account | None, status: Status, page: Page) -> list[tuple[int, Account]]:
    """Who favourited a status, the latest first, each with the key to page by."""
    rows = Favourite.objects.filter(status=status).exclude(apart(viewer))
    ids = ids_page(rows, page)
    found = Favourite.objects.select_related("account").in_bulk(ids)
    return [(pk, found[pk].account) for pk in ids if pk in found]


def upload(viewer: Account, attachment_id: int) -> Attachment:
    """One of the viewer's own files."""
    found = Attachment.objects.filter(pk=attachment_id, account=viewer).first()
    if found is None:
        raise NotFound
    return found


def quote_ids(viewer: Account | None, status: Status, page: Page) -> list[int]:
    """Posts that quote a status, the latest first."""
    rows = Status.objects.filter(quote_of=status, quote_state=QuoteState.ACCEPTED)
    return ids_page(visible_to(rows, viewer), page)


def followed_among(viewer: Account, account_ids: Iterable[int]) -> set[int]:
    """Which of these authors the viewer follows: some let only followers quote."""
    ties = Follow.objects.filter(source=viewer, target__in=set(account_ids))
    return set(ties.values_list("target_id", flat=True))


def thread_muted(viewer: Account, thread_id: int) -> bool:
    return _THREAD_MUTED.first(account=viewer.pk, thread=thread_id) is not None


_THREAD_MUTED = Prepared(
    lambda account, thread: ThreadMute.objects.filter(account=account, thread_id=thread)
)
