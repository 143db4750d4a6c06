"""The desk of a store that asks for passwords: signing on, the first password, the lock, the accounts."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pyotp
import pytest

from cstui.acts.accounts import Accounts
from cstui.acts.one_time_codes import new_secret
from cstui.desk.app import DeskApp
from cstui.desk.conversation import Aid, Answer, Request, Row, Secrets, Where, as_it_stands
from cstui.desk.linear.desk import LinearDesk
from cstui.desk.session import DeskSession
from cstui.policy.rulebook import load_rulebook
from cstui.policy.viewer import Viewer
from cstui.store.chain import lines
from cstui.store.engine import Store, create_store
from cstui.workplace import Workplace
from tests.kernel.signing.stores import (
    CHIEF,
    DAY,
    NEW,
    NOBODY,
    OTHER,
    PASSWORD,
    WORKER,
    Hands,
    asking_store,
    staff,
)


class Seat:
    """A desk on a store that asks, driven by requests."""

    def __init__(self, store: Store, clock: Hands, drafts: Path | None = None) -> None:
        self.store, self.clock = store, clock
        self.session = DeskSession(lambda: Workplace(store, clock), guided=False, drafts=drafts)
        self.shown = self.session.start()

    def key(
        self,
        aid: Aid = Aid.ENTER,
        *,
        command: str = "",
        rows: dict[str, str] | None = None,
        cursor: Where | None = None,
        **typed: str,
    ) -> Answer:
        """Key texts into fields and press a key; those that are not shown go as the desk hands them over."""
        hidden = {
            name: text for name, text in typed.items() if name in {"password", "old", "new", "again", "first"}
        }
        seen = tuple(
            Row(key=row.key, values={**row.values, "action": (rows or {}).get(row.key, "")})
            for row in self.shown.rows
        )
        answer = self.session.handle(
            Request(
                screen=self.shown.screen,
                aid=aid,
                command=command,
                cursor=cursor,
                values={name: text for name, text in typed.items() if name not in hidden},
                rows=seen,
                secrets=Secrets(hidden),
                state=self.shown.state,
                list_rows=14,
                agency=self.shown.agency,
            )
        )
        self.shown = as_it_stands(self.shown, answer)
        return answer

    def sign_on(self, worker: str = WORKER, password: str = PASSWORD) -> Answer:
        self.key(worker=worker)
        return self.key(worker=worker, password=password)

    @property
    def rule(self) -> str:
        return self.shown.findings[0].rule if self.shown.findings else ""

    def log(self, worker: str = WORKER) -> list[str]:
        with self.store.read() as session:
            return [line.text for line in lines(session) if line.subject == f"worker {worker}"]


@pytest.fixture
def seat(store: Store, clock: Hands) -> Seat:
    return Seat(store, clock)


def test_a_desk_that_did_not_know_turns_to_the_screen_with_a_password(seat: Seat) -> None:
    assert seat.shown.screen == "SIGN"
    answer = seat.key(worker=WORKER)
    assert (answer.screen, answer.values["worker"]) == ("SGNP", WORKER)
    assert seat.key(worker=WORKER, password="wrong").screen == "SGNP"
    assert seat.rule == "CS-951"
    assert seat.key(worker=WORKER, password=PASSWORD).screen == "WORK"
    seat.key(command="SIGNOFF")
    assert seat.log()[-1] == "Signed off."


def test_an_empty_password_is_said_and_not_counted(seat: Seat) -> None:
    seat.key(worker=WORKER)
    for _ in range(4):
        seat.key(worker=WORKER)
        assert seat.rule == "CS-105"
    assert seat.key(worker=WORKER, password=PASSWORD).screen == "WORK"


@pytest.mark.parametrize("word", ["WORK", "SETT", "SRCH"])
def test_every_word_waits_for_the_sign_on(seat: Seat, word: str) -> None:
    seat.key(worker=WORKER)
    assert seat.key(command=word).screen == "SGNP"
    assert seat.rule == "CS-184"
    assert seat.key(Aid.PF1).screen == "HELP"
    assert seat.key(Aid.PF3).screen == "SGNP"


def test_a_password_typed_on_the_command_line_is_neither_said_nor_kept(seat: Seat, clock: Hands) -> None:
    seat.key(worker=WORKER)
    seat.key(command=NEW.upper())
    assert (seat.rule, seat.shown.findings[0].field) == ("CS-137", "")
    assert seat.shown.findings[0].message == "That does nothing on SGNP."
    seat.key(worker=WORKER, password=PASSWORD)
    seat.key(command="PASS")
    seat.key(command=NEW.upper())
    assert seat.shown.findings[0].message == "That does nothing on PASS."
    assert seat.key(command="RETRIEVE").values.get("command", "") == "PASS"
    assert not any(NEW.upper() in line for line in seat.log())


@pytest.mark.parametrize("screen", ["SGNP", "PASS"])
def test_a_key_that_does_nothing_leaves_the_cursor_in_the_password(seat: Seat, screen: str) -> None:
    seat.key(worker=WORKER)
    if screen == "PASS":
        seat.key(worker=WORKER, password=PASSWORD)
        seat.key(command="PASS")
    cursor = Where("password" if screen == "SGNP" else "old")
    assert seat.key(Aid.PF6, cursor=cursor).cursor == cursor
    assert seat.rule == "CS-137"


def test_a_first_password_has_to_be_changed_before_anything_else(clock: Hands) -> None:
    with asking_store(must_change=True) as store:
        seat = Seat(store, clock)
        assert seat.sign_on().screen == "PASS"
        assert (seat.rule, seat.shown.cursor) == ("CS-962", Where("old"))
        seat.key(command="WORK")
        assert (seat.shown.screen, seat.rule) == ("PASS", "CS-968")
        seat.key(old=PASSWORD, new=NEW, again="something else here")
        assert (seat.shown.screen, seat.rule) == ("PASS", "CS-958")
        assert seat.key(old=PASSWORD, new=NEW, again=NEW).screen == "WORK"


def test_canceling_the_first_password_begins_again_and_lets_nobody_in(clock: Hands) -> None:
    with asking_store(must_change=True) as store:
        seat = Seat(store, clock)
        seat.sign_on()
        assert seat.key(Aid.PF12).screen == "SIGN"
        seat.shown = Answer(screen="PASS", agency="desk")
        seat.key(old=PASSWORD, new=NEW, again=NEW)
        assert seat.shown.screen == "SGNP"
        assert seat.session.status().worker == ""


def test_pass_changes_ones_own_password(seat: Seat) -> None:
    seat.sign_on()
    assert seat.key(command="PASS").screen == "PASS"
    seat.key(old="not it", new=NEW, again=NEW)
    assert seat.rule == "CS-959"
    answer = seat.key(old=PASSWORD, new=NEW, again=NEW)
    assert (answer.screen, answer.message) == ("WORK", "Your password is changed.")


def test_pass_code_sets_up_codes_and_the_next_sign_on_asks_for_one(seat: Seat, clock: Hands) -> None:
    seat.sign_on()
    answer = seat.key(command="PASS CODE")
    assert answer.screen == "TOTP"
    secret = answer.values["secret"].replace(" ", "")
    address = "".join(answer.values.get(name, "") for name in ("address", "address2", "address3"))
    assert pyotp.parse_uri(address).secret == secret
    assert secret not in repr(answer.state)
    seat.key(command="PRTSC")
    assert seat.rule == "CS-137"
    seat.key(code="12")
    assert seat.rule == "CS-960"
    assert seat.key(code=pyotp.TOTP(secret).at(clock())).screen == "WORK"
    clock.pass_by(minutes=1)
    again = Seat(seat.store, clock)
    assert again.sign_on().screen == "CODE"
    again.key(code="000000")
    assert (again.shown.screen, again.rule) == ("CODE", "CS-960")
    assert again.key(code=pyotp.TOTP(secret).at(clock())).screen == "WORK"


def test_canceling_the_code_begins_again(seat: Seat, clock: Hands) -> None:
    secret = new_secret()
    Accounts(seat.store, load_rulebook(), clock).set_up_codes(
        WORKER, secret, pyotp.TOTP(secret).at(clock()), on=DAY
    )
    seat.sign_on()
    assert seat.key(Aid.PF12).screen == "SIGN"
    clock.pass_by(minutes=1)
    seat.shown = Answer(screen="CODE", agency="desk")
    assert seat.key(code=pyotp.TOTP(secret).at(clock())).screen == "SGNP"


def test_lock_puts_the_screen_away_and_the_password_brings_it_back(seat: Seat) -> None:
    seat.sign_on()
    seat.session._status = msgspec.structs.replace(seat.session.status(), case="17000123")
    answer = seat.key(command="LOCK")
    assert (answer.screen, answer.covers, seat.session.status().case) == ("LOCK", True, "")
    assert seat.key(command="WORK").screen == "LOCK"
    seat.key(password="wrong")
    assert (seat.shown.screen, seat.rule) == ("LOCK", "CS-970")
    answer = seat.key(password=PASSWORD)
    assert (answer.screen, answer.uncovers) == ("WORK", True)
    assert seat.log()[-4:] == [
        "Signed on to the desk.",
        "Desk locked: LOCK was typed.",
        "Refused: wrong password, 1 in a row.",
        "Desk unlocked.",
    ]


def test_a_lock_may_be_left_only_by_signing_off(seat: Seat) -> None:
    seat.sign_on()
    seat.key(Aid.LOCK)
    answer = seat.key(Aid.PF3)
    assert answer.ends
    assert seat.log()[-2:] == ["Desk locked: nobody pressed a key.", "Signed off."]


def test_three_wrong_passwords_at_the_lock_lock_the_account(seat: Seat) -> None:
    seat.sign_on()
    seat.key(Aid.LOCK)
    for _ in range(3):
        seat.key(password="wrong")
    seat.key(password=PASSWORD)
    assert (seat.shown.screen, seat.rule) == ("LOCK", "CS-952")


def test_lock_among_other_words_is_refused(seat: Seat) -> None:
    seat.sign_on()
    seat.key(command="LOCK;MENU")
    assert (seat.shown.screen, seat.rule) == ("WORK", "CS-972")


def test_an_account_that_is_closed_locks_its_desk_at_the_next_key(seat: Seat, clock: Hands) -> None:
    seat.sign_on()
    by = Viewer(number=CHIEF, role="administrator", agency="louisiana", office="17")
    assert not Accounts(seat.store, load_rulebook(), clock).keep("close", WORKER, by=by, on=DAY)
    seat.key(command="MENU")
    assert (seat.shown.screen, seat.rule) == ("LOCK", "CS-971")
    seat.key(password=PASSWORD)
    assert seat.shown.screen == "LOCK"


def test_user_is_the_screen_on_which_an_administrator_begins(seat: Seat) -> None:
    answer = seat.sign_on(CHIEF)
    assert answer.screen == "USER"
    assert [(row.key, row.values["account"]) for row in answer.rows] == [
        (WORKER, "open"),
        (OTHER, "open"),
        (CHIEF, "open"),
    ]
    seat.key(rows={WORKER: "C"})
    assert seat.shown.message == f"Account of {WORKER} closed."
    seat.key(rows={WORKER: "O"})
    assert seat.rule == "CS-105"
    seat.key(rows={WORKER: "O"}, first=NEW, again="another one it is")
    assert seat.rule == "CS-958"
    seat.key(rows={WORKER: "O"}, first="short", again="short")
    assert (seat.rule, seat.shown.findings[0].field) == ("CS-953", "first")
    seat.key(rows={WORKER: "O"}, first=NEW, again=NEW)
    assert {row.key: row.values["account"] for row in seat.shown.rows}[WORKER] == "first password"
    seat.key(rows={CHIEF: "R"}, first=NEW, again=NEW)
    assert seat.rule == "CS-965"
    seat.key(rows={WORKER: "U", OTHER: "C"})
    assert seat.rule == "CS-130"
    assert [row.key for row in seat.key(command="FIND bell").rows] == [OTHER]


def test_user_is_not_for_caseworkers(seat: Seat) -> None:
    seat.sign_on()
    seat.key(command="USER")
    assert seat.shown.screen == "WORK"
    assert seat.shown.findings


async def test_a_terminal_locks_after_fifteen_minutes_and_comes_back_as_it_was(
    store: Store, clock: Hands
) -> None:
    now = [1000.0]
    session = DeskSession(lambda: Workplace(store, clock), guided=False)
    app = DeskApp(session, clock=lambda: now[0])
    async with app.run_test(size=(80, 24)) as pilot:
        space = app.space

        async def typed(text: str, *keys: str) -> None:
            space.buffer.type(text)
            for key in keys:
                await pilot.press(key)
            await app.settled()

        await app.settled()
        await typed(WORKER, "enter")
        assert space.buffer.drawing.name == "SGNP"
        await typed(PASSWORD)
        assert PASSWORD not in "\n".join(space.painter.screen())
        await typed("", "enter")
        assert space.buffer.drawing.name == "WORK"
        await typed("SRCH", "home")
        before = (space.buffer.cursor, space.painter.screen())
        now[0] += 14 * 60
        space.look_for_somebody()
        await app.settled()
        assert space.buffer.drawing.name == "WORK"
        now[0] += 60
        space.look_for_somebody()
        await app.settled()
        assert space.buffer.drawing.name == "LOCK"
        await typed(PASSWORD, "enter")
        assert space.buffer.drawing.name == "WORK"
        assert (space.buffer.cursor, space.painter.screen()[:21]) == (before[0], before[1][:21])
        now[0] += 15 * 60
        await pilot.press("x")
        await app.settled()
        assert space.buffer.drawing.name == "LOCK"
        await typed("", "f3")


def test_line_by_line_a_password_is_asked_for_without_echo(store: Store, clock: Hands) -> None:
    desk = LinearDesk(DeskSession(lambda: Workplace(store, clock), guided=False))
    desk.begin()
    desk.take(WORKER)
    assert (desk.prompt, desk.hides) == ("PASSWORD: ", True)
    said = desk.take("wrong one")
    assert "CS-951" in " ".join(said)
    assert (desk.prompt, desk.hides) == ("PASSWORD: ", True)
    said = desk.take(PASSWORD)
    assert said[0].startswith("WORK")
    assert PASSWORD not in " ".join(said)


def test_line_by_line_the_lock_comes_before_the_next_answer(store: Store, clock: Hands) -> None:
    desk = LinearDesk(DeskSession(lambda: Workplace(store, clock), guided=False))
    desk.begin()
    for line in (WORKER, PASSWORD, "COVR"):
        desk.take(line)
    desk.take("WHY=a course")
    clock.pass_by(minutes=15)
    said = desk.take("MENU")
    assert said[0] == "Nobody typed for a while: your line was not taken."
    assert (desk.prompt, desk.hides) == ("PASSWORD: ", True)
    said = desk.take(PASSWORD)
    assert said[0] == "Unlocked: the screen is as it was."
    assert desk.unsent == ["WHY a course"]


def test_a_store_without_passwords_knows_no_lock(clock: Hands) -> None:
    with create_store(":memory:", name="PLAIN", business_date=DAY) as store:
        staff(store)
        seat = Seat(store, clock)
        assert seat.key(worker=WORKER).screen == "WORK"
        assert seat.session.status().idle == 0
        for word in ("LOCK", "PASS"):
            seat.key(command=word)
            assert (seat.shown.screen, seat.rule) == ("WORK", "CS-967")
        assert Seat(store, clock).key(worker=CHIEF).message == "This store asks for no passwords."
        assert NOBODY not in repr(seat.shown)


@pytest.mark.parametrize("role", ["administrator", "auditor", "interface", "analyst"])
def test_who_works_no_cases_is_offered_no_first_session_and_signs_on(clock: Hands, role: str) -> None:
    with asking_store() as store:
        with store.write() as session:
            session.connection().exec_driver_sql(
                f"UPDATE worker SET role = '{role}' WHERE number = '{OTHER}'"
            )
        seat = Seat(store, clock)
        seat.session = DeskSession(lambda: Workplace(store, clock))
        seat.session.start()
        answer = seat.sign_on(OTHER)
        assert answer.screen not in {"SGNP", "SIGN"}
        assert not answer.findings


def test_a_live_store_says_its_banner_and_a_practice_store_its_password(clock: Hands) -> None:
    with asking_store(kind="live") as store:
        answer = Seat(store, clock).key(worker=WORKER)
        assert answer.values["banner1"].startswith("This system is for official use")
        assert answer.values["practice"] == ""
    with asking_store() as store:
        with store.write() as session:
            session.connection().exec_driver_sql(
                "INSERT INTO store_info VALUES ('practice_password', 'as it is')"
            )
        answer = Seat(store, clock).key(worker=WORKER)
        assert "as it is" in answer.values["practice"]
        assert "banner1" not in answer.values


@pytest.mark.parametrize("size", [(80, 24), (140, 45), (200, 60)])
async def test_the_fields_of_the_sign_on_stay_where_they_are_on_any_terminal(
    store: Store, clock: Hands, size: tuple[int, int]
) -> None:
    app = DeskApp(DeskSession(lambda: Workplace(store, clock), guided=False))
    async with app.run_test(size=size) as pilot:
        await app.settled()
        app.space.buffer.type(WORKER)
        await pilot.press("enter")
        await app.settled()
        assert app.space.buffer.slot("password").y == 14
