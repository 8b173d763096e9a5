"""A server on this machine that answers what it is told to, byte by byte if need be."""

import socketserver
import ssl
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass
class Asked:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    connection: int  # which of the connections, counted from 1


def answer(
    body: bytes = b"", kind: str = "application/activity+json", status: int = 200, **more: str
) -> bytes:
    """`more`: headers, an underscore for each hyphen."""
    told = {"Content-Type": kind, "Content-Length": str(len(body))}
    told |= {name.replace("_", "-"): value for name, value in more.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    return f"HTTP/1.1 {status} x\r\n{lines}\r\n".encode("latin-1") + body


class Answering:
    """`answers` by path: bytes, or their pieces; an empty piece hangs up. Nothing is said to what
    has none."""

    def __init__(self) -> None:
        self.answers: dict[str, bytes | Iterable[bytes]] = {}
        self.asked: list[Asked] = []
        self.connections = 0
        self.port = 0
        self.url = ""


@contextmanager
def answering(tls: ssl.SSLContext | None = None) -> Iterator[Answering]:
    made = Answering()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            made.connections += 1
            number = made.connections
            try:
                while self._one(number):
                    pass
            except OSError:  # hung up on
                pass

        def _one(self, number: int) -> bool:
            method, _, rest = self.rfile.readline().decode().partition(" ")
            if not rest:
                return False
            headers = {}
            while line := self.rfile.readline().strip().decode():
                name, _, value = line.partition(":")
                headers[name.lower()] = value.strip()
            body = self.rfile.read(int(headers.get("content-length", 0)))
            path = rest.split(" ")[0]
            made.asked.append(Asked(method, path, headers, body, number))
            given = made.answers.get(path, b"")
            for piece in [given] if isinstance(given, bytes) else given:
                if not piece:
                    return False
                self.wfile.write(piece)
            return True

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False
        allow_reuse_address = True

        def handle_error(self, *_: object) -> None:
            pass

    server = Server(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    made.port = server.server_address[1]
    made.url = f"{'https' if tls else 'http'}://localhost:{made.port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
