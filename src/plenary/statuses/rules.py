"""What a status may be."""

from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

from plenary.lib import text
from plenary.statuses.models import QuotePolicy, QuoteState, Visibility  # noqa: F401 (doors)

MAX_ATTACHMENTS = 4
MAX_DESCRIPTION = 1500
MAX_SPOILER = 200
MAX_HASHTAGS = 30
MAX_MENTIONS = 30
MAX_PINNED = 5
MIN_OPTIONS, MAX_OPTIONS, MAX_OPTION = 2, 4, 50
MIN_POLL, MAX_POLL = timedelta(minutes=5), timedelta(days=31)
# How far ahead a post is scheduled at least, and how many wait at most, in all and for one day.
SCHEDULED_AHEAD = timedelta(minutes=5)
MAX_SCHEDULED, MAX_SCHEDULED_A_DAY = 300, 25

MAX_LINK = 2000

NAMES = {choice.label: choice for choice in Visibility}
QUOTE_POLICIES = {choice.label: choice for choice in QuotePolicy}


@dataclass(frozen=True)
class Question:
    """A poll as somebody wants it. It ends `lasts` seconds after it is posted."""

    options: tuple[str, ...]
    lasts: int = 86_400
    multiple: bool = False
    hide_totals: bool = False


@dataclass(frozen=True)
class Draft:
    """What somebody wants to post. `attachments` are ids of their own uploads, in order."""

    text: str = ""
    visibility: Visibility = Visibility.PUBLIC
    spoiler_text: str = ""
    sensitive: bool = False
    language: str = ""
    in_reply_to_id: int | None = None
    attachments: tuple[int, ...] = ()
    descriptions: dict[int, str] = field(default_factory=dict)
    focuses: dict[int, tuple[float, float]] = field(default_factory=dict)
    application_id: int | None = None  # the app it is posted with
    poll: Question | None = None
    quote_of_id: int | None = None
    quote_policy: QuotePolicy = QuotePolicy.PUBLIC


def objection(draft: Draft, limit: int) -> tuple[str, str] | None:
    """Why a draft cannot be posted as (field, sentence), or None."""
    if not draft.text.strip() and not draft.attachments and draft.quote_of_id is None:
        return "text", "Write something first, or add a picture."
    over = text.length(draft.text) + len(draft.spoiler_text) - limit
    if over > 0:
        return "text", f"This is {over} characters too long; a post has up to {limit}."
    if len(draft.spoiler_text) > MAX_SPOILER:
        return "spoiler_text", f"A content warning has up to {MAX_SPOILER} characters."
    if len(draft.attachments) > MAX_ATTACHMENTS:
        return "images", f"A post has up to {MAX_ATTACHMENTS} pictures."
    if any(len(words) > MAX_DESCRIPTION for words in draft.descriptions.values()):
        return "images", f"A description has up to {MAX_DESCRIPTION} characters."
    if len(text.find_hashtags(draft.text)) > MAX_HASHTAGS:
        return "text", f"A post has up to {MAX_HASHTAGS} hashtags."
    if len(text.find_mentions(draft.text)) > MAX_MENTIONS:
        return "text", f"A post mentions up to {MAX_MENTIONS} people."
    return _poll_objection(draft.poll) if draft.poll is not None else None


def _poll_objection(poll: Question) -> tuple[str, str] | None:
    if not MIN_OPTIONS <= len(poll.options) <= MAX_OPTIONS:
        return "poll", f"A poll has {MIN_OPTIONS} to {MAX_OPTIONS} options."
    if any(not one.strip() for one in poll.options):
        return "poll", "An option of the poll is empty."
    if any(len(one) > MAX_OPTION for one in poll.options):
        return "poll", f"An option of a poll has up to {MAX_OPTION} characters."
    if len({one.strip().casefold() for one in poll.options}) < len(poll.options):
        return "poll", "Two options of the poll are the same."
    if not MIN_POLL.total_seconds() <= poll.lasts <= MAX_POLL.total_seconds():
        return "poll", f"A poll lasts five minutes to {MAX_POLL.days} days."
    return None


def quote_objection(
    *, own: bool, visibility: Visibility, policy: QuotePolicy, follows: bool
) -> str | None:
    """Why somebody may not quote a status, or None. `own`: they wrote it; `follows`: they follow
    who did."""
    if visibility == Visibility.DIRECT:
        return "A direct post cannot be quoted."
    if own:
        return None
    if visibility == Visibility.PRIVATE:
        return "This was written for a few; it cannot be quoted."
    if policy == QuotePolicy.PUBLIC or (policy == QuotePolicy.FOLLOWERS and follows):
        return None
    return "Who wrote this does not want it quoted."


def reply_visibility(wanted: Visibility, parent: Visibility) -> Visibility:
    """A reply is never more open than what it answers."""
    return Visibility(max(wanted, parent)) if parent != Visibility.PUBLIC else wanted


def previewed(words: str, here: str) -> str:
    """The link of a post that a preview is made of: the first that leads elsewhere than `here`,
    this server's address, if it can be fetched; '' for none."""
    own = urlsplit(here).hostname
    for link in text.find_links(words):
        try:
            parts = urlsplit(link)
            fits = parts.scheme == "https" and parts.port in (None, 443) and "@" not in parts.netloc
        except ValueError:
            continue
        if not parts.hostname or parts.hostname == own:
            continue
        address = link.partition("#")[0]
        return address if fits and len(address) <= MAX_LINK else ""
    return ""
