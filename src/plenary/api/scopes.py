"""OAuth scopes (docs.joinmastodon.org/api/oauth-scopes, and our own under `plenary`)."""

from collections.abc import Iterable

_ADMIN = ["accounts", "reports", "domain_allows", "domain_blocks", "ip_blocks"]
_ADMIN += ["email_domain_blocks", "canonical_email_blocks"]

# What `follow` meant before scopes were granular; deprecated, still asked for.
_FOLLOW = frozenset(
    f"{verb}:{noun}" for verb in ("read", "write") for noun in ("blocks", "follows", "mutes")
)
CONSENTS = {
    "profile": "See who you are: your name, your handle and your picture",
    "read": "Everything you can read here: posts, also private ones and messages to you, your"
    " notifications, lists and settings",
    "write": "Almost everything you can do here: write and delete posts, change your profile,"
    " follow and block people",
    "follow": "Change whom you follow, block and mute",
    "push": "Tell you of news while the app is closed",
    "read:accounts": "See your account and your settings",
    "read:blocks": "See whom you block",
    "read:bookmarks": "See your bookmarks",
    "read:favourites": "See your favourites",
    "read:filters": "See your filters",
    "read:follows": "See whom you follow",
    "read:lists": "See your lists",
    "read:mutes": "See whom you mute",
    "read:notifications": "See your notifications",
    "read:search": "Search for you",
    "read:statuses": "Read all posts that you can read, also private ones",
    "write:accounts": "Change your profile",
    "write:blocks": "Block people and servers",
    "write:bookmarks": "Add and remove bookmarks",
    "write:conversations": "Mute and delete conversations",
    "write:favourites": "Favourite posts",
    "write:filters": "Make and change filters",
    "write:follows": "Follow and unfollow people",
    "write:lists": "Make and change lists",
    "write:media": "Upload pictures and other files",
    "write:mutes": "Mute people and conversations",
    "write:notifications": "Clear your notifications",
    "write:reports": "Report people to the moderators",
    "write:statuses": "Post and delete posts",
    "plenary": "Take part in conferences for you: your agenda, who is going, who is in the room"
    " and where you sit, whom you met",
    "plenary:events": "See and change your agenda",
    "plenary:events:read": "See your agenda",
    "plenary:events:write": "Change your agenda",
    "plenary:attendance": "See who is going, as far as you may, and say that you are; see, propose"
    " and join meet-ups",
    "plenary:attendance:read": "See who is going, as far as you may, and the meet-ups",
    "plenary:attendance:write": "Say that you are going, and who may know; propose and"
    " join meet-ups",
    "plenary:presence": "See who of the people you know is in the room; check you in, tell them"
    " where you sit, and wave",
    "plenary:presence:read": "See who of the people you know is in the room with you",
    "plenary:presence:write": "Check you in to sessions, tell where you sit to whom you choose,"
    " and wave",
    "plenary:encounters": "See and keep whom you met, your private notes, and your faces to learn",
    "plenary:encounters:read": "See whom you met, your private notes, and your faces to learn",
    "plenary:encounters:write": "Say whom you met, write your private notes, and turn your faces to"
    " learn",
    "admin:read": "Read everything a moderator can read",
    "admin:write": "Do everything a moderator can do",
    "offline_access": "Stay signed in until you take it back",
    **{
        f"admin:{verb}:{noun}": f"Moderators: {verb} {noun.replace('_', ' ')}"
        for verb in ("read", "write")
        for noun in _ADMIN
    },
}
SCOPES = tuple(CONSENTS)
DEFAULT = "read"


def split(text: str) -> tuple[str, ...]:
    """Scopes as clients send them, separated by spaces; each once, in order."""
    return tuple(dict.fromkeys(text.replace("+", " ").split()))


def unknown(asked: Iterable[str]) -> list[str]:
    return [scope for scope in asked if scope not in CONSENTS]


def covers(granted: str, needed: str) -> bool:
    """Whether one granted scope includes a needed one: `read` includes `read:statuses`."""
    if granted == needed or needed.startswith(granted + ":"):
        return True
    return granted == "follow" and needed in _FOLLOW


def allows(granted: Iterable[str], needed: Iterable[str]) -> bool:
    """Whether a token may: one of the needed scopes must be covered by one of the granted."""
    granted = tuple(granted)
    return any(covers(have, want) for want in needed for have in granted)


def told(asked: Iterable[str]) -> list[tuple[str, list[str]]]:
    """What a person is asked, in their words: what the app could see, do, and do as a moderator;
    without what another scope includes."""
    asked = tuple(asked)
    groups: dict[str, list[str]] = {
        "See": [],
        "Do in your name": [],
        "Besides": [],
        "See and do as a moderator": [],
    }
    for scope in asked:
        if any(other != scope and covers(other, scope) for other in asked):
            continue
        if scope == "follow" and {"read", "write"} <= set(asked):
            continue
        if moderates([scope]):
            name = "See and do as a moderator"
        elif scope in {"push", "offline_access"}:
            name = "Besides"
        else:
            name = "Do in your name" if changes(scope) else "See"
        groups[name].append(CONSENTS.get(scope, scope))
    return [(name, sentences) for name, sentences in groups.items() if sentences]


def changes(scope: str) -> bool:
    """Whether an app may do something in the person's name with it, not only read."""
    family, *verbs = scope.split(":")
    if family == "plenary":
        return verbs[-1:] != ["read"]
    return scope == "follow" or "write" in {family, *verbs}


def moderates(asked: Iterable[str]) -> bool:
    """Whether any of them is of use to moderators only."""
    return any(scope.partition(":")[0] == "admin" for scope in asked)


def within(asked: Iterable[str], granted: Iterable[str]) -> bool:
    """Whether all that is asked for lies within what was registered or consented to."""
    granted = tuple(granted)
    return all(any(covers(have, want) for have in granted) for want in asked)
