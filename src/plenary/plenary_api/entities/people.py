"""People: who they are, how one knows them, whether they go."""

from typing import Annotated, Literal

from msgspec import Meta

from plenary.api.entities import Entity

State = Literal["going", "maybe", "online"]
Audience = Literal["everyone", "followers", "following", "attendees"]


class Person(Entity, kw_only=True):
    """A person as others see them. The same ids as the accounts of the Mastodon API."""

    id: Annotated[str, Meta(description="The id, as an Account's.")]
    acct: Annotated[str, Meta(description="The handle: `name`, or `name@host` from elsewhere.")]
    display_name: Annotated[str, Meta(description="The name; the handle where there is none.")]
    pronouns: Annotated[str, Meta(description="Pronouns, if they say; else empty.")]
    url: Annotated[str, Meta(description="The page of their profile.")]
    avatar: Annotated[str | None, Meta(description="Their face, small; null without a picture.")]
    avatar_large: Annotated[str | None, Meta(description="Their face, as large as it is kept.")]
    specialty: Annotated[str, Meta(description="A code of the vocabulary, or empty.")]
    specialty_name: Annotated[str, Meta(description="The specialty in words, or empty.")]
    grade: Annotated[str, Meta(description="A code of the vocabulary, or empty.")]
    grade_name: Annotated[str, Meta(description="The grade in words, or empty.")]
    workplace: Annotated[str, Meta(description="Where they work, as they say it; may be empty.")]
    region: Annotated[str, Meta(description="Region or country, as they say it; may be empty.")]


class Acquaintance(Entity, kw_only=True):
    """How you know somebody."""

    mutual: Annotated[bool, Meta(description="Whether you follow each other.")]
    following_since: Annotated[str | None, Meta(description="When you began to follow them.")]
    followed_since: Annotated[str | None, Meta(description="When they began to follow you.")]
    conversations: Annotated[int, Meta(description="In how many threads you spoke to each other.")]
    hashtags: Annotated[
        list[str], Meta(description="A few hashtags that both of you use, their favourites first.")
    ]
    last_post_at: Annotated[
        str | None, Meta(description="When they last posted in public under the event's hashtag.")
    ]
    words: Annotated[str, Meta(description="All of it in one line to show; empty for a stranger.")]


class Known(Entity, kw_only=True):
    """A person and how you know them."""

    person: Annotated[Person, Meta(description="Who it is.")]
    how: Annotated[Acquaintance, Meta(description="How you know them.")]


class Attendee(Known, kw_only=True):
    """Somebody who goes to the event, as far as you may know."""

    state: Annotated[
        Literal["going", "maybe", "online", "speaker"],
        Meta(description="What they say; `speaker` is what the public programme says."),
    ]


class PeopleSection(Entity, kw_only=True):
    """People under one heading."""

    name: Annotated[
        Literal["mutuals", "following", "followers", "hashtag", "speakers", "others", "found"],
        Meta(description="Which section; all but `found` can be asked for on their own."),
    ]
    title: Annotated[str, Meta(description="The heading in words.")]
    people: Annotated[list[Attendee], Meta(description="Who stands under it.")]
    next_max_id: Annotated[
        str | None, Meta(description="`max_id` of the section's next page; null at the end.")
    ]


class Attendance(Entity, kw_only=True):
    """Whether you go to an event, and who may know."""

    attending: Annotated[bool, Meta(description="Whether you said that you go in any way.")]
    state: Annotated[State | None, Meta(description="How you go; null if you do not.")]
    audience: Annotated[
        Audience | None,
        Meta(
            description="Who may know: everyone, people who follow you (`followers`), people you"
            " follow (`following`), or others who attend (`attendees`)."
        ),
    ]
    updated_at: Annotated[str | None, Meta(description="When you last said so.")]


class Vocabulary(Entity, kw_only=True):
    """What people can be found by: codes, and what they are called."""

    specialties: Annotated[dict[str, str], Meta(description="Specialties by code.")]
    grades: Annotated[dict[str, str], Meta(description="Grades by code.")]
