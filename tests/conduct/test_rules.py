"""What may be, without a database."""

import pytest

from plenary.conduct import rules
from plenary.lib.errors import Forbidden, Refused


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Example.ORG", "example.org"),
        (" example.org. ", "example.org"),
        ("münchen.example", "xn--mnchen-3ya.example"),
        ("a-b.c1.example", "a-b.c1.example"),
    ],
)
def test_one_canonical_name_of_a_server(given: str, kept: str) -> None:
    assert rules.check_domain(given) == kept


@pytest.mark.parametrize(
    "given",
    ["", " ", "localhost", "a..b", "-a.example", "a-.example", "http://a.example", "a b.example"]
    + ["a.example/x", "a@b.example", "a" * 64 + ".example", "a." * 130 + "example", "1"],
)
def test_what_is_no_server(given: str) -> None:
    with pytest.raises(Refused):
        rules.check_domain(given)


def test_a_name_told_in_part_leads_nobody_there() -> None:
    shown = rules.obfuscated("terrible.example")
    assert shown != "terrible.example" and len(shown) == len("terrible.example")
    assert shown.startswith("terr") and shown.count(".") == 1 and shown.count("*") >= 6


def test_who_acts_on_whom() -> None:
    ranks = (rules.NOBODY, rules.MODERATOR, rules.ADMIN)
    allowed = set()
    for actor in ranks:
        for target in ranks:
            try:
                rules.may_act(actor, target)
            except Forbidden:
                continue
            allowed.add((actor, target))
    assert allowed == {
        (rules.MODERATOR, rules.NOBODY),
        (rules.ADMIN, rules.NOBODY),
        (rules.ADMIN, rules.MODERATOR),
    }


def test_naming_a_rule_says_that_it_was_broken() -> None:
    assert rules.check_category("", []) == ("other", [])
    assert rules.check_category("spam", []) == ("spam", [])
    assert rules.check_category("spam", ["2", "2"]) == ("violation", ["2"])
    for category, broken in (("gossip", []), ("", ["9"])):
        with pytest.raises(Refused):
            rules.check_category(category, broken)


def test_every_decision_has_its_words() -> None:
    assert set(rules.TOLD) == {*rules.ACTIONS, *rules.POST_ACTIONS}
    for action in rules.TOLD:
        assert rules.check_action(action) == action
    with pytest.raises(Refused):
        rules.check_action("maim")


def test_a_moderator_may_less_than_an_administrator() -> None:
    nobody, moderator, admin = (
        rules.PERMISSIONS[rank] for rank in (rules.NOBODY, rules.MODERATOR, rules.ADMIN)
    )
    assert nobody & moderator == nobody and moderator & admin == moderator != admin
    assert nobody == 1 << 16 and admin & 1 and not moderator & 1
