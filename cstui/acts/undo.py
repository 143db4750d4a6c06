"""UNDO: take back one's own last act of the day, where nothing came on top of it.

The acts that set it right were kept with its receipt; they are performed as any other, with the
reason, so that policy may still refuse them, and nothing is erased.
"""

from __future__ import annotations

from datetime import date

import msgspec

from cstui.acts import undoing
from cstui.acts.base import AnyAct
from cstui.acts.contacts import AddNote
from cstui.acts.naming import called
from cstui.acts.perform import Performer, Receipt
from cstui.policy.effects import Refused
from cstui.policy.findings import Finding
from cstui.store import undo_reads

MISTAKE = "entered by mistake."


def undo(performer: Performer, *, actor: str, on: date, reason: str = "") -> Receipt | Refused:
    """Take back the last act of `actor`; the receipt of what was done instead, or all that is in the way."""
    with performer.store.read() as session:
        last = undo_reads.last_act(session, actor)
        seen = undo_reads.versions(session, last.cases) if last is not None else {}
    if last is None:
        return Refused((performer.rules.finding("CS-142", "command", worker=actor),))
    acts = undoing.unpacked(last.undo)
    if found := tuple(_in_the_way(performer, last, bool(acts), on)):
        return Refused(found)
    why = reason.strip() or MISTAKE
    doing: list[AnyAct] = [undoing.reasoned(act, why) for act in acts]
    if not any(undoing.says_why(act) for act in acts):
        doing += [AddNote(case=case, text=f"{_begun(last.act)} taken back: {why}") for case in last.cases[:1]]
    outcomes = performer.perform_all(doing, actor=actor, on=on, seen=seen, undoable=False)
    refused = tuple(f for outcome in outcomes if isinstance(outcome, Refused) for f in outcome.findings)
    receipt = outcomes[0]
    if isinstance(receipt, Refused) or refused:
        return Refused(refused)
    whose = f"Case {last.cases[0]}: {why}" if last.cases else f"{why[:1].upper()}{why[1:]}"
    return msgspec.structs.replace(receipt, message=f"One step taken back: {called(last.act)}. {whose}")


def _in_the_way(performer: Performer, last: undo_reads.LastAct, known: bool, on: date) -> list[Finding]:
    found = []
    said = called(last.act)
    if not known:
        way = undoing.WAY_OUT.get(last.act, "Say what is wrong in a note (NOTE), and enter what holds.")
        found.append(performer.rules.finding("CS-143", "command", act=said, way=way))
    if last.on != on:
        found.append(performer.rules.finding("CS-145", "command", act=said, on=last.on))
    found += [performer.rules.finding("CS-150", "command", act=said, on=day) for day in last.sent]
    if last.after is not None:
        after = last.after
        found.append(
            performer.rules.finding("CS-144", "command", act=said, by=after.actor, what=called(after.act))
        )
    return found


def _begun(act: str) -> str:
    said = called(act)
    return said[:1].upper() + said[1:]
