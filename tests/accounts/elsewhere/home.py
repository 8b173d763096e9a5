"""A server with Mastodon's API, as its documentation says it is, on this machine: where somebody
signs in with an account elsewhere. Written from docs.joinmastodon.org alone; what it is asked is
kept, and each answer can be replaced."""

import base64
import hashlib
import html
import json
import re
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.mastodon_api.linked import png

Given = tuple[int, Any]


class Home:
    """`answers[path]` replaces an answer: `(status, JSON)`, or a function of what was sent."""

    def __init__(self) -> None:
        self.host = ""
        self.name_host = ""  # what its handles end in; '' is the host itself
        self.username = "ana"
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.answers: dict[str, Given | Callable[[dict[str, str]], Given]] = {}
        self.apps: dict[str, dict[str, str]] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.tokens: set[str] = set()
        self.scopes: list[str] | None = ["read", "profile", "write"]

    @property
    def base(self) -> str:
        return f"http://{self.host}"

    @property
    def handle(self) -> str:
        return f"@{self.username}@{self.name_host or self.host}"

    def consent(self, address: str) -> str:
        """What a browser is led back to, once the person said yes on the page at `address`."""
        given = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        app = self.apps[given["client_id"]]
        assert given["redirect_uri"] == app["redirect_uris"]
        assert given["scope"] == app["scopes"]
        assert given["response_type"] == "code"
        assert given["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.codes[code] = given
        return f"{given['redirect_uri']}?code={code}&state={given['state']}"

    def paths(self) -> list[str]:
        return [path for _, path, _ in self.asked]

    def answer(
        self, method: str, path: str, sent: dict[str, str], bearer: str
    ) -> Given | bytes | str:
        given = self.answers.get(path)
        if given is not None:
            return given(sent) if callable(given) else given
        words = re.findall(r"[a-z0-9]+", path.replace(".", ""))
        found = getattr(self, "_".join(["", method.lower(), *words]), None)
        return (404, {"error": "Not Found"}) if found is None else found(sent, bearer)

    def _get_well_known_webfinger(self, sent: dict[str, str], _: str) -> Given:
        name, _, host = sent["resource"].removeprefix("acct:").partition("@")
        if name.lower() != self.username.lower() or host not in {self.host, self.name_host}:
            return 404, {}
        return 200, self.finger()

    def finger(self) -> dict[str, Any]:
        kind = "application/activity+json"
        href = f"{self.base}/users/{self.username}"
        return {
            "subject": f"acct:{self.username}@{self.name_host or self.host}",
            "links": [{"rel": "self", "type": kind, "href": href}],
        }

    def _get_well_known_oauth_authorization_server(self, _: dict[str, str], __: str) -> Given:
        if self.scopes is None:
            return 404, {}
        return 200, {
            "issuer": f"{self.base}/",
            "authorization_endpoint": f"{self.base}/oauth/authorize",
            "token_endpoint": f"{self.base}/oauth/token",
            "revocation_endpoint": f"{self.base}/oauth/revoke",
            "scopes_supported": self.scopes,
        }

    def _post_api_v1_apps(self, sent: dict[str, str], _: str) -> Given:
        made = {"client_id": secrets.token_hex(8), "client_secret": secrets.token_hex(16)}
        self.apps[made["client_id"]] = {**sent, **made}
        return 200, made

    def _post_oauth_token(self, sent: dict[str, str], _: str) -> Given:
        app = self.apps.get(sent["client_id"])
        if app is None or app["client_secret"] != sent["client_secret"]:
            return 401, {"error": "invalid_client"}
        if sent["grant_type"] == "authorization_code":
            asked = self.codes.pop(sent["code"], None)
            digest = hashlib.sha256(sent["code_verifier"].encode()).digest()
            challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
            if (
                asked is None
                or asked["client_id"] != sent["client_id"]
                or asked["redirect_uri"] != sent["redirect_uri"]
                or asked["code_challenge"] != challenge
            ):
                return 400, {"error": "invalid_grant"}
        token = secrets.token_urlsafe(16)
        self.tokens.add(token)
        return 200, {"access_token": token, "token_type": "Bearer"}

    def _get_api_v1_accounts_verify_credentials(self, _: dict[str, str], bearer: str) -> Given:
        if bearer not in self.tokens:
            return 401, {"error": "The access token is invalid"}
        return 200, self.account()

    def account(self) -> dict[str, Any]:
        return {
            "id": "1",
            "username": self.username,
            "acct": self.username,
            "display_name": "Ana Pires",
            "note": "<p>Hearts.<script>alert(1)</script></p>",
            "url": f"{self.base}/@{self.username}",
            "uri": f"{self.base}/users/{self.username}",
            "discoverable": True,
            "avatar": f"{self.base}/ana.png",
        }

    def _post_oauth_revoke(self, sent: dict[str, str], _: str) -> Given:
        self.tokens.discard(sent["token"])
        return 200, {}

    def _get_oauth_authorize(self, sent: dict[str, str], _: str) -> str:
        yes = html.escape(self.consent(f"{self.base}/oauth/authorize?{urlencode(sent)}"))
        return f'<!doctype html><html lang="en"><title>Ward</title><a href="{yes}">Authorize</a>'

    def _get_anapng(self, _: dict[str, str], __: str) -> bytes:
        return png((300, 300))


@contextmanager
def home() -> Iterator[Home]:
    found = Home()

    class Handler(BaseHTTPRequestHandler):
        def _do(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            sent = {
                name: values[0]
                for name, values in parse_qs(body or parts.query, keep_blank_values=True).items()
            }
            found.asked.append((self.command, f"{self.headers['Host']}{parts.path}", sent))
            bearer = self.headers.get("Authorization", "").removeprefix("Bearer ")
            given = found.answer(self.command, parts.path, sent, bearer)
            status, kind, content = 200, "image/png", given
            if isinstance(given, tuple):
                status, kind, content = given[0], "application/json", json.dumps(given[1]).encode()
            elif isinstance(given, str):
                kind, content = "text/html", given.encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = _do

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.host = f"127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
