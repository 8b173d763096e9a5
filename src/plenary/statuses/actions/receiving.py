"""Posts of other servers: kept, changed and removed as their authors' servers tell. Whether to
believe it was asked above; here they are woven into what is there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from plenary.accounts.models import Account
from plenary.jobs.facts import record
from plenary.lib import clock, text
from plenary.lib.ids import id_at
from plenary.lib.prepared import Prepared
from plenary.lib.rows import one_by_one, rows
from plenary.statuses.actions import emojis, hashtags, mentions, polls, quotes
from plenary.statuses.actions.publishing import (
    count_one_more,
    discard,
    insert,
    keep_rendered,
    keep_version,
    options_of,
)
from plenary.statuses.facts import FilesElsewhere, StatusEdited, StatusPublished
from plenary.statuses.models import (
    Attachment,
    Mention,
    Poll,
    PollOption,
    QuotePolicy,
    QuoteState,
    Status,
    UploadState,
    Visibility,
)

MOST_FILES = 16
MOST_OPTIONS = 20
MAX_SPOILER = 500
# What is older when it comes is no news: it is kept where it belongs, and nobody is told.
NEWS = timedelta(days=10)


@dataclass(frozen=True)
class RemoteFile:
    """A file that stays where it is until it is fetched. `kind`: image, video or audio."""

    url: str
    kind: str
    media_type: str = ""
    description: str = ""
    width: int = 0
    height: int = 0
    blurhash: str = ""
    focus: tuple[float, float] | None = None


@dataclass(frozen=True)
class RemotePoll:
    """`options` are titles with their votes."""

    options: tuple[tuple[str, int], ...]
    multiple: bool = False
    ends_at: datetime | None = None
    voters: int | None = None


@dataclass(frozen=True)
class Arrival:
    """A post as its server tells of it. `content` is HTML as it was sent; `places` where the links
    in it to people and hashtags lead here. `in_reply_to_uri` and `quote_uri` are of posts that are
    not known here; else those stand in `in_reply_to` and `quoted`."""

    uri: str
    account: Account
    content: str
    created_at: datetime
    visibility: Visibility
    page: str = ""
    spoiler_text: str = ""
    sensitive: bool = False
    language: str = ""
    edited_at: datetime | None = None
    in_reply_to: Status | None = None
    in_reply_to_uri: str = ""
    named: tuple[Account, ...] = ()
    silent: tuple[Account, ...] = ()  # it is sent to them and does not name them
    hashtags: tuple[str, ...] = ()
    files: tuple[RemoteFile, ...] = ()
    poll: RemotePoll | None = None
    quoted: Status | None = None
    quote_uri: str = ""
    quote_state: QuoteState = QuoteState.NONE
    quote_authorization: str = ""
    quote_policy: QuotePolicy = QuotePolicy.NOBODY
    places: tuple[tuple[str, str], ...] = ()


def receive(arrival: Arrival) -> Status:
    """Keep a post of another server; the one that is there already by its uri, unchanged."""
    for last in (False, False, True):
        try:
            with transaction.atomic():
                return _receive(arrival)
        except IntegrityError:
            # Another process keeps the same one at this moment, or two ids met.
            if there := known(arrival.uri):
                return there
            if last:
                raise
    raise AssertionError


def known(uri: str) -> Status | None:
    return _KNOWN.first(uri=uri) if uri else None


_KNOWN = Prepared(
    lambda uri: Status.objects.select_related("account").filter(uri=uri).exclude(uri="")[:1]
)


def _receive(arrival: Arrival) -> Status:
    at = min(arrival.created_at, clock.now())
    pk = id_at(at)
    parent = arrival.in_reply_to
    if parent is not None and parent.reblog_of is not None:
        parent = parent.reblog_of
    status = Status(
        pk=pk,
        uri=arrival.uri,
        account=arrival.account,
        local=False,
        created_at=at,
        edited_at=arrival.edited_at,
        visibility=arrival.visibility,
        in_reply_to=parent,
        in_reply_to_account=parent.account if parent else None,
        in_reply_to_uri="" if parent else arrival.in_reply_to_uri,
        thread_id=parent.thread_id or parent.pk if parent else pk,
        has_poll=arrival.poll is not None,
    )
    _words(status, arrival)
    _quote(status, arrival)
    # As when somebody here posts: what belongs to it first, so that it is written once, rendered.
    files = _files(status, arrival.files)
    if arrival.poll is not None:
        _ask(status, arrival.poll)
    used, ties = hashtags.tie_new(status, arrival.hashtags)
    named = mentions.tie_new(status, arrival.named)
    _tie_silent(status, arrival.silent)
    insert(status, {"attachments": files, "status_hashtags": ties, "mentions": named})
    if parent is not None and status.visibility <= Visibility.UNLISTED:
        Status.objects.filter(pk=parent.pk).update(replies_count=F("replies_count") + 1)
    if status.quote_of_id and status.quote_state == QuoteState.ACCEPTED:
        quotes.count(status.quote_of_id, 1)
    if status.visibility != Visibility.DIRECT:
        count_one_more(status.account, pk)
    _gather_answers(status)
    hashtags.count_days(status, used)
    if clock.now() - at < NEWS:
        quotes_another = bool(status.quote_of_id or status.quote_uri)
        record(StatusPublished(status.pk, status.account_id, False, quotes_another))
    if arrival.files:
        record(FilesElsewhere(status.pk))
    return status


def _words(status: Status, arrival: Arrival) -> None:
    status.content_html = text.clean_post(arrival.content, dict(arrival.places))
    status.text = text.plain(status.content_html)
    status.spoiler_text = text.clean_line(arrival.spoiler_text)[:MAX_SPOILER]
    status.sensitive = bool(
        arrival.sensitive or (arrival.files and arrival.account.sensitized_at is not None)
    )
    status.language = arrival.language[:12]
    status.page = arrival.page[:500]
    status.quote_policy = arrival.quote_policy
    options = [title for title, _ in arrival.poll.options] if arrival.poll else []
    status.emojis = emojis.in_words(
        arrival.account.domain, status.text, status.spoiler_text, options
    )


def _quote(status: Status, arrival: Arrival) -> None:
    status.quote_of = arrival.quoted
    status.quote_uri = "" if arrival.quoted else arrival.quote_uri
    status.quote_state = arrival.quote_state
    status.quote_authorization = arrival.quote_authorization[:500]


def _files(status: Status, files: Iterable[RemoteFile]) -> list[Attachment]:
    return Attachment.objects.bulk_create(
        Attachment(
            account=status.account,
            status=status,
            position=place,
            kind=one.kind,
            state=UploadState.ELSEWHERE,
            remote_url=one.url[:2000],
            media_type=one.media_type[:100],
            description=text.clean(one.description).strip()[:1500],
            width=max(min(one.width, 100_000), 0),
            height=max(min(one.height, 100_000), 0),
            blurhash=one.blurhash[:100],
            focus_x=one.focus[0] if one.focus else None,
            focus_y=one.focus[1] if one.focus else None,
        )
        for place, one in enumerate(list(files)[:MOST_FILES])
    )


def _ask(status: Status, given: RemotePoll) -> Poll:
    options = given.options[:MOST_OPTIONS]
    votes = sum(count for _, count in options)
    poll = Poll.objects.create(
        status=status,
        expires_at=given.ends_at,
        multiple=given.multiple,
        votes_count=votes,
        voters_count=given.voters if given.voters is not None else votes,
        emojis=emojis.in_words(status.account.domain, "", "", [title for title, _ in options]),
    )
    PollOption.objects.bulk_create(
        PollOption(poll=poll, position=place, title=text.clean_line(title)[:200], votes_count=count)
        for place, (title, count) in enumerate(options)
    )
    if given.ends_at is not None and given.ends_at > clock.now():
        polls.end_at(poll)
    return poll


def _tie_silent(status: Status, people: tuple[Account, ...]) -> None:
    if not people:
        return
    there = set(Mention.objects.filter(status=status).values_list("account_id", flat=True))
    Mention.objects.bulk_create(
        Mention(status=status, account=one, silent=True) for one in people if one.pk not in there
    )


def gather(status: Status) -> None:
    """The same later: what answered it and came at the very moment at which it did itself was not
    seen from there, nor did it see it."""
    with transaction.atomic():
        one_by_one(status.pk)
        _gather_answers(status)


def _gather_answers(status: Status) -> None:
    """Tie to it what answered or quoted it before it was known here."""
    if not rows(_IS_AWAITED, {"uri": status.uri}):
        return
    answers = Status.objects.filter(in_reply_to_uri=status.uri).order_by("pk")
    open_ones = 0
    for answer in answers:
        Status.objects.filter(thread_id=answer.pk).update(thread_id=status.thread_id)
        answer.in_reply_to, answer.in_reply_to_account = status, status.account
        Status.objects.filter(pk=answer.pk).update(
            in_reply_to=status,
            in_reply_to_account=status.account,
            in_reply_to_uri="",
            thread_id=status.thread_id,
            rendered="",
        )
        open_ones += answer.visibility <= Visibility.UNLISTED
    if open_ones:
        Status.objects.filter(pk=status.pk).update(replies_count=F("replies_count") + open_ones)
    quoting = Status.objects.filter(quote_uri=status.uri)
    accepted = quoting.filter(quote_state=QuoteState.ACCEPTED).count()
    if quoting.update(quote_of=status, quote_uri="") and accepted:
        quotes.count(status.pk, accepted)


_IS_AWAITED = """
    SELECT 1 FROM plenary_status WHERE in_reply_to_uri = %(uri)s AND NOT in_reply_to_uri = ''
    UNION ALL SELECT 1 FROM plenary_status WHERE quote_uri = %(uri)s AND NOT quote_uri = ''
    LIMIT 1
