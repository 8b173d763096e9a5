"""What an app cannot do here for whoever signs in with an account elsewhere: it is done on their
own server, where their posts, their follows and their profile are kept."""

from plenary.api.routes import Route

_AT_HOME = {
    "write:accounts": "Your profile is changed on {home}.",
    "write:favourites": "You favourite and boost on {home}.",
    "write:follows": "Whom you follow, and who follows you, is kept on {home}.",
    "write:media": "You post on {home}: what you post there under a hashtag appears here.",
    "write:statuses": "You post on {home}: what you post there under a hashtag appears here.",
}
# Under the same scopes, but of this server alone.
_HERE = {
    "/api/v1/markers",
    "/api/v1/accounts/{id}/note",
    "/api/v1/announcements/{id}/dismiss",
    "/api/v1/announcements/{id}/reactions/{name}",
    "/api/v1/suggestions/{account_id}",
}


def refusal(route: Route, home: str) -> str:
    """Why not here, in a sentence; '' for what is done here by everybody."""
    if route.method == "GET" or route.path in _HERE:
        return ""
    words = next((_AT_HOME[scope] for scope in route.scopes if scope in _AT_HOME), "")
    return words.format(home=home.partition("://")[2])
