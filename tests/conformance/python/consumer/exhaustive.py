"""Writes a `match` over all kinds, and one that leaves a kind out, for mypy to judge.

They are written from the JSON Schema, so that a new kind is in them without an edit here.
"""

from pathlib import Path
from typing import Any

HEAD = """\
from typing import assert_never, assert_type

import callback_types
from callback_types import Callback


def handle(callback: Callback) -> None:
    match callback.type:
"""

CASE = """\
        case {kind!r}:
            assert_type(callback, callback_types.{model})
"""

TAIL = """\
        case _:
            assert_never(callback.type)
"""


def write(schema: Any, folder: Path) -> str:
    """Writes complete.py and incomplete.py, and returns the kind that the latter leaves out."""
    models = [
        schema["$defs"][branch["$ref"].removeprefix("#/$defs/")]
        for branch in schema["$defs"]["Callback"]["anyOf"]
    ]
    kinds = [(model["properties"]["type"]["const"], model["title"]) for model in models]
    cases = [CASE.format(kind=kind, model=model) for kind, model in kinds]
    (folder / "complete.py").write_text(HEAD + "".join(cases) + TAIL, encoding="utf-8")
    (folder / "incomplete.py").write_text(HEAD + "".join(cases[:-1]) + TAIL, encoding="utf-8")
    return str(kinds[-1][0])
