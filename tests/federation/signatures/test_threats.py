"""The attacks on signatures that we know of, by their number in our list of threats.

Each request here is signed well, by the right key: what is wrong is what it covers, or when.
"""

import pytest

from plenary.federation.signatures import BadSignature
from tests.federation.signatures.peer import (
    BODY,
    CAVAGE,
    KEY_ID,
    NOW,
    OUR_HOST,
    RFC9421,
    SCHEMES,
    by_draft,
    by_rfc,
    ed25519_key,
    later,
    plain,
    signed,
)

both = pytest.mark.parametrize("scheme", SCHEMES)


def refused(request, why: str, **options) -> None:
    with pytest.raises(BadSignature, match=why):
        request.believed(**options)


def without(*names: str) -> tuple[str, ...]:
    return tuple(name for name in CAVAGE + RFC9421 if name not in names)


@both
def test_what_is_well_signed_is_believed(scheme: str) -> None:
    claim = signed(scheme).believed()
    assert (claim.key_id, claim.scheme) == (KEY_ID, scheme)


def test_threat_1_an_unsigned_request_is_refused() -> None:
    refused(plain(), "not signed")


@both
def test_threat_1_somebody_elses_key_does_not_sign_for_a_victim(scheme: str) -> None:
    refused(signed(scheme, key=ed25519_key()), "not by this key")


@both
def test_threat_2_another_body_is_refused(scheme: str) -> None:
    refused(signed(scheme).but(body=BODY + b" "), "not the one that was signed")
    refused(signed(scheme).but(body=b""), "not the one that was signed")


@both
def test_threat_2_another_body_with_its_own_digest_is_refused(scheme: str) -> None:
    forged = plain(body=b"{}")
    digests = {name: forged.headers[name] for name in ("Digest", "Content-Digest")}
    refused(signed(scheme).but(body=b"{}", headers=digests), "something was changed")


def test_threat_2_an_unsigned_digest_is_refused() -> None:
    refused(by_draft(plain(), CAVAGE[:-1]), "body is not signed")
    refused(by_rfc(plain(), RFC9421[:-1]), "body is not signed")
    # Not with an empty body either: what comes next may be one.
    refused(by_draft(plain(body=b""), CAVAGE[:-1]), "body is not signed")
    refused(by_rfc(plain(body=b""), RFC9421[:-1]), "body is not signed")
    # And a GET that brings a body is no way around.
    refused(by_draft(plain(method="GET"), CAVAGE[:-1]), "body is not signed")


def test_threat_2_the_digest_of_the_other_scheme_is_none() -> None:
    refused(by_draft(plain(), (*CAVAGE[:-1], "content-digest")), "body is not signed")
    refused(by_rfc(plain(), (*RFC9421[:-1], "digest")), "body is not signed")


@pytest.mark.parametrize(
    "value",
    ["", "SHA-256=", "MD5=1B2M2Y8AsgTpgAmY7PhCfg==", "sha-256=%%%", "SHA-256={0},sha-256={0}"],
)
def test_threat_2_a_weak_odd_or_double_digest_is_refused(value: str) -> None:
    right = plain().headers["Digest"].partition("=")[2]
    refused(by_draft(plain().but(headers={"Digest": value.format(right)})), "digest|body")


@pytest.mark.parametrize(
    "value", ["", "md5=:AA==:", "sha-256={0}", "sha-256=:{0}:, sha-256=:{0}:", "sha-256=:{0}:;a"]
)
def test_threat_2_a_weak_odd_or_double_content_digest_is_refused(value: str) -> None:
    right = plain().headers["Digest"].partition("=")[2]
    request = plain().but(headers={"Content-Digest": value.format(right)})
    refused(by_rfc(request), "content-digest|body")


def test_threat_3_an_unsigned_host_is_refused() -> None:
    refused(by_draft(plain(), ("(request-target)", "date", "digest")), "host is not signed")
    refused(by_rfc(plain(), ("@method", "@request-target", "content-digest")), "host is not")


