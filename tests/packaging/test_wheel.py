"""The wheel, built from the sdist and installed without network, works where there is no checkout.

Its dependencies are borrowed from the environment that runs the tests, by a .pth file in the fresh one.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from cstui import __version__
from cstui.content import root
from tests.kernel.terminal.typist import Typist

pytestmark = [pytest.mark.wheel, pytest.mark.slow, pytest.mark.xdist_group("wheel")]

if not (root() / "pyproject.toml").is_file():
    pytest.skip("the wheel is built from a checkout", allow_module_level=True)


def run(*command: str | Path, cwd: Path, environment: Mapping[str, str] | None = None) -> str:
    """What the command prints; its errors where it fails."""
    ran = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env={**_plain_environment(), **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
    assert ran.returncode == 0, f"{command}: {ran.stdout}\n{ran.stderr}"
    return ran.stdout


def _plain_environment() -> dict[str, str]:
    kept = ("PATH", "HOME", "LANG", "TMPDIR")
    return {name: os.environ[name] for name in kept if name in os.environ}


def build(kind: str, source: Path, target: Path) -> Path:
    """One distribution of `source`, built by hatchling as installed here."""
    run(sys.executable, "-m", "build", "--no-isolation", f"--{kind}", "-o", target, source, cwd=target)
    (made,) = target.glob("*.tar.gz" if kind == "sdist" else "*.whl")
    return made


@pytest.fixture(scope="session")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("sdist", root(), tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="session")
def wheel(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, from nothing but what the sdist holds."""
    folder = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    (source,) = folder.iterdir()
    return build("wheel", source, tmp_path_factory.mktemp("wheel"))


def fresh_environment(folder: Path) -> tuple[Path, Path]:
    """A new environment that borrows this one's packages: its python and its site-packages."""
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    site = Path(
        run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).strip()
    )
    # A folder named in a .pth has its own .pth files left unread, so the editable cstui stays out.
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return python, site


def install(python: Path, *what: str | Path) -> None:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python, "install"]
    run(*pip, "--quiet", "--no-deps", "--no-index", "--no-build-isolation", *what, cwd=python.parent)


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `cstui` of a fresh environment with the wheel installed."""
    python, site = fresh_environment(tmp_path_factory.mktemp("installed") / "env")
    install(python, wheel)
    where = run(python, "-c", "import cstui.content as c; print(c.root())", cwd=site.parent).strip()
    assert Path(where) == site / "cstui" / "_content"
    return python.with_name("cstui")


def test_the_wheel_carries_screens_and_data_and_nothing_beside(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("screens", "data"):
        for path in (root() / folder).rglob("*"):
            if path.is_file() and not path.name.startswith("."):
                assert f"cstui/_content/{path.relative_to(root())}" in names
    assert "cstui/py.typed" in names
    assert not [name for name in names if name.startswith(("tests/", "bench/", "screens/", "data/"))]


def test_the_commands_work_outside_the_checkout(installed: Path, tmp_path: Path) -> None:
    environment = {"XDG_DATA_HOME": str(tmp_path / "data")}
    assert run(installed, "--version", cwd=tmp_path) == f"cstui {__version__}\n"
    assert "screens are sound" in run(installed, "screens", "check", cwd=tmp_path)
    shipped = sorted((root() / "data" / "louisiana" / "scenarios").glob("*.toml"))[0].stem
    assert "0 failed" in run(installed, "play", shipped, cwd=tmp_path)
    assert run(installed, "guide", cwd=tmp_path, environment=environment)
    store = tmp_path / "data" / "cstui" / "practice.db"
    assert store.is_file()
    assert store.stat().st_mode & 0o777 == 0o600
    run(installed, "docs", "--check", "--folder", root() / "docs", cwd=tmp_path)


def test_the_desk_opens_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    """The sign-on screen is drawn from the wheel's own screens; F3 ends the desk."""
    environment = {"XDG_DATA_HOME": str(tmp_path), "PYTHONPATH": "", "CSTUI_STORE": ""}
    with Typist(["/bin/sh", "-c", f"cd / && exec {installed}"], environment=environment) as worker:
        worker.wait("SIGN", "WORKER")
        worker.type("f3")
        assert worker.ends() == 0


def test_an_editable_install_shows_an_edited_screen(sdist: Path, tmp_path: Path) -> None:
    """What stands beside the package is read, not the copy that force-include made."""
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (checkout,) = [path for path in tmp_path.iterdir() if path.is_dir()]
    python, _ = fresh_environment(tmp_path / "env")
    install(python, "--editable", checkout)
    command = python.with_name("cstui")
    screen = checkout / "screens" / "louisiana" / "sign.toml"
    assert "A NEW TITLE" not in run(command, "screens", "show", "sign", cwd=tmp_path)
    lines = screen.read_text(encoding="utf-8").splitlines(keepends=True)
    edited = ['title = "A NEW TITLE"\n' if line.startswith("title =") else line for line in lines]
    screen.write_text("".join(edited), encoding="utf-8")
    assert "A NEW TITLE" in run(command, "screens", "show", "sign", cwd=tmp_path)
