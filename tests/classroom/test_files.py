"""Files of the classroom that are replaced: whole, private, and on the disk when that is answered."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from cstui.classroom.files import replace


def test_a_file_is_whole_on_the_disk_before_it_takes_the_others_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the power fails at any time, the old file or the new one stands there, never a part."""
    path = tmp_path / "class.json"
    path.write_bytes(b"old")
    settled: list[tuple[bytes, bytes]] = []
    fsync = os.fsync

    def watched(descriptor: int) -> None:
        of = Path(f"/proc/self/fd/{descriptor}").readlink()
        settled.append((b"folder" if of.is_dir() else of.read_bytes(), path.read_bytes()))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", watched)
    replace(path, b"new")
    assert settled == [(b"new", b"old"), (b"folder", b"new")]


def test_a_file_that_the_disk_does_not_take_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "class.json"
    path.write_bytes(b"old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        replace(path, b"new")
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == {"class.json": b"old"}


def test_a_file_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "trainer.token"
    replace(path, b"secret")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
