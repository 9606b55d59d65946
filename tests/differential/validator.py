"""Judges bodies with jsonschema, and writes one line for each: `validator.py SCHEMA BODIES LINES`."""

import json
import struct
import sys
from pathlib import Path
from typing import Any

import jsonschema

SCHEMA, BODIES, LINES = sys.argv[1:]
schema = json.loads(Path(SCHEMA).read_text("utf-8"))
validator = jsonschema.validators.validator_for(schema)(schema)


def line(body: bytes) -> dict[str, Any]:
    try:
        parsed = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        return {"unparsed": str(error)}
    return {"valid": validator.is_valid(parsed)}


data = Path(BODIES).read_bytes()
at = 0
with open(LINES, "w", encoding="utf-8") as out:
    while at < len(data):
        (length,) = struct.unpack_from("<I", data, at)
        out.write(json.dumps(line(data[at + 4 : at + 4 + length])) + "\n")
        at += 4 + length
