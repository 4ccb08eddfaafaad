"""The report of `pmtui check` as SARIF 2.1.0, for GitHub code scanning and other viewers of findings."""

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from pmtui import __version__
from pmtui.cli.report import Found, Report, Unreadable, path_from_here
from pmtui.language.rules import Rule

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"hint": "note", "warning": "warning", "error": "error"}


def as_sarif(report: Report) -> Iterator[str]:
    """Yield the lines of one log with one run."""
    codes = list(dict.fromkeys(found.finding.code for found in report.found))
    seen: Counter[str] = Counter()
    run = {
        "tool": {
            "driver": {
                "name": "pmtui",
                "semanticVersion": __version__,
                "rules": [_rule(code, report.rules.get(code)) for code in codes],
            }
        },
        "columnKind": "utf16CodeUnits",
        "invocations": [
            {
                "executionSuccessful": not report.unreadable,
                "toolExecutionNotifications": [_unreadable(one) for one in report.unreadable],
            }
        ],
        "artifacts": [{"location": {"uri": _uri(file)}} for file in report.checked],
        "results": [_result(found, codes.index(found.finding.code), seen) for found in report.found],
    }
    # ASCII, so that no output encoding can spoil it.
    yield json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _rule(code: str, rule: Rule | None) -> dict[str, object]:
    """Describe a code; findings that are not about wording bring their own words."""
    if rule is None:
        return {"id": code, "shortDescription": {"text": code.replace(".", ": ").replace("-", " ")}}
    return {
        "id": code,
        "shortDescription": {"text": rule.message},
        "help": {"text": "\n".join(rule.questions)},
        "properties": {"tags": [rule.kind]},
    }


def _result(found: Found, index: int, seen: Counter[str]) -> dict[str, object]:
    finding = found.finding
    location: dict[str, object] = {"artifactLocation": {"uri": _uri(found.file)}}
    if region := _region(found):
        location["region"] = region
    logical = {"logicalLocations": [{"fullyQualifiedName": finding.field}]} if finding.field else {}
    return {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": LEVELS[finding.severity],
        "message": {"text": f"{finding.message} {finding.question}".strip()},
        "locations": [{"physicalLocation": location, **logical}],
        "partialFingerprints": {"pmtuiWords/v1": _fingerprint(found, seen)},
    }


def _region(found: Found) -> dict[str, object]:
    place = found.place
    if place is None:
        return {"startLine": found.line} if found.line else {}
    return {
        "startLine": place.line,
        "startColumn": place.utf16_column,
        "endLine": place.end_line,
        "endColumn": place.utf16_end_column,
    }


def _fingerprint(found: Found, seen: Counter[str]) -> str:
    """Return what stays the same while a finding moves to another line: its code, its words, and which of its like."""
    about = "\0".join((path_from_here(found.file), found.finding.code, found.finding.field, found.words))
    digest = hashlib.sha256(about.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    seen[digest] += 1
    return f"{digest}:{seen[digest]}"


def _unreadable(one: Unreadable) -> dict[str, object]:
    return {
        "level": "error",
        "message": {"text": f"{one.problem.title}. {one.problem.message}".strip()},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(one.file)}}}],
    }


def _uri(file: str) -> str:
    """Return a URI, relative to the folder that pmtui runs in where the file lies in it."""
    path = path_from_here(file)
    if os.path.isabs(path):
        return Path(path).as_uri()
    return quote(os.fsencode(path))