"""


def change(status: Status, arrival: Arrival) -> Status:
    """A post as it is after its author's edit; what is older than what is here changes nothing.
    Without a later `edited_at` only its poll's figures are taken. Who may see it never changes."""
    with transaction.atomic():
        status = (
            Status.objects.select_for_update(of=("self",))
            .select_related("account")
            .get(pk=status.pk)
        )
        if arrival.edited_at is None or not _is_later(arrival.edited_at, status):
            _recount(status, arrival.poll)
            return status
        _change(status, arrival)
    return status


def _is_later(edited_at: datetime, status: Status) -> bool:
    """Most servers tell whole seconds, and a slip is mended within one."""
    if status.edited_at is not None:
        return edited_at > status.edited_at
    return edited_at >= status.created_at.replace(microsecond=0)


def _change(status: Status, arrival: Arrival) -> None:
    files = list(status.attachments.order_by("position"))
    options = options_of(status)
    keep_version(status, files, options)
    was_accepted = status.quote_of_id if status.quote_state == QuoteState.ACCEPTED else None
    _words(status, arrival)
    if arrival.quoted is None or status.quote_of_id != arrival.quoted.pk:
        _quote(status, arrival)
    is_accepted = status.quote_of_id if status.quote_state == QuoteState.ACCEPTED else None
    for pk, by in ((was_accepted, -1), (is_accepted, 1)):
        if pk is not None and was_accepted != is_accepted:
            quotes.count(pk, by)
    status.edited_at = min(arrival.edited_at or clock.now(), clock.now())
    _reword(status, arrival.poll, options)
    status.save()
    if _refile(status, files, arrival.files):
        record(FilesElsewhere(status.pk))
    used = hashtags.tie(status, arrival.hashtags)
    mentions.tie(status, arrival.named)
    _tie_silent(status, arrival.silent)
    keep_rendered(status)
    hashtags.count_days(status, used)
    record(StatusEdited(status.pk))


