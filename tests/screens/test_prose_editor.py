"""The prose editor: its rows, its hints, its keys, and what it does with odd text."""

import random
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from textual import events, on
from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.document._document import Selection
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widgets import TextArea

from pmtui.text import UNSAFE, visible
from screens.widgets.prose_editor import ProseEditor
from screens.widgets.prose_hints import HintBook, fenced_rows
from screens.widgets.prose_rows import GUTTER, ProseDocument
from screens.widgets.text_search import location_of, offset_of

HOSTILE = "clear \x1b[2J title \x1b]0;x\x07 c1 \x9b31m bidi \u202e nul \x00 bom \ufeff tag \U000e0041 end"


@dataclass(frozen=True)
class Found:
    start: int
    end: int
    severity: str = "warning"
    kind: str = "hindsight"
    message: str = "Reads as hindsight."
    rewrite: str | None = None
    rule: str = "hindsight.should-have"
    questions: tuple[str, ...] = ()


def find_words(line: str) -> list[Found]:
    asks = [Found(*match.span()) for match in re.finditer("should have", line)]
    offers = [Found(*match.span(), "hint", rewrite="the gap") for match in re.finditer("the fault", line)]
    offers += [
        Found(*match.span(), "hint", rewrite="a gap because …") for match in re.finditer("the hole", line)
    ]
    return offers + asks


class Writing(App[None]):
    """An app that holds one editor and keeps what the editor says."""

    def __init__(self, text: str = "", *, placeholder: str = "") -> None:
        super().__init__()
        self.editor = ProseEditor(text, find_hints=find_words, placeholder=placeholder, id="prose")  # type: ignore[arg-type]  # a case of a table
        self.said: list[ProseEditor.EditorMessage] = []
        self.suspended = 0

    def compose(self) -> ComposeResult:
        yield self.editor

    @on(ProseEditor.Edited)
    @on(ProseEditor.HintsChanged)
    @on(ProseEditor.HintUnderCursor)
    @on(ProseEditor.Pasted)
    @on(ProseEditor.FindAsked)
    def keep(self, message: ProseEditor.EditorMessage) -> None:
        self.said.append(message)

    @contextmanager
    def suspend(self) -> Iterator[None]:
        # As Textual does it: nothing resumes when an exception leaves the block.
        self.suspended += 1
        yield
        self.suspended -= 1

    def last(self, kind: type) -> object:
        return next((message for message in reversed(self.said) if isinstance(message, kind)), None)

    def notices(self) -> list[str]:
        return [notice.message for notice in self._notifications]


async def looked_at(pilot: Pilot[None], count: int) -> None:
    """Wait until the editor has looked at its wording and found that many hints."""
    app = pilot.app
    for _ in range(300):
        message = app.last(ProseEditor.HintsChanged)  # type: ignore[attr-defined]  # what stands there in this test
        if message is not None and message.count == count == app.editor.hint_count:  # type: ignore[attr-defined]  # what stands there in this test
            return
        await pilot.pause(0.01)
    raise AssertionError(f"{app.editor.hint_count} hints instead of {count}")  # type: ignore[attr-defined]  # what stands there in this test


def rows(area: TextArea) -> list[Strip]:
    return [area.render_line(y) for y in range(area.wrapped_document.height)]


# Rows


class SideBySide(App[None]):
    CSS = "TextArea { overflow-y: scroll; border: none; padding: 0; height: 8; width: 33; } #ours { width: 35; }"

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield ProseEditor("", find_hints=None, id="ours")
            yield TextArea(id="stock")


PIECES = [
    *(
        "the",
        "deploy",
        "of",
        "14:32",
        "a",
        "x" * 70,
        "café",
        "e\u0301te\u0301",
        "数据库连接池",
        "データ",
        "한국어",
    ),
    *(
        "👩‍💻",
        "🇩🇪",
        "👍🏽",
        "❤️",
        "مرحبا",
        "(",
        "]",
        "-",
        "…",
        "\t",
        "\t\t",
        "  ",
        "\x1b[2J",
        "\u202e",
        "\x00",
        "\ufeff",
    ),
]


def made_up_text(chance: random.Random) -> str:
    words = (
        chance.choice(PIECES) + chance.choice([" ", " ", " ", "", "\n", "\n\n"])
        for _ in range(chance.randint(0, 60))
    )
    return "".join(words)


