"""`cstui protected`: prints and exports that show protected data, and the record that one was destroyed."""

from __future__ import annotations

from argparse import Namespace

from cstui.acts.protected import DestroyPrint
from cstui.commandline.acting import told
from cstui.commandline.paper import Paper, counted
from cstui.commandline.places import known_worker, workplace
from cstui.commandline.shapes.acting import DoOut
from cstui.commandline.shapes.base import shaped
from cstui.commandline.shapes.protected import ProtectedOut, ProtectedPrintOut
from cstui.policy.effects import Refused
from cstui.policy.protected import ProtectedPrint
from cstui.store import protected_reads


def listed(options: Namespace, paper: Paper) -> int:
    """The prints that are not destroyed yet, the oldest first, and how old each is."""
    with workplace(options) as place:
        on = place.business_date()
        with place.store.read() as session:
            prints = protected_reads.prints(session, destroyed=options.all)
    out = ProtectedOut(on=on, prints=tuple(_out(one, (on - one.made_on).days) for one in prints))
    if options.json:
        paper.json(out)
        return 0
    rows = [
        (
            one.number,
            one.kind,
            one.made_on,
            "destroyed" if one.destroyed_on else counted(one.days, "day"),
            one.made_by,
            f"{one.what}: {one.reason}" + (f" Destroyed: {one.destroyed_how}" if one.destroyed_on else ""),
        )
        for one in out.prints
    ]
    if rows:
        paper.table(("NUMBER", "KIND", "MADE", "AGE", "BY", "WHAT AND WHY"), rows)
    else:
        paper.line("No print of protected data waits to be destroyed.")
    return 0


def _out(one: ProtectedPrint, days: int) -> ProtectedPrintOut:
    return shaped(ProtectedPrintOut, one, about=one.subject, days=days)


def destroy(options: Namespace, paper: Paper) -> int:
    """Record that a print was destroyed, and how. Status 1 where that is refused."""
    with workplace(options) as place:
        on = place.business_date()
        with place.store.read() as session:
            actor = known_worker(session, options.worker, place.rules)
        act = DestroyPrint(print=options.print, how=options.how)
        came = place.performer.perform(act, actor=actor, on=on)
        out = DoOut(act="destroy-print", on=on, actor=actor, findings=came.findings)
        if not isinstance(came, Refused):
            out = shaped(DoOut, out, done=True, receipt=came.number, message=came.message)
        return told(out, options, paper, place.performer.agency)
