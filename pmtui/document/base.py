"""What every part of the document shares: frozen models, unknown keys kept, and the kinds a field can have."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, Strict

from pmtui.text import normalise, one_line


class Part(BaseModel):
    """A frozen table of the document. Keys that this version does not know are kept and written back."""

    model_config = ConfigDict(frozen=True, extra="allow", allow_inf_nan=False)


@dataclass(frozen=True)
class Kind:
    """How a field is typed by a person: the form picks its input and its parser by this name."""

    name: str


def _empty_is_missing(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def _fixed_offset(moment: datetime) -> datetime:
    """Turn a zone into its offset at that moment, so that equality is by instant and the file can hold it."""
    offset = moment.utcoffset() or timedelta(0)
    if offset.seconds % 60 or offset.microseconds:  # historical local times; TOML has whole minutes only
        return moment.astimezone(UTC)
    return moment.replace(tzinfo=timezone(offset) if offset else UTC, fold=0)


LIMIT = 10**15

Line = Annotated[str, AfterValidator(one_line), Kind("line")]
Prose = Annotated[str, AfterValidator(normalise), Kind("prose")]
Count = Annotated[int, Strict(), Field(ge=0, le=LIMIT), Kind("count")]
Percent = Annotated[
    Annotated[int, Strict(), Field(ge=0, le=100)] | Annotated[float, Strict(), Field(ge=0, le=100)],
    Kind("percent"),
]
Amount = Annotated[
    Annotated[int, Strict(), Field(ge=0, le=LIMIT)] | Annotated[float, Strict(), Field(ge=0, le=LIMIT)],
    Kind("amount"),
]
YesNo = Annotated[bool, Strict(), Kind("yesno")]
Day = Annotated[date, Strict(), Kind("day")]
Moment = Annotated[AwareDatetime, Strict(), AfterValidator(_fixed_offset), Kind("moment")]
Lines = Annotated[tuple[Line, ...], Kind("lines")]
Items = Annotated[tuple[Prose, ...], Kind("items")]

OptionalLine = Annotated[Line | None, BeforeValidator(_empty_is_missing)]
OptionalProse = Annotated[Prose | None, BeforeValidator(_empty_is_missing)]


def kind_of(model: type[Part], name: str) -> tuple[str, tuple[str, ...]]:
    """Return the kind of a model's field and, for a choice, its values.

    Kinds: line, prose, count, percent, amount, yesno, day, moment, lines, items, choice, table.
    """
    return _kind(get_type_hints(model, include_extras=True)[name])


def _kind(hint: Any) -> tuple[str, tuple[str, ...]]:
    if get_origin(hint) is Annotated:
        for mark in hint.__metadata__:
            if isinstance(mark, Kind):
                return mark.name, ()
        return _kind(get_args(hint)[0])
    options = [option for option in get_args(hint) if option is not type(None)]
    if options and all(isinstance(option, str) for option in options):
        return "choice", tuple(options)
    if len(options) == 1 and get_origin(hint) is not tuple:
        return _kind(options[0])
    return "table", ()
