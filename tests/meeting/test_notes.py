"""The account of a meeting: what it changed, as part of the draft and as a document of its own.

The golden file is written anew by `GOLDEN=write pytest tests/meeting/test_notes.py`; read the difference before keeping it.
"""

import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pmtui.document.fields import set_text
from pmtui.document.postmortem import Postmortem, replace
from pmtui.document.review import Capture, Review
from pmtui.drafts.file.format import dump, load
from pmtui.meeting.agenda import agenda_for
from pmtui.meeting.capture_line import parse_capture_line
from pmtui.meeting.captures import Context, accept_idea, add_capture, correct_event, drop_idea, merge_idea
from pmtui.meeting.finish import finish
from pmtui.meeting.meeting_changes import meeting_changes
from pmtui.meeting.notes import meeting_notes_markdown, review_notes
from pmtui.meeting.stored import begin, clock_of, count_hands
from prompts.content import load_meeting, load_words
from prompts.meeting_shapes import Meeting

GOLDEN = Path(__file__).parents[1] / "golden" / "meeting.md"
WALL = datetime(2026, 3, 17, 14, 0, tzinfo=UTC)
MARKDOWN = MarkdownIt("commonmark").enable("table")


def held(doc: Postmortem, meeting: Meeting) -> Postmortem:
    """Return the document after a meeting in which everything happens once."""
    agenda = agenda_for(doc, meeting, "quick-30")
    now = begin(doc, agenda, WALL, "version")
    seen, asked = Context("timeline", event="e4", at=WALL), Context("causes", cause="w2", at=WALL)

    def catch(text: str, kind: str, context: Context) -> None:
        nonlocal now
        now = add_capture(now, parse_capture_line(text, kind, WALL.date()), context)  # type: ignore[arg-type]  # a case of a table

    catch("The pager rang twice\nand was *quiet* then", "note", seen)
    catch("Alert on `pg_locks` @sarah !p1 ^2026-03-22 #detect", "idea", seen)
    catch("One dashboard for locks", "idea", seen)
    catch("Rewrite it in <b>Rust</b>", "idea", asked)
    catch("Add a staging copy", "idea", asked)
    catch("Migrations go out on Tuesdays only", "decision", asked)
    catch("Cost of a replica @tom", "parked", asked)
    catch("Who pays?", "parked", Context("discussion"))
    now = correct_event(now, "timeline.e4.at", "14:53", seen)
    now = set_text(now, "causes.w2.text", "Nothing limits how long a lock is held")
    now = set_text(now, "summary", "Orders could not be paid for 93 minutes.")
    now = drop_idea(merge_idea(accept_idea(now, "a3"), "a4", "a2"), "a5")
    now = count_hands(now, learned=8, again=1)
    clock = clock_of(doc, agenda, meeting).begin(0).go_to(1, 90).go_to(2, 800).go_to(4, 1000)
    return finish(
        now, clock, 1100, WALL + timedelta(minutes=25), step_key="close/close", agenda=agenda, meeting=meeting,
        baseline=doc, words=load_words(),
    )  # fmt: skip


def account(doc: Postmortem, baseline: Postmortem | None, meeting: Meeting) -> str:
    changes = meeting_changes(doc, baseline, agenda_for(doc, meeting))
    return meeting_notes_markdown(doc, changes, load_words())


def test_the_account_is_printed_as_its_golden_file_says(doc: Postmortem, meeting: Meeting) -> None:
    written = account(held(doc, meeting), doc, meeting)
    if os.environ.get("GOLDEN") == "write":
        GOLDEN.write_text(written, encoding="utf-8", newline="\n")
    assert GOLDEN.read_text(encoding="utf-8") == written


def test_the_draft_holds_the_same_account_after_notes_that_were_there(
    doc: Postmortem, meeting: Meeting
) -> None:
    noted = replace(doc, review=Review(notes="A calm hour.\n"))
    after = held(noted, meeting)
    assert after.review.notes.startswith(
        "A calm hour.\n\nReviewed on 2026-03-17 14:00 to 14:25 UTC.\n\n**Decisions**"
    )
    assert "reviewed" == after.meta.status
    assert after == load(dump(after), "draft.toml")


