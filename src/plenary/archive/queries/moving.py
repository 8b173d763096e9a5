"""Where one is known by another name, and where one goes."""

from datetime import datetime, timedelta

from plenary.accounts.models import Account
from plenary.accounts.queries import by_ids
from plenary.archive import visibility
from plenary.archive.models import Alias, Move
from plenary.lib import clock

REST = timedelta(days=30)  # between two moves, as on Mastodon
_COUNTS = [Move.State.DONE, Move.State.TAKEN_BACK]


def my_aliases(viewer: Account) -> list[Alias]:
    return list(visibility.aliases(viewer).order_by("pk"))


def latest_move(viewer: Account) -> Move | None:
    return visibility.moves(viewer).order_by("-pk").first()


def next_move_at(viewer: Account) -> datetime | None:
    """When the viewer may move again; None for now."""
    rows = visibility.moves(viewer).filter(state__in=_COUNTS).order_by("-pk")
    last = rows.values_list("created_at", flat=True).first()
    return last + REST if last is not None and last + REST > clock.now() else None


def went_to(viewer: Account | None, account: Account) -> Account | None:
    """Where an account went, as far as the viewer may know (no query where it did not go)."""
    if account.moved_to_id is None:
        return None
    return by_ids(viewer, [account.moved_to_id]).get(account.moved_to_id)
