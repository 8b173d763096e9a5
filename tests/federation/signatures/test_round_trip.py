"""What we sign we believe, and nothing that differs from it by a single character."""

from datetime import timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from plenary.federation.signatures import (
    BadSignature,
    Body,
    SigningKey,
    digests,
    make_key_pair,
    read,
    sign,
)
from plenary.lib import clock
from tests.federation.signatures.peer import BODY, NOW, OUR_HOST, SCHEMES, Request, public_pem

PRIVATE, PUBLIC = make_key_pair()
KEY = SigningKey("https://there.example/users/eve#main-key", PRIVATE)
both = pytest.mark.parametrize("scheme", SCHEMES)


def sent(scheme, method="POST", target="/inbox?a=b", body: bytes | None = BODY) -> Request:
    headers = sign(method, f"https://{OUR_HOST}{target}", body, KEY, scheme=scheme, now=NOW)
    return Request(method, target, headers, body or b"")


POSTS = {scheme: sent(scheme) for scheme in SCHEMES}
GETS = {scheme: sent(scheme, "GET", "/users/ada?page=1", None) for scheme in SCHEMES}
# What must not change. The draft does not sign its own header: another key id is another key.
HEADERS = {"cavage": ("Host", "Date", "Digest"), "rfc9421": ("Content-Digest", "Signature-Input")}


@both
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_we_sign_we_believe(scheme, method) -> None:
    body = BODY if method == "POST" else None
    claim = sent(scheme, method, body=body).believed(PUBLIC)
    assert (claim.key_id, claim.scheme) == (KEY.key_id, scheme)


@both
def test_it_names_the_headers_that_are_signed(scheme) -> None:
    named = {"cavage": {"Digest"}, "rfc9421": {"Content-Digest", "Signature-Input"}}[scheme]
    assert set(POSTS[scheme].headers) == {"Host", "Date", "Signature"} | named
    assert set(GETS[scheme].headers) == {"Host", "Date", "Signature"} | (
        named - {"Digest", "Content-Digest"}
    )


@both
@given(data=st.data())
def test_any_changed_character_is_refused(scheme, data) -> None:
    post = data.draw(st.booleans())
    request = (POSTS if post else GETS)[scheme]
    names = [name for name in HEADERS[scheme] if name in request.headers]
    part = data.draw(st.sampled_from(["method", "target", "body", *names] if post else names))
    before = request.headers.get(part) or getattr(request, part)
    at = data.draw(st.integers(0, len(before) - 1))
    if part == "body":
        changed = request.but(body=_with(before, at, bytes([data.draw(st.integers(0, 255))])))
    else:
        after = _with(before, at, chr(data.draw(st.integers(0, 255))))
        is_header = part in request.headers
        changed = request.but(**({"headers": {part: after}} if is_header else {part: after}))
    assume(changed != request)
    with pytest.raises(BadSignature):
        changed.believed(PUBLIC)


def _with(text, at: int, one):
    return text[:at] + one + text[at + 1 :]


@both
@given(body=st.binary(max_size=60), query=st.text("abc=&?%/", max_size=20))
def test_any_body_and_query_go_through(scheme, body, query) -> None:
    target = "/inbox" + (f"?{query}" if query else "")
    sent(scheme, target=target, body=body).believed(PUBLIC)


@both
def test_somebody_elses_key_is_refused(scheme) -> None:
    with pytest.raises(BadSignature, match="not by this key"):
        POSTS[scheme].believed(public_pem())


@both
def test_a_claim_can_be_kept_and_checked_later(scheme) -> None:
    claim = POSTS[scheme].read()
    type(claim)(**vars(claim)).verify(PUBLIC)


@both
def test_time_is_now_unless_another_is_given(scheme) -> None:
    with clock.freeze(NOW - timedelta(hours=9)):
        headers = sign("GET", f"https://{OUR_HOST}/a", None, KEY, scheme=scheme)
        read("GET", "/a", headers, b"", our_host=OUR_HOST).verify(PUBLIC)
    with clock.freeze(NOW), pytest.raises(BadSignature, match="too long ago"):
        read("GET", "/a", headers, b"", our_host=OUR_HOST)


@both
def test_one_body_is_hashed_once_for_all_inboxes(scheme, monkeypatch) -> None:
    hashed = []
    real = digests.hashlib.sha256
    monkeypatch.setattr(digests.hashlib, "sha256", lambda raw: hashed.append(raw) or real(raw))
    body = Body(BODY)
    for number in range(3):
        sign("POST", f"https://peer{number}.example/inbox", body, KEY, scheme=scheme)
    assert hashed == [BODY]


@both
@pytest.mark.parametrize(
    ("url", "host", "target"),
    [
        ("https://Here.Example", "here.example", "/"),
        ("https://here.example:443/a", "here.example", "/a"),
        ("https://here.example:8443/a", "here.example:8443", "/a"),
        ("https://here.example?a=b", "here.example", "/?a=b"),
        ("https://here.example/a#b", "here.example", "/a"),
        ("http://127.0.0.1:8001/inbox", "127.0.0.1:8001", "/inbox"),
    ],
)
def test_addresses_in_all_their_forms(scheme, url, host, target) -> None:
    headers = sign("GET", url, None, KEY, scheme=scheme, now=NOW)
    assert headers["Host"] == host
    plain = url.partition(":")[0]
    claim = read("GET", target, headers, b"", our_host=host, our_scheme=plain, now=NOW)
    claim.verify(PUBLIC)


@pytest.mark.parametrize(
    "url", ["ftp://here.example/", "/inbox", "https:///a", "https://é.example/"]
)
def test_what_is_no_address_is_not_signed_for(url) -> None:
    with pytest.raises(ValueError, match="no address"):
        sign("GET", url, None, KEY)


@pytest.mark.parametrize("host", ["HERE.example", "here.example:443"])
def test_a_host_is_ours_in_any_spelling(host) -> None:
    POSTS["rfc9421"].but(headers={"Host": host}).believed(PUBLIC)
