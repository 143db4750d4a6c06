"""Utah: criminal nonsupport from referral to the end of probation, and restitution to the cent (CS 844-2)."""

from __future__ import annotations

from cstui.agency import Manifest

_HERE = "cstui.agencies.utah"

AGENCY = Manifest(
    name="utah",
    title="Utah: criminal nonsupport (ORSIS)",
    document="CS 844-2 Criminal Nonsupport",
    package=_HERE,
    rank=3,
    prefix="UT/",
    zone="America/Denver",
    holidays=("US", "UT"),
    state="UT",
    tables=f"{_HERE}.tables",
    facts=f"{_HERE}.policy.facts:NcpFacts",
    acts=tuple(
        f"{_HERE}.acts.{name}"
        for name in ("prefiling", "forms", "court", "orders", "payments", "enforcement", "notes", "reminders")
    ),
    note=f"{_HERE}.acts.notes:UtAddNote",
    guide=f"{_HERE}.policy.guide:GUIDE",
    history=f"{_HERE}.policy.history:history",
    ahead=f"{_HERE}.policy.history:ahead",
    invariants=f"{_HERE}.policy.invariants:INVARIANTS",
    visits=f"{_HERE}.visits:VISITS",
    jobs=f"{_HERE}.jobs:JOBS",
    roles=f"{_HERE}.reads.ncps:roles",
    givens=f"{_HERE}.givens:GIVENS",
    desk=f"{_HERE}.desk:DESK",
    ivd=f"{_HERE}.reads.ivd:RELATIONS",
    show=f"{_HERE}.show:SHOW",
    teaching=f"{_HERE}.teaching:TEACHING",
    interfaces=f"{_HERE}.interfaces:INTERFACES",
    prints=f"{_HERE}.print_kinds:PRINTS",
    form_values=f"{_HERE}.policy.paper:FORM_VALUES",
    reports={"cnsm": f"{_HERE}.reports:CNSM"},
)
