"""Posting, for tests that are about something else."""

import io
from typing import Any

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