@pytest.mark.deep
async def test_rows_hold_the_same_text_as_the_stock_text_area_would_show() -> None:
    chance = random.Random(20261)
    app = SideBySide()
    async with app.run_test(size=(80, 24)):
        ours, stock = app.query_one("#ours", ProseEditor), app.query_one("#stock", TextArea)
        assert stock.wrap_width == ours.wrap_width > 20
        for _ in range(400):
            text = made_up_text(chance)
            ours.load_text(text)
            stock.load_text(visible(text))
            expected = ["  " + strip.text for strip in rows(stock)]
            assert expected == [strip.text for strip in rows(ours)], repr(text)


async def test_selection_covers_the_same_characters_as_in_the_stock_text_area() -> None:
    chance = random.Random(4)
    app = SideBySide()
    async with app.run_test(size=(80, 24)) as pilot:
        ours, stock = app.query_one("#ours", ProseEditor), app.query_one("#stock", TextArea)
        app.set_focus(None)  # no cursor over the selection
        await pilot.pause()
        for _ in range(100):
            text = re.sub("\n\n+", "\n", made_up_text(chance)).strip("\n") + "."
            ours.load_text(text)
            stock.load_text(visible(text))
            ends = [location_of(ours.document.lines, chance.randint(0, len(text))) for _ in range(2)]
            ours.selection = stock.selection = Selection(*ends)
            assert selected_text(stock) == selected_text(ours), repr(text)


def selected_text(area: TextArea) -> list[str]:
    background = area._theme.selection_style.bgcolor
    return [
        "".join(text for text, style, _ in strip if style and style.bgcolor == background)
        for strip in rows(area)
    ]


async def test_edits_keep_rows_as_they_would_be_if_loaded_anew() -> None:
    chance = random.Random(77)
    app = SideBySide()
    async with app.run_test(size=(80, 24)):
        ours = app.query_one("#ours", ProseEditor)
        ours.load_text(made_up_text(chance))
        for _ in range(150):
            action = chance.random()
            if action < 0.15:
                ours.undo()
            elif action < 0.25:
                ours.redo()
            else:
                length = len(ours.text)
                start = chance.randint(0, length)
                end = min(length, start + chance.choice([0, 0, 1, 5, 40]))
                new = chance.choice(
                    ["", "x", "\n", "\r\n", "a\x85b", "\u2028", HOSTILE, made_up_text(chance)]
                )
                ours.replace(
                    new, location_of(ours.document.lines, start), location_of(ours.document.lines, end)
                )
            ours.selection = Selection.cursor((0, 0))
            drawn, text = [strip.text for strip in rows(ours)], ours.text
            fresh = ProseDocument(text)
            assert fresh.lines == ours.document.lines
            assert fresh.shown.lines == ours.document.shown.lines  # type: ignore[attr-defined]  # what stands there in this test
            assert ours.word_count == len(text.split())
            ours.wrapped_document.wrap(ours.wrap_width)
            assert drawn == [strip.text for strip in rows(ours)]


async def test_no_control_character_reaches_a_row_while_the_text_keeps_them_all() -> None:
    app = Writing(HOSTILE)
    async with app.run_test():
        assert app.editor.text == HOSTILE
        shown = "".join(strip.text for strip in rows(app.editor))
        assert not UNSAFE.search(shown)
        assert "␛[2J" in shown


async def test_the_cursor_stands_beside_a_control_character_and_not_on_it() -> None:
    app = Writing("a\x1bb")
    async with app.run_test():
        app.editor.move_cursor((0, 2))
        left = app.editor.content_region.x
        assert app.editor.cursor_screen_offset.x == left + GUTTER + 2


async def test_narrowing_the_window_repaints_every_row() -> None:
    text = "the pool was full before the deploy began and the alert for it had been muted since the last one"
    app = Writing(text)
    async with app.run_test(size=(57 + 9, 10)) as pilot:
        assert app.editor.wrapped_document.height == 2
        await pilot.resize_terminal(51 + 9, 10)
        await pilot.pause()
        assert app.editor.wrapped_document.height == 2
        screen = " ".join(strip.text for strip in app.screen._compositor.render_strips())
        words = re.findall(r"[a-z]+", screen)
        assert words == app.editor.text.split()


@pytest.mark.parametrize(
    "placeholder", ["[/] what happened?", "[b]bold[/b]", "[@click=app.bell]x", "esc \x1b[2J"]
)
async def test_a_placeholder_is_shown_as_it_is_written(placeholder: str) -> None:
    app = Writing(placeholder=placeholder)
    async with app.run_test(size=(60, 8)) as pilot:
        assert visible(placeholder) in app.editor.render_line(0).text
        await pilot.press("x")
        assert app.editor.render_line(0).text.rstrip() == "  x"


