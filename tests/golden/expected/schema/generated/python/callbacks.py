# Generated from schema/callbacks.toml by `cargo xtask gen`; edit that instead.
"""Every kind of callback, as types."""

import dataclasses as _dataclasses
import datetime as _datetime
import decimal as _decimal
import typing as _typing

State: _typing.TypeAlias = (
    _typing.Literal[
        "in progress",
        "DONE",
        "done+",
    ]
    | str
)
"""How far something is."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place."""

    type: str
    """What the place is."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What every callback has."""

    callback_id: int
    """Number of the callback."""
    account_id: int
    """Number of the account."""
    hash: str = _dataclasses.field(repr=False)
    """The hash."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Nothing is to be said."""

    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class QuietCallback(Envelope):
    """Nothing is to be said.

    Superseded by `everything`.
    """

    type: _typing.Literal["quiet"] = "quiet"
    """The kind."""
    quiet: Quiet
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Everything:
    """Every type of field is there."""

    number: int
    """A number."""
    decimal: _decimal.Decimal
    """A decimal."""
    integer: _decimal.Decimal
    """Money that is called an integer."""
    text: _decimal.Decimal
    """Money in a string."""
    string: str = _dataclasses.field(repr=False)
    """A text."""
    boolean: bool
    """A boolean."""
    date: _datetime.date
    """A date."""
    timestamp: _datetime.datetime
    """A timestamp."""
    timestamp_or_date: _datetime.datetime | _datetime.date
    """Either."""
    number_or_string: str
    """A number, or a text."""
    numbers: list[int]
    """Some numbers."""
    rows: list[list[str]]
    """Some rows."""
    state: State
    """A state."""
    places: list[Place]
    """Some places."""
    may_be_absent: _datetime.date | None = None
    """A date, or none."""
    list_or_none: list[int] | None = None
    """Some numbers, or none."""
    place_or_none: Place | None = None
    """A place, or none."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class EverythingCallback(Envelope):
    """Every type of field is there.

    To confirm it, ask the Management API: `GetEverything`.
    """

    type: _typing.Literal["everything"] = "everything"
    """The kind."""
    everything: Everything
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Wrapped:
    """The fields are documented one level deeper."""

    place: Place
    """A place."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class WrappedCallback(Envelope):
    """The fields are documented one level deeper."""

    type: _typing.Literal["wrapped"] = "wrapped"
    """The kind."""
    wrapped: Wrapped
    """The payload."""


Callback: _typing.TypeAlias = (
    QuietCallback
    | EverythingCallback
    | WrappedCallback
)
"""One callback of a known kind."""

CLASSES: _typing.Final[dict[str, tuple[_typing.Any, _typing.Any]]] = {
    "quiet": (QuietCallback, Quiet),
    "everything": (EverythingCallback, Everything),
    "wrapped": (WrappedCallback, Wrapped),
}
"""Every known kind, with the classes of its callback and of its payload."""
