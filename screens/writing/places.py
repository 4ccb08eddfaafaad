"""Where a person was in each section, and where they stopped in a draft that is opened again."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from textual.css.query import NoMatches
from textual.dom import NoScreen

from pmtui.drafts.last_place import END, Place, remember_place
from screens.writing.page import Page


class Places:
    """Remembers the cursor's place by section while a draft is open, and the last one for the next time."""

    def __init__(self, draft: Path, page: Callable[[], Page]) -> None:
        """Remember places of `draft`, as `page` tells them, the one that is shown."""
        self._draft, self._page = draft, page
        self._by_section: dict[str, Place] = {}
        self._last: Place | None = None

    def begin(self, place: Place | None) -> None:
        """Take up where the person stopped."""
        if place is not None and place.offset != END:
            self._by_section[place.section] = place

    def enter(self, section_id: str) -> None:
        """Note where the cursor is now, and that the person goes on in another section, for a kill tells nothing more."""
        self.note()
        self._last = Place(section_id)
        remember_place(self._draft, self._last, patience=0.0)

    def note(self) -> None:
        """Note where the cursor is now; a page that is going away tells nothing."""
        page = self._page()
        with suppress(NoMatches, NoScreen):
            if page.is_mounted:
                section, at = page.context.section.id, page.place()
                self._last = Place(section, *(at or ()))
                if at is not None:
                    self._by_section[section] = self._last

    def of(self, page: Page) -> Place | None:
        """Return where the person was in the section of a page."""
        return self._by_section.get(page.context.section.id)

    def keep(self) -> None:
        """Keep the last place for the next opening."""
        if self._last is not None:
            remember_place(self._draft, self._last)
