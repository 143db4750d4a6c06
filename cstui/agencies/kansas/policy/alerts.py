"""Alerts of CADS at KEES: which are waiting, what becomes of one, and why the automation fails."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from cstui.agencies.kansas.policy import non_compliance
from cstui.agencies.kansas.policy.facts import ConsumerFile
from cstui.agencies.kansas.records import Alert, Task
from cstui.policy.rulebook import Checks

NOT_COOPERATING, COOPERATING = "40", "41"
MADE, UPDATED, NOTHING, FAILED, BY_HAND = "made", "updated", "nothing", "failed", "byhand"
NAMES = {NOT_COOPERATING: "PN", COOPERATING: "PC"}
"""The Purple task of an alert that was not handled, by its code."""


def unsent(file: ConsumerFile) -> list[Alert]:
    """The alerts that go out tonight, in the order in which they were created."""
    return [alert for alert in file.alerts if alert.sent_on is None]


def unhandled(file: ConsumerFile) -> list[Alert]:
    """The alerts that KEES has not taken, sent or not, in the order in which they were created."""
    return [alert for alert in file.alerts if alert.handled_on is None]


def outcome_of(file: ConsumerFile, alert: Alert, checks: Checks) -> str:
    """What becomes of an alert at KEES; the checks say why.

    Before the automation began staff made the records. It fails where staff edited a record before its
    compliance date came. What is so already is not made again.
    """
    automated = bool(checks.rules.value("ks_automated", alert.created_on))
    if not checks.holds("KS-NC-02", automated, "", on=alert.created_on):
        return BY_HAND
    spoiled = non_compliance.edited(file)
    if not checks.holds("KS-IF-10", not spoiled, "", record=spoiled[0].seq if spoiled else ""):
        return FAILED
    standing = non_compliance.open_records(file)
    if alert.code == NOT_COOPERATING:
        again = bool(standing)
        return MADE if checks.holds("KS-CADS-14", not again, "") else NOTHING
    return UPDATED if checks.holds("KS-CADS-15", bool(standing), "") else NOTHING


class Open(msgspec.Struct, frozen=True):
    """Tasks that nobody has closed, by queue."""

    purple: Sequence[Task]
    inbox: Sequence[Task]
    others: Sequence[Task]


def tasks_open(file: ConsumerFile) -> Open:
    """The tasks of the consumer that are open."""
    tasks = [task for task in file.tasks if task.closed_on is None]
    return Open(
        [task for task in tasks if task.queue == "PURPLE"],
        [task for task in tasks if task.queue == "INBOX"],
        [task for task in tasks if task.queue in ("WORK", "FAET")],
    )
