"""Watches the process tree that `plenary serve` prepared. It loads nothing but Python's own
library: it stays for as long as the server runs."""

import http.client
import json
import signal
import sys
import time
from dataclasses import asdict, dataclass
from typing import TextIO

from plenary.management.tree import Child, ChildDied, Tree

_START_SECONDS = 30.0


@dataclass
class Plan:
    """What runs (name and command of each), where it must answer (host, port, path) before it is
    announced, and with which words."""

    children: list[tuple[str, list[str]]]
    doors: list[tuple[str, int, str]]
    banner: str

    def written(self) -> str:
        return json.dumps(asdict(self))


def answers(host: str, port: int, path: str) -> bool:
    """Whether a server answers there, whatever it says."""
    asking = http.client.HTTPConnection(host, port, timeout=5)
    try:
        asking.request("GET", path, headers={"Host": "localhost"})
        asking.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asking.close()
    return True


def _say(words: str, stream: TextIO | None = None) -> None:
    print(words, file=stream or sys.stderr, flush=True)


def _is_up(tree: Tree, doors: list[tuple[str, int, str]]) -> bool:
    limit = time.monotonic() + _START_SECONDS
    waiting = doors
    while waiting and time.monotonic() < limit:
        tree.look()
        waiting = [door for door in waiting if not answers(*door)]
        if waiting:
            time.sleep(0.1)
    if waiting:
        _say("The site does not answer yet; waiting on.")
    return not waiting


def run(plan: Plan) -> None:
    """Until asked to stop; ChildDied where a part could not start at all."""
    tree = Tree([Child(name, command) for name, command in plan.children], _say)
    try:
        tree.start()
        if _is_up(tree, plan.doors):
            _say(plan.banner, sys.stdout)
        signal.signal(signal.SIGTERM, tree.stop)
        signal.signal(signal.SIGINT, tree.stop)
        tree.watch()
        _say("\nStopping …", sys.stdout)
    finally:
        # A second Ctrl-C must not leave children behind.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        tree.finish()
    _say("Stopped.", sys.stdout)


def main() -> None:
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        run(Plan(**json.loads(sys.argv[1])))
    except ChildDied as died:
        sys.exit(str(died))
    except KeyboardInterrupt:
        _say("\nStopped.", sys.stdout)


if __name__ == "__main__":
    main()
