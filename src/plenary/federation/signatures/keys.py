"""Keys: made, read and used. RSA to sign; RSA and Ed25519 to verify.

Reading a key costs more than using it, so those that were read are kept for a while.
"""

from dataclasses import dataclass, field
from functools import lru_cache

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa

from plenary.federation.signatures.message import BadSignature

_BITS = 2048
_MOST_BITS = 8192  # the cost of a check grows with the key, and the key is the peer's choice
_LONGEST_PEM = 8192
_KEPT = 512

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_ED25519_MULTIKEY = b"\xed\x01"

_PublicKey = rsa.RSAPublicKey | ed25519.Ed25519PublicKey

# What signatures may say they are by, and the kind of key for which we take their word. In the
# Fediverse `hs2019` (or nothing) says no more than 'see the key', and for RSA that means SHA-256
# with PKCS #1 v1.5, whatever the draft came to say at its end.
_RSA = {"", "rsa-sha256", "hs2019", "rsa-v1_5-sha256", "rsa-pss-sha512"}
_ED25519 = {"", "hs2019", "ed25519"}
ALGORITHMS = _RSA | _ED25519


@dataclass(frozen=True)
class SigningKey:
    """One of our keys: the id that peers fetch it by, and its private half (RSA, PEM)."""

    key_id: str
    private_pem: str = field(repr=False)

    def signature(self, base: bytes) -> bytes:
        """RSASSA-PKCS1-v1_5 with SHA-256. Raises ValueError where the key is no RSA key."""
        return _private(self.private_pem).sign(base, padding.PKCS1v15(), hashes.SHA256())


def make_key_pair() -> tuple[str, str]:
    """A new RSA key: (private, public), both PEM."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
    return (
        private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ).decode(),
        private.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode(),
    )


def check(public_key: str, algorithm: str, base: bytes, signature: bytes) -> None:
    """Raises `BadSignature` unless the owner of this key signed these bytes.

    `public_key`: PEM, or an Ed25519 Multikey (`z6Mk…`).
    """
    key = _public(public_key)
    try:
        if isinstance(key, rsa.RSAPublicKey):
            if algorithm not in _RSA:
                raise BadSignature("the algorithm is not one for this key")
            if algorithm == "rsa-pss-sha512":
                pss = padding.PSS(padding.MGF1(hashes.SHA512()), hashes.SHA512.digest_size)
                key.verify(signature, base, pss, hashes.SHA512())
            else:
                key.verify(signature, base, padding.PKCS1v15(), hashes.SHA256())
        else:
            if algorithm not in _ED25519:
                raise BadSignature("the algorithm is not one for this key")
            key.verify(signature, base)
    except InvalidSignature:
        raise BadSignature("the signature is not by this key, or something was changed") from None


@lru_cache(maxsize=_KEPT)
def _private(pem: str) -> rsa.RSAPrivateKey:
    # Ours, made by us: proving again that its numbers are prime takes thirty times a signature.
    key = serialization.load_pem_private_key(
        pem.encode(), password=None, unsafe_skip_rsa_key_validation=True
    )
    if not isinstance(key, rsa.RSAPrivateKey):
        raise ValueError("we sign with RSA only")
    return key


@lru_cache(maxsize=_KEPT)
def _public(text: str) -> _PublicKey:
    if len(text) > _LONGEST_PEM:
        raise BadSignature("the key is too large")
    if text.startswith("z"):
        return _multikey(text)
    try:
        key = serialization.load_pem_public_key(text.encode())
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise BadSignature("the key cannot be read") from None
    if isinstance(key, rsa.RSAPublicKey):
        if not _BITS <= key.key_size <= _MOST_BITS:
            raise BadSignature(f"the RSA key has {key.key_size} bits")
        return key
    if isinstance(key, ed25519.Ed25519PublicKey):
        return key
    raise BadSignature("the key is neither RSA nor Ed25519")


def _multikey(text: str) -> ed25519.Ed25519PublicKey:
    number = 0
    for letter in text[1:65]:
        digit = _BASE58.find(letter)
        if digit < 0:
            raise BadSignature("the key cannot be read")
        number = number * 58 + digit
    raw = number.to_bytes(48, "big").lstrip(b"\0")
    if len(text) > 64 or len(raw) != 34 or not raw.startswith(_ED25519_MULTIKEY):
        raise BadSignature("the key is no Ed25519 Multikey")
    return ed25519.Ed25519PublicKey.from_public_bytes(raw[2:])