# Editing


async def test_undo_of_a_paste_of_several_lines_restores_the_text() -> None:
    app = Writing("first")
    async with app.run_test() as pilot:
        app.editor.move_cursor((0, 5))
        app.post_message(events.Paste("\nsecond\nthird" * 20))
        await pilot.pause()
        await pilot.press("ctrl+z")
        assert app.editor.text == "first"
        await pilot.press("ctrl+y")
        assert app.editor.document.line_count == 41


async def test_edits_are_told_and_loading_is_not() -> None:
    app = Writing("before")
    async with app.run_test() as pilot:
        app.editor.load_text("loaded")
        await pilot.pause()
        assert app.last(ProseEditor.Edited) is None
        await pilot.press("a")
        assert app.last(ProseEditor.Edited).text == "aloaded"  # type: ignore[attr-defined]  # what stands there in this test


@pytest.mark.parametrize(
    ("pasted", "kept", "told"),
    [
        ("plain", "plain", None),
        ("a\r\nb", "a\nb", None),
        ("a\rb", "a\nb", None),  # what terminals send
        ("a\rb\x0bc", "a\nb\nc", (True, 0)),
        ("a\x1b[2Jb\u200b", "a\x1b[2Jb\u200b", (False, 2)),
        ("\ud800x\x00", "\ufffdx\x00", (True, 1)),
    ],
)
async def test_a_paste_is_normalised_kept_and_told_of(
    pasted: str, kept: str, told: tuple[bool, int] | None
) -> None:
    app = Writing()
    async with app.run_test() as pilot:
        app.post_message(events.Paste(pasted))
        await pilot.pause()
        await pilot.pause()
        assert app.editor.text == kept
        message = app.last(ProseEditor.Pasted)
        assert (message and (message.altered, message.invisible)) == told  # type: ignore[attr-defined]  # what stands there in this test


async def test_undo_with_nothing_left_goes_on_to_the_room() -> None:
    class Room(Writing):
        BINDINGS = [("ctrl+z", "room_undo", "Undo")]
        undone = 0

        def action_room_undo(self) -> None:
            self.undone += 1

    app = Room("text")
    async with app.run_test() as pilot:
        await pilot.press("x")
        assert app.editor.has_undo
        await pilot.press("ctrl+z")
        assert (app.editor.text, app.editor.has_undo, app.undone) == ("text", False, 0)
        await pilot.press("ctrl+z")
        assert app.undone == 1


async def test_a_read_only_editor_takes_no_edit() -> None:
    app = Writing("the fault")
    async with app.run_test() as pilot:
        await looked_at(pilot, 1)
        app.editor.read_only = True
        app.post_message(events.Paste("pasted"))
        await pilot.press("x", "f9", "f4", "shift+enter", "ctrl+v")
        assert app.editor.text == "the fault"


async def test_offsets_and_locations_agree() -> None:
    app = Writing("ab\n\ncde\n")
    async with app.run_test():
        text = app.editor.text
        for offset in range(len(text) + 1):
            row, column = location_of(app.editor.document.lines, offset)
            assert offset == offset_of(app.editor.document.lines, (row, column))
            assert text[:offset].count("\n") == row
        assert location_of(app.editor.document.lines, 99) == (3, 0)


async def test_goto_selects_the_span_of_the_text() -> None:
    app = Writing("one\ntwo three\n" + "four\n" * 100 + "the end")
    async with app.run_test(size=(40, 10)):
        start = app.editor.text.index("the end")
        app.editor.goto(start, start + 3)
        assert app.editor.selected_text == "the"
        assert app.editor.scroll_offset.y > 50
        app.editor.goto(4)
        assert (app.editor.cursor_location, app.editor.selected_text) == ((1, 0), "")


# Hints


async def test_hints_are_underlined_and_marked_in_the_gutter() -> None:
    app = Writing("fine\nwe should have known\nthe fault")
    async with app.run_test() as pilot:
        await looked_at(pilot, 2)
        drawn = rows(app.editor)
        assert [strip.text[:GUTTER] for strip in drawn] == ["  ", "! ", "? "]
        underlined = [
            "".join(text for text, style, _ in strip if style and style.underline) for strip in drawn
        ]
        assert underlined == ["", "should have", "the fault"]


