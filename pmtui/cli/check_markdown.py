"""Checks the wording of Markdown: its headings tell the sections, its comments what to leave alone."""

from collections.abc import Iterator, Mapping

from pmtui.checks.finding import Finding, hint_finding
from pmtui.cli.markdown_sections import sections_of
from pmtui.cli.report import Found
from pmtui.cli.text_places import Lines
from pmtui.language.ignore_comments import IgnoreComments
from pmtui.language.rules import Rules
from pmtui.language.text_hints import find_hints


def check_markdown(
    name: str, text: str, rules: Rules, headings: Mapping[str, str], languages: Mapping[str, str]
) -> Iterator[Found]:
    """Yield what is found in the text of a file, in its order; offsets are those of the text as it was given.

    `headings` tells the section of a heading, `languages` as which of the language rules' sections it is read.
    """
    text = text.replace("\r\n", " \n").replace("\r", "\n")  # as long as before
    lines = Lines(text)
    ignores = IgnoreComments(text, rules.ids)
    for part in sections_of(text, headings):
        for hint in find_hints(part.text, languages.get(part.section, "other"), rules=rules):
            start, end = part.start + hint.start, part.start + hint.end
            place = lines.place(start, end)
            if not ignores.silence(hint.rule, place.line):
                finding = hint_finding(hint, part.section, "", part.start)
                yield Found(name, place.line, finding, place, text[start:end])
    for problem in ignores.problems():
        yield Found(name, problem.line, Finding(problem.code, "hint", "", "", problem.message))
