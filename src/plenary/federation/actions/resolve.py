"""Who and what is at an address elsewhere: asked of its own server and kept here. Slow: only the
post office does this. None is for what is not there; Unreachable for who does not answer."""

import re
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction

from plenary.accounts.actions.elsewhere import keep_remote
from plenary.accounts.models import Account
from plenary.conduct.queries import decision_for
from plenary.federation import queries, reading
from plenary.federation.actions import asking, later
from plenary.federation.actions.inbound import arrivals, tombs
from plenary.federation.actions.inbound.finding import Everything, Finder
from plenary.federation.facts import PicturesElsewhere, ServerMet
from plenary.federation.models import RemoteActor, Server
from plenary.federation.reading import POSTS, Actor, Unreadable, host_at, id_of, is_of, same_host
from plenary.jobs.facts import record
from plenary.lib import clock
from plenary.lib.hosts import canonical_host
from plenary.lib.questions import Unreachable
from plenary.statuses.actions.receiving import receive
from plenary.statuses.models import Status

HANDLE = re.compile(r"@?([A-Za-z0-9_][A-Za-z0-9_.-]{0,63})@([^@\s/]{1,300})")


def actor(uri: str) -> Account | None:
    """An actor by its id or page, as it is now."""
    if queries.is_ours(uri):
        return queries.account_at(uri)
    document = asking.document(uri)
    return keep_actor(document) if document is not None else None


def keep_actor(document: dict[str, Any]) -> Account | None:
    """An actor as its own server described it just now, under the handle that both its server and
    the one in the handle stand by."""
    try:
        found = reading.actor(document)
    except Unreadable:
        return None
    known = Account.objects.filter(uri=found.profile.uri).exclude(uri="").first()
    domain = _domain(found, known)
    if not domain or decision_for(domain).suspended:
        return None
    return _keep(found, domain)


def _domain(found: Actor, known: Account | None) -> str:
    """What stands after the @; '' where nobody stands by it."""
    name = found.profile.username
    if known is not None and known.username == name:
        return known.domain
    parts = urlsplit(found.profile.uri)
    subject, uri = _finger(name, found.profile.domain, parts.scheme)
    if uri != found.profile.uri:
        return ""
    if subject.lower() == f"{name}@{found.profile.domain}".lower():
        return found.profile.domain
    handle = HANDLE.fullmatch(subject)
    if handle is None or handle[1].lower() != name.lower():
        return ""
    try:
        domain = canonical_host(handle[2])
    except ValueError:
        return ""
    # The other server must say the same.
    if _finger(name, domain, parts.scheme)[1] != found.profile.uri:
        return ""
    return domain


def _finger(name: str, host: str, scheme: str) -> tuple[str, str]:
    """How a server calls somebody, and the id of their actor; ('', '') for nobody."""
    told = asking.webfinger(f"acct:{name}@{host}", host, scheme)
    if told is None:
        return "", ""
    subject = told.get("subject")
    links = told.get("links")
    for link in links if isinstance(links, list) else []:
        if not isinstance(link, dict) or link.get("rel") != "self":
            continue
        kind, href = str(link.get("type", "")), link.get("href")
        if "activity" in kind and isinstance(href, str):
            return str(subject or "").removeprefix("acct:"), href
    return "", ""


@transaction.atomic
def _keep(found: Actor, domain: str) -> Account:
    account = keep_remote(replace(found.profile, domain=domain))
    before = RemoteActor.objects.filter(account=account).first()
    # Of two actors that name one key the one that was fetched last has it.
    RemoteActor.objects.filter(key_id=found.key_id).exclude(account=account).delete()
    RemoteActor.objects.update_or_create(
        account=account,
        defaults={
            "inbox": found.inbox,
            "key_id": found.key_id,
            "public_key": found.public_key,
            "avatar_url": found.avatar_url,
            "header_url": found.header_url,
            "fetched_at": clock.now(),
            **found.endpoints,
        },
    )
    if account.also_known_as != list(found.also_known_as):
        account.also_known_as = list(found.also_known_as)
        Account.objects.filter(pk=account.pk).update(also_known_as=account.also_known_as)
    pictures = (found.avatar_url, found.header_url)
    missing = (found.avatar_url and not account.avatar) or (found.header_url and not account.header)
    if before is None or missing or (before.avatar_url, before.header_url) != pictures:
        record(PicturesElsewhere(account.pk))
    if before is None:
        _meet(host_at(found.profile.uri), found.reads_rfc9421)
    return account


