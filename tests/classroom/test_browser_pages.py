"""The pages of a class in a real browser: focus, windows of any size, the browser's own copy and paste, and a
seat line by line; none of them has a fault that an accessibility checker finds."""

from __future__ import annotations

import asyncio

from axe_core_python.selenium import Axe
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.expected_conditions import element_to_be_clickable
from selenium.webdriver.support.ui import Select, WebDriverWait

from cstui.classroom.seats.protocol import Message
from cstui.desk.drawing import FIRST_ROW, load_drawing
from tests.classroom.boards import opened
from tests.classroom.browsers import Page, in_chromium, in_thread, reaches
from tests.classroom.classes import TRAINERS_TOKEN, Held
from tests.classroom.test_linear import SCRIPT

pytestmark = in_chromium


def faults(chrome: Chrome) -> list[str]:
    """What the accessibility checker finds wrong on the page."""
    found = Axe().run(chrome)
    return [f"{one['id']}: {one['help']}: {one['nodes'][0]['html'][:200]}" for one in found["violations"]]


async def test_no_page_has_a_fault_that_the_accessibility_checker_finds(held: Held, browser: Chrome) -> None:
    page = Page(browser, held)

    def walk() -> dict[str, list[str]]:
        found = {}
        browser.get(held.server.address)
        found["join"] = faults(browser)
        page.join("")
        found["refused"] = faults(browser)
        page.join("Ann Lee")
        page.terminal()
        page.sees(row=2)
        page.keep("seat")
        found["seat"] = faults(browser)
        browser.execute_script("classLine.close()")
        page.says("Go on")
        found["closed"] = faults(browser)
        browser.get(f"{held.url}/lines")
        page.hears("Sign on as worker 17001.")
        page.keep("lines")
        found["lines"] = faults(browser)
        browser.delete_all_cookies()
        page.join("Bob")
        assert "CS-602" in page.fault()
        found["taken"] = faults(browser)
        page.give_token("guessed")
        found["trainer"] = faults(browser)
        page.open_board(TRAINERS_TOKEN)
        page.sees(row=4)
        found["board"] = faults(browser)
        return found

    opened(held)
    found = await asyncio.to_thread(walk)
    assert found == {name: [] for name in found}


def overflow(chrome: Chrome) -> list[int]:
    """By how many pixels the terminal is wider and higher than the part of the window that shows it."""
    sizes = "m => [m.scrollWidth - m.clientWidth, m.scrollHeight - m.clientHeight]"
    found: list[int] = chrome.execute_script(f"return ({sizes})(document.querySelector('main'))")
    return found


def cells(chrome: Chrome) -> tuple[int, int]:
    """The columns and rows of the terminal: its screen's size in its cursor's."""
    screen = chrome.find_element(By.CSS_SELECTOR, ".xterm-screen").size
    cell = chrome.find_element(By.CSS_SELECTOR, ".xterm-helper-textarea").size
    return screen["width"] // cell["width"], screen["height"] // cell["height"]


async def test_the_terminal_fits_its_window_and_a_narrow_one_scrolls(held: Held, browser: Chrome) -> None:
    page = Page(browser, held)

    def sized(width: int, height: int) -> tuple[int, int]:
        browser.set_window_size(width, height)
        return cells(browser)

    def walk() -> None:
        page.join("Ann Lee")
        page.terminal()
        page.sees(row=2)
        assert overflow(browser) == [0, 0]
        assert sized(1500, 1000) > (150, 35)
        assert overflow(browser) == [0, 0]
        page.keep("wide")
        assert sized(520, 420) == (80, 24)
        assert min(overflow(browser)) > 100
        page.type("x")  # the part with the cursor is shown
        page.keep("narrow")

    await asyncio.to_thread(walk)


def types(chrome: Chrome, *keys: str) -> None:
    """Type without a click before, wherever the focus is."""
    hand = ActionChains(chrome)
    for key in keys:
        hand.send_keys(key)
    hand.perform()


async def test_what_is_typed_goes_to_the_page_without_a_click(held: Held, browser: Chrome) -> None:
    """On the page to join, at the seat, after a reload, on the board and behind the choice of a text size."""
    page, code = Page(browser, held), held.runtime.room.seats[0].code

    def joins() -> None:
        browser.get(held.server.address)
        types(browser, code, Keys.TAB, "Ann Lee", Keys.ENTER)
        types(browser, Keys.ENTER, "17001", Keys.ENTER)

    def reloads() -> None:
        browser.refresh()
        types(browser, Keys.HOME, "CAS1 17000123", Keys.ENTER)

    def chooses_larger_letters() -> None:
        was = cells(browser)
        hand = ActionChains(browser).key_down(Keys.CONTROL).key_down(Keys.SHIFT).send_keys(Keys.UP)
        hand.key_up(Keys.SHIFT).key_up(Keys.CONTROL).perform()
        size = browser.switch_to.active_element
        assert size.get_attribute("id") == "size"
        Select(size).select_by_visible_text("18")
        WebDriverWait(browser, 60).until(lambda _: cells(browser) < was)
        page.terminal()
        types(browser, Keys.F11)

    def opens_the_board() -> None:
        browser.get(f"{held.url}/trainer")
        types(browser, TRAINERS_TOKEN, Keys.ENTER)
        page.terminal()
        page.sees(row=4)
        types(browser, "x", Keys.ARROW_RIGHT, Keys.ENTER)

    opened(held)
    await in_thread(joins)
    await reaches(held, "WORK")
    await in_thread(reloads)
    await reaches(held, "CAS1")
    await in_thread(chooses_larger_letters)
    await reaches(held, "CAS2")
    await in_thread(opens_the_board)
    ended = asyncio.Event()
    seat = held.runtime.room.seats[0]
    held.runtime.listeners.append(lambda _: ended.set() if seat.status == "ended" else None)
    async with asyncio.timeout(60):
        await ended.wait()
    assert await asyncio.to_thread(page.complaints) == []


