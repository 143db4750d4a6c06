"""What Kansas prints: the Memorandum form that CSS e-mails to the service center. Its wording is ours."""

from __future__ import annotations

from argparse import Namespace

import msgspec

from cstui.agencies.kansas.acts.notes import KsRecordPrint
from cstui.agencies.kansas.policy import cads, programs
from cstui.agencies.kansas.policy.facts import ConsumerFacts
from cstui.agencies.kansas.records import CadsMark, Case
from cstui.commandline import prints
from cstui.commandline.cases import facts_of
from cstui.commandline.faults import FoundError
from cstui.commandline.prints import Print, new_sheet
from cstui.policy.rulebook import Checks
from cstui.store.reads import name_of
from cstui.workplace import Workplace

NAMED = ("plan", "basket", "document")


def memorandum(place: Workplace, options: Namespace) -> Print:
    """The Memorandum form of a case on which the AR does not cooperate."""
    facts = facts_of(place, options.number)
    assert isinstance(facts, ConsumerFacts)
    marked = cads.not_cooperating(facts.file)
    last = max(marked, key=lambda mark: mark.seq).case if marked else ""
    checks = Checks(place.rules)
    number = (options.case or last or _first(facts)).zfill(10)
    case = cads.case_of(facts.file, number)
    mark = cads.check_marked(checks, facts, number)
    if case is None or mark is None:
        raise FoundError(checks.found[0])
    sheet, on = new_sheet(), place.business_date()
    for label, said in _fields(place, facts, case, mark):
        sheet.line(f"{label:<16}{said}".rstrip())
    sheet.line()
    sheet.wrapped(
        f"The person above is marked as not cooperating with child support on CADS. {_goes(facts)}", 0
    )
    sheet.line()
    where = [str(place.rules.value(f"ks_memo_{name}", on)) for name in NAMED]
    for label, said in zip(("Application plan", "Basket", "Document type"), where, strict=True):
        sheet.line(f"{label:<20}{said}")
    log = _logs(case.number)
    return prints.of_subject(place, options, sheet, "memorandum", "Memorandum", log)


def _first(facts: ConsumerFacts) -> str:
    """The first case, which then says why there is no memorandum."""
    return facts.file.cases[0].number if facts.file.cases else ""


def _fields(place: Workplace, facts: ConsumerFacts, case: Case, mark: CadsMark) -> list[tuple[str, str]]:
    consumer, on = facts.consumer, place.business_date()
    ap = next(
        (p for a in facts.file.aps if a.number == mark.ap for p in facts.people if p.number == a.person), None
    )
    active = [programs.IN_FULL[one] for one in programs.active_on(facts.file, on)]
    return [
        ("TO", f"DCF Service Center, office {consumer.ees_office}"),
        ("FROM", f"Child Support Services, office {case.office}, worker {case.worker}"),
        ("", ""),
        ("PERSON", f"{facts.key}  {name_of(facts.ar)}"),
        ("CASE", case.number),
        ("AP", name_of(ap) if ap is not None else "none named"),
        ("NOT COOPERATING", f"since {mark.on:%m/%d/%Y}, keyed {mark.created_on:%m/%d/%Y}"),
        ("REASON", place.rules.said("noncoopreason", mark.reason)),
        ("BENEFITS", ", ".join(active) or "none active"),
    ]


def _goes(facts: ConsumerFacts) -> str:
    """What KEES gets of the mark without this form."""
    if facts.consumer.known_since is None:
        return "KEES does not know the person: no alert goes there."
    return "KEES gets the alert in the night after it was keyed; nobody has to change a record there."


def _logs(case: str) -> prints.Logging:
    return lambda key, what: msgspec.convert({"consumer": key, "case": case, "to": what}, KsRecordPrint)
