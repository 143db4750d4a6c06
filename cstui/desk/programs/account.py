"""PASS, TOTP and USER: one's own password and one-time codes, and the accounts that administrators keep."""

from __future__ import annotations

import msgspec

from cstui.acts.accounts import Accounts, signing
from cstui.acts.one_time_codes import codes_uri, new_secret
from cstui.desk.conversation import Answer, Request, Row
from cstui.desk.programs import gate
from cstui.desk.programs.base import DeskContext, Page, Program
from cstui.desk.programs.listing import PAGING, PageProgram
from cstui.desk.programs.pages import cut, within
from cstui.policy.findings import Finding

ADDRESS = 61
"""Columns of a line of the address that a device reads."""


def accounts_of(desk: DeskContext) -> Accounts:
    """The accounts of the desk's store."""
    return Accounts(desk.place.store, desk.rules, desk.place.clock)


def unasked(desk: DeskContext, screen: str) -> Answer | None:
    """What a screen of accounts says in a store that asks for no passwords; None where it asks."""
    if desk.read(signing).asks:
        return None
    return Answer(screen=screen, findings=(desk.finding("CS-967", "command"),))


class Pass(Program):
    """Enter changes the password of the worker who signed on; PASS CODE sets up one-time codes."""

    name = "PASS"

    def open(self, desk: DeskContext, argument: str, state: object = None) -> Answer:
        if said := unasked(desk, self.name):
            return said
        if argument == "CODE":
            return desk.go("TOTP")
        return gate.password_form(desk.worker.number, desk.rules, desk.place)

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        if found := gate.changed(request, accounts_of(desk), desk.worker.number, desk.place):
            return self.refused(request, found)
        return desk.leave("Your password is changed.")


class CodeSecret(msgspec.Struct, frozen=True):
    """The secret that a device is to have; it waits for the first code."""

    text: str

    def __repr__(self) -> str:
        return "CodeSecret()"


class Totp(Program):
    """Enter takes the first code that the device shows; from then on the sign-on asks for one."""

    name = "TOTP"

    def open(self, desk: DeskContext, argument: str, state: object = None) -> Answer:
        if said := unasked(desk, self.name):
            return said
        secret = state if isinstance(state, CodeSecret) else CodeSecret(new_secret())
        groups = [secret.text[at : at + 4] for at in range(0, len(secret.text), 4)]
        uri = codes_uri(secret.text, desk.worker.number, desk.place.info().name)
        lines = [uri[at : at + ADDRESS] for at in range(0, len(uri), ADDRESS)]
        names = ("address", "address2", "address3")
        values = {"worker": desk.worker.number, "secret": " ".join(groups)}
        return Answer(
            screen=self.name, values={**values, **dict(zip(names, lines, strict=False))}, state=secret
        )

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        entry = self.entry(desk, request)
        code = entry.text("code", required=True)
        if entry.found or not isinstance(request.state, CodeSecret):
            return self.refused(request, entry.found)
        wrong = accounts_of(desk).set_up_codes(desk.worker.number, request.state.text, code, on=desk.on)
        if wrong is not None:
            return self.refused(request, [wrong])
        return desk.leave("One-time codes are set up: the next sign-on asks for one.")


DOES = {"O": "open", "R": "reset", "U": "unlock", "C": "close", "K": "codes"}
"""What each letter before a worker does to the account."""
SAID = {
    "O": "Account of {worker} opened: tell the first password in person.",
    "R": "Password of {worker} reset: tell the first password in person.",
    "U": "Account of {worker} unlocked.",
    "C": "Account of {worker} closed.",
    "K": "One-time codes of {worker} taken away.",
}


class User(PageProgram):
    """A letter before a worker does one thing to the account; O and R take a first password, keyed twice."""

    name = "USER"
    answers = PAGING | {"FIND"}

    def begins(self, desk: DeskContext, argument: str) -> Page:
        return Page(find=argument)

    def open(self, desk: DeskContext, argument: str, state: object = None) -> Answer:
        asked = desk.read(signing).asks
        page, shown = self.at(desk, state, argument), self.shown(desk)
        found = [
            Row(
                key=worker.number,
                values={
                    "action": "",
                    "worker": worker.number,
                    "name": worker.name,
                    "role": worker.role,
                    "office": worker.office,
                    "account": account if asked else "",
                },
                style={"locked": "late", "closed": "dim"}.get(account, ""),
            )
            for worker, account in accounts_of(desk).listed(desk.viewer, desk.on)
        ]
        wanted = page.find.casefold()
        listed = [row for row in found if wanted in " ".join(row.values.values()).casefold()]
        rows, above, below = cut(listed, within(page.offset, len(listed), shown), shown)
        message = "" if asked else "This store asks for no passwords."
        message = message if rows else f"No worker with {page.find}."
        return Answer(
            screen=self.name, rows=rows, more_above=above, more_below=below, state=page, message=message
        )

    def does(self, desk: DeskContext, request: Request, word: str, rest: str) -> Answer:
        return self.again(desk, Page(find=rest))

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        found: list[Finding] = []
        marks = self.marks(desk, request, found)
        first, again = request.secret("first"), request.secret("again")
        if len(marks) > 1:
            found.append(
                desk.finding(
                    "CS-130", f"action.{marks[1][0]}", value=marks[1][2], choices="one worker at a time"
                )
            )
        if not found and not marks:
            return self.again(desk, request.state)
        if found:
            return self.refused(request, found[:1])
        index, row, letter = marks[0]
        if letter in "OR":
            if not first:
                found.append(desk.finding("CS-105", "first", label="FIRST PASSWORD"))
            elif first != again:
                found.append(desk.finding("CS-958", "again"))
        found += () if found else self._done(desk, row.key, letter, first, index)
        if found:
            return self.refused(request, found)
        said = SAID[letter].format(worker=row.key)
        return msgspec.structs.replace(self.again(desk, request.state), message=said)

    def _done(
        self, desk: DeskContext, worker: str, letter: str, password: str, index: int
    ) -> tuple[Finding, ...]:
        found = accounts_of(desk).keep(DOES[letter], worker, by=desk.viewer, on=desk.on, password=password)
        names = {"new": "first", "action": f"action.{index}", "worker": f"action.{index}"}
        return tuple(msgspec.structs.replace(f, field=names.get(f.field, f.field)) for f in found)
