"""CAS1: the case, its parties and children, its status; pend for closure and withdraw here (E-522)."""

from __future__ import annotations

from datetime import date

from cstui.agencies.louisiana import reads
from cstui.agencies.louisiana.acts.closing import ConfirmPend, PendClosure, WithdrawPend
from cstui.agencies.louisiana.acts.followup import AssignCase, RecordOrder
from cstui.agencies.louisiana.policy import case_position, notices, orders, persons
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.programs.of_case import CaseInHand, CasePage, benefits
from cstui.agencies.louisiana.records import Child
from cstui.desk.conversation import Answer, Request, Row
from cstui.desk.dates import NoDate, NoSuchDay, When, parse_date, shown_date
from cstui.desk.entry import date_fault
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.listing import PAGING
from cstui.desk.programs.pages import cut
from cstui.policy.findings import Finding
from cstui.policy.roles import LEADING


class Cas1(CasePage):
    """Key REASON FTC to pend, blank it with WHY to withdraw; STAND lets a pend stand; ASSIGN reassigns."""

    name = "CAS1"
    answers = PAGING | {"STAND", "ASSIGN", "ORDER", "EMANCIPATED"}

    def paint(self, desk: DeskContext, hand: CaseInHand, rest: str, state: object) -> Answer:
        page, facts = self.at(desk, state), hand.facts
        children = [
            Row(
                key=str(row.child.seq),
                values={
                    "number": str(row.child.seq),
                    "child": row.name,
                    "born": f"{row.born:%m/%d/%Y}" if row.born else "",
                    "added": f"{row.child.added_on:%m/%d/%Y}",
                    "order": _order(desk, facts, row.child),
                    "participation": desk.rules.meaning("participation", row.child.participation),
                },
            )
            for row in hand.summary.children
        ]
        rows, above, below = cut(children, page.offset, self.shown(desk))
        return Answer(
            screen=self.name,
            values={**_values(desk, facts), "standing": persons.of_case(facts, desk.rules, desk.on)},
            rows=rows,
            more_above=above,
            more_below=below,
            message=_undecided(facts) or _returned(facts),
            state=page,
        )

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        entry = self.entry(desk, request)
        reason = entry.code("reason")
        why = entry.text("why")
        facts = desk.facts(desk.case)
        if entry.found or facts is None:
            return self.refused(request, entry.found)
        pend = case_position.pend(facts.file)
        if reason and pend is None:
            act = PendClosure(case=desk.case, reason=reason, why=why)  # type: ignore[arg-type]
            return self.do(desk, request, act)
        if pend is not None and not reason:
            return self.do(desk, request, WithdrawPend(case=desk.case, why=why))
        if why:
            finding = desk.finding("CS-129", "why")
            return self.refused(request, [finding])
        return self.again(desk, request.state)

    def does(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        if word == "STAND":
            why = request.values.get("why", "")
            return self.do(desk, request, ConfirmPend(case=desk.case, why=rest or why))
        if word in ("ORDER", "EMANCIPATED"):
            return self._ordered(desk, request, word, rest)
        return self._assign(desk, request, rest)

    def _ordered(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        """ORDER child [made [until]] or EMANCIPATED child [on]: what is left out is taken away."""
        number, *keyed = rest.split() or [""]
        facts, entry = desk.facts(desk.case), self.entry(desk, request)
        child = next((c for c in facts.file.children if str(c.seq) == number), None) if facts else None
        if child is None:
            entry.found.append(desk.finding("CS-123", "command", case=desk.case, what="child", value=number))
            return self.refused(request, entry.found)
        days: list[date | None] = []
        for value in keyed[:2]:
            try:
                days.append(parse_date(value, desk.on, When.ANY, entry.off))
            except (NoDate, NoSuchDay) as error:
                entry.found.append(date_fault(desk.rules, error, "command", label=word, value=value))
        if entry.found:
            return self.refused(request, entry.found)
        made, until, *_ = (*days, None, None)
        if word == "ORDER":
            fields = {"order_on": made, "order_until": until, "emancipated_on": child.emancipated_on}
        else:
            kept = {"order_on": child.order_on, "order_until": child.order_until}
            fields = {**kept, "emancipated_on": made}
        return self.do(desk, request, RecordOrder(case=desk.case, child=child.seq, **fields))

    def _assign(self, desk: DeskContext, request: Request, rest: str) -> Answer:
        """ASSIGN worker [office] [T or S]: by a supervisor or the case's own worker."""
        facts, (number, *more) = desk.facts(desk.case), rest.split() or [""]
        along = more.pop().upper() if more and more[-1].upper() in ("T", "S") else ""
        office = " ".join(more)
        workers = {worker.number: worker for worker in desk.read(reads.workers)}
        found: list[Finding] = []
        if facts is not None and desk.worker.role not in LEADING:
            own = facts.case.worker
            if desk.worker.number != own:
                found.append(desk.finding("CS-157", "command", case=desk.case, worker=own))
        if number not in workers:
            found.append(desk.finding("CS-120", "command", value=number or "(none named)"))
        elif office and office != workers[number].office:
            shape = f"the office of worker {number}"
            found.append(desk.finding("CS-116", "command", label="OFFICE", value=office, shape=shape))
        if found:
            return self.refused(request, found)
        act = AssignCase(case=desk.case, worker=number, office=workers[number].office, appointments=along)  # type: ignore[arg-type]
        return self.do(desk, request, act, {"worker": "command"})


def _order(desk: DeskContext, facts: Facts, child: Child) -> str:
    """The order of a child: its date, or that it has ended."""
    if child.order_on is None:
        return "none"
    return f"{child.order_on:%m/%d/%Y}" if orders.is_in_force(facts, child, desk.rules, desk.on) else "ended"


def _undecided(facts: Facts) -> str:
    """How what the CP told since the pend is decided on here; empty where nothing waits for that."""
    pend = case_position.pend(facts.file)
    told = case_position.contact_since(facts.file, pend) if pend is not None else None
    if told is None:
        return ""
    return f"CP contacted us {told.on:%m/%d} (CONT): WHY and STAND keep the pend, no REASON ends it."


def _returned(facts: Facts) -> str:
    """The last letter that came back and was not made again; empty where none did (E-521, E-522)."""
    back = list(case_position.to_mail_anew(facts.file))
    if not back:
        return ""
    return f"{back[-1].form} came back {back[-1].returned_on:%m/%d}: address (PERS), then A on FORM."


def _mailed(facts: Facts) -> str:
    """The mailing from which the sixty days run, or that CSE 105 came back."""
    pend = case_position.pend(facts.file)
    if pend is not None and pend.notice_on is not None:
        return f"{pend.notice_on:%m/%d/%Y}"
    return "came back" if any(f.form == "CSE 105" for f in notices.came_back(facts.file)) else ""


def _values(desk: DeskContext, facts: Facts) -> dict[str, str]:
    case, pend = facts.case, case_position.pend(facts.file)
    return {
        "opened": f"{case.opened:%m/%d/%Y}",
        "closed": f"{case.closed:%m/%d/%Y}" if case.closed else "",
        "docket": case.docket,
        "iva": case.iva_number,
        "benefits": benefits(facts, desk.on),
        "form_4ncp": case.form_4ncp.upper(),
        "form_4ncp_on": f"{case.form_4ncp_on:%m/%d/%Y}" if case.form_4ncp_on else "",
        "others": "  ".join(f"{f.case.number} {f.case.status}" for f in facts.others) or "none",
        "reason": pend.reason if pend else "",
        "reason_text": desk.rules.meaning("closing", pend.reason) if pend else "",
        "pended": f"{pend.pended_on:%m/%d/%Y}" if pend else "",
        "mailed": _mailed(facts),
        "closes": f"{pend.closes_on:%m/%d/%Y}" if pend and pend.closes_on else "",
        "why": "",
        "noncoop": _noncoop(facts),
    }


def _noncoop(facts: Facts) -> str:
    entry = case_position.noncooperation(facts.file)
    if entry is not None:
        return f"{entry.ground}  DT {shown_date(entry.failed_on)}"
    return "documented in CALO" if case_position.documented(facts.file) else "none"
