"""What Utah prints: the forms of pre-filing; the interest worksheet, without FTI unless it is asked for."""

from __future__ import annotations

from argparse import Namespace

import msgspec

from cstui.agencies.utah.acts.prefiling import UtRecordPrint
from cstui.agencies.utah.letters import letter_of, pages_of
from cstui.agencies.utah.policy import interest
from cstui.agencies.utah.policy.facts import NcpFacts
from cstui.agencies.utah.policy.paper import form_named
from cstui.agencies.utah.worksheet import worksheet_lines
from cstui.commandline import prints
from cstui.commandline.cases import facts_of
from cstui.commandline.faults import FoundError
from cstui.commandline.prints import Print, new_sheet
from cstui.forms.pages import plain_key
from cstui.policy.months import first_of_month
from cstui.policy.protected import FTI, amount
from cstui.store.reads import name_of
from cstui.workplace import Workplace

LINE = "{:<9}{:>14}{:>14}{:>14}{:>18}"
"""The columns of a month: charged, paid, owed at its end, exact interest."""
NOTICE = f"{FTI.label}. Safeguard it: CS 844-2 Phase 1, 6; IRS Publication 1075."


def worksheet(place: Workplace, options: Namespace) -> Print:
    """The worksheet of all cases that are not left out, through the last whole month."""
    facts = facts_of(place, options.number)
    assert isinstance(facts, NcpFacts)
    file, on = facts.file, place.business_date()
    filed = file.prosecution.filed_on if file.prosecution is not None else None
    rate = interest.rate_on(place.rules, filed or on)
    if rate is None:
        raise FoundError(place.rules.finding("UT-INT-01", "number", on=filed or on))
    made = interest.calculated(file, interest.cases_of(file), first_of_month(on, -1), rate)
    if options.fti and not made.fti:
        raise FoundError(place.rules.finding("UT-INT-04", "fti"))
    hides = made.fti and not options.fti
    sheet = new_sheet()
    if options.fti:
        sheet.line(NOTICE)
    sheet.line(f"NCP {facts.key}  {name_of(facts.parent)}")
    sheet.line(f"Cases {', '.join(interest.cases_of(file))}")
    sheet.line(f"Case filed {filed:%m/%d/%Y}" if filed else f"Case not filed, as of {on:%m/%d/%Y}")
    sheet.line(f"Simple interest at {rate / 100:g}% a year, through {first_of_month(on, -1):%m/%Y}")
    sheet.line()
    sheet.line(LINE.format("MONTH", "CHARGED", "PAID", "BALANCE", "INTEREST"))
    for one in worksheet_lines(made, hides=hides):
        sheet.line(LINE.format(f"{one.month:%m/%Y}", one.charged, one.paid, one.balance, one.exact))
    sheet.line()
    sheet.line(f"PRINCIPAL {amount(made.principal, hides=hides):>17}")
    sheet.line(f"INTEREST  {amount(made.interest, hides=hides):>17}")
    if hides:
        sheet.line()
        sheet.line("FTI: a federal tax intercept could be worked out from it. --fti prints it.")
    kind = FTI.mark if options.fti else ""
    title = f"Worksheet, {FTI.label.lower()}" if options.fti else "Interest worksheet"
    return prints.of_subject(place, options, sheet, "worksheet", title, _logs(options), kind)


def form(place: Workplace, options: Namespace) -> Print:
    """A form of pre-filing by its name, as it goes out."""
    facts = facts_of(place, options.number)
    assert isinstance(facts, NcpFacts)
    found = form_named(facts, place.rules, options.made)
    if found is None:
        raise FoundError(place.rules.finding("UT-REF-29", "form", form=options.made.upper()))
    with place.store.read() as session:
        letter = letter_of(session, facts, found, show_address=options.addressed)
    pages, bold = pages_of(found, letter, pdf=options.pdf, show_address=options.addressed)
    hidden = letter.family_violence or facts.parent.family_violence
    act = UtRecordPrint(ncp=facts.key, form=found.id, to="", address=options.addressed and hidden)
    return Print(
        what=f"Form {found.id} of NCP {facts.key}",
        name=f"{plain_key(facts.key)}-{found.id}.{prints.kind_of(options)}",
        on=found.made_on,
        pages=pages,
        bold=bold,
        logs=[(prints.worker_of(place, options, facts.key), act)],
    )


def _logs(options: Namespace) -> prints.Logging:
    said = {"fti": options.fti, "why": options.why}
    return lambda key, what: msgspec.convert({"ncp": key, "to": what, **said}, UtRecordPrint)
