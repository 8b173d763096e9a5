"""Threat 20: one spelling of a server's name."""

import pytest

from plenary.lib.hosts import canonical_host, host_of


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Example.ORG", "example.org"),
        ("example.org.", "example.org"),
        ("example.org:443", "example.org"),
        ("EXAMPLE.org.:0443", "example.org"),
        ("example.org:", "example.org"),
        ("ｅｘａｍｐｌｅ。ｏｒｇ", "example.org"),
        ("exam\u00adple.org", "example.org"),
        ("Bücher.example", "xn--bcher-kva.example"),
        ("bu\u0308cher.example", "xn--bcher-kva.example"),
        ("XN--BCHER-KVA.example", "xn--bcher-kva.example"),
        ("straße.example", "xn--strae-oqa.example"),
        ("my_site.example", "my_site.example"),
        ("4.example", "4.example"),
        ("0x7f.1.example", "0x7f.1.example"),
    ],
)
def test_one_spelling(given: str, kept: str, settings) -> None:
    assert canonical_host(given) == kept
    assert canonical_host(kept) == kept
    settings.LOOPBACK_PEERS = True
    assert canonical_host(given) == kept


ODD = [
    *("", ".", "..", "a..b", ".example.org", "example.org..", "-a.example", "a-.example"),
    *("a b.example", "a\n.example", " example.org", "example.org ", "a\0.example", "a%2eb.example"),
    *("a/b.example", "a@b.example", "a\\b.example", "a.example:1:2", "a.example:x", "a.example:+1"),
    *("a.example:４４３", "a.example:99999999", "a" * 64 + ".example", "a." * 200 + "example"),
    *(
        "ü" * 5000 + ".example",
        "\u200d.example",
        "a.b\u2044c",
        "1.2.3",
        "1.2.3.4.5",
        "a.1",
        "a.0x1",
    ),
    *("0x7f000001", "0177.0.0.1", "[::1", "::1", "[::1%25lo]", "[1.2.3.4]", "ex\u202eample.org"),
]


@pytest.mark.parametrize("anywhere", [False, True])
@pytest.mark.parametrize("given", ODD)
def test_what_is_no_name(given: str, anywhere: bool) -> None:
    with pytest.raises(ValueError):
        canonical_host(given, anywhere=anywhere)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("LocalHost:3000", "localhost:3000"),
        ("localhost", "localhost"),
        ("127.0.0.1:08000", "127.0.0.1:8000"),
        ("[0:0::1]:80", "[::1]:80"),
        ("example.org:8443", "example.org:8443"),
    ],
)
def test_servers_on_trial_are_anywhere(given: str, kept: str, settings) -> None:
    with pytest.raises(ValueError):
        canonical_host(given)
    settings.LOOPBACK_PEERS = True
    assert canonical_host(given) == kept


def test_the_host_of_an_address(settings) -> None:
    assert host_of("HTTPS://Example.org:443/a?b#c") == "example.org"
    odd = ["https://a@example.org/", "ftp://example.org/", "//example.org/", "example.org", ""]
    for url in [*odd, "https://", "https://[", "http://example.org:443/", "https://exam ple.org/"]:
        with pytest.raises(ValueError):
            host_of(url)
    settings.LOOPBACK_PEERS = True
    assert host_of("http://localhost:80/") == "localhost"
    assert host_of("http://localhost:443/") == "localhost:443"
