"""What people say of themselves."""

from collections.abc import Mapping
from typing import IO, Any
from urllib.parse import quote

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Lower

from plenary.accounts import rules
from plenary.accounts.actions import emojis
from plenary.accounts.facts import ProfileChanged
from plenary.accounts.models import Account, Interest, NameWord
from plenary.jobs.facts import record
from plenary.lib import media, text


def write_name_words(account: Account) -> None:
    """Keep the words an account is found by in step with its name."""
    words = set(rules.name_words(account.display_name, account.username))
    kept = set(account.name_words.values_list("word", flat=True))
    if kept - words:
        account.name_words.filter(word__in=kept - words).delete()
    NameWord.objects.bulk_create(
        [NameWord(account=account, word=word) for word in sorted(words - kept)],
        ignore_conflicts=True,
    )


def _write_interests(account: Account, interests: Mapping[str, str]) -> None:
    account.interests.all().delete()
    Interest.objects.bulk_create(
        Interest(account=account, key=key, name=name) for key, name in interests.items()
    )


def _addresses(*texts: str) -> dict[str, str]:
    """Where the local handles mentioned in some texts lead: one query, or none."""
    handles = {handle.lower() for each in texts for handle in text.find_mentions(each)}
    local = [handle for handle in handles if "@" not in handle]
    if not local:
        return {}
    found = (
        Account.objects.alias(lowered=Lower("username"))
        .filter(lowered__in=local, domain="", suspended_at=None)
        .only("username", "domain")
    )
    return {account.username.lower(): account.url for account in found}


def _hashtag_url(name: str) -> str:
    return f"/tags/{quote(name)}"


def _render(columns: dict[str, Any]) -> None:
    """Put the rendered forms beside the typed ones."""
    typed = [columns.get("note", ""), *(row["value"] for row in columns.get("fields", ()))]
    addresses = _addresses(*typed)

    def mention_url(handle: str) -> str | None:
        return addresses.get(handle.lower())

    if "note" in columns:
        columns["note_html"] = text.render(columns["note"], mention_url, _hashtag_url)
    for row in columns.get("fields", ()):
        row["html"] = text.render_line(row["value"], mention_url, _hashtag_url)


@transaction.atomic
def edit_profile(actor: Account, changes: Mapping[str, Any]) -> Account:
    """Apply what the profile's form may change; the account comes back as it now is."""
    columns = rules.check_profile(rules.may_be_changed(actor, changes))
    interests = rules.check_interests(changes["interests"]) if "interests" in changes else None
    _render(columns)
    account = Account.objects.select_for_update().get(pk=actor.pk)
    for field, value in columns.items():
        setattr(account, field, value)
    if columns.keys() & {"display_name", "note", "fields"}:
        account.emojis = columns["emojis"] = emojis.of_profile(account)
    if columns:
        account.version += 1
        account.save(update_fields=[*columns, "version"])
    if "display_name" in columns:
        write_name_words(account)
    if interests is not None:
        _write_interests(account, interests)
    if columns and not account.domain:
        record(ProfileChanged(account.pk))
    return account


def _swap(actor: Account, column: str, path: str) -> None:
    """Point a profile at another picture, and drop the old one once that is committed."""
    with transaction.atomic():
        account = Account.objects.select_for_update().only("id", column).get(pk=actor.pk)
        old = getattr(account, column)
        Account.objects.filter(pk=actor.pk).update(**{column: path, "version": F("version") + 1})
        if not actor.domain:
            record(ProfileChanged(actor.pk))
        transaction.on_commit(lambda: media.delete(old), robust=True)
    setattr(actor, column, path)


def set_avatar(actor: Account, picture: IO[bytes]) -> None:
    _swap(actor, "avatar", media.store_avatar(picture))


def set_header(actor: Account, picture: IO[bytes]) -> None:
    _swap(actor, "header", media.store_header(picture))


def remove_avatar(actor: Account) -> None:
    _swap(actor, "avatar", "")


def remove_header(actor: Account) -> None:
    _swap(actor, "header", "")
