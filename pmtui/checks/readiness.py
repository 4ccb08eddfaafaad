"""Everything the checks have to say about a document, in the order in which it is read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from pmtui.checks.action_checks import check_actions
from pmtui.checks.cause_checks import check_causes
from pmtui.checks.document_hints import capture_hints, document_hints
from pmtui.checks.finding import Finding, hint_finding
from pmtui.checks.finding_places import places_of
from pmtui.checks.missing_checks import check_missing
from pmtui.checks.size_checks import check_size
from pmtui.checks.summary_checks import check_summary
from pmtui.checks.timeline_checks import check_timeline
from pmtui.document.postmortem import Postmortem
from pmtui.document.zones import in_zone
from pmtui.language.rules import Rules, load_rules
from prompts.content import load_policy, load_templates, load_words
from prompts.shapes import Policy, Template

# What these checks see is seen by language hints of these kinds as well.
_SAME: Mapping[str, frozenset[str]] = {
    "actions.vague": frozenset({"vague", "action"}),
    "actions.careful": frozenset({"blame", "action"}),
    "causes.person": frozenset({"blame"}),
    "causes.vague": frozenset({"vague"}),
}


def check_document(
    doc: Postmortem,
    template: Template,
    policy: Policy,
    today: date,
    *,
    milestones: Mapping[str, str] | None = None,
    rules: Rules | None = None,
) -> tuple[Finding, ...]:
    """Return every finding, ordered by the template's sections, then by field, row and place in the text.

    `milestones` are the names of the milestones in words and `rules` the language rules, the built-in ones unless
    given.
    """
    asked = {question.id for section in template.sections for question in section.questions}
    found: list[Finding] = [
        *check_missing(doc, template, policy),
        *check_size(doc, template, policy),
        *check_timeline(doc, today, milestones or load_words()["milestone"]),
        *check_causes(doc, tree="causes" in asked),
        *check_actions(doc, policy, today, _columns(template)),
    ]
    if "summary" in asked:
        found += check_summary(doc, template)
    if doc.hints.on:
        found = _merged(found, _language(doc, rules))
    places = places_of(doc, template)
    return tuple(finding for _, finding in sorted(map(places.put, found), key=lambda placed: placed[0]))


def load_and_check(
    doc: Postmortem,
    *,
    team: Path | None = None,
    today: date | None = None,
    rules: Rules | None = None,
) -> tuple[Finding, ...]:
    """Return every finding, with the content that is built in and the team's own.

    A template that is not known counts as standard. Without a day it is today's in the draft's zone. Without rules they
    are those of the team's folder.
    """
    templates = load_templates(team)
    return check_document(
        doc,
        templates.get(doc.meta.template) or templates["standard"],
        load_policy(team),
        today or in_zone(datetime.now(UTC), doc.meta.zone).date(),
        milestones=load_words(team)["milestone"],
        rules=rules or load_rules(team),
    )


def _language(doc: Postmortem, rules: Rules | None) -> Iterator[tuple[str, Finding]]:
    """Yield the kind of each language hint and the hint as a finding; its section is settled when it is placed."""
    for field, section, hint in (*document_hints(doc, rules), *capture_hints(doc, rules)):
        yield hint.kind, hint_finding(hint, section, field)


def _merged(found: Sequence[Finding], language: Iterable[tuple[str, Finding]]) -> list[Finding]:
    """Return all findings, but tell once what a check and a language hint both noticed, at the words of the hint."""
    kinds = {finding.field: _SAME[finding.code] for finding in found if finding.code in _SAME}
    spans: dict[str, tuple[int | None, int | None]] = {}
    other: list[Finding] = []
    for kind, hint in language:
        if kind in kinds.get(hint.field, ()):
            spans.setdefault(hint.field, (hint.start, hint.end))
        else:
            other.append(hint)
    own = [
        replace(finding, start=spans[finding.field][0], end=spans[finding.field][1])
        if finding.code in _SAME and finding.field in spans
        else finding
        for finding in found
    ]
    return own + other


def _columns(template: Template) -> frozenset[str]:
    return frozenset(
        column.field
        for section in template.sections
        if any(question.id == "actions" for question in section.questions)
        for column in section.columns
    )
