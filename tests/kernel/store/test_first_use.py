"""The first use of the practice store by several commands at once: one makes it, the others wait for it."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from cstui import workplace
from cstui.scenario import practice
from cstui.store.engine import Store, create_store
from cstui.store.files import only_maker
from cstui.store.turns import AGAIN


def test_commands_that_come_while_the_store_is_made_do_not_make_it_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, begun, waiting = tmp_path / "new" / "practice.db", threading.Event(), threading.Event()
    made, opened = list[Path](), list[str]()

    def slowly(target: Path, **_: Any) -> Store:
        made.append(target)
        begun.set()
        assert waiting.wait(30)
        return create_store(target, name="PRACTICE", business_date=date(2026, 3, 2))

    def looks(seconds: float) -> None:
        waiting.set()
        threading.Event().wait(AGAIN)

    def use() -> None:
        with workplace.open_workplace(None, lambda: datetime(2026, 3, 2, tzinfo=UTC)).store as store:
            opened.append(store.place.name)

    monkeypatch.setattr(workplace, "store_target", lambda *_: path)
    monkeypatch.setattr(practice, "create_practice_store", slowly)
    monkeypatch.setattr("cstui.store.files.time.sleep", looks)
    commands = [threading.Thread(target=use) for _ in range(3)]
    commands[0].start()
    assert begun.wait(30)
    for command in commands[1:]:
        command.start()
    for command in commands:
        command.join(60)
    assert made == [path]
    assert opened == [str(path)] * 3


def test_a_maker_that_was_stopped_is_not_waited_for_without_end(tmp_path: Path) -> None:
    reached = False
    with only_maker(tmp_path / "s.db"), only_maker(tmp_path / "s.db", seconds=0.1):
        reached = True
    assert reached