def on_sign(text: str) -> tuple[int, int]:
    """Where a text stands on the sign-on screen: row and column of the terminal, from 0."""
    for at, line in enumerate(load_drawing("SIGN").map, start=FIRST_ROW - 1):
        if text in line:
            return at, line.index(text)
    raise AssertionError(text)


async def test_the_browsers_own_keys_copy_and_paste(held: Held, browser: Chrome) -> None:
    """What the mouse marks, on the desk or with Shift in the terminal itself, is copied; a paste is text: an
    end of a line in it enters nothing, and what would end it early is not in it."""
    page = Page(browser, held)
    row, column = on_sign("17001")

    def marks(*, shift: bool) -> None:
        hand = ActionChains(browser)
        page.over(hand, row, column)
        if shift:
            hand.key_down(Keys.SHIFT)
        hand.click_and_hold()
        page.over(hand, row, column + 4 + shift)
        hand.release()
        if shift:
            hand.key_up(Keys.SHIFT)
        hand.perform()

    def presses(key: str, held_down: str = Keys.CONTROL) -> None:
        ActionChains(browser).key_down(held_down).send_keys(key).key_up(held_down).perform()

    def pastes_what_is_no_number() -> None:
        browser.execute_cdp_cmd(
            "Browser.grantPermissions", {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}
        )
        page.join("Ann Lee")
        page.terminal()
        types(browser, Keys.ENTER)
        page.sees(row, column, 5)
        browser.execute_script(
            "const data = new DataTransfer(); data.setData('text/plain', arguments[0]);"
            "const paste = new ClipboardEvent('paste', {clipboardData: data, bubbles: true});"
            "document.activeElement.dispatchEvent(paste);",
            "17001\r\n\x1b[201~\r\x9b201~\r",
        )

    def copies(*, shift: bool, held_down: str = Keys.CONTROL) -> None:
        presses("u")
        marks(shift=shift)
        browser.execute_script("navigator.clipboard.writeText('')")
        presses("c", held_down)
        WebDriverWait(browser, 60).until(
            lambda _: browser.execute_script("return navigator.clipboard.readText()") == "17001"
        )

    def pastes() -> None:
        types(browser, Keys.TAB)
        presses("v")
        types(browser, Keys.ENTER)

    await in_thread(pastes_what_is_no_number)
    await in_thread(lambda: copies(shift=True))
    await in_thread(lambda: copies(shift=False, held_down=Keys.META))
    await in_thread(lambda: copies(shift=False))
    await in_thread(pastes)
    await reaches(held, "WORK")
    seat = held.runtime.room.seats[0]
    assert seat.last is not None
    assert seat.last.keys == len("17001") + 1  # one Enter, with what was copied
    assert await asyncio.to_thread(page.complaints) == []


async def test_a_lesson_is_passed_line_by_line_by_keyboard_alone(held: Held, browser: Chrome) -> None:
    """Each answer is put into the log that is read out; the trainer's word comes by itself; a reload says the
    last answer again."""
    page = Page(browser, held)
    room = held.runtime.room

    def joins() -> None:
        browser.get(held.server.address)
        types(browser, room.seats[0].code, Keys.TAB, "Ann Lee", Keys.TAB, Keys.TAB, Keys.ENTER)
        page.hears("Sign on as worker 17001.")
        log = browser.find_element(By.ID, "answers")
        assert (log.aria_role, log.accessible_name) == ("log", "Answers")
        types(browser, "17001", Keys.ENTER)
        page.hears("WORKLIST")
        assert browser.switch_to.active_element.accessible_name == "WORK"

    def works() -> None:
        page.hears("TRAINER: Ten minutes more.")
        browser.refresh()
        page.hears("TRAINER: Ten minutes more.")
        for line in SCRIPT.splitlines()[2:]:
            types(browser, line, Keys.ENTER)
            page.keep("lines-working")
        page.hears("100 of 100 points, 70 are needed: PASSED")
        page.keep("lines-passed")
        link = WebDriverWait(browser, 60).until(element_to_be_clickable((By.LINK_TEXT, "Go on")))
        assert browser.switch_to.active_element == link
        assert faults(browser) == []

    await in_thread(joins)
    await held.runtime.control(room.seats, Message(text="Ten minutes more."))
    await in_thread(works)
    assert room.seats[0].last is not None
    assert room.seats[0].last.points == 100
    assert await asyncio.to_thread(page.complaints) == []
