"""What was answered to each question, in words: the figures, choices, names and texts of a document."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pmtui.document.fields import get_value
from pmtui.document.moments import show_moment, zone_label
from pmtui.document.postmortem import Postmortem
from pmtui.exporting.blocks import Item, Items, Note, Prose, Said
from pmtui.exporting.figures import computed, figure
from pmtui.metrics import Metrics
from prompts.content import word_group
from prompts.shapes import Question, Template

Words = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class View:
    """A document seen through a template, with everything that is needed to put it into words."""

    doc: Postmortem
    template: Template
    words: Words
    metrics: Metrics

    @property
    def questions(self) -> Mapping[str, Question]:
        """Every question by its id."""
        return self.template.questions

    @property
    def zone(self) -> str:
        """The zone in which times are shown."""
        return self.doc.meta.zone

    def word(self, group: str, value: object) -> str:
        """Return the words for a choice, the template's own where it has them; the value itself where nobody has."""
        own = self.template.own_words(group)
        key = str(value).lower() if isinstance(value, bool) else str(value)
        return own.get(key) or self.words.get(group, {}).get(key, key)


def said(view: View, question_id: str) -> Said | None:
    """Return what stands behind a question's label; None when it is open.

    A question with several parts may have a value for one and be *not known* for the rest; both are said.
    """
    if question_id.startswith("computed."):
        return computed(view.metrics, view.zone, question_id) or finished(view, question_id)
    answer = _SAID.get(question_id)
    value = answer(view) if answer else _from_fields(view, question_id)
    further = (finished(view, question_id), _as_typed(view, question_id))
    return _together([one for one in (value, *further) if one is not None])


def finished(view: View, question_id: str) -> Said | None:
    """Return *N/A* or *Not known* with the reason given, if the question was finished that way."""
    answer = view.doc.answers.get(question_id)
    return Said(body=Note(_with_note(view.word("answer", answer.state), answer.reason))) if answer else None


def _together(parts: Sequence[Said]) -> Said | None:
    """Return several things that are said of one question as one."""
    if len(parts) < 2:
        return parts[0] if parts else None
    words = [part.words or (part.body.text if isinstance(part.body, Note) else "") for part in parts]
    body = next((part.body for part in parts if part.body and not isinstance(part.body, Note)), None)
    return Said("; ".join(filter(None, words)), body, at=parts[0].at)


def _as_typed(view: View, question_id: str) -> Said | None:
    """Say what was typed and could not be read as a value: the author's words are better than none."""
    question = view.questions.get(question_id)
    paths = [entry.field for entry in question.inputs] if question and question.inputs else [question_id]
    typed = [f"{view.doc.unread[path]} (as typed)" for path in paths if path in view.doc.unread]
    return _line(", ".join(typed))


def open_note(question_id: str) -> Note:
    """Return the sentence for a required question that is still open."""
    return Note("Not known yet." if question_id.startswith("computed.") else "Not written yet.")


def _with_note(words: str, note: str | None) -> str:
    return " — ".join(part for part in (words, note) if part)


def _line(words: str) -> Said | None:
    return Said(words) if words else None


def _from_fields(view: View, question_id: str) -> Said | None:
    """Say a question whose fields need no sentence of their own: their values, one after the other."""
    question = view.questions.get(question_id)
    inputs = question.inputs if question and question.inputs else None
    paths = [(entry.field, entry.unit) for entry in inputs] if inputs else [(question_id, "")]
    if len(paths) == 1:
        value = get_value(view.doc, paths[0][0])
        if question_id.startswith("free.") or (question and question.kind == "prose"):
            return Said(body=Prose(str(value))) if value else None
        if question and question.kind == "list":
            return _list(value)
    shown = (_shown(view, path, unit) for path, unit in paths)
    return _line(", ".join(part for part in shown if part))


def _list(value: object) -> Said | None:
    items = (
        tuple(Item(str(entry), inline_markdown=True) for entry in value) if isinstance(value, tuple) else ()
    )
    return Said(body=Items(items)) if items else None


