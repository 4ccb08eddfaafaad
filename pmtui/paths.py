"""The folders in use, as pure functions: asking never creates anything."""

import os
from pathlib import Path

TEAM_FOLDER = ".pmtui"  # a team's own rules, beside its drafts or documents


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


def team_folders(beside: Path, chosen: Path | None = None) -> tuple[Path, ...]:
    """Return the folders whose rules hold for a file or folder, those that are there, the one that wins last.

    First the config folder, then `chosen` (`team` in the settings), then every `.pmtui` from the top of the repository
    (or the person's home, or the root) down to the folder that `beside` is in.
    """
    home = Path.home()
    here = beside.absolute()
    upwards = []
    for folder in (here, *here.parents):
        upwards.append(folder / TEAM_FOLDER)
        if folder == home or (folder / ".git").exists():
            break
    folders = (config_folder(), *([chosen] if chosen else []), *reversed(upwards))
    return tuple(dict.fromkeys(folder for folder in folders if folder.is_dir()))


def meeting_folder() -> Path:
    """Return where a running meeting tells a second terminal how it stands.

    It is a place that is empty after a restart where the system has one (`XDG_RUNTIME_DIR`), else in the state folder;
    `PMTUI_STATE` goes before both.
    """
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if os.environ.get("PMTUI_STATE") or not os.path.isabs(runtime):
        return state_folder() / "meetings"
    return Path(runtime) / "pmtui"


def log_file() -> Path:
    """Return the file that technical details of a failure go to."""
    return state_folder() / "pmtui.log"


def settings_file() -> Path:
    """Return the settings file; it need not exist."""
    return config_folder() / "settings.toml"
