"""Rosters: strict, with the line of what is wrong; and the seats that a class gets from one."""

from __future__ import annotations

from pathlib import Path

import pytest

from cstui.classroom.enrollment.class_state import ClassState, Expected
from cstui.classroom.enrollment.roster import read_roster
from cstui.classroom.errors import ClassError
from cstui.classroom.seats.protocol import Bounds, Mode
from tests.classroom.test_class_state import Clock, secrets


def roster(folder: Path, text: str | bytes) -> Path:
    path = folder / "roster.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_names_variants_and_pairs_are_read(tmp_path: Path) -> None:
    path = roster(tmp_path, 'name,variant\r\nAnn  Ames,2\r\n\r\n"Bo + Cy",\r\n')
    assert [(one.line, one.expected) for one in read_roster(path)] == [
        (2, Expected(name="Ann Ames", variant=2)),
        (4, Expected(name="Bo + Cy", variant=None)),
    ]


def test_the_mark_that_spreadsheets_put_before_utf_8_is_taken(tmp_path: Path) -> None:
    path = roster(tmp_path, "\ufeffName\nÉlodie Ñuñez\n")
    assert [one.expected.name for one in read_roster(path)] == ["Élodie Ñuñez"]


@pytest.mark.parametrize(
    ("text", "line", "fault"),
    [
        ("", 1, "is empty"),
        ("name\n", 1, "nobody is named"),
        ("Ann\nBo\n", 1, "there is no column ann"),
        ("variant\n1\n", 1, "its header is"),
        ("name,name\nAnn,Bo\n", 1, "its header is"),
        ("name;variant\nAnn;1\n", 1, "commas part the columns"),
        ("name,variant\nAnn\n", 2, "1 columns instead of 2"),
        ("name,variant\nAnn,two\n", 2, "variant two is not a whole number"),
        ("name,variant\nAnn,-1\n", 2, "variant -1 is not a whole number"),
        ("name,variant\nAnn,1\nBo,100\n", 3, "variant 100 is not a whole number"),
        ("name,variant\nAnn,1\n,2\n", 3, "a name is needed"),
        ("name\nAnn\nBo\nann\n", 4, "ann stands on line 2 already"),
        ("name\nAnn\nBo + Ann\n", 3, "Ann stands on line 2 already"),
        ("name\nAnn + Bo + Cy\n", 2, "two share a seat at most"),
        ("name\nAnn +\n", 2, "a name is needed"),
        (f"name\n{'a' * 41}\n", 2, "of 1 to 40 characters"),
        ("name\nA\x1bnn\n", 2, "cannot be shown"),
        (b"name\nAnn\nB\xf6rje\n", 3, "is not UTF-8"),
        ('name\n"Ann\n', 2, "is not CSV"),
        ("name\n" + "".join(f"n{at}\n" for at in range(61)), 62, "60 seats at most"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(
    tmp_path: Path, text: str | bytes, line: int, fault: str
) -> None:
    path = roster(tmp_path, text)
    with pytest.raises(ClassError) as refused:
        read_roster(path)
    assert refused.value.rule == "CS-611"
    assert refused.value.message.startswith(f"{path}:{line}: ")
    assert fault in refused.value.message


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ClassError, match=r"CS-611.*cannot be read"):
        read_roster(tmp_path / "none.csv")


def begin(folder: Path, *expected: Expected, seats: int = 4, mode: Mode = "lesson") -> ClassState:
    return ClassState.begin(
        folder / "class", title="Tuesday", lesson=Path("x.toml"), edition="e", seats=seats, clock=Clock(),
        secrets=secrets, roster=expected, variants=(1, 2, 4), bounds=Bounds(mode=mode),
    )  # fmt: skip


def test_seats_are_named_in_advance_and_late_joiners_take_spare_ones(tmp_path: Path) -> None:
    room = begin(tmp_path, Expected(name="Ann"), Expected(name="Bo", variant=9))
    assert [(one.name, one.variant) for one in room.seats] == [("Ann", 1), ("Bo", 9), ("", 4), ("", 1)]
    assert room.join(room.seats[0].code, "").seat.name == "Ann"
    with pytest.raises(ClassError, match="CS-604"):
        room.join(room.seats[2].code, "")
    assert room.join(room.seats[2].code, "Late").seat.name == "Late"
    assert room.add_seat("Later").variant == 2


def test_a_class_has_a_seat_for_everybody_on_its_roster(tmp_path: Path) -> None:
    room = begin(tmp_path, *(Expected(name=f"n{at}") for at in range(6)), seats=2)
    assert len(room.seats) == 6


def test_a_pair_of_the_roster_joins_with_one_code_twice_and_not_three_times(tmp_path: Path) -> None:
    room = begin(tmp_path, Expected(name="Ann + Bo"))
    code = room.seats[0].code
    one, two = room.join(code, "Ann"), room.join(code, "")
    assert one.seat is two.seat is room.back(one.token) is room.back(two.token)
    assert one.token != two.token
    assert one.seat.name == "Ann + Bo"
    with pytest.raises(ClassError, match="CS-602"):
        room.join(code, "Cy")
    again = ClassState.resume(room.folder, clock=Clock(), secrets=secrets)
    seat = again.back(two.token)
    assert seat is not None
    assert seat.id == "s01"
    again.new_code(seat)
    assert again.back(one.token) is again.back(two.token) is None


def test_somebody_sits_down_beside_a_learner_only_by_the_trainers_word(tmp_path: Path) -> None:
    room = begin(tmp_path)
    code = room.seats[0].code
    room.join(code, "Ann")
    with pytest.raises(ClassError, match="CS-602"):
        room.join(code, "Bo")
    seat = room.seats[0]
    room.pair(seat, shared=True)
    room.pair(seat, shared=False)
    with pytest.raises(ClassError, match="CS-602"):
        room.join(code, "Bo")
    room.pair(seat, shared=True)
    assert room.join(code, "Bo").seat.name == "Ann + Bo"
    with pytest.raises(ClassError, match="CS-602"):
        room.join(code, "Cy")
    room.new_code(seat)
    assert (seat.partner, seat.status) == ("", "free")
