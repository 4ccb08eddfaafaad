"""The editor of lists: what a pasted list leaves behind."""

import pytest
from textual import events
from textual.app import App, ComposeResult

from screens.widgets.item_editor import ItemEditor


class Listing(App[None]):
    """An app that holds one list."""

    def compose(self) -> ComposeResult:
        yield ItemEditor("before", find_hints=None)


@pytest.mark.parametrize(
    ("shown", "pasted"),
    [
        ("one\ntwo\n  - below two\nthree", "- one\r\n- [x] two\r\n  - below two\r\n3. three"),
        ("- a dash in the line, not a list", " - a dash in the line, not a list"),
    ],
)
async def test_the_marks_of_a_pasted_list_do_not_stand_beside_ours(shown: str, pasted: str) -> None:
    app = Listing()
    async with app.run_test() as pilot:
        editor = app.query_one(ItemEditor)
        editor.focus()
        editor.move_cursor((0, 6))
        if "\n" in pasted:
            await pilot.press("enter")
        app.post_message(events.Paste(pasted))
        await pilot.pause()
        lines = editor.text.removeprefix("before").lstrip()
        assert shown == lines
