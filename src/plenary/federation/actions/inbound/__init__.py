"""What each kind of activity does here."""

from collections.abc import Callable

from plenary.federation.actions import hearing
from plenary.federation.actions.inbound import events, people, posts, quotes, ties
from plenary.federation.actions.inbound.finding import Everything, Finder, Incoming, NeedsFetch
from plenary.federation.reading import is_of, kind_of

__all__ = ["VERBS", "Everything", "Finder", "Incoming", "NeedsFetch", "run"]


def _update(given: Incoming) -> None:
    if people.is_person(given.object):
        people.update(given)
    elif isinstance(given.object, dict):
        posts.told(given, given.object)


def _delete(given: Incoming) -> None:
    if people.is_self(given):
        people.delete(given)
    elif not quotes.is_revoked(given):
        posts.delete(given)


def _accept(given: Incoming) -> None:
    if quotes.is_answer(given):
        quotes.accept(given)
    elif events.is_answer(given):
        events.accept(given)
    else:
        ties.accept(given)


def _reject(given: Incoming) -> None:
    if quotes.is_answer(given):
        quotes.reject(given)
    elif events.is_answer(given):
        events.reject(given)
    elif hearing.is_asked(given.object):
        hearing.refused(given.actor)
    else:
        ties.reject(given)


def _announce(given: Incoming) -> None:
    """Groups of some servers pass on whole activities: a hint of what there is, no more."""
    if is_of(given.object, "Create", "Update", "Delete", "Like", "Dislike", "Undo"):
        people.hint(given)
    else:
        ties.announce(given)


VERBS: dict[str, Callable[[Incoming], None]] = {
    "Accept": _accept,
    "Add": people.add,
    "Announce": _announce,
    "Block": ties.block,
    "Create": posts.create,
    "Delete": _delete,
    "EmojiReact": ties.like,
    "Flag": people.flag,
    "Follow": ties.follow,
    "Invite": events.invite,
    "Join": events.join,
    "Leave": events.leave,
    "Like": ties.like,
    "Move": people.move,
    "QuoteRequest": quotes.request,
    "Reject": _reject,
    "Remove": people.remove,
    "Undo": ties.undo,
    "Update": _update,
}


def run(given: Incoming) -> None:
    """Do what it says, inside a transaction; nothing for what is not understood. Raises NeedsFetch
    before anything is done, and ValueError or PlenaryError for what makes no sense."""
    verb = VERBS.get(kind_of(given.activity))
    if verb is not None and given.actor.suspended_at is None:
        verb(given)
