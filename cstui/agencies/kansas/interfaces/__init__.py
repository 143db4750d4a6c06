"""The files that Kansas's child support sends to KEES."""

from __future__ import annotations

from cstui.agencies.kansas.interfaces.alerts_out import CSS_ALERTS

INTERFACES = (CSS_ALERTS,)
