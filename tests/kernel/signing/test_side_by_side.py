"""Sign-ons side by side on every kind of store: no try is lost, and none gets past the lock."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from cstui.acts.accounts import Accounts, Signed, ask_passwords
from cstui.policy.rulebook import load_rulebook
from cstui.store.chain import lines
from cstui.store.engine import Store
from cstui.store.verify import verify
from tests.kernel.signing.stores import CHIEF, DAY, PASSWORD, WORKER, Hands, staff


def test_many_tries_at_once_count_three_and_lock(shared_store: Store) -> None:
    staff(shared_store)
    clock = Hands()
    with shared_store.write() as session:
        ask_passwords(session, PASSWORD, on=DAY, at=clock())
    doors = Accounts(shared_store, load_rulebook(), clock)

    def tries(number: int) -> object:
        return doors.sign_on(WORKER, f"wrong {number}", on=DAY, by="desk")

    with ThreadPoolExecutor(4) as pool:
        assert not any(isinstance(came, Signed) for came in pool.map(tries, range(12)))
    with shared_store.read() as session:
        said = [line.text for line in lines(session) if line.subject == f"worker {WORKER}"]
    assert said[1:4] == [
        "Refused: wrong password, 1 in a row.",
        "Refused: wrong password, 2 in a row.",
        "Refused: wrong password, 3 in a row; the account is locked.",
    ]
    assert said[4:] == ["Refused: the account is locked."] * 9
    assert isinstance(doors.sign_on(CHIEF, PASSWORD, on=DAY, by="desk"), Signed)
    assert not verify(shared_store)
