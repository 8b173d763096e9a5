"""What may be: handles, profiles, who may follow whom. No database here."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from plenary.accounts.models import Account
from plenary.accounts.vocabulary import GRADES, SPECIALTIES
from plenary.lib import shortcodes, text
from plenary.lib.errors import Forbidden, NotFound, Refused

HANDLE_LENGTH = (2, 30)
_HANDLE = re.compile(r"[A-Za-z0-9_]+")
MAX_DISPLAY_NAME, MAX_PRONOUNS, MAX_NOTE = 60, 40, 1000
MAX_FIELDS, MAX_FIELD_NAME, MAX_FIELD_VALUE = 4, 60, 300
MAX_WORKPLACE, MAX_REGION = 120, 80
MAX_INTERESTS, MAX_INTEREST = 12, 60
MAX_NAME_WORDS = 12
MAX_EMOJI_CATEGORY = 100

# Names that lead somewhere, or that would speak for the server.
_RESERVED = """
    about abuse account accounts admin administrator all anonymous api app auth billing blog
    bookmarks bot clients contact dashboard dev docs email encounters event events everyone
    explore faces favourites federation feed followers following help here home host
    hostmaster image images inbox info instance invite invites join legal live local login
    logout mail mailer_daemon me media meet meetings meetups mention mentions mod moderator
    moderators news no_reply nobody nodeinfo noreply notifications null oauth official
    organise organiser outbox owner password people plenary policy post postmaster posts
    presence press privacy profile public register report reports root rss rules schedule
    search security server session sessions settings share signin signout signup site social
    staff static status statuses stream streaming support sysadmin system tag tags team terms
    test timeline timelines tos undefined user users webfinger webmaster well_known world www
    you
"""


_LOOKS_LIKE = str.maketrans("01i5", "olls")


def skeleton(handle: str) -> str:
    """What a handle looks like at a glance: handles that share it could pose as one another."""
    seen = handle.lower().replace("_", "").translate(_LOOKS_LIKE)
    return seen.replace("rn", "m").replace("vv", "w").replace("cl", "d")


RESERVED = frozenset(skeleton(name) for name in _RESERVED.split())


def check_handle(handle: str, *, reserved: bool = False) -> str:
    """The handle as it will be kept; Refused says what is wrong with it. `reserved` ones are for
    whoever runs the server."""
    handle = handle.strip().removeprefix("@")
    least, most = HANDLE_LENGTH
    if not least <= len(handle) <= most:
        raise Refused(f"A handle has {least} to {most} characters.", field="username")
    if not _HANDLE.fullmatch(handle):
        raise Refused(
            "A handle has only letters from a to z, digits and underscores.", field="username"
        )
    if not handle.strip("_"):
        raise Refused("A handle needs a letter or a digit.", field="username")
    if not reserved and skeleton(handle) in RESERVED:
        raise Refused("This handle is kept for the server itself.", field="username")
    return handle


def name_words(display_name: str, username: str) -> list[str]:
    """The folded words an account is found by."""
    words = re.findall(r"\w+", text.fold(display_name))[:MAX_NAME_WORDS]
    words += [username.lower(), *re.findall(r"[a-z0-9]+", username.lower())]
    return list(dict.fromkeys(word[:100] for word in words if word))


def query_words(query: str) -> list[str]:
    """What someone types to find a name, as folded words."""
    return list(dict.fromkeys(re.findall(r"\w+", text.fold(query[:200]))))[:6]


def _line(value: object, most: int, what: str, field: str) -> str:
    kept = text.clean_line(str(value or ""))
    if len(kept) > most:
        raise Refused(f"{what} has at most {most} characters.", field=field)
    return kept


def _choice(value: object, choices: Mapping[str, str], what: str, field: str) -> str:
    kept = str(value or "")
    if kept and kept not in choices:
        raise Refused(f"Choose {what} from the list.", field=field)
    return kept


def _fields(value: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    kept = []
    for row in value:
        name = _line(row.get("name"), MAX_FIELD_NAME, "The name of a field", "fields")
        content = _line(row.get("value"), MAX_FIELD_VALUE, "A field", "fields")
        if name and content:
            kept.append({"name": name, "value": content})
        elif name or content:
            raise Refused("A field needs both a name and a content.", field="fields")
    if len(kept) > MAX_FIELDS:
        raise Refused(f"A profile has at most {MAX_FIELDS} fields.", field="fields")
    return kept


def check_interests(value: Iterable[str]) -> dict[str, str]:
    """Interests as key -> name, once each."""
    kept: dict[str, str] = {}
    for word in value:
        name = _line(word.lstrip("#"), MAX_INTEREST, "An interest", "interests")
        if key := text.fold(name)[:MAX_INTEREST].strip():
            kept.setdefault(key, name)
    if len(kept) > MAX_INTERESTS:
        raise Refused(f"Name at most {MAX_INTERESTS} interests.", field="interests")
    return kept


# What somebody who signs in with an account elsewhere says here; all else their own server says.
_SAID_HERE = frozenset({"specialty", "grade", "workplace", "region", "interests", "discoverable"})


def may_be_changed(account: Account, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Those changes of a profile that are made here, and not at home."""
    return {
        name: value for name, value in changes.items() if not account.domain or name in _SAID_HERE
    }


def check_profile(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The columns a profile's changes set. What one may not set oneself is passed over."""
    kept: dict[str, Any] = {}
    for field, most, what in (
        ("display_name", MAX_DISPLAY_NAME, "A name"),
        ("pronouns", MAX_PRONOUNS, "Pronouns"),
        ("workplace", MAX_WORKPLACE, "A place of work"),
        ("region", MAX_REGION, "A region"),
    ):
        if field in changes:
            kept[field] = _line(changes[field], most, what, field)
    if "note" in changes:
        kept["note"] = text.clean(str(changes["note"] or "")).strip()
        if len(kept["note"]) > MAX_NOTE:
            raise Refused(f"A bio has at most {MAX_NOTE} characters.", field="note")
    if "specialty" in changes:
        kept["specialty"] = _choice(changes["specialty"], SPECIALTIES, "a specialty", "specialty")
    if "grade" in changes:
        kept["grade"] = _choice(changes["grade"], GRADES, "a grade", "grade")
    for field in ("locked", "discoverable", "bot", "indexable", "hide_collections"):
        if field in changes:
            kept[field] = bool(changes[field])
    if "fields" in changes:
        kept["fields"] = _fields(changes["fields"])
    return kept


def check_emoji(given: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a custom emoji that are given."""
    kept: dict[str, Any] = {}
    if "shortcode" in given:
        kept["shortcode"] = str(given["shortcode"] or "").strip().strip(":")
        if not shortcodes.NAME.fullmatch(kept["shortcode"]):
            least, most = shortcodes.LENGTH
            raise Refused(
                f"A shortcode has {least} to {most} letters from a to z, digits and underscores.",
                field="shortcode",
            )
    if "category" in given:
        kept["category"] = _line(given["category"], MAX_EMOJI_CATEGORY, "A category", "category")
    for name in ("visible_in_picker", "disabled"):
        if name in given:
            kept[name] = bool(given[name])
    return kept


def may_follow(source: Account, target: Account, *, blocked: bool) -> None:
    """Refuse what cannot be; who is blocked or suspended looks like someone who is not there."""
    if blocked or target.suspended_at is not None:
        raise NotFound
    if source.pk == target.pk:
        raise Refused("You cannot follow yourself.")


def may_begin_to_follow(target: Account) -> None:
    """Who follows already stays; nobody new follows who is gone."""
    if target.moved_to_id is not None:
        raise Forbidden("This account has moved: follow the new one.")
