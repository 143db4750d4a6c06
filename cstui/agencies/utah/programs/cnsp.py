"""CNSP: Phases 2 and 3: filing, status, trial, disposition; enforcement, consent, Orders to Show Cause."""

from __future__ import annotations

import re
from datetime import date

from cstui.acts.base import Act
from cstui.agencies.utah.acts.court import (
    UtEndMatter,
    UtFileCase,
    UtRecordDefense,
    UtRecordDisposition,
    UtUpdateStatus,
)
from cstui.agencies.utah.acts.enforcement import UtCloseShowCause, UtEnforce, UtRecordConsent
from cstui.agencies.utah.acts.orders import UtModifyOrder
from cstui.agencies.utah.policy import referral
from cstui.agencies.utah.programs.of_ncp import Keyed, NcpInHand, NcpPage
from cstui.desk.conversation import Answer, Request, Row
from cstui.desk.dates import NoDate, NoSuchDay, shown_date
from cstui.desk.entry import Entry, date_fault
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.listing import PAGING
from cstui.policy.money import said

FILING = ("filed", "attorney", "court", "charges")
STATUS = ("status", "trial")
DISPOSITION = ("ended", "outcomes", "probation_until", "restitution", "payments")
CASE = ("number", "enforce", "consent", "crs")
FIELDS = {
    "filed_on": "filed",
    "trial_on": "trial",
    "concluded_on": "ended",
    "case": "number",
    "action": "enforce",
    "by": "consent",
    "current": "crs",
}
_MONTH = re.compile(r"^(0?[1-9]|1[0-2])/(20\d\d)$", re.ASCII)


class Cnsp(NcpPage):
    """What is filled in ENTER takes the case to its next phase; CASE is an action, consent or new order."""

    name = "CNSP"
    answers = PAGING | {"DEFENSE", "ENDS", "OSC"}
    coded = {"enforce": ("ut_allowed", "ut_guarded"), "outcomes": ("ut_outcome",)}

    def paint(self, desk: DeskContext, hand: NcpInHand, rest: str, state: object) -> Answer:
        file, matter = hand.facts.file, hand.facts.file.prosecution
        values = dict.fromkeys((*FILING, *STATUS, *DISPOSITION, *CASE), "")
        felony = referral.felony(file, desk.rules, desk.on)
        values["felony"] = "; ".join(felony) or "no threshold is met"
        if matter is not None:
            values |= {
                "was_filed": shown_date(matter.filed_on),
                "was_attorney": matter.attorney,
                "was_court": matter.court,
                "was_charges": matter.charges,
                "was_status": matter.status,
                "was_trial": shown_date(matter.trial_on),
                "until": shown_date(referral.defense_until(matter, desk.rules)),
                "noticed": shown_date(matter.defense_on),
                "disposed": shown_date(matter.concluded_on),
                "outcome": " ".join(matter.outcomes),
                "was_restitution": said(matter.restitution).rjust(13) if matter.restitution else "",
                "was_payments": said(matter.payments).rjust(13) if matter.payments else "",
                "probation": shown_date(matter.probation_until),
            }
        rows = [
            Row(
                key=f"{task.month:%m/%Y}",
                values={
                    "month": f"{task.month:%m/%Y}",
                    "notified": shown_date(task.notified_on),
                    "grounds": ", ".join(task.grounds),
                    "osc": task.outcome if task.closed_on else "waits",
                },
                style="" if task.closed_on else "intensified",
            )
            for task in reversed(file.show_causes)
        ]
        return self.listed(desk, self.at(desk, state), rows, values)

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        entry, keyed = self.entry(desk, request), list[Keyed]()
        filled = {name for name in (*FILING, *STATUS, *DISPOSITION, *CASE) if entry.text(name)}
        matter = desk.facts(desk.case).file.prosecution
        if filled.intersection(DISPOSITION):
            keyed.append(Keyed(self._disposition(entry, desk.case), FIELDS))
        elif filled.intersection(FILING) or (
            "status" in filled and matter is not None and matter.phase == referral.PRE
        ):
            keyed.append(Keyed(self._filing(entry, desk.case), FIELDS))
        elif filled.intersection(STATUS):
            status = entry.text("status") or (matter.status if matter is not None else "")
            act = UtUpdateStatus(ncp=desk.case, status=status, trial_on=entry.date("trial"))
            keyed.append(Keyed(act, FIELDS))
        if filled.intersection(CASE):
            keyed += [Keyed(act, FIELDS) for act in self._on_case(desk, entry)]
        if entry.found:
            return self.refused(request, entry.found)
        return self.do_all(desk, request, keyed) if keyed else self.again(desk, request.state)

    def _filing(self, entry: Entry, ncp: str) -> Act:
        return UtFileCase(
            ncp=ncp,
            filed_on=entry.date("filed"),
            attorney=entry.text("attorney"),
            charges=entry.text("charges"),
            status=entry.text("status"),
            court=entry.text("court"),
        )

    def _disposition(self, entry: Entry, ncp: str) -> Act:
        return UtRecordDisposition(
            ncp=ncp,
            concluded_on=entry.date("ended", required=True) or date.max,
            outcomes=entry.text("outcomes").upper().replace(",", " ").split(),
            probation_until=entry.date("probation_until"),
            restitution=entry.money("restitution"),
            payments=entry.money("payments"),
        )

    def _on_case(self, desk: DeskContext, entry: Entry) -> list[Act]:
        """An action, the consent to it, or a modified order, on the case that is keyed."""
        case = entry.text("number", required=True).upper()
        action, by, crs = entry.text("enforce").upper(), entry.text("consent"), entry.text("crs")
        if not action and not crs:
            entry.text("enforce", required=True)
        acts: list[Act] = []
        if action and by:
            acts.append(UtRecordConsent(ncp=desk.case, case=case, action=action, by=by))
        elif action:
            acts.append(UtEnforce(ncp=desk.case, case=case, action=action))
        if crs:
            acts.append(UtModifyOrder(ncp=desk.case, case=case, current=entry.money("crs")))
        return acts

    def does(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        if word == "ENDS":
            return self.do(desk, request, UtEndMatter(ncp=desk.case, why=rest), {"why": "command"})
        if word == "DEFENSE":
            try:
                day = desk.date(rest) if rest else desk.on
            except (NoDate, NoSuchDay) as error:
                fault = date_fault(desk.rules, error, "command", label="DEFENSE", value=rest)
                return self.refused(request, [fault])
            return self.do(desk, request, UtRecordDefense(ncp=desk.case, on=day), {"on": "command"})
        typed, _, outcome = rest.partition(" ")
        found = _MONTH.match(typed)
        if found is None:
            said = {"label": "OSC", "value": typed or "alone", "shape": "a month: MM/YYYY"}
            return self.refused(request, [desk.finding("CS-116", "command", **said)])
        month = date(int(found[2]), int(found[1]), 1)
        act = UtCloseShowCause(ncp=desk.case, month=month, outcome=outcome)
        return self.do(desk, request, act, {"month": "command", "outcome": "command"})
