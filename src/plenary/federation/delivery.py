"""The desk of deliveries: one thread with an asyncio loop, hundreds of servers at once.

Each server has a queue of its own, so that one that answers slowly, or not at all, delays no other:
at most four are under way to it, and of one actor one at a time, in order. What becomes of them is
written down in parts. The database is asked in a thread of its own, which is the only one.
"""

import asyncio
import contextlib
import logging
import math
import os
import threading
from asyncio import Event as Flag
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections, connections

from plenary.conduct import queries as conduct
from plenary.federation import keys, queries, synchronising
from plenary.federation.actions import deliveries
from plenary.federation.actions.deliveries import Claimed, Outcome
from plenary.federation.actions.sending import QUEUE
from plenary.federation.signatures import Body, Scheme, SigningKey, sign
from plenary.jobs.wake import Bell
from plenary.lib.guard import FetchRefused, in_ascii
from plenary.lib.sending import Answer, Sender

log = logging.getLogger(__name__)
_Found = TypeVar("_Found")

CONNECTIONS = 200
IN_HAND = 400
PER_HOST, UNDER_WAY = 16, 4
SECONDS = 10.0  # for one answer
PATIENCE_SECONDS = 6.0  # for those under way, when asked to stop
LOOK_SECONDS = 1.0
_AT_ONCE, _GATHER_SECONDS = 100, 0.1  # results written in one transaction
_LETTERS = 256
_GRAIN_SECONDS = 0.02
_POLITENESS = 19
_SCHEMES: tuple[Scheme, Scheme] = ("cavage", "rfc9421")


class _Pace:
    """Gives turns, at most so many a second, evenly: whoever reads here meanwhile is to notice
    nothing of what goes out. A few at a time, for each waking costs."""

    def __init__(self, per_second: int) -> None:
        self.step = 1 / per_second
        self.next = 0.0

    async def turn(self) -> None:
        now = asyncio.get_running_loop().time()
        at = max(self.next, now)
        self.next = at + self.step
        if at > now:
            await asyncio.sleep(math.ceil(at / _GRAIN_SECONDS) * _GRAIN_SECONDS - now)


@dataclass(slots=True)
class _Letter:
    """An activity, as it is sent to all."""

    actor_uri: str
    body: Body
    key: SigningKey
    digests: dict[str, str] | None = None  # of its author's followers on each server


@dataclass(slots=True)
class _Host:
    waiting: list[Claimed] = field(default_factory=list)
    actors: set[str] = field(default_factory=set)  # with something under way
    under_way: int = 0


