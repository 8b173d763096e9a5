"""Two people, their phones, and the real server: what the browser tests have in common."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.journeys.server import Server

ROOT = Path(__file__).resolve().parent.parent.parent
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}
DESKTOP = {"viewport": {"width": 1280, "height": 800}}
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-client-side-phishing-detection",
]
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# A page that says 404 or 422 is what some tests ask for.
_EXPECTED = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")

Open = Callable[[], Page]


def _chromium() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    pytest.fail("Chromium is not installed. On Debian: apt-get install chromium")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    report = yield
    if report.when == "call":
        item.stash[_FAILED] = report.failed
    return report


_FAILED = pytest.StashKey[bool]()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Plenary with its demo, started once; at the end it must stop cleanly."""
    started = Server(tmp_path_factory.mktemp("plenary"))
    try:
        started.wait()
        yield started
    finally:
        started.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=_chromium(), args=_ARGUMENTS)
        yield chromium
        chromium.close()


class Contexts:
    """Opens browsers for people, and notes whatever their consoles complain about."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser = browser
        self.url = url
        self.opened: list[BrowserContext] = []
        self.complaints: list[str] = []

    def open(self, shape: dict[str, Any]) -> Page:
        context = self.browser.new_context(
            base_url=self.url,
            locale="en-GB",
            timezone_id="Europe/London",
            reduced_motion="reduce",
            **shape,
        )
        context.set_default_timeout(15_000)
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.opened.append(context)
        return context.new_page()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not _EXPECTED.match(message.text):
            self.complaints.append(f"{message.text} ({message.location.get('url')})")

    def keep_screenshots(self, name: str) -> None:
        folder = ROOT / "test-results"
        folder.mkdir(exist_ok=True)
        pages = [page for context in self.opened for page in context.pages]
        for number, page in enumerate(pages, 1):
            page.screenshot(path=folder / f"{name}-{number}.png", full_page=True)

    def close(self) -> None:
        for context in self.opened:
            context.close()


@pytest.fixture
def contexts(
    request: pytest.FixtureRequest, browser: Browser, server: Server
) -> Iterator[Contexts]:
    made = Contexts(browser, server.url)
    yield made
    failed = request.node.stash.get(_FAILED, False)
    if failed:
        made.keep_screenshots(re.sub(r"\W+", "-", request.node.name))
    made.close()
    # Among them: whatever the content security policy had to block.
    assert failed or not made.complaints, "\n".join(["the console says:", *made.complaints])


@pytest.fixture
def phone(contexts: Contexts) -> Open:
    """`phone()` is a fresh phone of 390x844, signed out."""
    return lambda: contexts.open(PHONE)


@pytest.fixture
def desktop(contexts: Contexts) -> Open:
    """`desktop()` is a fresh window of 1280x800, signed out."""
    return lambda: contexts.open(DESKTOP)


@pytest.fixture
def sign_in(server: Server) -> Callable[..., None]:
    """`sign_in(page, handle)` signs a person of the demo in; by default the one it offers."""

    def enter(page: Page, handle: str = "") -> None:
        email, password = server.sign_in_of(handle)
        page.goto("/auth/login/")
        page.locator("input[name=login]").fill(email)
        page.locator("input[name=password]").fill(password)
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url(lambda url: "/auth/login" not in url)

    return enter


@pytest.fixture
def axe() -> Callable[..., None]:
    """`axe(page)` finds nothing to complain about, in light and in dark."""
    library = Axe()

    def look(page: Page, schemes: tuple[str, ...] = ("light", "dark")) -> None:
        for scheme in schemes:
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            found = library.run(page, options={"runOnly": _RULES, "resultTypes": ["violations"]})
            if found.violations_count:
                pytest.fail(f"{page.url} in {scheme}: {found.generate_report()}", pytrace=False)

    return look
