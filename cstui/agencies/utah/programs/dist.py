"""DIST: where the payments of a month went, payment by payment and case by case, and what was still owed."""

from __future__ import annotations

import re
from datetime import date

from cstui.agencies.utah.policy import distribution, orders
from cstui.agencies.utah.policy.fti import INTERCEPT, has_fti, marked_accounts
from cstui.agencies.utah.policy.money_trail import PaymentTrail, Stop, trails
from cstui.agencies.utah.programs.of_ncp import REVEAL, FtiPage, NcpInHand
from cstui.desk.conversation import Answer, GuideLine, Request, Row
from cstui.desk.dates import shown_date
from cstui.desk.programs.base import DeskContext, Page
from cstui.policy.ledger import PAYMENT
from cstui.policy.money import said
from cstui.policy.protected import FTI, amount

BAR = 10
"""Columns of the bar that shows how much of a month's current support is met."""
STEPS = {
    "current": distribution.ALL_CURRENT,
    "by_order": orders.BY_ORDER,
    "left_over": distribution.LEFT_OVER,
}
_MONTH = re.compile(r"^(0?[1-9]|1[0-2])/(20\d\d)$", re.ASCII)


class Dist(FtiPage):
    """MONTH and Enter shows another month; the state remembers it."""

    name = "DIST"
    takes_more = True

    def painted(self, desk: DeskContext, hand: NcpInHand, rest: str, state: object, *, fti: bool) -> Answer:
        page = self.at(desk, state, rest)
        month = _month(page.subject)
        if month is None:
            said_so = {"label": "MONTH", "value": page.subject, "shape": "a month: MM/YYYY"}
            wrong = desk.finding("CS-116", "month", **said_so)
            return Answer(screen=self.name, values={"month": page.subject}, findings=(wrong,), state=page)
        found = trails(hand.facts.file, month)
        counted = [trail for trail in found if trail.reversed_on is None]
        received, held = sum(trail.payment.cents for trail in counted), sum(trail.held for trail in counted)
        ledger = hand.facts.file.ledger
        hides = not fti and any(trail.payment.source == INTERCEPT for trail in found)
        marked = frozenset[str]() if fti else marked_accounts(ledger)
        values = {
            "month": f"{month:%m/%Y}",
            "received": amount(received, hides=hides).rjust(12),
            "placed": amount(received - held, hides=hides).rjust(12),
            "held": amount(held, hides=hides).rjust(12),
            "label": FTI.label if found and has_fti(ledger) else "",
        }
        rows = [row for trail in found for row in _rows(desk, trail, marked, fti=fti)]
        message = REVEAL if values["label"] and not fti else ""
        return self.listed(desk, page, rows, values, message if rows else self._nothing(hand, month))

    def begins(self, desk: DeskContext, argument: str) -> Page:
        """The month that is named, or else that of the business date."""
        return Page(subject=argument or f"{desk.on:%m/%Y}")

    def _nothing(self, hand: NcpInHand, month: date) -> str:
        """That no payment came in the month, and the last month in which one did."""
        months = [entry.month for entry in hand.facts.file.ledger if entry.kind == PAYMENT]
        earlier = max((one for one in months if one < month), default=None)
        last = f" The last one before it came in {earlier:%m/%Y}." if earlier is not None else ""
        return f"No payment was received in {month:%m/%Y}.{last}"

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        entry = self.entry(desk, request)
        typed = entry.text("month") or f"{desk.on:%m/%Y}"
        if _month(typed) is None:
            said_so = {"label": "MONTH", "value": typed, "shape": "a month: MM/YYYY"}
            return self.refused(request, [desk.finding("CS-116", "month", **said_so)])
        page = self.at(desk, request.state)
        if _month(typed) != _month(page.subject):
            page = Page(subject=typed)
        return self.again(desk, page)


def _month(typed: str) -> date | None:
    found = _MONTH.match(typed)
    return date(int(found[2]), int(found[1]), 1) if found is not None else None


def _rows(desk: DeskContext, trail: PaymentTrail, marked: frozenset[str], *, fti: bool) -> list[Row]:
    """The payment with what each step took, a line for each case, and one for what is held.

    What the `marked` cases owe is hidden; so are the amounts of an intercept, unless `fti` shows them.
    """
    payment = trail.payment
    hides = payment.source == INTERCEPT and not fti
    came = f"PAYMENT {payment.seq} OF {payment.on:%m/%d/%Y}: {amount(payment.cents, hides=hides)}"
    lines = [GuideLine(text=came, style="heading")]
    if trail.reversed_on is not None:
        lines.append(GuideLine(text=f"Reversed on {trail.reversed_on:%m/%d/%Y}: each part was taken back."))
    totals = {name: amount(sum(getattr(stop, name) for stop in trail.stops), hides=hides) for name in STEPS}
    first = Row(
        key=f"{payment.seq}",
        values={
            "account": f"# {payment.seq}",
            "met": shown_date(payment.on),
            **{name: text.rjust(10) for name, text in totals.items()},
            "due": "reversed".rjust(10) if trail.reversed_on else "",
            "left": amount(payment.cents, hides=hides).rjust(12),
        },
        guide=tuple(lines),
        style="intensified",
    )
    rows = [
        first,
        *(_of_case(desk, trail, stop, hides=hides, owes=stop.case not in marked) for stop in trail.stops),
    ]
    if trail.held:
        rule = desk.rules.rules[trail.why_held]
        said_why = (f"{rule.id} {rule.title}.", rule.cite, rule.remedy)
        why = tuple(GuideLine(text=text) for text in said_why)
        values = {"account": "held", "left": amount(trail.held, hides=hides).rjust(12)}
        rows.append(Row(key=f"{payment.seq} held", values=values, guide=why, style="intensified"))
    return rows


def _of_case(desk: DeskContext, trail: PaymentTrail, stop: Stop, *, hides: bool, owes: bool) -> Row:
    """What a case got of the payment, unless that is hidden, and what it owed then, if that may be shown."""
    lines = [GuideLine(text=f"{stop.case} OF PAYMENT {trail.payment.seq}", style="heading")]
    for name, why in STEPS.items():
        if cents := getattr(stop, name):
            rule = desk.rules.rules[why]
            lines.append(GuideLine(text=f"{amount(cents, hides=hides)}: {rule.title}."))
            lines.append(GuideLine(text=f"{rule.id}, {rule.cite}"))
    if len(lines) == 1:
        lines.append(GuideLine(text="It got nothing of this payment."))
    met = amount(stop.met, hides=not owes)
    lines.append(GuideLine(text=f"Then {met} of {said(stop.charged)} current support was met."))
    return Row(
        key=f"{trail.payment.seq} {stop.case}",
        values={
            "account": stop.case,
            "met": _bar(stop.met, stop.charged) if owes else FTI.mark,
            **{name: amount(getattr(stop, name), hides=hides).rjust(10) for name in STEPS},
            "due": amount(stop.due, hides=not owes).rjust(10),
            "left": amount(stop.arrears, hides=not owes).rjust(12),
        },
        guide=tuple(lines),
        style="dim" if trail.reversed_on is not None else "",
    )


def _bar(met: int, charged: int) -> str:
    """How much of `charged` is met, drawn down to whole columns: full only where all of it is."""
    full = BAR * max(0, min(met, charged)) // charged if charged > 0 else BAR
    return "#" * full + "." * (BAR - full)
