"""Accounts: how workers sign on to a store that asks for passwords, and the only writer of them.

Each change is one transaction that logs itself under the worker. Passwords are compared before the store is
taken to write; what follows is decided on the account as it is then, so that tries side by side count each.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from cstui.acts.audit import log_of
from cstui.acts.password_hashes import ARGON2ID, Hashing, hashing_of, matches
from cstui.policy.findings import Finding
from cstui.policy.passwords import check_new
from cstui.policy.records import Worker
from cstui.policy.rulebook import Checks, Rulebook, load_rulebook
from cstui.store import reads
from cstui.store.chain import worker_subject
from cstui.store.engine import read_values
from cstui.store.errors import StaleRecord
from cstui.store.log_tables import ACCOUNT

SIGNING, KEEPING = "SO", "AC"
"""What the log calls sign-ons and sign-offs, and what is done to accounts."""
TYPED = 16
"""How much the log keeps of a number that no worker has."""


class WorkerAccount(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the table `account`; `former` are hashes, the last one first."""

    worker: str
    password: str
    set_on: date
    must_change: bool = False
    closed: bool = False
    former: tuple[str, ...] = ()
    failures: int = 0
    locked_until: datetime | None = None
    code_secret: str = ""
    code_step: int = 0
    version: int = 1

    def __repr__(self) -> str:
        return f"WorkerAccount(worker={self.worker!r}, version={self.version})"

    def locked(self, at: datetime) -> bool:
        """Whether it is locked at a moment."""
        return self.locked_until is not None and at < self.locked_until


def accounts_asked(session: Session) -> bool:
    """Whether the store asks for passwords: every live one does, a practice store where it was made so."""
    values = read_values(session.connection())
    return values.get("kind") == "live" or values.get("sign_on") == "password"


def hashing(session: Session, rules: Rulebook, on: date) -> Hashing:
    """How the store has passwords hashed: its `password_hash`, argon2id where it says nothing."""
    values = read_values(session.connection())
    return hashing_of(rules, on, values.get("password_hash", ARGON2ID))


def open_account(
    session: Session,
    worker: str,
    password: str,
    *,
    by: str,
    on: date,
    at: datetime,
    must_change: bool = True,
    rules: Rulebook | None = None,
) -> tuple[Finding, ...]:
    """Give a worker of the store an account, in the transaction of `session`, and log it.

    What is wrong with the password; then nothing is written. `by` is who opens it: a worker, or a system. The
    caller sees to it that he or she may. LookupError where there is no such worker, ValueError where there is
    an account.
    """
    rules = rules or load_rulebook()
    if read_account(session, worker) is not None:
        raise ValueError(f"worker {worker} has an account")
    found = _worker(session, worker)
    if faults := new_faults(rules, password, found, (), on):
        return faults
    kept = WorkerAccount(
        worker=worker,
        password=hashing(session, rules, on).hash(password),
        set_on=on,
        must_change=must_change,
    )
    session.connection().execute(ACCOUNT.insert(), [_row(kept)])
    _log(session, kept, ["Account opened."], action=KEEPING, actor=by, on=on, at=at)
    return ()


def new_faults(
    rules: Rulebook, password: str, worker: Worker, former: Sequence[str], on: date, field: str = "new"
) -> tuple[Finding, ...]:
    """What is wrong with a new password of a worker."""
    checks = Checks(rules)
    check_new(
        checks,
        password,
        number=worker.number,
        name=worker.name,
        former=former,
        same=matches,
        on=on,
        field=field,
    )
    return tuple(checks.refusals)


def read_account(session: Session, worker: str) -> WorkerAccount | None:
    """The account of a worker; None for none."""
    return next(iter(read_accounts(session, [worker])), None)


def read_accounts(session: Session, workers: Sequence[str]) -> tuple[WorkerAccount, ...]:
    """The accounts of those of the workers who have one."""
    rows = select(*ACCOUNT.c).where(ACCOUNT.c.worker.in_(list(workers)))
    return tuple(_account(row) for row in session.connection().execute(rows).mappings())


def _account(row: Any) -> WorkerAccount:
    former = msgspec.json.decode(row["former"] or "[]", type=tuple[str, ...])
    return WorkerAccount(**{**row, "former": former})


def _row(account: WorkerAccount) -> dict[str, Any]:
    return {**msgspec.structs.asdict(account), "former": msgspec.json.encode(account.former).decode()}


def change_account(session: Session, account: WorkerAccount, **values: Any) -> WorkerAccount:
    """Write other values of an account that was read; StaleRecord where somebody else was quicker."""
    after = msgspec.structs.replace(account, **values, version=account.version + 1)
    same = (ACCOUNT.c.worker == account.worker, ACCOUNT.c.version == account.version)
    done = session.connection().execute(update(ACCOUNT).where(*same).values(_row(after)))
    if done.rowcount != 1:
        raise StaleRecord(f"Account of worker {account.worker}")
    return after


def _worker(session: Session, number: str) -> Worker:
    for worker in reads.workers(session):
        if worker.number == number:
            return worker
    raise LookupError(f"there is no worker {number}")


def _log(
    session: Session,
    account: WorkerAccount,
    texts: Sequence[str],
    *,
    action: str,
    actor: str,
    on: date,
    at: datetime,
) -> None:
    subject = worker_subject(account.worker)
    log_of(session, subject, texts, action=action, actor=actor, on=on, at=at)
