"""Accounts: how workers sign on to a store that asks for passwords, and the only writer of them.

Each change is one transaction that logs itself under the worker. Passwords are compared before the store is
taken to write; what follows is decided on the account as it is then, so that tries side by side count each.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from cstui.acts.audit import log_of
from cstui.acts.base import STORE
from cstui.acts.one_time_codes import used_step
from cstui.acts.password_hashes import ARGON2ID, Hashing, hashing_of, matches
from cstui.cells import clean
from cstui.policy.effects import Add
from cstui.policy.findings import Finding
from cstui.policy.passwords import check_new, expires
from cstui.policy.records import Worker
from cstui.policy.roles import ADMINISTRATOR, KEEPING
from cstui.policy.rulebook import Checks, Rulebook, load_rulebook
from cstui.policy.viewer import Viewer
from cstui.store import chain, reads, writing
from cstui.store.chain import worker_subject
from cstui.store.engine import Store, read_values
from cstui.store.errors import StaleRecord
from cstui.store.glance import Signing, signing_of
from cstui.store.log_tables import ACCOUNT, INFO

SIGNED, KEPT = "SO", "AC"
"""What the log calls sign-ons and sign-offs, and what is done to accounts."""
UNKNOWN = "UNKNOWN"
"""Who tries to sign on under a number that no worker has."""
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
    return signing(session).asks


def signing(session: Session) -> Signing:
    """How one signs on to the store."""
    return signing_of(read_values(session.connection()))


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
    _log(session, worker, "Account opened.", action=KEPT, actor=by, on=on, at=at)
    return ()


def ask_passwords(session: Session, password: str, *, on: date, at: datetime) -> None:
    """Have a practice store ask for passwords from now on: that of all its workers is `password`.

    Its sign-on screen shows it, so nobody has to change it. Each agency gets an administrator.
    """
    heads = {office.agency: office for office in reversed(reads.offices(session))}
    for office in heads.values():
        number = f"{reads.workers(session, office.code)[-1].number[:-2]}99"
        head = Worker(number=number, name="ADA KEEP", office=office.code, role=ADMINISTRATOR)
        writing.apply(session, [Add(head)])
    said = {"sign_on": "password", "practice_password": password}
    session.connection().execute(INFO.insert(), [{"key": key, "value": value} for key, value in said.items()])
    for worker in reads.workers(session):
        faults = open_account(session, worker.number, password, by=STORE, on=on, at=at, must_change=False)
        if faults:
            raise ValueError(faults[0].message)


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
    session: Session, worker: str, text: str, *, action: str, actor: str, on: date, at: datetime
) -> None:
    log_of(session, worker_subject(worker), [text], action=action, actor=actor, on=on, at=at)


class Proven(msgspec.Struct, frozen=True, kw_only=True):
    """That a worker's password was right at a moment: what is missing is the one-time code."""

    worker: str
    password: str
    at: datetime

    def __repr__(self) -> str:
        return f"Proven(worker={self.worker!r})"


class Signed(msgspec.Struct, frozen=True, kw_only=True):
    """A worker who may work; `first` says why he or she has to choose a password before anything else."""

    worker: Worker
    agency: str
    first: Finding | None = None


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """A try that does not sign on: what is to be said; with `proven` a code is asked for."""

    finding: Finding
    proven: Proven | None = None


PROVEN = timedelta(minutes=2)
"""How long a right password waits for its code."""


NONE, FIRST_PASSWORD, OPEN, LOCKED, EXPIRED, CLOSED = (
    "none",
    "first password",
    "open",
    "locked",
    "expired",
    "closed",
)
FIRST = ("open", "reset")
"""What gives a worker a first password."""
_THERE = (FIRST_PASSWORD, OPEN, LOCKED, EXPIRED)
ALLOWED = {
    "open": (NONE, CLOSED),
    "reset": _THERE,
    "unlock": (LOCKED,),
    "close": _THERE,
    "codes": _THERE,
}
"""The states of an account in which each can be done."""
DONE = {
    "open": "Opened",
    "reset": "Reset",
    "unlock": "Unlocked",
    "close": "Closed",
    "codes": "Freed of codes",
}
SAID = {
    "open": "Account opened again, with a first password",
    "reset": "Password reset to a first one",
    "unlock": "Account unlocked",
    "close": "Account closed",
    "codes": "One-time codes taken away",
}
"""What the log says of each."""


