"""Reads: the first argument is the viewer."""

from plenary.federation.queries.servers import KnownServer, known_server, known_servers

__all__ = ["KnownServer", "known_server", "known_servers"]
