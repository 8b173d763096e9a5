"""Accounts of other servers, as these say that they are."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models.functions import Lower

from plenary.accounts import rules
from plenary.accounts.actions.profile import write_name_words
from plenary.accounts.models import Account
from plenary.lib import text
from plenary.lib.errors import Refused

_MAX_NAME, _MAX_NOTE = 100, 20_000


@dataclass(frozen=True)
class RemoteProfile:
    """What another server says of an account of its: `domain` is canonical, and who asked saw to it
    that the server may speak for it. `note_html` is as it came."""

    username: str
    domain: str
    uri: str
    page: str = ""
    display_name: str = ""
    note_html: str = ""


@transaction.atomic
def keep_remote(profile: RemoteProfile) -> Account:
    """The account, as its server says it is now. Refused where somebody else had the handle."""
    named = Account.objects.alias(lowered=Lower("username")).select_for_update()
    found = named.filter(lowered=profile.username.lower(), domain=profile.domain).first()
    account = found or Account(username=profile.username, domain=profile.domain, uri=profile.uri)
    if account.uri and account.uri != profile.uri:
        raise Refused(f"Somebody else was @{account.acct} when this server met them.")
    account.uri, account.page = profile.uri, profile.page
    account.skeleton = rules.skeleton(profile.username)[:64]
    account.display_name = text.clean_line(profile.display_name)[:_MAX_NAME]
    account.note_html = text.clean_html(profile.note_html[:_MAX_NOTE])
    account.note = text.plain(account.note_html)
    account.version += found is not None
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError:  # it came twice at once, or it is known by another handle
        raise Refused(f"@{account.acct} cannot be kept just now. Please try again.") from None
    write_name_words(account)
    return account
