"""Web Push: encrypting for one subscriber and signing as this server.

By the standards (RFC 8291 with the encoding `aes128gcm`, RFC 8292), and, for apps that asked for
nothing else, by the drafts before them (draft-ietf-webpush-encryption-04 with `aesgcm`,
draft-ietf-webpush-vapid-01).
"""

import base64
import binascii
import json
import os
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from plenary.lib import clock

_CURVE = ec.SECP256R1()
_RECORD = 4096
SIGNATURE_LASTS = timedelta(hours=12)  # the standard allows a day


class Unusable(ValueError):
    """Keys that nothing can be encrypted for."""


@dataclass(frozen=True)
class Sealed:
    """A message as it is sent: its body, and the headers that say how it is encrypted."""

    body: bytes
    headers: dict[str, str]


def encoded(raw: bytes) -> str:
    """URL-safe base64 without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """Either alphabet of base64, padded or not."""
    plain = text.strip().rstrip("=").replace("+", "-").replace("/", "_")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise Unusable("That is not base64.") from error


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _derived(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)


def _subscriber(p256dh: str, auth: str) -> tuple[ec.EllipticCurvePublicKey, bytes]:
    point, secret = decoded(p256dh), decoded(auth)
    if len(secret) != 16:
        raise Unusable("The secret must have 16 bytes.")
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, point), secret
    except ValueError as error:
        raise Unusable("The key is not a point of the curve P-256.") from error


def check_keys(p256dh: str, auth: str) -> None:
    """Unusable where nothing could be encrypted for them."""
    _subscriber(p256dh, auth)


def private_key(text: str) -> ec.EllipticCurvePrivateKey:
    """A key from the 32 bytes of its number, in base64."""
    raw = decoded(text)
    try:
        if len(raw) != 32:
            raise ValueError(f"{len(raw)} bytes")
        return ec.derive_private_key(int.from_bytes(raw), _CURVE)
    except ValueError as error:
        raise Unusable("A private key is a number of 32 bytes in base64.") from error


@lru_cache(maxsize=4)
def _kept(text: str) -> ec.EllipticCurvePrivateKey:
    return private_key(text)


@lru_cache(maxsize=4)
def public_key(text: str) -> str:
    """The public half of a private key, as apps are told it."""
    return base64.urlsafe_b64encode(_point(_kept(text).public_key())).decode()


def seal(
    payload: bytes,
    p256dh: str,
    auth: str,
    *,
    standard: bool = True,
    sender: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> Sealed:
    """Encrypt for a subscriber. `sender` and `salt` are drawn anew for each message; only a test
    may choose them."""
    receiver, secret = _subscriber(p256dh, auth)
    sender = sender or ec.generate_private_key(_CURVE)
    salt = salt or os.urandom(16)
    shared = sender.exchange(ec.ECDH(), receiver)
    theirs, ours = _point(receiver), _point(sender.public_key())
    if standard:
        secret = _derived(secret, shared, b"WebPush: info\0" + theirs + ours, 32)
        key = _derived(salt, secret, b"Content-Encoding: aes128gcm\0", 16)
        nonce = _derived(salt, secret, b"Content-Encoding: nonce\0", 12)
        head = salt + _RECORD.to_bytes(4) + len(ours).to_bytes(1) + ours
        body = head + AESGCM(key).encrypt(nonce, payload + b"\x02", None)
        return Sealed(body, {"Content-Encoding": "aes128gcm"})
    secret = _derived(secret, shared, b"Content-Encoding: auth\0", 32)
    both = len(theirs).to_bytes(2) + theirs + len(ours).to_bytes(2) + ours
    key = _derived(salt, secret, b"Content-Encoding: aesgcm\0P-256\0" + both, 16)
    nonce = _derived(salt, secret, b"Content-Encoding: nonce\0P-256\0" + both, 12)
    return Sealed(
        AESGCM(key).encrypt(nonce, b"\0\0" + payload, None),
        {
            "Content-Encoding": "aesgcm",
            "Encryption": f"salt={encoded(salt)}",
            "Crypto-Key": f"dh={encoded(ours)}",
        },
    )


def signed(endpoint: str, key: str, contact: str) -> str:
    """A token (JWT, ES256) that says who sends to the push service of an endpoint."""
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((clock.machine_now() + SIGNATURE_LASTS).timestamp()),
        "sub": contact,
    }
    head = encoded(json.dumps({"typ": "JWT", "alg": "ES256"}).encode())
    text = f"{head}.{encoded(json.dumps(claims).encode())}"
    made = _kept(key).sign(text.encode(), ec.ECDSA(hashes.SHA256()))
    numbers = (one.to_bytes(32) for one in decode_dss_signature(made))
    return f"{text}.{encoded(b''.join(numbers))}"


def authorized(
    sealed: Sealed, endpoint: str, key: str, contact: str, *, standard: bool = True
) -> dict[str, str]:
    """The headers of a message with those that say who sends it."""
    token, known = signed(endpoint, key, contact), public_key(key).rstrip("=")
    if standard:
        return sealed.headers | {"Authorization": f"vapid t={token}, k={known}"}
    return sealed.headers | {
        "Authorization": f"WebPush {token}",
        "Crypto-Key": f"{sealed.headers['Crypto-Key']};p256ecdsa={known}",
    }
