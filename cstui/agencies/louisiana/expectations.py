"""What Louisiana's scenarios expect beside the kernel's: forms made, records for IV-A, lines of OFS3."""

from __future__ import annotations

from typing import Any, Literal

from cstui.agencies.louisiana.policy.facts import Facts
from cstui.agencies.louisiana.programs.ofs3 import lines_of
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


def _ofs3(said: Any, facts: Facts) -> Answer:
    lines = {line.file.case.number: line for line in lines_of(facts)}
    line = lines.get(said.ofs3)
    asked = {"agrees": said.agrees, "needed": said.needed, "stands": said.stands}
    wanted = " ".join(f"{name} {value}" for name, value in asked.items() if value is not None)
    what = f"OFS3 line {said.ofs3} {wanted}".strip()
    if line is None:
        return False, what, f"lines of {', '.join(lines)}"
    ok = all(value in (None, getattr(line, name)) for name, value in asked.items() if name != "stands")
    ok &= said.stands is None or said.stands in line.stands
    return ok, what, f"agrees {line.agrees} needed {line.needed} stands {line.stands}"


EXPECTATIONS = (
    Expectation(name="form", takes={"mailed": bool}, look=_form),
    Expectation(name="ofs3", takes={"agrees": bool, "needed": bool, "stands": str}, look=_ofs3),
    Expectation(name="interface", takes={"status": Literal["waiting", "sent", "withdrawn"]}, look=_interface),
)
