"""Every language hint of a draft with its place and its sentence, in the order in which the draft is read."""

from dataclasses import dataclass

from pmtui.checks.document_hints import document_hints
from pmtui.checks.finding import hint_finding
from pmtui.checks.finding_places import places_of
from pmtui.document.fields import get_value
from pmtui.document.postmortem import Learning, Postmortem
from pmtui.language.rules import Rules
from pmtui.language.text_hints import Hint, sentence_hash
from prompts.shapes import Template

_LEAST = 10  # characters of the sentence shown on each side, however long the words are


@dataclass(frozen=True)
class ListedHint:
    """A hint of a draft: the section of the template it is shown in, its field, and the text of the field.

    `sentence` is the hash by which it is ignored.
    """

    section: str
    field: str
    text: str
    hint: Hint
    sentence: str

    @property
    def words(self) -> str:
        """Return the words that the hint is about."""
        return self.text[self.hint.start : self.hint.end]

    def around(self, width: int) -> tuple[str, str, str]:
        """Return what stands before the words on their line, the words, and what follows; cut to about `width`."""
        start, end = self.hint.start, self.hint.end
        first = self.text.rfind("\n", 0, start) + 1
        last = self.text.find("\n", end)
        before, after = self.text[first:start], self.text[end : last if last >= 0 else len(self.text)]
        room = max(width - len(self.words), 2 * _LEAST)
        left = max(room // 2, room - len(after))
        if len(before) > left:
            before = "…" + before[-(left - 1) :]
        right = room - len(before)
        return before, self.words, after if len(after) <= right else after[: right - 1] + "…"


def list_hints(
    document: Postmortem,
    template: Template,
    rules: Rules | None = None,
) -> tuple[ListedHint, ...]:
    """Return the hints of a draft, by the template's sections, then by field, row and place in the text.

    Nothing is listed while hints are off for the draft, nor what its author chose to leave.
    """
    places = places_of(document, template)
    found = []
    for number, (field, language, hint) in enumerate(document_hints(document, rules)):
        order, placed = places.put(hint_finding(hint, language, field))
        text = _text_at(document, field)
        listed = ListedHint(placed.section, field, text, hint, _sentence(text, hint))
        found.append(((*order, number), listed))
    return tuple(listed for _, listed in sorted(found, key=lambda entry: entry[0]))


def _sentence(text: str, hint: Hint) -> str:
    """Return the hash of the hint's sentence, looking at its lines alone: a line break ends a sentence."""
    first = text.rfind("\n", 0, hint.start) + 1
    last = text.find("\n", hint.end)
    return sentence_hash(text[first : last if last >= 0 else len(text)], hint.start - first, hint.end - first)


def _text_at(document: Postmortem, field: str) -> str:
    name, _, number = field.partition(".")
    if name in Learning.model_fields:
        return str(getattr(document.learning, name)[int(number)])
    return str(get_value(document, field) or "")
