"""74: guesses and floods are counted where they cannot be spread."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from plenary.accounts.models import Account
from tests.accounts.doors import PASSWORD, sign_in, signed_in

pytestmark = pytest.mark.django_db


def test_passwords_cannot_be_guessed_from_many_addresses(maya: Account) -> None:
    """74: counted for the person."""
    for attempt in range(8):
        sign_in(Client(REMOTE_ADDR=f"198.51.100.{attempt}"), password=f"guess number {attempt}")
    late = Client(REMOTE_ADDR="203.0.113.9")
    sign_in(late)
    assert not signed_in(late)


def test_nor_for_many_people_from_one_network(maya: Account) -> None:
    """74: an IPv6 network of 2^64 addresses counts as one."""
    for attempt in range(40):
        sign_in(
            Client(REMOTE_ADDR=f"2001:db8:1:2::{attempt:x}"),
            f"person{attempt}@example.org",
            "guess it",
        )
    near, far = Client(REMOTE_ADDR="2001:db8:1:2::ffff"), Client(REMOTE_ADDR="2001:db8:9:9::1")
    sign_in(near)
    sign_in(far)
    assert not signed_in(near)
    assert signed_in(far)


def test_nor_by_another_spelling_of_the_path(client: Client, maya: Account) -> None:
    """74: no suffix reaches the view around its limits."""
    path = reverse("account_login")
    for spelling in (f"{path}.json", f"{path.rstrip('/')}.json", f"{path}?format=json", f"/{path}"):
        answer = client.post(spelling, {"login": "maya@example.org", "password": PASSWORD})
        assert answer.status_code in {302, 404}
        if answer.status_code == 302:
            client.post(reverse("account_logout"))
    for attempt in range(8):
        sign_in(Client(), password=f"guess number {attempt}")
    client.post(f"{path}?x=.json", {"login": "maya@example.org", "password": PASSWORD})
    assert not signed_in(client)


def test_mail_cannot_be_made_to_flood(maya: Account) -> None:
    """74"""
    for attempt in range(12):
        Client(REMOTE_ADDR=f"198.51.100.{attempt}").post(
            reverse("account_reset_password"), {"email": "maya@example.org"}
        )
    assert len(mail.outbox) <= 5


def test_a_header_does_not_change_who_counts(maya: Account) -> None:
    for attempt in range(40):
        sign_in(
            Client(headers={"x-forwarded-for": f"198.51.100.{attempt}"}),
            f"person{attempt}@example.org",
            "guess it",
        )
    browser = Client()
    sign_in(browser)
    assert not signed_in(browser)


def test_behind_a_proxy_each_address_counts_for_itself(settings: Any, maya: Account) -> None:
    """74: by what our own proxy wrote, not by what the sender put before it."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def at(address: str) -> Client:
        return Client(headers={"x-forwarded-for": f"192.0.2.1, {address}"})

    for attempt in range(40):
        sign_in(
            Client(headers={"x-forwarded-for": f"198.51.100.{attempt}, 203.0.113.5"}),
            f"person{attempt}@example.org",
            "guess it",
        )
    guesser, neighbour = at("203.0.113.5"), at("203.0.113.6")
    sign_in(guesser)
    sign_in(neighbour)
    assert not signed_in(guesser)
    assert signed_in(neighbour)
