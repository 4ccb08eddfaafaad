"""The timeline: one line adds an event, the table holds them by time, the figures below follow from the milestones."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import partial

from textual.content import Content

from pmtui.document.moments import clock, in_zone, zone_label
from pmtui.document.postmortem import Postmortem
from pmtui.document.quick_line import parse_event_line, parse_event_lines
from pmtui.document.row_edits import in_time_order
from pmtui.document.row_kinds import EVENTS
from pmtui.document.timeline import Event
from pmtui.metrics import Span, measure
from screens.dialogs.row_form import FormField
from screens.writing.rows_page import QuickKey, ReadLines, RowsPage
from screens.writing.table_page import TableColumn

LATE = 18  # o'clock


class TimelinePage(RowsPage[Event]):
    """Events by time. `14:32 deploy v4.12 started @argocd !decision` and Enter adds one."""

    KIND = EVENTS
    LINE_PLACEHOLDER = "14:32 what happened @source !detected — Enter adds it"
    FORM = (
        FormField("text", "What happened"),
        FormField("at", "When", "2026-03-15 14:32, or ~14:32 when only roughly known"),
        FormField("milestone", "Milestone (the figures are worked out from these)"),
        FormField("kind", "Kind"),
        FormField("source", "Source", "Grafana, #incident channel, deploy log …"),
        FormField("approximate", "Only roughly known?"),
        FormField("note", "For a decision: which options were open, and what made this one sensible then?"),
    )
    QUICK = (QuickKey("m", "milestone", "Milestone"), QuickKey("k", "kind", "Kind"))

    def columns(self) -> Sequence[TableColumn[Event]]:
        """Show time, milestone, text, and source where there is room."""
        wide, days = self.size.width >= 70, _spans_days(self.context.document)
        width = max(
            (len(clock(event.at, self.context.document.meta.zone)) for event in self.rows()), default=5
        )
        first = TableColumn("Time", width + (7 if days else 1), partial(_time, days))
        marks = TableColumn("Milestone", 14, self._mark)
        text = TableColumn("Event", 0, _text)
        source = TableColumn[Event]("Source", 12, lambda _, event: event.source or "")
        return (first, marks, text, source) if wide else (first, marks, text)

    def rows(self) -> Iterable[Event]:
        """Return the events by time."""
        return in_time_order(self.context.document)

    def read_line(self, line: str) -> tuple[Event, str]:
        """Read an event; a time without a day follows the latest event."""
        document = self.context.document
        quick = parse_event_line(line, document.meta.zone, _day(document), _after(document, line))
        return quick.event, quick.note

    def read_lines(self, text: str) -> ReadLines[Event]:
        """Read a pasted timeline."""
        document = self.context.document
        pasted = parse_event_lines(text, document.meta.zone, _day(document), _after(document))
        problems = {problem.number: f"{problem.problem.title}." for problem in pasted.problems}
        notes = [quick.note for quick in pasted.events if quick.note]
        return ReadLines([quick.event for quick in pasted.events], problems, notes)

    def invitation(self) -> str:
        """Say how to begin."""
        return (
            "Start before the incident: what was the last change when all was well?\n\n"
            "Type one line and press Enter:\n"
            "   09:32 deploy v4.12 rolled out @argocd !trigger\n"
            "   09:47 ~ marks a time that is only roughly known: ~09:47 first complaints @support !impact-start\n"
            "   09:55 declared an incident !declared !decision\n\n"
            "Or paste several lines that begin with a time."
        )

    def below(self) -> Content:
        """Show each figure as it becomes known, and which milestone is missing for the next one."""
        if not self.context.document.timeline:
            return Content("")
        metrics = measure(self.context.document)
        spans = (
            ("Detect", metrics.ttd),
            ("Mitigate", metrics.ttm),
            ("Resolve", metrics.ttr),
            ("Whole", metrics.duration),
        )
        known = "  ".join(f"{name} {span.length}" for name, span in spans if span.length)
        missing = _first_missing(span for _, span in spans)
        keys = "m milestone · k kind · Enter edit · a add · Del delete"
        return Content.assemble(
            (known or "No figures yet.", "bold"),
            ("\n" + missing if missing else "", "$text-warning"),
            ("\n" + " ".join(metrics.notes) if metrics.notes else "", "$text-warning"),
            (
                f"\nTimes in {zone_label(self.context.document.meta.zone, metrics.duration.start)} · {keys}",
                "$foreground 65%",
            ),
        )

    def _mark(self, document: Postmortem, event: Event) -> str:
        if event.milestone:
            return "◆ " + self.context.wording.word("timeline.e1.milestone", event.milestone)
        return self.context.wording.word("timeline.e1.kind", event.kind)


def _after(document: Postmortem, line: str = "") -> datetime | None:
    """Return what `+5m` counts from; a plain clock time goes on past midnight only late in the evening."""
    latest = max((event.at for event in document.timeline), default=None)
    if latest is None or line.lstrip().startswith("+"):
        return latest
    return latest if in_zone(latest, document.meta.zone).hour >= LATE else None


def _day(document: Postmortem) -> date | None:
    """Return the day that a clock time alone is meant for."""
    meta = document.meta
    latest = max((event.at for event in document.timeline), default=None)
    moment = latest or meta.began or meta.created
    return in_zone(moment, meta.zone).date() if moment else None


def _spans_days(document: Postmortem) -> bool:
    return len({in_zone(event.at, document.meta.zone).date() for event in document.timeline}) > 1


def _text(document: Postmortem, event: Event) -> str:
    return f"{event.text}\n  ↳ {event.note}" if event.note else event.text


def _first_missing(spans: Iterable[Span]) -> str:
    return next((said for span in spans for said in span.missing), "")


def _time(days: bool, document: Postmortem, event: Event) -> str:
    """Return when an event was, with its day when `days` are shown."""
    zone = document.meta.zone
    day = f"{in_zone(event.at, zone):%d %b }" if days else ""
    return f"{day}{'~' if event.approximate else ''}{clock(event.at, zone)}"
