"""What is asked before (POLICIES) and what follows after (REACTIONS): the only place that knows.

A reaction is a function of one fact, run by the worker at least once: it must be idempotent.
"""

from collections.abc import Callable
from typing import Any

from plenary.accounts import facts as accounts
from plenary.accounts.actions import emojis as account_emojis
from plenary.accounts.actions import tidying as _sign_ins  # noqa: F401 (it comes again, daily)
from plenary.archive import facts as archive
from plenary.archive.actions import archives as archive_parcels
from plenary.archive.actions import carrying as archive_moves
from plenary.archive.actions import tidying as _archive_tidying  # noqa: F401 (again each hour)
from plenary.conduct import facts as conduct
from plenary.conduct.actions import erasing as conduct_erasing
from plenary.conduct.actions import notices as conduct_notices
from plenary.conduct.actions import standing as conduct_standing
from plenary.conduct.queries import may_show_pictures_of, may_sign_in_from
from plenary.encounters import facts as encounters
from plenary.encounters.actions import notices as encounter_notices
from plenary.events import facts as events
from plenary.events.actions import boosting, fronting
from plenary.events.actions import notices as event_notices
from plenary.events.actions import sweeping as _sweeping  # noqa: F401 (it comes again, each minute)
from plenary.events.queries import awaited
from plenary.federation import archived, verify
from plenary.federation import facts as federation
from plenary.federation.actions import deliveries as _deliveries  # noqa: F401 (it comes again)
from plenary.federation.actions import fetching, hearing, resolve
from plenary.federation.actions import later as federation_later
from plenary.federation.actions import pictures as remote_pictures
from plenary.federation.actions import servers as remote_servers
from plenary.federation.actions import unverified as _unverified  # noqa: F401 (it comes again)
from plenary.federation.actions.inbound import ties as inbound_ties
from plenary.federation.actions.outbound import events as told_events
from plenary.federation.actions.outbound import people as told_people
from plenary.federation.actions.outbound import posts as told_posts
from plenary.federation.actions.outbound import quotes as told_quotes
from plenary.federation.actions.outbound import ties as told_ties
from plenary.jobs import facts
from plenary.lib import policies, questions, rendering
from plenary.mastodon_api import methods as _methods  # noqa: F401 (their routes)
from plenary.mastodon_api.entities.statuses import Status
from plenary.mastodon_api.serializers import statuses as status_serializer
from plenary.plenary_api.methods import feed
from plenary.statuses import facts as statuses
from plenary.statuses.actions import cards
from plenary.statuses.actions import emojis as status_emojis
from plenary.statuses.actions import tidying as _tidying  # noqa: F401 (it comes again, hourly)
from plenary.timelines.actions import announcements as announcement_actions
from plenary.timelines.actions import lists as list_actions
from plenary.timelines.actions import notices as timeline_notices
from plenary.timelines.actions import post_notices
from plenary.timelines.actions import trends as _trends  # noqa: F401 (it comes again, often)

POLICIES: dict[str, list[Callable[..., None]]] = {
    "keep_account": [conduct_standing.on_keep_account],
    "erase": [told_people.farewell],
    "sign_in_elsewhere": [may_sign_in_from],
    "picture_elsewhere": [may_show_pictures_of],
}

# What a door renders of a thing when it is written.
RENDERERS: dict[str, Callable[[Any], str]] = {
    "status": status_serializer.render,
    "activity": archived.activity,
    "actor": archived.actor,
}

# What only a room above can find out, in slow jobs: who is at an address (`resolve_account`: an
# address, an Account or None), what a post's address names (`resolve_status`: a URI, a Status or
# None), how an account is now at its own server (`refetch_account`: an Account, the same anew). And
# whether a post of elsewhere belongs to an event here (`is_awaited`), which federation cannot read.
ANSWERERS: dict[str, Callable[..., Any]] = {
    "resolve_account": resolve.account_by_handle,
    "resolve_status": resolve.status,
    "refetch_account": resolve.refetch,
    "is_awaited": awaited.is_awaited,
}

