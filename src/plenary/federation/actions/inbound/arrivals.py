"""A post that was read, woven into what is known here; and whether anybody here has use for it."""

from plenary.accounts.actions.elsewhere import keep_emojis
from plenary.accounts.models import Account
from plenary.federation import queries
from plenary.federation.actions.inbound.finding import Finder
from plenary.federation.reading import Post, host_at
from plenary.statuses.actions.receiving import Arrival
from plenary.statuses.models import QuoteState, Status, Visibility
from plenary.statuses.visibility import may_see

MOST_NAMED = 50
_MOST_FETCHED = 5  # people nobody here has heard of yet


def is_wanted(author: Account, post: Post, parent: Status | None) -> bool:
    """Somebody here follows its author, or it is for them, or it goes on with what is read here."""
    return (
        queries.has_follower_here(author)
        or any(queries.account_at(uri) for uri in _ours(post))
        or (parent is not None and queries.interests_us(parent))
        or _is_awaited(author, post)
    )


def _is_awaited(author: Account, post: Post) -> bool:
    """What is for everybody, under the hashtag of an event that they come to."""
    if post.visibility > Visibility.UNLISTED:
        return False
    return queries.is_awaited(author, [name for name, _ in post.hashtags])


def _ours(post: Post) -> list[str]:
    people = dict.fromkeys([*post.mentioned, *post.addressed])
    return [uri for uri in people if queries.is_ours(uri)][:MOST_NAMED]


def parent_of(author: Account, post: Post) -> Status | None:
    """What it answers, if that is known here and its author may see it."""
    if not host_at(post.in_reply_to):
        return None
    parent = queries.status_at(post.in_reply_to)
    if parent is None or not _sees(author, parent):
        return None
    return parent


def _sees(author: Account, status: Status) -> bool:
    return status.account_id == author.pk or may_see(author, status.pk)


def arrival(author: Account, post: Post, find: Finder) -> Arrival:
    """Raises NeedsFetch for people and posts that it names and that are not known here."""
    parent = parent_of(author, post)
    named = _people(list(post.mentioned), find, _MOST_FETCHED)
    silent = _people([one for one in post.addressed if one not in post.mentioned], find, 0)
    quoted, state, leave = _quote(author, post, find)
    if post.emojis:
        keep_emojis(author.domain, post.emojis)
    known = parent is not None or not host_at(post.in_reply_to)
    return Arrival(
        uri=post.uri,
        account=author,
        content=post.content,
        created_at=post.created_at,
        visibility=post.visibility,
        page=post.page,
        spoiler_text=post.spoiler_text,
        sensitive=post.sensitive,
        language=post.language,
        edited_at=post.edited_at,
        in_reply_to=parent,
        in_reply_to_uri="" if known or queries.is_ours(post.in_reply_to) else post.in_reply_to,
        named=tuple(named),
        silent=tuple(silent),
        hashtags=tuple(name for name, _ in post.hashtags),
        files=post.files,
        poll=post.poll,
        quoted=quoted,
        quote_uri="" if quoted is not None or state == QuoteState.NONE else post.quote,
        quote_state=state,
        quote_authorization=leave,
        quote_policy=post.quote_policy,
        places=tuple(_places(post, named)),
    )


def _people(uris: list[str], find: Finder, fetched: int) -> list[Account]:
    found: list[Account] = []
    for uri in uris[:MOST_NAMED]:
        account = queries.account_at(uri)
        if account is None and fetched and host_at(uri) and not queries.is_ours(uri):
            fetched -= 1
            account = find.account(uri)
        if account is not None and account.suspended_at is None and account not in found:
            found.append(account)
    return found


def _places(post: Post, named: list[Account]) -> list[tuple[str, str]]:
    """Where links to people and hashtags lead, here."""
    places = [(one.actor_uri, one.url) for one in named]
    places += [(one.page, one.url) for one in named if one.page]
    places += [(f"{one.actor_uri.partition('/users/')[0]}{one.url}", one.url) for one in named]
    places += [(href, f"/tags/{name}") for name, href in post.hashtags if href]
    return places


def _quote(author: Account, post: Post, find: Finder) -> tuple[Status | None, QuoteState, str]:
    """What it quotes, as far as that is certain without asking: one's own, and ours by our leave.
    The rest waits for the leave to be looked at."""
    if not post.quote or post.quote == post.uri:
        return None, QuoteState.NONE, ""
    quoted = find.status(post.quote)
    if quoted is None:
        return None, QuoteState.NONE if queries.is_ours(post.quote) else QuoteState.PENDING, ""
    if not _sees(author, quoted) or quoted.visibility == Visibility.DIRECT:
        return None, QuoteState.NONE, ""
    if quoted.account_id == author.pk:
        return quoted, QuoteState.ACCEPTED, ""
    return quoted, QuoteState.PENDING, ""
