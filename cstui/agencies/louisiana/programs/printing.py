"""Forms as the desk shows and writes them; an address under family violence is hidden in both."""

from __future__ import annotations

from cstui.agencies.louisiana import reads as case_reads
from cstui.agencies.louisiana.acts.mail import RecordPrint
from cstui.agencies.louisiana.evidence import TITLE, Evidence, evidence, report_of
from cstui.agencies.louisiana.letters import view, view_pdf
from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.records import Form
from cstui.desk.programs.base import DeskContext
from cstui.desk.programs.paper import named, written
from cstui.forms.pages import as_text, file_name
from cstui.policy.findings import Finding


def form_of(desk: DeskContext, case: str, seq: int) -> Form | None:
    """A form of the case by its number; None where there is none."""
    return next((f for f in desk.read(lambda session: case_reads.forms(session, case)) if f.seq == seq), None)


def text_of(desk: DeskContext, form: Form) -> str:
    """The form as text, pages parted by form feeds."""
    return desk.read(lambda session: view(session, form))


def evidence_of(desk: DeskContext, facts: Facts, *, pdf: bool = False) -> Evidence | None:
    """The evidence sheet of the last report of a case; None where there is none."""
    report = report_of(facts)
    if report is None:
        return None
    return desk.read(lambda session: evidence(session, facts, report, desk.rules, desk.on, pdf=pdf))


def evidence_printed(desk: DeskContext, facts: Facts, name: str = "") -> str | Finding:
    """Write the evidence sheet as `printed` writes a form."""
    as_pdf, name = named(name, f"{facts.key}-evidence")
    found = evidence_of(desk, facts, pdf=as_pdf)
    if found is None:
        return desk.finding("CS-123", "", case=facts.key, what="report", value="of non-cooperation")
    data = as_text(found.pages).encode()
    if as_pdf:
        from cstui.forms.pdf import pdf_of

        data = pdf_of(found.pages, title=f"{TITLE}, case {facts.key}", made_on=desk.on, bold=found.bold)
    return written(desk, data, name, RecordPrint(case=facts.key, what="evidence", to=""))


def printed(desk: DeskContext, case: str, seq: int, name: str = "") -> str | Finding:
    """Write the form to a file in the folder of forms and log it; what to say of it, or what was wrong.

    A name that ends in .PDF, or PDF alone, gives PDF; any other gives text.
    """
    form = form_of(desk, case, seq)
    if form is None:
        return desk.finding("CS-123", "", case=case, what="form", value=seq)
    as_pdf, name = named(name, file_name(form, "pdf").removesuffix(".pdf"))
    data = desk.read(lambda session: view_pdf(session, form)) if as_pdf else text_of(desk, form).encode()
    return written(desk, data, name, RecordPrint(case=case, form=seq, to=""))


def screen_printed(case: str, screen: str, to: str) -> RecordPrint:
    """The act that records a print of a screen of a case."""
    return RecordPrint(case=case, what="screen", screen=screen, to=to)
