"""Reads the callbacks of a body, whoever sent them.

The generated table says which kinds, objects and fields there are; this says how a value is read.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timezone
from decimal import Decimal
from typing import Any, ClassVar, Literal, NamedTuple, TypeAlias

from . import _table, callbacks
from ._digest import digest
from ._json import Json, JsonError

KINDS = frozenset(_table.KINDS)
"""Every kind that this version knows."""

ErrorCode: TypeAlias = Literal[
    "missing_field",
    "missing_payload",
    "payload_mismatch",
    "duplicate_field",
    "wrong_type",
    "invalid_number",
    "invalid_decimal",
    "invalid_date",
    "out_of_range",
    "too_long",
    "unreadable",
]
"""What is wrong with a callback."""

BodyErrorCode: TypeAlias = (
    ErrorCode | Literal["too_large", "not_utf8", "syntax", "too_many_accounts"]
)
"""What is wrong with a body."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Limits of reading."""

    body: int = 1024 * 1024
    """Bytes of a body."""
    list: int = 10_000
    """Elements of a list, of the callbacks or in a payload."""
    accounts: int = 100
    """Accounts of one body whose credentials are looked up."""


class BodyError(ValueError):
    """The body as a whole cannot be read. None of its callbacks was read."""

    code: BodyErrorCode
    pointer: str
    """JSON Pointer to the place, if the body is JSON."""

    def __init__(self, code: BodyErrorCode, message: str, pointer: str = "") -> None:
        super().__init__(message)
        self.code, self.pointer = code, pointer


@dataclass(frozen=True, kw_only=True)
class DecodeError:
    """What is wrong with a callback, and where. It contains no received value."""

    code: ErrorCode
    pointer: str
    """JSON Pointer from the root of the body."""
    message: str

    def __str__(self) -> str:
        return self.message


class Signature(NamedTuple):
    """What a callback claims about its origin, as far as it can be read."""

    account_id: int | None
    callback_id: int | None
    hash: str | None


@dataclass(frozen=True, kw_only=True, repr=False)
class Common:
    """What is known about every callback. Printing it shows no personal data and no hash."""

    raw: str
    """The JSON text of the callback as received: store this."""
    signature: Signature

    def digest(self) -> str:
        """The content digest: `v1:` and the SHA-256 of the callback without its hash, as canonical JSON.

        It is the same in every language and every version of this package.
        """
        return digest(self.raw)

    def __repr__(self) -> str:
        shown = ("kind", "account_id", "callback_id", "error", "refusal", "was_compared")
        parts = [f"{name}={getattr(self, name)!r}" for name in shown if hasattr(self, name)]
        return f"{type(self).__name__}({', '.join(parts)})"


@dataclass(frozen=True, kw_only=True, repr=False)
class KnownCallback(Common):
    """A callback of a known kind."""

    outcome: ClassVar[Literal["callback"]] = "callback"
    kind: str
    account_id: int
    callback_id: int
    callback: callbacks.Callback
    """The callback. A `match` over its class narrows it."""


@dataclass(frozen=True, kw_only=True, repr=False)
class UnknownCallback(Common):
    """A callback of a kind that is newer than this version. Keep it."""

    outcome: ClassVar[Literal["unknown"]] = "unknown"
    kind: str
    account_id: int
    callback_id: int
    envelope: callbacks.Envelope
    payload: str | None
    """The JSON text of the payload, if there is one."""


@dataclass(frozen=True, kw_only=True, repr=False)
class MalformedCallback(Common):
    """A callback that cannot be read. Keep it."""

    outcome: ClassVar[Literal["malformed"]] = "malformed"
    kind: str | None
    """Its kind, if it can be read and is known."""
    account_id: int | None
    callback_id: int | None
    error: DecodeError


Decoded: TypeAlias = KnownCallback | UnknownCallback | MalformedCallback
"""A callback as it was read, whoever sent it."""

Body: TypeAlias = bytes | bytearray | memoryview | str
"""An unchanged body."""


