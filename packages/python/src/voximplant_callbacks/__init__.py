"""Receives Voximplant account callbacks: types, the hash check and a replay guard (unofficial)."""

import json
from importlib.resources import files
from typing import Any, Literal

from . import callbacks
from ._credential import Credential, Seal
from ._digest import digest
from ._guard import Claim, MemoryGuard, ReplayGuard
from ._reader import (
    KINDS,
    Body,
    BodyError,
    BodyErrorCode,
    Decoded,
    DecodeError,
    ErrorCode,
    KnownCallback,
    Limits,
    MalformedCallback,
    UnknownCallback,
    read,
)
from ._receive import (
    Answer,
    CredentialLookupError,
    Credentials,
    Duplicate,
    HashMatched,
    MatchedKnownCallback,
    MatchedMalformedCallback,
    MatchedUnknownCallback,
    Outcome,
    Refusal,
    Refused,
    Statuses,
    receive,
    respond,
)
from .callbacks import Callback

__version__ = "0.0.0"
__all__ = [
    "KINDS",
    "Answer",
    "Body",
    "BodyError",
    "BodyErrorCode",
    "Callback",
    "Claim",
    "Credential",
    "CredentialLookupError",
    "Credentials",
    "DecodeError",
    "Decoded",
    "Duplicate",
    "ErrorCode",
    "HashMatched",
    "KnownCallback",
    "Limits",
    "MalformedCallback",
    "MatchedKnownCallback",
    "MatchedMalformedCallback",
    "MatchedUnknownCallback",
    "MemoryGuard",
    "Outcome",
    "Refusal",
    "Refused",
    "ReplayGuard",
    "Seal",
    "Statuses",
    "UnknownCallback",
    "callbacks",
    "digest",
    "json_schema",
    "read",
    "receive",
    "respond",
]


def json_schema(name: Literal["validation", "types"] = "validation") -> Any:
    """One of the JSON Schemas, in draft 2020-12: for validating bodies, or for generating types."""
    return json.loads(files(__name__).joinpath(f"schemas/{name}.schema.json").read_text("utf-8"))
