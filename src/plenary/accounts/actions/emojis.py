"""Custom emoji: which there are. Who may decide it stands in `conduct`."""

from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q, TextField
from django.db.models.functions import Cast

from plenary.accounts import queries, rules
from plenary.accounts.facts import EmojiChanged
from plenary.accounts.models import Account, CustomEmoji
from plenary.jobs.facts import record
from plenary.jobs.tasks import task
from plenary.lib import clock, media, shortcodes
from plenary.lib.errors import NotFound, Refused
from plenary.lib.media import StoredEmoji

_AT_ONCE = 200


@transaction.atomic
def add_emoji(
    shortcode: str, stored: StoredEmoji, *, category: str = "", visible_in_picker: bool = True
) -> CustomEmoji:
    """A new one of this server, of a file that `lib.media` made. Refused where the name is taken:
    whoever calls it removes the file then."""
    columns = rules.check_emoji({"shortcode": shortcode, "category": category})
    try:
        with transaction.atomic():
            made = CustomEmoji.objects.create(
                file=stored.file,
                still=stored.still,
                visible_in_picker=visible_in_picker,
                **columns,
            )
    except IntegrityError:
        raise Refused(
            f"There is an emoji called :{columns['shortcode']}: already.", field="shortcode"
        ) from None
    record(EmojiChanged(made.domain, made.shortcode))
    return made


def _held(emoji_id: int) -> CustomEmoji:
    found = CustomEmoji.objects.select_for_update().filter(pk=emoji_id).first()
    if found is None:
        raise NotFound
    return found


@transaction.atomic
def change_emoji(emoji_id: int, **given: Any) -> CustomEmoji:
    """Another `category`; `visible_in_picker` and `disabled`: true or not. None stays."""
    row = _held(emoji_id)
    columns = rules.check_emoji({name: value for name, value in given.items() if value is not None})
    changed = {name: value for name, value in columns.items() if getattr(row, name) != value}
    if changed:
        for name, value in changed.items():
            setattr(row, name, value)
        row.updated_at = clock.now()
        row.save(update_fields=[*changed, "updated_at"])
        record(EmojiChanged(row.domain, row.shortcode))
    return row


@transaction.atomic
def remove_emoji(emoji_id: int) -> CustomEmoji:
    """It is gone; what named it keeps its shortcode as a word."""
    row = _held(emoji_id)
    record(EmojiChanged(row.domain, row.shortcode))
    transaction.on_commit(partial(media.delete, row.file), robust=True)
    gone = CustomEmoji.objects.filter(pk=row.pk)
    gone.delete()
    return row


@transaction.atomic
def show_remote_emoji(domain: str, shortcode: str, url: str, stored: StoredEmoji) -> bool:
    """The picture of another server's emoji is here; False where it has another meanwhile: whoever
    calls it removes the file then."""
    rows = CustomEmoji.objects.select_for_update()
    row = rows.filter(domain=domain, shortcode=shortcode, remote_url=url).first()
    if row is None:
        return False
    transaction.on_commit(partial(media.delete, row.file), robust=True)
    row.file, row.still, row.updated_at = stored.file, stored.still, clock.now()
    row.save(update_fields=["file", "still", "updated_at"])
    record(EmojiChanged(domain, shortcode))
    return True


def of_profile(account: Account) -> list[shortcodes.Picture]:
    """What a profile's words name."""
    fields = [words for row in account.fields for words in (row["name"], row["value"])]
    return queries.pictures_in(account.domain, account.display_name, account.note, *fields)


def on_emoji_changed(fact: EmojiChanged) -> None:
    show_in_profiles.enqueue(fact.domain, fact.shortcode)


@task
def show_in_profiles(domain: str, shortcode: str, above: int = 0) -> None:
    """Have the profiles that name an emoji show it as it is now, some at a time."""
    code = f":{shortcode}:"
    rows = Account.objects.filter(domain=domain, pk__gt=above)
    rows = rows.alias(words=Cast("fields", TextField())).filter(
        Q(display_name__contains=code) | Q(note__contains=code) | Q(words__contains=code)
    )
    ids = list(rows.order_by("pk").values_list("pk", flat=True)[:_AT_ONCE])
    for account in Account.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"):
        emojis = of_profile(account)
        if emojis != account.emojis:
            Account.objects.filter(pk=account.pk).update(emojis=emojis, version=F("version") + 1)
    if len(ids) == _AT_ONCE:
        show_in_profiles.enqueue(domain, shortcode, ids[-1])