def read(body: Body, *, limits: Limits | None = None) -> list[Decoded]:
    """Reads a body without checking hashes.

    For bodies that were authenticated otherwise, or to look at stored ones: anyone may have sent what it gives out.

    Raises `BodyError` if the body as a whole cannot be read. A single callback that cannot be read is malformed.
    """
    limits = limits or Limits()
    text = _text_of(body, limits)
    json = Json(text)
    try:
        found = _read_body(json, limits)
        json.end()
    except (JsonError, _Fault) as error:
        raise _body_error(error, text) from None
    return found


# Bodies.

_BODY: tuple[Any, ...] = (bytes, bytearray, memoryview, str)


def _text_of(body: Any, limits: Limits) -> str:
    """The text of a body, without a byte order mark."""
    if not isinstance(body, _BODY):
        raise TypeError("body is not bytes or text: pass the unchanged body, not parsed JSON")
    try:
        data = body.encode() if isinstance(body, str) else bytes(body)
    except UnicodeEncodeError:
        raise BodyError("not_utf8", "body is not UTF-8: it holds half of a surrogate pair") from None
    if len(data) > limits.body:
        message = f"body of {len(data)} bytes is over the limit of {limits.body} bytes"
        raise BodyError("too_large", message)
    try:
        return data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError:
        is_gzip = data.startswith(b"\x1f\x8b")
        hint = ": it is compressed with gzip, decompress it first" if is_gzip else ""
        raise BodyError("not_utf8", f"body is not UTF-8{hint}") from None


def _read_body(json: Json, limits: Limits) -> list[Decoded]:
    if json.peek() != "{":
        raise _wrong_type(json, "an object")
    found: list[Decoded] | None = None
    for name in json.members():
        if not _is_well_formed(name):
            raise _Fault("unreadable")
        if name != "callbacks":
            json.skip()
            continue
        if found is not None:
            raise _Fault("duplicate_field").inside(name)
        try:
            found = _read_callbacks(json, limits)
        except _Fault as fault:
            raise fault.inside(name)
    if found is None:
        raise _Fault("missing_field").inside("callbacks")
    return found


def _read_callbacks(json: Json, limits: Limits) -> list[Decoded]:
    found: list[Decoded] = []
    if _takes_null(json):
        return found
    if json.peek() != "[":
        raise _wrong_type(json, "a list")
    for index in json.elements():
        callback = _decode(json, f"/callbacks/{index}", limits)
        if index == limits.list:
            raise _too_long(limits)
        found.append(callback)
    return found


def _body_error(error: "JsonError | _Fault", text: str) -> BodyError:
    """A syntax error takes precedence, wherever in the body it is."""
    try:
        Json(text).document()
    except JsonError as syntax:
        return BodyError("syntax", f"body is {syntax}")
    assert isinstance(error, _Fault)
    pointer = error.pointer()
    message = f'body is not a list of callbacks: {error.message} at "{pointer}"'
    return BodyError(error.code, message, pointer)


# Callbacks.


def _decode(json: Json, place: str, limits: Limits) -> Decoded:
    json.peek()
    start = json.at
    try:
        kind, envelope, payload = _read_callback(json, limits)
    except _Fault as fault:
        json.at = start
        raw = json.raw()
        known_kind, signature = _glimpse(raw)
        pointer = place + fault.pointer()
        return MalformedCallback(
            raw=raw,
            signature=signature,
            kind=known_kind,
            account_id=signature.account_id,
            callback_id=signature.callback_id,
            error=DecodeError(
                code=fault.code, pointer=pointer, message=f"{fault.message} at {pointer}"
            ),
        )
    raw = json.text[start : json.at]
    signature = Signature(envelope["account_id"], envelope["callback_id"], envelope["hash"])
    if payload is None:
        return UnknownCallback(
            raw=raw,
            signature=signature,
            kind=kind,
            account_id=envelope["account_id"],
            callback_id=envelope["callback_id"],
            envelope=callbacks.Envelope(**envelope),
            payload=envelope["extra"].get(kind),
        )
    of_callback, of_payload = callbacks.CLASSES[kind]
    attribute = _attribute(kind)
    return KnownCallback(
        raw=raw,
        signature=signature,
        kind=kind,
        account_id=envelope["account_id"],
        callback_id=envelope["callback_id"],
        callback=of_callback(**envelope, **{attribute: of_payload(**payload)}),
    )