def _meet(host: str, reads_rfc9421: bool) -> None:
    """A server that nobody here had to do with before. What it says of signatures is believed once:
    where that is not so it answers 401, and from then on what works is remembered."""
    row = Server(domain=host)
    if Server.objects.filter(domain=host, asked_at__isnull=False).exists():
        return
    Server.objects.bulk_create([row], ignore_conflicts=True)
    said = {"signs_with": "rfc9421"} if reads_rfc9421 else {}
    Server.objects.filter(domain=host).update(asked_at=clock.now(), **said)
    record(ServerMet(host))


def refetch(account: Account) -> Account | None:
    """Somebody elsewhere as their server describes them now."""
    return actor(account.uri) if account.uri else account


def owner_of(key_id: str) -> Account | None:
    """Whose key this is: who it names must name it too, on the same server."""
    document = asking.document(key_id.partition("#")[0])
    if document is None:
        return None
    owner = id_of(document.get("owner"))
    if owner and "preferredUsername" not in document:
        if not same_host(owner, key_id):
            return None
        document = asking.document(owner)
    if document is None or not same_host(id_of(document), key_id):
        return None
    found = keep_actor(document)
    if found is None:
        return None
    mine = RemoteActor.objects.filter(account=found, key_id=key_id)
    return found if mine.exists() else None


def account_by_handle(handle: str) -> Account | None:
    """`user@host`: by WebFinger, with the word of both servers."""
    parts = HANDLE.fullmatch(handle.strip())
    if parts is None:
        return actor(handle) if host_at(handle) else None
    try:
        domain = canonical_host(parts[2])
    except ValueError:
        return None
    named = Account.objects.filter(username__iexact=parts[1], domain=domain)
    if decision_for(domain).suspended or (known := named.first()) is not None:
        return None if decision_for(domain).suspended else known
    *first, last = asking.schemes()
    for scheme in (*first, last):
        try:
            uri = _finger(parts[1], domain, scheme)[1]
        except Unreachable:
            if scheme == last:
                raise
            continue
        if host_at(uri):
            found = actor(uri)
            if found is None or found.username.lower() != parts[1].lower():
                return None
            return found
    return None


def status(uri: str, *, wanted: bool = True) -> Status | None:
    """A post by its id or page. `wanted`: somebody here asked for it, or for what hangs on it."""
    known = queries.status_at(uri)
    if known is not None or queries.is_ours(uri):
        return known
    document = asking.document(uri)
    return keep_post(document, wanted=wanted) if document is not None else None


def keep_post(document: dict[str, Any], *, wanted: bool, climb: bool = True) -> Status | None:
    """A post as its own server gave it just now. `climb`: what it answers is fetched too."""
    if not is_of(document, *POSTS):
        return None
    uri = id_of(document)
    try:
        author_uri = next(
            one for one in reading.ids_of(document.get("attributedTo")) if same_host(one, uri)
        )
        author = queries.account_at(author_uri) or actor(author_uri)
        if author is None or author.suspended_at is not None or not author.uri:
            return None
        if tombs.is_buried(author.uri, uri):
            return None
        found = reading.post(document, queries.followers_uri(author))
    except (StopIteration, Unreadable, Unreachable):
        return None
    with transaction.atomic():
        parent = arrivals.parent_of(author, found)
        if not wanted and not arrivals.is_wanted(author, found, parent):
            return None
        kept = receive(arrivals.arrival(author, found, Finder(Everything())))
        if climb and kept.in_reply_to_uri:
            later.climb(kept.in_reply_to_uri)
    return kept


def anything(uri: str) -> Account | Status | None:
    """Whatever has this id or page."""
    known = queries.account_at(uri) or queries.status_at(uri)
    document = asking.document(uri) if known is None and not queries.is_ours(uri) else None
    if document is None:
        return known
    if is_of(document, *POSTS):
        return queries.status_at(id_of(document)) or keep_post(document, wanted=True)
    return keep_actor(document)
