"""PAYD: the ledger of an NCP: payments and charges posted, where each cent went and why, reversals."""

from __future__ import annotations

import re

import msgspec

from cstui.acts.base import Act
from cstui.agencies.utah.acts.orders import UtAddInstruction
from cstui.agencies.utah.acts.payments import UtPlaceHeld, UtPostCharge, UtPostPayment, UtReversePayment
from cstui.agencies.utah.policy import distribution
from cstui.agencies.utah.policy.facts import NcpFile
from cstui.agencies.utah.policy.fti import INTERCEPT, has_fti, marked_accounts
from cstui.agencies.utah.programs.of_ncp import FtiPage, Keyed, NcpInHand
from cstui.desk.conversation import Answer, GuideLine, Request, Row
from cstui.desk.dates import shown_date
from cstui.desk.entry import Entry
from cstui.desk.programs.base import DeskContext
from cstui.policy import ledger
from cstui.policy.ledger import ARREARS, CHARGE, CURRENT, PAYMENT, PLACED
from cstui.policy.money import said
from cstui.policy.months import first_of_month
from cstui.policy.protected import FTI, amount
from cstui.policy.records import LedgerEntry
from cstui.policy.roles import SOURCELESS

ENTRIES = ("amount", "on", "source", "number", "charge", "why", "reference")
BUCKETS = {"C": CURRENT, "A": ARREARS}
FIELDS = {"cents": "amount", "case": "number"}
LINES = ("line1", "line2", "line3")
_AMOUNT = re.compile(r"^(\d{1,7})(?:\.(\d\d))?$", re.ASCII)


