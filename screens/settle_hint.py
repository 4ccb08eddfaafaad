"""What is asked before a hint is settled, wherever that happens."""

from textual.app import App

from pmtui.language.rules import Rule
from screens.dialogs.ask import AskLine
from screens.dialogs.explain_rule import ExplainRule


async def ask_reason(app: App[None]) -> str | None:
    """Ask why a sentence is left as it is; the answer may be empty, None is none at all."""
    help_text = "It comes back when the sentence changes."
    return await app.push_screen_wait(
        AskLine("Leave it as it is. Why?", help_text=help_text, placeholder="optional")
    )


async def ask_system(app: App[None], suspect: str) -> str:
    """Return the name that is a system's: the one in the hint, else the one that the person gives; empty for none."""
    if suspect:
        return suspect
    help_text = "Hints never take the name of a system for a person's."
    return await app.push_screen_wait(AskLine("Which name is a system?", help_text=help_text)) or ""


async def explain(app: App[None], rule: Rule, words: str, suspect: str) -> str | None:
    """Explain a rule and return what to do about the hint: `leave`, `rule_off`, `system`, or None."""
    return await app.push_screen_wait(ExplainRule(rule, words, suspect))
