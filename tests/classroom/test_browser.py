"""A real browser: a learner joins by code, keys the first lesson, reloads in the middle, passes it; a trainer
opens the board, clicks on a seat and speaks to it. Nothing is asked of other hosts, nothing fails there."""

from __future__ import annotations

import asyncio

from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from cstui.classroom.serving.server import ClassServer
from tests.classroom.boards import opened
from tests.classroom.browsers import Page, in_chromium, in_thread, pictured, reaches
from tests.classroom.classes import TRAINERS_TOKEN, Held, asked, learner

pytestmark = in_chromium


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
    await asked(held)
    await in_thread(lambda: page.type(Keys.ENTER))
    seat = held.runtime.room.seats[0]
    async with asyncio.timeout(60):
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
        await does(keys.ARROW_RIGHT, keys.ENTER)
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
        async with asyncio.timeout(60):
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
