"""`pmtui present`: what it asks the screens to open."""

from pathlib import Path

import pytest

from pmtui.cli.main import run
from pmtui.meeting.options import MeetingOptions

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    asked: list[tuple[object, ...]] = []

    def start(folder: Path, draft: Path | None, meeting: MeetingOptions | None = None) -> int:
        asked.append((draft, meeting))
        return 0

    monkeypatch.setattr("pmtui.app.start", start)
    monkeypatch.setattr("pmtui.cli.open.check_terminal", lambda: None)
    return asked


@pytest.fixture
def draft(capsys: Capture) -> Path:
    assert 0 == run(["example"])
    return Path(capsys.readouterr().out.strip())


def test_the_meeting_opens_as_usual(draft: Path, opened: list[tuple[object, ...]]) -> None:
    assert 0 == run(["present", str(draft)])
    assert [(draft, MeetingOptions())] == opened


def test_every_choice_of_the_facilitator_is_passed_on(draft: Path, opened: list[tuple[object, ...]]) -> None:
    words = ["--preset", "quick-30", "--timer", "up", "--foresight", "--roles"]
    assert 0 == run(["present", str(draft), *words])
    assert [(draft, MeetingOptions("quick-30", "up", True, True))] == opened


def test_an_agenda_that_is_not_there_is_answered_with_those_that_are(
    draft: Path, opened: list[tuple[object, ...]], capsys: Capture
) -> None:
    assert 2 == run(["present", str(draft), "--preset", "lunch"])
    assert "review-60, review-45, debrief-60, quick-30" in capsys.readouterr().err
    assert [] == opened


def test_without_a_terminal_it_says_so(draft: Path, capsys: Capture) -> None:
    assert 2 == run(["present", str(draft)])
    assert "need a terminal" in capsys.readouterr().err
