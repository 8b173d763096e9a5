"""Keys that are read, and those that are not."""

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from plenary.federation.signatures import BadSignature, SigningKey, keys, make_key_pair, sign
from tests.federation.signatures.peer import (
    SCHEMES,
    by_draft,
    ed25519_key,
    plain,
    private_key,
    public_pem,
    signed,
)

both = pytest.mark.parametrize("scheme", SCHEMES)
# The `did:key` test vector of the W3C: this multikey is this public key.
MULTIKEY = "z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"
MULTIKEY_RAW = "3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29"


def test_a_new_key_has_2048_bits_and_its_halves_fit() -> None:
    private, public = make_key_pair()
    key = serialization.load_pem_private_key(private.encode(), None)
    assert isinstance(key, rsa.RSAPrivateKey) and key.key_size == 2048
    assert public_pem(key) == public
    assert make_key_pair() != (private, public)


def test_a_key_does_not_show_its_private_half() -> None:
    assert "PRIVATE" not in repr(SigningKey("https://here.example/a", make_key_pair()[0]))


def test_a_key_is_read_once() -> None:
    private, public = make_key_pair()
    key = SigningKey("https://here.example/a", private)
    before = keys._private.cache_info()
    for _ in range(3):
        sign("GET", "https://there.example/", None, key)
    after = keys._private.cache_info()
    assert (after.misses - before.misses, after.hits - before.hits) == (1, 2)
    assert public in public_pem(serialization.load_pem_private_key(private.encode(), None))


def test_we_do_not_sign_with_another_kind_of_key() -> None:
    pem = ed25519_key().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    with pytest.raises(ValueError, match="RSA"):
        sign("GET", "https://there.example/", None, SigningKey("https://a.example", pem.decode()))


@both
def test_ed25519_is_believed_by_pem_and_by_multikey(scheme) -> None:
    key = ed25519.Ed25519PrivateKey.from_private_bytes(bytes(32))
    assert key.public_key().public_bytes_raw().hex() == MULTIKEY_RAW
    options = {"algorithm": "hs2019"} if scheme == "cavage" else {"more": ';alg="ed25519"'}
    request = signed(scheme, key=key, **options)
    request.believed(public_pem(key))
    request.believed(MULTIKEY)
    with pytest.raises(BadSignature, match="not by this key"):
        request.believed(public_pem(ed25519_key()))


@both
def test_ed25519_is_not_believed_under_another_name(scheme) -> None:
    name = {"cavage": {"algorithm": "rsa-sha256"}, "rfc9421": {"more": ';alg="rsa-pss-sha512"'}}
    key = ed25519_key()
    with pytest.raises(BadSignature, match="not one for this key"):
        signed(scheme, key=key, **name[scheme]).believed(public_pem(key))


@pytest.mark.parametrize("algorithm", ["rsa-sha256", "hs2019", None])
def test_the_names_that_the_fediverse_has_for_the_same(algorithm) -> None:
    by_draft(plain(), algorithm=algorithm).believed()


def test_an_old_form_of_rsa_key_is_read() -> None:
    pem = private_key().public_key()
    form = serialization.PublicFormat.PKCS1
    text = pem.public_bytes(serialization.Encoding.PEM, form).decode()
    assert "BEGIN RSA PUBLIC KEY" in text
    by_draft(plain()).believed(text)


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("", "cannot be read"),
        ("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "cannot be read"),
        (public_pem(ec.generate_private_key(ec.SECP256R1())), "neither"),
        (public_pem(rsa.generate_private_key(65537, 1024)), "1024 bits"),
        ("-" * 8193, "too large"),
        (MULTIKEY[:-1], "no Ed25519"),
        (MULTIKEY + "1", "no Ed25519"),
        ("z" + "1" * 47, "no Ed25519"),
        ("z" + "z" * 63, "no Ed25519"),
        ("z0OIl", "cannot be read"),
    ],
)
def test_other_keys_are_not_believed(key, why) -> None:
    with pytest.raises(BadSignature, match=why):
        by_draft(plain()).believed(key)


def test_a_key_whose_use_would_cost_too_much_is_not_believed() -> None:
    numbers = rsa.RSAPublicNumbers(65537, (1 << 8300) + 1)
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    pem = numbers.public_key().public_bytes(serialization.Encoding.PEM, form).decode()
    with pytest.raises(BadSignature, match="8301 bits"):
        by_draft(plain()).believed(pem)
