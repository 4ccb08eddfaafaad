"""Before the meeting and beside it: fit card, checks, prompts, and what a second terminal shows."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pmtui import paths
from pmtui.deadlines import EXAMPLE_TAG
from pmtui.document.postmortem import Postmortem, replace
from pmtui.document.review import Review
from pmtui.meeting.agenda import agenda_for, with_minutes
from pmtui.meeting.clock import MeetingClock, clock_for
from pmtui.meeting.follower import follow_lines
from pmtui.meeting.place_file import MeetingPlace, forget_place, place_file, place_of, read_place, write_place
from pmtui.meeting.preflight import fit_card, pace_notices, preflight
from pmtui.meeting.questions import kind_of, prompts_for
from pmtui.meeting.shown import MeetingWording
from prompts.content import load_five_whys, load_policy, load_words
from prompts.meeting_shapes import Meeting

WALL = datetime(2026, 3, 17, 14, 0, tzinfo=UTC)


def notices(doc: Postmortem, meeting: Meeting, now: datetime = WALL) -> str:
    return " ".join(preflight(doc, meeting, load_policy(), dict(load_words()["milestone"]), now).notices)


class TestPreflight:
    @pytest.mark.parametrize(
        ("columns", "level"),
        [(80, "projector"), (90, "projector"), (91, "share"), (130, "share"), (131, "small")],
    )
    def test_the_fit_goes_by_the_columns(self, meeting: Meeting, columns: int, level: str) -> None:
        card = fit_card(columns, 24, meeting.fit)
        assert level == card.level
        assert f"{columns} by 24" in card.sentence

    def test_five_questions_are_asked_whatever_the_draft_holds(self, make, meeting: Meeting) -> None:
        found = preflight(make(timeline=()), meeting, load_policy(), {}, WALL)
        assert 5 == len(found.questions)

    def test_actions_without_owner_or_day_are_named(self, doc: Postmortem, meeting: Meeting) -> None:
        """S-76."""
        assert "Without an owner: a2. Without a day: a1, a2." == notices(doc, meeting)

    def test_many_are_counted(self, make, meeting: Meeting) -> None:
        doc = make(actions=[{"text": "x"} for _ in range(40)])
        assert "a6 and 34 more" in notices(doc, meeting)

    def test_milestones_that_are_not_marked_are_named_in_words(
        self, doc: Postmortem, meeting: Meeting
    ) -> None:
        without = replace(doc, timeline=doc.timeline[:1])
        assert "Not marked on the timeline: Detected, Acknowledged, Mitigated." in notices(without, meeting)

    def test_an_empty_draft_is_told_what_the_room_can_do(self, make, meeting: Meeting) -> None:
        found = notices(make(timeline=(), causes=(), actions=()), meeting)
        assert "The timeline is empty" in found
        assert "No causes" in found
        assert "No actions" in found

    @pytest.mark.parametrize(
        ("role", "told"), [("on-call engineer", True), ("Facilitator, from payments", False), (None, True)]
    )
    def test_a_facilitator_from_the_incident_is_told(
        self, make, meeting: Meeting, role: str | None, told: bool
    ) -> None:
        """S-56, S-81."""
        doc = make(participants=({"name": "priya rao", "role": role},))
        assert told == (meeting.preflight.involved in notices(doc, meeting))

    def test_nobody_to_lead_it_is_told(self, make, meeting: Meeting) -> None:
        assert meeting.preflight.facilitator in notices(make(meta={"id": "x"}), meeting)

    def test_a_review_after_its_time_is_told_kindly(self, doc: Postmortem, meeting: Meeting) -> None:
        """S-89."""
        assert "review 2 days late" in notices(doc, meeting, WALL + timedelta(days=4))
        assert "late" not in notices(doc, meeting)
        example = replace(doc, meta=replace(doc.meta, tags=(EXAMPLE_TAG,)))
        assert "late" not in notices(example, meeting, WALL + timedelta(days=4))

    def test_when_nothing_is_open_it_says_so(self, make, meeting: Meeting) -> None:
        doc = make(actions=({"text": "x", "owner": "Ada", "due": WALL.date()},))
        assert meeting.preflight.ready == notices(doc, meeting)


class TestPrompts:
    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("Team decided to roll back", "decision"),
            ("Priya was paged", "escalation"),
            ("Disk alert fired", "alert"),
            ("Service restarted", "action"),
            ("Handed over to the night shift", "handoff"),
            ("An unexpected drop", "surprise"),
            ("Undecidable", "other"),
            ("\x1b[2J" * 500, "other"),
        ],
    )
    def test_the_kind_is_told_by_words_where_an_event_has_none(
        self, make, meeting: Meeting, text: str, kind: str
    ) -> None:
        (event,) = make(timeline=({"at": WALL, "text": text},)).timeline
        assert kind == kind_of(event, meeting)

    def test_its_own_kind_goes_before_its_words(self, make, meeting: Meeting) -> None:
        (event,) = make(timeline=({"at": WALL, "text": "Alert fired", "kind": "handoff"},)).timeline
        assert "handoff" == kind_of(event, meeting)

    def test_two_are_shown_and_the_next_two_follow(self, doc: Postmortem, meeting: Meeting) -> None:
        bank = meeting.prompts["decision"]
        assert bank[:2] == prompts_for(doc.timeline[3], 4, meeting)
        assert bank[2:4] == prompts_for(doc.timeline[3], 4, meeting, turn=1)
        assert bank[:2] == prompts_for(doc.timeline[3], 4, meeting, turn=len(bank) // 2)

    def test_every_third_event_asks_for_hands_and_only_at_first(
        self, doc: Postmortem, meeting: Meeting
    ) -> None:
        asked = [meeting.hands in prompts_for(event, at, meeting) for at, event in enumerate(doc.timeline, 1)]
        assert [False, False, True, False, False, True] == asked
        assert meeting.hands not in prompts_for(doc.timeline[2], 3, meeting, turn=1)


def place(
    doc: Postmortem, meeting: Meeting, clock: MeetingClock | None = None, at: float = 60, **how: bool
) -> MeetingPlace:
    clock = clock or clock_for(agenda_for(doc, meeting)).begin(0).go_to(1, 60)
    shown = {"foresight": False, "roles": False, "blank": False} | how
    return place_of(
        clock.read(at, WALL), "timeline/event/e4", "timeline/event/e5", 0, clock.mode, WALL, **shown
    )


class TestPlaceFile:
    def test_what_was_written_is_read(self, doc: Postmortem, meeting: Meeting, tmp_path: Path) -> None:
        draft = tmp_path / "draft.toml"
        assert None is read_place(draft)
        assert "" == write_place(draft, place(doc, meeting))
        assert place(doc, meeting) == read_place(draft)
        forget_place(draft)
        forget_place(draft)
        assert None is read_place(draft)

    @pytest.mark.skipif(os.name == "nt", reason="modes are POSIX's")
    def test_it_is_private_and_holds_no_word_of_the_draft(
        self, doc: Postmortem, meeting: Meeting, tmp_path: Path
    ) -> None:
        draft = tmp_path / "draft.toml"
        write_place(draft, place(doc, meeting))
        file = place_file(draft)
        assert (0o600, 0o700) == (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777)
        held = file.read_text()
        assert "Payment" not in held
        assert "migration" not in held

    @pytest.mark.parametrize(
        "data",
        [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"segment": "timeline"}', b"[" * 50_000, b"{}" * 200_000],
    )
    def test_half_a_file_or_another_kind_of_file_is_no_meeting(self, tmp_path: Path, data: bytes) -> None:
        file = place_file(tmp_path / "draft.toml")
        file.parent.mkdir(parents=True)
        file.write_bytes(data)
        assert None is read_place(tmp_path / "draft.toml")

    @pytest.mark.parametrize(
        ("key", "value"),
        [("written", "noon"), ("written", "2026-03-17T14:00:00"), ("used_s", "5"), ("used_s", float("nan")),
         ("budget_s", 1e300), ("running", 1), ("turn", True), ("step", None)],
    )  # fmt: skip
    def test_a_value_that_does_not_fit_is_no_meeting(
        self, doc: Postmortem, meeting: Meeting, tmp_path: Path, key: str, value: object
    ) -> None:
        draft = tmp_path / "draft.toml"
        write_place(draft, place(doc, meeting))
        held = json.loads(place_file(draft).read_text())
        place_file(draft).write_text(json.dumps(held | {key: value}))
        assert None is read_place(draft)

    def test_what_a_later_version_adds_is_passed_over(
        self, doc: Postmortem, meeting: Meeting, tmp_path: Path
    ) -> None:
        draft = tmp_path / "draft.toml"
        write_place(draft, place(doc, meeting))
        held = json.loads(place_file(draft).read_text())
        place_file(draft).write_text(json.dumps(held | {"mood": "calm"}))
        assert place(doc, meeting) == read_place(draft)

    def test_a_folder_that_cannot_be_written_is_told_and_no_crash(
        self, doc: Postmortem, meeting: Meeting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "state").write_text("a file")
        monkeypatch.setenv("PMTUI_STATE", str(tmp_path / "state"))
        assert "cannot follow" in write_place(tmp_path / "draft.toml", place(doc, meeting))

    def test_it_lies_where_it_is_gone_after_a_restart(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
        assert paths.state_folder() / "meetings" == paths.meeting_folder(), "PMTUI_STATE goes first"
        monkeypatch.delenv("PMTUI_STATE")
        assert tmp_path / "pmtui" == paths.meeting_folder()
        monkeypatch.setenv("XDG_RUNTIME_DIR", "not/absolute")
        assert paths.state_folder() / "meetings" == paths.meeting_folder()


def follow(
    doc: Postmortem, meeting: Meeting, where: MeetingPlace | None, after: float = 0, width: int = 80
) -> str:
    now = WALL + timedelta(seconds=after)
    wording = MeetingWording(meeting, load_five_whys(), load_words(), {})
    return "\n".join(follow_lines(doc, where, now, wording, width))


class TestFollower:
    def test_it_waits_while_no_meeting_runs(self, doc: Postmortem, meeting: Meeting) -> None:
        assert "No meeting is running on this draft yet." in follow(doc, meeting, None)

    def test_clock_event_next_and_questions_are_shown(self, doc: Postmortem, meeting: Meeting) -> None:
        shown = follow(doc, meeting, place(doc, meeting), after=5)
        assert shown.startswith("2/6 TIMELINE · 14:55 left\nSegment ends 14:15 · meeting ends 14:55\n")
        assert "NOW     14:51 +17 min Attempt to kill the migration" in shown
        assert "NEXT    15:22 +48 min Writes work again" in shown
        assert "Which options were open?" in shown

    def test_an_overrun_moves_the_end_of_the_meeting(self, doc: Postmortem, meeting: Meeting) -> None:
        clock = clock_for(agenda_for(doc, meeting)).begin(0).go_to(1, 60)
        shown = follow(doc, meeting, place(doc, meeting, clock, at=60 + 899), after=11)
        assert "+00:10 OVER" in shown
        assert "meeting ends 14:40" in shown

    def test_a_pause_stands_still(self, doc: Postmortem, meeting: Meeting) -> None:
        clock = clock_for(agenda_for(doc, meeting)).begin(0).pause(30)
        shown = follow(doc, meeting, place(doc, meeting, clock), after=4000)
        assert "04:30 left · paused" in shown

    def test_a_window_that_went_silent_is_told(self, doc: Postmortem, meeting: Meeting) -> None:
        assert "heard from the meeting's window for 3 min" in follow(
            doc, meeting, place(doc, meeting), after=185
        )

    def test_a_clock_set_back_is_no_negative_time(self, doc: Postmortem, meeting: Meeting) -> None:
        assert "15:00 left" in follow(doc, meeting, place(doc, meeting), after=-3600)

    def test_the_next_event_is_the_facilitators_even_under_foresight(
        self, doc: Postmortem, meeting: Meeting
    ) -> None:
        shown = follow(doc, meeting, place(doc, meeting, foresight=True))
        assert "NEXT, hidden on the wall\n        15:22" in shown

    def test_a_meeting_that_is_over_says_so(self, doc: Postmortem, meeting: Meeting) -> None:
        over = replace(doc, review=Review(started=WALL, ended=WALL))
        assert "The meeting on this draft is over." in follow(over, meeting, place(doc, meeting))

    @pytest.mark.parametrize("width", [40, 80, 200])
    def test_hostile_and_endless_text_stays_inside_the_window(
        self, make, meeting: Meeting, width: int
    ) -> None:
        nasty = {"at": WALL, "text": "\x1b[2J\u202e[red]" + "x y" * 700}
        doc = make(timeline=(nasty, nasty), meta={"id": "x", "title": "\x1b]0;" + "t" * 300})
        where = place(make(), meeting)
        shown = follow(doc, meeting, where, width=width)
        assert "\x1b" not in shown
        assert "\u202e" not in shown
        assert width >= max(map(len, shown.split("\n")))
        assert len(shown.split("\n")) < 40

    @pytest.mark.parametrize("segment", ["open", "timeline", "causes", "actions", "discussion", "close"])
    def test_every_segment_of_an_empty_draft_can_be_followed(
        self, make, meeting: Meeting, segment: str
    ) -> None:
        empty = make(timeline=(), causes=(), actions=(), meta={"id": "x"})
        clock = clock_for(agenda_for(empty, meeting)).begin(0)
        clock = clock.go_to(agenda_for(empty, meeting).index(segment), 5)
        assert meeting.parts[segment].name.upper() in follow(empty, meeting, place(empty, meeting, clock))


class TestPace:
    def test_events_causes_and_actions_that_do_not_fit_their_minutes_are_told(
        self, make, meeting: Meeting
    ) -> None:
        many = tuple({"at": WALL, "text": f"event {number}"} for number in range(40))
        document = make(timeline=many)
        agenda = agenda_for(document, meeting)
        told = pace_notices(document, agenda, meeting)
        assert "Timeline: 40 in 15 minutes leaves 22 s for each." == told[0]
        assert meeting.preflight.stars == told[1]
        assert () == pace_notices(make(), agenda, meeting)

    def test_events_with_a_star_are_those_that_count(self, make, meeting: Meeting) -> None:
        many = tuple({"at": WALL, "text": f"event {number}"} for number in range(40))
        document = make(timeline=many, review={"starred": ("e1", "e2", "gone")})
        assert () == pace_notices(document, agenda_for(document, meeting), meeting)

    def test_less_time_for_the_causes_is_told(self, make, meeting: Meeting) -> None:
        document = make(causes=tuple({"text": f"cause {number}"} for number in range(9)))
        agenda = with_minutes(agenda_for(document, meeting), {"causes": 10})
        assert ("Causes: 9 in 10 minutes leaves 1 min 7 s for each.",) == pace_notices(
            document, agenda, meeting
        )
