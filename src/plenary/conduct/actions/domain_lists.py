"""Bringing in a list of servers that others keep away."""

from dataclasses import dataclass, field

from django.db import transaction

from plenary.accounts.models import Account
from plenary.conduct.actions.domains import check_other, may
from plenary.conduct.actions.standing import stand
from plenary.conduct.models import Deed, DomainBlock
from plenary.conduct.rules import domain_lists
from plenary.conduct.rules.domain_lists import Bad, Change, Line, Read
from plenary.lib.errors import Refused

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a list did, or would do."""

    changes: list[Change]
    bad: list[Bad] = field(default_factory=list)

    def of(self, kind: str) -> list[Change]:
        return [one for one in self.changes if one.kind == kind]

    @property
    def counts(self) -> dict[str, int]:
        return {kind: len(self.of(kind)) for kind in ("new", "changed", "same", "kept")}


def import_domain_blocks(
    actor: Account | None,
    data: bytes,
    *,
    weaken: bool = False,
    pass_over: bool = False,
    dry_run: bool = False,
) -> Outcome:
    """Do what a list says, all of it in one transaction, or say what that would be (`dry_run`). It
    strengthens what holds, unless it may `weaken`. Refused for a file that is no list, and where it
    has bad lines, which are named, unless these are to be passed over."""
    may(actor)
    found = _without_own(domain_lists.read(data))
    if dry_run:
        return _compared(found, weaken)
    if found.bad and not pass_over:
        named = "; ".join(f"line {one.number}: {one.why}" for one in found.bad[:5])
        raise Refused(f"Nothing was changed. {len(found.bad)} bad lines: {named}", field="file")
    with transaction.atomic():
        outcome = _compared(found, weaken, held=True)
        made = [_row(one.line) for one in outcome.of("new")]
        DomainBlock.objects.bulk_create(made, batch_size=_AT_ONCE)
        for one in outcome.of("changed"):
            DomainBlock.objects.filter(domain=one.line.domain).update(**one.line.columns)
        done = outcome.of("new") + outcome.of("changed")
        if done:
            Deed.objects.bulk_create([_deed(actor, one) for one in done], batch_size=_AT_ONCE)
            stand([one.line.domain for one in done])
    return outcome


def _without_own(found: Read) -> Read:
    """This server is never kept away, whoever's list says so."""
    kept = Read(bad=list(found.bad))
    for line in found.lines:
        try:
            check_other(line.domain)
        except Refused:
            kept.bad.append(
                Bad(line.number, line.domain, "This server itself cannot be kept away.")
            )
        else:
            kept.lines.append(line)
    kept.bad.sort(key=lambda one: one.number)
    return kept


def _compared(found: Read, weaken: bool, *, held: bool = False) -> Outcome:
    rows = DomainBlock.objects.all()
    rows = rows.select_for_update().order_by("domain") if held else rows
    known = {row.domain: row for row in rows}
    return Outcome(domain_lists.compared(found.lines, known, weaken=weaken), found.bad)


def _row(line: Line) -> DomainBlock:
    return DomainBlock(domain=line.domain, **line.columns)


def _deed(actor: Account | None, one: Change) -> Deed:
    """As `book.write`, many at once."""
    deed = "block domain" if one.kind == "new" else "change domain block"
    return Deed(
        actor=actor,
        actor_name=actor.acct if actor else "",
        action=deed,
        text=f"{one.line.domain}: {one.line.severity} (from a list)"[:300],
    )
