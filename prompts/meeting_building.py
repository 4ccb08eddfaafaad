"""Builds what the review meeting says from the tables of `meeting.toml`."""

from typing import cast

from prompts.meeting_shapes import (
    WALKS,
    CloseCard,
    FitWords,
    Meeting,
    MeetingPart,
    OpenCard,
    PreflightWords,
    Preset,
    ResetCard,
    Walk,
)
from prompts.tables import Table

LONGEST = 24 * 60  # minutes; a segment beyond a day is a slip of the hand
SHOWN_AT_ONCE = 2  # prompts beside an event
ALWAYS_THERE = ("surprise", "other")  # kinds of prompt that no event carries itself


def build_meeting(file: Table) -> Meeting:
    """Build the wording of the meeting from the whole of its file."""
    with file:
        parts = {table.name: _part(table) for table in file.table("segments").children()}
        presets = {table.name: _preset(table, parts) for table in file.table("presets").children()}
        return Meeting(
            default=file.choice("default", tuple(presets)),
            presets=presets,
            parts=parts,
            amber_percent=file.whole("amber_percent"),
            amber_minutes=file.whole("amber_minutes"),
            extra_minutes=file.whole("extra_minutes"),
            final_hours=file.whole("final_hours"),
            follow_up_days=file.whole("follow_up_days"),
            hands_every=file.whole("hands_every"),
            hands=file.text("hands"),
            open=_open_card(file.table("open")),
            close=_close_card(file.table("close")),
            resets=tuple(_reset(row) for row in file.rows("reset")),
            prompts=_prompts(file.table("prompts")),
            guess=_guess(file.table("guess")),
            preflight=_preflight(file.table("preflight")),
            fit=_fit(file.table("fit")),
        )


def _part(table: Table) -> MeetingPart:
    with table:
        walk = cast(Walk, table.choice("walk", WALKS))
        return MeetingPart(table.name, table.text("name"), walk, table.texts("ask"))


def _preset(table: Table, parts: dict[str, MeetingPart]) -> Preset:
    with table:
        minutes = table.table("segments")
        lengths = minutes.numbers()
        # A team's file cannot take a key out of ours, so 0 minutes leave a segment out.
        kept = tuple((segment, length) for segment, length in lengths.items() if length)
        preset = Preset(table.name, table.text("name"), table.text("about"), kept)
    for segment, length in lengths.items():
        if segment not in parts:
            raise minutes.wrong(segment, f"there is no segment of this id; known: {', '.join(parts)}.")
        if length > LONGEST:
            raise minutes.wrong(segment, f"minutes are expected, at most {LONGEST}.")
    if not kept:
        raise table.wrong("segments", "an agenda has at least one segment.")
    return preset


def _open_card(table: Table) -> OpenCard:
    with table:
        return OpenCard(
            purpose=table.text("purpose"),
            directive=table.text("directive"),
            attribution=table.text("attribution"),
            rules=table.texts("rules"),
            recording_on=table.text("recording_on"),
            recording_off=table.text("recording_off"),
            notes=table.text("notes"),
            first_time=table.text("first_time"),
            afterwards=table.text("afterwards"),
        )


def _close_card(table: Table) -> CloseCard:
    with table:
        return CloseCard(
            heading=table.text("heading"),
            decisions=table.text("decisions"),
            actions=table.text("actions"),
            missing=table.text("missing"),
            parked=table.text("parked"),
            corrections=table.text("corrections"),
            minutes=table.text("minutes"),
            learned=table.text("learned"),
            again=table.text("again"),
            final=_with_places(table, "final", "final"),
            follow_up=_with_places(table, "follow_up", "follow_up"),
            thanks=table.text("thanks"),
        )


def _reset(table: Table) -> ResetCard:
    with table:
        return ResetCard(table.text("situation"), _with_places(table, "text", "clock"))


def _prompts(table: Table) -> dict[str, tuple[str, ...]]:
    prompts = {kind: table.texts(kind) for kind in table.key_names()}
    for kind in ALWAYS_THERE:
        if kind not in prompts:
            raise table.wrong(kind, "this key is missing.")
    for kind, questions in prompts.items():
        if len(questions) < SHOWN_AT_ONCE:
            raise table.wrong(kind, f"at least {SHOWN_AT_ONCE} questions are expected.")
    return prompts


def _guess(table: Table) -> dict[str, tuple[str, ...]]:
    return {kind: table.texts(kind) for kind in table.key_names()}


def _preflight(table: Table) -> PreflightWords:
    with table:
        return PreflightWords(
            heading=table.text("heading"),
            questions=table.texts("questions"),
            no_timeline=table.text("no_timeline"),
            no_causes=table.text("no_causes"),
            no_actions=table.text("no_actions"),
            milestones=_with_places(table, "milestones", "milestones"),
            owners=_with_places(table, "owners", "actions"),
            days=_with_places(table, "days", "actions"),
            facilitator=table.text("facilitator"),
            involved=table.text("involved"),
            late=_with_places(table, "late", "deadline"),
            ready=table.text("ready"),
        )


def _fit(table: Table) -> FitWords:
    with table:
        return FitWords(
            projector_columns=table.whole("projector_columns"),
            share_columns=table.whole("share_columns"),
            projector=_with_places(table, "projector", "columns", "rows"),
            share=_with_places(table, "share", "columns", "rows"),
            small=_with_places(table, "small", "columns", "rows"),
        )


def _with_places(table: Table, key: str, *names: str) -> str:
    """Return a text in which only these names may stand in braces."""
    words = table.text(key)
    try:
        words.format(**dict.fromkeys(names, ""))
    except (KeyError, IndexError, ValueError, AttributeError):
        known = ", ".join(f"{{{name}}}" for name in names)
        raise table.wrong(key, f"only {known} may stand in braces.") from None
    return words
