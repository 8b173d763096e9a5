"""What is told of polls that end and posts that quote. All may be repeated."""

from plenary.accounts.models import Account
from plenary.lib.prepared import Prepared
from plenary.statuses import queries as statuses
from plenary.statuses.facts import CardShown, PollEnded, QuoteRevoked, StatusEdited, StatusPublished
from plenary.statuses.models import QuoteState, Status, Visibility
from plenary.statuses.visibility import may_see
from plenary.timelines.actions.notices import notify, tap_followers


def on_poll_ended(fact: PollEnded) -> None:
    """Who asked and who answered are told, as long as they may see it."""
    status = Status.objects.select_related("account").filter(pk=fact.status_id).first()
    if status is None:
        return
    people = Account.objects.in_bulk([*statuses.voters(fact.poll_id), status.account_id])
    for account in people.values():
        if may_see(account, status.pk):
            notify(
                account=account,
                actor=status.account,
                kind="poll",
                key=f"poll-{fact.poll_id}",
                status=status,
            )


_QUOTING = Prepared(
    lambda pk: Status.objects.select_related("account", "quote_of__account").filter(
        pk=pk, quote_state=QuoteState.ACCEPTED
    )
)


def on_status_quoted(fact: StatusPublished) -> None:
    """Who is quoted is told."""
    status = _QUOTING.first(pk=fact.status_id) if fact.quotes else None
    if status is not None and status.quote_of and may_see(status.quote_of.account, status.pk):
        notify(
            account=status.quote_of.account,
            actor=status.account,
            kind="quote",
            key=f"quote-{status.pk}",
            status=status,
        )


def on_quoted_edited(fact: StatusEdited) -> None:
    """Who quotes a post is told that it says something else now, once an edit."""
    quoted = Status.objects.select_related("account").filter(pk=fact.status_id).first()
    if quoted is None or quoted.edited_at is None or not quoted.quotes_count:
        return
    rows = Status.objects.filter(quote_of=quoted, quote_state=QuoteState.ACCEPTED, local=True)
    for status in rows.select_related("account"):
        if may_see(status.account, quoted.pk):
            notify(
                account=status.account,
                actor=quoted.account,
                kind="quoted_update",
                key=f"quoted-{status.pk}-{int(quoted.edited_at.timestamp())}",
                status=status,
            )


def on_quote_revoked(fact: QuoteRevoked) -> None:
    """Open pages show the post without what it quoted."""
    status = Status.objects.filter(pk=fact.status_id).first()
    if status is not None and status.visibility != Visibility.DIRECT:
        public = status.visibility == Visibility.PUBLIC
        tap_followers(status.account_id, "edited", status.pk, public=public)


def on_card_shown(fact: CardShown) -> None:
    """Nobody is notified; open pages and apps fetch it anew."""
    status = Status.objects.filter(pk=fact.status_id).first()
    if status is not None and status.visibility != Visibility.DIRECT:
        public = status.visibility == Visibility.PUBLIC
        tap_followers(status.account_id, "edited", status.pk, public=public)
