"""Signing on to a store: what is counted, what is told, what is logged; and what administrators do."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest

from cstui.acts import accounts as kept
from cstui.acts.accounts import Accounts, Signed, Tried
from cstui.acts.one_time_codes import new_secret
from cstui.policy.rulebook import load_rulebook
from cstui.policy.viewer import Viewer
from cstui.store.chain import lines
from cstui.store.engine import Store
from tests.kernel.signing.stores import CHIEF, DAY, NEW, NOBODY, OTHER, PASSWORD, WORKER, Hands, asking_store

BY = Viewer(number=CHIEF, role="administrator", agency="louisiana", office="17")
PEER = Viewer(number=WORKER, role="worker", agency="louisiana", office="17")


@pytest.fixture
def doors(store: Store, clock: Hands) -> Accounts:
    return Accounts(store, load_rulebook(), clock)


def signs(doors: Accounts, number: str = WORKER, password: str = PASSWORD, **more: object) -> Signed | Tried:
    return doors.sign_on(number, password, on=DAY, by="desk", **more)  # type: ignore[arg-type]


def said(tried: Signed | Tried) -> str:
    """The rule of what is said; empty where somebody is signed on."""
    return tried.finding.rule if isinstance(tried, Tried) else ""


def log(store: Store, subject: str = f"worker {WORKER}") -> list[str]:
    with store.read() as session:
        return [line.text for line in lines(session) if line.subject == subject]


def test_the_right_password_signs_on_and_is_logged(store: Store, doors: Accounts) -> None:
    signed = signs(doors)
    assert isinstance(signed, Signed)
    assert (signed.worker.number, signed.agency, signed.first) == (WORKER, "louisiana", None)
    assert log(store)[-1] == "Signed on to the desk."


def test_a_wrong_number_and_a_wrong_password_are_said_alike(doors: Accounts) -> None:
    wrong, unknown = signs(doors, password="not it at all"), signs(doors, NOBODY)
    assert isinstance(wrong, Tried)
    assert wrong == unknown
    assert said(wrong) == "CS-951"


def test_a_number_that_nobody_has_is_logged_cleaned_and_cut_and_a_password_never(
    store: Store, doors: Accounts
) -> None:
    signs(doors, "9\x1b[2J" + "9" * 40, "secret that was typed")
    assert log(store, "store") == ["Sign-on refused: no worker has the number 9[2J999999999999."]
    with store.read() as session:
        assert not any("secret" in repr(line) for line in lines(session))


def test_three_in_a_row_lock_the_account_for_fifteen_minutes(
    store: Store, doors: Accounts, clock: Hands
) -> None:
    for _ in range(3):
        assert said(signs(doors, password="wrong")) == "CS-951"
    assert log(store)[-1] == "Refused: wrong password, 3 in a row; the account is locked."
    assert said(signs(doors, password="wrong")) == "CS-951"
    locked = signs(doors)
    assert said(locked) == "CS-952"
    clock.pass_by(minutes=14, seconds=59)
    assert said(signs(doors)) == "CS-952"
    clock.pass_by(seconds=1)
    assert said(signs(doors)) == ""


def test_a_right_password_begins_the_count_again(doors: Accounts) -> None:
    for _ in range(3):
        signs(doors, password="wrong")
        signs(doors, password="wrong")
        assert said(signs(doors)) == ""


def test_failures_are_in_the_store_before_they_are_told(store: Store, doors: Accounts, clock: Hands) -> None:
    """A desk that is killed after two wrong ones has left two of them behind."""
    signs(doors, password="wrong")
    signs(doors, password="wrong")
    again = Accounts(store, load_rulebook(), clock)
    signs(again, password="wrong")
    assert said(signs(again)) == "CS-952"


def test_a_first_password_is_changed_before_anything_else(clock: Hands) -> None:
    with asking_store(must_change=True) as store:
        doors = Accounts(store, load_rulebook(), clock)
        signed = signs(doors)
        assert isinstance(signed, Signed)
        assert signed.first is not None
        assert signed.first.rule == "CS-962"
        assert not doors.change(WORKER, PASSWORD, NEW, NEW, on=DAY)
        signed = signs(doors, password=NEW)
        assert isinstance(signed, Signed)
        assert signed.first is None
        assert said(signs(doors)) == "CS-951"


@pytest.mark.parametrize(("days", "expired"), [(89, False), (90, True), (91, True)])
def test_a_password_expires_after_ninety_days(doors: Accounts, days: int, expired: bool) -> None:
    signed = doors.sign_on(WORKER, PASSWORD, on=DAY + timedelta(days=days), by="desk")
    assert isinstance(signed, Signed)
    assert (signed.first is not None) is expired


@pytest.mark.parametrize(
    ("old", "new", "again", "rules"),
    [
        (PASSWORD, NEW, "another lamp entirely", ["CS-958"]),
        ("not the old one", NEW, NEW, ["CS-959"]),
        (PASSWORD, "thirteen char", "thirteen char", ["CS-953"]),
        (PASSWORD, "x" * 64 + "yz", "x" * 64 + "yz", ["CS-954"]),
        (PASSWORD, "my number is 17001", "my number is 17001", ["CS-955"]),
        (PASSWORD, "Ruth eats her soup", "Ruth eats her soup", ["CS-955"]),
        (PASSWORD, "Password!!2026!!!!", "Password!!2026!!!!", ["CS-956"]),
        (PASSWORD, "abababababababab", "abababababababab", ["CS-956"]),
        (PASSWORD, "abcdefghijklmnopq", "abcdefghijklmnopq", ["CS-956"]),
        (PASSWORD, "12345678901234567", "12345678901234567", ["CS-956"]),
        (PASSWORD, PASSWORD, PASSWORD, ["CS-957"]),
        (PASSWORD, "fourteen chars", "fourteen chars", []),
    ],
)
def test_a_new_password_is_what_the_policy_asks(
    doors: Accounts, old: str, new: str, again: str, rules: list[str]
) -> None:
    found = doors.change(WORKER, old, new, again, on=DAY)
    assert [one.rule for one in found] == rules
    assert not any(new in f"{one.message} {one.cause} {one.remedy}" for one in found)
    assert said(signs(doors, password=PASSWORD if rules else new)) == ""


def test_guessing_the_old_password_locks_the_account_too(doors: Accounts) -> None:
    for _ in range(3):
        assert [one.rule for one in doors.change(WORKER, "wrong", NEW, NEW, on=DAY)] == ["CS-959"]
    assert said(signs(doors)) == "CS-952"


def test_a_former_password_comes_back_only_after_the_others(doors: Accounts) -> None:
    doors.rules = doors.rules.valued({"password_former": 2})
    assert not doors.change(WORKER, PASSWORD, NEW, NEW, on=DAY)
    assert [one.rule for one in doors.change(WORKER, NEW, PASSWORD, PASSWORD, on=DAY)] == ["CS-957"]
    assert not doors.change(WORKER, NEW, "grapes on a slow train", "grapes on a slow train", on=DAY)
    assert not doors.change(WORKER, "grapes on a slow train", PASSWORD, PASSWORD, on=DAY)


def test_another_method_hashes_again_at_the_next_sign_on(store: Store, doors: Accounts) -> None:
    with store.write() as session:
        session.connection().exec_driver_sql("INSERT INTO store_info VALUES ('password_hash', 'pbkdf2')")
    assert said(signs(doors)) == ""
    with store.read() as session:
        account = kept.read_account(session, WORKER)
    assert account is not None
    assert account.password.startswith("$pbkdf2-sha256$600000$")
    assert said(signs(doors)) == ""
    assert said(signs(doors, password="wrong")) == "CS-951"


def test_a_code_is_asked_for_taken_once_and_with_half_a_minute_of_drift(
    doors: Accounts, clock: Hands
) -> None:
    secret = new_secret()
    totp = pyotp.TOTP(secret)
    wrong = doors.set_up_codes(WORKER, secret, "000", on=DAY)
    assert wrong is not None
    assert wrong.rule == "CS-960"
    assert doors.set_up_codes(WORKER, secret, totp.at(clock()), on=DAY) is None
    asked = signs(doors)
    assert isinstance(asked, Tried)
    assert asked.finding.rule == "CS-961"
    assert asked.proven is not None
    assert PASSWORD not in repr(asked.proven)
    assert said(signs(doors, password="", proven=asked.proven, code=totp.at(clock()))) == "CS-960"  # used
    clock.pass_by(seconds=30)
    late = totp.at(clock())
    clock.pass_by(seconds=30)
    assert said(signs(doors, code=late)) == ""
    assert said(signs(doors, code=late)) == "CS-960"
    clock.pass_by(seconds=90)
    assert said(signs(doors, code=totp.at(clock() - timedelta(seconds=60)))) == "CS-960"


def test_a_right_password_waits_two_minutes_for_its_code(doors: Accounts, clock: Hands) -> None:
    secret = new_secret()
    doors.set_up_codes(WORKER, secret, pyotp.TOTP(secret).at(clock()), on=DAY)
    asked = signs(doors)
    assert isinstance(asked, Tried)
    clock.pass_by(minutes=2)
    code = pyotp.TOTP(secret).at(clock())
    assert said(signs(doors, password="", proven=asked.proven, code=code)) == "CS-951"


def test_an_administrator_opens_resets_unlocks_and_closes(clock: Hands) -> None:
    with asking_store(opened=(CHIEF,)) as store:
        doors = Accounts(store, load_rulebook(), clock)
        state = lambda: {w.number: s for w, s in doors.listed(BY, DAY)}[WORKER]  # noqa: E731
        assert state() == "none"
        assert not doors.keep("open", WORKER, by=BY, on=DAY, password=PASSWORD)
        assert state() == "first password"
        assert not doors.change(WORKER, PASSWORD, NEW, NEW, on=DAY)
        assert state() == "open"
        for _ in range(3):
            signs(doors, password="wrong")
        assert state() == "locked"
        assert not doors.keep("unlock", WORKER, by=BY, on=DAY)
        assert said(signs(doors, password=NEW)) == ""
        assert not doors.keep("reset", WORKER, by=BY, on=DAY, password="grapes on a slow train")
        assert state() == "first password"
        assert not doors.keep("close", WORKER, by=BY, on=DAY)
        assert state() == "closed"
        assert said(signs(doors, password="grapes on a slow train")) == "CS-951"
        assert not doors.keep("open", WORKER, by=BY, on=DAY, password="a boat of paper and tar")
        assert said(signs(doors, password="a boat of paper and tar")) == ""
        assert [text for text in log(store) if text.startswith(("Account", "Password"))] == [
            "Account opened.",
            "Password changed.",
            "Account unlocked.",
            "Password reset to a first one.",
            "Account closed.",
            "Account opened again, with a first password.",
        ]


@pytest.mark.parametrize(
    ("what", "number", "by", "rule"),
    [
        ("reset", CHIEF, BY, "CS-965"),
        ("reset", OTHER, PEER, "CS-964"),
        ("open", OTHER, BY, "CS-966"),
        ("unlock", OTHER, BY, "CS-966"),
        ("codes", OTHER, BY, "CS-966"),
        ("reset", NOBODY, BY, "CS-120"),
        ("close", OTHER, Viewer(number="2", role="administrator", agency="kansas"), "CS-120"),
    ],
)
def test_what_may_not_be_done_to_an_account(
    doors: Accounts, what: str, number: str, by: Viewer, rule: str
) -> None:
    found = doors.keep(what, number, by=by, on=DAY, password=NEW)
    assert [one.rule for one in found] == [rule]


def test_tries_side_by_side_count_each(store: Store, doors: Accounts) -> None:
    """A try whose password was compared before the lock came is decided on the account as it is then."""
    with store.read() as session:
        before = kept.read_account(session, WORKER)
    assert before is not None
    for _ in range(3):
        signs(doors, password="wrong")
    proven = kept.Proven(worker=WORKER, password=before.password, at=doors.clock())
    assert said(signs(doors, proven=proven)) == "CS-952"
