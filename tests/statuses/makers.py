"""Posting, for tests that are about something else."""

import io
from fractions import Fraction
from typing import Any

import av
from PIL import Image

from plenary.accounts.models import Account
from plenary.statuses import actions
from plenary.statuses.models import Status, Visibility
from plenary.statuses.rules import Draft


def post(author: Account, text: str = "Good morning", **draft: Any) -> Status:
    return actions.publish(author, Draft(text=text, **draft))


def reply(author: Account, to: Status, text: str = "Indeed", **draft: Any) -> Status:
    return post(author, text, in_reply_to_id=to.pk, **draft)


def picture(width: int = 60, height: int = 40) -> io.BytesIO:
    """A small JPEG as a phone would send it."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, "JPEG")
    out.seek(0)
    out.name = "face.jpg"
    return out


PUBLIC, UNLISTED = Visibility.PUBLIC, Visibility.UNLISTED
PRIVATE, DIRECT = Visibility.PRIVATE, Visibility.DIRECT


def film(codec: str = "libx264", form: str = "mp4", size: tuple[int, int] = (64, 48)) -> io.BytesIO:
    """Half a second of film, with what a phone tells of the place and of the person."""
    out = io.BytesIO()
    with av.open(out, "w", format=form) as made:
        made.metadata.update({"title": "SECRET", "location": "+55.95-003.18/", "comment": "SECRET"})
        stream: Any = made.add_stream(codec, rate=24)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        stream.metadata["handler_name"] = "SECRET"
        for number in range(12):
            image = Image.new("RGB", size, (number * 20, 90, 90))
            made.mux(stream.encode(av.VideoFrame.from_image(image)))
        made.mux(stream.encode())
    out.seek(0)
    out.name = f"film.{form}"
    return out


def sound(codec: str = "pcm_s16le", form: str = "wav") -> io.BytesIO:
    """Half a second of silence."""
    out = io.BytesIO()
    with av.open(out, "w", format=form) as made:
        made.metadata["title"] = "SECRET"
        stream: Any = made.add_stream(codec, rate=44_100, layout="mono")
        frame = av.AudioFrame(format=stream.format.name, layout="mono", samples=1024)
        frame.sample_rate, frame.time_base = 44_100, Fraction(1, 44_100)
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        for number in range(20):
            frame.pts = number * 1024
            made.mux(stream.encode(frame))
        made.mux(stream.encode(None))
    out.seek(0)
    out.name = f"sound.{form}"
    return out
