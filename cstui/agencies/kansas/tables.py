"""The tables of Kansas's records; their names begin with `ks_`."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, Index, text

from cstui.agencies.kansas import records
from cstui.policy.records import Record
from cstui.store.columns import CLUSTERED, digits, one_of, positive, record_table


def _of_consumer(record: type[Record], *said: Any) -> type:
    """What a consumer owns, each with its number."""
    return record_table(record, positive("seq"), *said, CLUSTERED, key=("consumer", "seq"), prefix="ks_")


Consumer = record_table(
    records.Consumer,
    digits("number", 10),
    Index(None, "ar"),
    Index(None, "worker"),
    CLUSTERED,
    key=("number",),
    prefix="ks_",
)
Case = _of_consumer(
    records.Case,
    digits("number", 10),
    one_of("function", "ENF", "OBG", "PAT", "LOC"),
    one_of("service", "M", "N", "L"),
    one_of("expedited", "", "Y", "N"),
    Index(None, "number"),
    Index(None, "worker"),
)
Ap = _of_consumer(records.Ap, Index(None, "person"))
CadsMark = _of_consumer(records.CadsMark, one_of("code", "N", "C"))
GoodCause = _of_consumer(records.GoodCause, one_of("code", "PD", "GC", "NO"))
Alert = _of_consumer(
    records.Alert,
    one_of("code", "40", "41"),
    one_of("outcome", "", "made", "updated", "nothing", "failed", "byhand"),
    one_of("copied_as", "", "60", "61"),
    Index("ix_ks_alert_unsent", "created_on", sqlite_where=text("sent_on IS NULL")),
    Index("ix_ks_alert_unhandled", "sent_on", sqlite_where=text("handled_on IS NULL")),
    Index(None, "sent_on"),
)
ProgramSpell = _of_consumer(records.ProgramSpell, one_of("program", "TANF", "CC", "FA"))
Application = _of_consumer(
    records.Application,
    one_of("kind", "application", "review"),
    one_of("outcome", "", "approved", "denied", "withdrawn"),
)
NonCompliance = _of_consumer(
    records.NonCompliance,
    one_of("program", "TANF", "CC", "FA"),
    one_of("type", "CS", "NC"),
    one_of("reason", "1", "2", "3", "4", "FA", "NC"),
    CheckConstraint("ends IS NULL OR begins <= ends", name="begins_ends"),
)
FieldChange = _of_consumer(records.FieldChange)
Edbc = _of_consumer(
    records.Edbc,
    one_of("program", "TANF", "CC", "FA"),
    one_of("status", "planned", "run"),
    one_of("kind", "regular", "readonly"),
    one_of("result", "", "none", "out", "closed", "back", "denied", "approved"),
    Index("ix_ks_edbc_planned", "run_on", sqlite_where=text("status = 'planned'")),
)
Notice = _of_consumer(records.Notice, one_of("kind", "change", "closing", "denial", "approval"))
Task = _of_consumer(
    records.Task,
    one_of("queue", "PURPLE", "WORK", "FAET", "INBOX"),
    Index(None, "queue", "made_on", sqlite_where=text("closed_on IS NULL")),
)
Household = _of_consumer(records.Household, CheckConstraint("parents BETWEEN 0 AND 2", name="parents"))
NoncustodialParent = _of_consumer(
    records.NoncustodialParent,
    one_of("relationship", "PA", "UN"),
    one_of("name_type", "", "LC", "AL"),
    one_of("good_cause", "", "PD", "GC", "CO"),
    Index(
        "ix_ks_noncustodial_parent_unreferred",
        "added_on",
        sqlite_where=text("referred_on IS NULL"),
    ),
)
Referral = _of_consumer(
    records.Referral,
    one_of("type", "NEW", "CHANGE", "REOPEN"),
    one_of("origin", "KAE", "KSC"),
    one_of("outcome", "", "A", "D"),
    Index("ix_ks_referral_untaken", "created_on", sqlite_where=text("received_on IS NULL")),
    Index("ix_ks_referral_open", "received_on", sqlite_where=text("outcome = ''")),
)
Participant = _of_consumer(
    records.Participant,
    one_of("role", "AR", "AP", "CH"),
    one_of("name_type", "", "LC", "AL"),
)
