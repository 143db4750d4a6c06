"""What Louisiana's scenarios expect beside the kernel's: forms made, and records for IV-A."""

from __future__ import annotations

from typing import Any, Literal

from cstui.agencies.louisiana.policy.facts import Facts
from cstui.scenario.expect import Answer, Expectation, counted


def _form(said: Any, facts: Facts) -> Answer:
    forms = [f for f in facts.file.forms if f.form == said.form]
    if said.mailed is not None:
        forms = [f for f in forms if (f.mailed_on is not None) == said.mailed]
    mailed = {None: "", True: " mailed", False: " not mailed"}[said.mailed]
    shown = [f"{f.form} of {f.made_on}" for f in facts.file.forms]
    return counted(forms, said.count, f"form {said.form}{mailed}", shown)


def _interface(said: Any, facts: Facts) -> Answer:
    held = [
        i
        for i in facts.file.interface
        if said.interface in (i.kind, i.says) and said.status in (None, i.status)
    ]
    shown = [f"{i.says} {i.status}" for i in facts.file.interface]
    return counted(held, said.count, f"interface record {said.interface} {said.status or ''}".strip(), shown)


EXPECTATIONS = (
    Expectation(name="form", takes={"mailed": bool}, look=_form),
    Expectation(name="interface", takes={"status": Literal["waiting", "sent", "withdrawn"]}, look=_interface),
)
