"""What goes wrong in a class is said to whoever meets it: no seat left, a full disk, a broken lesson."""

from __future__ import annotations

import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from cstui.classroom.enrollment.class_state import MOST_SEATS, ClassState
from cstui.classroom.errors import ClassError
from cstui.classroom.lesson.read import Lesson
from cstui.classroom.seats.seat import STORE
from cstui.classroom.serving.class_runtime import ClassRuntime
from cstui.classroom.serving.join import join as join_from_terminal
from cstui.classroom.serving.server import ClassServer, is_loopback
from cstui.cli import main
from cstui.commandline.class_server import start_server
from cstui.commandline.classroom import token_kept
from tests.classroom.classes import TRAINERS_TOKEN, Held, Terminal, begun, jar
from tests.classroom.test_class_state import Clock, secrets

pytestmark = pytest.mark.terminal


@asynccontextmanager
async def served(room: ClassState, host: str = "127.0.0.1") -> AsyncIterator[Held]:
    """A class that is served while this lasts."""
    runtime = ClassRuntime(room)
    await runtime.open()
    try:
        server = ClassServer(runtime, host, port=0, token=TRAINERS_TOKEN)
        await server.start()
        try:
            yield Held(runtime, server)
        finally:
            await server.stop()
    finally:
        await runtime.close()


async def posted(held: Held, browser: aiohttp.ClientSession, code: str, name: str) -> tuple[int, str]:
    """What a browser gets that sends the page to join."""
    form = {"code": code, "name": name}
    async with browser.post(f"{held.url}/join", data=form, headers=held.headers) as answer:
        return answer.status, await answer.text()


# --- the thirty-first ----------------------------------------------------------------------------


@pytest.fixture
async def full(tmp_path: Path, first_lesson: Lesson) -> AsyncIterator[Held]:
    """A class of thirty, every seat of which is joined."""
    room = begun(tmp_path / "class", first_lesson, seats=30)
    for at, seat in enumerate(room.seats, 1):
        room.join(seat.code, f"Learner {at}")
    async with served(room) as held:
        yield held


async def test_the_thirty_first_is_told_in_the_browser_that_all_seats_are_taken(full: Held) -> None:
    async with aiohttp.ClientSession(cookie_jar=jar()) as browser:
        status, page = await posted(full, browser, "ZZZZZ", "Late Lee")
        assert status == 409
        assert "CS-627" in page
        assert "All 30 seats of this class are taken" in page
        assert "Ask the trainer" in page
        assert 'value="Late Lee"' in page
        status, page = await posted(full, browser, full.runtime.room.seats[29].code, "Late Lee")
        assert status == 409
        assert "was used" in page
        assert "Learner 30" not in page


@pytest.mark.parametrize("linear", [True, False])
async def test_the_thirty_first_is_told_in_a_terminal_that_all_seats_are_taken(
    full: Held, tmp_path: Path, linear: bool, a_terminal: None
) -> None:
    kept = tmp_path / "seat.token"
    with pytest.raises(ClassError) as refused:
        await join_from_terminal(full.server.address, "ZZZZZ", "Late Lee", kept, linear=linear)
    assert refused.value.rule == "CS-627"
    assert refused.value.message.startswith("All 30 seats of this class are taken")
    assert "add a seat" in refused.value.remedy
    with pytest.raises(ClassError, match=r"CS-602 Code .* was used$"):
        await join_from_terminal(full.server.address, full.runtime.room.seats[0].code, "Late Lee", kept)
    assert not kept.exists()


async def test_a_seat_that_the_trainer_adds_lets_the_thirty_first_in(full: Held) -> None:
    added = full.runtime.room.add_seat()
    async with aiohttp.ClientSession(cookie_jar=jar()) as browser:
        status, page = await posted(full, browser, "ZZZZZ", "Late Lee")
        assert (status, "CS-601" in page) == (409, True)
        status, page = await posted(full, browser, added.code, "Late Lee")
    assert (status, "textual-terminal" in page) == (200, True)
    assert (added.name, len(full.runtime.room.seats)) == ("Late Lee", 31)


