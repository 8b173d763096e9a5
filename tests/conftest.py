"""What every test may ask for. People and events come from `tests.factories`."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connections
from django.test import Client

from plenary.accounts.models import Account
from plenary.lib import clock, ids


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite in a file, as in earnest: one in memory has other locks and no write-ahead log."""
    given = connections["default"].settings_dict
    if "sqlite" in given["ENGINE"]:
        given["TEST"]["NAME"] = str(tmp_path_factory.getbasetemp() / "test.sqlite3")


def _asks_the_database(item: pytest.Item) -> bool:
    marks = ("django_db", "postgres", "faults")
    fixtures = getattr(item, "fixturenames", ())
    return any(map(item.get_closest_marker, marks)) or not {"db", "transactional_db"}.isdisjoint(
        fixtures
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    vendor = connections["default"].vendor
    if vendor == "postgresql" and config.option.markexpr:
        # The whole suite runs on SQLite first: what asks no database has run there.
        config.hook.pytest_deselected(items=[one for one in items if not _asks_the_database(one)])
        items[:] = [one for one in items if _asks_the_database(one)]
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.browser)
        for engine in ("postgres", "sqlite"):
            if item.get_closest_marker(engine) and not vendor.startswith(engine):
                item.add_marker(pytest.mark.skip(reason=f"this run is on {vendor}"))
    # Last: the browser's event loop stays in the thread, and Django then refuses its database.
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def pytest_configure() -> None:
    """What `plenary prepare` makes; WhiteNoise looks for it at every start."""
    django_settings.STATIC_ROOT.mkdir(exist_ok=True)


@pytest.fixture(autouse=True)
def own_ground(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test sees what another left: files, cached limits, a shifted clock, ids of the future, a
    set variable."""
    monkeypatch.delenv("PLENARY_CLOCK_OFFSET", raising=False)
    settings.MEDIA_ROOT = tmp_path / "media"
    cache.clear()
    if ids._last > clock.milliseconds():  # a test before this one was in the future
        monkeypatch.setattr(ids, "_last", 0)
    yield
    assert clock._frozen is None, "a test left the clock frozen"


@pytest.fixture
def freeze() -> Iterator[Callable[[datetime], None]]:
    """`freeze(moment)` holds Plenary's clock there until the test ends or freezes it anew."""
    with ExitStack() as stack:

        def hold(moment: datetime) -> None:
            stack.enter_context(clock.freeze(moment))

        yield hold


@pytest.fixture
def client_for(settings: Any) -> Callable[[Account], Client]:
    """A browser in which this person is signed in."""

    def signed_in(account: Account) -> Client:
        browser = Client()
        browser.force_login(account.user, backend=settings.AUTHENTICATION_BACKENDS[0])
        return browser

    return signed_in