def _reword(status: Status, given: RemotePoll | None, options: list[str]) -> None:
    titles = [text.clean_line(title)[:200] for title, _ in given.options] if given else []
    if titles and titles == options:
        _recount(status, given)
        return
    Poll.objects.filter(status=status).delete()
    status.has_poll = given is not None
    if given is not None:
        _ask(status, given)


def _recount(status: Status, given: RemotePoll | None) -> None:
    """What its server counts, of a poll that asks the same."""
    poll = Poll.objects.filter(status=status).first()
    if poll is None or given is None:
        return
    places = dict(PollOption.objects.filter(poll=poll).values_list("title", "position"))
    if len(places) != len(given.options) or any(
        text.clean_line(title)[:200] not in places for title, _ in given.options
    ):
        return
    for title, count in given.options:
        row = PollOption.objects.filter(poll=poll, position=places[text.clean_line(title)[:200]])
        row.update(votes_count=count)
    votes = sum(count for _, count in given.options)
    Poll.objects.filter(pk=poll.pk).update(
        votes_count=votes,
        voters_count=given.voters if given.voters is not None else votes,
        expires_at=given.ends_at or poll.expires_at,
    )


def _refile(status: Status, before: list[Attachment], files: tuple[RemoteFile, ...]) -> bool:
    """Make the files those that are told now; whether any is new. Words about one that stayed are
    taken over."""
    kept = {one.remote_url: one for one in before}
    wanted = {one.url[:2000]: one for one in files[:MOST_FILES]}
    gone = [one for one in before if one.remote_url not in wanted]
    discard(gone)
    _files(status, [one for url, one in wanted.items() if url not in kept])
    places = list(wanted)
    for one in status.attachments.all():
        given = wanted[one.remote_url]
        Attachment.objects.filter(pk=one.pk).update(
            position=places.index(one.remote_url),
            description=text.clean(given.description).strip()[:1500],
        )
    return any(url not in kept for url in wanted)
