"""How rows of two versions of a document find each other, and how the place of a difference is written."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from pmtui.document.base import Part
from pmtui.document.postmortem import Learning, Narrative, Postmortem

ROW_KEYS: Mapping[str, tuple[str, ...]] = {
    "timeline": ("id",),
    "causes": ("id",),
    "actions": ("id",),
    "free": ("id",),
    "participants": ("name",),
    "links": ("url",),
    "ignores": ("rule", "sentence"),
}
"""The fields that tell the rows of each table apart."""

_BARE: Mapping[str, type[Part]] = {"narrative": Narrative, "learning": Learning}


def rows_by_key(table: str, rows: Iterable[object]) -> dict[str, Part] | None:
    """Return a table's rows by what tells them apart, in order; None when that does not tell them apart."""
    names = ROW_KEYS.get(table)
    if names is None:
        return None
    found: dict[str, Part] = {}
    for row in rows:
        key = " ".join(str(getattr(row, name, "")) for name in names)
        if not isinstance(row, Part) or not key.strip() or key in found:
            return None
        found[key] = row
    return found


def written_path(steps: Sequence[str]) -> str:
    """Return the one way to write a place in the document: `summary`, `actions.a2.owner`, `answers."impact.users"`.

    `steps` are names of the model, ids of rows and keys: `("narrative", "summary")`. A step with a dot is quoted, as
    in the file.
    """
    if len(steps) == 2 and steps[0] in _BARE and steps[1] in _BARE[steps[0]].model_fields:
        return steps[1]
    if len(steps) == 3 and steps[0] == "free" and steps[2] == "text":
        steps = steps[:2]
    # A key that this version does not know must not read like one of its own.
    first = f'"{steps[0]}"' if steps[0] in _bare_names() else _quoted(steps[0])
    return ".".join((first, *map(_quoted, steps[1:])))


@cache
def _bare_names() -> frozenset[str]:
    return frozenset(name for model in _BARE.values() for name in model.model_fields) - set(
        Postmortem.model_fields
    )


def _quoted(step: str) -> str:
    return f'"{step}"' if not step or "." in step or '"' in step else step