REACTIONS: dict[type, list[Callable[[Any], None]]] = {
    accounts.AccountFollowed: [
        timeline_notices.on_account_followed,
        archive_moves.on_account_followed,
        fetching.on_account_followed,
        told_ties.on_account_followed,
    ],
    accounts.AccountUnfollowed: [
        list_actions.on_account_unfollowed,
        inbound_ties.on_account_unfollowed,
        told_ties.on_account_unfollowed,
    ],
    accounts.EmojiChanged: [
        account_emojis.on_emoji_changed,
        status_emojis.on_emoji_changed,
        announcement_actions.on_emoji_changed,
    ],
    accounts.EmojiElsewhere: [remote_pictures.on_emoji_elsewhere],
    accounts.SignedUp: [timeline_notices.on_signed_up],
    accounts.FollowRequested: [
        timeline_notices.on_follow_requested,
        told_ties.on_follow_requested,
    ],
    accounts.AccountBlocked: [
        timeline_notices.on_account_blocked,
        event_notices.on_account_blocked,
        boosting.on_account_blocked,
        told_ties.on_account_blocked,
    ],
    accounts.FollowRequestEnded: [
        inbound_ties.on_follow_request_ended,
        told_ties.on_follow_request_ended,
    ],
    accounts.AccountUnblocked: [told_ties.on_account_unblocked],
    accounts.ProfileChanged: [told_people.on_profile_changed],
    statuses.StatusPublished: [
        timeline_notices.on_status_published,
        post_notices.on_status_quoted,
        boosting.on_post_published,
        told_posts.on_status_published,
    ],
    statuses.StatusEdited: [
        timeline_notices.on_status_edited,
        post_notices.on_quoted_edited,
        boosting.on_post_edited,
        told_posts.on_status_edited,
    ],
    statuses.FilesElsewhere: [
        conduct_standing.on_files_elsewhere,
        remote_pictures.on_files_elsewhere,
    ],
    statuses.LinkPosted: [cards.on_link_posted],
    statuses.CardShown: [post_notices.on_card_shown],
    statuses.PollEnded: [
        post_notices.on_poll_ended,
        told_posts.on_poll_ended,
    ],
    statuses.QuotePolicyChanged: [told_quotes.on_quote_policy_changed],
    statuses.QuoteRevoked: [
        post_notices.on_quote_revoked,
        told_quotes.on_quote_revoked,
    ],
    statuses.StatusDeleted: [
        timeline_notices.on_status_deleted,
        told_posts.on_status_deleted,
    ],
    statuses.StatusBoosted: [
        timeline_notices.on_status_boosted,
        told_posts.on_status_boosted,
    ],
    statuses.StatusUnboosted: [
        timeline_notices.on_status_unboosted,
        told_posts.on_status_unboosted,
    ],
    statuses.StatusFavourited: [
        timeline_notices.on_status_favourited,
        told_posts.on_status_favourited,
    ],
    statuses.StatusUnfavourited: [told_posts.on_status_unfavourited],
    statuses.StatusPinned: [told_posts.on_status_pinned],
    statuses.StatusUnpinned: [told_posts.on_status_unpinned],
    statuses.PollVoted: [told_posts.on_poll_voted],
    events.CheckedIn: [event_notices.on_checked_in],
    events.CheckedOut: [event_notices.on_checked_out],
    events.Waved: [event_notices.on_waved],
    events.MeetupAnnounced: [event_notices.on_meetup_announced],
    events.MeetupJoined: [event_notices.on_meetup_joined],
    events.EventAnnounced: [fronting.on_event_announced, told_events.on_event_announced],
    events.EventChanged: [fronting.on_event_changed, told_events.on_event_changed],
    events.EventCancelled: [fronting.on_event_cancelled, told_events.on_event_cancelled],
    events.PostsAwaited: [hearing.on_posts_awaited],
    events.JoinReceived: [told_events.on_join_received],
    events.InvitedElsewhere: [told_events.on_invited_elsewhere],
    events.BoostingChanged: [boosting.on_boosting_changed],
    encounters.MetAsked: [encounter_notices.on_met_asked],
    encounters.Met: [encounter_notices.on_met],
    archive.ArchiveReady: [archive_parcels.on_archive_ready],
    archive.AccountMoved: [
        archive_moves.on_account_moved,
        told_people.on_account_moved,
    ],
    federation.FollowRefused: [told_ties.on_follow_refused],
    federation.FollowRepeated: [told_ties.on_follow_repeated],
    federation.QuoteAnswered: [told_quotes.on_quote_answered],
    federation.QuoteSettled: [told_quotes.on_quote_settled],
    federation.PicturesElsewhere: [remote_pictures.on_pictures_elsewhere],
    federation.ServerMet: [remote_servers.on_server_met],
    conduct.ReportMade: [
        conduct_notices.on_report_made,
        told_people.on_report_made,
    ],
    conduct.ServersDecided: [conduct_standing.on_servers_decided, boosting.on_people_judged],
    conduct.StrikeGiven: [
        conduct_notices.on_strike_given,
        conduct_standing.on_remote_suspended,
        boosting.on_people_judged,
    ],
    conduct.TiesSevered: [conduct_notices.on_ties_severed],
    conduct.ErasureDecided: [conduct_erasing.on_erasure_decided],
}


def connect() -> None:
    """Register everything; called once when Django is ready."""
    feed.serve(status_serializer.statuses, gives=list[Status])
    for question, checks in POLICIES.items():
        for check in checks:
            policies.register(question, check)
    for kind, renderer in RENDERERS.items():
        rendering.register(kind, renderer)
    for question, answerer in ANSWERERS.items():
        questions.register(question, answerer)
    verify.on_unknown[:] = [federation_later.learn_key_of_reader]
    for fact, reactions in REACTIONS.items():
        for reaction in reactions:
            facts.react(fact, reaction)
