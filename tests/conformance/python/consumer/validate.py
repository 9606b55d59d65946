"""Holds bodies against a JSON Schema, with two validators that share no code."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs

IsValid = Callable[[Any], bool]


def parse(text: str) -> Any:
    """Reads JSON so that no digit is lost: a number with a fraction is a `Decimal`."""
    return json.loads(text, parse_float=Decimal)


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
