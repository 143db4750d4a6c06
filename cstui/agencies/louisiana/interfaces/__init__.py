"""The files that Louisiana's offices send to IV-A and take in from it."""

from __future__ import annotations

from cstui.agencies.louisiana.interfaces.iva_in import UPDATES
from cstui.agencies.louisiana.interfaces.lain_out import LAIN_2IP

INTERFACES = (LAIN_2IP, UPDATES)
