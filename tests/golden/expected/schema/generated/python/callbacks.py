# Generated from schema/callbacks.toml by `cargo xtask gen`; edit that instead.
"""Every kind of callback, as types."""

from decimal import Decimal
from typing import Literal, NotRequired, TypeAlias, TypedDict

Money: TypeAlias = Decimal | int | str
"""An exact amount, or a string of its digits."""

State: TypeAlias = (
    Literal[
        "in progress",
        "DONE",
        "done",
    ]
    | str
)
"""How far something is."""


class Place(TypedDict):
    """A place."""

    #: What the place is.
    type: str


class Envelope(TypedDict):
    """What every callback has."""

    #: Number of the callback.
    callback_id: int
    #: Number of the account.
    account_id: int
    #: The hash.
    hash: str


class QuietCallback(Envelope):
    """Nothing is to be said.

    Superseded by `everything`.
    """

    #: The kind.
    type: Literal["quiet"]


class Everything(TypedDict):
    """Every type of field is there."""

    #: A number.
    number: int
    #: A decimal.
    decimal: Money
    #: Money that is called an integer.
    integer: Money
    #: Money in a string.
    text: str
    #: A text.
    string: str
    #: A boolean.
    boolean: bool
    #: A date.
    date: str
    #: A timestamp.
    timestamp: str
    #: Either.
    timestamp_or_date: str
    #: Some numbers.
    numbers: list[int]
    #: A state.
    state: State
    #: Some places.
    places: list[Place]
    #: A date, or none.
    may_be_absent: NotRequired[str]


class EverythingCallback(Envelope):
    """Every type of field is there.

    To confirm it, ask the Management API: `GetEverything`.
    """

    #: The kind.
    type: Literal["everything"]
    #: What is told of it.
    everything: Everything


class Wrapped(TypedDict):
    """The fields are documented one level deeper."""

    #: A place.
    place: Place


class WrappedCallback(Envelope):
    """The fields are documented one level deeper."""

    #: The kind.
    type: Literal["wrapped"]
    #: What is told of it.
    wrapped: Wrapped


Callback: TypeAlias = (
    QuietCallback
    | EverythingCallback
    | WrappedCallback
)
"""One callback, of a kind that is known."""

KINDS: frozenset[str] = frozenset(
    {
        "quiet",
        "everything",
        "wrapped",
    }
)
"""Every kind that is known."""

EMPTY_KINDS: frozenset[str] = frozenset(
    {
        "quiet",
    }
)
"""The kinds whose payload has no documented field."""
