"""The coach: why a section exists, what to answer, an example, what to avoid, and the hint under the cursor."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from pmtui.text import visible, visible_line
from prompts.shapes import Section, TemplateSection
from screens.widgets.plain_text import PlainText

if TYPE_CHECKING:  # it comes with the prose editor, which the first paint does without
    from screens.widgets.prose_hints import Hint


class Coach(VerticalScroll):
    """Advice beside the text. It never asks for anything and never blocks."""

    DEFAULT_CSS = """
    Coach {
        width: 36; height: 1fr; padding: 0 2 0 1; border-left: vkey $panel; scrollbar-size-vertical: 1;
        #coach-hint { height: auto; display: none; border: round $warning; padding: 0 1; margin-bottom: 1; }
        #coach-text { height: auto; }
    }
    """
    can_focus = False

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._hint, self._advice = PlainText(id="coach-hint"), PlainText(id="coach-text")

    def compose(self) -> ComposeResult:
        """Hold the hint above the standing advice."""
        yield self._hint
        yield self._advice

    def show_section(self, coach: Section, section: TemplateSection) -> None:
        """Show the standing advice of a section."""
        self._advice.update(advice(coach, section))
        self.show_hint(None)
        self.scroll_home(animate=False)

    def show_hint(self, hint: "Hint | None", words: str = "") -> None:
        """Explain the hint under the cursor, or stop; `words` are those it is about, where nothing underlines them."""
        self._hint.display = hint is not None
        if hint is not None:
            self._hint.update(explanation(hint, words))
            self.scroll_home(animate=False)


def explanation(hint: "Hint", words: str = "", *, brief: bool = False) -> Content:
    """Return a hint in words: why, the better question, and what the keys do; `brief` for a strip of five rows."""
    parts: list[Content | str | tuple[str, str]] = []
    if words:
        parts.append((f"“{visible_line(words)}”" + (" " if brief else "\n"), "italic"))
    parts.append((visible(hint.message), "bold"))
    figures = hint.kind == "vague"
    mends = figures or hint.rewrite is not None
    questions = () if brief and mends and not figures else hint.questions[: 1 if brief else 2]
    parts += [("\n" + visible(question), "$primary") for question in questions]
    gap = "\n" if brief else "\n\n"
    if figures:
        parts += [gap, "F9 asks for the figures and writes them"]
    elif hint.rewrite is not None:
        parts += [gap, "F9 writes: ", (f"“{visible(hint.rewrite)}”", "italic")]
    parts.append((gap + _keys(hint, " · " if brief else "\n"), "$foreground 65%"))
    return Content.assemble(*parts)


def _keys(hint: "Hint", between: str) -> str:
    """Return what else can be done about a hint, each with its key."""
    system = f"Alt+S {visible(hint.suspect)} is a system" if hint.suspect else ""
    if between == "\n":
        said = ["F8 next · F10 all hints", "Alt+E what is behind it", "Ctrl+G leave it as it is"]
        return "\n".join([*said, "Alt+R never in this draft", *filter(None, [system])])
    return between.join(
        filter(None, ["F8 next", "Alt+E explain", "Ctrl+G leave it", "Alt+R leave rule", system])
    )


def advice(coach: Section, section: TemplateSection) -> Content:
    """Return a section's standing advice."""
    parts: list[Content | str | tuple[str, str]] = [("Why\n", "bold $primary"), coach.why]
    if section.hint:
        parts += [("\n\nHere\n", "bold $primary"), section.hint]
    if coach.ask_why:
        parts += [("\n\nThe same with why\n", "bold $primary"), coach.ask_why]
    if coach.questions:
        parts.append(("\n\nAnswer\n", "bold $primary"))
        parts.append("\n".join(f"· {question}" for question in coach.questions))
    if coach.good:
        parts += [("\n\nGood when\n", "bold $primary"), coach.good]
    if coach.example:
        parts += [("\n\nExample\n", "bold $primary"), (coach.example, "italic")]
    if coach.avoid:
        parts.append(("\n\nTake care\n", "bold $primary"))
        parts.append("\n".join(f"· {caution}" for caution in coach.avoid))
    return Content.assemble(*parts)
