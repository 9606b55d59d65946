"""Reads bodies with the Python package, and writes one line for each: `reader.py PACKAGE BODIES LINES`."""

import dataclasses
import json
import struct
import sys
import traceback
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

FOLDER, BODIES, LINES = sys.argv[1:]
sys.path.insert(0, FOLDER)

import voximplant_callbacks as package  # noqa: E402

CREDENTIAL = package.Credential(
    account_id=1234567, salt="published-test-salt", api_key="00000000-0000-4000-8000-000000000000"
)


def written(value: Any) -> str:
    """A value as JSON, with unknown fields as they came."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return json.dumps(value.replace(tzinfo=None).isoformat(" "))
    if isinstance(value, date):
        return json.dumps(value.isoformat())
    if isinstance(value, list):
        return f"[{','.join(map(written, value))}]"
    if not dataclasses.is_dataclass(value):
        return json.dumps(value)
    known = {it.name: written(getattr(value, it.name)) for it in dataclasses.fields(value) if it.name != "extra"}
    members = [*known.items(), *getattr(value, "extra").items()]
    return f"{{{','.join(f'{json.dumps(name)}:{text}' for name, text in members)}}}"


def result_of(outcome: package.Outcome) -> dict[str, Any]:
    decoded: Any = outcome.callback if isinstance(outcome, package.Refused) else outcome
    error = decoded.error if isinstance(decoded, package.MalformedCallback) else None
    result = {
        "outcome": decoded.outcome,
        "kind": decoded.kind,
        "callback_id": None if decoded.callback_id is None else str(decoded.callback_id),
        "account_id": None if decoded.account_id is None else str(decoded.account_id),
        "hash": outcome.refusal if isinstance(outcome, package.Refused) else "match",
        "error": error and error.code,
        "pointer": error and error.pointer,
        "digest": decoded.digest(),
        "raw": decoded.raw,
        "value": written(decoded.callback) if isinstance(decoded, package.KnownCallback) else None,
    }
    return {name: value for name, value in result.items() if value is not None}


def line(body: bytes) -> dict[str, Any]:
    try:
        return {"outcomes": [result_of(outcome) for outcome in package.receive(body, CREDENTIAL)]}
    except package.BodyError as error:
        return {"refused": error.code, "pointer": error.pointer}
    except Exception:
        return {"crash": traceback.format_exc()}


data = Path(BODIES).read_bytes()
at = 0
with open(LINES, "w", encoding="utf-8") as out:
    while at < len(data):
        (length,) = struct.unpack_from("<I", data, at)
        out.write(json.dumps(line(data[at + 4 : at + 4 + length])) + "\n")
        at += 4 + length
