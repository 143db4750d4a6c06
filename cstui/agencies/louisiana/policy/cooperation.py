"""Cooperation (E-520 I, E-521, E-522): when non-cooperation is reported, documented and cleared."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import msgspec

from cstui.agencies.louisiana.policy import case_position, notices
from cstui.agencies.louisiana.policy.appointments import SESSIONS, check_misses
from cstui.agencies.louisiana.policy.facts import CaseFile, Facts
from cstui.agencies.louisiana.policy.good_cause import check_claim, check_good_cause
from cstui.agencies.louisiana.records import Cooperation
from cstui.policy.rulebook import Checks, Rulebook

GROUND_OF_SESSION = {"CH": "CT", "GT": "GT"}
"""The NON COOP code for a missed hearing (CH) and a missed genetic test (GT)."""

SESSION_OF_GROUND = {ground: purpose for purpose, ground in GROUND_OF_SESSION.items()}
"""Which appointment a NON COOP code for a hearing or a test is about."""


class Failure(msgspec.Struct, frozen=True):
    """A failure to cooperate that the facts show: its ground and the date on which it happened.

    `owed` is True where policy says that it is to be reported, False where it may be. `found_on` is the day
    in whose benefit month it is due: its own, except for support kept the day on which it was found.
    """

    ground: str
    on: date
    owed: bool
    found_on: date


def failures(file: CaseFile, rules: Rulebook) -> tuple[Failure, ...]:
    """The failures on record that no entry has answered yet, latest last."""
    if not (file.appointments or file.contacts or file.retained):
        return ()
    since = case_position.cooperated_since(file)
    entries = {
        (e.ground, e.failed_on)
        for e in file.cooperation
        if e.standing and e.kind in {"reported", "documented"}
    }
    found: list[Failure] = []
    missed = case_position.missed_appointments(file, rules)
    if missed and len(missed) >= rules.days("missed_appointments", missed[-1].on):
        second = _second(file, rules) or missed[-1].on
        found.append(Failure("MA", second, owed=True, found_on=second))
    for appointment in file.appointments:
        ground = GROUND_OF_SESSION.get(appointment.purpose)
        missed_it = ground and appointment.status == "failed" and appointment.on > since
        missed_it = missed_it and _made_up(file, appointment.purpose, appointment.on) is None
        if ground and missed_it and _session_faults(file, ground, appointment.on, rules) == []:
            owed = _is_owed(file, appointment.on, rules)
            found.append(Failure(ground, appointment.on, owed=owed, found_on=appointment.on))
    found += [
        Failure("RI", day, owed=True, found_on=day) for day in case_position.refusals(file) if day > since
    ]
    found += [
        Failure("SP", kept.paid_on, owed=True, found_on=kept.found_on)
        for kept in file.retained
        if case_position.retained_support(file, kept.paid_on) is kept and kept.found_on > since
    ]
    return tuple(
        sorted(
            (
                f
                for f in found
                if (f.ground, f.on) not in entries and case_position.determined_on(file, f.on) is None
            ),
            key=lambda f: f.on,
        )
    )


def _is_owed(file: CaseFile, missed_on: date, rules: Rulebook) -> bool:
    """Whether a missed hearing or test is to be reported: the CP had agreed with OFS 53 before (E-522)."""
    agreed = case_position.agreed_with_ofs53(file)
    again = agreed is not None and agreed < missed_on
    return not Checks(rules).holds("LA-E522-25", not again, on=missed_on, agreed=agreed)


def _second(file: CaseFile, rules: Rulebook) -> date | None:
    missed = case_position.missed_appointments(file, rules)
    if not missed:
        return None
    need = rules.days("missed_appointments", missed[-1].on)
    return missed[need - 1].on if len(missed) >= need else None


def check_ground(checks: Checks, file: CaseFile, ground: str, failed_on: date) -> None:
    """Whether the conditions of `ground` hold for a failure on `failed_on`."""
    if ground == "MA":
        missed = case_position.missed_appointments(file, checks.rules)
        need = checks.rules.days("missed_appointments", failed_on)
        appeared = case_position.appeared_on(file)
        before = case_position.misses_since_cooperation(file, checks.rules)
        undone = len(missed) < need <= len(before) and appeared is not None
        if not checks.holds("LA-E521-10", not undone, "noncoop", on=appeared):
            return
        if len(missed) < need:
            check_misses(checks, file)
        if not checks.holds("LA-E520-01", len(missed) >= need, "noncoop", count=len(missed), need=need):
            return
        expected = missed[need - 1].on if len(missed) >= need else failed_on
        checks.holds("LA-E522-01", failed_on == expected, "dt", expected=expected, on=failed_on)
    elif ground == "RI":
        checks.holds("LA-E520-02", failed_on in case_position.refusals(file), "noncoop", on=failed_on)
    elif ground == "SP":
        checks.holds(
            "LA-E520-05", case_position.retained_support(file, failed_on) is not None, "noncoop", on=failed_on
        )
    elif ground in SESSION_OF_GROUND:
        _check_session(checks, file, ground, failed_on)


def _check_session(checks: Checks, file: CaseFile, ground: str, failed_on: date) -> None:
    purpose = SESSION_OF_GROUND[ground]
    came = _made_up(file, purpose, failed_on)
    missed = case_position.missed_session(file, purpose, failed_on)
    if missed is not None and not checks.holds("LA-E521-10", came is None, "noncoop", on=came):
        return
    rule = "LA-E520-03" if ground == "CT" else "LA-E520-04"
    there = missed is not None and (ground == "GT" or missed.presence_required)
    if checks.holds(rule, there, "noncoop", on=failed_on) and missed is not None:
        faults = _session_faults(file, ground, failed_on, checks.rules)
        what = "hearing" if purpose == "CH" else SESSIONS[purpose].replace("collection date", "test")
        checks.holds(
            "LA-E521-09", not faults, "noncoop", what=what, on=failed_on, why=" and ".join(faults or ())
        )


def _made_up(file: CaseFile, purpose: str, missed_on: date) -> date | None:
    """The day after `missed_on` on which the CP appeared for a hearing or test, or None (E-521)."""
    appeared = case_position.appeared_on(file, purpose)
    return appeared if appeared is not None and appeared > missed_on else None


def _session_faults(file: CaseFile, ground: str, on: date, rules: Rulebook) -> list[str] | None:
    """Why one missed hearing or test is not enough; None where there is no such miss."""
    missed = case_position.missed_session(file, SESSION_OF_GROUND[ground], on)
    if missed is None or (ground == "CT" and not missed.presence_required):
        return None
    faults = []
    if fault := notices.fault(file, missed, rules):
        faults.append(fault)
    if touched := case_position.initiative(file, missed, rules):
        faults.append(f"the CP contacted us {touched.on:%m/%d}, before it")
    if not missed.stopped:
        faults.append("the absence did not stop the case")
    return faults


def check_report(checks: Checks, facts: Facts, ground: str, failed_on: date, on: date) -> None:
    """Whether non-cooperation may be entered on CAS2 (E-522)."""
    file = facts.file
    if not _check_entry(checks, file, case_position.noncooperation(file), ground, failed_on, on):
        return
    check_claim(checks, file, "noncoop")
    active = case_position.spell_on(facts.spells, failed_on) is not None
    checks.holds("LA-E522-03", active, "noncoop", on=failed_on)
    check_ground(checks, file, ground, failed_on)
    due = case_position.found_on(file, ground, failed_on)
    checks.holds("LA-E522-02", (due.year, due.month) == (on.year, on.month), "dt", month=f"{due:%B %Y}")


def check_document(checks: Checks, facts: Facts, ground: str, failed_on: date, on: date) -> None:
    """Whether an inactive payee's non-cooperation may be documented in CALO (E-522 note)."""
    file = facts.file
    stands = case_position.noncooperation(file) or case_position.documented(file)
    if not _check_entry(checks, file, stands, ground, failed_on, on):
        return
    checks.holds(
        "LA-E522-09", case_position.spell_on(facts.spells, failed_on) is None, "noncoop", on=failed_on
    )
    checks.holds("LA-E522-22", case_position.was_recipient(facts.spells, failed_on), "noncoop", on=failed_on)
    ground_holds = Checks(checks.rules)
    check_ground(ground_holds, file, ground, failed_on)
    why = " ".join(f"{finding.rule}: {finding.message}" for finding in ground_holds.found)
    checks.holds("LA-E522-15", not ground_holds.refused, "noncoop", ground=ground, on=failed_on, why=why)


