"""Signing in with an account of another server (docs.joinmastodon.org/spec/oauth, RFC 7636).

A browser begins; a slow job finds the server and makes us known there; the person goes there and
comes back with a code; a second job asks who they are; the same browser is let in. Nothing is
fetched while a page waits, and no token of theirs is kept.
"""

import hashlib
import json
import secrets
from base64 import urlsafe_b64encode
from datetime import timedelta
from hmac import compare_digest
from io import BytesIO
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from plenary.accounts.actions.elsewhere import RemoteProfile, keep_remote
from plenary.accounts.actions.profile import set_avatar
from plenary.accounts.models import Account, HomeServer, SignInElsewhere, User
from plenary.accounts.queries.clients import digest
from plenary.accounts.queries.home_sign_in import LASTS, of_browser
from plenary.jobs.tasks import finishing, task
from plenary.lib import clock, fetch, home_server, policies, sealed
from plenary.lib.errors import NotFound, PlenaryError, Refused
from plenary.lib.fetch import FetchRefused

Step = SignInElsewhere.Step
_FRESH = timedelta(hours=12)  # servers forget apps without tokens after a day
_MAX_PICTURE = 8 * 1024 * 1024
_PURPOSE_CLIENT, _PURPOSE_ATTEMPT = b"home server", b"home sign-in"


def begin(typed: str, after: str = "") -> str:
    """Look for the server of an address; what comes back is for the browser's session alone, and is
    the only thing that lets it go on. `after` is a page of ours."""
    who = _address(typed)
    _admit(who.host)
    browser = secrets.token_urlsafe(32)
    with transaction.atomic():
        attempt = SignInElsewhere.objects.create(
            browser=digest(browser), username=who.username, host=who.host, after=after[:500]
        )
        find_home.enqueue(attempt.pk)
    return browser


def host_of(typed: str) -> str:
    """The server that an address names. Refused for what is no address."""
    return _address(typed).host


def _address(typed: str) -> home_server.Handle:
    try:
        return home_server.handle(typed)
    except ValueError:
        raise Refused("Your address is like @you@your.server.", field="address") from None


def _admit(*hosts: str) -> None:
    """Refused for this server itself, and for those that are kept away."""
    for host in dict.fromkeys(hosts):
        if host == settings.DOMAIN:
            raise Refused("That account is of this server: sign in with its e-mail address.")
        policies.ask("sign_in_elsewhere", host)


def redirect_uri(server: HomeServer) -> str:
    """Another for each server: a code of one is never taken to another (RFC 9700 4.4)."""
    return f"{settings.PUBLIC_URL}{reverse('home_sign_in_back', args=[server.pk])}"


@task(slow=True, max_attempts=2)
def find_home(attempt_id: int) -> None:
    """Find the server, and have it know us."""
    attempt = _waiting(attempt_id, Step.ASKED)
    if attempt is None:
        return _nothing()
    try:
        host = home_server.api_host(home_server.Handle(attempt.username, attempt.host))
        _admit(host)
        server = _known_there(host)
    except (FetchRefused, PlenaryError) as refusal:
        return _failed(attempt, str(refusal))
    words = {"state": secrets.token_urlsafe(32), "verifier": secrets.token_urlsafe(64)}
    with finishing():
        _step(attempt, Step.READY, server=server, secrets=_closed(attempt, words))
    return None


def _known_there(host: str) -> HomeServer:
    """The server as it is now; registered with anew where it forgot us or asks for more."""
    where = home_server.endpoints(host)
    row = HomeServer.objects.filter(host=host).first()
    columns: dict[str, Any] = {
        "authorize_url": where.authorize,
        "token_url": where.token,
        "revoke_url": where.revoke,
        "scope": where.scope,
        "issuer": where.issuer,
    }
    if row is None:  # it must have an id first: where people come back to is named by it
        row, _ = HomeServer.objects.get_or_create(host=host, defaults=columns)
    fresh = row.client_id and row.scope == where.scope
    if fresh and row.seen_at < clock.now() - _FRESH:
        fresh = home_server.knows(where, client_of(row))
        columns["seen_at"] = clock.now()
    if not fresh:
        made = home_server.register(
            host, settings.SITE_NAME, settings.PUBLIC_URL, redirect_uri(row), where.scope
        )
        columns["client_id"] = made.client_id
        columns["client_secret"] = sealed.seal(made.client_secret, _PURPOSE_CLIENT, host)
        columns["seen_at"] = clock.now()
    # Of two who come at once one registers us: whoever is on their way there with the name that the
    # first was given must not come back to find another.
    HomeServer.objects.filter(pk=row.pk, client_id=row.client_id).update(**columns)
    return HomeServer.objects.get(pk=row.pk)


def client_of(row: HomeServer) -> home_server.Client:
    """What the server calls us."""
    secret = sealed.opened(row.client_secret, _PURPOSE_CLIENT, row.host)
    return home_server.Client(row.client_id, secret, redirect_uri(row))


def _where(row: HomeServer) -> home_server.Endpoints:
    return home_server.Endpoints(
        row.authorize_url, row.token_url, row.revoke_url, row.scope, row.issuer
    )


def way_there(browser: str) -> str:
    """Where the browser goes to be asked by its own server; NotFound while that is not known."""
    attempt = of_browser(browser)
    if attempt is None or attempt.step != Step.READY or attempt.server is None:
        raise NotFound
    words = _opened(attempt)
    challenge = urlsafe_b64encode(hashlib.sha256(words["verifier"].encode()).digest())
    return home_server.authorize_url(
        _where(attempt.server),
        client_of(attempt.server),
        words["state"],
        challenge.rstrip(b"=").decode(),
    )


