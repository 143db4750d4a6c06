"""Where IV-A is with a payee: its notice on the reports of his or her cases, and the removal (E-522).

IV-A removes a payee, not a case: one notice covers every report that it had when it sent the notice, on
whichever case of the CP, and a report that came later needs a new notice. The guide, the timeline, CAS2,
LEM4145R1 and the simulated IV-A all read this module.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

import msgspec

from cstui.agencies.louisiana.policy import case_position
from cstui.agencies.louisiana.policy.facts import CaseFile, Facts
from cstui.agencies.louisiana.records import BenefitSpell
from cstui.policy.rulebook import Rulebook

State = Literal["none", "tonight", "owed", "running", "answered", "ran out", "ending", "removed"]


OWED_BY_IVA: frozenset[State] = frozenset({"tonight", "owed", "running", "ran out"})
"""The states in which a clock of IV-A runs: its notice, or the removal, is still to come."""


class Position(msgspec.Struct, frozen=True, kw_only=True):
    """Where IV-A is with the payee of a case.

    `state` is none (nothing was reported), tonight (the report goes to IV-A tonight), owed (IV-A sends its
    notice until `notice_due`), running (its notice runs until `runs_out`, that day included), answered (the
    CP answered in time, which stops it), ran out (`removal` follows, whatever the CP answered since), ending
    (IV-A has said that benefits end on `removal`) or removed (they have ended).
    `spell` are the benefits that it is about; `removal` is the first day without them, where it is known or
    follows. `unnoticed` is the first report that needs a notice which IV-A has not sent.
    """

    state: State = "none"
    spell: BenefitSpell | None = None
    notice_due: date | None = None
    runs_out: date | None = None
    removal: date | None = None
    unnoticed: date | None = None


def of_case(facts: Facts, rules: Rulebook, on: date) -> Position:
    """Where IV-A is on `on` with the payee, as the case in hand bears on it."""
    spell = spell_of(facts.spells, on)
    if spell is None:
        return Position()
    found = of_payee(facts, spell, rules, on)
    if found.state in ("ending", "removed"):
        return found
    entry = case_position.noncooperation(facts.file)
    if entry is None:
        return msgspec.structs.replace(found, state="none", removal=None)
    if entry.reported_on is None:
        return msgspec.structs.replace(found, state="tonight")
    if found.state == "owed" and spell.notice_on is not None and entry.reported_on <= spell.notice_on:
        return msgspec.structs.replace(found, state="answered")
    return found


def of_payee(facts: Facts, spell: BenefitSpell, rules: Rulebook, on: date) -> Position:
    """Where IV-A is on `on` with these benefits: the reports of all the CP's cases, as it got them."""
    if spell.closed is not None:
        state: State = "ending" if on < spell.closed else "removed"
        return Position(state=state, spell=spell, removal=spell.closed)
    days = reports(facts.files, spell).values()
    notice = spell.notice_on
    unnoticed = min((day for day in days if notice is None or notice < day), default=None)
    due = case_position.notice_due(unnoticed, rules) if unnoticed is not None else None
    found = Position(spell=spell, notice_due=due, unnoticed=unnoticed)
    noticed = notice is not None and any(day <= notice for day in days)
    stopped = noticed and case_position.answered_in_time(spell, rules)
    if notice is not None and noticed and not stopped:
        out = case_position.notice_runs_out(notice, rules)
        return msgspec.structs.replace(
            found,
            state="running" if on <= out else "ran out",
            runs_out=out,
            removal=case_position.removal(out),
        )
    if unnoticed is not None:
        return msgspec.structs.replace(found, state="owed")
    return msgspec.structs.replace(found, state="answered") if stopped else found


def spell_of(spells: Iterable[BenefitSpell], on: date) -> BenefitSpell | None:
    """The benefits of `on`, of two the ones without an end; where there are none, those that ended last."""
    begun = [s for s in spells if s.begins is not None and s.begins <= on]
    running = [s for s in begun if s.closed is None or on < s.closed]
    unended = next((s for s in running if s.closed is None), None)
    return unended or next(iter(running), None) or max(begun, key=lambda s: s.closed or on, default=None)


def reports(files: Iterable[CaseFile], spell: BenefitSpell) -> dict[str, date]:
    """The reports that IV-A has and that bear on these benefits: the case, the night of each."""
    found = {file.key: _reported(file, spell) for file in files}
    return {key: day for key, day in found.items() if day is not None}


def _reported(file: CaseFile, spell: BenefitSpell) -> date | None:
    """When the non-cooperation that stands was reported, if it bears on these benefits."""
    entry = case_position.noncooperation(file)
    if entry is None or file.case.status == "closed" or case_position.determined_good_cause(file):
        return None
    return entry.reported_on if spell.applied <= entry.entered_on else None


def beside(file: CaseFile) -> object:
    """What the guide of the CP's other cases reads of this one: the report that IV-A has."""
    entry = case_position.noncooperation(file)
    if entry is None or file.case.status == "closed" or case_position.determined_good_cause(file):
        return None
    return entry.entered_on, entry.reported_on
