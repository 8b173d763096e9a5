"""What a status may be."""

from dataclasses import dataclass, field

from plenary.lib import text
from plenary.statuses.models import Visibility

MAX_ATTACHMENTS = 4
MAX_DESCRIPTION = 1500
MAX_SPOILER = 200
MAX_HASHTAGS = 30
MAX_MENTIONS = 30

NAMES = {choice.label: choice for choice in Visibility}


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
    application_id: int | None = None  # the app it is posted with


def objection(draft: Draft, limit: int) -> tuple[str, str] | None:
    """Why a draft cannot be posted as (field, sentence), or None."""
    if not draft.text.strip() and not draft.attachments:
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
    return None


def reply_visibility(wanted: Visibility, parent: Visibility) -> Visibility:
    """A reply is never more open than what it answers."""
    return Visibility(max(wanted, parent)) if parent != Visibility.PUBLIC else wanted
