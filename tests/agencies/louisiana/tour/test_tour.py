"""`cstui tour`: the README's tours as recordings that any asciicast player shows."""

from __future__ import annotations

import json
import os
import sys
from functools import cache
from pathlib import Path

import pyte
import pytest

from cstui.agency import find, first
from cstui.cli import main
from cstui.desk.drawing import COLUMNS, ROWS
from cstui.desk.palette import theme
from cstui.desk.tour.cast import cast, fitted, play
from cstui.desk.tour.cast import written as cast_written
from cstui.desk.tour.flows import Tour, load_tours
from cstui.desk.tour.record import DAY, HEIGHT, NOW, RecordedFrame, record
from cstui.scenario.practice import create_practice_store
from tests.kernel.terminal.conftest import START, clock
from tests.kernel.terminal.test_readme import README
from tests.kernel.terminal.typist import Typist

pytestmark = [pytest.mark.xdist_group("tour"), pytest.mark.slow]
"""One process records the tours."""
TOURS = {tour.name: tour for tour in load_tours()}


@cache
def recorded(name: str) -> tuple[RecordedFrame, ...]:
    """A tour's recording, worked once for all tests."""
    return tuple(record(TOURS[name]))


def written(name: str) -> str:
    return "".join(cast("a tour", recorded(name), theme().shades()))


def rows_of_readme(title: str) -> list[tuple[str, str]]:
    """The rows of the README's table under a heading, as written."""
    section = README.read_text().split(f"# {title}\n")[1].split("\n##")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    rows = [tuple(line.strip("| ").split(" | ")) for line in lines if not line.startswith("| type")]
    return [(typed, seen) for typed, seen in rows]


@pytest.mark.parametrize("tour", TOURS.values(), ids=TOURS)
def test_the_readme_tells_the_same(tour: Tour) -> None:
    """A tour's rows stand in the README to the letter, in the same order."""
    assert rows_of_readme(tour.title) == [(row.type, row.see) for row in tour.row]


@pytest.mark.parametrize("name", TOURS)
def test_every_row_shows_what_it_promises(name: str) -> None:
    """When a row's caption says what is seen, it is on the screen; the desk ends with the last row."""
    screen = pyte.Screen(COLUMNS, HEIGHT)
    stream = pyte.Stream(screen)
    rows = iter(TOURS[name].row)
    seen = 0
    row = None
    for line in written(name).splitlines()[1:]:
        _, code, text = json.loads(line)
        if code == "m":
            row = next(rows) if text != TOURS[name].title else None
            continue
        stream.feed(text)
        shown = "\n".join(screen.display)
        caption = " ".join(" ".join(screen.display[ROWS + 1 :]).split())
        if row is not None and caption and caption == row.said[: len(caption)]:
            assert all(part in "\n".join(shown.splitlines()[:ROWS]) for part in row.shown), shown
            seen += 1
            row = None
    assert seen == len(TOURS[name].row)


def test_the_file_is_an_asciicast(tmp_path: Path) -> None:
    """A header with version 2 and the size, then events in order of time."""
    place = tmp_path / "tour.cast"
    assert main(["tour", "--out", str(place), "--name", "ofs53"]) == 0
    header, *events = [json.loads(line) for line in place.read_text().splitlines()]
    assert header["version"] == 2
    assert (header["width"], header["height"]) == (COLUMNS, HEIGHT)
    assert all(len(event) == 3 and event[1] in {"o", "m"} for event in events)
    times = [event[0] for event in events]
    assert times == sorted(times)
    assert next(event[2] for event in events if event[1] == "m") == TOURS["ofs53"].title


def test_the_same_tour_is_the_same_recording_byte_for_byte() -> None:
    """Nothing of it hangs on the day, the user's settings, or chance."""
    again = "".join(cast("a tour", record(TOURS["ofs53"]), theme().shades()))
    assert again == written("ofs53")


def test_playing_says_all_of_it_at_its_pace_and_gives_the_cursor_back() -> None:
    """Waits add up to the recording's length; an interrupted tour shows the cursor again."""
    frames, said, waited = recorded("ofs53"), [], []
    play(frames, theme().shades(), said.append, waited.append)
    assert sum(waited) == pytest.approx(frames[-1].at)
    assert "".join(said).endswith("\x1b[?25h\r\n")

    def interrupted(_: float) -> None:
        raise KeyboardInterrupt

    said.clear()
    with pytest.raises(KeyboardInterrupt):
        play(frames, theme().shades(), said.append, interrupted)
    assert said[-1].endswith("\x1b[?25h\r\n")


@pytest.mark.parametrize("name", TOURS)
def test_a_terminal_of_24_rows_shows_every_caption_and_no_row_is_lost(name: str) -> None:
    """What is typed, then what is seen, stand on the last two rows; all above is the desk."""
    screen = pyte.Screen(COLUMNS, ROWS)
    stream = pyte.Stream(screen)
    captions: list[str] = []
    for frame in fitted(recorded(name), ROWS):
        stream.feed(frame_text(frame))
        captions.append(" ".join(" ".join(screen.display[ROWS - 2 :]).split()))
        assert max(frame.rows, default=0) < ROWS
        assert not frame.mark or screen.display[0].strip()
    for row in TOURS[name].row:
        assert f"> {row.asked}" in captions
        assert row.said in captions
    whole = list(fitted(recorded(name), HEIGHT))
    assert whole == list(recorded(name))


def frame_text(frame: RecordedFrame) -> str:
    return cast_written(frame, theme().shades())


def test_a_terminal_that_is_too_small_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("shutil.get_terminal_size", lambda *_, **__: os.terminal_size((79, 24)))
    assert main(["tour", "--play"]) == 2
    assert "needs 80 columns and 24 rows" in capsys.readouterr().err


def test_a_tour_that_is_not_there_is_named_with_those_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    """A command written wrongly: status 2."""
    assert main(["tour", "--name", "five-minuets"]) == 2
    assert "five-minutes" in capsys.readouterr().err


@pytest.mark.terminal
@pytest.mark.slow
@pytest.mark.parametrize("name", TOURS)
def test_its_last_screen_is_that_of_the_real_desk(name: str, practice: Path, tmp_path: Path) -> None:
    """Typed into a real terminal on the same day's store, the tour ends on the same 24 rows."""
    rows = TOURS[name].row
    screen = pyte.Screen(COLUMNS, HEIGHT)
    stream = pyte.Stream(screen)
    marks = 0
    for line in written(name).splitlines()[1:]:
        _, code, text = json.loads(line)
        marks += code == "m"
        if marks > len(rows):
            break
        if code == "o":
            stream.feed(text)
    recorded_screen = "\n".join(line.rstrip() for line in screen.display[:ROWS])

    assert (START, clock()) == (DAY, NOW)
    if (agency := find(TOURS[name].agency)) != first():
        practice = tmp_path / "own.db"
        create_practice_store(practice, clock=clock, start=DAY, agencies=[agency]).close()
    environment = {"XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    command = [sys.executable, "-m", "cstui", "--store", str(practice)]
    with Typist(command, environment=environment) as worker:
        worker.wait("SIGN")
        for row in rows[:-1]:
            for stroke in row.keys:
                worker.type(stroke.text.lower() if stroke.is_key else stroke.text)
            worker.wait(*row.shown)
        worker.wait_until(lambda shown: shown == recorded_screen, f"the same as:\n{recorded_screen}")
