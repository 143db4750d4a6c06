"""The shape that each command prints with --json."""

from __future__ import annotations

from cstui.commandline.shapes.acting import ActsOut, DoOut
from cstui.commandline.shapes.base import Shape
from cstui.commandline.shapes.books import RulesOut
from cstui.commandline.shapes.cases import CaseOut, GuideOut, TimelineOut
from cstui.commandline.shapes.interfaces import AsideListOut, InterfaceInOut, InterfaceOut
from cstui.commandline.shapes.reporting import ClassroomResultsOut, CoverageOut, Lem4145r1Out, PrintOut
from cstui.commandline.shapes.running import NightlyOut, PlayOut, SettingsOut
from cstui.commandline.shapes.stores import StoreOut, VerifyOut

OUTPUTS: dict[str, type[Shape]] = {
    "do": DoOut,
    "acts": ActsOut,
    "show case": CaseOut,
    "guide": GuideOut,
    "timeline": TimelineOut,
    "report lem4145r1": Lem4145r1Out,
    "rules": RulesOut,
    "nightly": NightlyOut,
    "play": PlayOut,
    "store create": StoreOut,
    "store info": StoreOut,
    "store upgrade": StoreOut,
    "store verify": VerifyOut,
    "print form": PrintOut,
    "print case": PrintOut,
    "print calo": PrintOut,
    "print docket": PrintOut,
    "print letters": PrintOut,
    "interface out": InterfaceOut,
    "interface in": InterfaceInOut,
    "interface aside": AsideListOut,
    "settings": SettingsOut,
    "classroom results": ClassroomResultsOut,
    "classroom coverage": CoverageOut,
}
"""The shape that each command prints with --json."""
