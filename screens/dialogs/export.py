"""Export: Markdown, HTML or slides, to a file or the clipboard."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Input, Select

from pmtui.errors import PmtuiError
from pmtui.paths import typed_path
from pmtui.text import visible, visible_line
from screens.dialogs.dialog import Dialog
from screens.widgets.plain_text import PlainText

if TYPE_CHECKING:
    from pmtui.document.postmortem import Postmortem
    from pmtui.exporting.formats import Format, People
    from screens.wording import Wording

FORMATS: "tuple[tuple[str, Format], ...]" = (
    ("Markdown: for a repository, a wiki, a pull request", "md"),
    ("HTML: one file for a browser, prints well", "html"),
    ("Slides: one file for a browser, to show in a review", "deck"),
)
PEOPLE: "tuple[tuple[str, People], ...]" = (
    ("By name", "names"),
    ("By role: the incident commander, a responder", "roles"),
    ("By role, and the owners of actions by name", "roles-and-owners"),
)


class ExportScreen(Dialog[None]):
    """Says where the file goes and what the template leaves out; writes off the screen's thread."""

    heading = "Export"
    HELP = "An export never changes the draft. An existing file is only replaced when you say so."
    BINDINGS = [
        Binding("ctrl+s", "write", "Write", id="export.write", tooltip="Write the file"),
    ]
    DEFAULT_CSS = """
    ExportScreen {
        .label { color: $text-muted; }
        #said { height: auto; margin-top: 1; }
        Select { width: 100%; }
    }
    """

    def __init__(self, document: "Postmortem", wording: "Wording", draft: Path, folder: Path) -> None:
        """Export `document`; `draft` names the file it comes from, `folder` is where the export is proposed to go."""
        super().__init__()
        self._document, self._wording = document, wording
        self._draft, self._folder = draft, folder
        self._replace: Path | None = None

    def body(self) -> ComposeResult:
        """Lay out the format, the path and what to do."""
        yield PlainText("As", classes="label")
        yield Select(
            [(Content(words), value) for words, value in FORMATS],
            value="md",
            allow_blank=False,
            id="format",
            compact=True,
        )
        yield PlainText("People", classes="label")
        yield Select(
            [(Content(words), value) for words, value in PEOPLE],
            value="names",
            allow_blank=False,
            id="people",
            compact=True,
        )
        yield PlainText("To", classes="label")
        yield Input(str(self._folder / f"{self._draft.stem}.md"), id="path", compact=True)
        yield PlainText(id="said")
        with Horizontal(classes="buttons"):
            yield Button("Copy to clipboard", id="copy", compact=True)
            yield Button("Write the file (Ctrl+S)", id="write", variant="primary", compact=True)

    def on_mount(self) -> None:
        """Say what the template has no place for."""
        self._say_left_out()
        self.query_one("#path", Input).focus()

    @on(Select.Changed, "#format")
    def _format_changed(self) -> None:
        from pmtui.exporting.formats import ENDINGS

        path = self.query_one("#path", Input)
        if not os.path.isdir(typed_path(path.value)):
            slides = f".{ENDINGS['deck']}"  # two dots; of the others the last one is enough
            typed = path.value
            bare = typed.removesuffix(slides) if typed.endswith(slides) else os.path.splitext(typed)[0]
            path.value = f"{bare}.{ENDINGS[self._format]}"
        self._replace = None
        self._say_left_out()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Write the file."""
        self.action_write()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Write or copy."""
        if event.button.id == "write":
            self.action_write()
        else:
            self._copy(self._format, self._people)

    def action_write(self) -> None:
        """Write the file; one that exists is replaced only when asked twice."""
        from pmtui.exporting.destination import ExportError, destination, is_special
        from pmtui.exporting.formats import ENDINGS

        try:
            target = destination(self.query_one("#path", Input).value, self._draft, ENDINGS[self._format])
        except ExportError as error:
            self._say(str(error))
            return
        if is_special(target):
            self._say(f"{target} is no ordinary file; the command line can write to it.")
            return
        if os.path.exists(target) and self._replace != target:
            self._replace = target
            self._say(f"{target.name} exists already. Press Enter again to replace it.")
            return
        self._write(target, self._format, self._people)

    @property
    def _format(self) -> "Format":
        chosen = self.query_one("#format", Select).value
        return next(form for _, form in FORMATS if form == chosen)

    @property
    def _people(self) -> "People":
        chosen = self.query_one("#people", Select).value
        return next(people for _, people in PEOPLE if people == chosen)

    @work(thread=True, exclusive=True, group="export")
    def _write(self, target: Path, form: "Format", people: "People") -> None:
        from pmtui.exporting.destination import ExportError, write_export

        try:
            write_export(target, self._rendered(form, people).encode())
            said = f"Written: {target}"
        except ExportError as error:
            said = f"{error.title}: {error.message} The draft is safe; try another place."
        except PmtuiError as error:
            said = str(error)
        self.app.call_from_thread(self._say, said)

    @work(thread=True, exclusive=True, group="export")
    def _copy(self, form: "Format", people: "People") -> None:
        text = self._rendered(form, people)
        self.app.call_from_thread(self.app.copy_to_clipboard, text)
        self.app.call_from_thread(
            self._say, "Sent to the terminal's clipboard. Some terminals do not take it; then write a file."
        )

    def _rendered(self, form: "Format", people: "People") -> str:
        from pmtui.exporting.formats import render

        template = self._wording.template(self._document.meta.template)
        return render(self._document, template, form, people=people, team=self._wording.team)

    def _say_left_out(self) -> None:
        """Say what the draft holds and the file will not; slides have an order of their own."""
        from pmtui.exporting.arrange import left_out

        template = self._wording.template(self._document.meta.template)
        left = () if self._format == "deck" else left_out(self._document, template)
        self._say(f"Not in this template, kept in the draft: {', '.join(left[:6])}." if left else "")

    def _say(self, words: str) -> None:
        if self.is_attached:
            self.query_one("#said", PlainText).update(
                visible_line(words) if "\n" not in words else visible(words)
            )
