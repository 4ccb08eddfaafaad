"""What the app takes from a person's settings and their team's files, and how it tells of a mistake in them."""

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from textual.app import App

from pmtui.errors import PmtuiError
from pmtui.paths import settings_file
from pmtui.settings import Settings, load_keys, load_settings, save_settings
from prompts.content import load_policy
from prompts.shapes import Policy
from prompts.tables import ContentError
from screens.app_parts.styles import THEMES

if TYPE_CHECKING:
    from screens.wording import Wording


class Preferences:
    """The keys, the theme and the wording that a person and their team chose for an app."""

    def __init__(self, app: App[Any], settings: Settings | None) -> None:
        """Have `app` go by `settings`; by those of the person's own file when there are none."""
        self._app = app
        self.settings, warning = (settings, "") if settings is not None else load_settings(settings_file())
        self._warnings = [warning] if warning else []
        app.set_keymap(load_keys(settings_file()))
        for theme in THEMES:
            app.register_theme(theme)
        if not app.ansi_color:
            chosen = self.settings.theme
            app.theme = chosen if chosen in app.available_themes else THEMES[0].name

    @cached_property
    def wording(self) -> "Wording":
        """All that the product says, with the team's own laid over it; ours alone where theirs has a mistake."""
        from screens.wording import load_wording

        try:
            return load_wording(self.settings.team_folder, self.warn)
        except ContentError as error:
            self.warn(str(error))
            return load_wording()

    def tell_problems(self) -> None:
        """Say what was wrong with the settings; a problem with them never stops anything."""
        warnings, self._warnings = self._warnings, []
        for warning in dict.fromkeys(warnings):
            self._app.notify(warning, severity="warning", timeout=30)

    def theme_chosen(self, theme: str) -> None:
        """Remember the theme that was chosen."""
        if theme != self.settings.theme and theme in self._app.available_themes:
            self.remember(theme=theme)

    def policy(self) -> Policy:
        """Return the policy of the team; ours where theirs has a mistake."""
        try:
            return load_policy(self.settings.team_folder)
        except ContentError as error:
            self.warn(str(error))
            return load_policy()

    def warn(self, problem: str) -> None:
        """Tell a problem now, or as soon as there is a screen to tell it on."""
        if self._app.is_running and self._app.screen_stack:
            self._app.notify(problem, severity="warning", timeout=30)
        else:
            self._warnings.append(problem)

    def remember(self, **values: Any) -> None:
        """Keep settings for the next time; a file that cannot be written is told."""
        self.settings = replace(self.settings, **values)
        try:
            save_settings(settings_file(), self.settings)
        except PmtuiError as error:
            self._app.notify(str(error), severity="warning")
