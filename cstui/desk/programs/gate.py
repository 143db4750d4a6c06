"""The sign-on of a store that asks for passwords: number and password, a one-time code, a first password.

It is one desk's before anybody has signed on to it, and remembers in between what was right so far. What was
typed into a hidden field it hands on and keeps nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from cstui.acts.accounts import Accounts, Proven, Signed, Tried
from cstui.agency import KERNEL
from cstui.desk.conversation import Answer, Request, Where, unchanged
from cstui.desk.drawing import load_drawing
from cstui.desk.preferences import password_asked
from cstui.policy.findings import Finding
from cstui.policy.records import Worker
from cstui.policy.rulebook import Rulebook
from cstui.store.glance import Signing
from cstui.workplace import Workplace

PASSWORD, CODE, FIRST = "SGNP", "CODE", "PASS"
"""The screens of it: number and password, the code, a password of one's own."""
ASKS = 68
"""Columns of a line of PASS that says what a password has to be."""


class Gate:
    """The way to one store's desk."""

    def __init__(self, place: Workplace, signing: Signing) -> None:
        self.place, self.signing = place, signing
        self.accounts = Accounts(place.store, place.rules, place.clock)
        self._typed = ""
        self._proven: Proven | None = None
        self._signed: Signed | None = None

    def forget(self) -> None:
        """Begin again: whatever was right so far counts no more."""
        self._typed, self._proven, self._signed = "", None, None

    def sign_on(self, request: Request) -> tuple[tuple[Workplace, Worker] | None, Answer]:
        """Who signs on and where he or she works, or None and the screen that comes next."""
        if request.screen == FIRST and self._signed is not None:
            return self._chosen(request, self._signed)
        if request.screen == CODE and self._proven is not None:
            if missing := _missing(request, self.place.rules, ("code",)):
                return None, unchanged(request, *missing)
            return self._tried(request, self._typed, "", request.values.get("code", ""), self._proven)
        typed = request.values.get("worker", "").strip()
        if request.screen != PASSWORD:
            return None, self.asked(typed)
        if missing := _missing(request, self.place.rules, ("worker", "password")):
            return None, unchanged(request, *missing)
        self.forget()
        return self._tried(request, typed, request.secret("password"), "", None)

    def asked(self, worker: str = "") -> Answer:
        """The screen that asks for number and password."""
        return password_asked(self.place.store.agencies, self.signing, worker)

    def _tried(
        self, request: Request, typed: str, password: str, code: str, proven: Proven | None
    ) -> tuple[tuple[Workplace, Worker] | None, Answer]:
        on = self.place.business_date()
        came = self.accounts.sign_on(typed, password, code=code, proven=proven, on=on, by="desk")
        if isinstance(came, Signed):
            return self._came(came)
        if came.proven is None:
            self.forget()
            if request.screen == PASSWORD:
                return None, unchanged(request, came.finding)
            return None, msgspec.structs.replace(self.asked(), findings=(came.finding,))
        self._typed, self._proven = typed, came.proven
        return None, _code(came)

    def _came(self, signed: Signed) -> tuple[tuple[Workplace, Worker] | None, Answer]:
        self._proven = None
        if signed.first is None:
            return self._through(signed)
        self._signed = signed
        number = signed.worker.number
        return None, msgspec.structs.replace(
            password_form(number, self.place.rules, self.place),
            findings=(signed.first,),
            agency=KERNEL,
            cursor=Where("old"),
        )

    def _chosen(self, request: Request, signed: Signed) -> tuple[tuple[Workplace, Worker] | None, Answer]:
        if found := changed(request, self.accounts, signed.worker.number, self.place):
            return None, unchanged(request, *found)
        return self._through(signed)

    def _through(self, signed: Signed) -> tuple[tuple[Workplace, Worker], Answer]:
        self.forget()
        return (self.place.at(signed.agency), signed.worker), Answer(screen=PASSWORD)


def _code(came: Tried) -> Answer:
    worker = came.proven.worker if came.proven is not None else ""
    return Answer(screen=CODE, values={"worker": worker}, findings=(came.finding,), agency=KERNEL)


def _missing(request: Request, rules: Rulebook, names: Sequence[str]) -> tuple[Finding, ...]:
    """What was not keyed of the fields that are needed."""
    drawing = load_drawing(request.screen, KERNEL)
    fields = [drawing.field(name) for name in names]
    return tuple(
        rules.finding("CS-105", field.name, label=field.named)
        for field in fields
        if not (request.secret(field.name) if field.hidden else request.values.get(field.name, "").strip())
    )


def password_form(number: str, rules: Rulebook, place: Workplace) -> Answer:
    """The screen on which a worker changes the password, with what it has to be."""
    on = place.business_date()
    days, former = rules.days("password_days", on), rules.days("password_former", on)
    asks = (
        f"At least {rules.days('password_least', on)} characters; several words are easy to remember.",
        "Not your number or name, a common word, a run of letters or digits.",
        f"Not one of your last {former}." + (f" It expires after {days} days." if days else ""),
    )
    return Answer(
        screen=FIRST, values={"worker": number, **{f"asks{at}": said for at, said in enumerate(asks, 1)}}
    )


def changed(request: Request, accounts: Accounts, number: str, place: Workplace) -> tuple[Finding, ...]:
    """Change the password as PASS has it; what is wrong."""
    if missing := _missing(request, place.rules, ("old", "new", "again")):
        return missing
    old, new, again = (request.secret(name) for name in ("old", "new", "again"))
    return accounts.change(number, old, new, again, on=place.business_date())
