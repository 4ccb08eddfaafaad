"""Who stands in a cell that names people: one person, several, a group, or nobody."""

import re
from typing import Literal

Owner = Literal["nobody", "person", "several", "group"]

_NOBODY = {
    "tbd",
    "tba",
    "tbc",
    "todo",
    "n/a",
    "na",
    "none",
    "unknown",
    "unassigned",
    "open",
    "nobody",
    "no one",
    "?",
    "-",
    "–",
    "—",
}

# A word that makes any owner a group ("payments squad"), and words that are a group when nothing else is there
# ("platform", but also "Platform Engineering"): as part of a longer text they could be a person's department.
_GROUP = re.compile(
    r"\b(?:teams?|squads?|crew|group|guild|tribe|chapter|department|dept|everyone|everybody|anyone|anybody|someone"
    r"|somebody|all|we|us|both|whoever|on-?call|volunteers?|folks)\b"
)
# fmt: off
_DEPARTMENTS = frozenset({
    "platform", "infra", "infrastructure", "backend", "frontend", "mobile", "web", "data", "database", "databases", "dba",
    "dbas", "storage", "network", "networking", "security", "secops", "sre", "sres", "ops", "devops", "operations", "it",
    "qa", "support", "release", "reliability", "engineering", "engineers", "developers", "devs", "product", "management",
    "managers", "leadership", "staff", "core", "cloud", "tools", "tooling", "observability", "monitoring", "the", "eng",
})
# fmt: on
# What stands behind an @ in chats and is nobody: calls to a whole channel, and words of incidents.
_NO_PERSON = frozenset(
    [
        "admin",
        "agent",
        "alert",
        "all",
        "anyone",
        "bot",
        "build",
        "call",
        "channel",
        "client",
        "code",
        "cron",
        "customer",
        "customers",
        "db",
        "decision",
        "deploy",
        "desk",
        "emergency",
        "error",
        "everybody",
        "everyone",
        "group",
        "here",
        "host",
        "idea",
        "incident",
        "lead",
        "main",
        "manager",
        "master",
        "meeting",
        "node",
        "note",
        "null",
        "off",
        "on",
        "oncall",
        "one",
        "outage",
        "owner",
        "page",
        "pager",
        "prod",
        "production",
        "replica",
        "review",
        "role",
        "root",
        "server",
        "service",
        "shift",
        "someone",
        "staging",
        "start",
        "stop",
        "system",
        "team",
        "teams",
        "test",
        "time",
        "today",
        "tomorrow",
        "user",
        "users",
        "vendor",
        "web",
    ]
)
_BETWEEN_PEOPLE = re.compile(r"\s*[,;/]\s*|\s+(?:[&+]|and|or)\s+", re.IGNORECASE)
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_WORD = re.compile(r"[^\W_]+")


def owner_kind(owner: str | None) -> Owner:
    """Tell what an owner's cell holds: nobody (also "TBD"), one person, several people, or a group such as a team."""
    text = _ASIDE.sub(" ", owner or "").strip()
    if text.lower().strip("@. ") in _NOBODY | {""}:
        return "nobody"
    people = people_in(text)
    if not people:
        return "group"
    return "several" if len(people) > 1 else "person"


def names_nobody(word: str) -> bool:
    """Tell whether a word behind an `@` is a call to many (`@here`) or an everyday word, and so names no person."""
    return re.sub(r"[-_.]", "", word.strip("@. ")).casefold() in _NO_PERSON


def people_in(owner: str) -> tuple[str, ...]:
    """Return the people named in a cell, as typed and without asides; no groups, and nobody for "TBD"."""
    text = " ".join(_ASIDE.sub(" ", owner).split())
    if text.lower().strip("@. ") in _NOBODY | {""}:
        return ()
    return tuple(
        part
        for part in _BETWEEN_PEOPLE.split(text)
        if part and not names_nobody(part) and not _is_group(part.lower())
    )


def _is_group(part: str) -> bool:
    words = _WORD.findall(part)
    # An underscore joins words of a handle: @payments_team.
    return bool(_GROUP.search(part.replace("_", " "))) or (bool(words) and _DEPARTMENTS.issuperset(words))
