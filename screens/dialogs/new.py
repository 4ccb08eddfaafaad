"""A new postmortem: five questions at most, and the template that follows from the severity."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.events import DescendantBlur
from textual.widgets import Button, Input, Select

from pmtui.document.field_problem import FieldProblem
from pmtui.document.moments import in_zone, parse_moment, show_moment, zone_label
from pmtui.document.own_words import read_severity
from pmtui.document.zones import read_zone
from pmtui.errors import DraftError
from pmtui.text import one_line, visible
from screens.dialogs.dialog import Dialog
from screens.textual_faults.keys_in_turn import OPENS
from screens.widgets.plain_text import PlainText
from screens.wording import Wording


@dataclass(frozen=True)
class FirstFacts:
    """The answers; `began` is None when it was left empty."""

    title: str
    severity: str | None
    began: datetime | None
    zone: str
    author: str
    template: str


class NewPostmortem(Dialog[tuple[Path, FirstFacts]]):
    """Ask for the first facts and create the draft; answers with its path and the facts.

    All problems are told at once, under the line they belong to; when the draft cannot be created, every answer stays.
    """

    HELP = "Only the title is worth a thought now. Everything here can be changed later."
    BINDINGS = [
        Binding("ctrl+s", "create", "Create", id="new.create", tooltip="Create the draft and start writing"),
    ]
    DEFAULT_CSS = """
    NewPostmortem {
        VerticalScroll { height: auto; max-height: 100%; }
        .label { margin-top: 0; color: $text-muted; }
        .problem { height: auto; display: none; }
        #proposal { height: auto; margin-top: 1; }
        Select { width: 100%; }
    }
    """

    def __init__(
        self, wording: Wording, create: Callable[[FirstFacts], Path], *, zone: str, author: str
    ) -> None:
        """Ask, proposing `zone` and `author`; `create` makes the draft, off the screen's thread, or raises DraftError."""
        super().__init__()
        self._wording, self._create, self._zone, self._author = wording, create, zone, author
        self._creating = False
        self._template_chosen = False

    def compose(self) -> ComposeResult:
        """Lay out the questions."""
        templates = [
            (Content(f"{entry.name}  {_budget(entry.minutes)}"), entry.id)
            for entry in self._wording.templates.values()
        ]
        with VerticalScroll(classes="dialog", can_focus=False):
            yield PlainText("New postmortem", classes="title")
            yield from self._question(
                "title", "Title: what did people notice?", placeholder="Sign-in failed for everyone in Europe"
            )
            yield from self._question(
                "severity",
                "Severity",
                placeholder="SEV-1 (worst) to SEV-4, P1, Minor …; empty if not sure yet",
            )
            yield PlainText(id="meaning", classes="quiet")
            yield from self._question(
                "began",
                "When did it begin?",
                placeholder="2026-03-15 14:32, yesterday 23:50, 14:32 for today; empty if unknown",
            )
            yield from self._question(
                "zone", "Time zone", value=self._zone, placeholder="UTC or Europe/Berlin"
            )
            yield from self._question(
                "author", "Who is writing?", value=self._author, placeholder="your name"
            )
            yield PlainText(id="refused", classes="problem")
            yield PlainText(id="proposal")
            yield Select(templates, value="standard", allow_blank=False, id="template", compact=True)
            with Horizontal(classes="buttons"):
                yield Button("Cancel", id="cancel", compact=True)
                yield Button("Start writing (Ctrl+S)", id="create", variant="primary", compact=True)

    def on_mount(self) -> None:
        """Start at the title."""
        self._propose()
        self.query_one("#title", Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say what the severity means and propose a template for it, unless one was chosen by hand."""
        if event.input.id == "severity":
            self._propose()

    def on_select_changed(self, event: Select.Changed) -> None:
        """Show what the template is for."""
        self._template_chosen = self._template_chosen or self.focused is event.select
        self._propose()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on to the next question."""
        self.focus_next()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Create or cancel."""
        if event.button.id == "create":
            self.action_create()
        else:
            self.dismiss(None)

    def on_descendant_blur(self, event: DescendantBlur) -> None:
        """Say of an answer that is left what is wrong with it, or how it was read."""
        name = event.widget.id or ""
        if name in ("began", "zone"):  # a time depends on its zone
            self._check(("zone", "began"))
        elif name == "severity":
            self._check((name,))

    def action_create(self) -> None:
        """Answer with the facts, or tell every problem."""
        problems = self._check(("severity", "zone", "began"))
        if problems:
            self.query_one(f"#{problems[0]}", Input).focus()
            return
        title, author = self._value("title"), self._value("author")
        template = str(self.query_one("#template", Select).value)
        began, _ = self._began()
        if not self._creating:
            self._creating = True
            self._make(FirstFacts(title, self._severity(), began, self._zone_typed(), author, template))

    def _check(self, names: Sequence[str]) -> list[str]:
        """Say under each of these questions what is wrong or how it was read; return those with a problem."""
        readers = {"severity": self._severity, "zone": self._zone_typed, "began": self._began}
        problems = []
        for name in names:
            said = ""
            try:
                read = readers[name]()
            except FieldProblem as problem:
                said = f"{problem.title}. {problem.message}"
                problems.append(name)
            else:
                said = read[1] if isinstance(read, tuple) else ""
            line = self.query_one(f"#{name}-problem", PlainText)
            line.display = bool(said)
            line.update(said.replace("\n", " "))
        return problems

    @work(thread=True, group="create-draft", name=OPENS)
    def _make(self, facts: FirstFacts) -> None:
        try:
            path = self._create(facts)
        except DraftError as error:
            self.app.call_from_thread(self._refuse, error)
        else:
            self.app.call_from_thread(self.dismiss, (path, facts))

    def _refuse(self, error: DraftError) -> None:
        self._creating = False
        refused = self.query_one("#refused", PlainText)
        refused.display = True
        refused.update(Content(visible(str(error))))
        self.call_after_refresh(refused.scroll_visible, animate=False)

    def _question(self, name: str, label: str, *, value: str = "", placeholder: str = "") -> ComposeResult:
        yield PlainText(label, classes="label")
        yield Input(value, placeholder=placeholder, id=name, compact=True)
        yield PlainText(id=f"{name}-problem", classes="problem")

    def _value(self, name: str) -> str:
        return one_line(self.query_one(f"#{name}", Input).value)

    def _severity(self) -> str | None:
        """Return the severity as its scale writes it (`sev2` -> `SEV-2`). Raises FieldProblem with what would fit."""
        typed = self._value("severity")
        return read_severity(typed, self._wording.policy) if typed else None

    def _zone_typed(self) -> str:
        return read_zone(self._value("zone") or "UTC")

    def _began(self) -> tuple[datetime | None, str]:
        """Return when it began, and how that was read where something had to be decided. Raises FieldProblem."""
        typed = self._value("began")
        if not typed:
            return None, ""
        try:
            zone = self._zone_typed()
        except FieldProblem:  # told of the zone itself
            zone = "UTC"
        found = parse_moment(typed, zone, in_zone(datetime.now(UTC), zone).date())
        read = f"Read as {show_moment(found.moment, zone)} {zone_label(zone, found.moment)}."
        return found.moment, found.note or read

    def _propose(self) -> None:
        policy = self._wording.policy
        level = policy.level(self._value("severity"))
        meaning = self.query_one("#meaning", PlainText)
        meaning.display = level is not None
        said = "Template"
        if level is not None:
            meaning.update(Content(f"{level.name}: {level.meaning}"))
            if not self._template_chosen:
                proposed = self._wording.template(policy.templates[level.rank])
                said = f"Template: {proposed.name} is proposed for {level.name}"
                with self.prevent(Select.Changed):
                    self.query_one("#template", Select).value = proposed.id
        shown = self._wording.template(str(self.query_one("#template", Select).value))
        self.query_one("#proposal", PlainText).update(
            Content.assemble((said, "$foreground 65%"), f"\n{shown.about}")
        )


def _budget(minutes: tuple[int, int]) -> str:
    low, high = minutes
    return f"about {low} to {high} minutes" if high < 90 else f"about {low // 60} to {high // 60} hours"