class DeliveryDesk:
    """Sends what is to be sent, for as long as it is open."""

    name = "deliveries"

    def __init__(self) -> None:
        self.stopping = False
        self.bell = Bell(QUEUE)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._wake = Flag()
        self._results: list[Outcome] = []
        self._gathered = Flag()
        self._enough = Flag()
        self._hosts: dict[str, _Host] = {}
        self._in_hand: Counter[str] = Counter()
        self._letters: dict[int, _Letter] = {}
        self._tasks: dict[asyncio.Task[None], Claimed] = {}
        self._back: list[Claimed] = []
        self._settling = asyncio.Lock()
        self._pace = _Pace(settings.DELIVERIES_PER_SECOND)
        self._database = ThreadPoolExecutor(1, "deliveries-database")

    def stop(self) -> None:
        """Begin nothing more, and leave once what is under way has arrived."""
        self.stopping = True
        self.bell.ring()
        self._ring()

    def run(self) -> None:
        # Of this thread and those that it starts: a letter can wait for whoever reads.
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _POLITENESS)
        try:
            asyncio.run(self._run())
        finally:
            self._database.submit(connections.close_all)
            self._database.shutdown()

    def _ring(self) -> None:
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # closed already
                self._loop.call_soon_threadsafe(self._wake.set)

    def _listen(self) -> None:
        """Hear when deliveries are committed, in a thread of its own."""
        while not self.stopping:
            self.bell.wait(LOOK_SECONDS)
            self._ring()
        self.bell.close()
        connections.close_all()

    async def _ask(self, ask: Callable[..., _Found], *args: Any) -> _Found:
        """The database, from its thread."""

        def asked() -> _Found:
            close_old_connections()
            return ask(*args)

        return await asyncio.get_running_loop().run_in_executor(self._database, asked)

    async def _run(self) -> None:
        self._loop = asyncio.get_running_loop()
        listener = threading.Thread(target=self._listen, name="deliveries-bell", daemon=True)
        listener.start()
        try:
            async with Sender(CONNECTIONS) as sender:
                clerk = asyncio.create_task(self._settle_as_they_come())
                try:
                    while not self.stopping:
                        await self._round(sender)
                    await self._close()
                finally:
                    clerk.cancel()
        finally:
            self.stopping = True
            self.bell.ring()
            await asyncio.to_thread(listener.join, 2.0)

    async def _round(self, sender: Sender) -> None:
        """One look at what is due."""
        self._wake.clear()
        claimed: list[Claimed] = []
        room = IN_HAND - self._in_hand.total()
        if room > 0:
            try:
                claimed = await self._ask(self._claim, room)
            except (OperationalError, InterfaceError) as error:
                # What we hold is kept by its lease.
                log.warning("the database does not answer: %s", error)
                await self._ask(connections.close_all)
                await asyncio.sleep(LOOK_SECONDS)
                return
        for one in claimed:
            self._in_hand[one.domain] += 1
            self._hosts.setdefault(one.domain, _Host()).waiting.append(one)
        for domain in {one.domain for one in claimed}:
            self._begin(domain, sender)
        if not claimed:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), LOOK_SECONDS)

    def _claim(self, room: int) -> list[Claimed]:
        """Take what is due, and have at hand all it takes to send it."""
        claimed = deliveries.claim(room, PER_HOST, dict(self._in_hand))
        if not claimed:
            return []
        decided = conduct.decisions_for({one.domain for one in claimed})
        kept_away = [one for one in claimed if decided[one.domain].suspended]
        claimed = [one for one in claimed if not decided[one.domain].suspended]
        self._write_letters(claimed)
        lost = [one for one in claimed if one.activity_id not in self._letters]
        deliveries.drop([*kept_away, *lost])
        return [one for one in claimed if one.activity_id in self._letters]

    def _write_letters(self, claimed: list[Claimed]) -> None:
        wanted = {one.activity_id for one in claimed}
        if len(self._letters) > _LETTERS:
            under_way = {one.activity_id for host in self._hosts.values() for one in host.waiting}
            kept = wanted | under_way
            self._letters = {pk: one for pk, one in self._letters.items() if pk in kept}
        missing = wanted - self._letters.keys()
        for pk, (actor_uri, body) in deliveries.bodies(missing).items() if missing else ():
            try:
                key = keys.signing_key(actor_uri)
            except ValueError as error:
                log.warning("activity %s cannot be signed: %s", pk, error)
                continue
            self._letters[pk] = _Letter(actor_uri, Body(body), key)
        for one in claimed:
            letter = self._letters.get(one.activity_id)
            if one.synchronise and letter is not None and letter.digests is None:
                owner = queries.local_actor(letter.actor_uri.rpartition("/")[2])
                letter.digests = synchronising.digests(owner) if owner is not None else {}

    def _begin(self, domain: str, sender: Sender) -> None:
        """Send what a host has room for, in order."""
        host = self._hosts[domain]
        host.waiting.sort(key=lambda one: one.pk)
        passed: set[str] = set()
        for one in list(host.waiting):
            if host.under_way >= UNDER_WAY or self.stopping:
                break
            letter = self._letters[one.activity_id]
            if letter.actor_uri in host.actors | passed:
                passed.add(letter.actor_uri)
                continue
            host.waiting.remove(one)
            host.actors.add(letter.actor_uri)
            host.under_way += 1
            task = asyncio.create_task(self._deliver(one, letter, sender))
            self._tasks[task] = one
            task.add_done_callback(self._tasks.pop)

    async def _deliver(self, one: Claimed, letter: _Letter, sender: Sender) -> None:
        await self._pace.turn()
        outcome = await _send(one, letter, sender)
        host = self._hosts[one.domain]
        host.actors.discard(letter.actor_uri)
        host.under_way -= 1
        if deliveries.is_failing(outcome):
            # The rest of what is in hand for it waits with all else.
            self._back += host.waiting
            host.waiting = []
        self._results.append(outcome)
        self._gathered.set()
        if len(self._results) >= _AT_ONCE:
            self._enough.set()
        self._begin(one.domain, sender)

    async def _settle_as_they_come(self) -> None:
        while True:
            await self._gathered.wait()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._enough.wait(), _GATHER_SECONDS)
            try:
                await self._settle()
            except (OperationalError, InterfaceError) as error:
                log.warning("the database does not answer: %s", error)
                await self._ask(connections.close_all)
                await asyncio.sleep(LOOK_SECONDS)

    async def _settle(self) -> None:
        """Write down what became of what was sent; until then it is ours by its lease, and whoever
        finds it after a crash sends it again."""
        async with self._settling:
            results, back = self._results[:], self._back[:]
            await self._ask(_write_down, results, back)
            del self._results[: len(results)], self._back[: len(back)]
        for one in [*(result.delivery for result in results), *back]:
            self._in_hand[one.domain] -= 1
            if self._in_hand[one.domain] <= 0:
                del self._in_hand[one.domain]
                self._hosts.pop(one.domain, None)
        self._enough.clear()
        if not self._results and not self._back:
            self._gathered.clear()
        self._wake.set()

    async def _close(self) -> None:
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=PATIENCE_SECONDS)
        # What is cut off may have arrived: whoever gets it twice knows it by its id.
        late = list(self._tasks.items())
        for task, _ in late:
            task.cancel()
        self._back += [one for _, one in late]
        for host in self._hosts.values():
            self._back += host.waiting
        with contextlib.suppress(OperationalError, InterfaceError):
            await self._settle()


