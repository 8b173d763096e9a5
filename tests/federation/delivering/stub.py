"""A server that answers as it is told: one port, and a host for each address of the loopback."""

import json
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = int | tuple[int, dict[str, str]] | Callable[[BaseHTTPRequestHandler], None]


class _Server(ThreadingHTTPServer):
    request_queue_size = 512
    daemon_threads = True


class Stub:
    """`answers[host]`: a status, one with headers, or what is done with the request; a list is
    gone through, its last stays. What came is in `got`, by host."""

    def __init__(self) -> None:
        self.answers: dict[str, Any] = {}
        self.got: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.under_way: dict[str, int] = defaultdict(int)
        self.most_under_way: dict[str, int] = defaultdict(int)
        self.lock = threading.Lock()
        stub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                stub.take(self)

            def log_message(self, *args: Any) -> None:
                pass

        self.server = _Server(("0.0.0.0", 0), Handler)
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    def host(self, number: int) -> str:
        return f"127.0.1.{number}:{self.port}"

    def ids(self, host: str) -> list[str]:
        return [one["id"] for one in self.got[host]]

    def take(self, request: BaseHTTPRequestHandler) -> None:
        host = request.headers["Host"]
        body = request.rfile.read(int(request.headers["Content-Length"]))
        with self.lock:
            self.under_way[host] += 1
            most = max(self.most_under_way[host], self.under_way[host])
            self.most_under_way[host] = most
            self.got[host].append(
                {
                    "id": json.loads(body)["id"],
                    "body": body,
                    "path": request.path,
                    "headers": {key.lower(): value for key, value in request.headers.items()},
                }
            )
            answer = self.answers.get(host, 202)
            if isinstance(answer, list):
                answer = answer.pop(0) if len(answer) > 1 else answer[0]
        try:
            if callable(answer):
                answer(request)
                return
            status, headers = answer if isinstance(answer, tuple) else (answer, {})
            request.send_response(status)
            for name, value in {"Content-Length": "0", **headers}.items():
                request.send_header(name, value)
            request.end_headers()
        finally:
            with self.lock:
                self.under_way[host] -= 1

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def until(what: Callable[[], object], seconds: float = 60.0) -> None:
    """Wait for something that another thread does."""
    limit = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < limit, "it did not come to pass"
        time.sleep(0.01)
