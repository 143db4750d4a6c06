"""Notes in the log of a consumer, and the memorandum to the service center."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from cstui.acts.base import check_said, entered
from cstui.acts.notes import AddsNote
from cstui.agencies.kansas.acts.base import ConsumerAct
from cstui.agencies.kansas.formats import CaseNumber
from cstui.agencies.kansas.policy import cads
from cstui.agencies.kansas.policy.facts import ConsumerFacts
from cstui.policy.effects import Effects, Refused
from cstui.policy.formats import Line
from cstui.policy.rulebook import Checks, Rulebook


class KsAddNote(AddsNote, ConsumerAct, frozen=True, kw_only=True):
    """Add a note to the log of a consumer."""

    text: str


class KsRecordPrint(ConsumerAct, frozen=True, kw_only=True):
    """Record that the Memorandum form of a case was printed, and where it went (`to`)."""

    label: ClassVar[str] = "memorandum printed"
    way_out: ClassVar[str] = "The paper exists. Destroy it and say so in a note."

    case: CaseNumber
    to: str

    def decide(self, facts: ConsumerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        to = check_said(checks, self.to, "to", "TO")
        cads.check_marked(checks, facts, self.case)
        return entered(checks, self, "PR", [], f"Memorandum on case {self.case} printed: {to}.")


class KsSendMemorandum(ConsumerAct, frozen=True, kw_only=True):
    """Record that the Memorandum form was e-mailed to the service center, and where it was imaged.

    It follows a mark of not cooperating. The application plan, basket and document type are those of the
    interface page where they are left out.
    """

    label: ClassVar[str] = "memorandum"
    way_out: ClassVar[str] = "Add a note."

    case: CaseNumber
    plan: Line = ""
    basket: Line = ""
    document: Line = ""

    def decide(self, facts: ConsumerFacts, rules: Rulebook, on: date, actor: str) -> Effects | Refused:
        checks = Checks(rules)
        if cads.check_marked(checks, facts, self.case) is None:
            return entered(checks, self, "ME", [], "")
        named = ("plan", "basket", "document")
        right = {name: str(rules.value(f"ks_memo_{name}", on)) for name in named}
        said = {name: getattr(self, name).strip() or right[name] for name in named}
        checks.holds("KS-REF-13", said == right, "plan", said=", ".join(said.values()), **right)
        where = ", ".join(said.values())
        text = f"Memorandum on case {self.case} e-mailed to the service center; imaged: {where}."
        return entered(checks, self, "ME", [], text)
