"""Kansas: cooperation with child support on CADS (KAECSES-CSE), and what it sets off in KEES."""

from __future__ import annotations

from cstui.agency import Manifest

_HERE = "cstui.agencies.kansas"

AGENCY = Manifest(
    name="kansas",
    title="Kansas: CSS non-cooperation (KAECSES-CSE and KEES)",
    document="KEES Non-Compliance",
    package=_HERE,
    rank=2,
    prefix="KS/",
    zone="America/Chicago",
    holidays=("US", "KS"),
    state="KS",
    tables=f"{_HERE}.tables",
    facts=f"{_HERE}.policy.facts:ConsumerFacts",
    acts=tuple(
        f"{_HERE}.acts.{name}"
        for name in (
            "cads",
            "closing",
            "interface",
            "kees_records",
            "eligibility",
            "tasks",
            "notes",
            "reminders",
            "referrals",
        )
    ),
    note=f"{_HERE}.acts.notes:KsAddNote",
    guide=f"{_HERE}.policy.guide:GUIDE",
    history=f"{_HERE}.policy.history:history",
    ahead=f"{_HERE}.policy.history:ahead",
    invariants=f"{_HERE}.policy.invariants:INVARIANTS",
    interfaces=f"{_HERE}.interfaces:INTERFACES",
    jobs=f"{_HERE}.jobs:JOBS",
    visits=f"{_HERE}.visits:VISITS",
    roles=f"{_HERE}.reads.consumers:roles",
    show=f"{_HERE}.show:SHOW",
    prints=f"{_HERE}.print_kinds:PRINTS",
    givens=f"{_HERE}.givens:GIVENS",
    desk=f"{_HERE}.desk:DESK",
    ivd=f"{_HERE}.reads.ivd:RELATIONS",
    teaching=f"{_HERE}.teaching:TEACHING",
)
