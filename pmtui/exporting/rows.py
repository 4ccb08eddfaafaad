"""What a document lists: timeline, actions, why-tree, factors, people, links; each as the block a style asks for."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from pmtui.document.actions import Action
from pmtui.document.moments import clock, show_moment
from pmtui.document.timeline import Event
from pmtui.exporting.answers import View
from pmtui.exporting.blocks import Block, Cell, Item, Items, Link, Links, Table, Task, Tasks
from pmtui.exporting.figures import days_of, offset, zone_words
from prompts.shapes import Column, TemplateSection

_OPEN_STATES = ("idea", "proposed", "agreed")


def timeline(view: View, section: TemplateSection) -> tuple[Block, ...]:
    """Return the events in order of time: a table, or a list where the template wants one."""
    events = sorted(view.doc.timeline, key=lambda event: event.at)
    if not events:
        return ()
    show = clock if len(days_of((event.at for event in events), view.zone)) == 1 else show_moment
    if section.style != "table":
        lines = (_event_line(event, show(event.at, view.zone)) for event in events)
        return (Items(tuple(lines), ordered=section.style == "numbered"),)
    columns = section.columns or (Column("at", "Time"), Column("text", "Event"))
    rows = tuple(
        tuple(_event_cell(view, event, column, columns, show) for column in columns) for event in events
    )
    start = view.metrics.duration.start or events[0].at
    offsets = tuple(offset(event.at, start) for event in events)
    return (Table(section.heading, tuple(column.heading for column in columns), rows, offsets),)


def timeline_zone(view: View) -> str:
    """Return what a timeline's heading says about its times: `UTC`, or the zone, with its offset if there is only one."""
    labels = {zone_words(view.zone, event.at) for event in view.doc.timeline}
    return labels.pop() if len(labels) == 1 else view.zone


def actions(view: View, section: TemplateSection) -> tuple[Block, ...]:
    """Return the actions: a table, a task list, or a plain list."""
    if not view.doc.actions:
        return ()
    if section.style == "tasks":
        return (Tasks(tuple(_task(view, action, section.columns) for action in view.doc.actions)),)
    if section.style != "table":
        tasks = (_task(view, action, section.columns) for action in view.doc.actions)
        items = tuple(Item(task.text, " — ".join(task.details)) for task in tasks)
        return (Items(items, ordered=section.style == "numbered"),)
    columns = section.columns or (Column("text", "Action"), Column("owner", "Owner"), Column("due", "Due"))
    rows = tuple(
        tuple(_action_cell(view, action, column, columns) for column in columns)
        for action in view.doc.actions
    )
    return (Table(section.heading, tuple(column.heading for column in columns), rows),)


def links(view: View, section: TemplateSection) -> tuple[Block, ...]:
    """Return the links of the appendix."""
    entries = tuple(Link(link.label or "", link.url) for link in view.doc.links)
    return (Links(entries),) if entries else ()


def people(view: View, section: TemplateSection) -> tuple[Block, ...]:
    """Return who took part, one per line."""
    entries = tuple(Item(one.name, one.role or "") for one in view.doc.participants)
    return (Items(entries, ordered=section.style == "numbered"),) if entries else ()


def _event_line(event: Event, time: str) -> Item:
    time = f"~{time}" if event.approximate else time
    return Item(f"{time} {event.text}", " — ".join(part for part in (event.source, event.note) if part))


def _event_cell(
    view: View, event: Event, column: Column, columns: Sequence[Column], show: Callable[[datetime, str], str]
) -> Cell:
    match column.field:
        case "at":
            return Cell(show(event.at, view.zone), at=event.at, about=event.approximate)
        case "text":
            tag = view.word("milestone", event.milestone) if event.milestone else ""
            return Cell(event.text, _note_of(view, event, columns), tag=tag)
        case "kind":
            return Cell(view.word("event_kind", event.kind) if event.kind else "")
        case "milestone":
            return Cell(view.word("milestone", event.milestone) if event.milestone else "")
        case name:
            return Cell(str(getattr(event, name, None) or ""))


def _note_of(view: View, event: Event, columns: Sequence[Column]) -> tuple[tuple[str, str], ...]:
    if not event.note or any(column.field == "note" for column in columns):
        return ()
    return ((view.word("event_kind", "decision") if event.is_decision else "Note", event.note),)


def _action_cell(view: View, action: Action, column: Column, columns: Sequence[Column]) -> Cell:
    text = _action_field(view, action, column.field)
    notes = tuple(
        (label, note) for field, label, note in _notes(view, action, columns) if field == column.field
    )
    return Cell(text, notes, address=text if column.field == "ticket" else "")


def _notes(view: View, action: Action, columns: Sequence[Column]) -> list[tuple[str, str, str]]:
    """Return what was entered for an action and has no column of its own: the column it stands in, its label, itself."""
    shown = {column.field for column in columns}
    reason = action.wont_do_reason if action.state == "wont_do" else None
    state = view.word("action_state", action.state) if action.state not in _OPEN_STATES else None
    extra = [
        ("done_when", "text", "Done when", action.done_when),
        ("state", "text", "Status", state),
        ("wont_do_reason", "state" if "state" in shown else "text", "Reason", reason),
        ("collaborators", "owner", "With", ", ".join(action.collaborators)),
    ]
    return [(at, label, note) for field, at, label, note in extra if note and field not in shown]


def _action_field(view: View, action: Action, field: str) -> str:
    value = getattr(action, field, None)
    if value is None or value == ():
        return ""
    group = _ACTION_WORDS.get(field)
    if group:
        return view.word(group, value)
    return ", ".join(value) if isinstance(value, tuple) else str(value)


_ACTION_WORDS: Mapping[str, str] = {
    "state": "action_state",
    "type": "action_type",
    "complexity": "complexity",
}


def _task(view: View, action: Action, columns: Sequence[Column]) -> Task:
    fields = [column.field for column in columns if column.field != "text"] or ["owner", "due"]
    details = [_detail(view, action, field) for field in fields]
    if action.state not in (*_OPEN_STATES, "done") and "state" not in fields:
        details.append(view.word("action_state", action.state))
    if action.state == "wont_do" and action.wont_do_reason:
        details.append(action.wont_do_reason)
    return Task(action.text, tuple(detail for detail in details if detail), action.state == "done")


def _detail(view: View, action: Action, field: str) -> str:
    text = _action_field(view, action, field)
    is_handle = field == "owner" and text and not text.startswith("@") and " " not in text
    return f"@{text}" if is_handle else text