@both
def test_threat_3_a_request_for_another_host_is_refused(scheme: str) -> None:
    request = signed(scheme)
    refused(request.but(headers={"Host": "there.example"}), "host is not ours")
    refused(request, "host is not ours", our_host="there.example")
    # Also where a proxy has put our name over theirs.
    elsewhere = signed(scheme, plain().but(headers={"Host": "there.example"}))
    if scheme == "cavage":
        refused(elsewhere.but(headers={"Host": OUR_HOST}), "something was changed")
    else:
        relayed = request.but(headers={"Host": "there.example"})
        refused(relayed, "something was changed", our_host="there.example")


@both
def test_threat_4_another_method_path_or_query_is_refused(scheme: str) -> None:
    request = signed(scheme)
    for changed in (
        {"method": "PUT"},
        {"target": "/users/ada/inbox?from=there&n=1"},
        {"target": "/inbox?from=there&n=2"},
        {"target": "/inbox?from=there&n=1&n=2"},
        {"target": "/inbox"},
    ):
        refused(request.but(**changed), "something was changed")


def test_threat_4_a_method_path_or_query_that_is_not_signed_is_refused() -> None:
    refused(by_draft(plain(), ("host", "date", "digest")), "method is not signed")
    refused(by_rfc(plain(), ("@target-uri", "content-digest")), "method is not signed")
    for names in (("@path",), ("@query",), ()):
        covered = ("@method", "@authority", "content-digest", *names)
        refused(by_rfc(plain(), covered), "path and the query")


def test_threat_4_a_query_added_to_a_signed_path_is_refused() -> None:
    covered = ("@method", "@authority", "@path", "content-digest")
    request = by_rfc(plain(target="/inbox"), covered)
    request.believed()
    refused(request.but(target="/inbox?x"), "path and the query")
    refused(request.but(target="/inbox?"), "path and the query")


@both
def test_threat_4_a_method_in_small_letters_is_refused(scheme: str) -> None:
    refused(signed(scheme).but(method="post"), "method")


@pytest.mark.parametrize("target", ["", "inbox", "https://here.example/inbox", "*", "/in box"])
@both
def test_threat_4_what_is_no_path_is_refused(scheme: str, target: str) -> None:
    refused(signed(scheme).but(target=target), "not a path")


@both
def test_threat_5_a_stale_request_is_refused(scheme: str) -> None:
    request = signed(scheme)
    request.believed(now=later(minutes=64))
    refused(request, "too long ago", now=later(minutes=66))


@both
def test_threat_5_a_request_from_the_future_is_refused(scheme: str) -> None:
    request = signed(scheme)
    request.believed(now=later(minutes=-59))
    refused(request, "from the future", now=later(minutes=-61))


def test_threat_5_every_signed_time_must_be_near() -> None:
    old = str(int(later(hours=-3).timestamp()))
    names = ("(request-target)", "host", "(created)", "digest")
    refused(by_draft(plain(), names, algorithm="hs2019", created=old), "too long ago")
    refused(by_draft(plain(), algorithm="hs2019", created=old), "too long ago")
    refused(by_rfc(plain(later(hours=-3)), (*RFC9421, "date")), "too long ago")
    refused(by_rfc(plain(), created=later(hours=-3)), "too long ago")


def test_threat_5_an_expired_signature_is_refused() -> None:
    expires = int(NOW.timestamp()) + 60
    for request in (
        by_draft(plain(), algorithm="hs2019", expires=str(expires)),
        by_draft(plain(), (*CAVAGE, "(expires)"), algorithm="hs2019", expires=f"{expires}.5"),
        by_rfc(plain(), more=f";expires={expires}"),
    ):
        request.believed()
        refused(request, "expired", now=later(minutes=7))


def test_threat_6_a_request_without_a_signed_time_is_refused() -> None:
    refused(by_draft(plain(), ("(request-target)", "host", "digest")), "time is not signed")
    refused(by_rfc(plain(), created=None), "time is not signed")
    # Said, but not signed, is not enough.
    created = str(int(NOW.timestamp()))
    names = ("(request-target)", "host", "digest")
    refused(by_draft(plain(), names, algorithm="hs2019", created=created), "time is not signed")


@pytest.mark.parametrize("date", ["", "yesterday", "Thu, 99 Foo 2026 12:00:00 GMT", "0"])
def test_threat_6_a_date_that_is_none_is_refused(date: str) -> None:
    refused(by_draft(plain().but(headers={"Date": date})), "date cannot be read")


