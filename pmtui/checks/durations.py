"""When a phase of the incident is long enough to be asked about."""

from pmtui.metrics import Metrics

SLOW_DETECTION = 15  # minutes
LONG_SHARE = 0.5  # of the whole duration


def slow_detection(metrics: Metrics) -> float | None:
    """Return the minutes to detection when they are many."""
    minutes = metrics.ttd.minutes
    return minutes if minutes is not None and minutes > SLOW_DETECTION else None


def long_mitigation(metrics: Metrics) -> tuple[float, float] | None:
    """Return minutes and share of the time between noticing and mitigation when that is most of the duration.

    None as well while detection is not marked: then nobody knows how much of it was noticing.
    """
    if not metrics.duration.minutes:
        return None
    for phase in metrics.phases:
        if "mitigate" in phase.names and "detect" not in phase.names and "recover" not in phase.names:
            share = phase.minutes / metrics.duration.minutes
            return (phase.minutes, share) if share > LONG_SHARE else None
    return None
