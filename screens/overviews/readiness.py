"""Readiness: everything still missing, weak or vague, in one list; Enter goes to the place."""

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from pmtui.checks.finding import Finding
from pmtui.text import plural, visible_line
from screens.widgets.key_footer import KeyFooter
from screens.widgets.plain_text import PlainList, PlainText

WORDS = {"error": "contradiction", "warning": "worth mending", "hint": "hint"}
MARKS = {"error": "✗", "warning": "!", "hint": "·"}
KINDS = ("all", "missing", "warnings", "hints")


class ReadinessScreen(Screen[Finding | None]):
    """Answers with the finding that the person wants to go to."""

    HELP = "Nothing here has to be settled. Enter goes to the place, f shows fewer kinds, Esc goes back."
    DEFAULT_CSS = """
    ReadinessScreen {
        #heading { height: auto; padding: 0 1; background: $panel; }
        #findings { height: 1fr; padding: 0; }
        #all-good { height: 1fr; padding: 1 2; display: none; }
    }
    """
    BINDINGS = [
        Binding("escape,q,ctrl+r", "close", "Back", id="readiness.close", tooltip="Back to writing"),
        Binding("f", "filter", "Filter", id="readiness.filter", tooltip="Show all, only what is missing, warnings, or hints"),
    ]  # fmt: skip

    def __init__(self, findings: Sequence[Finding], titles: Mapping[str, str]) -> None:
        """List `findings`; `titles` names the sections."""
        super().__init__()
        self._findings, self._titles = list(findings), titles
        self._kind = "all"
        self._shown: list[Finding | None] = []

    def compose(self) -> ComposeResult:
        """Lay out the list under a line that sums it up."""
        yield PlainText(id="heading")
        yield PlainList(id="findings")
        yield PlainText(
            "Nothing is missing and nothing stands out.\n\nReady for the review: Esc, then Ctrl+O to export.",
            id="all-good",
        )
        yield KeyFooter()

    def on_mount(self) -> None:
        """Fill the list."""
        self._fill()

    def action_filter(self) -> None:
        """Show the next kind of which there is something."""
        at = KINDS.index(self._kind) + 1
        following = (*KINDS[at:], *KINDS[:at])
        self._kind = next(kind for kind in following if kind == "all" or any(self._listed(kind)))
        self._fill()

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go to the place."""
        if finding := self._shown[event.option_index]:
            self.dismiss(finding)

    def _fill(self) -> None:
        chosen = self._listed(self._kind)
        options: list[Option] = []
        self._shown = []
        section = None
        for finding in chosen:
            if finding.section != section:
                section = finding.section
                title = self._titles.get(section, section)
                options.append(Option(Content.styled(title, "bold $primary"), disabled=True))
                self._shown.append(None)
            options.append(Option(self._line(finding)))
            self._shown.append(finding)
        listing = self.query_one("#findings", OptionList)
        listing.clear_options()
        listing.add_options(options)
        listing.display = bool(options)
        self.query_one("#all-good").display = not self._findings
        if options:
            listing.highlighted = 1
            listing.focus()
        missing = sum(1 for finding in self._findings if finding.is_missing)
        counted = f"{plural(missing, 'part')} missing · {plural(len(self._findings) - missing, 'finding')}"
        kind = "" if self._kind == "all" else f" · showing {self._kind}"
        heading = Content.assemble(
            ("Ready?  ", "bold"), counted, (f"{kind}  Nothing blocks an export.", "$foreground 65%")
        )
        self.query_one("#heading", PlainText).update(heading)

    def _listed(self, kind: str) -> Sequence[Finding]:
        return [finding for finding in self._findings if kind == "all" or _kind(finding) == kind]

    def _line(self, finding: Finding) -> Content:
        tone = {"error": "$text-error", "warning": "$text-warning"}.get(finding.severity, "$foreground 65%")
        question = f"\n     {visible_line(finding.question)}" if finding.question else ""
        return Content.assemble(
            (f"  {MARKS[finding.severity]} ", tone),
            (_row_of(finding), "bold"),
            visible_line(finding.message),
            (f"  ({WORDS[finding.severity]})", tone),
            (question, "$foreground 80%"),
        )


def _row_of(finding: Finding) -> str:
    """Return the id of the event, cause or action that a finding is about, as the tables show it."""
    parts = finding.field.split(".")
    return f"{parts[1]}  " if len(parts) > 1 and parts[0] in ("timeline", "causes", "actions") else ""


def _kind(finding: Finding) -> str:
    if finding.is_missing:
        return "missing"
    return "hints" if finding.severity == "hint" else "warnings"
