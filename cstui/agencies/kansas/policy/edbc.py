"""EDBC: which runs an alert asks for, and what a run does to a program, its notice and its tasks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec
from msgspec.structs import replace

from cstui.agencies.kansas.policy import kees_calendar, non_compliance, programs
from cstui.agencies.kansas.policy.facts import ConsumerFile, following
from cstui.agencies.kansas.policy.kees_calendar import BatchDays
from cstui.agencies.kansas.policy.programs import CHILD_CARE, FOOD, TANF
from cstui.agencies.kansas.records import Alert, Edbc, NonCompliance, Notice, ProgramSpell, Task
from cstui.policy.rulebook import Rulebook

BATCH = "BATCH"
"""Who runs EDBC at night."""
NONE, OUT, CLOSED, BACK, DENIED, APPROVED = "none", "out", "closed", "back", "denied", "approved"
LESS = frozenset({OUT, CLOSED})
"""Results that take something away: they need timely notice."""
NOTICES = {OUT: "change", CLOSED: "closing", BACK: "change", DENIED: "denial", APPROVED: "approval"}
"""The kind of notice that a result asks for."""


def planned(file: ConsumerFile, alert: Alert, days: BatchDays, on: date, rules: Rulebook) -> list[Edbc]:
    """The runs that an alert taken in the night of `on` asks for, by the two timelines.

    Non-cooperation: every active program, for the come-up month considering timely notice; Child Care only
    while it is linked with TANF. Cooperation: Food Assistance alone. After timely notice Food Assistance runs
    for the month after the change as well, and for the come-up month on the business day after. A run that
    is planned already is not planned again.
    """
    created = alert.created_on
    wanted: list[tuple[str, date, date]] = []
    if alert.code == "40":
        for program in (TANF, CHILD_CARE):
            by_hand = program == CHILD_CARE and rules.value("ks_programs_apart", created)
            if programs.active(file, program, created) and not by_hand:
                wanted.append((program, days.penalty, days.first))
    if programs.spell_on(file, FOOD, created) is not None:
        wanted.append((FOOD, days.following, days.first))
        if days.second is not None:
            wanted.append((FOOD, days.penalty, days.second))
    there = {(run.program, run.month, run.run_on) for run in file.runs if run.status == "planned"}
    seq = following(file.runs)
    new = [(program, month, max(day, on)) for program, month, day in wanted]
    return [
        Edbc(
            consumer=file.key,
            seq=seq + at,
            program=program,
            month=month,
            run_on=day,
            alert=alert.seq,
            by=BATCH,
        )
        for at, (program, month, day) in enumerate(one for one in new if one not in there)
    ]


class RanEdbc(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a run: the run, the spell of the program before and after it, notice and task."""

    run: Edbc
    before: ProgramSpell | None = None
    after: ProgramSpell | None = None
    notice: Notice | None = None
    task: Task | None = None


def result_of(spell: ProgramSpell, record: NonCompliance | None, month: date) -> str:
    """What EDBC finds for a month of an open program, by the record in force in it."""
    if record is None:
        return BACK if programs.is_out(spell, month) else NONE
    if spell.program == CHILD_CARE:
        return CLOSED
    return NONE if programs.is_out(spell, month) else OUT


def ran(file: ConsumerFile, run: Edbc, on: date, rules: Rulebook) -> RanEdbc:
    """A run of a program that is open, on `on`: TANF closes the person, Child Care the program.

    One that takes something away without timely notice is read only: it changes nothing and tells nobody.
    """
    record = non_compliance.in_force(file, run.program, run.month)
    spell = programs.spell_on(file, run.program, run.month)
    result = NONE if spell is None else result_of(spell, record, run.month)
    less = result in LESS
    read_only = less and run.month < kees_calendar.penalty_month(on, rules)
    reason = rules.meaning("ks_status_reason", record.reason) if record is not None and less else ""
    done = replace(
        run,
        status="run",
        run_on=on,
        listed_on=kees_calendar.next_business_day(on, rules.site),
        kind="readonly" if read_only else "regular",
        result=result,
        reason=reason,
        underpaid=result == BACK and run.month <= on,
    )
    if spell is None or result == NONE or read_only:
        return RanEdbc(run=done)
    return RanEdbc(
        run=done,
        before=spell,
        after=_after(spell, result, run.month, reason),
        notice=notice_of(file, done, on, rules),
        task=_task_of(file, done, on, rules),
    )


def _after(spell: ProgramSpell, result: str, month: date, reason: str) -> ProgramSpell:
    if result == BACK:
        return replace(spell, back_from=month)
    if spell.program == FOOD:
        return replace(spell, out_from=month, back_from=None)
    return replace(spell, ends=month, ended_why=reason)


def notice_of(file: ConsumerFile, run: Edbc, on: date, rules: Rulebook) -> Notice:
    """The notice of action on what a regular run did; it goes out on the evening of the run."""
    kind = "closing" if run.result == OUT and run.program == TANF else NOTICES[run.result]
    full = programs.IN_FULL[run.program]
    what = rules.said("ks_result", run.result)
    why = f" ({run.reason})" if run.reason else ""
    return Notice(
        consumer=file.key,
        seq=following(file.notices),
        run=run.seq,
        program=run.program,
        month=run.month,
        kind=kind,
        text=f"{full} {run.month:%m/%Y}: {what}{why}",
        sent_on=on,
    )


def _task_of(file: ConsumerFile, run: Edbc, on: date, rules: Rulebook) -> Task | None:
    """The task to the Career Navigator, where TANF or a FAET participant's Food Assistance stops."""
    if run.result != OUT or not (run.program == TANF or file.consumer.faet):
        return None
    queue, name = ("WORK", "WT") if run.program == TANF else ("FAET", "FT")
    full = programs.IN_FULL[run.program]
    details = f"{full} discontinued from {run.month:%m/%d/%Y}."
    if queue == "FAET":
        details += f" Reason: {run.reason}."
    return Task(
        consumer=file.key,
        seq=following(file.tasks),
        queue=queue,
        name=name,
        details=details,
        made_on=on,
        run=run.seq,
    )


def due(file: ConsumerFile, on: date) -> list[Edbc]:
    """The planned runs of the night of `on`, in the order of their days."""
    waiting = [run for run in file.runs if run.status == "planned" and run.run_on <= on]
    return sorted(waiting, key=lambda run: (run.run_on, run.seq))


def runs_of(file: ConsumerFile, on: date, rules: Rulebook) -> Iterator[RanEdbc]:
    """What the planned runs of a night do, each on what the one before it left."""
    for run in due(file, on):
        came = ran(file, run, on, rules)
        file = left_by(file, came)
        yield came


def left_by(file: ConsumerFile, came: RanEdbc) -> ConsumerFile:
    """The file as a run leaves it."""
    spells = tuple(came.after if came.after and s.seq == came.after.seq else s for s in file.programs)
    return replace(
        file,
        programs=spells,
        notices=(*file.notices, *([came.notice] if came.notice else [])),
        tasks=(*file.tasks, *([came.task] if came.task else [])),
    )
