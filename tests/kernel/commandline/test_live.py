"""`cstui store create --live`: a store of one's own, encrypted, with its site and first administrator."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cstui.acts import accounts
from cstui.commandline import secrets
from cstui.store import reads
from cstui.store.engine import open_store
from cstui.store.errors import StoreError
from cstui.store.keys import StoreKey, given
from cstui.store.verify import verify
from tests.kernel.commandline.conftest import Run
from tests.kernel.commandline.test_site import FILES

PASSWORD, PASSPHRASE = "correct horse battery", "a long passphrase of mine"
pytestmark = pytest.mark.skipif(
    "sqlcipher3" not in __import__("cstui.store.drivers", fromlist=["available"]).available(),
    reason="sqlcipher3 (extra cipher) is not installed here",
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def types(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Types texts at the prompts of the terminal, in order; says which prompts there were."""

    def typing(*texts: str) -> list[str]:
        prompts: list[str] = []
        waiting = iter(texts)

        def asked(prompt: str, *, hidden: bool = True) -> str:
            prompts.append(prompt)
            return next(waiting)

        monkeypatch.setattr(secrets, "asked", asked)
        return prompts

    return typing


def created(run: Run, at: Path, site: Path, *more: str, passphrase: str = PASSPHRASE) -> tuple[int, str]:
    key = site.parent / "key"
    key.write_text(f"{passphrase}\n")
    key.chmod(0o600)
    words = ("store", "create", "--live", "--site", str(site), "--administrator", "17099")
    ran = run("--store", str(at), "--key-file", str(key), *words, *more)
    return ran.status, ran.out + ran.err


def test_a_live_store_is_made_with_its_site_and_nothing_made_up(
    site: Path, tmp_path: Path, run: Run, types: Callable[..., list[str]]
):
    at = tmp_path / "live.db"
    prompts = types(PASSWORD, PASSWORD)
    status, said = created(run, at, site, "--name", "OFFICE 17")
    assert (status, "live" in said, "encrypted" in said) == (0, True, True), said
    assert [prompt.partition(",")[0] for prompt in prompts] == ["First password of 17099"] * 2
    assert PASSWORD not in said
    assert PASSPHRASE not in said
    with open_store(at, keys=given(StoreKey(PASSPHRASE))) as store:
        info = store.info()
        assert (info.kind, info.name, str(info.business_date)) == ("live", "OFFICE 17", "2026-03-02")
        with store.read() as session:
            assert [one.number for one in reads.workers(session)] == ["17099", "18001"]
            account = accounts.read_account(session, "17099")
            assert account is not None
            assert (account.must_change, PASSWORD in account.password) == (False, False)
            assert accounts.read_account(session, "18001") is None
            assert session.connection().exec_driver_sql("SELECT count(*) FROM la_case").scalar() == 0
        assert verify(store) == []
    held = b"".join(part.read_bytes() for part in at.parent.glob("live.db*"))
    assert [word for word in (b"RIVERBEND", b"SAM ADMIN", b"SQLite") if word in held] == []
    assert at.stat().st_mode & 0o777 == 0o600


def test_without_the_passphrase_nothing_opens(
    site: Path, tmp_path: Path, run: Run, types: Callable[..., list[str]]
):
    at = tmp_path / "live.db"
    types(PASSWORD, PASSWORD)
    created(run, at, site)
    for keys in (given(None), given(StoreKey("another long passphrase"))):
        with pytest.raises(StoreError):
            open_store(at, keys=keys)


@pytest.mark.parametrize(
    ("typed", "passphrase", "said"),
    [
        ((PASSWORD, "other", PASSWORD, "other", PASSWORD, "other"), PASSPHRASE, "CS-336"),
        (("17099", "17099"), PASSPHRASE, "password"),
        ((PASSWORD, PASSWORD), "short", "CS-228"),
    ],
)
def test_what_cannot_be_leaves_no_store_behind(
    site: Path,
    tmp_path: Path,
    run: Run,
    types: Callable[..., list[str]],
    typed: tuple[str, ...],
    passphrase: str,
    said: str,
):
    at = tmp_path / "own" / "live.db"
    types(*typed)
    status, told = created(run, at, site, passphrase=passphrase)
    assert (status, said in told) == (1, True), told
    assert [path.name for path in at.parent.glob("*")] == []


def test_the_site_is_checked_before_anything_is_asked(
    site: Path, tmp_path: Path, run: Run, types: Callable[..., list[str]]
):
    prompts = types()
    (site / "workers.csv").write_text("number,name,office,role\n17099,X,99,boss\n")
    status, said = created(run, tmp_path / "live.db", site)
    assert (status, "CS-902" in said, "CS-903" in said, prompts) == (1, True, True, [])
    (site / "workers.csv").write_text("number,name,office,role\n17099,X,17,worker\n")
    status, said = created(run, tmp_path / "live.db", site)
    assert (status, "CS-345" in said, prompts) == (1, True, [])


@pytest.mark.parametrize(
    "words", [("--on", "2026-03-02"), ("--empty",), ("--agency", "utah", "--agency", "kansas")]
)
def test_what_only_a_practice_store_takes_is_refused(
    site: Path, tmp_path: Path, run: Run, types: Callable[..., list[str]], words: tuple[str, ...]
):
    types()
    status, said = created(run, tmp_path / "live.db", site, *words)
    assert (status, "CS-301" in said) == (2, True), said