_Fields: TypeAlias = dict[str, Any]
"""The attributes of an object under construction."""


def _read_callback(json: Json, limits: Limits) -> tuple[str, _Fields, _Fields | None]:
    """The kind, the envelope and the payload.

    Faults come in the order of the document; then repeated unknown names, missing fields, `type`, the payload.
    """
    if json.peek() != "{":
        raise _wrong_type(json, "a callback")
    found = _Found()
    nulls: set[str] = set()
    kind = of = payload = None
    for name in json.members():
        field = _ENVELOPE.fields.get(name)
        try:
            if field is not None:
                found.read(name, field, json, limits)
            elif name == "type":
                if kind is not None:
                    raise _Fault("duplicate_field")
                kind = _read_kind(json)
            elif name in _KINDS:
                if name in nulls or name == of:
                    raise _Fault("duplicate_field")
                if _takes_null(json):
                    nulls.add(name)
                    continue
                read = _KINDS[name].read(json, limits)
                if of is not None:
                    raise _Fault("payload_mismatch")
                of, payload = name, read
        except _Fault as fault:
            raise fault.inside(name)
        if field is None and name != "type" and name not in _KINDS:
            found.keep(name, json)
    found.check_extra()
    envelope = _ENVELOPE.assemble(found)
    if kind is None:
        raise _Fault("missing_field").inside("type")
    if of is not None and of != kind:
        raise _Fault("payload_mismatch").inside(of)
    description = _KINDS.get(kind)
    if description is not None and payload is None:
        if description.fields:
            raise _Fault("missing_payload").inside(kind)
        payload = description.assemble(_Found())
    return kind, envelope, payload


def _read_kind(json: Json) -> str:
    kind = _read_text(json, "the name of a kind")
    if not kind:
        raise _Fault("missing_field")
    return kind


def _glimpse(raw: str) -> tuple[str | None, Signature]:
    """What is known about a callback that cannot be read."""
    json = Json(raw)
    texts: dict[str, list[str]] = {"type": [], "callback_id": [], "account_id": [], "hash": []}
    if json.peek() != "{":
        return None, Signature(None, None, None)
    for name in json.members():
        text = json.raw()
        if name in texts:
            texts[name].append(text)

    def once(name: str, read_one: Callable[[Json], Any], absent: Any = None) -> Any:
        """The value of a field, if it can be read and is not repeated."""
        if len(texts[name]) == 1:
            with suppress(_Fault):
                return read_one(Json(texts[name][0]))
        return None if texts[name] else absent

    kind = once("type", _read_kind)
    return kind if kind in KINDS else None, Signature(
        account_id=once("account_id", _read_number),
        callback_id=once("callback_id", _read_number),
        hash=once("hash", _read_string, absent=""),
    )


# Objects.


class _Found:
    """What was found in an object so far."""

    def __init__(self) -> None:
        self.values: _Fields = {}
        self.extra: dict[str, str] = {}
        self._repeats_extra = False

    def read(self, name: str, field: "_Type", json: Json, limits: Limits) -> None:
        if name in self.values:
            raise _Fault("duplicate_field")
        self.values[name] = field.read(json, limits)

    def keep(self, name: str, json: Json) -> None:
        """Keeps an undocumented member."""
        if not _is_well_formed(name):
            raise _Fault("unreadable")
        self._repeats_extra = self._repeats_extra or name in self.extra
        self.extra[name] = json.raw()

    def check_extra(self) -> None:
        if self._repeats_extra:
            raise _Fault("duplicate_field")


