"""What the screens call each act: the words in which UNDO tells of it."""

from __future__ import annotations

from collections.abc import Mapping

CALLED: Mapping[str, str] = {
    "schedule-appointment": "appointment made",
    "record-outcome": "outcome on APPT",
    "correct-outcome": "outcome corrected",
    "move-appointment": "appointment moved",
    "cancel-appointment": "appointment cancelled",
    "reopen-appointment": "appointment open again",
    "record-contact": "contact",
    "correct-contact": "contact set aside",
    "add-note": "note",
    "report-non-cooperation": "NON COOP on CAS2",
    "document-non-cooperation": "DOC on CAS2",
    "record-cooperation": "cooperation on CAS2",
    "correct-cooperation": "entry on CAS2 set aside",
    "pend-closure": "pend for closure, FTC",
    "withdraw-pend": "pend withdrawn",
    "confirm-pend": "STAND on CAS1",
    "close-case": "case closed",
    "receive-benefit-update": "IV-A's update",
    "receive-good-cause": "IV-A's word on good cause",
    "receive-referral": "referral",
    "record-form4ncp": "OFS 4NCP found",
    "clear-referral": "referral cleared",
    "correct-referral": "referral set aside",
    "receive-ofs53": "OFS 53 brought",
    "agree-on-cases": "agreement",
    "complete-ofs53": "OFS 53 completed",
    "record-retained": "support kept",
    "correct-retained": "support kept set aside",
    "turn-over": "support turned over",
    "notify-consultant": "PI Consultant told",
    "record-consultant-answer": "PI Consultant's answer",
    "record-review": "quarterly review",
    "correct-review": "quarterly review set aside",
    "set-participation": "child's participation",
    "set-reminder": "reminder",
    "move-reminder": "reminder moved or done",
    "correct-reminder": "reminder set back",
    "acknowledge-news": "update acknowledged",
    "assign-case": "case assigned",
    "mail-form": "form mailed",
    "return-mail": "mail came back",
    "stop-form": "form stopped",
    "reprint-form": "form made again",
    "record-print": "form printed",
    "receive-documents": "documents received",
    "correct-form": "date of a form corrected",
    "send-interface-record": "LAIN 2IP sent",
    "change-address": "address",
    "change-phone": "telephone",
    "change-employer": "employer",
    "mark-family-violence": "family-violence mark",
    "record-cover": "cover",
    "end-cover": "end of a cover",
}


def called(act: str) -> str:
    """The act in the words of its screen; its name with blanks where it has none."""
    return CALLED.get(act, act.replace("-", " "))
