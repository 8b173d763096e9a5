"""People of other servers as those servers describe them. Whether to believe it was asked above."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models.functions import Lower

from plenary.accounts import queries, rules
from plenary.accounts.actions.profile import write_name_words
from plenary.accounts.actions.servers import stand_anew
from plenary.accounts.facts import EmojiElsewhere
from plenary.accounts.models import Account, CustomEmoji, Follow, User
from plenary.jobs.facts import record
from plenary.lib import clock, policies, shortcodes, text
from plenary.lib.ids import new_id

MOST_FIELDS = 16
MOST_EMOJIS = 64
MAX_NAME = 100
ACTOR_TYPES = frozenset({"Person", "Service", "Group", "Organization", "Application"})


@dataclass(frozen=True)
class RemoteProfile:
    """An account of another server. `note` and the values of `fields` are HTML as it was sent;
    `emojis` are shortcodes with the addresses of their pictures."""

    uri: str
    username: str
    domain: str
    actor_type: str = "Person"
    display_name: str = ""
    note: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    page: str = ""
    locked: bool = False
    discoverable: bool = False
    indexable: bool = False
    hide_collections: bool = False
    created_at: datetime | None = None
    emojis: tuple[tuple[str, str], ...] = field(default=())


@transaction.atomic
def keep_remote(profile: RemoteProfile) -> Account:
    """Keep an account of another server as that describes it; the same one as before by its uri."""
    keep_emojis(profile.domain, profile.emojis)
    columns = _columns(profile)
    account = Account.objects.select_for_update().filter(uri=profile.uri).first()
    if account is None:
        account = _new(profile, columns)
    else:
        if User.objects.filter(account=account).exists():
            del columns["discoverable"]  # whoever signs in with it says so here
        changed = [name for name, value in columns.items() if getattr(account, name) != value]
        if not changed:
            return account
        for name in changed:
            setattr(account, name, columns[name])
        if "username" in changed or "domain" in changed:
            _make_way(profile.username, profile.domain, profile.uri)
            account.skeleton = rules.skeleton(account.username)[:64]
        account.version += 1
        stands = stand_anew(account) if "domain" in changed else ()
        account.save(update_fields=[*changed, *stands, "skeleton", "version"])
    write_name_words(account)
    return account


@transaction.atomic
def keep_counts(
    account: Account, *, followers: int | None, following: int | None, posts: int | None
) -> None:
    """How many its own server tells; None leaves as it is. Never fewer ties than are known here:
    those may end one by one. `posts` is as it is to be."""
    row = Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    columns: dict[str, int] = {}
    if followers is not None:
        known = Follow.objects.filter(target=row).count()
        columns["followers_count"] = max(followers, known)
    if following is not None:
        known = Follow.objects.filter(source=row).count()
        columns["following_count"] = max(following, known)
    if posts is not None:
        columns["statuses_count"] = posts
    if columns:
        Account.objects.filter(pk=row.pk).update(**columns)


def _columns(profile: RemoteProfile) -> dict[str, object]:
    name = text.clean_line(profile.display_name)[:MAX_NAME]
    note_html = text.clean_post(profile.note)
    fields = [
        {
            "name": text.clean_line(label)[:255],
            "value": text.plain(text.clean_post(value))[:2047],
            "html": text.clean_post(value)[:4000] if len(value) < 4000 else "",
        }
        for label, value in profile.fields[:MOST_FIELDS]
    ]
    words = [text.plain(note_html), *(one[key] for one in fields for key in ("name", "value"))]
    return {
        "username": profile.username[:64],
        "domain": profile.domain,
        "actor_type": profile.actor_type if profile.actor_type in ACTOR_TYPES else "Person",
        "display_name": name,
        "note": text.plain(note_html),
        "note_html": note_html,
        "fields": fields,
        "page": profile.page[:500],
        "locked": profile.locked,
        "discoverable": profile.discoverable,
        "indexable": profile.indexable,
        "hide_collections": profile.hide_collections,
        "bot": profile.actor_type in {"Service", "Application"},
        "emojis": queries.pictures_in(profile.domain, name, *words),
    }


def _new(profile: RemoteProfile, columns: dict[str, object]) -> Account:
    _make_way(profile.username, profile.domain, profile.uri)
    try:
        with transaction.atomic():
            account = Account(
                pk=new_id(),
                uri=profile.uri,
                skeleton=rules.skeleton(profile.username)[:64],
                created_at=min(profile.created_at or clock.now(), clock.now()),
                **columns,
            )
            policies.ask("keep_account", account)
            account.save(force_insert=True)
            return account
    except IntegrityError:  # another process keeps the same one at this moment
        return Account.objects.get(uri=profile.uri)


def _make_way(username: str, domain: str, uri: str) -> None:
    """A server gave a handle anew, under another id: who had it before is not who has it now."""
    named = Account.objects.alias(lowered=Lower("username")).exclude(uri=uri)
    for former in named.filter(lowered=username.lower(), domain=domain):
        Account.objects.filter(pk=former.pk).update(
            username=f"{former.username[:40]}.{former.pk}", version=former.version + 1
        )


def keep_emojis(domain: str, emojis: Iterable[tuple[str, str]]) -> None:
    """Remember which pictures another server's shortcodes stand for; they are fetched later, and
    until then the shortcodes stay words."""
    wanted = {
        code: url[:2000]
        for code, url in list(emojis)[:MOST_EMOJIS]
        if shortcodes.NAME.fullmatch(code) and url.startswith(("https://", "http://"))
    }
    if not wanted:
        return
    kept = {
        row.shortcode: row
        for row in CustomEmoji.objects.filter(domain=domain, shortcode__in=wanted)
    }
    fresh = [
        CustomEmoji(shortcode=code, domain=domain, remote_url=url, visible_in_picker=False)
        for code, url in wanted.items()
        if code not in kept
    ]
    CustomEmoji.objects.bulk_create(fresh, ignore_conflicts=True)
    moved = [row for code, row in kept.items() if row.remote_url != wanted[code]]
    for row in moved:
        row.remote_url, row.updated_at = wanted[row.shortcode], clock.now()
        CustomEmoji.objects.filter(pk=row.pk).update(
            remote_url=row.remote_url, updated_at=row.updated_at
        )
    record(*(EmojiElsewhere(domain, row.shortcode) for row in [*fresh, *moved]))
