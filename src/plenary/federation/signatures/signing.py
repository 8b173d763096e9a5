"""Signing what we send."""

from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit

from django.utils.http import http_date

from plenary.federation.signatures import cavage, rfc9421
from plenary.federation.signatures.digests import Body
from plenary.federation.signatures.keys import SigningKey
from plenary.federation.signatures.message import Scheme, normal_host
from plenary.lib import clock


def sign(
    method: Literal["GET", "POST"],
    url: str,
    body: bytes | Body | None,
    key: SigningKey,
    *,
    scheme: Scheme = "cavage",
    now: datetime | None = None,
) -> dict[str, str]:
    """The headers to add: Host, Date, a digest where there is a body, and the signature.

    What is sent must be this url and this body to the letter. For one body to many inboxes, hand
    in one `Body`, so that it is hashed once. Raises ValueError for an address that is not http(s)
    in ASCII, or a key that is not RSA.
    """
    address = urlsplit(url)
    if address.scheme not in ("http", "https") or not address.hostname or not url.isascii():
        raise ValueError(f"{url[:100]!r} is no address to sign for")
    host = normal_host(address.netloc.rpartition("@")[2], address.scheme)
    target = (address.path or "/") + (f"?{address.query}" if address.query else "")
    hashed = Body(body) if isinstance(body, bytes) else body
    seconds = int((now or clock.now()).timestamp())
    headers = {"Host": host, "Date": http_date(seconds)}
    if scheme == "cavage":
        lines = {cavage.TARGET: f"{method.lower()} {target}", "host": host, "date": headers["Date"]}
        if hashed is not None:
            headers["Digest"] = lines["digest"] = hashed.digest
        signature = key.signature(cavage.base_of(lines))
        return headers | {"Signature": cavage.signed(lines, key.key_id, signature)}
    lines = {"@method": method, "@target-uri": f"{address.scheme}://{host}{target}"}
    if hashed is not None:
        headers["Content-Digest"] = lines["content-digest"] = hashed.content_digest
    parameters = rfc9421.parameters_of(lines, key.key_id, seconds)
    signature = key.signature(rfc9421.base_of(lines, parameters))
    return headers | rfc9421.signed(parameters, signature)
