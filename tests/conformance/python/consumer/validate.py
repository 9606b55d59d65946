"""Holds bodies against a JSON Schema, with two validators that share no code."""

import json
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs

IsValid = Callable[[Any], bool]


def parse(text: str) -> Any:
    """Reads JSON so that no digit is lost: a number with a fraction is a `Decimal`.

    Raises `ValueError` if it is none, or has a number that is beyond a `Decimal`.
    """
    # By itself, Python takes NaN and Infinity, which are no JSON and no `int`.
    return json.loads(text, parse_float=decimal, parse_constant=int)


def decimal(digits: str) -> Decimal:
    try:
        return Decimal(digits)
    except InvalidOperation:
        raise ValueError("a number is beyond a Decimal") from None


def load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def validators(schema: Any) -> dict[str, IsValid]:
    """Each tool picks the dialect by the schema's own `$schema`, and checks the schema first."""
    dialect = jsonschema.validators.validator_for(schema)
    dialect.check_schema(schema)
    return {
        "jsonschema": dialect(schema).is_valid,
        "jsonschema-rs": jsonschema_rs.validator_for(schema).is_valid,
    }
