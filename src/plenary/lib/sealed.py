"""Short secrets that must be read again, kept so that the database alone does not give them away.

AES-GCM under a key drawn from SECRET_KEY for one purpose. What is sealed for one place (such as a
row) cannot be opened in another.
"""

import base64
import binascii
import hashlib
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE = 12


def _box(purpose: bytes) -> AESGCM:
    key = hashlib.blake2b(settings.SECRET_KEY.encode(), person=purpose, digest_size=32)
    return AESGCM(key.digest())


def seal(words: str, purpose: bytes, place: str) -> str:
    """`purpose` has at most 16 bytes."""
    nonce = os.urandom(_NONCE)
    closed = nonce + _box(purpose).encrypt(nonce, words.encode(), place.encode())
    return base64.urlsafe_b64encode(closed).decode()


def opened(text: str, purpose: bytes, place: str) -> str:
    """What was sealed; '' where that was elsewhere, or with another SECRET_KEY."""
    try:
        closed = base64.urlsafe_b64decode(text.encode())
        words = _box(purpose).decrypt(closed[:_NONCE], closed[_NONCE:], place.encode())
    except (InvalidTag, binascii.Error, ValueError):
        return ""
    return words.decode()
