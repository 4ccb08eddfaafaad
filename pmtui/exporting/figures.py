"""Figures in words: counts, and what is worked out from the timeline, always with the two ends it was worked out from."""

from collections.abc import Iterable
from datetime import date, datetime

from pmtui.document.estimates import in_words
from pmtui.document.fields import get_value
from pmtui.document.moments import clock, in_zone, show_moment, zone_label
from pmtui.document.postmortem import Postmortem
from pmtui.exporting.blocks import Note, Said
from pmtui.metrics import ErrorBudget, Metrics, Span
from pmtui.text import plural, show_minutes


def computed(metrics: Metrics, zone: str, question_id: str) -> Said | None:
    """Return what stands behind `computed.date`, `computed.ttd` and so on; None when it cannot be worked out."""
    match question_id.removeprefix("computed."):
        case "date":
            return _dates(metrics.duration, zone)
        case "duration":
            return _duration(metrics.duration, zone)
        case "user_minutes":
            known = metrics.user_minutes is not None
            return Said(f"at most {number(metrics.user_minutes or 0)} user-minutes") if known else None
        case "error_budget":
            return _budget(metrics.error_budget) if metrics.error_budget else None
        case name:
            return _span(getattr(metrics, name, None), zone)


def number(value: float) -> str:
    """Return `12,400`, `8.5`, `0.125`: grouped, without digits that say nothing."""
    return f"{value:,}" if isinstance(value, int) else f"{value:,.6f}".rstrip("0").rstrip(".")


def figure(doc: Postmortem, path: str) -> str:
    """Return a figure of the document as it is known: `12,400`, `about 5,000`, `12,000 to 15,000`; empty for none."""
    value = get_value(doc, path) if path not in doc.unread else None
    return in_words(value, doc.estimates.get(path), number) if isinstance(value, int | float) else ""


def days_of(moments: Iterable[datetime], zone: str) -> set[date]:
    """Return the days on which the instants fall on the clocks of a zone."""
    return {in_zone(moment, zone).date() for moment in moments}


def offset(moment: datetime, start: datetime) -> str:
    """Return how long before or after `start` an instant is: `+17 min`, `−1 h 5 min`, `0 min`."""
    minutes = (moment - start).total_seconds() / 60
    sign = "+" if minutes > 0 else "\N{MINUS SIGN}" if minutes < 0 else ""
    return sign + show_minutes(abs(minutes))


def zone_words(zone: str, at: datetime) -> str:
    """Return what to print behind a time: `UTC`, or `CET, UTC+1` (for places where a bracket is open already)."""
    return zone_label(zone, at).replace(" (", ", ").removesuffix(")")


def _dates(span: Span, zone: str) -> Said | None:
    if span.start is None:
        return None
    days = sorted(
        days_of((span.start, span.end if span.minutes is not None and span.end else span.start), zone)
    )
    return Said(" to ".join(day.isoformat() for day in dict.fromkeys((days[0], days[-1]))), at=span.start)


def _duration(span: Span, zone: str) -> Said | None:
    if span.start is None:
        return None
    if span.end is None:
        return Said(
            f"since {show_moment(span.start, zone)} {zone_words(zone, span.start)}, no end recorded yet"
        )
    if span.minutes is None:
        return _not_worked_out(span)
    return Said(f"{_from_to(span.start, span.end, zone)} ({_minutes(span)})")


def _span(span: Span | None, zone: str) -> Said | None:
    if span is None or span.start is None or span.end is None:
        return None
    if span.minutes is None:
        return _not_worked_out(span)
    show = clock if len(days_of((span.start, span.end), zone)) == 1 else show_moment
    ends = f"{span.start_label} {show(span.start, zone)}, {span.end_label} {show(span.end, zone)}"
    return Said(f"{_minutes(span)} ({ends})")


def _not_worked_out(span: Span) -> Said:
    """Say that the ends of a span stand the wrong way round."""
    return Said(body=Note(f"Not worked out. {' '.join(span.missing)}".strip()))


def _minutes(span: Span) -> str:
    return f"{'about ' if span.approximate else ''}{show_minutes(span.minutes or 0)}"


def _from_to(start: datetime, end: datetime, zone: str) -> str:
    """Return `14:32 to 16:07 UTC`, with the days where these differ."""
    show = clock if len(days_of((start, end), zone)) == 1 else show_moment
    labels = zone_words(zone, start), zone_words(zone, end)
    first = "" if labels[0] == labels[1] else f" {labels[0]}"  # the clocks changed in between
    return f"{show(start, zone)}{first} to {show(end, zone)} {labels[1]}"


def _budget(budget: ErrorBudget) -> Said:
    allowed = f"{show_minutes(budget.allowed_minutes)} that {number(budget.target)} % allows in {plural(budget.window_days, 'day')}"
    share = f"{budget.percent:,.0f} % of the budget: " if budget.percent is not None else ""
    return Said(" ".join((f"{share}{show_minutes(budget.used_minutes)} of the {allowed}.", *budget.assumed)))
