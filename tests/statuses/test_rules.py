"""What may be posted."""

import pytest

from plenary.statuses.models import Visibility
from plenary.statuses.rules import Draft, objection, reply_visibility

LIMIT = 500


def field_of(draft: Draft) -> str:
    refused = objection(draft, LIMIT)
    return refused[0] if refused else ""


def test_a_post_needs_words_or_a_picture() -> None:
    assert field_of(Draft(text=" \n ")) == "text"
    assert field_of(Draft(text="", attachments=(1,))) == ""


def test_length_is_counted_to_the_character() -> None:
    assert field_of(Draft(text="å" * LIMIT)) == ""
    assert field_of(Draft(text="å" * (LIMIT + 1))) == "text"


def test_a_link_counts_23_and_a_host_nothing() -> None:
    link = "https://example.org/" + "a" * 300
    assert field_of(Draft(text="x" * (LIMIT - 24) + " " + link)) == ""
    assert field_of(Draft(text="x" * (LIMIT - 23) + " " + link)) == "text"
    assert field_of(Draft(text="@ana@hospital.example " + "x" * (LIMIT - 5))) == ""
    assert field_of(Draft(text="@ana@hospital.example " + "x" * (LIMIT - 4))) == "text"


def test_a_content_warning_counts_too() -> None:
    assert field_of(Draft(text="x" * (LIMIT - 9), spoiler_text="y" * 9)) == ""
    assert field_of(Draft(text="x" * (LIMIT - 8), spoiler_text="y" * 9)) == "text"
    assert field_of(Draft(text="x", spoiler_text="y" * 201)) == "spoiler_text"


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (Draft(text="x", attachments=(1, 2, 3, 4)), ""),
        (Draft(text="x", attachments=(1, 2, 3, 4, 5)), "images"),
        (Draft(text="x", attachments=(1,), descriptions={1: "d" * 1501}), "images"),
        (Draft(text=" ".join(f"#t{n}" for n in range(31))), "text"),
        (Draft(text=" ".join(f"@p{n}" for n in range(31))), "text"),
    ],
)
def test_limits(draft: Draft, field: str) -> None:
    assert field_of(draft) == field


@pytest.mark.parametrize("wanted", list(Visibility))
@pytest.mark.parametrize("parent", list(Visibility))
def test_a_reply_is_never_more_open_than_what_it_answers(
    wanted: Visibility, parent: Visibility
) -> None:
    assert reply_visibility(wanted, parent) >= wanted
    assert reply_visibility(wanted, parent) >= parent