class _Description:
    """An object of the description."""

    def __init__(self, fields: dict[str, str], kind: str | None = None) -> None:
        self.fields = {name: _field(word) for name, word in fields.items()}
        self._attributes = [(name, _attribute(name), it) for name, it in self.fields.items()]
        self._kind = kind
        self._is_wrapped = kind in _table.WRAPPED

    def read(self, json: Json, limits: Limits) -> _Fields:
        found = _Found()
        wrapper = self._fill(found, json, limits, is_inside=False)
        try:
            return self.assemble(found)
        except _Fault as fault:
            for step in reversed(wrapper):
                fault.inside(step)
            raise

    def _fill(
        self, found: _Found, json: Json, limits: Limits, *, is_inside: bool
    ) -> list[str | int]:
        """Reads the members of an object. Returns the path of their wrapper, if there is one."""
        wrapper: list[str | int] = []
        if _takes_empty_list(json):
            return wrapper
        if json.peek() != "{":
            raise _wrong_type(json, "an object")
        has_fields = has_own_name = False
        for name in json.members():
            field = self.fields.get(name)
            is_own_name = field is None and name == self._kind
            try:
                if field is not None:
                    # The payload has one form: next to a wrapper, there must be no field of it.
                    if wrapper:
                        raise _Fault("duplicate_field")
                    has_fields = True
                    found.read(name, field, json, limits)
                elif is_own_name:
                    first = json.peek()
                    is_wrapper = first == "{" or (self._is_wrapped and first == "[")
                    if has_own_name or (is_wrapper and is_inside):
                        raise _Fault("duplicate_field")
                    has_own_name = True
                    if is_wrapper:
                        wrapper = [name, *self._unwrap(found, json, limits)]
                        if has_fields:
                            raise _Fault("duplicate_field")
            except _Fault as fault:
                raise fault.inside(name)
            if field is None and not (is_own_name and wrapper):
                found.keep(name, json)
        found.check_extra()
        return wrapper

    def _unwrap(self, found: _Found, json: Json, limits: Limits) -> list[int]:
        """Reads the value under the payload's own name: the payload, or a list of one."""
        if json.peek() == "{":
            self._fill(found, json, limits, is_inside=True)
            return []
        fault = _wrong_type(json, "an object")
        elements = [json.raw() for _ in json.elements()]
        if len(elements) != 1:
            raise fault
        try:
            self._fill(found, Json(elements[0]), limits, is_inside=True)
        except _Fault as fault:
            raise fault.inside(0)
        return [0]

    def assemble(self, found: _Found) -> _Fields:
        """The attributes of what was found, in the order of the description."""
        made: _Fields = {"extra": found.extra}
        for name, attribute, field in self._attributes:
            if name in found.values:
                made[attribute] = found.values[name]
            elif field.absent is None:
                raise _Fault("missing_field").inside(name)
            else:
                made[attribute] = field.absent()
        return made


def _attribute(name: str) -> str:
    return _table.RENAMED.get(name, name)


# Fields.

_Read: TypeAlias = Callable[[Json, Limits], Any]


@dataclass(frozen=True)
class _Type:
    read: _Read
    absent: Callable[[], Any] | None = None
    """The value of an absent field; nothing if the field is required."""
    is_scalar: bool = field(default=False, kw_only=True)


def _field(word: str) -> _Type:
    """The reader for a word of the table."""
    word = word.removesuffix("!")
    if not word.endswith("?"):
        return _type(word)
    of = _type(word.removesuffix("?"))

    def read_optional(json: Json, limits: Limits) -> Any:
        return None if _takes_null(json) else of.read(json, limits)

    return _Type(read_optional, lambda: None)


def _type(word: str) -> _Type:
    if word.startswith("["):
        return _list(word[1:-1])
    if word in _READ:
        read_scalar = _READ[word]
        absent = str if word.endswith("string") else None
        return _Type(lambda json, _: read_scalar(json), absent, is_scalar=True)
    of_objects = getattr(callbacks, word)

    def read_object(json: Json, limits: Limits) -> Any:
        # It may contain objects that come later in the table.
        return of_objects(**_OBJECTS[word].read(json, limits))

    return _Type(read_object)


