"""How Louisiana's lessons are taught: findings in the words of LASES, the docket, what is in the mail."""

from __future__ import annotations

from datetime import date

from cstui.agencies.louisiana import reads
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.records import Form
from cstui.classroom.lesson.teaching import EventFill, Months, Teaching, Thing

THINGS = {
    "agreements": Thing("OFS 53", "OFS 53", "OFS3"),
    "appointments": Thing("appointment", "appointments", "APPT"),
    "children": Thing("child", "children", "REFR"),
    "closures": Thing("pend", "pends", "CAS1"),
    "contacts": Thing("contact", "contacts", "CONT"),
    "cooperation": Thing("entry", "entries", "CAS2"),
    "escalations": Thing("word to the PI Consultant", "words to the PI Consultant", "LEM4"),
    "forms": Thing("form", "forms", "FORM"),
    "good_cause": Thing("entry of good cause", "entries of good cause", "CAS2"),
    "interface": Thing("LAIN 2IP record", "LAIN 2IP records", "LAIN"),
    "news": Thing("benefit update", "benefit updates", "IVAU"),
    "others": Thing("other case of the CP", "other cases of the CP", "OFS3"),
    "referrals": Thing("referral", "referrals", "REFR"),
    "reminders": Thing("reminder", "reminders", "REMD"),
    "requests": Thing("request to another office", "requests to another office", "OFS3"),
    "retained": Thing("payment", "payments", "SUPP"),
    "reviews": Thing("review", "reviews", "LEM4"),
    "spells": Thing("period of benefits", "periods of benefits", "CAS2"),
}
"""The lists of a case: one of them, several of them, and the screen that shows them."""

SAYS = {
    "about": ("is about: {}", "does not say what it is about"),
    "agreed": ("has AGREED {}", ""),
    "amount": ("has AMOUNT {}", "has no AMOUNT"),
    "answer": ("has the answer: {}", "has no answer yet"),
    "answered_on": ("was answered on {}", "was not answered"),
    "applied_on": ("has APPLIED {}", "has no APPLIED"),
    "assigned_on": ("is assigned from {}", "has no day from which it is assigned"),
    "at": ("is at {}", "has no time"),
    "basis": ("has BASIS {}", "has no BASIS"),
    "begins": ("begins on {}", "has not begun"),
    "cleared_on": ("was cleared on {}", "is not cleared"),
    "closed": ("ended on {}", "has not ended"),
    "closes_on": ("closes in the night of {}", "has no day on which it closes"),
    "completed_on": ("was completed on {}", "is not completed"),
    "done_on": ("was done on {}", "is not done yet"),
    "ended_on": ("ended on {}", "has not ended"),
    "entered_on": ("was entered on {}", "was not entered"),
    "failed_on": ("has DT {}", "has no DT"),
    "form_4ncp": ("has OFS 4NCP: {}", "has no OFS 4NCP"),
    "form_4ncp_on": ("has OFS 4NCP of {}", "has no day of OFS 4NCP"),
    "ground": ("has NON COOP {}", "has no NON COOP"),
    "how": ("came as: {}", "does not say how it came"),
    "initiative": ("has BY CP {}", ""),
    "kind": ("says: {}", "says nothing"),
    "mailed_on": ("was mailed on {}", "is not mailed"),
    "moved_times": ("was moved in advance {} times", "was not moved"),
    "necessary": ("counts as necessary: {}", ""),
    "notice_on": ("has a notice of {}", "has no notice"),
    "notified_on": ("was given on {}", "was not given"),
    "ofs_53_on": ("has OFS 53 of {}", "has no OFS 53"),
    "on": ("is on {}", "has no day"),
    "paid_on": ("has PAID {}", "has no PAID"),
    "participation": ("has ST {}", "has no ST"),
    "path": ("is that of {}", "says nothing of the payee"),
    "pended_on": ("is of {}", "has no day"),
    "presence_required": ("has PRESENCE REQUIRED {}", ""),
    "purpose": ("has PURPOSE {}", "has no PURPOSE"),
    "reason": ("has REASON {}", "has no REASON"),
    "received_on": ("came in on {}", "has not come in"),
    "refused": ("has REF {}", ""),
    "remark": ("has the remark: {}", "has no remark"),
    "reported_on": ("was reported on {}", "has not gone to IV-A"),
    "returned_on": ("came back by mail on {}", "did not come back by mail"),
    "source": ("has SOURCE {}", "has no SOURCE"),
    "standing": ("stands: {}", ""),
    "status": ("is {}", "has no status"),
    "stopped": ("has STOP {}", ""),
    "turned_over_on": ("was turned over on {}", "was not turned over"),
    "worker": ("is with worker {}", "is with no worker"),
}
"""How a fact of a thing is said by its name: with its value, and where it is empty."""