def come_back(browser: str, server_id: int, state: str, code: str, error: str, issuer: str) -> None:
    """Take what the person brings from their server, once. Refused, and nothing changes, where it
    is not what this browser was sent there for."""
    with transaction.atomic():
        rows = SignInElsewhere.objects.select_for_update(of=("self",)).select_related("server")
        attempt = rows.filter(browser=digest(browser), step=Step.READY).first() if browser else None
        if attempt is None or attempt.server is None or attempt.created_at < clock.now() - LASTS:
            raise Refused("That sign-in did not begin in this browser, or is over.")
        words = _opened(attempt)
        known = attempt.server
        if known.pk != server_id or not compare_digest(words["state"].encode(), state.encode()):
            raise Refused("That sign-in did not begin in this browser, or is over.")
        if issuer and known.issuer and issuer != known.issuer:  # RFC 9207
            raise Refused(f"That answer does not come from {known.host}.")
        if error or not 0 < len(code) <= 4000:
            denied = error in ("access_denied", "")
            said = "You did not let it tell who you are" if denied else "Your server said no"
            _step(attempt, Step.FAILED, secrets="", error=f"{said}: nothing has changed.")
            return
        kept = {"verifier": words["verifier"], "code": code}
        _step(attempt, Step.RETURNED, secrets=_closed(attempt, kept))
        ask_home.enqueue(attempt.pk)


@task(slow=True, max_attempts=2)
def ask_home(attempt_id: int) -> None:
    """Ask the server who came, and keep them."""
    attempt = _waiting(attempt_id, Step.RETURNED)
    if attempt is None or attempt.server is None:
        return _nothing()
    server, words = attempt.server, _opened(attempt)
    try:
        found = home_server.person(
            server.host, _where(server), client_of(server), words["code"], words["verifier"]
        )
        _admit(server.host, found.domain)
    except home_server.Unknown as refusal:
        HomeServer.objects.filter(pk=server.pk).update(client_id="")
        return _failed(attempt, str(refusal))
    except (FetchRefused, PlenaryError) as refusal:
        return _failed(attempt, str(refusal))
    picture = _picture(found.avatar, server.host, found.domain)
    try:
        with finishing():
            account = _entered(found)
            _step(attempt, Step.DONE, account=account, secrets="")
    except PlenaryError as refusal:
        return _failed(attempt, str(refusal))
    if picture is not None:
        try:
            set_avatar(account, BytesIO(picture))
        except PlenaryError:
            return None  # a face more or less: they are in
    return None


def _picture(url: str, *hosts: str) -> bytes | None:
    """Their face; none of a server whose pictures are not wanted."""
    if not url:
        return None
    try:
        for host in dict.fromkeys(hosts):
            policies.ask("picture_elsewhere", host)
        return fetch.fetch(url, max_bytes=_MAX_PICTURE, seconds=8.0, accept="image/*").body
    except (FetchRefused, Refused):
        return None


def _entered(found: home_server.Person) -> Account:
    """The account with a user to sign in, and no password or address."""
    profile = RemoteProfile(
        username=found.username,
        domain=found.domain,
        uri=found.uri,
        page=found.page,
        display_name=found.display_name,
        note=found.note,
        fields=found.fields,
        locked=found.locked,
        discoverable=found.discoverable,
        emojis=found.emojis,
    )
    account = keep_remote(profile)
    if not User.objects.filter(account=account).exists():
        if not settings.OPEN_REGISTRATION:
            raise Refused("This server takes no new people just now.")
        user = User(email=None, account=account)
        user.set_unusable_password()
        user.save()
    return account


def come_in(browser: str) -> tuple[User, str] | None:
    """Whom this browser now signs in as, and the page they wanted; None while that is not known.
    Once: a second time nobody comes in by it."""
    attempt = of_browser(browser)
    if attempt is None or attempt.step != Step.DONE or attempt.account_id is None:
        return None
    rows = SignInElsewhere.objects.filter(pk=attempt.pk, step=Step.DONE)
    if not rows.update(step=Step.USED):
        return None
    user = User.objects.select_related("account").get(account_id=attempt.account_id)
    return user, attempt.after


def _waiting(attempt_id: int, step: str) -> SignInElsewhere | None:
    rows = SignInElsewhere.objects.select_related("server").filter(pk=attempt_id, step=step)
    return rows.filter(created_at__gte=clock.now() - LASTS).first()


def _step(attempt: SignInElsewhere, step: str, **columns: object) -> None:
    SignInElsewhere.objects.filter(pk=attempt.pk).update(step=step, **columns)


def _failed(attempt: SignInElsewhere, words: str) -> None:
    with finishing():
        _step(attempt, Step.FAILED, secrets="", error=words[:300])


def _nothing() -> None:
    with finishing():
        pass


def _closed(attempt: SignInElsewhere, words: dict[str, str]) -> str:
    return sealed.seal(json.dumps(words), _PURPOSE_ATTEMPT, str(attempt.pk))


def _opened(attempt: SignInElsewhere) -> dict[str, str]:
    found = sealed.opened(attempt.secrets, _PURPOSE_ATTEMPT, str(attempt.pk))
    words: dict[str, str] = json.loads(found) if found else {}
    if not words:
        raise Refused("That sign-in is over. Please begin again.")
    return words
