"""What the incident cost, and how it was noticed."""

from typing import Literal

from pmtui.document.base import Amount, Count, OptionalLine, OptionalProse, Part, Percent, YesNo


class Impact(Part):
    """Figures of harm. Missing is None; *not applicable* and *unknown* live in the document's answers."""

    users: Count | None = None
    users_percent: Percent | None = None
    users_note: OptionalLine = None
    failed_requests: Count | None = None
    error_rate: Percent | None = None
    revenue: Amount | None = None
    currency: OptionalLine = None
    revenue_note: OptionalLine = None
    slo_breached: YesNo | None = None
    slo_name: OptionalLine = None
    slo_target: Percent | None = None
    slo_window_days: Count | None = None
    credits: Amount | None = None
    support_tickets: Count | None = None
    data_affected: OptionalProse = None
    engineer_hours: Amount | None = None
    public_communication: YesNo | None = None
    public_note: OptionalLine = None


class Detection(Part):
    """How the incident came to be known."""

    how: Literal["alert", "customer", "manual"] | None = None
    how_note: OptionalLine = None
    anchor: Literal["impact_start", "trigger"] = "impact_start"
    alerts_effective: Literal["yes", "partly", "no"] | None = None
    alerts_note: OptionalProse = None
    gap: OptionalProse = None
