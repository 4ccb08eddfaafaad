"""However a review meeting is cut short, it goes on with its clock and everything that was captured."""

import signal
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pmtui.document.postmortem import Postmortem
from pmtui.drafts.file.format import dump
from pmtui.drafts.folder.library import read_document

pytestmark = pytest.mark.deep

Open = Callable[..., "Window"]  # type: ignore[name-defined]  # noqa: F821  # of conftest, which cannot be imported
BEGAN = datetime(2026, 3, 15, 14, 34, tzinfo=UTC)
# Stands for a long meeting: its clock counts a minute for every second. Nothing else of the program is changed.
A_MINUTE_A_SECOND = """
import time
from pmtui.meeting import times
times.Times.__init__.__defaults__ = (lambda: time.monotonic() * 60, times._wall, 0.15)
"""
NEXT, BACK_TO_WALKING = " ", "\x1b"
KILLED_AT = 20 * 60
LOSS = 2 * 60  # seconds of the meeting's clock: two ticks of a program whose every tick is a minute


@pytest.fixture(autouse=True)
def _incident(draft: Path) -> None:
    """Put something to meet about into the draft."""
    events = [{"at": BEGAN + timedelta(minutes=n), "text": f"Event number {n}"} for n in range(6)]
    document = Postmortem.model_validate(
        {"meta": {"id": "abc123", "title": "Payment API outage"}, "timeline": events}
    )
    draft.write_bytes(dump(document))


def used(draft: Path) -> int:
    """Return the seconds of the meeting that the draft's file knows of."""
    return sum(row.used_s for row in read_document(draft).review.segment)


def captured(draft: Path) -> list[tuple[str, str]]:
    """Return the kinds and words of what the draft's file holds of the meeting."""
    return [(row.kind, row.text) for row in read_document(draft).review.capture]


def begin(window: "Window", draft: Path) -> None:  # type: ignore[name-defined]  # noqa: F821
    """Pass the card, and let the clock run."""
    window.type("\r")
    window.sees("NOT STARTED")
    window.read(0.5)  # the card is still being taken away
    window.type(NEXT)
    window.sees("segment ends")
    window.until(lambda: read_document(draft).review.started)


def catch(window: "Window", draft: Path, key: str, kind: str, text: str) -> None:  # type: ignore[name-defined]  # noqa: F821
    """Catch one line, and wait until it is on the disk."""
    window.type(f"{key}{text}\r")
    window.until(lambda: (kind, text) == captured(draft)[-1] if captured(draft) else False)
    window.type(BACK_TO_WALKING)
    window.read(0.5)  # an Escape that is followed by a key at once would be another key


def test_a_meeting_killed_at_minute_twenty_goes_on_with_its_clock_and_every_capture(
    open_meeting: Open, draft: Path
) -> None:
    window = open_meeting(A_MINUTE_A_SECOND)
    begin(window, draft)
    catch(window, draft, "n", "note", "Two people are new")
    window.until(lambda: used(draft) >= 5 * 60)
    window.type("]" + NEXT * 2)
    window.sees("Event 3 of 6")
    catch(window, draft, "a", "idea", "Add an alert")
    catch(window, draft, "d", "decision", "Roll out on Monday")
    catch(window, draft, "p", "parked", "The replica")
    window.until(lambda: used(draft) >= KILLED_AT)
    window.signal(signal.SIGKILL)
    assert -signal.SIGKILL == window.end()
    before, stood = captured(draft), used(draft)
    assert [
        ("note", "Two people are new"),
        ("idea", "Add an alert"),
        ("decision", "Roll out on Monday"),
        ("parked", "The replica"),
    ] == before
    assert KILLED_AT <= stood <= KILLED_AT + LOSS

    window = open_meeting(A_MINUTE_A_SECOND)
    window.sees("This meeting has begun already")
    window.type("\r")
    window.sees("Event 3 of 6")
    window.sees("PAUSED")
    window.sees("1 note · 1 decision · 1 idea · 1 parked item")
    window.read(3.0)
    assert stood == used(draft)  # the time that nobody met is nobody's
    window.type(NEXT)
    catch(window, draft, "n", "note", "Where were we")
    assert [*before, ("note", "Where were we")] == captured(draft)
    assert stood < used(draft) < stood + 10 * 60
    assert "timeline" == read_document(draft).review.at_segment
    assert "timeline" == read_document(draft).review.capture[-1].segment


@pytest.mark.parametrize("end", ["SIGHUP", "SIGTERM", "SIGINT", "hang up"])
def test_a_line_that_was_typed_and_not_entered_is_kept_when_the_meeting_is_ended_from_outside(
    open_meeting: Open, draft: Path, end: str
) -> None:
    window = open_meeting()
    begin(window, draft)
    catch(window, draft, "n", "note", "Entered")
    window.type("dRoll out on Mon")
    window.sees("Roll out on Mon")
    if end == "hang up":
        window.hang_up()
    else:
        window.signal(getattr(signal, end))
    assert 128 + (signal.SIGHUP if end == "hang up" else getattr(signal, end)) == window.end()
    assert [("note", "Entered"), ("decision", "Roll out on Mon")] == captured(draft)


def test_a_kill_in_the_middle_of_a_line_costs_that_line_and_nothing_else(
    open_meeting: Open, draft: Path
) -> None:
    window = open_meeting()
    begin(window, draft)
    for number in range(5):
        catch(window, draft, "n", "note", f"Note {number}")
    window.type("dRoll out on Mon")
    window.sees("Roll out on Mon")
    window.signal(signal.SIGKILL)
    assert -signal.SIGKILL == window.end()
    assert [("note", f"Note {number}") for number in range(5)] == captured(draft)
