"""What a report and a decision may be, and who may act on whom. No database."""

from plenary.lib import text
from plenary.lib.errors import Forbidden, Refused

CATEGORIES = ("spam", "legal", "violation", "other")
# What the API may ask for, and what only a report's page does with its posts.
ACTIONS = ("none", "sensitive", "disable", "silence", "suspend")
POST_ACTIONS = ("mark_statuses_as_sensitive", "delete_statuses")
# What a person reads of a decision against them.
TOLD = {
    "none": "The moderators have something to tell you.",
    "sensitive": "The moderators put your pictures behind a warning.",
    "mark_statuses_as_sensitive": "The moderators put some of your posts behind a warning.",
    "delete_statuses": "The moderators removed some of your posts.",
    "disable": "The moderators closed your sign-in.",
    "silence": "The moderators limited your account: only those who follow you meet your posts.",
    "suspend": "The moderators suspended your account.",
}
# What is said to who lost follows by a decision about others.
SEVERED = {
    "domain_block": "The moderators suspended {}. Follows between you and people there ended.",
    "account_suspension": "The moderators suspended {}. You do not follow each other any more.",
}
MAX_COMMENT, MAX_NOTE, MAX_WORDS = 1000, 2000, 2000
MAX_STATUSES = 40
NOT_ALLOWED = "This action is not allowed"

# What stands over every doctor's conversation; each server will set its own.
RULES = {
    "1": "Never write about a patient who could be recognised.",
    "2": "Write under your own name, and say which interests you have.",
    "3": "Treat colleagues of every grade and region with respect.",
}

# Ranks: who acts on somebody must stand above them.
NOBODY, MODERATOR, ADMIN = 0, 1, 2

# Permissions as Mastodon counts them, as far as they exist here.
_ADMINISTRATOR, _AUDIT_LOG, _REPORTS, _FEDERATION = 1 << 0, 1 << 2, 1 << 4, 1 << 5
_USERS, _INVITE, _ACCESS, _ERASE = 1 << 10, 1 << 16, 1 << 18, 1 << 19
_MODERATES = _AUDIT_LOG | _REPORTS | _FEDERATION | _USERS
PERMISSIONS = {
    NOBODY: _INVITE,
    MODERATOR: _INVITE | _MODERATES,
    ADMIN: _INVITE | _MODERATES | _ADMINISTRATOR | _ACCESS | _ERASE,
}
ROLE_NAMES = {NOBODY: "", MODERATOR: "Moderator", ADMIN: "Admin"}
ROLE_IDS = {NOBODY: "-99", MODERATOR: "1", ADMIN: "2"}


def may_act(actor: int, target: int) -> None:
    """By rank: on nobody of one's own rank or above, and so never on oneself."""
    if actor < MODERATOR or actor <= target:
        raise Forbidden(NOT_ALLOWED)


def words(given: str, most: int, name: str, field: str) -> str:
    kept = text.clean(given).strip()
    if len(kept) > most:
        raise Refused(
            f"Validation failed: {name} is too long (maximum is {most} characters)", field=field
        )
    return kept


def check_comment(given: str) -> str:
    return words(given, MAX_COMMENT, "Comment", "comment")


def check_note(given: str) -> str:
    kept = words(given, MAX_NOTE, "Note", "text")
    if not kept:
        raise Refused("Write a note first.", field="text")
    return kept


def check_words(given: str) -> str:
    return words(given, MAX_WORDS, "Text", "text")


def check_category(category: str, rule_ids: list[str]) -> tuple[str, list[str]]:
    """A report's category and the rules it names: to name one is to say that it was broken."""
    chosen = list(dict.fromkeys(rule_ids))
    if any(one not in RULES for one in chosen):
        raise Refused("Validation failed: Rules does not reference valid rules", field="rule_ids")
    if chosen:
        return "violation", chosen
    kept = category or "other"
    if kept not in CATEGORIES:
        raise Refused("Validation failed: Category is not included in the list", field="category")
    return kept, []


def check_action(action: str) -> str:
    if action not in ACTIONS + POST_ACTIONS:
        raise Refused("Validation failed: Type is not included in the list", field="type")
    return action
