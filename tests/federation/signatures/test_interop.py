"""Against somebody else's RFC 9421: it believes what we sign, and we what it signs."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519
from http_message_signatures import (
    HTTPMessageSigner,
    HTTPMessageVerifier,
    InvalidSignature,
    MappingKeyResolver,
    algorithms,
)

from plenary.federation.signatures import SigningKey, make_key_pair, sign
from tests.federation.signatures.peer import (
    BODY,
    KEY_ID,
    OUR_HOST,
    Request,
    ed25519_key,
    public_pem,
)

PRIVATE, PUBLIC = make_key_pair()
URL = f"https://{OUR_HOST}/inbox?a=b"


@dataclass
class Theirs:
    """A request in the form that it takes."""

    method: str = "POST"
    url: str = URL
    headers: dict[str, str] = field(default_factory=dict)


@pytest.mark.parametrize("body", [BODY, None])
def test_it_believes_what_we_sign(body) -> None:
    method = "POST" if body else "GET"
    headers = sign(method, URL, body, SigningKey(KEY_ID, PRIVATE), scheme="rfc9421")
    resolver = MappingKeyResolver(public_keys={KEY_ID: PUBLIC.encode()}, private_keys={})
    verifier = HTTPMessageVerifier(
        signature_algorithm=algorithms.RSA_V1_5_SHA256, key_resolver=resolver
    )
    needed = ("@method", "@target-uri", "content-digest") if body else ("@method", "@target-uri")
    request = Theirs(method, headers=headers)
    [result] = verifier.verify(request, require_components=needed, body=body)
    assert result.parameters["keyid"] == KEY_ID
    with pytest.raises(InvalidSignature):
        verifier.verify(Theirs(method, URL + "c", headers), body=body)


@pytest.mark.parametrize(
    ("algorithm", "said"),
    [
        (algorithms.RSA_V1_5_SHA256, True),
        (algorithms.RSA_V1_5_SHA256, False),
        (algorithms.RSA_PSS_SHA512, True),
        (algorithms.ED25519, True),
        (algorithms.ED25519, False),
    ],
)
@pytest.mark.parametrize(
    "components",
    [
        ("@method", "@target-uri"),
        ("@method", "@authority", "@path", "@query"),
        ("@method", "@request-target", "@authority", "@scheme", "date", "content-type"),
        ("host", "@method", "@request-target"),
    ],
)
def test_we_believe_what_it_signs(algorithm, said, components) -> None:
    ours = algorithm is algorithms.ED25519
    private: ed25519.Ed25519PrivateKey | bytes = ed25519_key() if ours else PRIVATE.encode()
    resolver = MappingKeyResolver(public_keys={}, private_keys={KEY_ID: private})
    now = datetime.now().astimezone()
    request = Theirs(
        headers={
            "Host": OUR_HOST,
            "Date": now.strftime("%a, %d %b %Y %H:%M:%S GMT"),
            "Content-Type": "application/activity+json",
        }
    )
    HTTPMessageSigner(signature_algorithm=algorithm, key_resolver=resolver).sign(
        request,
        key_id=KEY_ID,
        created=now,
        expires=now + timedelta(minutes=5),
        nonce="a",
        tag="b",
        include_alg=said,
        covered_component_ids=components,
        body=BODY,
    )
    received = Request(target="/inbox?a=b", headers=request.headers)
    claim = received.believed(public_pem(ed25519_key()) if ours else PUBLIC, now=now)
    assert claim.key_id == KEY_ID
