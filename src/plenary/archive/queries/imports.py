"""What somebody brings in: what it would do, how far it is, and what did not succeed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, QuerySet
from django.db.models.functions import Lower

from plenary.accounts.models import Account, Block, Follow, Mute, UserDomainBlock
from plenary.archive import visibility
from plenary.archive.models import Import, ImportRow, ImportState
from plenary.archive.rules.tables import TABLES, line, said
from plenary.lib import questions
from plenary.lib.errors import NotFound
from plenary.statuses.models import Bookmark
from plenary.timelines.models import AccountList

SHOWN, MOST_HOSTS = 20, 40
_TIES = {
    "follows": (Follow, "source"),
    "mutes": (Mute, "source"),
    "blocks": (Block, "source"),
    "domains": (UserDomainBlock, "account"),
    "bookmarks": (Bookmark, "account"),
    "lists": (AccountList, "account"),
}


@dataclass(frozen=True)
class Preview:
    """What an import would do. `strangers` are servers from which nobody is known here, with how
    many lines speak of them, the first of `servers`; `asks` whether those can be asked; `there` is
    how many of that kind the viewer has now, which those of the file replace if it overwrites."""

    rows: list[ImportRow]
    strangers: list[tuple[str, int]]
    servers: int
    asks: bool
    there: int


def my_imports(viewer: Account, most: int = 10) -> list[Import]:
    rows = visibility.imports(viewer).exclude(state__in=[ImportState.READING, ImportState.DRAFT])
    return list(rows.order_by("-pk")[:most])


def my_import(viewer: Account, import_id: int) -> Import:
    rows = visibility.imports(viewer).exclude(state=ImportState.READING)
    found = rows.filter(pk=import_id).first()
    if found is None:
        raise NotFound
    return found


def preview(viewer: Account, bringing: Import) -> Preview:
    """Four queries, however long the file is."""
    rows = ImportRow.objects.filter(bringing=bringing)
    hosts = rows.exclude(host="").order_by().values("host").annotate(lines=Count("pk"))
    counted = {one["host"]: one["lines"] for one in hosts.order_by("-lines", "host")[:500]}
    model, whose = _TIES[bringing.kind]
    known: set[str] = set()
    if bringing.kind != "domains":
        some = Account.objects.filter(domain__in=counted)
        known = set(some.order_by().values_list("domain", flat=True).distinct())
    strangers = [(host, lines) for host, lines in counted.items() if host not in known]
    if bringing.kind == "domains":
        strangers = []
    return Preview(
        rows=list(rows.order_by("pk")[:SHOWN]),
        strangers=strangers[:MOST_HOSTS],
        servers=len(strangers),
        asks=questions.answered(question_about(bringing.kind)),
        there=model._default_manager.filter(**{whose: viewer}).count(),
    )


def question_about(kind: str) -> str:
    """Who is asked what this server does not know."""
    return "resolve_status" if kind == "bookmarks" else "resolve_account"


def failures(viewer: Account, bringing: Import, most: int = 50) -> list[ImportRow]:
    """The first of the lines that did not succeed."""
    return list(_failed(bringing).order_by("pk")[:most])


def _failed(bringing: Import) -> QuerySet[ImportRow]:
    return ImportRow.objects.filter(bringing=bringing, state=ImportRow.State.FAILED)


def failures_table(viewer: Account, bringing: Import) -> Iterator[str]:
    """All of them, as a table that can be brought again, with what was wrong."""
    yield line([*TABLES[bringing.kind].headings, "Problem"])
    last = 0
    while found := list(_failed(bringing).filter(pk__gt=last).order_by("pk")[:500]):
        for row in found:
            yield line([*_cells(bringing.kind, row), row.problem])
        last = found[-1].pk


def _cells(kind: str, row: ImportRow) -> list[str]:
    if kind == "lists":
        return [row.title, row.key]
    if kind == "mutes":
        return [row.key, said(row.given.get("hide", True))]
    if kind == "follows":
        truths = ((name, row.given.get(name)) for name in ("reblogs", "notify"))
        languages = ", ".join(row.given.get("languages", []))
        return [row.key, *("" if one is None else said(one) for _, one in truths), languages]
    return [row.key]


def known_people(keys: Iterable[str]) -> dict[str, Account]:
    """Accounts by address in one spelling, whoever may meet them: whoever asks must see to that.
    Not the suspended (one query)."""
    wanted: dict[str, list[str]] = {}
    for key in keys:
        username, _, host = key.partition("@")
        wanted.setdefault("" if host == settings.DOMAIN else host, []).append(username)
    if not wanted:
        return {}
    named = Account.objects.filter(suspended_at=None).alias(lowered=Lower("username"))
    parts = [named.filter(domain=host, lowered__in=names) for host, names in wanted.items()]
    rows = parts[0].union(*parts[1:]) if len(parts) > 1 else parts[0]
    return {address_of(one): one for one in rows}


def address_of(account: Account) -> str:
    """As a row's `key` spells it."""
    return account.address.lower()
