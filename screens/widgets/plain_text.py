"""The only ways in which screens show text: what a person wrote is marked where it could act on the terminal, and is never markup."""

from typing import Any

from textual.content import Content
from textual.visual import VisualType
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from pmtui.text import visible


class PlainText(Static):
    """A text, or what is ready to be shown; a plain string is shown letter by letter."""

    def __init__(
        self, content: VisualType = "", *, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(as_shown(content), id=id, classes=classes, markup=False)

    def update(self, content: VisualType = "", *, layout: bool = True) -> None:
        """Show something else; without `layout` where it takes the same room."""
        shown, before = as_shown(content), self.content
        if isinstance(shown, Content) and isinstance(before, Content) and shown.is_same(before):
            return  # arranging the whole screen again is the most expensive part of a key
        sizes = self.styles.width, self.styles.height
        grows = any(size is None or size.is_auto for size in sizes)
        super().update(shown, layout=layout and grows)


class PlainList(OptionList):
    """A list whose rows are shown letter by letter."""

    def __init__(self, *rows: str | Content | Option | None, **more: Any) -> None:
        shown = (Content(visible(row)) if isinstance(row, str) else row for row in rows)
        super().__init__(*shown, markup=False, **more)


def as_shown(content: VisualType) -> VisualType:
    """Return a string as content in which controls are marked; anything else as it is."""
    return Content(visible(content)) if isinstance(content, str) else content