def test_no_class_has_more_than_sixty_seats(tmp_path: Path) -> None:
    with pytest.raises(ClassError, match="CS-603 A class has 60 seats at most"):
        ClassState.begin(
            tmp_path / "class", title="T", lesson=Path("x.toml"), edition="e", seats=MOST_SEATS,
            clock=Clock(), secrets=secrets,
        ).add_seat()  # fmt: skip


# --- a terminal ----------------------------------------------------------------------------------


@pytest.fixture
def a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard input and output that say they are a terminal."""
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)


async def refusal(held: Held, code: str, kept: Path) -> ClassError:
    """How a terminal is refused."""
    with pytest.raises(ClassError) as refused:
        await join_from_terminal(held.server.address, code, "", kept, linear=True)
    return refused.value


async def test_a_terminal_is_refused_in_the_words_of_the_class(held: Held, tmp_path: Path) -> None:
    kept = tmp_path / "seat.token"
    one, two = held.runtime.room.seats
    assert (await refusal(held, "", kept)).rule == "CS-626"
    assert str(await refusal(held, "ZZZZZ", kept)) == "CS-601 ZZZZZ is not a code of this class"
    assert str(await refusal(held, one.code, kept)).startswith("CS-604 A name is needed")
    held.runtime.room.end(two)
    assert str(await refusal(held, two.code, kept)) == "CS-605 Seat s02 was ended by the trainer"


async def test_a_terminal_that_comes_back_is_told_why_it_may_not(held: Held, tmp_path: Path) -> None:
    kept = tmp_path / "seat.token"
    seat = held.runtime.room.seats[0]
    kept.write_text(held.runtime.room.join(seat.code, "Ann").token)
    held.runtime.room.end(seat)
    assert (await refusal(held, "", kept)).rule == "CS-605"
    held.runtime.room.new_code(seat)
    gone = await refusal(held, "", kept)
    assert gone.rule == "CS-626"
    assert "cstui classroom join CODE" in gone.remedy


async def test_a_terminal_is_told_that_nobody_answers_or_something_else_does(tmp_path: Path) -> None:
    kept = tmp_path / "seat.token"
    kept.write_text("x")
    for address in ("http://127.0.0.1:9/", "no address at all", "http://127.0.0.1:port/"):
        for code in ("", "ABCDE"):
            with pytest.raises(ClassError, match="CS-614"):
                await join_from_terminal(address, code, "Ann", kept, linear=True)


async def test_a_terminal_keeps_a_token_for_each_class(
    held: Held, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    here, there = held.server.address, "http://127.0.0.1:9/"
    kept = token_kept(here)
    assert kept == token_kept(here.rstrip("/").upper())
    assert kept != token_kept(there)
    assert kept.is_relative_to(tmp_path)
    kept.parent.mkdir(parents=True)
    seat = held.runtime.room.seats[0]
    kept.write_text(held.runtime.room.join(seat.code, "Ann").token)
    held.runtime.room.end(seat)
    assert (await refusal(held, "", kept)).rule == "CS-605"


async def test_what_is_no_terminal_is_told_to_join_line_by_line(held: Held, tmp_path: Path) -> None:
    with pytest.raises(ClassError, match="CS-628") as refused:
        await join_from_terminal(
            held.server.address, held.runtime.room.seats[0].code, "Ann", tmp_path / "t", linear=False
        )
    assert "--linear" in refused.value.remedy
    assert held.runtime.room.seats[0].status == "free"


def test_the_setting_for_the_desk_line_by_line_holds_in_a_class_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Line by line no terminal is needed: what is refused is that nobody answers."""
    command = ["classroom", "join", "ABCDE", "--name", "Ann", "--at", "http://127.0.0.1:9/"]
    monkeypatch.setenv("CSTUI_LINEAR", "off")
    assert main(command) == 1
    assert "CS-628" in capsys.readouterr().err
    settings = tmp_path / "settings.toml"
    settings.write_text("linear = true\n")
    monkeypatch.delenv("CSTUI_LINEAR")
    monkeypatch.setenv("CSTUI_SETTINGS", str(settings))
    assert main(command) == 1
    assert "CS-614" in capsys.readouterr().err


# --- whose page it is ----------------------------------------------------------------------------


