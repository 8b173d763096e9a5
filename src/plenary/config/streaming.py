"""`python -m plenary.config.streaming --host HOST --port PORT`: the streaming process. With
`--front PORT --web PORT` it also owns the port of a test server (`front`).

Uvicorn, not granian: an idle WebSocket takes a sixth of the memory, and it pings by itself
(docs/decisions).
"""

import argparse
import asyncio
import socket
from typing import Any

import uvicorn

from plenary.config import asgi
from plenary.config.front import Front

MOST_STREAMS = 20_000
MOST_BYTES = 8192  # of a message from a client


class Server(uvicorn.Server):
    """Ends open streams before it waits for answers to end."""

    front: Front | None = None
    front_port = 0

    def share(self, port: int, web: tuple[str, int]) -> None:
        """Listen at one more port, and hand on from there what is the web server's."""
        self.front, self.front_port = Front(web, self._connection, asgi.ours), port

    def _connection(self) -> asyncio.Protocol:
        make: Any = self.config.http_protocol_class
        made: asyncio.Protocol = make(
            config=self.config, server_state=self.server_state, app_state=self.lifespan.state
        )
        return made

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.front is not None:
            await self.front.listen(self.config.host, self.front_port)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        ending = [hub.stop() for hub in asgi.hubs()]
        if self.front is not None:
            ending.append(self.front.close())
        await asyncio.gather(*ending)
        await super().shutdown(sockets)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--front", type=int, help="a port to share with the web server")
    parser.add_argument("--web", type=int, help="where that one listens, on this machine")
    given = parser.parse_args()
    config = uvicorn.Config(
        asgi.application,
        host=given.host,
        port=given.port,
        loop="asyncio",
        http="h11",
        ws="websockets-sansio",
        ws_max_size=MOST_BYTES,
        ws_per_message_deflate=False,  # a window for each stream would cost more than it saves
        ws_ping_interval=20,
        ws_ping_timeout=20,
        backlog=4096,
        limit_concurrency=MOST_STREAMS,
        timeout_graceful_shutdown=3,
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_config=None,
    )
    server = Server(config)
    if given.front:
        server.share(given.front, ("127.0.0.1", given.web))
    server.run()


if __name__ == "__main__":
    main()
