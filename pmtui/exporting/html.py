"""Documents as one HTML file that needs nothing else: no script, no font, no request, light and dark, good on paper.

The same document and template give the same bytes.
"""

from dataclasses import dataclass
from pathlib import Path

from pmtui.document.impact import Impact
from pmtui.document.postmortem import Postmortem
from pmtui.exporting.answers import View
from pmtui.exporting.arrange import arrange, view_of
from pmtui.exporting.figures import number
from pmtui.exporting.rendering import render
from pmtui.exporting.timeline_figure import figure
from pmtui.metrics import Span
from pmtui.text import show_minutes
from prompts.shapes import Template


@dataclass(frozen=True)
class KeyFigure:
    """A figure of the strip under the title: its name, itself, and where it comes from."""

    label: str
    figure: str
    detail: str


def to_html(doc: Postmortem, template: Template, *, team: Path | None = None) -> str:
    """Return the document as one HTML file. `team` is the folder of a team's own words."""
    view = view_of(doc, template, team)
    page = arrange(view, team)
    return render(
        "page.html.jinja",
        "page.css",
        page=page,
        head=[section for section in page.sections if not section.heading],
        sections=[section for section in page.sections if section.heading],
        key_figures=key_figures(view),
        figure=figure(view),
    )


def key_figures(view: View) -> tuple[KeyFigure, ...]:
    """Return what a reader wants to know at a glance, as far as it is known."""
    metrics = view.metrics
    spans = (
        ("Duration", metrics.duration),
        ("Time to detect", metrics.ttd),
        ("Time to mitigate", metrics.ttm),
    )
    found = [_of_span(label, span) for label, span in spans if span.minutes is not None]
    found += _users(view.doc.impact)
    budget = metrics.error_budget
    if budget and budget.percent is not None:
        found.append(
            KeyFigure(
                "Error budget used",
                f"{budget.percent:,.0f} %",
                f"{budget.target:g} % over {budget.window_days} days",
            )
        )
    return tuple(found)


def _users(impact: Impact) -> list[KeyFigure]:
    share = f"{number(impact.users_percent)} %" if impact.users_percent is not None else ""
    if impact.users is not None:
        detail = ", ".join(part for part in (share, impact.users_note) if part)
        return [KeyFigure("Users affected", number(impact.users), detail)]
    return [KeyFigure("Users affected", share, impact.users_note or "")] if share else []


def _of_span(label: str, span: Span) -> KeyFigure:
    minutes = f"{'~' if span.approximate else ''}{show_minutes(span.minutes or 0)}"
    return KeyFigure(label, minutes, f"{span.start_label} to {span.end_label}")
