"""What cstui is made of: pinned, under licenses that may come in, on a page and a bill that are true."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from cstui.content import root

if not (root() / "pyproject.toml").is_file():
    pytest.skip("the tools are in a checkout", allow_module_level=True)


@pytest.fixture(scope="module")
def supply() -> ModuleType:
    spec = importlib.util.spec_from_file_location("supply", root() / "tools" / "supply.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["supply"] = module
    spec.loader.exec_module(module)
    return module


def test_every_library_is_pinned_and_has_a_purpose(supply: ModuleType) -> None:
    listed = supply.packages()
    assert len(listed) > 40
    assert [one.name for one in listed if not one.version] == []
    direct = {one.name for one in listed if "cstui" in one.needed_by}
    assert direct == set(supply.PURPOSES)


def test_every_library_has_a_license_that_may_come_in(supply: ModuleType) -> None:
    absent = set(supply.missing())
    strange = {
        one.shown: one.license
        for one in supply.packages()
        if one.shown not in absent and not set(supply.licenses_of(one.license)) <= supply.ALLOWED
    }
    assert strange == {}


def test_the_page_is_true(supply: ModuleType) -> None:
    """Where this fails, run `make docs`."""
    if absent := supply.missing():
        pytest.skip(f"not installed here: {', '.join(absent)}")
    assert supply.PAGE.read_text(encoding="utf-8") == supply.page()


def test_the_bill_has_what_cyclonedx_asks_for_and_no_address(supply: ModuleType, tmp_path: Path) -> None:
    file = tmp_path / "sbom.json"
    assert supply.main(["sbom", str(file)]) == 0
    text = file.read_text(encoding="utf-8")
    assert "://" not in text
    bill = json.loads(text)
    assert (bill["bomFormat"], bill["specVersion"], bill["version"]) == ("CycloneDX", "1.6", 1)
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", bill["serialNumber"])
    refs = [one["bom-ref"] for one in bill["components"]]
    assert len(refs) == len(set(refs)) > 30
    for one in bill["components"]:
        assert one["type"] == "library"
        assert one["purl"] == f"pkg:pypi/{supply.canonicalize_name(one['name'])}@{one['version']}"
        assert all(set(held) == {"expression"} for held in one.get("licenses", ()))
    own = bill["metadata"]["component"]["bom-ref"]
    assert {one["ref"] for one in bill["dependencies"]} == {own, *refs}
    assert {ref for one in bill["dependencies"] for ref in one["dependsOn"]} <= set(refs)
    assert supply.sbom() == bill, "the same installation gives the same bill"


@pytest.mark.wheel
@pytest.mark.slow
def test_two_builds_give_the_same_wheel(tmp_path: Path) -> None:
    """Built as `make wheel` does: the dates in it are those of SOURCE_DATE_EPOCH."""
    held = []
    for name in ("one", "two"):
        command = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "-o", tmp_path / name, root()]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": "1735689600"}
        subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=True, timeout=180)
        (made,) = (tmp_path / name).glob("*.whl")
        held.append((made.name, made.read_bytes()))
    assert held[0] == held[1]
