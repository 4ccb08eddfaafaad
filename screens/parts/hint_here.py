"""The hint that a person means, where it stands, and the changes to the draft that can be made of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from pmtui.document.field_problem import FieldProblem
from pmtui.document.fields import get_value, set_text
from pmtui.document.hint_choices import promise_figure
from pmtui.document.postmortem import Change
from pmtui.document.zones import in_zone
from pmtui.drafts.open_draft import OpenDraft
from screens.widgets.prose_editor import ProseEditor
from screens.widgets.prose_hints import Hint

if TYPE_CHECKING:  # nothing of it is needed before there is a hint
    from pmtui.language.measured import Vague


class Home(Protocol):
    """Where a hinted line stands."""

    def reads(self) -> str | None:
        """Return the line as it is now; None when it has gone."""

    def put(self, words: str, start: int, end: int) -> None:
        """Put words in place of those from `start` to `end`, as one step of undo."""


@dataclass(frozen=True)
class EditorLine:
    """A line of an editor."""

    editor: ProseEditor
    row: int

    def reads(self) -> str | None:
        """Return the line as it is now; None when it has gone."""
        there = self.editor.is_attached and self.row < self.editor.document.line_count
        return self.editor.document.get_line(self.row) if there else None

    def put(self, words: str, start: int, end: int) -> None:
        """Put words in place of those from `start` to `end`, as one step of undo."""
        self.editor.put(words, (self.row, start), (self.row, end))


@dataclass(frozen=True)
class DraftField:
    """A field of the draft; `edit` changes the draft, with a label for undo, and shows it."""

    draft: OpenDraft
    path: str
    edit: Callable[[Change, str], object]

    def reads(self) -> str | None:
        """Return the text as it is now; None when its row has gone."""
        try:
            value = get_value(self.draft.document, self.path)
        except FieldProblem:
            return None
        return value if isinstance(value, str) else None

    def put(self, words: str, start: int, end: int) -> None:
        """Put words in place of those from `start` to `end`, as one step of undo."""
        text = self.reads() or ""
        mended = text[:start] + words + text[end:]
        self.edit(lambda document: set_text(document, self.path, mended), f"mend the words of {self.path}")


@dataclass(frozen=True)
class HintHere:
    """A hint where it stood when it was asked about: `line[start:end]` of its home, which read `line`."""

    draft: OpenDraft
    hint: Hint
    start: int
    end: int
    line: str
    home: Home

    @property
    def words(self) -> str:
        """The words that the hint is about."""
        return self.line[self.start : self.end]

    def still_stands(self) -> bool:
        """Tell whether the line is still there as it was."""
        return self.home.reads() == self.line

    @property
    def sentence(self) -> str:
        """The hash of the sentence by which the hint is left."""
        from pmtui.language.text_hints import sentence_hash

        return sentence_hash(self.line, self.start, self.end)

    def vague(self) -> "Vague | None":
        """Return the vague words that figures could replace."""
        from pmtui.language.measured import read_vague

        return read_vague(self.line, self.start, self.end, self.hint.rule)

    def promise(self, action: str) -> Change:
        """Return the change that adds the action which makes the figure known, and leaves the sentence for it."""
        rule, sentence = self.hint.rule, self.sentence
        return lambda document: promise_figure(document, action, rule, sentence)[0]

    def put(self, words: str, start: int, end: int) -> None:
        """Put words in place of `line[start:end]`, as one step of undo."""
        self.home.put(words, start, end)

    def examples(self) -> Mapping[str, str]:
        """Return the incident's own times as examples of how to write one."""
        meta = self.draft.document.meta
        clocks = {"began": meta.began, "ended": meta.ended}
        return {name: f"{in_zone(at, meta.zone):%H:%M}" for name, at in clocks.items() if at}


def hint_in(draft: OpenDraft, editor: ProseEditor) -> HintHere | None:
    """Return the hint under the cursor of an editor."""
    placed = editor.hints.under_cursor
    if placed is None:
        return None
    line = EditorLine(editor, placed.row)
    return HintHere(draft, placed.hint, placed.start, placed.end, editor.document.get_line(placed.row), line)