@pytest.mark.parametrize("origin", ["http://elsewhere.example", "null", ""])
async def test_another_pages_origin_has_no_board_though_it_has_the_token(held: Held, origin: str) -> None:
    headers = {"Authorization": f"Bearer {TRAINERS_TOKEN}"} | ({"Origin": origin} if origin else {})
    async with aiohttp.ClientSession() as browser:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await browser.ws_connect(f"{held.url}/board", headers=headers)
        assert refused.value.status == 403
        form = {"token": TRAINERS_TOKEN}
        async with browser.post(f"{held.url}/trainer", data=form, headers=headers) as answer:
            assert answer.status == 403
            assert "cstui-trainer" not in answer.cookies


@pytest.mark.parametrize(
    ("host", "asked", "answered"),
    [
        ("127.0.0.1", "localhost", True),
        ("127.0.0.1", "192.0.2.7", False),
        ("127.0.0.1", "class.example", False),
        ("192.0.2.7", "192.0.2.7", True),
        ("192.0.2.7", "localhost", False),
        ("0.0.0.0", "192.0.2.7", True),
        ("0.0.0.0", "localhost", True),
        ("0.0.0.0", "trainers-pc", True),
        ("0.0.0.0", "trainers-pc.local", True),
        ("0.0.0.0", "class.example", False),
        ("::", "[2001:db8::7]", True),
        ("::1", "[::1]", True),
    ],
)
def test_a_name_that_another_gave_to_this_machine_is_no_name_of_the_class(
    tmp_path: Path,
    first_lesson: Lesson,
    monkeypatch: pytest.MonkeyPatch,
    host: str,
    asked: str,
    answered: bool,
) -> None:
    """A page elsewhere may let its own name lead to this machine; then its origin looks like ours."""
    monkeypatch.setattr("cstui.classroom.serving.server.gethostname", lambda: "trainers-pc")
    runtime = ClassRuntime(begun(tmp_path / "class", first_lesson))
    server = ClassServer(runtime, host, 8017, token=TRAINERS_TOKEN)
    assert server._is_here(f"{asked}:8017") is answered
    assert not server._is_here(f"{asked}:80")


@pytest.mark.parametrize(
    ("host", "here"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("0.0.0.0", False), ("pc", False)],
)
def test_only_loopback_is_this_machine_alone(host: str, here: bool) -> None:
    assert is_loopback(host) is here


def test_a_class_that_other_machines_reach_is_warned_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """192.0.2.1 is no address of any machine (RFC 5737), so the class is refused after the warning."""
    status = serve(tmp_path / "class", "--lesson", "1", "--seats", "1", "--host", "192.0.2.1")
    said = capsys.readouterr()
    assert status == 1
    assert "With --host 192.0.2.1 other machines reach this class" in " ".join(said.out.split())
    assert "CS-615 The class cannot be served at 192.0.2.1" in said.err


async def test_the_board_of_a_class_that_other_machines_reach_says_so_first(
    tmp_path: Path, first_lesson: Lesson
) -> None:
    async with served(begun(tmp_path / "class", first_lesson), "0.0.0.0") as held:
        here = held.server.here.rstrip("/")
        assert here == f"http://127.0.0.1:{held.server.port}"
        headers = {"Origin": here, "Authorization": f"Bearer {TRAINERS_TOKEN}"}
        async with aiohttp.ClientSession() as browser:
            line = await browser.ws_connect(f"{here}/board", headers=headers)
            assert (await line.receive_json(timeout=10))["type"] == "board"
            assert "Other machines reach this class" in (await line.receive_json(timeout=10))["text"]


# --- a lesson with errors ------------------------------------------------------------------------


def broken(lesson: Lesson, folder: Path) -> Path:
    """The first lesson with a key that there is not."""
    path = folder / "01-broken.toml"
    text = lesson.scenario.path.read_text(encoding="utf-8")
    path.write_text(text.replace("minutes = ", "minuets = ", 1), encoding="utf-8")
    return path


def test_a_lesson_with_errors_begins_no_class(
    tmp_path: Path, first_lesson: Lesson, capsys: pytest.CaptureFixture[str]
) -> None:
    path, folder = broken(first_lesson, tmp_path), tmp_path / "class"
    status = main(["classroom", "serve", "--lesson", str(path), "--folder", str(folder), "--no-board"])
    said = capsys.readouterr().err
    lines = path.read_text(encoding="utf-8").splitlines()
    line = 1 + next(at for at, text in enumerate(lines) if text.startswith("minuets"))
    assert status == 1
    assert f"{path}:{line}: " in said
    assert "minuets" in said
    assert not folder.exists()