def test_threat_6_a_signed_date_stands_in_for_created() -> None:
    by_rfc(plain(), (*RFC9421, "date"), created=None).believed()
    names = ("(request-target)", "host", "(created)", "digest")
    request = by_draft(plain(), names, algorithm="hs2019", created=str(int(NOW.timestamp())))
    request.but(headers={"Date": None}).believed()


def test_threat_6_created_does_not_go_with_the_old_algorithm() -> None:
    names = ("(request-target)", "host", "(created)", "digest")
    created = str(int(NOW.timestamp()))
    refused(by_draft(plain(), names, created=created), "do not go")


@pytest.mark.parametrize("name", ["created", "expires"])
@pytest.mark.parametrize(
    "value", ['""', '"nan"', '"inf"', '"1e9"', '"-1"', '"1.5.5"', '"9999999999999"']
)
def test_threat_6_what_is_no_time_is_refused(name: str, value: str) -> None:
    """Nothing is ever later than 'nan', so it would never expire."""
    refused(by_draft(plain(), algorithm="hs2019", **{name: value}), "no time")


@pytest.mark.parametrize("value", ["-1", "1.5", "?1", '"1"', "@1", "9999999999999999"])
def test_threat_6_what_is_no_time_in_the_new_scheme_is_refused(value: str) -> None:
    refused(by_rfc(plain(), more=f";expires={value}"), "odd expires|cannot be read")


@pytest.mark.parametrize("twice", ["keyId", "algorithm", "headers", "signature", "KEYID", "extra"])
def test_threat_8_a_parameter_that_comes_twice_is_refused(twice: str) -> None:
    request = by_draft(plain())
    more = f'{request.headers["Signature"]},extra="a",{twice}="b"'
    refused(request.but(headers={"Signature": more}), "twice")


def test_threat_8_two_signature_headers_are_refused() -> None:
    """A server joins them by a comma."""
    mine = by_draft(plain(), key_id="https://evil.example/users/eve#main-key")
    joined = f"{by_draft(plain()).headers['Signature']}, {mine.headers['Signature']}"
    refused(mine.but(headers={"Signature": joined}), "twice")


def test_threat_8_a_name_that_is_signed_twice_is_refused() -> None:
    refused(by_draft(plain(), (*CAVAGE, "host")), "twice")
    refused(by_rfc(plain(), (*RFC9421, "@method")), "twice")


@pytest.mark.parametrize("twice", ['keyid="https://evil.example/a"', "created=1795694400"])
def test_threat_8_a_parameter_of_the_new_scheme_that_comes_twice_is_refused(twice: str) -> None:
    refused(by_rfc(plain(), more=f";{twice}"), "twice")


def test_threat_8_two_labels_are_refused() -> None:
    one, two = by_rfc(plain()), by_rfc(plain(), label="sig2")
    for joined in (
        {
            name: f"{one.headers[name]}, {two.headers[name]}"
            for name in two.headers
            if "Sig" in name
        },
        {"Signature": f"{one.headers['Signature']}, {two.headers['Signature']}"},
        {"Signature-Input": f"{one.headers['Signature-Input']}, sig2=()"},
        {"Signature": two.headers["Signature"]},
    ):
        refused(one.but(headers=joined), "one signature, under one label")


def test_threat_8_one_label_twice_is_refused() -> None:
    request = by_rfc(plain())
    for name in ("Signature", "Signature-Input"):
        value = request.headers[name]
        refused(request.but(headers={name: f"{value}, {value}"}), "twice")


def test_threat_8_both_schemes_at_once_are_refused() -> None:
    """Whether or not they agree: one header cannot be in both grammars."""
    old, new = by_draft(plain()), by_rfc(plain())
    names = {"Signature-Input": new.headers["Signature-Input"]}
    refused(old.but(headers=names), "cannot be read")
    for joined in (
        f"{old.headers['Signature']}, {new.headers['Signature']}",
        f"{new.headers['Signature']}, {old.headers['Signature']}",
    ):
        refused(old.but(headers={"Signature": joined}), "cannot be read")
        refused(new.but(headers={"Signature": joined}), "cannot be read")


