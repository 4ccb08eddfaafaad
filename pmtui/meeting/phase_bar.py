"""The phases of the incident as one row of cells, to scale, with the event in view marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pmtui.metrics import Metrics, Phase


@dataclass(frozen=True)
class BarPart:
    """A run of cells that are one phase. `names` are those of `Phase.names`; empty for what is not told yet."""

    names: tuple[str, ...]
    label: str
    minutes: float
    cells: int


@dataclass(frozen=True)
class PhaseBar:
    """A row of cells. `marker` is the cell of the event in view, from 0, None when it lies outside the incident."""

    parts: tuple[BarPart, ...]
    minutes: float
    marker: int | None


def phase_bar(
    metrics: Metrics, cells: int, at: datetime | None = None, *, foresight: bool = False
) -> PhaseBar | None:
    """Return the bar for a row of `cells`, with the event of that time marked; None while the phases are not known.

    `foresight` hides every phase that has not begun at that time, and the length of the one that has.
    """
    if not metrics.phases or cells < len(metrics.phases):
        return None
    start, end = metrics.phases[0].start, metrics.phases[-1].end
    total = end - start
    parts = _parts(metrics.phases, cells)
    inside = at is not None and start <= at <= end
    marker = _cell(metrics.phases, parts, at) if at is not None and inside else None
    if foresight and at is not None:
        shown = (marker if marker is not None else (-1 if at < start else cells - 1)) + 1
        parts = _cut(parts, shown, cells)
    return PhaseBar(parts, total.total_seconds() / 60, marker)


def widths(amounts: Sequence[float], cells: int) -> tuple[int, ...]:
    """Share cells out by amounts: at least one each, the rest by the largest remainder, `cells` in all.

    There must be at least as many cells as amounts.
    """
    total = sum(amounts)
    spare = cells - len(amounts)
    if total <= 0:
        even, rest = divmod(cells, len(amounts))
        return tuple(even + (at < rest) for at in range(len(amounts)))
    ideal = [amount / total * cells for amount in amounts]
    wanted = [max(0.0, width - 1) for width in ideal]
    scale = spare / sum(wanted) if sum(wanted) else 0.0
    exact = [width * scale for width in wanted]
    whole = [int(width) for width in exact]
    by_rest = sorted(range(len(exact)), key=lambda at: (whole[at] - exact[at], at))
    for at in by_rest[: spare - sum(whole)]:
        whole[at] += 1
    return tuple(width + 1 for width in whole)


def _parts(phases: Sequence[Phase], cells: int) -> tuple[BarPart, ...]:
    lengths = widths([phase.minutes for phase in phases], cells)
    return tuple(
        BarPart(phase.names, phase.label, phase.minutes, width)
        for phase, width in zip(phases, lengths, strict=True)
    )


def _cell(phases: Sequence[Phase], parts: Sequence[BarPart], at: datetime) -> int:
    """Return the cell of a moment, inside the cells of its own phase even where those are not quite to scale."""
    first = 0
    for phase, part in zip(phases, parts, strict=True):
        if at < phase.end or part is parts[-1]:
            length = (phase.end - phase.start).total_seconds()
            share = (at - phase.start).total_seconds() / length if length else 0.0
            return first + min(part.cells - 1, int(share * part.cells))
        first += part.cells
    raise AssertionError("the last phase holds what the others do not")


def _cut(parts: Sequence[BarPart], shown: int, cells: int) -> tuple[BarPart, ...]:
    kept: list[BarPart] = []
    for part in parts:
        room = shown - sum(each.cells for each in kept)
        if room <= 0:
            break
        kept.append(part if part.cells <= room else BarPart(part.names, part.label, 0.0, room))
    hidden = cells - sum(each.cells for each in kept)
    return (*kept, BarPart((), "", 0.0, hidden)) if hidden else tuple(kept)
