"""What a scenario can say of messages, ways out, steps, timeline, WORK, reports, OFS3, nights and numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from cstui.content import ContentError
from cstui.policy.rulebook import load_rulebook
from cstui.scenario.expect import Check
from cstui.scenario.play import play
from cstui.scenario.proof import prove
from cstui.scenario.read import read_scenario
from tests.kernel.scenario.test_format import HEAD, STEP, read, schedule

MISSED = (
    schedule('"day +8"')
    + '[[step]]\non = "day +8"\nact = "record-outcome"\nwith = { appointment = 1, outcome = "F" }\n'
)
SECOND = (
    '[[step]]\non = "day +8"\nact = "schedule-appointment"\n'
    'with = { purpose = "SI", on = "day +17", at = "09:00" }\n'
    '[[step]]\non = "day +17"\nact = "record-outcome"\nwith = { appointment = 2, outcome = "F" }\n'
)
REPORT = '[[step]]\nact = "report-non-cooperation"\nwith = { ground = "MA", failed_on = "day +8" }\n'
REPORTED = MISSED + SECOND + REPORT.replace("day +8", "day +17")


def checks(text: str) -> list[Check]:
    played = play(read_scenario(Path("a.toml"), HEAD + text), load_rulebook())
    with played.store:
        return list(played.checks)


def verdicts(before: str, *asked: str) -> list[bool]:
    """Whether each expectation holds; everything before it does."""
    steps = "".join(f"[[step]]\nexpect = {{ {one} }}\n" for one in asked)
    found = checks(before + steps)
    assert [str(check) for check in found[: -len(asked)] if not check.passed] == []
    return [check.passed for check in found[-len(asked) :]]


@pytest.mark.parametrize(
    ("told", "holds"),
    [
        ('says = "1 of 2"', True),
        ('way_out = ["Record the outcome", "F4"]', True),
        ('says = "2 of 2"', False),
        ('way_out = ["Record the outcome", "pray"]', False),
        ('says = "Record the outcome"', False),
    ],
)
def test_an_act_s_message_and_way_out_are_asked(told: str, holds: bool) -> None:
    last = checks(f'{MISSED}{REPORT}refused = ["LA-E520-01"]\n{told}\n')[-1]
    assert last.passed is holds
    assert holds or "Way out: Record the outcome of each appointment" in last.found


def test_the_message_of_an_act_that_is_done_is_asked() -> None:
    assert checks(schedule('"day +8"') + 'says = "03/11/2026"\n')[-1].passed
    assert not checks(schedule('"day +8"') + 'says = "03/12/2026"\n')[-1].passed


def test_what_a_considered_act_would_be_told_is_asked() -> None:
    considered = 'consider = "report-non-cooperation", with = { ground = "MA", failed_on = "day +8" }'
    assert verdicts(
        MISSED,
        f'{considered}, finding = "LA-E520-01", says = "1 of 2", way_out = "F4"',
        f'{considered}, finding = "LA-E520-01", says = "2 of 2"',
        f'{considered}, finding = "LA-E520-01", way_out = "wait"',
    ) == [True, False, False]


def test_steps_of_the_guide_are_asked_the_first_or_any_or_none() -> None:
    assert verdicts(
        MISSED,
        'next = "schedule", text = "second"',
        'next = "schedule", text = "third"',
        'next_is_not = "report"',
        'next_is_not = "schedule"',
        'next_is_not = "schedule", rule = "LA-E520-01"',
        'step = "schedule", count = 1',
        'step = "report"',
        'step = "report", count = 0',
        'step = "schedule", due = "day +400"',
    ) == [True, False, True, False, True, True, False, True, False]


def test_a_step_that_is_not_the_first_is_found() -> None:
    note = '[[step]]\nact = "set-reminder"\nwith = { due = "day +30", text = "Call the school." }\n'
    assert verdicts(
        MISSED + note + '[[step]]\nnightly = "day +30"\n',
        'next = "reminder", text = "school"',
        'next_is_not = "schedule"',
        'step = "schedule"',
    ) == [True, True, True]


def test_rows_of_the_timeline_are_asked() -> None:
    assert verdicts(
        MISSED,
        'timeline = "failed", where = { on = "day +8", kind = "done" }, count = 1',
        'timeline = ["nothing", "failed"]',
        'timeline = "failed", where = { on = "day +9" }',
        'timeline = "failed", where = { kind = "coming" }',
        'timeline = "never", count = 0',
    ) == [True, True, False, False, True]


def test_lines_of_work_are_asked() -> None:
    assert verdicts(
        REPORTED.removesuffix(REPORT.replace("day +8", "day +17")),
        'work = "report", where = { rule = "LA-E521-10" }',
        'work = ["pend", "report"], count = 1',
        'work = "pend"',
        'work = "report", count = 0',
        'work = "report", where = { urgency = 9 }',
    ) == [True, True, False, False, False]


def test_lines_of_a_report_are_asked() -> None:
    assert verdicts(
        REPORTED,
        'report = "lem4145r1", where = { ground = "MA", failed_on = "day +17", reported_on = false }',
        'report = "lem4145r1", where = { doing = ["wait", "decide"] }, count = 1',
        'report = "lem4145r1", where = { ground = "CT" }',
        'report = "lem4145r1", count = 0',
    ) == [True, True, False, False]
    assert verdicts(MISSED, 'report = "lem4145r1", count = 0') == [True]


def test_the_lines_of_ofs3_are_asked() -> None:
    brought = '[[step]]\nact = "receive-ofs53"\nwith = { received_on = "day +17" }\n'
    asked = (
        'ofs3 = "17000123", needed = true, agrees = false, stands = "MA"',
        'ofs3 = "17000123", agrees = true',
        'ofs3 = "17000999"',
    )
    assert verdicts(REPORTED + brought, *asked) == [True, False, False]
    agreed = '[[step]]\nact = "agree-on-cases"\nwith = { cases = ["17000123"] }\n'
    assert verdicts(REPORTED + brought + agreed, *asked) == [False, True, False]


GIVEN = """[[case.good_cause]]
reason = "01"
standing = "determined"
on = "day -5"
"""


def test_good_cause_is_given() -> None:
    asked = ('consider = "report-non-cooperation", with = { ground = "MA", failed_on = "day +17" }',)
    found = [f'{asked[0]}, finding = "LA-E520-06"', 'fact = "good_cause[0].received_on", is = "day -5"']
    misses = REPORTED.removesuffix(REPORT.replace("day +8", "day +17"))
    assert verdicts(GIVEN + misses, *found) == [True, True]
    assert verdicts(misses, *found) == [False, False]


ONE = '[[parameter]]\nname = "missed_appointments"\nis = 1\n'


def test_a_number_of_the_rules_is_another_in_a_play() -> None:
    assert not checks(MISSED + REPORT)[-1].passed
    assert checks(ONE + MISSED + REPORT)[-1].passed
    assert load_rulebook().parameters["missed_appointments"].value[-1].value == 2


def test_the_proof_of_rules_keeps_the_numbers_of_the_play() -> None:
    refused = (
        '[[parameter]]\nname = "missed_appointments"\nis = 3\n' + REPORTED + 'refused = ["LA-E520-01"]\n'
    )
    proof = prove("LA-E520-01", load_rulebook(), [read_scenario(Path("a.toml"), HEAD + refused)])
    assert proof.refusing == ("a",)


def test_a_night_is_run_again() -> None:
    night = '[[step]]\nnightly = "day +3"\n'
    found = checks(
        schedule('"day +8"') + night + night + "again = true\n" + MISSED[len(schedule('"day +8"')) :]
    )
    assert [(check.kind, check.passed) for check in found] == [("act", True), ("night", True), ("act", True)]


@pytest.mark.parametrize(
    ("added", "line", "said"),
    [
        ('[[step]]\nnightly = "day +3"\nagain = true\n', STEP + 1, "was not run yet"),
        ('[[step]]\nact = "close-case"\nagain = true\n', STEP + 2, "goes with `nightly`"),
        ('[[step]]\nnightly = "day +3"\nsays = "x"\n', STEP, "takes no `with`"),
        ('[[step]]\nexpect = { next = "none", says = "x" }\n', STEP + 1, "go with `consider`"),
        ('[[step]]\nexpect = { next = "none", where = { on = 1 } }\n', STEP + 1, "goes with `where`"),
        ('[[step]]\nexpect = { report = "lem9" }\n', STEP + 1, "there are lem4145r1"),
        ('[[step]]\nexpect = { timeline = "x", where = { kindd = 1 } }\n', STEP + 1, "did you mean kind?"),
        ('[[step]]\nexpect = { work = "x", where = { dew = 1 } }\n', STEP + 1, "did you mean due?"),
        ('[[step]]\nexpect = { work = "x", where = { due = "soon" } }\n', STEP + 1, "not a date"),
        ('[[parameter]]\nname = "missed"\nis = 1\n', STEP + 1, "there is no parameter missed"),
        ('[[parameter]]\nname = "missed_appointments"\nis = true\n', STEP + 2, "not a value of"),
        (ONE + ONE, STEP + 4, "given twice"),
        ('[[case.good_cause]]\nreason = "01"\nstanding = "maybe"\non = "day -5"\n', STEP + 2, "maybe"),
    ],
)
def test_what_is_written_wrongly_is_named_with_its_line(added: str, line: int, said: str) -> None:
    with pytest.raises(ContentError) as error:
        read(HEAD + added)
    assert said in error.value.fault
    assert error.value.line == line
