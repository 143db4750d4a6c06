"""Accounts in a store: opened once, hashed, logged, and never told of in a repr."""

from __future__ import annotations

import pytest

from cstui.acts import accounts, password_hashes
from cstui.policy.rulebook import load_rulebook
from cstui.store.chain import lines
from cstui.store.engine import create_store
from cstui.store.verify import verify
from tests.kernel.signing.stores import DAY, NOBODY, OTHER, PASSWORD, WORKER, Hands, asking_store


def test_a_store_that_was_made_so_asks_for_passwords_and_every_live_one() -> None:
    with asking_store() as store, store.read() as session:
        assert accounts.accounts_asked(session)
    for kind, asked in (("live", True), ("practice", False)):
        with (
            create_store(":memory:", name="S", business_date=DAY, kind=kind) as store,
            store.read() as session,
        ):
            assert accounts.accounts_asked(session) is asked


def test_an_opened_account_is_logged_under_its_worker_and_the_store_verifies() -> None:
    with asking_store() as store:
        with store.read() as session:
            found = [line for line in lines(session) if line.subject == f"worker {WORKER}"]
            kept = accounts.read_account(session, WORKER)
        assert [(line.action, line.actor, line.text) for line in found] == [("AC", "TEST", "Account opened.")]
        assert kept is not None
        assert kept.password.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
        assert PASSWORD not in repr(kept)
        assert kept.password not in repr(kept)
        assert verify(store) == []


def test_a_bad_first_password_opens_nothing() -> None:
    with asking_store(opened=(OTHER,)) as store, store.write() as session:
        found = accounts.open_account(session, WORKER, "ames", by="TEST", on=DAY, at=Hands()())
        assert [one.rule for one in found] == ["CS-953", "CS-955", "CS-956"]
        assert accounts.read_account(session, WORKER) is None


def test_an_account_is_opened_once_and_for_a_worker_of_the_store() -> None:
    with asking_store() as store, store.write() as session:
        with pytest.raises(ValueError, match="has an account"):
            accounts.open_account(session, WORKER, PASSWORD, by="TEST", on=DAY, at=Hands()())
        with pytest.raises(LookupError):
            accounts.open_account(session, NOBODY, PASSWORD, by="TEST", on=DAY, at=Hands()())


@pytest.mark.parametrize("method", password_hashes.METHODS)
def test_each_method_takes_its_password_and_no_other(method: str) -> None:
    hashing = password_hashes.hashing_of(load_rulebook(), DAY, method)
    kept = hashing.hash(PASSWORD)
    assert password_hashes.matches(kept, PASSWORD)
    assert not password_hashes.matches(kept, PASSWORD.upper())
    assert hashing.hash(PASSWORD) != kept  # another salt
    assert not hashing.outdated(kept)
    other = next(one for one in password_hashes.METHODS if one != method)
    assert password_hashes.hashing_of(load_rulebook(), DAY, other).outdated(kept)


@pytest.mark.parametrize(
    "damaged",
    [
        "",
        "x",
        "$argon2id$",
        "$argon2id$v=19$m=65536,t=3,p=4$AA$AA",
        "$pbkdf2-sha256$9$x$y",
        "$pbkdf2-sha256$",
    ],
)
def test_a_damaged_hash_fits_nothing(damaged: str) -> None:
    assert not password_hashes.matches(damaged, "")
    assert not password_hashes.matches(damaged, PASSWORD)


def test_a_password_is_the_same_however_its_letters_are_composed() -> None:
    hashing = password_hashes.hashing_of(load_rulebook(), DAY)
    assert password_hashes.matches(hashing.hash("caf\u00e9 au lait mit zwei"), "cafe\u0301 au lait mit zwei")
