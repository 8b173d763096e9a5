"""Pictures for words (docs.joinmastodon.org/methods/custom_emojis)."""

from typing import Any

from plenary.accounts import queries
from plenary.api.call import Call
from plenary.api.routes import route
from plenary.mastodon_api.entities.accounts import CustomEmoji
from plenary.mastodon_api.serializers import emojis


@route("GET", "/api/v1/custom_emojis", who="anybody", gives=list[CustomEmoji])
def custom_emojis(call: Call) -> list[dict[str, Any]]:
    """This server's own pictures for use in posts, as a picker shows them."""
    return emojis.emojis(one.picture for one in queries.custom_emojis(call.viewer))
