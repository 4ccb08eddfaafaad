"""What stands behind a hint: its rule, the idea, its questions, how heavy it is where, and examples of both kinds."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content

from pmtui.language.rule_ideas import idea_of
from pmtui.language.rules import Rule
from pmtui.text import visible
from screens.dialogs.dialog import Dialog
from screens.widgets.plain_text import PlainText

EXAMPLES_SHOWN = 4

# What can be done about the hint from here: the answer, its key and its words.
CHOICES = (
    ("leave", "g", "Leave this sentence as it is"),
    ("rule_off", "r", "Never ask about this in this draft"),
    ("system", "s", "The name in it is a system"),
)


class ExplainRule(Dialog[str]):
    """Explains one rule; answers with what to do about the hint (an id of `CHOICES`), or None."""

    heading = "About this hint"
    HELP = "Everything known about the rule behind this hint, and what can be done about the hint."
    BINDINGS = [
        *(
            Binding(key, f"choose('{answer}')", words, id=f"explain.{answer}", tooltip=words)
            for answer, key, words in CHOICES
        ),
        Binding("q,enter", "cancel", "Close", id="explain.close", tooltip="Back to the text"),
        Binding("down", "scroll(1)", "Down", id="explain.down", tooltip="Scroll down", show=False),
        Binding("up", "scroll(-1)", "Up", id="explain.up", tooltip="Scroll up", show=False),
    ]
    DEFAULT_CSS = """
    ExplainRule {
        .dialog { width: 84; }
        VerticalScroll { height: auto; max-height: 70vh; scrollbar-size-vertical: 1; }
    }
    """

    def __init__(self, rule: Rule, words: str = "", suspect: str = "") -> None:
        """Explain a rule; `words` are those of the draft it was found in, `suspect` a name there that may be a system."""
        super().__init__()
        self._rule, self._words, self._suspect = rule, words, suspect
        offered = (f"{key} {about.lower()}" for answer, key, about in CHOICES if self._offers(answer))
        self.keys = " · ".join((*offered, "Esc back"))

    def body(self) -> ComposeResult:
        """Lay out the explanation over the keys."""
        with VerticalScroll(can_focus=False):
            yield PlainText(told(self._rule, self._words))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what fits the hint."""
        if action == "choose":
            return self._offers(str(parameters[0]))
        return super().check_action(action, parameters)

    def action_choose(self, answer: str) -> None:
        """Answer with what to do."""
        self.dismiss(answer)

    def action_scroll(self, steps: int) -> None:
        """Scroll the explanation."""
        self.query_one(VerticalScroll).scroll_relative(y=steps * 3, animate=False)

    def _offers(self, answer: str) -> bool:
        return bool(self._words) and (answer != "system" or bool(self._suspect))


def told(rule: Rule, words: str = "") -> Content:
    """Return all that is known of a rule, for reading."""
    parts: list[tuple[str, str] | str] = []
    if words:
        parts += [(f"“{visible(words)}”\n", "italic")]
    parts += [(visible(rule.message), "bold"), "\n\n", _heading("The idea"), visible(idea_of(rule))]
    parts += ["\n\n", _heading("Better questions"), _listed(rule.questions)]
    if rule.bad:
        parts += ["\n\n", _heading("Is hinted"), _listed(rule.bad[:EXAMPLES_SHOWN])]
    if rule.good:
        parts += ["\n\n", _heading("Is fine"), _listed(rule.good[:EXAMPLES_SHOWN])]
    parts += ["\n\n", _heading("The rule"), f"{visible(rule.id)}: {severities(rule)}"]
    return Content.assemble(*parts)


def severities(rule: Rule) -> str:
    """Return how heavy a rule is in words: `a hint; a warning in root cause; off in well`."""
    names = {"hint": "a hint", "warning": "a warning", "off": "off"}
    usual = rule.severity.get("default", "hint")
    said = [f"{names[usual]}" if usual != "off" else "off"]
    for level in ("warning", "hint", "off"):
        places = [name.replace("_", " ") for name, held in rule.severity.items() if held == level != usual]
        places = [place for place in places if place != "default"]
        if places:
            said.append(f"{names[level]} in {', '.join(places)}")
    return "; ".join(said)


def _heading(words: str) -> tuple[str, str]:
    return f"{words}\n", "bold $primary"


def _listed(lines: Sequence[str]) -> str:
    return "\n".join(f"· {visible(line)}" for line in lines)
