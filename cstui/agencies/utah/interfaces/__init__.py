"""The files that Utah's accounting sends."""

from __future__ import annotations

from cstui.agencies.utah.interfaces.payments_in import PAYMENTS

INTERFACES = (PAYMENTS,)
