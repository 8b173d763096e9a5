"""Short messages between processes of one machine, through unix datagram sockets in DATA/run.

Sending never waits long and never fails the caller: whoever listens must also look by itself.
"""

import contextlib
import os
import socket
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

_LONGEST = 100  # the kernel allows 107 bytes of path


def folder() -> Path:
    """DATA/run, which only its owner may enter."""
    path = Path(settings.DATA) / "run"
    if not path.is_dir():
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


@contextlib.contextmanager
def _address(name: str) -> Iterator[str]:
    """A path to the socket that is short enough, however deep the data folder lies."""
    path = str(folder() / name)
    if len(os.fsencode(path)) <= _LONGEST:
        yield path
        return
    descriptor = os.open(folder(), os.O_RDONLY)
    try:
        yield f"/proc/self/fd/{descriptor}/{name}"
    finally:
        os.close(descriptor)


def listen(name: str) -> socket.socket:
    """A non-blocking socket bound to `name`, in place of one that a dead process left."""
    forget(name)
    bound = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    bound.setblocking(False)
    with contextlib.suppress(OSError):
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
    with _address(name) as address:
        bound.bind(address)
    return bound


def forget(name: str) -> None:
    (folder() / name).unlink(missing_ok=True)


def send(name: str, messages: list[bytes], timeout: float = 0.2) -> bool:
    """Send to whoever listens at `name`; False when nobody does or it does not keep up."""
    sender = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    try:
        sender.settimeout(timeout)
        with _address(name) as address:
            sender.connect(address)
        for message in messages:
            sender.send(message)
    except OSError:
        return False
    finally:
        sender.close()
    return True


def listeners(prefix: str) -> list[str]:
    """Names in DATA/run that begin with `prefix`, living or left behind."""
    try:
        return [name for name in os.listdir(folder()) if name.startswith(prefix)]
    except OSError:
        return []
