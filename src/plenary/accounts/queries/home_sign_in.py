"""Where somebody stands who signs in with an account of another server."""

from datetime import timedelta

from plenary.accounts.models import SignInElsewhere
from plenary.accounts.queries.clients import digest
from plenary.lib import clock

LASTS = timedelta(minutes=15)


def of_browser(browser: str) -> SignInElsewhere | None:
    """The attempt that a browser's session holds; None for none, and for one that is over."""
    if not browser:
        return None
    rows = SignInElsewhere.objects.select_related("server")
    return rows.filter(browser=digest(browser), created_at__gte=clock.now() - LASTS).first()
