"""Text that would act on a terminal or on Textual's markup: harmless on every screen, exact in the file."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Button

from pmtui.document.actions import Action
from pmtui.document.base import Part, kind_of
from pmtui.document.causes import Cause
from pmtui.document.identity import Participant
from pmtui.document.postmortem import Answer, Ignore, Postmortem, replace
from pmtui.document.review import Link
from pmtui.document.timeline import Event
from pmtui.drafts.folder.library import read_document
from pmtui.drafts.folder.new import new_document
from pmtui.text import UNSAFE

if TYPE_CHECKING:
    from tests.screens.conftest import Desk, OpenDesk

Put = Callable[..., Path]

MARKUP = "[/] [/api] 502 [error [b]bold[/] [@click=app.quit]click[/] $x {y} :bomb: \\\\["
CONTROLS = "a\x1b[2J\x1b]0;title\x07 \x9b31m \u202ebidi\u202c \x00 \x7f \ufeff\u200b \U000e0041"
WIDE = "漢字かな交じり文 👩‍🚒🏳️‍🌈 e\u0301 ไทย عربى"
LONG = "word " * 400
HOSTILE = f"{MARKUP} {CONTROLS} {WIDE}"

SECTIONS = [
    "facts", "summary", "impact", "timeline", "detection", "root_cause", "causes", "factors", "well", "poorly",
    "actions", "lessons", "links",
]  # fmt: skip


def filled(part: Part, text: str) -> Part:
    """Return a part with the text in every field that takes text."""
    values: dict[str, Any] = {}
    for name in type(part).model_fields:
        kind = kind_of(type(part), name)[0]
        if kind in ("line", "prose") and name not in ("id", "zone", "template", "noun"):
            values[name] = text
        elif kind in ("lines", "items") and name not in ("parents", "causes", "evidence"):
            values[name] = (text, f"{text} again")
    return replace(part, **values)


def hostile(text: str) -> Postmortem:
    """Return a document with the text in every field of every kind, kept unread input included."""
    base = new_document(
        "t", template="complete", severity="SEV-2", began=datetime(2026, 3, 15, 9, tzinfo=UTC)
    )
    at = datetime(2026, 3, 15, 9, 47, tzinfo=UTC)
    return replace(
        base,
        meta=filled(base.meta, text),
        participants=(filled(Participant(name="n"), text),),
        narrative=filled(base.narrative, f"{text}\n\nWe should have {text}"),
        impact=filled(base.impact, text),
        detection=filled(base.detection, text),
        timeline=(filled(Event(id="e1", at=at, text="t", milestone="detected", kind="decision"), text),),
        causes=(
            filled(Cause(id="w1", text="t", role="root", evidence=("e1", text)), text),
            filled(Cause(id="w2", text="t", role="contributing", parents=("w1",)), text),
        ),
        actions=(filled(Action(id="a1", text="t", due=date(2026, 4, 1), causes=("w1",)), text),),
        learning=filled(base.learning, text),
        links=(filled(Link(url="u"), text),),
        repeat=filled(base.repeat, text),
        answers={"impact.slo_breached": Answer(state="unknown", reason=text)},
        unread={
            "impact.users": text,
            "timeline": text,
            "actions": text,
            "causes": text,
            "actions.a1.due": text,
        },
        ignores=(Ignore(rule=text, sentence="0", reason=text),),
    )


def harmless(desk: "Desk") -> None:
    """Assert that nothing on the screen could act on a terminal, whatever the widgets left in it."""
    found = [match.group() for match in UNSAFE.finditer(drawn(desk))]
    assert found == [], f"{found!r} on {type(desk.app.screen).__name__}"


def drawn(desk: "Desk") -> str:
    """Return every row of the screen as it is sent, lines apart."""
    strips = desk.app.screen._compositor.render_strips()
    return "".join(text for strip in strips for text, _, control in strip if not control)


@pytest.mark.deep
@pytest.mark.parametrize("text", [HOSTILE, LONG], ids=["hostile", "long"])
async def test_every_section_opens_shows_it_and_changes_nothing(
    at_desk: "OpenDesk", put: Put, text: str
) -> None:
    document = hostile(text)
    path = put(document)
    before = path.read_bytes()
    async with at_desk(path, size=(120, 40)) as desk:
        assert SECTIONS == [section.id for section in desk.room.desk.template.sections]
        for section in SECTIONS:
            await desk.room.desk.show_section(section)
            await desk.pilot.pause()
            harmless(desk)
            assert document == desk.document, section
    assert before == path.read_bytes()
    assert document == read_document(path)


@pytest.mark.deep
async def test_every_dialog_and_screen_around_the_room_opens(at_desk: "OpenDesk", put: Put) -> None:
    path = put(hostile(HOSTILE))
    before = path.read_bytes()
    async with at_desk(path) as desk:
        for key, screen in {
            "f1": "HelpScreen",
            "f7": "PreviewScreen",
            "ctrl+r": "ReadinessScreen",
            "ctrl+o": "ExportScreen",
            "ctrl+t": "KeyMenu",
            "ctrl+p": "CommandPalette",
        }.items():
            await desk.press(key)
            await desk.dialog(screen)
            await desk.pilot.pause()
            harmless(desk)
            if screen == "PreviewScreen":
                await desk.parting("Working …")
                await desk.press("m")
                harmless(desk)
            await desk.press("escape")
            await desk.writing()
        await desk.press("f2")
        harmless(desk)
    assert before == path.read_bytes()  # fmt: skip


ASKED = [
    ("impact", ["f6"]),
    ("timeline", ["enter"]),
    ("timeline", ["m"]),
    ("causes", ["e"]),
    ("causes", ["4", "enter"]),
    ("actions", ["enter"]),
]


@pytest.mark.deep
async def test_forms_and_choices_of_a_section_open_and_change_nothing(at_desk: "OpenDesk", put: Put) -> None:
    document = hostile(HOSTILE)
    async with at_desk(put(document)) as desk:
        for section, keys in ASKED:
            await desk.room.desk.go_to(section, "causes.w1.text" if section == "causes" else section)
            await desk.writing(section)
            await desk.press(*keys)
            await desk.until(lambda: len(desk.app.screen_stack) > 1, f"a dialog of {section}")
            await desk.pilot.pause()
            harmless(desk)
            await desk.press("escape")
            await desk.writing(section)
            assert document == desk.document, (section, keys)


TITLES: Mapping[str, str] = {
    "markup": MARKUP,
    "controls": CONTROLS,
    "wide": WIDE,
    "300 characters": "x" * 300,
    "2,000 characters": LONG.strip(),
}


@pytest.mark.deep
async def test_the_library_shows_any_title_and_does_everything_with_it(
    at_desk: "OpenDesk", put: Put, drafts: Path
) -> None:
    for title in TITLES.values():
        document = new_document(title, severity=title, authors=(title,))
        put(replace(document, meta=replace(document.meta, status="draft")))
    async with at_desk() as desk:
        await desk.sight("5 drafts", "[/api] 502 [error", "漢字")
        for at in range(5):
            harmless(desk)
            await desk.press("d")
            await desk.sight(f"{6 + at} drafts")
            await desk.press("down", "down")
        for _ in range(10):
            await desk.press("delete")
            await desk.pilot.pause()
            harmless(desk)
        await desk.sight("Nothing here yet")
        for count in range(1, 11):
            await desk.press("u")
            await desk.sight(f"{count} draft")
            harmless(desk)
    titles = {read_document(path).meta.title for path in drafts.glob("*.toml")}
    assert {*TITLES.values(), *(f"Copy of {title}" for title in TITLES.values())} == titles


@pytest.mark.deep
async def test_a_file_of_any_name_that_cannot_be_read_is_listed_and_told(
    at_desk: "OpenDesk", drafts: Path
) -> None:
    drafts.mkdir(parents=True)
    (drafts / "[b] \u202e [@click=app.quit] 漢.toml").write_bytes(b"title = '\x1b[2J [/] [b]'\n[met")
    async with at_desk() as desk:
        await desk.sight("1 draft", "[@click=app.quit] 漢.toml", "cannot be opened")
        harmless(desk)
        await desk.press("enter")
        await desk.sight("is not a readable draft", "Mend the line with a text editor")
        harmless(desk)
        await desk.press("escape")
        await desk.dialog("LibraryScreen")


@pytest.mark.deep
async def test_the_dialog_for_a_new_draft_takes_anything(at_desk: "OpenDesk", drafts: Path) -> None:
    async with at_desk() as desk:
        for title in TITLES.values():
            await desk.press("n")
            await desk.dialog("NewPostmortem")
            for _ in range(5):
                await desk.paste(title)
                await desk.press("tab")
            harmless(desk)
            await desk.press("ctrl+s")
            harmless(desk)
            assert "NewPostmortem" == type(desk.app.screen).__name__  # neither a time nor a zone
            await desk.press("escape")
            await desk.dialog("LibraryScreen")
        assert not drafts.exists()


async def test_hostile_text_that_is_typed_is_kept_exactly(at_desk: "OpenDesk", put: Put) -> None:
    text = f"{MARKUP}\n{CONTROLS}\n{WIDE}\t."
    path = put()
    async with at_desk(path) as desk:
        await desk.paste(text)
        await desk.until(lambda: desk.document.narrative.summary == text, "the text in the draft")
        harmless(desk)
        await desk.choose_section("timeline")
        await desk.enter(f"09:47 {MARKUP} {WIDE}")
        await desk.until(lambda: desk.document.timeline, "the event")
        harmless(desk)
        await desk.choose_section("lessons")
        await desk.paste(f"{MARKUP}\n{WIDE}")
        await desk.until(lambda: len(desk.document.learning.lessons) == 2, "the lessons")
        harmless(desk)
    saved = read_document(path)
    assert (text, f"{MARKUP} {WIDE}", (MARKUP, WIDE)) == (
        saved.narrative.summary, saved.timeline[0].text, saved.learning.lessons
    )  # fmt: skip


@pytest.mark.deep
async def test_what_is_said_in_passing_is_plain_text_however_it_looks(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put()) as desk:
        await desk.choose_section("actions")
        await desk.enter(f"Do {MARKUP}")
        await desk.press("ctrl+z")
        await desk.until(lambda: desk.document.actions == (), "the action taken back")
        desk.app.screen.query_one("#line").value = ""  # type: ignore[attr-defined]  # what stands there in this test
        await desk.choose_section("summary")
        await desk.paste(MARKUP)
        await desk.press("ctrl+f")
        await desk.dialog("AskLine")
        await desk.enter(f"{MARKUP} nowhere")
        await desk.sight("is not in this text")
        harmless(desk)


async def test_a_click_on_what_looks_like_a_link_does_nothing(at_desk: "OpenDesk", put: Put) -> None:
    document = new_document("[@click=app.quit]press here[/]", severity="[@click=app.quit]or here[/]")
    async with at_desk(put(document), size=(120, 40)) as desk:
        rows = desk.shown().splitlines()
        at = rows[0].index("press here")
        await desk.pilot.click(offset=(at, 0))
        await desk.pilot.pause()
        assert desk.app.is_running
        assert desk.app.return_value is None
        assert not desk.app._exit
        assert [] == list(desk.app.screen.query(Button))
