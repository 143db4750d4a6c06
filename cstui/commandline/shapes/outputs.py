"""The shape that each command prints with --json."""

from __future__ import annotations

from cstui.agency import Manifest, in_tree, resolve
from cstui.commandline.print_kinds import prints_of
from cstui.commandline.shapes.acting import ActsOut, DoOut
from cstui.commandline.shapes.base import Shape, for_agency
from cstui.commandline.shapes.books import RulesOut
from cstui.commandline.shapes.cases import GuideOut, TimelineOut
from cstui.commandline.shapes.interfaces import AsideListOut, FilesOut, InterfaceInOut, InterfaceOut
from cstui.commandline.shapes.protected import ProtectedOut
from cstui.commandline.shapes.reporting import ClassroomResultsOut, CoverageOut, PrintOut
from cstui.commandline.shapes.running import NightlyOut, PlayOut, SettingsOut
from cstui.commandline.shapes.stores import (
    BackupsOut,
    CopyOut,
    KeyOut,
    RescueOut,
    SealOut,
    StoreOut,
    VerifyOut,
)

_SHAPES: dict[str, type[Shape]] = {
    "do": DoOut,
    "acts": ActsOut,
    "guide": GuideOut,
    "timeline": TimelineOut,
    "rules": RulesOut,
    "nightly": NightlyOut,
    "play": PlayOut,
    "store create": StoreOut,
    "store info": StoreOut,
    "store backup": CopyOut,
    "store backups": BackupsOut,
    "store restore": CopyOut,
    "store rescue": RescueOut,
    "store key": KeyOut,
    "store rekey": CopyOut,
    "store upgrade": StoreOut,
    "protected list": ProtectedOut,
    "protected destroy": DoOut,
    "store seal": SealOut,
    "store verify": VerifyOut,
    "interface list": FilesOut,
    "interface out": InterfaceOut,
    "interface in": InterfaceInOut,
    "interface aside": AsideListOut,
    "settings": SettingsOut,
    "classroom results": ClassroomResultsOut,
    "classroom coverage": CoverageOut,
}


def outputs_of(agency: Manifest) -> dict[str, type[Shape]]:
    """The shape that each command prints with --json on what is an agency's."""
    show = agency.load("show")
    own: dict[str, type[Shape]] = {
        f"report {name}": resolve(kind).out for name, kind in agency.reports.items()
    }
    own |= {f"print {name}": PrintOut for name in prints_of(agency)}
    if show:
        own[f"show {agency.load('facts').kind.rpartition('.')[2]}"] = show.out
    return {command: for_agency(shape, agency) for command, shape in {**own, **_SHAPES}.items()}


OUTPUTS: dict[str, type[Shape]] = {}
for _agency in in_tree():
    OUTPUTS |= {name: shape for name, shape in outputs_of(_agency).items() if name not in OUTPUTS}
"""The shape that each command prints with --json, as the first agency that has it prints it."""