def _write_down(results: list[Outcome], back: list[Claimed]) -> None:
    if results:
        deliveries.settle(results)
    deliveries.give_back(back)


async def _send(one: Claimed, letter: _Letter, sender: Sender) -> Outcome:
    """With the signature that the server is known to read; where it knows none of that kind, with
    the other."""
    first: Scheme = "rfc9421" if one.signs_with == "rfc9421" else "cavage"
    second = _SCHEMES[first == "cavage"]
    signed = first
    try:
        answer = await _post(one, letter, first, sender)
        if answer.status == 401:
            signed, answer = second, await _post(one, letter, second, sender)
    except FetchRefused as refused:
        return Outcome(one, None, str(refused))
    except Exception:
        log.exception("delivery %s to %s cannot be sent", one.pk, one.inbox)
        return Outcome(one, 400, "It cannot be sent.")
    words = "" if 200 <= answer.status < 300 else f"{one.domain} answered with {answer.status}."
    return Outcome(one, answer.status, words, signed, answer.retry_after)


async def _post(one: Claimed, letter: _Letter, scheme: Scheme, sender: Sender) -> Answer:
    url = in_ascii(one.inbox)
    headers = sign("POST", url, letter.body, letter.key, scheme=scheme)
    headers["Content-Type"] = "application/activity+json"
    if one.synchronise and letter.digests and (there := letter.digests.get(one.domain)):
        headers["Collection-Synchronization"] = synchronising.value(letter.actor_uri, there)
    return await sender.post(url, letter.body.content, headers, SECONDS)