def test_the_meeting_is_compared_with_its_beginning(doc: Postmortem, meeting: Meeting) -> None:
    after = held(doc, meeting)
    changes = meeting_changes(after, doc, agenda_for(after, meeting))
    assert [("e4", "changed")] == [(row.row, row.kind) for row in changes.events]
    assert (("at", "2026-03-15 14:51", "2026-03-15 14:53"),) == changes.events[0].details
    assert [("w2", "changed")] == [(row.row, row.kind) for row in changes.causes]
    assert {("a3", "added"), ("a6", "added")} == {
        (row.row, row.kind) for row in changes.actions if row.kind == "added"
    }
    assert ("summary",) == changes.fields
    assert ["a3"] == [action.id for action in changes.agreed]
    assert ["a2", "a6"] == [action.id for action in changes.ideas]
    assert [("Opening", 90, 120), ("Timeline", 710, 600)] == [
        (use.name, use.used_s, use.budget_s) for use in changes.minutes[:2]
    ]
    assert 1100 == changes.used_s


def test_captures_of_an_earlier_meeting_are_not_told_again(doc: Postmortem, meeting: Meeting) -> None:
    earlier = replace(doc, review=Review(capture=(Capture(kind="decision", text="Decided last week"),)))
    assert "Decided last week" not in account(held(earlier, meeting), earlier, meeting)


def test_without_its_beginning_the_account_tells_what_was_captured(doc: Postmortem, meeting: Meeting) -> None:
    after = held(doc, meeting)
    changes = meeting_changes(after, None, agenda_for(after, meeting))
    assert (False, ()) == (changes.compared, changes.events)
    assert ["a3"] == [action.id for action in changes.agreed]
    assert "Migrations go out on Tuesdays only" in account(after, None, meeting)


def test_a_draft_without_a_meeting_says_so(doc: Postmortem, meeting: Meeting) -> None:
    assert "# Review meeting: Payment API outage\n\n_The meeting has not begun._" == (
        account(doc, None, meeting).split("\n\n## ")[0].rstrip()
    )


NASTY = [
    "# x",
    "- y",
    "</script><img src=x>",
    "| a | b |",
    "``` \n~~~",
    "[a](javascript:b)",
    "\x1b[2J",
    "\u202eevil",
    "1. z",
]


@pytest.mark.parametrize("text", NASTY)
def test_hostile_text_stays_text(doc: Postmortem, meeting: Meeting, text: str) -> None:
    captures = tuple(
        Capture(kind=kind, text=text, taker=text) for kind in ("note", "decision", "parked", "correction")
    )
    started = replace(doc, review=Review(started=WALL, capture=captures))
    written = account(started, doc, meeting)
    tokens = MARKDOWN.parse(written)
    inline = [child.type for token in tokens for child in token.children or []]
    assert not {"html_block", "fence", "code_block", "ordered_list_open", "blockquote_open"} & {
        t.type for t in tokens
    }
    assert not {"html_inline", "link_open", "image", "code_inline", "em_open", "strong_open"} & set(inline)
    assert "\x1b" not in written
    assert "\u202e" not in written


@given(st.text(min_size=1, max_size=80).filter(lambda text: text.strip()))
def test_any_capture_stays_one_item_of_the_list(text: str) -> None:
    meeting = load_meeting()
    doc = Postmortem.model_validate(
        {"meta": {"id": "x"}, "review": {"started": WALL, "capture": ({"text": text},)}}
    )
    changes = meeting_changes(doc, None, agenda_for(doc, meeting))
    for written in (
        review_notes(doc, changes, load_words()),
        meeting_notes_markdown(doc, changes, load_words()),
    ):
        kinds = [token.type for token in MARKDOWN.parse(written)]
        assert 1 == kinds.count("list_item_open")
        assert 1 == kinds.count("bullet_list_open")


def test_the_account_names_the_event_in_words_and_every_action_that_is_agreed(make, meeting: Meeting) -> None:
    before = make(
        actions=(
            {"text": "Set lock_timeout", "state": "agreed"},
            {"text": "Read migrations twice", "state": "in_progress"},
            {"text": "Graph lock waits", "state": "proposed"},
            {"text": "Done long ago", "state": "done"},
        )
    )
    agenda = agenda_for(before, meeting)
    now = begin(before, agenda, WALL, "")
    note = parse_capture_line("Waiting felt safer", "note", WALL.date())
    now = add_capture(now, note, Context(segment="timeline", event="e4", at=WALL))
    now = accept_idea(now, "a3")
    written = account(now, before, meeting)
    assert (
        "- Waiting felt safer (at 2026-03-15 14:51, Attempt to kill the migration rather than wait)"
        in written
    )
    agreed, earlier = written.split("## Agreed before, and still open")
    assert "a3 Graph lock waits" in agreed
    assert ["a1 Set lock_timeout", "a2 Read migrations"] == re.findall(
        r"^- (a\d \w+ \w+)", earlier, re.MULTILINE
    )
    assert "Done long ago" not in written
