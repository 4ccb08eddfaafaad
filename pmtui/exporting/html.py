"""Documents as one HTML file that needs nothing else: no script, no font, no request, light and dark, good on paper.

The same document and template give the same bytes.
"""

from dataclasses import dataclass
from pathlib import Path

from pmtui.document.postmortem import Postmortem
from pmtui.exporting.answers import View
from pmtui.exporting.arrange import arrange, view_of
from pmtui.exporting.figures import figure
from pmtui.exporting.rendering import render
from pmtui.exporting.timeline_figure import figure as timeline_figure
from pmtui.metrics import Span
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
    page = arrange(view)
    return render(
        "page.html.jinja",
        "page.css",
        page=page,
        head=[section for section in page.sections if not section.heading],
        sections=[section for section in page.sections if section.heading],
        key_figures=key_figures(view),
        figure=timeline_figure(view),
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
    found += _users(view.doc)
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


def _users(doc: Postmortem) -> list[KeyFigure]:
    count, percent = (figure(doc, f"impact.{name}") for name in ("users", "users_percent"))
    share, note = f"{percent} %" if percent else "", doc.impact.users_note
    if count:
        return [KeyFigure("Users affected", count, ", ".join(part for part in (share, note) if part))]
    return [KeyFigure("Users affected", share, note or "")] if share else []


def _of_span(label: str, span: Span) -> KeyFigure:
    return KeyFigure(label, span.length, f"{span.start_label} to {span.end_label}")
