"""The keys of our own actors."""

from typing import Any

import pytest

from plenary.accounts.models import Account
from plenary.federation import keys
from plenary.federation.actions import make_key
from plenary.federation.models import ActorKey
from plenary.federation.signatures import read, sign
from tests.factories import make_account
from tests.federation.makers import HERE, PAIR, THEIRS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("federating")]


@pytest.fixture
def ada() -> Account:
    return make_account("ada")


def test_what_is_signed_is_read_with_what_is_shown(ada: Account) -> None:
    inbox = "https://peer.example/inbox"
    headers = sign("POST", inbox, b"{}", keys.signing_key(ada.actor_uri))
    claim = read("POST", "/inbox", headers, b"{}", our_host="peer.example")
    assert claim.key_id == f"{HERE}/users/ada#main-key"
    claim.verify(keys.public_key(ada.actor_uri))


def test_it_is_made_once_and_kept_sealed(ada: Account, django_assert_num_queries: Any) -> None:
    first = keys.signing_key(ada.actor_uri)
    row = ActorKey.objects.get()
    assert row.actor_uri == ada.actor_uri
    assert "PRIVATE" not in row.private_key
    with django_assert_num_queries(0):
        assert keys.signing_key(ada.actor_uri) is first
    keys.forget()
    with django_assert_num_queries(1):
        assert keys.signing_key(ada.actor_uri) == first


def test_of_two_that_make_one_at_once_both_get_the_one_that_is_kept(
    ada: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = make_key(ada.actor_uri)
    monkeypatch.setattr(keys.make_key.__module__ + ".signatures.make_key_pair", lambda: THEIRS)
    second = make_key(ada.actor_uri)
    assert (second.private_key, second.public_key) == (first.private_key, PAIR[1])


def test_a_key_sealed_for_one_actor_opens_for_no_other(ada: Account) -> None:
    bo = make_account("bo")
    keys.signing_key(ada.actor_uri)
    sealed = ActorKey.objects.get().private_key
    ActorKey.objects.create(actor_uri=bo.actor_uri, private_key=sealed, public_key=THEIRS[1])
    assert keys.public_key(bo.actor_uri) == PAIR[1]  # made anew


def test_a_key_that_cannot_be_opened_any_more_is_made_anew(ada: Account, settings: Any) -> None:
    keys.signing_key(ada.actor_uri)
    settings.SECRET_KEY = "another, since a backup went elsewhere"
    keys.forget()
    assert keys.signing_key(ada.actor_uri).private_pem == PAIR[0]
    assert ActorKey.objects.count() == 1


@pytest.mark.parametrize("uri", ["https://peer.example/users/nia", "", f"{HERE}.evil/users/ada"])
def test_there_are_keys_for_nobody_elsewhere(uri: str) -> None:
    with pytest.raises(ValueError, match="no actor of this server"):
        keys.signing_key(uri)
    assert not ActorKey.objects.exists()


def test_no_more_are_kept_than_fit(ada: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "_MOST", 2)
    for name in ("a1", "a2", "a3"):
        keys.signing_key(f"{HERE}/users/{name}")
    assert len(keys._kept) == 2
