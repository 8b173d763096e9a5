"""Telling open pages that something happened: to the streaming process, and from there on.

A message carries ids and never content: the page fetches what its viewer may see. Nothing here is
durable; who was away refreshes on return.
"""

import logging
from collections.abc import Sequence
from typing import Any

import msgspec
from django.conf import settings
from django.db import Error, connection, transaction

from plenary.lib import datagrams

log = logging.getLogger(__name__)

SOCKET = "stream.sock"
CHANNEL = "plenary_stream"
# PostgreSQL refuses a NOTIFY of 8,000 bytes; a datagram may hold more, but one size is simpler.
_MOST_BYTES = 7_500


class Message(msgspec.Struct, array_like=True):
    channels: list[str]
    event: str
    data: dict[str, Any]


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Message)


def account(account_id: int) -> str:
    """The channel of one account."""
    return f"account:{account_id}"


PUBLIC = "public"


def publish(channels: Sequence[str], event: str, data: dict[str, Any] | None = None) -> None:
    """Tell everybody who listens on these channels, once the transaction is committed."""
    messages = encode(channels, event, data or {})
    if not messages:
        return
    last = connection.run_on_commit[-1] if connection.run_on_commit else None
    # One way to go for what follows one another within the same savepoints.
    if last and isinstance(last[1], _Parcel) and last[0] == set(connection.savepoint_ids):
        last[1].messages += messages
    else:
        transaction.on_commit(_Parcel(messages), robust=True)


class _Parcel:
    """What goes out together at the commit."""

    def __init__(self, messages: list[bytes]) -> None:
        self.messages = messages

    def __call__(self) -> None:
        _send(self.messages)


def encode(channels: Sequence[str], event: str, data: dict[str, Any]) -> list[bytes]:
    """As many messages as it takes for each to stay small."""
    room = _MOST_BYTES - len(_encoder.encode(Message([], event, data)))
    if room < 200:
        raise ValueError(f"'{event}' carries too much: a message holds ids, no content")
    messages: list[bytes] = []
    part: list[str] = []
    used = 0
    for channel in dict.fromkeys(channels):
        size = len(channel.encode()) + 3
        if part and used + size > room:
            messages.append(_encoder.encode(Message(part, event, data)))
            part, used = [], 0
        part.append(channel)
        used += size
    if part:
        messages.append(_encoder.encode(Message(part, event, data)))
    return messages


def decode(raw: bytes | str) -> Message:
    return _decoder.decode(raw)


def _send(messages: list[bytes]) -> None:
    """By Redis if there is one, else by the database if it can, else by a socket."""
    try:
        if settings.REDIS_URL:
            _by_redis(messages)
        elif connection.vendor == "postgresql":
            texts = [message.decode() for message in messages]
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_notify(%s, part) FROM unnest(%s::text[]) AS part", [CHANNEL, texts]
                )
        else:
            datagrams.send(SOCKET, messages)
    except (OSError, Error) as error:
        log.warning("open pages were not told: %s", error)


def _by_redis(messages: list[bytes]) -> None:
    import redis

    global _redis
    if _redis is None:
        _redis = redis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1, health_check_interval=30
        )
    try:
        pipe = _redis.pipeline(transaction=False)
        for message in messages:
            pipe.publish(CHANNEL, message)
        pipe.execute()
    except redis.RedisError as error:
        log.warning("open pages were not told: %s", error)


_redis: Any = None