def test_threat_8_a_second_signature_in_authorization_is_refused() -> None:
    old, new = by_draft(plain()), by_rfc(plain())
    said = old.headers["Signature"]
    old.but(headers={"Authorization": f"Signature {said}"}).believed()
    old.but(headers={"Authorization": "Bearer abc"}).believed()
    other = by_draft(plain(), key_id="https://evil.example/a").headers["Signature"]
    refused(old.but(headers={"Authorization": f"signature {other}"}), "signed twice")
    refused(new.but(headers={"Authorization": f"Signature {said}"}), "signed twice")
    only = plain().but(headers={"Authorization": f"Signature {said}"})
    refused(only, "not signed")


@both
def test_threat_8_a_header_under_two_spellings_is_refused(scheme: str) -> None:
    refused(signed(scheme).but(headers={"host": OUR_HOST}), "came twice")


@both
def test_threat_8_a_line_break_in_a_signed_header_is_refused(scheme: str) -> None:
    """It would let one signed header pass for two."""
    request = plain().but(headers={"Content-Type": "a/b\nx: y"})
    names = (*(CAVAGE if scheme == "cavage" else RFC9421), "content-type")
    refused(signed(scheme, request, names=names), "odd characters")


def test_parts_of_headers_and_unknown_components_are_not_read() -> None:
    refused(by_rfc(plain(), (*RFC9421, "@status")), "do not read")
    request = by_rfc(plain())
    value = request.headers["Signature-Input"]
    for odd in ('"content-digest";key="sha-256"', '"content-digest";bs', '"Host"', "host", "1"):
        changed = value.replace('"content-digest"', odd)
        refused(request.but(headers={"Signature-Input": changed}), "do not read")
    refused(by_draft(plain(), algorithm="hs2019").but(headers={"Date": None}), "date is missing")


@both
@pytest.mark.parametrize(
    "key_id",
    [
        "",
        "acct:eve@there.example",
        "eve",
        "http://there.example/users/eve#main-key",
        "ftp://there.example/eve",
        "https:///users/eve",
        "https://there.example@evil.example/users/eve",
        "https://there.example/users/eve main-key",
        "https://[there.example/",
        "https://there.example/" + "a" * 1024,
    ],
)
def test_a_key_that_is_not_at_an_https_address_is_refused(scheme: str, key_id: str) -> None:
    refused(signed(scheme, key_id=key_id), "key")


@both
def test_a_key_may_be_at_http_only_among_loopback_peers(scheme: str) -> None:
    request = signed(scheme, key_id="http://127.0.0.1:8001/users/eve#main-key")
    refused(request, "https")
    request.believed(loopback_peers=True)


@pytest.mark.parametrize("algorithm", ["hmac-sha256", "none", "rsa-sha1", "ed25519", "RSA"])
def test_an_algorithm_that_is_unknown_or_of_another_key_is_refused(algorithm: str) -> None:
    refused(by_draft(plain(), algorithm=algorithm), "algorithm")
    refused(by_rfc(plain(), more=f';alg="{algorithm}"'), "algorithm")


@pytest.mark.parametrize("algorithm", ["hmac-sha256", "none", "rsa-sha1"])
def test_an_unknown_algorithm_is_refused_before_any_key_is_fetched(algorithm: str) -> None:
    with pytest.raises(BadSignature, match="not one that we know"):
        by_draft(plain(), algorithm=algorithm).read()
    with pytest.raises(BadSignature, match="not one that we know"):
        by_rfc(plain(), more=f';alg="{algorithm}"').read()


@pytest.mark.parametrize("signature", ["", "A" * 1368])
def test_a_signature_without_a_sane_length_is_refused_before_any_key_is_fetched(
    signature: str,
) -> None:
    old = by_draft(plain())
    head = old.headers["Signature"].partition("signature=")[0]
    for request in (
        old.but(headers={"Signature": f'{head}signature="{signature}"'}),
        by_rfc(plain()).but(headers={"Signature": f"sig1=:{signature}:"}),
    ):
        with pytest.raises(BadSignature, match="odd length"):
            request.read()


def test_the_prefix_that_an_old_library_wrote_is_let_pass() -> None:
    request = by_draft(plain())
    request.but(headers={"Signature": f"Signature {request.headers['Signature']}"}).believed()
