"""Types, JSON Schemas and the hash check for Voximplant account callbacks (unofficial)."""

import json
import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from hashlib import md5
from hmac import compare_digest
from importlib.resources import files
from typing import Any, Literal, TypeAlias, TypeGuard

from . import callbacks
from .callbacks import EMPTY_KINDS, KINDS, Callback

__version__ = "0.0.0"
__all__ = [
    "EMPTY_KINDS",
    "KINDS",
    "Callback",
    "Credential",
    "HashVerdict",
    "callbacks",
    "is_known",
    "json_schema",
    "parse_body",
]

_ID = re.compile(r"0|[1-9][0-9]*")
_HASH = re.compile(r"[0-9a-f]{32}")

HashVerdict: TypeAlias = Literal[
    "match", "mismatch", "missing", "invalid", "unknown_account", "unreadable"
]
"""What the hash of a callback shows: see `Credential.check`."""


def parse_body(body: str | bytes) -> list[Any]:
    """Reads the callbacks of a body.

    Amounts become `decimal.Decimal`, exact to the digit, and an `int` if they have no fraction; one
    that comes as a string of its digits stays one, which `Decimal` takes as well. Payloads that are
    documented one level deeper than they are met are read in both shapes.

    Raises `ValueError` if the body is not UTF-8, not JSON, or not `{"callbacks": […]}`, or is nested
    too deep, or has a number that is beyond a `Decimal`.
    """
    text = body if isinstance(body, str) else body.decode("utf-8")
    try:
        parsed = json.loads(text, parse_float=_decimal, parse_constant=_refuse)
    except RecursionError:
        raise ValueError("the nesting is too deep") from None
    found = parsed.get("callbacks") if isinstance(parsed, dict) else None
    if not isinstance(found, list):
        raise ValueError('body is not {"callbacks": […]}')
    for callback in found:
        _unwrap(callback)
    return found


def _decimal(digits: str) -> Decimal:
    try:
        return Decimal(digits)
    except InvalidOperation:
        raise ValueError("a number is beyond a Decimal") from None


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _unwrap(callback: object) -> None:
    """Some payloads are documented one level deeper than they are met."""
    kind = callback.get("type") if isinstance(callback, dict) else None
    payload = callback.get(kind) if isinstance(callback, dict) and isinstance(kind, str) else None
    if isinstance(payload, dict) and payload.keys() == {kind} and isinstance(payload[kind], dict):
        assert isinstance(callback, dict)
        callback[kind] = payload[kind]


def is_known(callback: object) -> TypeGuard[Callback]:
    """Whether the callback is of a kind that is known, and has its payload.

    Whatever is not is to be kept: it may be of a kind that is newer than this package. Fields are
    not looked at: use the JSON Schema for that.
    """
    kind = callback.get("type") if isinstance(callback, dict) else None
    if not isinstance(callback, dict) or not isinstance(kind, str) or kind not in KINDS:
        return False
    return kind in EMPTY_KINDS or isinstance(callback.get(kind), dict)


@dataclass(frozen=True)
class Credential:
    """What the hash of an account's callbacks is made with."""

    account_id: int
    """The account."""
    salt: str = field(repr=False)
    """The salt that is set beside the callback URL; empty if there is none."""
    api_key: str = field(repr=False)
    """The API key of the account."""

    def check(self, callback: object) -> HashVerdict:
        """What the hash of a callback shows. Refuse whatever is no `match`.

        - `match`: the sender knew the credential, or copied the hash of an earlier callback of the
          same account and number. Neither the kind nor the payload is covered, and the hash never
          expires.
        - `mismatch`: it is another one.
        - `missing`: there is none.
        - `invalid`: it is not 32 lower-case hexadecimal digits.
        - `unknown_account`: the callback is about another account.
        - `unreadable`: its account or number is none.
        """
        if not isinstance(callback, dict):
            return "unreadable"
        account_id = _digits(callback.get("account_id"))
        callback_id = _digits(callback.get("callback_id"))
        if account_id is None or callback_id is None:
            return "unreadable"
        given = callback.get("hash")
        if given is None or given == "":
            return "missing"
        if not isinstance(given, str) or _HASH.fullmatch(given) is None:
            return "invalid"
        if account_id != str(self.account_id):
            return "unknown_account"
        text = f"{self.salt}{account_id}{self.api_key}{callback_id}"
        right = md5(text.encode(), usedforsecurity=False).hexdigest()
        return "match" if compare_digest(right, given) else "mismatch"


def _digits(value: object) -> str | None:
    """The digits of a number, as they go into the hash."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    digits = str(value) if is_number else value
    return digits if isinstance(digits, str) and _ID.fullmatch(digits) else None


def json_schema(name: Literal["validation", "types"] = "validation") -> Any:
    """One of the JSON Schemas, of draft 2020-12: to validate bodies with, or to make types of."""
    return json.loads(files(__name__).joinpath(f"schemas/{name}.schema.json").read_text("utf-8"))
