"""How somebody likes to post, where an app does not say."""

import re

from django.db import transaction
from django.db.models import F

from plenary.accounts.models import Account
from plenary.lib.errors import Refused

VISIBILITIES = ("public", "unlisted", "private", "direct")
QUOTE_POLICIES = ("public", "followers", "nobody")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?")


@transaction.atomic
def set_posting_defaults(
    actor: Account,
    *,
    visibility: str | None = None,
    sensitive: bool | None = None,
    language: str | None = None,
    quotes: str | None = None,
) -> None:
    """Change those that are given; an empty language is none in particular."""
    changes: dict[str, object] = {}
    if visibility is not None:
        if visibility not in VISIBILITIES:
            raise Refused("Validation failed: privacy is not valid", field="privacy")
        changes["posting_visibility"] = visibility
    if sensitive is not None:
        changes["posting_sensitive"] = sensitive
    if language is not None:
        if language and not (_LANGUAGE.fullmatch(language) and len(language) <= 12):
            raise Refused("Validation failed: language is not valid", field="language")
        changes["posting_language"] = language
    if quotes is not None:
        if quotes not in QUOTE_POLICIES:
            raise Refused("Validation failed: quote_policy is not valid", field="quote_policy")
        changes["posting_quotes"] = quotes
    if changes:
        # The version too: by it a process knows that what it keeps of the account is old.
        Account.objects.filter(pk=actor.pk).update(**changes, version=F("version") + 1)
        for name, value in changes.items():
            setattr(actor, name, value)
