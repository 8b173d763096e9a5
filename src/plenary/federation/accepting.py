"""Whether somebody wants ActivityPub of an address that is a page too."""

import re

_PROFILE = "https://www.w3.org/ns/activitystreams"
_RANGE = re.compile(r"\s*([\w*.+-]+/[\w*.+-]+)\s*((?:;[^,]*?(?:\"[^\"]*\"[^,]*?)*)?)(?:,|\Z)")
_QUALITY = re.compile(r";\s*q\s*=\s*([01](?:\.[0-9]{0,3})?)", re.IGNORECASE)
_PAGES = {"text/html", "application/xhtml+xml"}
_MOST = 1000


def wants_activity(accept: str) -> bool:
    """Whether the header names ActivityPub (ActivityPub 3.2), and likes no page better. `*/*` is
    content with a page."""
    activity = page = 0.0
    for match in _RANGE.finditer(accept[:_MOST]):
        kind, parameters = match[1].lower(), match[2]
        said = _QUALITY.search(parameters)
        quality = float(said[1]) if said else 1.0
        if kind == "application/activity+json" or (
            kind == "application/ld+json" and _PROFILE in parameters
        ):
            activity = max(activity, quality)
        elif kind in _PAGES:
            page = max(page, quality)
    return activity > 0 and activity >= page
