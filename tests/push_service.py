"""The other side of Web Push, written from the standards alone: a subscriber who decrypts, a check
of who sent, and a push service on this machine."""

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from plenary.lib.web_push import decoded, encoded


def _mac(key: bytes, data: bytes) -> bytes:
    made = hmac.HMAC(key, hashes.SHA256())
    made.update(data)
    return made.finalize()


class Subscriber:
    """Holds the keys of a subscription, and reads what was sent for it."""

    def __init__(
        self, key: ec.EllipticCurvePrivateKey | None = None, auth: bytes | None = None
    ) -> None:
        self.key = key or ec.generate_private_key(ec.SECP256R1())
        self.auth = auth or os.urandom(16)
        self.point = self.key.public_key().public_bytes(
            Encoding.X962, PublicFormat.UncompressedPoint
        )

    @property
    def p256dh(self) -> str:
        return encoded(self.point)

    @property
    def auth_text(self) -> str:
        return encoded(self.auth)

    def _shared(self, point: bytes) -> bytes:
        other = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        return self.key.exchange(ec.ECDH(), other)

    def read(self, body: bytes, headers: dict[str, str]) -> bytes:
        if headers["Content-Encoding"] == "aes128gcm":
            return self._read_standard(body)
        assert headers["Content-Encoding"] == "aesgcm"
        salt = decoded(_named(headers["Encryption"], "salt"))
        return self._read_legacy(body, salt, decoded(_named(headers["Crypto-Key"], "dh")))

    def _read_standard(self, body: bytes) -> bytes:
        salt, size, length = body[:16], int.from_bytes(body[16:20]), body[20]
        sender, record = body[21 : 21 + length], body[21 + length :]
        assert len(record) <= size, "one record"
        first = _mac(self.auth, self._shared(sender))
        secret = _mac(first, b"WebPush: info\0" + self.point + sender + b"\x01")
        drawn = _mac(salt, secret)
        key = _mac(drawn, b"Content-Encoding: aes128gcm\0\x01")[:16]
        nonce = _mac(drawn, b"Content-Encoding: nonce\0\x01")[:12]
        words = AESGCM(key).decrypt(nonce, record, None).rstrip(b"\0")
        assert words[-1:] == b"\x02", "the last record"
        return words[:-1]

    def _read_legacy(self, body: bytes, salt: bytes, sender: bytes) -> bytes:
        first = _mac(self.auth, self._shared(sender))
        secret = _mac(first, b"Content-Encoding: auth\0\x01")
        drawn = _mac(salt, secret)
        both = b"P-256\0\0\x41" + self.point + b"\0\x41" + sender
        key = _mac(drawn, b"Content-Encoding: aesgcm\0" + both + b"\x01")[:16]
        nonce = _mac(drawn, b"Content-Encoding: nonce\0" + both + b"\x01")[:12]
        words = AESGCM(key).decrypt(nonce, body, None)
        return words[2 + int.from_bytes(words[:2]) :]


def _named(header: str, name: str) -> str:
    parts = dict(part.strip().split("=", 1) for part in header.replace(";", ",").split(","))
    return parts[name]


def verified(headers: dict[str, str], public_key: str) -> dict[str, Any]:
    """The claims of whoever sent; the signature must be by this key, and the key named."""
    kind, _, rest = headers["Authorization"].partition(" ")
    if kind == "vapid":
        token, named = _named(rest, "t"), _named(rest, "k")
    else:
        assert kind == "WebPush"
        token, named = rest, _named(headers["Crypto-Key"], "p256ecdsa")
    assert decoded(named) == decoded(public_key)
    head, claims, signature = token.split(".")
    assert json.loads(decoded(head)) == {"typ": "JWT", "alg": "ES256"}
    raw = decoded(signature)
    assert len(raw) == 64
    numbers = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(public_key))
    key.verify(numbers, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    found: dict[str, Any] = json.loads(decoded(claims))
    return found


class PushService:
    """What was sent to it, and with which status it answers."""

    def __init__(self) -> None:
        self.got: list[tuple[str, dict[str, str], bytes]] = []
        self.status = 201
        self.url = ""


@contextmanager
def push_service() -> Iterator[PushService]:
    service = PushService()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.got.append((self.path, dict(self.headers), body))
            self.send_response(service.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
