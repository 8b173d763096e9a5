"""Pages that posts link to, instead of the world."""

import io
from dataclasses import dataclass, field
from typing import Any

import pytest
from PIL import Image

from plenary.lib import fetch
from plenary.statuses.models import Status
from tests.api.phones import run_all

URL = "https://journal.example/sepsis"
PAGE = b"""<html lang="en"><title>Sepsis</title><meta name="description" content="A trial">
<meta name="author" content="A. Pires"><meta property="og:image" content="/curve.png">
<meta property="og:image:alt" content="A curve">"""


def work() -> None:
    """What waits, and what that leaves to be done a little later."""
    for _ in range(3):
        run_all()


def png(size: tuple[int, int] = (80, 60)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, "PNG")
    return out.getvalue()


@dataclass
class World:
    """What is out there, by address, instead of the network; and what was asked of it."""

    pages: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def fetch(self, url: str, *, max_bytes: int, only: Any, **_: Any) -> fetch.Fetched:
        fetch.check_url(url)
        self.asked.append(url)
        found = self.pages.get(url)
        if found is None:
            raise fetch.FetchRefused("There is no server.")
        final, kind, body = found
        if kind not in only or len(body) > max_bytes:
            raise fetch.FetchRefused("something else")
        return fetch.Fetched(final, kind, body)


@pytest.fixture
def world(settings, monkeypatch, db: None) -> World:
    settings.LINK_PREVIEWS = True
    made = World()
    made.pages[URL] = (URL, "text/html", PAGE)
    made.pages["https://journal.example/curve.png"] = (
        "https://journal.example/curve.png", "image/png", png()
    )  # fmt: skip
    monkeypatch.setattr(fetch, "fetch", made.fetch)
    return made


def card(asker, status: Status) -> Any:
    return asker.get(f"/api/v1/statuses/{status.pk}")["card"]
