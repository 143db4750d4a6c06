"""The forms of pre-filing as paper: which there are of an NCP, by its records, and what each says.

A form has no record of its own: the record of what was sent has its day, and the paper follows from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import msgspec

from cstui.agencies.utah.policy import interest, referral
from cstui.agencies.utah.policy.facts import NcpFacts
from cstui.agencies.utah.records import AddressRequest, CpForms, Prosecution
from cstui.policy.protected import amount
from cstui.policy.records import Person
from cstui.policy.rulebook import Rulebook

FORM_VALUES = frozenset(
    {
        *("ncp", "ncp_number", "born", "last_known", "case", "cp", "why", "sent", "due", "days", "rates"),
        *("letter", "until", "closes", "cases", "criteria", "felony", "steps", "papers"),
        *("made", "through", "rate", "principal", "interest", "fti"),
    }
)
"""What Utah's templates may name beside what every template may."""
EDITION = 1
TO_CP = ("NOTICE", "QUESTIONNAIRE", "AFFIDAVIT")


class PaperForm(msgspec.Struct, frozen=True, kw_only=True):
    """A form that was made: `form` and `seq`, the number of its record, name it (`NOTICE-2`).

    `person` is the CP that it goes to, None where it goes to a postmaster (`postmaster`) or an attorney.
    `lists` are values of several lines.
    """

    subject: str
    form: str
    seq: int
    made_on: date
    values: Mapping[str, str]
    lists: Mapping[str, Sequence[str]] = {}
    case: str = ""
    person: Person | None = None
    postmaster: str = ""
    edition: int = EDITION

    @property
    def id(self) -> str:
        return f"{self.form}-{self.seq}"


def forms_of(facts: NcpFacts, rules: Rulebook) -> list[PaperForm]:
    """Every form of the NCP, the latest first."""
    file = facts.file
    made = [_postal(facts, request) for request in file.requests]
    for forms in file.forms:
        made += _of_cp(facts, forms, rules)
    for matter in file.prosecutions:
        made += _of_matter(facts, matter, rules)
    return sorted(made, key=lambda form: form.made_on, reverse=True)


def form_named(facts: NcpFacts, rules: Rulebook, name: str) -> PaperForm | None:
    """The form called `NOTICE-2`, or the latest one called `NOTICE`; None where there is none."""
    wanted = name.strip().upper()
    return next((form for form in forms_of(facts, rules) if wanted in (form.id, form.form)), None)


def _postal(facts: NcpFacts, request: AddressRequest) -> PaperForm:
    return PaperForm(
        subject=facts.subject,
        form="POSTAL",
        seq=request.seq,
        made_on=request.sent_on,
        values={"ncp": _called(facts.parent), "why": request.why},
        postmaster=request.postmaster,
    )


def _of_cp(facts: NcpFacts, forms: CpForms, rules: Rulebook) -> Iterator[PaperForm]:
    """What went to the CP of a case: the three forms, the determination, the closure notice."""
    case = facts.file.case(forms.case)
    cp = facts.person(case.person) if case is not None else None
    values = {
        "ncp": _called(facts.parent),
        "case": forms.case,
        "cp": _called(cp) if cp is not None else "",
        "sent": _day(forms.sent_on),
        "due": _day(forms.due_on),
        "days": str(rules.days("ut_form_days", forms.sent_on)),
        "letter": _day(forms.letter_on),
        "until": _day(referral.letter_until(forms, rules)),
    }
    made = [(name, forms.sent_on, values) for name in TO_CP]
    if forms.letter_on is not None:
        made.append(("DETERMINATION", forms.letter_on, values))
    if forms.closure_on is not None:
        days = rules.days("ut_closure_days", forms.closure_on)
        closes = date.fromordinal(forms.closure_on.toordinal() + days)
        made.append(("CLOSURE", forms.closure_on, {**values, "days": str(days), "closes": _day(closes)}))
    rates = [one.value for one in rules.parameters["ut_interest_rate"].value if isinstance(one.value, int)]
    for name, made_on, said in made:
        yield PaperForm(
            subject=facts.subject,
            form=name,
            seq=forms.seq,
            made_on=made_on,
            values=said,
            lists={"rates": [_percent(rate) for rate in sorted(rates)]},
            case=forms.case,
            person=cp,
        )


def _of_matter(facts: NcpFacts, matter: Prosecution, rules: Rulebook) -> Iterator[PaperForm]:
    """The Case Referral form once it is completed, and the checklist of the packet from the beginning."""
    file = facts.file
    sheet = referral.worksheet_of(file, matter)
    values = {"ncp": _called(facts.parent), "ncp_number": facts.key, "born": _day(facts.parent.born)}
    if sheet is not None:
        values |= {
            "made": _day(sheet.made_on),
            "through": f"{sheet.through:%m/%Y}",
            "rate": _percent(sheet.rate),
            "principal": amount(sheet.principal, hides=sheet.fti),
            "interest": amount(sheet.interest, hides=sheet.fti),
            "fti": "yes" if sheet.fti else "",
        }
    included = [case for case in file.open_cases if case.number in interest.cases_of(file)]
    people = {case.number: _called(cp) for case in included if (cp := facts.person(case.person))}
    if matter.referral_on is not None:
        on = matter.referral_on
        criteria = referral.criteria(file, rules, on)
        yield PaperForm(
            subject=facts.subject,
            form="REFERRAL",
            seq=matter.seq,
            made_on=on,
            values=values,
            lists={
                "cases": [f"{case.number}  {people.get(case.number, '')}" for case in included],
                "criteria": [f"{_box(done=one.met)}  {one.name}: {one.found}" for one in criteria],
                "felony": referral.felony(file, rules, on) or ["no threshold is met"],
            },
        )
    back = [forms for forms in file.forms if forms.returned_on and forms.sent_on >= matter.begun_on]
    yield PaperForm(
        subject=facts.subject,
        form="PACKET",
        seq=matter.seq,
        made_on=matter.packet_on or matter.begun_on,
        values=values,
        lists={
            "steps": [
                f"{_box(done=one.done)}  {one.name}{f', {_day(one.on)}' if one.on else ''}"
                for one in referral.packet_steps(file, matter)
            ],
            "papers": [f"[ ]  {forms.case}: statement, questionnaire, affidavit" for forms in back],
        },
    )


def _box(*, done: bool) -> str:
    return "[X]" if done else "[ ]"


def _called(person: Person) -> str:
    return " ".join(f"{person.first} {person.middle} {person.last}".split())


def _day(day: date | None) -> str:
    return f"{day:%m/%d/%Y}" if day is not None else ""


def _percent(rate: int) -> str:
    return f"{rate / 100:g}%"
