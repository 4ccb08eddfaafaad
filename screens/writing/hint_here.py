"""The hint under the cursor of an editor, and the changes to the draft that can be made of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from pmtui.checks.language import sentence_hash
from pmtui.checks.measured import Vague, read_vague
from pmtui.document.actions import Action
from pmtui.document.hint_choices import call_system, leave_rule, leave_sentence, promise_figure
from pmtui.document.postmortem import Change
from pmtui.document.zones import in_zone
from pmtui.drafts.open_draft import OpenDraft
from screens.widgets.prose_editor import ProseEditor
from screens.widgets.prose_hints import Hint, PlacedHint


@dataclass(frozen=True)
class HintHere:
    """A hint where it stood when it was asked about: on the line `placed.row` of the editor, which read `line`."""

    draft: OpenDraft
    editor: ProseEditor
    placed: PlacedHint
    line: str

    @property
    def hint(self) -> Hint:
        """The hint itself."""
        return self.placed.hint

    @property
    def words(self) -> str:
        """The words that the hint is about."""
        return self.line[self.placed.start : self.placed.end]

    def still_stands(self) -> bool:
        """Tell whether the line is still there as it was."""
        row = self.placed.row
        return (
            self.editor.is_attached
            and row < self.editor.document.line_count
            and self.editor.document.get_line(row) == self.line
        )

    def leave(self, reason: str) -> Change:
        """Return the change that leaves the sentence as it is."""
        rule, sentence = self.hint.rule, self._sentence()
        return lambda document: leave_sentence(document, rule, sentence, reason)

    def leave_rule(self) -> Change:
        """Return the change that leaves the rule for the whole draft."""
        return lambda document: leave_rule(document, self.hint.rule)

    def call_system(self, name: str) -> Change:
        """Return the change that makes a name a system's."""
        return lambda document: call_system(document, name)

    def vague(self) -> Vague | None:
        """Return the vague words that figures could replace."""
        return read_vague(self.line, self.placed.start, self.placed.end, self.hint.rule)

    def promise(self, action: Action) -> Change:
        """Return the change that adds the action which makes the figure known, and leaves the sentence for it."""
        rule, sentence = self.hint.rule, self._sentence()
        return lambda document: promise_figure(document, action, rule, sentence)[0]

    def write(self, vague: Vague, words: str) -> None:
        """Put words in place of the vague ones, as one step of undo."""
        row = self.placed.row
        self.editor.put(words, (row, vague.start), (row, vague.end))

    def examples(self) -> Mapping[str, str]:
        """Return the incident's own times as examples of how to write one."""
        meta = self.draft.document.meta
        clocks = {"began": meta.began, "ended": meta.ended}
        return {name: f"{in_zone(at, meta.zone):%H:%M}" for name, at in clocks.items() if at}

    def _sentence(self) -> str:
        return sentence_hash(self.line, self.placed.start, self.placed.end)


def hint_here(draft: OpenDraft, editor: ProseEditor) -> HintHere | None:
    """Return the hint under the cursor of an editor."""
    placed = editor.hint_under_cursor
    if placed is None:
        return None
    return HintHere(draft, editor, placed, editor.document.get_line(placed.row))
