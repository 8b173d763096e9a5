"""The examples of the two documents: what was signed there is what we take for signed.

draft-cavage-http-signatures-12, appendix C; RFC 9421, appendix B. Their keys have no address, and
those of the draft are short, so `read` refuses them; the pieces under it do the rest.
"""

import base64

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding

from plenary.federation.signatures import BadSignature, cavage, digests, keys, rfc9421
from plenary.federation.signatures.message import Message

BODY = b'{"hello": "world"}'

DRAFT_KEY = """-----BEGIN PUBLIC KEY-----
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDCFENGw33yGihy92pDjZQhl0C3
6rPJj+CvfSC8+q28hxA161QFNUd13wuCTUcq0Qd2qsBe/2hFyc2DCJJg0h1L78+6
Z4UMR7EOcpfdUE9Hf3m/hs+FUR45uBJeDK1HSFHD8bHKD6kv8FPGfJTotc+2xjJw
oYi+1hqp1fIekaxsyQIDAQAB
-----END PUBLIC KEY-----"""
DRAFT_HEADERS = {
    "Host": "example.com",
    "Date": "Sun, 05 Jan 2014 21:31:40 GMT",
    "Content-Type": "application/json",
    "Digest": "SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=",
    "Content-Length": "18",
}
DRAFT = {
    "date": "SjWJWbWN7i0wzBvtPl8rbASWz5xQW6mcJmn+ibttBqtifLN7Sazz6m79cNfwwb8DMJ5cou1s7uEGKKCs+FLEE"
    "aDV5lp7q25WqS+lavg7T8hc0GppauB6hbgEKTwblDHYGEtbGmtdHgVCk9SuS13F0hZ8FD0k/5OxEPXe5WozsbM=",
    "(request-target) host date": "qdx+H7PHHDZgy4y/Ahn9Tny9V3GP6YgBPyUXMmoxWtLbHpUnXS2mg2+SbrQDMCJ"
    "ypxBLSPQR2aAjn7ndmw2iicw3HMbe8VfEdKFYRqzic+efkb3nndiv/x1xSHDJWeSWkx3ButlYSuBskLu6kd9Fswtemr3"
    "lgdDEmn04swr2Os0=",
    "(request-target) host date content-type digest content-length": "vSdrb+dS3EceC9bcwHSo4MlyKS59"
    "iFIrhgYkz8+oVLEEzmYZZvRs8rgOp+63LEM3v+MFHB32NfpB2bEKBIvB1q52LaEUHFv120V01IL+TAD48XaERZFukWgH"
    "oBTLMhYS2Gb51gWxpeIq8knRmPnYePbF5MOkR0Zkly4zKH7s1dE=",
}

RFC_PSS_KEY = """-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAr4tmm3r20Wd/PbqvP1s2
+QEtvpuRaV8Yq40gjUR8y2Rjxa6dpG2GXHbPfvMs8ct+Lh1GH45x28Rw3Ry53mm+
oAXjyQ86OnDkZ5N8lYbggD4O3w6M6pAvLkhk95AndTrifbIFPNU8PPMO7OyrFAHq
gDsznjPFmTOtCEcN2Z1FpWgchwuYLPL+Wokqltd11nqqzi+bJ9cvSKADYdUAAN5W
Utzdpiy6LbTgSxP7ociU4Tn0g5I6aDZJ7A8Lzo0KSyZYoA485mqcO0GVAdVw9lq4
aOT9v6d+nb4bnNkQVklLQ3fVAvJm+xdDOp9LCNCN48V2pnDOkFV6+U9nV5oyc6XI
2wIDAQAB
-----END PUBLIC KEY-----"""
RFC_ED25519_KEY = """-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=
-----END PUBLIC KEY-----"""
RFC_HEADERS = {
    "Host": "example.com",
    "Date": "Tue, 20 Apr 2021 02:07:55 GMT",
    "Content-Type": "application/json",
    "Content-Digest": "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNN"
    "yealdVLvRwEmTHWXvJwew==:",
    "Content-Length": "18",
}
FULL = {
    "Signature-Input": 'sig-b23=("date" "@method" "@path" "@query" "@authority" "content-type" '
    '"content-digest" "content-length");created=1618884473;keyid="test-key-rsa-pss"',
    "Signature": "sig-b23=:bbN8oArOxYoyylQQUU6QYwrTuaxLwjAC9fbY2F6SVWvh0yBiMIRGOnMYwZ/5MR6fb0Kh1rI"
    "RASVxFkeGt683+qRpRRU5p2voTp768ZrCUb38K0fUxN0O0iC59DzYx8DFll5GmydPxSmme9v6ULbMFkl+V5B1TP/yPVi"
    "V7KsLNmvKiLJH1pFkh/aYA2HXXZzNBXmIkoQoLd7YfW91kE9o/CCoC1xMy7JA1ipwvKvfrs65ldmlu9bpG6A9BmzhuzF"
    "8Eim5f8ui9eH8LZH896+QIF61ka39VBrohr9iyMUJpvRX2Zbhl5ZJzSRxpJyoEZAFL2FUo5fTIztsDZKEgM4cUA==:",
}
ED25519 = {
    "Signature-Input": 'sig-b26=("date" "@method" "@path" "@authority" "content-type" '
    '"content-length");created=1618884473;keyid="test-key-ed25519"',
    "Signature": "sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6v"
    "uQv5lIp5WPpBKRCw==:",
}


@pytest.mark.parametrize("names", DRAFT)
def test_the_examples_of_the_draft(names: str) -> None:
    value = f'keyId="Test",algorithm="rsa-sha256",headers="{names}",signature="{DRAFT[names]}"'
    headers = DRAFT_HEADERS | {"Signature": value}
    message = Message("POST", "/foo?param=value&pet=dog", headers, "example.com", "https")
    said = cavage.read(message)
    assert (said.key_id, said.algorithm) == ("Test", "rsa-sha256")
    assert said.signature == base64.b64decode(DRAFT[names])
    # A signature by PKCS #1 v1.5 is the same each time, so these are the bytes of the draft.
    key = serialization.load_pem_public_key(DRAFT_KEY.encode())
    key.verify(said.signature, said.base, padding.PKCS1v15(), hashes.SHA256())  # type: ignore
    digests.check("digest", message, BODY)
    with pytest.raises(BadSignature, match="1024 bits"):
        keys.check(DRAFT_KEY, said.algorithm, said.base, said.signature)


def rfc(headers: dict[str, str]) -> Message:
    target = "/foo?param=Value&Pet=dog"
    return Message("POST", target, RFC_HEADERS | headers, "example.com", "https")


def test_the_example_of_the_rfc_that_covers_everything() -> None:
    message = rfc(FULL)
    said = rfc9421.read(message)
    assert said.covers_method and said.covers_target and said.covers_host and said.covers_digest
    keys.check(RFC_PSS_KEY, "rsa-pss-sha512", said.base, said.signature)
    digests.check("content-digest", message, BODY)
    with pytest.raises(BadSignature):  # it does not say by which algorithm; nor is that ours
        keys.check(RFC_PSS_KEY, said.algorithm, said.base, said.signature)


def test_the_example_of_the_rfc_with_ed25519() -> None:
    said = rfc9421.read(rfc(ED25519))
    keys.check(RFC_ED25519_KEY, said.algorithm, said.base, said.signature)
    assert not said.covers_target  # the query is not signed, and that is not enough for us
    assert not said.covers_digest
