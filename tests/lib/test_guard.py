"""Whom we dial: no spelling of what is not public, by no entrance, whatever the resolver says.

Threats 20, 22 to 27.
"""

import ast
import asyncio
import ipaddress
import socket
import threading
import time
from pathlib import Path

import httpcore
import pytest

import plenary
from plenary.lib import fetch, guard
from plenary.lib.guard import is_public
from tests.lib.entrances import ENTRANCES, PUBLIC, REFUSALS, Wires, cut_off

PRIVATE4 = [
    *("127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.1.2.3", "172.16.0.1"),
    *("172.31.255.255", "192.168.1.1", "169.254.169.254", "169.254.170.2", "100.64.0.1"),
    *("100.100.100.200", "198.18.0.1", "198.19.255.255", "192.0.0.1", "192.0.0.192", "192.0.2.1"),
    *("192.88.99.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1", "240.0.0.1"),
    "255.255.255.255",
]
PRIVATE6 = [
    *("::", "::1", "fe80::1", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1", "100::1"),
    *("2001:db8::1", "2001::1", "2001:10::1", "2001:20::1", "3fff::1", "5f00::1", "4000::1"),
    *("64:ff9b:1::a00:1", "64:ff9b:1::5db8:d822", "2002:5db8:d822::1", "fe80::1%lo"),
]


def within(address: str) -> list[str]:
    """The ways to say an IPv4 address in IPv6."""
    number = int(ipaddress.IPv4Address(address))
    high, low = f"{number >> 16:x}", f"{number & 0xFFFF:x}"
    return [
        *(f"::ffff:{address}", f"::ffff:{high}:{low}", f"0:0:0:0:0:FFFF:{high}:{low}"),
        *(f"::{address}", f"::ffff:0:{address}", f"64:ff9b::{address}", f"64:ff9b::{high}:{low}"),
        *(f"64:ff9b:1::{high}:{low}", f"2002:{high}:{low}::", f"2001:0:{high}:{low}::1"),
    ]


def spellings(address: str) -> list[str]:
    """The ways to write an IPv4 address as a host."""
    parts = [int(one) for one in address.split(".")]
    number = int(ipaddress.IPv4Address(address))
    a, b, c, d = parts
    wide = str.maketrans("0123456789.", "０１２３４５６７８９．")
    round_ = str.maketrans("0123456789", "⓪①②③④⑤⑥⑦⑧⑨")
    return [
        *(address, f"{address}.", f"{address}:443", f"{address}:80", f"{address}:8080"),
        *(str(number), hex(number), hex(number).upper().replace("X", "x"), f"0{number:o}"),
        *(f"0x{number:016x}", f"{a}.{(b << 16) + (c << 8) + d}", f"{a}.{b}.{(c << 8) + d}"),
        *(".".join(map(hex, parts)), ".".join(f"0{one:o}" for one in parts)),
        *(".".join(f"{one:03d}" for one in parts), f"{a:#x}.{b}.0{c:o}.{d}"),
        *(address.translate(wide), address.translate(round_), address.replace(".", "。")),
        *(address.replace(".", "%2e"), "".join(f"%{ord(one):02x}" for one in address)),
        *(f"someone@{address}", f"public.example@{address}", f"public.example:1@{address}"),
        *(f"{address}\\@public.example", f"{address}#@public.example", f"\t{address}"),
        *(f"[{one}]" for one in within(address)),
    ]


HOSTS = [
    *("localhost", "LOCALHOST", "localhost.", "ｌｏｃａｌｈｏｓｔ", "ⓛocalhost", "localhost:443"),
    *("127.1", "127.0.1", "0", "0x7f.1", "0177.1", "1.", "0x0", "[::]:443", "[::1%25lo]", "[]"),
    *(f"[{one}]" for one in PRIVATE6),
    *(one for address in PRIVATE4 for one in spellings(address)),
]


@pytest.fixture
def wires(monkeypatch: pytest.MonkeyPatch) -> Wires:
    made = cut_off(monkeypatch)
    for name in ("localhost", "localhost."):
        made.names[name] = ["127.0.0.1", "::1"]
    return made


def test_there_are_hundreds() -> None:
    assert len(set(HOSTS)) > 700


@pytest.mark.parametrize("address", [*PRIVATE4, *PRIVATE6])
def test_private_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PRIVATE4)
def test_nor_are_they_within_others(address: str) -> None:
    assert [one for one in within(address) if is_public(one)] == []


