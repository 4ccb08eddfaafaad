"""What pmtui remembers about the person: a few settings in one TOML file that can be edited by hand."""

from dataclasses import Field, asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from pmtui.disk import read_regular
from pmtui.errors import PmtuiError
from pmtui.paths import typed_path
from pmtui.toml_limits import load_toml

SIZE_LIMIT = 1_000_000
HEADER = "# Settings of pmtui. Each line can be changed here; a line that is missing has its usual value.\n"


class SettingsError(PmtuiError):
    """The settings could not be written; the file was left as it is."""


def _setting(default: str | bool, sentence: str) -> Any:
    return field(default=default, metadata={"sentence": sentence})


@dataclass(frozen=True)
class Settings:
    """Everything that can be set. `sentence_of` says what a setting does."""

    author: str = _setting("", "Your name, written on new drafts as their author.")
    zone: str = _setting("UTC", "The time zone of new drafts, such as Europe/Berlin.")
    last_template: str = _setting("", "The template you took last; offered first when nothing else decides.")
    noun: str = _setting(
        "postmortem", "What new documents are called: postmortem, incident review, retrospective."
    )
    theme: str = _setting("", "The colours of the screens; empty takes the usual ones.")
    hints_on: bool = _setting(True, "Whether the editor shows hints about wording while you write.")
    team: str = _setting(
        "", "A folder with your team's own templates and wording; empty means there is none."
    )

    @property
    def team_folder(self) -> Path | None:
        """Return the folder of the team's own wording, if one is set."""
        return typed_path(self.team) if self.team else None


def sentence_of(name: str) -> str:
    """Return the sentence that explains a setting."""
    return str(_fields()[name].metadata["sentence"])


def load_settings(path: Path) -> tuple[Settings, str]:
    """Return the settings in a file, and a warning in words that is empty when all is well.

    A file that is missing gives the usual values. One that cannot be read, or a value that does not fit, never stops
    anything: the usual value is taken and the warning says so.
    """
    try:
        raw = _read(path)
    except SettingsError as problem:
        return Settings(), f"The usual settings are in use: {problem.message}"
    known = _fields()
    wrong = [
        name
        for name, value in raw.items()
        if name in known and not isinstance(value, type(known[name].default))
    ]
    settings = Settings(**{name: value for name, value in raw.items() if name in known and name not in wrong})
    if not wrong:
        return settings, ""
    expected = "; ".join(
        f"{name} needs {'true or false' if isinstance(known[name].default, bool) else 'text in quotes'}"
        for name in wrong
    )
    return settings, f"{path}: {expected}. The usual value is in use."


def load_keys(path: Path) -> dict[str, str]:
    """Return the keys that a person set for themselves: `[keys]` in the settings, binding id -> keys.

    `"room.next" = "f10"`; several keys are separated by commas. The ids are those that the help lists. A file that
    cannot be read sets none, and what is not text is left out.
    """
    try:
        keys = _read(path).get("keys", {})
    except SettingsError:
        return {}
    return {name: key for name, key in keys.items() if isinstance(key, str)} if isinstance(keys, dict) else {}


def save_settings(path: Path, settings: Settings) -> None:
    """Write the settings, each with its sentence; keys that this version does not know are kept.

    Raises SettingsError, also when the file there is damaged: what somebody wrote by hand is not thrown away.
    """
    import tomli_w

    from pmtui.disk import make_folder, write_atomic

    others = {name: value for name, value in _read(path).items() if name not in _fields()}
    flat = {name: value for name, value in others.items() if not isinstance(value, (dict, list))}
    lines = [HEADER]
    for name, value in asdict(settings).items():
        lines.append(f"# {sentence_of(name)}\n{tomli_w.dumps({name: value})}")
    # Plain values first: after a table's header they would belong to that table.
    lines.append(tomli_w.dumps(flat | others))
    try:
        make_folder(path.parent)
        write_atomic(path, "\n".join(line for line in lines if line).encode())
    except OSError as error:
        raise SettingsError("The settings could not be saved", f"{path}: {error.strerror}.") from error


def _fields() -> dict[str, Field[Any]]:
    return {one.name: one for one in fields(Settings)}


def _read(path: Path) -> dict[str, Any]:
    """Return the file's table; empty when there is no file. Raises SettingsError."""
    title = "The settings file cannot be read"
    try:
        data = read_regular(path, SIZE_LIMIT)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SettingsError(title, f"{path}: {error.strerror}.") from error
    try:
        return load_toml(data.decode("utf-8-sig"))
    except ValueError as error:  # not TOML, not UTF-8, a number of 5,000 digits, nested too deeply
        raise SettingsError(title, f"{path}: {error}.", "Mend it with a text editor.") from error
