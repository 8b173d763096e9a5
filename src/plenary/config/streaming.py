"""`python -m plenary.config.streaming --host HOST --port PORT`: the streaming process.

Uvicorn, not granian: an idle WebSocket takes a sixth of the memory, and it pings by itself
(docs/decisions).
"""

import argparse
import asyncio
import socket

import uvicorn

from plenary.config import asgi

MOST_STREAMS = 20_000
MOST_BYTES = 8192  # of a message from a client


class Server(uvicorn.Server):
    """Ends open streams before it waits for answers to end."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        await asyncio.gather(*(hub.stop() for hub in asgi.hubs()))
        await super().shutdown(sockets)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
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
    Server(config).run()


if __name__ == "__main__":
    main()
