"""What happens when people come and go."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ArchiveReady:
    archive_id: int


@dataclass(frozen=True)
class AliasesChanged:
    """An account says anew what it is called elsewhere."""

    account_id: int


@dataclass(frozen=True)
class AccountMoved:
    """An account of this server went to another, here or elsewhere."""

    account_id: int
    target_id: int
    move_id: int


@dataclass(frozen=True)
class AccountStayed:
    """It no longer says that it went."""

    account_id: int
