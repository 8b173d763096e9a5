"""Signing and checking HTTP requests, by the draft that the Fediverse grew up with and by RFC 9421.

Pure functions: no database, no network. Sending:

    key = SigningKey("https://here.example/users/ada#main-key", private_pem)
    headers = sign("POST", inbox, body, key, scheme="rfc9421")

Receiving, in two steps, because the key may have to be fetched in between:

    claim = read(method, target, headers, body, our_host="here.example")
    claim.verify(key_of(claim.key_id))

Both raise `BadSignature`. Until `verify` has returned, a claim is worth nothing. Whose key it is,
and whether that is who the activity says, is for the caller to ask (docs/decisions/0008).
"""

from plenary.federation.signatures.advertising import IMPLEMENTS, understands_rfc9421
from plenary.federation.signatures.digests import Body
from plenary.federation.signatures.keys import SigningKey, make_key_pair
from plenary.federation.signatures.message import BadSignature, Scheme
from plenary.federation.signatures.reading import FUTURE, PAST, Claim, read
from plenary.federation.signatures.signing import sign

__all__ = [
    "FUTURE",
    "IMPLEMENTS",
    "PAST",
    "BadSignature",
    "Body",
    "Claim",
    "Scheme",
    "SigningKey",
    "make_key_pair",
    "read",
    "sign",
    "understands_rfc9421",
]
