"""oEmbed: how a post is shown on pages of others (docs.joinmastodon.org/methods/oembed)."""

import re
from html import escape

import msgspec
from django.conf import settings

from plenary.api.call import Call
from plenary.api.door import ApiError
from plenary.api.routes import route
from plenary.lib.errors import NotFound
from plenary.lib.numbers import whole
from plenary.mastodon_api.entities.statuses import OEmbed
from plenary.statuses import queries

_POST = re.compile(r"/(?:@([\w@.-]{1,320})/|users/(\w{1,64})/statuses/)([0-9]{1,19})/?", re.ASCII)
_WIDTH, _WIDEST = 400, 2000
_CACHED = 86_400


class Embedding(msgspec.Struct):
    """Which post, and the most room there is for it, in pixels."""

    url: str
    maxwidth: int | None = None
    maxheight: int | None = None
    format: str = "json"


@route("GET", "/api/oembed", who="anybody", takes=Embedding, gives=OEmbed)
def oembed(call: Call) -> OEmbed:
    """How to show a post of this server that anybody may see. Whoever asks gets the same."""
    asked = call.read(Embedding)
    if asked.format != "json":
        raise ApiError(501, "Only json is answered.")
    found = _POST.fullmatch(asked.url.partition("?")[0].removeprefix(settings.PUBLIC_URL))
    number = whole(found[3]) if found else None
    if found is None or number is None or not asked.url.startswith(f"{settings.PUBLIC_URL}/"):
        raise ApiError(404, "Record not found")
    try:
        status = queries.embeddable(found[1] or found[2], number)
    except NotFound:
        raise ApiError(404, "Record not found") from None
    width = max(1, min(asked.maxwidth or _WIDTH, _WIDEST))
    height = asked.maxheight if asked.maxheight and asked.maxheight > 0 else None
    author = status.account
    address = f"{settings.PUBLIC_URL}{author.url}"
    call.headers["Cache-Control"] = "public, max-age=300"
    tall = f' height="{height}"' if height else ""
    return OEmbed(
        type="rich",
        version="1.0",
        title=f"New post by {author.name}",
        author_name=author.name,
        author_url=address,
        provider_name=settings.PUBLIC_URL.split("://", 1)[1],
        provider_url=f"{settings.PUBLIC_URL}/",
        cache_age=_CACHED,
        html=(
            f'<iframe src="{escape(address)}/{status.pk}/embed" class="mastodon-embed"'
            f' title="{escape(f"Post by {author.name}")}" loading="lazy"'
            f' style="max-width: 100%; border: 0" width="{width}"{tall}'
            f' allowfullscreen="allowfullscreen"></iframe>'
        ),
        width=width,
        height=height,
    )
