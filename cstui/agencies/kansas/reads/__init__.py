"""What screens of Kansas show of consumers."""

from __future__ import annotations

from cstui.agencies.kansas.reads.cases import ar_of_case, ars_of_case
from cstui.agencies.kansas.reads.referrals import ReferralRow, WantedReferrals, referral_of, referrals
from cstui.agencies.kansas.reads.tasks import TaskRow, Wanted, tasks

__all__ = [
    "ReferralRow",
    "TaskRow",
    "Wanted",
    "WantedReferrals",
    "ar_of_case",
    "ars_of_case",
    "referral_of",
    "referrals",
    "tasks",
]