async def test_a_hint_moves_with_its_words_before_the_wording_is_looked_at_again() -> None:
    app = Writing("we should have known the fault")
    async with app.run_test() as pilot:
        await looked_at(pilot, 2)
        app.editor.insert("then ", (0, 0))
        app.editor.insert("new\nline ", (0, app.editor.text.index("the fault")))
        spans = [(row, span.start, span.end) for row in range(2) for span in app.editor.hints.spans_on(row)]
        assert spans == [(0, 8, 19), (1, 5, 14)]
        lines = app.editor.document.lines
        assert [lines[row][start:end] for row, start, end in spans] == ["should have", "the fault"]


async def test_an_edit_inside_its_words_drops_the_hint() -> None:
    app = Writing("we should have known")
    async with app.run_test() as pilot:
        await looked_at(pilot, 1)
        app.editor.insert("x", (0, 6))
        assert app.editor.hint_count == 0
        await pilot.press("ctrl+z")
        await looked_at(pilot, 1)


def test_random_edits_never_leave_a_hint_on_other_words() -> None:
    chance = random.Random(9)
    for _ in range(300):
        document = ProseDocument(
            " ".join(chance.choices(["we", "should have", "the fault", "x\n", "\n"], k=12))
        )
        book = HintBook(find_words)  # type: ignore[arg-type]  # a case of a table
        book.begin(document.lines)
        assert book.advance(document.lines, 1.0).complete
        for _ in range(4):
            places = sorted(
                (row, chance.randint(0, len(document[row])))
                for row in (chance.randrange(document.line_count), chance.randrange(document.line_count))
            )
            top, bottom = chance.choice([places, [places[0]] * 2])
            result = document.replace_range(top, bottom, chance.choice(["", "a", "\n", "b\nc\n", "should"]))
            book.follow_edit(top, bottom, result.end_location)
            for row in range(document.line_count + 1):
                for hint in book.on(row):
                    assert document[row][hint.start : hint.end] in ("should have", "the fault")


def test_lines_inside_a_fence_belong_to_code() -> None:
    lines = [
        "a",
        "```sh",
        "b",
        "~~~",
        "```",
        "c",
        "`` `x` ``",
        "~~~~",
        "```",
        "~~~",
        "~~~~ ",
        "d",
        "``` a`b",
        "e",
    ]
    expected = [False, True, True, True, True, False, False, True, True, True, True, False, False, False]
    assert expected == fenced_rows(lines)


async def test_fenced_code_gets_no_hints_until_the_fence_goes() -> None:
    app = Writing("should have\n```\nshould have\n```\nshould have")
    async with app.run_test() as pilot:
        await looked_at(pilot, 2)
        assert [app.editor.hints.book.in_code(row) for row in range(5)] == [False, True, True, True, False]
        app.editor.delete((1, 0), (1, 3))
        app.editor.delete((3, 0), (3, 3))
        await looked_at(pilot, 3)


async def test_f8_walks_the_hints_and_round_the_end_and_shift_f8_goes_back() -> None:
    app = Writing("a should have\n\nthe fault here, should have")
    async with app.run_test() as pilot:
        await looked_at(pilot, 3)
        places = []
        for key in ("f8", "f8", "f8", "f8", "f20", "shift+f8"):
            await pilot.press(key)
            places.append(app.editor.cursor_location)
        assert places == [(0, 2), (2, 0), (2, 16), (0, 2), (2, 16), (2, 0)]


async def test_the_cursor_coming_upon_a_hint_and_leaving_it_is_told_with_its_place() -> None:
    app = Writing("x\na should have b")
    async with app.run_test() as pilot:
        await looked_at(pilot, 1)
        await pilot.press("f8")
        await pilot.pause()
        met = app.last(ProseEditor.HintUnderCursor)
        assert (met.hint.rule, met.position) == ("hindsight.should-have", 4)  # type: ignore[attr-defined]  # what stands there in this test
        await pilot.press("ctrl+home", "up", "up")
        await pilot.pause()
        left = app.last(ProseEditor.HintUnderCursor)
        assert (left.hint, left.position) == (None, None)  # type: ignore[attr-defined]  # what stands there in this test


async def test_f9_uses_the_ready_wording_as_one_step_of_undo() -> None:
    app = Writing("we found the fault late")
    async with app.run_test() as pilot:
        await looked_at(pilot, 1)
        await pilot.press("f8", "f9")
        assert app.editor.text == "we found the gap late"
        await looked_at(pilot, 0)
        await pilot.press("ctrl+z")
        assert app.editor.text == "we found the fault late"


