"""Makes pydantic models of the JSON Schema for types."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any


def prepared(schema: dict[str, Any]) -> dict[str, Any]:
    """Two things that a model needs and that no JSON Schema can say: an amount is a `Decimal`,
    and `type` tells which kind a callback is, so that a fault is one error rather than one of
    each kind."""
    definitions = schema["$defs"]
    money, callback = definitions["Money"], definitions["Callback"]
    del money["anyOf"]
    money |= {"type": "number", "format": "decimal"}
    callback["oneOf"] = callback.pop("anyOf")
    callback["discriminator"] = {"propertyName": "type"}
    return schema


def make_types(artifacts: Path, build: Path) -> None:
    """Writes `callback_types.py` into the folder."""
    build.mkdir(parents=True, exist_ok=True)
    schema = json.loads((artifacts / "types.schema.json").read_text("utf-8"))
    source = build / "types.schema.json"
    source.write_text(json.dumps(prepared(schema)), "utf-8")
    command = [sys.executable, "-m", "datamodel_code_generator"]
    command += ["--input", str(source), "--input-file-type", "jsonschema"]
    command += ["--output", str(build / "callback_types.py"), "--disable-timestamp"]
    command += ["--output-model-type", "pydantic_v2.BaseModel", "--use-type-alias"]
    command += ["--target-python-version", "3.11", "--use-annotated", "--field-constraints"]
    # What is not documented is kept.
    command += ["--enum-field-as-literal", "all", "--extra-fields", "allow"]
    command += ["--use-union-operator", "--use-standard-collections", "--formatters", "builtin"]
    subprocess.run(command, check=True, stdout=sys.stderr)
