"""Makes pydantic models of the types JSON Schema, into build/generated/callback_types.py.

`python -m consumer.types ARTIFACTS` does it; the options of the generator stand in pyproject.toml.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent
GENERATED = FOLDER / "build" / "generated"
PREPARED = FOLDER / "build" / "types.schema.json"


def generate(artifacts: Path) -> None:
    schema = json.loads((artifacts / "types.schema.json").read_text(encoding="utf-8"))
    prepare(schema)
    shutil.rmtree(GENERATED, ignore_errors=True)
    GENERATED.mkdir(parents=True)
    PREPARED.write_text(json.dumps(schema), encoding="utf-8")
    generator = [sys.executable, "-m", "datamodel_code_generator"]
    files = ["--input", str(PREPARED), "--output", str(GENERATED / "callback_types.py")]
    subprocess.run([*generator, *files], check=True, cwd=FOLDER)


def prepare(schema: dict[str, Any]) -> None:
    """Says in the generator's words what JSON Schema has none for."""
    # An amount is a `Decimal`. The generator makes a `float` of a number.
    money = schema["$defs"]["Money"]
    del money["anyOf"]
    money["customTypePath"] = "consumer.money.ExactDecimal"
    # The kind picks the model, so that an error is about one kind, not about all of them in turn.
    schema["$defs"]["Callback"]["discriminator"] = {"propertyName": "type"}


if __name__ == "__main__":
    generate(Path(sys.argv[1]))
