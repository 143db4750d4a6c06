"""When a draft is due: a field that was typed into was left, or is rested in. Costs a key next to nothing."""

from __future__ import annotations

from cstui.desk.layout import COMMAND, Slot
from cstui.desk.screenful import Screenful


class FieldExits:
    """Follows the cursor from field to field."""

    def __init__(self) -> None:
        self._slot: Slot | None = None
        self._before: list[str] = []

    def shown(self, screen: Screenful) -> None:
        """Begin again: another screen is shown, and nothing was typed into it."""
        at = screen.slot_at(*screen.cursor)
        self._slot = at[0] if at else None
        self._before = self._slot.cells.copy() if self._slot is not None else []

    def left(self, screen: Screenful) -> bool:
        """Whether the last key led out of a field that holds something else than when it was entered."""
        at = screen.slot_at(*screen.cursor)
        if (at[0] if at else None) is self._slot:
            return False
        changed = self.typed
        self.shown(screen)
        return changed

    @property
    def typed(self) -> bool:
        """Whether the field in hand holds something else than when it was entered; the command line never."""
        slot = self._slot
        return slot is not None and slot.field.name != COMMAND and slot.cells != self._before
