"""What somebody takes along of themself, in the very form in which other servers know it."""

from plenary.accounts.models import Account
from plenary.federation import keys
from plenary.federation.render import activities, actors, encode
from plenary.statuses.models import Status


def activity(status: Status) -> str:
    """The Create of a post, or the Announce that a boost is, as JSON text; '' for what was written
    elsewhere, where its author has it."""
    if status.account.domain:
        return ""
    return encode(activities.of_post(status)).decode()


def actor(account: Account) -> str:
    """Somebody's actor, as JSON text; '' for who signs in here with an account elsewhere: theirs is
    there, with its key."""
    if account.domain:
        return ""
    return encode(actors.actor(account, keys.public_key(account.actor_uri))).decode()
