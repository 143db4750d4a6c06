"""What each KIND of IVDF makes of the fields: which act, which input from which field, which codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from cstui.acts import ivd, ivd_money
from cstui.acts.ivd_base import IvdAct


class FactKind(msgspec.Struct, frozen=True, kw_only=True):
    """An act, the field of the screen that stands for each of its inputs, the code table of a field.

    `lists` are tables that F4 shows for a field which takes other values as well. `marks` are what MARK may
    say: the letter, its meaning, the input and its value.
    """

    act: type[IvdAct]
    fields: Mapping[str, str]
    tables: Mapping[str, str] = {}
    lists: Mapping[str, str] = {}
    marks: Mapping[str, tuple[str, str, Any]] = {}


_SECOND = {"2": ("the second obligor of the joint debt in WITH", "second", True)}
KINDS: Mapping[str, FactKind] = {
    "SP": FactKind(act=ivd.IvdEnterSpell, fields={"opened": "since", "closed": "until"}),
    "ST": FactKind(
        act=ivd.IvdEnterStage, fields={"stage": "code", "since": "since"}, tables={"code": "ivd_stage"}
    ),
    "NJ": FactKind(
        act=ivd.IvdEnterJurisdiction,
        fields={"nation": "code", "since": "since", "until": "until"},
        tables={"code": "ivd_nation"},
    ),
    "PF": FactKind(act=ivd.IvdEnterPutative, fields={"counts_with": "with", "since": "since"}),
    "CH": FactKind(
        act=ivd.IvdEnterChild,
        fields={
            "person": "person",
            "since": "since",
            "until": "until",
            "last": "text",
            "first": "text",
            "born": "also",
        },
    ),
    "BI": FactKind(
        act=ivd.IvdEnterBirth,
        fields={
            "person": "person",
            "wedlock": "code",
            "state": "with",
            "emancipated_on": "until",
            "parent_died_on": "also",
        },
        tables={"code": "ivd_wedlock", "with": "state"},
    ),
    "PA": FactKind(
        act=ivd.IvdEnterPaternity,
        fields={"person": "person", "how": "code", "by": "by", "on": "since"},
        tables={"code": "ivd_how", "by": "ivd_by"},
    ),
    "AS": FactKind(
        act=ivd.IvdEnterAssistance,
        fields={"person": "person", "program": "code", "begins": "since", "ends": "until", "told_on": "also"},
        tables={"code": "ivd_program"},
    ),
    "IS": FactKind(
        act=ivd.IvdEnterInterstate,
        fields={
            "direction": "code",
            "other": "with",
            "kind": "by",
            "made_on": "since",
            "closed_on": "until",
        },
        tables={"code": "ivd_direction", "by": "ivd_kind"},
        lists={"with": "state"},
        marks={
            "L": ("only a location is asked", "purpose", "locate"),
            "N": ("does not qualify for Federal financial participation", "ffp", False),
        },
    ),
    "OR": FactKind(
        act=ivd.IvdEnterOrder,
        fields={
            "kind": "code",
            "number": "with",
            "person": "person",
            "filed_on": "since",
            "ends_on": "until",
            "by": "by",
        },
        tables={"code": "ivd_order", "by": "ivd_order_by"},
    ),
    "MD": FactKind(
        act=ivd.IvdEnterMedical,
        fields={
            "what": "code",
            "ordered_of": "by",
            "person": "person",
            "filed_on": "since",
            "ends_on": "until",
        },
        tables={"code": "ivd_medical", "by": "ivd_parent"},
        marks={"N": ("insurance at reasonable cost is not to be had", "viable", False)},
    ),
    "CV": FactKind(
        act=ivd.IvdEnterCover,
        fields={"person": "person", "by": "code", "since": "since", "until": "until"},
        tables={"code": "ivd_provider"},
    ),
    "DU": FactKind(
        act=ivd_money.IvdCharge,
        fields={"month": "since", "amount": "amount", "source": "code", "debt": "with"},
        tables={"code": "ivd_charge"},
        marks=_SECOND,
    ),
    "PY": FactKind(
        act=ivd_money.IvdPayment,
        fields={
            "on": "since",
            "amount": "amount",
            "source": "code",
            "share": "by",
            "month": "until",
            "paid_on": "also",
            "debt": "with",
        },
        tables={"code": "ivd_source", "by": "ivd_share"},
        marks=_SECOND,
    ),
}
"""The kinds of facts that are added, by the code of KIND."""
