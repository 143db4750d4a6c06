"""SETT: the settings with where each comes from; what is typed over is written to the settings file."""

from __future__ import annotations

import msgspec

from cstui.desk.conversation import Answer, Request
from cstui.desk.keyboard import keymap_or_default
from cstui.desk.preferences import found
from cstui.desk.programs.base import DeskContext, Program
from cstui.policy.findings import Finding, Severity
from cstui.policy.rulebook import Code, CodeTable
from cstui.settings import (
    BY_NAME,
    KEPT,
    LOOKS,
    SettingsError,
    allowed,
    printable,
    text_of,
    typed_value,
)

LATER = frozenset({"store", "drafts", "linear"})
"""Settings that take effect at the next start."""


class Sett(Program):
    """Enter writes every changed field, or none where one is wrong; the desk takes them on at once."""

    name = "SETT"

    def open(self, desk: DeskContext, argument: str, state: object = None) -> Answer:
        now = desk.settings = desk.settings.again()
        place = now.path if now.within is None else f"{now.path.name} of this seat"
        values = {"file": str(place) if now.path.exists() else f"{place} (not there yet)"}
        too_long = set(KEPT).difference(LOOKS) if now.within is not None else set()
        for name in KEPT:
            held = text_of(getattr(now.settings, name))
            shown = printable(held)
            if shown != held or len(shown) > self.drawing.field(name).width:
                too_long.add(name)
            values |= {name: shown, f"{name}_from": now.sources[name]}
        return Answer(
            screen=self.name,
            values=values,
            protected=frozenset(too_long),
            findings=tuple(found(fault, fault.name if fault.name in KEPT else "") for fault in now.faults),
        )

    def enter(self, desk: DeskContext, request: Request) -> Answer:
        typed = {name: request.values[name].strip() for name in KEPT if name in request.values}
        typed = {name: one for name, one in typed.items() if one != printable(self._held(desk, name))}
        wrong: list[Finding] = []
        for name, one in typed.items():
            try:
                if one:
                    value = str(desk.settings.value(name, one))
                    if name == "keymap" and (fault := keymap_or_default(value)[1]):
                        wrong.append(desk.finding("CS-096", "keymap", fault=fault))
            except SettingsError as error:
                wrong.append(found(error, name, Severity.ERROR))
        if wrong:
            return self.refused(request, wrong)
        try:
            for name, one in typed.items():
                desk.settings = desk.settings.changed(name, one or None)
        except SettingsError as error:
            return self.refused(request, [found(error, error.name, Severity.ERROR)])
        answer = self.open(desk, "")
        return msgspec.structs.replace(answer, message=self._written(desk, typed) if typed else "")

    def choices(self, desk: DeskContext, request: Request, field: str) -> CodeTable | None:
        if field not in KEPT or not allowed(field):
            return None
        codes = tuple(Code(code=one, meaning=one, help=_meaning(field, one)) for one in allowed(field))
        return CodeTable(name=field, title=field.capitalize(), cite="settings", code=codes)

    def _held(self, desk: DeskContext, name: str) -> str:
        return text_of(getattr(desk.settings.settings, name))

    def _written(self, desk: DeskContext, typed: dict[str, str]) -> str:
        """What was written, and what comes before it or waits for the next start."""
        values = {name: text_of(typed_value(name, one)) if one else "default" for name, one in typed.items()}
        said = ", ".join(f"{name} {value}" for name, value in values.items())
        over = [
            f"{desk.settings.sources[name]} still says {name} {self._held(desk, name)}"
            for name in typed
            if desk.settings.sources[name] in (BY_NAME[name].variable, BY_NAME[name].option.split(" ")[-1])
        ]
        later = [f"{name} takes effect at the next start" for name in typed if name in LATER]
        return "; ".join([f"Written: {said}", *over, *later]) + "."


def _meaning(name: str, value: str) -> str:
    if name == "theme":
        from cstui.desk.palette import theme

        return theme(value).title
    if name == "linear":
        return {"on": "Prompt and answer, line by line.", "off": "The whole terminal."}[value]
    if name == "overtype":
        return {
            "erase": "The first character typed at the start of a filled field erases the rest.",
            "classic": "As on a 3270: a character replaces one, and the rest stays.",
        }[value]
    return {
        "on": "Drafts are kept on this computer.",
        "off": "No draft is kept.",
        "soft": "A refused key is said, the next goes on.",
        "strict": "As on a 3270: Reset frees the keyboard.",
        "classic": "Function keys as on a 3270.",
        "laptop": "For keyboards whose function keys do something else.",
    }.get(value, "")
