"""A learner's or trainer's hands and eyes in a real Chromium without a window."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from selenium.common.exceptions import ElementNotInteractableException
from selenium.webdriver import Chrome, ChromeOptions, ChromeService
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.expected_conditions import (
    presence_of_element_located,
    staleness_of,
    text_to_be_present_in_element,
)
from selenium.webdriver.support.ui import WebDriverWait

from tests.classroom.classes import Held

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
in_chromium = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not (CHROMIUM and DRIVER), reason="Chromium and chromedriver are not installed (apt: chromium-driver)"
    ),
]
"""What marks a test that needs it."""
PICTURES = Path(__file__).parents[2] / "build" / "browser"
"""Where the screenshots are kept, to be looked at."""


@contextmanager
def chromium(profile: Path) -> Iterator[Chrome]:
    """A browser of its own, ended afterwards."""
    options = ChromeOptions()
    options.binary_location = CHROMIUM or ""
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1100,760"):
        options.add_argument(argument)
    options.add_argument(f"--user-data-dir={profile}")
    chrome = Chrome(options=options, service=ChromeService(executable_path=DRIVER))
    try:
        yield chrome
    finally:
        chrome.quit()


LIGHT = """
    const drawn = document.querySelector("canvas.xterm-text-layer").getContext("2d")
        .getImageData(arguments[0], arguments[1], arguments[2], arguments[3]).data;
    return drawn.some((part, at) => at % 4 < 3 && part > 150);
"""
"""Whether something light stands in a part of the terminal: where it begins, its width and height."""


class Page:
    """A learner's hands and eyes in the browser; `sees` waits until a report of the seat fits."""

    def __init__(self, chrome: Chrome, held: Held) -> None:
        self.chrome, self.held = chrome, held
        self.room = held.runtime.room

    def join(self, name: str) -> None:
        self.chrome.get(self.held.server.address)
        self.chrome.find_element(By.ID, "code").send_keys(self.room.seats[0].code.lower())
        self.enter("name", name)

    def enter(self, box: str, text: str) -> None:
        """Type into a box, press Enter and wait until another page has come in place of this one."""
        filled = self.chrome.find_element(By.ID, box)
        filled.send_keys(text, Keys.ENTER)
        WebDriverWait(self.chrome, 60).until(staleness_of(filled))

    def hears(self, text: str) -> None:
        """Wait until an answer of the seat line by line says this."""
        WebDriverWait(self.chrome, 60).until(text_to_be_present_in_element((By.ID, "answers"), text))

    def terminal(self) -> None:
        """Wait until the terminal shows its first bytes."""
        there = "body.-first-byte:not(.-closed) .xterm-helper-textarea"
        WebDriverWait(self.chrome, 60).until(presence_of_element_located((By.CSS_SELECTOR, there)))

    def type(self, *keys: str) -> None:
        """Type once the terminal has its size: before, the driver takes it for hidden."""

        def typed(chrome: Chrome) -> bool:
            chrome.find_element(By.CSS_SELECTOR, ".xterm-helper-textarea").send_keys(*keys)
            return True

        waiting = WebDriverWait(self.chrome, 60, ignored_exceptions=(ElementNotInteractableException,))
        waiting.until(typed)

    def sees(self, row: int, column: int = 0, columns: int = 20) -> None:
        """Wait until something light is drawn in some columns of a row of the terminal."""

        def drawn(chrome: Chrome) -> bool:
            cell = chrome.find_element(By.CSS_SELECTOR, ".xterm-helper-textarea").size
            high, wide = cell["height"], cell["width"]
            part = [column * wide, row * high, columns * wide, high]
            return bool(high and chrome.execute_script(LIGHT, *part))

        WebDriverWait(self.chrome, 60).until(drawn)

    def give_token(self, token: str) -> None:
        self.chrome.get(f"{self.held.url}/trainer")
        self.enter("token", token)

    def fault(self) -> str:
        """Wait until the page says what was refused; its text."""
        there = presence_of_element_located((By.CSS_SELECTOR, ".fault"))
        return str(WebDriverWait(self.chrome, 60).until(there).text)

    def open_board(self, token: str) -> None:
        self.give_token(token)
        self.terminal()

    def over(self, hand: ActionChains, row: int, column: int) -> None:
        """Let a hand go over a cell, row and column counted from 0; the cursor's box is as large as one."""
        screen = self.chrome.find_element(By.CSS_SELECTOR, ".xterm-screen")
        cell = self.chrome.find_element(By.CSS_SELECTOR, ".xterm-helper-textarea").size
        left, top = -screen.size["width"] // 2, -screen.size["height"] // 2
        right, down = cell["width"] * column + 4, cell["height"] * row + cell["height"] // 2
        hand.move_to_element_with_offset(screen, left + right, top + down)

    def click(self, row: int, column: int = 10) -> None:
        """Click on a cell of the terminal."""
        hand = ActionChains(self.chrome)
        self.over(hand, row, column)
        hand.click().perform()

    def says(self, text: str) -> None:
        """Wait until the page says something in place of the terminal."""
        WebDriverWait(self.chrome, 60).until(
            text_to_be_present_in_element((By.CSS_SELECTOR, "body.-closed .closed"), text)
        )

    def complaints(self) -> list[str]:
        """The errors in the browser's console, such as what is not found or stopped by the page's policy."""
        said: list[dict[str, str]] = self.chrome.get_log("browser")  # type: ignore[no-untyped-call]
        return [one["message"] for one in said if one["level"] == "SEVERE"]

    def elsewhere(self) -> list[str]:
        """The addresses of other hosts of which anything was asked, a line kept open included."""
        noted: list[dict[str, str]] = self.chrome.get_log("performance")  # type: ignore[no-untyped-call]
        events = [json.loads(one["message"])["message"] for one in noted]
        asked = [
            one["params"].get("url") or one["params"].get("request", {}).get("url", "")
            for one in events
            if one["method"] in {"Network.requestWillBeSent", "Network.webSocketCreated"}
            and not re.match("chrome(-untrusted)?:", one["params"].get("documentURL", ""))  # a new tab
        ]
        assert any(one.startswith("ws") for one in asked)
        return [one for one in asked if not re.match(r"(http|ws)://127\.0\.0\.1:|data:", one)]

    def keep(self, name: str) -> None:
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.chrome.save_screenshot(str(PICTURES / f"{name}.png"))


async def in_thread(work: Callable[[], object]) -> None:
    """Drive the browser beside the server's loop; who waits for a page must not hold up the server."""
    await asyncio.to_thread(work)


async def reaches(held: Held, screen: str) -> None:
    """Wait until the seat says that it shows a screen."""
    seat = held.runtime.room.seats[0]
    reached = asyncio.Event()

    def hears(_: str) -> None:
        if seat.last and seat.last.screen == screen:
            reached.set()

    held.runtime.listeners.append(hears)
    hears("")
    async with asyncio.timeout(60):
        await reached.wait()
    held.runtime.listeners.remove(hears)


async def pictured(held: Held, seat: str) -> None:
    """Wait until a board watches a seat and its screen has come."""
    arrived = asyncio.Event()

    def hears(_: str) -> None:
        if seat in held.runtime.pictures:
            arrived.set()

    held.runtime.listeners.append(hears)
    hears("")
    async with asyncio.timeout(60):
        await arrived.wait()
    held.runtime.listeners.remove(hears)
