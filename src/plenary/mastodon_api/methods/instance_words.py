"""What the people who run the server have written (docs.joinmastodon.org/methods/instance):
privacy policy and terms. Each is a file that a setting names, read when it is asked for."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from plenary.api.call import Call
from plenary.api.routes import route
from plenary.lib import text
from plenary.lib.errors import NotFound
from plenary.mastodon_api.entities.instance import PrivacyPolicy, TermsOfService
from plenary.mastodon_api.serializers import moments

_UNWRITTEN = "<p>Whoever runs this server has not written down a privacy policy yet.</p>"


def _written(path: str) -> tuple[str, datetime] | None:
    """As safe HTML, and when; None where there is no such file."""
    try:
        found = Path(path)
        words, at = found.read_text("utf-8"), found.stat().st_mtime
    except (OSError, UnicodeDecodeError):
        return None
    return text.from_elsewhere(words), datetime.fromtimestamp(at, UTC)


@route("GET", "/api/v1/instance/privacy_policy", who="anybody", gives=PrivacyPolicy)
def privacy_policy(call: Call) -> dict[str, Any]:
    """What happens here with what one tells."""
    found = _written(settings.PRIVACY_POLICY) if settings.PRIVACY_POLICY else None
    if found is None:
        return {"updated_at": None, "content": _UNWRITTEN}
    return {"updated_at": moments.moment(found[1]), "content": found[0]}


def _terms() -> dict[str, Any]:
    found = _written(settings.TERMS_OF_SERVICE) if settings.TERMS_OF_SERVICE else None
    if found is None:
        raise NotFound
    return {
        "effective_date": f"{found[1]:%Y-%m-%d}",
        "effective": True,
        "content": found[0],
        "succeeded_by": None,
    }


@route("GET", "/api/v1/instance/terms_of_service", who="anybody", gives=TermsOfService)
def terms_of_service(call: Call) -> dict[str, Any]:
    """What one agrees to here; 404 where nothing was written down."""
    return _terms()


@route("GET", "/api/v1/instance/terms_of_service/{date}", who="anybody", gives=TermsOfService)
def terms_of_service_then(call: Call, date: str) -> dict[str, Any]:
    """The terms of a day (YYYY-MM-DD) on which they changed; only the last are kept."""
    terms = _terms()
    if terms["effective_date"] != date:
        raise NotFound
    return terms
