"""The doors through which screens show text: nothing that was written acts on the terminal or is read as markup."""

from typing import TYPE_CHECKING, Self

from textual.app import App, ComposeResult
from textual.content import Content
from textual.geometry import Region

from screens.widgets.plain_text import PlainList, PlainText

if TYPE_CHECKING:
    from tests.screens.conftest import OpenDesk

HOSTILE = "[/api] 502 [error \x1b[2J"
HARMLESS = "[/api] 502 [error ␛[2J"


class Bare(App[None]):
    def compose(self) -> ComposeResult:
        yield PlainText(HOSTILE, id="first")
        yield PlainText(id="later")
        yield PlainList(HOSTILE)


async def test_texts_and_rows_are_shown_letter_by_letter() -> None:
    app = Bare()
    async with app.run_test() as pilot:
        app.query_one("#later", PlainText).update(HOSTILE)
        await pilot.pause()
        rows = [strip.text.strip() for strip in app.screen._compositor.render_strips()]
        assert 3 == sum(HARMLESS in row for row in rows)


class Counted(PlainText):
    arranged = 0

    def refresh(self, *regions: Region, layout: bool = False, **how: bool) -> Self:
        self.arranged += layout
        return super().refresh(*regions, layout=layout, **how)


class OneText(App[None]):
    def compose(self) -> ComposeResult:
        yield Counted("Saved 14:32")


async def test_a_text_that_stays_the_same_is_not_arranged_again() -> None:
    app = OneText()
    async with app.run_test():
        text = app.query_one(Counted)
        text.arranged = 0
        text.update("Saved 14:32")
        assert 0 == text.arranged
        text.update(Content.styled("Saved 14:32", "bold"))
        text.update(Content.styled("Saved 14:32", "bold"))
        assert 1 == text.arranged


class TextOfOneSize(App[None]):
    CSS = "Counted { width: 1fr; height: 1; }"

    def compose(self) -> ComposeResult:
        yield Counted("Saved 14:32")


async def test_another_text_in_a_place_of_one_size_is_drawn_and_not_arranged() -> None:
    app = TextOfOneSize()
    async with app.run_test() as pilot:
        text = app.query_one(Counted)
        text.arranged = 0
        text.update("NOT SAVED since 14:33")
        await pilot.pause()
        assert 0 == text.arranged
        assert "NOT SAVED since 14:33" == app.screen._compositor.render_strips()[0].text.rstrip()


async def test_a_toast_is_shown_letter_by_letter_wherever_it_comes_from(at_desk: "OpenDesk") -> None:
    async with at_desk() as desk:
        desk.app.screen.notify(HOSTILE)
        await desk.sight(HARMLESS)