def _check_entry(
    checks: Checks, file: CaseFile, stands: Cooperation | None, ground: str, failed_on: date, on: date
) -> bool:
    """What an entry of non-cooperation needs on CAS2 and in CALO alike; False where DT is to come."""
    checks.holds("CS-115", file.case.status != "closed", "case", case=file.case.number, on=file.case.closed)
    checks.holds(
        "LA-E522-07",
        stands is None,
        "noncoop",
        code=stands.ground if stands else "",
        on=stands.failed_on if stands else None,
    )
    if not checks.holds("CS-118", failed_on <= on, "dt", label="DT", on=failed_on):
        return False
    since = file.case.payee_since
    checks.holds("LA-E520-32", since is None or failed_on > since, "dt", on=failed_on, since=since)
    check_good_cause(checks, "LA-E520-06", file, "noncoop", failed_on)
    answer = case_position.answered(file, ground, failed_on) if stands is None and ground != "MA" else None
    checks.holds("LA-E522-21", answer is None, "dt", on=failed_on, since=answer)
    return True


def check_agreed(checks: Checks, facts: Facts, agreed: Collection[str], field: str) -> None:
    """Whether the CP has agreed on every case that OFS 53 is about (E-522)."""
    missing = [f.case.number for f in case_position.to_review(facts) if f.case.number not in agreed]
    checks.holds("LA-E522-16", not missing, field, cases=", ".join(missing))