@pytest.mark.parametrize(
    "address", [PUBLIC, "1.1.1.1", "2606:2800:220:1::1", f"::ffff:{PUBLIC}", f"64:ff9b::{PUBLIC}"]
)
def test_public_addresses_are(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("entrance", ENTRANCES)
def test_22_23_26_no_spelling_is_dialled(entrance: str, wires: Wires) -> None:
    for host in HOSTS:
        with pytest.raises(REFUSALS):
            ENTRANCES[entrance](f"https://{host}/x")
        assert wires.dialled == [], host


@pytest.mark.parametrize("entrance", ENTRANCES)
@pytest.mark.parametrize(
    "url",
    [
        *("http://{}/", "ftp://{}/", "file:///etc/passwd", "gopher://{}/", "ws://{}/", "", "{}"),
        *("https://user:secret@{}/", "https://@{}/", "https://:@{}/", "https:///{}", "https:{}"),
        *("https://{}:22/", "https://{}:5432/", "https://{}:6379/", "https://{}:80/"),
        *("https://{}:0/", "https://{}:99999/", "https://{}:-443/", "https://{}:４４３/"),
        *("https://{}:44 3/", "https://{}/" + "x" * 5000, "https://" + "a." * 200 + "{}/"),
    ],
)
def test_25_26_odd_addresses_are_not_even_resolved(entrance: str, url: str, wires: Wires) -> None:
    wires.names["public.example"] = [PUBLIC]
    with pytest.raises(REFUSALS):
        ENTRANCES[entrance](url.format("public.example"))
    assert (wires.asked, wires.dialled) == ([], [])


@pytest.mark.parametrize("entrance", ENTRANCES)
def test_22_23_27_no_name_leads_inside(entrance: str, wires: Wires) -> None:
    for address in (*PRIVATE4, *PRIVATE6, *within("127.0.0.1"), *within("169.254.169.254")):
        wires.names["inside.example"] = [address]
        with pytest.raises(REFUSALS):
            ENTRANCES[entrance]("https://inside.example/x")
        assert wires.dialled == [], address
    assert set(wires.asked) == {"inside.example"}


@pytest.mark.parametrize("entrance", ENTRANCES)
def test_24_one_private_address_among_public_ones_is_enough(entrance: str, wires: Wires) -> None:
    for found in ([PUBLIC, "127.0.0.1"], [PUBLIC, "::1"], ["2606:2800:220:1::1", "10.0.0.1"]):
        wires.names["mixed.example"] = found
        with pytest.raises(REFUSALS):
            ENTRANCES[entrance]("https://mixed.example/")
    assert wires.dialled == []


@pytest.mark.parametrize("entrance", ENTRANCES)
def test_24_what_was_checked_is_dialled(
    entrance: str, wires: Wires, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The resolver changes its mind: it is not asked again."""
    answers = iter([[PUBLIC], *[["127.0.0.1"]] * 9])
    real = wires.look_up

    def changing(host: str, port: int, *more: object, **named: object) -> object:
        wires.names["changing.example"] = next(answers)
        return real(host, port, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", changing)
    with pytest.raises(REFUSALS):
        ENTRANCES[entrance]("https://changing.example/")
    assert wires.dialled == [PUBLIC]
    assert [one for one in wires.asked if one != PUBLIC] == ["changing.example"]


def test_the_dialling_itself_asks_too(wires: Wires) -> None:
    """Whoever forgets to look at the address first is stopped at the door."""
    backend = guard.Backend(time.monotonic() + 60)

    async def stream(host: str) -> None:
        await guard.open_connection(asyncio.Protocol, host, 443, secure=True)

    for host in HOSTS:
        host = host.strip("[]")
        with pytest.raises((fetch.FetchRefused, httpcore.ConnectError)):
            backend.connect_tcp(host, 443)
    # To a resolver, 10.1.2.3 with noughts before its numbers is 8.1.2.3: public.
    assert [one for one in wires.dialled if not ipaddress.ip_address(one).is_global] == []
    wires.dialled.clear()
    for address in (*PRIVATE4, *PRIVATE6):
        with pytest.raises(fetch.FetchRefused):
            asyncio.run(stream(address))
    assert wires.dialled == []


@pytest.mark.parametrize("entrance", ENTRANCES)
def test_servers_on_trial_dial_each_other(entrance: str, wires: Wires, settings) -> None:
    settings.LOOPBACK_PEERS = True
    for url in ("http://127.0.0.1:3000/x", "https://localhost:4000/x", "http://[::1]/"):
        with pytest.raises(REFUSALS):
            ENTRANCES[entrance](url)
    assert wires.dialled == ["127.0.0.1", "127.0.0.1", "::1", "::1"]


def test_the_next_address_is_tried(wires: Wires) -> None:
    wires.names["two.example"] = ["2606:2800:220:1::1", PUBLIC]
    for entrance in ("fetch", "delivery"):
        with pytest.raises(REFUSALS):
            ENTRANCES[entrance]("https://two.example/")
    assert wires.dialled == ["2606:2800:220:1::1", PUBLIC] * 2


def test_a_resolver_that_does_not_answer_is_not_waited_for(monkeypatch) -> None:
    silent = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: silent.wait() and [])
    try:
        with pytest.raises(fetch.FetchRefused, match="too long"):
            fetch.fetch("https://a.example/", max_bytes=10, seconds=0.01)
    finally:
        silent.set()


def test_nothing_else_dials() -> None:
    """Whoever asks other servers does so through the guard."""
    clients = {"httpcore", "h11", "http.client", "urllib.request", "requests", "httpx", "aiohttp"}
    dialling = {"create_connection", "open_connection"}
    found = {}
    root = Path(str(plenary.__file__)).parent
    for path in root.rglob("*.py"):
        tree = ast.parse(path.read_text())
        names = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                names |= {one.name for one in node.names} & clients
            elif isinstance(node, ast.ImportFrom):
                full = {f"{node.module}.{one.name}" for one in node.names} | {str(node.module)}
                names |= full & clients
            elif isinstance(node, ast.Attribute) and node.attr in dialling:
                names.add(node.attr)
        if names:
            found[str(path.relative_to(root))] = names
    assert found == {
        "lib/guard.py": {"httpcore", "create_connection"},
        "lib/fetch.py": {"httpcore"},
        "lib/sending.py": {"h11"},
        "api/wsgi.py": {"http.client"},  # for the names of statuses
        "config/front.py": {"create_connection"},  # our own processes, on this machine
        "management/supervise.py": {"http.client"},  # likewise
    }
