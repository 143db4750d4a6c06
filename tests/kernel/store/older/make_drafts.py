"""Keep two drafts on one of these stores with the cstui of its time: `make_drafts.py STORE.db.gz FILE`.

A draft names the store by its path, and lies in a folder named after both; here the path is STORE, for
which whoever unpacks the drafts puts that of the store beside them.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import sys
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from cstui.store.engine import open_store
from tests.agencies.louisiana.programs.driver import Desk

STORE = "/practice.db"
MOMENT = datetime(2026, 1, 8, 15, tzinfo=UTC)


def drafted(store: Path, folder: Path) -> dict[str, bytes]:
    """Type on two screens, enter neither, and sign off: the drafts by their place in the folder."""
    with open_store(store) as opened:
        desk = Desk(opened, drafts=folder, clock=lambda: MOMENT)
        desk.command("CAS2 17000204").type("basis", "She is to bring the form").command("PERS 17000101")
        desk.type("employer", "CYPRESS CAFE").type("line1", "9 OAK ST").command("WORK")
        desk.session.close()
    found = {}
    for path in sorted(folder.rglob("*.json")):
        draft = json.loads(path.read_bytes())
        draft["store"] = draft["store"].replace(str(store), STORE)
        named = hashlib.sha256(f"{draft['worker']}\0{draft['store']}".encode()).hexdigest()[:32]
        found[f"{named}/{path.name}"] = json.dumps(draft, separators=(",", ":")).encode()
    return found


def packed(files: dict[str, bytes]) -> bytes:
    """An archive that is the same for the same files."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name, content in sorted(files.items()):
            one = tarfile.TarInfo(name)
            one.size, one.mode = len(content), 0o600
            tar.addfile(one, io.BytesIO(content))
    return gzip.compress(out.getvalue(), 9, mtime=0)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "practice.db"
        store.write_bytes(gzip.decompress(Path(sys.argv[1]).read_bytes()))
        Path(sys.argv[2]).write_bytes(packed(drafted(store, Path(folder) / "drafts")))
