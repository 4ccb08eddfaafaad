"""What differs between two versions, for the eye: words in signs as well as in colours."""

from collections.abc import Iterator, Mapping, Sequence

from textual.content import Content

from pmtui.drafts.comparing.differences import Change
from pmtui.drafts.comparing.text_comparison import Span, SpanKind
from pmtui.text import plural, visible, visible_line
from prompts.shapes import Question

CHANGES_SHOWN = 100
LETTERS_SHOWN = 20_000  # of one change; what is longer is for an editor, not for a glance

_SIGNS: Mapping[SpanKind, tuple[str, str, str]] = {
    "same": ("", "", ""),
    "removed": ("[-", "-]", "$text-error"),
    "added": ("{+", "+}", "$text-success"),
}
_QUIET = "$foreground 65%"

Piece = tuple[str, str]  # text and style


def changes_shown(changes: Sequence[Change], questions: Mapping[str, Question]) -> Content:
    """Return the changes one below the other: the name of the place, then its lines with `[-went-]` and `{+came+}`.

    Of a long text only the lines that changed are there.
    """
    pieces: list[Piece] = []
    for change in changes[:CHANGES_SHOWN]:
        pieces += [(place_name(change.path, questions), "bold"), (f"  {_kind_words(change)}\n", _QUIET)]
        if change.kind != "moved":
            pieces += _lines(change.spans)
        pieces.append(("\n", ""))
    if len(changes) > CHANGES_SHOWN:
        pieces.append(
            (f"… and {plural(len(changes) - CHANGES_SHOWN, 'more change', 'more changes')}.\n", _QUIET)
        )
    return Content.assemble(*pieces)


def legend(removed: str, added: str) -> Content:
    """Return what the two signs mean here."""
    return Content.assemble(_marked("removed", removed), "  ", _marked("added", added))


def place_name(path: str, questions: Mapping[str, Question]) -> str:
    """Return a place of the document as a person knows it: `Summary`, `Action items a2.owner`."""
    if path in questions:
        return questions[path].label
    first, dot, rest = path.partition(".")
    if first in questions and dot:
        return f"{questions[first].label} {visible_line(rest)}"
    return visible_line(path)


def _kind_words(change: Change) -> str:
    if change.kind == "moved":
        return f"moved from place {change.places[0]} to {change.places[1]}"
    return change.kind


def _lines(spans: Sequence[Span]) -> Iterator[Piece]:
    """Yield the lines that hold a change; lines between them become one `…`."""
    skipped, left = False, LETTERS_SHOWN
    for touched, line in _rows(spans):
        if touched and left > 0:
            yield from line
            yield ("\n", "")
            left -= sum(len(text) for text, _ in line)
        elif not skipped:
            yield ("…\n", _QUIET)
        skipped = not touched or left <= 0


def _rows(spans: Sequence[Span]) -> list[tuple[bool, list[Piece]]]:
    """Return the text line by line, each with whether it changed; a changed line break is shown as ⏎."""
    rows: list[tuple[bool, list[Piece]]] = [(False, [])]
    for span in spans:
        pieces = span.text.split("\n")
        for number, piece in enumerate(pieces):
            if number:
                rows.append((span.kind != "same", []))
            broken = span.kind != "same" and number < len(pieces) - 1
            touched, line = rows[-1]
            text = piece[:LETTERS_SHOWN] + ("⏎" if broken else "")
            if text:
                line.append(_marked(span.kind, text))
            rows[-1] = (touched or (span.kind != "same" and bool(text)), line)
    return rows


def _marked(kind: SpanKind, text: str) -> Piece:
    before, after, style = _SIGNS[kind]
    return f"{before}{visible(text)}{after}", style
