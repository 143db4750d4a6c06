"""What Louisiana's screens show, as frozen rows in pages, and the kernel's reads that go with them."""

from __future__ import annotations

from cstui.agencies.louisiana.reads.cases import (
    CaseSummary,
    ChildRow,
    DocketRow,
    LetterRow,
    case_summary,
    docket,
    forms,
    forms_made,
    interface_records,
    letters,
)
from cstui.agencies.louisiana.reads.followup import (
    NewsRow,
    ReminderRow,
    benefit_news,
    benefit_news_count,
    noncooperation_cases,
    reminders,
)
from cstui.agencies.louisiana.reads.persons import spells_of
from cstui.store.reads import (
    Reading,
    in_force,
    merged_here,
    name_of,
    namesakes,
    offices,
    person_view,
    workers,
)

__all__ = [
    "CaseSummary",
    "ChildRow",
    "DocketRow",
    "LetterRow",
    "NewsRow",
    "Reading",
    "ReminderRow",
    "benefit_news",
    "benefit_news_count",
    "case_summary",
    "docket",
    "forms",
    "forms_made",
    "in_force",
    "interface_records",
    "letters",
    "merged_here",
    "name_of",
    "namesakes",
    "noncooperation_cases",
    "offices",
    "person_view",
    "reminders",
    "spells_of",
    "workers",
]
