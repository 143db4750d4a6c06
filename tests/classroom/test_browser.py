"""A real browser: a learner joins by code, keys the first lesson, reloads in the middle, passes it; a trainer
opens the board, clicks on a seat and speaks to it. Nothing is asked of other hosts, nothing fails there."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome, ChromeOptions, ChromeService
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.expected_conditions import (
    presence_of_element_located,
    text_to_be_present_in_element,
)
from selenium.webdriver.support.ui import WebDriverWait

from cstui.classroom.serving.server import ClassServer
from tests.classroom.boards import opened
from tests.classroom.classes import TRAINERS_TOKEN, Held, learner

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
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1100,760"):
        options.add_argument(argument)
    options.add_argument(f"--user-data-dir={tmp_path / 'profile'}")
    chrome = Chrome(options=options, service=ChromeService(executable_path=DRIVER))
    yield chrome
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
        self.chrome.find_element(By.ID, "name").send_keys(name, Keys.ENTER)
        self.terminal()

    def terminal(self) -> None:
        """Wait until the terminal shows its first bytes."""
        there = "body.-first-byte:not(.-closed) .xterm-helper-textarea"
        WebDriverWait(self.chrome, 20).until(presence_of_element_located((By.CSS_SELECTOR, there)))

    def type(self, *keys: str) -> None:
        self.chrome.find_element(By.CSS_SELECTOR, ".xterm-helper-textarea").send_keys(*keys)

    def sees(self, row: int, column: int = 0, columns: int = 20) -> None:
        """Wait until something light is drawn in some columns of a row of the terminal."""

        def drawn(chrome: Chrome) -> bool:
            cell = chrome.find_element(By.CSS_SELECTOR, ".xterm-helper-textarea").size
            high, wide = cell["height"], cell["width"]
            part = [column * wide, row * high, columns * wide, high]
            return bool(high and chrome.execute_script(LIGHT, *part))

        WebDriverWait(self.chrome, 20).until(drawn)

    def give_token(self, token: str) -> None:
        self.chrome.get(f"{self.held.url}/trainer")
        self.chrome.find_element(By.ID, "token").send_keys(token, Keys.ENTER)

    def fault(self) -> str:
        """Wait until the page says what was refused; its text."""
        there = presence_of_element_located((By.CSS_SELECTOR, ".fault"))
        return str(WebDriverWait(self.chrome, 20).until(there).text)

    def open_board(self, token: str) -> None:
        self.give_token(token)
        self.terminal()

    def click(self, row: int, column: int = 10) -> None:
        """Click on a cell of the terminal, both counted from 0; its cursor's box is as large as a cell."""
        screen = self.chrome.find_element(By.CSS_SELECTOR, ".xterm-screen")
        cell = self.chrome.find_element(By.CSS_SELECTOR, ".xterm-helper-textarea").size
        left, top = -screen.size["width"] // 2, -screen.size["height"] // 2
        right, down = cell["width"] * column + 4, cell["height"] * row + cell["height"] // 2
        hand = ActionChains(self.chrome)
        hand.move_to_element_with_offset(screen, left + right, top + down).click().perform()

    def says(self, text: str) -> None:
        """Wait until the page says something in place of the terminal."""
        WebDriverWait(self.chrome, 20).until(
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
    async with asyncio.timeout(20):
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
    async with asyncio.timeout(20):
        await arrived.wait()
    held.runtime.listeners.remove(hears)


async def test_the_first_lesson_in_chromium(held: Held, browser: Chrome) -> None:
    """Joins, signs on, reloads in the middle, goes on where she was, passes with every goal."""
    page = Page(browser, held)
    await in_thread(lambda: page.join("Ann Lee"))
    await in_thread(lambda: page.sees(row=2))
    await in_thread(lambda: page.keep("1-brief"))
    await in_thread(lambda: page.type(Keys.ENTER, "17001", Keys.ENTER))
    await reaches(held, "WORK")
    await in_thread(lambda: page.type(Keys.HOME, "/PRACTICE-DOE", Keys.ENTER))
    await reaches(held, "SRCH")
    await in_thread(lambda: page.keep("2-search"))
    await in_thread(browser.refresh)
    await in_thread(page.terminal)
    await in_thread(lambda: page.sees(row=2))
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
    seat = held.runtime.room.seats[0]
    async with asyncio.timeout(20):
        while not (seat.last and seat.last.finished):
            changed = asyncio.Event()
            held.runtime.listeners.append(lambda _, event=changed: event.set())  # type: ignore[misc]
            await changed.wait()
    await in_thread(lambda: page.keep("5-score-sheet"))
    assert await asyncio.to_thread(page.complaints) == []
    assert await asyncio.to_thread(page.elsewhere) == []
    assert seat.name == "Ann Lee"
    assert (seat.last.points, seat.last.passed, len(seat.last.met)) == (100, True, 5)


async def test_a_trainer_works_the_board_with_keys_and_mouse(held: Held, browser: Chrome) -> None:
    """The token lets in; a click chooses a seat, another one opens it; a key reaches the learner."""
    opened(held)
    page = Page(browser, held)
    async with learner(held, "Ann Lee", seat=1) as ann:
        await ann.type("\r")
        await ann.until("SIGN")
        await in_thread(lambda: page.open_board(TRAINERS_TOKEN))
        await in_thread(lambda: page.sees(row=4))
        await in_thread(lambda: page.keep("6-board"))
        await in_thread(lambda: page.click(row=4))
        await in_thread(lambda: page.click(row=4, column=30))
        await pictured(held, "s02")
        await in_thread(lambda: page.type("h"))
        await ann.until("TRAINER: I have seen your hand.")
        await in_thread(lambda: page.keep("7-seat-on-the-board"))
        await in_thread(lambda: page.type(Keys.ESCAPE))
        await in_thread(lambda: page.sees(row=4))
        await in_thread(lambda: page.keep("8-board-again"))
    assert await asyncio.to_thread(page.complaints) == []
    assert await asyncio.to_thread(page.elsewhere) == []


async def test_a_wrong_token_opens_no_board(held: Held, browser: Chrome) -> None:
    """It is said on the page, and the page asks again."""
    opened(held)
    page = Page(browser, held)
    await in_thread(lambda: page.give_token("guessed"))
    assert "CS-621" in await asyncio.to_thread(page.fault)
    assert await asyncio.to_thread(browser.find_elements, By.CSS_SELECTOR, ".xterm") == []


async def test_a_trainer_holds_a_class_from_the_browser_with_keys_alone(held: Held, browser: Chrome) -> None:
    """Speaks to one and all, freezes, moves the date, lets the CP phone, begins an exam, resets, sorts,
    filters, plots, ends a seat and the class; each is typed as fast as it can be."""
    opened(held)
    page, keys = Page(browser, held), Keys
    ended = asyncio.Event()
    held.server.trainer.ended = ended.set

    async def does(*typed: str) -> None:
        await in_thread(lambda: page.type(*typed))

    async with learner(held, "Zoe", seat=0) as zoe, learner(held, "Ann", seat=1) as ann:
        for one in (zoe, ann):
            await one.type("\r")
            await one.until("SIGN")
        await in_thread(lambda: page.open_board(TRAINERS_TOKEN))
        await in_thread(lambda: page.sees(row=4))
        await does("mRead the brief, Zoe.", keys.ENTER)
        await zoe.until("TRAINER: Read the brief, Zoe.")
        await does("MCoffee at ten.", keys.ENTER)
        for one in (zoe, ann):
            await one.until("TRAINER: Coffee at ten.")
        await does("f", keys.ENTER)
        await zoe.until("The trainer explains.")
        counts = "2 seats: 2 joined, 2 there, 0 of 10 goals"
        await in_thread(lambda: page.sees(1, column=len(counts) + 2, columns=8))  # the board knows of it
        await does("f")
        await zoe.until("WORKER")
        await does("d", keys.ENTER)
        await zoe.until("TIME HAS PASSED")
        await does("e", keys.ENTER)
        await in_thread(lambda: page.keep("9-event-on-the-board"))
        await does(keys.ENTER, keys.ENTER)
        await zoe.until("SOMETHING HAPPENS")
        await does("t", keys.ARROW_DOWN, keys.ENTER)
        await in_thread(lambda: page.keep("10-exam-on-the-board"))
        await does(keys.TAB, keys.ENTER)
        await zoe.until("This is an exam")
        await does("r", keys.ARROW_RIGHT, keys.ENTER)
        await zoe.until("Everything is as it was at the start")
        await does("2", keys.HOME, keys.ENTER)  # Ann is the first by name
        await pictured(held, "s02")
        await does(keys.ESCAPE)
        await does("/Zoe", keys.ENTER, keys.ENTER)
        await pictured(held, "s01")
        await does(keys.ESCAPE)
        await does("p")
        await in_thread(lambda: page.keep("11-plot-on-the-board"))
        await does("x", keys.ARROW_RIGHT, keys.ENTER)
        await zoe.closed()
        assert [seat.status for seat in held.runtime.room.seats] == ["ended", "joined"]
        await does("q", keys.ARROW_RIGHT, keys.ARROW_RIGHT, keys.ENTER)
        async with asyncio.timeout(20):
            await ended.wait()
    assert await asyncio.to_thread(page.complaints) == []


async def test_a_page_goes_on_by_itself_when_the_class_answers_again(held: Held, browser: Chrome) -> None:
    """The server was killed and started again: nobody has to click, and the seat is where it was."""
    page = Page(browser, held)
    await in_thread(lambda: page.join("Ann Lee"))
    await in_thread(lambda: page.type(Keys.ENTER, "17001", Keys.ENTER))
    await reaches(held, "WORK")
    await held.server.stop()
    await in_thread(lambda: page.says("does not answer"))
    again = ClassServer(held.runtime, port=held.server.port, token=TRAINERS_TOKEN)
    await again.start()
    try:
        await in_thread(page.terminal)
        await in_thread(lambda: page.type(Keys.HOME, "CAS1 17000123", Keys.ENTER))
        await reaches(held, "CAS1")
    finally:
        await again.stop()
