"""What a person types into a field, turned into its value by the field's kind; and the value turned back into text."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from pmtui.document.field_numbers import show_number, show_percent
from pmtui.document.field_problem import FieldProblem, listed, nearest, quoted
from pmtui.document.line_marks import without_list_mark
from pmtui.document.moments import write_moment
from pmtui.text import normalise, one_line
from prompts.content import load_words

_YES = frozenset({"yes", "y", "true", "on", "1"})
_NO = frozenset({"no", "n", "false", "off", "0"})


def parse_yes_no(text: str) -> bool:
    """Return True or False for yes or no. Raises FieldProblem."""
    word = text.strip().lower()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise FieldProblem(f"{quoted(text)} is neither yes nor no", "Write yes or no.")


def parse_choice(text: str, choices: Sequence[str]) -> str:
    """Return the one choice that was meant: by its value, by its words, or by the beginning of either.

    Raises FieldProblem listing the choices.
    """
    typed = _loose(text)
    names = [(_loose(name), choice) for choice in choices for name in _names(choice, choices)]
    exact = {choice for name, choice in names if name == typed}
    started = {choice for name, choice in names if name.startswith(typed)}
    for found in (exact, started):
        if len(found) == 1:
            return found.pop()
    shown = [choice.replace("_", " ") for choice in choices]
    if len(started) > 1:
        meant = [choice.replace("_", " ") for choice in choices if choice in started]
        raise FieldProblem(f"{quoted(text)} can mean more than one thing", f"Write {listed(meant)}.")
    guess = nearest(typed, dict(names))
    hint = f"Did you mean {dict(names)[guess].replace('_', ' ')}? " if guess else ""
    raise FieldProblem(f"{quoted(text)} is not one of the choices", f"{hint}Choose {listed(shown)}.")


def parse_lines(text: str) -> tuple[str, ...]:
    """Return short entries: one per line without its list mark, else separated by semicolons, else by commas.

    A comma inside a link separates nothing.
    """
    clean = normalise(text)
    if "\n" in clean:
        parts: Iterable[str] = map(without_list_mark, clean.split("\n"))
    elif ";" in clean:
        parts = clean.split(";")
    else:
        parts = (
            piece
            for part in re.split(r",\s+", clean)
            for piece in ([part.rstrip(",")] if "://" in part else part.split(","))
        )
    return tuple(entry for part in parts if (entry := one_line(part)))


def parse_items(text: str) -> tuple[str, ...]:
    """Return longer entries, one per line, without their bullets.

    Where the text is a list with bullets, indented lines belong to the entry above them.
    """
    lines = normalise(text).strip("\n").split("\n")
    margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    lines = [line[margin:] for line in lines]
    bulleted = without_list_mark(lines[0]) != lines[0]
    items: list[list[str]] = []
    for line in lines:
        belongs = bulleted and items and (line.startswith("  ") or not line.strip())
        if belongs:
            items[-1].append(line[2:])
        elif line.strip():
            items.append([without_list_mark(line).lstrip()])
    return tuple(entry for item in items if (entry := "\n".join(item).strip()))


def show_value(value: object, kind: str, zone: str = "UTC") -> str:
    """Return a value as text for an input of that kind; a missing one is empty. Reading the text gives the same value.

    Moments are shown on the clocks of `zone`.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return show_percent(value) if kind == "percent" else show_number(value)
    if isinstance(value, datetime):
        return write_moment(value, zone)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        entries = [str(entry) for entry in value]
        return _show_items(entries) if kind == "items" else _show_lines(entries)
    return str(value).replace("_", " ") if kind == "choice" else str(value)


def _names(choice: str, choices: Sequence[str]) -> set[str]:
    """Return the value itself and its words in every group that has all of these choices."""
    groups = (group for group in load_words().values() if group.keys() >= set(choices))
    return {choice, *(group[choice] for group in groups)}


def _loose(text: str) -> str:
    return " ".join(re.sub(r"[-_\s]+", " ", text.replace("’", "'")).lower().split())


def _show_lines(entries: Sequence[str]) -> str:
    """Join with the first separator that reads back as the same entries."""
    if not entries:
        return ""
    below = "\n".join(entries) + "\n"
    for text in (", ".join(entries), "; ".join(entries), "; ".join(entries) + ";", below):
        if parse_lines(text) == tuple(entries):
            return text
    return "".join(f"- [ ] {entry}\n" for entry in entries)  # an entry looks like an item of a list itself


def _show_items(entries: Sequence[str]) -> str:
    plain = "\n".join(entries)
    if parse_items(plain) == tuple(entries):
        return plain
    return "\n".join("- " + entry.replace("\n", "\n  ") for entry in entries)
