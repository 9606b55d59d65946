"""Reads callbacks with msgspec or pydantic: ../README.md says how it is run."""

import json
import os
import platform
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, Union

import msgspec
import pydantic

TURN = 0.1

SCALARS = {"string": str, "integer": int, "number": Decimal, "boolean": bool}


class Types:
    """Makes the classes of a JSON Schema. Such as are written down would be read in the same way."""

    def __init__(self, schema: dict[str, Any], library: str) -> None:
        self.definitions = schema["$defs"]
        self.library = library
        self.made: dict[str, Any] = {}

    def body(self) -> Any:
        kinds = [self.named(kind["$ref"]) for kind in self.definitions["Callback"]["anyOf"]]
        # Both find the class by `type`.
        callback: Any = Union[tuple(kinds)]  # noqa: UP007
        if self.library == "pydantic":
            callback = Annotated[callback, pydantic.Field(discriminator="type")]
        return self.make("Body", {"callbacks": (list[callback], True)}, None)

    def named(self, reference: str) -> Any:
        name = reference.rsplit("/", 1)[-1]
        if name not in self.made:
            self.made[name] = self.of(self.definitions[name], name)
        return self.made[name]

    def of(self, schema: dict[str, Any], name: str) -> Any:
        if "allOf" in schema:
            return self.of(schema["allOf"][0], name)
        if "$ref" in schema:
            return self.named(schema["$ref"])
        if "anyOf" in schema:
            # Money, which may come as a number or as its digits.
            return Decimal
        if schema["type"] == "array":
            return list[self.of(schema["items"], name)]  # type: ignore[misc]
        if schema["type"] != "object":
            return SCALARS[schema["type"]]
        properties = dict(schema.get("properties", {}))
        kind = properties.get("type", {}).get("const")
        if kind is not None:
            del properties["type"]
        required = schema.get("required", [])
        fields = {
            field: (self.of(property, field), field in required)
            for field, property in properties.items()
        }
        return self.make(name, fields, kind)

    def make(self, name: str, fields: dict[str, tuple[Any, bool]], kind: str | None) -> Any:
        if self.library == "msgspec":
            # Those without a default come first.
            ordered = sorted(fields.items(), key=lambda field: not field[1][1])
            listed = [
                (field, of) if required else (field, of | None, None)
                for field, (of, required) in ordered
            ]
            tag = {"tag_field": "type", "tag": kind} if kind else {}
            return msgspec.defstruct(name, listed, **tag)
        models: dict[str, Any] = {
            field: (of, ...) if required else (of | None, None)
            for field, (of, required) in fields.items()
        }
        if kind is not None:
            models["type"] = (Literal[kind], ...)
        return pydantic.create_model(name, **models)


def reader(library: str) -> Callable[[bytes], Any]:
    text = (Path(os.environ["SCHEMAS"]) / "types.schema.json").read_bytes()
    body = Types(json.loads(text), library).body()
    if library == "pydantic":
        return body.model_validate_json
    return msgspec.json.Decoder(body).decode


def main() -> None:
    library = sys.argv[1]
    read = reader(library)
    lines = Path(os.environ["CORPUS"]).read_bytes().splitlines()
    version = {"msgspec": msgspec, "pydantic": pydantic}[library].__version__
    print(f"{library} {version}, Python {platform.python_version()}", flush=True)
    for line in sys.stdin:
        size = int(line)
        bodies = [
            b'{"callbacks":[%s]}' % b",".join(lines[start : start + size])
            for start in range(0, len(lines), size)
        ]
        count = 0
        start = time.process_time()
        while time.process_time() - start < TURN:
            for body in bodies:
                count += len(read(body).callbacks)
        print((time.process_time() - start) * 1e9 / count, flush=True)


if __name__ == "__main__":
    main()
