"""A learner in a real browser: joins by code, keys the first lesson, reloads in the middle, passes it."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome, ChromeOptions, ChromeService
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.expected_conditions import presence_of_element_located
from selenium.webdriver.support.ui import WebDriverWait

from tests.classroom.classes import Held

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not (CHROMIUM and DRIVER), reason="Chromium and chromedriver are not installed (apt: chromium-driver)"
    ),
]
PICTURES = Path(__file__).parents[2] / "build" / "browser"
"""Where the screenshots are kept, to be looked at."""


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Chrome]:
    options = ChromeOptions()
    options.binary_location = CHROMIUM or ""
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1100,760"):
        options.add_argument(argument)
    options.add_argument(f"--user-data-dir={tmp_path / 'profile'}")
    chrome = Chrome(options=options, service=ChromeService(executable_path=DRIVER))
    yield chrome
    chrome.quit()


class Page:
    """A learner's hands and eyes in the browser; `sees` waits until a report of the seat fits."""

    def __init__(self, chrome: Chrome, held: Held) -> None:
        self.chrome, self.held = chrome, held
        self.room = held.hall.room

    def join(self, name: str) -> None:
        self.chrome.get(self.held.server.address)
        self.chrome.find_element(By.ID, "code").send_keys(self.room.seats[0].code.lower())
        self.chrome.find_element(By.ID, "name").send_keys(name, Keys.ENTER)
        self.terminal()

    def terminal(self) -> None:
        """Wait until the terminal shows its first bytes."""
        WebDriverWait(self.chrome, 20).until(
            presence_of_element_located((By.CSS_SELECTOR, "body.-first-byte .xterm-helper-textarea"))
        )

    def type(self, *keys: str) -> None:
        self.chrome.find_element(By.CSS_SELECTOR, ".xterm-helper-textarea").send_keys(*keys)

    def keep(self, name: str) -> None:
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.chrome.save_screenshot(str(PICTURES / f"{name}.png"))


async def in_thread(work: Callable[[], object]) -> None:
    """Drive the browser beside the server's loop."""
    await asyncio.to_thread(work)


async def reaches(held: Held, screen: str) -> None:
    """Wait until the seat says that it shows a screen."""
    seat = held.hall.room.seats[0]
    reached = asyncio.Event()

    def hears(_: str) -> None:
        if seat.last and seat.last.screen == screen:
            reached.set()

    held.hall.listeners.append(hears)
    hears("")
    async with asyncio.timeout(20):
        await reached.wait()
    held.hall.listeners.remove(hears)


async def test_the_first_lesson_in_chromium(held: Held, browser: Chrome) -> None:
    """Joins, signs on, reloads in the middle, goes on where she was, passes with every goal."""
    page = Page(browser, held)
    await in_thread(lambda: page.join("Ann Lee"))
    await in_thread(lambda: page.keep("1-brief"))
    await in_thread(lambda: page.type(Keys.ENTER, "17001", Keys.ENTER))
    await reaches(held, "WORK")
    await in_thread(lambda: page.type(Keys.HOME, "/PRACTICE-DOE", Keys.ENTER))
    await reaches(held, "SRCH")
    await in_thread(lambda: page.keep("2-search"))
    await in_thread(browser.refresh)
    await in_thread(page.terminal)
    await in_thread(lambda: page.keep("3-after-the-reload"))
    await in_thread(lambda: page.type(Keys.HOME, "CAS1 17000123", Keys.ENTER))
    await reaches(held, "CAS1")
    await in_thread(lambda: page.type(Keys.F11))
    await reaches(held, "CAS2")
    await in_thread(lambda: page.keep("4-cas2"))
    await in_thread(lambda: page.type(Keys.HOME, "CALO", Keys.ENTER))
    await reaches(held, "CALO")
    await in_thread(lambda: page.type(Keys.F6))
    await reaches(held, "NOTE")
    await in_thread(lambda: page.type("CP called and asked how her case stands.", Keys.ENTER))
    await reaches(held, "CALO")
    await in_thread(lambda: page.type(Keys.HOME, "FINISH", Keys.ENTER))
    seat = held.hall.room.seats[0]
    async with asyncio.timeout(20):
        while not (seat.last and seat.last.finished):
            changed = asyncio.Event()
            held.hall.listeners.append(lambda _, event=changed: event.set())  # type: ignore[misc]
            await changed.wait()
    await in_thread(lambda: page.keep("5-score-sheet"))
    assert seat.name == "Ann Lee"
    assert (seat.last.points, seat.last.passed, len(seat.last.met)) == (100, True, 5)


async def test_the_page_asks_nothing_of_other_hosts(held: Held, browser: Chrome) -> None:
    """No request leaves for elsewhere, and no script is stopped by the page's own policy."""
    page = Page(browser, held)
    await in_thread(lambda: page.join("Ann Lee"))
    asked: list[str] = await asyncio.to_thread(
        browser.execute_script, "return performance.getEntriesByType('resource').map(e => e.name)"
    )
    assert asked
    assert all(re.match(r"(http|ws)://127\.0\.0\.1:", one) for one in asked)
    said = [one["message"] for one in await asyncio.to_thread(browser.get_log, "browser")]
    assert not [one for one in said if "Content Security Policy" in one]
