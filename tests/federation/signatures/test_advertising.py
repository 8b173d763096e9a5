"""Who says that it reads RFC 9421 (FEP-844e)."""

import pytest

from plenary.federation.signatures import IMPLEMENTS, understands_rfc9421

RFC9421 = "https://datatracker.ietf.org/doc/html/rfc9421"


@pytest.mark.parametrize(
    "actor",
    [
        {"type": "Person", "generator": {"type": "Application", "implements": IMPLEMENTS}},
        {"type": "Application", "implements": IMPLEMENTS},
        {"generator": {"implements": [{"href": RFC9421}]}},
        {"generator": {"implements": {"href": RFC9421, "name": "signatures"}}},
        {"generator": {"implements": [3, RFC9421]}},
    ],
)
def test_who_understands(actor) -> None:
    assert understands_rfc9421(actor)


@pytest.mark.parametrize(
    "actor",
    [
        {},
        None,
        [],
        "a",
        {"generator": RFC9421},
        {"generator": None, "implements": None},
        {"generator": {"implements": []}},
        {"generator": {"implements": [{"href": "https://example.org/rfc9421"}, None, [RFC9421]]}},
        {"generator": [{"implements": IMPLEMENTS}, 3]},
    ],
)
def test_who_does_not(actor) -> None:
    assert not understands_rfc9421(actor)
