"""Writing an archive to disk, a part at a time: what is held of it does not grow with it."""

import os
import secrets
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings

from plenary.accounts.models import Account
from plenary.archive.queries import exports, parcel
from plenary.archive.rules.tables import TABLES
from plenary.lib import media

_encode = msgspec.json.Encoder().encode


def pack(owner: Account, archive_id: int, heard: Callable[[int], None]) -> tuple[str, int]:
    """Write it; its name in ARCHIVE_ROOT, which nobody can guess, and its size. `heard` is told
    how many posts are written, now and then. An OSError where there is no room: then nothing of it
    is left."""
    folder = Path(settings.ARCHIVE_ROOT)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = f"{archive_id}-{secrets.token_hex(16)}.zip"
    draft = folder / f"{name}.part"
    try:
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "w+b") as out:
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
                _write(archive, owner, heard)
            out.flush()
            os.fsync(out.fileno())
        size = draft.stat().st_size
        draft.replace(folder / name)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return name, size


def _write(archive: zipfile.ZipFile, owner: Account, heard: Callable[[int], None]) -> None:
    _put(archive, "actor.json", parcel.actor(owner))
    _collection(archive, "outbox.json", _posts(owner, heard))
    _collection(archive, "likes.json", parcel.likes(owner))
    _collection(archive, "bookmarks.json", parcel.bookmarks(owner))
    for path, name in ((owner.avatar, "avatar.webp"), (owner.header, "header.webp")):
        _file(archive, path, name)
    for path in parcel.files(owner):
        _file(archive, path, f"{settings.MEDIA_URL.lstrip('/')}{path}")
    for kind, table in TABLES.items():
        with _entry(archive, table.file) as write:
            for line in exports.table(owner, kind):
                write(line.encode())
    _put(archive, "plenary/account.json", parcel.account(owner))
    for name, rows in (
        ("attendance", parcel.attendance),
        ("encounters", parcel.encounters),
        ("learning", parcel.learning),
        ("notes", parcel.notes),
    ):
        with _entry(archive, f"plenary/{name}.json") as write:
            write(b"[")
            _items(write, rows(owner))
            write(b"]")


def _posts(owner: Account, heard: Callable[[int], None]) -> Iterator[Any]:
    written = 0
    for part in parcel.activities(owner):
        yield from part
        written += len(part)
        heard(written)


@contextmanager
def _entry(archive: zipfile.ZipFile, name: str) -> Iterator[Callable[[bytes], Any]]:
    # How long it will be is not known yet.
    with archive.open(name, "w", force_zip64=True) as out:
        yield out.write


def _put(archive: zipfile.ZipFile, name: str, thing: Any) -> None:
    with _entry(archive, name) as write:
        write(_encode(thing))


def _items(write: Callable[[bytes], Any], items: Iterable[Any]) -> int:
    count = 0
    for count, item in enumerate(items, 1):
        write(b",\n" if count > 1 else b"\n")
        write(_encode(item))
    write(b"\n")
    return count


def _collection(archive: zipfile.ZipFile, name: str, items: Iterable[Any]) -> None:
    """An OrderedCollection; how many there were is said last."""
    with _entry(archive, name) as write:
        head = _encode({"@context": parcel.CONTEXT, "id": name, "type": "OrderedCollection"})
        write(head[:-1] + b',"orderedItems":[')
        count = _items(write, items)
        write(b'],"totalItems":%d}' % count)


def _file(archive: zipfile.ZipFile, path: str, name: str) -> None:
    """A file of theirs as it is stored: pictures and films do not become smaller."""
    found = media.find(path) if path else None
    if found is not None:
        archive.write(found, name, zipfile.ZIP_STORED)
