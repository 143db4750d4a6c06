"""What each job of a night does to one case: pure choices of acts, read from the case's facts.

In the order of the night: IV-A acts (simulated, E-522), forms are mailed, LAIN 2IP records are
sent, pended cases close. Recomputed next steps and the business date follow in `run`. A job that is not
`across` reads the case's own file and what is its custodial parent's (benefits, OFS 53), never the parent's
other cases, and its acts change the own file only: `run` counts on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import msgspec

from cstui.agencies.louisiana.acts.base import CaseAct
from cstui.agencies.louisiana.acts.closing import CloseCase
from cstui.agencies.louisiana.acts.iva import ReceiveBenefitUpdate
from cstui.agencies.louisiana.acts.mail import MailForm, SendInterfaceRecord
from cstui.agencies.louisiana.interfaces.lain_out import write_night
from cstui.agencies.louisiana.policy import case_position, closing, iva_position
from cstui.agencies.louisiana.policy.facts import CaseFile, Facts
from cstui.agencies.louisiana.records import BenefitSpell, Form
from cstui.nightly.job import Choose, Job, When
from cstui.policy.rulebook import Checks, Rulebook


def iva(facts: Facts, rules: Rulebook, on: date) -> Iterable[CaseAct]:
    """What the simulated IV-A does about the CP tonight: its notice, or the removal (E-522)."""
    due = next_update(facts, rules, on)
    if due is None or due.night > on or due.case != facts.case.number:
        return
    if due.removal is not None:
        yield _update(facts, due.spell, "closed", due.removal, "NC")
    else:
        yield _update(facts, due.spell, "noticed", on)


class Update(msgspec.Struct, frozen=True):
    """What the simulated IV-A does next about a payee: in the night of `night`, on one of the cases.

    `removal` is the first day without benefits; None where it sends its notice.
    """

    night: date
    removal: date | None
    case: str
    spell: BenefitSpell


def next_update(facts: Facts, rules: Rulebook, on: date) -> Update | None:
    """IV-A's next update about the CP, asked in the night of `on`; None where it has nothing to do (E-522).

    One update a payee: the first of his or her reported cases brings it.
    """
    spell = next((s for s in facts.spells if s.begins is not None and s.closed is None), None)
    if spell is None or spell.begins is None:
        return None
    position = iva_position.of_payee(facts, spell, rules, on)
    reported = iva_position.reports(facts.files, spell)
    if position.runs_out is not None:
        return Update(position.runs_out, position.removal, min(reported), spell)
    if position.unnoticed is not None:
        night = max(notice_night(position.unnoticed, rules), spell.begins)
        return Update(night, None, min(reported), spell)
    return None


def notice_night(reported: date, rules: Rulebook) -> date:
    """The night in which the simulated IV-A sends its notice on a report sent on `reported`."""
    return reported + timedelta(days=rules.days("practice_iva_notice_day", reported))


def _update(facts: Facts, spell: BenefitSpell, event: str, on: date, reason: str = "") -> CaseAct:
    return msgspec.convert(
        {"case": facts.case.number, "event": event, "on": on, "program": spell.program, "reason": reason},
        ReceiveBenefitUpdate,
    )


def mail(facts: Facts, rules: Rulebook, on: date) -> Iterable[CaseAct]:
    """Mail every form made and still meant."""
    for form in facts.file.forms:
        if form.mailed_on is None and form.stopped_on is None and is_meant(facts.file, form):
            yield MailForm(case=facts.case.number, form=form.seq)


def is_meant(file: CaseFile, form: Form) -> bool:
    """Whether a form that was made is still to be mailed: its appointment, or its pend, stands."""
    if form.form == "CSE 105":
        pend = case_position.pend(file)
        last = [f for f in file.forms if f.form == form.form][-1]
        return pend is not None and pend.notice_on is None and form is last
    if form.appointment is None:
        return True
    return any(a.seq == form.appointment for a in case_position.open_appointments(file))


def send(facts: Facts, rules: Rulebook, on: date) -> Iterable[CaseAct]:
    """Send every waiting LAIN 2IP record."""
    for record in facts.file.interface:
        if record.status == "waiting":
            yield SendInterfaceRecord(case=facts.case.number, record=record.seq)


def close(facts: Facts, rules: Rulebook, on: date) -> Iterable[CaseAct]:
    """Close the case if its pend has run out (E-522).

    Where good cause was determined or the CP applied since, the worker has to withdraw the pend, and
    where the CP has contacted us since, to decide; the guide says so, and the night leaves the case alone.
    """
    pend = case_position.pend(facts.file)
    if pend is None or pend.closes_on is None or pend.closes_on > on:
        return
    checks = Checks(rules)
    closing.check_close(checks, facts, pend, on)
    if not checks.refused:
        yield CloseCase(case=facts.case.number)


IVA_DUE = """
        SELECT DISTINCT +c.number AS key FROM la_cooperation k
        JOIN la_case c ON c.number = k."case"
        JOIN la_benefit_spell s ON s.person = c.cp
        WHERE k.kind = 'reported' AND k.reported_on <= ? AND k.standing AND c.status <> 'closed'
          AND s.begins IS NOT NULL AND s.closed IS NULL AND +c.number > ?"""
MAIL_DUE = """
        SELECT DISTINCT +f."case" AS key FROM la_form f
        WHERE f.mailed_on IS NULL AND f.made_on <= ? AND +f."case" > ?"""
SEND_DUE = """
        SELECT DISTINCT +i."case" AS key FROM la_interface i
        WHERE i.status = 'waiting' AND i.made_on <= ? AND +i."case" > ?"""
CLOSE_DUE = """
        SELECT DISTINCT +c."case" AS key FROM la_closure c
        WHERE c.status = 'pended' AND c.closes_on <= ? AND +c."case" > ?"""
"""The plus keeps SQLite from walking a whole table by number: an index knows the rows that are due."""


def _iva_when(facts: Facts, rules: Rulebook, on: date) -> Iterable[date]:
    due = next_update(facts, rules, on)
    return (max(due.night, on),) if due is not None and due.case == facts.case.number else ()


def _tonight(chooses: Choose) -> When:
    """Tonight, where there is something to choose: it waits for no date."""
    return lambda facts, rules, on: (on,) if any(True for _ in chooses(facts, rules, on)) else ()


def _close_when(facts: Facts, rules: Rulebook, on: date) -> Iterable[date]:
    pend = case_position.pend(facts.file)
    if pend is None or pend.closes_on is None:
        return ()
    night = max(pend.closes_on, on)
    return (night,) if any(True for _ in close(facts, rules, night)) else ()


JOBS: tuple[Job, ...] = (
    Job(
        name="iva",
        actor="IV-A",
        choose=iva,
        due=IVA_DUE,
        when=_iva_when,
        did=("update of IV-A", "updates of IV-A"),
        rule="LA-E522-04",
        practice_only=True,
        across=True,
    ),
    Job(
        name="mail",
        actor="NIGHT",
        choose=mail,
        due=MAIL_DUE,
        when=_tonight(mail),
        did=("letter mailed", "letters mailed"),
    ),
    Job(
        name="send",
        actor="NIGHT",
        choose=send,
        due=SEND_DUE,
        when=_tonight(send),
        did=("LAIN 2IP sent", "LAIN 2IP sent"),
        rule="LA-E522-01",
        file=write_night,
    ),
    Job(
        name="close",
        actor="NIGHT",
        choose=close,
        due=CLOSE_DUE,
        when=_close_when,
        did=("case closed", "cases closed"),
        rule="LA-E522-06",
    ),
)
"""The jobs that perform acts, in the order of the night."""
