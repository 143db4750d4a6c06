"""LETT: what the office has to mail, over all of its cases; several are marked and mailed at once."""

from __future__ import annotations

import msgspec

from cstui.agencies.louisiana import reads
from cstui.agencies.louisiana.acts.mail import MailForm
from cstui.agencies.louisiana.programs.of_case import Keyed, found_in
from cstui.desk.conversation import Answer, Request, Row
from cstui.desk.dates import shown_date
from cstui.desk.programs.base import DeskContext, Page
from cstui.desk.programs.listing import PAGING, PageProgram
from cstui.desk.programs.pages import marked, under_cursor
from cstui.forms.templates import load_forms
from cstui.policy.effects import Refused


class Lett(PageProgram):
    """M before each line that was mailed, then Enter; MAIL marks them all, to be looked at first."""

    name = "LETT"
    answers = PAGING | {"MAIL"}

    def begins(self, desk: DeskContext, argument: str) -> Page:
        return Page(subject=argument or desk.worker.office)

    def open(self, desk: DeskContext, argument: str, state: object = None) -> Answer:
        page = self.at(desk, state, argument)
        names = {office.code: office.name for office in desk.read(reads.offices)}
        if page.subject not in names:
            shape = "an office of this store"
            wrong = desk.finding("CS-116", "command", label="OFFICE", value=page.subject, shape=shape)
            return Answer(screen=self.name, findings=(wrong,))
        shown = self.shown(desk)
        found = desk.read(lambda s: reads.letters(s, page.subject, limit=shown + 1, offset=page.offset))
        if not found and page.offset:
            return self.open(desk, page.subject, msgspec.structs.replace(page, offset=0))
        return Answer(
            screen=self.name,
            values={"office": page.subject, "name": names[page.subject]},
            rows=tuple(_row(line) for line in found[:shown]),
            more_above=page.offset > 0,
            more_below=len(found) > shown,
            state=page,
            seen={f"case {line.case}": line.case_version for line in found[:shown]},
            message="" if found else "Nothing is to be mailed.",
        )

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        page = self.at(desk, request.state)
        entry, chosen = self.entry(desk, request), marked(request)
        office = entry.number("office", desk.own.office) or desk.worker.office
        for index, _, letter in chosen:
            alone = letter == "V" and len(chosen) > 1
            if letter not in self.letters or alone:
                entry.found.append(self.wrong(desk, index, letter, "one line at a time" if alone else ""))
        if entry.found:
            return self.refused(request, entry.found)
        if chosen and chosen[0][2] == "V":
            return desk.go("FVEW", chosen[0][1].key)
        if chosen:
            return self._mail(desk, request, [(index, row) for index, row, _ in chosen])
        if office != page.subject:
            answer = self.open(desk, office)
            placed = [msgspec.structs.replace(f, field="office") for f in answer.findings]
            return self.refused(request, placed) if placed else answer
        under = under_cursor(request)
        return desk.go("FVEW", under.key) if under else self.again(desk, page)

    def does(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        page = self.at(desk, request.state)
        answer = self.again(desk, page)
        rows = [msgspec.structs.replace(row, values={**row.values, "action": "M"}) for row in answer.rows]
        said = f"{len(rows)} marked. Blank those that were not mailed, then press Enter." if rows else ""
        return msgspec.structs.replace(answer, rows=tuple(rows), message=said or answer.message)

    def _mail(self, desk: DeskContext, request: Request, chosen: list[tuple[int, Row]]) -> Answer:
        keyed = [
            Keyed(MailForm(case=case, form=int(seq)), {"form": f"action.{index}"})
            for index, row in chosen
            for case, seq in [row.key.split()]
        ]
        outcomes = desk.perform_all([one.act for one in keyed], request)
        if any(isinstance(outcome, Refused) for outcome in outcomes):
            return self.refused(request, found_in(keyed, outcomes))
        answer = self.again(desk, request.state)
        return msgspec.structs.replace(answer, message=f"{len(keyed)} mailed. {answer.message}".strip())


def _row(line: reads.LetterRow) -> Row:
    edition = load_forms().get((line.form, line.edition))
    return Row(
        key=f"{line.case} {line.seq}",
        values={
            "case": line.case,
            "cp": line.cp,
            "form": line.form,
            "what": edition.title if edition else "",
            "made": shown_date(line.made_on),
        },
    )
