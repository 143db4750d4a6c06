"""UNDO: take back one's own last act of the day, where nothing came on top of it.

The acts that set it right were kept with its receipt; they are performed as any other, with the
reason, so that policy may still refuse them, and nothing is erased.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec

from cstui.acts import undoing
from cstui.acts.base import Act, called
from cstui.acts.perform import Performer, Receipt
from cstui.acts.registry import act_named
from cstui.policy.effects import Refused
from cstui.policy.findings import Finding
from cstui.policy.records import key_of
from cstui.store import undo_reads

MISTAKE = "entered by mistake."
WAY_OUT = "Say what is wrong in a note (NOTE), and enter what holds."


class Undoing(msgspec.Struct, frozen=True, kw_only=True):
    """The act that would be taken back: its receipt, name, subjects, and what sets it right."""

    receipt: str
    said: str
    subjects: tuple[str, ...]
    acts: tuple[Act, ...]
    seen: Mapping[str, int]
    why: str


def undo(performer: Performer, *, actor: str, on: date, reason: str = "") -> Receipt | Refused:
    """Take back the last act of `actor`; the receipt of what was done instead, or all that is in the way."""
    found = last_undone(performer, actor=actor, on=on, reason=reason)
    return found if isinstance(found, Refused) else take_back(performer, found, actor=actor, on=on)


def last_undone(performer: Performer, *, actor: str, on: date, reason: str = "") -> Undoing | Refused:
    """What taking back the last act of `actor` would do, without doing it; or all that is in the way."""
    facts = performer.facts_class
    with performer.store.read() as session:
        last = undo_reads.last_act(session, actor, facts.kind)
        seen = undo_reads.versions(session, last.subjects, facts) if last is not None else {}
    if last is None:
        return Refused((performer.rules.finding("CS-142", "command", worker=actor),))
    acts = undoing.unpacked(last.undo, performer.agency.name)
    if found := tuple(_in_the_way(performer, last, bool(acts), on)):
        return Refused(found)
    why = reason.strip() or MISTAKE
    doing: list[Act] = [act.explained(why) for act in acts]
    said = _called(performer, last.act)
    if not any(act.wants_reason for act in acts) and (note := performer.agency.load("note")):
        begun = said[:1].upper() + said[1:]
        doing += [note.of(key_of(one), text=f"{begun} taken back: {why}") for one in last.subjects[:1]]
    return Undoing(
        receipt=last.receipt, said=said, subjects=last.subjects, acts=tuple(doing), seen=seen, why=why
    )


def take_back(performer: Performer, undoing: Undoing, *, actor: str, on: date) -> Receipt | Refused:
    """Do what `last_undone` found."""
    outcomes = performer.perform_all(
        undoing.acts, actor=actor, on=on, seen=undoing.seen, undoable=False, current=True
    )
    refused = tuple(f for outcome in outcomes if isinstance(outcome, Refused) for f in outcome.findings)
    receipt = outcomes[0]
    if isinstance(receipt, Refused) or refused:
        return Refused(refused)
    why, subjects = undoing.why, undoing.subjects
    whose = f"{subjects[0].capitalize()}: {why}" if subjects else f"{why[:1].upper()}{why[1:]}"
    return msgspec.structs.replace(receipt, message=f"One step taken back: {undoing.said}. {whose}")


def _in_the_way(performer: Performer, last: undo_reads.LastAct, known: bool, on: date) -> list[Finding]:
    found = []
    said = _called(performer, last.act)
    if not known:
        act = act_named(last.act, performer.agency.name)
        way = act.way_out if act is not None and act.way_out else WAY_OUT
        found.append(performer.rules.finding("CS-143", "command", act=said, way=way))
    if last.on != on:
        found.append(performer.rules.finding("CS-145", "command", act=said, on=last.on))
    later = [(act_named(after.act, performer.agency.name), after.on) for after in last.later]
    sent = [day for act, day in later if act is not None and act.leaves]
    found += [performer.rules.finding("CS-150", "command", act=said, on=day) for day in sent[:1]]
    if last.later:
        after = last.later[-1]
        what = _called(performer, after.act)
        found.append(performer.rules.finding("CS-144", "command", act=said, by=after.actor, what=what))
    return found


def _called(performer: Performer, act: str) -> str:
    return called(act_named(act, performer.agency.name), act)
