"""What screens show, as frozen rows in pages: nothing above the acts sees a table.

Lists have `limit` and `offset`, the log `limit` and the line before which to go on. The parts are
in `case_reads`, `followup_reads`, `person_reads` and `log_reads`.
"""

from __future__ import annotations

from typing import TypeAlias

from sqlalchemy.orm import Session

from cstui.store.case_reads import (
    CaseSummary,
    ChildRow,
    DocketRow,
    LetterRow,
    Sorting,
    WorkCount,
    WorkerLoad,
    WorkRow,
    case_summary,
    docket,
    forms,
    forms_made,
    interface_records,
    letters,
    office_load,
    offices,
    workers,
    worklist,
    worklist_counts,
)
from cstui.store.followup_reads import (
    NewsRow,
    ReminderRow,
    benefit_news,
    benefit_news_count,
    noncooperation_cases,
    reminders,
)
from cstui.store.log_reads import (
    ActivityRow,
    ReceiptRow,
    RecentCase,
    activities,
    activities_after,
    activity,
    acts_done,
    receipt,
    recent_cases,
    search_activities,
)
from cstui.store.person_reads import (
    HIDDEN,
    Number,
    PersonRow,
    PersonView,
    RoleRow,
    full_name,
    name_of,
    namesakes,
    person_view,
    search_people,
)

__all__ = [
    "HIDDEN",
    "ActivityRow",
    "CaseSummary",
    "ChildRow",
    "DocketRow",
    "LetterRow",
    "NewsRow",
    "Number",
    "PersonRow",
    "PersonView",
    "Reading",
    "ReceiptRow",
    "RecentCase",
    "ReminderRow",
    "RoleRow",
    "Sorting",
    "WorkCount",
    "WorkRow",
    "WorkerLoad",
    "activities",
    "activities_after",
    "activity",
    "acts_done",
    "benefit_news",
    "benefit_news_count",
    "case_summary",
    "docket",
    "forms",
    "forms_made",
    "full_name",
    "interface_records",
    "letters",
    "name_of",
    "namesakes",
    "noncooperation_cases",
    "office_load",
    "offices",
    "person_view",
    "receipt",
    "recent_cases",
    "reminders",
    "search_activities",
    "search_people",
    "workers",
    "worklist",
    "worklist_counts",
]

Reading: TypeAlias = Session
"""What the store's reading door gives; every question here takes it first."""
