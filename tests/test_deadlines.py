from datetime import UTC, datetime, timedelta

import pytest

from pmtui.deadlines import EXAMPLE_TAG, Deadline, time_left
from prompts.shapes import Deadlines, Level, Policy, Scale

ENDED = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
POLICY = Policy(
    scales={"sev": Scale("sev", "SEV", (Level("SEV-1", 1, ""), Level("SEV-3", 3, "")))},
    deadlines={1: Deadlines(draft=48, review=96, final=120)},
    templates={},
    priorities={},
    triggers=(),
)


def left(status: str, after: timedelta, severity: str | None = "SEV-1") -> Deadline | None:
    return time_left(ENDED, severity, status, ENDED + after, POLICY)


@pytest.mark.parametrize(
    ("words", "status", "after"),
    [
        ("draft due in 1 day 4 h", "draft", timedelta(hours=20)),
        ("draft due in 2 days", "draft", timedelta()),
        ("draft due in 1 day", "draft", timedelta(hours=23, minutes=40)),
        ("draft due in 5 h", "draft", timedelta(hours=42, minutes=1)),
        ("draft due in 20 min", "draft", timedelta(hours=47, minutes=40)),
        ("draft 3 days late", "draft", timedelta(hours=48 + 72)),
        ("review due in 3 days", "in_review", timedelta(hours=20)),
        ("final 40 min late", "reviewed", timedelta(hours=120, minutes=40)),
    ],
)  # fmt: skip
def test_time_left_is_said_as_coarsely_as_a_person_would(words, status, after):
    deadline = left(status, after)
    assert deadline is not None
    assert words == deadline.words


def test_due_moment_counts_from_the_end_of_the_incident():
    deadline = left("in_review", timedelta(hours=100))
    assert Deadline("review", ENDED + timedelta(hours=96), timedelta(hours=-4)) == deadline
    assert deadline.late


@pytest.mark.parametrize(
    ("ended", "severity", "status"),
    [
        (None, "SEV-1", "draft"),  # still going on
        (ENDED, None, "draft"),
        (ENDED, "terrible", "draft"),  # in no scale
        (ENDED, "SEV-3", "draft"),  # the policy sets nothing for it
        (ENDED, "SEV-1", "closed"),
        (ENDED, "SEV-1", "a status from a later version"),
        (datetime.max.replace(tzinfo=UTC), "SEV-1", "draft"),
    ],
)
def test_without_an_end_a_known_severity_or_anything_ahead_there_is_no_deadline(ended, severity, status):
    assert time_left(ended, severity, status, ENDED, POLICY) is None


def test_an_example_is_never_late():
    years = ENDED + timedelta(days=900)
    assert time_left(ENDED, "SEV-1", "reviewed", years, POLICY).late
    assert time_left(ENDED, "SEV-1", "reviewed", years, POLICY, ("cache", EXAMPLE_TAG)) is None


def test_list_of_drafts_can_show_deadlines_without_loading_pydantic():
    import subprocess
    import sys

    code = "import sys, pmtui.deadlines; print('pydantic' in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "False"