class Accounts:
    """The accounts of one store. `clock` gives wall time; `on` is the business date of whoever asks."""

    def __init__(self, store: Store, rules: Rulebook, clock: Callable[[], datetime]) -> None:
        self.store, self.rules, self.clock = store, rules, clock

    @property
    def asked(self) -> bool:
        """Whether the store asks for passwords."""
        with self.store.read() as session:
            return accounts_asked(session)

    def sign_on(
        self, typed: str, password: str, *, code: str = "", proven: Proven | None = None, on: date, by: str
    ) -> Signed | Tried:
        """Sign a worker on by number, password and, where the account asks for one, a code.

        `typed` is a number with or without its agency's prefix; `by` says in the log what is signed on to
        (`desk`). Whatever is wrong of number and password is said alike, and takes the same time.
        """
        at = self.clock()
        with self.store.read() as session:
            worker = _named(session, typed)
            account = read_account(session, worker.number) if worker is not None else None
            made = hashing(session, self.rules, on)
        if proven is not None and at - proven.at < PROVEN:
            right = account is not None and proven.password == account.password
        elif account is not None:
            right = matches(account.password, password)
        else:
            made.hash(password)  # for nobody: it takes the time that a password takes
            right = False
        fresh = (
            made.hash(password)
            if right and account and not proven and made.outdated(account.password)
            else ""
        )
        with self.store.write() as session:
            if worker is None or account is None:
                return self._unknown(session, worker, typed, on, at)
            now = _reread(session, worker.number)
            right = right and now.password == account.password
            if now.closed or now.locked(at) or not right:
                return self._failed(session, now, right=right, what="password", on=on, at=at)
            values: dict[str, Any] = {"failures": 0, "locked_until": None}
            if now.code_secret:
                if not code:
                    asks = self.rules.finding("CS-961", "code")
                    kept = Proven(worker=worker.number, password=now.password, at=at)
                    return Tried(finding=asks, proven=kept)
                step = used_step(now.code_secret, code, at, after=now.code_step)
                if step is None:
                    failed = self._failed(session, now, right=False, what="code", on=on, at=at)
                    kept = proven or Proven(worker=worker.number, password=now.password, at=at)
                    return msgspec.structs.replace(failed, proven=kept)
                values["code_step"] = step
            if fresh:
                values["password"] = fresh
            change_account(session, now, **values)
            text = f"Signed on to the {by}{' with a one-time code' if now.code_secret else ''}."
            _log(session, worker.number, text, action=SIGNED, actor=worker.number, on=on, at=at)
            viewer = reads.viewer_of(session, worker.number)
            first = self._first(now, on, lasts=bool(signing(session).practice))
            return Signed(worker=worker, agency=viewer.agency if viewer else "", first=first)

    def _unknown(self, session: Session, worker: Worker | None, typed: str, on: date, at: datetime) -> Tried:
        """Log a try without an account: under the worker where there is one, else under the store."""
        if worker is not None:
            text = "Sign-on refused: the worker has no account."
            _log(session, worker.number, text, action=SIGNED, actor=worker.number, on=on, at=at)
        else:
            text = f"Sign-on refused: no worker has the number {clean(typed)[:TYPED]}."
            log_of(session, STORE, [text], action=SIGNED, actor=UNKNOWN, on=on, at=at)
        return Tried(finding=self._wrong(on))

    def _failed(
        self, session: Session, account: WorkerAccount, *, right: bool, what: str, on: date, at: datetime
    ) -> Tried:
        """Count and log a try that failed; one that locks the account says so in the log."""
        number = account.worker
        finding = self._wrong(on) if what == "password" else self.rules.finding("CS-960", "code")
        if account.closed:
            said = "the account is closed"
        elif account.locked(at):
            said = f"the account is locked{', with the right password' if right else ''}"
            if right:
                finding = self._locked(account)
        else:
            count, most = account.failures + 1, self.rules.days("sign_on_failures", on)
            said = f"wrong {what}, {count} in a row"
            values: dict[str, Any] = {"failures": count}
            if count >= most:
                until = at + timedelta(minutes=self.rules.days("sign_on_lock_minutes", on))
                values = {"failures": 0, "locked_until": until}
                said += "; the account is locked"
            change_account(session, account, **values)
        _log(session, number, f"Refused: {said}.", action=SIGNED, actor=number, on=on, at=at)
        return Tried(finding=finding)

    def _wrong(self, on: date) -> Finding:
        return self.rules.finding("CS-951", "password", **self._limits(on))

    def _limits(self, on: date) -> dict[str, int]:
        return {
            "most": self.rules.days("sign_on_failures", on),
            "minutes": self.rules.days("sign_on_lock_minutes", on),
        }

    def _locked(self, account: WorkerAccount) -> Finding:
        until = account.locked_until
        return self.rules.finding("CS-952", "password", until=f"{until.astimezone():%H:%M}" if until else "")

    def _first(self, account: WorkerAccount, on: date, *, lasts: bool) -> Finding | None:
        """Why a password has to be chosen before anything else; one that `lasts`, as that which a practice
        store shows, does not expire.
        """
        least = self.rules.days("password_least", on)
        if account.must_change:
            return self.rules.finding("CS-962", "new", least=least)
        ends = None if lasts else expires(account.set_on, self.rules, on)
        return self.rules.finding("CS-963", "new", on=ends, least=least) if ends and ends <= on else None

    def prove(self, number: str, password: str, *, on: date, text: str) -> Finding | None:
        """Whether it is the password of who has signed on, and log `text`; what is wrong where it is not."""
        at = self.clock()
        with self.store.read() as session:
            account = read_account(session, number)
        right = account is not None and matches(account.password, password)
        with self.store.write() as session:
            now = _reread(session, number)
            if (
                account is None
                or now.closed
                or now.locked(at)
                or not right
                or now.password != account.password
            ):
                found = self._failed(session, now, right=right, what="password", on=on, at=at).finding
                if found.rule == "CS-951":
                    found = self.rules.finding("CS-970", "password", worker=number, **self._limits(on))
                return found
            change_account(session, now, failures=0, locked_until=None)
            _log(session, number, text, action=SIGNED, actor=number, on=on, at=at)
        return None

    def ended(self, number: str, text: str, *, on: date) -> None:
        """Log that a worker signed off, or that a desk locked itself."""
        with self.store.write() as session:
            _log(session, number, text, action=SIGNED, actor=number, on=on, at=self.clock())

    def sound(self, number: str) -> bool:
        """Whether a worker who has signed on may go on: not where the account was closed or reset since."""
        with self.store.read() as session:
            account = read_account(session, number)
        return account is not None and not account.closed and not account.must_change

    def change(self, number: str, old: str, new: str, again: str, *, on: date) -> tuple[Finding, ...]:
        """Change one's own password; what is wrong, then nothing is written but the count of failures."""
        if new != again:
            return (self.rules.finding("CS-958", "again"),)
        at = self.clock()
        with self.store.read() as session:
            account = read_account(session, number)
            worker = _worker(session, number)
            made = hashing(session, self.rules, on)
        right = account is not None and matches(account.password, old)
        if right and account is not None:
            former = (account.password, *account.former)
            if faults := new_faults(self.rules, new, worker, former, on):
                return faults
        fresh = made.hash(new)
        with self.store.write() as session:
            now = _reread(session, number)
            if (
                account is None
                or not right
                or now.password != account.password
                or now.locked(at)
                or now.closed
            ):
                found = self._failed(session, now, right=right, what="password", on=on, at=at).finding
                return (self.rules.finding("CS-959", "old") if found.rule == "CS-951" else found,)
            self._renewed(session, now, fresh, on, must_change=False)
            _log(session, number, "Password changed.", action=KEPT, actor=number, on=on, at=at)
        return ()

    def _renewed(self, session: Session, account: WorkerAccount, fresh: str, on: date, **values: Any) -> None:
        """Put another password into an account; the one before is among the former ones."""
        kept = self.rules.days("password_former", on)
        former = (account.password, *account.former)[: max(0, kept - 1)]
        clear = {"failures": 0, "locked_until": None}
        change_account(session, account, password=fresh, set_on=on, former=former, **clear, **values)

    # One-time codes

    def set_up_codes(self, number: str, secret: str, code: str, *, on: date) -> Finding | None:
        """Have an account ask for codes of a new secret, once one of them was keyed; else what is wrong."""
        at = self.clock()
        with self.store.write() as session:
            account = _reread(session, number)
            step = used_step(secret, code, at, after=0)
            if step is None:
                return self.rules.finding("CS-960", "code")
            change_account(session, account, code_secret=secret, code_step=step)
            _log(session, number, "One-time codes set up.", action=KEPT, actor=number, on=on, at=at)
        return None

    # What administrators do

    def keep(
        self, what: str, number: str, *, by: Viewer, on: date, password: str = ""
    ) -> tuple[Finding, ...]:
        """`open`, `reset`, `unlock` or `close` the account of a worker, or take its `codes` away.

        `password` is a first one, for `open` and `reset`. What is wrong; then nothing is written.
        """
        at = self.clock()
        with self.store.read() as session:
            if denied := self.denied(session, by, number):
                return (denied,)
            made = hashing(session, self.rules, on)
        fresh = made.hash(password) if what in FIRST else ""
        with self.store.write() as session:
            session.info["viewer"] = by
            chain.lock(session, [worker_subject(number)])
            account, worker = read_account(session, number), _worker(session, number)
            if (state := state_of(account, self.rules, on, at)) not in ALLOWED[what]:
                values = {"worker": number, "state": state, "what": DONE[what].lower()}
                return (self.rules.finding("CS-966", "action", **values),)
            if account is None:
                return open_account(session, number, password, by=by.number, on=on, at=at, rules=self.rules)
            if what in FIRST:
                former = (account.password, *account.former)
                if faults := new_faults(self.rules, password, worker, former, on):
                    return faults
                self._renewed(session, account, fresh, on, must_change=True, closed=False)
            elif what == "unlock":
                change_account(session, account, failures=0, locked_until=None)
            elif what == "close":
                change_account(session, account, closed=True)
            elif account.code_secret:
                change_account(session, account, code_secret="", code_step=0)
            else:
                values = {"worker": number, "state": "without codes", "what": DONE[what].lower()}
                return (self.rules.finding("CS-966", "action", **values),)
            text = f"{SAID[what]}."
            _log(session, number, text, action=KEPT, actor=by.number, on=on, at=at)
        return ()

    def denied(self, session: Session, by: Viewer, number: str = "") -> Finding | None:
        """Why somebody may not keep accounts, or not that of a worker; None where he or she may."""
        if not accounts_asked(session):
            return self.rules.finding("CS-967", "action")
        if by.role not in KEEPING:
            return self.rules.finding("CS-964", "", worker=by.number, role=by.role)
        if number == by.number:
            return self.rules.finding("CS-965", "action", worker=number)
        session.info["viewer"] = by
        if number and all(worker.number != number for worker in reads.workers(session)):
            return self.rules.finding("CS-120", "worker", value=number)
        return None

    def listed(self, by: Viewer, on: date) -> list[tuple[Worker, str]]:
        """The workers of the viewer's agency, each with the state of the account."""
        at = self.clock()
        with self.store.read(by) as session:
            workers = reads.workers(session)
            found = {one.worker: one for one in read_accounts(session, [worker.number for worker in workers])}
        return [(worker, state_of(found.get(worker.number), self.rules, on, at)) for worker in workers]


def state_of(account: WorkerAccount | None, rules: Rulebook, on: date, at: datetime) -> str:
    """The state of an account on a business date and at a moment, in a word or two."""
    if account is None:
        return NONE
    if account.closed:
        return CLOSED
    if account.locked(at):
        return LOCKED
    if account.must_change:
        return FIRST_PASSWORD
    ends = expires(account.set_on, rules, on)
    return EXPIRED if ends and ends <= on else OPEN


def _named(session: Session, typed: str) -> Worker | None:
    """The worker of that number, with its prefix or without where that names one alone."""
    known = reads.workers(session)
    wanted = typed.strip().upper()
    for worker in known:
        if worker.number.upper() == wanted:
            return worker
    prefixes = {agency.prefix for agency in session.info["agencies"]}
    behind = [
        w for w in known for prefix in prefixes if prefix and w.number.upper() == f"{prefix.upper()}{wanted}"
    ]
    return behind[0] if len(behind) == 1 else None


def _reread(session: Session, number: str) -> WorkerAccount:
    """An account as it is now, locked until the transaction ends."""
    chain.lock(session, [worker_subject(number)])
    account = read_account(session, number)
    if account is None:
        raise LookupError(f"worker {number} has no account")
    return account
