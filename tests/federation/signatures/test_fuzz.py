"""Whatever is sent, the answer is a claim or `BadSignature`, never another exception."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plenary.federation.signatures import BadSignature
from tests.federation.signatures.peer import OUR_HOST, SCHEMES, plain, signed

REQUESTS = {scheme: signed(scheme) for scheme in SCHEMES}
NAMES = [
    "Signature",
    "Signature-Input",
    "Digest",
    "Content-Digest",
    "Date",
    "Host",
    "Authorization",
]
PIECES = [
    *('"', "=", ",", ";", ":", "(", ")", " ", "?1", "@1", "@99999999999999", '%"a"', "1.5", "-1"),
    *("sig1=", "keyid=", "created=", 'keyId="a"', "é", "\0", "\n", "9" * 20, "(created)", "\\"),
]
soup = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=12).map("".join)
both = pytest.mark.parametrize("scheme", SCHEMES)


@both
@given(data=st.data())
def test_a_damaged_header_is_refused_politely(scheme, data) -> None:
    request = REQUESTS[scheme]
    name = data.draw(st.sampled_from([name for name in NAMES if name in request.headers]))
    value = request.headers[name]
    start = data.draw(st.integers(0, len(value)))
    end = data.draw(st.integers(start, min(len(value), start + 20)))
    damaged = value[:start] + data.draw(soup) + value[end:]
    with suppress(BadSignature):
        request.but(headers={name: damaged}).believed()


@given(
    headers=st.dictionaries(st.sampled_from(NAMES), soup, max_size=7), more=st.binary(max_size=9)
)
def test_nonsense_is_refused_politely(headers, more) -> None:
    with pytest.raises(BadSignature):
        plain().but(headers={"Host": OUR_HOST} | headers, body=more).read()


@both
@given(method=st.text(max_size=8), target=st.text(max_size=20), host=st.text(max_size=20))
def test_an_odd_request_line_is_refused_politely(scheme, method, target, host) -> None:
    with pytest.raises(BadSignature):
        REQUESTS[scheme].but(method=method, target=target).read()
    with suppress(BadSignature):
        REQUESTS[scheme].read(our_host=host)


@both
@given(st.text(max_size=80) | st.text("z6MkaBcD123", max_size=80).map(lambda text: "z" + text))
def test_an_odd_key_is_refused_politely(scheme, key) -> None:
    with pytest.raises(BadSignature):
        REQUESTS[scheme].read().verify(key)
