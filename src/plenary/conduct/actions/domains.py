"""Keeping servers away, and keeping a list of those that are met. The actor is a moderator, or None
for who runs the server. What is decided holds when this returns: the doors ask for it every time
(queries.decision_for), and the accounts are marked in the same transaction."""

from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from plenary.accounts.models import Account
from plenary.conduct import rules
from plenary.conduct.actions import book
from plenary.conduct.actions.standing import stand
from plenary.conduct.models import DomainAllow, DomainBlock
from plenary.conduct.visibility import must_moderate
from plenary.lib.errors import NotFound, Refused

_FLAGS = ("reject_media", "reject_reports", "obfuscate")
_COMMENTS = ("private_comment", "public_comment")


def may(actor: Account | None) -> None:
    if actor is not None:
        must_moderate(actor)


def _columns(given: dict[str, Any]) -> dict[str, Any]:
    """What is to be kept; None stays as it is."""
    kept: dict[str, Any] = {}
    if given.get("severity") is not None:
        kept["severity"] = rules.check_severity(given["severity"])
    for name in _FLAGS:
        if given.get(name) is not None:
            kept[name] = bool(given[name])
    for name in _COMMENTS:
        if given.get(name) is not None:
            kept[name] = rules.check_domain_comment(given[name], name)
    return kept


def check_other(domain: str) -> str:
    """The canonical name of another server."""
    name = rules.check_domain(domain)
    if rules.concerned([name], [settings.DOMAIN]):
        raise Refused("Validation failed: Domain is this server's own", field="domain")
    return name


def block_domain(actor: Account | None, domain: str, **given: Any) -> DomainBlock:
    """Keep a server away, with all that lies below its name."""
    may(actor)
    name, columns = check_other(domain), _columns(given)
    try:
        with transaction.atomic():
            made = DomainBlock.objects.create(domain=name, **columns)
            book.write(actor, "block domain", text=f"{name}: {made.severity}")
            stand([name])
    except IntegrityError:
        raise Refused(f"There is a decision about {name} already.", field="domain") from None
    return made


@transaction.atomic
def change_domain_block(actor: Account | None, block_id: int, **given: Any) -> DomainBlock:
    row = _held(actor, block_id)
    columns = _columns(given)
    for name, value in columns.items():
        setattr(row, name, value)
    if columns:
        row.save(update_fields=[*columns])
        book.write(actor, "change domain block", text=f"{row.domain}: {row.severity}")
        stand([row.domain])
    return row


@transaction.atomic
def unblock_domain(actor: Account | None, block_id: int) -> None:
    """What was decided of its accounts one by one stays; follows that ended do not come back."""
    row = _held(actor, block_id)
    row.delete()
    book.write(actor, "unblock domain", text=row.domain)
    stand([row.domain])


def _held(actor: Account | None, block_id: int) -> DomainBlock:
    may(actor)
    found = DomainBlock.objects.select_for_update().filter(pk=block_id).first()
    if found is None:
        raise NotFound
    return found


@transaction.atomic
def allow_domain(actor: Account | None, domain: str) -> DomainAllow:
    """Put a server on the list of those that are met; it may be there already."""
    may(actor)
    name = check_other(domain)
    made, new = DomainAllow.objects.get_or_create(domain=name)
    if new:
        book.write(actor, "allow domain", text=name)
        stand([name])
    return made


@transaction.atomic
def disallow_domain(actor: Account | None, allow_id: int) -> DomainAllow:
    """Take it off the list."""
    may(actor)
    row = DomainAllow.objects.select_for_update().filter(pk=allow_id).first()
    if row is None:
        raise NotFound
    gone, key = row.domain, row.pk
    row.delete()
    row.pk = key  # for who asks what is gone
    book.write(actor, "disallow domain", text=gone)
    stand([gone])
    return row
