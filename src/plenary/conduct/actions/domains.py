"""Keeping servers away."""

from typing import Any

from django.db import IntegrityError, transaction

from plenary.accounts.actions import sign_out_server
from plenary.accounts.models import Account
from plenary.conduct import rules
from plenary.conduct.actions import book
from plenary.conduct.models import DomainBlock
from plenary.conduct.visibility import must_moderate
from plenary.lib.errors import NotFound, Refused

_FLAGS = ("reject_media", "reject_reports", "obfuscate")
_COMMENTS = ("private_comment", "public_comment")


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


def block_domain(actor: Account, domain: str, **given: Any) -> DomainBlock:
    """Keep a server away."""
    must_moderate(actor)
    name, columns = rules.check_domain(domain), _columns(given)
    try:
        with transaction.atomic():
            made = DomainBlock.objects.create(domain=name, **columns)
            book.write(actor, "block domain", text=f"{name}: {made.severity}")
            if made.severity == "suspend":
                sign_out_server(name)
    except IntegrityError:
        raise Refused(f"There is a decision about {name} already.", field="domain") from None
    return made


@transaction.atomic
def change_domain_block(actor: Account, block_id: int, **given: Any) -> DomainBlock:
    row = _held(actor, block_id)
    columns = _columns(given)
    for name, value in columns.items():
        setattr(row, name, value)
    if columns:
        row.save(update_fields=[*columns])
        book.write(actor, "change domain block", text=f"{row.domain}: {row.severity}")
        if row.severity == "suspend":
            sign_out_server(row.domain)
    return row


@transaction.atomic
def unblock_domain(actor: Account, block_id: int) -> None:
    row = _held(actor, block_id)
    row.delete()
    book.write(actor, "unblock domain", text=row.domain)


def _held(actor: Account, block_id: int) -> DomainBlock:
    must_moderate(actor)
    found = DomainBlock.objects.select_for_update().filter(pk=block_id).first()
    if found is None:
        raise NotFound
    return found
