"""What LEM4 shows of a line: in its row, in the guide, and in the preview (E-524)."""

from __future__ import annotations

from collections.abc import Mapping

from cstui.agencies.louisiana.policy.followup import Doing
from cstui.agencies.louisiana.reports.lem4145r1 import ReportedCase
from cstui.desk.conversation import GuideLine, Row
from cstui.desk.dates import shown_date
from cstui.policy.effects import Effects, Refused
from cstui.policy.rulebook import Rulebook

NOW: dict[Doing, str] = {
    "correct": "CORRECT",
    "decide": "DECIDE",
    "pend": "PEND",
    "escalate": "TELL PI",
    "enforce": "ENFORCE",
    "wait": "WAIT",
}
WOULD = {
    "P": ("Would pend: FTC", "Would pend"),
    "E": ("Would tell PI", "Would tell"),
    "A": ("Would record it", "Would record"),
    "R": ("Would record it", "Would record"),
}
"""What the preview says of a letter, and in short where it warns as well."""


def short_why(line: ReportedCase) -> str:
    """Why, in the 16 columns of the list; the report and CAS1 say it in full."""
    if line.doing == "wait":
        if line.rule == "LA-E522-06":
            return f"Closes {line.until:%m/%d}" if line.until else "Not mailed yet"
        if line.rule == "LA-E524-02":
            return line.why.partition(":")[0]
        return f"IV-A until {line.until:%m/%d}" if line.until else "IV-A's notice"
    if line.doing == "escalate":
        return "Two full months"
    if line.rule == "LA-E525-01":
        return "Order of another"
    return line.why.removeprefix("FTC: ").removeprefix("CP ").partition(":")[0]


def row_of(line: ReportedCase, rules: Rulebook, cp: str, letter: str, note: str) -> Row:
    """The row of a line; `letter` is what was keyed before it, `note` what its last column says."""
    day = f"{line.iva_on:%m/%d}" if line.iva_on else ""
    iva = {"ending": f"TO {day}", "ended": f"OFF {day}"}.get(line.iva_state, line.iva_state.upper())
    return Row(
        key=line.case,
        values={
            "action": letter,
            "case": line.case,
            "cp": cp,
            "ground": line.ground,
            "days": f"{line.days:>4}",
            "iva": iva,
            "doing": NOW[line.doing],
            "revd": shown_date(line.reviewed_on),
            "why": note,
        },
        style="" if line.doing in ("enforce", "wait") else "intensified",
        guide=_guide(line, rules),
    )


def _guide(line: ReportedCase, rules: Rulebook) -> tuple[GuideLine, ...]:
    """The line in full, its rule, and its last review."""
    rule = rules.rules[line.rule]
    return (
        GuideLine(text=f"{line.case} {line.cp}", style="heading"),
        GuideLine(text=f"{line.why}."),
        GuideLine(text=f"IV-A: {line.iva}."),
        GuideLine(text=f"{rule.title}."),
        GuideLine(text=f"{rule.id}, {rule.cite}", style="cite"),
        GuideLine(text=f"Last reviewed: {said_review(line)}"),
        GuideLine(text="Enter previews what is keyed, F6 confirms", style="key"),
    )


def said_review(line: ReportedCase) -> str:
    """When the case was last reviewed and by whom, and by when it is due."""
    said = "never"
    if line.reviewed_on is not None:
        said = f"{line.reviewed_on:%m/%d/%Y} by {line.reviewed_by}"
    return f"{said}, due {line.review_due:%m/%d/%Y}" if line.review_due else said


def would(letter: str, outcome: Effects) -> str:
    """What the preview says of a line; a rule that warns is named."""
    plain, short = WOULD[letter]
    return f"{short}; {outcome.findings[0].rule}" if outcome.findings else plain


def previewed(considered: Mapping[str, Effects | Refused]) -> tuple[GuideLine, ...]:
    """The preview in full: what would be done, or all that stands in the way, of each marked line."""
    lines = [GuideLine(text="PREVIEW: NOTHING IS WRITTEN YET", style="heading")]
    for case, outcome in considered.items():
        lines.append(GuideLine(text=case, style="heading"))
        if isinstance(outcome, Effects):
            lines.append(GuideLine(text=outcome.message))
        for finding in outcome.findings:
            lines.append(GuideLine(text=finding.message))
            lines.append(GuideLine(text=f"{finding.rule}, {finding.cite}", style="cite"))
    lines.append(GuideLine(text="F6 confirms", style="key"))
    return tuple(lines)
