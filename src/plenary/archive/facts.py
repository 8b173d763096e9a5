"""What happens when people come and go."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ArchiveReady:
    archive_id: int


@dataclass(frozen=True)
class AccountMoved:
    """An account of this server went to another, here or elsewhere."""

    account_id: int
    target_id: int
    move_id: int
