"""Hearing what `lib.pubsub` publishes: from Redis, from PostgreSQL or from a socket."""

import asyncio
import logging
import random
from collections.abc import Callable
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

from plenary.lib import datagrams, pubsub

log = logging.getLogger(__name__)

Deliver = Callable[[bytes | str], None]
_LONGEST_PAUSE = 5.0


async def hear(deliver: Deliver, missed: Callable[[], None]) -> None:
    """Hear for ever; after an interruption call `missed`: nobody knows what was said."""
    ears = _redis if settings.REDIS_URL else _postgres
    if not settings.REDIS_URL and connection.vendor != "postgresql":
        await _socket(deliver)
        return
    pause, interrupted = 0.1, False

    def connected() -> None:
        nonlocal pause, interrupted
        pause = 0.1
        if interrupted:
            missed()

    while True:
        try:
            await ears(deliver, connected)
        except (psycopg.Error, OSError) as error:
            log.warning("hearing was interrupted: %s", error)
        interrupted = True
        await asyncio.sleep(pause * random.uniform(0.8, 1.2))
        pause = min(pause * 2, _LONGEST_PAUSE)


async def _socket(deliver: Deliver) -> None:
    loop = asyncio.get_running_loop()
    bound = datagrams.listen(pubsub.SOCKET)

    def readable() -> None:
        for _ in range(1000):
            try:
                deliver(bound.recv(1 << 16))
            except BlockingIOError:
                return

    loop.add_reader(bound, readable)
    try:
        await loop.create_future()
    finally:
        loop.remove_reader(bound)
        bound.close()


async def _postgres(deliver: Deliver, connected: Callable[[], None]) -> None:
    params: dict[str, Any] = {**connection.get_connection_params()}
    for ours in ("cursor_factory", "context", "prepare_threshold"):
        params.pop(ours, None)
    # Keepalives: a database that vanished without a word is noticed within half a minute.
    params |= {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}
    async with await psycopg.AsyncConnection.connect(
        **params, autocommit=True, connect_timeout=5
    ) as ear:
        await ear.execute(f"LISTEN {pubsub.CHANNEL}")
        connected()
        async for notify in ear.notifies():
            deliver(notify.payload)


async def _redis(deliver: Deliver, connected: Callable[[], None]) -> None:
    import redis.asyncio as redis

    client = redis.Redis.from_url(settings.REDIS_URL, health_check_interval=15)
    try:
        async with client.pubsub() as ear:
            await ear.subscribe(pubsub.CHANNEL)
            connected()
            async for message in ear.listen():
                if message["type"] == "message":
                    deliver(message["data"])
    except redis.RedisError as error:
        raise OSError(str(error)) from error
    finally:
        await client.aclose()


class Exchange:
    """Hears once in a process, for all who want to know."""

    def __init__(self) -> None:
        self._told: list[tuple[Deliver, Callable[[], None]]] = []
        self._hearing: asyncio.Task[None] | None = None

    async def hear(self, deliver: Deliver, missed: Callable[[], None]) -> None:
        """As `hear`, shared with the others."""
        mine = (deliver, missed)
        self._told.append(mine)
        try:
            if self._hearing is None or self._hearing.done():
                self._hearing = asyncio.create_task(hear(self._deliver, self._missed))
            await asyncio.shield(self._hearing)
        finally:
            self._told.remove(mine)
            if not self._told and self._hearing is not None:
                self._hearing.cancel()
                await asyncio.gather(self._hearing, return_exceptions=True)
                self._hearing = None

    def _deliver(self, raw: bytes | str) -> None:
        for deliver, _ in list(self._told):
            try:
                deliver(raw)
            except Exception:
                log.exception("a message was not passed on")

    def _missed(self) -> None:
        for _, missed in list(self._told):
            missed()


exchange = Exchange()
