"""Builds what the review meeting says from the tables of `meeting.toml`."""

from prompts.filling import fill
from prompts.meeting_shapes import Meeting, MeetingPart, Preset, ResetCard
from prompts.tables import Table

LONGEST = 24 * 60  # minutes; a segment beyond a day is a slip of the hand
SHOWN_AT_ONCE = 2  # prompts beside an event
ALWAYS_THERE = ("surprise", "other")  # kinds of prompt that no event carries itself


def build_meeting(file: Table) -> Meeting:
    """Build the wording of the meeting from the whole of its file."""
    parts = {
        table.name: fill(MeetingPart, table, id=table.name) for table in file.table("segments").children()
    }
    presets = {table.name: _preset(table, parts) for table in file.table("presets").children()}
    return fill(
        Meeting,
        file,
        default=file.choice("default", tuple(presets)),
        presets=presets,
        parts=parts,
        resets=tuple(fill(ResetCard, row) for row in file.rows("reset")),
        prompts=_prompts(file.table("prompts")),
        guess=_texts_by_kind(file.table("guess")),
    )


def _preset(table: Table, parts: dict[str, MeetingPart]) -> Preset:
    minutes = table.table("segments")
    lengths = minutes.numbers()
    # A team's file cannot take a key out of ours, so 0 minutes leave a segment out.
    kept = tuple((segment, length) for segment, length in lengths.items() if length)
    preset = fill(Preset, table, id=table.name, segments=kept)
    for segment, length in lengths.items():
        if segment not in parts:
            raise minutes.wrong(segment, f"there is no segment of this id; known: {', '.join(parts)}.")
        if length > LONGEST:
            raise minutes.wrong(segment, f"minutes are expected, at most {LONGEST}.")
    if not kept:
        raise table.wrong("segments", "an agenda has at least one segment.")
    return preset


def _prompts(table: Table) -> dict[str, tuple[str, ...]]:
    prompts = _texts_by_kind(table)
    for kind in ALWAYS_THERE:
        if kind not in prompts:
            raise table.wrong(kind, "this key is missing.")
    for kind, questions in prompts.items():
        if len(questions) < SHOWN_AT_ONCE:
            raise table.wrong(kind, f"at least {SHOWN_AT_ONCE} questions are expected.")
    return prompts


def _texts_by_kind(table: Table) -> dict[str, tuple[str, ...]]:
    return {kind: table.texts(kind) for kind in table.key_names()}
