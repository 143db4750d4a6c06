"""What each job of a night does to one consumer: pure choices of acts, read from the consumer's facts.

In the order of the night: KEES takes the alerts in the order of their creation, batch EDBC runs what is
planned, approved applications are referred, child support takes referrals in, and alerts that KEES has not
taken go out to it. What KEES does is done for it in a practice store, where an alert comes straight; a live
store sends them all.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from cstui.agencies.kansas.acts.interface import KsRunBatchEdbc, KsSendAlert, KsTakeAlert
from cstui.agencies.kansas.acts.referrals import KsSendReferral, KsTakeReferral
from cstui.agencies.kansas.interfaces.alerts_out import write_night
from cstui.agencies.kansas.policy import alerts, edbc, referrals
from cstui.agencies.kansas.policy.facts import ConsumerFacts
from cstui.nightly.job import Job
from cstui.policy.rulebook import Rulebook


def send(facts: ConsumerFacts, rules: Rulebook, on: date) -> Iterable[KsSendAlert]:
    """Send every alert that was written."""
    for alert in alerts.unsent(facts.file):
        yield KsSendAlert(consumer=facts.key, alert=alert.seq)


def take(facts: ConsumerFacts, rules: Rulebook, on: date) -> Iterable[KsTakeAlert]:
    """Take every alert, in the order of creation."""
    for alert in alerts.unhandled(facts.file):
        yield KsTakeAlert(consumer=facts.key, alert=alert.seq)


def run(facts: ConsumerFacts, rules: Rulebook, on: date) -> Iterable[KsRunBatchEdbc]:
    """Run batch EDBC where it is planned."""
    if edbc.due(facts.file, on):
        yield KsRunBatchEdbc(consumer=facts.key)


def refer(facts: ConsumerFacts, rules: Rulebook, on: date) -> Iterable[KsSendReferral]:
    """Refer the noncustodial parents of an approved application."""
    for ncp in referrals.to_refer(facts.file):
        yield KsSendReferral(consumer=facts.key, ncp=ncp.seq)


def intake(facts: ConsumerFacts, rules: Rulebook, on: date) -> Iterable[KsTakeReferral]:
    """Try every referral that was not taken."""
    for referral in referrals.to_take(facts.file):
        yield KsTakeReferral(consumer=facts.key, referral=referral.seq)


SEND_DUE = """
        SELECT DISTINCT +a.consumer AS key FROM ks_alert a
        WHERE a.sent_on IS NULL AND a.created_on <= ? AND +a.consumer > ?"""
TAKE_DUE = """
        SELECT DISTINCT +a.consumer AS key FROM ks_alert a
        WHERE a.handled_on IS NULL AND a.created_on <= ? AND +a.consumer > ?"""
RUN_DUE = """
        SELECT DISTINCT +e.consumer AS key FROM ks_edbc e
        WHERE e.status = 'planned' AND e.run_on <= ? AND +e.consumer > ?"""
REFER_DUE = """
        SELECT DISTINCT +n.consumer AS key FROM ks_noncustodial_parent n
        WHERE n.referred_on IS NULL AND n.added_on <= ? AND +n.consumer > ? AND n.removed_on IS NULL
          AND EXISTS (SELECT 1 FROM ks_edbc e WHERE e.consumer = n.consumer
                      AND e.application IS NOT NULL AND e.result = 'approved')"""
INTAKE_DUE = """
        SELECT DISTINCT +r.consumer AS key FROM ks_referral r
        WHERE r.received_on IS NULL AND r.created_on <= ? AND +r.consumer > ?"""
"""The plus keeps SQLite from walking a whole table by number: an index knows the rows that are due."""


def _tonight(facts: ConsumerFacts, rules: Rulebook, on: date) -> Iterable[date]:
    """Tonight, while an alert waits on either side."""
    return (on,) if alerts.unsent(facts.file) or alerts.unhandled(facts.file) else ()


def _referred(facts: ConsumerFacts, rules: Rulebook, on: date) -> Iterable[date]:
    """Tonight, while a parent waits to be referred or a referral to be taken."""
    return (on,) if referrals.to_refer(facts.file) or referrals.to_take(facts.file) else ()


def _planned(facts: ConsumerFacts, rules: Rulebook, on: date) -> Iterable[date]:
    return [max(one.run_on, on) for one in facts.file.runs if one.status == "planned"]


JOBS: tuple[Job, ...] = (
    Job(
        name="kees",
        actor="KEES",
        choose=take,
        due=TAKE_DUE,
        when=_tonight,
        did=("alert taken by KEES", "alerts taken by KEES"),
        rule="KS-IF-03",
        practice_only=True,
    ),
    Job(
        name="edbc",
        actor="KEES",
        choose=run,
        due=RUN_DUE,
        when=_planned,
        did=("consumer with batch EDBC", "consumers with batch EDBC"),
        rule="KS-NC-03",
        practice_only=True,
    ),
    Job(
        name="refer",
        actor="KEES",
        choose=refer,
        due=REFER_DUE,
        when=_referred,
        did=("parent referred to child support", "parents referred to child support"),
        rule="KS-REF-04",
        practice_only=True,
    ),
    Job(
        name="intake",
        actor="NIGHT",
        choose=intake,
        due=INTAKE_DUE,
        when=_referred,
        did=("referral tried", "referrals tried"),
        rule="KS-REF-06",
    ),
    Job(
        name="send",
        actor="NIGHT",
        choose=send,
        due=SEND_DUE,
        when=_tonight,
        did=("alert sent to KEES", "alerts sent to KEES"),
        rule="KS-IF-03",
        file=write_night,
    ),
)
"""The jobs that perform acts, in the order of the night."""
