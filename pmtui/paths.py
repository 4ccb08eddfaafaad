"""The folders in use, as pure functions: asking never creates anything."""

import os
from pathlib import Path


def typed_path(typed: str | os.PathLike[str]) -> Path:
    """Return the full path that somebody typed, `~` read as their home; `~name` of nobody stays as it is."""
    return Path(os.path.expanduser(typed)).absolute()


def drafts_folder(chosen: str | os.PathLike[str] | None = None) -> Path:
    """Return where drafts live: `chosen` (`--drafts`), else `PMTUI_DRAFTS`, else the user's data folder."""
    if chosen or (chosen := os.environ.get("PMTUI_DRAFTS")):
        return typed_path(chosen)
    from platformdirs import user_data_path

    return user_data_path("pmtui", appauthor=False) / "drafts"


def config_folder() -> Path:
    """Return where settings and the team's own wording live (`PMTUI_CONFIG` overrides)."""
    if chosen := os.environ.get("PMTUI_CONFIG"):
        return typed_path(chosen)
    from platformdirs import user_config_path

    return user_config_path("pmtui", appauthor=False)


def state_folder() -> Path:
    """Return where logs, snapshots and locks live (`PMTUI_STATE` overrides)."""
    if chosen := os.environ.get("PMTUI_STATE"):
        return typed_path(chosen)
    from platformdirs import user_state_path

    return user_state_path("pmtui", appauthor=False)


def log_file() -> Path:
    """Return the file that technical details of a failure go to."""
    return state_folder() / "pmtui.log"


def settings_file() -> Path:
    """Return the settings file; it need not exist."""
    return config_folder() / "settings.toml"
