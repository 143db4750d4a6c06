"""Hold a small class with the cstui of its time and pack its folder: `make.py FILE.tar.gz`, on a checkout.

Ann works at her seat in a browser's terminal, Bo joins and reads the brief, the third seat stays free.
"""

from __future__ import annotations

import asyncio
import gzip
import io
import json
import secrets
import shutil
import sqlite3
import sys
import tarfile
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from cstui.classroom.enrollment.room import Room
from cstui.classroom.serving.hall import Hall

from cstui.classroom.lesson.read import find_lesson, read_lesson
from cstui.classroom.serving.server import ClassServer
from tests.classroom.classes import TRAINERS_TOKEN, Held, learner, sign_on

HOME, F6 = "\x1b[H", "\x1b[17~"


async def held(folder: Path, lesson: Path) -> None:
    """Hold the class until its learners have left."""
    room = Room.begin(
        folder,
        title="Tuesday",
        lesson=lesson,
        edition=read_lesson(lesson).edition,
        seats=3,
        clock=lambda: datetime.now(UTC),
        secrets=secrets.token_bytes,
    )
    hall = Hall(room)
    await hall.open()
    server = ClassServer(hall, port=0, token=TRAINERS_TOKEN)
    await server.start()
    one = Held(hall, server)
    async with learner(one, "Ann Łuczak", 0) as ann, learner(one, "Bo", 1):
        await sign_on(ann)
        await ann.until("WORKLIST")
        for keyed, shown in (
            (f"{HOME}/PRACTICE-DOE\r", "JANE"),
            (f"{HOME}CAS1 17000123\r", "RICHARD"),
            (f"{HOME}CAS2 17009999\r", "No case 17009999"),
            (f"{HOME}CALO 17000123\r", "ACTIVITY"),
            (F6, "NOTE"),
            ("Asked how her case stands.\r", "Goal met (4 of 5)"),
            (f"{HOME}HINT\r", "Cooperation has a screen of its own."),
            ("\r", "ACTIVITY LOG"),
        ):
            await ann.type(keyed)
            await ann.until(shown)
        await asyncio.sleep(2)
    await server.stop()
    await hall.close()


def packed(folder: Path, lesson: Path) -> bytes:
    """The folder and its lesson as an archive: stores as single files, the lesson's path as LESSON."""
    files = {}
    for path in sorted(folder.rglob("*.cstui")):
        with closing(sqlite3.connect(path)) as store:
            store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix not in {".pid", ".log"}:
            files[f"class/{path.relative_to(folder)}"] = path.read_bytes()
    record = json.loads(files["class/class.json"])
    record["lesson"] = "LESSON"
    files["class/class.json"] = json.dumps(record, indent=2, ensure_ascii=False).encode()
    files[lesson.name] = lesson.read_bytes()
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name, content in sorted(files.items()):
            one = tarfile.TarInfo(name)
            one.size, one.mode = len(content), 0o600
            tar.addfile(one, io.BytesIO(content))
    return gzip.compress(out.getvalue(), 9, mtime=0)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        shipped = find_lesson("1")
        assert shipped is not None
        lesson = Path(shutil.copy(shipped, place))
        asyncio.run(held(Path(place) / "class", lesson))
        Path(sys.argv[1]).write_bytes(packed(Path(place) / "class", lesson))
