"""Hashtags: one of them, those you follow and those you show
(docs.joinmastodon.org/methods/tags, followed_tags, featured_tags)."""

import msgspec

from plenary.api.call import Call
from plenary.api.routes import route
from plenary.mastodon_api.entities.instance import FeaturedTag, Tag
from plenary.mastodon_api.methods.accounts import found
from plenary.mastodon_api.serializers import tags
from plenary.statuses import actions, queries


@route("GET", "/api/v1/tags/{name}", who="anybody", gives=Tag)
def show(call: Call, name: str) -> Tag:
    """One hashtag, with how much it was used in the last seven days."""
    return tags.tags(call.viewer, [queries.hashtag_or_new(name)])[0]


@route("POST", "/api/v1/tags/{name}/follow", scopes="write:follows", gives=Tag)
def follow(call: Call, name: str) -> Tag:
    """Have public posts under a hashtag in your home."""
    return tags.tags(call.me, [actions.follow_hashtag(call.me, name)])[0]


@route("POST", "/api/v1/tags/{name}/unfollow", scopes="write:follows", gives=Tag)
def unfollow(call: Call, name: str) -> Tag:
    """Have its posts in your home no more."""
    return tags.tags(call.me, [actions.unfollow_hashtag(call.me, name)])[0]


@route("POST", "/api/v1/tags/{name}/feature", scopes="write:accounts", gives=Tag)
def feature(call: Call, name: str) -> Tag:
    """Show a hashtag on your profile."""
    return tags.tags(call.me, [actions.feature_hashtag(call.me, name).hashtag])[0]


@route("POST", "/api/v1/tags/{name}/unfeature", scopes="write:accounts", gives=Tag)
def unfeature(call: Call, name: str) -> Tag:
    """Show a hashtag on your profile no more."""
    return tags.tags(call.me, [actions.unfeature_hashtag_named(call.me, name)])[0]


@route("GET", "/api/v1/followed_tags", scopes="read:follows", paged=True, gives=list[Tag])
def followed(call: Call) -> list[Tag]:
    """Hashtags you follow."""
    page = call.page(100, 200)
    rows = queries.followed_hashtags(call.me, page)
    call.link_ids([key for key, _ in rows], page)
    return tags.tags(call.me, [row for _, row in rows])


@route("GET", "/api/v1/featured_tags", scopes="read:accounts", gives=list[FeaturedTag])
def featured(call: Call) -> list[FeaturedTag]:
    """Hashtags you show on your profile."""
    return [tags.featured(row) for row in queries.featured_hashtags(call.me)]


class Named(msgspec.Struct):
    name: str = ""


@route("POST", "/api/v1/featured_tags", scopes="write:accounts", takes=Named, gives=FeaturedTag)
def feature_named(call: Call) -> FeaturedTag:
    """Show a hashtag on your profile."""
    made = actions.feature_hashtag(call.me, call.read(Named).name)
    rows = {row.id: row for row in queries.featured_hashtags(call.me)}
    return tags.featured(rows[made.pk])


@route("DELETE", "/api/v1/featured_tags/{id}", scopes="write:accounts", gives=dict[str, str])
def unfeature_one(call: Call, featured_id: int) -> dict[str, str]:
    """Show one of them no more."""
    actions.unfeature_hashtag(call.me, featured_id)
    return {}


@route("GET", "/api/v1/featured_tags/suggestions", scopes="read:accounts", gives=list[Tag])
def suggestions(call: Call) -> list[Tag]:
    """Hashtags you use most and do not show yet."""
    return tags.tags(call.me, queries.hashtags_to_feature(call.me))


@route(
    "GET",
    "/api/v1/accounts/{id}/featured_tags",
    who="anybody",
    scopes="read:accounts",
    gives=list[FeaturedTag],
)
def their_featured(call: Call, account_id: int) -> list[FeaturedTag]:
    """Hashtags somebody shows on their profile."""
    owner = found(call, account_id)
    return [tags.featured(row) for row in queries.featured_hashtags(owner)]
