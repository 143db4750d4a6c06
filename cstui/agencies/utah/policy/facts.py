"""The frozen picture that policy reads of an NCP."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar

from cstui.agencies.utah.records import (
    AddressRequest,
    Case,
    Consent,
    CpForms,
    Enforcement,
    Ncp,
    OrderPart,
    PostingInstruction,
    Prosecution,
    RestitutionOrder,
    ShowCause,
    Worksheet,
)
from cstui.policy.facts import SubjectFacts, SubjectFile
from cstui.policy.ledger import EMPTY, PAYMENT, Account, accounts
from cstui.policy.records import LedgerEntry, Person, Record, Reminder


class NcpFile(SubjectFile, frozen=True, kw_only=True, dict=True):
    """One NCP with everything that policy reads; each tuple in order of sequence number."""

    ncp: Ncp
    cases: tuple[Case, ...] = ()
    prosecutions: tuple[Prosecution, ...] = ()
    requests: tuple[AddressRequest, ...] = ()
    forms: tuple[CpForms, ...] = ()
    worksheets: tuple[Worksheet, ...] = ()
    orders: tuple[RestitutionOrder, ...] = ()
    parts: tuple[OrderPart, ...] = ()
    instructions: tuple[PostingInstruction, ...] = ()
    consents: tuple[Consent, ...] = ()
    actions: tuple[Enforcement, ...] = ()
    show_causes: tuple[ShowCause, ...] = ()
    ledger: tuple[LedgerEntry, ...] = ()
    reminders: tuple[Reminder, ...] = ()

    @property
    def prosecution(self) -> Prosecution | None:
        """The matter in hand: the newest, ended or not."""
        return self.prosecutions[-1] if self.prosecutions else None

    @cached_property
    def open_cases(self) -> tuple[Case, ...]:
        """The cases that are not closed."""
        return tuple(case for case in self.cases if case.closed_on is None)

    @cached_property
    def _accounts(self) -> dict[str, Account]:
        return accounts(self.ledger)

    def account(self, case: str) -> Account:
        """What was charged on a case and what was placed on it."""
        return self._accounts.get(case, EMPTY)

    @cached_property
    def referenced(self) -> dict[str, list[LedgerEntry]]:
        """The payments, and their reversals, that accounting knows by a number, by that number."""
        found: dict[str, list[LedgerEntry]] = {}
        for entry in self.ledger:
            if entry.reference and entry.kind == PAYMENT:
                found.setdefault(entry.reference, []).append(entry)
        return found

    def case(self, number: str) -> Case | None:
        """The case of that number, or None."""
        return next((case for case in self.cases if case.number == number), None)


class NcpFacts(SubjectFacts, frozen=True, kw_only=True):
    """What policy reads of one NCP; each stands alone."""

    kind: ClassVar[str] = "ut.ncp"
    word: ClassVar[str] = "NCP"
    peopled: ClassVar[tuple[type[Record], ...]] = (Case,)

    file: NcpFile
    parent: Person
