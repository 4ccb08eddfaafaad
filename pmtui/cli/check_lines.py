"""`pmtui check --jsonl`: lines of JSON in, lines of JSON out."""

import json
from typing import Any

from pmtui.cli import output
from pmtui.cli.standard_input import open_stdin
from pmtui.errors import UsageError
from pmtui.language.text_hints import find_hints


def check_lines() -> None:
    """Answer each line of standard input on standard output. Raises UsageError naming the line that cannot be read."""
    for number, line in enumerate(open_stdin().buffer, 1):
        if line.strip():
            output.say(output.to_json(answer(_record(line, number))))


def answer(record: dict[str, Any]) -> dict[str, Any]:
    """Answer one record: {id, text, section} gives {id, hints: [{start, end, kind, rule, severity, message}]}.

    Offsets count code points of the text as received.
    """
    hints = find_hints(record["text"], str(record.get("section", "other")), each_kind=True)
    told = ("start", "end", "kind", "rule", "severity", "message")
    return {"id": record.get("id"), "hints": [{name: getattr(hint, name) for name in told} for hint in hints]}


def _record(line: bytes, number: int) -> dict[str, Any]:
    expected = 'Each line is an object such as {"id": 1, "text": "...", "section": "summary"}.'
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UsageError(f"Line {number} is not UTF-8 text", "", expected) from error
    except json.JSONDecodeError as error:
        raise UsageError(
            f"Line {number} is not JSON", f"Column {error.colno}: {error.msg}.", expected
        ) from error
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits, or nested too deeply
        raise UsageError(f"Line {number} cannot be read", "A value in it is too large.", expected) from error
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise UsageError(f"Line {number} has no text", "", expected)
    return record
