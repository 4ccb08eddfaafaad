"""What the writing room asks about in dialogs. Each function changes the draft and says whether it did."""

from textual.app import App

from pmtui.document.fields import set_value
from pmtui.drafts.open_draft import OpenDraft
from pmtui.progress import FinishedWithoutValue, finish, unfinish
from screens.dialogs.ask import AskChoice, AskLine
from screens.wording import Wording

_WITHOUT_VALUE: dict[str, FinishedWithoutValue] = {"unknown": "unknown", "not_applicable": "not_applicable"}


async def finish_question(app: App[None], draft: OpenDraft, question_id: str, label: str) -> bool:
    """Ask whether a question is finished as not known or not applicable, with a reason."""
    choices = [("unknown", "Not known"), ("not_applicable", "Not applicable"), ("", "Open: I will answer it")]
    answer = draft.document.answers.get(question_id)
    held = answer.state if answer else "unknown"
    chosen = await app.push_screen_wait(AskChoice(f"{label}: finish without a value?", choices, chosen=held))
    if chosen is None:
        return False
    if state := _WITHOUT_VALUE.get(chosen):
        reason = await app.push_screen_wait(
            AskLine("A reason, if you like", placeholder="shown in the export")
        )
        return draft.edit(
            lambda document: finish(document, question_id, state, reason or None), f"finish {label}"
        )
    return draft.edit(lambda document: unfinish(document, question_id), f"open {label}")


async def choose_template(app: App[None], draft: OpenDraft, wording: Wording) -> bool:
    """Ask for another template. Text that it has no place for stays in the draft."""
    choices = [(template.id, f"{template.name}: {template.about}") for template in wording.templates.values()]
    held = draft.document.meta.template
    chosen = await app.push_screen_wait(AskChoice("Template", choices, "Nothing written is lost.", held))
    if chosen is None:
        return False
    return draft.edit(lambda document: set_value(document, "meta.template", chosen), "change the template")
