"""Every act that could be tried on a consumer on a day, each with inputs that make sense there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cstui.acts.base import Act
from cstui.agencies.kansas.acts import cads, closing, eligibility, interface, kees_records, referrals, tasks
from cstui.agencies.kansas.policy import alerts, applications, edbc, non_compliance
from cstui.agencies.kansas.policy.facts import ConsumerFacts
from cstui.policy.months import first_of_month
from tests.agencies.kansas import given
from tests.agencies.kansas.policy.world import OTHER_CASE
from tests.agencies.walking import DAY

C = given.CONSUMER


def moves(facts: ConsumerFacts, on: date) -> Iterator[Act]:
    """Every act to try on `on`."""
    yield from _on_cads(facts, on)
    yield from _on_records(facts, on)
    yield from _on_programs(facts, on)
    yield from _on_tasks(facts)
    yield from _on_referrals(facts)
    yield from _of_the_night(facts, on)


def _on_cads(facts: ConsumerFacts, on: date) -> Iterator[Act]:
    for case in (given.CASE, OTHER_CASE):
        yield cads.KsMarkNotCooperating(consumer=C, case=case, reason="AP")
        yield cads.KsMarkCooperating(consumer=C, case=case)
    yield cads.KsMarkNotCooperating(consumer=C, case=given.CASE, reason="AP", on=on - 40 * DAY)
    yield cads.KsMarkGoodCause(consumer=C, case=given.CASE, code="PD", ap=given.AP)
    yield closing.KsSendClosureLetter(consumer=C, case=given.CASE, reason="CC")
    yield closing.KsTakeBackLetter(consumer=C, case=given.CASE, why="mistake")
    yield closing.KsCloseCase(consumer=C, case=given.CASE)
    yield closing.KsReopenCase(consumer=C, case=given.CASE)


def _on_records(facts: ConsumerFacts, on: date) -> Iterator[Act]:
    file = facts.file
    for record in non_compliance.standing(file)[-3:]:
        yield kees_records.KsRemoveRecord(consumer=C, record=record.seq, why="retracted")
        yield kees_records.KsSetCompliance(consumer=C, record=record.seq, complied_on=on)
    if last := non_compliance.standing(file)[-1:]:
        yield kees_records.KsSetOverrideEnd(consumer=C, record=last[0].seq, ends=on + 60 * DAY)
    yield kees_records.KsAddRecord(
        consumer=C, program="TANF", reason="1", begins=first_of_month(on, 1), occurred_on=on
    )


def _on_programs(facts: ConsumerFacts, on: date) -> Iterator[Act]:
    file = facts.file
    for program in ("TANF", "FA"):
        yield eligibility.KsRunEdbc(consumer=C, program=program, month=first_of_month(on, 1))
    yield eligibility.KsRescindProgram(consumer=C, program="TANF")
    if not applications.pending(file):
        yield eligibility.KsReceiveApplication(consumer=C, programs=("TANF",))
    for one in applications.pending(file):
        yield eligibility.KsRunEdbc(consumer=C, program="TANF", month=on, application=one.seq)


def _on_tasks(facts: ConsumerFacts) -> Iterator[Act]:
    if not any(task.name == "IR" for task in facts.file.tasks):
        yield tasks.KsWriteInbox(consumer=C, about="IR")
    for task in [task for task in facts.file.tasks if task.closed_on is None][:1]:
        yield tasks.KsTakeTask(consumer=C, task=task.seq)
        yield tasks.KsWorkTask(consumer=C, task=task.seq, outcome="seen")
        yield tasks.KsCloseTask(consumer=C, task=task.seq)


def _on_referrals(facts: ConsumerFacts) -> Iterator[Act]:
    """One absent parent, and what becomes of the referral about her or him."""
    file = facts.file
    if not file.ncps:
        yield referrals.KsAddNoncustodialParent(consumer=C, last="PRACTICE-ROE", first="BOB")
        return
    ncp = file.ncps[-1].seq
    yield referrals.KsNameChildren(consumer=C, ncp=ncp, children=("PRACTICE-ROE, KIM",))
    yield referrals.KsChangeNoncustodialParent(consumer=C, ncp=ncp, good_cause="PD")
    yield referrals.KsRemoveNoncustodialParent(consumer=C, ncp=ncp, why="back in the home")
    yield referrals.KsSendReferral(consumer=C, ncp=ncp)
    for one in file.referrals[-1:]:
        yield referrals.KsTakeReferral(consumer=C, referral=one.seq)
        yield referrals.KsSearchParticipant(consumer=C, participant=1)
        yield referrals.KsDeactivateReferral(consumer=C, referral=one.seq, why="known already")


def _of_the_night(facts: ConsumerFacts, on: date) -> Iterator[Act]:
    """The acts of the night by themselves, out of their turn too."""
    for alert in facts.file.alerts[-2:]:
        yield interface.KsSendAlert(consumer=C, alert=alert.seq)
        yield interface.KsTakeAlert(consumer=C, alert=alert.seq)
    if edbc.due(facts.file, on) or alerts.unhandled(facts.file):
        yield interface.KsRunBatchEdbc(consumer=C)