async def test_f9_selects_the_blank_of_a_frame_and_typing_fills_it() -> None:
    app = Writing("we met the hole late")
    async with app.run_test() as pilot:
        await looked_at(pilot, 1)
        await pilot.press("f8", "f9", "i", "t")
        assert app.editor.text == "we met a gap because it late"
        await pilot.press("ctrl+z", "ctrl+z", "ctrl+z")
        assert app.editor.text == "we met the hole late"


async def test_f9_says_so_when_a_hint_has_no_ready_wording() -> None:
    app = Writing("we should have known")
    async with app.run_test(notifications=True) as pilot:
        await looked_at(pilot, 1)
        await pilot.press("f8", "f9")
        assert app.editor.text == "we should have known"
        assert app.notices() == ["This hint asks a question; it has no ready wording."]


async def test_another_provider_is_heeded() -> None:
    app = Writing("we should have known")
    async with app.run_test() as pilot:
        await looked_at(pilot, 1)
        app.editor.hints.ask(lambda line: [])
        await looked_at(pilot, 0)
        app.editor.hints.ask(lambda line: [Found(*m.span()) for m in re.finditer("we", line)])  # type: ignore[misc]  # a lambda that holds what the loop has now
        await looked_at(pilot, 1)
        app.editor.hints.ask(None)
        await looked_at(pilot, 0)


async def test_typing_asks_about_the_edited_line_only() -> None:
    asked: list[str] = []

    def counting(line: str) -> list[Found]:
        asked.append(line)
        return []

    app = Writing("\n".join(f"paragraph {number}" for number in range(50)))
    async with app.run_test() as pilot:
        app.editor.hints.ask(counting)  # type: ignore[arg-type]  # a case of a table
        await looked_at(pilot, 0)
        assert len(asked) == 50
        asked.clear()
        await pilot.press("x")
        for _ in range(300):
            if asked:
                break
            await pilot.pause(0.01)
        assert asked == ["xparagraph 0"]


# Finding


async def test_find_selects_matches_in_turn_and_round_the_ends() -> None:
    app = Writing("Alpha beta\ngamma ALPHA")
    async with app.run_test() as pilot:
        assert app.editor.search.find("alpha")
        assert app.editor.selection == Selection((0, 0), (0, 5))
        await pilot.press("f3")
        assert app.editor.selection == Selection((1, 6), (1, 11))
        await pilot.press("f3")
        assert app.editor.selection == Selection((0, 0), (0, 5))
        await pilot.press("shift+f3")
        assert app.editor.selection == Selection((1, 6), (1, 11))
        assert not app.editor.search.find("delta")
        assert not app.editor.search.find("")


async def test_a_growing_term_stays_on_its_match_and_is_no_pattern() -> None:
    app = Writing("con conf (.*) conf")
    async with app.run_test():
        places = []
        for term in ("c", "co", "con", "conf", "(.*)"):
            assert app.editor.search.find(term)
            places.append(app.editor.selection.start[1])
        assert places == [0, 0, 0, 4, 9]


async def test_ctrl_f_asks_for_the_words_and_f3_does_when_none_were_given() -> None:
    app = Writing("text")
    async with app.run_test() as pilot:
        await pilot.press("ctrl+f", "f3")
        await pilot.pause()
        assert sum(isinstance(message, ProseEditor.FindAsked) for message in app.said) == 2


# The person's own editor (the rest of it: tests/test_own_editor.py)


async def test_f4_applies_what_comes_back_as_one_step_of_undo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "an editor.py"
    script.write_text("import sys\nopen(sys.argv[-1], 'w').write('outside\\r\\nlines')\n")
    monkeypatch.setenv("VISUAL", f"{sys.executable} '{script}'")
    app = Writing("inside")
    async with app.run_test() as pilot:
        await pilot.press("f4")
        await app.workers.wait_for_complete()
        assert (app.editor.text, app.suspended) == ("outside\nlines", 0)
        await pilot.press("ctrl+z")
        assert app.editor.text == "inside"


# Keys


def test_every_key_of_the_editor_has_an_id_and_a_tooltip() -> None:
    assert all(binding.id and binding.tooltip for binding in ProseEditor.BINDINGS)
    assert len({binding.id for binding in ProseEditor.BINDINGS}) == len(ProseEditor.BINDINGS)
