"""The one incident that meetings are held about, in the tests without a screen and in those with one."""

from datetime import UTC, datetime, timedelta

from pmtui.document.postmortem import Postmortem

BEGAN = datetime(2026, 3, 15, 14, 34, tzinfo=UTC)


def event(minutes: int, text: str, **fields: object) -> dict[str, object]:
    """Return an event some minutes after the beginning."""
    return {"at": BEGAN + timedelta(minutes=minutes), "text": text, **fields}


def incident(**values: object) -> Postmortem:
    """Return a postmortem with six events, a small tree of causes and two actions; `values` take the place of parts."""
    parts: dict[str, object] = {
        "meta": {
            "id": "k7m2qx",
            "title": "Payment API outage",
            "severity": "SEV-1",
            "facilitator": "Priya Rao",
            "began": BEGAN,
            "ended": BEGAN + timedelta(minutes=93),
        },
        "timeline": (
            event(0, "Checkout errors rise", kind="impact", milestone="impact_start"),
            event(2, "The error alert pages on-call", kind="alert", milestone="detected"),
            event(4, "Sarah Chen looks at the database", milestone="acknowledged"),
            event(
                17,
                "Attempt to kill the migration rather than wait",
                kind="decision",
                source="#inc-0315",
                note="Waiting, or a failover.",
            ),
            event(48, "Writes work again", kind="done", milestone="mitigated"),
            event(93, "The backlog is gone", milestone="resolved"),
        ),
        "causes": (
            {"text": "The migration held a lock on orders", "question": "happened", "role": "trigger"},
            {"text": "No limit on how long a lock is held", "parents": ("w1",), "evidence": ("e4",)},
            {"text": "Lock waits are on no graph", "question": "not_caught", "role": "contributing"},
        ),
        "actions": (
            {
                "text": "Set lock_timeout in migrations",
                "state": "proposed",
                "owner": "Sarah Chen",
                "causes": ("w2",),
            },
            {"text": "Graph lock waits", "state": "idea", "due": None},
        ),
        "participants": (
            {"name": "Sarah Chen", "role": "on-call engineer", "handle": "@sarah"},
            {"name": "Tom Reyes"},
        ),
    }
    return Postmortem.model_validate(parts | values)
