"""Posts, boosts and favourites of the demo, with what is kept beside them."""

from __future__ import annotations

from plenary.accounts.models import Account
from plenary.lib import text
from plenary.statuses.actions.hashtags import hashtags_named
from plenary.statuses.actions.tidying import render_some
from plenary.statuses.models import (
    ConversationPair,
    Favourite,
    HashtagUse,
    Mention,
    Status,
    StatusHashtag,
    Visibility,
)
from plenary.timelines.actions.conversations import keep
from plenary.timelines.models import Marker, Notification
from plenary.timelines.rules import notifications as rules

from .making import Ids, render
from .world import World

_VISIBILITY = {choice.label: choice for choice in Visibility}
NOTICES = 60  # of each person, the latest


class _Talk:
    """Everything to insert, reckoned as the posts go by in order of time."""

    def __init__(self, world: World, accounts: list[Account], maker: Ids) -> None:
        self.world, self.accounts, self.maker = world, accounts, maker
        self.by_handle = {account.username.lower(): account for account in accounts}
        self.statuses: list[Status] = []
        self.mentions: list[Mention] = []
        self.tags: list[tuple[Status, str]] = []
        self.pairs: dict[tuple[int, int, int], int] = {}
        self.uses: dict[tuple[int, str], tuple[int, int]] = {}
        self.display: dict[str, str] = {}
        self.notices: list[Notification] = []

    def post(self, index: int) -> None:
        draft = self.world.posts[index]
        author = self.accounts[draft.author]
        status = Status(
            pk=self.maker.at(draft.created_at),
            account=author,
            text=draft.text,
            content_html=render(draft.text),
            spoiler_text=draft.spoiler,
            visibility=_VISIBILITY[draft.visibility],
            created_at=draft.created_at,
            language="en",
        )
        status.thread_id = status.pk
        self.statuses.append(status)
        if status.visibility != Visibility.DIRECT:
            author.statuses_count += 1
            author.last_status_id = max(author.last_status_id or 0, status.pk)
        if draft.boost_of is not None:
            status.text = status.content_html = ""
            status.reblog_of = self.statuses[draft.boost_of]
            status.reblog_of.reblogs_count += 1
            self._notice(status.reblog_of.account, status, "boost", status.reblog_of)
            return
        spoken_to = {}
        if draft.reply_to is not None:
            parent = self.statuses[draft.reply_to]
            status.in_reply_to, status.in_reply_to_account = parent, parent.account
            status.thread_id = parent.thread_id
            if status.visibility <= Visibility.UNLISTED:
                parent.replies_count += 1
            spoken_to[parent.account_id] = parent.account
            self._notice(parent.account, status, "reply", status)
        for handle in text.find_mentions(draft.text):
            account = self.by_handle.get(handle.lower())
            if account is not None:
                self.mentions.append(Mention(status=status, account=account))
                if account.pk not in spoken_to:
                    self._notice(account, status, "mention", status)
                spoken_to[account.pk] = account
        for other in spoken_to.keys() - {author.pk}:
            low, high = sorted((author.pk, other))
            self.pairs[low, high, status.thread_id] = status.pk
        for name in text.find_hashtags(draft.text):
            self._hashtag(status, name)

    def _hashtag(self, status: Status, name: str) -> None:
        key = text.hashtag_key(name)
        self.display.setdefault(key, name)
        self.tags.append((status, key))
        if status.visibility == Visibility.PUBLIC:
            uses, last = self.uses.get((status.account_id, key), (0, 0))
            self.uses[status.account_id, key] = (uses + 1, max(last, status.pk))

    def _notice(self, account: Account, by: Status, kind: str, about: Status) -> None:
        if account.pk != by.account_id:
            key = f"status-{by.pk}" if kind != "boost" else f"boost-{about.pk}-{by.account_id}"
            self.notices.append(
                Notification(
                    pk=self.maker.at(by.created_at),
                    account=account,
                    actor=by.account,
                    kind=kind,
                    status=about,
                    key=key,
                    created_at=by.created_at,
                )
            )


def load(world: World, accounts: list[Account], maker: Ids) -> None:
    """Insert what people said; `accounts` get their counts, and are saved."""
    talk = _Talk(world, accounts, maker)
    for index in range(len(world.posts)):
        talk.post(index)
    favourites = []
    for mark in world.favourites:
        status = talk.statuses[mark.post]
        status.favourites_count += 1
        favourites.append(
            Favourite(pk=maker.at(mark.at), account=accounts[mark.person], status=status)
        )
    Status.objects.bulk_create(talk.statuses, batch_size=1_000)
    Favourite.objects.bulk_create(favourites, batch_size=2_000)
    Mention.objects.bulk_create(talk.mentions, batch_size=2_000)
    tags = {tag.name: tag for tag in hashtags_named(talk.display.values())}
    StatusHashtag.objects.bulk_create(
        [
            StatusHashtag(
                status=status, hashtag=tags[key], listed=status.visibility == Visibility.PUBLIC
            )
            for status, key in talk.tags
        ],
        batch_size=2_000,
    )
    HashtagUse.objects.bulk_create(
        [
            HashtagUse(account_id=account, hashtag=tags[key], uses=uses, last_status_id=last)
            for (account, key), (uses, last) in talk.uses.items()
        ],
        batch_size=2_000,
    )
    ConversationPair.objects.bulk_create(
        [
            ConversationPair(low_id=low, high_id=high, thread_id=thread, last_status_id=last)
            for (low, high, thread), last in talk.pairs.items()
        ],
        batch_size=2_000,
    )
    Account.objects.bulk_update(
        accounts,
        ["followers_count", "following_count", "statuses_count", "last_status_id"],
        batch_size=200,
    )
    while render_some(1_000) == 1_000:
        pass
    for status in talk.statuses:
        keep(status)
    _notices(talk.notices, accounts)


def _notices(notices: list[Notification], accounts: list[Account]) -> None:
    """Each person's latest; all but the last few are read."""
    latest: dict[int, list[Notification]] = {}
    for notice in sorted(notices, key=lambda one: -one.pk):
        kept = latest.setdefault(notice.account_id, [])
        if len(kept) < NOTICES:
            kept.append(notice)
    for kept in latest.values():
        _group(kept)
    Notification.objects.bulk_create(
        [notice for kept in latest.values() for notice in kept], batch_size=1_000
    )
    Marker.objects.bulk_create(
        Marker(account=account, timeline="notifications", last_read_id=latest[account.pk][3].pk)
        for account in accounts
        if len(latest.get(account.pk, ())) > 3
    )


def _group(notices: list[Notification]) -> None:
    """Several about one thing within some hours are told together, as they would have been."""
    heads: dict[str, Notification] = {}
    for notice in reversed(notices):
        keys = rules.group_keys(notice.kind, notice.status_id, notice.created_at)
        if keys:
            notice.group_key = next((key for key in keys if key in heads), keys[-1])
            if before := heads.get(notice.group_key):
                before.head = False
            heads[notice.group_key] = notice
