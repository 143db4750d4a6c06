"""FORM: forms and letters of the case: view, mailed, came back, stopped, made again (E-521, E-522)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from cstui.acts.base import Act
from cstui.agencies.louisiana.acts.mail import MailForm, ReceiveDocuments, ReprintForm, ReturnMail, StopForm
from cstui.agencies.louisiana.jobs import is_meant
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.programs.of_case import CaseInHand, CasePage, Keyed
from cstui.agencies.louisiana.programs.printing import printed
from cstui.agencies.louisiana.records import Form as FormRecord
from cstui.desk.conversation import Answer, Request, Row
from cstui.desk.dates import shown_date
from cstui.desk.entry import Entry
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.listing import PAGING
from cstui.desk.programs.pages import flowed, marked, under_cursor
from cstui.forms.templates import load_forms

ALONE = frozenset("VP")
ACTS: dict[str, type[Act]] = {
    "M": MailForm,
    "R": ReturnMail,
    "S": StopForm,
    "A": ReprintForm,
    "D": ReceiveDocuments,
}
_WORDS = {"MAIL": "M", "PRINT": "P"}
SHEET = "EVIDENCE"
"""The word for the evidence sheet, and its place among the forms that FVEW shows."""
_ENTRIES = ("on", "how", "notary", "notarised")


class FormList(CasePage):
    """V before a line, or the cursor on it and Enter, views the form; the other letters may stand
    before several lines and are done together."""

    name = "FORM"
    answers = PAGING | {*_WORDS, SHEET}

    def paint(self, desk: DeskContext, hand: CaseInHand, rest: str, state: object) -> Answer:
        columns = self.drawing.field("what").width
        forms = sorted(hand.facts.file.forms, key=lambda form: form.seq, reverse=True)
        rows = [row for form in forms for row in _rows(hand.facts, form, columns)]
        message = "" if rows else "No form was made for this case."
        return self.listed(desk, self.at(desk, state), rows, dict.fromkeys(_ENTRIES, ""), message)

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        entry, chosen = self.entry(desk, request), marked(request)
        alone = [letter for _, _, letter in chosen if letter in ALONE]
        for index, _, letter in chosen:
            if letter not in ALONE and letter not in ACTS:
                entry.found.append(self.wrong(desk, index, letter))
            elif letter in ALONE and len(chosen) > 1:
                entry.found.append(self.wrong(desk, index, letter, "one line at a time"))
        if alone and not entry.found:
            index, row, letter = chosen[0]
            return self._one(desk, request, letter, _seq(row), f"action.{index}")
        keyed = list(_keyed(desk, entry, chosen))
        if entry.found:
            return self.refused(request, entry.found)
        if keyed:
            return self.do_all(desk, request, keyed)
        if typed := [name for name in _ENTRIES if request.values.get(name, "").strip()]:
            label = self.drawing.field(typed[0]).named
            return self.refused(request, [desk.finding("CS-141", typed[0], value=label)])
        under = under_cursor(request)
        if under is not None:
            return desk.go("FVEW", f"{desk.case} {_seq(under)}")
        return self.again(desk, request.state)

    def does(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        if word == SHEET:
            return desk.go("FVEW", f"{desk.case} {SHEET}")
        chosen = [row for _, row, _ in marked(request)]
        under = under_cursor(request)
        forms = {_seq(row): row for row in request.rows}
        rows = [under] if under else chosen or (list(forms.values()) if len(forms) == 1 else [])
        if len(rows) != 1:
            return self.refused(request, [desk.finding("CS-141", "", value=word)])
        return self._one(desk, request, _WORDS[word], _seq(rows[0]), "", rest)

    def _one(
        self, desk: DeskContext, request: Request, letter: str, seq: int, place: str, name: str = ""
    ) -> Answer:
        if letter == "V":
            return desk.go("FVEW", f"{desk.case} {seq}")
        if letter == "M":
            return self.do(desk, request, MailForm(case=desk.case, form=seq), {"form": place})
        said = printed(desk, desk.case, seq, name)
        if not isinstance(said, str):
            return self.refused(request, [msgspec.structs.replace(said, field=place)])
        return msgspec.structs.replace(self.again(desk, request.state), message=said)


def _seq(row: Row) -> int:
    """The form's number; what is said below a form belongs to it."""
    return int(row.key.split("+")[0])


def _keyed(desk: DeskContext, entry: Entry, chosen: Sequence[tuple[int, Row, str]]) -> Iterator[Keyed]:
    """The acts of the letters keyed before the lines; what is wrong beside them goes into `entry.found`."""
    letters = {letter for _, _, letter in chosen}
    on = entry.date("on") or desk.on
    how, notarised, notary = entry.text("how"), entry.flag("notarised"), entry.flag("notary", default=True)
    if how and how not in {"M", "W"}:
        entry.found.append(desk.finding("CS-130", "how", value=f"HOW {how}", choices="M by mail, W walk-in"))
    if "D" in letters and not how:
        entry.text("how", required=True)
    for index, row, letter in chosen:
        if entry.found:
            return
        inputs: dict[str, object] = {"case": desk.case, "form": _seq(row)}
        if letter == "R":
            inputs["returned_on"] = on
        elif letter == "D":
            inputs |= {"received_on": on, "how": how, "notary": notary, "notarised": notarised}
        yield Keyed(msgspec.convert(inputs, ACTS[letter]), {"form": f"action.{index}"})


TONIGHT = "tonight"


def when_mailed(facts: Facts, form: FormRecord) -> str:
    """When the form was mailed; else whether it goes tonight, is held back or is
    overtaken: its appointment or pend does not stand."""
    if form.mailed_on is not None:
        return shown_date(form.mailed_on)
    if form.stopped_on is not None:
        return "stopped"
    return TONIGHT if is_meant(facts.file, form) else "not sent"


def _rows(facts: Facts, form: FormRecord, columns: int) -> Iterator[Row]:
    """The form, and below it what came of it since it was mailed."""
    about = next((a for a in facts.file.appointments if a.seq == form.appointment), None)
    edition = load_forms().get((form.form, form.edition))
    mailed = when_mailed(facts, form)
    row = Row(
        key=str(form.seq),
        values={
            "seq": str(form.seq),
            "form": form.form,
            "what": edition.title if edition else "",
            "made": shown_date(form.made_on),
            "mailed": mailed,
            "about": f"{about.purpose} {shown_date(about.on)}" if about else "",
        },
        style="intensified" if mailed == TONIGHT else "",
    )
    titled, *more = flowed(row, "what", columns)
    more += [
        Row(key=f"{form.seq}+{at}", values={"what": said})
        for at, said in enumerate(_since(form), len(more) + 1)
    ]
    return iter([titled, *(msgspec.structs.replace(r, protected=frozenset({"action"})) for r in more)])


def _since(form: FormRecord) -> Iterator[str]:
    if form.stopped_on:
        yield f"stopped {form.stopped_on:%m/%d/%Y}"
    if form.returned_on:
        yield f"came back by mail {form.returned_on:%m/%d/%Y}"
    if form.due_on and not form.received_on:
        yield f"documents due {form.due_on:%m/%d/%Y}"
    if form.received_on:
        yield f"documents in {form.received_on:%m/%d/%Y}"
