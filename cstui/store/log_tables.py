"""The tables without a record: activities, their chain and seals, receipts, nights, names, mail, accounts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, Index, UniqueConstraint

from cstui.store.columns import (
    BIG,
    CLUSTERED,
    TEXT,
    Table,
    UtcTime,
    day,
    field,
    integer,
    person_ref,
    positive,
    reference,
    string,
)


class Activity(Table, table=True):
    """One line of the log of a subject (`case 17000123`, `worker 17001`, `store`), chained by digest.

    `id` grows with time over all subjects and is what the text search knows a line by. `receipt_digest` is
    that of the receipt which the line names (format 2).
    """

    __table_args__ = (UniqueConstraint("subject", "seq"), Index(None, "actor", "id"), positive("seq"))
    id: int | None = field(BIG, primary_key=True, autoincrement=True)
    subject: str = string()
    seq: int = integer()
    action: str = string()
    on: date = day()
    at: datetime = field(UtcTime())
    actor: str = string()
    act: str = string()
    receipt: str = string()
    text: str = string()
    format: int = integer()
    previous: str = string()
    digest: str = string()
    receipt_digest: str = string(server_default="")


class ChainHead(Table, table=True):
    """The last line of each subject's chain; an act locks it before it reads."""

    __table_args__ = (CLUSTERED,)
    subject: str = string(primary_key=True)
    seq: int = integer()
    digest: str = string()


class Receipt(Table, table=True):
    """What was asked by one act, whoever did it, and the inputs as canonical JSON.

    `undo` are the acts that take it back, as JSON; None where none was known when it was done.
    """

    __table_args__ = (CLUSTERED,)
    id: str = string(primary_key=True)
    act: str = string()
    actor: str = string()
    on: date = day()
    at: datetime = field(UtcTime())
    inputs: str = string()
    undo: str | None = string(nullable=True)


class Seal(Table, table=True):
    """What had been logged when a night ended, chained to the seal before (`cstui.store.seals`).

    `last` is the id of the last activity that it covers, `count` how many came since the seal before, `lines`
    the digest over theirs.
    """

    __table_args__ = (positive("seq"), CLUSTERED)
    seq: int = integer(primary_key=True)
    on: date = day()
    at: datetime = field(UtcTime())
    last: int = field(BIG)
    count: int = integer()
    lines: str = string()
    format: int = integer()
    previous: str = string()
    digest: str = string()


class StoreInfo(Table, table=True):
    __table_args__ = (CLUSTERED,)
    key: str = string(primary_key=True)
    value: str = string()


class NightlyJob(Table, table=True):
    """How far one job of one night has come, so that an interrupted night goes on there."""

    __table_args__ = (CLUSTERED,)
    night: date = day(primary_key=True)
    job: str = string(primary_key=True)
    state: str = string()
    cursor: str = string()
    count: int = integer()


class PersonName(Table, table=True):
    """A person's name as it is looked for, without accents and signs; kept with the person.

    All of it is the key, so that a page of names is read as it lies there.
    """

    __table_args__ = (CLUSTERED,)
    last: str = string(primary_key=True)
    first: str = string(primary_key=True)
    person: int = person_ref(key=True)


class PersonWord(Table, table=True):
    """A word of a person's names as it is looked for, or how one sounds, behind `=`.

    `names` are all of them, so that a search for several words reads one range of the key and nothing else;
    PostgreSQL keeps them in the index of the key for it.
    """

    __table_args__ = (Index(None, "person"), {**CLUSTERED, "info": {"key_includes": ("names",)}})
    word: str = string(primary_key=True)
    person: int = person_ref(key=True)
    names: str = string()


class FormTemplate(Table, table=True):
    """The template of a form that was mailed, as JSON, under the SHA-256 of it (64 hexadecimal digits)."""

    __table_args__ = (CLUSTERED,)
    digest: str = string(primary_key=True)
    text: str = string()


class MailedForm(Table, table=True):
    """What the form of a number said when it was mailed beside its own values: `letter` is JSON.

    `since` is the version of the form's record from which it holds: a form whose mailing was taken back
    may be mailed again.
    """

    __table_args__ = (CLUSTERED,)
    subject: str = string(primary_key=True)
    form: int = integer(primary_key=True)
    since: int = integer(primary_key=True)
    template: str = reference(TEXT, "form_template.digest")
    letter: str = string()


class Account(Table, table=True):
    """How a worker signs on (`cstui.acts.accounts`). A worker without one cannot, in a store that asks.

    `password` is the hash with its method and salt, `former` are earlier ones as JSON. `failures` in a row
    lock it until `locked_until`. `code_secret` is that of one-time codes, empty for none; `code_step` is the
    last step used, so that no code is taken twice.
    """

    __table_args__ = (CLUSTERED,)
    worker: str = reference(TEXT, "worker.number", key=True)
    password: str = string()
    set_on: date = day()
    must_change: bool = field(Boolean())
    closed: bool = field(Boolean())
    former: str = string()
    failures: int = integer()
    locked_until: datetime | None = field(UtcTime(), nullable=True)
    code_secret: str = string()
    code_step: int = field(BIG)
    version: int = integer()


class ProtectedPrint(Table, table=True):
    """A print or export that shows protected data, until it is destroyed: the destruction log.

    `kind` is what protects it (`FTI`); `receipt` names the line of the log that tells of the print.
    """

    __table_args__ = (Index(None, "destroyed_on"), CLUSTERED)
    number: int = field(BIG, primary_key=True)
    kind: str = string()
    subject: str = string()
    what: str = string()
    reason: str = string()
    made_on: date = day()
    made_at: datetime = field(UtcTime())
    made_by: str = string()
    receipt: str = string()
    destroyed_on: date | None = day(optional=True)
    destroyed_by: str = string()
    destroyed_how: str = string()
    version: int = integer()


ACTIVITY: Any = Activity.__table__  # type: ignore[attr-defined]
HEAD: Any = ChainHead.__table__  # type: ignore[attr-defined]
SEAL: Any = Seal.__table__  # type: ignore[attr-defined]
RECEIPT: Any = Receipt.__table__  # type: ignore[attr-defined]
INFO: Any = StoreInfo.__table__  # type: ignore[attr-defined]
NIGHT: Any = NightlyJob.__table__  # type: ignore[attr-defined]
NAME: Any = PersonName.__table__  # type: ignore[attr-defined]
WORD: Any = PersonWord.__table__  # type: ignore[attr-defined]
TEMPLATE: Any = FormTemplate.__table__  # type: ignore[attr-defined]
MAILED: Any = MailedForm.__table__  # type: ignore[attr-defined]
ACCOUNT: Any = Account.__table__  # type: ignore[attr-defined]
PROTECTED: Any = ProtectedPrint.__table__  # type: ignore[attr-defined]
