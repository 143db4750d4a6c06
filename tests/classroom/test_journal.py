"""A seat's journal: what counts as seen and used, what a key is kept as, a disk that takes half a line."""

from __future__ import annotations

import resource
from datetime import date
from pathlib import Path

import pytest

from cstui.classroom.seats.journal import (
    Journal,
    RowFilled,
    SeatMoment,
    of_key,
    read,
    refusals,
    since_reset,
    trail_of,
)
from cstui.desk.conversation import Aid, Answer, Request, Row, Where
from cstui.policy.findings import Finding, Severity
from tests.classroom.conftest import MOMENT

TODAY = date(2026, 3, 3)


def moment(**said: object) -> SeatMoment:
    return SeatMoment(at=MOMENT, on=TODAY, **said)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("screen", "key", "line", "used"),
    [
        ("WORK", "pf5", "", {"REFRESH"}),
        ("CALO", "pf6", "", {"ADD"}),
        ("WORK", "pf6", "", {"ASID"}),
        ("OFS3", "pf6", "DOCK", {"COMPLETE"}),
        ("CAS1", "pf11", "", {"NEXT"}),
        ("WORK", "pf24", "", {"CANCEL"}),
        ("WORK", "enter", "CAS1 17000123;work", {"CAS1", "WORK"}),
        ("WORK", "enter", "=DOCK", {"DOCK"}),
        ("WORK", "enter", "ref; dock 03032026 ;;", {"DOCK"}),
        ("WORK", "enter", "/DOE", set()),
        ("WORK", "enter", "17000123", set()),
        ("WORK", "enter", "xyz", set()),
        ("WORK", "enter", "", set()),
    ],
)
def test_a_word_is_used_by_its_key_or_typed(screen: str, key: str, line: str, used: set[str]) -> None:
    """A key means what it does on its screen; what may be several words, or none, is none."""
    keyed = moment(screen=screen, aid=key, command=line, shown=screen)
    assert trail_of([keyed]).used == used
    assert trail_of([moment(kind="hint", about="x", screen=screen, aid=key, command=line)]).used == set()


def test_a_screen_is_seen_by_its_name_and_with_its_case() -> None:
    seen = trail_of([moment(shown="CAS2", case="17000123"), moment(kind="night"), moment(shown="WORK")]).shown
    assert seen == {"CAS2", "CAS2 17000123", "WORK", "WORK "}


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"command": "/DOE"}, True),
        ({"command": "DOCK;/DOE"}, True),
        ({"command": "SRCH DOE, J"}, True),
        ({"screen": "SRCH", "fill": {"wanted": " Doe"}}, True),
        ({"command": "/17000"}, False),
        ({"command": "/D0E"}, False),
        ({"command": "/ "}, False),
        ({"command": "/DOE", "refused": ("CS-1",)}, False),
        ({"command": "/DOE", "shown": "CAS1"}, False),
        ({"screen": "WORK", "fill": {"wanted": "Doe"}}, False),
        ({"screen": "SRCH", "fill": {"name": "Doe"}}, False),
    ],
)
def test_people_are_found_by_name_only_by_a_name(said: dict[str, object], found: bool) -> None:
    one = moment(**{"screen": "WORK", "aid": "enter", "shown": "SRCH"} | said)
    assert ("SRCH /" in trail_of([one]).shown) is found


def test_what_was_before_a_reset_is_not_seen_any_more(tmp_path: Path) -> None:
    """The same from memory, from the file, and from the moments alone; keys are counted over all."""
    moments = [
        moment(screen="WORK", aid="enter", command="DOCK", shown="DOCK", keys=5),
        moment(kind="reset"),
        moment(screen="WORK", aid="enter", command="DOCK", shown="DOCK"),
        moment(kind="reset"),
        moment(screen="WORK", aid="enter", command="CAS1", shown="CAS1", keys=5),
    ]
    journal = Journal(tmp_path / "j.jsonl")
    for one in moments:
        journal.add(one)
    for each in (journal, Journal(tmp_path / "j.jsonl")):
        assert list(each.since_reset()) == list(since_reset(moments)) == moments[4:]
        assert (each.trail().shown, each.trail().used) == ({"CAS1", "CAS1 "}, {"CAS1"})
        assert each.keys == 10
        assert each.moments == moments
    assert list(since_reset(moments[:1])) == moments[:1]


def test_a_disk_that_takes_half_a_line_keeps_none_of_it(tmp_path: Path) -> None:
    """The system takes ten bytes of the line and no more; the next one stands on a line of its own."""
    path = tmp_path / "j.jsonl"
    journal = Journal(path)
    journal.add(moment(shown="WORK"))
    whole = path.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(whole) + 10, hard))
    try:
        with pytest.raises(OSError, match="No space left"):
            journal.add(moment(shown="CAS1"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert path.read_bytes() == whole
    assert [one.shown for one in journal.moments] == ["WORK"]
    journal.add(moment(shown="CAS2"))
    assert [one.shown for one in read(path)] == ["WORK", "CAS2"]


def test_a_key_is_kept_with_what_was_typed_and_what_came_of_it() -> None:
    """Only what was typed into, in rows only what may be typed there; warnings do not refuse."""
    rows = tuple(
        Row(key=str(at), values={"action": "", "participation": "Y" * at, "what": "x"}) for at in range(3)
    )
    request = Request(
        screen="REFR", aid=Aid.PF6, command="DOCK", values={"source": "IVA", "office": "17"},
        modified=frozenset({"source"}), rows=rows, modified_rows=(2,), cursor=Where("action", 2),
    )  # fmt: skip
    findings = tuple(
        Finding(rule=rule, severity=severity, message="m", remedy="r", cite="c")
        for rule, severity in (("CS-1", Severity.ERROR), ("CS-2", Severity.WARNING))
    )
    one = of_key(
        request, Answer(screen="DOCK", findings=findings, message="Done."), MOMENT, TODAY, "17000123"
    )
    assert one == moment(
        screen="REFR", aid="pf6", command="DOCK", fill={"source": "IVA"},
        rows=(RowFilled(row=2, fill={"participation": "YY"}),), cursor="action.2",
        keys=1 + len("DOCK") + len("IVA") + len("YY"), shown="DOCK", case="17000123", refused=("CS-1",),
        message="Done.",
    )  # fmt: skip
    bare = of_key(Request(screen="WORK", aid=Aid.ENTER), Answer(screen="WORK", case="1"), MOMENT, TODAY, "2")
    assert bare == moment(screen="WORK", aid="enter", keys=1, shown="WORK", case="1")
    at = Request(screen="CAS2", aid=Aid.ENTER, cursor=Where("basis"))
    assert of_key(at, Answer(screen="CAS2"), MOMENT, TODAY, "").cursor == "basis"
    assert refusals([one, one, bare]) == {"CS-1": 2}
