"""Custom emoji in what is streamed."""

import pytest

from plenary.timelines import actions
from tests.emojis import make_emoji
from tests.mastodon_api.streaming.listening import Events, happen, secret
from tests.statuses.makers import post

pytestmark = pytest.mark.django_db(transaction=True)


def test_they_come_with_a_post_and_under_an_announcement(play, maya, tom, settings) -> None:
    mayas = secret(maya)
    party = make_emoji("party")
    url = f"{settings.PUBLIC_URL}/media/{party.file}"

    async def scene() -> None:
        reader = await Events("/user", mayas).open()
        await happen(post, tom, "Rounds :party:")
        _, shown = await reader.next()
        assert [(one["shortcode"], one["url"]) for one in shown["emojis"]] == [("party", url)]
        made = await happen(actions.announce, "Come :party:")
        event, shown = await reader.next()
        assert event == "announcement" and shown["emojis"][0]["static_url"] == url
        await happen(actions.react, tom, made.pk, "party")
        event, shown = await reader.next()
        assert event == "announcement.reaction"
        assert (shown["name"], shown["count"], shown["url"]) == ("party", 1, url)

    play(scene)
