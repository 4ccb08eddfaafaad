"""Documents as one HTML file that needs nothing else: no script, no font, no request, light and dark, good on paper.

The same document and template give the same bytes.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmtui.document.impact import Impact
from pmtui.document.postmortem import Postmortem
from pmtui.exporting import figure as drawing
from pmtui.exporting.answers import View
from pmtui.exporting.arrange import arrange, view_of
from pmtui.exporting.blocks import Cell, Table
from pmtui.exporting.figure import figure
from pmtui.exporting.figures import number
from pmtui.exporting.prose import is_allowed
from pmtui.exporting.prose_html import REL, prose, prose_line
from pmtui.metrics import Span, show_minutes
from pmtui.text import visible
from prompts.shapes import Template

if TYPE_CHECKING:
    from jinja2 import Environment

HERE = Path(__file__).parent


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
    return (
        _environment()
        .get_template("page.html.jinja")
        .render(
            page=page,
            head=[section for section in page.sections if not section.heading],
            sections=[section for section in page.sections if section.heading],
            key_figures=key_figures(view),
            figure=figure(view),
        )
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


@cache
def _environment() -> "Environment":
    from jinja2 import (
        Environment,
        FileSystemLoader,
        StrictUndefined,
    )  # slow to import, and only this export needs it

    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=lambda value: _shown(value) if type(value) is str else value,
    )
    environment.filters |= {
        "prose": prose,
        "prose_line": prose_line,
        "lines": lambda text: [row.strip() for row in text.split("\n") if row.strip()],
        "kind": lambda block: type(block).__name__,
        "columns": _columns,
    }
    environment.globals |= {
        "css": (HERE / "page.css").read_text(encoding="utf-8"),
        "rel": REL,
        "is_allowed": is_allowed,
        "drawing": drawing,
    }
    return environment


def _shown(text: str) -> str:
    """Mark what would hide or turn text; lines that are meant to stay apart were taken apart before."""
    return re.sub(r"\s*\n\s*", " ", visible(text))


def _columns(table: Table) -> dict[str, Any]:
    """Return headings and rows with the offsets, where there are any, beside the times."""
    if not table.offsets:
        return {"headings": table.headings, "rows": table.rows}
    after = next(index for index, cell in enumerate(table.rows[0]) if cell.at) + 1 if _has_times(table) else 0
    headings = (*table.headings[:after], "From start", *table.headings[after:])
    rows = tuple(
        (*row[:after], Cell(told, offset=True), *row[after:])
        for row, told in zip(table.rows, table.offsets, strict=True)
    )
    return {"headings": headings, "rows": rows}


def _has_times(table: Table) -> bool:
    return any(cell.at for cell in table.rows[0])
