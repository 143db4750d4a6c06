"""`cstui undo`: take back a worker's own last act of the day on a practice store."""

from __future__ import annotations

from argparse import Namespace

from cstui.acts.undo import undo as take_back
from cstui.commandline import acting
from cstui.commandline.paper import Paper
from cstui.commandline.places import is_worker, workplace
from cstui.commandline.shapes.acting import DoOut
from cstui.policy.effects import Refused


def undo(options: Namespace, paper: Paper) -> int:
    """Take the last act of the worker back, with the reason. Status 1 where something is in the way."""
    with workplace(options) as place:
        on = place.business_date()
        with place.store.read() as session:
            known = is_worker(session, options.worker)
        unknown = Refused((place.rules.finding("CS-120", "worker", value=options.worker),))
        reason = " ".join(options.reason)
        came = take_back(place.performer, actor=options.worker, on=on, reason=reason) if known else unknown
    if isinstance(came, Refused):
        out = DoOut(act="undo", on=on, actor=options.worker, findings=came.findings)
    else:
        out = DoOut(
            act="undo",
            on=on,
            actor=options.worker,
            done=True,
            receipt=came.number,
            message=came.message,
            steps=tuple(map(acting.next_step_out, came.steps)),
        )
    return acting.told(out, options, paper, place.performer.agency)
