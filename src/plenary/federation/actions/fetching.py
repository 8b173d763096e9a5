"""Slow jobs that look at what may have changed elsewhere."""

from contextlib import suppress

from django.db import transaction

from plenary.accounts.actions.elsewhere import keep_counts
from plenary.accounts.facts import AccountFollowed
from plenary.accounts.models import Account
from plenary.archive import actions as archive
from plenary.federation import queries, reading
from plenary.federation.actions import asking, hearing, later, resolve
from plenary.federation.actions.inbound import posts, quotes, tombs
from plenary.federation.actions.inbound.finding import Everything, Finder, Incoming
from plenary.federation.actions.later import patient
from plenary.federation.models import RemoteActor
from plenary.federation.reading import Unreadable, host_at, id_of, ids_of, is_of, same_host
from plenary.jobs.tasks import finishing, task
from plenary.lib import clock
from plenary.lib.errors import PlenaryError
from plenary.lib.rows import one_by_one
from plenary.statuses import actions as statuses
from plenary.statuses.actions import receiving
from plenary.statuses.models import QuoteState, Status, Visibility
from plenary.statuses.rules import MAX_PINNED

MOST_STEPS = 20


@task(slow=True)
@patient()
def refresh_actor(uri: str) -> None:
    """An actor said that it changed, or somebody looks at who was fetched long ago."""
    if Account.objects.filter(uri=uri, suspended_at=None).exists() and resolve.actor(uri):
        _count(uri)


@task(slow=True)
@patient(tries=2)
def fetch_counts(uri: str) -> None:
    """Figures of a profile, as its own server tells them."""
    _count(uri)


def _count(uri: str) -> None:
    rows = RemoteActor.objects.select_related("account").filter(account__suspended_at=None)
    row = rows.filter(account__uri=uri).first()
    if row is None:
        return
    followers, following = _total(row.followers), _total(row.following)
    posts = _total(row.outbox)
    with finishing():
        if posts is not None:
            here = Status.objects.filter(account=row.account)
            posts = max(posts, here.exclude(visibility=Visibility.DIRECT).count())
        keep_counts(row.account, followers=followers, following=following, posts=posts)
        RemoteActor.objects.filter(pk=row.pk).update(counted_at=clock.now())


def _total(uri: str) -> int | None:
    """How many are in a collection; None where that is not told."""
    return reading.total(asking.document(uri)) if uri else None


@task(slow=True)
@patient()
def hear(uri: str) -> None:
    """An event here awaits what somebody writes whom nobody here may follow."""
    account = Account.objects.filter(uri=uri, suspended_at=None).exclude(uri="").first()
    if account is None:
        return
    if not RemoteActor.objects.filter(account=account).exists():
        resolve.actor(uri)
    with finishing():
        hearing.settle(account.pk)


@task(slow=True)
@patient()
def look_at_post(uri: str) -> None:
    """Somebody else spoke of a post: it is as its own server says, there, changed or gone. What is
    for a few no server shows to ours: of that only its author's word counts."""
    known = queries.status_at(uri)
    if known is not None and known.visibility > Visibility.UNLISTED:
        return
    document = asking.document(uri)
    if known is None:
        if document is not None:
            resolve.keep_post(document, wanted=False)
        return
    gone = asking.is_gone(uri) if document is None else is_of(document, "Tombstone")
    with finishing():
        one_by_one(known.account_id)
        if gone:
            _gone(known)
        elif document is not None and id_of(document) == uri and known.account.suspended_at is None:
            find = Finder(Everything())
            _told_anew(Incoming(uri, known.account, {"object": document}, find))


def _told_anew(given: Incoming) -> None:
    try:
        with transaction.atomic():
            posts.told(given, given.object)
    except (PlenaryError, Unreadable):
        return


def _gone(known: Status) -> None:
    tombs.bury(known.account.uri, known.uri)
    try:
        statuses.delete(known.account, known.pk)
    except PlenaryError:
        return


@task(slow=True)
@patient()
def climb_thread(uri: str) -> None:
    """What a post answers, and what that answers, step by step and not without end."""
    seen = set()
    for _ in range(MOST_STEPS):
        if not host_at(uri) or uri in seen:
            return
        seen.add(uri)
        if (known := queries.status_at(uri)) is not None:
            receiving.gather(known)
            return
        document = asking.document(uri)
        found = resolve.keep_post(document, wanted=True, climb=False) if document else None
        if found is None:
            return
        uri = found.in_reply_to_uri


def on_account_followed(fact: AccountFollowed) -> None:
    """Of whom somebody here follows now it is shown what they pinned."""
    if Account.objects.filter(pk=fact.source_id, domain="").exists():
        row = RemoteActor.objects.select_related("account").filter(account=fact.target_id).first()
        if row is not None and row.featured:
            later.pinned(row.account)


@task(slow=True)
@patient()
def fetch_pinned(uri: str) -> None:
    """What somebody shows first on their profile: their own posts alone."""
    rows = RemoteActor.objects.select_related("account").filter(account__suspended_at=None)
    row = rows.filter(account__uri=uri).first()
    if row is None or not row.featured:
        return
    listed = asking.collection(row.featured, MAX_PINNED)
    found = [resolve.status(id_of(one)) for one in listed if same_host(id_of(one), uri)]
    with finishing():
        for one in found:
            if one is not None and one.account_id == row.account_id:
                with suppress(PlenaryError):
                    statuses.pin(row.account, one.pk)


@task(slow=True)
@patient()
def check_target(account_id: int, target: str) -> None:
    """Somebody says that they go on elsewhere: whoever is there must say so too."""
    old = Account.objects.filter(pk=account_id, suspended_at=None).exclude(uri="").first()
    new = resolve.actor(target) if old is not None else None
    if old is None or new is None or new.pk == old.pk or old.uri not in new.also_known_as:
        return
    with finishing():
        if new.suspended_at is None:
            archive.follow_moved(old, new)


@task(slow=True)
@patient()
def check_leave(status_id: int, uri: str) -> None:
    """The leave by which a post quotes another: of who wrote that, on their own server, and about
    these two. Who quotes themselves needs none."""
    quoting = _waiting(status_id)
    if quoting is not None and quoting.quote_of is None:
        quoted = resolve.status(quoting.quote_uri, alone=True) if quoting.quote_uri else None
        if quoted is not None:
            quotes.tie(status_id, quoted)
        quoting = _waiting(status_id)
    if quoting is None or quoting.quote_of is None:
        return
    quoted = quoting.quote_of
    if quoted.account_id == quoting.account_id or _gives_leave(quoted, quoting, uri):
        with finishing():
            quotes.accept_quote(quoting, quoted, uri)


def _waiting(status_id: int) -> Status | None:
    rows = Status.objects.select_related("account", "quote_of__account")
    return rows.filter(pk=status_id, quote_state=QuoteState.PENDING).first()


def _gives_leave(quoted: Status, quoting: Status, uri: str) -> bool:
    author = quoted.account.actor_uri
    if not same_host(uri, author) or tombs.is_buried(author, uri):
        return False
    told = asking.document(uri)
    return (
        told is not None
        and is_of(told, "QuoteAuthorization")
        and ids_of(told.get("attributedTo")) == [author]
        and id_of(told.get("interactingObject")) == quoting.object_uri
        and id_of(told.get("interactionTarget")) == quoted.object_uri
    )
