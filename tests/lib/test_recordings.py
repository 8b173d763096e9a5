"""Films and recordings in: by what they hold; out: nothing that tells where or by whom."""

import io
from pathlib import Path
from typing import Any

import av
import pytest

from plenary.lib import media, recordings
from plenary.lib.errors import Refused
from tests.statuses.makers import film, picture, sound


def files(settings: Any) -> list[str]:
    root = Path(settings.MEDIA_ROOT)
    return sorted(path.suffix for path in root.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("made", "kind", "ext"),
    [
        (lambda: film(), "video", "mp4"),
        (lambda: film(form="mov"), "video", "mp4"),
        (lambda: film("libvpx-vp9", "webm"), "video", "webm"),
        (lambda: sound("libmp3lame", "mp3"), "audio", "mp3"),
        (lambda: sound("aac", "ipod"), "audio", "m4a"),
        (lambda: sound("flac", "flac"), "audio", "flac"),
        (lambda: sound(), "audio", "flac"),
    ],
)
def test_it_comes_out_without_what_it_told(settings: Any, made: Any, kind: str, ext: str) -> None:
    sent = made()
    assert recordings.is_recording(sent)
    assert b"SECRET" in sent.getvalue() or ext == "m4a"
    out = recordings.remake(recordings.keep(sent))
    path = media.find(out.file)
    assert path is not None and path.suffix == f".{ext}" and out.kind == kind
    assert b"SECRET" not in path.read_bytes() and b"55.95" not in path.read_bytes()
    assert 0.2 < out.duration < 1.5
    if kind == "video":
        assert (out.width, out.height, out.frame_rate) == (64, 48, "24/1") and out.blurhash
        assert out.small == media.small(out.file) and media.find(out.small)
    with av.open(str(path)) as again:
        assert sum(1 for _ in again.decode(again.streams[0])) >= 5
    media.delete_all([out.file])
    assert set(files(settings)) == {""}, "what was sent stays until its row says what became of it"


def test_a_film_of_another_name_is_what_it_holds() -> None:
    assert not recordings.is_recording(picture())
    assert not recordings.is_recording(io.BytesIO(b"\0\0\0\x18ftypheic\0\0\0\0"))
    assert not recordings.is_recording(io.BytesIO(b""))
    assert not recordings.is_recording(io.BytesIO(b"<svg onload=alert(1)>"))


@pytest.mark.parametrize(
    "evil",
    [
        b"\0\0\0\x18ftypmp42" + b"\0" * 400,
        b"OggS" + b"\xff" * 400,
        b"ID3" + b"\x7f" * 4000,
        b"\x1aE\xdf\xa3" + b"\x01" * 100,
        b"#EXTM3U\nfile:///etc/passwd\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
    ],
)
def test_what_cannot_be_read_is_refused_and_leaves_nothing(settings: Any, evil: bytes) -> None:
    path = recordings.keep(io.BytesIO(evil))
    with pytest.raises(Refused, match="cannot be read"):
        recordings.remake(path)
    media.delete(path)
    assert files(settings) == []


def test_a_film_cut_short_is_shown_as_far_as_it_goes_or_refused(settings: Any) -> None:
    whole = film("libvpx-vp9", "webm").getvalue()
    path = recordings.keep(io.BytesIO(whole[: len(whole) // 2]))
    try:
        assert media.find(recordings.remake(path).file)
    except Refused as refused:
        assert "read" in refused.message


def test_too_much(settings: Any) -> None:
    settings.MAX_RECORDING_BYTES = 1000
    with pytest.raises(Refused, match="larger than"):
        recordings.keep(film())
    assert files(settings) == []
