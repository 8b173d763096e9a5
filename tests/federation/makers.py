"""People of other servers, and how they ask."""

from typing import Any

from django.http import HttpResponse
from django.test import Client

from plenary.accounts.models import Account
from plenary.federation.models import RemoteActor
from plenary.federation.signatures import SigningKey, make_key_pair, sign
from plenary.statuses import actions as statuses
from plenary.statuses.models import Status, Visibility
from plenary.statuses.rules import Draft

HERE = "https://plenary.example"
PAIR = make_key_pair()  # one for ours
THEIRS = make_key_pair()  # one for everybody elsewhere
ACTIVITY = "application/activity+json"


def remote(username: str = "nia", domain: str = "peer.example", **columns: Any) -> Account:
    """An account of another server, as it is kept once it was fetched."""
    uri = f"https://{domain}/users/{username}"
    account = Account.objects.create(
        username=username, domain=domain, uri=uri, page=f"https://{domain}/@{username}", **columns
    )
    RemoteActor.objects.create(
        account=account,
        inbox=f"{uri}/inbox",
        shared_inbox=f"https://{domain}/inbox",
        key_id=f"{uri}#main-key",
        public_key=THEIRS[1],
    )
    return account


def key_of(account: Account) -> SigningKey:
    return SigningKey(f"{account.uri}#main-key", THEIRS[0])


def ask(
    path: str,
    signer: Account | SigningKey | None = None,
    *,
    accept: str = ACTIVITY,
    scheme: Any = "cavage",
    **headers: str,
) -> HttpResponse:
    """GET as another server does, signed where a signer is named."""
    sent = {"Host": "plenary.example", "Accept": accept, **headers}
    if signer is not None:
        key = key_of(signer) if isinstance(signer, Account) else signer
        sent |= sign("GET", f"{HERE}{path}", None, key, scheme=scheme)
    return Client().get(path, secure=True, headers=sent)


def post(
    author: Account, words: str = "Good morning", visibility: int = Visibility.PUBLIC, **more: Any
) -> Status:
    return statuses.publish(author, Draft(text=words, visibility=Visibility(visibility), **more))


def path_of(status: Status) -> str:
    return f"/users/{status.account.username}/statuses/{status.pk}"
