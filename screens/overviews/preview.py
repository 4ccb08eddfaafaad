"""The document as it will be exported."""

from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen

from pmtui.text import visible
from screens.widgets.key_footer import KeyFooter
from screens.widgets.plain_text import PlainText
from screens.wording import Wording

if TYPE_CHECKING:
    from pmtui.document.postmortem import Postmortem
    from prompts.shapes import Template


class PreviewScreen(Screen[None]):
    """Rendered Markdown, or its source."""

    HELP = "This is what an export holds. m shows the Markdown source, r people by their roles instead of their names."
    DEFAULT_CSS = """
    PreviewScreen {
        #heading { height: 1; padding: 0 1; background: $panel; }
        VerticalScroll { height: 1fr; padding: 0 2; align-horizontal: center; }
        #document { width: 100%; max-width: 100; height: auto; }
    }
    """
    BINDINGS = [
        Binding("escape,f7,q", "close", "Back", id="preview.close", tooltip="Back to writing"),
        Binding("m", "source", "Markdown source", id="preview.source", tooltip="Show the Markdown source, or the page again"),
        Binding("r", "roles", "Names or roles", id="preview.roles", tooltip="Show people by their roles, or by their names again"),
    ]  # fmt: skip

    def __init__(self, document: "Postmortem", template: "Template", wording: Wording) -> None:
        super().__init__()
        self._document, self._template, self._wording = document, template, wording
        self._markdown = ""
        self._source = False
        self._in_roles = False

    def compose(self) -> ComposeResult:
        """Hold the page."""
        yield PlainText(f"Preview · {self._template.name}", id="heading")
        with VerticalScroll():
            yield PlainText("Working …", id="document")
        yield KeyFooter()

    def on_mount(self) -> None:
        """Render off the screen's thread."""
        self.query_one(VerticalScroll).focus()
        self._render_markdown()

    @work(thread=True, exclusive=True, group="preview")
    def _render_markdown(self) -> None:
        from pmtui.exporting.markdown import to_markdown

        document = self._document
        if self._in_roles:
            from pmtui.document.role_names import in_roles

            document = in_roles(document)
        markdown = to_markdown(document, self._template, team=self._wording.team)
        self.app.call_from_thread(self._show, markdown)

    def _show(self, markdown: str) -> None:
        from rich.markdown import Markdown

        self._markdown = markdown
        people = " · people by their roles" if self._in_roles else ""
        self.query_one("#heading", PlainText).update(f"Preview · {self._template.name}{people}")
        page = self.query_one("#document", PlainText)
        if self._source:
            page.update(Content(visible(markdown)))
        else:
            page.update(Markdown(visible(markdown).replace("<br>", " · "), hyperlinks=False))

    def action_source(self) -> None:
        """Switch between the page and its source."""
        self._source = not self._source
        self._show(self._markdown)

    def action_roles(self) -> None:
        """Switch between names and roles."""
        self._in_roles = not self._in_roles
        self._render_markdown()

    def action_close(self) -> None:
        """Back to writing."""
        self.dismiss(None)