class Payd(FtiPage):
    """AMOUNT posts a payment, or with CHARGE a charge; R and H before a line; INSTRUCT and CASES are words.

    The page's subject is the number of the first case that is shown above the ledger.
    """

    name = "PAYD"
    answers = FtiPage.answers | {"INSTRUCT", "CASES"}

    def painted(self, desk: DeskContext, hand: NcpInHand, rest: str, state: object, *, fti: bool) -> Answer:
        file, month = hand.facts.file, first_of_month(desk.on)
        numbers = [case.number for case in file.open_cases]
        of = [file.account(one) for one in numbers]
        due = sum(max(0, account.due(month)) for account in of)
        owed = sum(max(0, account.owed(month)) for account in of)
        held = ledger.all_held(file.ledger)
        wanted = distribution.waits_for_instruction(file, month, desk.rules, desk.on)
        page, there = self.at(desk, state), has_fti(file.ledger)
        hides = there and not fti
        marked = marked_accounts(file.ledger) if hides else frozenset[str]()
        first = numbers.index(page.subject) if page.subject in numbers else 0
        shown = numbers[first : first + len(LINES)]
        lines = [_of_case(file, one, desk, hides=one in marked) for one in shown]
        turns = len(numbers) > len(LINES)
        values = {
            **dict.fromkeys(ENTRIES, ""),
            **dict.fromkeys(LINES, ""),
            **dict(zip(LINES, lines, strict=False)),
            "turn": f"{first + 1}-{first + len(shown)} of {len(numbers)}" if turns else "",
            "turn_word": "CASES" if turns else "",
            "label": FTI.label if there else "",
            "crs_due": amount(due, hides=hides).rjust(12),
            "arrears": amount(owed, hides=hides).rjust(12),
            "held": amount(held, hides=hides).rjust(12),
            "instruction": ("yes" if file.instructions else "NO") if wanted else "-",
        }
        after = _owed_after(file)
        rows = [
            _row(
                desk,
                entry,
                amount(after[entry.seq], hides=entry.account in marked) if entry.seq in after else "",
                hides=hides and entry.source == INTERCEPT,
            )
            for entry in reversed(file.ledger)
        ]
        return self.listed(desk, page, rows, values, "" if rows else "The ledger is empty.")

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        entry, keyed = self.entry(desk, request), list[Keyed]()
        marks = self.marks(desk, request, entry.found)
        reverses = any(letter == "R" for _, _, letter in marks)
        why = entry.text("why", required=reverses)
        if why and not reverses:
            entry.found.append(desk.finding("CS-171", "why", what="R"))
        if any(entry.text(name) for name in ENTRIES if name != "why"):
            keyed.append(Keyed(self._posted(desk, entry), FIELDS))
        for index, row, letter in marks:
            fields = {"payment": f"action.{index}"}
            number = int(row.key)
            if letter == "R":
                keyed.append(Keyed(UtReversePayment(ncp=desk.case, payment=number, why=why), fields))
            else:
                keyed.append(Keyed(UtPlaceHeld(ncp=desk.case, payment=_payment(desk, number)), fields))
        if entry.found:
            return self.refused(request, entry.found)
        return self.do_all(desk, request, keyed) if keyed else self.again(desk, request.state)

    def _posted(self, desk: DeskContext, entry: Entry) -> Act:
        cents, on = entry.money("amount", required=True), entry.date("on")
        letter = entry.text("charge").upper()
        case = entry.text("number", required=bool(letter)).upper()
        if letter and letter not in BUCKETS:
            entry.found.append(desk.finding("CS-130", "charge", value=letter, choices="C or A"))
        if letter:
            inputs = {"case": case, "cents": cents, "bucket": BUCKETS.get(letter, CURRENT), "on": on}
            return msgspec.convert({"ncp": desk.case, **inputs}, UtPostCharge)
        source = entry.code("source") or "P"
        return UtPostPayment(
            ncp=desk.case, cents=cents, on=on, source=source, case=case, reference=entry.text("reference")
        )

    def does(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        """INSTRUCT case amount case amount ...; CASES shows the next ones above the ledger."""
        if word == "REVEAL":
            return super().does(desk, request, word, rest)
        if word == "CASES":
            numbers = [case.number for case in desk.facts(desk.case).file.open_cases]
            page = self.at(desk, request.state)
            first = numbers.index(page.subject) if page.subject in numbers else 0
            following = (first + len(LINES)) if first + len(LINES) < len(numbers) else 0
            turned = msgspec.structs.replace(page, subject=numbers[following] if numbers else "")
            return msgspec.structs.replace(self.again(desk, turned), keep_typed=True)
        typed = rest.upper().split()
        amounts = [_AMOUNT.match(one) for one in typed[1::2]]
        if not typed or len(typed) % 2 or not all(amounts):
            shape = "cases, each with its amount: C00000001 150.00"
            said_so = {"label": "INSTRUCT", "value": rest or "alone", "shape": shape}
            return self.refused(request, [desk.finding("CS-116", "command", **said_so)])
        cents = [int(one[1]) * 100 + int(one[2] or 0) for one in amounts if one is not None]
        act = UtAddInstruction(ncp=desk.case, cases=typed[::2], amounts=cents)
        return self.do(desk, request, act, dict.fromkeys(("case", "cases", "amounts"), "command"))


def _payment(desk: DeskContext, number: int) -> int:
    """The payment that an entry is part of; itself where it is part of none."""
    parts = {entry.seq: entry.of for entry in desk.facts(desk.case).file.ledger}
    return parts.get(number) or number


def _of_case(file: NcpFile, case: str, desk: DeskContext, *, hides: bool) -> str:
    """A case in this month: charged, placed on it and on its arrears, what it still owes; `hides` for FTI."""
    if hides:
        return f"{case}  a federal tax intercept went to it: REVEAL"
    month = first_of_month(desk.on)
    due = ledger.current_due(file.ledger, case, month)
    charged = sum(entry.cents for entry in due.entries if entry.kind == CHARGE)
    paid = ledger.placed_in(file.ledger, case, ARREARS, month)
    owed = ledger.arrears(file.ledger, case, month).cents
    return (
        f"{case}  CRS {said(charged - due.cents)} of {said(charged)}, arrears {said(paid)}, left {said(owed)}"
    )


def _owed_after(file: NcpFile) -> dict[int, int]:
    """What the account of each entry owed after it, by the entry's number."""
    owed: dict[str, int] = {}
    after: dict[int, int] = {}
    for entry in file.ledger:
        if entry.kind in (CHARGE, PLACED):
            change = entry.cents if entry.kind == CHARGE else -entry.cents
            owed[entry.account] = owed.get(entry.account, 0) + change
            after[entry.seq] = owed[entry.account]
    return after


def _row(desk: DeskContext, entry: LedgerEntry, after: str, *, hides: bool) -> Row:
    """A line of the ledger; `after` is what its account owed after it, `hides` keeps its amount back."""
    lines = [GuideLine(text=f"ENTRY {entry.seq}", style="heading")]
    if entry.why:
        rule = desk.rules.rules[entry.why]
        lines += [GuideLine(text=f"{rule.id} {rule.title}."), GuideLine(text=rule.cite)]
    if after:
        lines.append(GuideLine(text=f"{entry.account} owed {after} after it."))
    if entry.reference:
        lines.append(GuideLine(text=f"Accounting's number: {entry.reference}."))
    if entry.reverses is not None:
        lines.append(GuideLine(text=f"The exact opposite of entry {entry.reverses}."))
    named = entry.source and desk.viewer.role not in SOURCELESS
    source = desk.rules.meaning("ut_source", entry.source) if named else ""
    return Row(
        key=str(entry.seq),
        values={
            "seq": str(entry.seq).rjust(3),
            "day": shown_date(entry.on),
            "month": f"{entry.month:%m/%Y}",
            "what": "reversal" if entry.reverses is not None else entry.kind,
            "account": entry.account,
            "bucket": "FTI" if entry.kind == PAYMENT and entry.source == INTERCEPT else entry.bucket,
            "sum": amount(entry.cents, hides=hides).rjust(11),
            "of": str(entry.reverses or entry.of or "").rjust(4),
            "rule": entry.why,
            "owed": after.rjust(13),
            "source": source,
        },
        guide=tuple(lines),
        style="intensified" if entry.kind == PAYMENT else "",
    )
