"""Handles that cannot pose as others, profiles that keep within their limits."""

from typing import Any

import pytest

from plenary.accounts import rules, vocabulary
from plenary.lib.errors import Refused


@pytest.mark.parametrize("handle", ["maya", "Maya_Okafor", "dr2", "x1", "a" * 30])
def test_ordinary_handles_are_kept_as_typed(handle: str) -> None:
    assert rules.check_handle(handle) == handle


def test_a_leading_at_sign_is_dropped() -> None:
    assert rules.check_handle(" @maya ") == "maya"


@pytest.mark.parametrize(
    "handle",
    [
        "a",
        "a" * 31,
        "",
        "__",
        "maya okafor",
        "maya-okafor",
        "maya.okafor",
        "mаya",  # a Cyrillic letter
        "mayа\u200b",  # a zero-width space
        "\u202eayam",  # a direction override
        "josé",
        "ｍａｙａ",
        "may\na",
        "<b>maya</b>",
    ],
)
def test_other_handles_are_refused(handle: str) -> None:
    with pytest.raises(Refused) as refusal:
        rules.check_handle(handle)
    assert refusal.value.field == "username"


@pytest.mark.parametrize("handle", ["admin", "Adm1n", "a_d_m_i_n", "EVENTS", "supp0rt", "1ogin"])
def test_what_would_speak_for_the_server_is_kept(handle: str) -> None:
    with pytest.raises(Refused, match="kept for the server"):
        rules.check_handle(handle)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("dr_oneil", "DrONeil"),
        ("dr_0neil", "dr_oneil"),
        ("paul", "pau1"),
        ("paul", "paui"),
        ("modern", "modem"),
        ("vvalter", "walter"),
        ("clara", "dara"),
        ("ross", "ro55"),
    ],
)
def test_look_alikes_share_a_skeleton(one: str, other: str) -> None:
    assert rules.skeleton(one) == rules.skeleton(other)


@pytest.mark.parametrize(("one", "other"), [("maya", "mara"), ("ana", "anna"), ("jon", "john")])
def test_different_names_do_not(one: str, other: str) -> None:
    assert rules.skeleton(one) != rules.skeleton(other)


def test_a_name_is_found_by_any_of_its_words_without_accents_or_case() -> None:
    words = rules.name_words("Dr Zoë Müller-Öztürk", "zoe_m")
    assert {"dr", "zoe", "muller", "ozturk", "zoe_m", "m"} <= set(words)


def test_a_profile_keeps_to_its_limits() -> None:
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"display_name": "x" * 61}, "display_name"),
        ({"note": "x" * 1001}, "note"),
        ({"specialty": "wizardry"}, "specialty"),
        ({"grade": "archmage"}, "grade"),
        ({"fields": [{"name": "a", "value": "b"}] * 5}, "fields"),
        ({"fields": [{"name": "a", "value": ""}]}, "fields"),
    ]
    for changes, field in wrong:
        with pytest.raises(Refused) as refusal:
            rules.check_profile(changes)
        assert refusal.value.field == field


def test_what_nobody_sets_for_themselves_is_passed_over() -> None:
    asked = {"is_staff": True, "verified_doctor": True, "followers_count": 9, "username": "root"}
    assert rules.check_profile(asked) == {}


def test_empty_rows_of_fields_are_dropped_and_names_are_one_line() -> None:
    kept = rules.check_profile(
        {
            "display_name": "  Maya\n\u202e Okafor ",
            "fields": [{"name": "Site", "value": "https://a.example"}, {"name": "", "value": ""}],
        }
    )
    assert kept["display_name"] == "Maya Okafor"
    assert kept["fields"] == [{"name": "Site", "value": "https://a.example"}]


def test_interests_are_kept_once_however_written() -> None:
    assert rules.check_interests(["#Échographie", "echographie", " ", "POCUS"]) == {
        "echographie": "Échographie",
        "pocus": "POCUS",
    }


def test_vocabularies_have_room_for_everyone_and_fit_their_columns() -> None:
    assert len(vocabulary.SPECIALTIES) >= 55
    assert len(vocabulary.GRADES) >= 14
    for code in [*vocabulary.SPECIALTIES, *vocabulary.GRADES]:
        assert len(code) <= 60