def test_a_lesson_that_was_broken_after_the_class_began_is_named_and_the_class_stays(
    tmp_path: Path, first_lesson: Lesson, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "01-mine.toml"
    text = first_lesson.scenario.path.read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    folder = tmp_path / "class"
    room = begun(folder, first_lesson)
    room.record.lesson = str(path)
    room.keep()
    before = (folder / "class.json").read_bytes()
    path.write_text(text.replace("minutes = ", "minuets = ", 1), encoding="utf-8")
    for command in (["serve", "--no-board", "--port", "0"], ["results"]):
        assert main(["classroom", *command, "--folder", str(folder)]) == 1
        said = capsys.readouterr().err
        assert str(path) in said
        assert "minuets" in said
    with pytest.raises(ClassError, match="minuets"):
        start_server(folder, "127.0.0.1", 0)
    assert (folder / "class.json").read_bytes() == before


# --- a full disk ---------------------------------------------------------------------------------

Disk = Callable[[int], Path]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """Mounts a disk of so many kilobytes; skipped where this user may mount none."""
    mounted: list[Path] = []

    def mount(kilobytes: int) -> Path:
        place = tmp_path / "disk"
        place.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(place)]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("only root can mount the small disk that this needs")
        mounted.append(place)
        return place

    yield mount
    for place in mounted:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill(place: Path, leaving: int = 0) -> Path:
    """Fill a disk but for so many kilobytes; the file that does it."""
    rest = place / "rest"
    with rest.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4_096)
        except OSError:
            file.truncate(max(0, rest.stat().st_size - leaving * 1_024))
    return rest


def serve(folder: Path, *options: str) -> int:
    """Serve a class as from a terminal, as far as it comes."""
    return main(["classroom", "serve", "--folder", str(folder), "--no-board", "--port", "0", *options])


def test_a_disk_that_is_full_when_a_class_is_begun_is_said_and_nothing_is_left_half_done(
    disk: Disk, capsys: pytest.CaptureFixture[str]
) -> None:
    place = disk(128)
    rest = fill(place)
    assert serve(place / "class", "--lesson", "1") == 1
    said = capsys.readouterr().err
    assert "CS-613" in said
    assert "No space left on device" in said
    assert "Make room" in said
    assert not (place / "class" / "class.json").exists()
    rest.unlink()
    assert serve(place / "class", "--lesson", "1") == 1
    said = capsys.readouterr().err
    assert "CS-613" in said
    assert list((place / "class").glob("starts/*")) == []
    with pytest.raises(ClassError, match="CS-613"):
        start_server(place / "class", "127.0.0.1", 0)


async def test_a_disk_that_is_full_when_a_learner_sits_down_is_said_to_her_and_to_the_trainer(
    disk: Disk, first_lesson: Lesson
) -> None:
    """There is room for the class and its start, not for the seat; when room is made, she sits down."""
    place = disk(1_500)
    async with (
        served(begun(place / "class", first_lesson)) as held,
        aiohttp.ClientSession(cookie_jar=jar()) as browser,
    ):
        rest = fill(place, leaving=64)
        heard: list[str] = []
        held.runtime.hearers.append(heard.append)
        seat = held.runtime.room.seats[0]
        status, page = await posted(held, browser, seat.code, "Ann")
        assert (status, "textual-terminal" in page) == (200, True)
        line = await browser.ws_connect(f"{held.url}/ws?width=80&height=24", headers=held.headers)
        shown = "".join([message.data.decode() async for message in line])
        assert "CS-613" in shown
        assert "No space left on device" in shown
        assert line.close_code == aiohttp.WSCloseCode.TRY_AGAIN_LATER
        assert len(heard) == 1
        assert heard[0].startswith("s01 Ann cannot begin: CS-613")
        assert not list(held.runtime.room.folder_of(seat).iterdir())
        rest.unlink()
        again = await browser.ws_connect(f"{held.url}/ws?width=80&height=24", headers=held.headers)
        assert "Sign on as worker 17001" in await Terminal(again).until("Sign on as worker")
        assert (held.runtime.room.folder_of(seat) / STORE).exists()
