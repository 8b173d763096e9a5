"""What moderators are told, and what they decide."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ReportMade:
    report_id: int


@dataclass(frozen=True)
class StrikeGiven:
    """`mail`: the person is written to as well."""

    strike_id: int
    mail: bool


@dataclass(frozen=True)
class ErasureDecided:
    account_id: int


@dataclass(frozen=True)
class TiesSevered:
    """A decision about others ended follows of somebody here."""

    severance_id: int


@dataclass(frozen=True)
class ServersDecided:
    """The names that were decided about, each for itself and what lies below it; none: all."""

    domains: tuple[str, ...]
