"""What hangs on the statuses of a page and cannot be kept with them: polls, quotes, who may quote.
Nothing is asked where no status of the page has it; else one or two queries each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from plenary.mastodon_api.serializers import emojis, filters, moments
from plenary.statuses import queries
from plenary.statuses.rules import QuotePolicy, QuoteState, Visibility
from plenary.timelines import queries as timelines

if TYPE_CHECKING:
    from plenary.accounts.models import Account
    from plenary.statuses.queries import Answers, Part

_encode = msgspec.json.Encoder().encode
_APPROVAL = ',"quote_approval":{"automatic":[%s],"manual":[],"current_user":"%s"}'
# By policy: what those read who may not quote, and those who may.
_WHO: dict[int, tuple[str, str]] = {
    policy: (_APPROVAL % (who, "denied"), _APPROVAL % (who, "automatic"))
    for policy, who in (
        (QuotePolicy.PUBLIC.value, '"public"'),
        (QuotePolicy.FOLLOWERS.value, '"followers"'),
        (QuotePolicy.NOBODY.value, ""),
    )
}
_PUBLIC, _FOLLOWERS = QuotePolicy.PUBLIC.value, QuotePolicy.FOLLOWERS.value
_NONE, _PRIVATE = QuoteState.NONE.value, Visibility.PRIVATE.value
_STATES = {state.value: state.label for state in QuoteState}
Splice = Callable[["Part"], str]


def poll(answers: Answers, *, known: bool) -> dict[str, Any]:
    """A Poll; `known`: somebody is signed in, who voted or did not."""
    made: dict[str, Any] = {
        "id": str(answers.id),
        "expires_at": moments.moment_or_none(answers.expires_at),
        "expired": answers.expired,
        "multiple": answers.multiple,
        "votes_count": answers.votes,
        "voters_count": answers.voters,
        "options": [{"title": title, "votes_count": votes} for title, votes in answers.options],
        "emojis": emojis.emojis(answers.emojis),
    }
    if known:
        made |= {"voted": answers.voted, "own_votes": answers.own}
    return made


class Around:
    """Texts to splice in, by the status they belong to. `viewer` is the reader; `known` tells that
    somebody is signed in though it is not said who (`viewer` is None): a stream for many."""

    __slots__ = ("_followed", "_known", "_me", "_options", "_polls", "_quoted", "_sieves")

    def __init__(self, viewer: Account | None, shown: Sequence[Part], *, known: bool) -> None:
        self._me = viewer.pk if viewer is not None else 0
        self._known = known
        self._followed: set[int] = set()
        self._quoted: dict[int, Part] = {}
        self._polls: dict[int, str] = {}
        self._options: dict[int, list[str]] = {}
        self._sieves = timelines.sieves(viewer)
        quoted = [
            one.quote_of
            for one in shown
            if one.quote_of is not None and one.quote_state == QuoteState.ACCEPTED
        ]
        every = list(shown)
        if quoted:
            self._quoted = {part.id: part for part in queries.parts(viewer, set(quoted))}
            every += self._quoted.values()
        polled = [one.id for one in every if one.has_poll]
        if polled:
            for pk, one in queries.polls(viewer, polled).items():
                self._polls[pk] = _encode(poll(one, known=known)).decode()
                self._options[pk] = [title for title, _ in one.options]
        asking = [one.account.id for one in every if one.quote_policy == _FOLLOWERS]
        if asking and viewer is not None:
            self._followed = queries.followed_among(viewer, asking)

    def quoted(self) -> Iterable[Part]:
        return self._quoted.values()

    def poll(self, part: Part) -> str:
        """`null` too where the poll went at this moment."""
        return self._polls.get(part.id, "null") if part.has_poll else "null"

    def filtered(self, part: Part) -> str:
        """Which of the viewer's filters it matches; nobody's own words are kept from them."""
        if not self._sieves or part.account.id == self._me:
            return "[]"
        words = filters.searched(part.rendered, self._options.get(part.id, ()))
        return filters.results(self._sieves, part.id, words)

    def quote(self, part: Part, splice: Splice) -> str:
        """A Quote, with the quoted status as `splice` makes it."""
        if part.quote_state == _NONE:
            return "null"
        found = self._quoted.get(part.quote_of or 0)
        if part.quote_state != QuoteState.ACCEPTED:
            return f'{{"state":"{_STATES[part.quote_state]}","quoted_status":null}}'
        if found is None:
            return '{"state":"unauthorized","quoted_status":null}'
        return f'{{"state":"accepted","quoted_status":{splice(found)}}}'

    @staticmethod
    def shallow_quote(part: Part) -> str:
        """The quote of a quoted status: by its id alone, as whoever reads on will ask."""
        if part.quote_state == _NONE:
            return "null"
        accepted = part.quote_state == QuoteState.ACCEPTED
        pk = f'"{part.quote_of}"' if accepted and part.quote_of else "null"
        return f'{{"state":"{_STATES[part.quote_state]}","quoted_status_id":{pk}}}'

    def approval(self, part: Part) -> str:
        """Who may quote it, and whether the viewer may."""
        own = part.account.id == self._me
        if part.visibility >= _PRIVATE:
            return _WHO[QuotePolicy.NOBODY][own and part.visibility == _PRIVATE]
        may = own or (
            self._known
            and (
                part.quote_policy == _PUBLIC
                or (part.quote_policy == _FOLLOWERS and part.account.id in self._followed)
            )
        )
        return _WHO[part.quote_policy][may]
