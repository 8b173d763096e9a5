"""The book of moderators' deeds: written in the same transaction as the deed itself."""

from plenary.accounts.models import Account
from plenary.conduct.models import Deed


def write(
    actor: Account | None, action: str, target: Account | None = None, text: str = ""
) -> None:
    """Note who did what, to whom; without an actor it was done on the server's command line."""
    Deed.objects.create(
        actor=actor,
        actor_name=actor.acct if actor else "",
        action=action,
        target=target,
        target_name=target.acct if target else "",
        text=text[:300],
    )