def _list(word: str) -> _Type:
    """A list. A list of one scalar may be sent as the bare element."""
    element = _type(word)

    def read_list(json: Json, limits: Limits) -> list[Any]:
        if _takes_null(json):
            return []
        if json.peek() != "[":
            if not element.is_scalar:
                raise _wrong_type(json, "a list")
            return [element.read(json, limits)]
        found: list[Any] = []
        for index in json.elements():
            try:
                value = element.read(json, limits)
            except _Fault as fault:
                raise fault.inside(index)
            if index == limits.list:
                raise _too_long(limits)
            found.append(value)
        return found

    return _Type(read_list, list)


_DIGITS = re.compile(r"0|[1-9][0-9]*")


def _read_number(json: Json) -> int:
    """An integer of 64 bits in plain digits, as a number or as a string."""
    digits = _read_digits(json, "a number")
    if _DIGITS.fullmatch(digits) is None:
        raise _Fault("invalid_number")
    # Python refuses to read very long ones.
    if len(digits) > 20 or int(digits) >= 2**64:
        raise _Fault("out_of_range")
    return int(digits)


_DECIMAL = re.compile(r"(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?(?:[eE]([-+]?)([0-9]+))?")


def _read_decimal(json: Json) -> Decimal:
    """A decimal of at most 96 bits and 28 decimal places, with its exponent expanded."""
    match = _DECIMAL.fullmatch(_read_digits(json, "a decimal"))
    if match is None:
        raise _Fault("invalid_decimal")
    sign, whole, fraction, exponent_sign, exponent = (group or "" for group in match.groups())
    if len(whole + fraction) > 29:
        raise _Fault("out_of_range")
    mantissa = int(whole + fraction)
    # An exponent of more digits is out of range, or that of a zero, whatever it is.
    power = int(exponent.lstrip("0")[:9] or "0")
    places = len(fraction) + (power if exponent_sign == "-" else -power)
    if places < 0:
        if mantissa and places < -29:
            raise _Fault("out_of_range")
        mantissa = mantissa and mantissa * 10**-places
        places = 0
    if places > 28 or mantissa >= 2**96:
        raise _Fault("out_of_range")
    return Decimal(f"{sign}{mantissa}E-{places}")


def _read_string(json: Json) -> str:
    return "" if _takes_null(json) else _read_text(json, "a string")


def _read_number_or_string(json: Json) -> str:
    return "" if _takes_null(json) else _read_digits(json, "a number or a string")


def _read_boolean(json: Json) -> bool:
    if json.peek() not in ("t", "f"):
        raise _wrong_type(json, "a boolean")
    return json.scalar() is True


_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME = re.compile(r" ([0-9]{2}):([0-9]{2}):([0-9]{2})")
_LAST = datetime(9999, 12, 30, 22, tzinfo=timezone.utc)
"""The last point in time that every language of this SDK can hold."""


def _read_date(json: Json) -> date:
    return _date_of(_read_text(json, _A_DATE), _A_DATE)


def _read_timestamp(json: Json) -> datetime:
    return _timestamp_of(_read_text(json, _A_TIMESTAMP), _A_TIMESTAMP)


def _read_timestamp_or_date(json: Json) -> datetime | date:
    text = _read_text(json, _EITHER)
    return _date_of(text, _EITHER) if len(text) == 10 else _timestamp_of(text, _EITHER)


_A_DATE = "a date YYYY-MM-DD"
_A_TIMESTAMP = "a timestamp YYYY-MM-DD HH:MM:SS"
_EITHER = f"{_A_TIMESTAMP} or {_A_DATE}"


def _date_of(text: str, expected: str) -> date:
    match = _DATE.fullmatch(text)
    if match is not None:
        year, month, day = (int(group) for group in match.groups())
        with suppress(ValueError):
            # The year 0 would have the days of the year 4.
            found = date(year or 4, month, day)
            if year == 0:
                raise _Fault("out_of_range", "before 0001-01-01, the first day that is read")
            return found
    raise _Fault("invalid_date", f"expected {expected}")


