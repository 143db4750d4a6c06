"""What Louisiana's scenarios and practice files give beside persons: benefits, cases, court dates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from cstui.agencies.louisiana.records import BenefitSpell, Case, Child, GoodCause, Session
from cstui.scenario.sections import Givens, Section


def _iva_number(person: str) -> Any:
    """The IV-A number of a person, made from the person's own."""
    return lambda values: f"9{values[person]:08d}"


def _form_4ncp_on(values: Mapping[str, Any]) -> date | None:
    opened: date = values["opened"]
    return opened if values["form_4ncp"] != "none" else None


_CHILD = Section(name="child", record=Child, left_out=("participation",))
_GOOD_CAUSE = Section(
    name="good_cause",
    record=GoodCause,
    types={"standing": Literal["claimed", "determined", "denied", "ended"]},
    computed={"received_on": lambda values: values["on"]},
)

GIVENS = Givens(
    sections=(
        Section(
            name="spell",
            record=BenefitSpell,
            types={
                "program": Literal["FITAP", "KCSP"],
                "closing_reason": Literal["", "NC", "IN", "RQ", "OT", "DN", "WD"],
            },
            defaults={"program": "FITAP", "iva_number": ""},
            computed={"iva_number": _iva_number("person")},
        ),
        Section(
            name="case",
            record=Case,
            types={"form_4ncp": Literal["signed", "unsigned", "none"]},
            computed={"iva_number": _iva_number("cp"), "form_4ncp_on": _form_4ncp_on},
            left_out=("status", "closed", "payee_since"),
            nested=(_CHILD, _GOOD_CAUSE),
            begins="opened",
        ),
        Section(name="session", record=Session, types={"kind": Literal["CH", "GT"]}),
    ),
    office=("17", "RIVERBEND"),
    actions="calo",
    guide_rules=frozenset({"LA-E522-25", "LA-E522-26", "LA-E524-02", "LA-E524-05"}),
)
