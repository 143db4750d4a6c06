"""Louisiana: the cooperation of custodial parents on FITAP and KCSP (DCFS E-520), on LASES screens."""

from __future__ import annotations

from cstui.agency import Manifest

_HERE = "cstui.agencies.louisiana"

AGENCY = Manifest(
    name="louisiana",
    title="Louisiana: FITAP and KCSP cooperation (LASES)",
    document="DCFS E-520",
    package=_HERE,
    rank=1,
    zone="America/Chicago",
    holidays=("US", "LA"),
    state="LA",
    tables=f"{_HERE}.tables",
    facts=f"{_HERE}.policy.facts:Facts",
    acts=tuple(
        f"{_HERE}.acts.{name}"
        for name in (
            "appointments",
            "contacts",
            "cooperation",
            "closing",
            "iva",
            "referrals",
            "agreements",
            "followup",
            "reminders",
            "mail",
            "payee",
            "presence",
        )
    ),
    note=f"{_HERE}.acts.contacts:AddNote",
    guide=f"{_HERE}.policy.guide:GUIDE",
    history=f"{_HERE}.policy.history:history",
    ahead=f"{_HERE}.policy.history:ahead",
    invariants=f"{_HERE}.policy.invariants:INVARIANTS",
    calendar=f"{_HERE}.reads.calendar:read_calendar",
    roles=f"{_HERE}.reads.persons:roles",
    numbers=f"{_HERE}.reads.persons:people_numbered",
    visits=f"{_HERE}.visits:VISITS",
    givens=f"{_HERE}.givens:GIVENS",
    expectations=f"{_HERE}.expectations:EXPECTATIONS",
    reports={"lem4145r1": f"{_HERE}.reports.declared:LEM4145R1"},
    show=f"{_HERE}.show:SHOW",
    prints=f"{_HERE}.print_kinds:PRINTS",
    interfaces=f"{_HERE}.interfaces:INTERFACES",
    form_values=f"{_HERE}.letters:FORM_VALUES",
    mailed=f"{_HERE}.letters:keep_mailed",
    jobs=f"{_HERE}.jobs:JOBS",
    desk=f"{_HERE}.desk:DESK",
    ivd=f"{_HERE}.reads.ivd:RELATIONS",
    caseload=f"{_HERE}.caseload:CASELOAD",
    teaching=f"{_HERE}.teaching:TEACHING",
)
