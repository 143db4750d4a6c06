"""Acts of the mail room and the interface: forms mailed, LAIN 2IP sent."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

import msgspec

from cstui.acts.base import (
    LATER,
    Act,
    added,
    before,
    changed,
    decided,
    entered,
    next_seq,
    numbered,
    to_correct,
)
from cstui.agencies.louisiana.acts.base import CaseAct, check_order
from cstui.agencies.louisiana.policy import appointments, case_position, closing
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.records import Closure, Form
from cstui.policy.effects import Add, Change, Effects, Refused
from cstui.policy.rulebook import Checks, Rulebook


class MailForm(CaseAct, frozen=True, kw_only=True):
    """Mail a form that was made. CSE 105 starts the sixty days of the pend (E-522).

    A letter that goes out later than reasonable notice of its appointment warns: it is not a proper notice.
    """

    label: ClassVar[str] = "form mailed"

    form: int

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        found = _form(checks, facts, self.form)
        if found is None:
            return decided(checks)
        _not_mailed(checks, found)
        checks.holds(
            "CS-155",
            found.stopped_on is None,
            "form",
            form=found.form,
            on=found.made_on,
            stopped=found.stopped_on,
        )
        changes: list[Change] = [changed(found, mailed_on=on)]
        pend = case_position.pend(facts.file)
        text = f"{found.form} mailed."
        if found.form == "CSE 105" and pend is not None and pend.notice_on is None:
            closes = closing.closes_on(pend.pended_on, on, rules)
            changes.append(changed(pend, notice_on=on, closes_on=closes))
            text += f" The case closes in the night of {closes:%m/%d/%Y}."
        _check_notice(checks, facts, msgspec.structs.replace(found, mailed_on=on))
        return entered(checks, self, "ML", changes, text)

    def taken_back(self, facts: Facts, effects: Effects) -> tuple[Act, ...]:
        return _set_back(before(effects, Form)[0], "mailed")


class ReturnMail(CaseAct, frozen=True, kw_only=True):
    """Record that a mailed form came back: returned mail is not notice (E-521).

    The sixty days of a pend stop where it is CSE 105, until that is mailed again.
    """

    label: ClassVar[str] = "mail came back"

    form: int
    returned_on: date

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        found = _form(checks, facts, self.form)
        if found is None:
            return decided(checks)
        checks.holds("CS-118", self.returned_on <= on, "form", label="RETURNED", on=self.returned_on)
        checks.holds("CS-154", found.mailed_on is not None, "form", form=found.form, on=found.made_on)
        check_order(checks, self.returned_on, found.mailed_on, "form", "RETURNED", "the mailing")
        notice = found.form == "CSE 105" or found.appointment is not None
        checks.holds("LA-E521-17", not notice, "form", form=found.form)
        text = f"{found.form} came back by mail on {self.returned_on:%m/%d/%Y}."
        changes: list[Change] = [changed(found, returned_on=self.returned_on)]
        pend = case_position.pend(facts.file)
        if pend is not None and _runs_from(pend, found):
            changes.append(changed(pend, notice_on=None, closes_on=None))
            text += " The sixty days stop until it is mailed again."
        return entered(checks, self, "ML", changes, text)

    def taken_back(self, facts: Facts, effects: Effects) -> tuple[Act, ...]:
        return _set_back(before(effects, Form)[0], "returned")


class StopForm(CaseAct, frozen=True, kw_only=True):
    """Hold back a form that was made and not mailed."""

    label: ClassVar[str] = "form stopped"

    form: int

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        found = _form(checks, facts, self.form)
        if found is None:
            return decided(checks)
        _not_mailed(checks, found)
        text = f"{found.form} of {found.made_on:%m/%d/%Y} stopped."
        return entered(checks, self, "FM", [changed(found, stopped_on=on)], text)

    def taken_back(self, facts: Facts, effects: Effects) -> tuple[Act, ...]:
        return _set_back(before(effects, Form)[0], "stopped")


class ReprintForm(CaseAct, frozen=True, kw_only=True):
    """Make a form again with the same particulars, to be mailed tonight."""

    label: ClassVar[str] = "form made again"

    form: int

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        found = _form(checks, facts, self.form)
        if found is None:
            return decided(checks)
        again = msgspec.structs.replace(
            found,
            seq=next_seq(facts.file.forms),
            made_on=on,
            mailed_on=None,
            returned_on=None,
            stopped_on=None,
            received_on=None,
            version=1,
        )
        text = f"{found.form} of {found.made_on:%m/%d/%Y} made again."
        return entered(checks, self, "FM", [Add(again)], text)

    def taken_back(self, facts: Facts, effects: Effects) -> tuple[Act, ...]:
        return stopped(self.case, effects)


class RecordPrint(CaseAct, frozen=True, kw_only=True):
    """Record what of a case was printed, and where it went: a form, the case, its log, a `screen`, or the
    evidence for a report.

    `address` says that an address under family violence stands on the print.
    """

    label: ClassVar[str] = "form printed"
    way_out: ClassVar[str] = "The paper exists. Destroy it and say so in a note."

    what: Literal["form", "case", "log", "screen", "evidence"] = "form"
    form: int | None = None
    screen: str = ""
    to: str
    address: bool = False

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        checks.holds("CS-105", bool(self.to.strip()), "to", label="TO")
        named = self.what != "screen" or bool(self.screen.strip())
        checks.holds("CS-105", named, "screen", label="SCREEN")
        names = {"case": "Case summary", "log": "Activity log", "form": "Form", "evidence": "Evidence sheet"}
        name = names.get(self.what, f"Screen {self.screen.strip()}")
        if self.what == "form":
            found = _form(checks, facts, self.form)
            name = f"{found.form} of {found.made_on:%m/%d/%Y}" if found else name
        text = f"{name} printed: {self.to.strip()}."
        if self.address:
            text += " With the address that is hidden elsewhere."
        return entered(checks, self, "PR", [], text)


class ReceiveDocuments(CaseAct, frozen=True, kw_only=True):
    """Take in what the CP sends back with a form, such as CSE 115 (E-521).

    By mail (`how` M) forms that need a notary (`notary`) are accepted only notarized.
    """

    label: ClassVar[str] = "documents received"

    form: int
    received_on: date
    how: Literal["M", "W"]
    notary: bool = True
    notarised: bool = False

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        found = _form(checks, facts, self.form)
        if found is None:
            return decided(checks)
        checks.holds("CS-118", self.received_on <= on, "form", label="RECEIVED", on=self.received_on)
        check_order(checks, self.received_on, found.made_on, "form", "RECEIVED", "the form")
        acceptable = self.how != "M" or not self.notary or self.notarised
        checks.holds("LA-E521-11", acceptable, "form", form=found.form)
        due = found.due_on
        checks.holds(
            "LA-E521-12", due is None or self.received_on <= due, "form", due=due, on=self.received_on
        )
        how = "by mail" if self.how == "M" else "in the office"
        about = next((a for a in facts.file.appointments if a.seq == found.appointment), None)
        session = appointments.SESSIONS.get(about.purpose) if about is not None else None
        day = about.on if about is not None else None
        checks.holds("LA-E521-15", session is None, "form", form=found.form, what=session, on=day)
        text = f"Documents of {found.form} received {how} on {self.received_on:%m/%d/%Y}."
        change = changed(found, received_on=self.received_on)
        return entered(checks, self, "FM", [change], text)

    def taken_back(self, facts: Facts, effects: Effects) -> tuple[Act, ...]:
        return _set_back(before(effects, Form)[0], "received")


def _runs_from(pend: Closure, form: Form) -> bool:
    """Whether the sixty days of a pend are counted from the mailing of this form."""
    return form.form == "CSE 105" and form.mailed_on is not None and pend.notice_on == form.mailed_on


def _is_its_notice(pend: Closure, form: Form) -> bool:
    """Whether a form is the CSE 105 of a pend whose sixty days stopped when it came back."""
    return form.form == "CSE 105" and pend.notice_on is None and form.made_on >= pend.pended_on


def _check_notice(checks: Checks, facts: Facts, letter: Form) -> None:
    """Whether a letter about an open appointment goes out in time (reading 32)."""
    about = next((a for a in facts.file.appointments if a.seq == letter.appointment), None)
    if about is not None and about.status == "open":
        forms = tuple(letter if form.seq == letter.seq else form for form in facts.file.forms)
        appointments.check_notice(checks, msgspec.structs.replace(facts.file, forms=forms), about, "form")


def _form(checks: Checks, facts: Facts, seq: int | None) -> Form | None:
    return numbered(checks, facts.case.number, facts.file.forms, seq, "form", "form")


def _not_mailed(checks: Checks, form: Form) -> None:
    mailed = form.mailed_on
    checks.holds("CS-131", mailed is None, "form", form=form.form, on=form.made_on, mailed=mailed)


class SendInterfaceRecord(CaseAct, frozen=True, kw_only=True):
    """Send a LAIN 2IP record to IV-A; sets the date of the report. The nightly run does this."""

    label: ClassVar[str] = "LAIN 2IP sent"
    leaves: ClassVar[bool] = True

    record: int

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        found = next((i for i in facts.file.interface if i.seq == self.record), None)
        if found is None or found.status != "waiting":
            checks.holds("CS-123", False, "record", case=self.case, what="waiting record", value=self.record)
            return decided(checks)
        changes: list[Change] = [changed(found, status="sent", sent_on=on)]
        entry = next((e for e in facts.file.cooperation if e.seq == found.cooperation), None)
        if entry is not None and entry.standing:
            changes.append(changed(entry, reported_on=on))
        text = f"{found.kind} sent to IV-A: {found.says}."
        return entered(checks, self, "IF", changes, text)


FormDate = Literal["mailed", "returned", "stopped", "received"]


class CorrectForm(CaseAct, frozen=True, kw_only=True):
    """Correct a date of a form entered by mistake: mailed, returned, stopped or received.

    `to` is the date that holds instead; without it there is none. What was not mailed did not come
    back either; taking back the mailing of CSE 105 takes back the day on which the case closes, and CSE 105
    that did not come back sets it again.
    """

    label: ClassVar[str] = "date of a form corrected"

    form: int
    what: FormDate
    to: date | None = None
    reason: str

    def decide(self, facts: Facts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        found = to_correct(checks, self.case, facts.file.forms, self.form, "form", self.reason)
        if found is None:
            return decided(checks)
        was = getattr(found, f"{self.what}_on")
        checks.holds("CS-149", was != self.to, "form", form=found.form, what=self.what)
        dates = {f"{self.what}_on": self.to}
        if self.what == "mailed" and self.to is None:
            dates["returned_on"] = None
        changes: list[Change] = [changed(found, **dates)]
        pend = case_position.pend(facts.file)
        if pend is not None and (_runs_from(pend, found) or _is_its_notice(pend, found)):
            right = msgspec.structs.replace(found, **dates)
            began = right.mailed_on if right.returned_on is None else None
            closes = closing.closes_on(pend.pended_on, began, rules) if began is not None else None
            if (began, closes) != (pend.notice_on, pend.closes_on):
                changes.append(changed(pend, notice_on=began, closes_on=closes))
        day = f"{self.to:%m/%d/%Y}" if self.to else "not"
        text = f"{found.form} of {found.made_on:%m/%d/%Y}: {self.what} {day}. {self.reason.strip()}"
        return entered(checks, self, "CE", changes, text)


def _set_back(was: Form, what: FormDate) -> tuple[Act, ...]:
    """What gives a form back the date that it had."""
    to = getattr(was, f"{what}_on")
    return (CorrectForm(case=was.case, form=was.seq, what=what, to=to, reason=LATER),)


def stopped(case: str, effects: Effects) -> tuple[Act, ...]:
    """What holds back the forms that an act made."""
    return tuple(StopForm(case=case, form=form.seq) for form in added(effects, Form))
