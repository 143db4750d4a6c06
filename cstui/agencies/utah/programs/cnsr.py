"""CNSR: Phase 1, pre-filing: the cases, the forms to their CPs, Children in Care, postal request, packet."""

from __future__ import annotations

from textwrap import wrap

import msgspec

from cstui.acts.base import Act
from cstui.agencies.utah.acts.forms import (
    UtBeginNonCooperation,
    UtCloseCase,
    UtReceiveForms,
    UtSendClosureNotice,
    UtSendDetermination,
    UtSendForms,
)
from cstui.agencies.utah.acts.prefiling import (
    UtAnswerAddress,
    UtAnswerCic,
    UtBeginReferral,
    UtCompleteReferral,
    UtNotifyCicManager,
    UtRequestAddress,
    UtSearchCases,
    UtSendPacket,
)
from cstui.agencies.utah.policy import referral
from cstui.agencies.utah.programs.of_ncp import Keyed, NcpInHand, NcpPage
from cstui.agencies.utah.records import Case
from cstui.desk.conversation import Answer, Request, Row
from cstui.desk.dates import shown_date
from cstui.desk.entry import Entry
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.listing import PAGING
from cstui.store.reads import name_of

RETURNED = ("complete", "signed", "notarized", "cooperates", "waives")
PLAIN: dict[str, type[Act]] = {
    "F": UtSendForms,
    "D": UtSendDetermination,
    "N": UtSendClosureNotice,
    "C": UtCloseCase,
    "V": UtBeginNonCooperation,
    "M": UtNotifyCicManager,
}
WORDS: dict[str, type[Act]] = {
    "BEGIN": UtBeginReferral,
    "SEARCHED": UtSearchCases,
    "FORM": UtCompleteReferral,
    "PACKET": UtSendPacket,
}
POSTAL = ("VERIFIED", "CHANGED", "RETURNED")
WIDE = 69


class Cnsr(NcpPage):
    """Letters before a case are acts on it; BEGIN, SEARCHED, FORM, PACKET and POSTAL are words."""

    name = "CNSR"
    answers = PAGING | WORDS.keys() | {"POSTAL"}

    def paint(self, desk: DeskContext, hand: NcpInHand, rest: str, state: object) -> Answer:
        file, matter = hand.facts.file, hand.facts.file.prosecution
        pre = matter is not None and matter.phase == referral.PRE
        lacking = (
            "; ".join(s.name for s in referral.missing(file, matter)) if matter is not None and pre else ""
        )
        if matter is None:
            lacking = "no referral is open: BEGIN"
        sheet = referral.worksheet_of(file, matter) if matter is not None else None
        open_criteria = [one.name for one in referral.criteria(file, desk.rules, desk.on) if not one.met]
        values = {
            **dict.fromkeys(("postmaster", "why", *RETURNED), ""),
            "searched": shown_date(matter.searched_on if matter else None),
            "worksheet": shown_date(sheet.made_on if sheet else None),
            "referral": shown_date(matter.referral_on if matter else None),
            "packet": shown_date(matter.packet_on if matter else None),
            **dict(
                zip(
                    ("missing", "missing2", "missing3"),
                    wrap(lacking, WIDE, max_lines=3, placeholder=" ..."),
                    strict=False,
                )
            ),
            "criteria": f"not met: {', '.join(open_criteria)}" if open_criteria else "all are met",
        }
        rows = [self._row(desk, hand, case) for case in file.cases]
        return self.listed(desk, self.at(desk, state), rows, values, "" if rows else "The NCP has no case.")

    def _row(self, desk: DeskContext, hand: NcpInHand, case: Case) -> Row:
        cp, forms = hand.facts.person(case.person), referral.forms_of(hand.facts.file, case.number)
        stands = "no forms"
        if case.closed_on is not None:
            stands = f"closed {case.closed_on:%m/%d/%y}"
        elif case.team == "CIC":
            stands = "manager told" if case.notified_on else "tell manager"
        elif forms is not None:
            closes = referral.closes_from(forms, desk.rules)
            stands = f"waiver {forms.waives}" if forms.returned_on else "sent"
            if forms.returned_on is None and forms.iva_on:
                stands = "IV-A process"
            elif closes is not None:
                stands = f"closes {closes:%m/%d}"
            elif forms.letter_on and not forms.returned_on:
                stands = "determination"
            elif forms.returned_on is None and desk.on > forms.due_on:
                stands = "late"
        return Row(
            key=case.number,
            values={
                "number": case.number,
                "cp": name_of(cp) if cp is not None else "",
                "team": case.team,
                "iva": "Y" if case.iva else "N",
                "rests_on": case.rests_on,
                "included": case.included,
                "due": shown_date(forms.due_on) if forms is not None else "",
                "stands": stands,
            },
            style="dim" if case.closed_on is not None else "",
        )

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        entry, keyed = self.entry(desk, request), list[Keyed]()
        own = {"ncp": desk.case}
        if any(entry.text(name) for name in ("postmaster", "why")):
            street, why = entry.text("postmaster", required=True), entry.text("why", required=True)
            keyed.append(Keyed(UtRequestAddress(ncp=desk.case, postmaster=street, why=why)))
        marks = self.marks(desk, request, entry.found)
        filled = [name for name in RETURNED if entry.text(name)]
        if filled and not any(letter == "R" for _, _, letter in marks):
            entry.found.append(desk.finding("CS-171", filled[0], what="R"))
        for index, row, letter in marks:
            fields = {"case": f"action.{index}", "command": f"action.{index}"}
            if letter == "R":
                act = self._returned(entry, row.key, desk.case)
            elif letter in "YX":
                act = UtAnswerCic(ncp=desk.case, case=row.key, include=letter == "Y")
            else:
                act = msgspec.convert({**own, "case": row.key}, PLAIN[letter])
            if act is not None:
                keyed.append(Keyed(act, fields))
        if entry.found:
            return self.refused(request, entry.found)
        return self.do_all(desk, request, keyed) if keyed else self.again(desk, request.state)

    def _returned(self, entry: Entry, case: str, ncp: str) -> Act | None:
        """The forms as they came: each of the five fields says Y or N."""
        for name in RETURNED:
            entry.text(name, required=True)
        said = {name: entry.flag(name) for name in RETURNED}
        if entry.found:
            return None
        waives = "Y" if said.pop("waives") else "N"
        return msgspec.convert({"ncp": ncp, "case": case, "waives": waives, **said}, UtReceiveForms)

    def does(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        if word == "POSTAL":
            if rest not in POSTAL:
                wrong = desk.finding("CS-130", "command", value=f"POSTAL {rest}", choices=", ".join(POSTAL))
                return self.refused(request, [wrong])
            act: Act = msgspec.convert({"ncp": desk.case, "outcome": rest.lower()}, UtAnswerAddress)
        else:
            act = msgspec.convert({"ncp": desk.case}, WORDS[word])
        return self.do(desk, request, act, {"outcome": "command"})
