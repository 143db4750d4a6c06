"""`cstui show` of a consumer: CADS and KEES on one page, and the same as JSON."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from cstui.cli import main
from cstui.commandline.shapes.outputs import OUTPUTS
from tests.agencies.kansas.night import clock, store_with


def test_a_consumer_is_shown_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "kansas.db"
    store_with(path, 1).close()
    said = [["nightly", "--through", "2018-08-24"], ["show", "0000000001"], ["show", "0000000001", "--json"]]
    texts = []
    for words in said:
        assert main(["--store", str(path), *words], clock=clock) == 0
        texts.append(capsys.readouterr().out)
    page, out = texts[1], msgspec.json.decode(texts[2])
    msgspec.json.decode(texts[2], type=OUTPUTS["show consumer"])  # strict: no key unknown, none missing
    for part in ("Cases on CADS", "Non-cooperation", "Alerts to KEES", "Non-compliance records", "EDBC"):
        assert part in page
    assert "1st Penalty" in page
    assert out["active"] == ["TANF", "CC", "FA"]
    assert [record["reason"] for record in out["records"]] == ["1", "1", "FA"]
    assert len(out["runs"]) == 4
    assert out["steps"][0]["kind"] == "work"
