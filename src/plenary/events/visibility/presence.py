"""Who may know that somebody is in a room, and where they sit.

One sees others in a room only while one is in it oneself, so that nobody watches a room unseen.
What is over has gone, whether or not the worker has swept it yet.
"""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from plenary.accounts.models import Account
from plenary.accounts.visibility import apart, followed_by, follows, muted
from plenary.events.models import Presence, PresenceAudience, Session, Wave
from plenary.lib import clock
from plenary.statuses.models import ConversationPair


def presences(viewer: Account, session: Session) -> QuerySet[Presence]:
    """Presences in the session that the viewer may see; one's own always."""
    now = clock.now()
    live = Presence.objects.filter(session=session, expires_at__gt=now)
    here = Presence.objects.filter(session=session, account=viewer, expires_at__gt=now)
    chosen = (
        Q(audience=PresenceAudience.ROOM)
        | (Q(audience=PresenceAudience.FOLLOWING) & followed_by(viewer))
        | (Q(audience=PresenceAudience.MUTUALS) & followed_by(viewer) & follows(viewer))
    )
    return live.filter(Q(account=viewer) | (chosen & ~apart(viewer) & Exists(here)))


def waves_to(viewer: Account, session: Session) -> QuerySet[Wave]:
    """Waves at the viewer in a session, while both are still in the room and may meet. Whom the
    viewer muted may wave, unseen: a wave comes unasked."""
    now = clock.now()
    there = Presence.objects.filter(
        session=session, account=OuterRef("source_id"), expires_at__gt=now
    )
    here = Presence.objects.filter(session=session, account=viewer, expires_at__gt=now)
    return Wave.objects.filter(
        Exists(there), Exists(here), session=session, target=viewer, expires_at__gt=now
    ).exclude(apart(viewer, "source") | muted(viewer, "source"))


def watchers(
    account: Account, session: Session, audience: str, waved_at: Iterable[int]
) -> QuerySet[Presence]:
    """Presences of the people who know `account` and may see them in the room, or were waved at:
    whose open pages are told when they come, move or go."""
    if account.suspended_at is not None:
        return Presence.objects.none()
    live = Presence.objects.filter(session=session, expires_at__gt=clock.now()).exclude(
        account=account
    )
    # From the watcher's side: `follows` asks whether the account follows the watcher.
    known = follows(account) | followed_by(account) | _spoke_with(account)
    if audience == PresenceAudience.FOLLOWING:
        known = follows(account)
    elif audience == PresenceAudience.MUTUALS:
        known = follows(account) & followed_by(account)
    return live.filter(known | Q(account__in=list(waved_at))).exclude(apart(account))


def _spoke_with(account: Account) -> Q:
    """Rows whose account was in a conversation with this one."""
    ref = OuterRef("account_id")
    return Q(Exists(ConversationPair.objects.filter(low=account, high=ref))) | Q(
        Exists(ConversationPair.objects.filter(low=ref, high=account))
    )