def _shown(view: View, path: str, unit: str) -> str:
    value = get_value(view.doc, path)
    if value is None or value == () or value == "" or path in view.doc.unread:
        return ""
    if group := word_group(path):
        return view.word(group, value)
    if isinstance(value, bool):
        return view.word("yesno", value)
    if isinstance(value, int | float):
        return _with_unit(figure(view.doc, path), unit)
    if isinstance(value, datetime):
        return f"{show_moment(value, view.zone)} {zone_label(view.zone, value)}"
    if isinstance(value, tuple):
        return ", ".join(str(entry) for entry in value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _with_unit(figure: str, unit: str) -> str:
    return f"{figure} {unit}" if unit else figure


def _users(view: View) -> Said | None:
    impact = view.doc.impact
    count = f"{figure(view.doc, 'impact.users')} users" if impact.users is not None else ""
    share = _share(view, "impact.users_percent")
    words = f"{count} ({share})" if count and share else count or (f"{share} of users" if share else "")
    return _line(_with_note(words, impact.users_note))


def _money(view: View, path: str) -> str:
    amount = figure(view.doc, path)
    return _with_unit(amount, view.doc.impact.currency or "") if amount else ""


def _revenue(view: View) -> Said | None:
    return _line(_with_note(_money(view, "impact.revenue"), view.doc.impact.revenue_note))


def _slo(view: View) -> Said | None:
    impact = view.doc.impact
    breached = view.word("slo", impact.slo_breached) if impact.slo_breached is not None else ""
    if not breached and not impact.slo_name:
        return None
    target = _share(view, "impact.slo_target")
    window = f"over {figure(view.doc, 'impact.slo_window_days')} days" if impact.slo_window_days else ""
    promise = ", ".join(part for part in (impact.slo_name, f"{target} {window}".strip()) if part)
    return _line(_with_note(breached, promise))


def _public(view: View) -> Said | None:
    impact = view.doc.impact
    told = impact.public_communication
    return _line(_with_note("" if told is None else view.word("public", told), impact.public_note))


def _detected(view: View) -> Said | None:
    found = view.doc.detection
    return _line(_with_note(view.word("detection_how", found.how) if found.how else "", found.how_note))


def _alerts(view: View) -> Said | None:
    found = view.doc.detection
    words = view.word("alerts_effective", found.alerts_effective) if found.alerts_effective else ""
    return _words_and_prose(words, found.alerts_note)


def _repeat(view: View) -> Said | None:
    repeat = view.doc.repeat
    reason = view.word("repeat_reason", repeat.reason) if repeat.reason else ""
    return _words_and_prose(_with_note(repeat.of or "", reason), repeat.note)


def _words_and_prose(words: str, prose: str | None) -> Said | None:
    return Said(words, Prose(prose) if prose else None) if words or prose else None


def _people(view: View) -> Said | None:
    people = (f"{one.name} ({one.role})" if one.role else one.name for one in view.doc.participants)
    return _line(", ".join(people))


def _factors(view: View) -> Said | None:
    factors = tuple(
        Item(cause.text, view.word("cause_category", cause.category) if cause.category else "")
        for cause in view.doc.causes
        if cause.is_contributing
    )
    return Said(body=Items(factors)) if factors else None


def _share(view: View, path: str) -> str:
    percent = figure(view.doc, path)
    return f"{percent} %" if percent else ""


_SAID: Mapping[str, Callable[[View], Said | None]] = {
    "impact.users": _users,
    "impact.error_rate": lambda view: _line(_share(view, "impact.error_rate")),
    "impact.revenue": _revenue,
    "impact.credits": lambda view: _line(_money(view, "impact.credits")),
    "impact.slo_breached": _slo,
    "impact.public_communication": _public,
    "detection.how": _detected,
    "detection.alerts_effective": _alerts,
    "repeat.of": _repeat,
    "participants": _people,
    "factors": _factors,
}