def check_ofs53(checks: Checks, facts: Facts, received_on: date) -> None:
    """Whether an OFS 53 brought on `received_on` came after every failure that stands (E-522, E-523)."""
    later = case_position.failed_after(facts, received_on)
    failed = max((e.failed_on for e in later if e.failed_on), default=None)
    checks.holds("LA-E522-23", not later, "received", on=received_on, failed=failed)


def check_cooperation(checks: Checks, facts: Facts, ofs_53_on: date | None, on: date) -> None:
    """Whether cooperation may be entered (E-522, E-523)."""
    stands = case_position.noncooperation(facts.file)
    documented = case_position.documented(facts.file)
    checks.holds("LA-E522-13", stands is not None or documented is not None, "noncoop")
    if ofs_53_on is not None:
        checks.holds("CS-118", ofs_53_on <= on, "ofs53", label="OFS 53", on=ofs_53_on)
        failed_on = entry.failed_on if (entry := stands or documented) else None
        since = failed_on is None or ofs_53_on >= failed_on
        checks.holds("LA-E522-23", since, "ofs53", on=ofs_53_on, failed=failed_on)
        agreed = {facts.case.number, *case_position.agreed_cases(facts, ofs_53_on)}
        check_agreed(checks, facts, agreed, "ofs53")
    elif stands is not None:
        checks.holds("LA-E522-08", stands.reported_on is None, "ofs53")
    others = [
        file.case.number
        for file in facts.others
        if case_position.noncooperation(file) or case_position.documented(file)
    ]
    checks.holds("LA-E522-18", not others, "ofs53", cases=", ".join(others))
