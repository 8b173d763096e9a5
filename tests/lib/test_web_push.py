"""Web Push: what is encrypted only the subscriber reads, and it says who sent."""

import json

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec

from plenary.lib import clock, web_push
from tests.push_service import Subscriber, verified

# RFC 8291, section 5 and appendix A.
WORDS = b"When I grow up, I want to be a watermelon"
RECEIVER = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
P256DH = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWA"
    "mS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxs"
    "j_Qulcy4a-fN"
)
KEY = web_push.encoded(bytes(range(1, 33)))


def test_the_example_of_the_standard() -> None:
    sealed = web_push.seal(
        WORDS,
        P256DH,
        AUTH,
        sender=web_push.private_key(SENDER),
        salt=web_push.decoded(SALT),
    )
    assert web_push.encoded(sealed.body) == BODY
    assert sealed.headers == {"Content-Encoding": "aes128gcm"}
    reader = Subscriber(web_push.private_key(RECEIVER), web_push.decoded(AUTH))
    assert reader.read(web_push.decoded(BODY), sealed.headers) == WORDS


@pytest.mark.parametrize("standard", [True, False])
def test_only_the_subscriber_can_read(standard: bool) -> None:
    reader, other = Subscriber(), Subscriber()
    words = "Grüße, Dr Ana".encode()
    sealed = web_push.seal(words, reader.p256dh, reader.auth_text, standard=standard)
    assert words not in sealed.body
    assert reader.read(sealed.body, sealed.headers) == words
    again = web_push.seal(words, reader.p256dh, reader.auth_text, standard=standard)
    assert again.body != sealed.body, "a key and a salt of its own for each message"
    with pytest.raises(InvalidTag):
        other.read(sealed.body, sealed.headers)


@pytest.mark.parametrize("standard", [True, False])
def test_a_message_says_who_sends_it(standard: bool) -> None:
    reader = Subscriber()
    sealed = web_push.seal(b"{}", reader.p256dh, reader.auth_text, standard=standard)
    headers = web_push.authorized(
        sealed, "https://push.example:8443/to/me", KEY, "mailto:us@here.example", standard=standard
    )
    claims = verified(headers, web_push.public_key(KEY))
    assert claims["aud"] == "https://push.example:8443"
    assert claims["sub"] == "mailto:us@here.example"
    ahead = claims["exp"] - clock.machine_now().timestamp()
    assert 0 < ahead <= 24 * 3600


def test_base64_of_either_kind_is_read() -> None:
    point = web_push.decoded(P256DH)
    for text in (P256DH, P256DH + "=", P256DH.replace("-", "+").replace("_", "/")):
        assert web_push.decoded(text) == point
        web_push.check_keys(text, AUTH)


@pytest.mark.parametrize(
    ("p256dh", "auth"),
    [
        ("", AUTH),
        ("AAAA", AUTH),
        ("no base64 at all!", AUTH),
        (web_push.encoded(b"\x04" + bytes(64)), AUTH),  # no point of the curve
        (P256DH, ""),
        (P256DH, "AAAA"),
        (P256DH, "é" * 22),
    ],
)
def test_keys_that_are_none_are_refused(p256dh: str, auth: str) -> None:
    with pytest.raises(web_push.Unusable):
        web_push.check_keys(p256dh, auth)


@pytest.mark.parametrize("text", ["", "AAAA", web_push.encoded(bytes(32)), "A" * 44])
def test_a_private_key_is_a_number_of_the_curve(text: str) -> None:
    with pytest.raises(web_push.Unusable):
        web_push.private_key(text)


def test_the_public_key_is_a_point_as_apps_expect_it() -> None:
    text = web_push.public_key(KEY)
    assert len(text) == 88 and text.endswith("=")
    ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), web_push.decoded(text))
    assert json.dumps(text) == f'"{text}"'