def _timestamp_of(text: str, expected: str) -> datetime:
    match = _TIME.fullmatch(text[10:])
    if match is None:
        raise _Fault("invalid_date", f"expected {expected}")
    hour, minute, second = (int(group) for group in match.groups())
    if hour > 23 or minute > 59 or second > 59:
        raise _Fault("invalid_date", f"expected {expected}")
    day = _date_of(text[:10], expected)
    found = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=timezone.utc)
    if found > _LAST:
        raise _Fault("out_of_range", f"after {_LAST:%Y-%m-%d %H:%M:%S}, the last time that is read")
    return found


def _read_digits(json: Json, expected: str) -> str:
    """The text of a number, which may be sent as a string."""
    return json.number() if json.peek() in _FIRST_OF_NUMBERS else _read_text(json, expected)


_FIRST_OF_NUMBERS = frozenset("-0123456789")


def _read_text(json: Json, expected: str) -> str:
    """Text of a documented field, which must be valid as UTF-8."""
    if json.peek() != '"':
        raise _wrong_type(json, expected)
    text = json.string()
    if not _is_well_formed(text):
        raise _Fault("unreadable")
    return text


_READ: dict[str, Callable[[Json], Any]] = {
    "number": _read_number,
    "decimal": _read_decimal,
    "string": _read_string,
    "number_or_string": _read_number_or_string,
    "boolean": _read_boolean,
    "date": _read_date,
    "timestamp": _read_timestamp,
    "timestamp_or_date": _read_timestamp_or_date,
}

_SURROGATE = re.compile("[\ud800-\udfff]")


def _is_well_formed(text: str) -> bool:
    """Whether a text holds no half of a surrogate pair."""
    return text.isascii() or _SURROGATE.search(text) is None


def _takes_null(json: Json) -> bool:
    if json.peek() != "n":
        return False
    json.scalar()
    return True


def _takes_empty_list(json: Json) -> bool:
    """Consumes `[]`, which some senders write for an empty object."""
    start = json.at
    if json.next("[") and json.next("]"):
        return True
    json.at = start
    return False


# Faults.

_MEANINGS: dict[ErrorCode, str] = {
    "missing_field": "missing field",
    "missing_payload": "missing payload",
    "payload_mismatch": "payload of another kind than `type` says",
    "duplicate_field": "duplicate field",
    "invalid_number": "expected a number in plain digits",
    "invalid_decimal": "expected a decimal number",
    "out_of_range": "more digits than can be kept exactly",
    "unreadable": "text with half of a surrogate pair",
}
"""What each code means. No text contains a received value."""


class _Fault(Exception):
    """What is wrong, as a stable code, and where."""

    def __init__(self, code: ErrorCode, message: str | None = None) -> None:
        self.code: ErrorCode = code
        self.message = _MEANINGS[code] if message is None else message
        self._path: list[str | int] = []

    def inside(self, step: str | int) -> "_Fault":
        """The same fault with one more outer step."""
        self._path.append(step)
        return self

    def pointer(self) -> str:
        """The place as a JSON Pointer."""
        return "".join(f"/{step}" for step in reversed(self._path))


def _wrong_type(json: Json, expected: str) -> _Fault:
    """The fault of a value of another type, which its first character determines."""
    found = _TYPES.get(json.peek(), "a number")
    return _Fault("wrong_type", f"expected {expected}, found {found}")


_TYPES = {
    "{": "an object",
    "[": "a list",
    '"': "a string",
    "n": "null",
    "t": "a boolean",
    "f": "a boolean",
}


def _too_long(limits: Limits) -> _Fault:
    return _Fault("too_long", f"more than {limits.list} elements")


# The readers of the table. They are at the end, as they need everything above.

_OBJECTS = {name: _Description(fields) for name, fields in _table.OBJECTS.items()}
_KINDS = {kind: _Description(fields, kind) for kind, fields in _table.KINDS.items()}
_ENVELOPE = _Description(_table.ENVELOPE)
