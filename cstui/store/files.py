"""Where a store file may lie and who may read it."""

from __future__ import annotations

import os
import re
from pathlib import Path

_NETWORK = re.compile(
    r"9p|afs|beegfs|ceph|cifs|coda|davfs|glusterfs|gpfs|lustre|ncpfs|nfs4?|ocfs2|orangefs|prl_fs|smb[23]|smbfs"
    r"|fuse\.(cephfs|davfs2|glusterfs|rclone|s3fs|sshfs)"
)


def private_file(path: Path) -> None:
    """Make an empty file that only its owner may read, in a folder of the same kind if it makes one.

    Raises FileExistsError where there is a file already.
    """
    for folder in reversed([p for p in path.parents if not p.exists()]):
        folder.mkdir(mode=0o700, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def network_file_system(path: Path, mounts: Path = Path("/proc/mounts")) -> str | None:
    """The kind of network file system that `path` lies on, else None.

    Locks are not to be trusted there, and two computers can ruin a store. A system whose root
    is of such a kind (a sandbox) counts as local. Where mounts are not listed, None.
    """
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    resolved = path.resolve()
    best, kind = Path("/"), ""
    for line in lines:
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        point = Path(parts[1].replace("\\040", " ").replace("\\011", "\t"))
        if point != Path("/") and resolved.is_relative_to(point) and len(point.parts) >= len(best.parts):
            best, kind = point, parts[2]
    return kind if _NETWORK.fullmatch(kind) else None