WORDS = {
    ("appointments", "cancelled"): "entered as CANCELED",
    ("appointments", "excused"): "entered as IN TOUCH",
    ("appointments", "failed"): "entered as FAILED",
    ("appointments", "kept"): "entered as KEPT",
    ("appointments", "moved"): "entered as MOVED",
    ("appointments", "open"): "open, without an outcome",
    ("case", "none"): "not on hand",
    ("cooperation", "cooperating"): "cooperation",
    ("cooperation", "documented"): "non-cooperation, documented in CALO",
    ("cooperation", "reported"): "non-cooperation, reported",
    ("closures", "inactive"): "a payee no longer active",
    ("closures", "removed"): "a CP who was removed",
    ("referrals", "cse"): "CSE",
    ("referrals", "iva"): "IVA",
}
CODES = {"about": "about", "ground": "noncoop", "how": "how", "purpose": "purpose"}
INTERFACE = {"NONCOOP": "LAIN 2IP of non-cooperation", "COOP": "LAIN 2IP of cooperation"}


def _form(form: str, facts: Facts) -> str:
    held = [one for one in facts.file.forms if one.form == form]
    if not held:
        return f"{form} was not made (FORM)"
    mailed = sum(one.mailed_on is not None for one in held)
    times = "" if len(held) == 1 else f" {len(held)} times"
    return f"{form} was made{times} and {'mailed' if mailed else 'is not mailed yet'} (FORM)"


def _interface(kind: str, facts: Facts) -> str:
    name = INTERFACE.get(kind, kind)
    held = [one.status for one in facts.file.interface if kind in (one.kind, one.says)]
    if not held:
        return f"there is no {name} (LAIN)"
    return f"{name} is {'waiting for the night' if held[-1] == 'waiting' else held[-1]} (LAIN)"


def _appointed(session: reads.Reading, worker: str, day: date) -> list[str]:
    rows = reads.docket(session, worker, day, status="open")
    return [f"Today at {row.at}: {row.cp}, case {row.case} (DOCK lists the day)." for row in rows]


def _in_the_mail(facts: Facts) -> list[Form]:
    out = [one for one in facts.file.forms if one.mailed_on and not (one.returned_on or one.received_on)]
    if not out:
        raise LookupError(f"no form of case {facts.key} is in the mail")
    return out


def _mailed(facts: Facts) -> int:
    """The form that was mailed last and is still out."""
    return _in_the_mail(facts)[-1].seq


def _asked(facts: Facts) -> int:
    """The last form that is still out and asks for documents by a day."""
    if not (asking := [one for one in _in_the_mail(facts) if one.due_on]):
        raise LookupError(f"no form that is out asks for documents of case {facts.key}")
    return asking[-1].seq


TEACHING = Teaching(
    things=THINGS,
    head_screen="CAS1",
    says=SAYS,
    words=WORDS,
    codes=CODES,
    found={"form": _form, "interface": _interface},
    appointed=_appointed,
    fills={"mailed": EventFill(_mailed, 1), "asked": EventFill(_asked, 1)},
    months=Months("benefits", "spells", "begins", "closed"),
)
